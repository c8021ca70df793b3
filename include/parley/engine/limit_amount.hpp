// What a limit compares with: its bound, and the costs that margins need. Exact.
#pragma once

#include <cstdint>

#include "parley/engine/tax_rounding.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// A number of a limit, or why there is none. When unknown, the reasons have been added to
/// `workspace::reasons`.
struct limit_number {
  enum class kind : std::uint8_t { known, unknown, error, overflow } what = kind::known;
  rational amount;
};

[[nodiscard]] inline bool offer_has_class(const workspace& w, graph::index offer,
                                          graph::index which) {
  for (const graph::index c : pack::rows(w.tables().class_refs, w.offer(offer).classes)) {
    if (c == which) return true;
  }
  return false;
}

/// Whether a limit's target takes in an offer. Selectors and shipping are no matter of offers: yes.
[[nodiscard]] inline bool target_has_offer(const workspace& w, const graph::limit_row& limit,
                                           graph::index offer) {
  switch (limit.target) {
    case graph::target_kind::offer: return limit.target_index == offer;
    case graph::target_kind::offer_class: return offer_has_class(w, offer, limit.target_index);
    default: return true;
  }
}

/// Whether a limit's target takes in a line. Precondition: its selector was asked for in this
/// request.
[[nodiscard]] inline truth target_has_line(const workspace& w, const graph::limit_row& limit,
                                           std::uint32_t line) {
  if (limit.target != graph::target_kind::selector) return truth::yes;
  return w.holds(limit.target_index, line);
}

/// What a computed value is as an amount: minor units of money, a share, or a plain number.
[[nodiscard]] inline limit_number number_of(const workspace& w, const value& v, bool down) {
  switch (v.kind()) {
    case type_kind::money:
      return {limit_number::kind::known,
              scaled_rational(v.as_decimal(), w.pack->header().currency_digits, down)};
    case type_kind::decimal:
    case type_kind::percent:
      return {limit_number::kind::known, scaled_rational(v.as_decimal(), 0, down)};
    case type_kind::integer: return {limit_number::kind::known, {v.as_int(), 1}};
    case type_kind::uinteger:
      return {limit_number::kind::known, {static_cast<int128>(v.as_uint()), 1}};
    default: return {limit_number::kind::error, {}};
  }
}

[[nodiscard]] inline limit_number computed(workspace& w, graph::index expression,
                                           std::uint32_t line, bool down) {
  const outcome result =
      line == no_index ? w.evaluator.compute(expression) : w.evaluator.compute(expression, line);
  if (result.what == outcome::kind::error) return {limit_number::kind::error, {}};
  if (result.what == outcome::kind::unknown) {
    w.evaluator.reasons(expression, line, w.reasons);
    return {limit_number::kind::unknown, {}};
  }
  return number_of(w, result.content, down);
}

[[nodiscard]] inline limit_number share_amount(std::int64_t share, const rational& of) {
  limit_number made;
  if (__builtin_mul_overflow(of.numerator, int128{share}, &made.amount.numerator) ||
      __builtin_mul_overflow(of.denominator, int128{ratio_one}, &made.amount.denominator)) {
    made.what = limit_number::kind::overflow;
  }
  return made;
}

/// The bound of a limit. `list` is the target before offers, `total` what is paid after them;
/// `line` is set for limits per unit or line.
[[nodiscard]] inline limit_number bound_of(workspace& w, const graph::limit_row& limit,
                                           std::uint32_t line, std::int64_t list,
                                           std::int64_t total) {
  const bool down = limit.comparison == graph::comparison::at_most;
  switch (limit.amount_kind) {
    case graph::amount_kind::money:
    case graph::amount_kind::count: return {limit_number::kind::known, {limit.amount, 1}};
    case graph::amount_kind::share: return {limit_number::kind::known, {limit.amount, ratio_one}};
    case graph::amount_kind::share_of_list: return share_amount(limit.amount, {list, 1});
    case graph::amount_kind::share_of_subtotal:
      return share_amount(limit.amount, {w.facts->subtotal(), 1});
    case graph::amount_kind::share_of_total: return share_amount(limit.amount, {total, 1});
    case graph::amount_kind::expression: return computed(w, limit.expression, line, down);
    case graph::amount_kind::share_of_expression: {
      const limit_number whole = computed(w, limit.expression, line, down);
      return whole.what == limit_number::kind::known ? share_amount(limit.amount, whole.amount)
                                                     : whole;
    }
  }
  return {limit_number::kind::error, {}};
}

