// How `explain` looks for conflicts and repairs. Included by explain.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "parley/engine/cart_edits.hpp"
#include "parley/engine/company.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/explain_conflict.hpp"
#include "parley/engine/explain_facts.hpp"
#include "parley/engine/explain_pretence.hpp"
#include "parley/engine/finding_pool.hpp"
#include "parley/engine/findings.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/stackable.hpp"

namespace parley {

namespace detail {

/// One call of `explain`.
class explain_search {
 public:
  explain_search(const pack& p, const fact_set& facts, const proposal& asked, question_workspace& w,
                 explanation& out, const explain_options& options)
      : p_(p),
        facts_(facts),
        asked_(asked),
        w_(w),
        out_(out),
        options_(options),
        pretence_(p, facts) {}

  void run() {
    out_.conflict.clear();
    out_.repairs.clear();
    out_.searched_all = true;
    out_.decision = w_.judge(p_, facts_, asked_);
    if (out_.decision.verdict == verdict::allow) return;
    conflict_search(p_, facts_, asked_, w_).run(out_.decision, out_.conflict);
    if (options_.repairs > 0) find_repairs();
  }

 private:
  /// A proposal and facts after some changes.
  struct state {
    std::vector<change> changes;
    std::vector<std::uint8_t> dropped;   // by place in the proposal as asked
    std::vector<proposed_offer> offers;  // by place, then what was added
    std::string_view intent;
  };

  // --- repairs -----------------------------------------------------------------------------------

  /// Judges a state; the decision is in `w_.judged`.
  verdict judge(const state& s, const fact_set& facts) {
    ++judged_;
    w_.trial.offers.clear();
    for (std::size_t i = 0; i < s.offers.size(); ++i) {
      if (i >= s.dropped.size() || s.dropped[i] == 0) w_.trial.offers.push_back(s.offers[i]);
    }
    w_.trial.intent = s.intent;
    w_.trial.accept_partial = asked_.accept_partial;
    if (w_.trial.offers.size() > caps::proposal_offers) return verdict::deny;
    return w_.judge(p_, facts).verdict;
  }

  [[nodiscard]] bool spent() {
    if (judged_ < options_.judgements) return false;
    out_.searched_all = false;
    return true;
  }

  void find_repairs() {
    state start;
    start.dropped.assign(asked_.offers.size(), 0);
    start.offers = asked_.offers;
    start.intent = asked_.intent;
    std::vector<state> level{std::move(start)};
    for (std::uint32_t depth = 0; depth < options_.changes && out_.repairs.empty(); ++depth) {
      std::vector<state> next;
      seen_.clear();
      for (const state& s : level) {
        if (spent()) break;
        expand(s, next, depth + 1 < options_.changes);
      }
      if (!next.empty()) level = std::move(next);
    }
    if (out_.repairs.empty()) {
      drop_more();
      mend(std::move(level));
      keep_smallest();
    }
    std::stable_sort(out_.repairs.begin(), out_.repairs.end(),
                     [](const repair& a, const repair& b) {
                       const auto cost = [](const repair& r) {
                         int sum = 0;
                         for (const change& c : r.changes) sum += static_cast<int>(c.what);
                         return sum;
                       };
                       if (cost(a) != cost(b)) return cost(a) < cost(b);
                       if (a.has_total != b.has_total) return a.has_total;
                       return a.total < b.total;
                     });
    if (out_.repairs.size() > options_.repairs) out_.repairs.resize(options_.repairs);
  }

