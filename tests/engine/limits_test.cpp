// What a limit says of what it can't know, of what the proposal doesn't touch, and at the edges of
// what can be computed.
#include "parley/engine/limits.hpp"

#include <string>
#include <vector>

#include "engine/shop.hpp"
#include "engine/written.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;
using texts = std::vector<std::string>;

namespace {

/// Tea and a mug, with offers on either, on both, and on shipping.
std::string two_lines(const std::string& limits, const std::string& more = "") {
  return open_pack(
      "  MUG1: {give: 1.00 off mugs}\n  TEA1: {give: 1.00 off tea}\n  ALL: {give: 10% off order}\n"
      "  POST: {give: free shipping}\n  LATE: {give: concession returns-60-days, cost: 0.00}\n",
      "facts:\n  line.clearance: {type: bool}\n  shop.floor: {type: money}\n" + more +
          "selectors:\n  mugs: line.category == \"mug\"\n  tea: line.category == \"tea\"\n"
          "  old: line.clearance\nlimits:\n" +
          limits);
}
std::string two_line_cart(const std::string& tea, const std::string& mug) {
  return cart("    - {id: t, sku: T, qty: 2, price: 10.00, category: tea, " + tea +
                  "}\n    - {id: m, sku: M, qty: 1, price: 20.00, category: mug, " + mug + "}\n",
              "[{method: standard, price: 5.00, cost: 4.00}]");
}
const std::string five_each = "cost: 5.00";

}  // namespace

TEST_CASE("what a limit needs is what is unknown about its selector, and nothing else") {
  written w(two_lines("  - discount of old <= 2.50\n"));
  w.facts(two_line_cart("clearance: true", five_each));
  const decision& d = w.ask("ALL");
  CHECK(d.verdict == verdict::need);
  REQUIRE(d.findings.size() == 1);
  REQUIRE(d.findings[0].missing.count == 1);
  const missing_fact& m = d.finding_missing[d.findings[0].missing.first];
  CHECK(m.what == missing_fact::kind::line);
  CHECK(m.line == 1);
  CHECK(w.missing() == texts{"line.clearance"});
}

TEST_CASE("a selector that isn't known notes nothing where no price changes") {
  // The known line breaks the limit without any offer; with both known that is a note.
  for (const char* limit : {"price of old >= 30.00", "margin of old >= 90%"}) {
    written w(two_lines(std::string("  - ") + limit + "\n"));
    w.facts(two_line_cart("clearance: true, " + five_each, five_each));
    CHECK(w.ask("POST").verdict == verdict::allow);
    CHECK(w.ask("POST").notes.empty());
    w.facts(two_line_cart("clearance: true, " + five_each, "clearance: false, " + five_each));
    CHECK(w.ask("POST").verdict == verdict::allow);
    CHECK(w.ask("POST").notes.size() == 1);
  }
}

TEST_CASE("an error in what a limit measures or compares with is the fault of those who touch it") {
  for (const char* limit :
       {"margin of tea >= 18%", "price of tea >= shop.floor", "margin per line of tea >= 18%"}) {
    INFO(limit);
    written w(two_lines(std::string("  - ") + limit + "\n"));
    w.facts("shop.floor: absent\n" + two_line_cart("cost: absent", five_each));
    CHECK(w.ask("MUG1").verdict == verdict::allow);
    CHECK(w.ask("MUG1").findings.empty());
    const decision& d = w.ask("TEA1");
    CHECK(d.verdict == verdict::deny);
    REQUIRE(d.findings.size() == 1);
    CHECK(d.findings[0].code == finding_code::rule_error);
  }
}

TEST_CASE("an error beside a condition that isn't known is a need") {
  written w(two_lines("  - {limit: margin of tea >= 18%, when: customer.verified}\n",
                      "  customer.verified: {type: bool}\n"));
  const std::string lines = two_line_cart("cost: absent", five_each);
  w.facts(lines);
  CHECK(w.ask("TEA1").verdict == verdict::need);
  CHECK(w.ask("MUG1").verdict == verdict::allow);
  w.facts("customer.verified: true\n" + lines);
  CHECK(w.ask("TEA1").verdict == verdict::deny);
  w.facts("customer.verified: false\n" + lines);
  CHECK(w.ask("TEA1").verdict == verdict::allow);
}

TEST_CASE("costs that nobody supplied are missing, even where they decide nothing") {
  written w(two_lines("  - margin >= 18%\n"));
  w.facts(cart("    - {id: t, sku: T, qty: 2, price: 10.00, category: tea}\n",
               "[{method: standard, price: 5.00}]"));
  const decision& d = w.ask("LATE");
  CHECK(d.verdict == verdict::allow);
  CHECK(d.findings.empty());
  CHECK(w.missing() == texts{"line.cost", "shipping cost"});
  // Tax is asked for where prices contain it.
  written taxed("tax: inclusive\n" + two_lines("  - margin >= 18%\n"));
  taxed.facts(cart("    - {id: t, sku: T, qty: 2, price: 10.00, category: tea}\n",
                   "[{method: standard, price: 5.00}]"));
  CHECK(taxed.ask("LATE").verdict == verdict::allow);
  CHECK(taxed.missing() == texts{"line.cost", "line.tax_rate", "shipping cost", "shipping tax"});
}

