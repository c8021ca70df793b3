// Every key that an expectation has, met and missed, with the words of the failure.
#include <string>

#include "bench.hpp"
#include "packtest/match_parts.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// A shop that can answer in every way there is: each verdict, handoffs, duties, approvals of every
/// kind, rules that say why.
const char* const shop = R"(pack: shop
version: 1
currency: USD
defaults: {stacking: closed, intent: optional}
facts:
  vip: {type: bool}
  angry: {type: bool, default: false}
  stock: {type: int, min: 0, max_age: 15m}
offers:
  TEN: {give: 10% off order, class: coupon, obligations: [{disclosure: one per order}]}
  HAGGLE: {give: 1%..30% step 1% off order, class: order, when: vip}
  SHIP: {give: free shipping, class: shipping}
  TOTE: {give: gift SKU-TOTE, class: gift, cost: 4.00, worth: 9.00}
  TEA: {give: 2.00 off each tea, class: item, when: stock > 3}
selectors: {tea: line.category == "tea"}
stacking:
  - TEN with SHIP, TOTE
  - HAGGLE with SHIP, TOTE
  - {rule: TEN with TEA, when: vip}
  - {rule: TEN excludes HAGGLE, id: no-both, because: one is enough}
  - {rule: class gift excludes class item, id: gift-x-item, when: vip}
limits:
  - {limit: discount <= 12% of subtotal, id: cap, else: escalate to boss, because: we must eat}
  - {limit: concession <= 25% of subtotal, id: hard-cap}
  - {limit: margin >= 20%, id: margin-floor, else: escalate to cfo}
  - {limit: gifts <= 0, id: no-gifts, when: angry, else: escalate to boss}
  - {limit: discount of TEN <= 3.00, id: ten-cap, when: angry, else: clamp}
handoff: {when: angry, to: human}
obligations: [{log: every answer}]
negotiation: {ladder: [HAGGLE 2%, HAGGLE 5%], rounds: 3, expires: 30m}
)";

const char* const facts = R"(fixtures:
  base:
    now: 2026-11-22T10:00:00Z
    cart:
      currency: USD
      lines:
        - {id: pot, sku: POT, qty: 1, price: 40.00, cost: 10.00, category: pots}
        - {id: tea, sku: GREEN, qty: 2, price: 12.00, cost: 6.00, category: tea}
      shipping: [{method: standard, price: 5.00, cost: 4.00}]
    vip: true
    angry: false
    stock: {value: 9, as_of: 2026-11-22T10:00:00Z}
tests:
)";

/// What is said of one test; `rest` is the test without name and facts.
std::string told(const std::string& rest, const std::string& changed = {}) {
  const std::string given = changed.empty() ? "base" : "[base, {" + changed + "}]";
  return test_bench(std::string(facts) + "  - {name: t, given: " + given + ", " + rest + "}\n",
                    shop)
      .failures();
}

struct row {
  const char* test;
  const char* changed;
  const char* said;  ///< "": it passes
};

void check(std::initializer_list<row> rows) {
  for (const row& r : rows) {
    INFO(r.test << "  " << r.changed);
    CHECK(told(r.test, r.changed) == r.said);
  }
}

}  // namespace

