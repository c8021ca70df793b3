// One round: what is shown, granted and kept when something other than the next step decides.
#include "parley/negotiate/round.hpp"

#include <string>

#include "negotiate/talk.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

std::string at_clock(const char* time) {
  return with(winter_facts(), "10:00:00Z", time);
}

TEST_CASE("whoever takes over sees the offer that stands, and none that has lapsed") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  ask a = percent_ask(25);
  a.intent = "price_match";
  const negotiation_reply shown = t.say(a);
  REQUIRE(shown.outcome == negotiation_outcome::counter);
  const session before = t.now;

  c.learn(with(winter_facts(), "sentiment: 0.2", "sentiment: -0.9"));
  negotiation_reply r = t.say(percent_ask(20));
  CHECK(r.outcome == negotiation_outcome::handoff);
  CHECK(r.role == "human");
  REQUIRE(r.has_terms);
  CHECK(r.terms == shown.terms);

  t.now = before;
  c.learn(with(at_clock("11:00:00Z"), "sentiment: 0.2", "sentiment: -0.9"));
  r = t.say(percent_ask(20));
  CHECK(r.outcome == negotiation_outcome::handoff);
  CHECK_FALSE(r.has_terms);
  CHECK(r.terms == terms{});
}

TEST_CASE("a decline shows the offer that stands, and none that has lapsed") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  ask no;
  no.reject = true;
  CHECK_FALSE(t.say(no).has_terms);
  const negotiation_reply shown = t.say(percent_ask(25));
  CHECK(t.say(no).terms == shown.terms);
  c.learn(at_clock("11:00:00Z"));
  const negotiation_reply late = t.say(no);
  CHECK(late.reason == reply_reason::rejected);
  CHECK_FALSE(late.has_terms);
}

TEST_CASE("a price that the standing offer meets is taken while the next step waits for a fact") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  const negotiation_reply shown = t.say(percent_ask(25));
  const session before = t.now;
  c.learn(with(winter_facts(), "verified: true, ", ""));

  negotiation_reply r = t.say(total_ask(shown.terms.total));
  CHECK(r.outcome == negotiation_outcome::accept);
  CHECK(r.reason == reply_reason::ask_met);
  CHECK(r.terms == shown.terms);
  CHECK(r.missing.empty());
  CHECK(r.blocked.findings.empty());
  CHECK(t.now.closed);

  t.now = before;
  r = t.say(total_ask(shown.terms.total - 1));
  CHECK(r.outcome == negotiation_outcome::hold);
  CHECK(r.reason == reply_reason::missing_facts);
  CHECK(r.terms == shown.terms);
  CHECK(r.missing.size() == 1);
  CHECK_FALSE(t.now.closed);
}

TEST_CASE("a price that the standing offer meets is taken while the next step takes a person") {
  campaign c(with(winter_pack(), "discount <= 8% of subtotal", "discount <= 4% of subtotal"),
             with(with(winter_facts(), "verified: true", "verified: false"), "channel: email",
                  "channel: web"));
  talk t(c);
  t.say(percent_ask(30));
  const negotiation_reply shown = t.say(percent_ask(25));
  const session before = t.now;
  negotiation_reply r = t.say(total_ask(shown.terms.total - 1));
  CHECK(r.outcome == negotiation_outcome::handoff);
  CHECK(r.role == "supervisor");
  CHECK_FALSE(r.blocked.findings.empty());
  t.now = before;
  r = t.say(total_ask(shown.terms.total));
  CHECK(r.outcome == negotiation_outcome::accept);
  CHECK(r.role.empty());
  CHECK(r.blocked.findings.empty());
  CHECK(r.terms == shown.terms);
}

TEST_CASE("wanted offers are granted at a price that covers them, and not below") {
  campaign c(winter_pack(), winter_facts());
  ask a;
  a.want = c.of({"HAGGLE=2%"}).offers;
  for (const std::int64_t named : {6871, 6870}) {
    talk t(c);
    a.target_total = named;
    const negotiation_reply r = t.say(a);
    const bool covered = named == 6400 - 128 + 599;
    CHECK(r.outcome == (covered ? negotiation_outcome::accept : negotiation_outcome::counter));
    CHECK(r.ask_total == named);
    CHECK(items(r) == (covered ? "HAGGLE 2%" : "HAGGLE 3%"));
  }
}

TEST_CASE("wanted offers that cost more than the next step are not granted") {
  campaign c(winter_pack(), winter_facts());
  ask a;
  a.want = c.of({"HAGGLE=3%"}).offers;
  talk t(c);
  negotiation_reply r = t.say(a);
  CHECK(r.reason == reply_reason::ask_granted);
  CHECK(r.terms.revision == 1);
  CHECK(t.now.offers_made == 1);
  a.want = c.of({"HAGGLE=4%"}).offers;
  talk u(c);
  r = u.say(a);
  CHECK(r.outcome == negotiation_outcome::counter);
  CHECK(items(r) == "HAGGLE 3%");
}

std::string trader(const std::string& offers, const std::string& negotiation) {
  return "pack: trader\nversion: 1\ncurrency: USD\ndefaults: {stacking: open, intent: optional}\n"
         "facts:\n  customer.prepays: {type: bool}\noffers:\n" +
         offers + "limits: [concession <= 40% of subtotal]\nnegotiation: {" + negotiation + "}\n";
}
const char* const one_line =
    "now: 2026-11-22T10:00:00Z\ncustomer.prepays: false\n"
    "cart: {currency: USD, lines: [{sku: S, qty: 1, price: 100.00}]}\n";

TEST_CASE("the list price is the offer while a curve waits, and it is not offered twice") {
  campaign c(trader("  CUT: {give: 2%..10% step 2% off order}\n",
                    "strategy: boulware, issues: [CUT], rounds: 10"),
             one_line);
  talk t(c);
  const negotiation_reply shown = t.say(total_ask(5'000));
  CHECK(shown.outcome == negotiation_outcome::hold);
  CHECK(shown.reason == reply_reason::not_yet);
  REQUIRE(shown.has_terms);
  CHECK(shown.terms.total == 10'000);
  CHECK(shown.terms.revision == 1);
  ask rich;
  rich.budget = 20'000;
  const negotiation_reply r = t.say(rich);
  CHECK(r.outcome == negotiation_outcome::accept);
  CHECK(r.terms == shown.terms);
}

TEST_CASE("with nothing to give the list price is final at once") {
  campaign c(trader("  CUT: {give: 5% off order, when: customer.prepays}\n",
                    "strategy: micro, issues: [CUT]"),
             one_line);
  talk t(c);
  const negotiation_reply r = t.say(total_ask(5'000));
  CHECK(r.outcome == negotiation_outcome::final);
  CHECK(r.reason == reply_reason::ladder_over);
  CHECK(r.terms.total == 10'000);
  CHECK(r.terms.items.empty());
}

TEST_CASE("what nobody has filled in promises nothing") {
  const negotiation_reply r;
  CHECK(r.outcome == negotiation_outcome::decline);
  CHECK_FALSE((r.has_terms || r.moved || r.has_ask_total || r.evidence_unproved));
  CHECK_FALSE((r.terms.reserve || r.terms.may_be_voided));
  CHECK_FALSE((r.next.closed || r.next.ended || r.next.has_best_ask));
  const outcome_space space;
  CHECK_FALSE((space.whole || space.exact));
}

}  // namespace
}  // namespace parley::test
