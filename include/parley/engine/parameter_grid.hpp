// The values an offer's parameter may take, ordered by how much they give.
#pragma once

#include <cstdint>
#include <string_view>

#include "parley/engine/decision.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

/// The step grid of one offer. Point 0 gives least, the last point gives most: where the parameter
/// is a price, that is the greatest value first. An offer without a range has one point.
class parameter_grid {
 public:
  parameter_grid() = default;
  /// `is_price`: the parameter is the unit price of a tier.
  explicit parameter_grid(const graph::effect_row& effect, bool is_price = false) noexcept
      : minimum_(effect.minimum), step_(effect.step) {
    ranged_ = effect.step > 0 && effect.maximum > effect.minimum;
    if (ranged_) {
      const auto width =
          static_cast<std::uint64_t>(effect.maximum) - static_cast<std::uint64_t>(effect.minimum);
      points_ = width / static_cast<std::uint64_t>(effect.step) + 1;
    }
    falling_ = effect.kind == graph::effect_kind::unit_price ||
               effect.kind == graph::effect_kind::set_price ||
               effect.kind == graph::effect_kind::bundle_price ||
               effect.kind == graph::effect_kind::shipping_price || is_price;
  }

  /// Whether a proposal has to name a value.
  [[nodiscard]] bool ranged() const noexcept { return ranged_; }
  [[nodiscard]] std::uint64_t points() const noexcept { return points_; }

  /// Precondition: `point < points()`.
  [[nodiscard]] std::int64_t value(std::uint64_t point) const noexcept {
    const std::uint64_t steps = falling_ ? points_ - 1 - point : point;
    return minimum_ + static_cast<std::int64_t>(steps) * step_;
  }

  /// The most generous point that gives no more than `value`; `points()` when every point gives
  /// more.
  [[nodiscard]] std::uint64_t point_within(std::int64_t value) const noexcept {
    if (!ranged_) return 0;
    const std::int64_t last = minimum_ + static_cast<std::int64_t>(points_ - 1) * step_;
    if (falling_) {
      if (value > last) return points_;
      if (value <= minimum_) return points_ - 1;
      const auto steps =
          (static_cast<std::uint64_t>(value - minimum_) + static_cast<std::uint64_t>(step_) - 1) /
          static_cast<std::uint64_t>(step_);
      return points_ - 1 - steps;
    }
    if (value < minimum_) return points_;
    if (value >= last) return points_ - 1;
    return static_cast<std::uint64_t>(value - minimum_) / static_cast<std::uint64_t>(step_);
  }

  [[nodiscard]] bool contains(std::int64_t value_asked) const noexcept {
    const std::uint64_t point = point_within(value_asked);
    return ranged_ && point < points_ && value(point) == value_asked;
  }

 private:
  std::int64_t minimum_ = 0;
  std::int64_t step_ = 0;
  std::uint64_t points_ = 1;
  bool ranged_ = false;
  bool falling_ = false;
};

[[nodiscard]] inline parameter_grid grid_of(const pack& p,
                                            const graph::effect_row& effect) noexcept {
  const bool is_price = effect.tiers.count != 0 &&
                        p.tables().tiers[effect.tiers.first].gives == graph::tier_gives::price;
  return parameter_grid(effect, is_price);
}
[[nodiscard]] inline parameter_grid grid_of(const pack& p, graph::index offer) noexcept {
  return grid_of(p, p.tables().offers[offer].effect);
}

/// An offer of the pack as a proposal names it. The name lives as long as the pack.
[[nodiscard]] inline proposed_offer propose(const pack& p, graph::index offer) noexcept {
  proposed_offer made;
  made.name = p.text(p.tables().offers[offer].name);
  made.row = offer;
  return made;
}

/// The same at one point of its grid; an offer without a range gets no parameter.
[[nodiscard]] inline proposed_offer propose(const pack& p, graph::index offer,
                                            const parameter_grid& grid,
                                            std::uint64_t point) noexcept {
  proposed_offer made = propose(p, offer);
  if (grid.ranged()) {
    made.has_parameter = true;
    made.parameter = grid.value(point);
  }
  return made;
}

}  // namespace parley
