// Floors and caps that limits with `else: clamp` or `redistribute` set while offers apply.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "parley/engine/limit_amount.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// What an application takes from.
enum class taking : std::uint8_t { merchandise, shipping, cost };
/// Which floors count: all of them, or those that push the excess to other lines.
enum class floor_use : std::uint8_t { any, redistribute };

inline constexpr std::int64_t no_bound = std::numeric_limits<std::int64_t>::max();

/// The declared cost of what an offer gives away: per piece of a counted perk, per so many pieces
/// (a part of a minor unit counts as a whole one), or of all of it.
[[nodiscard]] inline std::int64_t declared_cost(const graph::offer_row& offer,
                                                std::int64_t parameter) noexcept {
  if (offer.effect.unit != graph::unit::count || offer.cost_per == 0) return offer.cost;
  const int128 cost =
      divide_rounded(int128{offer.cost} * parameter, offer.cost_per, rounding_mode::ceiling);
  return static_cast<std::int64_t>(std::min(cost, int128{no_bound}));
}

/// `bound * count` as the least whole amount that keeps the bound; cut into 64 bits.
[[nodiscard]] inline std::int64_t least_total(const rational& bound, std::int64_t count) noexcept {
  if (bound.numerator <= 0) return 0;
  const int128 most = int128{caps::cart_total} * 1'000;
  if (bound.numerator / bound.denominator > most) return static_cast<std::int64_t>(most);
  return static_cast<std::int64_t>(std::min(
      most, divide_rounded(bound.numerator * count, bound.denominator, rounding_mode::ceiling)));
}

/// The most that may still come off a run of units.
[[nodiscard]] inline std::int64_t run_room(const price_state& s, std::uint32_t run, floor_use use) {
  std::int64_t room = no_bound;
  const price_run& units = s.runs[run];
  for (const floor_entry& f : s.floors) {
    if (f.line != units.line || f.per_line) continue;
    if (use == floor_use::redistribute && !f.redistribute) continue;
    room = std::min(
        room, std::max<std::int64_t>(0, units.total - least_total(f.unit_price, units.count)));
  }
  return room;
}

/// The most that may still come off a line as a whole.
[[nodiscard]] inline std::int64_t line_room(const price_state& s, std::uint32_t line,
                                            floor_use use) {
  std::int64_t room = no_bound;
  const price_line& whole = s.lines[line];
  for (const floor_entry& f : s.floors) {
    if (f.line != line || !f.per_line) continue;
    if (use == floor_use::redistribute && !f.redistribute) continue;
    room = std::min(
        room, std::max<std::int64_t>(0, whole.total - least_total(f.unit_price, whole.quantity)));
  }
  return room;
}

/// What offers in a limit's target took so far, by the limit's measure.
[[nodiscard]] inline std::int64_t taken_so_far(const workspace& w, const graph::limit_row& limit) {
  std::int64_t sum = 0;
  for (const applied_offer& a : w.out->quote.applied) {
    if (limit.target == graph::target_kind::shipping) {
      sum += a.shipping_amount;
    } else if (target_has_offer(w, limit, a.offer)) {
      sum += a.amount;
      if (limit.measure != graph::measure::discount) sum += a.shipping_amount + a.cost;
    }
  }
  return sum;
}

[[nodiscard]] inline std::int64_t rounded_down(const rational& r) noexcept {
  const int128 whole = divide_rounded(r.numerator, r.denominator, rounding_mode::floor);
  return static_cast<std::int64_t>(std::clamp(whole, int128{-no_bound}, int128{no_bound}));
}

/// What is paid in the end where that is settled already, else what is left so far.
[[nodiscard]] inline std::int64_t total_for_caps(const price_state& s) noexcept {
  return s.final_total >= 0 ? s.final_total : s.merchandise + s.shipping_total;
}

/// Room under a cap on what offers take; `no_bound` when it doesn't concern this application.
[[nodiscard]] inline std::int64_t taking_room(workspace& w, const graph::limit_row& limit,
                                              const offer_instance& what, taking from) {
  const bool shipping_only = limit.target == graph::target_kind::shipping;
  if (limit.target == graph::target_kind::selector || !target_has_offer(w, limit, what.offer)) {
    return no_bound;
  }
  if (shipping_only ? from != taking::shipping
                    : limit.measure == graph::measure::discount && from != taking::merchandise) {
    return no_bound;
  }
  std::int64_t used = taken_so_far(w, limit);
  const limit_number counter = counted(w, limit);
  if (counter.what != limit_number::kind::known) return no_bound;  // judged as a limit afterwards
  used += static_cast<std::int64_t>(counter.amount.numerator);
  const std::int64_t total = total_for_caps(w.price);
  if (limit.amount_kind == graph::amount_kind::share_of_total && from != taking::cost &&
      w.price.final_total < 0) {
    // The total falls with what is taken: used + x <= share * (total - x).
    const int128 above = int128{limit.amount} * total - int128{used} * ratio_one;
    return rounded_down({above, int128{ratio_one} + limit.amount});
  }
  // The quote stands only in the end, so what shipping costs without offers is added up here.
  std::int64_t list = shipping_only ? 0 : w.facts->subtotal();
  if (shipping_only) {
    for (const shipping_entry& entry : w.facts->shipping()) list += entry.price;
  }
  const limit_number bound = bound_of(w, limit, no_index, list, total);
  return bound.what == limit_number::kind::known ? rounded_down(bound.amount) - used : no_bound;
}

