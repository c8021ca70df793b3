// May these offers be promised together? Looks only at rules that name one of them, a class of
// theirs, or any offer.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "parley/engine/findings.hpp"
#include "parley/engine/stack_plan.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// Offers of a set as bits of their slots.
using offer_bits = std::uint64_t;

[[nodiscard]] constexpr offer_bits bit(std::size_t slot) noexcept {
  return offer_bits{1} << slot;
}
[[nodiscard]] inline offer_bits all_offers(const stack_state& s) noexcept {
  return s.distinct.size() == 64 ? ~offer_bits{0} : bit(s.distinct.size()) - 1;
}
[[nodiscard]] inline std::uint32_t lowest(offer_bits bits) noexcept {
  return static_cast<std::uint32_t>(std::countr_zero(bits));
}
[[nodiscard]] constexpr offer_bits lowest_bit(offer_bits bits) noexcept {
  return bits & (~bits + 1);
}

/// Whether a set has two offers or more.
[[nodiscard]] constexpr bool several(offer_bits set) noexcept {
  return (set & (set - 1)) != 0;
}

/// The offers of the set that a subject means.
[[nodiscard]] inline offer_bits members(const stack_state& s,
                                        const graph::subject_row& subject) noexcept {
  switch (subject.what) {
    case graph::subject_row::kind::offer:
      return s.offers.has(subject.which) ? bit(s.offer_slot[subject.which]) : 0;
    case graph::subject_row::kind::offer_class:
      return s.classes.has(subject.which) ? s.class_mask[subject.which] : 0;
    case graph::subject_row::kind::any: return all_offers(s);
  }
  return 0;
}

[[nodiscard]] inline offer_bits right_members(const workspace& w,
                                              const graph::stacking_row& rule) noexcept {
  offer_bits bits = 0;
  for (const graph::subject_row& subject : pack::rows(w.tables().subjects, rule.right)) {
    bits |= members(w.stack, subject);
  }
  return bits;
}

/// Writes down which offers of the set the rules mean, and leaves out those about pairs of which it
/// holds but one offer: most rules of a hub offer.
inline void settle_rules(workspace& w) {
  stack_state& s = w.stack;
  std::size_t kept = 0;
  for (stack_state::relevant_rule r : s.relevant) {
    const graph::stacking_row& row = w.tables().stacking[r.rule];
    if (row.kind == graph::stacking_kind::before) continue;
    r.left = members(s, row.left);
    if (row.kind == graph::stacking_kind::with || row.kind == graph::stacking_kind::excludes) {
      r.right = r.left == 0 ? 0 : right_members(w, row);
      if (r.right == 0 || !several(r.left | r.right)) continue;
    }
    s.relevant[kept++] = r;
  }
  s.relevant.resize(kept);
}

/// Adds the rules in an offer's list that can matter by now.
inline void add_rules(workspace& w, const stack_plan& plan, row_range rules) {
  stack_state& s = w.stack;
  for (const graph::index rule : pack::rows(w.tables().rule_refs, rules)) {
    switch (plan.weights[rule]) {
      case rule_weight::one:
        if (s.rules.add(rule)) s.relevant.push_back({rule});
        break;
      case rule_weight::two:
        if (!s.rules.add(rule) && s.pairs.add(rule)) s.relevant.push_back({rule});
        break;
      case rule_weight::never: break;
    }
  }
}

/// Writes down the distinct offers of the proposal, their classes and the rules about them.
inline void gather_set(workspace& w) {
  stack_state& s = w.stack;
  const auto& t = w.tables();
  s.distinct.clear(), s.instances.clear(), s.relevant.clear();
  const stack_plan& plan = stack_plan_of(*w.pack);
  for (const offer_instance& what : w.instances) {
    if (!s.offers.add(what.offer)) {
      ++s.instances[s.offer_slot[what.offer]];
      continue;
    }
    const auto slot = static_cast<std::uint32_t>(s.distinct.size());
    const graph::offer_row& row = w.offer(what.offer);
    s.offer_slot[what.offer] = slot;
    s.distinct.push_back(what.offer);
    s.instances.push_back(1);
    for (const graph::index c : pack::rows(t.class_refs, row.classes)) {
      if (s.classes.add(c)) s.class_mask[c] = 0;
      s.class_mask[c] |= bit(slot);
    }
    add_rules(w, plan, row.stacking);
  }
  if (!s.distinct.empty()) {
    for (const graph::index rule : pack::rows(t.rule_refs, w.pack->header().any_stacking)) {
      if (s.pairs.add(rule) && s.rules.add(rule)) s.relevant.push_back({rule});
    }
  }
  settle_rules(w);
  s.permitted.assign(s.distinct.size(), 0);
  s.forbidden.assign(s.distinct.size(), 0);
  s.lifts.clear(), s.permissions.clear();
}

