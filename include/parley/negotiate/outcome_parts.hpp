// Outcome spaces too large to go through one by one: parts that don't touch each other are gone
// through alone, and what they give is added up.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "parley/negotiate/outcome_space.hpp"

namespace parley {

namespace detail {

/// Which issues have to be looked at together: those that change prices, those that change
/// shipping, and those that one stacking rule ties.
class issue_groups {
 public:
  issue_groups(const pack& p, const fact_set& facts, std::string_view intent,
               const outcome_space& s, question_workspace& w)
      : p_(p), facts_(facts), intent_(intent), space_(s), w_(w), parent_(s.issues.size()) {
    std::iota(parent_.begin(), parent_.end(), 0U);
    tie_prices();
    tie_rules();
    tie_pairs();
  }

  /// The issue that stands for the group of this one.
  [[nodiscard]] std::uint32_t group_of(std::uint32_t issue) const {
    while (parent_[issue] != issue) issue = parent_[issue];
    return issue;
  }

 private:
  void tie(std::uint32_t a, std::uint32_t b) { parent_[group_of(a)] = group_of(b); }

  template <typename Test>
  void tie_where(Test&& test) {
    std::uint32_t first = no_index;
    for (std::uint32_t i = 0; i < space_.issues.size(); ++i) {
      if (!has_value(i, test)) continue;
      if (first == no_index) first = i;
      tie(first, i);
    }
  }
  [[nodiscard]] std::span<const issue_offer> offers_of(std::uint32_t issue) const {
    return pack::rows(std::span<const issue_offer>(space_.offers), space_.issues[issue].offers);
  }
  template <typename Test>
  [[nodiscard]] bool has_value(std::uint32_t issue, Test&& test) const {
    const auto offers = offers_of(issue);
    return std::any_of(offers.begin(), offers.end(),
                       [&](const issue_offer& o) { return test(o.offer); });
  }

  void tie_prices() {
    const auto& t = p_.tables();
    const auto merchandise = [&](graph::index offer) {
      const graph::offer_row& o = t.offers[offer];
      return engine::is_merchandise(o.effect.kind) || o.effect.from_cart != 0 ||
             (o.when != no_index && (t.expressions[o.when].reads & graph::reads_so_far) != 0);
    };
    tie_where(merchandise);
    tie_where([&](graph::index offer) { return engine::is_shipping(t.offers[offer].effect.kind); });
  }

  [[nodiscard]] bool covers(const graph::subject_row& s, graph::index offer) const {
    if (s.what != graph::subject_row::kind::offer_class)
      return s.what == graph::subject_row::kind::any || s.which == offer;
    const auto members = pack::rows(p_.tables().offer_refs, p_.tables().classes[s.which].members);
    return std::find(members.begin(), members.end(), offer) != members.end();
  }

  /// Rules about more than a pair.
  void tie_rules() {
    const auto& t = p_.tables();
    for (const graph::stacking_row& rule : t.stacking) {
      if (rule.kind == graph::stacking_kind::with || rule.kind == graph::stacking_kind::excludes ||
          rule.kind == graph::stacking_kind::before) {
        continue;
      }
      tie_where([&](graph::index offer) {
        bool about = covers(rule.left, offer) || rule.kind == graph::stacking_kind::alone;
        for (const graph::subject_row& s : pack::rows(t.subjects, rule.right))
          about = about || covers(s, offer);
        return about;
      });
    }
  }

