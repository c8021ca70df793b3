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

inline constexpr code_info never_true{
    "PL5102", "condition that is never true",
    "No facts make the condition true: its parts contradict each other, or a value can't occur by "
    "the fact's own\n"
    "declaration (`one_of`, `min`, `max`).\n"
    "\n"
    "```yaml\n"
    "when: customer.orders < 10 && customer.orders > 20      # wrong: nothing is both\n"
    "when: customer.orders < 10 || customer.orders > 20      # perhaps meant\n"
    "```\n"
    "\n"
    "An offer can then never be given, and a prohibition or a limit is never in force."};
inline constexpr code_info always_true{
    "PL5103", "condition that is always true",
    "The condition says no to nothing. It still asks for its facts: as long as one of them is "
    "missing, the answer is `need`.\n"
    "Drop it, or look for what it was meant to say (`customer.orders >= 0` where `> 0` was "
    "meant)."};
inline constexpr code_info idle_part{
    "PL5104", "part of a condition that decides nothing",
    "A part of `&&` that is true whenever the other parts are, or a part of `||` that is never "
    "true, or only where another part is.\n"
    "\n"
    "```yaml\n"
    "when: cart.subtotal >= 50 && cart.subtotal >= 20        # the second part says nothing\n"
    "```"};
inline constexpr code_info impossible_requirement{
    "PL5105", "requirement that can't be met",
    "An offer requires another that can never stand beside it: a rule excludes the two, nothing "
    "permits them, or their\n"
    "conditions are never true together. The offer can never be given."};
inline constexpr code_info dead_permission{
    "PL5106", "permission that comes to nothing",
    "Every pair that the rule permits is forbidden by another rule, or consists of offers whose "
    "conditions are never true\n"
    "together. A prohibition beats a permission; only `overrides: RULE-ID` of a permission that "
    "names both offers lifts it."};
inline constexpr code_info lonely_offer{
    "PL5107", "offer that goes with nothing",
    "A rule permits the offer beside others, but with each of them something forbids it, or the "
    "conditions of the two are\n"
    "never true together. If the offer is meant to stand alone, say `A alone` and drop it from the "
    "permission."};
inline constexpr code_info never_binds{
    "PL5108", "limit that never binds",
    "Whatever may be combined stays within the limit. A limit that was set for larger offers may "
    "have been forgotten, or a\n"
    "zero was lost. Rounding is taken into account: the message says from which price of goods on "
    "it holds, where that matters."};
inline constexpr code_info always_binds{
    "PL5109", "limit that always binds",
    "The limit refuses the offer on every order (from the price of goods on that the message says, "
    "where rounding could save\n"
    "the smallest): the offer can't be given as long as the limit stands."};
inline constexpr code_info shadowed_rule{
    "PL5110", "rule in another's shadow",
    "A wider rule of the same sort covers everything that this one says, under a condition that is "
    "true whenever this one's is;\n"
    "or a limit is looser than another that denies as much of the same. Dropping the rule changes "
    "no verdict."};
inline constexpr code_info duplicate_rule{"PL5111", "rule said twice",
                                          "Two rules say the same of the same offers. One of them "
                                          "would be forgotten at the next change. Drop it."};
inline constexpr code_info own_condition{
    "PL5112", "offer at odds with its own condition",
    "The condition lets an order in, and then the offer itself brings that order below a limit.\n"
    "\n"
    "```yaml\n"
    "offers: {TEN: {give: 10.00 off order, when: cart.subtotal >= 50}}\n"
    "limits: [price >= 45.00]             # at 50.00 the offer leaves 40.00\n"
    "```\n"
    "\n"
    "Ask for a larger order, or give less."};
inline constexpr code_info unasked_fact{
    "PL5113", "fact that nothing asks for",
    "A prohibition, a requirement or a limit waits for a fact that has no `default:` and no "
    "`max_age:`, that no playbook needs\n"
    "and no offer reads. As long as the host doesn't supply it by itself, every such proposal is a "
    "`need`. List it under `needs:`\n"
    "of a playbook, give it a default, or allow the finding with the reason why it is always "
    "there."};
inline constexpr code_info dead_step{
    "PL5114", "step of the ladder that is never permitted",
    "A limit, a prohibition or a missing permission refuses the step whatever the facts are. A "
    "ladder ends at its first step that\n"
    "isn't allowed, so the steps behind it are out of reach as well."};
inline constexpr code_info playbook_dead_offer{
    "PL5115", "offer that its playbook rules out",
    "A playbook lists an offer whose condition is never true under that intent, or with the facts "
    "that the playbook needs."};

inline constexpr code_info cut_short{
    "PL5116", "analysis cut short",
    "The pack is larger than the analysis: a condition comes apart into too many cases, or "
    "comparing everything with everything\n"
    "would take too long. What was found holds; what wasn't found may still be there. "
    "docs/limits.md has the numbers. Many\n"
    "alternatives in one condition are often a set: `x in [\"a\", \"b\"]` is one case."};

inline constexpr const code_info* all_codes[] = {
    &order_matters,          &step_dominated,  &never_true,    &always_true,  &idle_part,
    &impossible_requirement, &dead_permission, &lonely_offer,  &never_binds,  &always_binds,
    &shadowed_rule,          &duplicate_rule,  &own_condition, &unasked_fact, &dead_step,
    &playbook_dead_offer,    &cut_short};

}  // namespace parley::analysis::codes
