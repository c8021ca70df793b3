#include "compile/expression_emitter.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "parley/facts/value_arithmetic.hpp"
#include "parley/facts/value_compare.hpp"
#include "parley/graph/expression_op.hpp"

namespace parley::compile {
namespace {

using graph::comparison_op;
using graph::op;
using graph::operand_kind;

/// `5 < x` as `x > 5`.
comparison_op mirrored(comparison_op how) {
  switch (how) {
    case comparison_op::less: return comparison_op::greater;
    case comparison_op::at_most: return comparison_op::at_least;
    case comparison_op::greater: return comparison_op::less;
    case comparison_op::at_least: return comparison_op::at_most;
    default: return how;
  }
}

std::optional<value> compared(comparison_op how, const value& a, const value& b) {
  if (how == comparison_op::equal || how == comparison_op::not_equal) {
    const std::optional<bool> same = equal_values(a, b);
    if (!same) return std::nullopt;
    return value::boolean(*same == (how == comparison_op::equal));
  }
  const std::optional<std::partial_ordering> order = order_of(a, b);
  if (!order) return std::nullopt;
  switch (how) {
    case comparison_op::less: return value::boolean(*order < 0);
    case comparison_op::at_most: return value::boolean(*order <= 0);
    case comparison_op::greater: return value::boolean(*order > 0);
    default: return value::boolean(*order >= 0);
  }
}

bool comprehends(op which) {
  return which >= op::all && which <= op::bind;
}

void merge(std::vector<graph::index>& into, std::span<const graph::index> from) {
  into.insert(into.end(), from.begin(), from.end());
}

row_range append_sorted(std::vector<graph::index>& table, std::vector<graph::index>& refs) {
  std::sort(refs.begin(), refs.end());
  refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
  return graph_builder::append(table, refs);
}

}  // namespace

std::uint32_t expression_emitter::emit(const check::typed_condition& c) {
  std::vector<std::uint32_t> emitted(c.nodes.size(), no_index);
  // Only what the root needs: checking leaves nodes behind that a rewrite made superfluous.
  std::vector<bool> needed(c.nodes.size(), false);
  needed[c.root()] = true;
  for (std::size_t i = c.nodes.size(); i-- > 0;) {
    if (!needed[i]) continue;
    for (std::uint32_t k = 0; k < c.nodes[i].count; ++k)
      needed[c.operands[c.nodes[i].first + k]] = true;
  }
  operand_list operands;
  for (std::size_t i = 0; i < c.nodes.size(); ++i) {
    if (!needed[i]) continue;
    operands.clear();
    for (std::uint32_t k = 0; k < c.nodes[i].count; ++k) {
      operands.push_back(emitted[c.operands[c.nodes[i].first + k]]);
    }
    emitted[i] = emit_node(c.nodes[i], operands);
  }
  return row_of(emitted[c.root()], c.type);
}

bool expression_emitter::is_constant(std::uint32_t node) const {
  return static_cast<op>(builder_.tables.expression_nodes[node].op) == op::constant;
}

value expression_emitter::constant_at(std::uint32_t node) const {
  const fact_schema reader({}, {}, builder_.tables.constants, builder_.tables.texts, 0);
  return reader.scalar(builder_.tables.expression_nodes[node].a);
}

std::uint32_t expression_emitter::constant_node(const value& v) {
  graph::expression_node n;
  n.op = static_cast<std::uint8_t>(op::constant);
  n.a = builder_.constant_of(v);
  return share(n, {});
}

std::uint32_t expression_emitter::emit_node(const check::typed_node& n,
                                            const operand_list& operands) {
  if (n.op == op::constant) {
    if (n.type == type_kind::string) return constant_node(value::string(n.text));
    if (n.type == type_kind::bytes) return constant_node(value::bytes(n.text));
    return constant_node(n.constant);
  }
  std::uint32_t folded = no_index;
  if (fold(n, operands, folded)) return folded;
  if (n.op == op::compare) return comparison(n, operands);
  if (n.op == op::logical_and || n.op == op::logical_or) return junction(n, operands);

  graph::expression_node made;
  made.op = static_cast<std::uint8_t>(n.op);
  made.aux16 = n.detail;
  const graph::operand_shape shape = graph::shape_of(n.op);
  if (shape.a == operand_kind::first_operand) return share(made, operands);
  if (shape.a == operand_kind::fact || shape.a == operand_kind::line_fact ||
      shape.a == operand_kind::selector) {
    made.a = n.reference;
  }
  if (shape.a == operand_kind::node) made.a = operands[0];
  if (shape.b == operand_kind::node) made.b = operands[1];
  if (shape.b == operand_kind::line_fact) made.b = n.reference;
  if (shape.c == operand_kind::node ||
      (shape.c == operand_kind::optional_node && operands.size() > 2)) {
    made.c = operands[2];
  }
  return share(made, {});
}

/// A comparison of one fact with a constant becomes an operation of its own, constant on the right.
std::uint32_t expression_emitter::comparison(const check::typed_node& n,
                                             const operand_list& operands) {
  std::uint32_t left = operands[0];
  std::uint32_t right = operands[1];
  auto how = static_cast<comparison_op>(n.detail);
  if (is_constant(left)) {
    std::swap(left, right);
    how = mirrored(how);
  }
  const graph::expression_node& read = builder_.tables.expression_nodes[left];
  const auto reads = static_cast<op>(read.op);
  graph::expression_node made;
  made.aux16 = static_cast<std::uint16_t>(how);
  if (is_constant(right) && (reads == op::fact || reads == op::line_fact)) {
    made.op =
        static_cast<std::uint8_t>(reads == op::fact ? op::compare_fact : op::compare_line_fact);
    made.a = read.a;
    made.b = builder_.tables.expression_nodes[right].a;
  } else {
    made.op = static_cast<std::uint8_t>(op::compare);
    made.a = left;
    made.b = right;
  }
  return share(made, {});
}

/// Neutral constants fall out, a decisive one is the answer.
std::uint32_t expression_emitter::junction(const check::typed_node& n,
                                           const operand_list& operands) {
  const bool decisive = n.op == op::logical_or;
  operand_list kept;
  for (const std::uint32_t i : operands) {
    if (is_constant(i)) {
      const value known = constant_at(i);
      if (!known.is(type_kind::boolean)) {
        kept.push_back(i);
      } else if (known.as_bool() == decisive) {
        return i;
      }
    } else if (std::find(kept.begin(), kept.end(), i) == kept.end()) {
      kept.push_back(i);
    }
  }
  if (kept.empty()) return constant_node(value::boolean(!decisive));
  // What may not be a truth value is an error as a part, but wouldn't be one by itself.
  if (kept.size() == 1 && n.detail != check::mixed_operands) return kept.front();
  graph::expression_node made;
  made.op = static_cast<std::uint8_t>(n.op);
  return share(made, kept);
}

bool expression_emitter::fold(const check::typed_node& n, const operand_list& operands,
                              std::uint32_t& out) {
  const auto is_truth = [&](std::uint32_t i) {
    return is_constant(i) && constant_at(i).is(type_kind::boolean);
  };
  if (n.op == op::conditional && is_truth(operands[0])) {
    out = constant_at(operands[0]).as_bool() ? operands[1] : operands[2];
    return true;
  }
  const bool calculates = n.op >= op::compare && n.op <= op::negate && n.op != op::logical_and &&
                          n.op != op::logical_or && n.op != op::conditional;
  if (!calculates || !std::all_of(operands.begin(), operands.end(),
                                  [&](std::uint32_t i) { return is_constant(i); })) {
    return false;
  }
  value a = constant_at(operands[0]);
  value b = operands.size() > 1 ? constant_at(operands[1]) : value();
  std::optional<value> made;
  if (n.op >= op::add && n.op <= op::modulo) {
    const auto rule = static_cast<graph::number_rule>(n.detail);
    if (rule == graph::number_rule::one_type && parley::detail::mixes_numbers(a, b)) return false;
    if (rule == graph::number_rule::decimals) {
      a = parley::detail::with_decimal(a);
      b = parley::detail::with_decimal(b);
    }
  }
  switch (n.op) {
    case op::compare: made = compared(static_cast<comparison_op>(n.detail), a, b); break;
    case op::logical_not:
      if (is_truth(operands[0])) made = value::boolean(!a.as_bool());
      break;
    case op::negate: made = negate_value(a); break;
    case op::add: made = add_values(a, b); break;
    case op::subtract: made = subtract_values(a, b); break;
    case op::multiply: made = multiply_values(a, b); break;
    case op::divide: made = divide_values(a, b); break;
    case op::modulo: made = modulo_values(a, b); break;
    default: break;
  }
  // What fails stays: it is an error value when, and only when, it is reached.
  if (!made) return false;
  out = constant_node(*made);
  return true;
}

expression_emitter::operand_list expression_emitter::below(const graph::expression_node& n) const {
  const graph::operand_shape shape = graph::shape_of(static_cast<op>(n.op));
  operand_list made;
  if (shape.a == operand_kind::first_operand) {
    const auto first = builder_.tables.expression_operands.begin() + n.a;
    made.assign(first, first + n.b);
    return made;
  }
  if (shape.a == operand_kind::node) made.push_back(n.a);
  if (shape.b == operand_kind::node) made.push_back(n.b);
  if (shape.c == operand_kind::node ||
      (shape.c == operand_kind::optional_node && n.c != no_index)) {
    made.push_back(n.c);
  }
  return made;
}

std::uint32_t expression_emitter::share(graph::expression_node n, const operand_list& operands) {
  std::string key(reinterpret_cast<const char*>(&n), sizeof n);
  for (const std::uint32_t i : operands) key.append(reinterpret_cast<const char*>(&i), sizeof i);
  const auto [entry, added] = nodes_.try_emplace(
      std::move(key), static_cast<std::uint32_t>(builder_.tables.expression_nodes.size()));
  if (!added) return entry->second;

  const auto which = static_cast<op>(n.op);
  if (graph::shape_of(which).a == operand_kind::first_operand) {
    const row_range where = graph_builder::append(builder_.tables.expression_operands, operands);
    n.a = where.first;
    n.b = where.count;
  }
  std::uint64_t free = 0;
  if (which == op::variable) free = std::uint64_t{1} << n.aux16;
  if (which == op::line_fact || which == op::has_line_fact || which == op::compare_line_fact) {
    n.aux |= graph::volatile_line;
  }
  if (which == op::so_far) n.aux |= graph::volatile_so_far;
  for (const std::uint32_t i : below(n)) {
    const graph::expression_node& operand = builder_.tables.expression_nodes[i];
    if ((operand.aux & graph::volatile_line) != 0) n.aux |= graph::volatile_line;
    if ((operand.aux & graph::volatile_so_far) != 0) n.aux |= graph::volatile_so_far;
    std::uint64_t inside = free_slots_[i];
    if (comprehends(which) && i != n.a) {
      const std::uint32_t slot = n.aux16 & static_cast<std::uint32_t>(graph::two_variables - 1);
      inside &= ~(std::uint64_t{1} << slot);
      if ((n.aux16 & graph::two_variables) != 0) inside &= ~(std::uint64_t{2} << slot);
    }
    free |= inside;
  }
  if (free != 0) n.aux |= graph::volatile_variable;
  builder_.tables.expression_nodes.push_back(n);
  free_slots_.push_back(free);
  return entry->second;
}

std::uint32_t expression_emitter::row_of(std::uint32_t root, type_kind type) {
  const auto [entry, added] =
      rows_.try_emplace(root, static_cast<std::uint32_t>(builder_.tables.expressions.size()));
  if (!added) return entry->second;
  graph::expression_row row;
  row.root = root;
  row.type = type;
  std::vector<graph::index> facts, line_facts;
  operand_list open = {root};
  // Stamps instead of a fresh set: a pack has as many roots as rules.
  ++stamp_;
  seen_.resize(builder_.tables.expression_nodes.size(), 0);
  seen_[root] = stamp_;
  while (!open.empty()) {
    const graph::expression_node n = builder_.tables.expression_nodes[open.back()];
    open.pop_back();
    switch (static_cast<op>(n.op)) {
      case op::fact:
      case op::has_fact:
      case op::compare_fact: facts.push_back(n.a); break;
      case op::line_fact:
      case op::has_line_fact:
      case op::compare_line_fact:
        line_facts.push_back(n.a);
        row.reads |= graph::reads_line;
        break;
      case op::line_field:
      case op::has_line_field: line_facts.push_back(n.b); break;
      case op::cart_subtotal:
      case op::cart_quantity:
      case op::cart_lines:
      case op::cart_shipping:
      case op::cart_currency: row.reads |= graph::reads_cart; break;
      case op::so_far: row.reads |= graph::reads_so_far; break;
      case op::now: row.reads |= graph::reads_now; break;
      case op::customer_key:
      case op::has_customer_key: row.reads |= graph::reads_customer_key; break;
      case op::intent: row.reads |= graph::reads_intent; break;
      case op::selector_sum: {
        row.reads |= graph::reads_cart;
        if (n.a >= builder_.tables.selectors.size()) break;
        const graph::index when = builder_.tables.selectors[n.a].when;
        if (when >= builder_.tables.expressions.size()) break;
        const graph::expression_row& selected = builder_.tables.expressions[when];
        row.reads |= selected.reads & ~static_cast<std::uint32_t>(graph::reads_line);
        const std::span<const graph::index> refs(builder_.tables.fact_refs);
        merge(facts, refs.subspan(selected.facts.first, selected.facts.count));
        merge(line_facts, refs.subspan(selected.line_facts.first, selected.line_facts.count));
        break;
      }
      default: break;
    }
    for (const std::uint32_t i : below(n)) {
      if (seen_[i] != stamp_) open.push_back(i);
      seen_[i] = stamp_;
    }
  }
  row.facts = append_sorted(builder_.tables.fact_refs, facts);
  row.line_facts = append_sorted(builder_.tables.fact_refs, line_facts);
  builder_.tables.expressions.push_back(row);
  return entry->second;
}

}  // namespace parley::compile
