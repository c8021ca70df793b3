// What a negotiation can end with: every combination of the values its issues may take, with what
// it costs the merchant and what it is worth to the customer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "parley/base/limits.hpp"
#include "parley/engine/offer_worth.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/question_workspace.hpp"

namespace parley {

/// One value of an issue: an offer at one point of its grid, or nothing.
struct issue_value {
  graph::index offer = no_index;  ///< no_index: nothing is given
  std::uint64_t point = 0;        ///< of `grid_of` the offer
};

/// One offer of an issue. Its values are worked out when they are looked at, never kept.
struct issue_offer {
  graph::index offer = no_index;
  std::uint64_t points = 1;  ///< of its grid
};

/// What is bargained over as one thing. Its values are nothing, and every point of each offer; with
/// a stride only every so manieth point, counted from the most generous of the last offer.
struct outcome_issue {
  row_range offers;          ///< in the space's offers
  std::uint64_t points = 0;  ///< of all its offers
  std::uint64_t stride = 1;

  /// Values there are, with "nothing", which is number 0.
  [[nodiscard]] std::uint64_t count() const noexcept {
    return 1 + points / stride + (points % stride != 0 ? 1 : 0);
  }
};

/// One combination. Amounts are minor units.
struct negotiation_result {
  std::uint64_t combination = 0;  ///< number of the values, see `outcome_space::value_of`
  std::int64_t total = 0;         ///< what the customer would pay, all-in
  std::int64_t cost = 0;          ///< the concession, all-in
  std::int64_t extras = 0;        ///< declared worth of gifts and perks
  std::int64_t worth = 0;         ///< what it saves the customer, and the extras
  bool permitted = true;          ///< `validate` allows it; only told where it was asked for
};

/// The combinations of a pack's issues on one cart. Reuse one object: its vectors keep their
/// memory.
struct outcome_space {
  std::vector<issue_offer> offers;  ///< of every issue, one after the other
  std::vector<outcome_issue> issues;
  std::vector<negotiation_result> results;  ///< by cost, then falling worth, total, combination
  /// Combinations there are, the impossible ones too; the greatest number where there are more.
  std::uint64_t size = 0;
  bool whole = false;  ///< `results` has every combination that can be formed
  /// `results` has everything undominated; false where values were left out to stay within the
  /// caps.
  bool exact = false;

