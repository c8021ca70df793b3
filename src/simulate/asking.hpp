// What an ask comes to in money, and what counts as a raise, as an outsider works it out.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "parley/negotiate/ask.hpp"
#include "parley/negotiate/ladder.hpp"
#include "simulate/market.hpp"

namespace parley::simulate {

/// The lowest price that an ask names, all-in; a percent is off the merchandise.
[[nodiscard]] inline std::optional<std::int64_t> price_in(const market& cart, const ask& asked) {
  std::optional<std::int64_t> lowest;
  const auto take = [&](std::int64_t amount) {
    lowest = lowest ? std::min(*lowest, amount) : amount;
  };
  if (asked.target_total) take(*asked.target_total);
  if (asked.budget) take(*asked.budget);
  if (asked.competitor_price) take(*asked.competitor_price);
  if (asked.target_percent) {
    take(cart.list_total - static_cast<std::int64_t>(int128{cart.facts.subtotal()} *
                                                     *asked.target_percent / ratio_one));
  }
  return lowest;
}

/// A raise that counts as a move: the pack's `min_move`, else the smallest difference between two
/// neighbouring steps of its ladder, else a hundredth of the list price. At least one minor unit.
[[nodiscard]] inline std::int64_t raise_on(const pack& p, const market& cart,
                                           question_workspace& w) {
  if (p.header().min_move > 0) return p.header().min_move;
  std::optional<std::int64_t> smallest, before;
  ladder_position at;
  for (at.step = 0; at.step < p.header().ladder.count; ++at.step) {
    propose_step(p, at, w.trial);
    w.trial.intent = cart.intent;
    w.trial.accept_partial = false;
    const decision& d = w.judge(p, cart.facts);
    if (!d.has_quote) continue;
    const std::int64_t total = d.quote.total;
    if (before && *before > total && (!smallest || *before - total < *smallest))
      smallest = *before - total;
    before = total;
  }
  return std::max<std::int64_t>(smallest.value_or(cart.list_total / 100), 1);
}

}  // namespace parley::simulate
