// Effects as people write them, on carts small enough to check by hand.
#include "engine/written.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;
using amounts = std::vector<std::int64_t>;

namespace {

constexpr std::string_view selectors =
    "selectors:\n"
    "  tea: line.category == \"tea\"\n"
    "  mug: line.category == \"kitchen\"\n";

written shop_with(const std::string& offers, const std::string& more = "") {
  return written(open_pack(offers, std::string(selectors) + more));
}

std::string line(const std::string& id, const std::string& sku, int quantity,
                 const std::string& price, const std::string& category = "tea",
                 const std::string& more = "") {
  return "    - {id: " + id + ", sku: " + sku + ", qty: " + std::to_string(quantity) +
         ", price: " + price + ", category: " + category + more + "}\n";
}

amounts off(const decision& d) {
  amounts made;
  for (const quoted_line& l : d.quote.lines) made.push_back(l.discount);
  return made;
}

std::string faults_of(const std::string& offer) {
  const compilation made = compile_text(
      "pack.yaml", open_pack("  A: {give: '" + offer + "'}\n", std::string(selectors)));
  std::string text;
  for (const diagnostic& d : made.found.items()) text += d.code + " " + d.message + "\n";
  return text;
}

}  // namespace

TEST_CASE("tiers give unit prices and amounts of each unit") {
  written w = shop_with(
      "  PRICE: tea at 10.00 each from 1, 9.00 from 10\n"
      "  EACH: 1.00 each from 3, 2.00 each from 10 off tea\n");
  w.facts(cart(line("a", "A", 9, "12.00")));
  CHECK(w.ask("PRICE").quote.discount == 9 * 200);
  CHECK(w.ask("EACH").quote.discount == 9 * 100);
  w.facts(cart(line("a", "A", 10, "12.00")));
  CHECK(w.ask("PRICE").quote.discount == 10 * 300);
  CHECK(w.ask("EACH").quote.discount == 10 * 200);
}

TEST_CASE("tiers by step price each unit by the tier it falls into") {
  written w = shop_with(
      "  PRICE: tea at 10.00 each from 1, 9.00 from 10 by step\n"
      "  SHARE: 10% from 3, 20% from 5 off tea by step\n"
      "  EACH: 1.00 each from 3 off tea by step\n"
      "  SPEND: 10% from 100.00, 20% from 200.00 off order by spend step\n"
      "  HOUSE: {give: '10% from 3 off tea by step', favour: merchant}\n");
  w.facts(cart(line("a", "A", 12, "12.00")));
  CHECK(w.ask("PRICE").quote.discount == 9 * 200 + 3 * 300);
  CHECK(w.ask("SHARE").quote.discount == 2 * 120 + 8 * 240);
  CHECK(w.ask("EACH").quote.discount == 10 * 100);
  CHECK(w.ask("EACH").quote.lines[0].runs.count == 2);
  w.facts(cart(line("a", "A", 1, "250.00")));
  CHECK(w.ask("SPEND").quote.discount == 1000 + 1000);
  // The dearest units stand in the last tier, in the merchant's favour in the first.
  w.facts(cart(line("a", "A", 1, "20.00") + line("b", "B", 2, "10.00")));
  CHECK(w.ask("SHARE").quote.discount == 200);
  CHECK(w.ask("HOUSE").quote.discount == 100);
}

TEST_CASE("money off single units comes off each of them, and never more than it costs") {
  written w = shop_with(
      "  SECOND: 3.00 off the 2nd tea\n"
      "  THIRD: 1.50 off every 3rd tea at most 1 times\n"
      "  CHEAP: 9.00 off the 2 cheapest tea\n"
      "  DEAR: 1.00..4.00 step 1.00 off the dearest tea\n"
      "  BOGO: buy 2 get 1 2.00 off of tea dearest\n"
      "  CROSS: buy 2 tea get 1 mug 1.25 off\n");
  w.facts(cart(line("a", "A", 3, "10.00") + line("b", "B", 2, "4.00") +
               line("m", "M", 4, "6.00", "kitchen")));
  CHECK(w.ask("SECOND").quote.discount == 2 * 300);
  CHECK(w.ask("THIRD").quote.discount == 150);
  CHECK(w.ask("CHEAP").quote.discount == 2 * 400);
  CHECK(w.ask("DEAR=3.00").quote.discount == 300);
  CHECK(w.ask("BOGO").quote.discount == 200);
  CHECK(w.ask("CROSS").quote.discount == 2 * 125);
  CHECK(faults_of("1.00 off the cheapest tea, at most 0.50 each") != "");
}

