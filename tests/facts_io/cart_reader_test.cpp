#include <string>

#include "facts_io/reading.hpp"
#include "parley/base/limits.hpp"

using namespace parley;
using namespace parley::test;

namespace {

std::string cart(const std::string& lines) {
  return "cart: {currency: USD, lines: [" + lines + "]}";
}

}  // namespace

TEST_CASE("a cart needs its currency, and it must be the pack's") {
  CHECK(facts_of("cart: {lines: []}").faults() == "1:7 PL6009");
  const auto euro = facts_of("cart: {currency: EUR}");
  CHECK(euro.faults() == "1:18 PL6008");
  CHECK(euro.message() == "the currency is `EUR`, but the pack decides in USD");
  CHECK(facts_of("cart: {currency: usd}").help() == "write `USD` (ISO 4217, upper case)");
  const auto unsaid = facts_of("cart: {currency: USD}");
  REQUIRE(unsaid.content);
  CHECK_FALSE(unsaid.content->has_cart());
  const auto empty = facts_of("cart: {currency: USD, lines: []}");
  REQUIRE(empty.content);
  CHECK(empty.content->has_cart());
  CHECK(empty.content->lines().empty());
}

TEST_CASE("quantities and prices stay inside what any cart may hold") {
  CHECK(facts_of(cart("{sku: A, qty: 0, price: 1.00}")).faults() == "1:45 PL6004");
  CHECK(facts_of(cart("{sku: A, qty: -2, price: 1.00}")).faults() == "1:45 PL6004");
  CHECK(facts_of(cart("{sku: A, qty: 1.5, price: 1.00}")).faults() == "1:45 PL6003");
  CHECK(facts_of(cart("{sku: A, qty: 1000000, price: 1.00}")).faults().empty());
  CHECK(facts_of(cart("{sku: A, qty: 1000001, price: 1.00}")).faults() == "1:45 PL6004");
  CHECK(facts_of(cart("{sku: A, qty: 99999999999999999999, price: 1.00}")).faults() ==
        "1:45 PL6003");
  CHECK(facts_of(cart("{sku: A, qty: 1, price: 0}")).faults().empty());
  CHECK(facts_of(cart("{sku: A, qty: 1, price: -0.01}")).faults() == "1:55 PL6004");
  CHECK(facts_of(cart("{sku: A, qty: 1, price: 10000000000.00}")).faults().empty());
  CHECK(facts_of(cart("{sku: A, qty: 1, price: 10000000000.01}")).faults() == "1:55 PL6004");
  CHECK(facts_of(cart("{sku: A, qty: 1, price: 1e40}")).faults() == "1:55 PL6004");
  CHECK(facts_of(cart("{sku: A, qty: 1, price: 12.00 EUR}")).faults() == "1:55 PL6008");
  CHECK(facts_of(cart("{sku: A, qty: 1, price: 12.00USD}")).faults().empty());
  CHECK(facts_of(cart("{sku: A, qty: 1, price: 1, cost: -1}")).faults() == "1:64 PL6004");
  CHECK(facts_of(cart("{sku: A, qty: 1, price: 1, tax_rate: 101%}")).faults() == "1:68 PL6004");
}

TEST_CASE("the cart's total has a cap of its own") {
  const std::string line = "{sku: A, qty: 1000000, price: 10000000.00}";
  CHECK(facts_of(cart(line)).content->subtotal() == caps::cart_total);
  CHECK(facts_of(cart(line + ", {sku: B, qty: 1, price: 0.01}")).faults() == "1:75 PL6013");
}

TEST_CASE("lines have what they need and nothing unknown") {
  CHECK(facts_of(cart("{}")).faults() == "1:31 PL6009 1:31 PL6009 1:31 PL6009");
  CHECK(facts_of(cart("{sku: A, qty: 1}")).message() == "line 1 has no `price`");
  const auto unknown = facts_of(cart("{sku: A, qty: 1, price: 1, clearence: true}"));
  CHECK(unknown.faults() == "1:58 PL6002");
  CHECK(unknown.help() == "did you mean `clearance`?");
  CHECK(facts_of(cart("{sku: A, qty: 1, price: 1, clearance: 1}")).faults() == "1:69 PL6003");
  CHECK(facts_of(cart("7")).faults() == "1:31 PL6001");
  CHECK(facts_of("cart: {currency: USD, lines: {}}").faults() == "1:30 PL6001");
  CHECK(facts_of("cart: {currency: USD, line: []}").faults() == "1:23 PL6002");
}