  /// Where so many changes don't help: the smallest sets of offers to leave out, or, when the
  /// budget is spent before one is found, a set of which none could stay.
  void drop_more() {
    const bool cut_short = !out_.searched_all;
    judged_ = 0;  // this search has a budget of its own
    std::vector<graph::index> places(asked_.offers.size());
    for (graph::index i = 0; i < places.size(); ++i) places[i] = i;
    const auto without = [&](std::span<const graph::index> gone) {
      state s;
      s.dropped.assign(asked_.offers.size(), 0);
      s.offers = asked_.offers;
      s.intent = asked_.intent;
      for (const graph::index place : gone) {
        s.dropped[place] = 1;
        change c;
        c.what = change::kind::drop;
        c.place = place;
        c.name = asked_.offers[place].name;
        c.offer = p_.offer_named(c.name);
        s.changes.push_back(c);
      }
      return s;
    };
    const auto attempt = [&](std::span<const graph::index> gone) {
      state s = without(gone);
      if (judge(s, facts_) == verdict::allow) keep(std::move(s), facts_);
    };
    for (std::size_t size = cut_short ? 1 : options_.changes + 1; size <= places.size(); ++size) {
      each_choice(places, size, [&](std::span<const graph::index> gone) {
        if (spent()) return false;
        attempt(gone);
        return true;
      });
      if (!out_.repairs.empty()) return;
      if (spent()) break;
    }
    std::vector<graph::index> gone = places;
    for (bool grown = true; grown;) {
      grown = false;
      for (std::size_t i = 0; i < gone.size(); ++i) {
        std::vector<graph::index> fewer = gone;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (judge(without(fewer), facts_) != verdict::allow) continue;
        gone = std::move(fewer);
        grown = true;
        break;
      }
    }
    attempt(gone);
  }

  /// How much is wrong with the judged proposal.
  [[nodiscard]] std::size_t wrongs() const {
    std::size_t sum = 0;
    for (const finding& f : w_.judged.findings) sum += static_cast<std::size_t>(f.verdict);
    return sum;
  }

  /// Where few changes don't suffice: goes on from the states that have least wrong with them, a
  /// few at a time, and takes back what proves unneeded.
  void mend(std::vector<state> level) {
    constexpr std::size_t kept = 4;
    constexpr std::size_t most_changes = 2 * caps::proposal_offers;
    judged_ = 0;  // a budget of its own
    std::vector<repair> dropping = std::move(out_.repairs);
    out_.repairs.clear();
    for (std::size_t depth = 0; depth < most_changes && out_.repairs.empty(); ++depth) {
      std::vector<std::pair<std::size_t, std::size_t>> order;  // how much is wrong, which
      for (std::size_t i = 0; i < level.size() && !spent(); ++i) {
        judge(level[i], pretence_.facts_of(level[i].changes));
        order.emplace_back(wrongs(), i);
      }
      std::stable_sort(order.begin(), order.end());
      if (order.size() > kept) order.resize(kept);
      std::vector<state> next;
      seen_.clear();
      for (const auto& [wrong, i] : order) {
        if (!spent()) expand(level[i], next, true);
      }
      if (next.empty()) break;
      level = std::move(next);
    }
    for (repair& r : dropping) out_.repairs.push_back(std::move(r));
  }

  void keep_smallest() {
    std::size_t least = ~std::size_t{0};
    for (const repair& r : out_.repairs) least = std::min(least, r.changes.size());
    std::vector<repair> kept;
    for (repair& r : out_.repairs) {
      const auto same = [&](const repair& k) {
        return std::equal(k.changes.begin(), k.changes.end(), r.changes.begin(), r.changes.end(),
                          same_change);
      };
      if (r.changes.size() == least && std::none_of(kept.begin(), kept.end(), same))
        kept.push_back(std::move(r));
    }
    out_.repairs = std::move(kept);
  }

  /// Takes back changes that aren't needed beside the others.
  void thin_out(state& t) {
    for (std::size_t i = t.changes.size(); i-- > 0 && t.changes.size() > 1;) {
      const change& c = t.changes[i];
      if (c.what == change::kind::add) continue;  // its place in the proposal is counted on
      state fewer = t;
      fewer.changes.erase(fewer.changes.begin() + static_cast<std::ptrdiff_t>(i));
      if (c.what == change::kind::drop) fewer.dropped[c.place] = 0;
      if (c.what == change::kind::lower) fewer.offers[c.place] = asked_.offers[c.place];
      if (c.what == change::kind::intent) fewer.intent = asked_.intent;
      if (judge(fewer, pretence_.facts_of(fewer.changes)) == verdict::allow) t = std::move(fewer);
    }
  }

