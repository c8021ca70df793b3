// Coverage of rules of every kind, and of bounds in every type: what was tried, and how near.
#include <algorithm>
#include <string>

#include "bench.hpp"
#include "packtest/rule_coverage.hpp"
#include "report/coverage.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

const char* const head = R"(pack: p
version: 1
currency: USD
defaults: {stacking: open, intent: optional}
facts:
  tier: {type: string}
  orders: {type: int}
  visits: {type: uint}
  paid: {type: money}
  score: {type: decimal}
  share: {type: percent}
  since: {type: timestamp}
  age: {type: duration}
  vip: {type: bool}
  tags: {type: list, of: string}
  note: {type: string, optional: true}
  line.grade: {type: int}
selectors: {tea: line.category == "tea"}
)";

const char* const base = R"(fixtures:
  base:
    now: 2026-11-22T10:00:00Z
    cart:
      currency: USD
      lines:
        - {id: a, sku: A, qty: 2, price: 10.00, cost: 4.00, category: tea, grade: 2}
        - {id: b, sku: B, qty: 1, price: 30.00, cost: 9.00, category: mug, grade: 5}
      shipping: [{method: standard, price: 5.00, cost: 4.00}]
    tier: gold
    orders: 3
    visits: 7
    paid: 50.00
    score: 0.5
    share: 10%
    since: 2026-01-01T00:00:00Z
    age: 60s
    vip: true
    tags: [a, b]
    note: hello
tests:
)";

std::string text_of(const report::covered_rule& rule) {
  std::string out = std::to_string(rule.fired) + "/" + std::to_string(rule.held) + "/" +
                    std::to_string(rule.unknown);
  for (const report::covered_bound& b : rule.bounds) {
    out += "; " + b.text + ": " + std::to_string(b.at) + " at, " + std::to_string(b.below) +
           " below" + (b.just_below ? "!" : "") + ", " + std::to_string(b.above) + " above" +
           (b.just_above ? "!" : "");
  }
  return out;
}

/// "fired/held/unknown; BOUND: n at, n below!, n above" of one rule.
std::string covered(const std::string& pack, const std::string& tests, const std::string& kind,
                    const std::string& id) {
  test_bench bench(base + tests, pack);
  packtest::rule_coverage counts(bench.rules);
  const std::string failures = bench.failures(&counts);
  if (!failures.empty()) return failures;
  const report::coverage made = counts.result("p.yaml", {});
  const auto found = std::find_if(made.rules.begin(), made.rules.end(), [&](const auto& rule) {
    return rule.kind == kind && rule.id == id;
  });
  return found == made.rules.end() ? "no such rule" : text_of(*found);
}

/// Of an offer with this condition, asked for with each of these facts.
std::string of_condition(const std::string& when, const std::string& rows) {
  return covered(
      std::string(head) + "offers: {X: {give: 5% off order, when: '" + when + "'}}\n",
      "  - {name: t, given: base, propose: [X], expect: {quote: {shipping: 5.00}}, table: [" +
          rows + "]}\n",
      "offer", "X");
}

/// Of a rule in a pack with these sections, when these offers were proposed in turn.
std::string of_rule(const std::string& sections, const std::string& proposals,
                    const std::string& kind, const std::string& id) {
  return covered(
      std::string(head) +
          "offers:\n  A: {give: 10% off order, class: x}\n  B: {give: 1.00 off tea, class: x}\n"
          "  R: {give: 1%..20% step 1% off order}\n  G: {give: gift G, cost: 4.00}\n" +
          sections,
      "  - {name: t, given: base, expect: {quote: {shipping: 5.00}}, table: [" + proposals + "]}\n",
      kind, id);
}

}  // namespace