/// Reports that a rule's condition failed; only where the rule would decide something.
inline void report_failure(workspace& w, graph::index rule, offer_bits concerned) {
  w.order.clear();
  for (; concerned != 0; concerned &= concerned - 1)
    w.order.push_back(w.stack.distinct[lowest(concerned)]);
  report(w, finding_code::rule_error, verdict::deny, finding::rule_kind::stacking, rule, w.order);
}

/// Reports a rule about some offers of the set: deny, or need when its condition is unknown.
inline void report_rule(workspace& w, finding_code code, graph::index rule, truth active,
                        offer_bits concerned) {
  w.order.clear();
  for (; concerned != 0; concerned &= concerned - 1)
    w.order.push_back(w.stack.distinct[lowest(concerned)]);
  const bool known = active == truth::yes;
  finding& f = report(w, code, known ? verdict::deny : verdict::need,
                      rule == no_index ? finding::rule_kind::none : finding::rule_kind::stacking,
                      rule, w.order);
  if (known) return;
  w.reasons.clear();
  w.evaluator.reasons(w.tables().stacking[rule].when, no_index, w.reasons);
  explain_need(w, f);
}

/// Whether a rule's pair (a, b) of different offers is in the set, in either direction.
template <typename Visit>
void for_each_pair(offer_bits left, offer_bits right, Visit&& visit) {
  for (offer_bits l = left; l != 0; l &= l - 1) {
    const std::uint32_t a = lowest(l);
    for (offer_bits r = right & ~bit(a); r != 0; r &= r - 1) {
      const std::uint32_t b = lowest(r);
      // A pair that the rule means both ways is visited once.
      const bool mirrored = (left & bit(b)) != 0 && (right & bit(a)) != 0;
      if (!mirrored || a < b) visit(a, b);
    }
  }
}

/// `with`: permits pairs, and lifts prohibitions where it names both offers.
inline void judge_permission(workspace& w, graph::index rule, offer_bits left, offer_bits right) {
  const graph::stacking_row& row = w.tables().stacking[rule];
  stack_state& s = w.stack;
  const truth active = w.evaluator.test(row.when);
  if (active == truth::no) return;
  const bool mutual = w.pack->header().stacking_mutual != 0;
  if (active == truth::yes && !mutual && row.overrides.count == 0) {  // what most of them are
    for (offer_bits l = left; l != 0; l &= l - 1) s.permitted[lowest(l)] |= right & ~lowest_bit(l);
    for (offer_bits r = right; r != 0; r &= r - 1) s.permitted[lowest(r)] |= left & ~lowest_bit(r);
    return;
  }
  if (mutual) {  // each offer on the left speaks for itself alone
    for (offer_bits l = left; l != 0; l &= l - 1) {
      const std::uint32_t a = lowest(l);
      if (active == truth::yes) s.permitted[a] |= right & ~bit(a);
      if (active == truth::yes) continue;
      for (offer_bits r = right & ~bit(a); r != 0; r &= r - 1) {
        s.permissions.push_back({rule, a, lowest(r), active == truth::error});
      }
    }
  }
  for_each_pair(left, right, [&](std::uint32_t a, std::uint32_t b) {
    if (!mutual && active == truth::yes) {
      s.permitted[a] |= bit(b);
      s.permitted[b] |= bit(a);
    } else if (!mutual) {
      s.permissions.push_back({rule, a, b, active == truth::error});
    }
    if (active == truth::error) return;
    if (row.left.what != graph::subject_row::kind::offer) return;
    for (const graph::subject_row& subject : pack::rows(w.tables().subjects, row.right)) {
      if (subject.what != graph::subject_row::kind::offer) continue;
      if (subject.which != s.distinct[a] && subject.which != s.distinct[b]) continue;
      for (const graph::index lifted : pack::rows(w.tables().rule_refs, row.overrides)) {
        s.lifts.push_back({lifted, rule, a, b, active});
      }
    }
  });
}

