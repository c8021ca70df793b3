#include "parley/negotiate/negotiate.hpp"

#include <string>
#include <vector>

#include "negotiate/talk.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

TEST_CASE("the ladder is conceded step by step, and only to those who move") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  negotiation_reply r = t.say(percent_ask(40));
  CHECK(r.outcome == negotiation_outcome::counter);
  CHECK(items(r) == "HAGGLE 3%");
  CHECK(r.terms.total == 6400 - 192 + 599);
  CHECK(r.priced.has_quote);
  CHECK(r.terms.expires.seconds - r.terms.made.seconds == 1800);

  r = t.say(percent_ask(40));
  CHECK(r.outcome == negotiation_outcome::hold);
  CHECK(items(r) == "HAGGLE 3%");

  r = t.say(percent_ask(35));
  CHECK(r.outcome == negotiation_outcome::counter);
  CHECK(r.reason == reply_reason::sweetener);
  CHECK(items(r) == "HAGGLE 3% + FREESHIP");

  r = t.say(percent_ask(30));
  CHECK(items(r) == "HAGGLE 5% + FREESHIP");
  r = t.say(percent_ask(27));
  CHECK(items(r) == "HAGGLE 5% + TOTE + FREESHIP");
  r = t.say(percent_ask(24));
  CHECK(r.outcome == negotiation_outcome::counter);
  CHECK(items(r) == "HAGGLE 8% + TOTE + FREESHIP");

  r = t.say(percent_ask(21));
  CHECK(r.outcome == negotiation_outcome::final);
  CHECK(r.reason == reply_reason::ladder_over);
  CHECK(items(r) == "HAGGLE 8% + TOTE + FREESHIP");
}

TEST_CASE("an ask that costs no more than the next step is accepted") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  ask modest;
  modest.target_total = 6850;
  const negotiation_reply r = t.say(modest);
  CHECK(r.outcome == negotiation_outcome::accept);
  CHECK(r.reason == reply_reason::ask_met);
  CHECK(items(r) == "HAGGLE 3%");
  CHECK(t.now.closed);

  talk u(c);
  ask want;
  want.want = c.of({"HAGGLE=2%"}).offers;
  const negotiation_reply granted = u.say(want);
  CHECK(granted.outcome == negotiation_outcome::accept);
  CHECK(granted.reason == reply_reason::ask_granted);
  CHECK(items(granted) == "HAGGLE 2%");

  talk v(c);
  want.want = c.of({"HAGGLE=9%"}).offers;
  CHECK(v.say(want).outcome == negotiation_outcome::counter);
}

TEST_CASE("who would pay the list price gets it") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  ask rich;
  rich.budget = 10000;
  const negotiation_reply r = t.say(rich);
  CHECK(r.outcome == negotiation_outcome::accept);
  CHECK(r.terms.items.empty());
  CHECK(r.terms.total == 6999);
}

TEST_CASE("what is accepted is what was shown, whatever the facts say by then") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  const negotiation_reply shown = t.say(percent_ask(25));
  c.learn(with(winter_facts(), "verified: true", "verified: false"));
  const negotiation_reply taken = t.say(accept_ask());
  CHECK(taken.outcome == negotiation_outcome::accept);
  CHECK(taken.terms == shown.terms);
  CHECK(t.now.closed);
  CHECK(t.say(accept_ask()).terms == shown.terms);
  CHECK(t.say(more_ask()).reason == reply_reason::already_closed);
}

TEST_CASE("an offer ends at its expiry, with another cart, and by a fact that voids it") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  t.say(percent_ask(25));
  const session offered = t.now;

  c.learn(with(winter_facts(), "now: 2026-11-22T10:00:00Z", "now: 2026-11-22T10:30:00Z"));
  CHECK(t.say(accept_ask()).outcome == negotiation_outcome::accept);
  t.now = offered;
  c.learn(with(winter_facts(), "now: 2026-11-22T10:00:00Z", "now: 2026-11-22T10:30:01Z"));
  CHECK(t.say(accept_ask()).reason == reply_reason::offer_expired);
  CHECK(t.now == offered);

  c.learn(with(winter_facts(), "{id: l2, sku: MUG, qty: 2,", "{id: l2, sku: MUG, qty: 3,"));
  CHECK(t.say(accept_ask()).reason == reply_reason::cart_changed);
  CHECK(t.now == offered);

  // A fact declared `voids: true` that doesn't forbid the offer leaves it alone.
  c.learn(with(winter_facts(), "sold_out: false", "sold_out: true"));
  CHECK(t.say(accept_ask()).outcome == negotiation_outcome::accept);

  campaign strict(with(winter_pack(), "when: customer.verified || channel == \"web\"",
                       "when: '!stock.sold_out'"),
                  winter_facts());
  talk u(strict);
  const negotiation_reply shown = u.say(percent_ask(25));
  CHECK(shown.terms.may_be_voided);
  strict.learn(with(winter_facts(), "sold_out: false", "sold_out: true"));
  CHECK(u.say(accept_ask()).reason == reply_reason::offer_voided);
}

