// Values a fact might have: what `explain` tries in place of an unknown.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley::engine {

/// Values tried for one fact at most.
inline constexpr std::size_t most_examples = 48;

/// Values of a declared type worth trying, in a fixed order: those it lists, its default, its
/// bounds, and the numbers and texts that the pack's conditions mention, one above and below.
inline std::vector<value> examples_of(const pack& p, const fact_row& row) {
  const fact_schema schema = p.schema();
  std::vector<value> found;
  const auto is_number = [](type_kind kind) {
    return kind == type_kind::integer || kind == type_kind::uinteger ||
           kind == type_kind::decimal || kind == type_kind::percent || kind == type_kind::money;
  };
  const auto number_of = [](const value& v) {
    if (v.is(type_kind::integer)) return decimal(v.as_int(), 0);
    if (v.is(type_kind::uinteger)) return decimal(static_cast<int128>(v.as_uint()), 0);
    return v.as_decimal();
  };
  const auto add = [&](const value& v) {
    if (found.size() >= most_examples) return;
    if (is_number(row.type)) {
      const decimal n = number_of(v);
      if (row.minimum != no_index &&
          compare(n, number_of(schema.scalar(row.minimum))) == std::strong_ordering::less) {
        return;
      }
      if (row.maximum != no_index &&
          compare(n, number_of(schema.scalar(row.maximum))) == std::strong_ordering::greater) {
        return;
      }
    }
    found.push_back(v);
  };
  const auto add_number = [&](const decimal& n) {
    switch (row.type) {
      case type_kind::integer:
        if (const auto whole = n.scaled_exactly(0)) add(value::integer(*whole));
        break;
      case type_kind::uinteger:
        if (const auto whole = n.scaled_exactly(0); whole && *whole >= 0) {
          add(value::uinteger(static_cast<std::uint64_t>(*whole)));
        }
        break;
      case type_kind::decimal: add(value::number(n)); break;
      case type_kind::percent: add(value::percent(n)); break;
      case type_kind::money:
        if (!n.negative()) add(value::money(n, p.header().currency));
        break;
      default: break;
    }
  };

  if (row.one_of.count > 0) {
    for (const constant& c : schema.constants(row.one_of)) add(schema.scalar(c));
    return found;
  }
  switch (row.type) {
    case type_kind::boolean: add(value::boolean(true)), add(value::boolean(false)); return found;
    case type_kind::list: add(value::list({})); return found;
    case type_kind::map: add(value::map({})); return found;
    default: break;
  }
  if (row.default_value != no_index && !schema.scalar(row.default_value).is(type_kind::null)) {
    add(schema.scalar(row.default_value));
  }
  for (const std::uint32_t bound : {row.minimum, row.maximum}) {
    if (bound != no_index) add(schema.scalar(bound));
  }
  if (is_number(row.type)) {
    add_number(decimal(0, 0));
    for (const constant& c : p.tables().constants) {
      if (!is_number(c.kind)) continue;
      const decimal n = number_of(schema.scalar(c));
      const int digits = row.type == type_kind::money ? p.header().currency_digits
                         : row.type == type_kind::integer || row.type == type_kind::uinteger ? 0
                                                                                             : 4;
      const decimal little(1, -digits);
      add_number(n);
      if (const auto above = parley::add(n, little)) add_number(*above);
      if (const auto below = subtract(n, little)) add_number(*below);
    }
    add_number(decimal(1'000'000, 0));
    return found;
  }
  for (const constant& c : p.tables().constants) {
    if (c.kind == row.type) add(schema.scalar(c));
  }
  if (row.type == type_kind::string) add(value::string("-"));
  if (row.type == type_kind::duration) add(value::lasting({}));
  return found;
}

}  // namespace parley::engine
