// Arithmetic of values: exact, nothing on overflow or where the types have no such operation.
#pragma once

#include <cstdint>
#include <optional>

#include "parley/facts/value.hpp"
#include "parley/facts/value_compare.hpp"
#include "parley/money/decimal_arithmetic.hpp"

namespace parley {

namespace detail {

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
inline constexpr std::int64_t least_seconds = -62'135'596'800;
inline constexpr std::int64_t greatest_seconds = 253'402'300'799;
/// Ten thousand years, as CEL has it.
inline constexpr std::int64_t longest_seconds = 315'576'000'000;
/// Between two timestamps: what 64 bits of nanoseconds hold, as CEL has it.
inline constexpr std::int64_t longest_difference = 9'223'372'036;

using maybe = std::optional<value>;

inline maybe number(const std::optional<decimal>& d) noexcept {
  return d ? maybe(value::number(*d)) : std::nullopt;
}
inline maybe percent(const std::optional<decimal>& d) noexcept {
  return d ? maybe(value::percent(*d)) : std::nullopt;
}
inline maybe money(const std::optional<decimal>& d, currency_code currency) noexcept {
  return d ? maybe(value::money(*d, currency)) : std::nullopt;
}

inline maybe lasting(duration d) noexcept {
  if (d.nanos >= 1'000'000'000) d = {d.seconds + 1, d.nanos - 1'000'000'000};
  if (d.nanos < 0) d = {d.seconds - 1, d.nanos + 1'000'000'000};
  if (d.seconds > longest_seconds || d.seconds < -longest_seconds) return std::nullopt;
  return value::lasting(d);
}

inline maybe moment(timestamp t) noexcept {
  if (t.nanos >= 1'000'000'000) t = {t.seconds + 1, t.nanos - 1'000'000'000};
  if (t.nanos < 0) t = {t.seconds - 1, t.nanos + 1'000'000'000};
  if (t.seconds > greatest_seconds || t.seconds < least_seconds) return std::nullopt;
  return value::at(t);
}

/// Two numbers of different types, which CEL doesn't calculate with.
inline bool mixes_numbers(const value& a, const value& b) noexcept {
  return a.kind() != b.kind() && is_number(a.kind()) && is_number(b.kind());
}

/// A number as a decimal; all else as it is.
inline value with_decimal(const value& v) noexcept {
  return v.is(type_kind::integer) || v.is(type_kind::uinteger) ? value::number(number_of(v)) : v;
}

inline bool reals(const value& a, const value& b) noexcept {
  return a.is(type_kind::real) && b.is(type_kind::real);
}

}  // namespace detail

[[nodiscard]] inline std::optional<value> add_values(const value& a, const value& b) noexcept {
  if (a.is(type_kind::integer) && b.is(type_kind::integer)) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.as_int(), b.as_int(), &sum)) return std::nullopt;
    return value::integer(sum);
  }
  if (a.is(type_kind::uinteger) && b.is(type_kind::uinteger)) {
    std::uint64_t sum = 0;
    if (__builtin_add_overflow(a.as_uint(), b.as_uint(), &sum)) return std::nullopt;
    return value::uinteger(sum);
  }
  if (is_number(a.kind()) && is_number(b.kind()))
    return detail::number(add(number_of(a), number_of(b)));
  if (a.is(type_kind::money) && b.is(type_kind::money)) {
    if (a.currency() != b.currency()) return std::nullopt;
    return detail::money(add(a.as_decimal(), b.as_decimal()), a.currency());
  }
  if (a.is(type_kind::percent) && b.is(type_kind::percent)) {
    return detail::percent(add(a.as_decimal(), b.as_decimal()));
  }
  if (a.is(type_kind::duration) && b.is(type_kind::timestamp)) return add_values(b, a);
  if (b.is(type_kind::duration)) {
    const duration d = b.as_duration();
    if (a.is(type_kind::timestamp)) {
      return detail::moment(
          {a.as_timestamp().seconds + d.seconds, a.as_timestamp().nanos + d.nanos});
    }
    if (a.is(type_kind::duration)) {
      return detail::lasting(
          {a.as_duration().seconds + d.seconds, a.as_duration().nanos + d.nanos});
    }
  }
  if (detail::reals(a, b)) return value::real(a.as_real() + b.as_real());
  return std::nullopt;
}

[[nodiscard]] inline std::optional<value> negate_value(const value& a) noexcept {
  switch (a.kind()) {
    case type_kind::integer:
      if (a.as_int() == INT64_MIN) return std::nullopt;
      return value::integer(-a.as_int());
    case type_kind::decimal: return value::number(-a.as_decimal());
    case type_kind::real: return value::real(-a.as_real());
    case type_kind::percent: return value::percent(-a.as_decimal());
    case type_kind::money: return value::money(-a.as_decimal(), a.currency());
    default: return std::nullopt;
  }
}

