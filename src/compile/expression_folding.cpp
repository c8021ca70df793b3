// Normal forms of expressions: constants computed, comparisons of facts as atoms. Each rewrite
// keeps all four outcomes and the reasons of an unknown.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "compile/expression_emitter.hpp"
#include "parley/facts/value_arithmetic.hpp"
#include "parley/facts/value_compare.hpp"
#include "parley/graph/expression_words.hpp"
#include "parley/graph/value_conversion.hpp"

namespace parley::compile {
namespace {

using graph::comparison_op;
using graph::op;

/// What holds exactly when this doesn't, for types where one of <, == and > always holds.
comparison_op opposite_of(comparison_op how) {
  switch (how) {
    case comparison_op::equal: return comparison_op::not_equal;
    case comparison_op::not_equal: return comparison_op::equal;
    case comparison_op::less: return comparison_op::at_least;
    case comparison_op::at_most: return comparison_op::greater;
    case comparison_op::greater: return comparison_op::at_most;
    default: return comparison_op::less;
  }
}

bool is_equality(comparison_op how) {
  return how == comparison_op::equal || how == comparison_op::not_equal;
}

bool totally_ordered(type_kind kind) {
  constexpr std::array kinds = {type_kind::boolean, type_kind::integer, type_kind::uinteger,
                                type_kind::decimal, type_kind::money,   type_kind::percent,
                                type_kind::string,  type_kind::bytes,   type_kind::timestamp,
                                type_kind::duration};
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::optional<value> compared(comparison_op how, const value& a, const value& b) {
  if (is_equality(how)) {
    const std::optional<bool> same = equal_values(a, b);
    if (!same) return std::nullopt;
    return value::boolean(*same == (how == comparison_op::equal));
  }
  const auto order = order_of(a, b);
  if (!order) return std::nullopt;
  switch (how) {
    case comparison_op::less: return value::boolean(*order < 0);
    case comparison_op::at_most: return value::boolean(*order <= 0);
    case comparison_op::greater: return value::boolean(*order > 0);
    default: return value::boolean(*order >= 0);
  }
}

}  // namespace

/// Constants stand on the right, of two operations the older one on the left, `>` becomes `<`. One
/// fact beside a constant is an operation of its own, and a truth value beside one is itself.
std::uint32_t expression_emitter::comparison(comparison_op how, std::uint32_t left,
                                             std::uint32_t right) {
  const bool swap =
      is_constant(left) ||
      (!is_constant(right) &&
       (is_equality(how) ? left > right
                         : how == comparison_op::greater || how == comparison_op::at_least));
  if (swap) {
    std::swap(left, right);
    how = mirrored(how);
  }
  graph::expression_node made;
  if (!is_constant(right)) {
    made.op = static_cast<std::uint8_t>(op::compare);
    made.aux16 = static_cast<std::uint16_t>(how);
    made.a = left;
    made.b = right;
    return share(made, {}, type_kind::boolean);
  }
  const bool truth = types_[left] == type_kind::boolean && types_[right] == type_kind::boolean;
  if (truth && is_equality(how)) {
    const bool wanted = constant_at(right).as_bool() == (how == comparison_op::equal);
    return wanted ? left : opposite(left);
  }
  const op reads = op_at(left);
  const bool atom = reads == op::fact || reads == op::line_fact;
  made.op = static_cast<std::uint8_t>(reads == op::fact        ? op::compare_fact
                                      : reads == op::line_fact ? op::compare_line_fact
                                                               : op::compare);
  made.aux16 = static_cast<std::uint16_t>(how);
  made.a = atom ? builder_.tables.expression_nodes[left].a : left;
  made.b = atom ? builder_.tables.expression_nodes[right].a : right;
  return share(made, {}, type_kind::boolean);
}

/// `!` of a comparison is the opposite comparison, `!!x` is x, and `!` of a fact asks for false.
std::uint32_t expression_emitter::opposite(std::uint32_t node) {
  if (is_truth(node)) return constant_node(value::boolean(!constant_at(node).as_bool()));
  graph::expression_node n = builder_.tables.expression_nodes[node];
  const op which = op_at(node);
  if (which == op::logical_not && types_[n.a] == type_kind::boolean) return n.a;
  const bool of_fact = which == op::compare_fact || which == op::compare_line_fact;
  if (of_fact && asks_for_false(n)) {
    graph::expression_node made;
    made.op = static_cast<std::uint8_t>(which == op::compare_fact ? op::fact : op::line_fact);
    made.a = n.a;
    return share(made, {}, type_kind::boolean);
  }
  if (which == op::compare || of_fact) {
    const auto how = static_cast<comparison_op>(n.aux16);
    const bool exact = is_equality(how) ||
                       (of_fact ? totally_ordered(builder_.tables.constants[n.b].kind)
                                : totally_ordered(types_[n.a]) && totally_ordered(types_[n.b]));
    if (exact && which == op::compare) return comparison(opposite_of(how), n.a, n.b);
    if (exact) {
      n.aux16 = static_cast<std::uint16_t>(opposite_of(how));
      n.aux = 0;
      return share(n, {}, type_kind::boolean);
    }
  }
  graph::expression_node made;
  made.op = static_cast<std::uint8_t>(op::logical_not);
  made.a = node;
  if ((which == op::fact || which == op::line_fact) && types_[node] == type_kind::boolean) {
    made.op =
        static_cast<std::uint8_t>(which == op::fact ? op::compare_fact : op::compare_line_fact);
    made.aux16 = static_cast<std::uint16_t>(comparison_op::equal);
    made.a = n.a;
    made.b = builder_.constant_of(value::boolean(false));
  }
  return share(made, {}, type_kind::boolean);
}

/// Whether a comparison of a fact is `!` of a fact that is true or false.
bool expression_emitter::asks_for_false(const graph::expression_node& n) const {
  const auto& rows = static_cast<op>(n.op) == op::compare_fact ? builder_.tables.facts
                                                               : builder_.tables.line_facts;
  const constant& with = builder_.tables.constants[n.b];
  return static_cast<comparison_op>(n.aux16) == comparison_op::equal && n.a < rows.size() &&
         rows[n.a].type == type_kind::boolean && with.kind == type_kind::boolean && with.low == 0;
}

/// Neutral constants fall out, a decisive one is the answer.
std::uint32_t expression_emitter::junction(const check::typed_node& n,
                                           const operand_list& operands) {
  const bool decisive = n.op == op::logical_or;
  operand_list kept;
  for (const std::uint32_t i : operands) {
    if (is_truth(i)) {
      if (constant_at(i).as_bool() == decisive) return i;
    } else if (std::find(kept.begin(), kept.end(), i) == kept.end()) {
      kept.push_back(i);
    }
  }
  if (kept.empty()) return constant_node(value::boolean(!decisive));
  if (kept.size() == 1 && types_[kept.front()] == type_kind::boolean) return kept.front();
  graph::expression_node made;
  made.op = static_cast<std::uint8_t>(n.op);
  return share(made, kept, type_kind::boolean);
}

bool expression_emitter::is_truth(std::uint32_t node) const {
  return is_constant(node) && constant_at(node).is(type_kind::boolean);
}

bool expression_emitter::constant_list(std::uint32_t node) const {
  if (op_at(node) != op::make_list) return false;
  const operand_list items = below(builder_.tables.expression_nodes[node]);
  return std::all_of(items.begin(), items.end(), [&](std::uint32_t i) { return is_constant(i); });
}

/// `fact in [a, b]` as `fact == a || fact == b`; no_index where it stays a search.
std::uint32_t expression_emitter::member(std::uint32_t item, std::uint32_t list) {
  const op reads = op_at(item);
  if ((reads != op::fact && reads != op::line_fact) || types_[item] == type_kind::any ||
      !constant_list(list)) {
    return no_index;
  }
  const operand_list items = below(builder_.tables.expression_nodes[list]);
  if (items.empty() || items.size() > graph::most_members) return no_index;
  operand_list atoms;
  for (const std::uint32_t i : items) atoms.push_back(comparison(comparison_op::equal, item, i));
  check::typed_node either;
  either.op = op::logical_or;
  return junction(either, atoms);
}

std::uint32_t expression_emitter::fold_text(const value& a, const value& b) {
  if (a.kind() != b.kind()) return no_index;
  const std::string joined = std::string(a.as_text()) + std::string(b.as_text());
  return constant_node(a.is(type_kind::string) ? value::string(joined) : value::bytes(joined));
}

/// What asks a list of constants something that can be answered now.
std::uint32_t expression_emitter::fold_list(const check::typed_node& n,
                                            const operand_list& operands) {
  if (n.op == op::contains && is_constant(operands[0]) && constant_list(operands[1])) {
    bool failed = false;
    for (const std::uint32_t i : below(builder_.tables.expression_nodes[operands[1]])) {
      const std::optional<bool> same = equal_values(constant_at(operands[0]), constant_at(i));
      if (same && *same) return constant_node(value::boolean(true));
      failed = failed || !same;
    }
    return failed ? no_index : constant_node(value::boolean(false));
  }
  if (n.op == op::at && constant_list(operands[0]) && is_constant(operands[1])) {
    const operand_list items = below(builder_.tables.expression_nodes[operands[0]]);
    const value key = constant_at(operands[1]);
    if (!is_number(key.kind())) return no_index;
    const std::optional<std::int64_t> at = number_of(key).scaled_exactly(0);
    if (!at || *at < 0 || static_cast<std::size_t>(*at) >= items.size()) return no_index;
    return items[static_cast<std::size_t>(*at)];
  }
  if (n.op == op::call && n.detail == static_cast<std::uint16_t>(graph::function::size) &&
      constant_list(operands[0])) {
    const operand_list items = below(builder_.tables.expression_nodes[operands[0]]);
    return constant_node(value::integer(static_cast<std::int64_t>(items.size())));
  }
  return no_index;
}

/// `percent(0.1 + 0.2)`: a conversion of what was computed just now.
std::uint32_t expression_emitter::fold_conversion(const check::typed_node& n,
                                                  const operand_list& operands) {
  if (!std::all_of(operands.begin(), operands.end(),
                   [&](std::uint32_t i) { return is_constant(i); })) {
    return no_index;
  }
  currency_code currency = no_currency;
  if (operands.size() == 2 && constant_at(operands[1]).is(type_kind::string))
    currency = currency_named(constant_at(operands[1]).as_text());
  const std::optional<value> made = graph::convert_value(static_cast<graph::function>(n.detail),
                                                         constant_at(operands[0]), currency);
  return made ? constant_node(*made) : no_index;
}

/// The node of what is known now; no_index where there is nothing to fold. What fails stays: it is
/// an error value when, and only when, it is reached.
std::uint32_t expression_emitter::fold(const check::typed_node& n, const operand_list& operands) {
  if (n.op == op::conditional && is_truth(operands[0]))
    return constant_at(operands[0]).as_bool() ? operands[1] : operands[2];
  if (const std::uint32_t made = operands.empty() ? no_index : fold_list(n, operands);
      made != no_index) {
    return made;
  }
  if (n.op == op::call) return fold_conversion(n, operands);
  const bool calculates = (n.op >= op::add && n.op <= op::negate) || n.op == op::compare;
  if (!calculates || !std::all_of(operands.begin(), operands.end(),
                                  [&](std::uint32_t i) { return is_constant(i); })) {
    return no_index;
  }
  value a = constant_at(operands[0]);
  value b = operands.size() > 1 ? constant_at(operands[1]) : value();
  if (n.op >= op::add && n.op <= op::modulo) {
    const auto rule = static_cast<graph::number_rule>(n.detail);
    if (rule == graph::number_rule::one_type && parley::detail::mixes_numbers(a, b))
      return no_index;
    if (rule == graph::number_rule::decimals) {
      a = parley::detail::with_decimal(a);
      b = parley::detail::with_decimal(b);
    }
  }
  std::optional<value> made;
  switch (n.op) {
    case op::compare: made = compared(static_cast<comparison_op>(n.detail), a, b); break;
    case op::negate: made = negate_value(a); break;
    case op::add:
      if (a.is(type_kind::string) || a.is(type_kind::bytes)) return fold_text(a, b);
      made = add_values(a, b);
      break;
    case op::subtract: made = subtract_values(a, b); break;
    case op::multiply: made = multiply_values(a, b); break;
    case op::divide: made = divide_values(a, b); break;
    default: made = modulo_values(a, b); break;
  }
  return made ? constant_node(*made) : no_index;
}

}  // namespace parley::compile
