// What the rules say about the offers that a search may choose from: pairs that never go together,
// caps, requirements, bounds on the whole order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "parley/engine/best_bounds.hpp"
#include "parley/engine/best_fold.hpp"
#include "parley/engine/best_memory.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/engine/offer_worth.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley::detail {

/// The rules about one search's candidates. Fills a `best_memory`; views it afterwards.
class best_model {
 public:
  best_model(const pack& p, const fact_set& facts, evaluator& conditions, best_memory& memory)
      : p_(p), facts_(facts), conditions_(conditions), m_(memory) {}

  /// Looks at the limits: what surely bounds the whole order, and what clamps it.
  void survey();
  /// Adds an offer's namings. Precondition: its condition holds, or reads what earlier offers left.
  void add(graph::index offer, std::uint32_t copy, bool forced, std::uint64_t first,
           std::uint64_t last);
  /// Puts the candidates in the order of the search and relates them.
  void relate();

  [[nodiscard]] bool reads_so_far(graph::index expression) const noexcept {
    return expression != no_index &&
           (p_.tables().expressions[expression].reads & graph::reads_so_far) != 0;
  }
  [[nodiscard]] std::int64_t value(const best_candidate& c, std::uint64_t point) const noexcept {
    return c.grid.ranged() ? c.grid.value(point) : p_.tables().offers[c.offer].effect.minimum;
  }

  /// No stacking rule depends on what earlier offers left, so what is barred stays barred.
  bool fixed_rules = true;
  /// What an offer takes doesn't depend on later offers: sums only fall from offer to offer.
  bool settled = true;
  /// Whether the order of application changes no sum.
  [[nodiscard]] bool free_of_order() const;

  /// Every candidate folds over the sums of the order.
  bool folds = true;
  /// The order of application changes no sum.
  bool free_order = false;
  std::int64_t most_discount = 0;  ///< that the whole order may give
  std::int64_t most_concession = 0;
  /// Upper bound on the saving of whatever is permitted.
  std::int64_t most_saving = 0;
  /// The same for its worth: that of all candidates together.
  std::int64_t most_worth = 0;

 private:
  void survey_clamp(const graph::limit_row& limit);
  [[nodiscard]] std::int64_t most_amount(const graph::offer_row& row) const noexcept;
  [[nodiscard]] std::optional<std::int64_t> bound_on_order(const graph::limit_row& limit);
  [[nodiscard]] wide_set meant(const graph::subject_row& subject) const;
  [[nodiscard]] wide_set meant(row_range subjects) const;
  [[nodiscard]] const wide_set& own_of(std::size_t i) const {
    return m_.own[m_.offer_at[m_.candidates[i].offer] - 1];
  }
  template <typename Before>
  void sort(Before&& before);
  [[nodiscard]] graph::index lone(const graph::subject_row& subject) const noexcept;
  void label();
  void gather_rules();
  void permit(const graph::stacking_row& rule);
  void forbid(graph::index which);
  [[nodiscard]] bool spared(graph::index rule, graph::index a, graph::index b);
  void cap(const graph::stacking_row& rule);
  void require(const graph::stacking_row& rule);
  void bar(std::size_t a, std::size_t b);
  void bar_all(const wide_set& left, const wide_set& right);
  void group();
  void cover();

  const pack& p_;
  const fact_set& facts_;
  evaluator& conditions_;
  best_memory& m_;
  wide_set all_;
};

inline void best_model::survey() {
  m_.clamps.clear();
  most_discount = facts_.subtotal();
  most_concession = std::numeric_limits<std::int64_t>::max();
  for (const graph::limit_row& limit : p_.tables().limits) {
    if (limit.otherwise == graph::otherwise::clamp ||
        limit.otherwise == graph::otherwise::redistribute) {
      survey_clamp(limit);
    }
    const std::optional<std::int64_t> most = bound_on_order(limit);
    if (!most) continue;
    std::int64_t& bound =
        limit.measure == graph::measure::discount ? most_discount : most_concession;
    bound = std::min(bound, *most);
  }
  std::int64_t shipping = 0;
  for (const shipping_entry& entry : facts_.shipping()) shipping += entry.price;
  most_saving = std::min(most_discount + shipping, most_concession);
}