/// What may still come off `net` under a least margin, or may still be added to the costs.
[[nodiscard]] inline std::int64_t margin_rest(workspace& w, const graph::limit_row& limit,
                                              std::int64_t net, const limit_number& costs,
                                              bool adds_cost) {
  const limit_number bound = bound_of(w, limit, no_index, net, net);
  if (costs.what != limit_number::kind::known || bound.what != limit_number::kind::known) {
    return no_bound;
  }
  if (!margin_is_share(w, limit)) {
    const auto rest =
        difference({int128{net} * cost_scale - costs.amount.numerator, cost_scale}, bound.amount);
    return rest ? rounded_down(*rest) : no_bound;
  }
  const rational share = reduced(bound.amount);
  const int128 kept = share.denominator - share.numerator;
  if (kept <= 0) return 0;
  if (adds_cost) {  // costs + x <= net * (1 - share)
    const auto rest = difference({int128{net} * kept, share.denominator}, costs.amount);
    return rest ? rounded_down(*rest) : no_bound;
  }
  // net - x >= costs / (1 - share)
  const rational least{costs.amount.numerator * share.denominator, costs.amount.denominator * kept};
  const auto rest = difference({net, 1}, least);
  return rest ? rounded_down(*rest) : no_bound;
}

/// Room under a least margin of the whole order.
[[nodiscard]] inline std::int64_t margin_room(workspace& w, const graph::limit_row& limit,
                                              taking from) {
  if (limit.target == graph::target_kind::selector) return no_bound;
  limit_number costs = cart_costs(w, limit);
  for (const applied_offer& a : w.out->quote.applied) {
    costs.amount.numerator += int128{a.cost} * cost_scale;
  }
  // Of what is taken, the tax that it contains is no loss; to count it all is on the safe side.
  const limit_number net = net_paid(w, limit, false);
  if (net.what != limit_number::kind::known) return no_bound;
  const auto paid = static_cast<std::int64_t>(net.amount.numerator);
  return margin_rest(w, limit, paid, costs, from == taking::cost);
}

/// Lowers `allowed` to what clamping limits on sums leave, and names the tightest.
inline void apply_caps(workspace& w, const offer_instance& what, taking from, std::int64_t& allowed,
                       graph::index& bound_by) {
  for (const graph::index which : w.price.caps) {
    const graph::limit_row& limit = w.tables().limits[which];
    std::int64_t room = no_bound;
    switch (limit.measure) {
      case graph::measure::discount:
      case graph::measure::concession:
      case graph::measure::spend: room = taking_room(w, limit, what, from); break;
      case graph::measure::margin: room = margin_room(w, limit, from); break;
      case graph::measure::price:
        if (limit.target != graph::target_kind::selector && from == taking::merchandise) {
          const limit_number bound =
              bound_of(w, limit, no_index, w.facts->subtotal(), total_for_caps(w.price));
          if (bound.what == limit_number::kind::known) {
            room = w.price.merchandise - least_total(bound.amount, 1);
          }
        }
        break;
      default: break;
    }
    room = std::max<std::int64_t>(0, room);
    if (room < allowed) {
      allowed = room;
      bound_by = which;
    }
  }
  w.reasons.clear();
}

/// What a selector's lines may still give under a cap on their sum.
[[nodiscard]] inline std::int64_t selector_room(workspace& w, const graph::limit_row& limit) {
  const price_state& s = w.price;
  std::int64_t list = 0;
  std::int64_t now = 0;
  for (std::uint32_t line = 0; line < s.lines.size(); ++line) {
    if (w.holds(limit.target_index, line) != truth::yes) continue;
    list += s.lines[line].list;
    now += s.lines[line].total;
  }
  if (limit.measure == graph::measure::margin) {
    const limit_number net = net_paid(w, limit, false);
    if (net.what != limit_number::kind::known) return no_bound;
    const auto paid = static_cast<std::int64_t>(net.amount.numerator);
    return std::max<std::int64_t>(0, margin_rest(w, limit, paid, cart_costs(w, limit), false));
  }
  const limit_number bound = bound_of(w, limit, no_index, list, total_for_caps(s));
  if (bound.what != limit_number::kind::known) return no_bound;
  const std::int64_t room = limit.measure == graph::measure::price
                                ? now - least_total(bound.amount, 1)
                                : rounded_down(bound.amount) - (list - now);
  return std::max<std::int64_t>(0, room);
}

