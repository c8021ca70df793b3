// The clauses of a format text, `%s` or `%.2f`: for the compiler, which checks them, and the
// engine.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "parley/base/limits.hpp"

namespace parley {

/// One clause: s text, d whole number, f fixed point, e scientific, x X hexadecimal, o octal,
/// b binary, or % for the sign itself, which takes no argument.
struct format_clause {
  char verb = '%';
  int precision = 6;
  std::size_t bytes = 0;  ///< of the clause, with its `%`
};

/// The clause at the start of `text`, which begins with `%`; nothing when there is no such clause
/// or its precision exceeds caps::format_precision.
[[nodiscard]] constexpr std::optional<format_clause> read_format_clause(
    std::string_view text) noexcept {
  format_clause made;
  std::size_t at = 1;
  const bool precise = at < text.size() && text[at] == '.';
  if (precise) {
    made.precision = 0;
    const std::size_t first = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      made.precision = made.precision * 10 + (text[at] - '0');
      if (made.precision > static_cast<int>(caps::format_precision)) return std::nullopt;
    }
    if (at == first) return std::nullopt;
  }
  if (at == text.size()) return std::nullopt;
  made.verb = text[at];
  made.bytes = at + 1;
  const bool known = std::string_view("sdfexXob%").find(made.verb) != std::string_view::npos;
  if (!known || (precise && made.verb != 'f' && made.verb != 'e')) return std::nullopt;
  return made;
}

}  // namespace parley
