#include "simulate/market.hpp"

#include <algorithm>

#include "parley/base/limits.hpp"
#include "simulate/stage.hpp"
#include "support/catch.hpp"

namespace parley::simulate {
namespace {

using test::stage;

TEST_CASE("a market has every outcome, judged and priced all-in") {
  stage s;
  const market& m = s.opening;
  CHECK(m.outcomes.size() == 21 * 2);
  CHECK(m.list_total == 10000);
  CHECK(m.costs_known);
  CHECK(m.kept == 4000);
  CHECK(m.complete);
  CHECK(m.lowest == 8500);
  CHECK(m.lowest_net == 8300);
  CHECK(std::count_if(m.outcomes.begin(), m.outcomes.end(),
                      [](const outcome& o) { return o.permitted; }) == 32);
  for (const std::size_t i : m.frontier) {
    const outcome& o = m.outcomes[i];
    CHECK(o.permitted);
    for (const outcome& other : m.outcomes) {
      if (other.permitted && other.concession <= o.concession) CHECK(other.net() >= o.net());
    }
  }
  // A card for 0.50 that is worth 2.00 comes before any percent.
  CHECK(m.outcomes[m.frontier[0]].offers.offers.empty());
  CHECK(m.outcomes[m.frontier[1]].concession == 50);
}

TEST_CASE("without costs the merchant's surplus is what comes in") {
  stage s(test::small_pack(), parley::test::with(test::small_facts(), ", cost: 60.00", ""));
  CHECK_FALSE(s.opening.costs_known);
  CHECK(s.opening.kept == 10000);
}

TEST_CASE("the Nash point has the greatest product of gains") {
  stage s;
  const std::int64_t reserve = 9500;
  const auto nash = nash_point(s.opening, reserve);
  REQUIRE(nash);
  for (const outcome& o : s.opening.outcomes) {
    const gains g = s.opening.of(o, reserve);
    if (!o.permitted || g.merchant < 0 || g.customer < 0) continue;
    CHECK(g.merchant * g.customer <= nash->merchant * nash->customer);
  }
  CHECK_FALSE(nash_point(s.opening, 8000));  // nobody may sell for that
}

TEST_CASE("distances are whole minor units") {
  CHECK(distance({0, 0}, {3, 4}) == 5);
  CHECK(distance({-3, 4}, {3, -4}) == 10);
  stage s;
  const outcome& on = s.opening.outcomes[s.opening.frontier[4]];
  CHECK(frontier_distance(s.opening, 9999, s.opening.of(on, 9999)) == 0);
  CHECK(*frontier_distance(s.opening, 9500, {0, 0}) > 0);
}

TEST_CASE("changed carts are the opening one with a unit more or less") {
  stage s(test::small_pack(), R"(
now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines:
    - {id: l1, sku: LAMP, qty: 1, price: 100.00, cost: 60.00}
    - {id: l2, sku: MUG, qty: 2, price: 10.00, cost: 4.00}
customer: {key: c-1}
)");
  const std::vector<market> all = changed_markets(s.rules, *s.facts, {}, s.memory);
  REQUIRE(all.size() == 4);
  CHECK(all[0].change == "one more of l1");
  CHECK(all[0].list_total == 22000);
  CHECK(all[1].change == "without l1");
  CHECK(all[1].list_total == 2000);
  CHECK(all[2].change == "one more of l2");
  CHECK(all[3].change == "one less of l2");
  CHECK(all[3].kept == 4000 + 600);
  CHECK(cart_hash(s.opening.facts) != cart_hash(all[0].facts));
}

TEST_CASE("a space beyond the cap is thinned, and the ladder stays in it") {
  std::string text = parley::test::with(test::small_pack(), "  CARD:",
                                        R"(  B: {give: 0.05..40.00 step 0.05 off order}
  C: {give: 0.05..40.00 step 0.05 off order}
  CARD:)");
  text =
      parley::test::with(text, "OFF 8% + CARD]", "OFF 8% + CARD, OFF 8% + CARD + B 0.35 + C 0.15]");
  stage s(text);
  CHECK_FALSE(s.opening.complete);
  CHECK(s.opening.outcomes.size() <= caps::simulated_outcomes + 5);
  CHECK(std::any_of(s.opening.outcomes.begin(), s.opening.outcomes.end(), [](const outcome& o) {
    return o.offers.offers.size() == 4 && o.concession == 800 + 50 + 50;
  }));
}

TEST_CASE("what isn't known of costs, or is beyond counting, is no cost") {
  const auto known = [](const std::string& cart) {
    return stage(test::small_pack(), "now: 2026-11-22T10:00:00Z\ncart: {currency: USD, " + cart +
                                         "}\ncustomer: {key: c-1}\n")
        .opening.costs_known;
  };
  const std::string line = "lines: [{sku: A, qty: 2, price: 10.00, cost: ";
  CHECK(known(line + "4.00}]"));
  CHECK_FALSE(known(line + "absent}]"));
  CHECK_FALSE(known(line + "{unknown: withheld}}]"));
  CHECK(known(line + "4.00}], shipping: [{method: m, price: 5.00, cost: 4.00}]"));
  CHECK_FALSE(known(line + "4.00}], shipping: [{method: m, price: 5.00}]"));
  stage with_shipping(test::small_pack(),
                      "now: 2026-11-22T10:00:00Z\ncart: {currency: USD, " + line +
                          "4.00}], shipping: [{method: m, price: 5.00, cost: 4.00}]}\n");
  CHECK(with_shipping.opening.list_total == 2500);
  CHECK(with_shipping.opening.kept == 2500 - 800 - 400);
}

// A changed cart is the opening one read with another quantity: every answer is the same.
TEST_CASE("a changed cart keeps all else that is known") {
  const std::string rules = R"(
pack: kept
version: 1
currency: USD
defaults: {stacking: open, intent: optional}
facts:
  tier: {type: string}
  eta: {type: int, max_age: 15m}
  late: {type: int, max_age: 15m}
  note: {type: string, optional: true}
  hidden: {type: bool}
  line.map: {type: money}
offers:
  A: {give: 1%..20% step 1% off order, class: x, when: tier == "gold"}
  B: {give: 5% off order, when: eta < 3}
  C: {give: 4% off order, when: late < 3}
  D: {give: 3% off order, when: '!has(note)'}
  E: {give: 2% off order, when: hidden}
limits:
  - uses of A per customer <= 2
  - spend of class x per day <= 20.00
  - {limit: discount <= 15% of subtotal, id: cap, else: escalate to boss}
  - price per unit >= line.map
negotiation: {ladder: [A 2%]}
)";
  const auto facts = [](int quantity) {
    return "now: 2026-11-22T10:00:00Z\nsession: s-1\ncart:\n  currency: USD\n  lines:\n    - {id: "
           "l1, "
           "sku: LAMP, qty: " +
           std::to_string(quantity) +
           ", price: 50.00, cost: 20.00, map: 40.00}\n"
           "  shipping: [{method: post, price: 6.00, cost: 5.00}]\ncustomer: {key: c-1}\ntier: "
           "gold\n"
           "eta: {value: 1, as_of: 2026-11-22T09:50:00Z}\nlate: {value: 1, as_of: "
           "2026-11-22T09:40:00Z}\nnote: absent\nhidden: {unknown: withheld}\n"
           "counters: {\"uses of A per customer\": 1, \"spend of class x per day\": 12.00}\n";
  };
  stage opening(rules, facts(1));
  const std::vector<market> all =
      changed_markets(opening.rules, *opening.facts, {}, opening.memory);
  REQUIRE(all.size() == 1);
  stage again(rules, facts(2));
  CHECK(cart_hash(all[0].facts) == cart_hash(*again.facts));
  for (const std::initializer_list<std::string_view> asked :
       {std::initializer_list<std::string_view>{"A=1%"},
        {"A=8%"},
        {"A=9%"},
        {"A=16%"},
        {"B"},
        {"C"},
        {"D"},
        {"E"},
        {"A=2%", "B", "D"}}) {
    parley::decision changed = opening.memory.judge(opening.rules, all[0].facts, opening.of(asked));
    const parley::decision& read = again.judge(asked);
    CHECK(changed.verdict == read.verdict);
    CHECK(changed.findings.size() == read.findings.size());
    CHECK(changed.missing.size() == read.missing.size());
    CHECK(changed.quote.total == read.quote.total);
  }
}

}  // namespace
}  // namespace parley::simulate
