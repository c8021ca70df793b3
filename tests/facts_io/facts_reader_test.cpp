#include <string>

#include "facts_io/codes.hpp"
#include "facts_io/reading.hpp"
#include "parley/base/limits.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// The facts file of the documentation.
constexpr const char* example = R"(now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines:
    - {id: l1, sku: TEA-GREEN, qty: 2, price: 12.00, cost: 5.00, category: tea, map: 7.50}
    - {id: l2, sku: MUG, qty: 2, price: 20.00, cost: 9.00, category: kitchen}
  shipping: [{method: standard, price: 5.99, cost: 4.10}]
customer: {key: c-1001, tier: gold, verified: true, orders: 0}
channel: email
inventory: {eta_days: 3, as_of: 2026-11-22T09:58:00Z}
counters: {"uses of WELCOME10 per customer": 0, "spend of class negotiated per day": 120.00}
approvals:
  - {role: supervisor, limit: unverified-cap, customer: c-1001, pack: DIGEST, cart: HASH, up_to: 8.00, until: 2026-11-22T18:00:00Z}
)";

constexpr const char* example_json =
    R"({"now":"2026-11-22T10:00:00Z","cart":{"currency":"USD","lines":[
{"id":"l1","sku":"TEA-GREEN","qty":2,"price":12.00,"cost":"5.00","category":"tea","map":7.5},
{"id":"l2","sku":"MUG","qty":2,"price":20,"cost":9.00,"category":"kitchen"}],
"shipping":[{"method":"standard","price":5.99,"cost":4.10}]},
"customer":{"key":"c-1001","tier":"gold","verified":true,"orders":0},"channel":"email",
"inventory":{"eta_days":3,"as_of":"2026-11-22T09:58:00Z"},
"counters":{"uses of WELCOME10 per customer":0,"spend of class negotiated per day":120.00},
"approvals":[{"role":"supervisor","limit":"unverified-cap","customer":"c-1001","pack":"DIGEST","cart":"HASH","up_to":8.00,"until":"2026-11-22T18:00:00Z"}]})";

std::uint32_t fact(std::string_view name) {
  return shared_pack().schema().fact_named(name);
}

