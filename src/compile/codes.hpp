// Diagnostics of suppressions.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::compile::codes {

inline constexpr code_info wrong_suppression{
    "PL9101", "suppression that can't be read",
    "A comment begins with `# parley:` and isn't a suppression, or a line of a list isn't one. It "
    "names\n"
    "codes and always says why:\n\n"
    "  # parley: allow PL5001 because the shop sends this fact from May on\n"
    "  # parley: allow-file PL5001, PL5002 because these facts belong to the framework\n\n"
    "In a list (`parley check --allow FILE`), one a line:\n\n"
    "  PL5001 winter.yaml because the shop sends this fact from May on\n\n"
    "Only warnings can be suppressed. Mend what is an error."};
inline constexpr code_info unused_suppression{
    "PL9102", "suppression of nothing",
    "A suppression names a warning that isn't there: it was mended, or it stands somewhere else. "
    "Drop the\n"
    "suppression, so that the warning is seen when it comes back.\n\n"
    "A comment beside a line is about that line; above an entry, about the whole entry."};

inline constexpr const code_info* all_codes[] = {&wrong_suppression, &unused_suppression};

}  // namespace parley::compile::codes
