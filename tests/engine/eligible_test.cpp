#include "parley/engine/eligible.hpp"

#include <algorithm>

#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::test {
namespace {

const eligible_offer& about(const campaign& c, const eligibility& e, std::string_view name) {
  const auto found = std::find_if(e.offers.begin(), e.offers.end(), [&](const eligible_offer& o) {
    return o.offer == c.offer(name);
  });
  REQUIRE(found != e.offers.end());
  return *found;
}

TEST_CASE("every offer is judged alone, with its headroom") {
  campaign c(winter_pack(), winter_facts());
  eligibility e;
  eligible(c.rules, *c.facts, {}, c.memory, e);
  REQUIRE(e.offers.size() == c.rules.tables().offers.size());
  CHECK(about(c, e, "WELCOME10").verdict == verdict::allow);
  CHECK(about(c, e, "WELCOME10").saving == 640);
  CHECK(about(c, e, "WELCOME10").total == 6359);
  const eligible_offer& haggle = about(c, e, "HAGGLE");
  CHECK(haggle.headroom.ranged);
  CHECK(haggle.headroom.least == 1 * one_percent);
  CHECK(haggle.headroom.most == 12 * one_percent);
  CHECK(haggle.headroom.binding == no_index);
  CHECK_FALSE(haggle.headroom.gaps);
}

TEST_CASE("a false condition settles an offer and says so") {
  campaign c(winter_pack(), winter_facts());
  eligibility e;
  eligible(c.rules, *c.facts, {}, c.memory, e);
  const eligible_offer& coaster = about(c, e, "COASTER");
  CHECK(coaster.verdict == verdict::deny);
  REQUIRE(coaster.reasons.count == 1);
  CHECK(e.reasons.findings[coaster.reasons.first].code == finding_code::offer_condition);

  eligibility relevant;
  eligible(c.rules, *c.facts, {}, c.memory, relevant, {.only_relevant = true});
  CHECK(relevant.offers.size() == e.offers.size() - 1);
}

TEST_CASE("what an offer requires is listed beside it and not held against it") {
  campaign c(winter_pack(), winter_facts());
  eligibility e;
  eligible(c.rules, *c.facts, {}, c.memory, e);
  const eligible_offer& tote = about(c, e, "TOTE");
  CHECK(tote.verdict == verdict::allow);
  REQUIRE(tote.requirements.count == 1);
  const auto& rule = c.rules.tables().stacking[e.requirements[tote.requirements.first]];
  CHECK(c.rules.text(rule.id) == "TOTE-requires-one-of-WELCOME10-HAGGLE");
}

TEST_CASE("headroom is exact to the step and names the rule that binds") {
  campaign c(with(winter_pack(), "discount <= 15% of subtotal", "discount <= 7% of subtotal"),
             winter_facts());
  eligibility e;
  eligible(c.rules, *c.facts, {}, c.memory, e);
  const eligible_offer& haggle = about(c, e, "HAGGLE");
  CHECK(haggle.headroom.most == 7 * one_percent);
  REQUIRE(haggle.headroom.binding != no_index);
  const finding& why = e.reasons.findings[haggle.headroom.binding];
  CHECK(why.code == finding_code::limit_exceeded);
  CHECK(c.rules.text(c.rules.tables().limits[why.rule].text) == "discount <= 7% of subtotal");
}

TEST_CASE("what is promised already is taken into account") {
  campaign c(winter_pack(), winter_facts());
  eligibility e;
  const proposal promised = c.of({"WELCOME10"});
  eligible(c.rules, *c.facts, promised, c.memory, e);
  CHECK(about(c, e, "HAGGLE").verdict == verdict::deny);
  CHECK(about(c, e, "FREESHIP").verdict == verdict::allow);
  CHECK(about(c, e, "FREESHIP").total == 5760);
  CHECK(about(c, e, "FREESHIP").saving == 599);
  CHECK(about(c, e, "WELCOME10").promised);
}

TEST_CASE("an approval that would allow more is named with its limit") {
  campaign c(winter_pack(), with(with(winter_facts(), "verified: true", "verified: false"),
                                 "channel: email", "channel: web"));
  eligibility e;
  eligible(c.rules, *c.facts, {}, c.memory, e);
  const headroom& room = about(c, e, "HAGGLE").headroom;
  CHECK(room.most == 8 * one_percent);
  CHECK(room.with_approval);
  CHECK(room.most_with_approval == 12 * one_percent);
  CHECK(c.rules.text(c.rules.tables().limits[room.approval_limit].id) == "unverified-cap");
}

TEST_CASE("a fact nobody supplied gives need and is listed") {
  campaign c(winter_pack(),
             with(winter_facts(), "as_of: 2026-11-22T09:58:00Z", "as_of: 2026-11-22T09:00:00Z"));
  eligibility e;
  eligible(c.rules, *c.facts, {}, c.memory, e);
  CHECK(about(c, e, "EXPRESS").verdict == verdict::need);
  const auto fact = c.rules.schema().fact_named("inventory.eta_days");
  CHECK(std::any_of(e.missing.begin(), e.missing.end(), [&](const missing_fact& m) {
    return m.which == fact && m.reason == fact_state::stale;
  }));
}

TEST_CASE("long ranges by bisection agree with trying every value") {
  random dice(7);
  for (int round = 0; round < 40; ++round) {
    const auto cap = dice.between(1, 1900);
    const std::string digits = std::to_string(cap % 100);
    const std::string money =
        std::to_string(cap / 100) + "." + (digits.size() == 1 ? "0" : "") + digits;
    const std::string rules =
        "pack: p\nversion: 1\ncurrency: USD\noffers:\n"
        "  A: {give: 0.01..20.00 step 0.01 off order}\nlimits:\n  - discount <= " +
        money + "\n";
    campaign c(rules, "cart:\n  currency: USD\n  lines: [{id: a, sku: A, qty: 1, price: 40.00}]\n");
    eligibility e;
    const std::uint64_t before = c.memory.judgements;
    eligible(c.rules, *c.facts, {}, c.memory, e);
    INFO("cap " << money);
    CHECK(e.offers[0].headroom.most == cap);
    CHECK(e.offers[0].headroom.binding != no_index);
    CHECK(c.memory.judgements - before < 60);
  }
}

}  // namespace
}  // namespace parley::test
