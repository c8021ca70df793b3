// Golden blocks: compared line by line, and written anew without touching anything else.
#include "bench.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// The file after --update, or what is wrong with it.
std::string updated(const std::string& text) {
  test_bench bench(text);
  if (!bench.faults().empty()) return bench.faults();
  std::vector<packtest::golden_change> changes;
  for (std::size_t t = 0; t < bench.tests.tests.size(); ++t) {
    const packtest::planned_test& test = bench.tests.tests[t];
    if (!test.has_golden) continue;
    std::vector<std::pair<std::string, packtest::lines>> made;
    for (std::size_t i = test.first; i < test.first + test.count; ++i) {
      made.emplace_back(bench.tests.cases[i].label, bench.run(i).golden);
    }
    changes.push_back({0, t, packtest::golden_block(made)});
  }
  return packtest::with_golden(bench.tests, changes);
}

constexpr const char* fresh = R"(# The head.
fixtures:
  base: {file: facts.yaml}
tests:
  - name: one   # a remark
    given: base
    golden: new   # to be read before it is committed
    propose: [WELCOME10]

  # Between two tests.
  - name: two
    given: base
    table:
      - {HAGGLE: 1%}
      - {HAGGLE: 13%}
    golden: |
      verdict allow

      # HAGGLE=13%
  # The end.
)";

}  // namespace

TEST_CASE("an update writes the blocks and keeps all the rest") {
  const std::string made = updated(fresh);
  CHECK(made == R"(# The head.
fixtures:
  base: {file: facts.yaml}
tests:
  - name: one   # a remark
    given: base
    golden: | # to be read before it is committed
      verdict allow
      quote subtotal 64.00 discount 6.40 shipping 5.99 shipping_discount 0.00 total 63.59
        WELCOME10 gives 6.40
        line l1 list 24.00 price 21.60, WELCOME10 2.40
        line l2 list 40.00 price 36.00, WELCOME10 4.00
    propose: [WELCOME10]

  # Between two tests.
  - name: two
    given: base
    table:
      - {HAGGLE: 1%}
      - {HAGGLE: 13%}
    golden: |
      # HAGGLE=1%
      verdict allow
      quote subtotal 64.00 discount 0.64 shipping 5.99 shipping_discount 0.00 total 69.35
        HAGGLE=1% gives 0.64
        line l1 list 24.00 price 23.76, HAGGLE 0.24
        line l2 list 40.00 price 39.60, HAGGLE 0.40
      # HAGGLE=13%
      verdict deny
      finding deny proposal.parameter HAGGLE (actual 13%, bound 12%)
  # The end.
)");
  SECTION("which then pass, and are written the same again") {
    test_bench again(made);
    CHECK(again.failures() == "");
    CHECK(updated(made) == made);
  }
}

TEST_CASE("a golden block that isn't so any more shows the lines that differ") {
  const std::string made = updated(fresh);
  test_bench bench(with(made, "gives 6.40", "gives 6.41"));
  CHECK(bench.failures() == "one: golden: -  WELCOME10 gives 6.41 +  WELCOME10 gives 6.40\n");
}

TEST_CASE("golden blocks hold negotiations too") {
  const std::string made = updated(R"(fixtures:
  base: {file: facts.yaml}
tests:
  - name: rounds
    given: base
    negotiate:
      - {say: 25%}
      - {say: more}
    golden: new
)");
  CHECK(made.find("    golden: |\n      say 25%\n      counter step.first\n"
                  "        terms HAGGLE=3% total 68.07\n      say more\n") != std::string::npos);
  CHECK(test_bench(made).failures() == "");
}

TEST_CASE("a filter is a part of a name, or a pattern") {
  using packtest::fits_filter;
  const std::string name = "a/winter_test.yaml: the coupon [HAGGLE=3%]";
  CHECK(fits_filter("", name));
  CHECK(fits_filter("coupon", name));
  CHECK(fits_filter("winter_test", name));
  CHECK(fits_filter("HAGGLE=3%", name));
  CHECK_FALSE(fits_filter("Coupon", name));
  CHECK(fits_filter("the*", name));
  CHECK(fits_filter("*3%]", name));
  CHECK(fits_filter("a/*: the coup?n *", name));
  CHECK_FALSE(fits_filter("coupon", "another"));
  CHECK_FALSE(fits_filter("the?", name));
  CHECK(fits_filter("***", name));
}
