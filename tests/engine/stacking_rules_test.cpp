// Lanes, consent of both sides, and pairs that override a cap.
#include <string>
#include <vector>

#include "parley/engine/best.hpp"
#include "parley/engine/stackable.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

const char* const cart = R"(
cart:
  currency: USD
  lines: [{id: l1, sku: DESK, qty: 1, price: 100.00, cost: 40.00}]
  shipping: [{method: post, price: 5.00, cost: 4.00}]
)";

std::string shop_with(const std::string& stacking, const std::string& defaults = "closed") {
  return R"(
pack: p
version: 1
currency: USD
defaults: {stacking: )" +
         defaults + R"(}
facts:
  customer.gold: {type: bool}
offers:
  ITEM5: {give: 5% off order, class: item}
  ITEM8: {give: 8% off order, class: item}
  ORDER10: {give: 10% off order, class: order}
  SHIP: {give: free shipping, class: shipping}
  LONER: {give: 1.00 off order}
limits: [concession <= 60% of subtotal]
stacking:
)" + stacking;
}

/// "deny stacking.excluded lane-item: ITEM5 ITEM8", one a finding.
std::vector<std::string> told(campaign& c, std::initializer_list<std::string_view> offers) {
  const decision& d = c.judge(offers);
  std::vector<std::string> out;
  for (const finding& f : d.findings) {
    std::string text = std::string(name_of(f.verdict)) + " " + std::string(name_of(f.code));
    if (f.rule != no_index)
      text += " " + std::string(c.rules.text(c.rules.tables().stacking[f.rule].id));
    text += ":";
    for (std::uint32_t i = 0; i < f.offers.count; ++i)
      text += " " + c.name(d.finding_offers[f.offers.first + i]);
    out.push_back(text);
  }
  return out;
}

using texts = std::vector<std::string>;

TEST_CASE("offers compete within a lane and lanes add up") {
  campaign c(shop_with("  - lanes of class item, class order, SHIP\n"), cart);
  CHECK(told(c, {"ITEM5", "ORDER10", "SHIP"}).empty());
  CHECK(told(c, {"ITEM5", "ITEM8"}) == texts{"deny stacking.excluded lane-item: ITEM5 ITEM8"});
  CHECK(told(c, {"LONER", "ITEM5"}) == texts{"deny stacking.not_permitted: ITEM5 LONER"});
  best_answer found;
  best(c.rules, *c.facts, {}, c.memory, found);
  // 8% of 100.00, then 10% of 92.00, and shipping: 8.00 + 9.20 + 5.00.
  CHECK(found.optimal);
  CHECK(found.saving == 2220);
}

TEST_CASE("a lane gives way to a pair that overrides it, and to nothing else") {
  campaign c(shop_with("  - {rule: 'lanes of class item, class order', id: cart}\n"
                       "  - {rule: ITEM5 with ITEM8, overrides: cart-item, when: customer.gold}\n"),
             std::string(cart) + "customer: {gold: true}\n");
  CHECK(told(c, {"ITEM5", "ITEM8", "ORDER10"}).empty());
  c.learn(std::string(cart) + "customer: {gold: false}\n");
  CHECK(told(c, {"ITEM5", "ITEM8"}) == texts{"deny stacking.excluded cart-item: ITEM5 ITEM8"});
  c.learn(cart);
  CHECK(told(c, {"ITEM5", "ITEM8"}) == texts{"need stacking.excluded cart-item: ITEM5 ITEM8",
                                             "need stacking.not_permitted: ITEM5 ITEM8"});
}

TEST_CASE("a lane under a condition needs the fact") {
  campaign c(shop_with("  - {rule: 'lanes of class item, class order', when: customer.gold}\n"),
             cart);
  CHECK(told(c, {"ITEM5", "ORDER10"}) == texts{"need stacking.not_permitted: ITEM5 ORDER10"});
  CHECK(c.judge({"ITEM5", "ORDER10"}).missing.size() == 1);
}

TEST_CASE("under mutual stacking both sides have to permit a pair") {
  campaign c(shop_with("  - ITEM5 with class order\n"
                       "  - ORDER10 with ITEM5, SHIP\n"
                       "  - SHIP with any\n"
                       "  - class item with class item\n",
                       "mutual"),
             cart);
  CHECK(told(c, {"ITEM5", "ORDER10"}).empty());
  CHECK(told(c, {"ORDER10", "SHIP"}).empty());
  CHECK(told(c, {"ITEM5", "ITEM8"}).empty());
  CHECK(told(c, {"ITEM5", "SHIP"}) == texts{"deny stacking.not_permitted: ITEM5 SHIP"});
  CHECK(told(c, {"ITEM8", "ORDER10"}) == texts{"deny stacking.not_permitted: ITEM8 ORDER10"});

  stack_matrix matrix;
  const graph::index all[] = {c.offer("ITEM5"), c.offer("ORDER10"), c.offer("SHIP")};
  stackable_pairs(c.rules, *c.facts, all, {}, c.memory, matrix);
  CHECK(matrix.at(0, 1).answer == stack_answer::yes);
  CHECK(matrix.at(1, 2).answer == stack_answer::yes);
  CHECK(matrix.at(0, 2).answer == stack_answer::no);
  CHECK(matrix.at(2, 0).code == finding_code::stacking_not_permitted);
}

