// Bodies of decimal.hpp: reading, writing, scaling and the four operations. Included by
// decimal.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "parley/money/decimal.hpp"
#include "parley/money/rounding.hpp"

namespace parley {

namespace detail {

inline constexpr std::int64_t least_exponent = -6143;
inline constexpr std::int64_t greatest_exponent = 6144;

/// 10^0 to 10^38, all that 128 bits hold.
inline constexpr auto powers_of_ten = [] {
  std::array<uint128, 39> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

[[nodiscard]] constexpr uint128 power_of_ten(std::int64_t exponent) noexcept {
  return powers_of_ten[static_cast<std::size_t>(exponent)];
}

[[nodiscard]] constexpr uint128 magnitude(int128 v) noexcept {
  return v < 0 ? uint128{0} - static_cast<uint128>(v) : static_cast<uint128>(v);
}

/// Decimal digits of a number; 0 for zero.
[[nodiscard]] constexpr int digit_count(uint128 v) noexcept {
  const auto high = static_cast<std::uint64_t>(v >> 64);
  const auto low = static_cast<std::uint64_t>(v);
  const int bits = static_cast<int>(high != 0 ? 64 + std::bit_width(high) : std::bit_width(low));
  // 1233 / 4096 is log10(2) from below, so the guess is right or one too small.
  const int guess = (bits * 1233) >> 12;
  return guess < 39 && v >= power_of_ten(guess) ? guess + 1 : guess;
}

/// An unsigned number of 256 bits, limbs from the lowest.
struct wide {
  std::array<std::uint64_t, 4> limbs{};

  [[nodiscard]] static constexpr wide of(uint128 v) noexcept {
    return {{static_cast<std::uint64_t>(v), static_cast<std::uint64_t>(v >> 64), 0, 0}};
  }
  [[nodiscard]] constexpr bool narrow() const noexcept { return limbs[2] == 0 && limbs[3] == 0; }
  [[nodiscard]] constexpr uint128 low() const noexcept {
    return (uint128{limbs[1]} << 64) | limbs[0];
  }

  constexpr void multiply(std::uint64_t factor) noexcept {
    uint128 carry = 0;
    for (std::uint64_t& limb : limbs) {
      carry += uint128{limb} * factor;
      limb = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
  }
  /// Divides in place and returns the remainder.
  constexpr std::uint64_t divide(std::uint64_t divisor) noexcept {
    uint128 rest = 0;
    for (std::size_t i = 4; i-- > 0;) {
      rest = (rest << 64) | limbs[i];
      limbs[i] = static_cast<std::uint64_t>(rest / divisor);
      rest %= divisor;
    }
    return static_cast<std::uint64_t>(rest);
  }
  constexpr void add(const wide& other) noexcept {
    uint128 carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      carry += uint128{limbs[i]} + other.limbs[i];
      limbs[i] = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
  }
  /// Precondition: not smaller than `other`.
  constexpr void subtract(const wide& other) noexcept {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const uint128 taken = uint128{other.limbs[i]} + borrow;
      borrow = limbs[i] < taken ? 1 : 0;
      limbs[i] = static_cast<std::uint64_t>(limbs[i] - taken);
    }
  }
  [[nodiscard]] constexpr bool less(const wide& other) const noexcept {
    for (std::size_t i = 4; i-- > 0;) {
      if (limbs[i] != other.limbs[i]) return limbs[i] < other.limbs[i];
    }
    return false;
  }
  /// Multiplies by 10^exponent; the caller knows that it fits.
  constexpr void scale(std::int64_t exponent) noexcept {
    for (; exponent > 0; exponent -= 19) {
      multiply(static_cast<std::uint64_t>(power_of_ten(std::min<std::int64_t>(exponent, 19))));
    }
  }
};

[[nodiscard]] constexpr wide product(uint128 a, uint128 b) noexcept {
  wide low = wide::of(a);
  wide high = low;
  low.multiply(static_cast<std::uint64_t>(b));
  high.multiply(static_cast<std::uint64_t>(b >> 64));
  high.limbs = {0, high.limbs[0], high.limbs[1], high.limbs[2]};
  low.add(high);
  return low;
}

/// A result of at most 34 digits, with the exponent brought into range where that costs nothing.
[[nodiscard]] constexpr std::optional<decimal> in_range(bool negative, uint128 digits,
                                                        std::int64_t exponent) noexcept {
  if (digits == 0) {
    exponent = std::clamp(exponent, least_exponent, greatest_exponent);
  }
  for (; exponent < least_exponent && digits % 10 == 0; ++exponent) digits /= 10;
  for (; exponent > greatest_exponent && digits < power_of_ten(33); --exponent) digits *= 10;
  if (exponent < least_exponent || exponent > greatest_exponent) return std::nullopt;
  const auto coefficient = static_cast<int128>(digits);
  return decimal(negative ? -coefficient : coefficient, static_cast<std::int32_t>(exponent));
}

/// Rounds half-even to 34 digits. `inexact` says that something smaller than the last digit was
/// lost before.
[[nodiscard]] constexpr std::optional<decimal> rounded(bool negative, wide v, std::int64_t exponent,
                                                       bool inexact = false) noexcept {
  while (!v.narrow()) {
    // Small enough steps to keep 35 digits or more, so what falls off can only be a tie's tail.
    const int step = v.limbs[3] != 0 ? 19 : 4;
    inexact |= v.divide(static_cast<std::uint64_t>(power_of_ten(step))) != 0;
    exponent += step;
  }
  uint128 digits = v.low();
  const int excess = digit_count(digits) - decimal::max_digits;
  if (excess > 0) {
    const uint128 unit = power_of_ten(excess);
    const uint128 rest = digits % unit;
    const uint128 half = unit / 2;
    digits /= unit;
    exponent += excess;
    if (rest > half || (rest == half && (inexact || digits % 2 != 0))) ++digits;
    if (digits == power_of_ten(decimal::max_digits)) {
      digits /= 10;
      ++exponent;
    }
  }
  return in_range(negative, digits, exponent);
}

}  // namespace detail

inline std::optional<decimal> decimal::parse(std::string_view text) noexcept {
  std::size_t at = 0;
  const auto digit = [&] { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  const bool negative = at < text.size() && text[at] == '-';
  if (negative) ++at;
  uint128 coefficient = 0;
  std::int64_t exponent = 0;
  int significant = 0;
  const auto take_digits = [&](bool fraction) {
    const std::size_t begin = at;
    for (; digit(); ++at) {
      if (significant > 0 || text[at] != '0') ++significant;
      if (significant > max_digits) return false;
      coefficient = coefficient * 10 + static_cast<unsigned>(text[at] - '0');
      if (fraction) --exponent;
    }
    return at > begin;
  };
  if (!take_digits(false)) return std::nullopt;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (!take_digits(true)) return std::nullopt;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    const bool down = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (!digit()) return std::nullopt;
    std::int64_t given = 0;
    for (; digit(); ++at)
      given = std::min<std::int64_t>(given * 10 + (text[at] - '0'), 1'000'000'000);
    exponent += down ? -given : given;
  }
  if (at != text.size()) return std::nullopt;
  return detail::in_range(negative, coefficient, exponent);
}

inline std::optional<std::int64_t> decimal::scaled_exactly(int digits) const noexcept {
  const decimal least = reduced();
  if (least.zero()) return 0;
  if (std::int64_t{least.exponent_} + digits < 0) return std::nullopt;
  return least.scaled(digits, rounding_mode::down);
}

inline std::optional<std::int64_t> decimal::scaled(int digits, rounding_mode mode) const noexcept {
  const std::int64_t shift = std::int64_t{exponent_} + digits;
  int128 whole = coefficient_;
  if (shift > 0 && whole != 0) {
    if (shift > 18 ||
        __builtin_mul_overflow(whole, static_cast<int128>(detail::power_of_ten(shift)), &whole)) {
      return std::nullopt;
    }
  } else if (shift < 0) {
    // Beyond 10^38 the quotient is a tiny part of one unit, as it is at 10^38.
    const std::int64_t places = std::min<std::int64_t>(-shift, 38);
    whole = divide_rounded(whole, static_cast<int128>(detail::power_of_ten(places)), mode);
  }
  if (whole < std::numeric_limits<std::int64_t>::min() ||
      whole > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(whole);
}

inline decimal decimal::reduced() const noexcept {
  if (coefficient_ == 0) return {};
  decimal least = *this;
  while (least.coefficient_ % 10 == 0) {
    least.coefficient_ /= 10;
    ++least.exponent_;
  }
  return least;
}

inline std::string decimal::text() const {
  std::string digits;
  for (uint128 rest = detail::magnitude(coefficient_); rest != 0; rest /= 10) {
    digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  if (digits.empty()) digits = "0";
  std::reverse(digits.begin(), digits.end());
  const auto size = static_cast<std::int64_t>(digits.size());
  std::string made = negative() ? "-" : "";
  if (exponent_ >= 0 && (zero() || size + exponent_ <= max_digits)) {
    if (!zero()) digits.append(static_cast<std::size_t>(exponent_), '0');
    return made + digits;
  }
  if (exponent_ < 0 && -exponent_ <= max_digits) {
    const auto places = static_cast<std::size_t>(-exponent_);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
    return made + digits;
  }
  if (zero()) return "0";
  const std::int64_t shown = exponent_ + size - 1;
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.size() > 1) digits.insert(1, 1, '.');
  return made + digits + (shown < 0 ? "e-" : "e") + std::to_string(shown < 0 ? -shown : shown);
}

inline std::optional<decimal> add(const decimal& a, const decimal& b) noexcept {
  const decimal& high = a.exponent() >= b.exponent() ? a : b;
  const decimal& low = a.exponent() >= b.exponent() ? b : a;
  const std::int64_t gap = std::int64_t{high.exponent()} - low.exponent();
  const uint128 high_digits = detail::magnitude(high.coefficient());
  if (high.zero())
    return detail::rounded(low.negative(), detail::wide::of(detail::magnitude(low.coefficient())),
                           low.exponent());
  const int size = detail::digit_count(high_digits);
  if (size + gap <= 37) {
    const int128 sum =
        high.coefficient() * static_cast<int128>(detail::power_of_ten(gap)) + low.coefficient();
    return detail::rounded(sum < 0, detail::wide::of(detail::magnitude(sum)), low.exponent());
  }
  detail::wide left = detail::wide::of(high_digits);
  detail::wide right = detail::wide::of(detail::magnitude(low.coefficient()));
  std::int64_t exponent = low.exponent();
  if (size + gap <= 76) {
    left.scale(gap);
  } else {
    // The lower number is too small to reach a digit: one unit far behind the last one stands for
    // it.
    const std::int64_t pad = low.zero() ? decimal::max_digits - size : 37 - size;
    left.scale(pad);
    exponent = high.exponent() - pad;
    right = detail::wide::of(low.zero() ? 0 : 1);
  }
  if (high.negative() == low.negative()) {
    left.add(right);
    return detail::rounded(high.negative(), left, exponent);
  }
  if (left.less(right)) {
    right.subtract(left);
    return detail::rounded(low.negative(), right, exponent);
  }
  left.subtract(right);
  return detail::rounded(high.negative(), left, exponent);
}

inline std::optional<decimal> subtract(const decimal& a, const decimal& b) noexcept {
  return add(a, -b);
}

inline std::optional<decimal> multiply(const decimal& a, const decimal& b) noexcept {
  const bool negative = a.negative() != b.negative();
  const std::int64_t exponent = std::int64_t{a.exponent()} + b.exponent();
  const uint128 left = detail::magnitude(a.coefficient());
  const uint128 right = detail::magnitude(b.coefficient());
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  if (left <= most && right <= most) {
    return detail::rounded(negative, detail::wide::of(left * right), exponent);
  }
  return detail::rounded(negative, detail::product(left, right), exponent);
}

inline std::optional<decimal> divide(const decimal& a, const decimal& b) noexcept {
  if (b.zero()) return std::nullopt;
  const bool negative = a.negative() != b.negative();
  const std::int64_t ideal = std::int64_t{a.exponent()} - b.exponent();
  if (a.zero()) return detail::in_range(false, 0, ideal);
  const uint128 divisor = detail::magnitude(b.coefficient());
  uint128 quotient = detail::magnitude(a.coefficient()) / divisor;
  uint128 rest = detail::magnitude(a.coefficient()) % divisor;
  std::int64_t exponent = ideal;
  // Long division; the divisor stays below 10^34, so four more digits of the rest fit 128 bits.
  while (rest != 0 && quotient < detail::power_of_ten(33)) {
    const uint128 step = quotient < detail::power_of_ten(30) ? 10'000 : 10;
    rest *= step;
    quotient = quotient * step + rest / divisor;
    rest %= divisor;
    exponent -= step == 10 ? 1 : 4;
  }
  if (rest == 0) {
    for (; exponent < ideal && quotient % 10 == 0; ++exponent) quotient /= 10;
  } else {
    const uint128 gap = divisor - rest;
    if (rest > gap || (rest == gap && quotient % 2 != 0)) ++quotient;
  }
  return detail::rounded(negative && quotient != 0, detail::wide::of(quotient), exponent);
}

/// Nothing of a negative number. Digit by digit, as on paper, with one digit to spare.
inline std::optional<decimal> square_root(const decimal& a) noexcept {
  if (a.negative()) return std::nullopt;
  uint128 digits = detail::magnitude(a.coefficient());
  std::int64_t exponent = a.exponent();
  if (exponent % 2 != 0) digits *= 10, --exponent;
  exponent /= 2;
  int pairs = (detail::digit_count(digits) + 1) / 2;
  uint128 root = 0;
  uint128 rest = 0;
  while (pairs > 0 || (rest != 0 && root < detail::power_of_ten(decimal::max_digits))) {
    uint128 pair = 0;
    if (pairs > 0) {
      pair = digits / detail::power_of_ten(2 * --pairs) % 100;
    } else {
      --exponent;
    }
    rest = rest * 100 + pair;
    uint128 next = 0;
    while ((20 * root + next + 1) * (next + 1) <= rest) ++next;
    rest -= (20 * root + next) * next;
    root = root * 10 + next;
  }
  return detail::rounded(false, detail::wide::of(root), exponent, rest != 0);
}

inline std::strong_ordering compare(const decimal& a, const decimal& b) noexcept {
  const auto sign = [](const decimal& v) { return v.zero() ? 0 : v.negative() ? -1 : 1; };
  if (sign(a) != sign(b)) return sign(a) <=> sign(b);
  if (a.zero()) return std::strong_ordering::equal;
  uint128 left = detail::magnitude(a.coefficient());
  uint128 right = detail::magnitude(b.coefficient());
  const std::int64_t left_top = std::int64_t{a.exponent()} + detail::digit_count(left);
  const std::int64_t right_top = std::int64_t{b.exponent()} + detail::digit_count(right);
  std::strong_ordering order = left_top <=> right_top;
  if (order == 0) {
    // Same leading place, so the exponents differ by less than the digits there are.
    const std::int64_t gap = std::int64_t{a.exponent()} - b.exponent();
    left *= detail::power_of_ten(std::max<std::int64_t>(gap, 0));
    right *= detail::power_of_ten(std::max<std::int64_t>(-gap, 0));
    order = left <=> right;
  }
  return a.negative() ? 0 <=> order : order;
}

}  // namespace parley
