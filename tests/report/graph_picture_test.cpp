// The picture of a pack with one of everything, bare and with a decision laid over it, and the
// texts that the three formats make of names nobody should have.
#include "report/graph_picture.hpp"

#include <set>
#include <string>
#include <vector>

#include "report/picture.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

constexpr const char* some_of_all = R"(
pack: picture
version: 2
currency: USD
defaults: {stacking: open, intent: optional}
facts:
  customer.tier: {type: string, one_of: [gold, silver]}
  customer.orders: {type: int}
  vip: {type: bool}
  rival: {type: money}
  line.grade: {type: int, optional: true}
selectors:
  tea: line.category == "tea"
  good: has(line.grade) && line.grade > 2
offers:
  TEN: {give: 10% off tea, class: c, when: customer.tier == "gold"}
  SET: {give: bundle 1 tea + good for 9.00}
  MATCH: {give: match rival on tea}
  LATE: {give: 1.00 off order, when: so_far.subtotal > 5 && vip}
stacking:
  - {rule: TEN excludes LATE, id: no, when: customer.orders < 2}
  - at most 3 of class c
limits:
  - discount of TEN <= 5.00
  - discount of class c <= customer.orders * 2.50USD
  - price per unit of tea >= line.cost
  - concession <= 50% of subtotal
playbooks:
  fair: {offers: [TEN], limits: [{limit: offers <= 1, id: single}]}
)";

constexpr const char* some_facts = R"(
now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines:
    - {id: a, sku: A, qty: 1, price: 10.00, cost: 4.00, category: tea, grade: 3}
    - {id: b, sku: B, qty: 1, price: 20.00, cost: 4.00, category: mug}
customer: {tier: gold, orders: 3}
vip: {unknown: withheld}
)";

std::string_view name_of(report::tone what) {
  return what == report::tone::none ? "-" : report::style_of(what).name;
}

/// "offer TEN | gives 1.00 USD | true"
std::string shown(const report::box& b) {
  constexpr std::string_view kinds[] = {"fact",     "selector", "condition", "offer",
                                        "stacking", "limit",    "verdict"};
  return std::string(kinds[static_cast<std::size_t>(b.kind)]) + " " + b.title + " | " + b.note +
         " | " + std::string(name_of(b.what));
}

std::vector<std::string> boxes_of(const report::graph_picture& p) {
  std::vector<std::string> all;
  for (const report::box& b : p.boxes) all.push_back(shown(b));
  return all;
}

/// "vip > so_far.subtotal > 5 && vip"
std::set<std::string> arrows_of(const report::graph_picture& p) {
  std::set<std::string> all;
  for (const report::arrow& a : p.arrows)
    all.insert(p.boxes[a.from].title + " -> " + p.boxes[a.to].title);
  return all;
}

}  // namespace

