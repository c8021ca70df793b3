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
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/question_workspace.hpp"

namespace parley {

/// One value of an issue: an offer at one point of its grid, or nothing.
struct issue_value {
  graph::index offer = no_index;  ///< no_index: nothing is given
  bool has_parameter = false;
  std::int64_t parameter = 0;
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
  std::vector<issue_value> values;  ///< of every issue, one after the other; the first is "nothing"
  std::vector<row_range> issues;    ///< in values
  std::vector<negotiation_result> results;  ///< by cost, then falling worth, total, combination
  std::uint64_t size = 0;                   ///< combinations there are, the impossible ones too
  bool whole = false;                       ///< `results` has every combination that can be formed

  /// The value that a combination gives an issue.
  [[nodiscard]] const issue_value& value_of(std::uint64_t combination,
                                            std::size_t issue) const noexcept {
    for (std::size_t i = 0; i < issue; ++i) combination /= issues[i].count;
    return values[issues[issue].first + combination % issues[issue].count];
  }
};

/// What a gift, an upgrade or a perk is worth to the customer: of a counted one whose cost is told
/// per so many pieces, the worth is per as many.
[[nodiscard]] inline std::int64_t worth_of(const graph::offer_row& offer,
                                           std::int64_t parameter) noexcept {
  if (offer.effect.unit != graph::unit::count || offer.cost_per == 0 || offer.worth == 0) {
    return offer.worth;
  }
  const std::int64_t pieces =
      offer.effect.minimum == offer.effect.maximum ? offer.effect.minimum : parameter;
  const int128 worth = int128{offer.worth} * pieces / offer.cost_per;
  return static_cast<std::int64_t>(std::clamp(worth, int128{0}, int128{caps::cart_total}));
}

namespace detail {

/// Values of one offer that are looked at; of a finer range every second one, or every third ...
inline constexpr std::uint64_t values_most = 10'000;

/// The values of an offer, from the least to the most generous.
inline void add_values(const pack& p, graph::index offer, outcome_space& out) {
  const parameter_grid grid = grid_of(p, offer);
  const std::uint64_t stride = (grid.points() + values_most - 1) / values_most;
  for (std::uint64_t point = (grid.points() - 1) % stride; point < grid.points(); point += stride)
    out.values.push_back({offer, grid.ranged(), grid.ranged() ? grid.value(point) : 0});
}

inline void open_issue(outcome_space& out) {
  out.issues.push_back({static_cast<std::uint32_t>(out.values.size()), 0});
  out.values.push_back({});
}

inline void close_issue(outcome_space& out) {
  row_range& issue = out.issues.back();
  issue.count = static_cast<std::uint32_t>(out.values.size()) - issue.first;
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max() / issue.count;
  out.size = out.size > most ? std::numeric_limits<std::uint64_t>::max() : out.size * issue.count;
}

inline void add_issue(const pack& p, graph::index offer, outcome_space& out) {
  for (const issue_value& known : out.values) {
    if (known.offer == offer) return;
  }
  open_issue(out);
  add_values(p, offer, out);
  close_issue(out);
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
  out.values.clear(), out.issues.clear(), out.results.clear();
  out.size = 1;
  out.whole = false;
  const auto& t = p.tables();
  for (const graph::subject_row& s : pack::rows(t.subjects, p.header().issues)) {
    detail::open_issue(out);
    if (s.what == graph::subject_row::kind::offer) {
      detail::add_values(p, s.which, out);
    } else {
      for (const graph::index offer : pack::rows(t.offer_refs, t.classes[s.which].members))
        detail::add_values(p, offer, out);
    }
    detail::close_issue(out);
  }
  if (p.header().issues.count > 0) return;
  for (const graph::step_row& step : pack::rows(p.tables().steps, p.header().ladder)) {
    for (const graph::step_item_row& item : pack::rows(p.tables().step_items, step.items)) {
      detail::add_issue(p, item.offer, out);
    }
  }
  for (const graph::index offer : pack::rows(p.tables().offer_refs, p.header().sweeteners)) {
    detail::add_issue(p, offer, out);
  }
}

/// The proposal behind a combination. Its names live as long as the pack.
inline void propose_combination(const pack& p, const outcome_space& space,
                                std::uint64_t combination, proposal& out) {
  out.offers.clear();
  for (const row_range& issue : space.issues) {
    const issue_value& v = space.values[issue.first + combination % issue.count];
    combination /= issue.count;
    if (v.offer == no_index) continue;
    proposed_offer made = propose(p, v.offer);
    made.has_parameter = v.has_parameter;
    made.parameter = v.parameter;
    out.offers.push_back(made);
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
    if (w.trial.offers.size() > caps::proposal_offers) continue;
    if (!detail::form(p, facts, w.trial, w.work, w.judged)) continue;
    negotiation_result r = detail::result_of(p, w.trial, w.judged.quote);
    if (limits == outcome_limits::judged) {
      w.judge(p, facts);
      r.permitted = w.judged.verdict == verdict::allow && w.judged.has_quote;
    }
    r.combination = i;
    out.results.push_back(r);
  }
  std::sort(out.results.begin(), out.results.end(), detail::cheaper);
  out.whole = true;
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