TEST_CASE("bounds are tried by values of every type") {
  CHECK(of_condition("orders >= 3", "{orders: 2}, {orders: 3}, {orders: 5}") ==
        "2/1/0; orders >= 3: 1 at, 1 below!, 1 above");
  CHECK(of_condition("orders != 3", "{orders: 4}, {orders: 1}") ==
        "2/0/0; orders != 3: 0 at, 1 below, 1 above!");
  CHECK(of_condition("orders == 3", "{orders: 3}") == "1/0/0; orders == 3: 1 at, 0 below, 0 above");
  CHECK(of_condition("visits < 7u", "{visits: 6}, {visits: 7}, {visits: 9}") ==
        "1/2/0; visits < 7: 1 at, 1 below!, 1 above");
  CHECK(of_condition("paid > 50", "{paid: 49.99}, {paid: 50.00}, {paid: 60.00}") ==
        "1/2/0; paid > 50: 1 at, 1 below!, 1 above");
  CHECK(of_condition("score > -0.5", "{score: -0.51}, {score: -0.5}, {score: -0.49}") ==
        "1/2/0; score > -0.5: 1 at, 1 below, 1 above");
  CHECK(of_condition("share >= 10%", "{share: 9.99%}, {share: 10%}, {share: 10.02%}") ==
        "2/1/0; share >= 10%: 1 at, 1 below!, 1 above");
  CHECK(of_condition("since < timestamp(\"2026-01-01T00:00:00Z\")",
                     "{since: 2025-12-31T23:59:59Z}, {since: 2026-01-01T00:00:00Z}, {since: "
                     "2026-01-01T00:00:02Z}") ==
        "1/2/0; since < 2026-01-01T00:00:00Z: 1 at, 1 below!, 1 above");
  CHECK(of_condition("age <= duration(\"60s\")", "{age: 59s}, {age: 60s}, {age: 62s}") ==
        "2/1/0; age <= 60s: 1 at, 1 below!, 1 above");
  CHECK(of_condition("now > timestamp(\"2026-11-22T10:00:00Z\")",
                     "{now: 2026-11-22T10:00:01Z}, {vip: true}") ==
        "1/1/0; now > 2026-11-22T10:00:00Z: 1 at, 0 below, 1 above!");
}

TEST_CASE("bounds of carts, selectors and what is computed") {
  CHECK(of_condition("cart.subtotal >= 50",
                     "{cart.lines.b.price: 29.99}, {cart.lines.b.price: "
                     "30.00}") == "1/1/0; cart.subtotal >= 50: 1 at, 1 below!, 0 above");
  CHECK(of_condition("4 <= cart.quantity", "{cart.lines.b.qty: 2}, {cart.lines.b.qty: 3}") ==
        "2/0/0; cart.quantity >= 4: 1 at, 0 below, 1 above!");
  CHECK(of_condition("tea.subtotal > 20", "{cart.lines.a.price: 10.01}, {vip: true}") ==
        "1/1/0; tea.subtotal > 20: 1 at, 0 below, 1 above");
  CHECK(of_condition("size(tags) > 1", "{tags: [a]}, {tags: [a, b]}") ==
        "1/1/0; (...) > 1: 1 at, 0 below, 1 above!");
  CHECK(of_condition("vip && (orders > 3 || paid >= 50)", "{orders: 4}, {paid: 1.00}")
            .find("orders > 3: 1 at, 0 below, 1 above!") != std::string::npos);
  CHECK(of_condition("orders > 3 && vip || orders > 3", "{orders: 4}") ==
        "1/0/0; orders > 3: 0 at, 0 below, 1 above!");
  CHECK(of_condition("cart.lines.exists(l, l.grade >= 4)", "{vip: true}").starts_with("1/0/0"));
  CHECK(of_condition("tier == \"gold\"", "{tier: gold}, {tier: tin}, {tier: {unknown: missing}}") ==
        "1/1/1");
  CHECK(of_condition("100 / orders > 50", "{orders: 1}, {orders: 0}").starts_with("1/0/0"));
}

