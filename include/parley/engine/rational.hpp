// Exact fractions for limits: compared by cross-multiplication in 128 bits, never rounded.
#pragma once

#include <cstdint>
#include <numeric>
#include <optional>

#include "parley/engine/decision.hpp"
#include "parley/money/decimal.hpp"
#include "parley/money/rounding.hpp"

namespace parley::engine {

/// numerator / denominator with denominator > 0. Not reduced.
struct rational {
  int128 numerator = 0;
  int128 denominator = 1;
};

/// Larger than any amount a request can have; bounds beyond it are cut to it, which changes no
/// comparison.
inline constexpr int128 rational_most = int128{1'000'000'000'000} * 1'000'000'000'000;

/// Whether products of it with another such fraction stay within 128 bits.
[[nodiscard]] inline bool short_enough(const rational& r) noexcept {
  return static_cast<std::int64_t>(r.numerator) == r.numerator &&
         static_cast<std::int64_t>(r.denominator) == r.denominator;
}

/// -1, 0 or 1; nothing when a product leaves 128 bits.
[[nodiscard]] inline std::optional<int> compare(const rational& a, const rational& b) noexcept {
  int128 left = 0;
  int128 right = 0;
  if (short_enough(a) && short_enough(b)) {
    left = a.numerator * b.denominator;
    right = b.numerator * a.denominator;
  } else if (__builtin_mul_overflow(a.numerator, b.denominator, &left) ||
             __builtin_mul_overflow(b.numerator, a.denominator, &right)) {
    return std::nullopt;
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

[[nodiscard]] inline std::optional<rational> difference(const rational& a,
                                                        const rational& b) noexcept {
  int128 left = 0;
  int128 right = 0;
  rational made;
  if (__builtin_mul_overflow(a.numerator, b.denominator, &left)) return std::nullopt;
  if (__builtin_mul_overflow(b.numerator, a.denominator, &right)) return std::nullopt;
  if (__builtin_sub_overflow(left, right, &made.numerator)) return std::nullopt;
  if (__builtin_mul_overflow(a.denominator, b.denominator, &made.denominator)) return std::nullopt;
  return made;
}

/// `number * 10^digits`. Digits beyond twelve decimals of the result are cut towards the strict
/// side: down when `down`, else up. Results beyond `rational_most` are cut to it.
[[nodiscard]] inline rational scaled_rational(const decimal& number, int digits,
                                              bool down) noexcept {
  int128 coefficient = number.coefficient();
  std::int32_t exponent = number.exponent() + digits;
  if (coefficient == 0) return {};
  if (exponent == 0 && coefficient < rational_most && coefficient > -rational_most) {
    return {coefficient, 1};
  }
  for (; exponent < 0 && coefficient % 10 == 0; ++exponent) coefficient /= 10;
  for (; exponent < -12; ++exponent) {
    const int128 one = int128{1};
    const int128 whole = coefficient / 10;
    const int128 rest = coefficient % 10;
    coefficient = whole + (rest < 0 && down ? -one : rest > 0 && !down ? one : 0);
    if (coefficient == 0) return {};
  }
  rational made{coefficient, 1};
  for (; exponent < 0; ++exponent) made.denominator *= 10;
  for (; exponent > 0 && made.numerator < rational_most && made.numerator > -rational_most;
       --exponent) {
    made.numerator *= 10;
  }
  if (made.numerator / made.denominator > rational_most) return {rational_most, 1};
  if (made.numerator / made.denominator < -rational_most) return {-rational_most, 1};
  return made;
}

[[nodiscard]] inline int128 greatest_common_divisor(int128 a, int128 b) noexcept {
  if (a < 0) a = -a;
  while (b != 0) {
    const int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

[[nodiscard]] inline rational reduced(const rational& r) noexcept {
  const int128 common = greatest_common_divisor(r.numerator, r.denominator);
  return common <= 1 ? r : rational{r.numerator / common, r.denominator / common};
}

/// A fraction for a finding, reduced; beyond 64 bits it is rounded to a whole number.
[[nodiscard]] inline quantity to_quantity(const rational& r, quantity::kind what) noexcept {
  constexpr int128 most = INT64_MAX;
  auto [numerator, denominator] = reduced(r);
  if (numerator > most || numerator < -most || denominator > most) {
    numerator = divide_rounded(r.numerator, r.denominator, rounding_mode::half_even);
    denominator = 1;
    if (numerator > most) numerator = most;
    if (numerator < -most) numerator = -most;
  }
  return {what, static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

}  // namespace parley::engine
