// Offers of one rank whose order decides what is paid.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "check/checked_pack.hpp"
#include "parley/base/diagnostic.hpp"
#include "parley/graph/pack.hpp"

namespace parley::analysis {

/// Two offers that were told, and the cart that shows it.
struct order_pair {
  check::index first = 0;
  check::index second = 0;
  std::int64_t price = 0;
  std::int64_t quantity = 0;  ///< 0: a delivery
  std::size_t told = 0;       ///< in the diagnostics
};

/// Warns (PL5101) of each pair of offers that apply in one stage at one rank, that the stacking
/// rules may allow together, and that some small cart prices differently in either order; the help
/// shows that cart. Pairs that `before` or the pack's `ties` put in order are silent, as are pairs
/// whose targets never share a line. Looks at caps::order_pairs pairs at most, in pack order.
/// `pairs`, unless null, gets those that were told; pairs that `apart` says yes to are left alone.
void warn_of_order(const check::checked_pack& checked, const pack& compiled, diagnostics& found,
                   std::vector<order_pair>* pairs = nullptr,
                   const std::function<bool(check::index, check::index)>& apart = {});

}  // namespace parley::analysis