TEST_CASE("one side that may or may not agree is a need, a side that never does a deny") {
  const std::string rules =
      "  - {rule: ITEM5 with ORDER10, when: customer.gold}\n"
      "  - ORDER10 with ITEM5\n"
      "  - {rule: ITEM8 with ORDER10, when: customer.gold}\n";
  campaign c(shop_with(rules, "mutual"), cart);
  CHECK(told(c, {"ITEM5", "ORDER10"}) == texts{"need stacking.not_permitted: ITEM5 ORDER10"});
  CHECK(told(c, {"ITEM8", "ORDER10"}) == texts{"deny stacking.not_permitted: ITEM8 ORDER10"});
  stackability answer;
  const graph::index pair[] = {c.offer("ITEM5"), c.offer("ORDER10")};
  stackable(c.rules, *c.facts, pair, {}, c.memory, answer);
  CHECK(answer.answer == stack_answer::depends);
  REQUIRE(answer.dependencies.size() == 1);
  CHECK(c.rules.text(c.rules.tables().stacking[answer.dependencies[0].rule].id) ==
        "ITEM5-with-ORDER10");
}

TEST_CASE("under mutual stacking lanes speak for both sides") {
  campaign c(shop_with("  - lanes of class item, class order\n", "mutual"), cart);
  CHECK(told(c, {"ITEM5", "ORDER10"}).empty());
  CHECK(told(c, {"ITEM5", "ITEM8"}) == texts{"deny stacking.excluded lane-item: ITEM5 ITEM8"});
}

TEST_CASE("a cap of one gives way for the pair that overrides it") {
  campaign c(shop_with("  - {rule: at most 1 of any, id: single}\n"
                       "  - {rule: ORDER10 with SHIP, overrides: single}\n",
                       "open"),
             cart);
  CHECK(told(c, {"ORDER10", "SHIP"}).empty());
  CHECK(told(c, {"ORDER10", "ITEM5"}) == texts{"deny stacking.excluded single: ITEM5 ORDER10"});
  CHECK(told(c, {"ORDER10", "SHIP", "ITEM5"}) ==
        texts{"deny stacking.excluded single: ITEM5 ORDER10",
              "deny stacking.excluded single: ITEM5 SHIP"});
}

/// Codes and first words of what a pack of this stacking is told.
texts faults(const std::string& stacking, const std::string& defaults = "closed") {
  const compilation made = compile_text("pack.yaml", shop_with(stacking, defaults));
  texts out;
  for (const diagnostic& d : made.found.items()) {
    if (d.code != "PL5001" && d.code != "PL5101") out.push_back(d.code + " " + d.message);
  }
  return out;
}

TEST_CASE("lanes and overrides that make no sense are told") {
  CHECK(faults("  - lanes of class item, class order\n").empty());
  CHECK(faults("  - lanes of class item, ITEM5\n") ==
        texts{"PL4116 `ITEM5` stands in two lanes, `class item` and `ITEM5`"});
  CHECK(faults("  - lanes of class item\n").size() == 1);
  CHECK(faults("  - lanes of any, class item\n").size() == 1);
  CHECK(faults("  - lanes of class item, class nowhere\n") ==
        texts{"PL3103 no offer is of class `nowhere`"});
  CHECK(faults("  - {rule: at most 2 of any, id: two}\n"
               "  - {rule: ITEM5 with ITEM8, overrides: two}\n") ==
        texts{"PL4114 `two` forbids no pair of offers"});
  CHECK(faults("  - lanes of class item, class order\n"
               "  - {rule: ITEM5 with SHIP, overrides: lane-item}\n") ==
        texts{"PL4114 `lane-item` doesn't forbid `ITEM5` with `SHIP`"});
  CHECK(faults("  - lanes of class item, class order\n"
               "  - {rule: ITEM5 with ITEM8, overrides: lane-items}\n") ==
        texts{"PL3106 no stacking rule has the id `lane-items`"});
  CHECK(faults("  - ITEM5 with ORDER10\n", "mutual") ==
        texts{"PL5020 `ITEM5 with ORDER10` permits a pair that the other side never does"});
  CHECK(faults("  - ITEM5 with ORDER10\n  - ORDER10 with any\n", "mutual").empty());
}

}  // namespace
}  // namespace parley::test