// The cart is 64.00 of goods and 5.00 of delivery.
TEST_CASE("what is expected of a decision, met and missed") {
  check({
      {"propose: [TEN], expect: allow", "", ""},
      {"propose: [TEN], expect: need", "", "t: verdict: -need +allow\n"},
      {"propose: [TEN, HAGGLE=2%], expect: {verdict: deny}", "", ""},
      {"propose: [HAGGLE=13%], expect: escalate", "", ""},
      {"propose: [TEA], expect: {verdict: need, missing: [stock]}", "stock: {unknown: missing}",
       ""},
      {"propose: [TEA], expect: {missing: [stock (stale)]}", "now: 2026-11-22T10:15:01Z", ""},
      {"propose: [TEA], expect: {missing: [stock (stale)]}", "now: 2026-11-22T10:15:00Z",
       "t: missing: -stock (stale)\n"},
      {"propose: [TEN], expect: {missing: none}", "", ""},
      // findings
      {"propose: [TEN], expect: {findings: none}", "", ""},
      {"propose: [TEN], expect: {findings: [cap]}", "", "t: findings: -cap\n"},
      {"propose: [TEN, HAGGLE=1%], expect: {findings: [no-both]}", "", ""},
      {"propose: [TEN, HAGGLE=1%], expect: {findings: no-both}", "", ""},
      {"propose: [TEN, HAGGLE=1%], expect: {findings: [{because: one is enough, offers: [HAGGLE, "
       "TEN], verdict: deny}]}",
       "", ""},
      {"propose: [TEN, HAGGLE=1%], expect: {findings: [{rule: no-both, offers: TEN}]}", "",
       "t: findings: -no-both of TEN +deny stacking.excluded no-both of HAGGLE, TEN\n"},
      {"propose: [TEN, HAGGLE=1%], expect: {findings: [{rule: no-both, verdict: need}]}", "",
       "t: findings: -no-both +deny stacking.excluded no-both of HAGGLE, TEN\n"},
      {"propose: [HAGGLE=13%], expect: {findings: [{code: limit.approval, rule: cap, actual: 8.32, "
       "bound: 7.68 USD, because: we must eat}]}",
       "", ""},
      {"propose: [HAGGLE=13%], expect: {findings: [{rule: cap, actual: 8.33}]}", "",
       "t: findings: -cap actual 8.33 +escalate limit.approval cap of HAGGLE (actual 8.32 USD, "
       "bound 7.68 USD)\n"},
      {"propose: [HAGGLE=13%], expect: {findings: [{rule: cap, bound: 7.67}]}", "",
       "t: findings: -cap bound 7.67 +escalate limit.approval cap of HAGGLE (actual 8.32 USD, "
       "bound 7.68 USD)\n"},
      {"propose: [HAGGLE=13%], expect: {finding: {rule: cap, line: pot}}", "",
       "t: findings: -cap on line pot +escalate limit.approval cap of HAGGLE (actual 8.32 USD, "
       "bound 7.68 USD)\n"},
      {"propose: [NONE], expect: {findings: [proposal.unknown_offer]}", "", ""},
      {"propose: [HAGGLE=31%], expect: {finding: {code: proposal.parameter, rule: HAGGLE}}", "",
       ""},
      {"propose: [HAGGLE=30%], expect: {finding: hard-cap}", "", ""},
      {"propose: [HAGGLE=30%], expect: {finding: [hard-cap, cap]}", "", ""},
      {"propose: [TEN], expect: {finding: cap}", "", "t: findings: -cap\n"},
      // handoff, obligations
      {"propose: [TEN], expect: {handoff: none, obligations: [disclosure, log]}", "", ""},
      {"propose: [TEN], expect: {handoff: human}", "angry: true", ""},
      {"propose: [TEN], expect: {handoff: none}", "angry: true", "t: handoff: -none +human\n"},
      {"propose: [SHIP], expect: {obligations: log}", "", ""},
      {"propose: [SHIP], expect: {obligations: none}", "", "t: obligations: +log\n"},
      {"propose: [SHIP], expect: {obligations: [disclosure, log]}", "",
       "t: obligations: -disclosure\n"},
      // quote
      {"propose: [TEN, SHIP], expect: {quote: {subtotal: 64.00, discount: 6.40, shipping: 5.00, "
       "shipping_discount: 5.00, total: 57.60, concession: 11.40, gifts_cost: 0.00, applied: {TEN: "
       "6.40, SHIP: 5.00}, lines: {pot: {list: 40.00, discount: 4.00, price: 36.00, allocations: "
       "{TEN: 4.00}}, tea: 21.60}}}",
       "", ""},
      {"propose: [TOTE], expect: {quote: {gifts_cost: 4.00, concession: 4.00, applied: {TOTE: "
       "0.00}}}",
       "", ""},
      {"propose: [TEN], expect: {quote: {concession: 6.41, discount: 6.40}}", "",
       "t: quote.concession: -6.41 +6.40\n"},
      {"propose: [TEN], expect: {quote: {applied: {TEN: 6.40, SHIP: 5.00}}}", "",
       "t: quote.applied.SHIP: -5.00 +nothing\n"},
      {"propose: [TEN], expect: {quote: {lines: {pot: {discount: 4.01}}}}", "",
       "t: quote.lines.pot.discount: -4.01 +4.00\n"},
      {"propose: [TEN], expect: {quote: {lines: {tea: {allocations: {TEN: 2.39}}}}}", "",
       "t: quote.lines.tea.allocations.TEN: -2.39 +2.40\n"},
      {"propose: [TEN], expect: {quote: {total: 62.60}, total: 62.60}", "", ""},
      // repairs
      {"propose: [HAGGLE=13%], expect: {repairs: [[lower HAGGLE to 12%]]}", "", ""},
      {"propose: [TEN], expect: {repairs: []}", "", ""},
      {"propose: [TEN, HAGGLE=1%], expect: {repairs: []}", "",
       "t: repairs: +drop HAGGLE +drop TEN\n"},
  });
}

