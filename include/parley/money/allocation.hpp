// Splitting an amount over lines so that the parts sum to the whole, to the minor unit.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "parley/money/rounding.hpp"

namespace parley {

/// Where the units go that exact shares leave over. Shop systems differ, and a host matches its
/// cart.
enum class remainder_policy : std::uint8_t {
  largest,  ///< shares rounded down, then one unit each to the largest fractions, ties to the first
  spread,   ///< shares rounded half down, then one unit each from the first line on
  first,    ///< shares rounded down, the first line with a weight takes the rest
  last,     ///< shares rounded down, the last line with a weight takes the rest
  carry,    ///< each line gets what the rounded sum of the shares so far grows by
};

/// The policy of a name as packs write it; nothing when there is no such policy.
[[nodiscard]] constexpr std::optional<remainder_policy> remainder_policy_named(
    std::string_view name) noexcept {
  if (name == "largest") return remainder_policy::largest;
  if (name == "spread") return remainder_policy::spread;
  if (name == "first") return remainder_policy::first;
  if (name == "last") return remainder_policy::last;
  if (name == "carry") return remainder_policy::carry;
  return std::nullopt;
}

/// Memory that `allocate` works in. Reuse it: a warm one is never grown. Not thread-safe.
class allocation_scratch {
 public:
  void fit(std::size_t lines) {
    if (fractions.size() < lines) {
      fractions.resize(lines);
      order.resize(lines);
    }
  }

  std::vector<std::int64_t> fractions;
  std::vector<std::uint32_t> order;
};

namespace detail {

/// What is split, and what of it is still to be placed.
struct splitting {
  std::int64_t left = 0;
  std::int64_t weight = 0;  ///< of the lines that are still open
};

/// Rounds the shares of the open lines, notes what each lost by it and returns what is left over.
/// `Wide` holds a product of two of the numbers: 64 bits do for the carts of shops, and are much
/// faster.
template <typename Wide>
inline std::int64_t place_shares(const splitting& whole, bool half_down,
                                 std::span<const std::int64_t> weights,
                                 std::span<std::int64_t> parts, allocation_scratch& scratch,
                                 std::size_t& candidates) {
  std::int64_t rest = whole.left;
  const Wide weight = whole.weight;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] >= 0) continue;
    const Wide share = Wide{whole.left} * weights[i];
    Wide part = share / weight;
    const Wide fraction = share - part * weight;
    if (half_down && fraction > weight - fraction) ++part;
    parts[i] = static_cast<std::int64_t>(part);
    scratch.fractions[i] = static_cast<std::int64_t>(fraction);
    scratch.order[candidates++] = static_cast<std::uint32_t>(i);
    rest -= parts[i];
  }
  return rest;
}

/// Fills `parts` with the capacities of the lines whose share would exceed them, -1 for the others,
/// and takes what was placed off `left` and `weight`: clamp, spread the excess over the rest,
/// repeat.
inline void clamp_full_lines(std::int64_t& left, std::int64_t& weight,
                             std::span<const std::int64_t> weights,
                             std::span<const std::int64_t> capacities,
                             std::span<std::int64_t> parts, allocation_scratch& scratch) {
  const std::span order(scratch.order.data(), weights.size());
  const auto full = [&](std::size_t i) {
    return capacities[i] <= left && int128{capacities[i]} * weight <= int128{left} * weights[i];
  };
  std::size_t weighted = 0;
  bool any_full = false;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    parts[i] = weights[i] > 0 ? -1 : 0;
    if (weights[i] == 0) continue;
    order[weighted++] = static_cast<std::uint32_t>(i);
    any_full = any_full || full(i);
  }
  if (!any_full) return;
  // The line that fills up first is the one with the least capacity for its weight; once a line is
  // left that doesn't fill up, none after it does.
  std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(weighted),
            [&](std::uint32_t a, std::uint32_t b) {
              const int128 x = int128{capacities[a]} * weights[b];
              const int128 y = int128{capacities[b]} * weights[a];
              return x != y ? x < y : a < b;
            });
  for (const std::uint32_t line : order.first(weighted)) {
    if (!full(line)) break;
    parts[line] = capacities[line];
    left -= capacities[line];
    weight -= weights[line];
  }
}