TEST_CASE("ids are made up where there are none, and never shared") {
  const auto made =
      facts_of(cart("{sku: A, qty: 1, price: 1}, {sku: 4006381333931, qty: 1, price: 1}"));
  REQUIRE(made.content);
  CHECK(made.content->lines()[0].id == "l1");
  CHECK(made.content->lines()[1].id == "l2");
  CHECK(made.content->lines()[1].sku == "4006381333931");
  const auto twice =
      facts_of(cart("{id: l2, sku: A, qty: 1, price: 1}, {sku: B, qty: 1, price: 1}"));
  CHECK(twice.faults() == "1:67 PL6010");
  CHECK(twice.message() == "two lines have the id `l2`");
}

TEST_CASE("attributes of lines are facts like others") {
  const auto read = facts_of("now: 2026-11-22T10:00:00Z\n" +
                             cart("{sku: A, qty: 1, price: 1, tags: [x], map: absent, "
                                  "clearance: {unknown: withheld}, tax_rate: 19%, "
                                  "stock: {level: 4, as_of: 2026-11-22T09:59:30Z}}, "
                                  "{sku: B, qty: 1, price: 1, stock: {level: 4}}"));
  INFO(read.message());
  REQUIRE(read.content);
  const fact_set& f = *read.content;
  const fact_schema schema = shared_pack().schema();
  CHECK(f.line_value(0, line_tags).items()[0].as_text() == "x");
  CHECK(f.line_value(0, line_tax_rate).as_decimal().scaled_exactly(2) == 19);
  CHECK(f.line_state(0, schema.line_fact_named("map")) == fact_state::absent);
  CHECK(f.line_state(0, schema.line_fact_named("clearance")) == fact_state::withheld);
  CHECK(f.line_state(0, schema.line_fact_named("stock.level")) == fact_state::known);
  CHECK(f.line_state(1, schema.line_fact_named("stock.level")) == fact_state::stale);
}

TEST_CASE("shipping entries are methods with prices") {
  const auto shipping = [](const std::string& entries) {
    return facts_of("cart: {currency: USD, shipping: [" + entries + "]}");
  };
  const auto read = shipping("{method: a, price: 1.00}, {method: b, price: 2.00, tax_rate: 7%}");
  REQUIRE(read.content);
  CHECK(read.content->shipping().size() == 2);
  CHECK_FALSE(read.content->shipping()[0].has_cost);
  CHECK(read.content->shipping()[1].tax_rate == 7'000'000);
  CHECK(shipping("{method: a}").faults() == "1:34 PL6009");
  CHECK(shipping("{method: a, price: -1}").faults() == "1:53 PL6004");
  CHECK(shipping("{method: a, price: 1, eta: 2}").faults() == "1:56 PL6002");
  std::string many;
  for (std::size_t i = 0; i <= caps::shipping_methods; ++i) many += "{method: a, price: 1}, ";
  CHECK(shipping(many).faults() == "1:33 PL6006");
}

TEST_CASE("a cart has at most so many lines") {
  std::string lines;
  for (std::size_t i = 0; i < caps::cart_lines; ++i) lines += "{sku: A, qty: 1, price: 1}, ";
  CHECK(facts_of(cart(lines)).content->lines().size() == caps::cart_lines);
  CHECK(facts_of(cart(lines + "{sku: A, qty: 1, price: 1}")).faults() == "1:30 PL6006");
}

TEST_CASE("catalogs are lists of items") {
  const auto read = catalog_of(R"(currency: USD
items:
  - {sku: MUG, price: 20.00, cost: 9.00, category: kitchen, max_qty: 2}
  - {sku: SPOON, price: 3.50, tags: [small], map: 3.00}
)");
  INFO(read.message());
  REQUIRE(read.content);
  CHECK(read.content->items.lines().size() == 2);
  CHECK(read.content->items.lines()[1].price == 350);
  CHECK(read.content->items.line_value(0, line_category).as_text() == "kitchen");
  CHECK(read.content->most == std::vector<std::int64_t>{2, caps::quantity});
  CHECK(catalog_of("- {sku: MUG, price: 20.00}\n").content->items.lines().size() == 1);
  CHECK(catalog_of("- {sku: MUG}\n- {sku: A, price: 1, qty: 2}\n- {price: 1, max_qty: 0}\n")
            .faults() == "1:3 PL6009 2:22 PL6002 3:3 PL6009 3:23 PL6004");
  CHECK(catalog_of("{currency: EUR, items: []}").faults() == "1:12 PL6008");
  CHECK(catalog_of("items: 3").faults() == "1:8 PL6001");
}