/// Cuts the collected parts to what caps on selectors leave, in proportion. What a redistributing
/// cap cuts is returned, and the lines it cut are marked as closed.
inline std::int64_t cut_to_selector_caps(workspace& w, graph::index& bound_by) {
  price_state& s = w.price;
  std::int64_t excess = 0;
  for (const graph::index which : s.caps) {
    const graph::limit_row& limit = w.tables().limits[which];
    if (limit.target != graph::target_kind::selector) continue;
    const std::int64_t room = selector_room(w, limit);
    std::int64_t sum = 0;
    s.weights.clear();
    for (const portion& p : s.portions) {
      const bool held = w.holds(limit.target_index, s.runs[p.run].line) == truth::yes;
      s.weights.push_back(held ? p.part : 0);
      sum += s.weights.back();
    }
    if (sum <= room) continue;
    bound_by = which;
    s.parts.resize(s.weights.size());
    allocate(room, s.weights, s.weights, s.parts, remainder_policy::largest, s.split);
    for (std::size_t i = 0; i < s.portions.size(); ++i) {
      if (s.weights[i] != 0) s.portions[i].part = s.parts[i];
    }
    if (limit.otherwise != graph::otherwise::redistribute) continue;
    excess += sum - room;
    for (std::size_t i = 0; i < s.groups.size(); ++i) {
      if (w.holds(limit.target_index, s.groups[i].line) == truth::yes) s.closed[i] = 1;
    }
  }
  w.reasons.clear();
  return excess;
}

/// Turns the margin that a unit of a line must leave into the price it must have. False when its
/// cost isn't known or no price leaves so much.
[[nodiscard]] inline bool cost_plus_margin(workspace& w, const graph::limit_row& limit,
                                           std::uint32_t line, rational& bound) {
  const std::int64_t quantity =
      limit.scope == graph::scope::line ? w.price.lines[line].quantity : 1;
  const limit_number costs = unit_costs(w, line, quantity);
  const limit_number rate = contained_tax(w, line);
  if (costs.what != limit_number::kind::known || rate.what != limit_number::kind::known) {
    return false;
  }
  const rational margin = reduced(bound);
  rational price;
  if (margin_is_share(w, limit)) {
    const int128 kept = margin.denominator - margin.numerator;
    if (kept <= 0) return false;
    price = {costs.amount.numerator * margin.denominator, costs.amount.denominator * kept};
  } else {
    price = {
        costs.amount.numerator * margin.denominator + margin.numerator * costs.amount.denominator,
        costs.amount.denominator * margin.denominator};
  }
  const rational tax = reduced(rate.amount);
  price = reduced(price);
  price.numerator *= tax.denominator + tax.numerator;
  price.denominator *= tax.denominator;
  bound = reduced(price);
  bound.denominator *= quantity;
  return true;
}

/// Writes the floors of a clamping limit per unit or line down for every line it concerns.
inline void add_floors(workspace& w, graph::index which) {
  const graph::limit_row& limit = w.tables().limits[which];
  price_state& s = w.price;
  const bool per_line = limit.scope == graph::scope::line;
  for (std::uint32_t line = 0; line < s.lines.size(); ++line) {
    if (target_has_line(w, limit, line) != truth::yes) continue;
    const price_line& whole = s.lines[line];
    const std::int64_t list =
        per_line && limit.measure != graph::measure::price ? whole.list : whole.unit;
    const limit_number bound = bound_of(w, limit, line, list, 0);
    if (bound.what != limit_number::kind::known) continue;
    floor_entry made{which, line, bound.amount, per_line,
                     limit.otherwise == graph::otherwise::redistribute};
    if (limit.measure == graph::measure::margin) {
      if (!cost_plus_margin(w, limit, line, made.unit_price)) continue;
    } else if (limit.measure == graph::measure::discount) {
      // A cap on the discount is a floor below the list price.
      const auto rest = difference({list, 1}, bound.amount);
      if (!rest) continue;
      made.unit_price = *rest;
      if (per_line) made.unit_price.denominator *= whole.quantity;
    }
    s.floors.push_back(made);
  }
  w.reasons.clear();
}

/// Collects floors and caps of the limits in force. Precondition: lines and runs stand.
inline void gather_caps(workspace& w) {
  w.price.floors.clear();
  w.price.caps.clear();
  for (std::size_t i = 0; i < w.limits.size(); ++i) {
    const graph::limit_row& limit = w.tables().limits[w.limits[i]];
    const bool clamps = limit.otherwise == graph::otherwise::clamp ||
                        limit.otherwise == graph::otherwise::redistribute;
    if (!clamps || w.limit_when[i] != truth::yes) continue;
    if (limit.target == graph::target_kind::selector) w.lines_of(limit.target_index);
    const bool per_piece = limit.scope == graph::scope::unit || limit.scope == graph::scope::line;
    const bool prices = limit.measure == graph::measure::price ||
                        limit.measure == graph::measure::discount ||
                        limit.measure == graph::measure::margin;
    if (per_piece && prices) {
      add_floors(w, w.limits[i]);
    } else if (!per_piece) {
      w.price.caps.push_back(w.limits[i]);
    }
  }
  // By id, so that the order of the rules decides neither what is cut first nor which of two is
  // named.
  const auto id = [&](graph::index limit) { return w.pack->text(w.tables().limits[limit].id); };
  std::sort(w.price.caps.begin(), w.price.caps.end(),
            [&](graph::index a, graph::index b) { return id(a) < id(b); });
}

}  // namespace parley::engine
