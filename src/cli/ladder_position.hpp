// Where a negotiation stands, for the house: what `parley negotiate --internal` shows after each
// reply.
#pragma once

#include <string>

#include "parley/negotiate/concession_path.hpp"
#include "parley/negotiate/session.hpp"

namespace parley::cli {

/// Lines about the place on the ladder or on the strategy's path, the places ahead with their
/// verdicts, and how much lower the rules would let the price go. Empty where the pack doesn't
/// negotiate.
[[nodiscard]] std::string ladder_position_text(const pack& rules, const fact_set& facts,
                                               const session& now, negotiation_workspace& memory);

}  // namespace parley::cli
