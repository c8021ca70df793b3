// What each shop system publishes, asked through a pack that names its profile. The numbers are
// those of their help pages and test suites; docs/profiles.md says which.
#include "engine/written.hpp"
#include "parley/engine/quote_tax.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

using amounts = std::vector<std::int64_t>;

struct published {
  const char* profile;
  const char* what;
  const char* rest;   ///< of the pack, from `offers:` on
  const char* lines;  ///< `QTY x PRICE`, the SKUs are A, B, C ...
  std::int64_t shipping;
  const char* asked;
  std::int64_t total;
  amounts discounts;  ///< by line; empty: not published
};

const std::vector<published> cases = {
    // Shopify: help pages on combining discounts (pants 100, shirts 50, boots 200, shipping 20).
    {"shopify",
     "two products and free shipping",
     "offers:\n"
     "  Pants20: {give: 20.00 off sku A, class: product}\n"
     "  Shirts10: {give: 10.00 off sku B, class: product}\n"
     "  Freeship100: {give: free shipping, when: so_far.subtotal > 100}\n"
     "stacking:\n  - class product with any\n",
     "1 x 100.00, 1 x 50.00, 1 x 200.00",
     2000,
     "Freeship100 Shirts10 Pants20",
     32000,
     {2000, 1000, 0}},
    {"shopify",
     "an order percentage comes after a product amount",
     "offers:\n"
     "  Order10: 10% off order\n"
     "  Pants20: 20.00 off sku A\n"
     "stacking:\n  - Order10 with Pants20\n",
     "1 x 100.00, 1 x 50.00, 1 x 200.00",
     2000,
     "Order10 Pants20",
     31700,
     {}},
    {"shopify",
     "two order percentages are both of the subtotal",
     "offers:\n"
     "  Order10: 10% off order\n"
     "  Over200: {give: 15% off order, when: cart.subtotal > 200}\n"
     "stacking:\n  - Order10 with Over200\n",
     "1 x 100.00, 1 x 50.00, 1 x 200.00",
     2000,
     "Order10 Over200",
     28250,
     {}},
    {"shopify",
     "an order percentage comes before an order amount, and both after products",
     "offers:\n"
     "  Order20: 20.00 off order\n"
     "  Order10: 10% off order\n"
     "stacking:\n  - Order10 with Order20\n",
     "1 x 100.00, 1 x 50.00, 1 x 200.00",
     2000,
     "Order20 Order10",
     31500,
     {}},
    {"shopify",
     "4 cents over three are 1, 1 and 2",
     "offers:\n  CENTS: 0.04 off order\n",
     "1 x 5.00, 1 x 5.00, 1 x 5.00",
     0,
     "CENTS",
     1496,
     {1, 1, 2}},

    // commercetools: module on pricing and discounts, release notes.
    {"commercetools",
     "a cart discount is of the discounted price",
     "offers:\n"
     "  TABLES10: {give: 10% off order, when: cart.subtotal >= 100}\n"
     "  TABLES30: 30% off sku A\n",
     "1 x 259.99",
     0,
     "TABLES10 TABLES30",
     16379,
     {9620}},
    {"commercetools",
     "three watermelons for 5.00",
     "offers:\n  MELONS: 3 sku A for 5.00\n",
     "7 x 2.00",
     0,
     "MELONS",
     1200,
     {}},
    {"commercetools",
     "any two shirts for 50.00 each, and every further one",
     "selectors:\n  shirts: line.sku == \"A\" || line.sku == \"B\"\n"
     "offers:\n  SHIRTS: {give: shirts at 50.00 each, when: shirts.quantity >= 2}\n",
     "2 x 60.00, 1 x 55.00, 1 x 9.00",
     0,
     "SHIRTS",
     15900,
     {2000, 500, 0}},
    {"commercetools",
     "half of a cent goes to the even cent, line by line",
     "offers:\n  HALF: 50% off sku A\n  HALVES: 50% off sku B\n",
     "1 x 0.25, 1 x 0.35",
     0,
     "HALF HALVES",
     30,
     {12, 18}},

    // Salesforce B2C Commerce: pages on promotion priority, discounts and proration.
    {"sfcc",
     "order promotions are of the merchandise total after product promotions",
     "offers:\n"
     "  ORDER10: {give: 10% off order, when: so_far.subtotal >= 100}\n"
     "  SHIRTS: 10% off sku A\n",
     "3 x 40.00, 1 x 5.00",
     0,
     "ORDER10 SHIRTS",
     10170,
     {}},
    {"sfcc",
     "two products for a total of 20.00 are prorated over both",
     "offers:\n  PAIR: bundle sku A + sku B for 20.00\n",
     "1 x 15.00, 1 x 10.00",
     0,
     "PAIR",
     2000,
     {300, 200}},
    {"sfcc",
     "amounts off come before percentages off, the greater percentage first",
     "offers:\n"
     "  TWENTY: 20% off sku A up to 5.00\n"
     "  THIRTY: 30% off sku A\n"
     "  FIVE: 5.00 off sku A\n",
     "1 x 25.00",
     0,
     "TWENTY THIRTY FIVE",
     1120,
     {1380}},
    {"sfcc",
     "a product promotion is rounded per product, an order promotion once",
     "offers:\n  SHIRTS: 10% off order\n  ITEM: {give: 10% off order, stage: item}\n",
     "1 x 0.15, 1 x 0.15, 1 x 0.15",
     0,
     "SHIRTS ITEM",
     35,
     {}},

    // Medusa: integration tests of its promotion module.
    {"medusa",
     "an amount across two lines",
     "offers:\n  PROMOTION_TEST: 400.00 off order across\n",
     "2 x 100.00, 2 x 300.00",
     0,
     "PROMOTION_TEST",
     40000,
     {10000, 30000}},
    {"medusa",
     "two amounts across, the greater first",
     "offers:\n"
     "  PROMOTION_TEST: 30.00 off order across\n"
     "  PROMOTION_TEST_2: 50.00 off order across\n",
     "1 x 50.00, 1 x 150.00",
     0,
     "PROMOTION_TEST PROMOTION_TEST_2",
     12000,
     {2000, 6000}},
    {"medusa",
     "two amounts off each, the greater first, never below zero",
     "offers:\n"
     "  PROMOTION_TEST: 30.00 off each order\n"
     "  PROMOTION_TEST_2: 50.00 off each order\n",
     "1 x 50.00, 1 x 150.00",
     0,
     "PROMOTION_TEST PROMOTION_TEST_2",
     7000,
     {5000, 8000}},
    {"medusa",
     "more than the cart is all of it",
     "offers:\n"
     "  PROMOTION_TEST: 1000.00 off order across\n"
     "  PROMOTION_TEST_2: 50.00 off order across\n",
     "1 x 50.00, 1 x 150.00",
     0,
     "PROMOTION_TEST PROMOTION_TEST_2",
     0,
     {5000, 15000}},

    // Magento: integration and unit tests of its sales rules.
    {"magento",
     "a fixed 15.00 over five prices is 15.00",
     "offers:\n  FIXED: 15.00 off order\n",
     "1 x 22.00, 1 x 14.00, 1 x 43.00, 1 x 7.50, 1 x 0.00",
     0,
     "FIXED",
     7150,
     {}},
    {"magento",
     "and over five others",
     "offers:\n  FIXED: 15.00 off order\n",
     "1 x 47.00, 1 x 33.00, 1 x 9.50, 1 x 42.00, 1 x 0.00",
     0,
     "FIXED",
     11650,
     {}},
    {"magento",
     "what one line loses by rounding the next one gets",
     "offers:\n  DELTA: 2.01 off order\n",
     "1 x 5.00, 1 x 5.00",
     0,
     "DELTA",
     799,
     {101, 100}},
    {"magento",
     "half of a bundle's two parts",
     "offers:\n  FIRST: 50% off sku A\n  SECOND: 50% off sku B\n",
     "1 x 5.99, 1 x 15.99",
     0,
     "FIRST SECOND",
     1098,
     {300, 800}},
    {"magento",
     "half of a bundle as a whole",
     "offers:\n  BUNDLE: 50% off order\n",
     "1 x 5.99, 1 x 15.99",
     0,
     "BUNDLE",
     1099,
     {300, 799}},
    {"magento",
     "what rounding a percentage of one line takes is made good on the next",
     "offers:\n  TENTH: 10% off order\n",
     "3 x 0.15, 3 x 0.15",
     0,
     "TENTH",
     81,
     {5, 4}},
    {"magento",
     "a percentage is of what earlier rules left",
     "offers:\n  A: {give: 10% off order, rank: 0}\n  B: {give: 5% off order, rank: 1}\n",
     "1 x 45.00",
     0,
     "A B",
     3847,
     {653}},

    // Sylius: features of its promotions.
    {"sylius",
     "the percentage first",
     "offers:\n"
     "  Cebula: {give: 10.00 off order, rank: 4}\n"
     "  Santa: {give: 20% off order, rank: 1}\n",
     "1 x 100.00",
     0,
     "Cebula Santa",
     7000,
     {3000}},
    {"sylius",
     "the amount first",
     "offers:\n"
     "  Cebula: {give: 10.00 off order, rank: 2}\n"
     "  Santa: {give: 20% off order, rank: 5}\n",
     "1 x 100.00",
     0,
     "Cebula Santa",
     7200,
     {2800}},
    {"sylius",
     "stacked amounts over units end at zero",
     "offers:\n"
     "  Small: {give: 20.00 off order, rank: 1}\n"
     "  Large: {give: 80.00 off order, rank: 0}\n",
     "3 x 10.56, 1 x 60.00",
     126,
     "Small Large",
     126,
     {3168, 6000}},
    {"sylius",
     "items, then the order",
     "offers:\n"
     "  Jackets: 20% off sku A\n"
     "  Fifty: {give: 50.00 off order, when: cart.subtotal >= 500}\n",
     "7 x 100.00",
     0,
     "Fifty Jackets",
     51000,
     {19000}},
    {"sylius",
     "a part of the cart, then the order",
     "offers:\n  Jackets: 10% off sku B\n  Twenty: 20.00 off order\n",
     "1 x 80.00, 1 x 100.00",
     0,
     "Jackets Twenty",
     15000,
     {}},

    // Shopware: integration tests of its promotions.
    {"shopware",
     "half, but no more than 30.00",
     "offers:\n  HALF: 50% off order up to 30.00\n",
     "1 x 100.00",
     0,
     "HALF",
     7000,
     {3000}},
    {"shopware",
     "an amount and all of it",
     "offers:\n  sale: 20.00 off order\n  All100: 100% off order\n",
     "5 x 60.00",
     0,
     "sale All100",
     0,
     {30000}},
    {"shopware",
     "a fixed price of a unit",
     "offers:\n  FIXED: order at 10.00 each\n",
     "1 x 20.00",
     0,
     "FIXED",
     1000,
     {1000}},
    {"shopware",
     "nothing of nothing",
     "offers:\n  ALL: 100% off order up to 100.00\n",
     "1 x 0.00",
     0,
     "ALL",
     0,
     {0}},
    {"shopware",
     "of each three shirts the cheapest, in the whole cart",
     "offers:\n  SHIRTS: buy 2 get 1 free of order\n",
     "1 x 5.00, 1 x 10.00, 1 x 15.00, 1 x 20.00, 1 x 25.00, 1 x 30.00, 1 x 35.00, 1 x 40.00, "
     "1 x 45.00",
     0,
     "SHIRTS",
     19500,
     {}},
    {"shopware",
     "of each three shirts the cheapest, group by group",
     "offers:\n  SHIRTS: buy 2 get 1 free of order per group\n",
     "1 x 5.00, 1 x 10.00, 1 x 15.00, 1 x 20.00, 1 x 25.00, 1 x 30.00, 1 x 35.00, 1 x 40.00, "
     "1 x 45.00",
     0,
     "SHIRTS",
     16500,
     {}},
};

