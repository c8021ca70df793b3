// The pack that the documentation tells its story with, to the cent.
#include "engine/shop.hpp"
#include "engine/written.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

const std::string winter_text = R"(pack: winter-26
version: 3
currency: USD
timezone: America/New_York
rounding: {mode: half_up, remainder: largest}
defaults: {basis: running, stacking: closed, intent: optional}
facts:
  customer.tier:      {type: string, one_of: [bronze, silver, gold]}
  customer.verified:  {type: bool}
  customer.orders:    {type: int, min: 0}
  channel:            {type: string, one_of: [email, sms, whatsapp, web]}
  conversation.sentiment: {type: decimal, min: -1, max: 1}
  inventory.eta_days: {type: int, min: 0, max_age: 15m}
  competitor.price:   {type: money, max_age: 1h}
  line.map:           {type: money}
  line.clearance:     {type: bool, default: false}
selectors:
  tea: line.category == "tea"
  full_price: '!line.clearance'
offers:
  WELCOME10:
    give: 10% off order
    class: [order, coupon]
    when: customer.orders == 0
  FREESHIP:
    give: free shipping
    class: shipping
    when: cart.subtotal >= 50
  TEA3:   {give: buy 2 get 1 free of tea, class: item}
  TOTE:   {give: gift SKU-TOTE, class: gift, cost: 4.00, worth: 9.00}
  EXPRESS:
    give: shipping upgrade to express
    class: shipping
    cost: 7.00
    when: inventory.eta_days <= 2
  HAGGLE:
    give: 1%..12% step 1% off order
    class: [order, negotiated]
    when: customer.verified || channel == "web"
stacking:
  - WELCOME10 with FREESHIP
  - HAGGLE with FREESHIP
  - class item with any
  - class gift with any
  - rule: class coupon excludes class negotiated
    because: a coupon is already our best public price
  - at most 1 of class order
  - at most 1 of class shipping
  - TOTE requires one of WELCOME10, HAGGLE
limits:
  - discount <= 15% of subtotal
  - concession <= 30% of subtotal
  - limit: discount <= 8% of subtotal
    id: unverified-cap
    when: '!customer.verified'
    else: escalate to supervisor
    because: unverified customers are a fraud risk
  - margin >= 18%
  - price per unit of tea >= line.map
  - uses of WELCOME10 per customer <= 1
  - spend of class negotiated per day <= 5000.00
playbooks:
  price_match:
    offers: [class negotiated]
    needs:  [customer.verified, competitor.price]
    limits: [discount <= 5% of subtotal]
    handoff: {when: conversation.sentiment < -0.5, to: human}
)";

std::string cart_of_four(const std::string& verified = "true", const std::string& more = "") {
  return R"(now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines:
    - {id: l1, sku: TEA-GREEN, qty: 2, price: 12.00, cost: 5.00, category: tea, map: 7.50}
    - {id: l2, sku: MUG, qty: 2, price: 20.00, cost: 9.00, category: kitchen}
  shipping: [{method: standard, price: 5.99, cost: 4.10}]
customer: {key: c-1001, tier: gold, verified: )" +
         verified + R"(, orders: 0}
channel: email
inventory: {eta_days: 3, as_of: 2026-11-22T09:58:00Z}
counters: {"uses of WELCOME10 per customer": 0, "spend of class negotiated per day": 120.00}
)" + more;
}

}  // namespace

TEST_CASE("the worked decision") {
  written w(winter_text);
  w.facts(cart_of_four());
  const decision& d = w.ask("HAGGLE=2% WELCOME10");
  CHECK(d.verdict == verdict::deny);
  CHECK(w.reasons() ==
        std::vector<std::string>{"deny stacking.excluded coupon-x-negotiated: HAGGLE WELCOME10",
                                 "deny stacking.at_most at-most-1-of-order: HAGGLE WELCOME10"});
  CHECK(w.missing() == std::vector<std::string>{"conversation.sentiment"});
  REQUIRE(d.has_quote);
  const quote& q = d.quote;
  CHECK(q.subtotal == 6400);
  CHECK(q.discount == 755);
  CHECK(q.shipping == 599);
  CHECK(q.shipping_discount == 0);
  CHECK(q.total == 6244);
  REQUIRE(q.applied.size() == 2);
  CHECK(q.applied[0].amount == 640);
  CHECK(q.applied[1].amount == 115);
  CHECK(discounts(d) == std::vector<std::int64_t>{283, 472});
  REQUIRE(q.allocations.size() == 4);
  CHECK(q.allocations[0].amount == 240);
  CHECK(q.allocations[1].amount == 43);
  CHECK(q.allocations[2].amount == 400);
  CHECK(q.allocations[3].amount == 72);
  CHECK(sums_up(q));
}

TEST_CASE("the question of the first e-mail: this coupon and free shipping") {
  written w(winter_text);
  w.facts(cart_of_four());
  const decision& d = w.ask("WELCOME10 FREESHIP");
  CHECK(d.verdict == verdict::allow);
  CHECK(d.quote.total == 5760);
  CHECK(d.quote.concession == 640 + 599);
  CHECK(w.ask("WELCOME10 FREESHIP TOTE").verdict == verdict::allow);
  CHECK(w.ask("TOTE").verdict == verdict::deny);
  CHECK(w.reasons() == std::vector<std::string>{
                           "deny stacking.requires TOTE-requires-one-of-WELCOME10-HAGGLE: TOTE"});
  CHECK(w.ask("EXPRESS").verdict == verdict::deny);
}

TEST_CASE("an unverified customer is escalated, an unknown one is a need") {
  written w(winter_text);
  w.facts(cart_of_four("false"));
  CHECK(w.ask("WELCOME10").verdict == verdict::escalate);
  CHECK(w.reasons() ==
        std::vector<std::string>{"escalate limit.approval unverified-cap: WELCOME10"});
  w.facts(
      cart_of_four("false",
                   "approvals:\n  - {role: supervisor, limit: unverified-cap, customer: c-1001, "
                   "up_to: 8.00, pack: " +
                       std::string(w.pack().digest()) + ", cart: " + w.cart() +
                       ", until: 2026-11-22T18:00:00Z}\n"));
  CHECK(w.ask("WELCOME10").verdict == verdict::allow);
  w.facts(cart_of_four("{unknown: withheld}"));
  CHECK(w.ask("WELCOME10").verdict == verdict::need);
  CHECK(w.missing() == std::vector<std::string>{"conversation.sentiment", "customer.verified"});
}

TEST_CASE("the price-match playbook") {
  written w(winter_text);
  w.facts(cart_of_four());
  const decision& d = w.ask("HAGGLE=5%", "price_match");
  CHECK(d.verdict == verdict::need);
  CHECK(w.reasons() == std::vector<std::string>{"need playbook.needs"});
  CHECK(d.handoffs.size() == 1);  // nobody knows the mood, so a person takes over
  w.facts(cart_of_four(
      "true",
      "competitor: {price: 10.00, as_of: 2026-11-22T09:30:00Z}\nconversation: {sentiment: 0.1}\n"));
  CHECK(w.ask("HAGGLE=5%", "price_match").verdict == verdict::allow);
  CHECK(w.ask("HAGGLE=5%", "price_match").handoffs.empty());
  CHECK(w.ask("HAGGLE=6%", "price_match").verdict == verdict::deny);
  CHECK(w.ask("HAGGLE=6%").verdict == verdict::allow);
  CHECK(w.ask("WELCOME10", "price_match").verdict == verdict::deny);
  CHECK(w.ask("HAGGLE=5%", "returns").verdict == verdict::deny);
}
