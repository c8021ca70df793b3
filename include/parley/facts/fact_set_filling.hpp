// Bodies of fact_set.hpp. Included by it.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <span>
#include <string_view>

#include "parley/base/limits.hpp"
#include "parley/facts/fact_set.hpp"

namespace parley {

inline void fact_set::clear() {
  now_.reset();
  customer_key_ = {};
  session_id_ = {};
  has_cart_ = false;
  subtotal_ = 0;
  quantity_ = 0;
  slots_.assign(schema_.facts(), {});
  lines_.clear();
  line_slots_.clear();
  shipping_.clear();
  counters_.assign(schema_.counters(), {});
  approvals_.clear();
  kept_.clear();
}

inline std::uint32_t fact_set::add_line(const cart_line& line) {
  assert(line.quantity >= 1 && line.quantity <= caps::quantity);
  assert(line.price >= 0 && line.price <= caps::unit_price);
  assert(lines_.size() < caps::catalog_items);
  assert(schema_.line_attributes() >= line_built_in_count);
  const auto number = static_cast<std::uint32_t>(lines_.size());
  has_cart_ = true;
  lines_.push_back(line);
  line_slots_.resize(line_slots_.size() + schema_.line_attributes());
  set_line(number, line_id, value::string(line.id));
  set_line(number, line_sku, value::string(line.sku));
  set_line(number, line_qty, value::integer(line.quantity));
  set_line(number, line_price,
           value::money_minor(line.price, schema_.currency_digits(), schema_.currency()));
  subtotal_ += line.quantity * line.price;
  quantity_ += line.quantity;
  return number;
}

inline std::string_view fact_set::keep(std::string_view text) {
  return kept_.keep(text);
}

inline std::span<value> fact_set::keep_room(std::size_t count) {
  return kept_.keep_room(count);
}

inline std::span<const value> fact_set::keep(std::span<const value> items) {
  const std::span<value> kept = keep_room(items.size());
  std::copy(items.begin(), items.end(), kept.begin());
  return kept;
}

inline fact_state fact_set::settle(const fact_slot& slot, const fact_row& declared) const noexcept {
  if (slot.state == fact_state::absent) {
    return declared.default_value == no_index ? fact_state::absent : fact_state::known;
  }
  if (slot.state != fact_state::known || declared.max_age_seconds < 0) return slot.state;
  if (!slot.dated || !now_ || slot.as_of > *now_) return fact_state::stale;
  const duration age = difference(*now_, slot.as_of);
  return age <= duration{declared.max_age_seconds, 0} ? fact_state::known : fact_state::stale;
}

}  // namespace parley
