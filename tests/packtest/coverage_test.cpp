// Which outcomes and which sides of a bound were seen.
#include <algorithm>

#include "bench.hpp"
#include "packtest/rule_coverage.hpp"
#include "report/coverage.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// What the tests cover of a rule: "fired 1 held 2 unknown 0; BOUND at 1 below 2 above 0".
std::string covered(const std::string& tests, const std::string& id) {
  test_bench bench(with_base(tests));
  packtest::rule_coverage counts(bench.rules);
  const std::string failures = bench.failures(&counts);
  if (!failures.empty()) return failures;
  const report::coverage made = counts.result("winter.yaml", {});
  const auto found = std::find_if(made.rules.begin(), made.rules.end(),
                                  [&](const auto& rule) { return rule.id == id; });
  if (found == made.rules.end()) return "no such rule";
  std::string out = "fired " + std::to_string(found->fired) + " held " +
                    std::to_string(found->held) + " unknown " + std::to_string(found->unknown);
  for (const report::covered_bound& b : found->bounds) {
    out += "; " + b.text + " at " + std::to_string(b.at) + " below " + std::to_string(b.below) +
           (b.just_below ? "!" : "") + " above " + std::to_string(b.above) +
           (b.just_above ? "!" : "");
  }
  return out;
}

}  // namespace

TEST_CASE("offers: their conditions and the values in them") {
  const std::string ask =
      "  - {name: t, given: base, propose: [FREESHIP], expect: {missing: none}, table: ";
  CHECK(covered(ask + "[{cart.lines.l2.price: 13.00}, {cart.lines.l2.price: 12.99}, "
                      "{cart.lines.l2.price: 50.00}]}\n",
                "FREESHIP") ==
        "fired 2 held 1 unknown 0; cart.subtotal >= 50 at 1 below 1 above 1");
  CHECK(covered("  - {name: t, given: base, sweep: {HAGGLE: 11%..13% step 1%}, expect: {missing: "
                "none}}\n",
                "HAGGLE") == "fired 3 held 0 unknown 0; its most, 12% at 1 below 1! above 1!");
  CHECK(covered("  - {name: t, given: [base, {customer.orders: {unknown: missing}}], propose: "
                "[WELCOME10], expect: need}\n",
                "WELCOME10") ==
        "fired 0 held 0 unknown 1; customer.orders == 0 at 0 below 0 above 0");
}

TEST_CASE("stacking rules: permissions, prohibitions, caps and requirements") {
  const std::string tests = R"(
  - {name: pair, given: base, propose: [WELCOME10, HAGGLE=2%], expect: deny}
  - {name: alone, given: base, propose: [WELCOME10], expect: allow}
  - {name: tote, given: base, propose: [TOTE], expect: deny}
  - {name: tote in company, given: base, propose: [TOTE, WELCOME10], expect: allow}
)";
  CHECK(covered(tests, "coupon-x-negotiated") == "fired 1 held 2 unknown 0");
  CHECK(covered(tests, "at-most-1-of-order") ==
        "fired 1 held 2 unknown 0; 1 offers at 2 below 0 above 1!");
  CHECK(covered(tests, "TOTE-requires-one-of-WELCOME10-HAGGLE").find("fired 1 held 1") == 0);
}

TEST_CASE("limits: kept, broken, unknown, and how near to their bounds") {
  const std::string cap = R"(
  - {name: t, given: [base, {customer.verified: false, channel: web}], sweep: {HAGGLE: 7%..9% step 1%}, expect: [allow until 8%, {expect: escalate}]}
)";
  CHECK(covered(cap, "unverified-cap") ==
        "fired 1 held 2 unknown 0; its bound at 1 below 1 above 1");
  const std::string uses = R"(
  - {name: t, given: base, propose: [WELCOME10], sweep: {"counters.uses of WELCOME10 per customer": 0..1}, expect: [allow until 0]}
  - {name: u, given: [base, {counters: {"uses of WELCOME10 per customer": {unknown: missing}}}], propose: [WELCOME10], expect: need}
)";
  test_bench bench(with_base(uses));
  packtest::rule_coverage counts(bench.rules);
  CHECK(bench.failures(&counts) == "");
  const report::coverage made = counts.result("winter.yaml", {});
  for (const report::covered_rule& rule : made.rules) {
    if (rule.text.find("uses of WELCOME10") == std::string::npos) continue;
    CHECK(rule.fired == 1);
    CHECK(rule.held == 1);
    CHECK(rule.unknown == 1);
    CHECK(rule.bounds[0].at == 1);
    CHECK(rule.bounds[0].just_above);
    CHECK(report::gaps_of(rule).empty());
  }
}

TEST_CASE("handoffs count as rules, and eligible tries the end of the headroom") {
  CHECK(
      covered(
          "  - {name: t, given: base, propose: [HAGGLE=2%], intent: price_match, expect: allow}\n",
          "to human") ==
      "fired 0 held 1 unknown 0; conversation.sentiment < -0.5 at 0 below 0 above 1");
  const std::string eligible =
      covered("  - {name: t, given: base, eligible: [], expect: {others: any}}\n", "HAGGLE");
  CHECK(eligible == "fired 1 held 0 unknown 0; its most, 12% at 1 below 0 above 0");
}