TEST_CASE("a single tier may be a range") {
  written w = shop_with(
      "  SHARE: 5%..15% step 5% from 3 off tea\n"
      "  STEP: 5%..15% step 5% from 3 off tea by step\n"
      "  EACH: 0.50..1.50 step 0.50 each from 2 off tea\n"
      "  PRICE: tea at 8.00..9.00 step 0.50 each from 4\n"
      "  SPEND: 10%..20% step 10% from 20.00 off order by spend step\n");
  w.facts(cart(line("a", "A", 4, "10.00")));
  CHECK(w.ask("SHARE=10%").quote.discount == 400);
  CHECK(w.ask("STEP=10%").quote.discount == 200);
  CHECK(w.ask("EACH=1.50").quote.discount == 600);
  CHECK(w.ask("PRICE=8.50").quote.discount == 600);
  CHECK(w.ask("SPEND=20%").quote.discount == 400);
  CHECK(w.ask("SHARE").verdict == verdict::deny);
  CHECK(w.ask("SHARE=7%").verdict == verdict::deny);
  w.facts(cart(line("a", "A", 2, "10.00")));
  CHECK(w.ask("SHARE=10%").quote.discount == 0);
  CHECK(faults_of("5%..15% step 5% from 3, 20%..25% step 5% from 5 off tea") != "");
}

TEST_CASE("one of several tiers may be a range") {
  written w = shop_with(
      "  SHARE: 5% from 2, 10%..20% step 5% from 4, 30% from 6 off tea\n"
      "  STEP: 5% from 2, 10%..20% step 5% from 4 off tea by step\n"
      "  PRICE: tea at 9.50 each from 1, 8.00..9.00 step 0.50 from 4\n"
      "  EACH: 0.50..1.50 step 0.50 each from 2, 2.00 each from 5 off tea\n"
      "  LONG: {give: {tiers: {of: tea, steps: {2: 5%, 4: 10%..20% step 5%}}}}\n");
  w.facts(cart(line("a", "A", 4, "10.00")));
  CHECK(w.ask("SHARE=15%").quote.discount == 600);
  CHECK(w.ask("STEP=20%").quote.discount == 2 * 50 + 200);
  CHECK(w.ask("PRICE=8.50").quote.discount == 4 * 150);
  CHECK(w.ask("EACH=1.50").quote.discount == 4 * 150);
  CHECK(w.ask("LONG=20%").quote.discount == 800);
  CHECK(w.ask("SHARE").verdict == verdict::deny);
  CHECK(w.ask("SHARE=5%").verdict == verdict::deny);
  // Below and above the range's tier the others count, whatever was chosen.
  w.facts(cart(line("a", "A", 3, "10.00")));
  CHECK(w.ask("SHARE=20%").quote.discount == 150);
  w.facts(cart(line("a", "A", 6, "10.00")));
  CHECK(w.ask("SHARE=10%").quote.discount == 1800);
  CHECK(w.ask("EACH=0.50").quote.discount == 6 * 200);
}