TEST_CASE("the first step a limit refuses ends the ladder, and looks like its end") {
  campaign c(with(winter_pack(), "discount <= 15% of subtotal", "discount <= 4% of subtotal"),
             winter_facts());
  talk t(c);
  CHECK(items(t.say(percent_ask(30))) == "HAGGLE 3%");
  CHECK(items(t.say(percent_ask(25))) == "HAGGLE 3% + FREESHIP");
  const negotiation_reply end = t.say(percent_ask(20));
  CHECK(end.outcome == negotiation_outcome::final);
  CHECK(items(end) == "HAGGLE 3% + FREESHIP");
  CHECK(end.reason == reply_reason::limit_reached);
  CHECK(customer_reason(end.reason) == "final");
  CHECK(t.say(percent_ask(15)).outcome == negotiation_outcome::final);
  CHECK(t.say(accept_ask()).outcome == negotiation_outcome::accept);
}

TEST_CASE("nothing allowed at all: the list price is final") {
  campaign c(with(winter_pack(), "discount <= 15% of subtotal", "discount <= 1% of subtotal"),
             winter_facts());
  talk t(c);
  const negotiation_reply r = t.say(percent_ask(30));
  CHECK(r.outcome == negotiation_outcome::final);
  CHECK(r.terms.items.empty());
  CHECK(r.terms.total == 6999);
}

TEST_CASE("a missing fact holds, and supplying it goes on") {
  campaign c(winter_pack(), with(winter_facts(), "verified: true, ", ""));
  talk t(c);
  const negotiation_reply r = t.say(percent_ask(30));
  CHECK(r.outcome == negotiation_outcome::hold);
  CHECK(r.reason == reply_reason::missing_facts);
  CHECK_FALSE(r.has_terms);
  REQUIRE(r.missing.size() == 1);
  CHECK(r.missing[0].which == c.rules.schema().fact_named("customer.verified"));
  c.learn(winter_facts());
  CHECK(items(t.say(percent_ask(30))) == "HAGGLE 3%");
}

TEST_CASE("a step that takes an approval goes to its role") {
  campaign c(with(winter_pack(), "discount <= 8% of subtotal", "discount <= 4% of subtotal"),
             with(with(winter_facts(), "verified: true", "verified: false"), "channel: email",
                  "channel: web"));
  talk t(c);
  CHECK(items(t.say(percent_ask(30))) == "HAGGLE 3%");
  t.say(percent_ask(25));
  const negotiation_reply r = t.say(percent_ask(20));
  CHECK(r.outcome == negotiation_outcome::handoff);
  CHECK(r.role == "supervisor");
  CHECK(items(r) == "HAGGLE 3% + FREESHIP");
}

TEST_CASE("a handoff rule stops the machine") {
  campaign c(winter_pack(), with(winter_facts(), "sentiment: 0.2", "sentiment: -0.9"));
  talk t(c);
  ask a = percent_ask(30);
  a.intent = "price_match";
  const negotiation_reply r = t.say(a);
  CHECK(r.outcome == negotiation_outcome::handoff);
  CHECK(r.reason == reply_reason::handoff_rule);
  CHECK(r.role == "human");
}

TEST_CASE("the intent's playbook cuts the ladder") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  ask a = percent_ask(25);
  a.intent = "price_match";
  CHECK(items(t.say(a)) == "HAGGLE 3%");
  CHECK(t.say(percent_ask(25)).outcome == negotiation_outcome::hold);
  CHECK(items(t.say(percent_ask(20))) == "HAGGLE 5%");
  CHECK(t.say(percent_ask(15)).outcome == negotiation_outcome::final);
}

