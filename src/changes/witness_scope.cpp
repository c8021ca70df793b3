#include "changes/witness_scope.hpp"

#include <algorithm>
#include <utility>

namespace parley::changes {

namespace {

using report::change_kind;

constexpr std::size_t most_offers = 8;  // tried at once
constexpr std::size_t most_facts = 48;
constexpr std::size_t most_counters = 16;
constexpr std::size_t most_intents = 4;
constexpr std::size_t most_rules = 400;  // whose facts are given

template <typename T, typename U>
void add_name(std::vector<T>& to, U&& name, std::size_t most) {
  if (to.size() >= most) return;
  if (std::find(to.begin(), to.end(), name) == to.end()) to.emplace_back(name);
}

/// What a search may turn: gathered from both packs.
class scope_builder {
 public:
  explicit scope_builder(question_scope& to) : to_(to) {}

  void offers_of(const pack& p, const witness_target& target, graph::index row) {
    const auto& t = p.tables();
    const auto name = [&](graph::index o) { return std::string(p.text(t.offers[o].name)); };
    if (target.kind == change_kind::limit && row != no_index) {
      const graph::limit_row& l = t.limits[row];
      if (l.target == graph::target_kind::offer)
        add_name(to_.offers, name(l.target_index), most_offers);
      if (l.target == graph::target_kind::offer_class) {
        for (const graph::index o : pack::rows(t.offer_refs, t.classes[l.target_index].members)) {
          add_name(to_.offers, name(o), most_offers);
        }
      }
    }
    if (target.kind == change_kind::stacking && row != no_index) {
      const graph::stacking_row& r = t.stacking[row];
      subject(p, r.left);
      for (const graph::subject_row& s : pack::rows(t.subjects, r.right)) subject(p, s);
    }
    for (graph::index o = 0; o < t.offers.size() && to_.offers.size() < most_offers; ++o) {
      add_name(to_.offers, name(o), most_offers);
    }
  }

  void rules_of(const pack& p) {
    const auto& t = p.tables();
    for (const std::string& offer : to_.offers) {
      const graph::index o = p.offer_named(offer);
      if (o == no_index) continue;
      const graph::offer_row& row = t.offers[o];
      expression(p, row.when);
      expression(p, row.effect.expression);
      target(p, row.effect.target, row.effect.target_index);
      for (const auto& part : pack::rows(t.bundle_parts, row.effect.parts)) {
        target(p, part.target, part.target_index);
      }
      for (const graph::index r : pack::rows(t.rule_refs, row.stacking)) {
        expression(p, t.stacking[r].when);
      }
      for (const graph::index l : pack::rows(t.rule_refs, row.limits)) limit(p, l);
    }
    for (const graph::index r : pack::rows(t.rule_refs, p.header().any_stacking)) {
      expression(p, t.stacking[r].when);
    }
    for (const graph::index l : pack::rows(t.rule_refs, p.header().global_limits)) limit(p, l);
    for (const graph::playbook_row& b : t.playbooks) {
      if (to_.intents.empty() ||
          std::find(to_.intents.begin(), to_.intents.end(), p.text(b.name)) == to_.intents.end()) {
        continue;
      }
      for (const graph::index f : pack::rows(t.fact_refs, b.needs)) {
        add_name(to_.facts, p.text(t.facts[f].name), most_facts);
      }
      for (const graph::index l : pack::rows(t.rule_refs, b.limits)) limit(p, l);
    }
    for (const graph::handoff_row& h : t.handoffs) expression(p, h.when);
    for (const graph::obligation_row& o : t.obligations) expression(p, o.when);
  }

 private:
  void subject(const pack& p, const graph::subject_row& s) {
    const auto& t = p.tables();
    if (s.what == graph::subject_row::kind::offer) {
      add_name(to_.offers, p.text(t.offers[s.which].name), most_offers);
    } else if (s.what == graph::subject_row::kind::offer_class) {
      for (const graph::index o : pack::rows(t.offer_refs, t.classes[s.which].members)) {
        add_name(to_.offers, p.text(t.offers[o].name), most_offers - 2);
      }
    }
  }

  void expression(const pack& p, graph::index e) {
    if (e == no_index || ++seen_ > most_rules) return;
    const auto& t = p.tables();
    const graph::expression_row& row = t.expressions[e];
    for (const graph::index f : pack::rows(t.fact_refs, row.facts)) {
      add_name(to_.facts, p.text(t.facts[f].name), most_facts);
    }
    for (const graph::index f : pack::rows(t.fact_refs, row.line_facts)) {
      add_name(to_.attributes, p.text(t.line_facts[f].name), most_facts);
    }
  }

  void target(const pack& p, graph::target_kind kind, graph::index which) {
    if (kind == graph::target_kind::selector) expression(p, p.tables().selectors[which].when);
  }

  void limit(const pack& p, graph::index which) {
    const graph::limit_row& l = p.tables().limits[which];
    expression(p, l.when);
    expression(p, l.expression);
    target(p, l.target, l.target_index);
    if (l.counter != no_index) {
      add_name(to_.counters, p.text(p.tables().counters[l.counter].key), most_counters);
    }
  }

  question_scope& to_;
  std::size_t seen_ = 0;
};

}  // namespace

question_scope scope_of(const pack& before, const pack& after, const witness_target& target) {
  question_scope scope;
  scope.offers = target.offers;
  scope.defaults = target.kind == change_kind::fact;
  if (!target.intent.empty()) scope.intents = {target.intent};
  for (const pack* p : {&after, &before}) {
    for (const graph::playbook_row& b : p->tables().playbooks) {
      add_name(scope.intents, p->text(b.name), most_intents);
    }
  }
  scope_builder build(scope);
  build.offers_of(after, target, target.after_row);
  build.offers_of(before, target, target.before_row);
  build.rules_of(after);
  build.rules_of(before);
  return scope;
}

}  // namespace parley::changes