TEST_CASE("a match may go below what it matches, by a range") {
  written w = shop_with(
      "  SHARE: match line.price * 0.9 on tea, less 5%..15% step 5%\n"
      "  MONEY: match line.price * 0.9 on tea, less 0.25..0.75 step 0.25\n"
      "  FIXED: match line.price * 0.9 on tea, less 0.50, at least 8.80\n"
      "  DEEP: match line.price * 0.9 on tea, less 50.00\n");
  w.facts(cart(line("a", "A", 2, "10.00")));
  CHECK(w.ask("SHARE=10%").quote.discount == 2 * 190);
  CHECK(w.ask("MONEY=0.75").quote.discount == 2 * 175);
  CHECK(w.ask("FIXED").quote.discount == 2 * 120);
  CHECK(w.ask("DEEP").quote.discount == 2000);
  CHECK(w.ask("SHARE").verdict == verdict::deny);
  CHECK(w.ask("SHARE=20%").verdict == verdict::deny);
  // 0.9 * 3.33 * 0.85 is 2.54745 a unit: rounded once.
  w.facts(cart(line("a", "A", 3, "3.33")));
  CHECK(w.ask("SHARE=15%").quote.discount == 3 * (333 - 255));
  CHECK(faults_of("match line.price on tea, less 0.333") != "");
  CHECK(faults_of("match line.price on tea, less 5%..10.00 step 1%") != "");
  CHECK(faults_of("10% off tea, less 5%") != "");
}

TEST_CASE("a gift that is in the cart counts as a gift") {
  written w = shop_with("  CUP: gift A from cart\n", "limits:\n  - gifts <= 0\n");
  w.facts(cart(line("a", "A", 2, "10.00")));
  CHECK(w.ask("CUP").verdict == verdict::deny);
  CHECK(w.ask("CUP").quote.discount == 1000);
}

TEST_CASE("a percentage with a cap on the whole and on each unit") {
  written w = shop_with(
      "  WHOLE: 20% off tea, at most 5.00\n"
      "  UNIT: 20% off tea, at most 3.00 each\n"
      "  SECOND: 50% off every 2nd tea, at most 2.00 each\n");
  w.facts(cart(line("a", "A", 2, "20.00") + line("b", "B", 1, "10.00")));
  CHECK(w.ask("WHOLE").quote.discount == 500);
  CHECK(off(w.ask("UNIT")) == amounts{600, 200});
  CHECK(w.ask("SECOND").quote.discount == 200);
}

TEST_CASE("what is bought and what is got may be different things") {
  written w = shop_with(
      "  FREE: buy 2 tea get 1 mug free\n"
      "  HALF: buy 1 tea get 1 mug 50% off at most 1 times\n"
      "  SAME: buy 1 of order get 1 tea free\n");
  w.facts(cart(line("a", "A", 4, "10.00") + line("m", "M", 1, "8.00", "kitchen") +
               line("n", "N", 3, "6.00", "kitchen")));
  const decision& free = w.ask("FREE");
  CHECK(free.quote.discount == 2 * 600);
  CHECK(free.quote.applied[0].sets == 2);
  CHECK(w.ask("HALF").quote.discount == 300);
  // A unit that could stand on either side serves once: 4 teas and 4 mugs are 4 sets.
  CHECK(w.ask("SAME").quote.discount == 4 * 1000);
  w.facts(cart(line("a", "A", 4, "10.00")));
  CHECK(w.ask("SAME").quote.discount == 2 * 1000);
  CHECK(w.ask("FREE").quote.discount == 0);
}

TEST_CASE("shipping by several methods, reduced and fixed") {
  written w = shop_with(
      "  TWO: free shipping by standard or express\n"
      "  CUT: 2.00 off shipping by express\n"
      "  FLAT: shipping for 1.99\n"
      "  RANGE: shipping for 0.99..3.99 step 1.00 by pickup\n");
  w.facts(cart(line("a", "A", 1, "10.00"),
               "[{method: standard, price: 5.00}, {method: express, price: 9.00}, "
               "{method: pickup, price: 4.00}]"));
  CHECK(w.ask("TWO").quote.shipping_discount == 1400);
  CHECK(w.ask("CUT").quote.shipping_discount == 200);
  CHECK(w.ask("FLAT").quote.shipping_discount == 301 + 701 + 201);
  CHECK(w.ask("RANGE=1.99").quote.shipping_discount == 201);
  CHECK(w.ask("RANGE=2.50").verdict == verdict::deny);
}