/// Adds one unit each to the `count` lines with the largest fractions, ties to the first.
inline void give_to_largest(std::int64_t count, std::span<std::int64_t> parts,
                            std::size_t candidates, allocation_scratch& scratch) {
  if (count <= 0) return;
  const auto begin = scratch.order.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(candidates);
  std::nth_element(begin, begin + static_cast<std::ptrdiff_t>(count - 1), end,
                   [&](std::uint32_t a, std::uint32_t b) {
                     if (scratch.fractions[a] != scratch.fractions[b]) {
                       return scratch.fractions[a] > scratch.fractions[b];
                     }
                     return a < b;
                   });
  std::for_each(begin, begin + static_cast<std::ptrdiff_t>(count),
                [&](std::uint32_t line) { ++parts[line]; });
}

/// Exact shares rounded down, then one unit each to the largest fractions, in 64 bits: what almost
/// every cart needs. Preconditions: no capacity binds, `left * weight` is below 2^63, `weight > 0`.
inline void share_out(std::int64_t left, std::int64_t weight, std::span<const std::int64_t> weights,
                      std::span<std::int64_t> parts, allocation_scratch& scratch) {
  // Division by one and the same number: the quotient from its reciprocal is one too low at most.
  const auto divisor = static_cast<std::uint64_t>(weight);
  const std::uint64_t reciprocal = ~std::uint64_t{0} / divisor;
  std::int64_t rest = left;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto share = static_cast<std::uint64_t>(left * weights[i]);
    auto quotient = static_cast<std::uint64_t>(uint128{share} * reciprocal >> 64);
    std::uint64_t remainder = share - quotient * divisor;
    const bool low = remainder >= divisor;
    quotient += low ? 1 : 0;
    remainder -= low ? divisor : 0;
    parts[i] = static_cast<std::int64_t>(quotient);
    scratch.fractions[i] = static_cast<std::int64_t>(remainder);
    rest -= parts[i];
  }
  if (rest == 0) return;
  if (parts.size() <= 8) {  // of so few the largest is looked for again and again
    for (; rest > 0; --rest) {
      std::size_t largest = 0;
      for (std::size_t i = 1; i < parts.size(); ++i) {
        largest = scratch.fractions[i] > scratch.fractions[largest] ? i : largest;
      }
      ++parts[largest];
      scratch.fractions[largest] = -1;
    }
    return;
  }
  // Fractions fall into 64 slots by size, so that only those of one slot need comparing.
  const auto slot_of = [&](std::size_t i) {
    return static_cast<std::uint64_t>(scratch.fractions[i]) * reciprocal >> 58;
  };
  std::array<std::uint32_t, 64> slots{};
  for (std::size_t i = 0; i < parts.size(); ++i) ++slots[slot_of(i)];
  std::uint64_t slot = 63;
  while (rest > slots[slot]) rest -= slots[slot--];
  std::size_t equal = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::uint64_t own = slot_of(i);
    parts[i] += own > slot ? 1 : 0;
    scratch.order[equal] = static_cast<std::uint32_t>(i);
    equal += own == slot ? 1 : 0;
  }
  give_to_largest(rest, parts, equal, scratch);
}

/// Moves `rest` units into the lines in their order (`step` 1 or -1), as much as each may take.
inline void absorb(std::int64_t rest, std::int64_t most_each, bool from_last,
                   std::span<const std::int64_t> weights, std::span<const std::int64_t> capacities,
                   std::span<std::int64_t> parts) {
  for (std::size_t n = 0; n < parts.size() && rest != 0; ++n) {
    const std::size_t i = from_last ? parts.size() - 1 - n : n;
    if (weights[i] == 0) continue;
    const std::int64_t moved = rest > 0 ? std::min({rest, most_each, capacities[i] - parts[i]})
                                        : -std::min({-rest, most_each, parts[i]});
    parts[i] += moved;
    rest -= moved;
  }
}

