// A small shop to negotiate in, with numbers that can be checked by hand.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "negotiate/talk.hpp"
#include "simulate/simulation.hpp"
#include "support/campaign.hpp"

namespace parley::simulate::test {

/// One line at 100.00 that costs 60.00: 2%, 4%, 6%, then 8% with a card (0.50, worth 2.00).
inline std::string small_pack() {
  return R"(
pack: small
version: 1
currency: USD
defaults: {stacking: open, intent: optional}
offers:
  OFF: {give: 1%..20% step 1% off order, class: order}
  CARD: {give: gift CARD, class: gift, cost: 0.50, worth: 2.00}
limits:
  - discount <= 15% of subtotal
  - concession <= 30% of subtotal
negotiation:
  ladder: [OFF 2%, OFF 4%, OFF 6%, OFF 8% + CARD]
  rounds: 8
  min_move: 1.00
)";
}

inline std::string small_facts() {
  return R"(
now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines: [{id: l1, sku: LAMP, qty: 1, price: 100.00, cost: 60.00}]
customer: {key: c-1}
)";
}

/// Every kind of shopper.
inline std::vector<buyer_kind> everybody() {
  std::vector<buyer_kind> out;
  for (std::size_t i = 0; i < buyer_kinds; ++i) out.push_back(static_cast<buyer_kind>(i));
  return out;
}

struct stage : parley::test::campaign {
  explicit stage(const std::string& rules_text = small_pack(),
                 const std::string& facts_text = small_facts())
      : campaign(rules_text, facts_text), opening(open_market(rules, *facts, {}, memory)) {}

  [[nodiscard]] table at() { return {rules, opening, opening.facts, memory}; }
  [[nodiscard]] std::unique_ptr<seller> open(seller_kind kind) {
    return open_seller(kind, at(), brief_for(rules, opening), "s");
  }

  market opening;
};

using parley::test::accept_ask;
using parley::test::more_ask;
using parley::test::total_ask;

}  // namespace parley::simulate::test
