// Diagnostics of the formatter.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::layout::codes {

inline constexpr code_info meaning_at_risk{
    "PL9001", "layout would change a value",
    "The text that `parley fmt` made was read again, and one of its values came back different. "
    "The file\n"
    "was left as it is. This happens to block texts with an indentation indicator (`|2`) in "
    "unusual\n"
    "places. Lay the value named out by hand.\n\n"
    "  because: |2     # remove the 2, or write the text in quotes\n"
    "      indented"};

inline constexpr const code_info* all_codes[] = {&meaning_at_risk};

}  // namespace parley::layout::codes