TEST_CASE("selectors are tried by each line") {
  const std::string pack = std::string(head) + "offers: {X: 5% off tea}\n";
  std::string with = pack;
  with.replace(with.find("tea: line.category == \"tea\""), 27, "tea: line.grade >= 3");
  CHECK(covered(with, "  - {name: t, given: base, propose: [X], expect: allow}\n", "selector",
                "tea") == "1/1/0; line.grade >= 3: 0 at, 1 below!, 1 above");
  CHECK(covered(with,
                "  - {name: t, given: [base, {cart.lines.a.grade: {unknown: missing}}], propose: "
                "[X], expect: need}\n",
                "selector", "tea") == "1/0/1; line.grade >= 3: 0 at, 0 below, 1 above");
  CHECK(covered(with,
                "  - {name: t, given: [base, {cart.lines: []}], propose: "
                "[X], expect: {quote: {total: 5.00}}}\n",
                "selector", "tea")
            .starts_with("0/0/0"));
}

TEST_CASE("stacking rules of every kind are tried by offers") {
  const auto rule = [](const std::string& sentence, const std::string& proposals) {
    return of_rule("stacking: ['" + sentence + "']\n", proposals, "stacking", "r");
  };
  const auto named = [](const std::string& sentence, const std::string& proposals) {
    return of_rule("stacking: [{rule: '" + sentence + "', id: r}]\n", proposals, "stacking", "r");
  };
  CHECK(rule("A with B", "{propose: [A]}") == "no such rule");
  CHECK(named("A with B", "{propose: [A]}, {propose: [A, B]}") == "1/0/0");
  CHECK(named("A before R", "{propose: [A, R=2%]}, {propose: [A]}") == "1/0/0");
  CHECK(named("A excludes B", "{propose: [A, B]}, {propose: [A, G]}, {propose: [G]}") == "1/1/0");
  CHECK(named("A alone", "{propose: [A, G]}, {propose: [A]}, {propose: [G]}") == "1/1/0");
  CHECK(named("at most 1 of class x", "{propose: [A, B]}, {propose: [A]}, {propose: [G]}") ==
        "1/1/0; 1 offers: 1 at, 0 below, 1 above!");
  CHECK(named("at most 3 of any",
              "{propose: [A]}, {propose: [A, B]}, {propose: [A, B, G]}, "
              "{propose: [A, B, G, R=1%]}") == "1/3/0; 3 offers: 1 at, 2 below!, 1 above!");
  CHECK(named("A requires B, G", "{propose: [A, B]}, {propose: [A, B, G]}, {propose: [G]}") ==
        "1/1/0");
  CHECK(named("A requires one of B, G", "{propose: [A, B]}, {propose: [A, R=1%]}") == "1/1/0");
  const auto when = [](const std::string& sentence, const std::string& proposals) {
    return of_rule("stacking: [{rule: '" + sentence + "', id: r, when: orders > 3}]\n", proposals,
                   "stacking", "r");
  };
  CHECK(when("A excludes B",
             "{propose: [A, B], orders: 4}, {propose: [A, B], orders: 3}, "
             "{propose: [A, B], orders: {unknown: missing}}") ==
        "1/1/1; orders > 3: 1 at, 0 below, 1 above!");
  CHECK(when("A with B", "{propose: [A, B], orders: 4}, {propose: [A, B], orders: 3}") ==
        "1/1/0; orders > 3: 1 at, 0 below, 1 above!");
  CHECK(when("A requires G", "{propose: [A], orders: 4}, {propose: [A], orders: 2}") ==
        "1/1/0; orders > 3: 0 at, 1 below!, 1 above!"
        "");
}

