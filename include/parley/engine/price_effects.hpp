// Effects that act on every unit of their target alike.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/engine/price_land.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// One offer being applied.
struct application {
  const offer_instance& what;
  const graph::offer_row& offer;
  const graph::effect_row& effect;
  std::uint32_t applied = 0;
};

/// Whether an effect could be computed. With `unknown`, the reasons stand in `workspace::reasons`.
enum class effect_status : std::uint8_t { done, unknown, error };

/// Whether a target takes in a line.
[[nodiscard]] inline truth in_target(workspace& w, graph::target_kind target, graph::index which,
                                     text_ref sku, std::uint32_t line) {
  switch (target) {
    case graph::target_kind::selector: return w.holds(which, line);
    case graph::target_kind::sku:
      return w.facts->lines()[line].sku == w.pack->text(sku) ? truth::yes : truth::no;
    default: return truth::yes;
  }
}

/// Makes sure that a target's lines are known.
[[nodiscard]] inline effect_status know_target(workspace& w, graph::target_kind target,
                                               graph::index which) {
  if (target != graph::target_kind::selector) return effect_status::done;
  const selector_lines& held = w.lines_of(which);
  if (!held.any_unknown && !held.any_error) return effect_status::done;
  if (!held.any_unknown) return effect_status::error;
  for (std::uint32_t line = 0; line < w.facts->lines().size(); ++line) {
    if (w.holds(which, line) != truth::unknown) continue;
    w.evaluator.reasons(w.tables().selectors[which].when, line, w.reasons);
  }
  return effect_status::unknown;
}

/// The price of `count` units of a run by the offer's basis; of a part of a run, rounded to even.
[[nodiscard]] inline std::int64_t base_of(const price_state& s, const application& a,
                                          std::uint32_t run) {
  const price_run& r = s.runs[run];
  switch (a.offer.basis) {
    case graph::basis::list: return s.lines[r.line].unit * r.count;
    case graph::basis::stage: return r.staged;
    case graph::basis::running: break;
  }
  return r.total;
}

/// Where a share is rounded: 0 once for the target, 1 per line, 2 per unit.
[[nodiscard]] inline std::uint8_t level_of(const workspace& w, const application& a) noexcept {
  return w.pack->header().rounding_level[static_cast<std::size_t>(a.offer.stage)];
}

/// Collects the runs of an effect's target. Precondition: `know_target` said done.
inline void collect_target(workspace& w, const application& a) {
  price_state& s = w.price;
  clear_portions(s);
  for (std::uint32_t line = 0; line < s.lines.size(); ++line) {
    if (in_target(w, a.effect.target, a.effect.target_index, a.effect.text, line) != truth::yes)
      continue;
    for (std::uint32_t run = s.lines[line].head; run != no_index; run = s.runs[run].next) {
      add_portion(s, run, base_of(s, a, run));
    }
  }
}

[[nodiscard]] inline std::int64_t sum_of_bases(const price_state& s) noexcept {
  std::int64_t sum = 0;
  for (const portion& p : s.portions) sum += p.base;
  return sum;
}

/// A product cut into 64 bits; what is cut is far more than any cart holds.
[[nodiscard]] inline std::int64_t product(std::int64_t a, std::int64_t b) noexcept {
  return static_cast<std::int64_t>(std::clamp(int128{a} * b, int128{-no_bound}, int128{no_bound}));
}

[[nodiscard]] inline std::int64_t share_rounded(const workspace& w, std::int64_t base,
                                                std::int64_t share) {
  const int128 part = divide_rounded(int128{base} * share, ratio_one, w.pack->header().rounding);
  return static_cast<std::int64_t>(std::min(part, int128{no_bound}));
}

/// Lands parts that were computed run by run, within the effect's cap.
inline granted land_parts(workspace& w, const application& a, landing how) {
  price_state& s = w.price;
  for (portion& p : s.portions) p.part = std::clamp<std::int64_t>(p.part, 0, s.runs[p.run].total);
  const std::int64_t sum = sum_of_parts(s);
  if (a.effect.cap < 0 || sum <= a.effect.cap) return land(w, a.what, a.applied, sum, how);
  for (portion& p : s.portions) p.base = p.part;
  return land(w, a.what, a.applied, a.effect.cap, landing::spread);
}