/// Whether a margin is compared as a share. A computed bound says so by its type.
[[nodiscard]] inline bool margin_is_share(const workspace& w,
                                          const graph::limit_row& limit) noexcept {
  if (limit.amount_kind != graph::amount_kind::expression) {
    return limit.amount_kind == graph::amount_kind::share;
  }
  return w.tables().expressions[limit.expression].type != type_kind::money;
}

/// The tax rate that is contained in a line's price: none where prices are without tax. Unknown
/// rates add their reason.
[[nodiscard]] inline limit_number contained_tax(workspace& w, std::uint32_t line) {
  if (w.pack->header().tax_inclusive == 0) return {limit_number::kind::known, {0, 1}};
  const fact_state state = w.facts->line_state(line, line_tax_rate);
  if (state == fact_state::absent) return {limit_number::kind::known, {0, 1}};
  if (state == fact_state::known) {
    return number_of(w, w.facts->line_value(line, line_tax_rate), true);
  }
  w.reasons.push_back({missing_fact::kind::line, line_tax_rate, line, state});
  return {limit_number::kind::unknown, {}};
}

/// What is paid for the lines in a limit's target, and for shipping where the whole order is meant,
/// without the tax that prices contain; `bare`: before offers. Rounded like the tax view of a
/// quote.
[[nodiscard]] inline limit_number net_paid(workspace& w, const graph::limit_row& limit, bool bare) {
  const price_state& s = w.price;
  const graph::header_row& header = w.pack->header();
  limit_number sum{limit_number::kind::known, {0, 1}};
  std::int64_t net = 0;
  w.price.rates.clear();
  const auto add = [&](const taxable& what, const rational& rate) {
    if (header.tax_inclusive == 0) {
      net += what.price;
    } else if (header.tax_rounding == graph::tax_per_group) {
      add_to_rate(w.price.rates, what, rate);
    } else {
      net += taxed(header, what, rate).net;
    }
  };
  for (std::uint32_t line = 0; line < s.lines.size(); ++line) {
    if (target_has_line(w, limit, line) != truth::yes) continue;
    const limit_number rate = contained_tax(w, line);
    if (rate.what != limit_number::kind::known) {
      sum.what = rate.what;
      continue;
    }
    const price_line& whole = s.lines[line];
    if (bare) {
      add({whole.list, whole.list, whole.quantity}, rate.amount);
    } else if (header.tax_rounding == graph::tax_per_unit) {
      for (std::uint32_t run = whole.head; run != no_index; run = s.runs[run].next) {
        const price_run& units = s.runs[run];
        add({units.total, whole.unit * units.count, units.count}, rate.amount);
      }
    } else {
      add({whole.total, whole.list, 1}, rate.amount);
    }
  }
  if (limit.target != graph::target_kind::selector) {
    for (std::uint32_t i = 0; i < s.shipping.size(); ++i) {
      const shipping_entry& entry = w.facts->shipping()[i];
      if (header.tax_inclusive != 0 && !entry.has_tax_rate) {
        w.reasons.push_back({missing_fact::kind::shipping_tax, i, no_index, fact_state::missing});
        sum.what = limit_number::kind::unknown;
        continue;
      }
      add({bare ? entry.price : s.shipping[i], entry.price, 1}, {entry.tax_rate, ratio_one});
    }
  }
  for (const rate_sum& group : w.price.rates) net += taxed(header, group.sum, group.rate).net;
  sum.amount.numerator = net;
  return sum;
}

/// Costs are added in millionths of a minor unit; finer ones are rounded up.
inline constexpr std::int64_t cost_scale = 1'000'000;

/// Cost of `count` units of a line. Unknown costs add their reason.
[[nodiscard]] inline limit_number unit_costs(workspace& w, std::uint32_t line, std::int64_t count) {
  const fact_state state = w.facts->line_state(line, line_cost);
  if (state == fact_state::absent) return {limit_number::kind::error, {}};
  if (state != fact_state::known) {
    w.reasons.push_back({missing_fact::kind::line, line_cost, line, state});
    return {limit_number::kind::unknown, {}};
  }
  const limit_number cost = number_of(w, w.facts->line_value(line, line_cost), false);
  if (cost.what != limit_number::kind::known) return cost;
  int128 whole = cost.amount.numerator * cost_scale;
  if (cost.amount.denominator != 1) {
    whole = divide_rounded(whole, cost.amount.denominator, rounding_mode::ceiling);
  }
  limit_number made{limit_number::kind::known, {whole, cost_scale}};
  if (__builtin_mul_overflow(whole, int128{count}, &made.amount.numerator)) {
    made.what = limit_number::kind::overflow;
  }
  return made;
}

