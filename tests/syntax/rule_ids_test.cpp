#include "syntax/rule_ids.hpp"

#include "sentence_support.hpp"
#include "support/catch.hpp"
#include "syntax/amount_text.hpp"

using namespace parley;
using namespace parley::syntax;

TEST_CASE("ids derived from what a rule says") {
  diagnostics found;
  const auto stacking = [&](std::string_view s) {
    return derived_id(*test::parsed(parse_stacking, s, found));
  };
  const auto limit = [&](std::string_view s) {
    return derived_id(*test::parsed(parse_limit, s, found));
  };
  CHECK(stacking("A with B, C") == "A-with-B-C");
  CHECK(stacking("class coupon excludes class negotiated") == "coupon-x-negotiated");
  CHECK(stacking("A alone") == "A-alone");
  CHECK(stacking("at most 1 of class order") == "at-most-1-of-order");
  CHECK(stacking("A requires B, C") == "A-requires-B-C");
  CHECK(stacking("TOTE requires one of WELCOME10, HAGGLE") ==
        "TOTE-requires-one-of-WELCOME10-HAGGLE");
  CHECK(stacking("A before B") == "A-before-B");
  CHECK(stacking("class item with any") == "item-with-any");
  CHECK(limit("discount <= 15% of subtotal") == "discount-max-15pct-of-subtotal");
  CHECK(limit("discount<=15%   of subtotal else clamp") == "discount-max-15pct-of-subtotal");
  CHECK(limit("margin >= 18%") == "margin-min-18pct");
  CHECK(limit("price of tea per unit >= line.map") == "price-per-unit-of-tea-min-line.map");
  CHECK(limit("price per line of food >= line.cost * 1.10") ==
        "price-per-line-of-food-min-line.cost-1.10");
  CHECK(limit("spend of class negotiated per day <= 5000.00USD") ==
        "spend-of-class-negotiated-per-day-max-5000.00USD");
  CHECK(found.empty());
}

TEST_CASE("equal rules get numbers, given ids stay") {
  pack p;
  diagnostics found;
  for (int i = 0; i < 3; ++i)
    p.limits.push_back(*test::parsed(parse_limit, "margin >= 18%", found));
  p.limits[2].id.text = "margin-min-18pct-2";
  assign_ids(p);
  CHECK(p.limits[0].id.text == "margin-min-18pct");
  CHECK(p.limits[1].id.text == "margin-min-18pct-3");
  CHECK(p.limits[2].id.text == "margin-min-18pct-2");
}

TEST_CASE("durations and counts are read exactly") {
  CHECK(read_seconds("90s") == 90);
  CHECK(read_seconds("15m") == 900);
  CHECK(read_seconds("1h30m") == 5400);
  CHECK(read_seconds("2w1d") == 15 * 86400);
  for (const char* wrong :
       {"", "15", "m", "15 m", "15M", "30m1h", "1h1h", "-1h", "1.5h", "99999999999d", "15min"}) {
    INFO(wrong);
    CHECK_FALSE(read_seconds(wrong));
  }
  CHECK(read_count("010") == 10U);
  CHECK(read_count("4294967295") == 4294967295U);
  CHECK_FALSE(read_count("4294967296"));
  CHECK_FALSE(read_count("1e3"));
  CHECK((compare(read_amount("250bp", {})->value, decimal(25, -1)) == 0));
}