TEST_CASE("a margin worse than one beyond comparing is denied, never taken for a note") {
  // The greatest cart there is, sold below a cost with millionths of a cent: the margins before and
  // after can't be compared in 128 bits, while each can with its bound.
  shop s;
  s.offer("OFF", amount_off(100));
  s.gift("PERK", 0);
  s.limit("margin", graph::measure::margin, graph::comparison::at_least, graph::amount_kind::share,
          18 * percent);
  s.open();
  const std::uint32_t line = s.line("T", 999, 999'999'999'999);
  s.facts().set_line(
      line, line_cost,
      value::money(decimal(1'000'000'000'012'345'679, -8), s.pack().header().currency));
  CHECK(s.answer({"PERK"}).verdict == verdict::allow);
  CHECK(s.answer({"PERK"}).notes.size() == 1);
  const decision& d = s.answer({"OFF"});
  CHECK(d.verdict == verdict::deny);
  REQUIRE(find(d, finding_code::limit_exceeded) != nullptr);
}

TEST_CASE("a comparison is written down with its numbers where both of them are known") {
  const auto reading = [](const std::string& limit, const std::string& tea) {
    campaign c(two_lines("  - " + limit + "\n"), two_line_cart(tea, five_each));
    std::vector<engine::limit_reading> readings;
    c.memory.work.readings = &readings;
    c.judge({"TEA1"});
    c.memory.work.readings = nullptr;
    REQUIRE(readings.size() == 1);
    return readings[0];
  };
  const engine::limit_reading both = reading("margin of tea >= 18%", five_each);
  CHECK(both.known);
  CHECK(both.order == 1);
  CHECK_FALSE(both.near);
  CHECK_FALSE(reading("margin of tea >= 18%", "clearance: true").known);
  CHECK_FALSE(reading("price of tea >= shop.floor", five_each).known);
  // 19.00 is paid: a basis point of margin, or a cent, is near.
  CHECK(reading("price of tea >= 18.99", five_each).near);
  CHECK(reading("price of tea >= 19.00", five_each).near);
  CHECK(reading("price of tea >= 19.01", five_each).near);
  CHECK_FALSE(reading("price of tea >= 18.98", five_each).near);
  CHECK_FALSE(reading("price of tea >= 19.02", five_each).near);
  CHECK(reading("price of tea >= 19.00", five_each).order == 0);
  CHECK(reading("price of tea >= 19.01", five_each).order == -1);
}

TEST_CASE("a share of the total that the bare cart breaks is a note as long as it gets no worse") {
  // Tea is 20.00 of 45.00 with shipping, and has to be 60%: 7.00 are lacking.
  written w(two_lines("  - price of tea >= 60% of total\n"));
  w.facts(two_line_cart(five_each, five_each));
  CHECK(w.ask("MUG1").verdict == verdict::allow);
  CHECK(w.ask("MUG1").notes.size() == 1);
  CHECK(w.ask("POST").verdict == verdict::allow);
  CHECK(w.ask("TEA1").verdict == verdict::deny);
  CHECK(w.ask("LATE").verdict == verdict::allow);
  CHECK(w.ask("MUG1 TEA1").verdict == verdict::allow);
  // The other way round: tea may be 40% at most.
  written most(two_lines("  - price of tea <= 40% of total\n"));
  most.facts(two_line_cart(five_each, five_each));
  CHECK(most.ask("TEA1").verdict == verdict::allow);
  CHECK(most.ask("TEA1").notes.size() == 1);
  CHECK(most.ask("MUG1").verdict == verdict::deny);
  CHECK(most.ask("LATE").verdict == verdict::allow);
}

TEST_CASE("a margin is compared as what its amount is: money or a share") {
  // Tea: 19.00 paid for 20.00, costs of 10.00; 9.00 earned, 47.4%.
  const auto verdict_of = [](const std::string& limit, const std::string& fact) {
    written w(two_lines("  - " + limit + "\n",
                        "  shop.least: {type: money}\n  shop.part: {type: decimal}\n"));
    w.facts(fact + two_line_cart(five_each, five_each));
    return w.ask("TEA1").verdict;
  };
  CHECK(verdict_of("margin of tea >= shop.least", "shop.least: 9.00\n") == verdict::allow);
  CHECK(verdict_of("margin of tea >= shop.least", "shop.least: 9.01\n") == verdict::deny);
  CHECK(verdict_of("margin of tea >= shop.part", "shop.part: 0.47\n") == verdict::allow);
  CHECK(verdict_of("margin of tea >= shop.part", "shop.part: 0.48\n") == verdict::deny);
  CHECK(verdict_of("margin per unit of tea >= 47%", "") == verdict::allow);
  CHECK(verdict_of("margin per unit of tea >= 48%", "") == verdict::deny);
  CHECK(verdict_of("margin per unit of tea >= 4.50", "") == verdict::allow);
  CHECK(verdict_of("margin per unit of tea >= 4.51", "") == verdict::deny);
  CHECK(verdict_of("margin per line of tea >= 9.00", "") == verdict::allow);
  CHECK(verdict_of("margin per line of tea >= 9.01", "") == verdict::deny);
  CHECK(verdict_of("margin per line of tea >= 47%", "") == verdict::allow);
  CHECK(verdict_of("discount per unit of tea <= 0.50", "") == verdict::allow);
  CHECK(verdict_of("discount per unit of tea <= 0.49", "") == verdict::deny);
  CHECK(verdict_of("discount per line of tea <= 1.00", "") == verdict::allow);
  CHECK(verdict_of("discount per line of tea <= 0.99", "") == verdict::deny);
  CHECK(verdict_of("discount per unit of tea <= 5% of list", "") == verdict::allow);
  CHECK(verdict_of("discount per unit of tea <= 4.99% of list", "") == verdict::deny);
  CHECK(verdict_of("discount per line of tea <= 5% of list", "") == verdict::allow);
  CHECK(verdict_of("discount per line of tea <= 4.99% of list", "") == verdict::deny);
  CHECK(verdict_of("price per line of tea >= 9.50", "") == verdict::allow);
  CHECK(verdict_of("price per line of tea >= 9.51", "") == verdict::deny);
}
