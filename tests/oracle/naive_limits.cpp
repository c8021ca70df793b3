#include "oracle/naive_limits.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "syntax/condition_parser.hpp"

namespace parley::oracle {

using limit_rule = syntax::limit_rule;
using measure = decltype(limit_rule::measure);
using target = syntax::target::kind;
using bound_kind = decltype(limit_rule::bound)::kind;
using outcome = naive_outcome::kind;

/// A margin of nothing paid against costs: less than any other.
const fraction nothing_paid(-1'000'000'000);

bool limit_judge::of_selector(const limit_rule& limit) const {
  return limit.target.what == target::named &&
         std::any_of(pack_.selectors.begin(), pack_.selectors.end(),
                     [&](const syntax::selector_decl& s) {
                       return s.name.text == limit.target.which.text;
                     });
}

bool limit_judge::of_offers(const limit_rule& limit) const {
  return limit.target.what == target::offer_class ||
         (limit.target.what == target::named && !of_selector(limit));
}

bool limit_judge::concerns(const limit_rule& limit, const syntax::offer_decl& offer) const {
  if (!of_offers(limit)) return true;
  const std::string& name = limit.target.which.text;
  if (limit.target.what == target::named) return offer.name.text == name;
  return std::any_of(offer.classes.begin(), offer.classes.end(),
                     [&](const syntax::name& c) { return c.text == name; });
}

bool limit_judge::has_counter(const limit_rule& limit) const {
  return limit.measure == measure::uses || limit.measure == measure::spend ||
         limit.measure == measure::rounds;
}

std::string limit_judge::counter_key(const limit_rule& limit) const {
  std::string key = limit.measure == measure::uses ? "uses" : "spend";
  if (limit.target.what == target::offer_class) key += " of class " + limit.target.which.text;
  if (limit.target.what == target::named) key += " of " + limit.target.which.text;
  for (const syntax::name& scope : limit.scopes) key += " per " + scope.text;
  return key;
}

limit_judge::number limit_judge::bound(const limit_rule& limit, const naive_line* line,
                                       fraction list, fraction total) const {
  const bool count = limit.measure == measure::uses || limit.measure == measure::offers ||
                     limit.measure == measure::gifts || limit.measure == measure::rounds;
  const syntax::amount& amount = limit.bound.value;
  fraction base;
  switch (limit.bound.what) {
    case bound_kind::literal:
      if (count) return {outcome::known, fraction(amount.value)};
      return {outcome::known, value_of(amount)};
    case bound_kind::of_list: return {outcome::known, value_of(amount) * list};
    case bound_kind::of_subtotal:
      return {outcome::known, value_of(amount) * fraction(quote_->subtotal)};
    case bound_kind::of_total: return {outcome::known, value_of(amount) * total};
    default: break;
  }
  naive_scope scope = scope_;
  scope.line = line;
  const naive_outcome v = evaluate(*limit.bound.expression, scope);
  if (!v.known()) return {v.what, {}};
  base = v.value.what == naive_value::kind::money ? v.value.number * fraction(100) : v.value.number;
  if (limit.bound.what == bound_kind::of_expression) base = base * value_of(amount);
  return {outcome::known, base};
}

/// Counters are never below zero, so what breaks a bound from zero breaks it from anywhere.
void limit_judge::count_from_zero(pair& measured, const number& bound) {
  if (measured.now.what == outcome::unknown && bound.what == outcome::known &&
      measured.now.value > bound.value) {
    measured.now.what = outcome::known;
  }
}

limit_judge::pair limit_judge::counted(const limit_rule& limit) const {
  pair made;
  std::int64_t added = 0;
  for (const naive_instance& i : instances_) {
    const bool gift = i.offer->effect.what == syntax::effect::kind::gift;
    if (concerns(limit, *i.offer) && (limit.measure != measure::gifts || gift)) ++added;
  }
  made.touched = added != 0;
  made.now.value = fraction(added);
  if (!has_counter(limit)) return made;
  const auto found = facts_.counters.find(counter_key(limit));
  if (found == facts_.counters.end()) {
    made.now.what = outcome::unknown;
  } else {
    made.bare = fraction(found->second);
    made.now.value = made.now.value + made.bare;
  }
  return made;
}

limit_judge::pair limit_judge::taken(const limit_rule& limit) const {
  pair made;
  std::int64_t sum = 0;
  if (of_selector(limit)) {
    for (std::size_t i = 0; i < facts_.lines.size(); ++i) {
      const naive_outcome in = in_selector(limit.target.which.text, facts_.lines[i], scope_);
      if (!in.known()) {
        made.now.what = made.now.what == outcome::unknown ? outcome::unknown : in.what;
        made.touched = quote_->discount != 0;
      }
      if (in.is(true)) sum += quote_->line_discounts[i];
    }
  } else {
    for (const naive_applied& a : quote_->applied) {
      if (!concerns(limit, *a.offer)) continue;
      sum += a.amount;
      if (limit.measure != measure::discount) sum += a.shipping + a.cost;
    }
  }
  made.touched |= sum != 0;
  made.now.value = fraction(sum);
  if (limit.measure != measure::spend) return made;
  const auto found = facts_.counters.find(counter_key(limit));
  if (found == facts_.counters.end()) {
    made.now.what = outcome::unknown;
  } else {
    made.bare = fraction(found->second);
    made.now.value = made.now.value + made.bare;
  }
  return made;
}

limit_judge::pair limit_judge::margin(const limit_rule& limit) const {
  pair made;
  std::int64_t list = 0;
  std::int64_t paid = 0;
  std::int64_t costs = 0;
  const bool selector = of_selector(limit);
  for (std::size_t i = 0; i < facts_.lines.size(); ++i) {
    const naive_line& line = facts_.lines[i];
    if (selector) {
      const naive_outcome in = in_selector(limit.target.which.text, line, scope_);
      if (!in.known()) {
        made.now.what = made.now.what == outcome::unknown ? outcome::unknown : in.what;
        made.touched = quote_->discount != 0;
        continue;
      }
      if (!in.is(true)) continue;
    }
    list += line.price * line.quantity;
    paid += line.price * line.quantity - quote_->line_discounts[i];
    if (line.cost) {
      costs += *line.cost * line.quantity;
    } else {
      made.now.what = outcome::unknown;
    }
  }
  std::int64_t gifts = 0;
  if (!selector) {
    list += quote_->shipping;
    paid += quote_->shipping - quote_->shipping_discount;
    gifts = quote_->cost();
    for (const naive_shipping& entry : facts_.shipping) {
      if (entry.cost) {
        costs += *entry.cost;
      } else {
        made.now.what = outcome::unknown;
      }
    }
  }
  made.touched |= paid != list || gifts != 0;
  if (made.now.what != outcome::known) return made;
  const bool share = limit.bound.what == bound_kind::literal &&
                     limit.bound.value.what == syntax::amount::kind::percent;
  const auto of = [&](std::int64_t net, std::int64_t cost) {
    if (!share) return fraction(net - cost);
    if (net == 0) return cost == 0 ? fraction(1) : nothing_paid;
    return fraction(net - cost, net);
  };
  made.now.value = of(paid, costs + gifts);
  made.bare = of(list, costs);
  return made;
}

void limit_judge::weigh(const limit_rule& limit, const naive_outcome& when, const pair& measured,
                        const number& bound, const number& bare_bound,
                        std::set<finding>& findings) const {
  if (!measured.touched) return;
  const auto need = [&] {
    findings.insert({finding_code::limit_exceeded, limit.id.text, verdict::need});
  };
  for (const number* n : {&measured.now, &bound}) {
    if (n->what == outcome::unknown) return need();
    if (n->what == outcome::error) {
      if (when.what == outcome::unknown) return need();
      findings.insert({finding_code::rule_error, limit.id.text, verdict::deny});
      return;
    }
  }
  const auto slack = [&](fraction value, fraction limit_value) {
    return limit.at_least ? value - limit_value : limit_value - value;
  };
  const fraction now = slack(measured.now.value, bound.value);
  const fraction bare = slack(measured.bare, bare_bound.value);
  if (now >= fraction(0) || (bare < fraction(0) && now >= bare)) return;
  if (when.what == outcome::unknown) return need();
  if (when.what == outcome::error) {
    findings.insert({finding_code::rule_error, limit.id.text, verdict::deny});
    return;
  }
  // No leave could name a margin of nothing paid.
  const bool escalates =
      limit.otherwise == decltype(limit.otherwise)::escalate && measured.now.value != nothing_paid;
  if (escalates) {
    // A ladder of authority: the highest rung that is broken asks.
    for (const limit_rule* rung : higher_rungs(limit)) {
      const fraction of = bound_of_rung(limit, *rung, bound.value);
      if (slack(measured.now.value, of) < fraction(0)) return;
    }
    const auto fits = [&](const naive_approval& a) {
      return covered(limit, a, measured.now.value, bound.value);
    };
    if (std::any_of(facts_.approvals.begin(), facts_.approvals.end(), fits)) {
      // It is somebody's: who asks has to be known.
      if (!facts_.has_customer_key)
        findings.insert({finding_code::limit_approval, limit.id.text, verdict::need});
      return;
    }
  }
  findings.insert({escalates ? finding_code::limit_approval : finding_code::limit_exceeded,
                   limit.id.text, escalates ? verdict::escalate : verdict::deny});
}

/// Limits that measure the same under the same condition, go further and escalate too.
std::vector<const limit_rule*> limit_judge::higher_rungs(const limit_rule& limit) const {
  std::vector<const limit_rule*> made;
  const std::vector<limit_rule>* list = &pack_.limits;
  const auto in = [&](const std::vector<limit_rule>& all) {
    return !all.empty() && &limit >= &all.front() && &limit <= &all.back();
  };
  for (const syntax::playbook_decl& playbook : pack_.playbooks) {
    if (in(playbook.limits)) list = &playbook.limits;
  }
  const auto condition = [](const limit_rule& l) { return l.when ? print(*l.when) : ""; };
  const auto scopes = [](const limit_rule& l) {
    std::string text;
    for (const syntax::name& scope : l.scopes) text += scope.text + " ";
    return text;
  };
  for (const limit_rule& other : *list) {
    const auto& a = limit.bound;
    const auto& b = other.bound;
    const bool expression = a.what == bound_kind::expression;
    if (other.measure != limit.measure || other.at_least != limit.at_least || expression ||
        other.otherwise != limit.otherwise || a.what != b.what || a.value.what != b.value.what ||
        other.target.what != limit.target.what ||
        other.target.which.text != limit.target.which.text || scopes(other) != scopes(limit) ||
        condition(other) != condition(limit)) {
      continue;
    }
    if (a.what == bound_kind::of_expression && print(*a.expression) != print(*b.expression))
      continue;
    const bool further = limit.at_least ? fraction(b.value.value) < fraction(a.value.value)
                                        : fraction(b.value.value) > fraction(a.value.value);
    if (further) made.push_back(&other);
  }
  return made;
}

/// The bound of another rung, where `limit`'s is `bound`: both are shares of one thing, or amounts.
fraction limit_judge::bound_of_rung(const limit_rule& limit, const limit_rule& rung,
                                    fraction bound) const {
  return bound * fraction(rung.bound.value.value) / fraction(limit.bound.value.value);
}

/// Whether an approval is for this limit, role, pack, cart, customer and moment, and goes as far.
bool limit_judge::covered(const limit_rule& limit, const naive_approval& a, const fraction& now,
                          const fraction& bound) const {
  if (a.limit != limit.id.text || a.role != limit.role.text) return false;
  if (a.other_pack || a.other_cart || a.expired) return false;
  if (a.other_customer && facts_.has_customer_key) return false;
  fraction most = a.up_to;
  const bool of_something =
      limit.bound.what == bound_kind::of_expression || limit.bound.what == bound_kind::of_list ||
      limit.bound.what == bound_kind::of_subtotal || limit.bound.what == bound_kind::of_total;
  if (a.share && of_something) most = a.up_to * bound / value_of(limit.bound.value);
  return limit.at_least ? now >= most : now <= most;
}

void limit_judge::judge_lines(const limit_rule& limit, const naive_outcome& when,
                              std::set<finding>& findings) const {
  const bool per_unit = limit.scopes.front().text == "unit";
  if (of_selector(limit) && quote_->discount != 0) {
    // One line whose membership isn't known leaves the whole limit unknown.
    pair blind;
    blind.touched = true;
    for (const naive_line& line : facts_.lines) {
      const naive_outcome in = in_selector(limit.target.which.text, line, scope_);
      if (!in.known() && blind.now.what != outcome::unknown) blind.now.what = in.what;
    }
    if (blind.now.what != outcome::known) return weigh(limit, when, blind, {}, {}, findings);
  }
  for (std::size_t i = 0; i < facts_.lines.size(); ++i) {
    const naive_line& line = facts_.lines[i];
    if (of_selector(limit) && !in_selector(limit.target.which.text, line, scope_).is(true))
      continue;
    std::vector<naive_run> pieces = quote_->lines[i];
    if (!per_unit)
      pieces = {{line.quantity, line.price * line.quantity - quote_->line_discounts[i], false}};
    for (const naive_run& run : pieces) {
      pair made;
      made.touched = run.total != line.price * run.count;
      made.now.value = fraction(run.total, run.count);
      made.bare = fraction(line.price);
      fraction list(line.price);
      if (limit.measure != measure::price) {
        const std::int64_t of = per_unit ? run.count : 1;
        made.now.value = fraction(line.price * run.count - run.total, of);
        made.bare = fraction(0);
        if (!per_unit) list = fraction(line.price * line.quantity);
      }
      const number most = bound(limit, &line, list, fraction(quote_->total));
      weigh(limit, when, made, most, most, findings);
    }
  }
}

void limit_judge::judge(const limit_rule& limit, std::set<finding>& findings) const {
  if (of_offers(limit) &&
      std::none_of(instances_.begin(), instances_.end(),
                   [&](const naive_instance& i) { return concerns(limit, *i.offer); })) {
    return;
  }
  const naive_outcome when = evaluate(limit.when, scope_);
  if (when.is(false)) return;
  const bool count = limit.measure == measure::uses || limit.measure == measure::offers ||
                     limit.measure == measure::gifts;
  if (count) {
    pair made = counted(limit);
    const number most = bound(limit, nullptr, {}, {});
    count_from_zero(made, most);
    return weigh(limit, when, made, most, most, findings);
  }
  if (quote_ == nullptr) return;
  if (!limit.scopes.empty() &&
      (limit.scopes.front().text == "unit" || limit.scopes.front().text == "line")) {
    return judge_lines(limit, when, findings);
  }
  pair made = limit.measure == measure::margin ? margin(limit) : taken(limit);
  fraction list(quote_->subtotal);
  if (of_selector(limit)) {
    list = fraction(0);
    for (const naive_line& line : facts_.lines) {
      if (in_selector(limit.target.which.text, line, scope_).is(true)) {
        list = list + fraction(line.price * line.quantity);
      }
    }
  }
  const number most = bound(limit, nullptr, list, fraction(quote_->total));
  if (limit.measure == measure::spend) count_from_zero(made, most);
  weigh(limit, when, made, most,
        bound(limit, nullptr, list, fraction(quote_->subtotal + quote_->shipping)), findings);
}

}  // namespace parley::oracle