  /// Tries every single change to a state. Those that make it allowed are repairs; others are kept
  /// for the next round when `deeper`.
  void expand(const state& s, std::vector<state>& next, bool deeper) {
    const fact_set facts = pretence_.facts_of(s.changes);
    judge(s, facts);
    const decision d = w_.judged;
    for (const missing_fact& m : unknowns(d)) {
      if (!spent()) try_fact(s, m, next, deeper);
    }
    for (const finding& f : d.findings) {
      if (f.code == finding_code::proposal_intent) {
        for (const graph::playbook_row& book : p_.tables().playbooks) {
          state t = s;
          t.intent = p_.text(book.name);
          change c;
          c.what = change::kind::intent;
          c.name = t.intent;
          t.changes.push_back(c);
          settle(std::move(t), next, deeper);
        }
        break;
      }
    }
    for (const approval_request& request : d.approvals) {
      change c;
      c.what = change::kind::approve;
      c.request = request;
      state t = s;
      t.changes.push_back(c);
      settle(std::move(t), next, deeper);
    }
    for (const graph::index offer : engine::helpers(p_, trial_of(s), d)) {
      if (spent()) return;
      const parameter_grid grid = grid_of(p_, offer);
      change c;
      c.what = change::kind::add;
      c.offer = offer;
      state t = s;
      t.offers.push_back(propose(p_, offer, grid, 0));
      c.has_parameter = t.offers.back().has_parameter;
      c.parameter = t.offers.back().parameter;
      t.changes.push_back(c);
      settle(std::move(t), next, deeper);
    }
    try_spend(s, facts, d);
    for (std::uint32_t place = 0; place < s.dropped.size(); ++place) {
      if (spent()) return;
      if (s.dropped[place] != 0 || !involved(d, asked_.offers[place])) continue;
      try_lower(s, facts, place, next, deeper);
      change c;
      c.what = change::kind::drop;
      c.place = place;
      c.name = asked_.offers[place].name;
      c.offer = p_.offer_named(c.name);
      state t = s;
      t.dropped[place] = 1;
      t.changes.push_back(c);
      settle(std::move(t), next, deeper);
    }
  }

  proposal trial_of(const state& s) const {
    proposal made;
    for (std::size_t i = 0; i < s.offers.size(); ++i) {
      if (i >= s.dropped.size() || s.dropped[i] == 0) made.offers.push_back(s.offers[i]);
    }
    return made;
  }

  [[nodiscard]] static std::vector<missing_fact> unknowns(const decision& d) {
    std::vector<missing_fact> found;
    for (const finding& f : d.findings) {
      if (f.verdict != verdict::need && f.verdict != verdict::deny) continue;
      for (std::uint32_t i = 0; i < f.missing.count; ++i) {
        const missing_fact& m = d.finding_missing[f.missing.first + i];
        if (std::find(found.begin(), found.end(), m) == found.end()) found.push_back(m);
      }
    }
    return found;
  }

  /// Whether dropping or lowering this offer could matter: some finding names it, or names none.
  [[nodiscard]] bool involved(const decision& d, const proposed_offer& asked) const {
    const graph::index offer = p_.offer_named(asked.name);
    if (offer == no_index) return true;
    for (const finding& f : d.findings) {
      if (f.offers.count == 0 && f.rule_kind != finding::rule_kind::none) return true;
      for (std::uint32_t i = 0; i < f.offers.count; ++i) {
        if (d.finding_offers[f.offers.first + i] == offer) return true;
      }
    }
    return false;
  }

  /// Keeps a state as a repair when it is allowed, else for the next round.
  void settle(state t, std::vector<state>& next, bool deeper) {
    std::sort(t.changes.begin(), t.changes.end(), change_before);
    const auto same = [&](const std::vector<change>& known) {
      return std::equal(known.begin(), known.end(), t.changes.begin(), t.changes.end(),
                        same_change);
    };
    if (std::any_of(seen_.begin(), seen_.end(), same)) return;
    seen_.push_back(t.changes);
    const fact_set facts = pretence_.facts_of(t.changes);
    if (judge(t, facts) == verdict::allow) {
      keep(std::move(t), facts);
    } else if (deeper) {
      next.push_back(std::move(t));
    }
  }

  static bool same_change(const change& a, const change& b) {
    return !change_before(a, b) && !change_before(b, a) && a.name == b.name;
  }

