// Conditions as trees: exactly what was written, macros unexpanded, names unresolved, types
// unknown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/source.hpp"
#include "parley/facts/value.hpp"

namespace parley::syntax {

using expression_index = std::uint32_t;

enum class expression_kind : std::uint8_t {
  literal,  ///< `literal_type`, `text` (numbers as written, strings decoded)
  name,     ///< `text`, perhaps with a leading dot
  select,   ///< operand . text; `optional` for `.?`
  has,    ///< has(operand.text): presence test of a select; without an operand has(text), of a name
  index,  ///< operand [ operand ]; `optional` for `[?`
  call,   ///< text(operands...): functions and operators ("_+_", "!_", "_?_:_", "@in" ...)
  method,  ///< operand.text(operands...): the receiver is the first operand; macros look like this
           ///< too
  list,    ///< [operands...]
  map,     ///< {key: value, ...}: alternating operands
};

/// The function of `?a` in `[?a]` and of `?k` in `{?k: a}`, with one operand.
inline constexpr std::string_view optional_entry = "?_";

struct expression_node {
  expression_kind kind = expression_kind::literal;
  type_kind literal_type = type_kind::null;  ///< null, boolean, integer, uinteger, decimal, money,
                                             ///< percent, string, bytes
  bool optional = false;
  std::string text;
  std::string currency;     ///< of a money literal
  std::uint32_t first = 0;  ///< operands in `condition::operands`
  std::uint32_t count = 0;
  std::uint32_t offset = 0;  ///< place in `condition::text`
  std::uint32_t length = 0;
};

/// One parsed expression. Nodes are stored operands first; the root is the last node.
struct condition {
  std::string text;
  span at;             ///< the text in the file
  bool exact = false;  ///< byte i of `text` stands at byte `at.offset + i`
  std::vector<expression_node> nodes;
  std::vector<expression_index> operands;

  [[nodiscard]] expression_index root() const {
    return static_cast<expression_index>(nodes.size() - 1);
  }
  [[nodiscard]] span place_of(const expression_node& n) const {
    return exact ? at.part(n.offset, n.length) : at;
  }
};

}  // namespace parley::syntax
