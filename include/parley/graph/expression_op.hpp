// The operations of the expression graph and what their operands mean.
#pragma once

#include <cstdint>

#include "parley/base/limits.hpp"

namespace parley::graph {

/// `a`, `b`, `c` and `aux16` of an expression_node by operation; see operand_shape for the same as
/// data. `aux` of every node is a set of expression_volatility.
enum class op : std::uint8_t {
  constant,       ///< a = constants row
  fact,           ///< a = facts row
  line_fact,      ///< a = line_facts row, of the current line
  has_fact,       ///< a = facts row
  has_line_fact,  ///< a = line_facts row, of the current line
  variable,       ///< aux16 = slot
  cart_subtotal,
  cart_quantity,
  cart_lines,     ///< list of line records
  cart_shipping,  ///< list of shipping records
  cart_currency,
  so_far,        ///< aux16 = so_far_field
  selector_sum,  ///< a = selectors row, aux16 = selector_field
  now,
  customer_key,
  has_customer_key,
  intent,
  line_field,          ///< a = node (line record), b = line_facts row
  has_line_field,      ///< likewise
  shipping_field,      ///< a = node (shipping record), aux16 = shipping_attribute
  has_shipping_field,  ///< likewise
  compare_fact,        ///< a = facts row, b = constants row, aux16 = comparison_op: an atom
  compare_line_fact,   ///< a = line_facts row, b = constants row, aux16 = comparison_op: an atom
  compare,             ///< a, b = nodes, aux16 = comparison_op
  logical_and,         ///< a = first in expression_operands, b = count
  logical_or,          ///< a = first in expression_operands, b = count
  logical_not,         ///< a = node
  conditional,         ///< a ? b : c
  add,                 ///< a, b = nodes, aux16 = number_rule, as of the next four
  subtract,
  multiply,
  divide,
  modulo,
  negate,     ///< a = node
  contains,   ///< a in b
  at,         ///< a[b], also field selection of a map
  has_key,    ///< b is a key of the map a
  make_list,  ///< a = first in expression_operands, b = count
  make_map,   ///< likewise, keys and values in turn
  all,        ///< a = range, b = body, aux16 = slot | two_variables
  exists,
  exists_one,
  map,  ///< c = filter or no_index
  filter,
  bind,      ///< a = value, b = body, aux16 = slot
  call,      ///< aux16 = function, a = first in expression_operands, b = count
  or_value,  ///< a = optional, b = what holds where it has no value
  or_other,  ///< likewise, b = another optional, and so is the result
  count_of_ops,
};

/// What a node's result depends on beyond the facts, so how long it may be remembered.
enum expression_volatility : std::uint8_t {
  volatile_line = 1,      ///< the current line
  volatile_so_far = 2,    ///< what earlier offers left
  volatile_variable = 4,  ///< a comprehension's variable from outside the node
};

/// In aux16 of comprehensions: the second variable stands in the next slot.
inline constexpr std::uint16_t two_variables = 0x8000;
/// Slots of the names that nested macros give. The last one is never the first of a pair.
inline constexpr std::uint16_t variable_slots = caps::macro_names + 1;

enum class comparison_op : std::uint16_t { equal, not_equal, less, at_most, greater, at_least };

/// The comparison with its sides changed: `5 < x` is `x > 5`.
constexpr comparison_op mirrored(comparison_op how) noexcept {
  switch (how) {
    case comparison_op::less: return comparison_op::greater;
    case comparison_op::at_most: return comparison_op::at_least;
    case comparison_op::greater: return comparison_op::less;
    case comparison_op::at_least: return comparison_op::at_most;
    default: return how;
  }
}

enum class so_far_field : std::uint16_t { subtotal, discount, shipping, total };
enum class selector_field : std::uint16_t { subtotal, quantity, lines };
enum class shipping_attribute : std::uint16_t { method, price, cost, tax_rate };

/// What arithmetic does with two numbers.
enum class number_rule : std::uint16_t {
  as_they_are,  ///< two of one integer type stay it, all else is decimal
  one_type,     ///< other types are an error, as in CEL's own dialect
  decimals,     ///< the expression has the type decimal, also where its operands happen to be whole
};

/// Tables of `value::object`.
inline constexpr std::uint32_t line_records = 0;
inline constexpr std::uint32_t shipping_records = 1;

/// Functions of op::call; receivers come first among the operands. A suffix says what is different
/// between forms of one name.
enum class function : std::uint16_t {
  size,
  // conversions
  to_int,
  to_uint,
  to_decimal,
  to_string,
  to_bytes,
  to_bool,
  to_timestamp,
  to_duration,
  to_money,
  to_percent,
  type_of,
  // text
  text_contains,
  starts_with,
  ends_with,
  matches,
  lower_ascii,
  upper_ascii,
  trim,
  substring,
  replace,
  split,
  join,
  index_of,
  last_index_of,
  char_at,
  reverse,
  quote,
  // time: timestamps take an optional zone
  get_full_year,
  get_month,
  get_date,
  get_day_of_month,
  get_day_of_week,
  get_day_of_year,
  get_hours,
  get_minutes,
  get_seconds,
  get_milliseconds,
  // numbers
  least,
  greatest,
  absolute,
  ceil,
  floor,
  round,
  trunc,
  sign,
  // lists
  slice,
  flatten,
  distinct,
  sort,
  range,
  first,
  last,
  amount_of,  ///< the number of a money value in major units
  currency_of,
  map_of_pairs,  ///< of a list of pairs
  // optional values
  optional_of,
  optional_of_non_zero,
  has_value,
  value_of,
  optional_at,        ///< of a list, map or optional: the element, if it is there
  list_of_optionals,  ///< of optionals: what they hold
  map_of_optionals,   ///< keys and optionals in turn: entries where there is a value
  map_of_maps,        ///< of a list of maps: all their entries
  // numbers
  is_nan,
  is_inf,
  is_finite,
  square_root,
  bit_or,
  bit_and,
  bit_xor,
  bit_not,
  bit_shift_left,
  bit_shift_right,
  // text and bytes
  format,
  base64_encode,
  base64_decode,
  // lists
  sort_pairs,  ///< the second of each [key, element], by the first
  set_contains,
  set_equivalent,
  set_intersects,
  // CEL's own dialect; an image has none of these
  to_real,
  real_square_root,
  count_of_functions,
};

/// Functions that only CEL's own dialect has.
[[nodiscard]] constexpr bool makes_reals(function f) noexcept {
  return f >= function::to_real;
}

/// What one of `a`, `b`, `c` refers to.
enum class operand_kind : std::uint8_t {
  none,
  node,
  optional_node,
  constant,
  fact,
  line_fact,
  selector,
  first_operand,
  operand_count
};

struct operand_shape {
  operand_kind a = operand_kind::none;
  operand_kind b = operand_kind::none;
  operand_kind c = operand_kind::none;
  std::uint32_t aux16_end = 1;  ///< aux16 is below this (without two_variables)
};

/// The shape of an operation: verifiers, dumps and rewrites go by it.
[[nodiscard]] constexpr operand_shape shape_of(op which) noexcept {
  using enum operand_kind;
  switch (which) {
    case op::constant: return {constant};
    case op::fact:
    case op::has_fact: return {fact};
    case op::line_fact:
    case op::has_line_fact: return {line_fact};
    case op::variable: return {none, none, none, variable_slots};
    case op::so_far: return {none, none, none, 4};
    case op::selector_sum: return {selector, none, none, 3};
    case op::line_field:
    case op::has_line_field: return {node, line_fact};
    case op::shipping_field:
    case op::has_shipping_field: return {node, none, none, 4};
    case op::compare_fact: return {fact, constant, none, 6};
    case op::compare_line_fact: return {line_fact, constant, none, 6};
    case op::compare: return {node, node, none, 6};
    case op::logical_and:
    case op::logical_or:
    case op::make_list:
    case op::make_map: return {first_operand, operand_count};
    case op::logical_not:
    case op::negate: return {node};
    case op::conditional: return {node, node, node};
    case op::add:
    case op::subtract:
    case op::multiply:
    case op::divide:
    case op::modulo: return {node, node, none, 3};
    case op::or_value:
    case op::or_other:
    case op::contains:
    case op::at:
    case op::has_key: return {node, node};
    case op::all:
    case op::exists:
    case op::exists_one:
    case op::filter:
    case op::bind: return {node, node, none, variable_slots - 1};
    case op::map: return {node, node, optional_node, variable_slots - 1};
    case op::call:
      return {first_operand, operand_count, none,
              static_cast<std::uint32_t>(function::count_of_functions)};
    default: return {};
  }
}

}  // namespace parley::graph