TEST_CASE("a gift is added, or is what the cart holds already") {
  written w = shop_with(
      "  ADD: {give: gift TOTE, cost: 4.00}\n"
      "  OWN: gift TOTE from cart\n");
  w.facts(cart(line("a", "A", 1, "10.00") + line("t", "TOTE", 2, "9.00", "bags")));
  CHECK(w.ask("ADD").quote.discount == 0);
  CHECK(w.ask("ADD").quote.concession == 400);
  CHECK(off(w.ask("OWN")) == amounts{0, 900});
  CHECK(w.ask("OWN").quote.concession == 900);
  w.facts(cart(line("a", "A", 1, "10.00")));
  CHECK(w.ask("OWN").quote.discount == 0);
}

TEST_CASE("a match goes no lower than it says, and a stale price is asked for") {
  written w = shop_with("  MATCH: 'match competitor.price on tea, at least 7.00'\n",
                        "facts:\n  competitor.price: {type: money, max_age: 1h}\n");
  const auto with = [&](const std::string& competitor) {
    w.facts("now: 2026-11-22T10:00:00Z\n" + cart(line("a", "A", 2, "10.00")) + competitor);
  };
  with("competitor: {price: 8.50, as_of: 2026-11-22T09:30:00Z}\n");
  CHECK(w.ask("MATCH").quote.discount == 300);
  with("competitor: {price: 5.00, as_of: 2026-11-22T09:30:00Z}\n");
  CHECK(w.ask("MATCH").quote.discount == 600);
  with("competitor: {price: 11.00, as_of: 2026-11-22T09:30:00Z}\n");
  CHECK(w.ask("MATCH").quote.discount == 0);
  with("competitor: {price: 8.50, as_of: 2026-11-22T08:59:59Z}\n");
  CHECK(w.ask("MATCH").verdict == verdict::need);
}

TEST_CASE("counted concessions cost by the piece, by the hundred or in all") {
  written w = shop_with(
      "  EACH: {give: concession points 100..500 step 100, cost: 0.01 each}\n"
      "  PER: {give: concession points2 50..500 step 50, cost: 1.25 per 100}\n"
      "  ALL: {give: concession returns 30..90 step 30, cost: 2.00 in all}\n");
  w.facts(cart(line("a", "A", 1, "10.00")));
  CHECK(w.ask("EACH=300").quote.concession == 300);
  CHECK(w.ask("PER=300").quote.concession == 375);
  CHECK(w.ask("PER=50").quote.concession == 63);
  CHECK(w.ask("ALL=90").quote.concession == 200);
}

TEST_CASE("every price may be a range with a step") {
  written w = shop_with(
      "  UNIT: tea at 8.00..10.00 step 0.50 each\n"
      "  SET: 2 tea for 15.00..18.00 step 1.00\n"
      "  BUNDLE: bundle tea + mug for 12.00..16.00 step 2.00\n"
      "  GET: buy 1 get 1 10%..50% step 10% off of tea\n"
      "  NTH: 10%..30% step 10% off every 2nd tea\n"
      "  PICK: 10%..30% step 10% off the cheapest tea\n"
      "  SPEND: 1.00..3.00 step 1.00 off per 10.00 of order\n");
  w.facts(cart(line("a", "A", 2, "10.00") + line("m", "M", 1, "8.00", "kitchen")));
  CHECK(w.ask("UNIT=8.50").quote.discount == 300);
  CHECK(w.ask("SET=16.00").quote.discount == 400);
  CHECK(w.ask("BUNDLE=14.00").quote.discount == 400);
  CHECK(w.ask("GET=40%").quote.discount == 400);
  CHECK(w.ask("NTH=20%").quote.discount == 200);
  CHECK(w.ask("PICK=30%").quote.discount == 300);
  CHECK(w.ask("SPEND=2.00").quote.discount == 400);
  CHECK(w.ask("UNIT=8.25").verdict == verdict::deny);
}

