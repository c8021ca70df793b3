// What an offer takes off an order as a whole, without looking at lines: exact where it applies.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "parley/engine/best_memory.hpp"
#include "parley/engine/price_caps.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley::detail {

/// How an offer's effect folds. Amounts off the whole order, rounded once, depend on its sum alone;
/// so does shipping with a single entry.
[[nodiscard]] inline fold_kind fold_of(const pack& p, const fact_set& facts,
                                       const graph::offer_row& offer) noexcept {
  using enum graph::effect_kind;
  const graph::effect_row& effect = offer.effect;
  if (offer.basis == graph::basis::stage) return fold_kind::lines;
  const bool once = p.header().rounding_level[static_cast<std::size_t>(offer.stage)] == 0;
  const bool whole = effect.target == graph::target_kind::order && once && effect.cap_each < 0;
  const std::string_view text = p.text(effect.text);
  if (!text.empty() && text.find('\n') != std::string_view::npos) return fold_kind::lines;
  switch (effect.kind) {
    case percent_off: return whole ? fold_kind::share : fold_kind::lines;
    case amount_off: return whole ? fold_kind::amount : fold_kind::lines;
    case per_spend: return whole && effect.threshold > 0 ? fold_kind::per_spend : fold_kind::lines;
    case shipping_percent:
      return facts.shipping().size() == 1 ? fold_kind::shipping_share : fold_kind::lines;
    case shipping_amount:
      return facts.shipping().size() == 1 ? fold_kind::shipping_amount : fold_kind::lines;
    case shipping_price:
      return facts.shipping().size() == 1 ? fold_kind::shipping_price : fold_kind::lines;
    case gift:
    case perk: return fold_kind::cost;
    default: return fold_kind::lines;
  }
}

/// Lowers an amount to what clamping limits on the whole order leave.
[[nodiscard]] inline std::int64_t clamped(const fact_set& facts,
                                          std::span<const order_clamp> clamps,
                                          const order_sums& now, std::int64_t amount,
                                          bool merchandise, std::int64_t shipping_list) noexcept {
  for (const order_clamp& c : clamps) {
    if (!c.concession && !merchandise) continue;
    std::int64_t used = facts.subtotal() - now.merchandise;
    if (c.concession) used += shipping_list - now.shipping + now.cost;
    amount = std::min(amount, std::max<std::int64_t>(0, c.most - used));
  }
  return amount;
}

/// Applies an offer with this value to the sums; false when a clamping limit cut it. The same
/// amounts as the pricer's, which the search checks against `validate` for every answer.
[[nodiscard]] inline bool fold(const pack& p, const fact_set& facts, const graph::offer_row& offer,
                               const best_candidate& c, std::int64_t value,
                               std::span<const order_clamp> clamps, order_sums& sums) {
  const graph::effect_row& effect = offer.effect;
  const auto share = [&](std::int64_t base) {
    return static_cast<std::int64_t>(
        std::min(divide_rounded(int128{base} * value, ratio_one, p.header().rounding),
                 int128{engine::no_bound}));
  };
  const auto shipping_list =
      facts.shipping().size() == 1 ? facts.shipping()[0].price : sums.shipping;
  const std::int64_t list = c.on_list ? facts.subtotal() : sums.merchandise;
  const std::int64_t post = c.on_list ? shipping_list : sums.shipping;
  std::int64_t wanted = 0;
  bool merchandise = true;
  switch (c.fold) {
    case fold_kind::share: wanted = share(list); break;
    case fold_kind::amount: wanted = value; break;
    case fold_kind::per_spend: {
      std::int64_t steps = list / effect.threshold;
      if (effect.times != 0) steps = std::min<std::int64_t>(steps, effect.times);
      wanted = static_cast<std::int64_t>(
          std::clamp(int128{value} * steps, int128{-engine::no_bound}, int128{engine::no_bound}));
      break;
    }
    case fold_kind::shipping_share: wanted = share(post), merchandise = false; break;
    case fold_kind::shipping_amount: wanted = value, merchandise = false; break;
    case fold_kind::shipping_price: wanted = post - value, merchandise = false; break;
    default: break;
  }
  if (!merchandise && !p.text(effect.text).empty() &&
      p.text(effect.text) != facts.shipping()[0].method) {
    wanted = 0;
  }
  if (effect.cap >= 0) wanted = std::min(wanted, effect.cap);
  wanted = std::clamp<std::int64_t>(wanted, 0, merchandise ? sums.merchandise : sums.shipping);
  std::int64_t given = clamped(facts, clamps, sums, wanted, merchandise, shipping_list);
  (merchandise ? sums.merchandise : sums.shipping) -= given;
  bool whole = given == wanted;
  if (offer.has_cost != 0) {
    const std::int64_t cost = engine::declared_cost(offer, value);
    given = clamped(facts, clamps, sums, cost, false, shipping_list);
    if (given == cost) sums.cost += cost;
    whole = whole && given == cost;
  }
  return whole;
}

}  // namespace parley::detail