  void keep(state t, const fact_set& with) {
    const bool long_one = t.changes.size() > options_.changes;
    if (long_one) thin_out(t);
    const fact_set facts = long_one ? pretence_.facts_of(t.changes) : with;
    // Lowered together with other changes, an offer may keep more than it did alone.
    for (change& c : t.changes) {
      if (c.what != change::kind::lower) continue;
      if (const auto point = most_generous(t, facts, c.place)) {
        set_value(t, c, *point);
      }
    }
    narrow_approvals(t);
    judge(t, facts);
    repair made;
    made.changes = t.changes;
    pretence_.add_preconditions(made.changes);
    std::sort(made.changes.begin(), made.changes.end(), change_before);
    made.proposal = w_.trial;
    made.has_total = w_.judged.has_quote;
    made.total = w_.judged.quote.total;
    for (repair& known : out_.repairs) {
      if (!std::equal(known.changes.begin(), known.changes.end(), made.changes.begin(),
                      made.changes.end(), same_change)) {
        continue;
      }
      if (made.has_total && known.has_total && made.total < known.total) known = std::move(made);
      return;
    }
    out_.repairs.push_back(std::move(made));
  }

  /// Asks for no more leave than is needed beside the other changes.
  void narrow_approvals(state& t) {
    std::vector<change> others;
    std::copy_if(t.changes.begin(), t.changes.end(), std::back_inserter(others),
                 [](const change& c) { return c.what != change::kind::approve; });
    if (others.size() == t.changes.size()) return;
    judge(t, pretence_.facts_of(others));
    for (change& c : t.changes) {
      if (c.what != change::kind::approve) continue;
      for (const approval_request& needed : w_.judged.approvals) {
        if (needed.limit == c.request.limit) c.request = needed;
      }
    }
  }

  void set_value(state& t, change& c, std::uint64_t point) const {
    const parameter_grid grid = grid_of(p_, c.offer);
    proposed_offer& o = t.offers[c.place];
    o.unit_mismatch = false;
    o.has_parameter = grid.ranged();
    o.parameter = grid.ranged() ? grid.value(point) : 0;
    c.has_parameter = o.has_parameter;
    c.parameter = o.parameter;
  }

  /// The most generous point, below what was asked, at which the state is allowed.
  std::optional<std::uint64_t> most_generous(const state& s, const fact_set& facts,
                                             std::uint32_t place) {
    const graph::index offer = p_.offer_named(asked_.offers[place].name);
    const parameter_grid grid = grid_of(p_, offer);
    state t = s;
    change ignored;
    ignored.offer = offer;
    ignored.place = place;
    std::uint64_t end = grid.points();
    const proposed_offer& asked = asked_.offers[place];
    if (grid.ranged() && asked.has_parameter && !asked.unit_mismatch) {
      const std::uint64_t within = grid.point_within(asked.parameter);
      // Less than the range holds: its least value is the only way to have the offer at all.
      end = within == grid.points() ? 1 : within + (grid.contains(asked.parameter) ? 0 : 1);
    } else if (!grid.ranged() && !asked.has_parameter) {
      return std::nullopt;
    }
    const auto allowed = [&](std::uint64_t point) {
      set_value(t, ignored, point);
      return judge(t, facts) == verdict::allow;
    };
    if (end == 0) return std::nullopt;
    if (end <= 64) {
      for (std::uint64_t point = end; point-- > 0;) {
        if (allowed(point)) return point;
      }
      return std::nullopt;
    }
    if (allowed(end - 1)) return end - 1;
    if (!allowed(0)) return std::nullopt;
    std::uint64_t low = 0, high = end - 1;
    while (high - low > 1) {
      const std::uint64_t middle = low + (high - low) / 2;
      (allowed(middle) ? low : high) = middle;
    }
    return low;
  }

  void try_lower(const state& s, const fact_set& facts, std::uint32_t place,
                 std::vector<state>& next, bool deeper) {
    const graph::index offer = p_.offer_named(asked_.offers[place].name);
    if (offer == no_index) return;
    if (std::any_of(s.changes.begin(), s.changes.end(), [&](const change& c) {
          return c.what == change::kind::lower && c.place == place;
        })) {
      return;
    }
    change c;
    c.what = change::kind::lower;
    c.place = place;
    c.offer = offer;
    const auto point = most_generous(s, facts, place);
    const parameter_grid grid = grid_of(p_, offer);
    const bool already_least = grid.ranged() && s.offers[place].has_parameter &&
                               s.offers[place].parameter == grid.value(0);
    if (!point && (!deeper || !grid.ranged() || already_least)) return;
    state t = s;
    set_value(t, c, point.value_or(0));
    t.changes.push_back(c);
    settle(std::move(t), next, deeper);
  }

