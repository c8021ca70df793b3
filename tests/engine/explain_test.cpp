#include "parley/engine/explain.hpp"

#include <algorithm>
#include <string>

#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::test {
namespace {

explanation ask(campaign& c, const proposal& asked) {
  explanation out;
  explain(c.rules, *c.facts, asked, c.memory, out);
  return out;
}

bool has(const explanation& e, change::kind what) {
  return std::any_of(e.repairs.begin(), e.repairs.end(), [&](const repair& r) {
    return std::any_of(r.changes.begin(), r.changes.end(),
                       [&](const change& c) { return c.what == what; });
  });
}

/// Whether the places of a conflict are one: together not permitted, without any one permitted.
void irreducible(campaign& c, const proposal& asked, const explanation& e) {
  const bool requirements = verdict_without_requirements(e.decision) == verdict::allow;
  const auto permitted = [&](std::uint32_t but) {
    proposal made;
    made.intent = asked.intent;
    for (const std::uint32_t place : e.conflict) {
      if (place != but) made.offers.push_back(asked.offers[place]);
    }
    const decision& d = c.judge(made);
    return (requirements ? d.verdict : verdict_without_requirements(d)) == verdict::allow;
  };
  if (e.conflict.empty()) return;
  CHECK_FALSE(permitted(no_index));
  for (const std::uint32_t place : e.conflict) CHECK(permitted(place));
}

TEST_CASE("an allowed proposal needs no repair") {
  campaign c(winter_pack(), winter_facts());
  const explanation e = ask(c, c.of({"WELCOME10", "FREESHIP"}));
  CHECK(e.decision.verdict == verdict::allow);
  CHECK(e.conflict.empty());
  CHECK(e.repairs.empty());
}

TEST_CASE("a banned pair is the conflict, and dropping either is the repair") {
  campaign c(winter_pack(), winter_facts());
  const proposal asked = c.of({"WELCOME10", "FREESHIP", "HAGGLE=2%"});
  const explanation e = ask(c, asked);
  CHECK(e.conflict == std::vector<std::uint32_t>{0, 2});
  irreducible(c, asked, e);
  REQUIRE(e.repairs.size() == 2);
  CHECK(e.repairs[0].changes.size() == 1);
  CHECK(e.repairs[0].changes[0].what == change::kind::drop);
  CHECK(e.repairs[0].changes[0].name == "HAGGLE");
  CHECK(e.repairs[0].total == 5760);
  CHECK(e.repairs[1].changes[0].name == "WELCOME10");
}

TEST_CASE("too much is lowered exactly to the step") {
  campaign c(with(winter_pack(), "discount <= 15% of subtotal", "discount <= 7% of subtotal"),
             winter_facts());
  const explanation e = ask(c, c.of({"HAGGLE=10%"}));
  REQUIRE_FALSE(e.repairs.empty());
  const change& first = e.repairs[0].changes.at(0);
  CHECK(first.what == change::kind::lower);
  CHECK(first.parameter == 7 * one_percent);
  const explanation outside = ask(c, c.of({"HAGGLE=25%"}));
  REQUIRE_FALSE(outside.repairs.empty());
  CHECK(outside.repairs[0].changes.at(0).parameter == 7 * one_percent);
}

TEST_CASE("an offer that is required is added") {
  campaign c(winter_pack(), winter_facts());
  const explanation e = ask(c, c.of({"TOTE"}));
  REQUIRE(has(e, change::kind::add));
  CHECK(e.repairs[0].changes.at(0).what == change::kind::add);
  CHECK(c.name(e.repairs[0].changes.at(0).offer) == "WELCOME10");
  CHECK(e.conflict == std::vector<std::uint32_t>{0});
}

TEST_CASE("a stale fact is refreshed, a missing one supplied") {
  campaign c(winter_pack(),
             with(winter_facts(), "as_of: 2026-11-22T09:58:00Z", "as_of: 2026-11-22T09:00:00Z"));
  const explanation stale = ask(c, c.of({"EXPRESS"}));
  REQUIRE_FALSE(stale.repairs.empty());
  CHECK(stale.repairs[0].changes.at(0).what == change::kind::refresh);

  c.learn(with(winter_facts(), "verified: true, ", ""));
  const explanation missing = ask(c, c.of({"HAGGLE=10%"}));
  CHECK(missing.decision.verdict == verdict::need);
  REQUIRE_FALSE(missing.repairs.empty());
  const change& supply = missing.repairs[0].changes.at(0);
  CHECK(supply.what == change::kind::supply);
  CHECK(supply.fact.which == c.rules.schema().fact_named("customer.verified"));
  CHECK(supply.example.as_bool());
}

TEST_CASE("an approval is asked of the role that may give it") {
  campaign c(winter_pack(), with(with(winter_facts(), "verified: true", "verified: false"),
                                 "channel: email", "channel: web"));
  const explanation e = ask(c, c.of({"HAGGLE=10%"}));
  CHECK(e.decision.verdict == verdict::escalate);
  REQUIRE(has(e, change::kind::approve));
  CHECK(e.repairs[0].changes.at(0).what == change::kind::lower);
  CHECK(e.repairs[0].changes.at(0).parameter == 8 * one_percent);
}

TEST_CASE("one leave is asked for a limit of several lines, for no more than is needed") {
  const std::string rules =
      "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\n"
      "offers: {HAG: 1%..20% step 1% off order, CUT: 10.00 off order}\n"
      "limits:\n"
      "  - {limit: discount per line <= 1.00, id: line-cap, else: escalate to boss}\n"
      "  - {limit: discount of HAG <= 5% of subtotal, id: hag-cap}\n";
  const std::string facts =
      "now: 2026-11-22T10:00:00Z\ncustomer.key: c\n"
      "cart: {currency: USD, lines: [{sku: A, qty: 1, price: 20.00}, {sku: B, qty: 1, price: "
      "50.00}, "
      "{sku: C, qty: 1, price: 30.00}]}\n";
  campaign c(rules, facts);
  const explanation cut = ask(c, c.of({"CUT"}));
  REQUIRE(cut.decision.findings.size() == 3);
  REQUIRE(cut.decision.approvals.size() == 1);
  CHECK(cut.decision.approvals[0].up_to.numerator == 500);
  REQUIRE(cut.repairs.size() == 2);
  CHECK(cut.repairs[0].changes[0].what == change::kind::approve);
  CHECK(cut.repairs[0].changes[0].request.up_to.numerator == 500);

  // Of 8% the largest part of a line is 4.00; what 5% leaves to be approved is 2.50.
  const explanation hag = ask(c, c.of({"HAG=8%"}));
  REQUIRE_FALSE(hag.repairs.empty());
  for (const repair& fix : hag.repairs) {
    for (const change& step : fix.changes) {
      if (step.what == change::kind::approve) CHECK(step.request.up_to.numerator == 250);
    }
  }
}

TEST_CASE("more spend is counted to the cent") {
  campaign c(winter_pack(),
             with(winter_facts(), "{id: l2, sku: MUG, qty: 2,", "{id: l2, sku: MUG, qty: 1,"));
  const explanation e = ask(c, c.of({"FREESHIP"}));
  CHECK(e.decision.verdict == verdict::deny);
  REQUIRE(has(e, change::kind::spend));
  const auto spend = std::find_if(e.repairs.begin(), e.repairs.end(), [](const repair& r) {
    return r.changes[0].what == change::kind::spend;
  });
  CHECK(spend->changes[0].amount == 600);
  CHECK(spend->total == 5000);
}

TEST_CASE("offers nobody knows are dropped") {
  campaign c(winter_pack(), winter_facts());
  const explanation e = ask(c, c.of({"WELCOME10", "NOSUCH"}));
  REQUIRE(e.repairs.size() == 1);
  CHECK(e.repairs[0].changes.at(0).what == change::kind::drop);
  CHECK(e.repairs[0].changes.at(0).name == "NOSUCH");
}

TEST_CASE("a repair may take more than three changes") {
  std::string rules = R"(
pack: p
version: 1
currency: USD
defaults: {stacking: open}
facts: {a.known: {type: bool}, b.known: {type: bool}, c.known: {type: bool}, d.known: {type: bool}}
offers:
)";
  for (const char* const name : {"a", "b", "c", "d"})
    rules += std::string("  ") + name + "1: {give: 1.00 off order, when: " + name + ".known}\n";
  rules += "limits: [discount <= 50% of subtotal]\n";
  campaign c(rules, "cart:\n  currency: USD\n  lines: [{id: l, sku: S, qty: 1, price: 50.00}]\n");
  const explanation e = ask(c, c.of({"a1", "b1", "c1", "d1"}));
  CHECK(e.decision.verdict == verdict::need);
  REQUIRE_FALSE(e.repairs.empty());
  for (const repair& r : e.repairs) CHECK(r.changes.size() == 4);
  CHECK(has(e, change::kind::supply));
}

