// Carts as they might be: copies of facts with something added.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "parley/base/limits.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley::engine {

/// Adds a line like `line` of `from` to `to`, with all its attributes as they are known there.
/// Another `price` scales the cost with it. Texts are views of `from`. Precondition: room in the
/// cart.
inline void add_line_like(fact_set& to, const fact_set& from, std::uint32_t line,
                          std::int64_t quantity, std::optional<std::int64_t> price = std::nullopt) {
  cart_line made = from.lines()[line];
  const std::int64_t old_price = made.price;
  made.quantity = quantity;
  if (price) made.price = *price;
  if (made.id.empty()) made.id = made.sku;
  const std::uint32_t at = to.add_line(made);
  const fact_schema& schema = to.schema();
  for (std::uint32_t attribute = 0; attribute < schema.line_attributes(); ++attribute) {
    if (attribute == line_id || attribute == line_sku || attribute == line_qty ||
        attribute == line_price) {
      continue;
    }
    const fact_state state = from.line_state(line, attribute);
    if (state == fact_state::known) {
      value v = from.line_value(line, attribute);
      if (attribute == line_cost && price && old_price > 0 && v.is(type_kind::money)) {
        const auto grown = multiply(v.as_decimal(), decimal(*price, 0));
        const auto scaled = grown ? divide(*grown, decimal(old_price, 0)) : std::nullopt;
        if (scaled) v = value::money(*scaled, v.currency());
      }
      to.set_line(at, attribute, v);
      if (to.now()) to.set_line_as_of(at, attribute, *to.now());
    } else {
      to.set_line_state(at, attribute, state == fact_state::stale ? fact_state::missing : state);
    }
  }
}

/// The amounts of more spend at which some condition of the pack may change: every number it
/// mentions above the cart's sum, ascending.
inline std::vector<std::int64_t> spend_thresholds(const pack& p, const fact_set& facts) {
  std::vector<std::int64_t> found;
  for (const constant& c : p.tables().constants) {
    if (c.kind != type_kind::money && c.kind != type_kind::integer && c.kind != type_kind::decimal)
      continue;
    const value v = p.schema().scalar(c);
    const decimal major = v.is(type_kind::integer) ? decimal(v.as_int(), 0) : v.as_decimal();
    const auto minor = major.scaled(p.header().currency_digits, rounding_mode::ceiling);
    if (!minor || *minor > caps::cart_total) continue;
    for (const std::int64_t sum : {*minor, *minor + 1}) {
      if (sum > facts.subtotal()) found.push_back(sum - facts.subtotal());
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// The least amount of more spend for which `good(amount)`; nothing when none of the pack's
/// thresholds does it. Exact: between two thresholds the answer is looked for by halves.
template <typename Good>
std::optional<std::int64_t> least_spend(const std::vector<std::int64_t>& thresholds, Good&& good) {
  std::int64_t below = 0;
  for (const std::int64_t amount : thresholds) {
    if (amount > caps::unit_price) break;
    if (!good(amount)) {
      below = amount;
      continue;
    }
    std::int64_t above = amount;
    while (above - below > 1) {
      const std::int64_t middle = below + (above - below) / 2;
      (good(middle) ? above : below) = middle;
    }
    return above;
  }
  return std::nullopt;
}

}  // namespace parley::engine
