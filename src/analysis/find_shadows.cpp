// Rules that say what another says already.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/analyser.hpp"
#include "analysis/codes.hpp"
#include "parley/base/limits.hpp"

namespace parley::analysis {

using check::checked_limit;
using check::checked_stacking;
using graph::stacking_kind;

namespace {

bool prohibits(const checked_stacking& r) {
  return r.kind == stacking_kind::excludes || r.kind == stacking_kind::alone ||
         (r.kind == stacking_kind::at_most && r.count == 1);
}

std::string subject_key(const graph::subject_row& s) {
  return fmt::format("{}:{}", static_cast<int>(s.what), s.which);
}

}  // namespace

/// Whether `wide` is true wherever `narrow` is.
bool analyser::implied(const judged& narrow, const judged& wide) const {
  if (wide.written == nullptr) return true;
  return narrow.yes && wide.yes && !narrow.yes->empty() && inside(*narrow.yes, *wide.yes);
}

void analyser::duplicates() {
  same_rules();
  wider_rules();
  limit_shadows();
}

void analyser::same_rules() {
  std::map<std::string, index> seen;
  for (index i = 0; i < checked_.stacking.size(); ++i) {
    const checked_stacking& r = checked_.stacking[i];
    if (r.kind == stacking_kind::before || from_lanes(r) || !r.overrides.empty()) continue;
    std::vector<std::string> right;
    for (const auto& s : r.right) right.push_back(subject_key(s));
    std::sort(right.begin(), right.end());
    right.erase(std::unique(right.begin(), right.end()), right.end());
    std::string left = subject_key(r.left);
    const bool both_ways = r.kind == stacking_kind::excludes ||
                           (r.kind == stacking_kind::with && !checked_.stacking_mutual);
    if (both_ways && right.size() == 1 && right[0] < left) std::swap(left, right[0]);
    std::string key = fmt::format("{} {} {} ", static_cast<int>(r.kind), r.count, left);
    for (const auto& s : right) key += s + ",";
    const auto [at, fresh] = seen.try_emplace(key, i);
    if (fresh) continue;
    const index first = at->second;
    const bool same =
        implied(*stacking_when_[i], *stacking_when_[first]) ||
        (stacking_when_[i]->written == nullptr && stacking_when_[first]->written == nullptr);
    if (!same || stacking_when_[i]->never()) continue;
    idle_rules_.insert(i);
    diagnostic& d =
        warn(codes::duplicate_rule, claim::subject::stacking, i, r.at,
             fmt::format("`{}` says again what `{}` says", r.text, checked_.stacking[first].text),
             "drop one of them", first);
    d.related.push_back({checked_.stacking[first].at, "said here first"});
    const site where{site::kind::stacking, i, no_index, {}, {}, stacking_when_[i]};
    std::vector<scenario> cases;
    if (auto s = scene({stacking_when_[i]}, offers_at(where))) cases.push_back(*std::move(s));
    show(d, cases);
  }
}

// A rule about less than another of its sort, under a condition that implies the other's.
void analyser::wider_rules() {
  std::vector<index> wide;
  for (index i = 0; i < checked_.stacking.size(); ++i) {
    const checked_stacking& r = checked_.stacking[i];
    if (r.kind != stacking_kind::with && !prohibits(r)) continue;
    const auto broad = [](const graph::subject_row& s) {
      return s.what != graph::subject_row::kind::offer;
    };
    if (broad(r.left) || std::any_of(r.right.begin(), r.right.end(), broad) || r.right.size() > 1 ||
        r.kind == stacking_kind::alone)
      wide.push_back(i);
  }
  const auto within = [&](const graph::subject_row& s,
                          const std::vector<graph::subject_row>& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](const graph::subject_row& one) { return subset(s, one); });
  };
  for (index i = 0; i < checked_.stacking.size(); ++i) {
    const checked_stacking& r = checked_.stacking[i];
    const bool permission = r.kind == stacking_kind::with;
    if ((!permission && r.kind != stacking_kind::excludes) || from_lanes(r) ||
        !r.overrides.empty() || idle_rules_.contains(i) || stacking_when_[i]->never())
      continue;
    // A prohibition that some pair is exempt from isn't the same as one without exceptions.
    const auto exempt = [&](index rule) {
      return std::any_of(checked_.stacking.begin(), checked_.stacking.end(),
                         [&](const checked_stacking& other) {
                           return std::find(other.overrides.begin(), other.overrides.end(), rule) !=
                                  other.overrides.end();
                         });
    };
    for (const index k : wide) {
      if (k == i || idle_rules_.contains(k)) continue;
      if (!spend(1)) return;
      const checked_stacking& w = checked_.stacking[k];
      if (permission != (w.kind == stacking_kind::with)) continue;
      bool covered = false;
      if (w.kind == stacking_kind::alone) {
        covered =
            subset(r.left, w.left) || std::all_of(r.right.begin(), r.right.end(),
                                                  [&](const auto& s) { return subset(s, w.left); });
      } else {
        const std::vector<graph::subject_row> other =
            w.kind == stacking_kind::at_most ? std::vector<graph::subject_row>{w.left} : w.right;
        const bool straight =
            subset(r.left, w.left) && std::all_of(r.right.begin(), r.right.end(),
                                                  [&](const auto& s) { return within(s, other); });
        const bool turned = !(permission && checked_.stacking_mutual) && within(r.left, other) &&
                            std::all_of(r.right.begin(), r.right.end(),
                                        [&](const auto& s) { return subset(s, w.left); });
        covered = straight || turned;
      }
      if (!covered || !implied(*stacking_when_[i], *stacking_when_[k])) continue;
      if (!permission && (exempt(k) || exempt(i))) continue;
      idle_rules_.insert(i);
      diagnostic& d = warn(codes::shadowed_rule, claim::subject::stacking, i, r.at,
                           fmt::format("`{}` changes nothing: `{}` covers it", r.text, w.text),
                           permission ? "drop it, or narrow the other rule"
                                      : "drop it; keep it only for its own `because`",
                           k);
      d.related.push_back({w.at, "the wider rule"});
      const site where{site::kind::stacking, i, no_index, {}, {}, stacking_when_[i]};
      std::vector<scenario> cases;
      if (auto s = scene({stacking_when_[i]}, offers_at(where))) cases.push_back(*std::move(s));
      show(d, cases);
      break;
    }
  }
}

