// Net and tax of prices: where tax is rounded, and what it is taken of.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "parley/engine/rational.hpp"
#include "parley/graph/tables.hpp"

namespace parley {

/// gross = net + tax, in minor units.
struct taxed_amount {
  std::int64_t net = 0;
  std::int64_t tax = 0;
  std::int64_t gross = 0;
};

namespace engine {

/// What a piece is charged and what tax is taken of: the same, or the list price where discounts
/// come off after tax. `count` equal units, or 1.
struct taxable {
  std::int64_t price = 0;
  std::int64_t list = 0;
  std::int64_t count = 1;
};

/// The tax in (or on) an amount of `count` equal units, rounded once, or once a unit.
/// Preconditions: the amount is no more than a request can have, `rate` is from 0 to 1.
[[nodiscard]] inline std::int64_t rounded_tax(const graph::header_row& header, std::int64_t amount,
                                              std::int64_t count, const rational& rate) {
  // Units whose sum doesn't divide have nets that don't sum to it: no tax all the same.
  if (rate.numerator == 0) return 0;
  const std::int64_t pieces = header.tax_rounding == graph::tax_per_unit ? count : 1;
  if (header.tax_inclusive == 0) {
    const int128 each =
        divide_rounded(int128{amount} * rate.numerator, rate.denominator * pieces, header.rounding);
    return static_cast<std::int64_t>(each * pieces);
  }
  const int128 net = divide_rounded(int128{amount} * rate.denominator,
                                    (rate.denominator + rate.numerator) * pieces, header.rounding);
  return amount - static_cast<std::int64_t>(net * pieces);
}

/// Joins a charge with its tax. Where prices contain the tax, it is never more than what is
/// charged.
[[nodiscard]] inline taxed_amount with_tax(const graph::header_row& header, std::int64_t price,
                                           std::int64_t tax) noexcept {
  if (header.tax_inclusive == 0) return {price, tax, price + tax};
  tax = std::clamp<std::int64_t>(tax, 0, price);
  return {price - tax, tax, price};
}

[[nodiscard]] inline taxed_amount taxed(const graph::header_row& header, const taxable& what,
                                        const rational& rate) {
  const std::int64_t of = header.tax_on_list != 0 ? what.list : what.price;
  return with_tax(header, what.price, rounded_tax(header, of, what.count, rate));
}

/// Charges of one rate that are rounded together.
struct rate_sum {
  rational rate;
  taxable sum;
};

inline void add_to_rate(std::vector<rate_sum>& sums, const taxable& what, const rational& rate) {
  for (rate_sum& known : sums) {
    if (known.rate.numerator * rate.denominator != rate.numerator * known.rate.denominator)
      continue;
    known.sum.price += what.price;
    known.sum.list += what.list;
    return;
  }
  sums.push_back({rate, {what.price, what.list, 1}});
}

}  // namespace engine
}  // namespace parley
