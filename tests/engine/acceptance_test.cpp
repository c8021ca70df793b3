// What real shop systems compute, asked through packs as merchants write them.
#include "engine/shop.hpp"
#include "engine/written.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;
using amounts = std::vector<std::int64_t>;

TEST_CASE("shops 1, 2: order and exclusivity") {
  for (const bool amount_first : {true, false}) {
    written w(open_pack(std::string("  TEN: {give: 10.00 off order, rank: ") +
                        (amount_first ? "1" : "3") +
                        "}\n  TWENTY: {give: 20% off order, rank: 2}\n"));
    w.facts(cart("    - {id: a, sku: A, qty: 1, price: 100.00}\n"));
    CHECK(w.ask("TEN TWENTY").quote.total == (amount_first ? 7200 : 7000));
    CHECK(w.ask("TWENTY TEN").quote.total == (amount_first ? 7200 : 7000));
  }
  written w(
      open_pack("  TEN: {give: 10.00 off order, rank: 1}\n  SOLO: {give: 20% off order, rank: 2}\n",
                "stacking:\n  - SOLO alone\n"));
  w.facts(cart("    - {id: a, sku: A, qty: 1, price: 100.00}\n"));
  CHECK(w.ask("TEN SOLO").verdict == verdict::deny);
  CHECK(w.reasons() == std::vector<std::string>{"deny stacking.alone SOLO-alone: SOLO TEN"});
  CHECK(w.ask("SOLO").quote.total == 8000);
}

TEST_CASE("shop 3: a shipping offer reads what earlier offers left") {
  written w(
      open_pack("  HALF: {give: 50% off order}\n"
                "  FREE: {give: free shipping, when: so_far.subtotal > 100}\n"));
  w.facts(
      cart("    - {id: a, sku: A, qty: 1, price: 120.00}\n", "[{method: standard, price: 10.00}]"));
  CHECK(w.ask("HALF FREE").verdict == verdict::deny);
  CHECK(w.ask("HALF").quote.total == 7000);
  w.facts(
      cart("    - {id: a, sku: A, qty: 2, price: 120.00}\n", "[{method: standard, price: 10.00}]"));
  CHECK(w.ask("FREE HALF").verdict == verdict::allow);
  CHECK(w.ask("HALF FREE").quote.total == 12000);
}

TEST_CASE("shop 4: basis") {
  const std::string offers =
      "  A: {give: 10% off order}\n  B: {give: 5% off order}\n  C: {give: 10% off order}\n";
  const std::string knobs = "rounding: {mode: half_up, remainder: largest}";
  for (const std::string basis : {"list", "running"}) {
    written w(open_pack(offers, "", knobs, ", basis: " + basis));
    w.facts(cart("    - {id: a, sku: A, qty: 1, price: 45.00}\n"));
    CHECK(w.ask("A B").quote.discount == (basis == "list" ? 675 : 653));
    w.facts(cart("    - {id: a, sku: A, qty: 1, price: 100.00}\n"));
    CHECK(w.ask("A C").quote.total == (basis == "list" ? 8000 : 8100));
  }
}

