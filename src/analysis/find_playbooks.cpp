// Playbooks whose offers can't be promised under them, and steps of the ladder nobody reaches.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/analyser.hpp"
#include "analysis/codes.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley::analysis {

using check::checked_stacking;
using graph::stacking_kind;

void analyser::playbooks() {
  const auto intent = axes_.find(axis_kind::intent, no_index);
  for (index p = 0; p < checked_.playbooks.size(); ++p) {
    const check::checked_playbook& playbook = checked_.playbooks[p];
    box under;
    const auto ask = [&](std::uint32_t which, const value& v) {
      const axis& a = axes_[which];
      for (std::size_t i = 0; i < a.points.size(); ++i) {
        if (order(a.points[i], v) != 0) continue;
        cell_set one;
        const auto cell = static_cast<std::uint32_t>(2 * i + 1);
        one.append({cell, cell});
        under.sides.emplace_back(which, std::move(one));
      }
    };
    if (const auto at = axes_.find(axis_kind::intent, intent ? axes_[*intent].row : 0))
      ask(*at, value::string(playbook.name));
    std::optional<index> needed;
    for (const index fact : playbook.needs) {
      if (checked_.facts[fact].default_value) continue;
      if (const auto at = axes_.find(axis_kind::present, fact)) {
        ask(*at, value::boolean(true));
        needed = fact;
      }
    }
    if (under.sides.empty()) continue;
    std::sort(under.sides.begin(), under.sides.end(),
              [](const auto& x, const auto& y) { return x.first < y.first; });
    for (index o = 0; o < checked_.offers.size(); ++o) {
      const judged& when = offer_when(o);
      if (!covers(playbook.offers, o) || !when.yes || when.never() || !spend(1)) continue;
      const auto both = common(*when.yes, {under});
      if (!both || !both->empty()) continue;
      const check::checked_offer& offer = checked_.offers[o];
      diagnostic& d = warn(
          codes::playbook_dead_offer, claim::subject::playbook, p, offer.when->at,
          fmt::format("the playbook `{}` lists `{}`, which can never be promised under it",
                      playbook.name, offer.name),
          needed ? fmt::format("its condition is never true with what the playbook needs; mend "
                               "`{}`, or drop a need",
                               offer.when->source)
                 : "its condition is never true under this intent; mend it, or drop it from the "
                   "playbook",
          o);
      d.related.push_back({playbook.at, "the playbook"});
      if (needed) {
        d.related.push_back({checked_.facts[*needed].at,
                             fmt::format("`{}` is declared here", checked_.facts[*needed].name)});
      }
      std::vector<scenario> cases;
      for (const box& b : {under, when.yes->front()}) {
        auto s = hand_->make(b, {hand_->plain(o)});
        if (!s) continue;
        s->intent = playbook.name;
        if (hand_->run(*s).verdict == verdict::deny) cases.push_back(*std::move(s));
      }
      show(d, cases);
    }
  }
}