/// Joins two numbers over `cost_scale`: error beats unknown here because the caller judges a whole.
inline void add_cost(limit_number& sum, const limit_number& more) {
  if (sum.what == limit_number::kind::overflow) return;
  if (more.what == limit_number::kind::known) {
    sum.amount.numerator += more.amount.numerator;
  } else if (sum.what == limit_number::kind::known || more.what == limit_number::kind::unknown) {
    sum.what = more.what;
  }
}

/// Adds the costs and tax rates that margins of a limit's target don't know, without computing any.
inline void add_missing_costs(const workspace& w, const graph::limit_row& limit,
                              std::vector<missing_fact>& out) {
  const auto lines = static_cast<std::uint32_t>(w.facts->lines().size());
  for (std::uint32_t line = 0; line < lines; ++line) {
    if (target_has_line(w, limit, line) != truth::yes) continue;
    for (const std::uint32_t attribute : {std::uint32_t{line_cost}, std::uint32_t{line_tax_rate}}) {
      if (attribute == line_tax_rate && w.pack->header().tax_inclusive == 0) continue;
      const fact_state state = w.facts->line_state(line, attribute);
      if (state == fact_state::known || state == fact_state::absent) continue;
      out.push_back({missing_fact::kind::line, attribute, line, state});
    }
  }
  if (limit.target == graph::target_kind::selector) return;
  std::uint32_t entry = 0;
  for (const shipping_entry& s : w.facts->shipping()) {
    if (!s.has_cost) {
      out.push_back({missing_fact::kind::shipping_cost, entry, no_index, fact_state::missing});
    }
    if (w.pack->header().tax_inclusive != 0 && !s.has_tax_rate) {
      out.push_back({missing_fact::kind::shipping_tax, entry, no_index, fact_state::missing});
    }
    ++entry;
  }
}

/// What the cart costs the merchant before gifts: lines in the limit's target, and shipping where
/// the whole order is meant.
[[nodiscard]] inline limit_number cart_costs(workspace& w, const graph::limit_row& limit) {
  limit_number sum{limit_number::kind::known, {0, cost_scale}};
  const auto lines = static_cast<std::uint32_t>(w.facts->lines().size());
  for (std::uint32_t line = 0; line < lines; ++line) {
    if (target_has_line(w, limit, line) != truth::yes) continue;
    add_cost(sum, unit_costs(w, line, w.facts->lines()[line].quantity));
  }
  if (limit.target == graph::target_kind::selector) return sum;
  std::uint32_t entry = 0;
  for (const shipping_entry& s : w.facts->shipping()) {
    if (s.has_cost) {
      sum.amount.numerator += int128{s.cost} * cost_scale;
    } else {
      w.reasons.push_back(
          {missing_fact::kind::shipping_cost, entry, no_index, fact_state::missing});
      add_cost(sum, {limit_number::kind::unknown, {}});
    }
    ++entry;
  }
  return sum;
}

/// The number the host keeps for a limit. Never taken as 0 when it is not supplied.
[[nodiscard]] inline limit_number counted(workspace& w, const graph::limit_row& limit) {
  if (limit.counter == no_index) return {};
  limit_number made{limit_number::kind::known, {0, 1}};
  if (w.tables().counters[limit.counter].per_customer != 0 &&
      w.facts->customer_key().state != fact_state::known) {
    w.reasons.push_back(
        {missing_fact::kind::customer_key, no_index, no_index, fact_state::missing});
    made.what = limit_number::kind::unknown;
  }
  const counter_slot& slot = w.facts->counter(limit.counter);
  if (slot.state != fact_state::known) {
    const fact_state reason = slot.state == fact_state::absent ? fact_state::missing : slot.state;
    w.reasons.push_back({missing_fact::kind::counter, limit.counter, no_index, reason});
    made.what = limit_number::kind::unknown;
  } else {
    made.amount.numerator = slot.value;
  }
  return made;
}

}  // namespace parley::engine