TEST_CASE("a picture has a box for everything, and what became of it") {
  campaign c(some_of_all, some_facts);
  const report::graph_picture bare = report::graph_of(c.rules, no_index, {});
  CHECK(bare.title == "picture version 2");
  CHECK_FALSE(bare.judged);
  const decision& made = c.judge({"TEN", "LATE"}, "fair");
  c.memory.conditions.begin(c.rules, *c.facts, "fair");
  const report::graph_picture over =
      report::graph_of(c.rules, no_index, {c.facts.get(), &c.memory.conditions, &made});
  CHECK(over.judged);
  CHECK(boxes_of(over) ==
        std::vector<std::string>{
            "fact customer.tier | gold | -",
            "fact line.category |  | -",
            "fact line.grade |  | -",
            "fact rival | missing | unknown",
            "fact vip | withheld | unknown",
            "fact so_far |  | -",
            "fact customer.orders | 3 | -",
            "fact line.cost |  | -",
            "selector tea: line.category == \"tea\" | 1 of 2 lines | true",
            "selector good: has(line.grade) && line.grade > 2 | 1 of 2 lines | unknown",
            "condition customer.tier == \"gold\" |  | true",
            "condition rival |  | unknown",
            "condition so_far.subtotal > 5 && vip |  | -",
            "condition customer.orders < 2 |  | false",
            "condition customer.orders * 2.50USD | 7.50 | -",
            "condition line.cost |  | -",
            "offer TEN | gives 1.00 USD | true",
            "offer SET |  | -",
            "offer MATCH |  | -",
            "offer LATE | offer.condition | unknown",
            "stacking TEN excludes LATE |  | -",
            "stacking at most 3 of class c |  | -",
            "limit discount of TEN <= 5.00 |  | -",
            "limit discount of class c <= customer.orders * 2.50USD |  | -",
            "limit price per unit of tea >= line.cost |  | -",
            "limit concession <= 50% of subtotal |  | -",
            "limit offers <= 1 | limit.exceeded: 2, bound 1 | false",
            "verdict deny | total 28.00 USD | false",
        });
  std::vector<std::string> unjudged = boxes_of(bare);
  REQUIRE(unjudged.size() == over.boxes.size());
  CHECK(unjudged.back() == "verdict verdict |  | -");
  CHECK(unjudged[26] == "limit offers <= 1 | in the playbook fair | -");
  const std::set<std::string> arrows = arrows_of(bare);
  for (const char* const wanted :
       {"customer.tier -> customer.tier == \"gold\"", "customer.tier == \"gold\" -> TEN",
        "rival -> rival", "rival -> MATCH", "vip -> so_far.subtotal > 5 && vip",
        "line.category -> tea: line.category == \"tea\"", "tea: line.category == \"tea\" -> TEN",
        "tea: line.category == \"tea\" -> SET", "TEN -> TEN excludes LATE",
        "LATE -> TEN excludes LATE", "customer.orders < 2 -> TEN excludes LATE",
        "TEN -> discount of TEN <= 5.00", "TEN -> at most 3 of class c",
        "tea: line.category == \"tea\" -> price per unit of tea >= line.cost",
        "offers <= 1 -> verdict", "SET -> verdict"}) {
    INFO(wanted);
    CHECK(arrows.count(wanted) == 1);
  }
  CHECK(arrows.count("MATCH -> TEN excludes LATE") == 0);
  CHECK(arrows.count("TEN -> verdict") == 0);
}

TEST_CASE("a picture of one offer has what bears on it") {
  const pack rules = pack_of(some_of_all);
  const report::graph_picture one = report::graph_of(rules, rules.offer_named("LATE"), {});
  CHECK(one.title == "picture version 2: LATE");
  CHECK(boxes_of(one) == std::vector<std::string>{
                             "fact vip |  | -",
                             "fact so_far |  | -",
                             "fact customer.orders |  | -",
                             "fact line.cost |  | -",
                             "fact line.category |  | -",
                             "selector tea: line.category == \"tea\" |  | -",
                             "condition so_far.subtotal > 5 && vip |  | -",
                             "condition customer.orders < 2 |  | -",
                             "condition line.cost |  | -",
                             "offer LATE |  | -",
                             "stacking TEN excludes LATE |  | -",
                             "limit price per unit of tea >= line.cost |  | -",
                             "limit concession <= 50% of subtotal |  | -",
                             "limit offers <= 1 | in the playbook fair | -",
                             "verdict verdict |  | -",
                         });
}

TEST_CASE("an intent that nobody said is unknown in a picture") {
  campaign c(R"(
pack: intents
currency: USD
defaults: {intent: optional}
offers:
  TEN: {give: 10% off order, when: intent == "fair"}
limits: [discount <= 50% of subtotal]
playbooks: {fair: {offers: [TEN]}}
)",
             "cart: {currency: USD, lines: [{sku: A, qty: 1, price: 10.00}]}");
  for (const std::string_view intent : {"", "fair"}) {
    const decision& made = c.judge({"TEN"}, intent);
    c.memory.conditions.begin(c.rules, *c.facts, intent);
    const std::vector<std::string> boxes = boxes_of(
        report::graph_of(c.rules, no_index, {c.facts.get(), &c.memory.conditions, &made, intent}));
    CHECK(boxes.front() == (intent.empty() ? "fact intent |  | unknown" : "fact intent |  | -"));
  }
}

}  // namespace parley::test