/// Clamps of the whole order fold; any other works on lines. One that comes into force with an
/// offer may cut what earlier offers gave.
inline void best_model::survey_clamp(const graph::limit_row& limit) {
  const bool about_offers =
      limit.target == graph::target_kind::offer || limit.target == graph::target_kind::offer_class;
  if (reads_so_far(limit.when) || reads_so_far(limit.expression)) settled = false;
  if (about_offers && limit.scope != graph::scope::order) settled = false;
  const std::optional<std::int64_t> most = bound_on_order(limit);
  if (most) {
    m_.clamps.push_back({limit.measure == graph::measure::concession, *most});
  } else if (reads_so_far(limit.when) || conditions_.test(limit.when) != truth::no) {
    folds = false;
  }
}

/// What a limit on the whole order's discount or concession allows at most, where nothing but the
/// cart decides it.
inline std::optional<std::int64_t> best_model::bound_on_order(const graph::limit_row& limit) {
  if ((limit.measure != graph::measure::discount && limit.measure != graph::measure::concession) ||
      limit.comparison != graph::comparison::at_most ||
      limit.otherwise == graph::otherwise::escalate || limit.scope != graph::scope::order ||
      limit.target != graph::target_kind::none || limit.counter != no_index ||
      limit.playbook != no_index || limit.amount < 0) {
    return std::nullopt;
  }
  const bool money = limit.amount_kind == graph::amount_kind::money;
  const bool share = limit.amount_kind == graph::amount_kind::share_of_subtotal ||
                     limit.amount_kind == graph::amount_kind::share_of_list;
  if (!money && !share) return std::nullopt;
  if (reads_so_far(limit.when) || conditions_.test(limit.when) != truth::yes) return std::nullopt;
  if (money) return limit.amount;
  return static_cast<std::int64_t>(
      divide_rounded(int128{facts_.subtotal()} * limit.amount, ratio_one, rounding_mode::floor));
}

/// The most that an amount off the order takes.
inline std::int64_t best_model::most_amount(const graph::offer_row& row) const noexcept {
  const std::int64_t most = std::min(facts_.subtotal(), row.effect.minimum);
  return std::max<std::int64_t>(0, row.effect.cap >= 0 ? std::min(most, row.effect.cap) : most);
}

inline void best_model::add(graph::index offer, std::uint32_t copy, bool forced,
                            std::uint64_t first, std::uint64_t last) {
  const graph::offer_row& row = p_.tables().offers[offer];
  best_candidate c;
  c.offer = offer;
  c.copy = copy;
  c.forced = forced;
  c.staged = reads_so_far(row.when);
  c.on_list = row.basis == graph::basis::list;
  c.grid = grid_of(p_, offer);
  c.first_point = first;
  c.last_point = last;
  c.fold = fold_of(p_, facts_, row);
  // Copies of a range apply by value, not in the order in which they are chosen.
  if (c.grid.ranged() && row.repeat > 1) c.fold = fold_kind::lines;
  if (c.fold == fold_kind::lines) folds = false;
  c.most = row.has_cost == 0 && c.fold == fold_kind::amount && !c.grid.ranged()
               ? most_amount(row)
               : detail::most_saving(p_, facts_, conditions_, row, value(c, first));
  if (last != first) {
    c.most = std::max(c.most, detail::most_saving(p_, facts_, conditions_, row, value(c, last)));
  }
  if (c.fold == fold_kind::share && !c.on_list) {
    c.share = static_cast<double>(std::max(value(c, first), value(c, last))) /
              static_cast<double>(ratio_one);
  }
  c.worth = std::max(worth_of(row, value(c, first)), worth_of(row, value(c, last)));
  most_worth = c.worth > std::numeric_limits<std::int64_t>::max() - most_worth
                   ? std::numeric_limits<std::int64_t>::max()
                   : most_worth + c.worth;
  m_.candidates.push_back(c);
}

/// The candidates that a subject means.
inline wide_set best_model::meant(const graph::subject_row& subject) const {
  switch (subject.what) {
    case graph::subject_row::kind::any: return all_;
    case graph::subject_row::kind::offer: {
      const std::uint32_t at = m_.offer_at[subject.which];
      return at == 0 ? wide_set{} : m_.own[at - 1];
    }
    case graph::subject_row::kind::offer_class: break;
  }
  const std::uint32_t at = m_.class_at[subject.which];
  return at == 0 ? wide_set{} : m_.labelled[at - 1];
}

