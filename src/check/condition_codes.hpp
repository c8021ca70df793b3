// Diagnostic codes of names, types and costs in conditions.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::check::codes {

inline constexpr code_info type_mismatch{"PL2101", "types don't fit",
                                         "An operator was given operands it has no meaning for, "
                                         "such as `customer.tier > 3` with a text tier.\n"
                                         "docs/conditions.md has the table of operators."};
inline constexpr code_info wrong_result{
    "PL2102", "wrong type of result",
    "A condition must come to true or false, a bound to money or a number."};
inline constexpr code_info unknown_fact{"PL2103", "unknown fact",
                                        "Nothing declares this name. Facts are declared under "
                                        "`facts:`; built in are cart.*, so_far.*, line.*,\n"
                                        "now, intent and customer.key."};
inline constexpr code_info unknown_field{
    "PL2104", "unknown field",
    "The record or value has no such field. A cart line has id, sku, qty, price, cost, category, "
    "tags,\n"
    "tax_rate and what `facts: line.*` declares; a shipping entry method, price, cost, tax_rate."};
inline constexpr code_info unknown_function{
    "PL2105", "unknown function",
    "No function or macro has this name. docs/conditions.md lists them all."};
inline constexpr code_info wrong_arguments{
    "PL2106", "wrong arguments",
    "The function exists, but not for this number or these types of arguments."};
inline constexpr code_info never_equal{
    "PL2107", "value that never occurs",
    "The fact is declared with `one_of`, and the text it is compared with is none of these."};
inline constexpr code_info unguarded{
    "PL2108", "optional fact without a guard",
    "A fact declared `optional: true` may be absent, and reading it then is an error. Guard it:\n"
    "`has(customer.tier) && customer.tier == \"gold\"`, or give the fact a `default`."};
inline constexpr code_info not_here{"PL2109", "name that can't be read here",
                                    "`line.*` is for selectors and limits per unit or line; "
                                    "`so_far.*` for offers of the order and shipping\n"
                                    "stages."};
inline constexpr code_info money_mistake{
    "PL2110", "arithmetic that money doesn't have",
    "Money times money and money plus percent mean nothing. Write `total * 10%` for a tenth and\n"
    "`total * 110%` for a tenth more."};
inline constexpr code_info currency_mismatch{"PL2111", "currencies don't fit",
                                             "Money of different currencies is neither added nor "
                                             "compared, and a currency is an ISO 4217 code."};
inline constexpr code_info macro_misuse{
    "PL2112", "macro that can't be expanded",
    "A macro wants a plain name for each element first: cart.lines.all(l, l.qty > 1)."};
inline constexpr code_info not_in_profile{
    "PL2113", "not part of the profile",
    "CEL has this, conditions of packs don't. docs/conditions.md says what to write instead."};
inline constexpr code_info bad_constant{
    "PL2114", "constant that can't be read",
    "A text that must hold a time, duration, number or zone doesn't."};
inline constexpr code_info divided_by_zero{"PL2115", "division by zero",
                                           "Dividing by the constant 0 is an error whatever the "
                                           "facts are, so whatever the condition is of "
                                           "would always be denied."};
inline constexpr code_info too_costly{
    "PL2201", "condition may take too long",
    "At worst, from the declared sizes of collections, the condition takes more than 1,000,000 "
    "steps. Declare\n"
    "`max_size` for the list that the message names, or don't loop inside a loop."};
inline constexpr code_info too_deep{
    "PL2202", "macros inside macros",
    "Macros inside each other can give 63 names at most; those with two names give two."};

inline constexpr const code_info* all_condition_codes[] = {
    &type_mismatch,     &wrong_result, &unknown_fact,   &unknown_field, &unknown_function,
    &wrong_arguments,   &never_equal,  &unguarded,      &not_here,      &money_mistake,
    &currency_mismatch, &macro_misuse, &not_in_profile, &bad_constant,  &divided_by_zero,
    &too_costly,        &too_deep};

}  // namespace parley::check::codes