TEST_CASE("two workers' counts add up") {
  test_bench bench(with_base("  - {name: t, given: base, propose: [WELCOME10], expect: allow}\n"));
  packtest::rule_coverage a(bench.rules);
  packtest::rule_coverage b(bench.rules);
  CHECK(bench.failures(&a) == "");
  CHECK(bench.failures(&b) == "");
  a.merge(b);
  const report::coverage made = a.result("winter.yaml", {});
  CHECK(made.rules[0].id == "WELCOME10");
  CHECK(made.rules[0].fired == 2);
  CHECK(made.rules[0].bounds[0].at == 2);
}

TEST_CASE("points, percents and gaps") {
  report::covered_rule rule;
  rule.kind = "limit";
  rule.id = "cap";
  rule.can_be_unknown = true;
  rule.held = 3;
  rule.bounds.push_back({"its bound", 0, 2, 0, false, false});
  CHECK(report::points_of(rule, report::coverage_part::all).all == 4);
  CHECK(report::points_of(rule, report::coverage_part::all).seen == 1);
  CHECK(report::gaps_of(rule) ==
        std::vector<std::string>{"never broken", "never unknown", "never at its bound"});
  CHECK(report::percent_text({2, 3}) == "66.6%");
  CHECK(report::percent_text({999, 1000}) == "99.9%");
  CHECK(report::percent_text({9999, 10000}) == "99.9%");
  CHECK(report::percent_text({3, 3}) == "100%");
  CHECK(report::percent_text({0, 0}) == "100%");
}

TEST_CASE("what a pack says is escaped in the page and in lcov") {
  report::coverage pack;
  pack.pack = "<b>";
  pack.file = "a&b.yaml";
  pack.source = "x: <script>alert('\"')</script>\n";
  report::covered_rule rule;
  rule.kind = "limit";
  rule.id = "<img src=x>";
  rule.text = "a < b & c";
  rule.at = {"a&b.yaml", 1, 1};
  pack.rules.push_back(rule);
  const std::string html = report::to_html({pack});
  CHECK(html.find("<script>") == std::string::npos);
  CHECK(html.find("<img") == std::string::npos);
  CHECK(html.find("&lt;script&gt;alert(&#39;&quot;&#39;)") != std::string::npos);
  CHECK(html.find("a &lt; b &amp; c") != std::string::npos);
  CHECK(html.find("http") == std::string::npos);  // nothing is loaded from elsewhere
  CHECK(report::to_lcov({pack}) ==
        "TN:\nSF:a&b.yaml\nBRDA:1,0,0,-\nBRDA:1,0,1,-\nBRF:2\nBRH:0\nDA:1,0\nLF:1\nLH:0\n"
        "end_of_record\n");
}

TEST_CASE("selectors count by lines, obligations by what was due") {
  const std::string pack =
      "pack: p\nversion: 1\ncurrency: USD\nfacts: {announced: {type: bool}}\n"
      "selectors: {dear: line.price >= 50, tea: line.category == \"tea\"}\n"
      "offers:\n  A: {give: 10% off dear, obligations: [{kind: log, text: write it down}]}\n"
      "  B: {give: 5% off tea}\n"
      "obligations: [{kind: disclosure, text: say so, when: announced}]\n";
  const std::string given =
      "{cart: {currency: USD, lines: [{id: a, sku: A, qty: 1, price: 50.00, category: tea}, {id: "
      "b, "
      "sku: B, qty: 1, price: 49.99, category: {unknown: missing}}]}, announced: ";
  const std::string tests =
      "tests:\n  - {name: t, given: " + given + "true}, propose: [A], expect: allow}\n" +
      "  - {name: u, given: " + given + "{unknown: missing}}, propose: [A], expect: allow}\n";
  test_bench bench(tests, pack);
  packtest::rule_coverage counts(bench.rules);
  REQUIRE(bench.failures(&counts) == "");
  std::string out;
  for (const report::covered_rule& r : counts.result("p.yaml", {}).rules) {
    if (r.kind != "selector" && r.kind != "obligation") continue;
    out += r.kind + " " + r.id + " " + std::to_string(r.fired) + " " + std::to_string(r.held) +
           " " + std::to_string(r.unknown);
    for (const report::covered_bound& b : r.bounds)
      out += " " + b.text + (b.at != 0 ? " tried" : "") + (b.just_below ? " and just below" : "");
    for (const std::string& gap : report::gaps_of(r)) out += "; " + gap;
    out += "\n";
  }
  CHECK(out ==
        "obligation log 2 0 0\n"
        "obligation disclosure 1 0 1; always due\n"
        "selector dear 2 2 0 line.price >= 50 tried and just below; never unknown\n"
        "selector tea 2 0 2; every line in it\n");
}
