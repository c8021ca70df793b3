// Exact division of integers under a named rounding mode: the only place where money is rounded.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parley {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

/// How a quotient that isn't whole becomes whole. All modes but `floor` and `ceiling` treat a
/// negative amount as the mirror of the positive one, so that a refund mirrors its sale. `half_up`
/// in a pack is an alias of `half_away`.
enum class rounding_mode : std::uint8_t {
  half_away,  ///< nearest, ties away from zero (what shops call half up)
  half_even,  ///< nearest, ties to the even neighbour (banker's)
  half_down,  ///< nearest, ties towards zero
  down,       ///< towards zero
  up,         ///< away from zero
  floor,      ///< towards minus infinity
  ceiling,    ///< towards plus infinity
  up_05,      ///< away from zero where the last digit would be 0 or 5, else towards zero
};

/// The mode of a name as packs write it; nothing when there is no such mode.
[[nodiscard]] constexpr std::optional<rounding_mode> rounding_mode_named(
    std::string_view name) noexcept {
  if (name == "half_away" || name == "half_up") return rounding_mode::half_away;
  if (name == "half_even") return rounding_mode::half_even;
  if (name == "half_down") return rounding_mode::half_down;
  if (name == "down") return rounding_mode::down;
  if (name == "up") return rounding_mode::up;
  if (name == "floor") return rounding_mode::floor;
  if (name == "ceiling") return rounding_mode::ceiling;
  if (name == "05up") return rounding_mode::up_05;
  return std::nullopt;
}

/// A quotient towards zero and what it leaves.
struct division {
  int128 quotient = 0;
  int128 remainder = 0;
};

/// Precondition: `denominator > 0`. Amounts mostly fit 64 bits, where the machine divides at once.
[[nodiscard]] constexpr division divide_towards_zero(int128 numerator,
                                                     int128 denominator) noexcept {
  const auto n = static_cast<std::int64_t>(numerator);
  const auto d = static_cast<std::int64_t>(denominator);
  if (n == numerator && d == denominator) return {n / d, n % d};
  return {numerator / denominator, numerator % denominator};
}

/// `numerator / denominator` rounded to a whole number. Precondition: `denominator > 0`.
[[nodiscard]] constexpr int128 divide_rounded(int128 numerator, int128 denominator,
                                              rounding_mode mode) noexcept {
  auto [quotient, remainder] = divide_towards_zero(numerator, denominator);
  if (remainder == 0) return quotient;
  const bool negative = numerator < 0;
  const int128 rest = negative ? -remainder : remainder;
  // Compares rest with denominator - rest instead of doubling, which could overflow.
  const int128 gap = denominator - rest;
  bool away = false;
  switch (mode) {
    case rounding_mode::half_away: away = rest >= gap; break;
    case rounding_mode::half_even: away = rest > gap || (rest == gap && quotient % 2 != 0); break;
    case rounding_mode::half_down: away = rest > gap; break;
    case rounding_mode::down: away = false; break;
    case rounding_mode::up: away = true; break;
    case rounding_mode::floor: away = negative; break;
    case rounding_mode::ceiling: away = !negative; break;
    case rounding_mode::up_05: away = quotient % 5 == 0; break;
  }
  if (away) quotient += negative ? -1 : 1;
  return quotient;
}

/// A share of something as a multiple of 10^-8: 1% is 1,000,000; six decimals of a percent are
/// exact.
using ratio = std::int64_t;
inline constexpr ratio ratio_one = 100'000'000;

/// `amount * share`, rounded once.
[[nodiscard]] constexpr std::int64_t share_of(std::int64_t amount, ratio share,
                                              rounding_mode mode) noexcept {
  return static_cast<std::int64_t>(divide_rounded(int128{amount} * share, ratio_one, mode));
}

/// The same of an amount from 0 to 2^36 and a share from 0 to 1, within 64 bits.
[[nodiscard]] constexpr std::int64_t small_share_of(std::int64_t amount, ratio share,
                                                    rounding_mode mode) noexcept {
  constexpr auto one = static_cast<std::uint64_t>(ratio_one);
  const auto product = static_cast<std::uint64_t>(amount) * static_cast<std::uint64_t>(share);
  std::uint64_t whole = product / one;
  const std::uint64_t rest = product % one;
  bool away = false;
  switch (mode) {
    case rounding_mode::half_away: away = rest >= one / 2; break;
    case rounding_mode::half_even:
      away = rest > one / 2 || (rest == one / 2 && whole % 2 != 0);
      break;
    case rounding_mode::half_down: away = rest > one / 2; break;
    case rounding_mode::up:
    case rounding_mode::ceiling: away = rest != 0; break;
    case rounding_mode::up_05: away = rest != 0 && whole % 5 == 0; break;
    case rounding_mode::down:
    case rounding_mode::floor: break;
  }
  whole += away ? 1 : 0;
  return static_cast<std::int64_t>(whole);
}

}  // namespace parley