inline wide_set best_model::meant(row_range subjects) const {
  wide_set set;
  for (const graph::subject_row& s : pack::rows(p_.tables().subjects, subjects)) set |= meant(s);
  return set;
}

/// Writes down which candidates name each offer and each class.
inline void best_model::label() {
  const auto& t = p_.tables();
  m_.offer_at.assign(t.offers.size(), 0);
  m_.class_at.assign(t.classes.size(), 0);
  m_.own.clear(), m_.labelled.clear(), m_.lone.clear();
  all_ = {};
  const auto add_to = [](std::uint32_t& at, std::vector<wide_set>& sets, std::size_t i) {
    if (at == 0) {
      sets.emplace_back();
      at = static_cast<std::uint32_t>(sets.size());
    }
    sets[at - 1].add(i);
  };
  for (std::size_t i = 0; i < m_.candidates.size(); ++i) {
    const graph::index offer = m_.candidates[i].offer;
    all_.add(i);
    const bool again = m_.offer_at[offer] != 0;
    add_to(m_.offer_at[offer], m_.own, i);
    if (!again) m_.lone.push_back(static_cast<graph::index>(i));
    if (again) m_.lone[m_.offer_at[offer] - 1] = no_index;
    for (const graph::index c : pack::rows(t.class_refs, t.offers[offer].classes)) {
      add_to(m_.class_at[c], m_.labelled, i);
    }
  }
}

inline void best_model::bar(std::size_t a, std::size_t b) {
  m_.conflicts[a].add(b);
  m_.conflicts[b].add(a);
}

/// Bars each of `left` with each of `right`; no offer with itself.
inline void best_model::bar_all(const wide_set& left, const wide_set& right) {
  const auto add = [&](const wide_set& from, const wide_set& to) {
    from.each([&](std::size_t i) {
      wide_set others = to;
      others -= own_of(i);
      m_.conflicts[i] |= others;
    });
  };
  add(left, right);
  add(right, left);
}

/// Rules that concern a candidate, once each.
inline void best_model::gather_rules() {
  m_.rules.clear();
  m_.rule_seen.assign(p_.tables().stacking.size(), 0);
  const auto take = [&](row_range rules) {
    for (const graph::index rule : pack::rows(p_.tables().rule_refs, rules)) {
      if (m_.rule_seen[rule] != 0) continue;
      m_.rule_seen[rule] = 1;
      m_.rules.push_back(rule);
    }
  };
  for (const best_candidate& c : m_.candidates) take(p_.tables().offers[c.offer].stacking);
  take(p_.header().any_stacking);
  for (const graph::index rule : m_.rules) {
    if (reads_so_far(p_.tables().stacking[rule].when)) fixed_rules = false;
  }
}

/// Pairs that a `with` surely permits; under mutual stacking its left side speaks for itself alone.
inline void best_model::permit(const graph::stacking_row& rule) {
  if (conditions_.test(rule.when) != truth::yes) return;
  const wide_set left = meant(rule.left);
  const wide_set right = meant(rule.right);
  left.each([&](std::size_t i) { m_.permitted[i] |= right; });
  if (p_.header().stacking_mutual != 0) return;
  right.each([&](std::size_t i) { m_.permitted[i] |= left; });
}

/// Whether a permission that names both offers surely lifts this prohibition for them.
inline bool best_model::spared(graph::index rule, graph::index a, graph::index b) {
  for (const graph::index which : m_.rules) {
    const graph::stacking_row& row = p_.tables().stacking[which];
    if (row.kind != graph::stacking_kind::with || row.overrides.count == 0) continue;
    const auto lifts = pack::rows(p_.tables().rule_refs, row.overrides);
    if (std::find(lifts.begin(), lifts.end(), rule) == lifts.end()) continue;
    const auto names = [&](const graph::subject_row& s, graph::index offer) {
      return s.what == graph::subject_row::kind::offer && s.which == offer;
    };
    bool both = false;
    for (const graph::subject_row& s : pack::rows(p_.tables().subjects, row.right)) {
      both = both || (names(row.left, a) && names(s, b)) || (names(row.left, b) && names(s, a));
    }
    if (both && conditions_.test(row.when) == truth::yes) return true;
  }
  return false;
}

