// Facts nobody reads, facts nobody asks for, and the witnesses of what earlier phases found.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/analyser.hpp"
#include "analysis/codes.hpp"
#include "analysis/order_dependence.hpp"
#include "check/codes.hpp"

namespace parley::analysis {

using check::typed_condition;
using graph::stacking_kind;

namespace {

template <typename Visit>
void each_fact(const std::optional<typed_condition>& c, Visit&& visit) {
  if (!c) return;
  for (const check::typed_node& n : c->nodes) {
    if (n.op == graph::op::fact || n.op == graph::op::has_fact) visit(n);
  }
}

}  // namespace

void analyser::facts() {
  // A fact makes no difference: the same question with two of its values.
  std::vector<std::pair<span, index>> unused;
  for (index f = 0; f < checked_.facts.size(); ++f) unused.emplace_back(checked_.facts[f].at, f);
  for (std::size_t i = 0; i < found_.items().size(); ++i) {
    const diagnostic& told = found_.items()[i];
    if (told.code == check::codes::unused_fact.code && !checked_.offers.empty()) {
      const auto at = std::find_if(unused.begin(), unused.end(),
                                   [&](const auto& u) { return u.first == told.at; });
      if (at == unused.end()) continue;
      const auto which = axes_.find(axis_kind::fact, at->second);
      std::optional<scenario> s;
      for (index o = 0; o < checked_.offers.size() && o < 16 && !s; ++o)
        s = scene({offer_when_[o]}, {o});
      if (!s || !which) continue;
      std::vector<scenario> cases{*s};
      s->facts[at->second] = {};
      cases.push_back(*s);
      show(found_.change(i), cases);
    }
    if (told.code != check::codes::requires_cycle.code) continue;
    for (index r = 0; r < checked_.stacking.size(); ++r) {
      const check::checked_stacking& rule = checked_.stacking[r];
      if (rule.at != told.at || rule.left.what != graph::subject_row::kind::offer) continue;
      const index a = rule.left.which;
      const auto s = scene({offer_when_[a]}, {a});
      if (s && hand_->run(*s).verdict == verdict::deny) show(found_.change(i), {*s});
    }
  }
  unasked();
}

// A prohibition that waits for a fact no playbook asks for: without the fact every such proposal is
// a `need`, and nothing in the pack sees to it that it comes.
void analyser::unasked() {
  std::vector<bool> asked(checked_.facts.size(), false);
  for (const auto& p : checked_.playbooks) {
    for (const index f : p.needs) asked[f] = true;
    for (const auto& h : p.handoffs)
      each_fact(h.when, [&](const auto& n) { asked[n.reference] = true; });
  }
  for (const auto& h : checked_.handoffs)
    each_fact(h.when, [&](const auto& n) { asked[n.reference] = true; });
  for (const auto& o : checked_.offers) {
    each_fact(o.when, [&](const auto& n) { asked[n.reference] = true; });
    each_fact(o.effect.match, [&](const auto& n) { asked[n.reference] = true; });
  }
  for (index f = 0; f < asked.size(); ++f) {
    const check::checked_fact& fact = checked_.facts[f];
    if (fact.default_value || fact.max_age_seconds >= 0) asked[f] = true;
  }
  // Where no playbook says what has to be asked for, only a prohibition of pairs is told: a limit
  // is in force on each proposal, so its facts are those that the host supplies anyway.
  const bool asks = std::any_of(checked_.playbooks.begin(), checked_.playbooks.end(),
                                [](const auto& p) { return !p.needs.empty(); });
  const auto look = [&](const site& where, const std::optional<typed_condition>& when,
                        const judged& j) {
    if (j.never() || j.always()) return;
    each_fact(when, [&](const check::typed_node& n) {
      const index f = n.reference;
      if (asked[f]) return;
      std::vector<index> offers = offers_at(where);
      if (offers.empty()) return;
      // The rest of the condition may not settle it.
      const bool limit = where.what == site::kind::limit;
      std::vector<const judged*> hold{&j};
      for (const index o : offers) hold.push_back(offer_when_[o]);
      auto s = scene(hold, offers);
      if (!s) return;
      s->facts[f] = {};
      if (where.playbook != no_index) s->intent = checked_.playbooks[where.playbook].name;
      for (scenario_offer& o : s->offers) {
        if (o.has_parameter && limit) o.parameter = checked_.offers[o.offer].effect.row.maximum;
      }
      const decision& answer = hand_->run(*s);
      const bool waits =
          std::any_of(answer.findings.begin(), answer.findings.end(), [&](const finding& x) {
            return x.verdict == verdict::need && x.rule == where.row &&
                   x.rule_kind ==
                       (limit ? finding::rule_kind::limit : finding::rule_kind::stacking);
          });
      if (!waits) return;
      asked[f] = true;
      diagnostic& d =
          warn(codes::unasked_fact, claim::subject::fact, f, when->place_of(n),
               fmt::format("{} waits for `{}`, and nothing asks for it", where.name,
                           checked_.facts[f].name),
               "list it under `needs:` of a playbook, or give it a `default:` or a `max_age:`",
               where.row);
      d.related.push_back(
          {checked_.facts[f].at, fmt::format("`{}` is declared here", checked_.facts[f].name)});
      show(d, {*s});
    });
  };
  for (index r = 0; r < checked_.stacking.size(); ++r) {
    const auto& rule = checked_.stacking[r];
    if (rule.kind == stacking_kind::with || rule.kind == stacking_kind::before) continue;
    if (!asks &&
        (rule.kind == stacking_kind::requires_all || rule.kind == stacking_kind::requires_any))
      continue;
    look({site::kind::stacking, r, no_index, fmt::format("`{}`", rule.text), rule.at,
          stacking_when_[r]},
         rule.when, *stacking_when_[r]);
  }
  for (index l = 0; asks && l < checked_.limits.size(); ++l) {
    const auto& limit = checked_.limits[l];
    look({site::kind::limit, l, limit.row.playbook, fmt::format("`{}`", limit.text), limit.at,
          limit_when_[l]},
         limit.when, *limit_when_[l]);
  }
}

/// Offers whose order decides the total, on the cart that shows it, to the total that comes of it
/// now.
void analyser::orders() {
  std::vector<order_pair> pairs;
  warn_of_order(checked_, compiled_, found_, &pairs,
                [&](index a, index b) { return kept_apart(a, b).why != apart::kind::no; });
  for (const order_pair& p : pairs) {
    auto s = scene({offer_when_[p.first], offer_when_[p.second]}, {p.first, p.second});
    if (!s) continue;
    for (scenario_offer& o : s->offers) o.parameter = checked_.offers[o.offer].effect.row.maximum;
    if (p.quantity > 0 && s->lines.size() == 1) {
      const scenario before = *s;
      s->lines[0].price = p.price;
      s->lines[0].quantity = p.quantity;
      const decision& answer = hand_->run(*s);
      if (!answer.has_quote || answer.quote.applied.size() != 2) s = before;
    }
    const decision& answer = hand_->run(*s);
    if (answer.has_quote && answer.quote.applied.size() == 2)
      show(found_.change(p.told), {*s}, false, true);
  }
}

}  // namespace parley::analysis
