// How much an offer can save at the very most, whatever it is combined with.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/engine/evaluator.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley::detail {

/// What an offer's target comes to at list prices. Lines whose membership is unknown count as
/// members.
struct target_size {
  std::int64_t amount = 0;  ///< minor units
  std::int64_t quantity = 0;
  std::int64_t lines = 0;
};

inline target_size size_of_target(const pack& p, const fact_set& facts, evaluator& conditions,
                                  const graph::effect_row& effect) {
  const auto lines = facts.lines();
  if (effect.target != graph::target_kind::selector && effect.target != graph::target_kind::sku) {
    return {facts.subtotal(), facts.quantity(), static_cast<std::int64_t>(lines.size())};
  }
  target_size size;
  for (std::uint32_t i = 0; i < lines.size(); ++i) {
    bool member = true;
    if (effect.target == graph::target_kind::selector && effect.target_index != no_index) {
      member = conditions.test(p.tables().selectors[effect.target_index].when, i) != truth::no;
    } else if (effect.target == graph::target_kind::sku) {
      member = lines[i].sku == p.text(effect.text);
    }
    if (!member) continue;
    size.amount += lines[i].price * lines[i].quantity;
    size.quantity += lines[i].quantity;
    ++size.lines;
  }
  return size;
}

/// An upper bound on what the offer takes off merchandise and shipping with this parameter, in any
/// company: amounts are computed on list prices, or on less.
inline std::int64_t most_saving(const pack& p, const fact_set& facts, evaluator& conditions,
                                const graph::offer_row& offer, std::int64_t value) {
  using enum graph::effect_kind;
  const graph::effect_row& effect = offer.effect;
  std::int64_t shipping = 0;
  for (const shipping_entry& entry : facts.shipping()) shipping += entry.price;
  std::int64_t bound = 0;
  switch (effect.kind) {
    case gift:
    case perk: return 0;
    case shipping_percent:
    case shipping_amount:
    case shipping_price:
    case shipping_upgrade: bound = shipping; break;
    default: {
      const target_size target = size_of_target(p, facts, conditions, effect);
      // A share rounds up by less than one minor unit for each piece that is rounded alone.
      const std::uint8_t level = p.header().rounding_level[static_cast<std::size_t>(offer.stage)];
      const std::int64_t pieces = level == 0 ? 1 : level == 1 ? target.lines : target.quantity;
      bound = target.amount;
      if (effect.kind == percent_off) {
        bound = std::min(bound, share_of(target.amount, value, rounding_mode::up) + pieces);
      } else if (effect.kind == amount_off) {
        bound = std::min(bound, value);
      } else if (effect.kind == amount_off_each && target.quantity > 0 &&
                 value <= target.amount / target.quantity) {
        bound = std::min(bound, value * target.quantity);
      }
      break;
    }
  }
  if (effect.cap >= 0 && effect.kind != shipping_upgrade) bound = std::min(bound, effect.cap);
  return std::max<std::int64_t>(bound, 0);
}

}  // namespace parley::detail
