// Buy N of one target, get M of another: units of the first pay for units of the second.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/engine/price_bundle.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// The most sets there are units for. Units that could serve on either side serve once.
[[nodiscard]] inline std::int64_t cross_sets(bundle_matching& m, const application& a,
                                             std::int64_t units) {
  std::int64_t low = 0;
  std::int64_t high = units / (std::int64_t{a.effect.buy} + a.effect.get);
  if (a.effect.times != 0) high = std::min<std::int64_t>(high, a.effect.times);
  while (low < high) {
    const std::int64_t sets = low + (high - low + 1) / 2;
    if (m.match(sets)) {
      low = sets;
    } else {
      high = sets - 1;
    }
  }
  return low;
}

/// Of the second target the cheapest (or dearest) units are reduced, as long as enough stay for the
/// first; of the first the cheapest others are used, or the dearest in the merchant's favour.
inline granted take_cross(workspace& w, const application& a) {
  price_state& s = w.price;
  bundle_matching matching(w, a);
  const std::int64_t units = matching.collect(false);
  const std::int64_t sets = cross_sets(matching, a, units);
  std::int64_t paying = 0;  // units that could pay
  for (candidate& c : s.candidates) {
    c.consumed = c.chosen = 0;
    if (matching.may_serve(c, 0)) paying += c.count;
  }
  std::int64_t spare = paying - sets * a.effect.buy;
  const auto take = [&](std::int64_t wanted, bool back, bool got) {
    for (std::size_t n = 0; n < s.candidates.size() && wanted > 0; ++n) {
      candidate& c = s.candidates[back ? s.candidates.size() - 1 - n : n];
      if (!matching.may_serve(c, got ? 1 : 0)) continue;
      std::int64_t taken = std::min(wanted, c.count - c.consumed);
      if (got && matching.may_serve(c, 0)) {
        taken = std::min(taken, spare);
        spare -= taken;
      }
      c.consumed += taken;
      if (got) c.chosen += taken;
      wanted -= taken;
    }
  };
  take(sets * a.effect.get, a.effect.pick == graph::picker::dearest, true);
  take(sets * a.effect.buy, a.effect.favour_merchant != 0, false);
  w.out->quote.applied.back().sets = sets;
  return land_sets(w, a, share_of_chosen(w, a));
}

}  // namespace parley::engine
