// What a limit that clamps leaves, measure by measure, worked out by hand: two teas at 10.00 that
// cost 6.00, a mug at 20.00 that costs 12.00, delivery at 6.00 that costs 4.00.
#include <string>
#include <vector>

#include "engine/written.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

const std::string offers =
    "  HALF: {give: 50% off order, class: x}\n"
    "  FIFTH: {give: 20% off order, class: x}\n"
    "  TEAS: {give: 50% off tea, class: x}\n"
    "  EACH: {give: 4.50 off each tea, class: x}\n"
    "  POST: {give: free shipping, class: y}\n";
const std::string selectors =
    "selectors:\n  tea: line.category == \"tea\"\n  mug: line.category == \"mug\"\n"
    "facts:\n  bound: {type: money}\n  share: {type: decimal}\n";

std::string goods(const std::string& tea_cost = "cost: 6.00, ") {
  return cart("    - {id: t, sku: T, qty: 2, price: 10.00, " + tea_cost +
                  "category: tea}\n"
                  "    - {id: m, sku: M, qty: 1, price: 20.00, cost: 12.00, category: mug}\n",
              "[{method: s, price: 6.00, cost: 4.00}]") +
         "bound: 5.00\nshare: 0.25\n";
}

const char* const spent = "counters: {\"spend of class x per day\": 2.00}\n";

struct clamp_case {
  const char* limit;
  const char* offer;
  std::int64_t tea;       ///< off the teas
  std::int64_t mug;       ///< off the mug
  std::int64_t shipping;  ///< off the delivery
};

