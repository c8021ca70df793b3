// Exact decimal numbers of up to 34 digits, as conditions use them. No binary floating point
// anywhere.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parley/money/rounding.hpp"

namespace parley {

/// coefficient * 10^exponent, |coefficient| < 10^34. Zero has coefficient 0. Trailing zeros are
/// kept (1.50 has coefficient 150, exponent -2) but never matter to comparisons. Operations that
/// don't fit round half-even to 34 digits; those whose exponent leaves the range
/// [-6143, 6144] return nothing.
class decimal {
 public:
  static constexpr int max_digits = 34;

  constexpr decimal() = default;
  constexpr decimal(int128 coefficient, std::int32_t exponent) noexcept
      : coefficient_(coefficient), exponent_(exponent) {}

  /// Reads `-12.50`, `3`, `1e-7`: digits, an optional fraction and exponent, nothing else, whole
  /// text. Nothing when malformed or when more than 34 significant digits are given.
  [[nodiscard]] static std::optional<decimal> parse(std::string_view text) noexcept;

  [[nodiscard]] constexpr int128 coefficient() const noexcept { return coefficient_; }
  [[nodiscard]] constexpr std::int32_t exponent() const noexcept { return exponent_; }
  [[nodiscard]] constexpr bool zero() const noexcept { return coefficient_ == 0; }
  [[nodiscard]] constexpr bool negative() const noexcept { return coefficient_ < 0; }
  [[nodiscard]] constexpr decimal operator-() const noexcept { return {-coefficient_, exponent_}; }

  /// The value in units of 10^-digits as a whole number; nothing when it isn't whole or doesn't
  /// fit.
  [[nodiscard]] std::optional<std::int64_t> scaled_exactly(int digits) const noexcept;
  /// The same, rounded; nothing only when it doesn't fit 64 bits.
  [[nodiscard]] std::optional<std::int64_t> scaled(int digits, rounding_mode mode) const noexcept;
  /// The same value with trailing zeros of the coefficient removed.
  [[nodiscard]] decimal reduced() const noexcept;
  /// Plain notation, `12.50`, `-0.001`, `1200`; scientific only beyond 34 places.
  [[nodiscard]] std::string text() const;

 private:
  int128 coefficient_ = 0;
  std::int32_t exponent_ = 0;
};

[[nodiscard]] inline std::optional<decimal> add(const decimal& a, const decimal& b) noexcept;
[[nodiscard]] inline std::optional<decimal> subtract(const decimal& a, const decimal& b) noexcept;
[[nodiscard]] inline std::optional<decimal> multiply(const decimal& a, const decimal& b) noexcept;
/// Nothing when `b` is zero or on overflow.
[[nodiscard]] inline std::optional<decimal> divide(const decimal& a, const decimal& b) noexcept;
/// Nothing of a negative number; rounded half-even to 34 digits.
[[nodiscard]] inline std::optional<decimal> square_root(const decimal& a) noexcept;
/// Compares values: 1.5 equals 1.50. Exact, for any exponents.
[[nodiscard]] inline std::strong_ordering compare(const decimal& a, const decimal& b) noexcept;

}  // namespace parley

#include "parley/money/decimal_arithmetic.hpp"