TEST_CASE("limits of every way to end are tried by amounts") {
  const auto limit = [](const std::string& rest, const std::string& proposals) {
    return of_rule("limits: [{limit: " + rest + ", id: l}]\n", proposals, "limit", "l");
  };
  // 10% of 50.00 is 5.00.
  CHECK(limit("discount <= 5.00", "{propose: [R=10%]}, {propose: [R=11%]}, {propose: [R=1%]}") ==
        "1/2/0; its bound: 1 at, 1 below, 1 above");
  CHECK(limit("discount <= 5.00, else: clamp", "{propose: [R=11%]}").starts_with("1/0/0"));
  CHECK(limit("discount <= 5.00, else: escalate to boss", "{propose: [R=11%]}, {propose: [A]}") ==
        "1/1/0; its bound: 1 at, 0 below, 1 above");
  CHECK(limit("price >= 45.00", "{propose: [R=10%]}, {propose: [R=11%]}, {propose: [R=9%]}") ==
        "1/2/0; its bound: 1 at, 1 below, 1 above");
  CHECK(limit("price >= 45.01", "{propose: [R=10%]}") ==
        "1/0/0; its bound: 0 at, 1 below!, 0 above");
  CHECK(limit("discount <= paid", "{propose: [A]}, {propose: [A], paid: {unknown: missing}}")
            .starts_with("0/1/1"));
  CHECK(limit("discount <= 5.00, when: orders > 3", "{propose: [A], orders: 3}") ==
        "0/0/0; its bound: 0 at, 0 below, 0 above; orders > 3: 1 at, 0 below, 0 above");
  CHECK(limit("discount <= 4.00, when: orders > 3", "{propose: [A], orders: {unknown: missing}}")
            .starts_with("0/0/1"));
}

TEST_CASE("needs, handoffs and obligations, of the pack and of a playbook") {
  const std::string sections = R"(handoff: {when: orders > 5, to: human}
obligations: [{kind: log, text: all, when: paid > 10}]
playbooks:
  p:
    needs: [note, vip]
    limits: [{limit: discount <= 40.00, id: l, obligations: [{kind: sign, text: s}]}]
    handoff: {when: visits > 9u, to: legal}
    obligations: [{kind: disclosure, text: t, when: vip}]
)";
  const auto of = [&](const std::string& kind, const std::string& id) {
    return of_rule(sections,
                   "{propose: [A]}, {propose: [A], intent: p}, {propose: [A], intent: p, note: "
                   "absent, vip: false, orders: 6, visits: 10}, {propose: [A], intent: p, vip: "
                   "{unknown: missing}}, {propose: []}, {propose: [A], paid: 10.00}",
                   kind, id);
  };
  CHECK(of("need", "p needs note") == "1/2/0");
  CHECK(of("need", "p needs vip") == "0/2/1");
  CHECK(of("handoff", "to human") == "1/5/0; orders > 5: 0 at, 5 below, 1 above!");
  CHECK(of("handoff", "to legal") == "1/2/0; visits > 9: 0 at, 2 below, 1 above!");
  CHECK(of("obligation", "log") == "2/1/0; paid > 10: 1 at, 0 below, 2 above");
  CHECK(of("obligation", "disclosure") == "1/0/0");
  CHECK(of("obligation", "sign") == "1/0/0");
}

TEST_CASE("the other questions try rules as well") {
  const std::string pack = std::string(head) +
                           "offers:\n  A: {give: 10% off order, class: x}\n"
                           "  R: {give: 1%..20% step 1% off order, when: vip}\n"
                           "stacking:\n  - {rule: A excludes R, id: r}\n"
                           "limits:\n  - {limit: discount <= 12% of subtotal, id: l}\n"
                           "negotiation: {ladder: [R 12%]}\n";
  const auto of = [&](const std::string& test, const std::string& kind, const std::string& id) {
    return covered(pack, "  - {name: t, given: base, " + test + "}\n", kind, id);
  };
  CHECK(of("stackable: [A, R], expect: no", "stacking", "r") == "1/0/0");
  CHECK(of("stackable: [A, R], expect: no", "limit", "l").starts_with("0/0/0"));
  CHECK(of("stackable: pairs, expect: {others: no}", "stacking", "r") == "1/0/0");
  // The most that a range may give is tried, and the step behind it.
  CHECK(of("eligible: [], expect: {others: any}", "limit", "l") ==
        "1/2/0; its bound: 1 at, 1 below, 1 above");
  CHECK(of("best: saving, expect: [R=12%]", "limit", "l") ==
        "0/1/0; its bound: 1 at, 0 below, 0 above");
  CHECK(of("negotiate: [{say: more, expect: counter}]", "limit", "l") ==
        "0/1/0; its bound: 1 at, 0 below, 0 above");
}
