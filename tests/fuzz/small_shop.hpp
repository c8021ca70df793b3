// A pack with a bit of everything, for targets that need one.
#pragma once

#include "parley/compiler/compile.hpp"

namespace parley::fuzz {

inline const pack& small_shop() {
  static const compilation made = compile_text("shop.yaml", R"(pack: shop
version: 1
currency: USD
timezone: UTC
defaults: {intent: optional}
facts:
  customer.tier:   {type: string, one_of: [bronze, gold]}
  customer.orders: {type: int, min: 0}
  customer.tags:   {type: list, of: string, max_size: 5}
  stock.days:      {type: int, max_age: 15m}
  line.map:        {type: money}
selectors: {tea: 'line.category == "tea"'}
offers:
  TEN:    {give: 10% off order, class: coupon, when: customer.orders == 0}
  POST:   {give: free shipping, class: shipping, when: cart.subtotal >= 50}
  TEA3:   {give: buy 2 get 1 free of tea, class: item, when: 'customer.tags.exists(t, t == "vip")'}
  HAGGLE: {give: 1%..20% step 1% off order, class: negotiated}
stacking: [TEN with POST, class coupon excludes class negotiated, class item with any]
limits:
  - discount <= 15% of subtotal
  - price per unit of tea >= line.map
  - uses of TEN per customer <= 1
  - {limit: discount <= 8% of subtotal, id: cap, when: 'customer.tier != "gold"', else: escalate to boss}
negotiation: {ladder: [HAGGLE 3%, HAGGLE 6%], rounds: 3, expires: 30m}
)");
  return *made.compiled;
}

}  // namespace parley::fuzz
