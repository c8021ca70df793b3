// What a gift, an upgrade or a perk is worth to the customer.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/base/limits.hpp"
#include "parley/graph/pack.hpp"
#include "parley/money/rounding.hpp"

namespace parley {

/// The declared worth of an offer, in minor units: of a counted one whose cost is told per so many
/// pieces, the worth is per as many. `parameter` is looked at where the offer has a range.
[[nodiscard]] inline std::int64_t worth_of(const graph::offer_row& offer,
                                           std::int64_t parameter) noexcept {
  if (offer.effect.unit != graph::unit::count || offer.cost_per == 0 || offer.worth == 0) {
    return offer.worth;
  }
  const std::int64_t pieces =
      offer.effect.minimum == offer.effect.maximum ? offer.effect.minimum : parameter;
  const int128 worth = int128{offer.worth} * pieces / offer.cost_per;
  return static_cast<std::int64_t>(std::clamp(worth, int128{0}, int128{caps::cart_total}));
}

}  // namespace parley
