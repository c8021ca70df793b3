// What `inspect` says of a pack: every effect by its name, the order of application, rules,
// counters and the ladder.
#include "report/pack_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "report/image_header.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

/// An offer of every effect, and every part that a pack can have.
constexpr const char* every_part = R"(
pack: every-part
version: 4
currency: EUR
timezone: Europe/Berlin
defaults: {stacking: open, intent: optional}
facts:
  rival.price: {type: money}
  customer.tier: {type: string, one_of: [gold, silver]}
  line.map: {type: money}
selectors:
  tea: line.category == "tea"
  mug: line.category == "mug"
offers:
  PERCENT: {give: 10% off order, class: [order, coupon]}
  RANGED: {give: 1%..12% step 0.5% off order, class: order, when: customer.tier == "gold"}
  AMOUNT: {give: 5.00 off tea, rank: 2}
  EACH: {give: 0.50 off each tea, rank: 1}
  UNIT: {give: tea at 9.99 each}
  SET: {give: 3 tea for 25.00}
  BUNDLE: {give: bundle 2 tea + mug for 30.00}
  FREE: {give: buy 2 get 1 free of tea}
  THIRD: {give: 50% off every 3rd tea}
  CHEAPEST: {give: 2.00 off the cheapest tea}
  TIERED: {give: "5% from 3, 10% from 10 off tea"}
  SPENT: {give: 5.00 off per 100.00 of order}
  MATCH: {give: "match rival.price on tea, less 1%..5% step 1%"}
  SHIP: {give: free shipping}
  LESS_SHIP: {give: 2.00 off shipping}
  FLAT_SHIP: {give: shipping for 1.99}
  FASTER: {give: shipping upgrade to express, cost: 7.00}
  TOTE: {give: gift SKU-TOTE, cost: 4.00, worth: 9.00}
  POINTS: {give: concession points 100..500 step 100, cost: 1.00, worth: 5.00}
stacking:
  - rule: class coupon excludes MATCH
    because: a match is our best price
  - at most 1 of class order
limits:
  - concession <= 30% of subtotal
  - {limit: uses of PERCENT per customer <= 1, id: once, because: "once, for everybody"}
  - spend of class order per day <= 500.00
playbooks:
  price_match: {offers: [MATCH], needs: [rival.price]}
negotiation:
  ladder: [RANGED 3%, RANGED 3% + TOTE, RANGED 5% + TOTE]
)";

struct shown_offer {
  std::string_view name, effect, value, stage;
};
constexpr shown_offer offers[] = {
    {"PERCENT", "percent_off", "10%", "order"},
    {"RANGED", "percent_off", "1% to 12% step 0.5%", "order"},
    {"AMOUNT", "amount_off", "5.00", "item"},
    {"EACH", "amount_off_each", "0.50", "item"},
    {"UNIT", "unit_price", "9.99", "item"},
    {"SET", "set_price", "25.00", "item"},
    {"BUNDLE", "bundle_price", "30.00", "item"},
    {"FREE", "buy_get", "100%", "item"},
    {"THIRD", "nth_off", "50%", "item"},
    {"CHEAPEST", "pick_off", "2.00", "item"},
    {"TIERED", "tiers", "", "item"},
    {"SPENT", "per_spend", "5.00", "order"},
    {"MATCH", "match_price", "1% to 5% step 1%", "item"},
    {"SHIP", "shipping_percent", "100%", "shipping"},
    {"LESS_SHIP", "shipping_amount", "2.00", "shipping"},
    {"FLAT_SHIP", "shipping_price", "1.99", "shipping"},
    {"FASTER", "shipping_upgrade", "", "shipping"},
    {"TOTE", "gift", "", "order"},
    {"POINTS", "perk", "100 to 500 step 100", "order"},
};

}  // namespace

