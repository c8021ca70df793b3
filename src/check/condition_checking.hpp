// The state of checking one condition. Private to the condition_*.cpp files of this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/condition_checker.hpp"
#include "check/condition_codes.hpp"
#include "parley/facts/fact_schema.hpp"
#include "parley/money/currency.hpp"

namespace parley::check::detail {

using syntax::expression_index;
using syntax::expression_kind;
using syntax::expression_node;

/// A static type. `element` of a list or optional, `key` and `element` of a map are positions in
/// the checker's pool; `element` of a type is the type it is the value of, where that is known.
struct static_type {
  type_kind kind = type_kind::any;
  /// Of any: known only at run time. Else it is what an empty collection has, and goes with all.
  bool dynamic = false;
  std::uint32_t key = 0;
  std::uint32_t element = 0;
  std::uint32_t table = 0;               ///< of an object: line or shipping records
  currency_code currency = no_currency;  ///< of money, where it is known
};

/// What checking one node came to. A bad one was reported already.
struct checked {
  std::uint32_t node = no_index;
  static_type type;
  bool bad = false;
  std::uint64_t cost = 1;
  std::uint64_t size = 1;  ///< elements at worst, of a collection
  std::string longest;     ///< what decides the cost: the path of a collection
  /// The fact this is a plain reading of; of a bad one, the fact that was likely meant.
  const scope_fact* declared = nullptr;
};

/// A comprehension's or binding's name.
struct variable {
  std::string name;
  static_type type;
  std::uint16_t slot = 0;
  std::uint64_t size = 1;
};

/// Something has() has shown to exist: a fact, line attribute, or field of a variable.
struct guard {
  graph::op what = graph::op::fact;
  std::uint32_t row = 0;
  std::uint16_t slot = 0;
  friend bool operator==(const guard&, const guard&) = default;
};

struct signature;

class checker {
 public:
  checker(const syntax::condition& c, const condition_scope& scope, const condition_use& use,
          diagnostics& out);
  std::optional<typed_condition> run();

 private:
  // condition_checker.cpp
  /// Also optional values; `visit` refuses these.
  checked visit_any(expression_index i);
  checked visit_kind(expression_index i);
  checked visit(expression_index i);
  checked entry(checked item, expression_index at);
  checked literal(const expression_node& n);
  checked list(const expression_node& n);
  checked map(const expression_node& n);
  checked index(const expression_node& n);
  bool indexable(const static_type& target, const checked& key, const expression_node& n);
  void expect_result(checked& result);

  // condition_names.cpp
  checked path(expression_index i, bool asks);
  checked global(const std::vector<std::string>& words, bool absolute, const expression_node& n,
                 bool asks, std::size_t& used);
  checked builtin(std::string_view full, const expression_node& n, bool asks, bool& known);
  checked fact(std::uint32_t row, const expression_node& n, bool asks);
  checked line_attribute(std::uint32_t row, const expression_node& n, bool asks);
  checked selector(std::uint32_t row, std::string_view field, const expression_node& n);
  checked field(const checked& target, std::string_view name, const expression_node& n, bool asks);
  checked unknown_name(std::string_view full, const expression_node& n);
  std::optional<std::vector<std::string>> words_of(expression_index i,
                                                   bool optional_end = false) const;
  [[nodiscard]] std::uint16_t record_of(const checked& record) const;
  void need_guard(const guard& g, const scope_fact& declared, std::string_view shown,
                  const expression_node& n);

  // condition_operators.cpp
  // What visits operands does nothing else: these frames stand on each other, as deep as operators
  // do.
  checked operation(const expression_node& n);
  checked opposite(const expression_node& n);
  checked junction(const expression_node& n, bool is_and);
  checked conditional(const expression_node& n);
  void expect_test(checked& test, expression_index at);
  checked chosen(const expression_node& n, const checked& test, checked& yes, checked& no);
  checked comparison(const expression_node& n, graph::comparison_op how);
  checked compared(const expression_node& n, graph::comparison_op how, checked& a, checked& b);
  checked arithmetic(const expression_node& n, graph::op op);
  checked computed(const expression_node& n, graph::op op, checked& a, checked& b);
  checked negation(const expression_node& n);
  checked membership(const expression_node& n);
  void check_one_of(const checked& fact_side, const checked& text_side, expression_index text_at);
  void check_elements(const checked& fact_side, const checked& list,
                      const expression_node& written);
  bool read_as_money(checked& number_side, const static_type& money);
  bool comparable(const static_type& a, const static_type& b) const;
  std::vector<guard> guards_when(std::uint32_t node, bool truth) const;

