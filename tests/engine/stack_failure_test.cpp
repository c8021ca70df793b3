// A condition of a stacking rule that fails counts only where the rule would decide something; else
// knowing less could turn a denial into an allowance.
#include "engine/written.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

const char* const facts = R"(
cart: {currency: USD, lines: [{id: l1, sku: A, qty: 1, price: 10.00}]}
shop: {days: 0}
)";

written pack_stacking(const std::string& rules) {
  return written(R"(pack: p
version: 1
currency: USD
facts:
  shop.days: {type: int}
offers:
  A: {give: 1.00 off order, class: a}
  B: {give: 1.00 off order, class: b}
  C: {give: 1.00 off order, class: c}
stacking:
)" + rules);
}

}  // namespace

TEST_CASE("a failing permission matters only to pairs that nothing else permits") {
  const std::string failing = "  - {rule: A with B, id: failing, when: 10 / shop.days > 1}\n";
  written alone = pack_stacking(failing);
  alone.facts(facts).ask("A B");
  CHECK(alone.reasons() == std::vector<std::string>{"deny rule.error failing: A B"});

  written covered = pack_stacking(failing + "  - class a with class b\n");
  covered.facts(facts).ask("A B");
  CHECK(covered.answer_is(verdict::allow));
}

TEST_CASE("a failing prohibition denies unless it is lifted") {
  const std::string failing = R"(  - any with any
  - {rule: A excludes B, id: failing, when: 10 / shop.days > 1}
)";
  written alone = pack_stacking(failing);
  alone.facts(facts).ask("A B");
  CHECK(alone.reasons() == std::vector<std::string>{"deny rule.error failing: A B"});
  alone.ask("A C");
  CHECK(alone.answer_is(verdict::allow));

  written lifted = pack_stacking(failing + "  - {rule: A with B, overrides: failing}\n");
  lifted.facts(facts).ask("A B");
  CHECK(lifted.answer_is(verdict::allow));
}

TEST_CASE("a failing cap or requirement matters only where it would be broken") {
  written w = pack_stacking(R"(  - any with any
  - {rule: at most 2 of any, id: cap, when: 10 / shop.days > 1}
  - {rule: B requires C, id: needs, when: 10 / shop.days > 1}
)");
  w.facts(facts).ask("A C");
  CHECK(w.answer_is(verdict::allow));
  w.ask("A B");
  CHECK(w.reasons() == std::vector<std::string>{"deny rule.error needs: B"});
  w.ask("A B C");
  CHECK(w.reasons() == std::vector<std::string>{"deny rule.error cap: A B C"});
}