TEST_CASE("approvals are expected in the unit of their limit") {
  check({
      {"propose: [HAGGLE=13%], expect: {approvals: {cap: 8.32}}", "", ""},
      {"propose: [HAGGLE=13%], expect: {approvals: {cap: 8.32USD}}", "", ""},
      {"propose: [HAGGLE=20%], expect: {approvals: {cap: 12.8}}", "", ""},
      {"propose: [HAGGLE=13%], expect: {approvals: {cap: 8.33}}", "",
       "t: approvals: -cap: 8.33 +cap: 8.32\n"},
      {"propose: [HAGGLE=13%], expect: {approvals: none}", "", "t: approvals: +cap: 8.32\n"},
      {"propose: [TEN], expect: {approvals: none}", "", ""},
      {"propose: [TEN], expect: {approvals: {cap: 1.00}}", "", "t: approvals: -cap: 1.00\n"},
      // pieces
      {"propose: [TOTE], expect: {approvals: {no-gifts: 1}}", "angry: true", ""},
      {"propose: [TOTE], expect: {approvals: {no-gifts: 2}}", "angry: true",
       "t: approvals: -no-gifts: 2 +no-gifts: 1\n"},
      // a share: paid 60.80 + 5.00, costs 52.60 + 4.00, so (65.80 - 56.60) / 65.80
      {"propose: [HAGGLE=5%], expect: {verdict: escalate, approvals: {margin-floor: 13.98%}}",
       "cart.lines.pot.cost: 40.60",
       "t: approvals: -margin-floor: 13.98% +margin-floor: "
       "13.981762%\n"},
      {"propose: [HAGGLE=13%], expect: {approvals: {kap: 8.32}}", "",
       "PL6002 at 14:72: limit `kap` isn't known (did you mean `cap`?)\n"},
  });
}

