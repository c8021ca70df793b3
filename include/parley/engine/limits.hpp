// Every limit in force against the priced proposal.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/engine/limit_judge.hpp"
#include "parley/engine/limit_plain.hpp"
#include "parley/engine/price.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

[[nodiscard]] inline bool reads_line(const workspace& w, graph::index expression) noexcept {
  return expression != no_index &&
         (w.tables().expressions[expression].reads & graph::reads_line) != 0;
}

/// Whether a limit is about an offer of the proposal, or about none in particular.
[[nodiscard]] inline bool concerns_set(const workspace& w, const graph::limit_row& limit) {
  if (limit.target != graph::target_kind::offer &&
      limit.target != graph::target_kind::offer_class) {
    return true;
  }
  return std::any_of(w.stack.distinct.begin(), w.stack.distinct.end(),
                     [&](graph::index offer) { return target_has_offer(w, limit, offer); });
}

/// Writes down the limits that concern the proposal, with their conditions. Precondition:
/// `gather_set` ran and the playbook is known.
inline void gather_limits(workspace& w) {
  const auto& t = w.tables();
  w.limits.clear(), w.limit_when.clear();
  if (w.instances.empty()) return;
  const auto add = [&](row_range refs, graph::index playbook, bool of_offer) {
    for (const graph::index which : pack::rows(t.rule_refs, refs)) {
      const graph::limit_row& limit = t.limits[which];
      if (limit.playbook != playbook || (!of_offer && !concerns_set(w, limit)) ||
          !w.limit_marks.add(which)) {
        continue;
      }
      const truth when = reads_line(w, limit.when) ? truth::yes : w.evaluator.test(limit.when);
      if (when == truth::no) continue;
      w.limits.push_back(which);
      w.limit_when.push_back(when);
    }
  };
  add(w.pack->header().global_limits, no_index, false);
  for (const graph::index offer : w.stack.distinct) {
    add(w.offer(offer).limits, no_index, true);
    if (w.playbook != no_index) add(w.offer(offer).limits, w.playbook, true);
  }
  if (w.playbook != no_index) add(t.playbooks[w.playbook].limits, w.playbook, false);
}

/// Instances of the proposal that a limit counts.
[[nodiscard]] inline std::int64_t count_instances(const workspace& w,
                                                  const graph::limit_row& limit) {
  std::int64_t count = 0;
  for (const offer_instance& what : w.instances) {
    if (!target_has_offer(w, limit, what.offer)) continue;
    const graph::effect_row& effect = w.offer(what.offer).effect;
    const bool gift = effect.kind == graph::effect_kind::gift || effect.from_cart != 0;
    if (limit.measure == graph::measure::gifts && !gift) continue;
    ++count;
  }
  return count;
}

/// `offers`, `gifts`, `uses`, `rounds`.
inline void judge_count_limit(workspace& w, const limit_case& c) {
  const bool counter =
      c.limit.measure == graph::measure::uses || c.limit.measure == graph::measure::rounds;
  const std::int64_t added =
      c.limit.measure == graph::measure::rounds ? 1 : count_instances(w, c.limit);
  if (added == 0) return;
  w.reasons.clear();
  measured m{quantity::kind::count, {limit_number::kind::known, {added, 1}}, {0, 1}};
  const limit_number before = counter ? counted(w, c.limit) : limit_number{};
  const limit_number bound = bound_of(w, c.limit, no_index, 0, 0);
  if (before.what == limit_number::kind::unknown) {
    // Counters are never negative: what breaks the bound from zero breaks it from anywhere.
    const std::optional<int> order = compare(m.now.amount, bound.amount);
    const bool broken = bound.what == limit_number::kind::known && order && breaks(c.limit, *order);
    if (!broken) return report_limit_need(w, c);
  }
  m.now.amount.numerator += before.amount.numerator;
  m.bare = before.amount;
  judge_number(w, c, m, bound, true);
}

/// Whether an offer could change what a limit on money measures, judged by its kind alone.
[[nodiscard]] inline bool could_touch(const workspace& w, const graph::limit_row& limit,
                                      const offer_instance& what) {
  if (!target_has_offer(w, limit, what.offer)) return false;
  const graph::effect_kind kind = w.offer(what.offer).effect.kind;
  if (limit.target == graph::target_kind::shipping) return is_shipping(kind);
  if (limit.measure == graph::measure::discount || limit.measure == graph::measure::price ||
      limit.scope != graph::scope::order || limit.target == graph::target_kind::selector) {
    return is_merchandise(kind) || (limit.scope == graph::scope::counter);
  }
  return true;
}

/// Without a cart nothing over lines is known.
inline void judge_without_cart(workspace& w, const limit_case& c) {
  for (const offer_instance& what : w.instances) {
    if (!could_touch(w, c.limit, what)) continue;
    w.reasons.clear();
    w.reasons.push_back({missing_fact::kind::cart, no_index, no_index, fact_state::missing});
    return report_limit_need(w, c);
  }
}

