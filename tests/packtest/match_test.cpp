// Expectations against answers: what passes, and how a failure reads.
#include "bench.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// One test of the base facts: what it asks and expects, in flow style without the outer brackets.
std::string failures_of(const std::string& test) {
  return test_bench(with_base("  - {name: t, given: base, " + test + "}\n")).failures();
}

}  // namespace

TEST_CASE("a decision is compared in every part that is expected") {
  const std::string both = "propose: [WELCOME10, HAGGLE=2%], expect: ";
  CHECK(failures_of(both + "deny") == "");
  CHECK(failures_of(both + "allow") == "t: verdict: -allow +deny\n");
  CHECK(failures_of(both + "{finding: coupon-x-negotiated}") == "");
  CHECK(failures_of(both + "{findings: [stacking.excluded, stacking.at_most]}") == "");
  CHECK(failures_of(both + "{findings: [stacking.at_most, {rule: coupon-x-negotiated, offers: "
                           "[HAGGLE, WELCOME10]}]}") == "");
  CHECK(failures_of(both + "{findings: [stacking.excluded]}") ==
        "t: findings: +deny stacking.at_most at-most-1-of-order of HAGGLE, WELCOME10 (actual 2, "
        "bound 1)\n");
  CHECK(failures_of(both + "{findings: none}").find("stacking.excluded") != std::string::npos);
  CHECK(failures_of(both + "{finding: {code: stacking.excluded, because: another}}")
            .find("-stacking.excluded because another") != std::string::npos);
  CHECK(failures_of(both + "{finding: {code: stacking.at_most, actual: 2, bound: 1}}") == "");
  CHECK(failures_of(both + "{finding: {code: stacking.at_most, actual: 3}}") != "");
  CHECK(failures_of(both + "{repairs: [[drop WELCOME10], [drop HAGGLE]]}") == "");
  CHECK(failures_of(both + "{repairs: [[drop TOTE]]}") ==
        "t: repairs: -drop TOTE +drop HAGGLE +drop WELCOME10\n");
}

TEST_CASE("a quote is compared to the cent") {
  const std::string ask = "propose: [WELCOME10, FREESHIP], expect: ";
  CHECK(failures_of(ask + "{total: 57.60}") == "");
  CHECK(failures_of(ask + "{total: 57.61}") == "t: quote.total: -57.61 +57.60\n");
  CHECK(
      failures_of(
          ask +
          "{quote: {lines: {l1: 21.60, l2: {discount: 4.00, allocations: {WELCOME10: 4.00}}}}}") ==
      "");
  CHECK(failures_of(ask + "{quote: {lines: {l9: 1.00}}}") ==
        "t: quote.lines.l9: -a line +no such line\n");
  CHECK(failures_of(ask + "{quote: {applied: {WELCOME10: 6.40}}}") ==
        "t: quote.applied.FREESHIP: +5.99\n");
  CHECK(failures_of(ask + "{quote: {lines: {l1: {allocations: {}}}}}") ==
        "t: quote.lines.l1.allocations.WELCOME10: +2.40\n");
  CHECK(failures_of("propose: [NOTHING], expect: {quote: {total: 1.00}}") ==
        "t: quote: -a quote +none can be computed\n");
}

TEST_CASE("missing facts, handoffs and approvals are compared as sets") {
  const std::string unknown = "given: [base, {customer.verified: {unknown: withheld}}], ";
  const auto ask = [&](const std::string& rest) {
    return test_bench(with_base("  - {name: t, " + unknown + rest + "}\n")).failures();
  };
  CHECK(ask("propose: [HAGGLE=9%], expect: {verdict: need, missing: [customer.verified]}") == "");
  CHECK(ask("propose: [HAGGLE=9%], expect: {missing: [customer.verified (withheld)]}") == "");
  CHECK(ask("propose: [HAGGLE=9%], expect: {missing: none}") ==
        "t: missing: +customer.verified (withheld)\n");
  CHECK(ask("propose: [HAGGLE=9%], expect: {missing: [channel, customer.verified]}") ==
        "t: missing: -channel\n");
  CHECK(failures_of("propose: [HAGGLE=5%], intent: price_match, expect: {handoff: none}") == "");
  CHECK(failures_of("propose: [HAGGLE=5%], intent: price_match, expect: {handoff: human}") ==
        "t: handoff: -human +none\n");
}