/// The only candidate that names an offer; `no_index` where there are none or several.
inline graph::index best_model::lone(const graph::subject_row& subject) const noexcept {
  if (subject.what != graph::subject_row::kind::offer) return no_index;
  const std::uint32_t at = m_.offer_at[subject.which];
  return at == 0 ? no_index : m_.lone[at - 1];
}

/// Pairs that an `excludes` or `alone` forbids, or may forbid: neither is ever an allow.
inline void best_model::forbid(graph::index which) {
  const graph::stacking_row& rule = p_.tables().stacking[which];
  if (rule.when != no_index && conditions_.test(rule.when) == truth::no) return;
  if (m_.lifted.empty() && rule.right.count == 1) {
    const graph::index a = lone(rule.left);
    const graph::index b = lone(p_.tables().subjects[rule.right.first]);
    if (a != no_index && b != no_index) return a != b ? bar(a, b) : void();
  }
  const wide_set left = meant(rule.left);
  const wide_set right = rule.kind == graph::stacking_kind::alone ? all_ : meant(rule.right);
  const bool liftable = std::find(m_.lifted.begin(), m_.lifted.end(), which) != m_.lifted.end();
  if (!liftable) return bar_all(left, right);
  left.each([&](std::size_t a) {
    right.each([&](std::size_t b) {
      const graph::index first = m_.candidates[a].offer;
      const graph::index second = m_.candidates[b].offer;
      if (first == second || spared(which, first, second)) return;
      bar(a, b);
    });
  });
}

inline void best_model::cap(const graph::stacking_row& rule) {
  if (conditions_.test(rule.when) == truth::no) return;
  const wide_set members = meant(rule.left);
  if (rule.count == 1) {
    members.each([&](std::size_t i) {
      m_.conflicts[i] |= members;
      m_.conflicts[i].remove(i);
    });
    return;
  }
  if (m_.caps.size() == most_caps) return;
  members.each([&](std::size_t i) { m_.caps_of[i] |= std::uint64_t{1} << m_.caps.size(); });
  m_.caps.push_back({members, rule.count});
}

inline void best_model::require(const graph::stacking_row& rule) {
  if (conditions_.test(rule.when) == truth::no) return;
  const auto subjects = pack::rows(p_.tables().subjects, rule.right);
  meant(rule.left).each([&](std::size_t i) {
    m_.requirements.push_back({i, rule.kind == graph::stacking_kind::requires_all,
                               static_cast<std::uint32_t>(m_.companions.size()),
                               static_cast<std::uint32_t>(subjects.size())});
    for (const graph::subject_row& s : subjects) {
      wide_set others = meant(s);
      others -= own_of(i);
      m_.companions.push_back(others);
    }
  });
}

/// Sorts the candidates by way of their numbers: they are large, and mostly in order.
template <typename Before>
void best_model::sort(Before&& before) {
  auto& all = m_.candidates;
  if (std::is_sorted(all.begin(), all.end(), before)) return;
  m_.order.clear();
  for (std::size_t i = 0; i < all.size(); ++i) m_.order.push_back(i);
  std::sort(m_.order.begin(), m_.order.end(),
            [&](std::size_t a, std::size_t b) { return before(all[a], all[b]); });
  m_.sorted.clear();
  for (const std::size_t i : m_.order) m_.sorted.push_back(all[i]);
  all.swap(m_.sorted);
}

inline bool best_model::free_of_order() const {
  return folds &&
         std::all_of(m_.candidates.begin(), m_.candidates.end(), [&](const best_candidate& c) {
           const bool fixed =
               c.fold == fold_kind::amount || (c.on_list && c.fold == fold_kind::share);
           const bool free = p_.tables().offers[c.offer].has_cost == 0 || m_.clamps.empty();
           return (fixed || c.fold == fold_kind::cost) && free && !c.staged;
         });
}