TEST_CASE("floors from costs, over selectors and the order, and caps that push elsewhere") {
  const auto with = [&](const std::string& limit) {
    written w = shop_with("  HALF: 50% off order\n  TEN: 10.00 off order\n",
                          "limits:\n  - " + limit + "\n");
    w.facts(cart(line("a", "A", 2, "20.00", "tea", ", cost: 12.00") +
                 line("m", "M", 1, "10.00", "kitchen", ", cost: 2.00")));
    return w;
  };
  CHECK(off(with("price per unit >= line.cost * 1.10 else clamp").ask("HALF")) ==
        amounts{1360, 500});
  CHECK(off(with("price per unit >= 110% of line.cost else clamp").ask("HALF")) ==
        amounts{1360, 500});
  CHECK(off(with("margin per unit >= 25% else clamp").ask("HALF")) == amounts{800, 500});
  CHECK(off(with("price of tea >= 30.00 else clamp").ask("HALF")) == amounts{1000, 500});
  CHECK(with("price >= 30.00 else clamp").ask("HALF").quote.discount == 2000);
  CHECK(with("margin >= 20% else clamp").ask("HALF").quote.discount == 5000 - 3250);
  CHECK(off(with("discount of tea <= 5.00 else clamp").ask("TEN")) == amounts{500, 200});
  CHECK(off(with("discount of tea <= 5.00 else redistribute").ask("TEN")) == amounts{500, 500});
  CHECK(with("discount of tea <= 5.00 else redistribute").ask("TEN").verdict == verdict::allow);
}

TEST_CASE("a cap that is a share of what is paid in the end holds in the end") {
  written w = shop_with("  FIRST: {give: 20.00 off tea, class: coupon}\n  LAST: 50% off order\n",
                        "limits:\n  - discount of class coupon <= 10% of total else clamp\n");
  w.facts(cart(line("a", "A", 1, "100.00")));
  const decision& d = w.ask("FIRST LAST", {}, true);
  CHECK(d.verdict == verdict::allow);
  REQUIRE(d.quote.applied.size() == 2);
  CHECK(d.quote.applied[0].amount * 10 <= d.quote.total);
  CHECK(d.quote.applied[0].amount > 0);
}

TEST_CASE("sentences that give nothing, or more than there is, are faults") {
  CHECK(faults_of("0% off order") != "");
  CHECK(faults_of("0.00 off tea") != "");
  CHECK(faults_of("110% off order") != "");
  CHECK(faults_of("50% off every 1st tea") != "");
  CHECK(faults_of("bundle 0 tea + mug for 5.00") != "");
  CHECK(faults_of("buy 0 tea get 1 mug free") != "");
  CHECK(faults_of("20% off tea, at most 0.00") != "");
  CHECK(faults_of("1.00 from 3, 2.00 from 5 off tea by step") != "");
  CHECK(faults_of("1.00 each from 3.00 off tea by spend step") != "");
  CHECK(faults_of("5% from 3 off tea by lines step") != "");
  CHECK(faults_of("10.00 off tea at least 3.00") != "");
  CHECK(faults_of("5.00 off order at most 1.00 each") != "");
  CHECK(faults_of("tea at 9.00..10.00 step 1.00 each from 1, 7.00..8.00 step 0.50 from 3") != "");
  CHECK(faults_of("12.345 off order") != "");
  CHECK(faults_of("5.00EUR off order") != "");
  const compilation none = compile_text(
      "pack.yaml", open_pack("  A: {give: 10% off order, class: []}\n", std::string(selectors)));
  CHECK(none.found.has_errors());
}

TEST_CASE("units that a set takes out of an uneven line get their part by the remainder policy") {
  const auto units = [](const std::string& policy) {
    written w(
        open_pack("  CENT: {give: 0.01 off tea, rank: 1}\n"
                  "  HALF: {give: 50% off the cheapest tea, rank: 2}\n",
                  std::string(selectors), "rounding: {mode: half_up, remainder: " + policy + "}"));
    w.facts(cart(line("a", "A", 3, "10.00")));
    amounts out;
    for (const unit_run& run : w.ask("CENT HALF").quote.runs) out.push_back(run.price);
    return out;
  };
  // 29.99 for three: the one that is taken has 10.00 of it, or 9.99, and half of 9.9967 comes off.
  CHECK(units("largest") == amounts{500, 1999});
  CHECK(units("first") == amounts{500, 1999});
  CHECK(units("last") == amounts{499, 2000});
}
