// Expectations against answers: what isn't as it should be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "packtest/describe.hpp"
#include "packtest/expectation.hpp"
#include "parley/engine/best.hpp"
#include "parley/engine/eligible.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/stackable.hpp"
#include "report/test_results.hpp"

namespace parley::packtest {

using differences = std::vector<report::test_difference>;

void match(const expectation& wanted, const decision& made, const report::answer_context& about,
           differences& out);
void match_repairs(const expectation& wanted, const explanation& why, const proposal& asked,
                   const report::answer_context& about, differences& out);
void match(const expectation& wanted, const eligibility& found, const report::answer_context& about,
           differences& out);
void match(const expectation& wanted, const stackability& found,
           const report::answer_context& about, differences& out);
/// Every pair: those that are listed, and the others.
void match(const expectation& wanted, const stack_matrix& found,
           const report::answer_context& about, differences& out);
void match(const expectation& wanted, const best_answer& found, const report::answer_context& about,
           differences& out);
/// `step` is put before what differs: "step 2: ".
void match(const expectation& wanted, const negotiation_reply& reply,
           const report::answer_context& about, std::string_view step, differences& out);
void match(const expectation& wanted, const diagnostics& found, const source_set& sources,
           differences& out);

/// Lines that only one side has, in order: a difference with both, or none when they are the same.
void match_lines(std::string what, const lines& wanted, const lines& made, differences& out);

}  // namespace parley::packtest
