// What a shopper says, as one line of text: "25%", "50.00", "HAGGLE 8% + TOTE", "more", "accept".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parley/compiler/read_negotiation.hpp"

namespace parley::cli {

/// The ask a line stands for, or nothing and `why` what is wrong with it.
[[nodiscard]] std::optional<owned_ask> parse_ask_line(const pack& rules, std::string_view line,
                                                      const read_options& options,
                                                      std::string& why);

/// What may be said, for people.
inline constexpr std::string_view ask_line_help =
    "say `25%` (off), `50.00` (in all), `budget 60`, `HAGGLE 8%`, `give TRIGGER`, `more`, "
    "`accept`, "
    "`reject` or `quit`";

}  // namespace parley::cli