std::string cart_of(const published& c) {
  std::string lines;
  char sku = 'A';
  std::string text = c.lines;
  for (std::size_t at = 0; at < text.size(); ++sku) {
    const std::size_t end = std::min(text.find(", ", at), text.size());
    const std::size_t times = text.find(" x ", at);
    lines += "    - {id: " + std::string(1, sku) + ", sku: " + std::string(1, sku) +
             ", qty: " + text.substr(at, times - at) +
             ", price: " + text.substr(times + 3, end - times - 3) + "}\n";
    at = end + 2;
  }
  if (c.shipping == 0) return cart(lines);
  const std::string cents = std::to_string(c.shipping % 100);
  return cart(lines, "[{method: standard, price: " + std::to_string(c.shipping / 100) + "." +
                         (cents.size() == 1 ? "0" : "") + cents + "}]");
}

std::string head(const std::string& profile, const std::string& more = "") {
  return "pack: shop\nversion: 1\ncurrency: USD\nprofile: " + profile + "\n" + more;
}

}  // namespace

TEST_CASE("profiles compute what the shop systems publish") {
  for (const published& c : cases) {
    INFO(c.profile << ": " << c.what);
    written w(head(c.profile) + c.rest);
    const decision& d = w.facts(cart_of(c)).ask(c.asked);
    CHECK(w.reasons() == std::vector<std::string>{});
    CHECK(d.quote.total == c.total);
    amounts discounts;
    for (const quoted_line& line : d.quote.lines) discounts.push_back(line.discount);
    if (!c.discounts.empty()) CHECK(discounts == c.discounts);
    std::int64_t sum = 0;
    for (const std::int64_t discount : discounts) sum += discount;
    CHECK(sum == d.quote.discount);
  }
}