struct line_sums {
  std::int64_t list = 0;
  std::int64_t price = 0;
};

/// List and price of the lines in a limit's target.
[[nodiscard]] inline line_sums sums_of(const workspace& w, const graph::limit_row& limit) {
  const quote& q = w.out->quote;
  if (limit.target == graph::target_kind::shipping)
    return {q.shipping, q.shipping - q.shipping_discount};
  if (limit.target != graph::target_kind::selector) return {q.subtotal, q.subtotal - q.discount};
  line_sums sums;
  for (std::uint32_t line = 0; line < q.lines.size(); ++line) {
    if (w.holds(limit.target_index, line) != truth::yes) continue;
    sums.list += q.lines[line].list;
    sums.price += q.lines[line].price;
  }
  return sums;
}

/// What a limit on discount, concession or spend measures over the whole order.
[[nodiscard]] inline std::int64_t measured_taking(const workspace& w, const graph::limit_row& limit,
                                                  const line_sums& sums) {
  if (limit.target == graph::target_kind::selector) return sums.list - sums.price;
  return taken_so_far(w, limit);
}

/// Margin as money, or as a share of what is paid. Nothing paid against costs is as bad as can be.
[[nodiscard]] inline rational margin_of(const rational& net, const rational& costs,
                                        bool share) noexcept {
  const rational earned{net.numerator * costs.denominator - costs.numerator * net.denominator,
                        net.denominator * costs.denominator};
  if (!share) return earned;
  if (net.numerator == 0) return {costs.numerator > 0 ? -rational_most : rational_most, 1};
  return {net.numerator * costs.denominator - costs.numerator * net.denominator,
          net.numerator * costs.denominator};
}

inline void judge_margin(workspace& w, const limit_case& c, const line_sums& sums) {
  const quote& q = w.out->quote;
  const bool whole = c.limit.target != graph::target_kind::selector;
  const bool touched = whole ? q.concession != 0 : sums.list != sums.price;
  const limit_number list = net_paid(w, c.limit, true);
  const limit_number net = net_paid(w, c.limit, false);
  const limit_number before = cart_costs(w, c.limit);
  limit_number costs = before;
  if (whole) costs.amount.numerator += int128{q.gifts_cost} * cost_scale;
  add_cost(costs, {net.what, {0, 1}});
  const bool share = margin_is_share(w, c.limit);
  measured m{share ? quantity::kind::share : quantity::kind::money,
             {costs.what, margin_of(net.amount, costs.amount, share)},
             margin_of(list.amount, before.amount, share),
             whole ? q.subtotal + q.shipping : sums.list,
             q.total};
  judge_number(w, c, m, bound_of(w, c.limit, no_index, m.list, m.total), touched);
}

/// Limits over the whole order or a selector's lines.
inline void judge_order_limit(workspace& w, const limit_case& c) {
  const quote& q = w.out->quote;
  const line_sums sums = sums_of(w, c.limit);
  w.reasons.clear();
  switch (c.limit.measure) {
    case graph::measure::margin: return judge_margin(w, c, sums);
    case graph::measure::price: {
      const measured m{quantity::kind::money,
                       {limit_number::kind::known, {sums.price, 1}},
                       {sums.list, 1},
                       sums.list,
                       q.total};
      return judge_number(w, c, m, bound_of(w, c.limit, no_index, m.list, m.total),
                          sums.list != sums.price);
    }
    default: break;
  }
  const std::int64_t taken = measured_taking(w, c.limit, sums);
  if (taken == 0 && c.limit.comparison == graph::comparison::at_most) return;
  const limit_number before = counted(w, c.limit);
  const limit_number bound = bound_of(w, c.limit, no_index, sums.list, q.total);
  measured m{quantity::kind::money, {before.what, {taken, 1}}, before.amount, sums.list, q.total};
  // What breaks the bound from zero breaks it from anywhere, but a limit that clamps would have cut
  // it.
  const bool clamps = c.limit.otherwise == graph::otherwise::clamp ||
                      c.limit.otherwise == graph::otherwise::redistribute;
  if (!clamps && before.what == limit_number::kind::unknown &&
      bound.what == limit_number::kind::known) {
    const std::optional<int> order = compare(m.now.amount, bound.amount);
    if (order && breaks(c.limit, *order)) m.now.what = limit_number::kind::known;
  }
  m.now.amount.numerator += before.amount.numerator;
  judge_number(w, c, m, bound, taken != 0);
}

