// Verifying the expression graph of an image. Internal to verify.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/base/limits.hpp"
#include "parley/graph/expression_op.hpp"
#include "parley/graph/verify_primitives.hpp"

namespace parley::graph::detail {

/// What follows from a node and everything below it.
struct node_facts {
  std::uint16_t depth = 0;
  bool line = false;  // needs a current line
  bool so_far = false;
  bool selector = false;  // sums a selector, which evaluates that selector's condition
};

class expression_inspection {
 public:
  explicit expression_inspection(inspection& in) : in_(in), known_(in.t.expression_nodes.size()) {}

  bool run() {
    for (std::size_t i = 0; i < known_.size(); ++i) {
      if (!node(static_cast<index>(i))) return in_.fail("expression_nodes", i);
    }
    for (std::size_t i = 0; i < in_.t.expressions.size(); ++i) {
      if (!row(in_.t.expressions[i])) return in_.fail("expressions", i);
    }
    // Summing a selector evaluates its condition, which therefore sums no selector itself.
    for (std::size_t i = 0; i < in_.t.selectors.size(); ++i) {
      const index when = in_.t.selectors[i].when;
      if (when >= in_.t.expressions.size() || known_[in_.t.expressions[when].root].selector) {
        return in_.fail("selectors", i);
      }
    }
    return true;
  }

 private:
  bool node(index which) {
    const expression_node& n = in_.t.expression_nodes[which];
    if (n.op >= static_cast<std::uint8_t>(op::count_of_ops)) return false;
    if (n.aux > (volatile_line | volatile_so_far | volatile_variable)) return false;
    const auto operation = static_cast<op>(n.op);
    const operand_shape shape = shape_of(operation);
    const bool comprehension = operation >= op::all && operation <= op::bind;
    const std::uint32_t detail =
        comprehension ? n.aux16 & ~std::uint32_t{two_variables} : std::uint32_t{n.aux16};
    if (detail >= shape.aux16_end) return false;
    if (operation == op::make_map && n.b % 2 != 0) return false;
    const bool calculates = operation >= op::add && operation <= op::modulo;
    const bool foreign =
        operation == op::call
            ? makes_reals(static_cast<function>(n.aux16))
            : calculates && detail == static_cast<std::uint32_t>(number_rule::one_type);
    if (foreign && !in_.doubles) return false;

    node_facts& facts = known_[which];
    facts.line = operation == op::line_fact || operation == op::has_line_fact ||
                 operation == op::compare_line_fact;
    facts.so_far = operation == op::so_far;
    facts.selector = operation == op::selector_sum;
    if (!operand(which, shape.a, n.a, n.b, facts) || !operand(which, shape.b, n.b, n.b, facts) ||
        !operand(which, shape.c, n.c, n.b, facts)) {
      return false;
    }
    if (++facts.depth > caps::expression_nodes) return false;
    // A result that is remembered for longer than it holds would be wrong on the next line.
    return (!facts.line || (n.aux & volatile_line) != 0) &&
           (!facts.so_far || (n.aux & volatile_so_far) != 0);
  }

  bool operand(index user, operand_kind kind, index which, index count, node_facts& facts) {
    switch (kind) {
      case operand_kind::none: return true;
      case operand_kind::optional_node:
        return which == no_index || operand(user, operand_kind::node, which, count, facts);
      case operand_kind::node: {
        if (which >= user) return false;
        const node_facts& below = known_[which];
        facts.depth = std::max(facts.depth, below.depth);
        facts.line = facts.line || below.line;
        facts.so_far = facts.so_far || below.so_far;
        facts.selector = facts.selector || below.selector;
        return true;
      }
      case operand_kind::constant: return in_.row(which, in_.t.constants);
      case operand_kind::fact: return in_.row(which, in_.t.facts);
      case operand_kind::line_fact: return in_.row(which, in_.t.line_facts);
      case operand_kind::selector: return in_.row(which, in_.t.selectors);
      case operand_kind::first_operand: {
        if (!in_.rows({which, count}, in_.t.expression_operands) || !in_.visit(count)) return false;
        for (const index below : in_.t.expression_operands.subspan(which, count)) {
          if (!operand(user, operand_kind::node, below, 0, facts)) return false;
        }
        return true;
      }
      case operand_kind::operand_count: return true;
    }
    return false;
  }

  bool row(const expression_row& e) {
    constexpr std::uint32_t all_reads =
        reads_line | reads_cart | reads_so_far | reads_now | reads_customer_key | reads_intent;
    if (e.root >= known_.size() || !in_.one_of(e.type, type_kind::optional) ||
        (e.type == type_kind::real && !in_.doubles) || !in_.blank(e.unused) ||
        e.reads > all_reads) {
      return false;
    }
    if (!in_.refs(e.facts, in_.t.fact_refs, in_.t.facts, true) ||
        !in_.refs(e.line_facts, in_.t.fact_refs, in_.t.line_facts, true)) {
      return false;
    }
    const node_facts& root = known_[e.root];
    return (!root.line || (e.reads & reads_line) != 0) &&
           (!root.so_far || (e.reads & reads_so_far) != 0);
  }

  inspection& in_;
  std::vector<node_facts> known_;
};

inline bool verify_expressions(inspection& in) {
  return expression_inspection(in).run();
}

}  // namespace parley::graph::detail