inline granted land_amount(workspace& w, const application& a, std::int64_t amount) {
  if (a.effect.cap >= 0) amount = std::min(amount, a.effect.cap);
  return land(w, a.what, a.applied, std::max<std::int64_t>(0, amount), landing::spread);
}

/// A share off the collected portions, rounded where the pack says.
inline granted take_share(workspace& w, const application& a, std::int64_t share) {
  price_state& s = w.price;
  switch (level_of(w, a)) {
    case 1:
      for (const portion_group& g : s.groups) {
        std::int64_t base = 0;
        std::int64_t left = 0;
        for (const portion& p : portions_of(s, g)) {
          base += p.base;
          left += s.runs[p.run].total;
        }
        split_line(w, g, std::min(left, share_rounded(w, base, share)), false, false);
      }
      return land_parts(w, a, landing::rounded);
    case 2:
      for (portion& p : s.portions) {
        const std::int64_t count = s.runs[p.run].count;
        const int128 each = divide_rounded(int128{p.base} * share, int128{ratio_one} * count,
                                           w.pack->header().rounding);
        p.part = static_cast<std::int64_t>(std::min(each * count, int128{s.runs[p.run].total}));
      }
      return land_parts(w, a, landing::rounded);
    default: return land_amount(w, a, share_rounded(w, sum_of_bases(s), share));
  }
}

inline granted take_amount_each(workspace& w, const application& a) {
  for (portion& p : w.price.portions) p.part = product(a.what.parameter, w.price.runs[p.run].count);
  return land_parts(w, a, landing::fixed);
}

inline granted take_unit_price(workspace& w, const application& a) {
  for (portion& p : w.price.portions) {
    p.part = p.base - product(a.what.parameter, w.price.runs[p.run].count);
  }
  return land_parts(w, a, landing::fixed);
}

/// Lowers unit prices to what the effect's expression says, line by line.
inline effect_status take_match(workspace& w, const application& a, granted& result) {
  price_state& s = w.price;
  for (const portion_group& g : s.groups) {
    const outcome wanted = w.evaluator.compute(a.effect.expression, g.line);
    if (wanted.what == outcome::kind::error) return effect_status::error;
    if (wanted.what == outcome::kind::unknown) {
      w.evaluator.reasons(a.effect.expression, g.line, w.reasons);
      continue;
    }
    if (!wanted.content.is(type_kind::money) || wanted.content.as_decimal().negative()) {
      return effect_status::error;
    }
    const auto unit = wanted.content.as_decimal().scaled(w.pack->header().currency_digits,
                                                         w.pack->header().rounding);
    for (portion& p : portions_of(s, g)) {
      p.part = unit ? p.base - product(*unit, s.runs[p.run].count) : 0;
    }
  }
  if (!w.reasons.empty()) return effect_status::unknown;
  result = land_parts(w, a, landing::fixed);
  return effect_status::done;
}

/// The highest tier that the target reaches decides.
inline granted take_tier(workspace& w, const application& a) {
  price_state& s = w.price;
  std::int64_t reached = 0;
  switch (a.effect.tiers_by) {
    case 0:
      for (const portion& p : s.portions) reached += s.runs[p.run].count;
      break;
    case 1: reached = sum_of_bases(s); break;
    default: reached = static_cast<std::int64_t>(s.groups.size()); break;
  }
  const graph::tier_row* best = nullptr;
  for (const graph::tier_row& tier : pack::rows(w.tables().tiers, a.effect.tiers)) {
    if (tier.from <= reached && (best == nullptr || tier.from >= best->from)) best = &tier;
  }
  if (best == nullptr) return {};
  return best->unit == graph::unit::share ? take_share(w, a, best->value)
                                          : land_amount(w, a, best->value);
}

inline granted take_per_spend(workspace& w, const application& a) {
  if (a.effect.threshold <= 0) return {};
  std::int64_t steps = sum_of_bases(w.price) / a.effect.threshold;
  if (a.effect.times != 0) steps = std::min<std::int64_t>(steps, a.effect.times);
  return land_amount(w, a, product(a.what.parameter, steps));
}

}  // namespace parley::engine
