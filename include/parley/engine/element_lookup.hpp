// Finding an element of a list or map value by an index or key of any kind of number.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

#include "parley/facts/real_text.hpp"
#include "parley/facts/value.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley::detail {

/// The element of a list or map; null where there is none, nothing where there can't be one.
[[nodiscard]] inline std::optional<const value*> look_up(const value& where,
                                                         const value& key) noexcept {
  if (where.is(type_kind::list)) {
    std::optional<std::int64_t> at;
    if (key.is(type_kind::integer)) {
      at = key.as_int();
    } else if (is_number(key.kind())) {
      at = number_of(key).scaled_exactly(0);
    } else if (key.is(type_kind::real) && key.as_real() == std::trunc(key.as_real())) {
      at = integer_of(key.as_real());
    }
    if (!at) return std::nullopt;
    const std::span<const value> items = where.items();
    if (*at < 0 || static_cast<std::uint64_t>(*at) >= items.size()) return nullptr;
    return &items[static_cast<std::size_t>(*at)];
  }
  if (!where.is(type_kind::map)) return std::nullopt;
  const std::span<const value> items = where.items();
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (equal_values(items[i], key).value_or(false)) return &items[i + 1];
  }
  return nullptr;
}

}  // namespace parley::detail
