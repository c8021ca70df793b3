// How a pack's conditions are sliced. Part of batch.hpp.
#pragma once

#include "parley/engine/batch.hpp"

namespace parley {

/// Whether a node's answer comes from words alone.
inline bool condition_batch::slices(const pack& p, graph::index at) const {
  using graph::op;
  const auto& t = p.tables();
  const node& n = t.expression_nodes[at];
  switch (static_cast<op>(n.op)) {
    case op::compare_fact: {
      const type_kind fact = t.facts[n.a].type;
      const constant& c = t.constants[n.b];
      // Values of one ordered kind have a place among constants of it; all others are left alone.
      const bool number = is_number(fact) && is_number(c.kind);
      const bool same =
          fact == c.kind &&
          (fact == type_kind::boolean || fact == type_kind::string || fact == type_kind::percent ||
           fact == type_kind::timestamp || fact == type_kind::duration);
      const bool money = fact == type_kind::money && c.kind == type_kind::money &&
                         c.currency == p.header().currency;
      return number || same || money;
    }
    case op::logical_not:
    case op::logical_and:
    case op::logical_or: return true;
    default: return false;
  }
}

inline void condition_batch::plan(const pack& p) {
  using graph::op;
  const auto& t = p.tables();
  const fact_schema schema = p.schema();
  pack_ = p.serial();
  when_.clear(), roots_.clear(), facts_.clear(), bounds_.clear(), steps_.clear();
  rest_.clear(), hidden_.clear();
  for (const graph::offer_row& o : t.offers) when_.push_back(o.when);
  for (const graph::expression_row& e : t.expressions) roots_.push_back(e.root);

  // What the offers' conditions reach through `&&`, `||` and `!`.
  std::vector<std::uint8_t> needed(t.expression_nodes.size(), 0);
  for (const graph::index e : when_) {
    if (e != no_index) needed[roots_[e]] = 1;
  }
  for (std::size_t i = t.expression_nodes.size(); i-- > 0;) {
    if (needed[i] == 0) continue;
    const node& n = t.expression_nodes[i];
    switch (static_cast<op>(n.op)) {
      case op::logical_not: needed[n.a] = 1; break;
      case op::logical_and:
      case op::logical_or:
        for (const graph::index part : t.expression_operands.subspan(n.a, n.b)) needed[part] = 1;
        break;
      default: break;
    }
  }

  // The constants of each fact in order.
  std::vector<std::vector<graph::index>> compared(t.facts.size());
  for (graph::index i = 0; i < needed.size(); ++i) {
    const node& n = t.expression_nodes[i];
    if (needed[i] == 0) continue;
    if (!slices(p, i)) {
      ((n.aux & graph::volatile_so_far) != 0 ? hidden_ : rest_).push_back(i);
    } else if (static_cast<op>(n.op) == op::compare_fact) {
      compared[n.a].push_back(i);
    }
  }
  std::vector<std::uint32_t> plan_of(t.facts.size(), no_index);
  std::uint32_t words = 0;
  for (graph::index f = 0; f < compared.size(); ++f) {
    if (compared[f].empty()) continue;
    std::vector<value> own;
    for (const graph::index i : compared[f]) {
      own.push_back(schema.scalar(t.expression_nodes[i].b));
    }
    std::sort(own.begin(), own.end(),
              [](const value& a, const value& b) { return *order_of(a, b) < 0; });
    own.erase(std::unique(own.begin(), own.end(),
                          [](const value& a, const value& b) { return *order_of(a, b) == 0; }),
              own.end());
    fact_plan made;
    made.fact = f;
    made.first = static_cast<std::uint32_t>(bounds_.size());
    made.count = static_cast<std::uint32_t>(own.size());
    made.words = words;
    made.plain = t.facts[f].type == type_kind::integer &&
                 std::all_of(own.begin(), own.end(),
                             [](const value& v) { return v.is(type_kind::integer); });
    // Places: before the first constant, on it, between it and the second, ... behind the last.
    words += 2 * made.count + 2;
    plan_of[f] = static_cast<std::uint32_t>(facts_.size());
    facts_.push_back(made);
    bounds_.insert(bounds_.end(), own.begin(), own.end());
  }
  below_.assign(words, 0);
  words_.assign(facts_.size(), {});
  answers_.assign(t.expression_nodes.size(), {});

  for (graph::index i = 0; i < needed.size(); ++i) {
    if (needed[i] == 0 || !slices(p, i)) continue;
    const node& n = t.expression_nodes[i];
    step made;
    made.node = i;
    if (static_cast<op>(n.op) == op::compare_fact) {
      made.fact = plan_of[n.a];
      const fact_plan& f = facts_[made.fact];
      const value bound = schema.scalar(n.b);
      const auto begin = bounds_.begin() + f.first;
      const auto at =
          std::lower_bound(begin, begin + f.count, bound,
                           [](const value& a, const value& b) { return *order_of(a, b) < 0; });
      made.place = static_cast<std::uint32_t>(at - begin);
    }
    steps_.push_back(made);
  }
}

/// Finds each set's place, and from them the sets before each place.
inline void condition_batch::slice(const pack&, const fact_plan& f,
                                   std::span<const fact_set* const> sets) {
  const std::uint32_t places = 2 * f.count + 1;
  std::uint64_t* const below = below_.data() + f.words;
  std::fill(below, below + places + 1, 0);
  fact_words own;
  const auto bounds = std::span<const value>(bounds_).subspan(f.first, f.count);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    const fact_state state = sets[i]->state(f.fact);
    if (state != fact_state::known) {
      // Reading a fact that is known to be absent is an error; all other states are unknown.
      (state == fact_state::absent ? own.failed : own.unknown) |= bit;
      continue;
    }
    const value v = sets[i]->get(f.fact);
    std::size_t at = 0;
    bool equal = false;
    if (f.plain && v.is(type_kind::integer)) {
      const std::int64_t number = v.as_int();
      std::size_t size = bounds.size();
      while (size > 0) {
        const std::size_t half = size / 2;
        const bool less = bounds[at + half].as_int() < number;
        at = less ? at + half + 1 : at;
        size = less ? size - half - 1 : half;
      }
      equal = at < bounds.size() && bounds[at].as_int() == number;
    } else {
      const auto found =
          std::lower_bound(bounds.begin(), bounds.end(), v, [](const value& a, const value& b) {
            const auto order = order_of(a, b);
            return order && *order < 0;
          });
      at = static_cast<std::size_t>(found - bounds.begin());
      if (found != bounds.end()) {
        const auto order = order_of(*found, v);
        if (!order) {
          own.failed |= bit;
          continue;
        }
        equal = *order == 0;
      }
    }
    own.known |= bit;
    below[2 * at + (equal ? 1 : 0) + 1] |= bit;
  }
  for (std::uint32_t i = 1; i <= places; ++i) below[i] |= below[i - 1];
  words_[static_cast<std::size_t>(&f - facts_.data())] = own;
}