  /// Value number `value` of an issue.
  [[nodiscard]] issue_value value_at(const outcome_issue& issue,
                                     std::uint64_t value) const noexcept {
    if (value == 0) return {};
    std::uint64_t point = issue.points - 1 - (issue.count() - 1 - value) * issue.stride;
    for (std::uint32_t i = issue.offers.first;; ++i) {
      if (point < offers[i].points) return {offers[i].offer, point};
      point -= offers[i].points;
    }
  }
  /// The value that a combination gives an issue.
  [[nodiscard]] issue_value value_of(std::uint64_t combination, std::size_t issue) const noexcept {
    for (std::size_t i = 0; i < issue; ++i) combination /= issues[i].count();
    return value_at(issues[issue], combination % issues[issue].count());
  }
};

namespace detail {

/// Whether what was judged may be offered. On a cart with lines an allow has its price; without one
/// nothing is ever offered.
[[nodiscard]] inline bool offerable(const decision& d) noexcept {
  return d.verdict == verdict::allow && d.has_quote;
}

inline void open_issue(outcome_space& out) {
  out.issues.push_back({{static_cast<std::uint32_t>(out.offers.size()), 0}, 0, 1});
}
inline void add_offer(const pack& p, graph::index offer, outcome_space& out) {
  outcome_issue& issue = out.issues.back();
  const std::uint64_t points = grid_of(p, offer).points();
  out.offers.push_back({offer, points});
  ++issue.offers.count;
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max() / 2;
  issue.points = points > most - issue.points ? most : issue.points + points;
}

inline void add_issue(const pack& p, graph::index offer, outcome_space& out) {
  for (const issue_offer& known : out.offers) {
    if (known.offer == offer) return;
  }
  open_issue(out);
  add_offer(p, offer, out);
}

/// Counts the combinations.
inline void measure_space(outcome_space& out) {
  out.size = 1;
  for (const outcome_issue& issue : out.issues) {
    const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    out.size = out.size > most / issue.count() ? most : out.size * issue.count();
  }
}

/// Judges whether a combination can be formed at all, and prices it as if no limit were there: what
/// it says doesn't depend on any limit. Conditions, stacking and the playbook's offers count.
/// False when it can't; unknown facts don't rule it out.
[[nodiscard]] inline bool form(const pack& p, const fact_set& facts, const proposal& asked,
                               workspace& w, decision& out) {
  engine::clear(out);
  w.begin(p, facts, asked.intent, out);
  const bool whole = engine::take_in(w, asked);
  engine::judge_intent(w, asked.intent);
  engine::gather_set(w);
  engine::judge_repeats(w);
  engine::judge_playbook_offers(w);
  w.limits.clear(), w.limit_when.clear();
  engine::judge_and_price(w);
  engine::judge_set(w);
  out.has_quote = whole && w.priced;
  if (!out.has_quote) return false;
  return std::none_of(out.findings.begin(), out.findings.end(), [](const finding& f) {
    return f.verdict == verdict::deny && f.code != finding_code::proposal_intent;
  });
}

[[nodiscard]] inline negotiation_result result_of(const pack& p, const proposal& made,
                                                  const quote& q) noexcept {
  negotiation_result r;
  r.total = q.total;
  r.cost = q.concession;
  for (const proposed_offer& o : made.offers) {
    r.extras += worth_of(p.tables().offers[p.offer_named(o.name)], o.parameter);
  }
  r.worth = q.discount + q.shipping_discount + r.extras;
  return r;
}

[[nodiscard]] inline bool cheaper(const negotiation_result& a,
                                  const negotiation_result& b) noexcept {
  if (a.cost != b.cost) return a.cost < b.cost;
  if (a.worth != b.worth) return a.worth > b.worth;
  if (a.total != b.total) return a.total < b.total;
  return a.combination < b.combination;
}

}  // namespace detail

/// The issues of a pack: those it declares, else the offers its ladder and its sweeteners name. The
/// values of an issue are nothing, and each point of its offer, or of the offers of its class.
/// `size` is set, `results` is cleared.
inline void issues_of(const pack& p, outcome_space& out) {
  out.offers.clear(), out.issues.clear(), out.results.clear();
  out.whole = out.exact = false;
  const auto& t = p.tables();
  for (const graph::subject_row& s : pack::rows(t.subjects, p.header().issues)) {
    detail::open_issue(out);
    if (s.what == graph::subject_row::kind::offer) {
      detail::add_offer(p, s.which, out);
    } else {
      for (const graph::index offer : pack::rows(t.offer_refs, t.classes[s.which].members))
        detail::add_offer(p, offer, out);
    }
  }
  if (p.header().issues.count == 0) {
    for (const graph::step_row& step : pack::rows(t.steps, p.header().ladder)) {
      for (const graph::step_item_row& item : pack::rows(t.step_items, step.items))
        detail::add_issue(p, item.offer, out);
    }
    for (const graph::index offer : pack::rows(t.offer_refs, p.header().sweeteners))
      detail::add_issue(p, offer, out);
  }
  detail::measure_space(out);
}

/// The proposal behind a combination. Its names live as long as the pack. It has an offer of each
/// issue at most, and of issues with two values or more 64 bits count fewer than 64.
static_assert(caps::proposal_offers >= 63);
inline void propose_combination(const pack& p, const outcome_space& space,
                                std::uint64_t combination, proposal& out) {
  out.offers.clear();
  for (const outcome_issue& issue : space.issues) {
    const issue_value v = space.value_at(issue, combination % issue.count());
    combination /= issue.count();
    if (v.offer != no_index)
      out.offers.push_back(propose(p, v.offer, grid_of(p, v.offer), v.point));
  }
}

/// Whether limits are asked about, too. Without them the space is the same for every limit.
enum class outcome_limits : std::uint8_t { ignored, judged };

/// Every combination that conditions and stacking rules let form on these facts, priced without
/// limits and sorted. With `judged`, those that `validate` allows are marked, priced with limits,
/// and the others have `permitted` false. `whole` is false, and `results` empty, where there are
/// more than caps::outcomes combinations.
inline void enumerate_outcomes(const pack& p, const fact_set& facts, std::string_view intent,
                               outcome_limits limits, question_workspace& w, outcome_space& out) {
  issues_of(p, out);
  if (out.size > caps::outcomes) return;
  w.trial.intent = intent;
  w.trial.accept_partial = false;
  for (std::uint64_t i = 0; i < out.size; ++i) {
    propose_combination(p, out, i, w.trial);
    if (!detail::form(p, facts, w.trial, w.work, w.judged)) continue;
    negotiation_result r = detail::result_of(p, w.trial, w.judged.quote);
    if (limits == outcome_limits::judged) {
      w.judge(p, facts);
      r.permitted = detail::offerable(w.judged);
    }
    r.combination = i;
    out.results.push_back(r);
  }
  std::sort(out.results.begin(), out.results.end(), detail::cheaper);
  out.whole = out.exact = true;
}

/// The undominated results, as places in `results`, by rising cost and worth: nothing that costs
/// the merchant no more is worth as much. With `permitted_only` the others don't count.
inline void pareto_frontier(const outcome_space& space, bool permitted_only,
                            std::vector<std::uint32_t>& out) {
  out.clear();
  for (std::uint32_t i = 0; i < space.results.size(); ++i) {
    const negotiation_result& r = space.results[i];
    if (permitted_only && !r.permitted) continue;
    if (out.empty() || r.worth > space.results[out.back()].worth) out.push_back(i);
  }
}

}  // namespace parley
