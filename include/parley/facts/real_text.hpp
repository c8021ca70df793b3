// IEEE doubles from and to text, whatever the locale. Only CEL's own dialect has them.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace parley {

/// Reads `-1.5e3`, `NaN` or `Infinity`, whole text; the nearest double, so too small is zero. Too
/// big is nothing.
[[nodiscard]] inline std::optional<double> parse_real(std::string_view text) noexcept {
  double made = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), made);
  if (end != text.data() + text.size()) return std::nullopt;
  if (fault == std::errc()) return made;
  if (fault != std::errc::result_out_of_range) return std::nullopt;
  // Out of range towards zero or away from it: the exponent says, or else the first digit.
  const bool negative = text.starts_with('-');
  const std::size_t exponent = text.find_first_of("eE");
  const bool small = exponent == std::string_view::npos
                         ? text.substr(negative ? 1 : 0).find_first_not_of('0') ==
                               text.substr(negative ? 1 : 0).find('.')
                         : text.substr(exponent + 1).starts_with('-');
  if (!small) return std::nullopt;
  return negative ? -0.0 : 0.0;
}

/// The shortest text that reads back as the same double: `0.1`, `1e+21`, `NaN`, `-Infinity`.
[[nodiscard]] inline std::string print_real(double v) {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v < 0 ? "-Infinity" : "Infinity";
  char buffer[32];
  const auto [end, fault] = std::to_chars(buffer, buffer + sizeof buffer, v);
  return {buffer, static_cast<std::size_t>(end - buffer)};
}

/// The part before the point; nothing when it doesn't lie strictly inside the 64-bit range.
[[nodiscard]] inline std::optional<std::int64_t> integer_of(double v) noexcept {
  if (!(v > -9223372036854775808.0 && v < 9223372036854775808.0)) return std::nullopt;
  return static_cast<std::int64_t>(v);
}
[[nodiscard]] inline std::optional<std::uint64_t> uinteger_of(double v) noexcept {
  if (!(v > -1.0 && v < 18446744073709551616.0)) return std::nullopt;
  return static_cast<std::uint64_t>(v);
}

}  // namespace parley
