// The steps of a declared ladder, as whole proposals. Nothing here depends on a limit.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "parley/engine/decision.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

/// A place on the ladder: a price step with the sweeteners given so far. Between two price steps
/// stand sub-steps, one for each sweetener not yet given; what was given once stays.
struct ladder_position {
  std::uint32_t step = no_index;  ///< no_index: before the first
  std::uint64_t granted = 0;
  std::uint64_t tried = 0;
  bool price_step = true;  ///< reached by a price step, not by a sweetener
};

/// The sweeteners of a pack that take part: the first 64, and only offers without a range.
[[nodiscard]] inline std::uint32_t sweeteners_of(const pack& p) noexcept {
  return std::min(p.header().sweeteners.count, 64U);
}

/// The place after this one; false at the end.
[[nodiscard]] inline bool advance(const pack& p, ladder_position& at) noexcept {
  if (at.step != no_index) {
    const auto sweets = pack::rows(p.tables().offer_refs, p.header().sweeteners);
    for (std::uint32_t i = 0; i < sweeteners_of(p); ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      if ((at.granted & bit) != 0 || (at.tried & bit) != 0) continue;
      if (grid_of(p, sweets[i]).ranged()) continue;
      at.granted |= bit;
      at.tried |= bit;
      at.price_step = false;
      return true;
    }
  }
  const std::uint32_t next = at.step == no_index ? 0 : at.step + 1;
  if (next >= p.header().ladder.count) return false;
  at.step = next;
  at.tried = 0;
  at.price_step = true;
  return true;
}

/// What comes nearest to a place that isn't allowed any more: the same step with one sweetener
/// less, else the step before. False when nothing is left to take away.
[[nodiscard]] inline bool retreat(ladder_position& at) noexcept {
  if (at.granted != 0) {
    at.granted &= ~std::bit_floor(at.granted);
    return true;
  }
  if (at.step == 0) return false;
  --at.step;
  return true;
}

/// The proposal at a place. A sweetener that the step itself names is named once.
inline void propose_step(const pack& p, const ladder_position& at, proposal& out) {
  out.offers.clear();
  if (at.step == no_index) return;
  const auto steps = pack::rows(p.tables().steps, p.header().ladder);
  for (const graph::step_item_row& item : pack::rows(p.tables().step_items, steps[at.step].items)) {
    proposed_offer made = propose(p, item.offer);
    made.has_parameter = item.has_parameter != 0;
    made.parameter = item.parameter;
    out.offers.push_back(made);
  }
  const auto sweets = pack::rows(p.tables().offer_refs, p.header().sweeteners);
  for (std::uint32_t i = 0; i < sweeteners_of(p); ++i) {
    if ((at.granted & (std::uint64_t{1} << i)) == 0) continue;
    const proposed_offer sweet = propose(p, sweets[i]);
    const bool named = std::any_of(out.offers.begin(), out.offers.end(),
                                   [&](const proposed_offer& o) { return o.name == sweet.name; });
    if (!named) out.offers.push_back(sweet);
  }
}

}  // namespace parley
