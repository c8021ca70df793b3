// Net, tax and gross of a naive quote, over fractions.
#pragma once

#include <optional>
#include <vector>

#include "oracle/naive_pricing.hpp"

namespace parley::oracle {

struct naive_tax {
  std::int64_t net = 0, tax = 0, gross = 0;
};

struct naive_taxes {
  std::vector<std::optional<naive_tax>> lines, shipping;  ///< nothing where a rate isn't known
  std::optional<naive_tax> total;
};

/// `shipping_left` is what each delivery costs in the end.
[[nodiscard]] naive_taxes taxes_of(const syntax::pack& pack, const naive_facts& facts,
                                   const naive_quote& quote,
                                   const std::vector<std::int64_t>& shipping_left);

}  // namespace parley::oracle