  void try_fact(const state& s, const missing_fact& m, std::vector<state>& next, bool deeper) {
    if (std::any_of(s.changes.begin(), s.changes.end(), [&](const change& c) {
          return (c.what == change::kind::supply || c.what == change::kind::refresh) &&
                 c.fact.what == m.what && c.fact.which == m.which && c.fact.line == m.line;
        })) {
      return;
    }
    change c;
    c.fact = m;
    std::vector<value> examples;
    const fact_row* row = nullptr;
    switch (m.what) {
      case missing_fact::kind::fact: row = &p_.tables().facts[m.which]; break;
      case missing_fact::kind::line:
        if (m.line == no_index) return;
        row = &p_.tables().line_facts[m.which];
        break;
      case missing_fact::kind::counter:
      case missing_fact::kind::customer_key: examples.emplace_back(); break;
      default: return;
    }
    std::optional<state> fallback;
    std::size_t fewest = ~std::size_t{0};
    const auto attempt = [&](const value& example, change::kind what) {
      if (spent()) return false;
      c.what = what;
      c.example = example;
      state t = s;
      t.changes.push_back(c);
      std::sort(t.changes.begin(), t.changes.end(), change_before);
      const fact_set facts = pretence_.facts_of(t.changes);
      if (judge(t, facts) == verdict::allow) {
        keep(std::move(t), facts);
        return true;
      }
      if (w_.judged.findings.size() < fewest) {
        fewest = w_.judged.findings.size();
        fallback = std::move(t);
      }
      return false;
    };
    if (row != nullptr) {
      if (m.reason == fact_state::stale && attempt({}, change::kind::refresh)) return;
      examples = engine::examples_of(p_, *row);
      if ((row->flags & fact_optional) != 0) examples.insert(examples.begin(), value{});
    }
    for (const value& example : examples) {
      if (attempt(example, change::kind::supply)) return;
    }
    if (deeper && fallback) next.push_back(std::move(*fallback));
  }

  void try_spend(const state& s, const fact_set& facts, const decision& d) {
    const bool by_cart = std::any_of(d.findings.begin(), d.findings.end(), [&](const finding& f) {
      if (f.code != finding_code::offer_condition || f.verdict != verdict::deny ||
          f.rule == no_index) {
        return false;
      }
      const graph::index when = p_.tables().offers[f.rule].when;
      return when != no_index && (p_.tables().expressions[when].reads & graph::reads_cart) != 0;
    });
    if (!by_cart || facts.lines().empty() || facts.lines().size() >= caps::cart_lines) return;
    const bool spends = std::any_of(s.changes.begin(), s.changes.end(),
                                    [](const change& c) { return c.what == change::kind::spend; });
    if (spends) return;
    const auto thresholds = engine::spend_thresholds(p_, facts);
    std::optional<state> best;
    std::int64_t least = 0;
    for (std::uint32_t line = 0; line < facts_.lines().size() && line < 4; ++line) {
      change c;
      c.what = change::kind::spend;
      c.place = line;
      state t = s;
      t.changes.push_back(c);
      const auto amount = engine::least_spend(thresholds, [&](std::int64_t spend) {
        if (spent()) return false;
        t.changes.back().amount = spend;
        return judge(t, pretence_.facts_of(t.changes)) == verdict::allow;
      });
      if (!amount || (best && least <= *amount)) continue;
      t.changes.back().amount = *amount;
      least = *amount;
      best = t;
    }
    if (!best) return;
    std::sort(best->changes.begin(), best->changes.end(), change_before);
    const fact_set with = pretence_.facts_of(best->changes);
    if (judge(*best, with) == verdict::allow) keep(std::move(*best), with);
  }

  const pack& p_;
  const fact_set& facts_;
  const proposal& asked_;
  question_workspace& w_;
  explanation& out_;
  const explain_options& options_;
  pretence pretence_;
  std::uint64_t judged_ = 0;
  std::vector<std::vector<change>> seen_;  // change sets of this round: order doesn't matter
};

}  // namespace detail

inline void explain(const pack& p, const fact_set& facts, const proposal& asked,
                    question_workspace& w, explanation& out, explain_options options) {
  detail::explain_search(p, facts, asked, w, out, options).run();
}

}  // namespace parley
