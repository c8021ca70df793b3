#include "analysis/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "parley/facts/line_attributes.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley::analysis {

namespace {

using check::typed_condition;
using check::typed_node;
using graph::comparison_op;
using graph::op;

bool holds(int order, comparison_op how) {
  switch (how) {
    case comparison_op::equal: return order == 0;
    case comparison_op::not_equal: return order != 0;
    case comparison_op::less: return order < 0;
    case comparison_op::at_most: return order <= 0;
    case comparison_op::greater: return order > 0;
    case comparison_op::at_least: return order >= 0;
  }
  return false;
}

/// Types whose values stand in one line, so that cells can be cut.
bool ordered(type_kind kind) {
  switch (kind) {
    case type_kind::boolean:
    case type_kind::integer:
    case type_kind::uinteger:
    case type_kind::decimal:
    case type_kind::money:
    case type_kind::percent:
    case type_kind::string:
    case type_kind::timestamp:
    case type_kind::duration: return true;
    default: return false;
  }
}

bool is_constant(const typed_node& n) {
  return n.op == op::constant && ordered(n.type);
}

}  // namespace

value constant_of(const typed_node& n) {
  return n.type == type_kind::string ? value::string(n.text) : n.constant;
}

value value_of(const check::literal_value& l) {
  return l.is_text ? value::string(l.text) : l.content;
}

int order(const value& a, const value& b) {
  const auto found = order_of(a, b);
  if (!found) return 2;
  return *found < 0 ? -1 : *found > 0 ? 1 : 0;
}

axis_table::axis_table(const check::checked_pack& pack) : pack_(pack) {}

std::string axis_table::key_of(const typed_condition& c, std::uint32_t at) const {
  const typed_node& n = c.nodes[at];
  std::string out = fmt::format("({} {} {} {}", static_cast<int>(n.op), static_cast<int>(n.type),
                                n.detail, n.reference);
  if (n.op == op::constant) {
    const value& v = n.constant;
    out += fmt::format(" {}:{} ", n.text.size(), n.text);
    switch (v.kind()) {
      case type_kind::boolean: out += v.as_bool() ? "t" : "f"; break;
      case type_kind::integer: out += fmt::format("i{}", v.as_int()); break;
      case type_kind::uinteger: out += fmt::format("u{}", v.as_uint()); break;
      case type_kind::decimal:
      case type_kind::money:
      case type_kind::percent: out += v.as_decimal().text() + std::to_string(v.currency()); break;
      case type_kind::timestamp:
        out += fmt::format("a{}.{}", v.as_timestamp().seconds, v.as_timestamp().nanos);
        break;
      case type_kind::duration:
        out += fmt::format("d{}.{}", v.as_duration().seconds, v.as_duration().nanos);
        break;
      default: break;
    }
  }
  // What earlier offers left is another amount for each condition that asks.
  if (n.op == op::so_far) out += fmt::format("#{}", readings_);
  for (std::uint32_t k = 0; k < n.count; ++k) out += key_of(c, c.operands[n.first + k]);
  return out + ")";
}

std::uint32_t axis_table::enter(axis a, std::string key) {
  const auto [at, fresh] =
      by_key_.try_emplace(std::move(key), static_cast<std::uint32_t>(axes_.size()));
  if (fresh) {
    if (a.minimum) a.points.push_back(*a.minimum);
    if (a.maximum) a.points.push_back(*a.maximum);
    a.points.insert(a.points.end(), a.one_of.begin(), a.one_of.end());
    if (a.type == type_kind::boolean) {
      a.only_points = true;
      a.points = a.one_of = {value::boolean(false), value::boolean(true)};
    }
    axes_.push_back(std::move(a));
  }
  return at->second;
}