TEST_CASE("a trigger counts when the facts say so, once") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  t.say(percent_ask(25));
  ask promise;
  promise.give = {"prepay"};
  CHECK(t.say(promise).outcome == negotiation_outcome::hold);
  c.learn(with(winter_facts(), "customer.prepays: false", "customer.prepays: true"));
  const negotiation_reply r = t.say(promise);
  CHECK(r.outcome == negotiation_outcome::counter);
  CHECK(r.newly_fired == 1);
  CHECK(t.say(promise).outcome == negotiation_outcome::hold);
}

TEST_CASE("patience moves those who never name a number") {
  campaign c(with(winter_pack(), "rounds: 8", "rounds: 8\n  patience: 2"), winter_facts());
  talk t(c);
  CHECK(t.say(more_ask()).outcome == negotiation_outcome::counter);
  CHECK(t.say(more_ask()).outcome == negotiation_outcome::hold);
  CHECK(t.say(more_ask()).outcome == negotiation_outcome::counter);
  CHECK(t.say(more_ask()).outcome == negotiation_outcome::hold);
}

TEST_CASE("small moves add up to one, and only to one") {
  campaign c(with(winter_pack(), "rounds: 8", "rounds: 30\n  min_move: 2.00"), winter_facts());
  talk t(c);
  ask a;
  a.target_total = 5000;
  CHECK(t.say(a).outcome == negotiation_outcome::counter);
  int counters = 0;
  for (int cents = 50; cents <= 400; cents += 50) {
    a.target_total = 5000 + cents;
    counters += t.say(a).outcome == negotiation_outcome::counter ? 1 : 0;
  }
  CHECK(counters == 2);
}

TEST_CASE("rounds are bounded, and the last reply is final") {
  campaign c(with(winter_pack(), "rounds: 8", "rounds: 2"), winter_facts());
  talk t(c);
  CHECK(t.say(percent_ask(30)).outcome == negotiation_outcome::counter);
  const negotiation_reply last = t.say(percent_ask(20));
  CHECK(last.outcome == negotiation_outcome::final);
  CHECK(items(last) == "HAGGLE 3% + FREESHIP");
  for (int percent = 19; percent > 13; --percent) {
    const negotiation_reply after = t.say(percent_ask(percent));
    CHECK(after.outcome == negotiation_outcome::final);
    CHECK(after.terms == last.terms);
  }
}

TEST_CASE("bad asks are declined and leave the session as it was") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  t.say(percent_ask(25));
  const session before = t.now;
  const auto declined = [&](const ask& a, reply_reason why) {
    const negotiation_reply r = t.say(a);
    CHECK(r.outcome == negotiation_outcome::decline);
    CHECK(r.reason == why);
    CHECK(t.now == before);
  };
  ask a;
  declined(a, reply_reason::ask_empty);
  a.target_total = -1;
  declined(a, reply_reason::ask_amount);
  declined(percent_ask(101), reply_reason::ask_amount);
  a = {};
  a.want = c.of({"NOSUCH"}).offers;
  declined(a, reply_reason::ask_unknown_offer);
  a.want = c.of({"HAGGLE=25%"}).offers;
  declined(a, reply_reason::ask_parameter);
  a.want = c.of({"HAGGLE"}).offers;
  declined(a, reply_reason::ask_parameter);
  a.want = c.of({"WELCOME10=5%"}).offers;
  declined(a, reply_reason::ask_parameter);
  a = {};
  a.give = {"nosuch"};
  declined(a, reply_reason::ask_unknown_trigger);
  a = percent_ask(10);
  a.foreign_currency = true;
  declined(a, reply_reason::ask_currency);
  a = percent_ask(10);
  a.intent = "nosuch";
  declined(a, reply_reason::ask_intent);
  a = accept_ask();
  a.offer = "0123";
  declined(a, reply_reason::other_offer);
}