/// Gives every open line the growth of the rounded running sum, so that what one line loses by
/// rounding the next one gets. A growth is its share rounded up or down, so capacities hold.
inline void carry_over(std::int64_t left, std::int64_t weight,
                       std::span<const std::int64_t> weights, std::span<std::int64_t> parts) {
  int128 sum = 0;
  std::int64_t given = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] >= 0) continue;
    sum += int128{left} * weights[i];
    const auto upto =
        static_cast<std::int64_t>(divide_rounded(sum, weight, rounding_mode::half_away));
    parts[i] = upto - given;
    given = upto;
  }
}

}  // namespace detail

/// Splits `total` in proportion to `weights` into `parts` and returns what could be placed:
/// `total`, or the sum of the capacities of lines with a weight where that is less. No part exceeds
/// its capacity or has another sign than `total`; a line without weight gets nothing. Where a
/// capacity binds, the excess goes to the other lines by their weights, again and again. A negative
/// total is split as the mirror of the positive one. Preconditions: three spans of one size;
/// weights and capacities not negative, each summing below 2^62. Allocates nothing once `scratch`
/// has seen this many lines. O(n log n).
inline std::int64_t allocate(std::int64_t total, std::span<const std::int64_t> weights,
                             std::span<const std::int64_t> capacities,
                             std::span<std::int64_t> parts, remainder_policy policy,
                             allocation_scratch& scratch) {
  assert(weights.size() == parts.size() && capacities.size() == parts.size());
  scratch.fit(parts.size());
  const bool negative = total < 0;
  std::int64_t weight = 0;
  std::int64_t room = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weight += weights[i];
    if (weights[i] > 0) room += capacities[i];
  }
  const int128 wanted = negative ? -int128{total} : int128{total};
  const auto placed = static_cast<std::int64_t>(std::min(wanted, int128{room}));
  std::int64_t left = placed;
  // Lines that may take as much as they weigh only fill up all at once.
  const bool free = weights.data() == capacities.data() && placed < weight;
  if (free && policy == remainder_policy::largest &&
      uint128(placed) * static_cast<std::uint64_t>(weight) < uint128{1} << 63) {
    detail::share_out(placed, weight, weights, parts, scratch);
    if (negative) {
      for (std::int64_t& part : parts) part = -part;
    }
    return negative ? -placed : placed;
  }
  detail::clamp_full_lines(left, weight, weights, capacities, parts, scratch);

  if (policy == remainder_policy::carry) {
    detail::carry_over(left, weight, weights, parts);
    left = 0;
  }
  // Every line that is still open has a share below its capacity, so rounding it up stays within.
  constexpr std::int64_t narrow = std::numeric_limits<std::int32_t>::max();
  const bool half_down = policy == remainder_policy::spread;
  const detail::splitting whole{left, weight};
  std::size_t candidates = 0;
  const std::int64_t rest =
      left <= narrow && weight <= narrow
          ? detail::place_shares<std::int64_t>(whole, half_down, weights, parts, scratch,
                                               candidates)
          : detail::place_shares<int128>(whole, half_down, weights, parts, scratch, candidates);
  switch (policy) {
    case remainder_policy::largest:
      detail::give_to_largest(rest, parts, candidates, scratch);
      break;
    case remainder_policy::spread:
      detail::absorb(rest, 1, false, weights, capacities, parts);
      break;
    case remainder_policy::carry: break;
    case remainder_policy::first:
    case remainder_policy::last:
      detail::absorb(rest, rest, policy == remainder_policy::last, weights, capacities, parts);
      break;
  }
  if (negative) {
    for (std::int64_t& part : parts) part = -part;
  }
  return negative ? -placed : placed;
}

/// The same where every line may take as much as it weighs and `weight` is the sum of the weights.
/// Precondition: `total` is not negative.
inline std::int64_t allocate_within(std::int64_t total, std::span<const std::int64_t> weights,
                                    std::int64_t weight, std::span<std::int64_t> parts,
                                    remainder_policy policy, allocation_scratch& scratch) {
  const bool narrow =
      total < weight && uint128(total) * static_cast<std::uint64_t>(weight) < uint128{1} << 63;
  if (!narrow || policy != remainder_policy::largest) {
    return allocate(total, weights, weights, parts, policy, scratch);
  }
  scratch.fit(parts.size());
  detail::share_out(total, weight, weights, parts, scratch);
  return total;
}

}  // namespace parley