TEST_CASE("what is expected of the other questions, met and missed") {
  check({
      // eligible
      {"eligible: [], expect: {others: any, missing: none}", "", ""},
      {"eligible: [], expect: {others: any, missing: [stock]}", "stock: {unknown: missing}", ""},
      {"eligible: [], expect: {offers: {HAGGLE: {verdict: allow, least: 1%, most: 12%, binding: "
       "cap}}, others: any}",
       "", ""},
      {"eligible: [], expect: {offers: {HAGGLE: {binding: hard-cap}}, others: any}", "",
       "t: HAGGLE binding: -hard-cap +cap\n"},
      {"eligible: [], expect: {offers: {HAGGLE: {least: 2%}}, others: any}", "",
       "t: HAGGLE least: -2% +1%\n"},
      {"eligible: [], expect: {offers: {TEN: {binding: none}}, others: any}", "", ""},
      {"eligible: [], expect: {offers: {HAGGLE: {verdict: deny, most: none}}, others: any}",
       "vip: false", ""},
      {"eligible: [], expect: {offers: {HAGGLE: allow}, others: any}", "vip: false",
       "t: HAGGLE: -allow +deny\n"},
      {"eligible: [], expect: {offers: {TEN: allow, SHIP: allow, TOTE: allow, HAGGLE: deny}}",
       "vip: false, stock: {value: 1, as_of: 2026-11-22T10:00:00Z}", ""},
      {"eligible: [TEN], expect: {offers: {HAGGLE: allow}, others: any}", "",
       "t: HAGGLE: -allow +deny\n"},
      {"eligible: [TEN], expect: {offers: {SHIP: allow, TOTE: allow, TEN: allow, TEA: escalate}}",
       "", ""},
      // stackable
      {"stackable: [TEN, SHIP], expect: yes", "", ""},
      {"stackable: [TEN, TEA], expect: yes", "", ""},
      {"stackable: [TEN, TEA], expect: depends", "vip: {unknown: missing}", ""},
      {"stackable: [TEN, TEA], expect: no", "vip: {unknown: missing}", "t: answer: -no +depends\n"},
      {"stackable: [TEN, TEA], expect: {answer: no, conflicts: [[TEA, TEN]]}", "vip: false", ""},
      {"stackable: [TEN, HAGGLE, TEA], expect: {conflicts: [[TEN, HAGGLE], [TEA, HAGGLE]]}", "",
       ""},
      {"stackable: [TEN, HAGGLE], expect: {conflicts: []}", "", "t: conflicts: +HAGGLE + TEN\n"},
      {"stackable: [TEN, SHIP], expect: {conflicts: [[TEN, SHIP]]}", "",
       "t: conflicts: -SHIP + TEN\n"},
      // pairs
      {"stackable: pairs, expect: {yes: [TEN with SHIP, TOTE with TEN, HAGGLE with SHIP, [HAGGLE, "
       "TOTE], TEN with TEA]}",
       "", ""},
      {"stackable: pairs, expect: {depends: [TEA with TEN], others: any}",
       "vip: {unknown: missing}", ""},
      {"stackable: pairs, expect: {no: [TEA with TEN, TOTE with TEA], others: any}", "vip: false",
       ""},
      {"stackable: pairs, expect: {depends: [TEN with HAGGLE], others: any}", "",
       "t: TEN with HAGGLE: -depends +no\n"},
      // best
      {"best: saving, expect: [HAGGLE=12%, SHIP]", "", ""},
      {"best: {objective: [worth, saving], include: [TEN]}, expect: {offers: [TEN, TOTE], "
       "worth: 9.00, concession: 10.40}",
       "", ""},
      {"best: {objective: [saving], include: [TEN]}, expect: {offers: [SHIP, TEN], optimal: "
       "true, saving: 11.40, total: 57.60, concession: 11.40, worth: 0.00}",
       "", ""},
      {"best: fewest, expect: none", "", ""},
      {"best: {objective: fewest, reach: 6.00}, expect: {saving: 6.00}", "",
       "t: saving: -6.00 +6.40\n"},
      {"best: saving, expect: {offers: [TEN]}", "", "t: offers: -TEN +HAGGLE=12% +SHIP\n"},
      {"best: saving, expect: {optimal: false}", "", "t: optimal: -false +true\n"},
      {"best: {objective: saving, include: [TEN, HAGGLE=1%]}, expect: [TEN]", "",
       "t: offers: -TEN +nothing is permitted\n"},
      {"best: {objective: saving, include: [TEN, HAGGLE=1%]}, expect: none", "", ""},
  });
}

