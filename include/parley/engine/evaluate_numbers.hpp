// Functions of numbers: rounding, extremes, bits. Part of evaluator.hpp.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include "parley/engine/evaluator.hpp"
#include "parley/facts/value_arithmetic.hpp"

namespace parley {

inline outcome evaluator::number_function(graph::function f,
                                          std::span<const value> arguments) const {
  using graph::function;
  const value& v = arguments[0];
  if (f == function::least || f == function::greatest) {
    // One list stands for its elements.
    const bool listed = arguments.size() == 1 && v.is(type_kind::list);
    const std::span<const value> given = listed ? v.items() : arguments;
    if (given.empty()) return outcome::failure();
    value best = given[0];
    for (const value& other : given) {
      const std::optional<std::partial_ordering> order = order_of(other, best);
      if (!order) return outcome::failure();
      if (f == function::least ? *order < 0 : *order > 0) best = other;
    }
    return outcome::of(best);
  }
  if (v.is(type_kind::real) || f == function::real_square_root) return real_function(f, v);
  const bool scaled =
      v.is(type_kind::decimal) || v.is(type_kind::money) || v.is(type_kind::percent);
  if (!scaled && !is_number(v.kind())) return outcome::failure();
  const auto with = [&](const decimal& d) {
    if (v.is(type_kind::money)) return outcome::of(value::money(d, v.currency()));
    if (v.is(type_kind::percent)) return outcome::of(value::percent(d));
    return outcome::of(value::number(d));
  };
  const decimal d = number_of(v);
  const auto rounded = [&](rounding_mode mode) {
    if (!scaled) return outcome::failure();
    if (d.exponent() >= 0) return with(d);
    const std::optional<std::int64_t> whole = d.scaled(0, mode);
    return whole ? with(decimal(*whole, 0)) : outcome::failure();
  };
  switch (f) {
    case function::absolute: {
      if (!d.negative()) return outcome::of(v);
      const std::optional<value> made = negate_value(v);
      return made ? outcome::of(*made) : outcome::failure();
    }
    case function::sign: {
      const int s = d.zero() ? 0 : d.negative() ? -1 : 1;
      return v.is(type_kind::uinteger)  ? outcome::of(value::uinteger(s > 0 ? 1U : 0U))
             : v.is(type_kind::integer) ? outcome::of(value::integer(s))
                                        : outcome::of(value::number(decimal(s, 0)));
    }
    case function::ceil: return rounded(rounding_mode::ceiling);
    case function::floor: return rounded(rounding_mode::floor);
    case function::round: return rounded(rounding_mode::half_away);
    case function::trunc: return rounded(rounding_mode::down);
    case function::square_root: {
      const std::optional<decimal> root = square_root(d);
      return root ? outcome::of(value::number(*root)) : outcome::failure();
    }
    case function::is_nan:
    case function::is_inf:
      return v.is(type_kind::decimal) ? outcome::of(value::boolean(false)) : outcome::failure();
    case function::is_finite:
      return v.is(type_kind::decimal) ? outcome::of(value::boolean(true)) : outcome::failure();
    default: return outcome::failure();
  }
}

/// Of a double; of any number for the square root.
inline outcome evaluator::real_function(graph::function f, const value& v) {
  using graph::function;
  if (!is_real_or_integer(v.kind())) return outcome::failure();
  const double d = real_of(v);
  const auto with = [](double made) { return outcome::of(value::real(made)); };
  switch (f) {
    case function::absolute: return with(std::fabs(d));
    case function::sign: return with(d > 0 ? 1 : d < 0 ? -1 : d);
    case function::ceil: return with(std::ceil(d));
    case function::floor: return with(std::floor(d));
    case function::round: return with(std::round(d));
    case function::trunc: return with(std::trunc(d));
    case function::real_square_root: return with(std::sqrt(d));
    case function::is_nan: return outcome::of(value::boolean(std::isnan(d)));
    case function::is_inf: return outcome::of(value::boolean(std::isinf(d)));
    case function::is_finite: return outcome::of(value::boolean(std::isfinite(d)));
    default: return outcome::failure();
  }
}

/// Two ints or two uints; a shift of 64 or more leaves nothing, and a shift to the right brings
/// zeros in.
inline outcome evaluator::bit_function(graph::function f, std::span<const value> arguments) const {
  using graph::function;
  const type_kind kind = arguments[0].kind();
  if (kind != type_kind::integer && kind != type_kind::uinteger) return outcome::failure();
  const auto bits_of = [](const value& v) {
    return v.is(type_kind::integer) ? static_cast<std::uint64_t>(v.as_int()) : v.as_uint();
  };
  const auto with = [&](std::uint64_t bits) {
    return outcome::of(kind == type_kind::integer ? value::integer(static_cast<std::int64_t>(bits))
                                                  : value::uinteger(bits));
  };
  const std::uint64_t left = bits_of(arguments[0]);
  if (f == function::bit_not) return with(~left);
  if (arguments.size() != 2) return outcome::failure();
  if (f == function::bit_shift_left || f == function::bit_shift_right) {
    if (!arguments[1].is(type_kind::integer) || arguments[1].as_int() < 0)
      return outcome::failure();
    const std::int64_t by = arguments[1].as_int();
    if (by >= 64) return with(0);
    return with(f == function::bit_shift_left ? left << by : left >> by);
  }
  if (arguments[1].kind() != kind) return outcome::failure();
  const std::uint64_t right = bits_of(arguments[1]);
  if (f == function::bit_and) return with(left & right);
  return with(f == function::bit_or ? left | right : left ^ right);
}

}  // namespace parley
