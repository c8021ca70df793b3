// Generated packs and carts to bargain over, and what a reply has to hold whoever bargains.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parley/compiler/read_negotiation.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::test {

/// The numbers a generated market was made with, for checks by other means than the engine's.
struct market_rules {
  std::int64_t discount_cap = 0;    ///< percent of the subtotal
  std::int64_t concession_cap = 0;  ///< percent of the subtotal
  std::int64_t floor = 0;           ///< minor units for a unit of tea
  std::int64_t budget = 0;          ///< minor units of `spend of class negotiated per day`
  std::int64_t rounds = 0;
  std::int64_t min_move = 0;
  std::int64_t patience = 0;
  std::string text;
};

inline std::string cents(std::int64_t minor) {
  std::string digits = std::to_string(minor % 100);
  if (digits.size() < 2) digits.insert(digits.begin(), '0');
  return std::to_string(minor / 100) + "." + digits;
}

/// A pack with five issues: a price, a gift out of two, shipping, longer returns, points.
inline market_rules market_of(random& dice, graph::strategy strategy) {
  market_rules m;
  m.discount_cap = dice.between(0, 16);
  m.concession_cap = dice.between(5, 40);
  m.floor = dice.chance(60) ? dice.between(500, 1150) : 0;
  m.budget = dice.chance(50) ? dice.between(300, 4000) : 500'000;
  m.rounds = dice.between(3, 12);
  m.min_move = dice.chance(50) ? dice.between(1, 300) : 0;
  m.patience = dice.chance(40) ? dice.between(1, 4) : 0;
  const auto n = [](std::int64_t number) { return std::to_string(number); };
  const std::int64_t top = dice.between(6, 14);
  m.text = R"(
pack: market
version: 1
currency: USD
defaults: {stacking: open, intent: optional}
facts:
  customer.prepays: {type: bool, default: false}
  customer.signed_up: {type: bool, default: false}
  competitor.price: {type: money}
  stock.low: {type: bool, default: false, voids: true}
selectors: {tea: line.category == "tea"}
offers:
  HAGGLE: {give: )" +
           n(dice.between(1, 3)) + "%.." + n(top * 2 + 3) + "% step " +
           (dice.chance(50) ? "1" : "2") + R"(% off order, class: negotiated}
  TOTE: {give: gift TOTE, class: [gift, negotiated], cost: )" +
           cents(dice.between(50, 600)) + ", worth: " + cents(dice.between(0, 1200)) + R"(}
  SPOON: {give: gift SPOON, class: [gift, negotiated], cost: )" +
           cents(dice.between(50, 600)) + ", worth: " + cents(dice.between(0, 1200)) + R"(}
  POST: {give: free shipping, class: negotiated}
  RETURNS: {give: concession returns-60-days, class: negotiated, cost: )" +
           cents(dice.between(0, 300)) + ", worth: " + cents(dice.between(0, 500)) + R"(}
  POINTS: {give: concession points 100..300 step 100, class: negotiated, cost: 0.50 per 100, worth: )" +
           cents(dice.between(0, 150)) + R"(}
stacking:
  - at most 1 of class gift
limits:
  - discount <= )" +
           n(m.discount_cap) + R"(% of subtotal
  - concession <= )" +
           n(m.concession_cap) + R"(% of subtotal
  - spend of class negotiated per day <= )" +
           cents(m.budget) + "\n";
  if (m.floor > 0) {
    m.text += "  - price per unit of tea >= " + cents(m.floor) +
              (dice.chance(50) ? "\n" : " else clamp\n");
  }
  m.text += "negotiation:\n  expires: 30m\n  evidence: competitor.price\n";
  m.text += "  rounds: " + n(m.rounds) + "\n";
  if (m.min_move > 0) m.text += "  min_move: " + cents(m.min_move) + "\n";
  if (m.patience > 0) m.text += "  patience: " + n(m.patience) + "\n";
  m.text +=
      "  triggers:\n    prepay: customer.prepays\n    sign_up: {when: customer.signed_up, worth: " +
      cents(dice.between(0, 400)) + "}\n    bulk: cart.quantity >= 8\n";
  if (strategy == graph::strategy::ladder) {
    m.text += "  ladder: [HAGGLE 3%, HAGGLE 5%, HAGGLE 5% + TOTE, HAGGLE 9% + TOTE]\n";
    // Every range has 3, 5 and 9: they start at 1..3, and a step of two needs an odd start.
    const std::size_t at = m.text.find("HAGGLE: {give: ") + 15;
    m.text.replace(at, 1, "1");
    m.text += "  sweeteners: [POST, RETURNS]\n";
  } else {
    m.text += "  strategy: " + std::string(name_of(strategy)) + "\n";
    m.text += "  issues: [HAGGLE, class gift, POST, RETURNS, POINTS]\n";
    // An even step needs an end that it meets; the ends are odd.
    const std::size_t at = m.text.find("HAGGLE: {give: ") + 15;
    m.text.replace(at, 1, "1");
  }
  return m;
}