std::uint32_t axis_table::fact_axis(bool line, std::uint32_t row) {
  const check::checked_fact& f = line ? pack_.line_facts[row] : pack_.facts[row];
  axis a;
  a.what = line ? axis_kind::line_fact : axis_kind::fact;
  a.row = row;
  a.type = f.type;
  a.discrete = f.type == type_kind::integer || f.type == type_kind::uinteger;
  if (f.minimum) a.minimum = value_of(*f.minimum);
  if (f.maximum) a.maximum = value_of(*f.maximum);
  if (f.type == type_kind::uinteger && !a.minimum) a.minimum = value::uinteger(0);
  for (const check::literal_value& v : f.one_of) a.one_of.push_back(value_of(v));
  a.only_points = !a.one_of.empty();
  if (line && row == line_qty) a.minimum = value::integer(1);
  if (line && row == line_price) {
    a.minimum = value::money_minor(0, pack_.digits, pack_.currency);
    a.discrete = true;
    a.digits = pack_.digits;
  }
  // No facts file may say otherwise.
  if (line && row == line_cost) a.minimum = value::money_minor(0, pack_.digits, pack_.currency);
  if (line && row == line_tax_rate) {
    a.minimum = value::percent(decimal(0, 0));
    a.maximum = value::percent(decimal(1, 0));
  }
  return enter(std::move(a), fmt::format("{}{}", line ? "l" : "f", row));
}

std::uint32_t axis_table::axis_of(const typed_condition& c, std::uint32_t at) {
  const typed_node& n = c.nodes[at];
  axis a;
  a.row = n.reference;
  a.type = n.type;
  const auto money_from_zero = [&](axis_kind what) {
    a.what = what;
    a.type = type_kind::money;
    a.discrete = true;
    a.digits = pack_.digits;
    a.minimum = value::money_minor(0, pack_.digits, pack_.currency);
  };
  switch (n.op) {
    case op::fact: return fact_axis(false, n.reference);
    case op::line_fact: return fact_axis(true, n.reference);
    case op::has_fact:
      a.what = axis_kind::present;
      return enter(std::move(a), fmt::format("p{}", n.reference));
    case op::has_line_fact:
      a.what = axis_kind::line_present;
      return enter(std::move(a), fmt::format("q{}", n.reference));
    case op::cart_subtotal: money_from_zero(axis_kind::subtotal); return enter(std::move(a), "s");
    case op::cart_quantity:
      a.what = axis_kind::quantity;
      a.discrete = true;
      a.minimum = value::integer(0);
      return enter(std::move(a), "n");
    case op::selector_sum:
      if (n.detail == static_cast<std::uint16_t>(graph::selector_field::subtotal)) {
        money_from_zero(axis_kind::selector_subtotal);
        return enter(std::move(a), fmt::format("S{}", n.reference));
      }
      a.what = axis_kind::selector_quantity;
      a.discrete = true;
      a.minimum = value::integer(0);
      return enter(std::move(a), fmt::format("N{}", n.reference));
    case op::so_far:
      money_from_zero(axis_kind::term);
      return enter(std::move(a), fmt::format("o{}#{}", n.detail, readings_));
    case op::cart_currency:
      a.one_of = {value::string(name_of_currency(pack_.currency))};
      a.only_points = true;
      return enter(std::move(a), "c");
    case op::customer_key: a.what = axis_kind::customer_key; return enter(std::move(a), "k");
    case op::now: a.what = axis_kind::now; return enter(std::move(a), "t");
    case op::intent:
      a.what = axis_kind::intent;
      // An intent that no playbook has is refused before any rule is asked.
      for (const check::checked_playbook& p : pack_.playbooks)
        a.one_of.push_back(value::string(p.name));
      a.only_points = !a.one_of.empty();
      return enter(std::move(a), "i");
    default: break;
  }
  a.discrete = n.type == type_kind::integer || n.type == type_kind::uinteger;
  const bool size =
      n.op == op::call && n.detail == static_cast<std::uint16_t>(graph::function::size);
  if (size) a.minimum = value::integer(0);
  return enter(std::move(a), key_of(c, at));
}

void axis_table::atom(formula& into, std::uint32_t which, comparison_op how,
                      const std::vector<value>& values, std::uint32_t node) {
  formula_node made;
  made.axis = which;
  made.how = how;
  made.node = node;
  made.first = static_cast<std::uint32_t>(into.values.size());
  made.count = static_cast<std::uint32_t>(values.size());
  for (const value& v : values) {
    axes_[which].points.push_back(v);
    into.values.push_back(v);
  }
  into.nodes.push_back(made);
}

