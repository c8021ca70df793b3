// Answers as short lines: what diffs and golden blocks are made of.
#pragma once

#include <string>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/negotiate/reply.hpp"
#include "report/decision_json.hpp"

namespace parley::packtest {

using lines = std::vector<std::string>;

/// "deny limit.exceeded unverified-cap of HAGGLE (actual 5.76 USD, bound 5.12 USD)".
[[nodiscard]] std::string describe(const finding& f, const report::finding_parts& parts,
                                   const report::answer_context& about);
/// "winter.yaml:58:5: discount <= 8% of subtotal (unverified customers are a fraud risk)"; empty
/// where no rule stands behind it.
[[nodiscard]] std::string rule_behind(const finding& f, const pack& rules);
/// Each finding with the rule behind it on the next line.
[[nodiscard]] lines findings_with_rules(const decision& made, const report::answer_context& about);

/// The whole answer, without anything that changes when a rule moves in its file.
[[nodiscard]] lines golden_lines(const decision& made, const report::answer_context& about);
[[nodiscard]] lines golden_lines(const negotiation_reply& reply,
                                 const report::answer_context& about);

/// "HAGGLE=5%", for the terms of a negotiation.
[[nodiscard]] lines items_of(const terms& made, const pack& rules);

}  // namespace parley::packtest
