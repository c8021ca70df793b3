// Tiers: the one that the target reaches decides for all of it, or each unit is priced by the tier
// it falls into.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "parley/engine/price_effects.hpp"
#include "parley/engine/price_sets.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// What the collected target counts as: units, money or distinct lines.
[[nodiscard]] inline std::int64_t tier_measure(const price_state& s, const application& a) {
  std::int64_t reached = 0;
  switch (a.effect.tiers_by) {
    case 0:
      for (const portion& p : s.portions) reached += s.runs[p.run].count;
      return reached;
    case 1: return sum_of_bases(s);
    default: return static_cast<std::int64_t>(s.groups.size());
  }
}

/// What a tier gives: its own value, or the one that the proposal chose.
[[nodiscard]] inline std::int64_t value_of_tier(const application& a,
                                                const graph::tier_row& tier) noexcept {
  const bool chosen =
      a.effect.unit != graph::unit::none && (tier.chosen != 0 || a.effect.tiers.count == 1);
  return chosen ? a.what.parameter : tier.value;
}

/// Slices of money: of what lies between two starts, the share of the lower one.
inline granted take_spend_steps(workspace& w, const application& a,
                                std::span<const graph::tier_row> tiers) {
  const std::int64_t spent = sum_of_bases(w.price);
  int128 sum = 0;
  for (std::size_t i = 0; i < tiers.size() && tiers[i].from < spent; ++i) {
    const std::int64_t end = i + 1 < tiers.size() ? std::min(spent, tiers[i + 1].from) : spent;
    sum += int128{end - tiers[i].from} * value_of_tier(a, tiers[i]);
  }
  const int128 amount = divide_rounded(sum, ratio_one, w.pack->header().rounding);
  return land_amount(w, a, static_cast<std::int64_t>(amount));
}

/// Cuts the target's runs where the next tier starts. The customer's dearest units stand in the
/// last tier, the merchant's in the first. Leaves one portion a slice, with the tier's value beside
/// it.
inline void cut_at_tiers(workspace& w, const application& a,
                         std::span<const graph::tier_row> tiers) {
  price_state& s = w.price;
  s.candidates.clear();
  for (const portion& p : s.portions) s.candidates.push_back({p.run, s.runs[p.run].count, p.base});
  sort_candidates(w, a.effect.favour_merchant != 0);
  // Units count from 1; `chosen` holds the tier of a slice, counted from 1 too.
  std::int64_t before = 0;
  std::size_t tier = 0;
  for (std::size_t i = 0; i < s.candidates.size(); ++i) {
    while (tier < tiers.size() && tiers[tier].from <= before + 1) ++tier;
    candidate& c = s.candidates[i];
    c.chosen = static_cast<std::int64_t>(tier);
    const std::int64_t room =
        tier < tiers.size() ? std::min(c.count, tiers[tier].from - 1 - before) : c.count;
    if (room < c.count) {
      candidate rest = c;
      split_run(w, c.run, room);
      rest.run = static_cast<std::uint32_t>(s.runs.size() - 1);
      rest.count = c.count - room;
      c.count = room;
      s.candidates.insert(s.candidates.begin() + static_cast<std::ptrdiff_t>(i) + 1, rest);
    }
    before += s.candidates[i].count;
  }
  std::sort(s.candidates.begin(), s.candidates.end(), [&](const candidate& x, const candidate& y) {
    const std::uint32_t left = s.rank[s.runs[x.run].line];
    const std::uint32_t right = s.rank[s.runs[y.run].line];
    return left != right ? left < right : x.run < y.run;
  });
  clear_portions(s);
  s.values.clear();
  for (const candidate& c : s.candidates) {
    if (c.chosen == 0) continue;
    add_portion(s, c.run, base_of(s, a, c.run));
    s.values.push_back(value_of_tier(a, tiers[static_cast<std::size_t>(c.chosen) - 1]));
  }
}

