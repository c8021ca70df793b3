#include "parley/engine/suggest.hpp"

#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

catalog shelf(const campaign& c, const std::string& text) {
  source_set files;
  diagnostics found;
  auto read = read_catalog(c.rules, files, files.add("catalog.yaml", text), {}, found);
  REQUIRE(read.has_value());
  return std::move(*read);
}

const char* const items = R"(
- {sku: TEA-GREEN, price: 12.00, cost: 5.00, category: tea, map: 7.50}
- {sku: TEA-BLACK, price: 11.00, cost: 4.00, category: tea, map: 7.00}
- {sku: HONEY, price: 8.50, cost: 4.00, category: pantry, map: 0.00}
)";

TEST_CASE("the cheapest item that unlocks a further offer comes first") {
  campaign c(winter_pack(), winter_facts());
  const catalog all = shelf(c, items);
  std::vector<suggestion> found;
  const proposal promised = c.of({"WELCOME10", "FREESHIP"});
  suggest(c.rules, *c.facts, promised, &all, c.memory, found);
  REQUIRE_FALSE(found.empty());
  const suggestion& first = found[0];
  REQUIRE(first.item != no_index);
  CHECK(all.items.lines()[first.item].sku == "TEA-BLACK");
  CHECK(first.spend == 1100);
  REQUIRE_FALSE(first.unlocked.empty());
  CHECK(c.name(first.unlocked[0].offer) == "COASTER");
  // 75.00 less 10%, shipping free, the coaster on top.
  CHECK(first.total == 6750);
  for (std::size_t i = 1; i < found.size(); ++i) CHECK(found[i - 1].spend <= found[i].spend);
}

TEST_CASE("plain spend is exact to the cent") {
  campaign c(winter_pack(),
             with(winter_facts(), "{id: l2, sku: MUG, qty: 2,", "{id: l2, sku: MUG, qty: 1,"));
  std::vector<suggestion> found;
  suggest(c.rules, *c.facts, {}, nullptr, c.memory, found);
  REQUIRE_FALSE(found.empty());
  CHECK(found[0].item == no_index);
  CHECK(found[0].spend == 600);
  CHECK(c.name(found[0].unlocked[0].offer) == "FREESHIP");
  CHECK(found[0].total == 5000);
}

TEST_CASE("two items go together where one isn't enough") {
  const char* const rules = R"(
pack: p
version: 1
currency: USD
offers:
  SET: {give: 5.00 off order, when: 'cart.lines.exists(l, l.sku == "TEA") && cart.lines.exists(l, l.sku == "POT")'}
limits: [discount <= 50% of subtotal]
)";
  const char* const facts = R"(
cart:
  currency: USD
  lines: [{id: l1, sku: MUG, qty: 1, price: 50.00}]
)";
  campaign c(rules, facts);
  const catalog all = shelf(c,
                            "[{sku: CUP, price: 5.00}, {sku: POT, price: 20.00}, "
                            "{sku: TEA, price: 10.00}]");
  std::vector<suggestion> found;
  suggest(c.rules, *c.facts, {}, &all, c.memory, found);
  REQUIRE(found.size() == 1);
  CHECK(all.items.lines()[found[0].item].sku == "TEA");
  REQUIRE(found[0].second != no_index);
  CHECK(all.items.lines()[found[0].second].sku == "POT");
  CHECK(found[0].spend == 3000);
  REQUIRE(found[0].unlocked.size() == 1);
  CHECK(found[0].total == 7500);
}

TEST_CASE("every total is what validate says of the fuller cart") {
  campaign c(winter_pack(), winter_facts());
  const catalog all = shelf(c, items);
  std::vector<suggestion> found;
  suggest(c.rules, *c.facts, {}, &all, c.memory, found);
  REQUIRE_FALSE(found.empty());
  for (const suggestion& s : found) {
    if (s.item == no_index) continue;
    fact_set fuller = *c.facts;
    engine::add_line_like(fuller, all.items, s.item, s.quantity);
    for (const auto& won : s.unlocked) {
      const decision& d = c.memory.judge(c.rules, fuller, won.proposal);
      CHECK(d.verdict == verdict::allow);
      CHECK(d.quote.total == won.total);
    }
  }
}

TEST_CASE("without a cart there is nothing to add to") {
  campaign c(winter_pack(), "now: 2026-11-22T10:00:00Z\n");
  std::vector<suggestion> found;
  suggest(c.rules, *c.facts, {}, nullptr, c.memory, found);
  CHECK(found.empty());
}

}  // namespace
}  // namespace parley::test