TEST_CASE("the tax of a line and of its units, as commercetools publishes it") {
  const auto tax = [](const std::string& round) {
    const std::string yaml = "pack: shop\nversion: 1\ncurrency: USD\nprofile: commercetools\n" +
                             round + "offers:\n  OFF: 0.01 off sku B\n";
    compilation made = compile_text("pack.yaml", yaml);
    REQUIRE(made.compiled);
    source_set sources;
    diagnostics found;
    const std::uint32_t at = sources.add(
        "facts.yaml", cart("    - {id: a, sku: A, qty: 3, price: 1.08, tax_rate: 19%}\n"));
    const auto facts = read_facts(*made.compiled, sources, at, {}, found);
    REQUIRE(facts);
    proposal asked;
    workspace work;
    decision answer;
    validate(*made.compiled, *facts, asked, work, answer);
    return tax_of(*made.compiled, *facts, answer.quote).total->gross;
  };
  CHECK(tax("") == 386);                      // LineItemLevel, the default
  CHECK(tax("tax: {round: unit}\n") == 387);  // UnitPriceLevel
}

TEST_CASE("a profile presets exclusivity") {
  const std::string offers = "offers:\n  A: 10% off order\n  B: 5% off order\n";
  for (const std::string name :
       {"commercetools", "sfcc", "medusa", "magento", "sylius", "shopware"}) {
    INFO(name);
    CHECK(written(head(name) + offers)
              .facts(cart("    - {id: a, sku: A, qty: 1, price: 10.00}\n"))
              .ask("A B")
              .verdict == verdict::allow);
  }
  written shopify(head("shopify") + offers);
  shopify.facts(cart("    - {id: a, sku: A, qty: 1, price: 10.00}\n"));
  CHECK(shopify.ask("A B").verdict == verdict::deny);
  CHECK(shopify.ask("A").verdict == verdict::allow);
  SECTION("an exclusive offer stands alone") {
    written w(head("sylius") +
              "offers:\n  Cebula: {give: 10.00 off order, rank: 0}\n"
              "  Golden: {give: 20% off order, rank: 4}\nstacking:\n  - Golden alone\n");
    w.facts(cart("    - {id: a, sku: A, qty: 1, price: 100.00}\n"));
    CHECK(w.ask("Cebula Golden").verdict == verdict::deny);
    CHECK(w.ask("Golden").quote.total == 8000);
  }
}