TEST_CASE("shops 5 to 7: floors") {
  const std::string facts = "facts:\n  line.floor: {type: money}\n";
  const auto limits = [](const std::string& otherwise) {
    return "limits:\n  - price per unit of everything >= line.floor else " + otherwise + "\n";
  };
  const std::string selectors = "selectors:\n  everything: line.qty > 0\n";
  const std::string offers =
      "  HALF: {give: 50% off order}\n  TEN: {give: 10.00 off order}\n"
      "  TWENTY: {give: 20.00 off order}\n  PERCENT: {give: 20% off order}\n"
      "  MUCH: {give: 36.00 off order}\n";
  written clamp(open_pack(offers, facts + selectors + limits("clamp")));
  clamp.facts(cart("    - {id: a, sku: SHIRT, qty: 1, price: 50.00, floor: 45.00}\n"));
  CHECK(clamp.ask("HALF").quote.discount == 500);
  CHECK(clamp.answer_is(verdict::deny));
  CHECK(clamp.ask("TEN", "", true).quote.discount == 500);
  CHECK(clamp.answer_is(verdict::allow));
  written moved(open_pack(offers, facts + selectors + limits("redistribute")));
  moved.facts(
      cart("    - {id: a, sku: SHIRT, qty: 1, price: 50.00, floor: 45.00}\n"
           "    - {id: b, sku: MUG, qty: 1, price: 20.00, floor: 0.00}\n"));
  CHECK(discounts(moved.ask("TWENTY")) == amounts{500, 1500});
  CHECK(moved.ask("TWENTY").quote.total == 5000);
  CHECK(discounts(moved.ask("PERCENT")) == amounts{500, 900});
  CHECK(moved.ask("PERCENT").quote.total == 5600);
  moved.facts(
      cart("    - {id: a, sku: SHIRT, qty: 2, price: 50.00, floor: 45.00}\n"
           "    - {id: b, sku: KEYS, qty: 2, price: 20.00, floor: 15.00}\n"
           "    - {id: c, sku: MOUSE, qty: 1, price: 30.00, floor: 0.00}\n"
           "    - {id: d, sku: CUP, qty: 1, price: 10.00, floor: 0.00}\n"));
  CHECK(discounts(moved.ask("MUCH")) == amounts{1000, 1000, 1200, 400});
}

TEST_CASE("shops 8 to 10: remainders") {
  const auto split = [](const std::string& remainder, const std::string& give,
                        const std::vector<std::string>& prices) {
    written w(open_pack("  OFF: {give: " + give + "}\n", "",
                        "rounding: {mode: half_up, remainder: " + remainder + "}"));
    std::string lines;
    for (const std::string& price : prices) {
      lines += "    - {id: l" + price + std::to_string(lines.size()) +
               ", sku: A, qty: 1, price: " + price + "}\n";
    }
    w.facts(cart(lines));
    return discounts(w.ask("OFF"));
  };
  CHECK(split("largest", "3.00 off order", {"40.00", "20.00", "20.00"}) == amounts{150, 75, 75});
  CHECK(split("largest", "2.99 off order", {"43.00", "14.00", "23.00"}) == amounts{161, 52, 86});
  CHECK(split("largest", "2.99 off order", {"10.00", "10.00", "10.00"}) == amounts{100, 100, 99});
  CHECK(split("last", "4.00 off order", {"2.00", "2.00", "2.00"}) == amounts{133, 133, 134});
  CHECK(split("first", "15% off order up to 50.00", {"120.00", "230.00", "300.00"}) ==
        amounts{924, 1769, 2307});
  CHECK(split("largest", "15% off order up to 50.00", {"120.00", "230.00", "300.00"}) ==
        amounts{923, 1769, 2308});
}

TEST_CASE("shops 11, 12: more than there is") {
  written w(
      open_pack("  HUGE: {give: 200.00 off order}\n  FREE: {give: free shipping}\n  FREE2: {give: "
                "free shipping}\n"
                "  EACH: {give: 2.00 off shipping, repeat: 2}\n"));
  w.facts(cart("    - {id: a, sku: A, qty: 1, price: 100.00}\n",
               "[{method: standard, price: 2.50}, {method: express, price: 1.50}]"));
  CHECK(w.ask("HUGE").quote.discount == 10000);
  CHECK(w.ask("HUGE FREE FREE2").quote.total == 0);
  const decision& d = w.ask("EACH EACH");
  CHECK(d.verdict == verdict::allow);
  REQUIRE(d.quote.applied.size() == 2);
  CHECK(d.quote.applied[0].shipping_amount == 350);
  CHECK(d.quote.applied[1].shipping_amount == 50);
}

