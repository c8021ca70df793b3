#include "report/expression_text.hpp"

#include <fmt/format.h>

#include <string_view>

#include "parley/graph/expression_op.hpp"
#include "report/format.hpp"

namespace parley::report {

namespace {

using graph::op;

/// Nesting beyond which nobody reads on; bounds the recursion.
constexpr int deepest = 12;

constexpr std::string_view comparisons[] = {"==", "!=", "<", "<=", ">", ">="};
constexpr std::string_view so_far_names[] = {"subtotal", "discount", "shipping", "total"};
constexpr std::string_view selector_names[] = {"subtotal", "quantity", "lines"};
constexpr std::string_view shipping_names[] = {"method", "price", "cost", "tax_rate"};

/// Functions people use in rules; the rest are shown as `call`.
std::string_view name_of(graph::function f) noexcept {
  using enum graph::function;
  switch (f) {
    case size: return "size";
    case to_int: return "int";
    case to_decimal: return "decimal";
    case to_string: return "string";
    case to_timestamp: return "timestamp";
    case to_duration: return "duration";
    case to_money: return "money";
    case to_percent: return "percent";
    case text_contains: return "contains";
    case starts_with: return "startsWith";
    case ends_with: return "endsWith";
    case matches: return "matches";
    case lower_ascii: return "lowerAscii";
    case upper_ascii: return "upperAscii";
    case get_full_year: return "getFullYear";
    case get_month: return "getMonth";
    case get_date: return "getDate";
    case get_day_of_month: return "getDayOfMonth";
    case get_day_of_week: return "getDayOfWeek";
    case get_hours: return "getHours";
    case get_minutes: return "getMinutes";
    case least: return "least";
    case greatest: return "greatest";
    case absolute: return "abs";
    case ceil: return "ceil";
    case floor: return "floor";
    case round: return "round";
    default: return "call";
  }
}

class printer {
 public:
  explicit printer(const pack& rules) : rules_(rules), t_(rules.tables()) {}

  std::string run(graph::index node, int depth) const {
    if (depth > deepest || node >= t_.expression_nodes.size()) return "...";
    const graph::expression_node& n = t_.expression_nodes[node];
    const int next = depth + 1;
    switch (static_cast<op>(n.op)) {
      case op::constant: return constant_text(n.a, next);
      case op::fact: return fact_name(n.a);
      case op::line_fact: return line_name(n.a);
      case op::has_fact: return fmt::format("has({})", fact_name(n.a));
      case op::has_line_fact: return fmt::format("has({})", line_name(n.a));
      case op::variable: return fmt::format("x{}", n.aux16);
      case op::cart_subtotal: return "cart.subtotal";
      case op::cart_quantity: return "cart.quantity";
      case op::cart_lines: return "cart.lines";
      case op::cart_shipping: return "cart.shipping";
      case op::cart_currency: return "cart.currency";
      case op::so_far: return fmt::format("so_far.{}", so_far_names[n.aux16]);
      case op::selector_sum:
        return fmt::format("{}.{}", rules_.text(t_.selectors[n.a].name), selector_names[n.aux16]);
      case op::now: return "now";
      case op::customer_key: return "customer.key";
      case op::has_customer_key: return "has(customer.key)";
      case op::intent: return "intent";
      case op::line_field: return record_field(n, next);
      case op::has_line_field: return fmt::format("has({})", record_field(n, next));
      case op::shipping_field: return fmt::format("{}.{}", run(n.a, next), shipping_names[n.aux16]);
      case op::compare_fact: return atom(fact_name(n.a), n, next);
      case op::compare_line_fact: return atom(line_name(n.a), n, next);
      case op::compare:
        return fmt::format("{} {} {}", part(n.a, next), comparisons[n.aux16], part(n.b, next));
      case op::logical_and: return joined(n, " && ", next);
      case op::logical_or: return joined(n, " || ", next);
      case op::logical_not: return "!" + part(n.a, next);
      case op::conditional:
        return fmt::format("{} ? {} : {}", part(n.a, next), part(n.b, next), part(n.c, next));
      case op::add: return fmt::format("{} + {}", part(n.a, next), part(n.b, next));
      case op::subtract: return fmt::format("{} - {}", part(n.a, next), part(n.b, next));
      case op::multiply: return fmt::format("{} * {}", part(n.a, next), part(n.b, next));
      case op::divide: return fmt::format("{} / {}", part(n.a, next), part(n.b, next));
      case op::modulo: return fmt::format("{} % {}", part(n.a, next), part(n.b, next));
      case op::negate: return "-" + part(n.a, next);
      case op::contains: return fmt::format("{} in {}", part(n.a, next), part(n.b, next));
      case op::at: return fmt::format("{}[{}]", part(n.a, next), run(n.b, next));
      case op::make_list: return fmt::format("[{}]", listed(n, next));
      case op::all: return macro(n, "all", next);
      case op::exists: return macro(n, "exists", next);
      case op::exists_one: return macro(n, "exists_one", next);
      case op::map: return macro(n, "map", next);
      case op::filter: return macro(n, "filter", next);
      case op::call:
        return fmt::format("{}({})", name_of(static_cast<graph::function>(n.aux16)),
                           listed(n, next));
      default: return "...";
    }
  }