TEST_CASE("explicit keys override a profile one by one, wherever they stand") {
  const std::string offers = "offers:\n  A: 10% off order\n  B: 10% off order\n";
  const auto total = [&](const std::string& text) {
    written w(text);
    w.facts(cart("    - {id: a, sku: A, qty: 1, price: 100.00}\n"));
    return w.ask("A B").quote.total;
  };
  const std::string open = "defaults: {stacking: open";
  CHECK(total(head("shopify", open + "}\n") + offers) == 8000);
  CHECK(total(head("shopify", open + ", basis: running}\n") + offers) == 8100);
  CHECK(total("pack: shop\nversion: 1\n" + open + ", basis: running}\nprofile: shopify\n" +
              "currency: USD\n" + offers) == 8100);
  SECTION("the mode alone, the level stays") {
    written w(head("sylius", "rounding: {mode: down}\n") + "offers:\n  A: 15% off sku A\n");
    w.facts(cart("    - {id: a, sku: A, qty: 3, price: 0.10}\n"));
    CHECK(w.ask("A").quote.discount == 3);
    CHECK(written(head("sylius") + "offers:\n  A: 15% off sku A\n")
              .facts(cart("    - {id: a, sku: A, qty: 3, price: 0.10}\n"))
              .ask("A")
              .quote.discount == 6);
  }
}

TEST_CASE("basis: stage is what the stages before left") {
  written w(open_pack("  ITEM: 10% off sku A\n  X: 10% off order\n  Y: 20% off order\n", "",
                      "rounding: {mode: half_up}", ", basis: stage"));
  w.facts(cart("    - {id: a, sku: A, qty: 2, price: 50.00}\n", "[{method: s, price: 10.00}]"));
  CHECK(w.ask("X Y").quote.discount == 3000);
  CHECK(w.ask("ITEM X Y").quote.discount == 1000 + 900 + 1800);
}

TEST_CASE("ties decide between offers of one rank") {
  const auto total = [](const std::string& ties) {
    written w(open_pack("  A: 10.00 off order\n  P: 20% off order\n", "", "rounding: {at: order}",
                        ", ties: " + ties));
    w.facts(cart("    - {id: a, sku: A, qty: 1, price: 100.00}\n"));
    return w.ask("P A").quote.total;
  };
  CHECK(total("pack") == 7200);
  CHECK(total("percent") == 7000);
  CHECK(total("amount") == 7200);
  CHECK(total("greatest") == 7000);  // 20 is more than 10
}

TEST_CASE("a profile that doesn't exist") {
  const compilation made = compile_text("pack.yaml", head("shopifi") + "offers: {A: 1% off order}");
  CHECK_FALSE(made.compiled);
  REQUIRE(made.found.items().size() == 1);
  CHECK(made.found.items()[0].help.find("did you mean `shopify`?") == 0);
}
