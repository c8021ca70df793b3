// How `eligible` walks offers and their grids. Included by eligible.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "parley/engine/eligible.hpp"
#include "parley/engine/findings.hpp"

namespace parley {

namespace detail {

/// The strictest finding that isn't a requirement; nullptr when there is none.
[[nodiscard]] inline const finding* strictest(const decision& d) noexcept {
  const finding* found = nullptr;
  for (const finding& f : d.findings) {
    if (f.code == finding_code::stacking_requires) continue;
    if (found == nullptr || f.verdict > found->verdict) found = &f;
  }
  return found;
}

/// Tries values of one offer in `w.trial`, at place `slot`.
struct grid_walk {
  const pack& p;
  const fact_set& facts;
  question_workspace& w;
  parameter_grid grid;
  std::size_t slot;
  std::uint64_t judged = nowhere;  ///< the point that `w.judged` is about
  static constexpr std::uint64_t nowhere = UINT64_MAX;

  verdict at(std::uint64_t point) {
    if (point != judged) {
      if (grid.ranged()) {
        w.trial.offers[slot].has_parameter = true;
        w.trial.offers[slot].parameter = grid.value(point);
      }
      w.judge(p, facts);
      judged = point;
    }
    return verdict_without_requirements(w.judged);
  }

  /// The last point of [low, high) judged at most `good`, where `low` is and the answer is assumed
  /// monotone; the point itself is exact for its neighbour.
  std::uint64_t last_within(std::uint64_t low, std::uint64_t high, verdict good) {
    while (high - low > 1) {
      const std::uint64_t middle = low + (high - low) / 2;
      (at(middle) <= good ? low : high) = middle;
    }
    return low;
  }
};

/// Where an offer's grid stands.
struct grid_result {
  verdict best = verdict::deny;  ///< of the most lenient point
  std::uint64_t at = 0;          ///< the most generous point with that verdict
  bool some = false;
  std::uint64_t first = 0, last = 0;  ///< least and most generous allowed points
  bool gaps = false;
  bool approvable = false;
  std::uint64_t last_approvable = 0;
};

inline grid_result scan_whole(grid_walk& walk) {
  grid_result r;
  std::uint64_t allowed = 0;
  bool any = false;
  for (std::uint64_t point = 0; point < walk.grid.points(); ++point) {
    const verdict v = walk.at(point);
    if (!any || v <= r.best) {
      // Of points that are not allowed the least generous speaks for the offer.
      if (!any || v < r.best || v == verdict::allow) r.at = point;
      r.best = v;
      any = true;
    }
    if (v == verdict::allow) {
      if (!r.some) r.first = point;
      r.some = true;
      r.last = point;
      ++allowed;
    }
    if (v == verdict::escalate) {
      r.approvable = true;
      r.last_approvable = point;
    }
  }
  r.gaps = r.some && allowed != r.last - r.first + 1;
  return r;
}

inline grid_result scan_long(grid_walk& walk) {
  const std::uint64_t points = walk.grid.points();
  grid_result r;
  r.best = walk.at(0);
  const bool scannable = points <= longest_grid;
  if (r.best != verdict::allow) return scannable ? scan_whole(walk) : r;
  r.some = true;
  if (walk.at(points - 1) == verdict::allow) {
    r.last = points - 1;
  } else {
    r.last = walk.last_within(0, points - 1, verdict::allow);
    const std::uint64_t approvable = walk.at(points - 1) <= verdict::escalate
                                         ? points - 1
                                         : walk.last_within(r.last, points - 1, verdict::escalate);
    if (approvable > r.last) {
      r.approvable = true;
      r.last_approvable = approvable;
    }
  }
  r.at = r.last;
  // Samples on both sides of the boundary; a surprise means that the grid has to be tried whole.
  for (std::uint64_t i = 1; i <= 8; ++i) {
    const std::uint64_t point = points / 9 * i;
    const bool expected = point <= r.last;
    if ((walk.at(point) == verdict::allow) != expected) {
      if (scannable) return scan_whole(walk);
      r.gaps = true;
    }
  }
  return r;
}

}  // namespace detail

inline const condition_index& offer_index(const pack& p) {
  return p.derived<condition_index, derived_part::conditions>([&] {
    std::vector<graph::index> conditions;
    conditions.reserve(p.tables().offers.size());
    for (const graph::offer_row& row : p.tables().offers) conditions.push_back(row.when);
    return std::make_shared<const condition_index>(p, conditions);
  });
}

inline const matched_conditions& matching_offers(const pack& p, const fact_set& facts,
                                                 std::string_view intent, question_workspace& w) {
  w.conditions.begin(p, facts, intent);
  offer_index(p).match(p, facts, w.conditions, w.matching, w.matched);
  return w.matched;
}

inline void eligible(const pack& p, const fact_set& facts, const proposal& promised,
                     question_workspace& w, eligibility& out, eligible_options options) {
  out.clear();
  const matched_conditions& matched = matching_offers(p, facts, promised.intent, w);
  w.trial.intent = promised.intent;
  w.trial.accept_partial = promised.accept_partial;

  w.trial.offers.assign(promised.offers.begin(), promised.offers.end());
  const decision& before = w.judge(p, facts);
  const std::int64_t saved_before =
      before.has_quote ? before.quote.discount + before.quote.shipping_discount : 0;

  const auto offers = p.tables().offers;
  for (graph::index offer = 0; offer < offers.size(); ++offer) {
    if (options.only_relevant && offer % 64 == 0) {
      // Whole words of offers that are out are passed over.
      while (offer < offers.size() && (matched.holds[offer / 64] | matched.open[offer / 64]) == 0)
        offer += 64;
      if (offer >= offers.size()) break;
    }
    const graph::offer_row& row = offers[offer];
    if (!matched_conditions::has(matched.holds, offer) &&
        !matched_conditions::has(matched.open, offer)) {
      if (options.only_relevant) continue;
      eligible_offer& refused = out.offers.emplace_back();
      refused.offer = offer;
      refused.headroom.ranged = grid_of(p, row.effect).ranged();
      refused.reasons = {static_cast<std::uint32_t>(out.reasons.findings.size()), 1};
      refused.requirements.first = static_cast<std::uint32_t>(out.requirements.size());
      out.reasons.add_condition(offer);
      continue;
    }

    const std::string_view name = p.text(row.name);
    std::size_t slot = promised.offers.size();
    std::uint32_t named = 0;
    for (std::size_t i = promised.offers.size(); i-- > 0;) {
      if (promised.offers[i].name == name) {
        ++named;
        slot = i;
      }
    }
    w.trial.offers.assign(promised.offers.begin(), promised.offers.end());
    const bool replaces = named >= std::max(row.repeat, 1U);
    if (!replaces) {
      slot = w.trial.offers.size();
      w.trial.offers.push_back(propose(p, offer));
    }

    detail::grid_walk walk{p, facts, w, grid_of(p, row.effect), slot};
    const detail::grid_result found =
        walk.grid.points() <= whole_grid ? detail::scan_whole(walk) : detail::scan_long(walk);

    eligible_offer answer;
    answer.offer = offer;
    answer.verdict = found.best;
    answer.promised = named > 0;
    headroom& room = answer.headroom;
    room.ranged = walk.grid.ranged();
    room.some = found.some;
    if (found.some) {
      room.most = walk.grid.value(found.last);
      room.least = walk.grid.value(found.first);
      room.gaps = found.gaps;
    }
    const auto first_reason = static_cast<std::uint32_t>(out.reasons.findings.size());
    if (room.ranged && found.some && found.last + 1 < walk.grid.points()) {
      walk.at(found.last + 1);
      if (const finding* why = detail::strictest(w.judged))
        room.binding = out.reasons.add(w.judged, *why);
    }
    if (room.ranged && found.approvable && (!found.some || found.last_approvable > found.last)) {
      walk.at(found.last_approvable);
      room.with_approval = true;
      room.most_with_approval = walk.grid.value(found.last_approvable);
      if (!w.judged.approvals.empty()) room.approval_limit = w.judged.approvals.front().limit;
    }

    walk.at(found.at);
    const auto after_binding = static_cast<std::uint32_t>(out.reasons.findings.size());
    answer.requirements.first = static_cast<std::uint32_t>(out.requirements.size());
    for (const finding& f : w.judged.findings) {
      if (f.code != finding_code::stacking_requires) {
        out.reasons.add(w.judged, f);
        continue;
      }
      const auto asked_by =
          std::span(w.judged.finding_offers).subspan(f.offers.first, f.offers.count);
      if (std::find(asked_by.begin(), asked_by.end(), offer) != asked_by.end()) {
        out.requirements.push_back(f.rule);
      }
    }
    answer.reasons = {after_binding,
                      static_cast<std::uint32_t>(out.reasons.findings.size()) - after_binding};
    if (room.binding != no_index) room.binding = first_reason;
    answer.requirements.count =
        static_cast<std::uint32_t>(out.requirements.size()) - answer.requirements.first;
    if (w.judged.has_quote) {
      answer.has_quote = true;
      answer.total = w.judged.quote.total;
      if (replaces) {
        for (const applied_offer& a : w.judged.quote.applied) {
          if (a.offer == offer) answer.saving += a.amount + a.shipping_amount;
        }
      } else {
        answer.saving = w.judged.quote.discount + w.judged.quote.shipping_discount - saved_before;
      }
    }
    out.missing.insert(out.missing.end(), w.judged.missing.begin(), w.judged.missing.end());
    out.offers.push_back(answer);
  }

  engine::settle(out.missing);
}

}  // namespace parley