[[nodiscard]] inline std::optional<value> subtract_values(const value& a, const value& b) noexcept {
  if (a.is(type_kind::integer) && b.is(type_kind::integer)) {
    std::int64_t rest = 0;
    if (__builtin_sub_overflow(a.as_int(), b.as_int(), &rest)) return std::nullopt;
    return value::integer(rest);
  }
  if (a.is(type_kind::uinteger) && b.is(type_kind::uinteger)) {
    std::uint64_t rest = 0;
    if (__builtin_sub_overflow(a.as_uint(), b.as_uint(), &rest)) return std::nullopt;
    return value::uinteger(rest);
  }
  if (is_number(a.kind()) && is_number(b.kind())) {
    return detail::number(subtract(number_of(a), number_of(b)));
  }
  if (a.is(type_kind::money) && b.is(type_kind::money)) {
    if (a.currency() != b.currency()) return std::nullopt;
    return detail::money(subtract(a.as_decimal(), b.as_decimal()), a.currency());
  }
  if (a.is(type_kind::percent) && b.is(type_kind::percent)) {
    return detail::percent(subtract(a.as_decimal(), b.as_decimal()));
  }
  if (a.is(type_kind::timestamp) && b.is(type_kind::timestamp)) {
    const duration between = difference(a.as_timestamp(), b.as_timestamp());
    if (between.seconds >= detail::longest_difference ||
        between.seconds <= -detail::longest_difference) {
      return std::nullopt;
    }
    return detail::lasting(between);
  }
  if (b.is(type_kind::duration)) {
    const duration d = b.as_duration();
    if (a.is(type_kind::timestamp)) {
      return detail::moment(
          {a.as_timestamp().seconds - d.seconds, a.as_timestamp().nanos - d.nanos});
    }
    if (a.is(type_kind::duration)) {
      return detail::lasting(
          {a.as_duration().seconds - d.seconds, a.as_duration().nanos - d.nanos});
    }
  }
  if (detail::reals(a, b)) return value::real(a.as_real() - b.as_real());
  return std::nullopt;
}

/// Money times a number or percent is money, a percent of a number is a number.
[[nodiscard]] inline std::optional<value> multiply_values(const value& a, const value& b) noexcept {
  if (a.is(type_kind::integer) && b.is(type_kind::integer)) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a.as_int(), b.as_int(), &product)) return std::nullopt;
    return value::integer(product);
  }
  if (a.is(type_kind::uinteger) && b.is(type_kind::uinteger)) {
    std::uint64_t product = 0;
    if (__builtin_mul_overflow(a.as_uint(), b.as_uint(), &product)) return std::nullopt;
    return value::uinteger(product);
  }
  const bool a_scales = is_number(a.kind()) || a.is(type_kind::percent);
  const bool b_scales = is_number(b.kind()) || b.is(type_kind::percent);
  if (a.is(type_kind::money) && b_scales) {
    return detail::money(multiply(a.as_decimal(), number_of(b)), a.currency());
  }
  if (b.is(type_kind::money) && a_scales) {
    return detail::money(multiply(number_of(a), b.as_decimal()), b.currency());
  }
  if (detail::reals(a, b)) return value::real(a.as_real() * b.as_real());
  if (!a_scales || !b_scales) return std::nullopt;
  const std::optional<decimal> product = multiply(number_of(a), number_of(b));
  return a.is(type_kind::percent) && b.is(type_kind::percent) ? detail::percent(product)
                                                              : detail::number(product);
}

/// Integers divide towards zero, as in CEL; money by money is a number.
[[nodiscard]] inline std::optional<value> divide_values(const value& a, const value& b) noexcept {
  if (a.is(type_kind::integer) && b.is(type_kind::integer)) {
    if (b.as_int() == 0 || (a.as_int() == INT64_MIN && b.as_int() == -1)) return std::nullopt;
    return value::integer(a.as_int() / b.as_int());
  }
  if (a.is(type_kind::uinteger) && b.is(type_kind::uinteger)) {
    if (b.as_uint() == 0) return std::nullopt;
    return value::uinteger(a.as_uint() / b.as_uint());
  }
  const bool a_number = is_number(a.kind());
  const bool b_number = is_number(b.kind());
  const bool b_scales = b_number || b.is(type_kind::percent);
  if (a.is(type_kind::money) && b.is(type_kind::money)) {
    if (a.currency() != b.currency()) return std::nullopt;
    return detail::number(divide(a.as_decimal(), b.as_decimal()));
  }
  if (a.is(type_kind::money) && b_scales) {
    return detail::money(divide(a.as_decimal(), number_of(b)), a.currency());
  }
  if (a.is(type_kind::percent) && b_number)
    return detail::percent(divide(a.as_decimal(), number_of(b)));
  if ((a_number || a.is(type_kind::percent)) && b_scales) {
    return detail::number(divide(number_of(a), number_of(b)));
  }
  if (detail::reals(a, b)) return value::real(a.as_real() / b.as_real());
  return std::nullopt;
}

/// The remainder has the sign of the dividend, as in CEL.
[[nodiscard]] inline std::optional<value> modulo_values(const value& a, const value& b) noexcept {
  if (a.is(type_kind::integer) && b.is(type_kind::integer)) {
    if (b.as_int() == 0 || (a.as_int() == INT64_MIN && b.as_int() == -1)) return std::nullopt;
    return value::integer(a.as_int() % b.as_int());
  }
  if (a.is(type_kind::uinteger) && b.is(type_kind::uinteger)) {
    if (b.as_uint() == 0) return std::nullopt;
    return value::uinteger(a.as_uint() % b.as_uint());
  }
  return std::nullopt;
}

}  // namespace parley
