// What the conversions of conditions make of a value: one meaning for the compiler, which computes
// constants, and the engine.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "parley/facts/real_text.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/facts/value.hpp"
#include "parley/facts/value_arithmetic.hpp"
#include "parley/facts/value_compare.hpp"
#include "parley/graph/expression_op.hpp"
#include "parley/money/currency.hpp"
#include "parley/money/decimal_arithmetic.hpp"

namespace parley::graph {

namespace detail {

template <typename Whole>
[[nodiscard]] std::optional<Whole> whole_of(std::string_view text) noexcept {
  Whole made = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), made);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return made;
}

[[nodiscard]] inline std::optional<bool> truth_of(std::string_view text) noexcept {
  for (const std::string_view yes : {"true", "TRUE", "True", "t", "1"}) {
    if (text == yes) return true;
  }
  for (const std::string_view no : {"false", "FALSE", "False", "f", "0"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

/// A number or a percentage, or what a text says.
[[nodiscard]] inline std::optional<decimal> decimal_of(const value& v) noexcept {
  if (v.is(type_kind::string)) return decimal::parse(v.as_text());
  if (is_number(v.kind()) || v.is(type_kind::percent)) return number_of(v);
  return std::nullopt;
}

[[nodiscard]] inline std::optional<std::int64_t> integer_in(const value& v) noexcept {
  if (v.is(type_kind::real)) return integer_of(v.as_real());
  if (v.is(type_kind::timestamp)) return v.as_timestamp().seconds;
  if (v.is(type_kind::string)) return whole_of<std::int64_t>(v.as_text());
  // Towards zero, as CEL converts doubles.
  if (is_number(v.kind())) return number_of(v).scaled(0, rounding_mode::down);
  return std::nullopt;
}

[[nodiscard]] inline std::optional<std::uint64_t> uinteger_in(const value& v) noexcept {
  if (v.is(type_kind::real)) return uinteger_of(v.as_real());
  if (v.is(type_kind::uinteger)) return v.as_uint();
  if (v.is(type_kind::string)) return whole_of<std::uint64_t>(v.as_text());
  const std::optional<std::int64_t> whole = integer_in(v);
  if (v.is(type_kind::timestamp) || !whole || *whole < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*whole);
}

[[nodiscard]] inline std::optional<value> moment_in(const value& v) noexcept {
  if (v.is(type_kind::timestamp)) return v;
  if (v.is(type_kind::integer)) return parley::detail::moment({v.as_int(), 0});
  if (!v.is(type_kind::string)) return std::nullopt;
  const std::optional<timestamp> made = parse_timestamp(v.as_text());
  return made ? std::optional(value::at(*made)) : std::nullopt;
}

[[nodiscard]] inline std::optional<value> lasting_in(const value& v) noexcept {
  if (v.is(type_kind::duration)) return v;
  if (!v.is(type_kind::string)) return std::nullopt;
  const std::optional<duration> made = parse_duration(v.as_text());
  return made ? std::optional(value::lasting(*made)) : std::nullopt;
}

}  // namespace detail

/// `v` as the conversion `f` gives it; nothing where it can't be read, and for conversions to texts
/// and bytes. `currency` is what `money(v, currency)` names.
[[nodiscard]] inline std::optional<value> convert_value(function f, const value& v,
                                                        currency_code currency) noexcept {
  switch (f) {
    case function::to_real: {
      std::optional<double> made;
      if (is_real_or_integer(v.kind())) made = real_of(v);
      if (v.is(type_kind::string)) made = parse_real(v.as_text());
      return made ? std::optional(value::real(*made)) : std::nullopt;
    }
    case function::to_int: {
      const std::optional<std::int64_t> made = detail::integer_in(v);
      return made ? std::optional(value::integer(*made)) : std::nullopt;
    }
    case function::to_uint: {
      const std::optional<std::uint64_t> made = detail::uinteger_in(v);
      return made ? std::optional(value::uinteger(*made)) : std::nullopt;
    }
    case function::to_decimal: return parley::detail::number(detail::decimal_of(v));
    case function::to_percent: {
      if (v.is(type_kind::percent)) return v;
      const std::optional<decimal> made = detail::decimal_of(v);
      return made ? parley::detail::percent(multiply(*made, decimal(1, -2))) : std::nullopt;
    }
    case function::to_money:
      if (v.is(type_kind::percent) || currency == no_currency) return std::nullopt;
      return parley::detail::money(detail::decimal_of(v), currency);
    case function::to_bool: {
      if (v.is(type_kind::boolean)) return v;
      const std::optional<bool> made =
          v.is(type_kind::string) ? detail::truth_of(v.as_text()) : std::nullopt;
      return made ? std::optional(value::boolean(*made)) : std::nullopt;
    }
    case function::to_timestamp: return detail::moment_in(v);
    case function::to_duration: return detail::lasting_in(v);
    default: return std::nullopt;
  }
}

}  // namespace parley::graph
