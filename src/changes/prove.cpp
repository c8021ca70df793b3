#include "changes/prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "changes/expression_key.hpp"
#include "changes/witness.hpp"
#include "parley/engine/stackable.hpp"

namespace parley::changes {

namespace {

using graph::amount_kind;
using graph::limit_row;
using graph::stacking_kind;
using graph::stacking_row;
using graph::target_kind;

/// The two packs a claim is held against, and what reads them.
struct judge {
  const pack& rules;
  const pack& bound;
  expression_keys rule_keys;
  expression_keys bound_keys;
  question_workspace memory;
  fact_set nothing;  ///< what is known where the answer must not depend on facts

  judge(const pack& r, const pack& b)
      : rules(r), bound(b), rule_keys(r), bound_keys(b), nothing(r.schema()) {}
};

report::proof_ground ground_of(const pack& rules, text_ref text, const place_row& at,
                               std::string about = {}) {
  report::proof_ground made{std::string(rules.text(text)), std::nullopt, std::move(about)};
  if (at.line != 0) made.at = {std::string(rules.text(at.file)), at.line, at.column};
  return made;
}

// --- limits --------------------------------------------------------------------------------------

bool same_target(const judge& j, const limit_row& rule, const limit_row& claim) {
  if (rule.target != claim.target) return false;
  const auto name = [](const pack& p, const limit_row& l) {
    return l.target == target_kind::offer ? p.text(p.tables().offers[l.target_index].name)
                                          : p.text(p.tables().classes[l.target_index].name);
  };
  switch (rule.target) {
    case target_kind::none:
    case target_kind::order:
    case target_kind::shipping: return true;
    case target_kind::offer:
    case target_kind::offer_class: return name(j.rules, rule) == name(j.bound, claim);
    case target_kind::selector: {
      const auto condition = [](const pack& p, const limit_row& l) {
        return p.tables().selectors[l.target_index].when;
      };
      return j.rule_keys.of(condition(j.rules, rule)) == j.bound_keys.of(condition(j.bound, claim));
    }
    default: return false;
  }
}

/// Whether a rule about all offers speaks for those of the claim: no offer takes less than nothing,
/// and what the amount is measured by doesn't depend on the target.
bool speaks_for_part(const limit_row& rule, const limit_row& claim) {
  const bool whole = rule.target == target_kind::none || rule.target == target_kind::order;
  const bool part = claim.target == target_kind::offer || claim.target == target_kind::offer_class;
  const bool sums =
      rule.measure == graph::measure::discount || rule.measure == graph::measure::concession;
  return whole && part && sums && rule.comparison == graph::comparison::at_most &&
         (rule.amount_kind == amount_kind::money ||
          rule.amount_kind == amount_kind::share_of_subtotal);
}

/// A concession is the discount and whatever else is given, and no part of it is below nothing.
bool measures_as_much(const limit_row& rule, const limit_row& claim) {
  if (rule.measure == claim.measure) return true;
  return rule.measure == graph::measure::concession && claim.measure == graph::measure::discount &&
         rule.comparison == graph::comparison::at_most;
}

bool as_tight_amount(const judge& j, const limit_row& rule, const limit_row& claim) {
  if (rule.amount_kind != claim.amount_kind || rule.comparison != claim.comparison) return false;
  const bool computed = rule.amount_kind == amount_kind::expression ||
                        rule.amount_kind == amount_kind::share_of_expression;
  if (computed && j.rule_keys.of(rule.expression) != j.bound_keys.of(claim.expression))
    return false;
  if (rule.amount_kind == amount_kind::expression) return true;
  // A share of a computed amount below nothing would turn the order around.
  if (computed) return rule.amount == claim.amount;
  return rule.comparison == graph::comparison::at_most ? rule.amount <= claim.amount
                                                       : rule.amount >= claim.amount;
}

/// Whether nothing that a pack with this rule allows breaks the claim.
bool entails(const judge& j, const limit_row& rule, const limit_row& claim) {
  if (rule.when != no_index || rule.playbook != no_index) return false;
  if (rule.otherwise == graph::otherwise::escalate) return false;  // an approval lifts it
  if (rule.scope != claim.scope) return false;
  if (rule.scope == graph::scope::counter) {
    const auto key = [](const pack& p, const limit_row& l) {
      return p.text(p.tables().counters[l.counter].key);
    };
    if (rule.counter == no_index || claim.counter == no_index) return false;
    if (key(j.rules, rule) != key(j.bound, claim) || rule.measure != claim.measure) return false;
    return same_target(j, rule, claim) && as_tight_amount(j, rule, claim);
  }
  if (!measures_as_much(rule, claim) || !as_tight_amount(j, rule, claim)) return false;
  return same_target(j, rule, claim) ||
         (rule.scope == graph::scope::order && speaks_for_part(rule, claim));
}

bool prove_limit(const judge& j, const limit_row& claim, report::proof& made) {
  for (const limit_row& rule : j.rules.tables().limits) {
    if (!entails(j, rule, claim)) continue;
    made.grounds.push_back(ground_of(j.rules, rule.text, rule.at));
    return true;
  }
  return false;
}

// --- stacking ------------------------------------------------------------------------------------

std::set<std::string_view> offers_of(const pack& p, const graph::subject_row& subject) {
  std::set<std::string_view> made;
  for (graph::index o = 0; o < p.tables().offers.size(); ++o) {
    const graph::offer_row& offer = p.tables().offers[o];
    const auto classes = pack::rows(p.tables().class_refs, offer.classes);
    const bool in = subject.what == graph::subject_row::kind::any ||
                    (subject.what == graph::subject_row::kind::offer && subject.which == o) ||
                    (subject.what == graph::subject_row::kind::offer_class &&
                     std::find(classes.begin(), classes.end(), subject.which) != classes.end());
    if (in) made.insert(p.text(offer.name));
  }
  return made;
}

/// The offers of all subjects together.
std::set<std::string_view> offers_of(const pack& p, row_range subjects) {
  std::set<std::string_view> made;
  for (const graph::subject_row& s : pack::rows(p.tables().subjects, subjects))
    made.merge(offers_of(p, s));
  return made;
}

/// Pairs that the claim forbids; nothing where it isn't about pairs.
std::optional<std::set<std::pair<std::string_view, std::string_view>>> forbidden_pairs(
    const pack& p, const stacking_row& claim) {
  std::set<std::string_view> right;
  const std::set<std::string_view> left = offers_of(p, claim.left);
  switch (claim.kind) {
    case stacking_kind::excludes: right = offers_of(p, claim.right); break;
    case stacking_kind::alone: right = offers_of(p, graph::subject_row{}); break;
    case stacking_kind::at_most:
      if (claim.count != 1) return std::nullopt;
      right = left;
      break;
    default: return std::nullopt;
  }
  std::set<std::pair<std::string_view, std::string_view>> made;
  for (const std::string_view a : left) {
    for (const std::string_view b : right) {
      if (a != b) made.insert(std::minmax(a, b));
    }
  }
  return made;
}

/// Whether an offer may be named twice, which is company too.
bool repeats(const pack& p, const graph::subject_row& subject) {
  for (const std::string_view name : offers_of(p, subject)) {
    if (p.tables().offers[p.offer_named(name)].repeat > 1) return true;
  }
  return false;
}

/// A claim about pairs holds where each of them is out of the question whatever is known.
bool prove_pairs(judge& j, const stacking_row& claim, report::proof& made) {
  const auto pairs = forbidden_pairs(j.bound, claim);
  if (!pairs || repeats(j.bound, claim.left)) return false;
  stackability answer;
  std::vector<report::proof_ground> grounds;
  for (const auto& [a, b] : *pairs) {
    const graph::index both[] = {j.rules.offer_named(a), j.rules.offer_named(b)};
    stackable(j.rules, j.nothing, both, {}, j.memory, answer);
    if (answer.answer != stack_answer::no || answer.conflicts.empty()) return false;
    const std::string about = fmt::format("{} + {}", a, b);
    const graph::index by = answer.conflicts.front().rule;
    if (by == no_index) {
      grounds.push_back({"no rule permits it", std::nullopt, about});
    } else {
      const stacking_row& rule = j.rules.tables().stacking[by];
      grounds.push_back(ground_of(j.rules, rule.text, rule.at, about));
    }
  }
  made.grounds = std::move(grounds);
  return true;
}

/// Whether a permission lifts this rule for some pair.
bool lifted(const pack& p, graph::index rule) {
  for (const stacking_row& other : p.tables().stacking) {
    const auto rows = pack::rows(p.tables().rule_refs, other.overrides);
    if (std::find(rows.begin(), rows.end(), rule) != rows.end()) return true;
  }
  return false;
}

/// The same rule without a condition; of a cap, one as tight.
bool prove_by_rule(const judge& j, const stacking_row& claim, report::proof& made) {
  const auto rows = j.rules.tables().stacking;
  for (graph::index i = 0; i < rows.size(); ++i) {
    const stacking_row& rule = rows[i];
    if (rule.kind != claim.kind || rule.when != no_index || lifted(j.rules, i)) continue;
    if (offers_of(j.rules, rule.left) != offers_of(j.bound, claim.left)) continue;
    if (rule.count > claim.count) continue;
    if (offers_of(j.rules, rule.right) != offers_of(j.bound, claim.right)) continue;
    if (rule.kind != stacking_kind::at_most && rule.kind != stacking_kind::requires_all &&
        rule.kind != stacking_kind::requires_any) {
      continue;
    }
    made.grounds.push_back(ground_of(j.rules, rule.text, rule.at));
    return true;
  }
  return false;
}

/// The row of a claim in the bound pack.
template <typename Row>
graph::index row_with_id(const pack& p, std::span<const Row> rows, std::string_view id) {
  for (graph::index i = 0; i < rows.size(); ++i) {
    if (p.text(rows[i].id) == id) return i;
  }
  return no_index;
}

}  // namespace

std::vector<report::proof> prove(const pack& rules, const pack& bound,
                                 const std::vector<claim>& claims, std::uint64_t effort) {
  judge j(rules, bound);
  witness_search search(bound, rules);
  std::vector<report::proof> made;
  for (const claim& c : claims) {
    report::proof& one = made.emplace_back();
    one.claim = c.text;
    witness_target target;
    target.breaks = true;
    bool proved = false;
    target.kind = report::change_kind::limit;
    target.before_row = row_with_id(bound, bound.tables().limits, c.rule_id);
    if (target.before_row != no_index) {
      proved = prove_limit(j, bound.tables().limits[target.before_row], one);
    } else {
      target.kind = report::change_kind::stacking;
      target.before_row = row_with_id(bound, bound.tables().stacking, c.rule_id);
      if (target.before_row == no_index) continue;
      const stacking_row& row = bound.tables().stacking[target.before_row];
      proved = prove_pairs(j, row, one) || prove_by_rule(j, row, one);
    }
    if (proved) {
      one.outcome = report::proof_outcome::proved;
      continue;
    }
    if (effort == 0) continue;
    one.witness = search.find(target, effort, one.tried);
    if (one.witness) one.outcome = report::proof_outcome::refuted;
  }
  return made;
}

}  // namespace parley::changes