 private:
  [[nodiscard]] std::string fact_name(graph::index row) const {
    return std::string(rules_.text(t_.facts[row].name));
  }
  [[nodiscard]] std::string line_name(graph::index row) const {
    return fmt::format("line.{}", rules_.text(t_.line_facts[row].name));
  }
  [[nodiscard]] std::string record_field(const graph::expression_node& n, int depth) const {
    return fmt::format("{}.{}", run(n.a, depth), rules_.text(t_.line_facts[n.b].name));
  }

  /// A fact beside a constant; the compiler turns `x` and `!x` into comparisons too.
  [[nodiscard]] std::string atom(const std::string& name, const graph::expression_node& n,
                                 int depth) const {
    const auto how = static_cast<graph::comparison_op>(n.aux16);
    const bool same = how == graph::comparison_op::equal;
    if (t_.constants[n.b].kind == type_kind::boolean &&
        (same || how == graph::comparison_op::not_equal)) {
      return same == (t_.constants[n.b].low != 0) ? name : '!' + name;
    }
    return fmt::format("{} {} {}", name, comparisons[n.aux16], constant_text(n.b, depth));
  }

  [[nodiscard]] std::string constant_text(graph::index row, int depth) const {
    const constant& c = t_.constants[row];
    if (c.kind == type_kind::list && depth <= deepest) {
      std::string out = "[";
      for (std::uint64_t i = 0; i < c.high; ++i) {
        if (i > 0) out += ", ";
        out += constant_text(static_cast<graph::index>(c.low + i), depth + 1);
      }
      return out + ']';
    }
    if (c.kind == type_kind::map || c.kind == type_kind::list) return "...";
    const std::string text = value_text(rules_.schema().scalar(c));
    return c.kind == type_kind::string ? '"' + text + '"' : text;
  }

  /// An operand, in parentheses where it has an operator of its own.
  [[nodiscard]] std::string part(graph::index node, int depth) const {
    const std::string text = run(node, depth);
    if (node >= t_.expression_nodes.size()) return text;
    switch (static_cast<op>(t_.expression_nodes[node].op)) {
      case op::compare:
      case op::compare_fact:
      case op::compare_line_fact:
      case op::logical_and:
      case op::logical_or:
      case op::conditional:
      case op::add:
      case op::subtract:
      case op::multiply:
      case op::divide:
      case op::modulo:
      case op::contains: return '(' + text + ')';
      default: return text;
    }
  }

  [[nodiscard]] std::string joined(const graph::expression_node& n, std::string_view mark,
                                   int depth) const {
    std::string out;
    for (const graph::index operand : t_.expression_operands.subspan(n.a, n.b)) {
      if (!out.empty()) out += mark;
      const auto inner = static_cast<op>(t_.expression_nodes[operand].op);
      const bool mixed = inner == op::logical_or || inner == op::logical_and;
      out += mixed ? part(operand, depth) : run(operand, depth);
    }
    return out;
  }

  [[nodiscard]] std::string listed(const graph::expression_node& n, int depth) const {
    std::string out;
    for (const graph::index operand : t_.expression_operands.subspan(n.a, n.b)) {
      if (!out.empty()) out += ", ";
      out += run(operand, depth);
    }
    return out;
  }

  [[nodiscard]] std::string macro(const graph::expression_node& n, std::string_view name,
                                  int depth) const {
    return fmt::format("{}.{}(x{}, {})", part(n.a, depth), name,
                       n.aux16 & ~unsigned{graph::two_variables}, run(n.b, depth));
  }

  const pack& rules_;
  const graph::table_views& t_;
};

}  // namespace

std::string expression_text(const pack& rules, graph::index expression) {
  if (expression == no_index) return {};
  return printer(rules).run(rules.tables().expressions[expression].root, 0);
}

}  // namespace parley::report