/// One run of equal units, or a line as a whole: `count` units that cost `price`.
inline void judge_piece(workspace& w, const limit_case& c, std::int64_t unit_list,
                        std::int64_t count, std::int64_t price) {
  const bool per_unit = c.limit.scope == graph::scope::unit;
  const std::int64_t list = unit_list * count;
  w.reasons.clear();
  if (c.limit.measure == graph::measure::margin) {
    limit_number costs = unit_costs(w, c.line, count);
    const limit_number rate = contained_tax(w, c.line);
    add_cost(costs, {rate.what, {0, 1}});
    const bool share = margin_is_share(w, c.limit);
    const int128 part = rate.amount.denominator;
    const int128 gross = part + rate.amount.numerator;
    rational now = margin_of({price * part, gross}, costs.amount, share);
    rational bare = margin_of({list * part, gross}, costs.amount, share);
    if (!share && per_unit) now.denominator *= count, bare.denominator *= count;
    const measured m{share ? quantity::kind::share : quantity::kind::money,
                     {costs.what, now},
                     bare,
                     unit_list,
                     0};
    return judge_number(w, c, m, bound_of(w, c.limit, c.line, unit_list, 0), price != list);
  }
  measured m;
  std::int64_t of = unit_list;
  if (c.limit.measure == graph::measure::price) {
    m.now.amount = {price, count};
    m.bare = {unit_list, 1};
  } else {
    m.now.amount = {list - price, per_unit ? count : 1};
    of = per_unit ? unit_list : list;
  }
  m.list = of;
  m.total = w.out->quote.total;
  judge_number(w, c, m, bound_of(w, c.limit, c.line, m.list, m.total), price != list);
}

/// Limits per unit test every run of equal units, limits per line the line as a whole. Lines that
/// no offer touched aren't the proposal's fault.
inline void judge_line_limit(workspace& w, const limit_case& whole) {
  const quote& q = w.out->quote;
  for (std::uint32_t line = 0; line < q.lines.size(); ++line) {
    if (q.lines[line].discount == 0 || target_has_line(w, whole.limit, line) != truth::yes)
      continue;
    const cart_line& item = w.facts->lines()[line];
    if (w.readings == nullptr && w.price.lines[line].head == line &&
        w.price.runs[line].next == no_index &&
        piece_plainly_holds(whole.limit, item.price, item.quantity, q.lines[line].price)) {
      continue;
    }
    limit_case c{whole.which, whole.limit, whole.when, line};
    if (reads_line(w, c.limit.when)) c.when = w.evaluator.test(c.limit.when, line);
    if (c.when == truth::no) continue;
    if (c.limit.scope == graph::scope::line) {
      judge_piece(w, c, item.price, item.quantity, q.lines[line].price);
      continue;
    }
    const std::size_t before = w.out->findings.size();
    for (const unit_run& run : pack::rows(std::span<const unit_run>(q.runs), q.lines[line].runs)) {
      if (run.price == item.price * run.count) continue;
      judge_piece(w, c, item.price, run.count, run.price);
      if (w.out->findings.size() != before) break;  // one reason a line is enough
    }
  }
}

/// A selector with lines whose membership is unknown leaves every limit on it unknown.
[[nodiscard]] inline bool judge_membership(workspace& w, const limit_case& c) {
  if (c.limit.target != graph::target_kind::selector) return true;
  const selector_lines& held = w.lines_of(c.limit.target_index);
  if (!held.any_unknown && !held.any_error) return true;
  if (w.out->quote.discount == 0) return false;
  w.reasons.clear();
  if (!held.any_unknown) {
    report_limit(w, c, finding_code::rule_error, verdict::deny);
    return false;
  }
  for (std::uint32_t line = 0; line < w.facts->lines().size(); ++line) {
    if (w.holds(c.limit.target_index, line) != truth::unknown) continue;
    w.evaluator.reasons(w.tables().selectors[c.limit.target_index].when, line, w.reasons);
  }
  report_limit_need(w, c);
  return false;
}

inline void judge_limit(workspace& w, graph::index which, truth when) {
  const limit_case c{which, w.tables().limits[which], when, no_index};
  switch (c.limit.measure) {
    case graph::measure::offers:
    case graph::measure::gifts:
    case graph::measure::uses:
    case graph::measure::rounds: return judge_count_limit(w, c);
    default: break;
  }
  if (!w.cart_known) return judge_without_cart(w, c);
  // An effect that can't be computed has been reported with its facts; what it would do to this
  // limit is unknown for the same reason.
  if (!w.priced || (w.readings == nullptr && plainly_holds(w, c.limit))) return;
  if (!judge_membership(w, c)) return;
  if (c.limit.scope == graph::scope::unit || c.limit.scope == graph::scope::line) {
    judge_line_limit(w, c);
  } else {
    judge_order_limit(w, c);
  }
}

inline void judge_limits(workspace& w) {
  for (std::size_t i = 0; i < w.limits.size(); ++i) judge_limit(w, w.limits[i], w.limit_when[i]);
}

}  // namespace parley::engine
