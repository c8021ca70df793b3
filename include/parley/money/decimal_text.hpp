// Decimals with a given number of places, as `format` prints them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "parley/money/decimal.hpp"

namespace parley {

namespace detail {

/// The decimal digits of a number; "0" for zero.
[[nodiscard]] inline std::string digits_of(uint128 number) {
  std::string made;
  for (; number != 0; number /= 10) {
    made.push_back(static_cast<char>('0' + static_cast<int>(number % 10)));
  }
  if (made.empty()) made = "0";
  std::reverse(made.begin(), made.end());
  return made;
}

/// `number` without its last `places` digits, rounded half-even.
[[nodiscard]] constexpr uint128 without_last(uint128 number, std::int64_t places) noexcept {
  if (places <= 0) return number;
  if (places > decimal::max_digits) return 0;
  const uint128 unit = power_of_ten(places);
  const uint128 rest = number % unit;
  number /= unit;
  if (rest > unit - rest || (rest == unit - rest && number % 2 != 0)) ++number;
  return number;
}

}  // namespace detail

/// `-12.50`: exactly `places` digits behind the point, rounded half-even.
[[nodiscard]] inline std::string fixed_text(const decimal& d, int places) {
  const std::int64_t surplus = -std::int64_t{d.exponent()} - places;
  const uint128 kept = detail::without_last(detail::magnitude(d.coefficient()), surplus);
  std::string digits = detail::digits_of(kept);
  if (surplus < 0 && kept != 0) digits.append(static_cast<std::size_t>(-surplus), '0');
  const auto behind = static_cast<std::size_t>(places);
  if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
  if (behind > 0) digits.insert(digits.size() - behind, 1, '.');
  return (d.negative() ? "-" : "") + digits;
}

/// `1.25e+03`: one digit before the point, `places` behind it, rounded half-even.
[[nodiscard]] inline std::string scientific_text(const decimal& d, int places) {
  uint128 kept = detail::magnitude(d.coefficient());
  const int size = kept == 0 ? 1 : detail::digit_count(kept);
  std::int64_t exponent = kept == 0 ? 0 : std::int64_t{d.exponent()} + size - 1;
  kept = detail::without_last(kept, std::int64_t{size} - 1 - places);
  std::string digits = detail::digits_of(kept);
  const auto wanted = static_cast<std::size_t>(places) + 1;
  // 9.99 may have become 10.0.
  if (digits.size() > wanted) digits.pop_back(), ++exponent;
  digits.resize(std::max(wanted, std::size_t{1}), '0');
  if (places > 0) digits.insert(1, 1, '.');
  const std::string power = std::to_string(exponent < 0 ? -exponent : exponent);
  return (d.negative() ? "-" : "") + digits + (exponent < 0 ? "e-" : "e+") +
         (power.size() < 2 ? "0" : "") + power;
}

}  // namespace parley