TEST_CASE("what is expected of a reply, met and missed") {
  const std::string_view script[] = {
      "negotiate: [{say: 20%, expect: counter, reason: step.first, offers: [HAGGLE=2%], total: "
      "67.72, saving: 1.28, concession: 1.28, worth: 0.00, missing: none, quote: {discount: "
      "1.28}}, "
      "{say: 20%, expect: hold, reason: hold.no_move}, {say: accept, expect: accept}]"};
  for (const std::string_view s : script) CHECK(told(std::string(s)) == "");
  check({
      {"negotiate: [{say: 20%, expect: hold}]", "",
       "t: step 1 (20%): outcome: -hold +counter (step.first)\n"},
      {"negotiate: [{say: 20%, reason: hold.no_move}]", "",
       "t: step 1 (20%): reason: -hold.no_move +step.first\n"},
      {"negotiate: [{say: 20%, role: human}]", "", "t: step 1 (20%): role: -human\n"},
      {"negotiate: [{say: 20%, expect: handoff, role: human}]", "angry: true", ""},
      {"negotiate: [{say: 20%, offers: [HAGGLE=5%]}]", "",
       "t: step 1 (20%): offers: -HAGGLE=5% +HAGGLE=2%\n"},
      {"negotiate: [{say: 20%, saving: 1.29}]", "", "t: step 1 (20%): saving: -1.29 +1.28\n"},
      {"negotiate: [{say: 20%, quote: {discount: 1.29}}]", "",
       "t: step 1 (20%): quote.discount: -1.29 +1.28\n"},
      {"negotiate: [{say: 20%, expect: hold, missing: [vip]}]", "vip: {unknown: missing}", ""},
      {"negotiate: [{say: 20%, missing: none}]", "vip: {unknown: missing}",
       "t: step 1 (20%): missing: +vip (missing)\n"},
      {"negotiate: [{say: 20%, total: 1.00, offers: none}]", "vip: {unknown: missing}",
       "t: step 1 (20%): total: -1.00 +nothing\n"},
      {"negotiate: [{ask: {target_percent: 20%}, expect: hold}]", "",
       "t: step 1 (an ask): outcome: -hold +counter (step.first)\n"},
      {"negotiate: [{say: 20%, expect: counter}]", "now: {unknown: missing}",
       "t: step 1 (20%): reply: -counter +a negotiation needs `now`, since offers expire\n"},
  });
}

TEST_CASE("a failure brings the rule behind it") {
  test_bench bench(std::string(facts) +
                       "  - {name: a, given: base, propose: [TEN, HAGGLE=1%], expect: allow}\n"
                       "  - {name: b, given: [base, {vip: false}], stackable: pairs, expect: {yes: "
                       "[TEN with TEA], others: any}}\n"
                       "  - {name: c, given: [base, {vip: {unknown: missing}}], stackable: [TEN, "
                       "TEA], expect: yes}\n"
                       "  - {name: d, given: base, stackable: [TEN, SHIP, HAGGLE, TEA], expect: "
                       "yes}\n"
                       "  - {name: e, given: [base, {vip: false}], eligible: [], expect: {offers: "
                       "{HAGGLE: allow}, others: any}}\n"
                       "  - {name: f, given: base, negotiate: [{say: 20%, total: 1.00}]}\n",
                   shop);
  REQUIRE(bench.faults() == "");
  const auto notes = [&](std::size_t which) {
    std::string out;
    for (const report::test_difference& d : bench.run(which).result.differences) {
      for (const std::string& note : d.notes) out += note + "\n";
    }
    return out;
  };
  CHECK(notes(0) ==
        "deny stacking.excluded no-both of HAGGLE, TEN\n"
        "  pack.yaml:20:12: TEN excludes HAGGLE (one is enough)\n");
  CHECK(notes(1) == "no rule permits it\n");
  CHECK(notes(2) == "depends on pack.yaml:19:12: TEN with TEA\n");
  CHECK(notes(3) ==
        "HAGGLE + TEN: pack.yaml:20:12: TEN excludes HAGGLE\nHAGGLE + TEA: no rule permits it\n"
        "SHIP + TEA: no rule permits it\n");
  CHECK(notes(4) == "deny offer.condition HAGGLE\n  pack.yaml:11:3: HAGGLE\n");
  CHECK(notes(5) == "the reply was counter (step.first): HAGGLE=2%\n");
}

