// Limits of which a few integers show that they hold: most of them, most of the time. What isn't
// shown here goes the general way (limits.hpp), which says the same of it; where a limit is
// broken, or anything about it is unknown, only that way knows what to report.
#pragma once

#include <cstdint>

#include "parley/engine/price_caps.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// Whether `amount` of a limit, which is a number of minor units, or a share of `base` of them, is
/// at least (or at most) `measured`. False where the limit's bound is of another kind.
[[nodiscard]] inline bool keeps_bound(const graph::limit_row& limit, std::int64_t measured,
                                      std::int64_t base) noexcept {
  const bool money = limit.amount_kind == graph::amount_kind::money;
  const int128 left = money ? int128{measured} : int128{measured} * ratio_one;
  const int128 right = money ? int128{limit.amount} : int128{limit.amount} * base;
  return limit.comparison == graph::comparison::at_most ? left <= right : left >= right;
}

/// What the cart costs the merchant, where every cost is known as a whole number of minor units and
/// prices contain no tax; -1 else. Added up once a request.
[[nodiscard]] inline std::int64_t plain_costs(workspace& w) {
  if (w.costs_tried) return w.costs;
  w.costs_tried = true;
  w.costs = -1;
  const graph::header_row& header = w.pack->header();
  if (header.tax_inclusive != 0) return -1;
  std::int64_t sum = 0;
  std::uint32_t at = 0;
  for (const cart_line& line : w.facts->lines()) {
    const std::uint32_t row = at++;
    if (w.facts->line_state(row, line_cost) != fact_state::known) return -1;
    const fact_slot& cost = w.facts->line_slot(row, line_cost);
    if (cost.state != fact_state::known || !cost.content.is(type_kind::money)) return -1;
    const decimal number = cost.content.as_decimal();
    const auto each = static_cast<std::int64_t>(number.coefficient());
    if (number.exponent() + header.currency_digits != 0 || each != number.coefficient()) return -1;
    std::int64_t whole = 0;
    if (each < 0 || __builtin_mul_overflow(each, line.quantity, &whole) ||
        __builtin_add_overflow(sum, whole, &sum)) {
      return -1;
    }
  }
  for (const shipping_entry& entry : w.facts->shipping()) {
    if (!entry.has_cost || entry.cost < 0 || __builtin_add_overflow(sum, entry.cost, &sum)) {
      return -1;
    }
  }
  if (sum > caps::cart_total) return -1;
  return w.costs = sum;
}

/// A least margin of the whole order.
[[nodiscard]] inline bool margin_plainly_holds(workspace& w, const graph::limit_row& limit) {
  const quote& q = w.out->quote;
  const bool share = limit.amount_kind == graph::amount_kind::share;
  if (limit.comparison != graph::comparison::at_least || q.total <= 0 ||
      (!share && limit.amount_kind != graph::amount_kind::money)) {
    return false;
  }
  const std::int64_t costs = plain_costs(w);
  if (costs < 0) return false;
  const int128 earned = int128{q.total} - costs - q.gifts_cost;
  return share ? earned * ratio_one >= int128{limit.amount} * q.total : earned >= limit.amount;
}

/// Whether a limit on the whole order surely holds. Preconditions: the quote stands; nobody reads
/// what is compared.
[[nodiscard]] inline bool plainly_holds(workspace& w, const graph::limit_row& limit) {
  if (limit.scope != graph::scope::order || limit.counter != no_index ||
      limit.target == graph::target_kind::selector) {
    return false;
  }
  if (limit.measure == graph::measure::margin) return margin_plainly_holds(w, limit);
  const quote& q = w.out->quote;
  const bool shipping = limit.target == graph::target_kind::shipping;
  std::int64_t base = q.subtotal;
  switch (limit.amount_kind) {
    case graph::amount_kind::money:
    case graph::amount_kind::share_of_subtotal: break;
    case graph::amount_kind::share_of_list: base = shipping ? q.shipping : q.subtotal; break;
    case graph::amount_kind::share_of_total: base = q.total; break;
    default: return false;
  }
  switch (limit.measure) {
    case graph::measure::discount:
    case graph::measure::concession: {
      const std::int64_t all =
          limit.measure == graph::measure::discount ? q.discount : q.concession;
      const bool whole = limit.target == graph::target_kind::none;
      return keeps_bound(limit, whole ? all : taken_so_far(w, limit), base);
    }
    case graph::measure::price:
      return keeps_bound(
          limit, shipping ? q.shipping - q.shipping_discount : q.subtotal - q.discount, base);
    default: return false;
  }
}

/// The same for `count` units of a line that cost `price` together, under a limit per unit or line.
[[nodiscard]] inline bool piece_plainly_holds(const graph::limit_row& limit, std::int64_t unit_list,
                                              std::int64_t count, std::int64_t price) noexcept {
  if (limit.amount_kind != graph::amount_kind::money &&
      limit.amount_kind != graph::amount_kind::share_of_list) {
    return false;
  }
  const bool money = limit.amount_kind == graph::amount_kind::money;
  const int128 list = int128{unit_list} * count;
  if (limit.measure == graph::measure::price && limit.comparison == graph::comparison::at_least) {
    return money ? int128{price} >= int128{limit.amount} * count
                 : int128{price} * ratio_one >= list * limit.amount;
  }
  if (limit.measure == graph::measure::discount && limit.comparison == graph::comparison::at_most) {
    const std::int64_t pieces = limit.scope == graph::scope::unit ? count : 1;
    return money ? list - price <= int128{limit.amount} * pieces
                 : (list - price) * ratio_one <= list * limit.amount;
  }
  return false;
}

}  // namespace parley::engine
