// What a judged proposal tried.
#include <algorithm>
#include <bit>
#include <optional>

#include "packtest/rule_coverage.hpp"
#include "parley/engine/stack.hpp"

namespace parley::packtest {

namespace {

using engine::offer_bits;

bool breaks_bound(const graph::limit_row& row, int order) {
  return row.comparison == graph::comparison::at_most ? order > 0 : order < 0;
}

/// Whether the set holds two different offers that the rule relates.
bool has_pair(offer_bits left, offer_bits right) {
  return left != 0 && right != 0 && std::popcount(left | right) >= 2;
}

/// A number in units of 10^-digits, where it has no finer part.
std::optional<std::int64_t> units_of(const value& v, int digits) {
  switch (v.kind()) {
    case type_kind::integer: return decimal(v.as_int(), 0).scaled_exactly(digits);
    case type_kind::uinteger: return number_of(v).scaled_exactly(digits);
    case type_kind::decimal:
    case type_kind::percent:
    case type_kind::money: return v.as_decimal().scaled_exactly(digits);
    default: return std::nullopt;
  }
}

bool apart_by_one(std::int64_t a, std::int64_t b) {
  const auto [low, high] = std::minmax(a, b);
  return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) == 1;
}

/// Whether two neighbouring values are one step of their type apart: a minor unit, a basis point, a
/// piece, a second. Plain decimals have no step.
bool next_to(const value& a, const value& b, int currency_digits) {
  const auto is = [&](type_kind kind) { return a.is(kind) || b.is(kind); };
  if (a.is(type_kind::timestamp) && b.is(type_kind::timestamp)) {
    return a.as_timestamp().nanos == b.as_timestamp().nanos &&
           apart_by_one(a.as_timestamp().seconds, b.as_timestamp().seconds);
  }
  if (a.is(type_kind::duration) && b.is(type_kind::duration)) {
    return a.as_duration().nanos == b.as_duration().nanos &&
           apart_by_one(a.as_duration().seconds, b.as_duration().seconds);
  }
  // A plain number beside money reads as that currency, and beside a percent as a share.
  const int digits = is(type_kind::money) ? currency_digits : is(type_kind::percent) ? 4 : 0;
  if (digits == 0 && is(type_kind::decimal)) return false;
  const auto x = units_of(a, digits);
  const auto y = units_of(b, digits);
  return x && y && apart_by_one(*x, *y);
}

}  // namespace

void rule_coverage::count(rule& to, truth outcome) {
  switch (outcome) {
    case truth::yes: ++to.counts.fired; break;
    case truth::no: ++to.counts.held; break;
    case truth::unknown: ++to.counts.unknown; break;
    case truth::error: break;
  }
}

void rule_coverage::try_bound(rule& to, const comparison& c, const value& left) const {
  const auto order = order_of(left, c.right);
  if (!order) return;
  report::covered_bound& bound = to.counts.bounds[c.bound];
  const bool near = next_to(left, c.right, rules_.header().currency_digits);
  if (*order == 0) {
    ++bound.at;
  } else if (*order < 0) {
    ++bound.below;
    bound.just_below = bound.just_below || near;
  } else {
    ++bound.above;
    bound.just_above = bound.just_above || near;
  }
}

void rule_coverage::try_bounds(rule& to) {
  const fact_set& facts = *work_.facts;
  const auto lines = static_cast<std::uint32_t>(facts.lines().size());
  for (const comparison& c : to.comparisons) {
    if (c.what == comparison::kind::fact) {
      if (facts.state(c.left) == fact_state::known) try_bound(to, c, facts.get(c.left));
    } else if (c.what == comparison::kind::line_fact) {
      for (std::uint32_t line = 0; line < lines; ++line) {
        if (facts.line_state(line, c.left) != fact_state::known) continue;
        try_bound(to, c, facts.line_value(line, c.left));
      }
    } else {
      for (std::uint32_t line = 0; line < (c.over_lines ? lines : 1); ++line) {
        const outcome made = work_.evaluator.compute_node(c.left, c.over_lines ? line : no_index);
        if (made.known()) try_bound(to, c, made.content);
      }
    }
  }
}