/// `(a < 3) == false` is the part itself, or its contrary.
bool axis_table::same_truth(const typed_condition& c, std::uint32_t at, formula& into) {
  const typed_node& n = c.nodes[at];
  const auto how = static_cast<comparison_op>(n.detail);
  if (how != comparison_op::equal && how != comparison_op::not_equal) return false;
  const std::uint32_t left = c.operands[n.first];
  const std::uint32_t right = c.operands[n.first + 1];
  const auto truth = [&](std::uint32_t k) {
    return c.nodes[k].op == op::constant && c.nodes[k].type == type_kind::boolean;
  };
  if (truth(left) == truth(right)) return false;
  const std::uint32_t part = truth(left) ? right : left;
  switch (c.nodes[part].op) {
    case op::logical_and:
    case op::logical_or:
    case op::logical_not:
    case op::conditional:
    case op::compare:
    case op::contains: break;
    default: return false;
  }
  const bool told = c.nodes[truth(left) ? left : right].constant.as_bool();
  const std::uint32_t operand = node_of(c, part, into);
  const bool contrary = told != (how == comparison_op::equal);
  formula_node made;
  made.what = contrary ? formula_node::kind::negation : formula_node::kind::all;
  made.node = at;
  made.first = static_cast<std::uint32_t>(into.operands.size());
  made.count = 1;
  into.operands.push_back(operand);
  into.nodes.push_back(made);
  return true;
}

bool axis_table::compare(const typed_condition& c, std::uint32_t at, formula& into) {
  const typed_node& n = c.nodes[at];
  const std::uint32_t left = c.operands[n.first];
  const std::uint32_t right = c.operands[n.first + 1];
  auto how = static_cast<comparison_op>(n.detail);
  const bool left_constant = is_constant(c.nodes[left]);
  const bool right_constant = is_constant(c.nodes[right]);
  if (left_constant && right_constant) {
    const int found = order(constant_of(c.nodes[left]), constant_of(c.nodes[right]));
    if (found == 2) return false;
    formula_node made;
    made.what = formula_node::kind::constant;
    made.truth = holds(found, how);
    made.node = at;
    into.nodes.push_back(made);
    return true;
  }
  if (left_constant || right_constant) {
    const std::uint32_t side = left_constant ? right : left;
    if (!ordered(c.nodes[side].type)) return false;
    const std::uint32_t which = axis_of(c, side);
    const value against = constant_of(c.nodes[left_constant ? left : right]);
    atom(into, which, left_constant ? mirrored(how) : how, {against}, at);
    return true;
  }
  // Two things that both vary: less, equal or greater, whatever they are.
  std::string a = key_of(c, left);
  std::string b = key_of(c, right);
  if (b < a) {
    std::swap(a, b);
    how = mirrored(how);
  }
  axis made;
  made.type = type_kind::integer;
  made.discrete = true;
  const bool same = a == b;
  made.minimum = value::integer(same ? 1 : 0);
  made.maximum = value::integer(same ? 1 : 2);
  const std::uint32_t which = enter(std::move(made), fmt::format("<{}{}", a, b));
  std::vector<value> values;
  for (int i = 0; i < 3; ++i) {
    if (holds(i - 1, how)) values.push_back(value::integer(i));
  }
  atom(into, which, comparison_op::equal, values, at);
  return true;
}

bool axis_table::membership(const typed_condition& c, std::uint32_t at, formula& into) {
  const typed_node& n = c.nodes[at];
  const std::uint32_t left = c.operands[n.first];
  const typed_node& list = c.nodes[c.operands[n.first + 1]];
  if (list.op != op::make_list || !ordered(c.nodes[left].type) || is_constant(c.nodes[left]))
    return false;
  std::vector<value> values;
  for (std::uint32_t k = 0; k < list.count; ++k) {
    const typed_node& item = c.nodes[c.operands[list.first + k]];
    if (!is_constant(item)) return false;
    values.push_back(constant_of(item));
  }
  const std::uint32_t which = axis_of(c, left);
  atom(into, which, comparison_op::equal, values, at);
  return true;
}

