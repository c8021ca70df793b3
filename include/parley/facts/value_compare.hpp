// Equality and order of values, as conditions see them.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "parley/base/limits.hpp"
#include "parley/facts/value.hpp"
#include "parley/money/decimal.hpp"
#include "parley/money/decimal_arithmetic.hpp"

namespace parley {

[[nodiscard]] constexpr bool is_number(type_kind kind) noexcept {
  return kind == type_kind::integer || kind == type_kind::uinteger || kind == type_kind::decimal;
}

/// int, uint or double: what CEL compares across types.
[[nodiscard]] constexpr bool is_real_or_integer(type_kind kind) noexcept {
  return kind == type_kind::real || kind == type_kind::integer || kind == type_kind::uinteger;
}

/// An int, uint or double as a double, rounded to the nearest.
[[nodiscard]] inline double real_of(const value& v) noexcept {
  if (v.is(type_kind::integer)) return static_cast<double>(v.as_int());
  if (v.is(type_kind::uinteger)) return static_cast<double>(v.as_uint());
  return v.as_real();
}

/// The number of an int, uint, decimal, money or percent value.
[[nodiscard]] inline decimal number_of(const value& v) noexcept {
  if (v.is(type_kind::integer)) return {v.as_int(), 0};
  if (v.is(type_kind::uinteger)) return {static_cast<int128>(v.as_uint()), 0};
  return v.as_decimal();
}

/// The order of two values; nothing when they have none (other types, other currencies). NaN is
/// unordered. An integer beside a double is compared as a double, as CEL has it.
[[nodiscard]] inline std::optional<std::partial_ordering> order_of(const value& a,
                                                                   const value& b) noexcept {
  if (is_number(a.kind()) && is_number(b.kind())) {
    if (a.is(type_kind::integer) && b.is(type_kind::integer)) return a.as_int() <=> b.as_int();
    return compare(number_of(a), number_of(b));
  }
  if (a.is(type_kind::real) || b.is(type_kind::real)) {
    if (!is_real_or_integer(a.kind()) || !is_real_or_integer(b.kind())) return std::nullopt;
    return real_of(a) <=> real_of(b);
  }
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case type_kind::boolean: return a.as_bool() <=> b.as_bool();
    case type_kind::money:
      if (a.currency() != b.currency()) return std::nullopt;
      return compare(a.as_decimal(), b.as_decimal());
    case type_kind::percent: return compare(a.as_decimal(), b.as_decimal());
    case type_kind::string:
    case type_kind::bytes: return a.as_text().compare(b.as_text()) <=> 0;
    case type_kind::timestamp: return a.as_timestamp() <=> b.as_timestamp();
    case type_kind::duration: return a.as_duration() <=> b.as_duration();
    default: return std::nullopt;
  }
}

namespace detail {

/// `steps` counts down: a list that holds another many times over is longer than it looks.
[[nodiscard]] inline std::optional<bool> equal_within(const value& a, const value& b, int depth,
                                                      std::uint64_t& steps) noexcept {
  if (steps-- == 0) {
    steps = 0;
    return std::nullopt;
  }
  if (is_number(a.kind()) && is_number(b.kind())) return *order_of(a, b) == 0;
  if (a.is(type_kind::real) || b.is(type_kind::real)) {
    const std::optional<std::partial_ordering> order = order_of(a, b);
    return order && *order == 0;
  }
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case type_kind::null: return true;
    case type_kind::string:
    case type_kind::bytes: return a.as_text() == b.as_text();
    case type_kind::type: return a.as_type() == b.as_type();
    case type_kind::object:
      return a.object_table() == b.object_table() && a.object_row() == b.object_row();
    case type_kind::optional:
    case type_kind::list: {
      if (depth == 0) return std::nullopt;
      if (a.items().size() != b.items().size()) return false;
      for (std::size_t i = 0; i < a.items().size(); ++i) {
        const std::optional<bool> same = equal_within(a.items()[i], b.items()[i], depth - 1, steps);
        if (!same || !*same) return same;
      }
      return true;
    }
    case type_kind::map: {
      if (depth == 0) return std::nullopt;
      if (a.items().size() != b.items().size()) return false;
      // Equal maps have equal keys in the same places; only mixed keys may stand elsewhere.
      const std::size_t size = a.items().size() / 2;
      for (std::size_t i = 0; i < size; ++i) {
        bool found = false;
        for (std::size_t step = 0; step < size && !found; ++step) {
          const std::size_t k = (i + step) % size;
          const std::optional<bool> key =
              equal_within(a.items()[2 * i], b.items()[2 * k], depth - 1, steps);
          if (!key) return key;
          if (!*key) continue;
          const std::optional<bool> same =
              equal_within(a.items()[2 * i + 1], b.items()[2 * k + 1], depth - 1, steps);
          if (!same || !*same) return same;
          found = true;
        }
        if (!found) return false;
      }
      return true;
    }
    default: {
      const std::optional<std::partial_ordering> order = order_of(a, b);
      if (!order) return std::nullopt;
      return *order == 0;
    }
  }
}

}  // namespace detail

/// Whether two values are equal; nothing when that is an error (money of different currencies, or
/// more than caps::expression_cost elements in all). Values of different types are unequal, but for
/// numbers. Collections may be nested 40 deep.
[[nodiscard]] inline std::optional<bool> equal_values(const value& a, const value& b) noexcept {
  std::uint64_t steps = caps::expression_cost;
  return detail::equal_within(a, b, 40, steps);
}

}  // namespace parley