/// Each slice's own share off it, rounded where the pack says.
inline granted take_shares(workspace& w, const application& a) {
  price_state& s = w.price;
  const rounding_mode mode = w.pack->header().rounding;
  int128 sum = 0;
  for (std::size_t i = 0; i < s.portions.size(); ++i) {
    portion& p = s.portions[i];
    const int128 exact = int128{p.base} * s.values[i];
    sum += exact;
    const std::int64_t count = s.runs[p.run].count;
    p.part = product(
        static_cast<std::int64_t>(divide_rounded(exact, int128{ratio_one} * count, mode)), count);
  }
  if (level_of(w, a) == 2) return land_parts(w, a, landing::rounded);
  // The slices weigh what they are worth, as finely as their sum fits 62 bits.
  int128 grain = 1;
  while (sum / grain >= int128{1} << 60) grain *= 10;
  const auto weigh = [&](std::size_t i) {
    return static_cast<std::int64_t>(int128{s.portions[i].base} * s.values[i] / grain);
  };
  if (level_of(w, a) == 0) {
    for (std::size_t i = 0; i < s.portions.size(); ++i) s.portions[i].base = weigh(i);
    return land_amount(w, a, static_cast<std::int64_t>(divide_rounded(sum, ratio_one, mode)));
  }
  for (const portion_group& g : s.groups) {
    int128 exact = 0;
    std::int64_t left = 0;
    for (std::size_t i = g.first; i < g.first + g.count; ++i) {
      exact += int128{s.portions[i].base} * s.values[i];
      left += s.runs[s.portions[i].run].total;
      s.portions[i].base = weigh(i);
    }
    const auto amount = static_cast<std::int64_t>(divide_rounded(exact, ratio_one, mode));
    split_line(w, g, std::min(left, amount), false, false);
  }
  return land_parts(w, a, landing::rounded);
}

/// Parts of a fixed amount off, or a fixed price of, each unit: `value(i)` for portion `i`.
template <typename Value>
granted take_fixed_units(workspace& w, const application& a, bool price, const Value& value) {
  price_state& s = w.price;
  for (std::size_t i = 0; i < s.portions.size(); ++i) {
    portion& p = s.portions[i];
    const std::int64_t units = product(value(i), s.runs[p.run].count);
    p.part = price ? p.base - units : units;
  }
  return land_parts(w, a, landing::fixed);
}

inline granted take_unit_steps(workspace& w, const application& a,
                               std::span<const graph::tier_row> tiers) {
  cut_at_tiers(w, a, tiers);
  const graph::tier_gives gives = tiers.front().gives;
  if (gives == graph::tier_gives::off) return take_shares(w, a);
  return take_fixed_units(w, a, gives == graph::tier_gives::price,
                          [&](std::size_t i) { return w.price.values[i]; });
}

/// Tiers of any kind. Precondition: the target is collected.
inline granted take_tier(workspace& w, const application& a) {
  const std::span<const graph::tier_row> tiers = pack::rows(w.tables().tiers, a.effect.tiers);
  if (tiers.empty()) return {};
  if (a.effect.graduated != 0) {
    return a.effect.tiers_by == 1 ? take_spend_steps(w, a, tiers) : take_unit_steps(w, a, tiers);
  }
  const std::int64_t reached = tier_measure(w.price, a);
  const graph::tier_row* best = nullptr;
  for (const graph::tier_row& tier : tiers) {
    if (tier.from <= reached && (best == nullptr || tier.from >= best->from)) best = &tier;
  }
  if (best == nullptr) return {};
  w.out->quote.applied.back().tier = static_cast<std::uint32_t>(best - tiers.data());
  const std::int64_t value = value_of_tier(a, *best);
  switch (best->gives) {
    case graph::tier_gives::each:
    case graph::tier_gives::price:
      return take_fixed_units(w, a, best->gives == graph::tier_gives::price,
                              [&](std::size_t) { return value; });
    case graph::tier_gives::off: break;
  }
  return best->unit == graph::unit::share ? take_share(w, a, value) : land_amount(w, a, value);
}

}  // namespace parley::engine
