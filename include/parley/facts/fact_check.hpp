// Whether a value fits the declaration of its fact: type, range, choice, size.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "parley/base/limits.hpp"
#include "parley/facts/fact_schema.hpp"
#include "parley/facts/value.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley {

/// What keeps a value from being a fact's.
enum class fact_fault : std::uint8_t {
  none,
  type,
  element,
  currency,
  minimum,
  maximum,
  choice,
  size
};

/// A few words for messages.
[[nodiscard]] constexpr std::string_view name_of(fact_fault fault) noexcept {
  switch (fault) {
    case fact_fault::none: return "fits";
    case fact_fault::type: return "another type than declared";
    case fact_fault::element: return "an element of another type than declared";
    case fact_fault::currency: return "another currency than the pack's";
    case fact_fault::minimum: return "below the declared minimum";
    case fact_fault::maximum: return "above the declared maximum";
    case fact_fault::choice: return "none of the declared values";
    case fact_fault::size: return "more elements than declared";
  }
  return "?";
}

namespace detail {

/// Kinds whose values a declaration compares by their number, whatever the kind of the bound.
[[nodiscard]] inline bool has_number(type_kind kind) noexcept {
  return is_number(kind) || kind == type_kind::money || kind == type_kind::percent;
}

/// Order of two values that a declaration can compare; unordered kinds count as equal.
[[nodiscard]] inline std::strong_ordering declared_order(const value& a, const value& b) noexcept {
  if (has_number(a.kind()) && has_number(b.kind())) return compare(number_of(a), number_of(b));
  if (a.kind() != b.kind()) return a.kind() <=> b.kind();
  switch (a.kind()) {
    case type_kind::boolean: return a.as_bool() <=> b.as_bool();
    case type_kind::string:
    case type_kind::bytes: return a.as_text().compare(b.as_text()) <=> 0;
    case type_kind::timestamp: return a.as_timestamp() <=> b.as_timestamp();
    case type_kind::duration: return a.as_duration() <=> b.as_duration();
    default: return std::strong_ordering::equal;
  }
}

}  // namespace detail

/// Checks one value that is no collection against range and choice.
[[nodiscard]] inline fact_fault check_scalar(const fact_schema& schema, const fact_row& row,
                                             const value& v) noexcept {
  if (v.is(type_kind::money) && v.currency() != schema.currency()) return fact_fault::currency;
  if (row.minimum != no_index && detail::declared_order(v, schema.scalar(row.minimum)) < 0) {
    return fact_fault::minimum;
  }
  if (row.maximum != no_index && detail::declared_order(v, schema.scalar(row.maximum)) > 0) {
    return fact_fault::maximum;
  }
  const auto choices = schema.constants(row.one_of);
  const auto same = [&](const constant& c) {
    return detail::declared_order(v, schema.scalar(c)) == 0;
  };
  return choices.empty() || std::any_of(choices.begin(), choices.end(), same) ? fact_fault::none
                                                                              : fact_fault::choice;
}

/// The first thing that keeps `v` from being a value of the fact; range and choice of a collection
/// bind its elements (the values of a map).
[[nodiscard]] inline fact_fault check_fact(const fact_schema& schema, const fact_row& row,
                                           const value& v) noexcept {
  if (v.kind() != row.type) return fact_fault::type;
  if (!v.is(type_kind::list) && !v.is(type_kind::map)) return check_scalar(schema, row, v);
  const bool map = v.is(type_kind::map);
  const std::size_t step = map ? 2 : 1;
  const std::size_t most = row.max_size != 0 ? row.max_size : caps::collection_default;
  if (v.items().size() / step > most) return fact_fault::size;
  for (std::size_t i = map ? 1 : 0; i < v.items().size(); i += step) {
    if (v.items()[i].kind() != row.element) return fact_fault::element;
    const fact_fault fault = check_scalar(schema, row, v.items()[i]);
    if (fault != fact_fault::none) return fault;
  }
  return fact_fault::none;
}

}  // namespace parley
