// Roots, curves and logarithms in whole numbers, so that every machine computes the same.
#pragma once

#include <cstdint>

#include "parley/money/rounding.hpp"

namespace parley::simulate {

/// One, where a share is a number of millionths.
inline constexpr std::int64_t million = 1'000'000;

/// The greatest whole number whose square is no more than `n`.
[[nodiscard]] constexpr std::uint64_t square_root(uint128 n) noexcept {
  std::uint64_t root = 0;
  for (int bit = 63; bit >= 0; --bit) {
    const std::uint64_t tried = root | (std::uint64_t{1} << bit);
    if (static_cast<uint128>(tried) * tried <= n) root = tried;
  }
  return root;
}

/// The greatest whole number whose cube is no more than `n`.
[[nodiscard]] constexpr std::uint64_t cube_root(uint128 n) noexcept {
  std::uint64_t root = 0;
  for (int bit = 41; bit >= 0; --bit) {
    const std::uint64_t tried = root | (std::uint64_t{1} << bit);
    if (static_cast<uint128>(tried) * tried * tried <= n) root = tried;
  }
  return root;
}

/// How somebody concedes over time: e = 1/3, 1 and 3 of the textbooks' t^(1/e).
enum class tempo : std::uint8_t { boulware, linear, conceder };

/// What is conceded after `at` of `of` rounds, in millionths. Precondition: `of > 0`.
[[nodiscard]] constexpr std::int64_t conceded(tempo shape, std::int64_t at,
                                              std::int64_t of) noexcept {
  if (at <= 0) return 0;
  if (at >= of) return million;
  const std::int64_t share = at * million / of;
  switch (shape) {
    case tempo::boulware:
      return static_cast<std::int64_t>(static_cast<uint128>(share) * static_cast<uint128>(share) *
                                       static_cast<uint128>(share) / million / million);
    case tempo::linear: return share;
    case tempo::conceder:
      return static_cast<std::int64_t>(cube_root(static_cast<uint128>(share) * million * million));
  }
  return 0;
}

/// `amount` times `share` millionths, towards zero.
[[nodiscard]] constexpr std::int64_t part_of(std::int64_t amount, std::int64_t share) noexcept {
  return static_cast<std::int64_t>(int128{amount} * share / million);
}

/// log2(n) in thousandths of a bit, rounded down; 0 for 0.
[[nodiscard]] constexpr std::int64_t millibits(std::uint64_t n) noexcept {
  if (n == 0) return 0;
  int whole = 63;
  while ((n >> whole) == 0) --whole;
  // The mantissa in 1/2^32, squared again and again: each time it passes 2 is one bit of the
  // answer.
  uint128 mantissa = (static_cast<uint128>(n) << 32) >> whole;
  std::int64_t fraction = 0;
  constexpr int digits = 24;
  for (int i = 0; i < digits; ++i) {
    mantissa = (mantissa * mantissa) >> 32;
    fraction <<= 1;
    if (mantissa >= static_cast<uint128>(2) << 32) {
      mantissa >>= 1;
      fraction |= 1;
    }
  }
  return whole * 1000 + ((fraction * 1000) >> digits);
}

}  // namespace parley::simulate
