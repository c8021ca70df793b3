// One measured number against its bound: holds, is a note, needs a fact, needs an approval, or
// denies.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "parley/engine/approvals.hpp"
#include "parley/engine/findings.hpp"
#include "parley/engine/limit_amount.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// A limit in force and where it is being looked at.
struct limit_case {
  graph::index which = no_index;
  const graph::limit_row& limit;
  truth when = truth::yes;  ///< yes or unknown
  std::uint32_t line = no_index;
};

/// What a limit measures, after the offers and without them.
struct measured {
  quantity::kind unit = quantity::kind::money;
  limit_number now;
  rational bare;
  std::int64_t list = 0;   ///< what a share of list is of
  std::int64_t total = 0;  ///< what a share of total is of
};

/// The offers of the proposal that a limit is about.
inline void concerned_offers(workspace& w, const graph::limit_row& limit) {
  w.order.clear();
  for (const graph::index offer : w.stack.distinct) {
    if (target_has_offer(w, limit, offer)) w.order.push_back(offer);
  }
}

inline finding& report_limit(workspace& w, const limit_case& c, finding_code code, verdict v) {
  concerned_offers(w, c.limit);
  finding& f = report(w, code, v, finding::rule_kind::limit, c.which, w.order);
  f.line = c.line;
  return f;
}

/// A limit that an unknown could still break. The facts stand in `w.reasons`.
inline void report_limit_need(workspace& w, const limit_case& c) {
  if (c.when == truth::unknown) w.evaluator.reasons(c.limit.when, c.line, w.reasons);
  explain_need(w, report_limit(w, c, finding_code::limit_exceeded, verdict::need));
}

[[nodiscard]] inline bool breaks(const graph::limit_row& limit, int order) noexcept {
  return limit.comparison == graph::comparison::at_most ? order > 0 : order < 0;
}

/// Whether the bare cart breaks the limit already and the proposal leaves it no worse.
[[nodiscard]] inline bool only_bare(workspace& w, const limit_case& c, const measured& m,
                                    const rational& bound) {
  const bool at_most = c.limit.comparison == graph::comparison::at_most;
  const rational now = reduced(m.now.amount);
  const rational before = reduced(m.bare);
  if (c.limit.amount_kind != graph::amount_kind::share_of_total) {
    const std::optional<int> bare = compare(before, bound);
    const std::optional<int> change = compare(now, before);
    return bare && change && breaks(c.limit, *bare) && (at_most ? *change <= 0 : *change >= 0);
  }
  // This bound moves with what is granted, so the distances to it are compared.
  std::int64_t total = w.facts->subtotal();
  for (const shipping_entry& entry : w.facts->shipping()) total += entry.price;
  const rational bare_bound = bound_of(w, c.limit, c.line, 0, total).amount;
  const std::optional<int> bare = compare(before, bare_bound);
  const auto slack_now = difference(bound, now);
  const auto slack_bare = difference(bare_bound, before);
  if (!bare || !breaks(c.limit, *bare) || !slack_now || !slack_bare) return false;
  const std::optional<int> order = compare(reduced(*slack_now), reduced(*slack_bare));
  return order && (at_most ? *order >= 0 : *order <= 0);
}

/// A share of nothing paid is no number that could be told.
[[nodiscard]] inline bool has_number(const measured& m) noexcept {
  const int128 value = m.now.amount.numerator;
  return m.unit != quantity::kind::share || (value != rational_most && value != -rational_most);
}

inline void fill_numbers(finding& f, const measured& m, const rational& bound) {
  const bool share = m.unit == quantity::kind::share;
  const auto scaled = [&](rational r) {
    if (share) r.numerator *= ratio_one;
    return to_quantity(r, m.unit);
  };
  if (has_number(m)) f.actual = scaled(m.now.amount);
  f.bound = scaled(bound);
}

inline void report_overflow(workspace& w, const limit_case& c) {
  report_limit(w, c, finding_code::price_overflow, verdict::deny);
}

/// Whether another limit in force is a higher rung of the same ladder of authority: it measures the
/// same under the same condition, goes further, and asks a person as well.
[[nodiscard]] inline bool higher_rung(const workspace& w, std::size_t at,
                                      const graph::limit_row& limit) noexcept {
  const graph::limit_row& other = w.tables().limits[w.limits[at]];
  const bool same = other.measure == limit.measure && other.comparison == limit.comparison &&
                    other.scope == limit.scope && other.target == limit.target &&
                    other.target_index == limit.target_index && other.counter == limit.counter &&
                    other.amount_kind == limit.amount_kind &&
                    other.expression == limit.expression && other.when == limit.when &&
                    other.playbook == limit.playbook;
  if (!same || other.otherwise != graph::otherwise::escalate) return false;
  return limit.comparison == graph::comparison::at_most ? other.amount > limit.amount
                                                        : other.amount < limit.amount;
}

