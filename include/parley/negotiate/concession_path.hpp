// The counters of a strategy that searches the outcome space: undominated outcomes by their cost,
// each no worse for the customer than the one before. Nothing here depends on a limit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/engine/question_workspace.hpp"
#include "parley/negotiate/outcome_parts.hpp"
#include "parley/negotiate/outcome_space.hpp"
#include "parley/negotiate/terms.hpp"

namespace parley {

/// Memory of a negotiation that is worth keeping between calls: scratch, and what was worked out
/// for the last cart. It holds nothing that an answer depends on. Not thread-safe.
struct negotiation_memory {
  outcome_space space;
  std::vector<negotiation_result> path;  ///< see `make_path`
  std::string path_key;                  ///< all that `path` depends on, as text
  std::string cart_key;                  ///< the cart that `cart` is the hash of, as text
  hash_text cart;
  // Scratch.
  std::string text, mark;
  std::vector<std::uint32_t> frontier;
  terms offered, spare;
  decision wanted;
  proposal wanted_proposal;
};

/// What `negotiate` works in when a warm call should allocate nothing and search nothing twice.
struct negotiation_workspace : question_workspace {
  negotiation_memory memory;
};

namespace detail {

inline void add_number(std::string& out, std::int64_t number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
  out += ' ';
}

/// A value as text, such that different values have different texts.
inline void write_value(std::string& out, const value& v) {
  add_number(out, static_cast<int>(v.kind()));
  switch (v.kind()) {
    case type_kind::boolean: add_number(out, v.as_bool() ? 1 : 0); break;
    case type_kind::integer: add_number(out, v.as_int()); break;
    case type_kind::uinteger: add_number(out, static_cast<std::int64_t>(v.as_uint())); break;
    case type_kind::decimal:
    case type_kind::money:
    case type_kind::percent: {
      const decimal d = v.as_decimal().reduced();
      const auto bits = static_cast<uint128>(d.coefficient());
      add_number(out, static_cast<std::int64_t>(static_cast<std::uint64_t>(bits >> 64)));
      add_number(out, static_cast<std::int64_t>(static_cast<std::uint64_t>(bits)));
      add_number(out, d.exponent());
      if (v.kind() == type_kind::money) add_number(out, v.currency());
      break;
    }
    case type_kind::string:
    case type_kind::bytes:
      add_number(out, static_cast<std::int64_t>(v.as_text().size()));
      out += v.as_text();
      break;
    case type_kind::timestamp:
      add_number(out, v.as_timestamp().seconds), add_number(out, v.as_timestamp().nanos);
      break;
    case type_kind::duration:
      add_number(out, v.as_duration().seconds), add_number(out, v.as_duration().nanos);
      break;
    case type_kind::list:
    case type_kind::map:
      add_number(out, static_cast<std::int64_t>(v.items().size()));
      for (const value& item : v.items()) write_value(out, item);
      break;
    default: break;
  }
}

/// The cart as it was handed in, without the detour of `cart_text`: equal texts, equal carts.
inline void write_cart(std::string& out, const fact_set& facts) {
  const fact_schema& schema = facts.schema();
  add_number(out, schema.currency());
  for (std::uint32_t line = 0; line < facts.lines().size(); ++line) {
    out += '\n';
    for (std::uint32_t i = 0; i < schema.line_attributes(); ++i) {
      const fact_slot& slot = facts.line_slot(line, i);
      out += static_cast<char>(slot.state);
      if (slot.state == fact_state::known) write_value(out, slot.content);
    }
  }
  for (const shipping_entry& entry : facts.shipping()) {
    out += "\ns";
    add_number(out, static_cast<std::int64_t>(entry.method.size()));
    out += entry.method;
    add_number(out, entry.price), add_number(out, entry.has_cost ? entry.cost : -1);
    add_number(out, entry.has_tax_rate ? entry.tax_rate : -1);
  }
}

/// Everything that decides which outcomes form and what they cost, as text. Counters, approvals
/// and limits don't. The moment does only where a rule reads it; freshness shows in the states.
inline void write_path_key(std::string& out, const pack& p, const fact_set& facts,
                           std::string_view intent) {
  out += p.digest();
  add_number(out, static_cast<std::int64_t>(intent.size()));
  out += intent;
  const auto& t = p.tables();
  const bool timed =
      std::any_of(t.expressions.begin(), t.expressions.end(),
                  [](const graph::expression_row& e) { return (e.reads & graph::reads_now) != 0; });
  if (timed && facts.now()) {
    add_number(out, facts.now()->seconds), add_number(out, facts.now()->nanos);
  }
  write_cart(out, facts);
  const fact_schema& schema = facts.schema();
  for (std::uint32_t line = 0; line < facts.lines().size(); ++line) {
    for (std::uint32_t i = 0; i < schema.line_attributes(); ++i)
      out += static_cast<char>(facts.line_state(line, i));
  }
  const fact_slot& key = facts.customer_key();
  if (key.state == fact_state::known) write_value(out, key.content);
  for (std::uint32_t fact = 0; fact < schema.facts(); ++fact) {
    const fact_state state = facts.state(fact);
    out += facts.is_absent(fact) ? 'a' : 's';
    out += static_cast<char>(state);
    if (state == fact_state::known) write_value(out, facts.get(fact));
  }
}

/// The undominated outcomes by rising cost, less those that would take something back: a higher
/// price, or extras of less worth.
inline void build_path(const pack& p, const fact_set& facts, std::string_view intent,
                       question_workspace& w, negotiation_memory& m) {
  m.path.clear();
  find_outcomes(p, facts, intent, outcome_limits::ignored, w, m.space);
  pareto_frontier(m.space, false, m.frontier);
  std::int64_t total = facts.subtotal();
  for (const shipping_entry& entry : facts.shipping()) total += entry.price;
  std::int64_t extras = 0;
  std::int64_t worth = 0;
  for (const std::uint32_t i : m.frontier) {
    const negotiation_result& r = m.space.results[i];
    if (r.worth <= worth || r.total > total || r.extras < extras) continue;
    m.path.push_back(r);
    total = r.total, extras = r.extras, worth = r.worth;
  }
}

}  // namespace detail

/// The counters that `micro` makes one after the other on these facts, into `m.path`. Worked out
/// once for the same pack, cart and facts.
inline void make_path(const pack& p, const fact_set& facts, std::string_view intent,
                      question_workspace& w, negotiation_memory& m) {
  m.text.clear();
  detail::write_path_key(m.text, p, facts, intent);
  if (m.text == m.path_key) return;
  detail::build_path(p, facts, intent, w, m);
  m.path_key = m.text;
}

/// The last place of the path that a curve has come to in round `round` of `rounds`: the dearest
/// outcome that costs no more than the curve's share of the path's end. no_index: none yet.
///
///     boulware  (t/T)^3        linear  t/T        conceder  1 - (1 - t/T)^3
[[nodiscard]] inline std::uint32_t curve_place(graph::strategy shape, std::uint32_t round,
                                               std::uint32_t rounds,
                                               const std::vector<negotiation_result>& path) {
  if (path.empty() || rounds == 0) return no_index;
  const int128 whole = rounds;
  const int128 t = std::min(round, rounds);
  int128 share = t;
  int128 base = whole;
  if (shape != graph::strategy::linear) base = whole * whole * whole;
  if (shape == graph::strategy::boulware) share = t * t * t;
  if (shape == graph::strategy::conceder) {
    share = base - (whole - t) * (whole - t) * (whole - t);
  }
  const int128 goal = int128{path.back().cost} * share;
  std::uint32_t place = no_index;
  for (std::uint32_t i = 0; i < path.size() && int128{path[i].cost} * base <= goal; ++i) place = i;
  return place;
}

}  // namespace parley