void rule_coverage::trace(const fact_set& facts, const proposal& asked, bool stacking_only) {
  readings_.clear();
  validate(rules_, facts, asked, work_, judged_);
  trace_stacking();
  if (stacking_only) return;
  trace_offers();
  trace_limits();
  trace_needs();
  trace_handoffs();
  trace_selectors();
  trace_obligations();
}

void rule_coverage::trace_offers() {
  for (const engine::offer_instance& what : work_.instances) {
    rule& to = offers_[what.offer];
    if (to.own_bound == SIZE_MAX || !what.has_parameter) continue;
    const graph::effect_row& effect = rules_.tables().offers[what.offer].effect;
    report::covered_bound& bound = to.counts.bounds[to.own_bound];
    const std::int64_t step = std::max<std::int64_t>(effect.step, 1);
    const std::int64_t most = effect.maximum;
    if (what.parameter == most) {
      ++bound.at;
    } else if (what.parameter < most) {
      ++bound.below;
      bound.just_below = bound.just_below || most - step <= what.parameter;
    } else {
      ++bound.above;
      bound.just_above = bound.just_above || what.parameter - step <= most;
    }
  }
  for (const graph::index offer : work_.stack.distinct) {
    truth held = truth::yes;
    for (const finding& f : judged_.findings) {
      if (f.rule_kind != finding::rule_kind::offer || f.rule != offer) continue;
      if (f.code == finding_code::rule_error) held = truth::error;
      if (f.code != finding_code::offer_condition) continue;
      held = f.verdict == verdict::need ? truth::unknown : truth::no;
    }
    count(offers_[offer], held);
    try_bounds(offers_[offer]);
  }
}

void rule_coverage::trace_stacking() {
  const auto& rows = rules_.tables().stacking;
  for (graph::index which = 0; which < rows.size(); ++which) trace_stacking_rule(which);
}

void rule_coverage::trace_stacking_rule(graph::index which) {
  const graph::stacking_row& row = rules_.tables().stacking[which];
  rule& to = stacking_[which];
  const engine::stack_state& s = work_.stack;
  const offer_bits left = engine::members(s, row.left);
  const offer_bits right = engine::right_members(work_, row);
  const auto judged = [&](truth when) {
    count(to, when);
    try_bounds(to);
  };
  switch (row.kind) {
    case graph::stacking_kind::with:
      if (has_pair(left, right)) judged(work_.evaluator.test(row.when));
      break;
    case graph::stacking_kind::before:
      if (has_pair(left, right)) ++to.counts.fired;
      break;
    case graph::stacking_kind::excludes:
    case graph::stacking_kind::alone: {
      const bool alone = row.kind == graph::stacking_kind::alone;
      if (has_pair(left, alone ? engine::all_offers(s) : right)) {
        judged(work_.evaluator.test(row.when));
      } else if (left != 0 || right != 0) {
        ++to.counts.held;
      }
      break;
    }
    case graph::stacking_kind::at_most: {
      std::uint64_t named = 0;
      for (offer_bits l = left; l != 0; l &= l - 1) named += s.instances[engine::lowest(l)];
      if (named == 0) break;
      report::covered_bound& bound = to.counts.bounds[to.own_bound];
      if (named == row.count) {
        ++bound.at;
      } else if (named < row.count) {
        ++bound.below;
        bound.just_below = bound.just_below || named + 1 == row.count;
      } else {
        ++bound.above;
        bound.just_above = bound.just_above || named == row.count + 1;
      }
      if (named > row.count) {
        judged(work_.evaluator.test(row.when));
      } else {
        ++to.counts.held;
      }
      break;
    }
    case graph::stacking_kind::requires_all:
    case graph::stacking_kind::requires_any: {
      if (left == 0) break;
      bool lacking = false;
      for (offer_bits l = left; l != 0; l &= l - 1) {
        const offer_bits self = engine::bit(engine::lowest(l));
        std::size_t met = 0;
        for (const graph::subject_row& subject : pack::rows(rules_.tables().subjects, row.right)) {
          if ((engine::members(s, subject) & ~self) != 0) ++met;
        }
        const bool all = row.kind == graph::stacking_kind::requires_all;
        lacking = lacking || (all ? met < row.right.count : met == 0);
      }
      if (lacking) {
        judged(work_.evaluator.test(row.when));
      } else {
        ++to.counts.held;
      }
      break;
    }
  }
}

