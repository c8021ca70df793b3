// Diagnostic codes of the condition grammar.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::syntax::codes {

inline constexpr code_info condition_syntax{
    "PL2001", "expression expected",
    "The text isn't an expression: something is missing, superfluous or in the wrong place. The "
    "caret shows\n"
    "the first byte that doesn't fit. Example: `customer.orders == ` lacks its right side."};
inline constexpr code_info condition_byte{"PL2002", "character outside strings",
                                          "Outside strings and comments an expression is plain "
                                          "ASCII. Typographic quotes and signs such as the\n"
                                          "long dash come from word processors: write \" and -."};
inline constexpr code_info condition_string{
    "PL2003", "broken string",
    "A string isn't closed, or holds an escape that doesn't exist. Escapes are \\\\ \\\" \\' \\` "
    "\\? \\a \\b \\f \\n\n"
    "\\r \\t \\v \\xHH \\uHHHH \\UHHHHHHHH and three octal digits; r\"...\" has none."};
inline constexpr code_info condition_bracket{"PL2004", "brackets don't match",
                                             "Every ( [ { needs its partner of the same kind."};
inline constexpr code_info condition_number{
    "PL2005", "number can't be read",
    "Integers have 64 bits, decimals 34 digits. After a number may stand `u`, `bp`, `%` or a "
    "currency in three\n"
    "upper-case letters: 3, 3u, 0x1F, 2.50, 25.00USD, 250bp, 10%."};
inline constexpr code_info condition_chain{
    "PL2006", "comparison of a comparison",
    "`1 < x < 3` compares a truth value with 3. Write `1 < x && x < 3`."};
inline constexpr code_info condition_reserved{
    "PL2007", "reserved word",
    "Some words can't be names in expressions, because CEL keeps them for itself: as break const "
    "continue else\n"
    "for function if import in let loop namespace package return var void while."};
inline constexpr code_info condition_cap{"PL2008", "expression too big",
                                         "An expression has at most 4,096 bytes, 32 levels of "
                                         "brackets, 1,024 parts and 128 levels of operators.\n"
                                         "Split it: selectors and facts can carry parts of it."};
inline constexpr code_info condition_has{"PL2009", "has() without a fact or field",
                                         "has() asks whether a fact or field exists: "
                                         "has(customer.tier), has(channel). It takes exactly one "
                                         "`x.field` or the name of a declared fact."};

inline constexpr const code_info* all_condition_codes[] = {
    &condition_syntax,   &condition_byte,   &condition_string,
    &condition_bracket,  &condition_number, &condition_chain,
    &condition_reserved, &condition_cap,    &condition_has};

}  // namespace parley::syntax::codes