TEST_CASE("rules are quoted with their words") {
  campaign c(winter_pack(), winter_facts());
  const explanation e = ask(c, c.of({"WELCOME10", "HAGGLE=2%"}));
  bool quoted = false;
  for (const finding& f : e.decision.findings) {
    const rule_words words = words_of(c.rules, f);
    quoted = quoted || (words.id == "coupon-x-negotiated" &&
                        words.text == "class coupon excludes class negotiated");
  }
  CHECK(quoted);
}

TEST_CASE("every repair of generated denials is really allowed, and no smaller one exists") {
  const std::string facts[] = {
      winter_facts(),
      with(winter_facts(), "verified: true", "verified: false"),
      with(winter_facts(), "orders: 0", "orders: 4"),
      with(winter_facts(), "{id: l2, sku: MUG, qty: 2,", "{id: l2, sku: MUG, qty: 1,"),
  };
  const char* const offers[] = {"WELCOME10", "FREESHIP", "TEA3", "TOTE", "COASTER", "EXPRESS"};
  std::size_t denials = 0;
  for (const std::string& text : facts) {
    campaign c(winter_pack(), text);
    random dice(text.size());
    for (int round = 0; round < 120; ++round) {
      proposal asked;
      for (const char* offer : offers) {
        if (dice.chance(35)) {
          const auto one = c.of({offer});
          asked.offers.push_back(one.offers[0]);
        }
      }
      if (dice.chance(50)) {
        const auto one = c.of({"HAGGLE=" + std::to_string(dice.between(1, 14)) + "%"});
        asked.offers.push_back(one.offers[0]);
      }
      const explanation e = ask(c, asked);
      if (e.decision.verdict == verdict::allow) continue;
      ++denials;
      INFO(campaign::text(asked));
      irreducible(c, asked, e);
      CHECK_FALSE(e.repairs.empty());
      for (const repair& r : e.repairs) {
        const bool only_proposal =
            std::all_of(r.changes.begin(), r.changes.end(), [](const change& x) {
              return x.what == change::kind::drop || x.what == change::kind::lower ||
                     x.what == change::kind::add;
            });
        CHECK(r.changes.size() == e.repairs[0].changes.size());
        if (!only_proposal) continue;
        const decision& d = c.judge(r.proposal);
        CHECK(d.verdict == verdict::allow);
        CHECK(d.quote.total == r.total);
        for (const change& x : r.changes) {
          if (x.what != change::kind::lower) continue;
          proposal more = r.proposal;
          for (proposed_offer& o : more.offers) {
            if (o.name == c.name(x.offer)) o.parameter += one_percent;
          }
          const bool within = x.parameter + one_percent <= asked.offers[x.place].parameter;
          if (within) CHECK(c.judge(more).verdict != verdict::allow);
        }
      }
    }
  }
  CHECK(denials > 100);
}

}  // namespace
}  // namespace parley::test
