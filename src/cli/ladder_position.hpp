// Where a negotiation stands, for the house: what `parley negotiate --internal` shows after each
// reply.
#pragma once

#include <string>

#include "parley/engine/question_workspace.hpp"
#include "parley/negotiate/session.hpp"

namespace parley::cli {

/// Lines about the place on the ladder, the steps ahead with their verdicts, and how much lower the
/// rules would let the price go. Empty where the pack has no ladder.
[[nodiscard]] std::string ladder_position_text(const pack& rules, const fact_set& facts,
                                               const session& now, question_workspace& memory);

}  // namespace parley::cli