TEST_CASE("a session belongs to one pack, one customer, and stays whole") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  t.say(percent_ask(25));
  const auto code = [&](const campaign& with_campaign, const session& s) {
    auto r = negotiate(with_campaign.rules, *with_campaign.facts, s, more_ask(), c.memory);
    return r.ok() ? std::string("ok") : r.failure().code;
  };
  CHECK(code(c, t.now) == "ok");
  session s = t.now;
  s.version = 9;
  CHECK(code(c, s) == "session.version");
  s = t.now;
  s.standing->total -= 100;
  CHECK(code(c, s) == "session.malformed");
  s = t.now;
  s.standing->discount += 100;
  s.standing->total -= 100;
  CHECK(code(c, s) == "session.malformed");
  s = t.now;
  s.step = 9;
  CHECK(code(c, s) == "session.malformed");
  campaign other(with(winter_pack(), "version: 3", "version: 4"), winter_facts());
  CHECK(code(other, t.now) == "session.pack");
  campaign stranger(c.rules, with(winter_facts(), "key: c-1001", "key: c-2002"));
  CHECK(code(stranger, t.now) == "session.customer");
  campaign timeless(c.rules, with(winter_facts(), "now: 2026-11-22T10:00:00Z\n", ""));
  CHECK(code(timeless, t.now) == "facts.now");
}

TEST_CASE("a session that was in other hands can't make a promise") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  t.say(percent_ask(40));
  session forged = t.now;
  forged.standing->items = {{"HAGGLE", true, 50 * one_percent}};
  forged.standing->discount = 3200;
  forged.standing->total = 6400 - 3200 + 599;
  forged.standing->id = id_of(*forged.standing, forged.id);
  const auto answer = [&](const session& s, session_trust trust) {
    auto r = negotiate(c.rules, *c.facts, s, accept_ask(), c.memory, trust);
    REQUIRE(r.ok());
    return r.value();
  };
  CHECK(answer(forged, session_trust::open).reason == reply_reason::offer_unproved);
  CHECK(answer(t.now, session_trust::open).outcome == negotiation_outcome::accept);
  forged.closed = true;
  CHECK(answer(forged, session_trust::open).reason == reply_reason::offer_unproved);
}

TEST_CASE("rejecting leaves the offer standing") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  const negotiation_reply shown = t.say(percent_ask(25));
  ask no;
  no.reject = true;
  const negotiation_reply r = t.say(no);
  CHECK(r.outcome == negotiation_outcome::decline);
  CHECK(r.reason == reply_reason::rejected);
  CHECK(t.say(accept_ask()).terms == shown.terms);
}

TEST_CASE("another cart ends the standing offer, not the place on the ladder") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  t.say(percent_ask(25));
  t.say(percent_ask(20));
  c.learn(with(winter_facts(), "{id: l2, sku: MUG, qty: 2,", "{id: l2, sku: MUG, qty: 3,"));
  const negotiation_reply r = t.say(percent_ask(20));
  CHECK(r.outcome == negotiation_outcome::hold);
  CHECK(items(r) == "HAGGLE 3% + FREESHIP");
  CHECK(r.terms.total == 8400 - 252);
  CHECK(r.terms.cart_hash == cart_hash(*c.facts));
}

TEST_CASE("offers that draw on counters say so") {
  campaign c(with(winter_pack(), "  - uses of WELCOME10 per customer <= 1",
                  "  - uses of WELCOME10 per customer <= 1\n  - spend of class negotiated per day "
                  "<= 5000.00"),
             with(winter_facts(), "{\"uses of WELCOME10 per customer\": 0}",
                  "{\"uses of WELCOME10 per customer\": 0, \"spend of class negotiated per day\": "
                  "120.00}"));
  talk t(c);
  CHECK(t.say(percent_ask(25)).terms.reserve);
}

TEST_CASE("an expired offer that is no longer allowed is made anew without its last sweetener") {
  const std::string pack_text = with(
      with(winter_pack(), "uses of WELCOME10 per customer <= 1", "uses of FREESHIP per day <= 3"),
      "sweeteners: [FREESHIP]", "sweeteners: [FREESHIP]\n  min_move: 1.00");
  const auto facts = [](int used, const char* now) {
    return with(with(winter_facts(), "uses of WELCOME10 per customer\": 0",
                     "uses of FREESHIP per day\": " + std::to_string(used)),
                "10:00:00Z", now);
  };
  campaign c(pack_text, facts(2, "10:00:00Z"));
  talk t(c);
  t.say(percent_ask(40));
  t.say(percent_ask(35));
  CHECK(items(t.say(percent_ask(30))) == "HAGGLE 5% + FREESHIP");
  // Others have used it up since, and the offer has expired.
  c.learn(facts(3, "11:00:00Z"));
  const negotiation_reply r = t.say(more_ask());
  CHECK(r.outcome == negotiation_outcome::final);
  CHECK(items(r) == "HAGGLE 5%");
}

}  // namespace
}  // namespace parley::test