/// Whether a permission lifts this prohibition for this pair.
[[nodiscard]] inline truth lifted(const stack_state& s, graph::index rule, std::uint32_t a,
                                  std::uint32_t b, graph::index& by) {
  truth found = truth::no;
  for (const stack_state::lift& l : s.lifts) {
    if (l.prohibition != rule || !((l.a == a && l.b == b) || (l.a == b && l.b == a))) continue;
    if (l.active == truth::yes) return truth::yes;
    found = truth::unknown;
    by = l.rule;
  }
  return found;
}

/// `excludes` and `alone`: forbids pairs.
inline void judge_prohibition(workspace& w, graph::index rule, offer_bits left, offer_bits right,
                              finding_code code) {
  stack_state& s = w.stack;
  if (left == 0 || !several(left | right)) return;
  const truth active = w.evaluator.test(w.tables().stacking[rule].when);
  if (active == truth::no) return;
  for_each_pair(left, right, [&](std::uint32_t a, std::uint32_t b) {
    graph::index by = no_index;
    const truth lift = lifted(s, rule, a, b, by);
    if (lift == truth::yes) return;
    if (active == truth::error && lift == truth::no) {
      report_failure(w, rule, bit(a) | bit(b));
      return;
    }
    if (active == truth::yes && lift == truth::no) {
      s.forbidden[a] |= bit(b);
      s.forbidden[b] |= bit(a);
      report_rule(w, code, rule, truth::yes, bit(a) | bit(b));
      return;
    }
    report_rule(w, code, rule, truth::unknown, bit(a) | bit(b));
    if (lift != truth::unknown) return;
    // What could lift it counts as well.
    finding& f = w.out->findings.back();
    const auto from = w.out->finding_missing.begin() + f.missing.first;
    w.reasons.assign(from, from + f.missing.count);
    w.evaluator.reasons(w.tables().stacking[by].when, no_index, w.reasons);
    explain_need(w, f);
  });
}

/// `at most N of X`: counts instances.
inline void judge_count(workspace& w, graph::index rule, offer_bits left) {
  const graph::stacking_row& row = w.tables().stacking[rule];
  std::uint64_t named = 0;
  for (offer_bits l = left; l != 0; l &= l - 1) named += w.stack.instances[lowest(l)];
  if (named <= row.count) return;
  const truth active = w.evaluator.test(row.when);
  if (active == truth::no) return;
  if (active == truth::error) return report_failure(w, rule, left);
  report_rule(w, finding_code::stacking_at_most, rule, active, left);
  finding& f = w.out->findings.back();
  f.actual = {quantity::kind::count, static_cast<std::int64_t>(named), 1};
  f.bound = {quantity::kind::count, row.count, 1};
}

/// `requires`: every offer on the left needs all (or one) of the subjects on the right, not itself.
inline void judge_requirement(workspace& w, graph::index rule, offer_bits left, bool all) {
  const graph::stacking_row& row = w.tables().stacking[rule];
  offer_bits lacking = 0;
  for (offer_bits l = left; l != 0; l &= l - 1) {
    const offer_bits self = bit(lowest(l));
    std::size_t met = 0;
    for (const graph::subject_row& subject : pack::rows(w.tables().subjects, row.right)) {
      if ((members(w.stack, subject) & ~self) != 0) ++met;
    }
    if (all ? met < row.right.count : met == 0) lacking |= self;
  }
  if (lacking == 0) return;
  const truth active = w.evaluator.test(row.when);
  if (active == truth::no) return;
  if (active == truth::error) return report_failure(w, rule, lacking);
  for (; lacking != 0; lacking &= lacking - 1) {
    report_rule(w, finding_code::stacking_requires, rule, active, bit(lowest(lacking)));
  }
}

/// What permissions say of a pair that isn't permitted outright. The reasons of those whose
/// condition is unknown are added to `w.reasons`.
struct open_permission {
  bool possible = false;
  graph::index failed = no_index;  ///< the first, by id, of those whose condition failed
};