std::uint32_t axis_table::node_of(const typed_condition& c, std::uint32_t at, formula& into) {
  const typed_node& n = c.nodes[at];
  using kind = formula_node::kind;
  const auto last = [&] { return static_cast<std::uint32_t>(into.nodes.size() - 1); };
  const auto joined = [&](kind what) {
    std::vector<std::uint32_t> parts;
    for (std::uint32_t k = 0; k < n.count; ++k)
      parts.push_back(node_of(c, c.operands[n.first + k], into));
    formula_node made;
    made.what = what;
    made.node = at;
    made.first = static_cast<std::uint32_t>(into.operands.size());
    made.count = n.count;
    into.operands.insert(into.operands.end(), parts.begin(), parts.end());
    into.nodes.push_back(made);
    return last();
  };
  switch (n.op) {
    case op::logical_and: return joined(kind::all);
    case op::logical_or: return joined(kind::any);
    case op::logical_not: return joined(kind::negation);
    case op::conditional: return joined(kind::choice);
    case op::compare:
      if (same_truth(c, at, into) || compare(c, at, into)) return last();
      break;
    case op::contains:
      if (membership(c, at, into)) return last();
      break;
    case op::constant:
      if (n.type == type_kind::boolean) {
        formula_node made;
        made.what = kind::constant;
        made.truth = n.constant.as_bool();
        made.node = at;
        into.nodes.push_back(made);
        return last();
      }
      break;
    default: break;
  }
  const std::uint32_t which = axis_of(c, at);
  atom(into, which, comparison_op::equal, {value::boolean(true)}, at);
  return last();
}

formula axis_table::read(const typed_condition& c) {
  formula made;
  ++readings_;
  if (!c.nodes.empty()) node_of(c, c.root(), made);
  return made;
}

// --- cells ---------------------------------------------------------------------------------------

bool axis_table::occurs(const axis& a, const value& v) const {
  if (a.minimum && order(v, *a.minimum) == -1) return false;
  if (a.maximum && order(v, *a.maximum) == 1) return false;
  if (a.only_points) {
    return std::any_of(a.one_of.begin(), a.one_of.end(),
                       [&](const value& one) { return order(one, v) == 0; });
  }
  if (a.discrete && !number_of(v).scaled_exactly(a.digits)) {
    return number_of(v).scaled(a.digits, rounding_mode::down) == std::nullopt;
  }
  return true;
}

/// Whether a value can lie strictly between two points.
bool axis_table::between(const axis& a, const value* low, const value* high) const {
  if (a.only_points) return false;
  if (low == nullptr && high != nullptr && a.minimum && order(*high, *a.minimum) != 1) return false;
  if (high == nullptr && low != nullptr && a.maximum && order(*low, *a.maximum) != -1) return false;
  if (low != nullptr && a.maximum && order(*low, *a.maximum) != -1) return false;
  if (high != nullptr && a.minimum && order(*high, *a.minimum) != 1) return false;
  if (a.discrete && low != nullptr && high != nullptr) {
    const auto from = number_of(*low).scaled(a.digits, rounding_mode::floor);
    const auto to = number_of(*high).scaled(a.digits, rounding_mode::ceiling);
    if (from && to) return *to - *from > 1;
  }
  return true;
}

void axis_table::settle() {
  for (axis& a : axes_) {
    std::sort(a.points.begin(), a.points.end(),
              [](const value& x, const value& y) { return order(x, y) == -1; });
    a.points.erase(std::unique(a.points.begin(), a.points.end(),
                               [](const value& x, const value& y) { return order(x, y) == 0; }),
                   a.points.end());
    const auto count = static_cast<std::uint32_t>(a.points.size());
    for (std::uint32_t i = 0; i <= count; ++i) {
      const value* const low = i == 0 ? nullptr : &a.points[i - 1];
      const value* const high = i == count ? nullptr : &a.points[i];
      if (between(a, low, high)) a.full.append({2 * i, 2 * i});
      if (high != nullptr && occurs(a, *high)) a.full.append({2 * i + 1, 2 * i + 1});
    }
  }
}

cell_set axis_table::cells_of(const formula& f, const formula_node& n) const {
  const axis& a = axes_[n.axis];
  const auto end = static_cast<std::uint32_t>(2 * a.points.size());
  const auto cell_at = [&](const value& v) {
    const auto at =
        std::lower_bound(a.points.begin(), a.points.end(), v,
                         [](const value& x, const value& y) { return order(x, y) == -1; });
    return static_cast<std::uint32_t>(2 * (at - a.points.begin()) + 1);
  };
  if (n.how == comparison_op::equal || n.how == comparison_op::not_equal) {
    std::vector<std::uint32_t> cells;
    for (std::uint32_t k = 0; k < n.count; ++k) cells.push_back(cell_at(f.values[n.first + k]));
    std::sort(cells.begin(), cells.end());
    cell_set equal;
    for (const std::uint32_t cell : cells) equal.append({cell, cell});
    return n.how == comparison_op::equal ? equal.common(a.full) : a.full.without(equal);
  }
  const std::uint32_t cell = cell_at(f.values[n.first]);
  cell_set made;
  switch (n.how) {
    case comparison_op::less: made.append({0, cell - 1}); break;
    case comparison_op::at_most: made.append({0, cell}); break;
    case comparison_op::greater: made.append({cell + 1, end}); break;
    default: made.append({cell, end}); break;
  }
  return made.common(a.full);
}

