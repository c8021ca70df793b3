// The pricer: applies the offers of a proposal to the cart in their order and writes the quote.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "parley/engine/findings.hpp"
#include "parley/engine/price_bundle.hpp"
#include "parley/engine/price_caps.hpp"
#include "parley/engine/price_cross.hpp"
#include "parley/engine/price_effects.hpp"
#include "parley/engine/price_sequence.hpp"
#include "parley/engine/price_sets.hpp"
#include "parley/engine/price_shipping.hpp"
#include "parley/engine/price_tiers.hpp"
#include "parley/engine/price_whole.hpp"
#include "parley/engine/so_far.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// Whether an effect changes merchandise prices.
[[nodiscard]] constexpr bool is_merchandise(graph::effect_kind kind) noexcept {
  return kind <= graph::effect_kind::per_spend || kind == graph::effect_kind::match_price;
}
[[nodiscard]] constexpr bool is_shipping(graph::effect_kind kind) noexcept {
  return kind == graph::effect_kind::shipping_percent ||
         kind == graph::effect_kind::shipping_amount || kind == graph::effect_kind::shipping_price;
}

/// Lays out lines, runs and shipping entries at list price. False when the cart's sums leave the
/// caps.
[[nodiscard]] inline bool lay_out_cart(workspace& w) {
  price_state& s = w.price;
  const std::span<const cart_line> lines = w.facts->lines();
  s.lines.resize(lines.size()), s.runs.resize(lines.size());
  s.shipping.clear(), s.staged_shipping.clear(), s.landed.clear();
  s.stage = graph::stage::item;
  s.staged = std::any_of(w.instances.begin(), w.instances.end(), [&](const offer_instance& what) {
    return w.offer(what.offer).basis == graph::basis::stage;
  });
  s.merchandise = s.shipping_total = 0;
  s.overflow = false;
  int128 sum = 0;
  settle_sequence(w);
  for (std::uint32_t at = 0; at < lines.size(); ++at) {
    const cart_line& line = lines[at];
    const int128 list = int128{line.price} * line.quantity;
    sum += list;
    if (sum > caps::cart_total) return false;
    const auto total = static_cast<std::int64_t>(list);
    s.lines[at] = {at, line.price, line.quantity, total, total, 0};
    s.runs[at] = {at, no_index, line.quantity, total, total, run_use::free};
  }
  s.merchandise = static_cast<std::int64_t>(sum);
  for (const shipping_entry& entry : w.facts->shipping()) {
    s.shipping.push_back(entry.price);
    s.staged_shipping.push_back(entry.price);
    s.shipping_total += entry.price;
  }
  return s.shipping_total <= caps::cart_total;
}

/// Notes what stands when a new stage begins, for offers that price on it.
inline void enter_stage(price_state& s, graph::stage stage) {
  if (s.stage == stage) return;
  s.stage = stage;
  if (!s.staged) return;
  for (price_run& run : s.runs) run.staged = run.total;
  s.staged_shipping = s.shipping;
}

/// Makes sure that an effect's lines are known; of bundles those of each part.
[[nodiscard]] inline effect_status know_lines(workspace& w, const application& a) {
  if (a.effect.parts.count != 0) return know_parts(w, a);
  if (!is_merchandise(a.effect.kind)) return effect_status::done;
  return know_target(w, a.effect.target, a.effect.target_index);
}

/// Takes an effect off the merchandise.
[[nodiscard]] inline effect_status take_merchandise(workspace& w, const application& a,
                                                    granted& result) {
  switch (a.effect.kind) {
    case graph::effect_kind::set_price: result = take_set_price(w, a); return effect_status::done;
    case graph::effect_kind::bundle_price: result = take_bundle(w, a); return effect_status::done;
    case graph::effect_kind::buy_get:
      result = a.effect.parts.count != 0
                   ? take_cross(w, a)
                   : take_buy_get(w, a, a.effect.buy, a.effect.get, a.effect.per_group != 0);
      return effect_status::done;
    case graph::effect_kind::nth_off: result = take_nth(w, a); return effect_status::done;
    case graph::effect_kind::pick_off: result = take_picked(w, a); return effect_status::done;
    default: break;
  }
  if (goes_straight(w, a)) {
    result = take_straight(w, a);
    return effect_status::done;
  }
  collect_target(w, a);
  switch (a.effect.kind) {
    case graph::effect_kind::percent_off: result = take_share(w, a, a.what.parameter); break;
    case graph::effect_kind::amount_off: result = land_amount(w, a, a.what.parameter); break;
    case graph::effect_kind::amount_off_each: result = take_amount_each(w, a); break;
    case graph::effect_kind::unit_price: result = take_unit_price(w, a); break;
    case graph::effect_kind::tiers: result = take_tier(w, a); break;
    case graph::effect_kind::per_spend: result = take_per_spend(w, a); break;
    case graph::effect_kind::match_price: return take_match(w, a, result);
    default: break;
  }
  return effect_status::done;
}

