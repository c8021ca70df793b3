// The diagnostic codes of what only shows when the compiled rules are run.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::analysis::codes {

inline constexpr code_info order_matters{
    "PL5101", "order decides the total",
    "Two offers of the same stage and rank may be combined, and the total depends on which of them "
    "applies first.\n"
    "On 100.00, `10.00 off order` before `20% off order` leaves 72.00, the other way round 70.00. "
    "As nothing\n"
    "else is said, the one that stands first in the pack applies first; a reader, or whoever sorts "
    "the file,\n"
    "may not expect that. Say which: give one a higher `rank:`, write `A before B` under "
    "`stacking:`, let\n"
    "`defaults: {ties: percent}` decide for all of them, or let both price on the same amount with "
    "`basis: list`\n"
    "or `basis: stage`."};

inline constexpr code_info step_dominated{
    "PL5120", "dominated step of a ladder",
    "The same cost could be worth more to the customer: the step gives something that costs more "
    "than it is\nworth, where as much money off would be worth all it costs, or something for "
    "which "
    "another offer costs no\nmore and is worth more. Only what holds for every cart is told."};

inline constexpr const code_info* all_codes[] = {&order_matters, &step_dominated};

}  // namespace parley::analysis::codes