TEST_CASE("shops 13 to 15: sets") {
  std::string shirts;
  for (int i = 1; i <= 9; ++i) {
    shirts += "    - {id: s" + std::to_string(i) +
              ", sku: S, qty: 1, price: " + std::to_string(i * 5) + ".00}\n";
  }
  written w(
      open_pack("  WHOLE: {give: buy 2 get 1 free of order}\n  GROUP: {give: buy 2 get 1 free of "
                "order per group}\n"
                "  PICK: {give: 100% off the 2 cheapest of order}\n  THREE: {give: 3 for the price "
                "of 2 of order}\n"
                "  ONCE: {give: buy 2 get 1 free of order at most 1 times}\n"));
  w.facts(cart(shirts));
  CHECK(w.ask("WHOLE").quote.discount == 3000);
  CHECK(w.ask("GROUP").quote.discount == 6000);
  w.facts(
      cart("    - {id: a, sku: A, qty: 2, price: 65.00}\n    - {id: b, sku: B, qty: 1, price: "
           "30.00}\n"));
  CHECK(w.ask("PICK").quote.total == 6500);
  w.facts(cart("    - {id: a, sku: A, qty: 3, price: 12.00}\n"));
  CHECK(w.ask("THREE").quote.discount == 1200);
  w.facts(cart(
      "    - {id: a, sku: A, qty: 4, price: 4.00}\n    - {id: b, sku: B, qty: 4, price: 2.00}\n"));
  CHECK(w.ask("ONCE").quote.discount == 200);
}

TEST_CASE("shop 16: tiers") {
  written w(open_pack(
      "  TIERS: {give: '10% from 0.00, 15% from 20.00, 20% from 30.00 off order by spend'}\n"));
  std::string lines;
  for (int i = 1; i <= 3; ++i) {
    lines += "    - {id: l" + std::to_string(i) + ", sku: A, qty: 1, price: 10.00}\n";
    w.facts(cart(lines));
    const decision& d = w.ask("TIERS");
    CHECK(d.quote.discount == (i == 1 ? 100 : i == 2 ? 300 : 600));
  }
}

TEST_CASE("shop 17: budgets") {
  for (const std::string otherwise : {"deny", "clamp"}) {
    written w(open_pack("  OFF: {give: 15.00 off order}\n",
                        "limits:\n  - spend per campaign <= 10.00 else " + otherwise + "\n"));
    w.facts(cart("    - {id: a, sku: A, qty: 1, price: 50.00}\n") +
            "counters: {spend per campaign: 0}\n");
    CHECK(w.ask("OFF").verdict == verdict::deny);
    if (otherwise == "clamp") {
      CHECK(w.ask("OFF").quote.discount == 1000);
      CHECK(w.ask("OFF", "", true).verdict == verdict::allow);
    }
  }
}

TEST_CASE("shop 18: a priced proposal validates again") {
  written w(
      open_pack("  SMALL: {give: 20% off order, when: cart.subtotal >= 50}\n"
                "  LARGE: {give: 40% off order, when: cart.subtotal >= 80}\n",
                "stacking:\n  - SMALL alone\n  - LARGE alone\n"));
  w.facts(cart("    - {id: a, sku: A, qty: 1, price: 85.00}\n"));
  for (int again = 0; again < 2; ++again) {
    CHECK(w.ask("SMALL").verdict == verdict::allow);
    CHECK(w.ask("SMALL").quote.total == 6800);
  }
}

TEST_CASE("shop 20: rounding down") {
  written w(
      open_pack("  TEN: {give: 10% off order}\n  TWENTY: {give: 20% off order}\n  FIXED: {give: "
                "5.00 off order}\n",
                "", "rounding: {mode: down, remainder: largest}"));
  w.facts(cart("    - {id: a, sku: A, qty: 1, price: 35.00}\n"));
  CHECK(w.ask("TEN").quote.total == 3150);
  CHECK(w.ask("TEN TWENTY").quote.total == 2520);
  CHECK(w.ask("FIXED").quote.total == 3000);
}