/// Applies one offer and writes its row of the quote.
[[nodiscard]] inline effect_status apply(workspace& w, const offer_instance& what) {
  quote& q = w.out->quote;
  const graph::offer_row& offer = w.offer(what.offer);
  const application a{what, offer, offer.effect, static_cast<std::uint32_t>(q.applied.size())};
  w.reasons.clear();
  enter_stage(w.price, offer.stage);
  const effect_status known = know_lines(w, a);
  if (known != effect_status::done) return known;
  applied_offer row;
  row.offer = what.offer;
  row.has_parameter = what.has_parameter;
  row.parameter = what.has_parameter ? what.parameter : 0;
  q.applied.push_back(row);
  granted merchandise;
  granted shipping;
  if (is_merchandise(a.effect.kind)) {
    const effect_status status = take_merchandise(w, a, merchandise);
    if (status != effect_status::done) return status;
  } else if (is_shipping(a.effect.kind)) {
    shipping = take_shipping(w, a);
  }
  applied_offer& written = q.applied.back();
  written.amount = merchandise.amount;
  written.shipping_amount = shipping.amount;
  const granted cost = take_cost(w, a);
  written.cost = cost.amount;
  written.wanted = merchandise.wanted + shipping.wanted + cost.wanted;
  for (const granted& g : {merchandise, shipping, cost}) {
    if (g.amount < g.wanted && written.bound_by == no_index) written.bound_by = g.bound_by;
  }
  return effect_status::done;
}

/// The clamping limit that keeps a line, or one of its runs, from going lower; the first by id.
[[nodiscard]] inline graph::index floor_of_line(const workspace& w, std::uint32_t line) {
  const price_state& s = w.price;
  if (s.floors.empty() || s.lines[line].total == s.lines[line].list) return no_index;
  const auto id = [&](graph::index limit) { return w.pack->text(w.tables().limits[limit].id); };
  graph::index found = no_index;
  for (const floor_entry& f : s.floors) {
    if (f.line != line || (found != no_index && id(found) <= id(f.limit))) continue;
    bool reached = false;
    if (f.per_line) {
      reached = s.lines[line].total <= least_total(f.unit_price, s.lines[line].quantity);
    } else {
      for (std::uint32_t run = s.lines[line].head; run != no_index; run = s.runs[run].next) {
        reached = reached || s.runs[run].total <= least_total(f.unit_price, s.runs[run].count);
      }
    }
    if (reached) found = f.limit;
  }
  return found;
}

/// Sorts what landed by line, keeping the order of application, and writes the quote's lines.
inline void write_lines(workspace& w) {
  const price_state& s = w.price;
  quote& q = w.out->quote;
  q.lines.resize(s.lines.size());
  q.runs.resize(s.runs.size());
  q.allocations.resize(s.landed.size());
  quoted_line* const lines = q.lines.data();
  unit_run* const runs = q.runs.data();
  const price_run* const priced = s.runs.data();
  std::uint32_t first = 0;
  std::uint32_t next_run = 0;
  const bool floors = !s.floors.empty();
  for (std::uint32_t i = 0; i < s.lines.size(); ++i) {
    const price_line& from = s.lines[i];
    quoted_line& line = lines[i];
    line.list = from.list;
    line.price = from.total;
    line.discount = line.list - line.price;
    line.floor = floors ? floor_of_line(w, i) : no_index;
    line.allocations = {first, 0};
    first += from.landed;
    line.runs.first = next_run;
    for (std::uint32_t run = from.head; run != no_index; run = priced[run].next) {
      runs[next_run++] = {priced[run].count, priced[run].total};
    }
    line.runs.count = next_run - line.runs.first;
  }
  allocation* const allocations = q.allocations.data();
  for (const landed_amount& l : s.landed) {
    row_range& where = lines[l.line].allocations;
    allocations[where.first + where.count++] = {l.applied, l.amount, l.base, l.units};
  }
}

/// Writes the sums of a quote whose applied offers stand.
inline void write_quote(workspace& w) {
  const price_state& s = w.price;
  quote& q = w.out->quote;
  q.subtotal = 0;
  for (const price_line& line : s.lines) q.subtotal += line.list;
  q.discount = q.subtotal - s.merchandise;
  q.shipping = 0;
  for (std::size_t i = 0; i < s.shipping.size(); ++i) {
    const std::int64_t list = w.facts->shipping()[i].price;
    q.shipping += list;
    q.shipping_entries.push_back({list, list - s.shipping[i]});
  }
  q.shipping_discount = q.shipping - s.shipping_total;
  q.total = s.merchandise + s.shipping_total;
  q.gifts_cost = 0;
  for (const applied_offer& a : q.applied) q.gifts_cost += a.cost;
  q.concession = q.discount + q.shipping_discount + q.gifts_cost;
  write_lines(w);
}

}  // namespace parley::engine