TEST_CASE("clamps leave what can still be given, to the cent") {
  const clamp_case cases[] = {
      // Paid 46.00 against 28.00: 18.00 may go down to 10.00.
      {"margin >= 10.00 else clamp", "HALF", 400, 400, 0},
      // Paid at least 28.00 / 0.7 = 40.00.
      {"margin >= 30% else clamp", "HALF", 300, 300, 0},
      {"margin >= 30% else clamp", "POST", 0, 0, 600},
      {"margin >= 35% else clamp", "POST", 0, 0, 292},      // 28.00 / 0.65 = 43.0769: 2.92 of 2.923
      {"margin >= share else clamp", "HALF", 433, 433, 0},  // 28.00 / 0.75 = 37.33: 8.66
      {"margin >= bound else clamp", "HALF", 650, 650, 0},
      {"margin >= 100% else clamp", "HALF", 0, 0, 0},
      // Of the teas alone: 20.00 against 12.00.
      {"margin of tea >= 5.00 else clamp", "FIFTH", 300, 400, 0},
      {"margin of tea >= 5.00 else redistribute", "FIFTH", 300, 500, 0},
      {"margin of tea >= 25% else clamp", "HALF", 400, 1'000, 0},
      {"margin of tea >= 25% else clamp", "TEAS", 400, 0, 0},
      {"margin of mug >= 40% else clamp", "HALF", 1'000, 0, 0},
      // A unit that costs 6.00 keeps 2.00, or a quarter of what is paid: 8.00 either way.
      {"margin per unit of tea >= 2.00 else clamp", "EACH", 400, 0, 0},
      {"margin per unit of tea >= 25% else clamp", "EACH", 400, 0, 0},
      {"margin per unit of tea >= share else clamp", "EACH", 400, 0, 0},
      {"margin per unit of tea >= 100% else clamp", "EACH", 900, 0,
       0},  // no price keeps it: denied
      {"margin per line of tea >= 3.00 else clamp", "EACH", 500, 0, 0},
      {"margin per line of tea >= 3.00 else clamp", "HALF", 500, 1'000, 0},
      {"margin per line of tea >= 3.00 else redistribute", "FIFTH", 400, 400, 0},
      {"margin per line of tea >= 5.00 else redistribute", "FIFTH", 300, 500, 0},
      // Goods of 40.00.
      {"price >= 30.00 else clamp", "HALF", 500, 500, 0},
      {"price >= 85% of subtotal else clamp", "HALF", 300, 300, 0},
      {"price of tea >= 15.00 else clamp", "HALF", 500, 1'000, 0},
      {"price of tea >= 15.00 else redistribute", "HALF", 500, 1'500, 0},
      {"price per unit of tea >= 8.75 else clamp", "EACH", 250, 0, 0},
      {"price per line of tea >= 8.75 else clamp", "EACH", 250, 0, 0},
      {"price per line of mug >= 15.00 else redistribute", "HALF", 1'500, 500, 0},
      {"discount of tea <= 10% of list else clamp", "HALF", 200, 1'000, 0},
      {"discount of tea <= 1.23 else clamp", "TEAS", 123, 0, 0},
      {"discount per unit of tea <= 1.50 else clamp", "EACH", 300, 0, 0},
      {"discount per unit of tea <= 12% of list else clamp", "EACH", 240, 0, 0},
      {"discount per line of tea <= 1.50 else clamp", "EACH", 150, 0, 0},
      {"discount per line of tea <= 5% of list else clamp", "EACH", 100, 0, 0},
      {"discount <= 3.50 else clamp", "HALF", 175, 175, 0},
      {"discount <= bound else clamp", "HALF", 250, 250, 0},
      {"concession <= 3.50 else clamp", "POST", 0, 0, 350},
      // x at most a tenth of 46.00 - x: 4.18 of 4.181.
      {"discount <= 10% of total else clamp", "HALF", 209, 209, 0},
      {"concession <= 10% of total else clamp", "POST", 0, 0, 418},
      {"concession of shipping <= 50% of list else clamp", "POST", 0, 0, 300},
      {"concession of shipping <= 2.00 else clamp", "POST", 0, 0, 200},
      {"concession of shipping <= 2.00 else clamp", "FIFTH", 400, 400, 0},
      {"discount of class y <= 2.00 else clamp", "POST", 0, 0, 600},  // shipping is no merchandise
      {"concession of class y <= 2.00 else clamp", "POST", 0, 0, 200},
      {"concession of class y <= 2.00 else clamp", "FIFTH", 400, 400, 0},
      {"spend of class x per day <= 5.00 else clamp", "HALF", 150, 150, 0},  // 2.00 are spent
  };
  for (const clamp_case& c : cases) {
    INFO(c.limit << ", " << c.offer);
    written w(open_pack(offers, selectors) + "limits: [" + c.limit + "]\n");
    const bool counts = !w.pack().tables().counters.empty();
    w.facts(goods() + (counts ? spent : ""));
    for (const bool partial : {true, false}) {
      const decision& d = w.ask(c.offer, {}, partial);
      REQUIRE(d.has_quote);
      REQUIRE(d.quote.lines.size() == 2);
      CHECK(d.quote.lines[0].discount == c.tea);
      CHECK(d.quote.lines[1].discount == c.mug);
      CHECK(d.quote.shipping_discount == c.shipping);
    }
  }
}

TEST_CASE("a clamp that can't be computed cuts nothing: the limit itself is judged") {
  const std::string limits[] = {"margin >= 10.00 else clamp", "margin of tea >= 5.00 else clamp",
                                "margin per unit of tea >= 2.00 else clamp",
                                "margin per line of tea >= 3.00 else clamp"};
  for (const std::string& limit : limits) {
    INFO(limit);
    written w(open_pack(offers, selectors) + "limits: [" + limit + "]\n");
    w.facts(goods(""));  // what a tea costs isn't known
    const decision& d = w.ask("TEAS", {}, true);
    CHECK(d.verdict == verdict::need);
    CHECK(d.quote.discount == 1'000);
    CHECK(w.missing() == std::vector<std::string>{"line.cost"});
  }
  written w(open_pack(offers, selectors) + "limits: [discount <= bound else clamp]\n");
  w.facts(with(goods(), "bound: 5.00\n", ""));
  CHECK(w.ask("HALF", {}, true).verdict == verdict::need);
  written spend(open_pack(offers, selectors) +
                "limits: [spend of class x per day <= 5.00 else clamp]\n");
  spend.facts(goods());
  CHECK(spend.ask("HALF", {}, true).verdict == verdict::need);
}

TEST_CASE("floors of net are floors of prices with the tax that they contain") {
  const std::string taxed =
      "pack: p\nversion: 1\ncurrency: USD\ntax: inclusive\ndefaults: {stacking: open}\n"
      "selectors: {tea: line.category == \"tea\"}\noffers:\n  EACH: {give: 4.50 off each tea}\n"
      "limits: [";
  const std::string facts = cart(
      "    - {id: t, sku: T, qty: 2, price: 12.00, cost: 6.00, tax_rate: 25%, category: tea}\n");
  struct tax_case {
    const char* limit;
    std::int64_t off;
  };
  for (const tax_case& c : {
           tax_case{"margin per unit of tea >= 2.00 else clamp", 400},  // 8.00 net, 10.00 gross
           tax_case{"margin per unit of tea >= 25% else clamp", 400},
           tax_case{"margin per line of tea >= 2.00 else clamp", 650},  // 14.00 net, 17.50 gross
       }) {
    INFO(c.limit);
    written w(taxed + c.limit + "]\n");
    w.facts(facts);
    CHECK(w.ask("EACH", {}, true).quote.discount == c.off);
    CHECK(w.answer_is(verdict::allow));
    w.facts(with(facts, ", tax_rate: 25%", ""));
    CHECK(w.ask("EACH", {}, true).verdict == verdict::need);
  }
}

}  // namespace
}  // namespace parley::test
