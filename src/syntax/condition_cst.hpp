// What the X3 grammar yields: operands and operators in a row, before precedence. Private to the
// parser.
#pragma once

#include <boost/range/iterator_range_core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "syntax/condition_ast.hpp"

namespace parley::syntax::detail {

enum class cst_kind : std::uint8_t {
  row,      ///< text: nothing or `?`, of an entry; parts: an operand, then tails
  tail,     ///< text: a binary operator, `?` or `:`; parts: one operand
  operand,  ///< text: unary operators; parts: a primary, then suffixes
  number,
  string,
  name,    ///< text; parts: nothing or arguments
  list,    ///< parts: rows
  map,     ///< parts: rows, each `key : value`
  group,   ///< parts: one row
  select,  ///< text: the field, perhaps after `?`; parts: nothing or arguments
  index,   ///< text: nothing or `?`; parts: one row
  arguments,
};

using slice = boost::iterator_range<const char*>;

struct cst {
  cst_kind kind = cst_kind::row;
  slice text;
  std::vector<cst> parts;
  const char* begin = nullptr;
  const char* end = nullptr;
};

/// Where the grammar gave up and what it wanted there; `wanted` is a rule's name.
struct grammar_failure {
  const char* at = nullptr;
  std::string wanted;
};

/// Precondition: `text` has passed `scan_condition`.
[[nodiscard]] std::optional<cst> parse_rows(std::string_view text, grammar_failure& failure);

/// Collects the nodes of a condition while its text is lowered.
class condition_builder {
 public:
  condition_builder(condition& c, diagnostics& out) : c_(c), out_(out) {}

  /// Lowers the whole text; false when something was wrong.
  bool build(const cst& root);

 private:
  struct row_cursor;

  expression_index row(const cst& whole);
  expression_index ternary(row_cursor& in);
  expression_index binary(row_cursor& in, int least);
  expression_index operand(const cst& item);
  expression_index primary(const cst& item, bool negative, std::uint32_t from);
  expression_index number(const cst& item, bool negative, std::uint32_t from);
  expression_index string(const cst& item);
  expression_index named(const cst& item);
  expression_index suffix(expression_index target, const cst& item, std::uint32_t from);
  expression_index map(const cst& item);
  expression_index marked(const cst& entry, expression_index made);
  std::vector<expression_index> rows(const std::vector<cst>& items);

  expression_index add(expression_node n, const std::vector<expression_index>& operands = {});
  expression_index call(std::string_view name, std::uint32_t from, std::uint32_t to,
                        const std::vector<expression_index>& operands);
  void error(const code_info& code, std::uint32_t from, std::uint32_t to, std::string message,
             std::string help = {});
  [[nodiscard]] std::uint32_t offset(const char* p) const {
    return static_cast<std::uint32_t>(p - c_.text.data());
  }

  condition& c_;
  diagnostics& out_;
  bool failed_ = false;
};

/// Brackets, strings, bytes and caps: all that must hold before the grammar may see the text.
[[nodiscard]] bool scan_condition(const condition& c, diagnostics& out);

/// A string or bytes literal as written (prefix and quotes included) -> its content. On failure
/// `bad_from` and `bad_to` delimit the wrong escape.
struct decoded_text {
  std::string content;
  bool bytes = false;
  bool ok = true;
  std::size_t bad_from = 0;
  std::size_t bad_to = 0;
};
[[nodiscard]] decoded_text decode_literal(std::string_view written);

/// Whether a word can't be a name.
[[nodiscard]] bool is_reserved(std::string_view word);

}  // namespace parley::syntax::detail
