// What conditions read, each cut into the cells that no comparison of the pack tells apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/cells.hpp"
#include "check/checked_pack.hpp"
#include "parley/facts/value.hpp"

namespace parley::analysis {

enum class axis_kind : std::uint8_t {
  fact,          ///< the value of a fact
  present,       ///< has() of a fact
  line_fact,     ///< an attribute of the current line
  line_present,  ///< has() of one
  subtotal,
  quantity,
  selector_subtotal,
  selector_quantity,
  customer_key,
  intent,
  now,
  term,  ///< anything else that is compared, taken as a value of its own
};

/// Cell 2i+1 is the i-th point, cell 2i what lies before it, the last cell what lies behind all.
struct axis {
  axis_kind what = axis_kind::term;
  std::uint32_t row = no_index;  ///< of the fact, line attribute or selector
  type_kind type = type_kind::boolean;
  bool discrete = false;  ///< only multiples of 10^-digits occur
  int digits = 0;
  std::optional<value> minimum, maximum;
  bool only_points = false;  ///< nothing but the points in `one_of` occurs
  std::vector<value> one_of;
  std::vector<value> points;  ///< ascending, once `axis_table::settle` ran
  cell_set full;              ///< the cells in which a value can lie
};

/// A boolean expression over comparisons of one axis with constants.
struct formula_node {
  enum class kind : std::uint8_t { constant, atom, all, any, negation, choice } what = kind::atom;
  bool truth = false;  ///< of a constant
  graph::comparison_op how = graph::comparison_op::equal;
  std::uint32_t axis = 0;
  std::uint32_t first = 0;  ///< operands, or of an atom the values it is compared with
  std::uint32_t count = 0;
  std::uint32_t node = 0;  ///< in the typed condition
};

struct formula {
  std::vector<formula_node> nodes;  ///< operands first; the root is the last
  std::vector<std::uint32_t> operands;
  std::vector<value> values;
};

/// All axes of a pack. First `read` every condition, then `settle`, then ask.
class axis_table {
 public:
  explicit axis_table(const check::checked_pack& pack);

  [[nodiscard]] formula read(const check::typed_condition& c);
  /// The axis of a fact or line attribute, read or not. Before `settle`.
  std::uint32_t fact_axis(bool line, std::uint32_t row);
  void settle();

  [[nodiscard]] const std::vector<axis>& all() const noexcept { return axes_; }
  [[nodiscard]] const axis& operator[](std::uint32_t i) const noexcept { return axes_[i]; }
  /// The cells in which `how` one of `values` holds.
  [[nodiscard]] cell_set cells_of(const formula& f, const formula_node& atom) const;
  /// The axis of this kind and row, if any condition reads it.
  [[nodiscard]] std::optional<std::uint32_t> find(axis_kind what, std::uint32_t row) const;
  /// A value in a cell, written as exactly as its type is; nothing where none comes to mind.
  [[nodiscard]] std::optional<value> value_in(const axis& a, std::uint32_t cell) const;

 private:
  std::uint32_t enter(axis a, std::string key);
  std::uint32_t axis_of(const check::typed_condition& c, std::uint32_t node);
  std::uint32_t node_of(const check::typed_condition& c, std::uint32_t node, formula& into);
  void atom(formula& into, std::uint32_t axis, graph::comparison_op how,
            const std::vector<value>& values, std::uint32_t node);
  bool same_truth(const check::typed_condition& c, std::uint32_t node, formula& into);
  bool compare(const check::typed_condition& c, std::uint32_t node, formula& into);
  bool membership(const check::typed_condition& c, std::uint32_t node, formula& into);
  [[nodiscard]] std::string key_of(const check::typed_condition& c, std::uint32_t node) const;
  [[nodiscard]] bool occurs(const axis& a, const value& v) const;
  [[nodiscard]] bool between(const axis& a, const value* low, const value* high) const;

  const check::checked_pack& pack_;
  std::vector<axis> axes_;
  std::unordered_map<std::string, std::uint32_t> by_key_;
  std::uint32_t readings_ = 0;  ///< conditions read so far
};

/// A constant of a condition as a value; its text lives in the condition.
[[nodiscard]] value constant_of(const check::typed_node& n);
[[nodiscard]] value value_of(const check::literal_value& l);
/// -1, 0 or 1; 2 where two values have no order.
[[nodiscard]] int order(const value& a, const value& b);

}  // namespace parley::analysis
