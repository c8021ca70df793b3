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

}  // namespace
}  // namespace parley::simulate