  /// Pairs that can't be formed although each of them can.
  void tie_pairs() {
    for (std::uint32_t a = 0; a < space_.issues.size(); ++a) {
      for (std::uint32_t b = a + 1; b < space_.issues.size(); ++b) {
        if (group_of(a) != group_of(b) && !together(a, b)) tie(a, b);
      }
    }
  }
  [[nodiscard]] bool together(std::uint32_t a, std::uint32_t b) {
    for (const issue_offer& x : offers_of(a)) {
      for (const issue_offer& y : offers_of(b)) {
        if (x.offer == y.offer) return false;
        if (forms(&x, nullptr) && forms(nullptr, &y) && !forms(&x, &y)) return false;
      }
    }
    return true;
  }
  /// Whether offers form together, each at its least.
  [[nodiscard]] bool forms(const issue_offer* x, const issue_offer* y) {
    w_.trial.offers.clear();
    w_.trial.intent = intent_;
    for (const issue_offer* o : {x, y}) {
      if (o != nullptr) w_.trial.offers.push_back(propose(p_, o->offer, grid_of(p_, o->offer), 0));
    }
    return form(p_, facts_, w_.trial, w_.work, w_.judged);
  }

  const pack& p_;
  const fact_set& facts_;
  std::string_view intent_;
  const outcome_space& space_;
  question_workspace& w_;
  std::vector<std::uint32_t> parent_;
};

/// Keeps what nothing dominates, sorted.
inline void keep_undominated(std::vector<negotiation_result>& results) {
  std::sort(results.begin(), results.end(), cheaper);
  std::size_t kept = 0;
  for (const negotiation_result& r : results) {
    if (kept == 0 || r.worth > results[kept - 1].worth) results[kept++] = r;
  }
  results.resize(kept);
}

/// Every second one, and the last.
inline void thin_out(std::vector<negotiation_result>& results) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i % 2 == 0 || i + 1 == results.size()) results[kept++] = results[i];
  }
  results.resize(kept);
}

/// The undominated outcomes of one group of issues.
class group_outcomes {
 public:
  group_outcomes(const pack& p, const fact_set& facts, const outcome_space& space,
                 question_workspace& w)
      : p_(p), facts_(facts), space_(space), w_(w) {
    std::uint64_t weight = 1;
    for (const outcome_issue& issue : space.issues) {
      weight_.push_back(weight);
      weight *= issue.count();
    }
  }

  /// Into `out`. False where values were left out.
  bool find(const std::vector<std::uint32_t>& members, std::vector<negotiation_result>& out) {
    members_ = members;
    stride_.assign(members.size(), 1);
    out.clear();
    bool all = true;
    while (product() > caps::outcomes) {
      all = false;
      std::size_t widest = 0;
      for (std::size_t m = 1; m < members.size(); ++m) {
        if (points(m) > points(widest)) widest = m;
      }
      if (points(widest) <= 2) return build_up(out), false;
      stride_[widest] *= 2;
    }
    const std::uint64_t size = product();
    for (std::uint64_t i = 0; i < size; ++i) {
      std::uint64_t rest = i;
      std::uint64_t combination = 0;
      for (std::size_t m = 0; m < members.size(); ++m) {
        combination += value(m, rest % points(m)) * weight_[members[m]];
        rest /= points(m);
      }
      try_out(combination, out);
    }
    keep_undominated(out);
    return all;
  }

 private:
  /// Values of a member that are looked at, with "nothing".
  [[nodiscard]] std::uint64_t points(std::size_t m) const {
    return 1 + (space_.issues[members_[m]].count() - 2 + stride_[m]) / stride_[m];
  }
  [[nodiscard]] std::uint64_t product() const {
    constexpr std::uint64_t enough = std::uint64_t{1} << 32;
    std::uint64_t size = 1;
    for (std::size_t m = 0; m < members_.size(); ++m)
      size = std::min(size * std::min(points(m), enough / 2), enough / 2);
    return size;
  }
  /// Counted from the most generous value, so that it is never left out.
  [[nodiscard]] std::uint64_t value(std::size_t m, std::uint64_t point) const {
    return point == 0 ? 0 : space_.issues[members_[m]].count() - 1 - (point - 1) * stride_[m];
  }
  void try_out(std::uint64_t combination, std::vector<negotiation_result>& out) {
    propose_combination(p_, space_, combination, w_.trial);
    if (!form(p_, facts_, w_.trial, w_.work, w_.judged)) return;
    out.push_back(result_of(p_, w_.trial, w_.judged.quote));
    out.back().combination = combination;
  }
  /// Too many issues even with two values each: one after the other, on what was undominated.
  void build_up(std::vector<negotiation_result>& out) {
    std::vector<negotiation_result> next;
    try_out(0, out);
    for (std::size_t m = 0; m < members_.size(); ++m) {
      next = out;
      while (next.size() * points(m) * members_.size() > caps::outcomes && next.size() > 2)
        thin_out(next);
      const std::size_t before = next.size();
      for (std::size_t i = 0; i < before; ++i) {
        for (std::uint64_t point = 1; point < points(m); ++point)
          try_out(next[i].combination + value(m, point) * weight_[members_[m]], next);
      }
      next.insert(next.end(), out.begin(), out.end());
      keep_undominated(next);
      out.swap(next);
    }
  }

