// Strict readings of a plain scalar's text. YAML's own conversions (010 is 8, yes is true) are
// never used.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parley/base/result.hpp"

namespace parley::yaml {

/// Why a text isn't what was expected; both parts fit a diagnostic.
struct scalar_fault {
  std::string message;
  std::string help;
};

template <typename T>
using scalar_result = result<T, scalar_fault>;

/// `0`, `12`, `-3`: no leading zeros, no sign `+`, no separators, inside 64 bits.
[[nodiscard]] scalar_result<std::int64_t> read_integer(std::string_view text);
/// The same from 0 up to 2^64 - 1.
[[nodiscard]] scalar_result<std::uint64_t> read_unsigned(std::string_view text);
/// `true` or `false`, nothing else.
[[nodiscard]] scalar_result<bool> read_bool(std::string_view text);
/// Checks that a text is a decimal number as JSON writes one (`-12.50`, `1e3`) and gives it back.
[[nodiscard]] scalar_result<std::string_view> read_decimal_text(std::string_view text);
/// `90s`, `15m`, `1h30m`, `30d`, `2w`: whole seconds, units from large to small, each once.
[[nodiscard]] scalar_result<std::int64_t> read_seconds(std::string_view text);

}  // namespace parley::yaml
