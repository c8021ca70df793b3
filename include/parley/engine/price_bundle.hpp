// Bundles: one set of several parts for a price. Which units serve which part is chosen so that the
// declared side gains most, whatever the order of lines: a greedy choice over a bipartite flow,
// which is exact because sets of units that can be matched to places form a matroid.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "parley/engine/price_sets.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

inline constexpr std::size_t bundle_parts_most = caps::bundle_parts;

/// One bundle being matched: `flow[c * parts + p]` units of candidate `c` serve part `p`.
class bundle_matching {
 public:
  bundle_matching(workspace& w, const application& a)
      : w_(w), a_(a), parts_(pack::rows(w.tables().bundle_parts, a.effect.parts)) {}

  [[nodiscard]] bool may_serve(const candidate& c, std::size_t part) const {
    const graph::bundle_part_row& row = parts_[part];
    return in_target(w_, row.target, row.target_index, row.sku, w_.price.runs[c.run].line) ==
           truth::yes;
  }
  [[nodiscard]] bool serves_any(const candidate& c) const {
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      if (may_serve(c, p)) return true;
    }
    return false;
  }

  /// Makes the available units that serve any part candidates, sorted by price; returns how many.
  std::int64_t collect(bool descending) {
    price_state& s = w_.price;
    s.candidates.clear();
    std::int64_t units = 0;
    for (std::uint32_t run = 0; run < s.runs.size(); ++run) {
      const candidate c = candidate_of(s, a_, run);
      if (!available(s.runs[run], a_) || !serves_any(c)) continue;
      s.candidates.push_back(c);
      units += c.count;
    }
    sort_candidates(w_, descending);
    return units;
  }

  /// Matches units for `sets` sets, best first. Returns whether all places were filled; the price
  /// of the matched units is left in `price()`.
  bool match(std::int64_t sets) {
    price_state& s = w_.price;
    const std::size_t n = parts_.size();
    s.flow.assign(s.candidates.size() * n, 0);
    std::int64_t missing = 0;
    for (std::size_t p = 0; p < n; ++p) {
      open_[p] = sets * parts_[p].quantity;
      missing += open_[p];
    }
    price_ = {};
    for (std::size_t c = 0; c < s.candidates.size(); ++c) {
      candidate& unit = s.candidates[c];
      unit.consumed = 0;
      while (unit.consumed < unit.count && missing > 0) {
        const std::int64_t moved = augment(c, unit.count - unit.consumed);
        if (moved == 0) break;
        unit.consumed += moved;
        missing -= moved;
      }
      unit.chosen = unit.consumed;
      price_.add(unit.total, unit.consumed, unit.count);
    }
    return missing == 0;
  }
  [[nodiscard]] const exact_price& price() const noexcept { return price_; }

 private:
  /// Finds places for up to `most` units of candidate `c`, moving others between parts if that
  /// helps.
  std::int64_t augment(std::size_t c, std::int64_t most) {
    price_state& s = w_.price;
    const std::size_t n = parts_.size();
    std::size_t queue[bundle_parts_most];
    std::size_t size = 0;
    for (std::size_t p = 0; p < n; ++p) {
      from_part_[p] = n;
      seen_[p] = may_serve(s.candidates[c], p);
      if (seen_[p]) {
        via_[p] = c;
        queue[size++] = p;
      }
    }
    for (std::size_t head = 0; head < size; ++head) {
      const std::size_t part = queue[head];
      if (open_[part] > 0) return push(part, c, most);
      for (std::size_t other = 0; other < s.candidates.size(); ++other) {
        if (s.flow[other * n + part] == 0) continue;
        for (std::size_t p = 0; p < n; ++p) {
          if (seen_[p] || !may_serve(s.candidates[other], p)) continue;
          seen_[p] = true;
          from_part_[p] = part;
          via_[p] = other;
          queue[size++] = p;
        }
      }
    }
    return 0;
  }

  std::int64_t push(std::size_t last, std::size_t c, std::int64_t most) {
    price_state& s = w_.price;
    const std::size_t n = parts_.size();
    std::int64_t moved = std::min(most, open_[last]);
    for (std::size_t p = last; from_part_[p] != n; p = from_part_[p]) {
      moved = std::min(moved, s.flow[via_[p] * n + from_part_[p]]);
    }
    open_[last] -= moved;
    std::size_t p = last;
    for (; from_part_[p] != n; p = from_part_[p]) {
      s.flow[via_[p] * n + p] += moved;
      s.flow[via_[p] * n + from_part_[p]] -= moved;
    }
    s.flow[c * n + p] += moved;
    return moved;
  }

  workspace& w_;
  const application& a_;
  std::span<const graph::bundle_part_row> parts_;
  std::int64_t open_[bundle_parts_most] = {};
  std::size_t from_part_[bundle_parts_most] = {};
  std::size_t via_[bundle_parts_most] = {};
  bool seen_[bundle_parts_most] = {};
  exact_price price_;
};

/// What `sets` sets save, rounded once. Precondition: there are units for so many.
[[nodiscard]] inline std::int64_t bundle_saving(const workspace& w, bundle_matching& m,
                                                const application& a, std::int64_t sets) {
  m.match(sets);
  exact_price saved = m.price();
  saved.subtract(product(a.what.parameter, sets));
  return saved.positive() ? saved.rounded(w.pack->header().rounding) : 0;
}

/// The number of sets: as many as there are units for, and in the customer's favour no more than
/// save something. What one more set saves never grows, so both are found by bisection.
[[nodiscard]] inline std::int64_t bundle_sets(bundle_matching& m, const application& a,
                                              std::int64_t units) {
  std::int64_t low = 0;
  std::int64_t high = units;
  if (a.effect.times != 0) high = std::min<std::int64_t>(high, a.effect.times);
  const bool merchant = a.effect.favour_merchant != 0;
  while (low < high) {
    const std::int64_t sets = low + (high - low + 1) / 2;
    bool good = m.match(sets);
    if (good && !merchant) {
      const exact_price with = m.price();
      m.match(sets - 1);
      good = with.exceeds(m.price(), a.what.parameter);
    }
    (good ? low : high) = good ? sets : sets - 1;
  }
  return low;
}

inline granted take_bundle(workspace& w, const application& a) {
  if (a.effect.parts.count == 0 || a.effect.parts.count > bundle_parts_most) return {};
  bundle_matching matching(w, a);
  const std::int64_t units = matching.collect(a.effect.favour_merchant == 0);
  std::int64_t places = 0;
  for (const graph::bundle_part_row& part : pack::rows(w.tables().bundle_parts, a.effect.parts)) {
    places += part.quantity;
  }
  const std::int64_t sets = places == 0 ? 0 : bundle_sets(matching, a, units / places);
  if (sets == 0) return {};
  w.out->quote.applied.back().sets = sets;
  return land_sets(w, a, bundle_saving(w, matching, a, sets));
}

/// Makes sure that the lines of every part are known.
[[nodiscard]] inline effect_status know_parts(workspace& w, const application& a) {
  effect_status worst = effect_status::done;
  for (const graph::bundle_part_row& part : pack::rows(w.tables().bundle_parts, a.effect.parts)) {
    const effect_status one = know_target(w, part.target, part.target_index);
    if (one == effect_status::unknown || worst == effect_status::done) worst = one;
  }
  return worst;
}

}  // namespace parley::engine
