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

TEST_CASE("the last round tells the house what ended the ladder, if something did") {
  const auto third = [](const char* cap, const char* rounds) {
    campaign c(with(with(winter_pack(), "discount <= 15% of subtotal", cap), "rounds: 8", rounds),
               winter_facts());
    talk t(c);
    t.say(percent_ask(40));
    t.say(percent_ask(35));
    const negotiation_reply r = t.say(percent_ask(30));
    CHECK(r.outcome == negotiation_outcome::final);
    return r.reason;
  };
  CHECK(third("discount <= 4% of subtotal", "rounds: 3") == reply_reason::limit_reached);
  CHECK(third("discount <= 4% of subtotal", "rounds: 8") == reply_reason::limit_reached);
  CHECK(third("discount <= 15% of subtotal", "rounds: 3") == reply_reason::last_round);
}

TEST_CASE("who turns an offer down and names something is answered") {
  campaign c(winter_pack(), winter_facts());
  const ask nothing;
  ask asks[8];
  asks[0].more = true;
  asks[1].target_total = 5'000;
  asks[2].target_percent = 20 * one_percent;
  asks[3].budget = 5'000;
  asks[4].competitor_price = 5'000;
  asks[5].want = c.of({"HAGGLE=12%"}).offers;
  asks[6].give = {"prepay"};
  asks[7].reject = true;
  for (ask& a : asks) {
    a.reject = true;
    talk t(c);
    const negotiation_reply r = t.say(a);
    CHECK((r.reason == reply_reason::rejected) == (&a == &asks[7]));
    CHECK((r.outcome == negotiation_outcome::counter) == (&a != &asks[7]));
  }
}

