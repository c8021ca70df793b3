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

/// Which of two languages a tree is checked as. They share parser, operations and evaluator.
///
/// `standard` is CEL as its specification has it, for measuring how much of it is right
/// (scripts/conformance.sh): doubles, `dyn`, lists and maps of mixed types, null beside anything,
/// containers, no cart. What is known only at run time has the static type `any`, and there a
/// mismatch is an error value. Its results never enter the image of a pack.
///
/// How a test runs standard expressions: fill a condition_scope with `dialect`, `container` and one
/// scope_fact per variable (sorted by name, `shape` for nested types; type any for a variable
/// without a declaration); `check_condition` with expect::any; give a compile::graph_builder one
/// fact_row per scope_fact, in the same order (its type may be any), and `built_in_line_facts()`;
/// `expression_emitter::emit`; `seal`; graph::verify(tables, true); then bind the variables with
/// `fact_set::set` (values of any kind; arrays for lists and maps belong to the caller) and ask the
/// evaluator. tests/support/conditions.hpp does all of this.
enum class dialect : std::uint8_t {
  exact,     ///< packs: decimals, money, every type known
  standard,  ///< CEL with doubles
};

/// A declared fact or line attribute, as far as conditions care.
struct scope_fact {
  std::string name;  ///< "customer.tier"; line attributes without "line."
  type_kind type = type_kind::string;
  type_kind element = type_kind::null;  ///< of a list, or of the values of a map (keys are strings)
  std::vector<std::string> one_of;      ///< of strings only
  bool optional = false;                ///< may be absent, so readers must guard
  bool has_default = false;
  std::uint32_t max_size = 0;  ///< elements of a collection; 0: caps::collection_default
  /// The whole type where `type` and `element` can't say it, each kind before those inside it:
  /// {map, string, list, any} is map(string, list(dyn)). Only of the standard dialect.
  std::vector<type_kind> shape;
};

/// What the conditions of a pack may name. Built once for a pack; positions are rows of the graph.
struct condition_scope {
  std::vector<scope_fact> facts;  ///< sorted by name: entry i is row i of the graph's facts
  std::vector<scope_fact>
      line_facts;  ///< built_in_line_facts() first: entry i is row i of line_facts
  std::vector<std::string> selectors;       ///< entry i is row i of the graph's selectors
  std::string currency;                     ///< "USD"
  std::vector<std::string_view> mentioned;  ///< facts whose declarations are broken, for help
  check::dialect dialect = dialect::exact;
  std::string container;  ///< "a.b": where names are looked up first; of the standard dialect
  /// Leaves types and names to run time, where what is wrong is an error value; of the standard
  /// dialect.
  bool unchecked = false;
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

/// `typed_node::detail` of `&&` and `||` whose operands may have types that they don't take.
inline constexpr std::uint16_t mixed_operands = 1;

/// One resolved operation. Operands stand before their user.
struct typed_node {
  graph::op op = graph::op::constant;
  type_kind type = type_kind::null;
  std::uint16_t detail = 0;     ///< goes into expression_node::aux16
  std::uint32_t reference = 0;  ///< row of a fact, line attribute or selector
  std::uint32_t first = 0;      ///< operands in typed_condition::operands
  std::uint32_t count = 0;
  parley::value constant;    ///< of a constant that isn't text
  std::string text;          ///< of a string or bytes constant
  std::uint32_t offset = 0;  ///< where it is written, in the condition's text
  std::uint32_t length = 0;  ///< 0: nowhere
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
  std::vector<span> open_zones;      ///< arguments that may name any zone at run time
  type_kind type = type_kind::null;  ///< what it comes to
  std::uint64_t cost = 0;            ///< steps at worst
  std::string type_text;             ///< the type in full: "list(map(string, dyn))"
  std::string source;                ///< the condition as written
  span at;                           ///< in the file
  bool exact = false;                ///< byte i of `source` stands at byte `at.offset + i`

  [[nodiscard]] std::uint32_t root() const { return static_cast<std::uint32_t>(nodes.size() - 1); }
  [[nodiscard]] span place_of(const typed_node& n) const {
    return exact && n.length != 0 ? at.part(n.offset, n.length) : at;
  }
};

/// Resolves names, checks types, guards and cost. Nothing when there was an error; `out` has all of
/// them. Thread-safe.
[[nodiscard]] std::optional<typed_condition> check_condition(const syntax::condition& c,
                                                             const condition_scope& scope,
                                                             const condition_use& use,
                                                             diagnostics& out);

}  // namespace parley::check
