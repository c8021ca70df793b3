// Verifying stacking rules, limits, playbooks and negotiation of an image. Internal to verify.hpp.
#pragma once

#include <cstdint>
#include <span>

#include "parley/base/limits.hpp"
#include "parley/graph/verify_primitives.hpp"

namespace parley::graph::detail {

inline bool verify_subject(const inspection& in, const subject_row& s) {
  if (!in.blank(s.unused)) return false;
  switch (s.what) {
    case subject_row::kind::offer: return in.row(s.which, in.t.offers);
    case subject_row::kind::offer_class: return in.row(s.which, in.t.classes);
    case subject_row::kind::any: return s.which == no_index;
  }
  return false;
}

inline bool verify_stacking(inspection& in) {
  for (std::size_t i = 0; i < in.t.subjects.size(); ++i) {
    if (!verify_subject(in, in.t.subjects[i])) return in.fail("subjects", i);
  }
  for (std::size_t i = 0; i < in.t.stacking.size(); ++i) {
    const stacking_row& r = in.t.stacking[i];
    const bool lonely = r.kind == stacking_kind::alone || r.kind == stacking_kind::at_most;
    const bool good =
        in.named(r.id) && in.text(r.text) && in.text(r.because) && in.place(r.at) &&
        in.one_of(r.kind, stacking_kind::before) && in.blank(r.unused) && in.condition(r.when) &&
        verify_subject(in, r.left) && in.rows(r.right, in.t.subjects) && in.visit(r.right.count) &&
        (r.right.count == 0) == lonely && in.refs(r.overrides, in.t.rule_refs, in.t.stacking);
    if (!good) return in.fail("stacking", i);
  }
  return in.t.stacking.size() <= caps::rules || in.fail("stacking", caps::rules);
}

inline bool verify_limit_target(const inspection& in, const limit_row& l) {
  switch (l.target) {
    case target_kind::offer: return in.row(l.target_index, in.t.offers);
    case target_kind::offer_class: return in.row(l.target_index, in.t.classes);
    case target_kind::selector: return in.row(l.target_index, in.t.selectors);
    case target_kind::none:
    case target_kind::order:
    case target_kind::shipping: return l.target_index == no_index;
    default: return false;
  }
}

inline bool verify_limit_amount(const inspection& in, const limit_row& l) {
  const bool computed =
      l.amount_kind == amount_kind::expression || l.amount_kind == amount_kind::share_of_expression;
  if (computed != (l.expression != no_index) || (computed && !in.number(l.expression)))
    return false;
  // Shares may exceed the whole: `110% of line.cost`.
  return l.amount >= -caps::cart_total && l.amount <= caps::cart_total;
}

inline bool verify_limits(inspection& in) {
  for (std::size_t i = 0; i < in.t.limits.size(); ++i) {
    const limit_row& l = in.t.limits[i];
    const bool good =
        in.named(l.id) && in.text(l.text) && in.text(l.because) && in.text(l.role) &&
        in.place(l.at) && in.one_of(l.measure, measure::rounds) &&
        in.one_of(l.comparison, comparison::at_least) &&
        in.one_of(l.otherwise, otherwise::escalate) && in.one_of(l.scope, scope::counter) &&
        in.one_of(l.amount_kind, amount_kind::share_of_expression) && in.blank(l.unused) &&
        l.unused2 == 0 && verify_limit_target(in, l) && verify_limit_amount(in, l) &&
        in.row_or_none(l.counter, in.t.counters) &&
        (l.scope == scope::counter) == (l.counter != no_index) && in.condition(l.when) &&
        in.row_or_none(l.playbook, in.t.playbooks) && in.rows(l.obligations, in.t.obligations) &&
        (l.otherwise == otherwise::escalate) == (l.role.size != 0);
    if (!good) return in.fail("limits", i);
  }
  for (std::size_t i = 0; i < in.t.counters.size(); ++i) {
    const counter_row& c = in.t.counters[i];
    const bool good = in.named(c.key) && in.one_of(c.measure, measure::rounds) &&
                      in.flag(c.is_money) && in.flag(c.per_customer) && c.unused == 0 &&
                      (i == 0 || in.view(in.t.counters[i - 1].key) < in.view(c.key));
    if (!good) return in.fail("counters", i);
  }
  return in.t.limits.size() <= caps::rules || in.fail("limits", caps::rules);
}

inline bool verify_playbooks(inspection& in) {
  for (std::size_t i = 0; i < in.t.playbooks.size(); ++i) {
    const playbook_row& p = in.t.playbooks[i];
    const bool good = in.named(p.name) && in.place(p.at) && in.rows(p.offers, in.t.subjects) &&
                      in.visit(p.offers.count) && in.refs(p.needs, in.t.fact_refs, in.t.facts) &&
                      in.refs(p.limits, in.t.rule_refs, in.t.limits) &&
                      in.rows(p.handoffs, in.t.handoffs) &&
                      in.rows(p.obligations, in.t.obligations);
    if (!good) return in.fail("playbooks", i);
  }
  for (std::size_t i = 0; i < in.t.handoffs.size(); ++i) {
    const handoff_row& h = in.t.handoffs[i];
    if (!in.condition(h.when) || !in.text(h.to) || !in.text(h.because) || !in.place(h.at)) {
      return in.fail("handoffs", i);
    }
  }
  return true;
}

inline bool verify_negotiation(inspection& in) {
  for (std::size_t i = 0; i < in.t.step_items.size(); ++i) {
    const step_item_row& item = in.t.step_items[i];
    if (!in.row(item.offer, in.t.offers) || !in.flag(item.has_parameter) ||
        !in.blank(item.unused)) {
      return in.fail("step_items", i);
    }
  }
  for (std::size_t i = 0; i < in.t.steps.size(); ++i) {
    const step_row& step = in.t.steps[i];
    if (!in.rows(step.items, in.t.step_items) || step.items.count > caps::proposal_offers ||
        !in.text(step.text) || !in.place(step.at)) {
      return in.fail("steps", i);
    }
  }
  for (std::size_t i = 0; i < in.t.triggers.size(); ++i) {
    const trigger_row& trigger = in.t.triggers[i];
    if (!in.named(trigger.name) || !in.required_condition(trigger.when) || !in.place(trigger.at) ||
        trigger.unused != 0 || trigger.worth < 0 || trigger.worth > caps::cart_total) {
      return in.fail("triggers", i);
    }
  }
  const header_row& h = in.t.header[0];
  for (std::uint32_t i = h.issues.first; i < h.issues.first + h.issues.count; ++i) {
    if (in.t.subjects[i].what == subject_row::kind::any) return in.fail("subjects", i);
  }
  const bool money = h.evidence == no_index || in.t.facts[h.evidence].type == type_kind::money;
  if (!money || (h.strategy != strategy::ladder && h.issues.count == 0)) {
    return in.fail("header", 0);
  }
  return true;
}

inline bool verify_wording(inspection& in) {
  for (std::size_t i = 0; i < in.t.wording.size(); ++i) {
    const wording_row& w = in.t.wording[i];
    bool good = in.named(w.language) && in.named(w.key) && in.text(w.text) && in.place(w.at);
    if (good && i > 0) {
      const wording_row& last = in.t.wording[i - 1];
      const auto order = in.view(last.language).compare(in.view(w.language));
      good = order < 0 || (order == 0 && in.view(last.key) < in.view(w.key));
    }
    if (!good) return in.fail("wording", i);
  }
  return in.t.wording.size() <= caps::wordings || in.fail("wording", caps::wordings);
}

}  // namespace parley::graph::detail