void rule_coverage::trace_limits() {
  const auto& rows = rules_.tables().limits;
  for (std::size_t i = 0; i < work_.limits.size(); ++i) {
    const graph::index which = work_.limits[i];
    rule& to = limits_[which];
    truth outcome = work_.limit_when[i] == truth::unknown ? truth::unknown : truth::no;
    for (const finding& f : judged_.findings) {
      if (f.rule_kind != finding::rule_kind::limit || f.rule != which) continue;
      if (f.verdict == verdict::need) outcome = truth::unknown;
    }
    for (const engine::limit_reading& r : readings_) {
      if (r.limit != which || !r.known) continue;
      report::covered_bound& bound = to.counts.bounds[to.own_bound];
      const bool broken = breaks_bound(rows[which], r.order);
      // A bound between two minor units is tried by the last one that keeps it.
      const bool at = r.order == 0 || (r.near && !broken && r.bound.denominator != 1);
      if (at) ++bound.at;
      if (r.order < 0 && !at) ++bound.below;
      if (r.order > 0 && !at) ++bound.above;
      bound.just_below = bound.just_below || (r.order < 0 && r.near);
      bound.just_above = bound.just_above || (r.order > 0 && r.near);
      if (broken && r.when == truth::yes) outcome = truth::yes;
    }
    for (const applied_offer& a : judged_.quote.applied) {
      if (a.bound_by == which) outcome = truth::yes;
    }
    count(to, outcome);
    try_bounds(to);
  }
  try_idle_limits();
}

void rule_coverage::try_idle_limits() {
  for (graph::index which = 0; which < limits_.size(); ++which) {
    if (limits_[which].comparisons.empty() || !work_.limit_marks.has(which)) continue;
    const auto& judged = work_.limits;
    if (std::find(judged.begin(), judged.end(), which) == judged.end()) try_bounds(limits_[which]);
  }
}

void rule_coverage::trace_needs() {
  if (work_.playbook == no_index || work_.instances.empty()) return;
  std::size_t at = needs_from_[work_.playbook];
  const row_range needs = rules_.tables().playbooks[work_.playbook].needs;
  for (const graph::index fact : pack::rows(rules_.tables().fact_refs, needs)) {
    const fact_state state = work_.facts->state(fact);
    count(needs_[at++], state == fact_state::known    ? truth::no
                        : state == fact_state::absent ? truth::yes
                                                      : truth::unknown);
  }
}

void rule_coverage::trace_handoffs() {
  const auto range = [&](row_range rows) {
    for (std::uint32_t i = rows.first; i < rows.first + rows.count; ++i) {
      count(handoffs_[i], work_.evaluator.test(rules_.tables().handoffs[i].when));
      try_bounds(handoffs_[i]);
    }
  };
  range(rules_.header().handoffs);
  if (work_.playbook != no_index) range(rules_.tables().playbooks[work_.playbook].handoffs);
}

void rule_coverage::trace_selectors() {
  const auto lines = static_cast<std::uint32_t>(work_.facts->lines().size());
  for (graph::index which = 0; which < selectors_.size(); ++which) {
    if (lines != 0) static_cast<void>(work_.lines_of(which));
    for (std::uint32_t line = 0; line < lines; ++line)
      count(selectors_[which], work_.holds(which, line));
    if (lines != 0) try_bounds(selectors_[which]);
  }
}

void rule_coverage::trace_obligations() {
  if (work_.instances.empty() || judged_.verdict > verdict::escalate) return;
  std::vector<graph::index> asked;
  const auto add = [&](row_range range) {
    for (std::uint32_t i = 0; i < range.count; ++i) asked.push_back(range.first + i);
  };
  const auto& t = rules_.tables();
  add(rules_.header().obligations);
  if (work_.playbook != no_index) add(t.playbooks[work_.playbook].obligations);
  for (const graph::index offer : work_.stack.distinct) add(t.offers[offer].obligations);
  for (const graph::index limit : work_.limits) add(t.limits[limit].obligations);
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  for (const graph::index which : asked) {
    count(obligations_[which], work_.evaluator.test(t.obligations[which].when));
    try_bounds(obligations_[which]);
  }
}

}  // namespace parley::packtest