TEST_CASE("a pack's JSON names every effect, its value and its stage") {
  const pack rules = pack_of(every_part);
  const nlohmann::ordered_json shown = report::to_json(rules);
  REQUIRE(shown["offers"].size() == std::size(offers));
  for (std::size_t i = 0; i < std::size(offers); ++i) {
    const auto& o = shown["offers"][i];
    INFO(offers[i].name);
    CHECK(o["offer"] == offers[i].name);
    CHECK(o["effect"] == offers[i].effect);
    CHECK(o["value"] == offers[i].value);
    CHECK(o["stage"] == offers[i].stage);
    CHECK(o["conditional"] == (offers[i].name == "RANGED"));
    CHECK(o["rank"] == (offers[i].name == "AMOUNT" ? 2 : offers[i].name == "EACH" ? 1 : 0));
    CHECK(o["at"]["file"] == "pack.yaml");
  }
  CHECK(shown["offers"][0]["classes"] == nlohmann::ordered_json{"order", "coupon"});
  CHECK(shown["name"] == "every-part");
  CHECK(shown["version"] == 4);
  CHECK(shown["currency"] == "EUR");
  CHECK(shown["timezone"] == "Europe/Berlin");
  CHECK(shown["facts"][0]["fact"] == "customer.tier");
  CHECK(shown["facts"][1]["type"] == "money");
  CHECK(shown["facts"].back()["fact"] == "line.map");
  CHECK(shown["stacking"][0]["text"] == "class coupon excludes MATCH");
  CHECK(shown["stacking"][0]["because"] == "a match is our best price");
  CHECK(shown["stacking"][1]["because"].is_null());
  CHECK(shown["limits"][1]["id"] == "once");
  CHECK(shown["limits"][1]["because"] == "once, for everybody");
  CHECK(shown["counters"] ==
        nlohmann::ordered_json{"spend of class order per day", "uses of PERCENT per customer"});
  CHECK(shown["playbooks"] == nlohmann::ordered_json{"price_match"});
  CHECK(shown["ladder"] ==
        nlohmann::ordered_json{"RANGED 3%", "RANGED 3% + TOTE", "RANGED 5% + TOTE"});
}

TEST_CASE("a pack as text tells the order in which its offers apply") {
  const pack rules = pack_of(every_part);
  const std::string text = report::to_text(rules);
  INFO(text);
  CHECK(text.starts_with("every-part version 4, EUR\ndigest " + rules.digest() +
                         "\n\n19 offers\n"
                         "  PERCENT    percent_off       10%                  order, coupon\n"
                         "  RANGED     percent_off       1% to 12% step 0.5%  order\n"
                         "  AMOUNT     amount_off        5.00\n"));
  CHECK(text.find("\norder of application\n"
                  "  item: UNIT, SET, BUNDLE, FREE, THIRD, CHEAPEST, TIERED, MATCH, EACH, AMOUNT\n"
                  "  order: PERCENT, RANGED, SPENT, TOTE, POINTS\n"
                  "  shipping: SHIP, LESS_SHIP, FLAT_SHIP, FASTER\n"
                  "\n2 stacking rules\n"
                  "  class coupon excludes MATCH\n"
                  "  at most 1 of class order\n"
                  "\n3 limits\n"
                  "  concession <= 30% of subtotal\n"
                  "  uses of PERCENT per customer <= 1\n"
                  "  spend of class order per day <= 500.00\n") != std::string::npos);
  CHECK(text.find("\ncounters the host keeps\n"
                  "  spend of class order per day\n"
                  "  uses of PERCENT per customer\n") != std::string::npos);
  CHECK(text.ends_with("\nladder\n  RANGED 3%\n  RANGED 3% + TOTE\n  RANGED 5% + TOTE\n"));
}

TEST_CASE("an empty pack has nothing to tell, and says so") {
  const pack rules = pack_of("pack: none\nversion: 1\ncurrency: USD\n");
  CHECK(report::to_text(rules) == "none version 1, USD\ndigest " + rules.digest() +
                                      "\n\n0 offers\n\n0 stacking rules\n\n0 limits\n");
  CHECK(report::to_json(rules)["image"]["bytes_a_rule"] == 0);
}

TEST_CASE("names of packs become names of namespaces") {
  CHECK(report::identifier_of("winter-26") == "winter_26");
  CHECK(report::identifier_of("26-winter") == "pack_26_winter");
  CHECK(report::identifier_of("a--b__c") == "a_b_c");
  CHECK(report::identifier_of("_tea") == "tea");
  CHECK(report::identifier_of("Gr\xc3\xbcn") == "Gr_n");
  CHECK(report::identifier_of("class") == "pack_class");
  CHECK(report::identifier_of("std") == "pack_std");
  CHECK(report::identifier_of("--") == "pack");
  CHECK(report::identifier_of("") == "pack");
}

}  // namespace parley::test
