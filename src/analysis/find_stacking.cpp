// Permissions, requirements and caps that come to nothing.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/analyser.hpp"
#include "analysis/codes.hpp"

namespace parley::analysis {

using check::checked_stacking;
using graph::stacking_kind;

/// Whether a rule's condition can't be false while these offers are promised.
bool analyser::must_hold(const judged& rule, const std::vector<index>& offers) const {
  if (rule.always()) return true;
  if (!rule.no) return false;
  boxes left = *rule.no;
  for (const index o : offers) {
    if (!offer_when(o).yes) continue;
    const auto both = common(left, *offer_when(o).yes);
    if (!both) return false;
    left = *both;
  }
  return left.empty();
}

analyser::apart analyser::kept_apart(index a, index b, index permission) {
  if (b < a) std::swap(a, b);
  if (permission != no_index) return judge_apart(a, b, permission);
  const std::uint64_t key = (std::uint64_t{a} << 32) | b;
  if (const auto known = apart_.find(key); known != apart_.end()) return known->second;
  const apart made = judge_apart(a, b, no_index);
  apart_.emplace(key, made);
  return made;
}

// A pair may be promised where some permission is true, both conditions are, and every prohibition
// that nothing lifts is false. Where these have no facts in common, it never may be.
analyser::apart analyser::judge_apart(index a, index b, index permission) {
  std::vector<index> permits, prohibits;
  std::vector<index> lifted;
  // What one of the two is covered by through `any` stands in the other's list.
  std::vector<index> rules = rules_of(a);
  const std::vector<index>& others = rules_of(b);
  rules.insert(rules.end(), others.begin(), others.end());
  std::sort(rules.begin(), rules.end());
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  if (!spend(rules.size())) return {};
  for (const index r : rules) {
    const checked_stacking& rule = checked_.stacking[r];
    if (rule.kind == stacking_kind::with && relates(rule, a, b)) {
      if (!stacking_when_[r]->never()) permits.push_back(r);
      lifted.insert(lifted.end(), rule.overrides.begin(), rule.overrides.end());
    }
    if (forbids(rule, a, b)) prohibits.push_back(r);
  }
  boxes left{box{}};
  if (permission != no_index) {
    if (stacking_when_[permission]->yes) left = *stacking_when_[permission]->yes;
  } else if (!checked_.stacking_open) {
    const auto allowed = [&](index from, index to) {
      return std::any_of(permits.begin(), permits.end(), [&](index r) {
        const checked_stacking& rule = checked_.stacking[r];
        return covers(rule.left, from) && covers(rule.right, to);
      });
    };
    const bool some = checked_.stacking_mutual ? allowed(a, b) && allowed(b, a) : !permits.empty();
    if (!some) return {apart::kind::not_permitted, no_index};
    const bool one = permits.size() == 1 && !checked_.stacking_mutual;
    if (one && stacking_when_[permits[0]]->yes) left = *stacking_when_[permits[0]]->yes;
  }
  for (const index o : {a, b}) {
    if (!offer_when(o).yes) continue;
    const auto both = common(left, *offer_when(o).yes);
    if (!both) continue;
    left = *both;
    if (left.empty()) return {apart::kind::conditions, no_index};
  }
  for (const index r : prohibits) {
    if (std::find(lifted.begin(), lifted.end(), r) != lifted.end()) continue;
    const judged& when = *stacking_when_[r];
    if (!when.no || !spend(left.size() * (when.no->size() + 1))) continue;
    const auto both = common(left, *when.no);
    if (!both) continue;
    left = *both;
    if (left.empty()) return {apart::kind::forbidden, r};
  }
  return {};
}

void analyser::stacking() {
  dead_permissions();
  lonely_offers();
  requirements();
  idle_caps();
  idle_conditions();
}

void analyser::dead_permissions() {
  for (index r = 0; r < checked_.stacking.size(); ++r) {
    const checked_stacking& rule = checked_.stacking[r];
    if (rule.kind != stacking_kind::with || from_lanes(rule) || stacking_when_[r]->never())
      continue;
    bool comes_up = false;
    std::optional<std::pair<index, index>> pair;
    apart first;
    for (const index x : members(rule.left)) {
      for (const graph::subject_row& right : rule.right) {
        for (const index y : members(right)) {
          if (x == y || comes_up) continue;
          const apart found = kept_apart(x, y, r);
          comes_up = found.why == apart::kind::no;
          if (!pair) pair = {x, y}, first = found;
        }
      }
    }
    if (comes_up || !pair) continue;
    idle_rules_.insert(r);
    const auto [a, b] = *pair;
    const bool forbidden = first.why == apart::kind::forbidden;
    diagnostic& d = warn(
        codes::dead_permission, claim::subject::stacking, r, rule.at,
        fmt::format("the permission `{}` comes to nothing", rule.text),
        forbidden
            ? fmt::format("`{}` always forbids it; drop one of the two, or say `overrides: {}`",
                          checked_.stacking[first.rule].text, checked_.stacking[first.rule].id)
            : fmt::format("the conditions of `{}` and `{}` are never true together",
                          checked_.offers[a].name, checked_.offers[b].name));
    if (forbidden) {
      d.related.push_back({checked_.stacking[first.rule].at, "this rule forbids it"});
    } else {
      for (const index o : {a, b}) {
        if (offer_when(o).written != nullptr)
          d.related.push_back({offer_when(o).written->at, "this condition"});
      }
    }
    std::vector<scenario> cases;
    if (forbidden) {
      if (auto s = scene({stacking_when_[r], offer_when_[a], offer_when_[b]}, {a, b}))
        cases.push_back(*std::move(s));
    } else {
      for (const index o : {a, b}) {
        if (auto s = scene({offer_when_[o]}, {a, b})) cases.push_back(*std::move(s));
      }
    }
    std::erase_if(cases, [&](const scenario& s) {
      return hand_->run(s).verdict == verdict::allow || hand_->run(s).verdict == verdict::escalate;
    });
    show(d, cases);
  }
}

// An offer that rules permit beside others, and that goes with none of them.
void analyser::lonely_offers() {
  for (index a = 0; a < checked_.offers.size(); ++a) {
    if (offer_when(a).never() || checked_.offers.size() < 2) continue;
    bool said = false;
    bool only_idle = true;
    index rule = no_index;
    for (const index r : rules_of(a)) {
      const checked_stacking& row = checked_.stacking[r];
      using kind = graph::subject_row::kind;
      if (row.kind != stacking_kind::with || from_lanes(row)) continue;
      const auto names = [&](const graph::subject_row& s) {
        return s.what != kind::any && covers(s, a);
      };
      if (!names(row.left) && !std::any_of(row.right.begin(), row.right.end(), names)) continue;
      said = true;
      if (rule == no_index) rule = r;
      only_idle = only_idle && idle_rules_.contains(r);
    }
    if (!said || only_idle) continue;
    bool goes = false;
    bool partner = false;
    apart why;
    index with = no_index;
    for (index b = 0; b < checked_.offers.size() && !goes; ++b) {
      if (a == b) continue;
      const apart found = kept_apart(a, b);
      goes = found.why == apart::kind::no;
      if (found.why != apart::kind::not_permitted) {
        partner = true;
        if (with == no_index) with = b, why = found;
      }
    }
    if (goes || !partner || !spend(0)) continue;
    const auto& offer = checked_.offers[a];
    diagnostic& d =
        warn(codes::lonely_offer, claim::subject::offer, a, offer.at,
             fmt::format("`{}` can never be combined with anything, although the pack permits it",
                         offer.name),
             why.why == apart::kind::forbidden
                 ? fmt::format("with `{}`, `{}` forbids it", checked_.offers[with].name,
                               checked_.stacking[why.rule].text)
                 : fmt::format("its condition and that of `{}` are never true together",
                               checked_.offers[with].name));
    d.related.push_back({checked_.stacking[rule].at, "permitted here"});
    if (why.rule != no_index)
      d.related.push_back({checked_.stacking[why.rule].at, "forbidden here"});
    std::vector<scenario> cases;
    for (index b = 0; b < checked_.offers.size() && cases.size() < 4; ++b) {
      if (a == b || kept_apart(a, b).why == apart::kind::not_permitted) continue;
      auto s = scene({offer_when_[a], offer_when_[b]}, {a, b});
      if (!s) s = scene({offer_when_[a]}, {a, b});
      if (s && hand_->run(*s).verdict == verdict::deny) cases.push_back(*std::move(s));
    }
    show(d, cases);
  }
}

// What an offer requires and can never be there with it.
void analyser::requirements() {
  for (index r = 0; r < checked_.stacking.size(); ++r) {
    const checked_stacking& rule = checked_.stacking[r];
    const bool all = rule.kind == stacking_kind::requires_all;
    if (!all && rule.kind != stacking_kind::requires_any) continue;
    for (const index a : members(rule.left)) {
      if (offer_when(a).never() || !must_hold(*stacking_when_[r], {a})) continue;
      std::size_t met = 0;
      apart why;
      index with = no_index;
      bool never = false;
      for (const graph::subject_row& subject : rule.right) {
        bool possible = false;
        for (const index b : members(subject)) {
          if (a == b) continue;
          const apart found = kept_apart(a, b);
          if (!offer_when(b).never() && found.why == apart::kind::no) {
            possible = true;
            break;
          }
          if (with == no_index) with = b, why = found, never = offer_when(b).never();
        }
        met += possible ? 1 : 0;
      }
      if (!spend(rule.right.size())) return;
      if (all ? met == rule.right.size() : met != 0) continue;
      // A class that has no members yet is waited for; one that holds nobody else never comes.
      const auto holds_only = [&](const graph::subject_row& s) {
        return members(s) == std::vector<index>{a};
      };
      if (with == no_index && std::none_of(rule.right.begin(), rule.right.end(), holds_only))
        continue;
      if (with == no_index) {
        requires_itself(r, a);
        continue;
      }
      const auto& offer = checked_.offers[a];
      const std::string& other = checked_.offers[with].name;
      std::string help;
      if (never) {
        help = fmt::format("the condition of `{}` is never true", other);
      } else if (why.why == apart::kind::not_permitted) {
        help =
            fmt::format("nothing permits `{0}` with `{1}`; add `{0} with {1}`", offer.name, other);
      } else if (why.why == apart::kind::forbidden) {
        help = fmt::format("`{}` forbids `{}` with `{}`", checked_.stacking[why.rule].text,
                           offer.name, other);
      } else {
        help = fmt::format("the conditions of `{}` and `{}` are never true together", offer.name,
                           other);
      }
      diagnostic& d =
          warn(codes::impossible_requirement, claim::subject::stacking, r, rule.at,
               fmt::format("`{}` can never be given: what it requires can't stand beside it",
                           offer.name),
               std::move(help), a);
      d.related.push_back({offer.at, fmt::format("`{}` is declared here", offer.name)});
      if (why.rule != no_index)
        d.related.push_back({checked_.stacking[why.rule].at, "forbidden here"});
      std::vector<scenario> cases;
      if (auto s = scene({offer_when_[a]}, {a})) cases.push_back(*std::move(s));
      if (auto s = scene({offer_when_[a], offer_when_[with]}, {a, with})) {
        cases.push_back(*std::move(s));
      } else if (auto t = scene({offer_when_[a]}, {a, with})) {
        cases.push_back(*std::move(t));
      }
      std::erase_if(cases, [&](const scenario& s) {
        const verdict v = hand_->run(s).verdict;
        return v == verdict::allow || v == verdict::escalate;
      });
      show(d, cases);
    }
  }
}

// Nobody is company to itself.
void analyser::requires_itself(index rule, index offer) {
  const auto& row = checked_.stacking[rule];
  diagnostic& d = warn(codes::impossible_requirement, claim::subject::stacking, rule, row.at,
                       fmt::format("`{}` can never be given: what it requires is only itself",
                                   checked_.offers[offer].name),
                       "name another offer, or a class that holds others", offer);
  d.related.push_back({checked_.offers[offer].at,
                       fmt::format("`{}` is declared here", checked_.offers[offer].name)});
  const auto s = scene({offer_when_[offer]}, {offer});
  if (s && hand_->run(*s).verdict == verdict::deny) show(d, {*s});
}

/// Offers in groups of which at most one can be promised at a time.
std::vector<std::vector<index>> analyser::cliques(const std::vector<index>& offers) {
  std::vector<std::vector<index>> made;
  for (const index o : offers) {
    if (offer_when(o).never()) continue;
    bool placed = false;
    for (auto& group : made) {
      placed = std::all_of(group.begin(), group.end(),
                           [&](index g) { return kept_apart(g, o).why != apart::kind::no; });
      if (!placed) continue;
      group.push_back(o);
      break;
    }
    if (!placed) made.push_back({o});
    if (!spend(made.size())) {
      // Nothing is known of the rest, so each may stand beside all others.
      for (std::size_t i = 0; i < offers.size(); ++i) {
        if (offers[i] == o) {
          for (std::size_t k = i + 1; k < offers.size(); ++k) made.push_back({offers[k]});
        }
      }
      return made;
    }
  }
  return made;
}

// `at most N of` more than can ever be there.
void analyser::idle_caps() {
  for (index r = 0; r < checked_.stacking.size(); ++r) {
    const checked_stacking& rule = checked_.stacking[r];
    if (rule.kind != stacking_kind::at_most || rule.count < 2) continue;
    const std::vector<index> counted = members(rule.left);
    if (counted.empty()) continue;
    std::uint64_t highest = 0;
    index sample = counted.front();
    for (const auto& group : cliques(counted)) {
      std::uint32_t repeat = 0;
      for (const index o : group) repeat = std::max(repeat, checked_.offers[o].repeat);
      highest += repeat;
    }
    if (highest > rule.count) continue;
    idle_rules_.insert(r);
    diagnostic& d =
        warn(codes::never_binds, claim::subject::stacking, r, rule.at,
             fmt::format("`{}` never binds: no proposal can have more than {}", rule.text, highest),
             "lower the count, or drop the rule");
    d.related.push_back({checked_.offers[sample].at, "it counts this offer"});
    std::vector<scenario> cases;
    std::vector<index> some;
    for (const auto& group : cliques(counted)) some.push_back(group.front());
    if (auto s = scene({offer_when_[sample]}, some)) cases.push_back(*std::move(s));
    std::erase_if(cases, [&](const scenario& s) {
      const decision& answer = hand_->run(s);
      return std::any_of(answer.findings.begin(), answer.findings.end(), [&](const finding& f) {
        return f.rule_kind == finding::rule_kind::stacking && f.rule == r;
      });
    });
    show(d, cases);
  }
}

// A prohibition or a requirement whose condition no offer that it is about can meet.
void analyser::idle_conditions() {
  for (index r = 0; r < checked_.stacking.size(); ++r) {
    const checked_stacking& rule = checked_.stacking[r];
    if (rule.kind == stacking_kind::with || rule.kind == stacking_kind::before ||
        stacking_when_[r]->written == nullptr || stacking_when_[r]->never() ||
        idle_rules_.contains(r))
      continue;
    const bool pairs = rule.kind == stacking_kind::excludes || rule.kind == stacking_kind::at_most;
    const auto others =
        rule.right.empty() ? std::vector<graph::subject_row>{rule.left} : rule.right;
    bool meets = false;
    std::size_t tried = 0;
    std::vector<index> first;
    for (const index a : members(rule.left)) {
      if (meets) break;
      if (!pairs) {
        ++tried;
        meets = !spend(1) || meet({stacking_when_[r], offer_when_[a]});
        if (first.empty()) first = {a};
        continue;
      }
      for (const graph::subject_row& other : others) {
        for (const index b : members(other)) {
          if (a == b || meets) continue;
          ++tried;
          meets = !spend(1) || meet({stacking_when_[r], offer_when_[a], offer_when_[b]});
          if (first.empty()) first = {a, b};
        }
      }
      // An offer that may be repeated is counted alone, too.
      if (rule.kind == stacking_kind::at_most && checked_.offers[a].repeat > 1) meets = true;
    }
    if (meets || first.empty()) continue;
    idle_rules_.insert(r);
    std::string names;
    for (const index o : first) {
      names += fmt::format("{}`{}`", names.empty() ? "" : " and ", checked_.offers[o].name);
    }
    diagnostic& d =
        warn(codes::never_binds, claim::subject::stacking, r, rule.at,
             fmt::format("`{}` never binds: its condition is never true together with {} of {}{}",
                         rule.text, first.size() == 1 ? "that" : "those", names,
                         tried > 1 ? ", nor of the others" : ""),
             "mend one of the conditions, or drop the rule");
    for (const index o : first) {
      if (offer_when(o).written != nullptr)
        d.related.push_back({offer_when(o).written->at, "this condition"});
    }
    std::vector<scenario> cases;
    if (auto s = scene({stacking_when_[r]}, first)) cases.push_back(*std::move(s));
    if (auto s = scene({offer_when_[first.front()]}, first)) cases.push_back(*std::move(s));
    show(d, cases);
  }
}

}  // namespace parley::analysis