  const pack& p_;
  const fact_set& facts_;
  const outcome_space& space_;
  question_workspace& w_;
  std::vector<std::uint64_t> weight_;
  std::vector<std::uint32_t> members_;
  std::vector<std::uint64_t> stride_;  ///< how far apart the values of each member stand
};

}  // namespace detail

/// The undominated outcomes of a space of more than caps::outcomes combinations, sorted into
/// `results`. Exact as long as no group of issues that touch each other has more combinations than
/// that, and no two groups have more than caps::outcome_sums undominated ones together; beyond,
/// values are left out evenly, and `exact` is false. Nothing where there are more combinations than
/// 64 bits count.
inline void merge_outcomes(const pack& p, const fact_set& facts, std::string_view intent,
                           question_workspace& w, outcome_space& out) {
  out.results.clear();
  out.exact = false;
  if (out.size == std::numeric_limits<std::uint64_t>::max()) return;
  const detail::issue_groups groups(p, facts, intent, out, w);
  w.trial.offers.clear();
  w.trial.intent = intent;
  w.trial.accept_partial = false;
  if (!detail::form(p, facts, w.trial, w.work, w.judged)) return;
  const std::int64_t list = w.judged.quote.total;

  std::vector<negotiation_result> sum(1), part, both;
  sum.front().total = list;
  std::vector<std::uint32_t> members;
  detail::group_outcomes search(p, facts, out, w);
  bool exact = true;
  for (std::uint32_t head = 0; head < out.issues.size(); ++head) {
    if (groups.group_of(head) != head) continue;
    members.clear();
    for (std::uint32_t i = 0; i < out.issues.size(); ++i) {
      if (groups.group_of(i) == head) members.push_back(i);
    }
    exact = search.find(members, part) && exact;
    while (sum.size() * part.size() > caps::outcome_sums) {
      exact = false;
      detail::thin_out(sum.size() > part.size() ? sum : part);
    }
    both.clear();
    for (const negotiation_result& a : sum) {
      for (const negotiation_result& b : part) {
        both.push_back({a.combination + b.combination, a.total + b.total - list, a.cost + b.cost,
                        a.extras + b.extras, a.worth + b.worth});
      }
    }
    detail::keep_undominated(both);
    sum.swap(both);
  }
  out.results = std::move(sum);
  out.exact = exact;
}

/// What a negotiation can end with: every outcome, or, of more than caps::outcomes combinations,
/// the undominated ones (`whole` and `exact` tell which). See `enumerate_outcomes` and
/// `merge_outcomes`.
inline void find_outcomes(const pack& p, const fact_set& facts, std::string_view intent,
                          outcome_limits limits, question_workspace& w, outcome_space& out) {
  enumerate_outcomes(p, facts, intent, limits, w, out);
  if (out.whole) return;
  merge_outcomes(p, facts, intent, w, out);
  if (limits == outcome_limits::ignored) return;
  for (negotiation_result& r : out.results) {
    propose_combination(p, out, r.combination, w.trial);
    w.judge(p, facts);
    r.permitted = detail::offerable(w.judged);
  }
}

}  // namespace parley
