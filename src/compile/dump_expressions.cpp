// The expression graph as text: `n4 = logical_and(n1, n3)`.
#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string_view>

#include "compile/dump.hpp"
#include "parley/facts/real_text.hpp"
#include "parley/graph/expression_op.hpp"
#include "parley/graph/expression_words.hpp"
#include "parley/money/currency.hpp"

namespace parley::compile {

namespace {

using graph::op;
using graph::operand_kind;

constexpr std::string_view op_names[] = {"constant",
                                         "fact",
                                         "line_fact",
                                         "has_fact",
                                         "has_line_fact",
                                         "variable",
                                         "cart_subtotal",
                                         "cart_quantity",
                                         "cart_lines",
                                         "cart_shipping",
                                         "cart_currency",
                                         "so_far",
                                         "selector_sum",
                                         "now",
                                         "customer_key",
                                         "has_customer_key",
                                         "intent",
                                         "line_field",
                                         "has_line_field",
                                         "shipping_field",
                                         "has_shipping_field",
                                         "compare_fact",
                                         "compare_line_fact",
                                         "compare",
                                         "and",
                                         "or",
                                         "not",
                                         "conditional",
                                         "add",
                                         "subtract",
                                         "multiply",
                                         "divide",
                                         "modulo",
                                         "negate",
                                         "contains",
                                         "at",
                                         "has_key",
                                         "list",
                                         "make_map",
                                         "all",
                                         "exists",
                                         "exists_one",
                                         "map",
                                         "filter",
                                         "bind",
                                         "call",
                                         "or_value",
                                         "or"};
static_assert(std::size(op_names) == static_cast<std::size_t>(op::count_of_ops));

/// What aux16 says, in words; empty where it says nothing.
std::string detail_of(op which, std::uint16_t detail) {
  switch (which) {
    case op::variable: return fmt::format("v{}", detail);
    case op::so_far: return std::string(graph::so_far_words[detail]);
    case op::selector_sum: return std::string(graph::selector_words[detail]);
    case op::shipping_field:
    case op::has_shipping_field: return std::string(graph::shipping_words[detail]);
    case op::compare_fact:
    case op::compare_line_fact:
    case op::compare: return std::string(graph::comparison_words[detail]);
    case op::all:
    case op::exists:
    case op::exists_one:
    case op::map:
    case op::filter:
    case op::bind: {
      const unsigned slot = detail & ~unsigned{graph::two_variables};
      return (detail & graph::two_variables) != 0 ? fmt::format("v{} v{}", slot, slot + 1)
                                                  : fmt::format("v{}", slot);
    }
    case op::call: return std::string(graph::words_of(static_cast<graph::function>(detail)).name);
    default: return {};
  }
}

std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') made += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      made += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      made += c;
    }
  }
  return made + '"';
}

void operand(const pack& p, std::string& out, operand_kind kind, graph::index which,
             graph::index count) {
  const auto& t = p.tables();
  const auto add = [&](std::string_view text) {
    if (out.back() != '(') out += ", ";
    out += text;
  };
  switch (kind) {
    case operand_kind::none:
    case operand_kind::operand_count: return;
    case operand_kind::optional_node:
      if (which == no_index) return;
      [[fallthrough]];
    case operand_kind::node: return add(fmt::format("n{}", which));
    case operand_kind::constant: return add(dump_constant(p, which));
    case operand_kind::fact: return add(p.text(t.facts[which].name));
    case operand_kind::line_fact:
      return add(fmt::format("line.{}", p.text(t.line_facts[which].name)));
    case operand_kind::selector: return add(p.text(t.selectors[which].name));
    case operand_kind::first_operand:
      for (const graph::index n : t.expression_operands.subspan(which, count))
        add(fmt::format("n{}", n));
      return;
  }
}

}  // namespace

// Recursion is as deep as the constant is nested, which caps::expression_depth bounds.
std::string dump_constant(const pack& p, graph::index row) {
  const constant& c = p.tables().constants[row];
  switch (c.kind) {
    case type_kind::null: return "null";
    case type_kind::boolean: return c.low != 0 ? "true" : "false";
    case type_kind::integer: return fmt::format("{}", static_cast<std::int64_t>(c.low));
    case type_kind::uinteger: return fmt::format("{}u", c.low);
    case type_kind::decimal: return p.schema().scalar(c).as_decimal().text();
    case type_kind::money:
      return p.schema().scalar(c).as_decimal().text() + std::string(name_of_currency(c.currency));
    case type_kind::percent: {
      const decimal share = p.schema().scalar(c).as_decimal();
      return decimal(share.coefficient(), share.exponent() + 2).reduced().text() + "%";
    }
    case type_kind::string: return quoted(p.schema().scalar(c).as_text());
    case type_kind::bytes: return "b" + quoted(p.schema().scalar(c).as_text());
    case type_kind::timestamp:
    case type_kind::duration:
      return fmt::format("{}({}s {}ns)", name_of(c.kind), static_cast<std::int64_t>(c.low),
                         c.extra);
    case type_kind::type: return fmt::format("type {}", name_of(static_cast<type_kind>(c.low)));
    case type_kind::real: return print_real(p.schema().scalar(c).as_real());
    case type_kind::optional: return "none";
    case type_kind::list:
    case type_kind::map: {
      std::string text = c.kind == type_kind::list ? "[" : "{";
      for (std::uint64_t i = 0; i < c.high; ++i) {
        if (i > 0) text += c.kind == type_kind::map && i % 2 == 1 ? ": " : ", ";
        text += dump_constant(p, static_cast<graph::index>(c.low + i));
      }
      return text + (c.kind == type_kind::list ? "]" : "}");
    }
    default: return "?";
  }
}

std::string dump_expressions(const pack& p) {
  const auto& t = p.tables();
  std::string out;
  for (std::size_t i = 0; i < t.expression_nodes.size(); ++i) {
    const graph::expression_node& n = t.expression_nodes[i];
    const auto which = static_cast<op>(n.op);
    const graph::operand_shape shape = graph::shape_of(which);
    out += fmt::format("  n{} = {}", i, op_names[n.op]);
    const std::string detail = detail_of(which, n.aux16);
    if (!detail.empty()) out += ' ' + detail;
    out += '(';
    operand(p, out, shape.a, n.a, n.b);
    operand(p, out, shape.b, n.b, n.b);
    operand(p, out, shape.c, n.c, n.b);
    out += ")\n";
  }
  constexpr std::array<std::string_view, 6> read_names = {"line", "cart",         "so_far",
                                                          "now",  "customer.key", "intent"};
  for (std::size_t i = 0; i < t.expressions.size(); ++i) {
    const graph::expression_row& e = t.expressions[i];
    out += fmt::format("  e{} = n{}: {}", i, e.root, name_of(e.type));
    std::string reads;
    for (const graph::index f : pack::rows(t.fact_refs, e.facts)) {
      reads += fmt::format(" {}", p.text(t.facts[f].name));
    }
    for (const graph::index f : pack::rows(t.fact_refs, e.line_facts)) {
      reads += fmt::format(" line.{}", p.text(t.line_facts[f].name));
    }
    for (std::size_t bit = 0; bit < read_names.size(); ++bit) {
      if ((e.reads >> bit & 1U) != 0) reads += fmt::format(" <{}>", read_names[bit]);
    }
    if (!reads.empty()) out += ", reads" + reads;
    out += '\n';
  }
  return out;
}

}  // namespace parley::compile
