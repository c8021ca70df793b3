// The leaves of effect sentences. Private to src/syntax: sentence_effect.cpp makes them,
// lower_effect.cpp reads them.
#pragma once

#include <cstdint>
#include <optional>

#include "parley/base/diagnostic.hpp"
#include "syntax/ast.hpp"
#include "syntax/phrase.hpp"

namespace parley::syntax {

enum class effect_role : std::uint8_t {
  value,
  value_to,
  step,
  cap,
  cap_each,
  least,
  less,
  threshold,
  count,
  paid,
  ordinal,
  buy,
  get,
  tier_value,
  tier_value_to,
  tier_step,
  tier_from,
  by_quantity,
  by_spend,
  by_lines,
  by_step,
  tier_price,
  tier_each,
  target,
  target_sku,
  target_class,
  part_count,
  got_target,
  got_sku,
  method,
  from_cart,
  text,
  expression,
  times,
  cheapest,
  dearest,
  per_group,
  across,
  // what the sentence is
  off,
  off_each,
  unit_price,
  set_price,
  bundle,
  buy_get,
  free_units,
  price_of,
  nth,
  per_spend,
  tiers,
  free_shipping,
  shipping_off,
  shipping_price,
  upgrade,
  gift,
  match,
  perk,
};

/// One leaf as the lowering sees it: no X3 in sight.
struct effect_leaf {
  effect_role role;
  std::string_view text;
  span at;
  std::size_t offset;  ///< of `text` in the sentence
};

/// What the leaves of a well-formed sentence mean.
[[nodiscard]] std::optional<effect> lower_effect(const phrase& sentence,
                                                 const std::vector<effect_leaf>& leaves,
                                                 diagnostics& found);

}  // namespace parley::syntax
