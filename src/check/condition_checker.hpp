// Conditions with every name resolved and every type known. Only the emitter reads the result.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "parley/facts/type.hpp"
#include "parley/facts/value.hpp"
#include "parley/graph/expression_op.hpp"
#include "syntax/condition_ast.hpp"

namespace parley::check {

/// A declared fact or line attribute, as far as conditions care.
struct scope_fact {
  std::string name;  ///< "customer.tier"; line attributes without "line."
  type_kind type = type_kind::string;
  type_kind element = type_kind::null;  ///< of a list, or of the values of a map (keys are strings)
  std::vector<std::string> one_of;      ///< of strings only
  bool optional = false;                ///< may be absent, so readers must guard
  bool has_default = false;
  std::uint32_t max_size = 0;  ///< elements of a collection; 0: caps::collection_default
};

/// What the conditions of a pack may name. Built once for a pack; positions are rows of the graph.
struct condition_scope {
  std::vector<scope_fact> facts;  ///< sorted by name: entry i is row i of the graph's facts
  std::vector<scope_fact>
      line_facts;  ///< built_in_line_facts() first: entry i is row i of line_facts
  std::vector<std::string> selectors;       ///< entry i is row i of the graph's selectors
  std::string currency;                     ///< "USD"
  std::vector<std::string_view> mentioned;  ///< facts whose declarations are broken, for help
};

/// id, sku, qty, price, cost, category, tags, tax_rate, in the order of parley::line_attribute.
[[nodiscard]] std::vector<scope_fact> built_in_line_facts();

/// What an expression is for: what it must come to and what it may read.
struct condition_use {
  enum class expect : std::uint8_t {
    boolean,          ///< a condition
    money_or_number,  ///< the bound of a limit
    money,            ///< a price; a number literal reads as money
    any,              ///< whatever it is (tests, tools)
  } expected = expect::boolean;
  bool line = false;      ///< `line.*`: selectors, limits per unit or line
  bool so_far = false;    ///< `so_far.*`: offers of the order and shipping stages
  bool selectors = true;  ///< `SELECTOR.subtotal`; not inside selectors themselves
  bool intent = true;
  /// Optional facts and line attributes that are there whenever this is computed, because another
  /// condition has asked has() before: they need no guard.
  std::vector<std::uint32_t> present_facts, present_line_facts;
};

/// One resolved operation. Operands stand before their user.
struct typed_node {
  graph::op op = graph::op::constant;
  type_kind type = type_kind::null;
  std::uint16_t detail = 0;     ///< goes into expression_node::aux16
  std::uint32_t reference = 0;  ///< row of a fact, line attribute or selector
  std::uint32_t first = 0;      ///< operands in typed_condition::operands
  std::uint32_t count = 0;
  parley::value constant;  ///< of a constant that isn't text
  std::string text;        ///< of a string or bytes constant
};

/// A time zone that an expression names, or may name by a fact that is `one_of` some texts.
struct zone_use {
  std::string name;
  span at;
  std::string fact;  ///< empty: the name is written there
};

/// A checked expression: flat, resolved, macros expanded.
struct typed_condition {
  std::vector<typed_node> nodes;
  std::vector<std::uint32_t> operands;
  std::vector<zone_use> zones;       ///< in the order they were met, perhaps with duplicates
  type_kind type = type_kind::null;  ///< what it comes to
  std::uint64_t cost = 0;            ///< steps at worst

  [[nodiscard]] std::uint32_t root() const { return static_cast<std::uint32_t>(nodes.size() - 1); }
};

/// Resolves names, checks types, guards and cost. Nothing when there was an error; `out` has all of
/// them. Thread-safe.
[[nodiscard]] std::optional<typed_condition> check_condition(const syntax::condition& c,
                                                             const condition_scope& scope,
                                                             const condition_use& use,
                                                             diagnostics& out);

}  // namespace parley::check
