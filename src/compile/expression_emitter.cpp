#include "compile/expression_emitter.hpp"

#include <algorithm>
#include <utility>

#include "parley/facts/value_compare.hpp"
#include "parley/graph/expression_op.hpp"

namespace parley::compile {
namespace {

using graph::op;
using graph::operand_kind;

/// Types of which `a + b` and `b + a` are the same; texts and lists are joined in order.
bool calculated(type_kind kind) {
  return is_number(kind) || kind == type_kind::money || kind == type_kind::percent ||
         kind == type_kind::timestamp || kind == type_kind::duration;
}

bool comprehends(op which) {
  return which >= op::all && which <= op::bind;
}

void merge(std::vector<graph::index>& into, std::span<const graph::fact_ref> from) {
  into.insert(into.end(), from.begin(), from.end());
}

void sort_and_thin(std::vector<graph::index>& refs) {
  std::sort(refs.begin(), refs.end());
  refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
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
  return share(n, {}, v.kind());
}

std::uint32_t expression_emitter::emit_node(const check::typed_node& n,
                                            const operand_list& operands) {
  if (n.op == op::constant) {
    if (n.type == type_kind::string) return constant_node(value::string(n.text));
    if (n.type == type_kind::bytes) return constant_node(value::bytes(n.text));
    return constant_node(n.constant);
  }
  if (const std::uint32_t folded = fold(n, operands); folded != no_index) return folded;
  switch (n.op) {
    case op::compare:
      return comparison(static_cast<graph::comparison_op>(n.detail), operands[0], operands[1]);
    case op::logical_and:
    case op::logical_or: return junction(n, operands);
    case op::logical_not: return opposite(operands[0]);
    case op::contains:
      if (const std::uint32_t atoms = member(operands[0], operands[1]); atoms != no_index)
        return atoms;
      break;
    default: break;
  }

  graph::expression_node made;
  made.op = static_cast<std::uint8_t>(n.op);
  made.aux16 = n.detail;
  const graph::operand_shape shape = graph::shape_of(n.op);
  if (shape.a == operand_kind::first_operand) return share(made, operands, n.type);
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
  const bool order_is_free = n.op == op::add || n.op == op::multiply;
  if (order_is_free && calculated(n.type) && made.a > made.b) std::swap(made.a, made.b);
  return share(made, {}, n.type);
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

std::uint32_t expression_emitter::share(graph::expression_node n, const operand_list& operands,
                                        type_kind type) {
  const auto which = static_cast<op>(n.op);
  std::string key(reinterpret_cast<const char*>(&n), sizeof n);
  // Whatever the order, `&&` and `||` come to the same and give the same reasons. The order kept is
  // the one that was written first.
  operand_list in_key = operands;
  if (which == op::logical_and || which == op::logical_or) std::sort(in_key.begin(), in_key.end());
  for (const std::uint32_t i : in_key) key.append(reinterpret_cast<const char*>(&i), sizeof i);
  // A slot holds values of another type in another expression.
  if (which == op::variable) key += static_cast<char>(type);
  const auto [entry, added] = nodes_.try_emplace(
      std::move(key), static_cast<std::uint32_t>(builder_.tables.expression_nodes.size()));
  if (!added) return entry->second;

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
  types_.push_back(type);
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
        const std::span<const graph::fact_ref> refs(builder_.tables.fact_refs);
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
  sort_and_thin(facts);
  sort_and_thin(line_facts);
  row.facts = fact_lists_.add(builder_.tables.fact_refs, facts);
  row.line_facts = fact_lists_.add(builder_.tables.fact_refs, line_facts);
  builder_.tables.expressions.push_back(row);
  return entry->second;
}

void expression_emitter::finish() {
  auto& nodes = builder_.tables.expression_nodes;
  std::vector<bool> used(nodes.size(), false);
  for (const graph::expression_row& row : builder_.tables.expressions) used[row.root] = true;
  for (std::size_t i = nodes.size(); i-- > 0;) {
    if (!used[i]) continue;
    for (const std::uint32_t k : below(nodes[i])) used[k] = true;
  }
  std::vector<std::uint32_t> place(nodes.size(), no_index);
  std::vector<graph::expression_node> kept;
  std::vector<graph::index> operands;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!used[i]) continue;
    graph::expression_node n = nodes[i];
    const graph::operand_shape shape = graph::shape_of(static_cast<op>(n.op));
    if (shape.a == operand_kind::first_operand) {
      operand_list moved = below(n);
      for (std::uint32_t& k : moved) k = place[k];
      n.a = graph_builder::append(operands, moved).first;
    }
    if (shape.a == operand_kind::node) n.a = place[n.a];
    if (shape.b == operand_kind::node) n.b = place[n.b];
    const bool third = shape.c == operand_kind::node || shape.c == operand_kind::optional_node;
    if (third && n.c != no_index) n.c = place[n.c];
    place[i] = static_cast<std::uint32_t>(kept.size());
    kept.push_back(n);
  }
  for (graph::expression_row& row : builder_.tables.expressions) row.root = place[row.root];
  nodes = std::move(kept);
  builder_.tables.expression_operands = std::move(operands);
  nodes_.clear(), rows_.clear(), free_slots_.clear(), types_.clear();
}

}  // namespace parley::compile