TEST_CASE("checks are paired with what fits them, in whatever order they stand") {
  // Both findings fit the first check; only one fits the second.
  check({{"propose: [HAGGLE=30%], expect: {findings: [limit.approval, {rule: hard-cap}, {rule: "
          "cap}]}",
          "cart.lines.pot.cost: 40.60", ""},
         {"propose: [HAGGLE=30%], expect: {findings: [{code: limit.approval}, {code: "
          "limit.approval, rule: cap}, hard-cap]}",
          "cart.lines.pot.cost: 40.60", ""},
         {"propose: [HAGGLE=13%], expect: {findings: [cap], finding: limit.approval}", "", ""}});
  // Against trying every way.
  test::random any(20261123);
  for (int run = 0; run < 500; ++run) {
    const std::size_t checks = any.below(5), items = any.below(5);
    bool fits[5][5] = {};
    for (auto& line : fits) {
      for (bool& one : line) one = any.chance(40);
    }
    std::vector<std::size_t> order(items);
    for (std::size_t i = 0; i < items; ++i) order[i] = i;
    std::size_t most = 0;
    do {
      // Checks take the items in this order, or none.
      std::size_t met = 0;
      std::vector<bool> taken(checks, false);
      for (const std::size_t item : order) {
        for (std::size_t c = 0; c < checks; ++c) {
          if (taken[c] || !fits[c][item]) continue;
          taken[c] = true, ++met;
          break;
        }
      }
      most = std::max(most, met);
    } while (std::next_permutation(order.begin(), order.end()));
    const auto made =
        packtest::paired(checks, items, [&](std::size_t c, std::size_t i) { return fits[c][i]; });
    std::vector<bool> seen(checks, false);
    std::size_t met = 0;
    for (std::size_t i = 0; i < items; ++i) {
      if (made[i] == packtest::unpaired) continue;
      REQUIRE(made[i] < checks);
      CHECK(fits[made[i]][i]);
      CHECK_FALSE(seen[made[i]]);
      seen[made[i]] = true, ++met;
    }
    CHECK(met == most);
  }
}

TEST_CASE("a golden block holds all there is to a decision and to a reply") {
  const std::string text = std::string(facts) +
                           "  - name: g\n    given: [base, {angry: true}]\n"
                           "    propose: [HAGGLE=13%, TOTE]\n    golden: new\n"
                           "  - name: n\n    given: [base, {vip: {unknown: missing}}]\n"
                           "    negotiate: [{say: 20%}]\n    golden: new\n"
                           "  - name: h\n    given: [base, {angry: true}]\n"
                           "    negotiate: [{say: 20%}]\n    golden: new\n"
                           "  - name: l\n    given: base\n"
                           "    negotiate: [{say: 20%}]\n    golden: new\n";
  test_bench bench(text, shop);
  REQUIRE(bench.faults() == "");
  const auto golden = [&](std::size_t which) {
    std::string out;
    for (const std::string& line : bench.run(which).golden) out += line + "\n";
    return out;
  };
  // 64.00 less 8.32, delivery 5.00; given in all 8.32 and a tote for 4.00.
  CHECK(golden(0) ==
        "verdict escalate\n"
        "finding escalate limit.approval cap of HAGGLE, TOTE (actual 8.32 USD, bound 7.68 USD)\n"
        "finding escalate limit.approval no-gifts of HAGGLE, TOTE (actual 1, bound 0)\n"
        "handoff human\n"
        "obligation log every answer\n"
        "approval cap by boss up to 8.32 USD\n"
        "approval no-gifts by boss up to 1\n"
        "quote subtotal 64.00 discount 8.32 shipping 5.00 shipping_discount 0.00 total 60.68\n"
        "  HAGGLE=13% gives 8.32\n"
        "  TOTE gives 0.00, costs 4.00\n"
        "  line pot list 40.00 price 34.80, HAGGLE 5.20\n"
        "  line tea list 24.00 price 20.88, HAGGLE 3.12\n");
  CHECK(golden(1) == "say 20%\nhold hold.missing_facts\n  missing vip (missing)\n");
  CHECK(golden(2) == "say 20%\nhandoff handoff.rule\n  role human\n");
  CHECK(golden(3) == "say 20%\ncounter step.first\n  terms HAGGLE=2% total 67.72\n");
}