  // condition_functions.cpp
  checked call(const expression_node& n, bool method);
  /// The function's name, its first argument among the operands, and whether that is a receiver.
  struct written_call {
    std::string name;
    std::uint32_t first = 0;
    bool method = false;
  };
  checked called(const expression_node& n, const written_call& how, const signature& known,
                 std::vector<checked>& arguments, bool failed);
  checked unknown_function(const std::string& name, const expression_node& n, bool method);
  [[nodiscard]] std::string library_call(const expression_node& n) const;
  bool result_type(const signature& s, std::vector<checked>& arguments, const expression_node& n,
                   static_type& type);
  checked costed(checked made, graph::function f, const std::vector<checked>& arguments,
                 expression_index first, const expression_node& n);
  checked sorting(const expression_node& n);

  // condition_constants.cpp
  bool check_constants(graph::function f, const std::vector<checked>& arguments,
                       const expression_node& n, std::uint32_t first, static_type& type);
  checked format_arguments(expression_index at);
  bool check_format(const typed_node& text, const typed_node& list, const expression_node& n);
  checked conversion_of_constant(const expression_node& n, const checked& made,
                                 expression_index argument);
  void note_zones(const checked& zone, expression_index at);
  bool check_patterns(const checked& pattern, expression_index at);
  [[nodiscard]] const scope_fact* fact_read(const typed_node& n) const;
  [[nodiscard]] std::vector<std::uint32_t> choices_of(std::uint32_t node) const;

  // condition_macros.cpp
  std::optional<checked> macro(const expression_node& n);
  checked comprehension(const expression_node& n, graph::op op);
  checked binding(const expression_node& n);

  // condition_blocks.cpp
  std::optional<checked> block(const expression_node& n);
  [[nodiscard]] std::string numbered_name(const expression_node& n) const;

  // condition_optionals.cpp
  std::optional<checked> optional_method(const expression_node& n);
  checked optional_select(expression_index i);
  checked optional_field(const checked& target, std::string_view name, const expression_node& n);
  checked record_field(const checked& record, std::string_view name, const expression_node& n);
  checked optional_index(const checked& target, const checked& key, const expression_node& n);
  checked optional_made(const expression_node& n);
  checked optional_mapped(const checked& target, const expression_node& n);
  checked optional_or(const checked& target, const expression_node& n);
  checked maybe(const checked& asked, const checked& value);
  checked wrapped(const checked& value);
  checked none();
  static_type type_of_type(const static_type& t);
  static_type optional_of(const static_type& content);
  checked failing();

  // shared
  checked make(graph::op op, const static_type& type, const std::vector<checked>& operands,
               std::uint16_t detail = 0, std::uint32_t reference = 0);
  checked constant(const value& v);
  checked constant_text(std::string text, bool bytes = false);
  checked bad() { return {no_index, {}, true, 1, 1, {}, nullptr}; }
  checked error(const code_info& code, expression_index at, std::string message,
                std::string help = {});
  checked error(const code_info& code, const expression_node& at, std::string message,
                std::string help = {});
  [[nodiscard]] expression_index operand(const expression_node& n, std::uint32_t k) const {
    return c_.operands[n.first + k];
  }
  /// Whether an element or key stands behind a `?`.
  [[nodiscard]] bool is_marked(expression_index i) const {
    return node(i).kind == expression_kind::call && node(i).text == syntax::optional_entry;
  }
  [[nodiscard]] const expression_node& node(expression_index i) const { return c_.nodes[i]; }
  std::uint32_t pooled(const static_type& t);
  static_type list_of(const static_type& element);
  static_type simple(type_kind kind) const;
  static_type type_of(const scope_fact& f);
  [[nodiscard]] std::string shown(const static_type& t) const;
  [[nodiscard]] std::string source(expression_index i) const;
  [[nodiscard]] bool is_constant(const checked& c) const;
  [[nodiscard]] bool standard() const { return scope_.dialect == dialect::standard; }
  static static_type dynamic() { return {type_kind::any, true, 0, 0, 0, no_currency}; }
  /// Whether a type may be another at run time, so that nothing can be refused yet.
  [[nodiscard]] bool open(const static_type& t) const {
    return standard() && t.kind == type_kind::any;
  }
  /// The first of `count` slots for new variables; nothing, with an error, when there are none
  /// left.
  std::optional<std::uint16_t> enter(const expression_node& n, std::size_t count);
  /// The name that a macro gives a variable, or nothing.
  [[nodiscard]] std::string variable_name(expression_index i) const;
  static_type type_in(const std::vector<type_kind>& shape, std::size_t& at);

  /// The common type of two, any standing for everything; false when there is none.
  bool join(static_type& into, const static_type& other);
  bool join_same(static_type& into, const static_type& other);

  const syntax::condition& c_;
  const condition_scope& scope_;
  const condition_use& use_;
  diagnostics& out_;
  typed_condition made_;
  std::vector<static_type> pool_;
  std::vector<variable> variables_;
  std::vector<guard> guards_;
  currency_code currency_ = no_currency;
};

}  // namespace parley::check::detail
