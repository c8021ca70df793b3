// How much of a pack's conditions is shared, for people who look at what was compiled.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "parley/graph/expression_op.hpp"
#include "parley/graph/pack.hpp"

namespace parley::graph {

struct expression_counts {
  std::uint64_t expressions = 0;  ///< different ones
  std::uint64_t operations = 0;   ///< nodes of the graph
  std::uint64_t unshared = 0;     ///< nodes if every expression had a tree of its own
  std::uint64_t atoms = 0;        ///< comparisons of one fact with a constant
};

/// Precondition: the tables are verified, so operands stand before their users.
[[nodiscard]] inline expression_counts count_expressions(const table_views& t) {
  constexpr std::uint64_t most = std::uint64_t{1} << 48;
  expression_counts made;
  made.expressions = t.expressions.size();
  made.operations = t.expression_nodes.size();
  std::vector<std::uint64_t> below(t.expression_nodes.size(), 1);
  for (std::size_t i = 0; i < t.expression_nodes.size(); ++i) {
    const expression_node& n = t.expression_nodes[i];
    const auto which = static_cast<op>(n.op);
    made.atoms += which == op::compare_fact || which == op::compare_line_fact ? 1 : 0;
    const operand_shape shape = shape_of(which);
    const auto add = [&](index operand) { below[i] = std::min(below[i] + below[operand], most); };
    if (shape.a == operand_kind::first_operand) {
      for (const index operand : t.expression_operands.subspan(n.a, n.b)) add(operand);
    }
    if (shape.a == operand_kind::node) add(n.a);
    if (shape.b == operand_kind::node) add(n.b);
    const bool third = shape.c == operand_kind::node || shape.c == operand_kind::optional_node;
    if (third && n.c != no_index) add(n.c);
  }
  for (const expression_row& row : t.expressions)
    made.unshared = std::min(made.unshared + below[row.root], most);
  return made;
}

}  // namespace parley::graph