/// Whether a higher rung of the same ladder is broken too: then its role is the one to ask, and its
/// leave the one that counts.
[[nodiscard]] inline bool left_to_higher_rung(workspace& w, const limit_case& c,
                                              const measured& m) {
  for (std::size_t i = 0; i < w.limits.size(); ++i) {
    if (!higher_rung(w, i, c.limit)) continue;
    const graph::limit_row& higher = w.tables().limits[w.limits[i]];
    const limit_number bound = bound_of(w, higher, c.line, m.list, m.total);
    if (bound.what != limit_number::kind::known) continue;
    const std::optional<int> order = compare(m.now.amount, bound.amount);
    if (order && breaks(higher, *order)) return true;
  }
  return false;
}

/// The least approval that covers what was measured: approvals name whole units.
[[nodiscard]] inline quantity least_leave(const graph::limit_row& limit,
                                          const measured& m) noexcept {
  const int128 unit = m.unit == quantity::kind::share ? ratio_one : 1;
  const rounding_mode away = limit.comparison == graph::comparison::at_most ? rounding_mode::ceiling
                                                                            : rounding_mode::floor;
  const int128 value =
      divide_rounded(m.now.amount.numerator * unit, m.now.amount.denominator, away);
  return to_quantity({value, 1}, m.unit);
}

/// One request a limit: the leave that covers all its lines.
inline void ask_leave(std::vector<approval_request>& to, const limit_case& c,
                      const quantity& least) {
  if (to.empty() || to.back().limit != c.which) return to.push_back({c.which, least});
  std::int64_t& asked = to.back().up_to.numerator;
  asked = c.limit.comparison == graph::comparison::at_most ? std::max(asked, least.numerator)
                                                           : std::min(asked, least.numerator);
}

/// A broken limit that may be lifted by an approval.
inline void judge_escalation(workspace& w, const limit_case& c, const measured& m,
                             const rational& bound) {
  w.reasons.clear();
  if (left_to_higher_rung(w, c, m)) return;
  const truth lifted_by = approved(w, c.limit, m.now.amount, bound);
  if (lifted_by == truth::yes) return;
  if (lifted_by == truth::unknown) {
    explain_need(w, report_limit(w, c, finding_code::limit_approval, verdict::need));
    return;
  }
  fill_numbers(report_limit(w, c, finding_code::limit_approval, verdict::escalate), m, bound);
  ask_leave(w.out->approvals, c, least_leave(c.limit, m));
}

/// Writes a comparison down for whoever traces this request.
inline void note_reading(workspace& w, const limit_case& c, const measured& m,
                         const limit_number& bound) {
  limit_reading made;
  made.limit = c.which, made.line = c.line, made.when = c.when;
  if (m.now.what == limit_number::kind::known && bound.what == limit_number::kind::known) {
    const std::optional<int> order = compare(m.now.amount, bound.amount);
    made.known = order.has_value();
    made.order = order.value_or(0);
    finding numbers;
    fill_numbers(numbers, m, bound.amount);
    made.actual = numbers.actual, made.bound = numbers.bound;
    const std::optional<rational> apart = difference(m.now.amount, bound.amount);
    if (apart) {
      // A basis point for shares, else one minor unit or piece.
      const int128 unit = m.unit == quantity::kind::share ? 10'000 : 1;
      int128 scaled = 0;
      const int128 size = apart->numerator < 0 ? -apart->numerator : apart->numerator;
      made.near = !__builtin_mul_overflow(size, unit, &scaled) && scaled <= apart->denominator;
    }
  }
  w.readings->push_back(made);
}

/// Judges a limit whose condition holds or is unknown. `touched`: the proposal changes what is
/// measured; what it doesn't change can't be its fault, so unknowns then change nothing.
inline void judge_number(workspace& w, const limit_case& c, const measured& m,
                         const limit_number& bound, bool touched) {
  if (w.readings != nullptr) note_reading(w, c, m, bound);
  for (const limit_number* number : {&m.now, &bound}) {
    if (number->what == limit_number::kind::overflow) return report_overflow(w, c);
    if (number->what == limit_number::kind::unknown && touched) return report_limit_need(w, c);
    if (number->what == limit_number::kind::error && touched && c.when != truth::unknown) {
      report_limit(w, c, finding_code::rule_error, verdict::deny);
      return;
    }
    if (number->what != limit_number::kind::known) {
      if (touched) report_limit_need(w, c);
      return;
    }
  }
  const std::optional<int> order = compare(m.now.amount, bound.amount);
  if (!order) return report_overflow(w, c);
  if (!breaks(c.limit, *order)) return;
  if (only_bare(w, c, m, bound.amount)) {
    finding& f = report_limit(w, c, finding_code::limit_exceeded, verdict::allow);
    fill_numbers(f, m, bound.amount);
    w.out->notes.push_back(f);
    w.out->findings.pop_back();
    return;
  }
  if (c.when == truth::unknown) {
    w.reasons.clear();
    return report_limit_need(w, c);
  }
  // An error matters only where the limit would: else knowing less could allow what it denies.
  if (c.when == truth::error) {
    report_limit(w, c, finding_code::rule_error, verdict::deny);
    return;
  }
  // Nobody could give leave to what has no number.
  if (c.limit.otherwise == graph::otherwise::escalate && has_number(m))
    return judge_escalation(w, c, m, bound.amount);
  fill_numbers(report_limit(w, c, finding_code::limit_exceeded, verdict::deny), m, bound.amount);
}

}  // namespace parley::engine