void check_example(const fact_set& f) {
  CHECK(f.now() == timestamp{1'795'341'600, 0});
  REQUIRE(f.lines().size() == 2);
  CHECK(f.lines()[0].id == "l1");
  CHECK(f.lines()[0].sku == "TEA-GREEN");
  CHECK(f.lines()[0].quantity == 2);
  CHECK(f.lines()[0].price == 1'200);
  CHECK(f.subtotal() == 6'400);
  CHECK(f.quantity() == 4);
  CHECK(f.line_value(0, line_cost).as_decimal().scaled_exactly(2) == 500);
  CHECK(f.line_value(1, line_category).as_text() == "kitchen");
  const auto map = shared_pack().schema().line_fact_named("map");
  CHECK(f.line_value(0, map).as_decimal().scaled_exactly(2) == 750);
  CHECK(f.line_state(1, map) == fact_state::missing);
  REQUIRE(f.shipping().size() == 1);
  CHECK(f.shipping()[0].method == "standard");
  CHECK(f.shipping()[0].price == 599);
  CHECK(f.shipping()[0].cost == 410);
  CHECK(f.shipping()[0].has_cost);
  CHECK(f.customer_key().content.as_text() == "c-1001");
  CHECK(f.get(fact("customer.tier")).as_text() == "gold");
  CHECK(f.get(fact("customer.verified")).as_bool());
  CHECK(f.get(fact("customer.orders")).as_int() == 0);
  CHECK(f.get(fact("channel")).as_text() == "email");
  CHECK(f.state(fact("inventory.eta_days")) == fact_state::known);
  CHECK(f.get(fact("inventory.eta_days")).as_int() == 3);
  CHECK(f.state(fact("competitor.price")) == fact_state::missing);
  CHECK(f.counter(shared_pack().counter_named("uses of WELCOME10 per customer")).value == 0);
  CHECK(f.counter(shared_pack().counter_named("spend of class negotiated per day")).value ==
        12'000);
  REQUIRE(f.approvals().size() == 1);
  const approval& a = f.approvals()[0];
  CHECK(a.role == "supervisor");
  CHECK(a.limit == "unverified-cap");
  CHECK(a.customer == "c-1001");
  CHECK(a.pack_digest == "DIGEST");
  CHECK(a.cart_hash == "HASH");
  CHECK(a.up_to == 800);
  CHECK_FALSE(a.up_to_is_share);
  CHECK(a.until == timestamp{1'795'370'400, 0});
}

}  // namespace

TEST_CASE("the example of the documentation is read") {
  const auto read = facts_of(example);
  INFO(read.message());
  REQUIRE(read.content);
  check_example(*read.content);
}

TEST_CASE("the same facts as JSON are the same facts") {
  const auto read = facts_of(example_json);
  INFO(read.message());
  REQUIRE(read.content);
  check_example(*read.content);
}

TEST_CASE("a set owns its texts") {
  std::optional<fact_set> kept;
  {
    auto read = facts_of(example);
    kept = std::move(read.content);
  }
  check_example(*kept);
}

TEST_CASE("minor units are integers") {
  read_options minor;
  minor.minor_units = true;
  const auto read =
      facts_of(R"(cart: {currency: USD, lines: [{sku: A, qty: 1, price: 1200, map: 750}]}
counters: {"spend of class negotiated per day": 12000}
competitor: {price: 4900, as_of: 2026-11-22T10:00:00Z}
now: 2026-11-22T10:00:00Z
)",
               minor);
  INFO(read.message());
  REQUIRE(read.content);
  CHECK(read.content->lines()[0].price == 1'200);
  CHECK(read.content->counter(0).value == 12'000);
  CHECK(read.content->get(fact("competitor.price")).as_decimal().scaled_exactly(2) == 4'900);
  CHECK(
      facts_of("cart: {currency: USD, lines: [{sku: A, qty: 1, price: 12.00}]}", minor).faults() ==
      "1:55 PL6007");
}

TEST_CASE("other currencies have their own digits") {
  const pack yen = reading_pack("JPY");
  const auto read =
      facts_of("cart: {currency: JPY, lines: [{sku: A, qty: 3, price: 1200}]}", {}, yen);
  REQUIRE(read.content);
  CHECK(read.content->subtotal() == 3'600);
  CHECK(facts_of("cart: {currency: JPY, lines: [{sku: A, qty: 3, price: 12.50}]}", {}, yen)
            .faults() == "1:55 PL6007");
  const pack dinar = reading_pack("KWD");
  CHECK(facts_of("cart: {currency: KWD, lines: [{sku: A, qty: 1, price: 1.234}]}", {}, dinar)
            .content->subtotal() == 1'234);
}

TEST_CASE("what is known of a fact is said apart from its value") {
  const auto read =
      facts_of(R"(customer: {tier: absent, note: absent, verified: {unknown: withheld}}
customer.orders: {unknown: stale}
share: {absent: true}
channel: "absent"
)");
  INFO(read.message());
  REQUIRE(read.content);
  CHECK(read.content->state(fact("customer.tier")) == fact_state::absent);
  CHECK(read.content->state(fact("customer.note")) == fact_state::absent);
  CHECK(read.content->state(fact("customer.verified")) == fact_state::withheld);
  CHECK(read.content->state(fact("customer.orders")) == fact_state::stale);
  CHECK(read.content->state(fact("share")) == fact_state::absent);
  CHECK(read.content->state(fact("channel")) == fact_state::absent);

  const auto text = facts_of("customer: {note: 'absent'}");
  REQUIRE(text.content);
  CHECK(text.content->get(fact("customer.note")).as_text() == "absent");
  CHECK(facts_of("customer: {tier: {unknown: perhaps}}").faults() == "1:18 PL6003");
}

TEST_CASE("as_of dates its siblings and what is below them") {
  const auto at = [](const char* text) {
    const auto read = facts_of(std::string("now: 2026-11-22T10:00:00Z\n") + text);
    REQUIRE(read.content);
    return read.content->state(fact("inventory.eta_days"));
  };
  CHECK(at("inventory: {eta_days: 3, as_of: 2026-11-22T09:45:00Z}\n") == fact_state::known);
  CHECK(at("inventory: {eta_days: 3, as_of: 2026-11-22T09:44:59Z}\n") == fact_state::stale);
  CHECK(at("inventory: {eta_days: 3, as_of: 2026-11-22T10:00:01Z}\n") == fact_state::stale);
  CHECK(at("inventory: {eta_days: 3}\n") == fact_state::stale);
  CHECK(at("as_of: 2026-11-22T09:58:00Z\ninventory: {eta_days: 3}\n") == fact_state::known);
  CHECK(at("inventory.eta_days: {value: 3, as_of: 2026-11-22T09:58:00Z}\n") == fact_state::known);
  CHECK(facts_of("inventory: {eta_days: 3, as_of: today}\n").faults() == "1:33 PL6012");
}

TEST_CASE("every type has its form") {
  const auto read = facts_of(R"(customer:
  tags: [a, "b"]
  limits: {web: 5.00, shop: 2.50}
  since: 2020-02-29T12:00:00+01:00
points: 18446744073709551615
share: 12.5%
wait: 1h30m
conversation: {sentiment: -0.25}
)");
  INFO(read.message());
  REQUIRE(read.content);
  const fact_set& f = *read.content;
  CHECK(f.get(fact("customer.tags")).items().size() == 2);
  CHECK(f.get(fact("customer.tags")).items()[1].as_text() == "b");
  const auto limits = f.get(fact("customer.limits")).items();
  REQUIRE(limits.size() == 4);
  CHECK(limits[0].as_text() == "shop");
  CHECK(limits[1].as_decimal().scaled_exactly(2) == 250);
  CHECK(f.get(fact("points")).as_uint() == 18'446'744'073'709'551'615ULL);
  CHECK(f.get(fact("share")).as_decimal().scaled_exactly(8) == 12'500'000);
  CHECK(f.get(fact("wait")).as_duration() == duration{5'400, 0});
  CHECK(f.get(fact("conversation.sentiment")).as_decimal().scaled_exactly(2) == -25);
  CHECK(facts_of("share: 250bp").content->get(fact("share")).as_decimal().scaled_exactly(8) ==
        2'500'000);
}

TEST_CASE("wrong types are told with what was expected and found") {
  const auto fails = [](const char* text, const char* where, const char* message) {
    INFO(text);
    const auto read = facts_of(text);
    CHECK(read.faults() == where);
    CHECK(read.message() == message);
  };
  fails("customer: {orders: many}", "1:20 PL6003",
        "`customer.orders` must be an int: `many` is no whole number");
  fails("customer: {orders: 010}", "1:20 PL6003",
        "`customer.orders` must be an int: `010` has a leading zero");
  fails("customer: {orders: '3'}", "1:21 PL6003",
        "`customer.orders` must be an int, found `\"3\"`");
  fails("customer: {orders: [3]}", "1:20 PL6003", "`customer.orders` must be an int, found a list");
  fails("customer: {verified: yes}", "1:22 PL6003",
        "`customer.verified` must be a bool: `yes` is neither `true` nor `false`");
  fails("customer: {note: 12}", "1:18 PL6003", "`customer.note` must be a string, found `12`");
  fails("customer: {note: true}", "1:18 PL6003", "`customer.note` must be a string, found `true`");
  fails("share: 12", "1:8 PL6003", "`share` must be a percent, found `12`");
  fails("wait: 15", "1:7 PL6003", "`wait` must be a duration, found `15`");
  fails("customer: {since: 2020-02-30T00:00:00Z}", "1:19 PL6012",
        "`customer.since` must be a timestamp, found `2020-02-30T00:00:00Z`");
  fails("customer: {tags: a}", "1:18 PL6003", "`customer.tags` must be a list, found `a`");
  fails("customer: gold", "1:11 PL6001", "`customer` must be a mapping, found `gold`");
  fails("competitor: {price: cheap}", "1:21 PL6007",
        "`competitor.price` must be money, found `cheap`");
  fails("competitor: {price: 12.005}", "1:21 PL6007",
        "`competitor.price` has more decimals than USD, which has 2");
  fails("competitor: {price: 0.30000000000000004}", "1:21 PL6007",
        "`competitor.price` has more decimals than USD, which has 2");
  fails("competitor: {price: 12.00EUR}", "1:21 PL6008",
        "`competitor.price` is in EUR, but the pack decides in USD");
  fails("now: yesterday", "1:6 PL6012", "`now` must be a timestamp, found `yesterday`");
  fails("[1]", "1:1 PL6001", "a facts file must be a mapping, found a list");
}

TEST_CASE("declared ranges, values and sizes hold") {
  CHECK(facts_of("customer: {orders: -1}").faults() == "1:20 PL6004");
  CHECK(facts_of("customer: {orders: -1}").message() ==
        "`customer.orders` must be at least 0, found `-1`");
  CHECK(facts_of("conversation: {sentiment: 1.01}").faults() == "1:27 PL6004");
  CHECK(facts_of("conversation: {sentiment: 1.00}").faults().empty());
  const auto tier = facts_of("customer: {tier: glod}");
  CHECK(tier.faults() == "1:18 PL6005");
  CHECK(tier.message() == "`customer.tier` must be one of bronze, silver, gold, found `glod`");
  CHECK(tier.help() == "did you mean `gold`?");
  CHECK(facts_of("customer: {tags: [a, b, c]}").faults().empty());
  CHECK(facts_of("customer: {tags: [a, b, c, d]}").faults() == "1:18 PL6006");
  CHECK(facts_of("customer: {tags: [a, [b]]}").faults() == "1:22 PL6003");
}

TEST_CASE("unknown facts are never dropped silently") {
  const auto misspelt = facts_of("customer: {teir: gold}");
  CHECK(misspelt.faults() == "1:12 PL6002");
  CHECK(misspelt.help() == "did you mean `customer.tier`?");
  CHECK(facts_of("custmer: {tier: gold}").help() == "did you mean `customer`?");
  CHECK(facts_of("chanel: email").help() == "did you mean `channel`?");
  CHECK(facts_of("intent: price_match").help() ==
        "the intent belongs to the proposal (`--intent`)");
  CHECK(facts_of("customer.tier.x: 1").faults() == "1:1 PL6002");
  const auto twice = facts_of("customer: {tier: gold}\ncustomer.tier: silver\n");
  CHECK(twice.faults() == "2:1 PL6010");
  CHECK(twice.found.items()[0].related.size() == 1);

  read_options lenient;
  lenient.ignore_unknown = true;
  CHECK(facts_of("weather: {today: rain}\nchannel: sms\ncounters: {x: 1}\n", lenient)
            .content->get(fact("channel"))
            .as_text() == "sms");
}

TEST_CASE("counters are those of the pack") {
  const auto near = facts_of("counters: {'uses of WELCOME10 per customr': 0}");
  CHECK(near.faults() == "1:13 PL6011");
  CHECK(near.help() == "did you mean `uses of WELCOME10 per customer`?");
  CHECK(facts_of("counters: {other: 0}").help() ==
        "known: `spend of class negotiated per day`, `uses of WELCOME10 per customer`");
  CHECK(facts_of("counters: {uses of WELCOME10 per customer: -1}").faults() == "1:44 PL6004");
  CHECK(facts_of("counters: {uses of WELCOME10 per customer: 1.5}").faults() == "1:44 PL6003");
  CHECK(facts_of("counters: {uses of WELCOME10 per customer: absent}").faults() == "1:44 PL6003");
  const auto withheld = facts_of("counters: {uses of WELCOME10 per customer: {unknown: withheld}}");
  REQUIRE(withheld.content);
  CHECK(withheld.content->counter(1).state == fact_state::withheld);
  CHECK(withheld.content->counter(0).state == fact_state::missing);
}

TEST_CASE("approvals are read in the unit of their limit") {
  const auto up_to = [](const char* text) {
    return facts_of(std::string("approvals: [{role: boss, limit: ") + text +
                    ", customer: c, pack: P, cart: C, until: 2026-11-22T18:00:00Z}]");
  };
  CHECK(up_to("few-offers, up_to: 3").content->approvals()[0].up_to == 3);
  CHECK(up_to("unverified-cap, up_to: 3").content->approvals()[0].up_to == 300);
  const auto share = up_to("unverified-cap, up_to: 12%");
  REQUIRE(share.content);
  CHECK(share.content->approvals()[0].up_to == 12'000'000);
  CHECK(share.content->approvals()[0].up_to_is_share);
  const auto unknown = facts_of(
      "approvals: [{role: boss, limit: unverifed-cap, up_to: 3, customer: c, cart: C, until: "
      "2026-11-22T18:00:00Z, pack: " +
      shared_pack().digest() + "}]");
  CHECK(unknown.faults() == "1:33 PL6014");
  CHECK(unknown.help() == "did you mean `unverified-cap`?");
  CHECK(up_to("elsewhere, up_to: 3").faults().empty());  // of another pack
}

TEST_CASE("an approval that isn't bound in full is refused") {
  const std::string whole =
      "role: a, limit: unverified-cap, up_to: 1, pack: P, cart: C, until: 2026-11-22T18:00:00Z";
  const auto faults = [](const std::string& text) {
    return facts_of("approvals: [{" + text + "}]").faults();
  };
  CHECK(faults(whole + ", customer: c").empty());
  CHECK(faults(whole + ", session: s").empty());
  CHECK(faults(whole) == "1:13 PL6009");
  CHECK(faults("limit: unverified-cap, customer: c") ==
        "1:13 PL6009 1:13 PL6009 1:13 PL6009 1:13 PL6009 1:13 PL6009");
  CHECK(faults(whole + ", customer: c, untill: 2") == "1:116 PL6002");
}

TEST_CASE("all faults of a file are told in one run") {
  CHECK(facts_of(R"(now: soon
cart:
  currency: EUR
  lines:
    - {id: a, sku: X, qty: 0, price: -1.00, colour: red}
    - {id: a, sku: Y, qty: 1}
customer: {tier: iron, orders: x}
nonsense: 1
counters: {nothing: 1}
)")
            .faults() ==
        "1:6 PL6012 3:13 PL6008 5:28 PL6004 5:38 PL6004 5:45 PL6002 6:7 PL6009 6:12 PL6010 "
        "7:18 PL6005 7:32 PL6003 8:1 PL6002 9:12 PL6011");
}

TEST_CASE("an empty facts file is refused, empty facts are written as {}") {
  CHECK(facts_of("").faults() == "1:1 PL1016");
  const auto none = facts_of("{}");
  REQUIRE(none.content);
  CHECK_FALSE(none.content->has_cart());
}
