// Exact fractions for the naive evaluator. Small numbers only: nothing checks for overflow.
#pragma once

#include <compare>
#include <cstdint>

#include "parley/money/decimal.hpp"
#include "parley/money/rounding.hpp"

namespace parley::oracle {

struct fraction {
  int128 n = 0;
  int128 d = 1;  // above zero

  fraction() = default;
  fraction(std::int64_t whole) : n(whole) {}
  fraction(int128 numerator, int128 denominator) : n(numerator), d(denominator) {
    if (d < 0) n = -n, d = -d;
    int128 a = n < 0 ? -n : n;
    int128 b = d;
    while (b != 0) {
      const int128 rest = a % b;
      a = b;
      b = rest;
    }
    if (a > 1) n /= a, d /= a;
  }
  explicit fraction(const decimal& v) : fraction() {
    int128 unit = 1;
    for (int i = 0; i < (v.exponent() < 0 ? -v.exponent() : v.exponent()); ++i) unit *= 10;
    *this =
        v.exponent() < 0 ? fraction(v.coefficient(), unit) : fraction(v.coefficient() * unit, 1);
  }

  friend fraction operator+(fraction a, fraction b) { return {a.n * b.d + b.n * a.d, a.d * b.d}; }
  friend fraction operator-(fraction a, fraction b) { return {a.n * b.d - b.n * a.d, a.d * b.d}; }
  friend fraction operator*(fraction a, fraction b) { return {a.n * b.n, a.d * b.d}; }
  friend fraction operator/(fraction a, fraction b) { return {a.n * b.d, a.d * b.n}; }
  friend bool operator==(fraction a, fraction b) { return a.n * b.d == b.n * a.d; }
  friend std::strong_ordering operator<=>(fraction a, fraction b) {
    return a.n * b.d <=> b.n * a.d;
  }

  [[nodiscard]] std::int64_t rounded(rounding_mode mode) const {
    return static_cast<std::int64_t>(divide_rounded(n, d, mode));
  }
};

}  // namespace parley::oracle
