// Effects that act on every unit of their target alike.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

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
      return equal_texts(w.facts->lines()[line].sku, w.pack->text(sku)) ? truth::yes : truth::no;
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
  for (const std::uint32_t line : s.sequence) {
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

/// The parts of some portions under a cap on each unit: those it holds get the cap, the others
/// share what their bases come to, rounded once.
inline void share_under_cap(workspace& w, const application& a, std::int64_t share,
                            std::span<portion> members) {
  price_state& s = w.price;
  fit_scratch(s, members.size());
  std::int64_t free_base = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    portion& p = members[i];
    const std::int64_t most = product(a.effect.cap_each, s.runs[p.run].count);
    const bool held = int128{p.base} * share >= int128{most} * ratio_one;
    p.part = held ? most : 0;
    s.weights[i] = held ? 0 : p.base;
    s.capacities[i] = s.runs[p.run].total;
    free_base += s.weights[i];
  }
  allocate(share_rounded(w, free_base, share), s.weights, s.capacities, s.parts, remainder_of(w),
           s.split);
  for (std::size_t i = 0; i < members.size(); ++i) members[i].part += s.parts[i];
}

/// A share off the collected portions, with a cap on each unit.
inline granted take_capped_share(workspace& w, const application& a, std::int64_t share) {
  price_state& s = w.price;
  switch (level_of(w, a)) {
    case 1:
      for (const portion_group& g : s.groups) share_under_cap(w, a, share, portions_of(s, g));
      break;
    case 2:
      for (portion& p : s.portions) {
        const std::int64_t count = s.runs[p.run].count;
        const int128 each = divide_rounded(int128{p.base} * share, int128{ratio_one} * count,
                                           w.pack->header().rounding);
        p.part =
            product(static_cast<std::int64_t>(std::min(each, int128{a.effect.cap_each})), count);
      }
      break;
    default: share_under_cap(w, a, share, s.portions); break;
  }
  return land_parts(w, a, landing::rounded);
}

/// A share off the collected portions, rounded where the pack says.
inline granted take_share(workspace& w, const application& a, std::int64_t share) {
  price_state& s = w.price;
  if (a.effect.cap_each >= 0) return take_capped_share(w, a, share);
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
/// What an expression comes to less the offer's share or amount, rounded once; never below zero.
[[nodiscard]] inline std::optional<std::int64_t> matched_price(const workspace& w,
                                                               const application& a,
                                                               const decimal& wanted) {
  const graph::header_row& header = w.pack->header();
  std::optional<decimal> price = wanted;
  if (a.effect.unit == graph::unit::share)
    price = multiply(wanted, decimal(ratio_one - a.what.parameter, -8));
  if (a.effect.unit == graph::unit::money)
    price = subtract(wanted, decimal(a.what.parameter, -header.currency_digits));
  if (!price) return std::nullopt;
  if (price->negative()) return 0;
  return price->scaled(header.currency_digits, header.rounding);
}

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
    const auto unit = matched_price(w, a, wanted.content.as_decimal());
    for (portion& p : portions_of(s, g)) {
      const std::int64_t least = a.effect.threshold;
      p.part = unit ? p.base - product(std::max(*unit, least), s.runs[p.run].count) : 0;
    }
  }
  if (!w.reasons.empty()) return effect_status::unknown;
  result = land_parts(w, a, landing::fixed);
  return effect_status::done;
}

inline granted take_per_spend(workspace& w, const application& a) {
  if (a.effect.threshold <= 0) return {};
  std::int64_t steps = sum_of_bases(w.price) / a.effect.threshold;
  if (a.effect.times != 0) steps = std::min<std::int64_t>(steps, a.effect.times);
  w.out->quote.applied.back().sets = steps;
  return land_amount(w, a, product(a.what.parameter, steps));
}

}  // namespace parley::engine