inline void best_model::relate() {
  auto& all = m_.candidates;
  const auto earlier = [&](const best_candidate& a, const best_candidate& b) {
    const std::uint32_t x = p_.tables().offers[a.offer].position;
    const std::uint32_t y = p_.tables().offers[b.offer].position;
    if (x != y) return x < y;
    if (a.offer != b.offer) return a.offer < b.offer;
    return a.forced != b.forced ? a.forced : a.copy < b.copy;
  };
  // What no order changes is searched from the greatest amount down.
  free_order = free_of_order();
  sort([&](const best_candidate& a, const best_candidate& b) {
    if (free_order && a.forced == b.forced && a.most != b.most) return a.most > b.most;
    if (free_order && a.forced != b.forced) return a.forced;
    return earlier(a, b);
  });
  label();
  m_.conflicts.assign(all.size(), {});
  m_.permitted.assign(all.size(), {});
  m_.caps_of.assign(all.size(), 0);
  m_.caps.clear(), m_.requirements.clear(), m_.companions.clear(), m_.lifted.clear();
  gather_rules();
  if (fixed_rules) {
    for (const graph::index rule : m_.rules) {
      for (const graph::index lifted :
           pack::rows(p_.tables().rule_refs, p_.tables().stacking[rule].overrides)) {
        m_.lifted.push_back(lifted);
      }
    }
    for (const graph::index which : m_.rules) {
      const graph::stacking_row& rule = p_.tables().stacking[which];
      switch (rule.kind) {
        case graph::stacking_kind::with: permit(rule); break;
        case graph::stacking_kind::excludes:
        case graph::stacking_kind::alone: forbid(which); break;
        case graph::stacking_kind::at_most: cap(rule); break;
        case graph::stacking_kind::requires_all:
        case graph::stacking_kind::requires_any: require(rule); break;
        case graph::stacking_kind::before: break;
      }
    }
    if (p_.header().stacking_open == 0) {
      for (std::size_t a = 0; a < all.size(); ++a) {
        wide_set barred = all_;
        barred -= m_.permitted[a];
        barred -= own_of(a);
        barred.each([&](std::size_t b) { bar(a, b); });
      }
    }
  }
  group();
  cover();
}

/// Each candidate belongs to the tightest of its caps: a bound counts so many of them.
inline void best_model::group() {
  m_.group_limits.assign(1, most_caps);  // group 0: no cap
  for (std::size_t i = 0; i < m_.candidates.size(); ++i) {
    std::uint32_t tightest = most_caps;
    for (std::uint64_t left = m_.caps_of[i]; left != 0; left &= left - 1) {
      const auto which = static_cast<std::uint32_t>(std::countr_zero(left));
      if (m_.caps[which].count > most_counted) continue;
      if (tightest == most_caps || m_.caps[which].count < m_.caps[tightest].count) tightest = which;
    }
    const auto known = std::find(m_.group_limits.begin(), m_.group_limits.end(), tightest);
    m_.candidates[i].group = static_cast<std::uint32_t>(known - m_.group_limits.begin());
    if (known == m_.group_limits.end()) m_.group_limits.push_back(tightest);
  }
}

/// Greedy sets, within a group, of which at most one member can be chosen: a bound counts only the
/// best of each.
inline void best_model::cover() {
  m_.clique_members.clear(), m_.clique_group.clear();
  m_.order.clear();
  for (std::size_t i = 0; i < m_.candidates.size(); ++i) m_.order.push_back(i);
  std::sort(m_.order.begin(), m_.order.end(), [&](std::size_t a, std::size_t b) {
    if (m_.candidates[a].most != m_.candidates[b].most)
      return m_.candidates[a].most > m_.candidates[b].most;
    return a < b;
  });
  for (const std::size_t i : m_.order) {
    std::size_t into = 0;
    for (; into < m_.clique_members.size(); ++into) {
      if (m_.clique_group[into] != m_.candidates[i].group) continue;
      if (m_.clique_members[into].within(m_.conflicts[i])) break;
    }
    if (into == m_.clique_members.size()) {
      m_.clique_members.emplace_back();
      m_.clique_group.push_back(m_.candidates[i].group);
    }
    m_.clique_members[into].add(i);
    m_.candidates[i].clique = static_cast<std::uint32_t>(into);
  }
  m_.cliques = m_.clique_members.size();
}

}  // namespace parley::detail