[[nodiscard]] inline open_permission look_for_permission(workspace& w, std::uint32_t from,
                                                         std::uint32_t to) {
  const bool mutual = w.pack->header().stacking_mutual != 0;
  open_permission found;
  for (const stack_state::possible& p : w.stack.permissions) {
    const bool there = p.a == from && p.b == to;
    if (!there && (mutual || p.a != to || p.b != from)) continue;
    if (p.failed) {
      const auto id = [&](graph::index rule) { return w.pack->text(w.tables().stacking[rule].id); };
      if (found.failed == no_index || id(p.rule) < id(found.failed)) found.failed = p.rule;
      continue;
    }
    found.possible = true;
    w.evaluator.reasons(w.tables().stacking[p.rule].when, no_index, w.reasons);
  }
  return found;
}

/// Under closed stacking, a pair that nothing permits: a deny where that is certain, else a need.
/// Under mutual stacking each side is asked for its own permission.
inline void judge_pair(workspace& w, std::uint32_t a, std::uint32_t b) {
  stack_state& s = w.stack;
  w.reasons.clear();
  bool refused = false;
  graph::index failed = no_index;
  const auto ask = [&](std::uint32_t from, std::uint32_t to) {
    if ((s.permitted[from] & bit(to)) != 0) return;
    const open_permission found = look_for_permission(w, from, to);
    if (found.possible) return;
    if (found.failed == no_index) refused = true;
    if (found.failed == no_index) return;
    const auto id = [&](graph::index rule) { return w.pack->text(w.tables().stacking[rule].id); };
    if (failed == no_index || id(found.failed) < id(failed)) failed = found.failed;
  };
  ask(a, b);
  if (w.pack->header().stacking_mutual != 0) ask(b, a);
  if (!refused && failed != no_index) {
    w.reasons.clear();
    return report_failure(w, failed, bit(a) | bit(b));
  }
  finding& f =
      report(w, finding_code::stacking_not_permitted, refused ? verdict::deny : verdict::need,
             finding::rule_kind::none, no_index, {s.distinct[a], s.distinct[b]});
  if (refused) {
    w.reasons.clear();
  } else {
    explain_need(w, f);
  }
}

/// Pairs that nothing permits. A pair that is forbidden has its reason already.
inline void judge_pairs(workspace& w) {
  stack_state& s = w.stack;
  const bool mutual = w.pack->header().stacking_mutual != 0;
  for (std::uint32_t a = 0; a < s.distinct.size(); ++a) {
    offer_bits permitted = s.permitted[a];
    if (mutual) {
      for (offer_bits p = permitted; p != 0; p &= p - 1) {
        if ((s.permitted[lowest(p)] & bit(a)) == 0) permitted &= ~bit(lowest(p));
      }
    }
    const offer_bits later = all_offers(s) & ~(bit(a) | (bit(a) - 1));
    offer_bits open = later & ~permitted & ~s.forbidden[a];
    for (; open != 0; open &= open - 1) judge_pair(w, a, lowest(open));
  }
}

/// Judges the whole set. Precondition: `gather_set` ran.
inline void judge_set(workspace& w) {
  stack_state& s = w.stack;
  const auto& t = w.tables();
  for (const stack_state::relevant_rule& r : s.relevant) {
    if (t.stacking[r.rule].kind == graph::stacking_kind::with) {
      judge_permission(w, r.rule, r.left, r.right);
    }
  }
  for (const stack_state::relevant_rule& r : s.relevant) {
    switch (t.stacking[r.rule].kind) {
      case graph::stacking_kind::excludes:
        judge_prohibition(w, r.rule, r.left, r.right, finding_code::stacking_excluded);
        break;
      case graph::stacking_kind::alone:
        judge_prohibition(w, r.rule, r.left, all_offers(s), finding_code::stacking_alone);
        break;
      case graph::stacking_kind::at_most: judge_count(w, r.rule, r.left); break;
      case graph::stacking_kind::requires_all: judge_requirement(w, r.rule, r.left, true); break;
      case graph::stacking_kind::requires_any: judge_requirement(w, r.rule, r.left, false); break;
      default: break;
    }
  }
  if (w.pack->header().stacking_open == 0 && s.distinct.size() > 1) judge_pairs(w);
}

}  // namespace parley::engine