/// Whether what `tight` denies is at least what `loose` does: measure, target and bound.
bool analyser::shadows(const checked_limit& tight, const checked_limit& loose) const {
  using graph::measure;
  using graph::target_kind;
  const graph::limit_row& t = tight.row;
  const graph::limit_row& l = loose.row;
  if (t.comparison != l.comparison || t.scope != l.scope || tight.counter != loose.counter ||
      t.amount_kind != l.amount_kind)
    return false;
  if (t.playbook != no_index && t.playbook != l.playbook) return false;
  // An approval lifts one limit only, and a clamp changes what other limits measure.
  if (t.otherwise != graph::otherwise::deny) return false;
  if (l.otherwise != graph::otherwise::deny && l.otherwise != graph::otherwise::escalate)
    return false;
  if (t.amount_kind == graph::amount_kind::expression ||
      t.amount_kind == graph::amount_kind::share_of_expression)
    return false;
  const bool upper = t.comparison == graph::comparison::at_most;
  if (upper ? t.amount > l.amount : t.amount < l.amount) return false;
  const bool same_target = t.target == l.target && t.target_index == l.target_index;
  const bool adds_up =
      upper && t.amount_kind != graph::amount_kind::share_of_list && t.scope == graph::scope::order;
  bool wider = same_target;
  if (adds_up && !wider) {
    const bool of_offers = l.target == target_kind::offer || l.target == target_kind::offer_class;
    if (of_offers && t.target == target_kind::none) wider = true;
    if (of_offers && t.target == target_kind::offer_class) {
      const auto& inner = l.target == target_kind::offer ? std::vector<index>{l.target_index}
                                                         : checked_.classes[l.target_index].members;
      const auto& outer = checked_.classes[t.target_index].members;
      wider = std::all_of(inner.begin(), inner.end(), [&](index o) {
        return std::binary_search(outer.begin(), outer.end(), o);
      });
    }
  }
  if (!wider) return false;
  if (t.measure == l.measure) return true;
  // What is conceded all-in is no less than what is taken off the goods.
  return adds_up && t.measure == measure::concession && l.measure == measure::discount;
}

void analyser::limit_shadows() {
  const auto count = static_cast<index>(checked_.limits.size());
  for (index i = 0; i < count; ++i) {
    if (limit_when_[i]->never()) continue;
    for (index k = 0; k < count; ++k) {
      if (i == k || idle_limits_.contains(k)) continue;
      if (!spend(1)) return;
      const checked_limit& loose = checked_.limits[i];
      const checked_limit& tight = checked_.limits[k];
      if (!shadows(tight, loose)) continue;
      // Of two that say the same the first one stays.
      const bool equal = shadows(loose, tight);
      if (equal && k > i && implied(*limit_when_[k], *limit_when_[i])) continue;
      if (!implied(*limit_when_[i], *limit_when_[k])) continue;
      if (!loose.obligations.empty()) continue;
      idle_limits_.insert(i);
      diagnostic& d = warn(
          equal ? codes::duplicate_rule : codes::shadowed_rule, claim::subject::limit, i, loose.at,
          equal
              ? fmt::format("`{}` says again what `{}` says", loose.text, tight.text)
              : fmt::format("`{}` never decides anything: `{}` is tighter", loose.text, tight.text),
          "drop it", k);
      d.related.push_back({tight.at, equal ? "said here first" : "the tighter limit"});
      const site where{site::kind::limit, i, loose.row.playbook, {}, {}, limit_when_[i]};
      std::vector<scenario> cases;
      if (auto s = scene({limit_when_[i]}, offers_at(where))) {
        if (loose.row.playbook != no_index) s->intent = checked_.playbooks[loose.row.playbook].name;
        for (scenario_offer& o : s->offers)
          if (o.has_parameter) o.parameter = checked_.offers[o.offer].effect.row.maximum;
        cases.push_back(*std::move(s));
      }
      show(d, cases);
      break;
    }
  }
}

}  // namespace parley::analysis