// A step that is refused ends the ladder, so whatever stands behind it is out of reach, too.
void analyser::ladder() {
  if (!checked_.negotiation) return;
  const auto& steps = checked_.negotiation->ladder;
  for (index i = 0; i < steps.size(); ++i) {
    const check::checked_step& step = steps[i];
    std::vector<index> offers;
    for (const auto& item : step.items) offers.push_back(item.offer);
    std::string why;
    span by;
    std::int64_t from = 0;
    for (std::size_t a = 0; a < offers.size() && why.empty(); ++a) {
      const check::checked_offer& offer = checked_.offers[offers[a]];
      if (offer_when(offers[a]).never()) {
        why = fmt::format("the condition of `{}` is never true", offer.name);
        by = offer.when->at;
      }
      for (std::size_t b = a + 1; b < offers.size() && why.empty(); ++b) {
        if (offers[a] == offers[b]) continue;
        const apart found = kept_apart(offers[a], offers[b]);
        const std::string& other = checked_.offers[offers[b]].name;
        if (found.why == apart::kind::no) continue;
        if (found.why == apart::kind::forbidden) {
          why = fmt::format("`{}` forbids it", checked_.stacking[found.rule].text);
          by = checked_.stacking[found.rule].at;
        } else if (found.why == apart::kind::not_permitted) {
          why = fmt::format("nothing permits `{}` with `{}`", offer.name, other);
          by = offer.at;
        } else {
          why = fmt::format("the conditions of `{}` and `{}` are never true together", offer.name,
                            other);
          by = offer.at;
        }
      }
    }
    for (index r = 0; r < checked_.stacking.size() && why.empty(); ++r) {
      const checked_stacking& rule = checked_.stacking[r];
      const bool all = rule.kind == stacking_kind::requires_all;
      if (rule.kind == stacking_kind::at_most) {
        std::uint32_t named = 0;
        for (const index o : offers) named += covers(rule.left, o) ? 1 : 0;
        if (named <= rule.count || !must_hold(*stacking_when_[r], offers)) continue;
        why = fmt::format("`{}` refuses it", rule.text);
        by = rule.at;
      }
      if (!all && rule.kind != stacking_kind::requires_any) continue;
      for (const index a : offers) {
        if (!covers(rule.left, a) || !must_hold(*stacking_when_[r], offers)) continue;
        const auto met = std::count_if(rule.right.begin(), rule.right.end(), [&](const auto& s) {
          return std::any_of(offers.begin(), offers.end(),
                             [&](index b) { return b != a && covers(s, b); });
        });
        const bool enough = all ? static_cast<std::size_t>(met) == rule.right.size() : met > 0;
        if (enough) continue;
        why = fmt::format("`{}` isn't met", rule.text);
        by = rule.at;
        break;
      }
    }
    for (index l = 0; l < checked_.limits.size() && why.empty(); ++l) {
      const check::checked_limit& limit = checked_.limits[l];
      if (limit.row.otherwise != graph::otherwise::deny || limit.row.playbook != no_index) continue;
      if (!must_hold(*limit_when_[l], offers)) continue;
      // Other offers of the step only add to what a limit on the whole measures.
      if (offers.size() > 1 && limit.row.target != graph::target_kind::none) continue;
      for (std::size_t k = 0; k < offers.size() && why.empty(); ++k) {
        const auto& item = step.items[k];
        const auto& e = checked_.offers[item.offer].effect.row;
        const auto found =
            breaks_from(limit, item.offer, item.has_parameter != 0 ? item.parameter : e.minimum);
        if (!found) continue;
        from = *found * static_cast<std::int64_t>(offers.size());
        why =
            fmt::format("`{}` refuses it{}", limit.text,
                        from > 1 ? fmt::format(" (of goods of {} or more each)", money(from)) : "");
        by = limit.at;
      }
    }
    if (why.empty()) continue;
    diagnostic& d = warn(codes::dead_step, claim::subject::step, i, step.at,
                         fmt::format("the step `{}` can never be offered: {}", step.text, why),
                         i + 1 < steps.size() ? "drop it; the steps after it are out of reach"
                                              : "drop it, or loosen what refuses it",
                         no_index, from);
    d.related.push_back({by, "refused here"});
    std::vector<const judged*> hold;
    for (const index o : offers) hold.push_back(offer_when_[o]);
    std::vector<scenario> cases;
    auto s = scene(hold, offers);
    if (!s) s = scene({}, offers);
    if (s) {
      for (std::size_t k = 0; k < s->offers.size(); ++k) {
        if (step.items[k].has_parameter != 0) s->offers[k].parameter = step.items[k].parameter;
      }
      if (hand_->run(*s).verdict == verdict::deny) cases.push_back(*std::move(s));
    }
    show(d, cases);
  }
}

}  // namespace parley::analysis
