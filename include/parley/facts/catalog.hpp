// What a shop could add to a cart, for suggestions.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "parley/facts/fact_set.hpp"

namespace parley {

/// Add-on items. Each is a cart line of quantity 1 in `items`, so conditions on lines read it as
/// they would in the cart; nothing else in `items` is meant. A plain value; const use is
/// thread-safe.
struct catalog {
  explicit catalog(fact_schema schema) : items(schema) {}

  fact_set items;
  std::vector<std::int64_t> most;  ///< of each item, how many may be suggested
};

}  // namespace parley
