// Checked conditions -> rows of the shared expression graph.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "check/condition_checker.hpp"
#include "compile/graph_builder.hpp"

namespace parley::compile {

/// Puts the expressions of one pack into a graph: constants folded, equal sub-expressions stored
/// once, comparisons of one fact with a constant as operations of their own. Not thread-safe. Emit
/// the selectors and fill `builder.tables.selectors` before conditions that read selectors, so that
/// these know which line attributes they depend on.
class expression_emitter {
 public:
  explicit expression_emitter(graph_builder& builder) : builder_(builder) {}

  /// Appends what is new and returns the row in `expressions`; equal expressions share one row.
  std::uint32_t emit(const check::typed_condition& c);

  /// Drops the operations that folding left without a user. Nothing may be emitted after.
  void finish();

 private:
  using operand_list = std::vector<std::uint32_t>;

  std::uint32_t emit_node(const check::typed_node& n, const operand_list& operands);
  std::uint32_t share(graph::expression_node n, const operand_list& operands, type_kind type);
  std::uint32_t constant_node(const value& v);

  // expression_folding.cpp
  std::uint32_t comparison(graph::comparison_op how, std::uint32_t left, std::uint32_t right);
  std::uint32_t opposite(std::uint32_t node);
  [[nodiscard]] bool asks_for_false(const graph::expression_node& n) const;
  std::uint32_t junction(const check::typed_node& n, const operand_list& operands);
  std::uint32_t member(std::uint32_t item, std::uint32_t list);
  std::uint32_t fold(const check::typed_node& n, const operand_list& operands);
  std::uint32_t fold_text(const value& a, const value& b);
  std::uint32_t fold_conversion(const check::typed_node& n, const operand_list& operands);
  std::uint32_t fold_list(const check::typed_node& n, const operand_list& operands);
  [[nodiscard]] bool is_truth(std::uint32_t node) const;
  [[nodiscard]] bool constant_list(std::uint32_t node) const;

  std::uint32_t row_of(std::uint32_t root, type_kind type);
  [[nodiscard]] bool is_constant(std::uint32_t node) const;
  [[nodiscard]] value constant_at(std::uint32_t node) const;
  [[nodiscard]] graph::op op_at(std::uint32_t node) const {
    return static_cast<graph::op>(builder_.tables.expression_nodes[node].op);
  }
  [[nodiscard]] operand_list below(const graph::expression_node& n) const;

  graph_builder& builder_;
  std::unordered_map<std::string, std::uint32_t> nodes_;   // by content
  std::unordered_map<std::uint32_t, std::uint32_t> rows_;  // root -> row in expressions
  shared_runs fact_lists_;                                 // in fact_refs
  std::vector<std::uint64_t> free_slots_;  // of each node: variables from outside, as bits
  std::vector<type_kind> types_;           // of each node: what it comes to
  std::vector<std::uint32_t> seen_;        // of each node: the last walk that met it
  std::uint32_t stamp_ = 0;
};

}  // namespace parley::compile