TEST_CASE("the cart as it stands takes from no budget") {
  const std::string rules = trader("  CUT: {give: 2%..10% step 2% off order, class: haggled}\n",
                                   "strategy: boulware, issues: [CUT], rounds: 2") +
                            "classes: [haggled]\n";
  campaign c(with(rules, "limits: [", "limits: [spend of class haggled per day <= 50.00, "),
             std::string(one_line) + "counters: {\"spend of class haggled per day\": 0.00}\n");
  talk t(c);
  const negotiation_reply waits = t.say(total_ask(5'000));
  REQUIRE(waits.has_terms);
  CHECK(waits.terms.items.empty());
  CHECK_FALSE(waits.terms.reserve);
  const negotiation_reply drawn = t.say(total_ask(6'000));
  REQUIRE(drawn.terms.items.size() == 1);
  CHECK(drawn.terms.reserve);
}

TEST_CASE("places that give what stands already are passed over") {
  campaign c(trader("  CUT: {give: 2%..10% step 2% off order}\n",
                    "ladder: [CUT 2%, CUT 2%, CUT 4%, CUT 4%]"),
             one_line);
  talk t(c);
  CHECK(items(t.say(total_ask(5'000))) == "CUT 2%");
  CHECK(items(t.say(total_ask(6'000))) == "CUT 4%");
  CHECK(t.say(total_ask(7'000)).outcome == negotiation_outcome::final);
}

TEST_CASE("a counter never takes back what was off the price, whatever comes with it") {
  campaign c(trader("  CUT: {give: 1.00 off order}\n"
                    "  TOTE: {give: gift TOTE, cost: 5.00, worth: 9.00}\n",
                    "strategy: micro, issues: [CUT, TOTE]"),
             one_line);
  talk t(c);
  CHECK(items(t.say(total_ask(5'000))) == "CUT");
  const negotiation_reply r = t.say(total_ask(6'000));
  CHECK(items(r) == "CUT + TOTE");
  CHECK(r.terms.total == 9'900);
  CHECK(t.say(total_ask(7'000)).outcome == negotiation_outcome::final);
}

TEST_CASE("extras that stand are not taken back for a lower price") {
  campaign c(
      trader("  CUT: {give: 2%..10% step 2% off order}\n"
             "  TOTE: {give: gift TOTE, cost: 1.00, worth: 9.00, when: '!customer.prepays'}\n",
             "strategy: micro, issues: [CUT, TOTE]"),
      one_line);
  talk t(c);
  CHECK(items(t.say(total_ask(5'000))) == "TOTE");
  // The gift can't be had any more, but it was promised.
  c.learn(with(one_line, "prepays: false", "prepays: true"));
  const negotiation_reply r = t.say(total_ask(6'000));
  CHECK(r.outcome == negotiation_outcome::final);
  CHECK(items(r) == "TOTE");
}

TEST_CASE("a path that reads the clock is worked out anew as it moves, any other isn't") {
  for (const bool timed : {false, true}) {
    const std::string when =
        timed ? "now < timestamp(\"2026-11-22T10:00:10Z\")" : "!customer.prepays";
    campaign c(trader("  CUT: {give: 2% off order, when: '" + when + "'}\n",
                      "strategy: micro, issues: [CUT]"),
               one_line);
    negotiation_workspace w;
    const auto outcome = [&] {
      const auto r =
          negotiate(c.rules, *c.facts, open_session(c.rules, *c.facts, "s"), total_ask(5'000), w);
      REQUIRE(r.ok());
      return r.value().outcome;
    };
    CHECK(outcome() == negotiation_outcome::counter);
    const std::string key = w.memory.path_key;
    c.learn(with(one_line, "10:00:00Z", "10:00:09Z"));
    CHECK(outcome() == negotiation_outcome::counter);
    CHECK((w.memory.path_key == key) == !timed);
    c.learn(with(one_line, "10:00:00Z", "10:00:10Z"));
    CHECK((outcome() == negotiation_outcome::counter) == !timed);
  }
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

TEST_CASE(
    "the first number on a changed cart is noted, and is no move, nor is it the second time") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  const negotiation_reply first = t.say(total_ask(5'000));
  REQUIRE(first.outcome == negotiation_outcome::counter);
  CHECK(items(first) == "HAGGLE 3%");
  c.learn(with(winter_facts(), "qty: 2, price: 12.00", "qty: 3, price: 12.00"));
  for (int times = 0; times < 2; ++times) {
    const negotiation_reply r = t.say(total_ask(5'000));
    CHECK(r.outcome == negotiation_outcome::hold);
    CHECK(r.reason == reply_reason::no_move);
    CHECK_FALSE(r.moved);
    CHECK(items(r) == "HAGGLE 3%");
    CHECK(t.now.has_best_ask);
    CHECK(t.now.best_ask == 5'000);
  }
  // The next step is 2% of 76.00 cheaper; so much more is a move.
  CHECK_FALSE(t.say(total_ask(5'151)).moved);
  CHECK(t.say(total_ask(5'152)).moved);
}

TEST_CASE("a lapsed offer that waits for a fact stops the round, move or no move") {
  for (const ask& a : {more_ask(), percent_ask(25), percent_ask(20)}) {
    campaign c(winter_pack(), winter_facts());
    talk t(c);
    REQUIRE(t.say(percent_ask(25)).outcome == negotiation_outcome::counter);
    c.learn(with(at_clock("11:00:00Z"), "verified: true, ", ""));
    const negotiation_reply r = t.say(a);
    CHECK(r.outcome == negotiation_outcome::hold);
    CHECK(r.reason == reply_reason::missing_facts);
    REQUIRE(r.missing.size() == 1);
    CHECK(c.rules.text(c.rules.tables().facts[r.missing[0].which].name) == "customer.verified");
    CHECK_FALSE(r.has_terms);
    CHECK_FALSE(t.now.standing);
    CHECK(t.now.step == 0);
    CHECK_FALSE(t.now.ended);
  }
}

TEST_CASE("a cart that nothing can price is declined without terms") {
  campaign c(winter_pack(), winter_facts());
  c.facts = std::make_unique<fact_set>(c.rules.schema());
  c.facts->set_now({1'795'000'000, 0});
  c.facts->open_cart();
  c.facts->add_line({"a", "A", caps::quantity, caps::unit_price});
  talk t(c);
  const negotiation_reply r = t.say(percent_ask(25));
  CHECK(r.outcome == negotiation_outcome::decline);
  CHECK_FALSE(r.has_terms);
  CHECK_FALSE(t.now.standing);
}

}  // namespace
}  // namespace parley::test
