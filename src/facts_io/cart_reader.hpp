// Carts and their lines.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "facts_io/input.hpp"
#include "parley/facts/fact_set.hpp"

namespace parley::facts_io {

/// Reads `cart:` into the set. Faults become diagnostics.
void read_cart(input& in, const input::node& cart, fact_set& to);

/// Reads the attributes of one line or catalog item and adds it. `number` counts from 1; `item`
/// says that it is a catalog item: then `id` and `qty` aren't known and `most` takes `max_qty`.
void read_line(input& in, const input::node& line, std::size_t number, bool item, fact_set& to,
               std::int64_t* most);

/// Checks `currency` of a cart or catalog against the pack's.
void check_currency(input& in, const input::node& n);

}  // namespace parley::facts_io