TEST_CASE("answers of the other questions are compared, and what isn't listed is no") {
  CHECK(failures_of("stackable: [WELCOME10, HAGGLE], expect: no") == "");
  CHECK(failures_of("stackable: [WELCOME10, HAGGLE], expect: {conflicts: [[HAGGLE, WELCOME10]]}") ==
        "");
  CHECK(failures_of("stackable: [WELCOME10, FREESHIP], expect: no") == "t: answer: -no +yes\n");
  CHECK(failures_of("stackable: pairs, expect: {yes: [WELCOME10 with FREESHIP], others: any}") ==
        "");
  CHECK(failures_of("stackable: pairs, expect: {yes: [WELCOME10 with HAGGLE], others: any}") ==
        "t: WELCOME10 with HAGGLE: -yes +no\n");
  CHECK(failures_of("stackable: pairs, expect: {others: no}")
            .find("WELCOME10 with FREESHIP (not listed): -no +yes") != std::string::npos);
  CHECK(failures_of("eligible: [], expect: {offers: {HAGGLE: {verdict: allow, most: 12%, least: "
                    "1%}}, others: any}") == "");
  CHECK(failures_of("eligible: [], expect: {offers: {HAGGLE: {most: 9%}}, others: any}") ==
        "t: HAGGLE most: -9% +12%\n");
  CHECK(failures_of("eligible: [], expect: {offers: {}}")
            .find("FREESHIP (not listed): -deny +allow") != std::string::npos);
  CHECK(
      failures_of(
          "best: [saving, worth], expect: {offers: [FREESHIP, TOTE, HAGGLE=12%], optimal: true}") ==
      "");
  CHECK(failures_of("best: {objective: saving, include: [WELCOME10]}, expect: {saving: 0.01}")
            .find("t: saving: -0.01 +") == 0);
}

TEST_CASE("a negotiation is a script, and its facts may change on the way") {
  const std::string script = R"(
  - name: t
    given: base
    negotiate:
      - {say: 25%, expect: counter, reason: step.first, offers: [HAGGLE=3%], total: 68.07}
      - {say: 25%, expect: hold}
      - {ask: {target_percent: 20%}, expect: counter}
      - {say: accept, given: {now: 2026-11-22T11:00:00Z}, expect: decline, reason: decline.expired}
)";
  CHECK(test_bench(with_base(script)).failures() == "");
  CHECK(test_bench(with_base(with(script, "expect: hold", "expect: accept"))).failures() ==
        "t: step 2 (25%): outcome: -accept +hold (hold.no_move)\n");
  CHECK(test_bench(with_base(with(script, "total: 68.07", "total: 68.00"))).failures() ==
        "t: step 1 (25%): total: -68.00 +68.07\n");
}

TEST_CASE("a pack that must fail fails as expected") {
  const auto ask = [](const std::string& expect) {
    test_bench bench("tests:\n  - {name: t, must_fail: bad.yaml, expect: " + expect + "}\n");
    bench.disk.files["bad.yaml"] =
        "pack: x\nversion: 1\ncurrency: USD\noffers:\n  A: {give: 10% of order}\n";
    return bench.failures();
  };
  const std::string told = ask("[PL1]");
  INFO(told);
  REQUIRE(told.find("-PL1 +PL") != std::string::npos);
  const std::size_t code = told.find("+PL") + 1;
  const std::string first = told.substr(code, 6);
  const std::string place = told.substr(told.find(" at ", code) + 4, 3);
  CHECK(place == "5:1");
  CHECK(ask("[" + first + " at 5]") == "");
  CHECK(ask("[" + first + " at 4]") != "");
  CHECK(ask("[{code: " + first + ", message: of order}]").find("message") == std::string::npos);
  test_bench good("tests:\n  - {name: t, must_fail: winter.yaml, expect: []}\n");
  good.disk.files["winter.yaml"] = winter_pack();
  CHECK(good.failures() == "t: diagnostics: -a pack that doesn't compile +it compiles\n");
}

TEST_CASE("what comes after the last stage may stand for itself") {
  const auto failures = [](const std::string& rest) {
    return test_bench(
               with_base("  - {name: t, given: base, sweep: {HAGGLE: 11%..14% step 1%}, expect: "
                         "[allow until 12%, " +
                         rest + "]}\n"))
        .failures();
  };
  CHECK(failures("{verdict: deny, finding: proposal.parameter}") == "");
  CHECK(failures("{verdict: allow}").find("t [HAGGLE=13%]: verdict: -allow +deny") == 0);
  CHECK(failures("{verdickt: deny}").find("PL6002") == 0);
}
