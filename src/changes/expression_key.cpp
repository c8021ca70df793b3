#include "changes/expression_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "parley/base/sha256.hpp"
#include "parley/facts/value_compare.hpp"
#include "parley/graph/expression_op.hpp"

namespace parley::changes {

namespace {

using graph::op;

std::string hashed(std::string_view text) {
  const auto digest = sha256(std::as_bytes(std::span(text)));
  std::string out;
  for (const std::uint8_t byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

std::string operand_key(const pack& rules, const std::vector<std::string>& nodes,
                        graph::operand_kind kind, graph::index row) {
  const auto& t = rules.tables();
  using enum graph::operand_kind;
  switch (kind) {
    case none: return "-";
    case optional_node:
      if (row == no_index) return "-";
      return nodes[row];
    case node: return nodes[row];
    case constant: return constant_key(rules, row);
    case fact: return fmt::format("fact:{}", rules.text(t.facts[row].name));
    case line_fact: return fmt::format("line:{}", rules.text(t.line_facts[row].name));
    case selector: return fmt::format("selector:{}", rules.text(t.selectors[row].name));
    case first_operand:
    case operand_count: break;
  }
  return {};
}

/// The conjuncts (or disjuncts) of a condition, itself where it has none.
std::vector<graph::index> parts_of(const pack& rules, graph::index expression, op joint) {
  if (expression == no_index) return {};
  const auto& t = rules.tables();
  std::vector<graph::index> out;
  std::vector<graph::index> open = {t.expressions[expression].root};
  while (!open.empty()) {
    const graph::index at = open.back();
    open.pop_back();
    const graph::expression_node& n = t.expression_nodes[at];
    if (static_cast<op>(n.op) != joint) {
      out.push_back(at);
      continue;
    }
    for (const graph::index part : t.expression_operands.subspan(n.a, n.b)) open.push_back(part);
  }
  return out;
}

/// A comparison of something with a constant.
struct atom {
  std::string subject;
  graph::comparison_op how = graph::comparison_op::equal;
  value bound;
};

std::optional<atom> atom_of(const expression_keys& keys, graph::index node) {
  const pack& rules = keys.rules();
  const auto& t = rules.tables();
  const graph::expression_node& n = t.expression_nodes[node];
  atom out;
  out.how = static_cast<graph::comparison_op>(n.aux16);
  switch (static_cast<op>(n.op)) {
    case op::compare_fact:
      out.subject = operand_key(rules, {}, graph::operand_kind::fact, n.a);
      out.bound = rules.schema().scalar(n.b);
      return out;
    case op::compare_line_fact:
      out.subject = operand_key(rules, {}, graph::operand_kind::line_fact, n.a);
      out.bound = rules.schema().scalar(n.b);
      return out;
    case op::compare: {
      const graph::expression_node& right = t.expression_nodes[n.b];
      if (static_cast<op>(right.op) != op::constant) return std::nullopt;
      out.subject = keys.of_node(n.a);
      out.bound = rules.schema().scalar(right.a);
      return out;
    }
    default: return std::nullopt;
  }
}

/// How one comparison with a constant compares with another of the same thing.
strength compare_atoms(const atom& before, const atom& after) {
  using graph::comparison_op;
  if (before.subject != after.subject) return strength::other;
  const auto order = order_of(after.bound, before.bound);
  if (!order || *order == std::partial_ordering::unordered) return strength::other;
  const auto upper = [](comparison_op how) {
    return how == comparison_op::less || how == comparison_op::at_most;
  };
  const auto lower = [](comparison_op how) {
    return how == comparison_op::greater || how == comparison_op::at_least;
  };
  const auto closed = [](comparison_op how) {
    return how == comparison_op::at_most || how == comparison_op::at_least;
  };
  const bool both_upper = upper(before.how) && upper(after.how);
  if (!both_upper && !(lower(before.how) && lower(after.how))) return strength::other;
  if (*order == 0) {
    if (before.how == after.how) return strength::equal;
    return closed(after.how) ? strength::weaker : strength::stronger;
  }
  return (*order > 0) == both_upper ? strength::weaker : strength::stronger;
}

/// Compares two lists of parts that stand for "all of them", or for "any of them". What both have
/// is left out; what is left has to pair up by the same comparison in one direction.
strength compare_lists(const expression_keys& before, std::vector<graph::index> b,
                       const expression_keys& after, std::vector<graph::index> a, bool any) {
  for (std::size_t i = b.size(); i-- > 0;) {
    const auto same = std::find_if(a.begin(), a.end(), [&](graph::index node) {
      return after.of_node(node) == before.of_node(b[i]);
    });
    if (same == a.end()) continue;
    a.erase(same);
    b.erase(b.begin() + static_cast<std::ptrdiff_t>(i));
  }
  bool weaker = false;
  bool stronger = false;
  for (std::size_t i = b.size(); i-- > 0;) {
    const auto left = atom_of(before, b[i]);
    if (!left) continue;
    for (std::size_t k = a.size(); k-- > 0;) {
      const auto right = atom_of(after, a[k]);
      if (!right) continue;
      const strength s = compare_atoms(*left, *right);
      if (s == strength::other) continue;
      weaker = weaker || s == strength::weaker;
      stronger = stronger || s == strength::stronger;
      b.erase(b.begin() + static_cast<std::ptrdiff_t>(i));
      a.erase(a.begin() + static_cast<std::ptrdiff_t>(k));
      break;
    }
  }
  // Demands that are gone, or further ways to meet them.
  weaker = weaker || !(any ? a : b).empty();
  stronger = stronger || !(any ? b : a).empty();
  if (weaker && stronger) return strength::other;
  return weaker ? strength::weaker : stronger ? strength::stronger : strength::equal;
}

}  // namespace

std::string constant_key(const pack& rules, graph::index row) {
  const constant& c = rules.tables().constants[row];
  switch (c.kind) {
    case type_kind::string:
    case type_kind::bytes: {
      const std::string_view text = rules.schema().scalar(c).as_text();
      return fmt::format("{}:{}:{}", static_cast<int>(c.kind), text.size(), text);
    }
    case type_kind::list:
    case type_kind::map: {
      std::string out = fmt::format("{}[", static_cast<int>(c.kind));
      for (std::uint64_t i = 0; i < c.high; ++i) {
        out += constant_key(rules, static_cast<graph::index>(c.low + i)) + ',';
      }
      return out + ']';
    }
    case type_kind::decimal:
    case type_kind::percent:
    case type_kind::money:
      return fmt::format("{}:{}:{}", static_cast<int>(c.kind), c.currency,
                         rules.schema().scalar(c).as_decimal().reduced().text());
    default: return fmt::format("{}:{}:{}:{}", static_cast<int>(c.kind), c.extra, c.low, c.high);
  }
}

expression_keys::expression_keys(const pack& rules) : rules_(rules) {
  const auto& t = rules.tables();
  nodes_.reserve(t.expression_nodes.size());
  for (const graph::expression_node& n : t.expression_nodes) {
    const auto which = static_cast<op>(n.op);
    const graph::operand_shape shape = graph::shape_of(which);
    std::string text = fmt::format("{}/{}", static_cast<int>(n.op), n.aux16);
    if (shape.a == graph::operand_kind::first_operand) {
      std::vector<std::string_view> parts;
      for (const graph::index part : t.expression_operands.subspan(n.a, n.b)) {
        parts.push_back(nodes_[part]);
      }
      if (which == op::logical_and || which == op::logical_or) {
        std::sort(parts.begin(), parts.end());
        parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
      }
      for (const std::string_view part : parts) text += fmt::format("|{}", part);
    } else {
      text += fmt::format("|{}|{}|{}", operand_key(rules, nodes_, shape.a, n.a),
                          operand_key(rules, nodes_, shape.b, n.b),
                          operand_key(rules, nodes_, shape.c, n.c));
    }
    nodes_.push_back(hashed(text));
  }
}

std::string_view expression_keys::of(graph::index expression) const {
  if (expression == no_index) return "true";
  return nodes_[rules_.tables().expressions[expression].root];
}

strength compare_conditions(const expression_keys& before, graph::index before_row,
                            const expression_keys& after, graph::index after_row) {
  if (before.of(before_row) == after.of(after_row)) return strength::equal;
  if (before_row == no_index) return strength::stronger;
  if (after_row == no_index) return strength::weaker;
  const auto is_or = [](const expression_keys& keys, graph::index row) {
    const auto& t = keys.rules().tables();
    return static_cast<op>(t.expression_nodes[t.expressions[row].root].op) == op::logical_or;
  };
  const bool any = is_or(before, before_row) || is_or(after, after_row);
  const op joint = any ? op::logical_or : op::logical_and;
  return compare_lists(before, parts_of(before.rules(), before_row, joint), after,
                       parts_of(after.rules(), after_row, joint), any);
}

}  // namespace parley::changes