inline void condition_batch::ask_the_rest(const pack& p, std::span<const fact_set* const> sets,
                                          std::string_view intent) {
  for (const graph::index node_row : rest_) answers_[node_row] = {};
  for (const graph::index node_row : hidden_) answers_[node_row] = {0, all_, 0};
  if (rest_.empty()) return;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    rest_evaluator_.begin(p, *sets[i], intent);
    for (const graph::index node_row : rest_) {
      const outcome made = rest_evaluator_.compute_node(node_row, no_index);
      batch_truth& to = answers_[node_row];
      if (made.unknown()) {
        to.unknown |= bit;
      } else if (made.failed() || !made.content.is(type_kind::boolean)) {
        to.error |= bit;
      } else if (made.content.as_bool()) {
        to.yes |= bit;
      }
    }
  }
}

inline batch_truth condition_batch::take(const pack& p, const step& s) const {
  using graph::op;
  const auto& t = p.tables();
  const node& n = t.expression_nodes[s.node];
  if (s.fact != no_index) {
    const fact_words& own = words_[s.fact];
    const std::uint64_t* const below = below_.data() + facts_[s.fact].words;
    const std::uint64_t less = below[2 * s.place + 1];
    const std::uint64_t at_most = below[2 * s.place + 2];
    std::uint64_t yes = 0;
    switch (static_cast<graph::comparison_op>(n.aux16)) {
      case graph::comparison_op::equal: yes = at_most & ~less; break;
      case graph::comparison_op::not_equal: yes = own.known & ~(at_most & ~less); break;
      case graph::comparison_op::less: yes = less; break;
      case graph::comparison_op::at_most: yes = at_most; break;
      case graph::comparison_op::greater: yes = own.known & ~at_most; break;
      case graph::comparison_op::at_least: yes = own.known & ~less; break;
    }
    return {yes, own.unknown, own.failed};
  }
  if (static_cast<op>(n.op) == op::logical_not) {
    const batch_truth& a = answers_[n.a];
    return {all_ & ~(a.yes | a.unknown | a.error), a.unknown, a.error};
  }
  // A decisive answer settles it; else unknown beats error.
  const bool any = static_cast<op>(n.op) == op::logical_or;
  std::uint64_t decisive = 0, unknown = 0, error = 0;
  for (const graph::index part : t.expression_operands.subspan(n.a, n.b)) {
    const batch_truth& a = answers_[part];
    decisive |= any ? a.yes : all_ & ~(a.yes | a.unknown | a.error);
    unknown |= a.unknown;
    error |= a.error;
  }
  unknown &= ~decisive;
  error &= ~(decisive | unknown);
  const std::uint64_t yes = any ? decisive : all_ & ~(decisive | unknown | error);
  return {yes, unknown, error};
}

}  // namespace parley