/// What the host knows in one round.
struct market_facts {
  std::int64_t teas = 2;
  std::int64_t mugs = 2;
  std::int64_t minute = 0;
  std::int64_t spent = 0;
  bool prepays = false, signed_up = false, low = false;
  std::int64_t competitor = -1;  ///< minor units; -1: not known
  std::string customer = "c-1";

  [[nodiscard]] std::string text() const {
    const auto flag = [](bool b) { return b ? "true" : "false"; };
    const std::string hour = std::to_string(10 + minute / 60);
    const std::string minutes = std::to_string(minute % 60);
    std::string out = "now: 2026-11-22T" + hour + ":" + (minutes.size() < 2 ? "0" : "") + minutes +
                      ":00Z\ncart:\n  currency: USD\n  lines:\n";
    out += "    - {id: l1, sku: TEA, qty: " + std::to_string(teas) +
           ", price: 12.00, cost: 5.00, category: tea}\n";
    out += "    - {id: l2, sku: MUG, qty: " + std::to_string(mugs) +
           ", price: 20.00, cost: 9.00, category: kitchen}\n";
    out += "  shipping: [{method: standard, price: 5.99, cost: 4.10}]\n";
    out += "customer: {key: " + customer + ", prepays: " + flag(prepays) +
           ", signed_up: " + flag(signed_up) + "}\n";
    if (competitor >= 0) out += "competitor.price: " + cents(competitor) + "\n";
    out += "stock: {low: " + std::string(flag(low)) + "}\n";
    out += "counters: {\"spend of class negotiated per day\": " + cents(spent) + "}\n";
    return out;
  }
};

/// Whether terms keep every limit, worked out by hand from what they say and what they give.
inline void check_by_hand(const market_rules& m, const market_facts& f, const terms& t,
                          const quote& q) {
  const std::int64_t subtotal = f.teas * 1'200 + f.mugs * 2'000;
  CHECK(t.subtotal == subtotal);
  CHECK(t.total == t.subtotal - t.discount + t.shipping - t.shipping_discount);
  CHECK(t.discount * 100 <= subtotal * m.discount_cap);
  std::int64_t costs = 0;
  for (const applied_offer& a : q.applied) costs += a.cost;
  CHECK(t.concession == t.discount + t.shipping_discount + costs);
  CHECK(t.concession * 100 <= subtotal * m.concession_cap);
  CHECK(t.concession + f.spent <= m.budget);
  if (m.floor > 0 && !t.items.empty()) {
    for (const unit_run& run :
         std::vector<unit_run>(q.runs.begin() + q.lines[0].runs.first,
                               q.runs.begin() + q.lines[0].runs.first + q.lines[0].runs.count)) {
      CHECK(run.price >= m.floor * run.count);
    }
  }
}

inline constexpr graph::strategy all_strategies[] = {
    graph::strategy::ladder, graph::strategy::micro, graph::strategy::boulware,
    graph::strategy::linear, graph::strategy::conceder};

}  // namespace parley::test
