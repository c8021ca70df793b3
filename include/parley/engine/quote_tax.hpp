// Net, tax and gross of what a quote charges, where the lines carry rates. Whether prices contain
// the tax is the pack's word; the rest is the host's.
#pragma once

#include <cstdint>
#include <optional>

#include "parley/engine/quote.hpp"
#include "parley/engine/rational.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

/// gross = net + tax, in minor units.
struct taxed_amount {
  std::int64_t net = 0;
  std::int64_t tax = 0;
  std::int64_t gross = 0;
};

/// The tax in (or on) a price, rounded once with the pack's mode. Preconditions: `price` is no
/// more than a request can have, `rate` is from 0 to 1.
[[nodiscard]] inline taxed_amount taxed(const pack& rules, std::int64_t price,
                                        const decimal& rate) {
  const engine::rational share = engine::scaled_rational(rate, 0, true);
  const auto mode = rules.header().rounding;
  if (rules.header().tax_inclusive != 0) {
    const auto net = static_cast<std::int64_t>(divide_rounded(
        int128{price} * share.denominator, share.denominator + share.numerator, mode));
    return {net, price - net, price};
  }
  const auto tax = static_cast<std::int64_t>(
      divide_rounded(int128{price} * share.numerator, share.denominator, mode));
  return {price, tax, price + tax};
}

/// The tax of one line; nothing when its rate isn't known.
[[nodiscard]] inline std::optional<taxed_amount> tax_of_line(const pack& rules,
                                                             const fact_set& facts,
                                                             const quote& priced,
                                                             std::uint32_t line) {
  const fact_slot& rate = facts.line_slot(line, line_tax_rate);
  if (rate.state != fact_state::known) return std::nullopt;
  return taxed(rules, priced.lines[line].price, rate.content.as_decimal());
}

/// The tax of the whole quote: every line and every delivery for itself, then added up. Nothing
/// when something that is charged has no known rate.
[[nodiscard]] inline std::optional<taxed_amount> tax_of(const pack& rules, const fact_set& facts,
                                                        const quote& priced) {
  taxed_amount sum;
  bool any = false;
  const auto add = [&](const taxed_amount& part) {
    any = true;
    sum.net += part.net, sum.tax += part.tax, sum.gross += part.gross;
  };
  for (std::uint32_t i = 0; i < priced.lines.size(); ++i) {
    const std::optional<taxed_amount> part = tax_of_line(rules, facts, priced, i);
    if (part) add(*part);
    if (!part && priced.lines[i].price != 0) return std::nullopt;
  }
  for (std::size_t i = 0; i < priced.shipping_entries.size(); ++i) {
    const std::int64_t price =
        priced.shipping_entries[i].list - priced.shipping_entries[i].discount;
    if (price == 0) continue;
    const shipping_entry& entry = facts.shipping()[i];
    if (!entry.has_tax_rate) return std::nullopt;
    add(taxed(rules, price, decimal(entry.tax_rate, -8)));
  }
  return any ? std::optional(sum) : std::nullopt;
}

}  // namespace parley