std::optional<std::uint32_t> axis_table::find(axis_kind what, std::uint32_t row) const {
  for (std::uint32_t i = 0; i < axes_.size(); ++i) {
    if (axes_[i].what == what && axes_[i].row == row) return i;
  }
  return std::nullopt;
}

std::optional<value> axis_table::value_in(const axis& a, std::uint32_t cell) const {
  if (cell % 2 == 1) return a.points[cell / 2];
  const value* const low = cell == 0 ? nullptr : &a.points[cell / 2 - 1];
  const value* const high = cell / 2 == a.points.size() ? nullptr : &a.points[cell / 2];
  const auto fits = [&](const value& v) {
    return occurs(a, v) && (low == nullptr || order(*low, v) == -1) &&
           (high == nullptr || order(v, *high) == -1);
  };
  const auto first_of = [&](const std::vector<value>& candidates) -> std::optional<value> {
    for (const value& v : candidates) {
      if (fits(v)) return v;
    }
    return std::nullopt;
  };
  const auto number = [&](const decimal& d) {
    if (a.type == type_kind::money) return value::money(d, pack_.currency);
    if (a.type == type_kind::percent) return value::percent(d);
    if (a.type == type_kind::integer || a.type == type_kind::uinteger) {
      const auto whole = d.scaled(0, rounding_mode::floor);
      return a.type == type_kind::integer ? value::integer(whole.value_or(0))
                                          : value::uinteger(static_cast<std::uint64_t>(
                                                std::max<std::int64_t>(0, whole.value_or(0))));
    }
    return value::number(d);
  };
  switch (a.type) {
    case type_kind::integer:
    case type_kind::uinteger:
    case type_kind::decimal:
    case type_kind::money:
    case type_kind::percent: {
      std::vector<value> candidates;
      const int places = a.type == type_kind::money     ? -pack_.digits
                         : a.type == type_kind::percent ? -2
                                                        : 0;
      const auto beside = [&](const value* from, std::int64_t steps, int exponent) {
        const decimal base = from == nullptr ? decimal(0, 0) : number_of(*from);
        if (const auto sum = add(base, decimal(steps, exponent)))
          candidates.push_back(number(*sum));
      };
      if (low == nullptr && high == nullptr) beside(nullptr, 100, 0), beside(nullptr, 1, 0);
      if (low != nullptr) beside(low, 1, places), beside(low, 1, 0);
      if (high != nullptr) beside(high, -1, places), beside(high, -1, 0);
      for (int exponent = -1; exponent >= -6; --exponent) {
        if (a.type == type_kind::money && exponent < -pack_.digits) break;
        if (low != nullptr) beside(low, 1, exponent);
        if (high != nullptr) beside(high, -1, exponent);
      }
      return first_of(candidates);
    }
    case type_kind::string: {
      static constexpr std::array<std::string_view, 6> words = {"other", "a", "m", "z", "zz", "A"};
      std::vector<value> candidates;
      for (const std::string_view word : words) candidates.push_back(value::string(word));
      return first_of(candidates);
    }
    case type_kind::timestamp: {
      constexpr std::int64_t some_day = 1'767'605'400;  // 2026-01-05T09:30:00Z, a Monday
      std::vector<value> candidates{value::at({some_day, 0})};
      for (const std::int64_t step : {86'400, 3'600, 60, 1}) {
        if (low != nullptr)
          candidates.push_back(value::at({low->as_timestamp().seconds + step, 0}));
        if (high != nullptr)
          candidates.push_back(value::at({high->as_timestamp().seconds - step, 0}));
      }
      return first_of(candidates);
    }
    case type_kind::duration: {
      std::vector<value> candidates;
      for (const std::int64_t step : {60, 1}) {
        if (low != nullptr)
          candidates.push_back(value::lasting({low->as_duration().seconds + step, 0}));
        if (high != nullptr)
          candidates.push_back(value::lasting({high->as_duration().seconds - step, 0}));
      }
      candidates.push_back(value::lasting({60, 0}));
      return first_of(candidates);
    }
    default: return std::nullopt;
  }
}

}  // namespace parley::analysis
