// Terms that stand: what they are bound to, and what a session in other hands may claim.
#include "parley/negotiate/standing.hpp"

#include <string>

#include "negotiate/talk.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

TEST_CASE("an offer whose amounts were altered is not borne out, be its proposal allowed or not") {
  campaign c(winter_pack(), winter_facts());
  talk t(c);
  t.say(percent_ask(40));
  t.trust = session_trust::open;
  const session honest = t.now;
  REQUIRE(honest.standing);
  // Each keeps total = subtotal - discount + shipping - shipping_discount.
  const auto forge = [&](std::int64_t subtotal, std::int64_t discount, std::int64_t shipping,
                         std::int64_t shipping_discount) {
    session s = honest;
    s.standing->subtotal += subtotal;
    s.standing->discount += discount;
    s.standing->shipping += shipping;
    s.standing->shipping_discount += shipping_discount;
    s.standing->total += subtotal - discount + shipping - shipping_discount;
    s.standing->id = id_of(*s.standing, s.id);
    return s;
  };
  for (const session& s :
       {forge(0, 100, 0, 0), forge(-100, 0, 0, 0), forge(100, 100, 0, 0), forge(0, 0, 0, 100),
        forge(0, 0, 100, 100), forge(-100, 0, 100, 0), forge(0, -100, 0, 100), forge(0, 0, 1, 0)}) {
    t.now = s;
    const negotiation_reply r = t.say(accept_ask());
    CHECK(r.outcome == negotiation_outcome::decline);
    CHECK(r.reason == reply_reason::offer_unproved);
    CHECK_FALSE(r.has_terms);
    // What can't be borne out is made anew at the same place, at its price.
    t.now = s;
    CHECK(t.say(percent_ask(39)).terms.total == honest.standing->total);
  }
  t.now = forge(0, 0, 0, 0);
  CHECK(t.say(accept_ask()).outcome == negotiation_outcome::accept);
  // The deal is told again as long as it is borne out.
  CHECK(t.say(accept_ask()).terms == *honest.standing);
  CHECK(t.say(more_ask()).reason == reply_reason::already_closed);
  c.learn(with(winter_facts(), "verified: true", "verified: false"));
  CHECK(t.say(accept_ask()).reason == reply_reason::offer_unproved);
}

TEST_CASE("an offer that today's facts price otherwise binds a session kept by the host alone") {
  // The same cart and an allowed proposal, but what it gives depends on a fact.
  const std::string rules =
      "pack: p\nversion: 1\ncurrency: USD\nfacts:\n  competitor.price: {type: money}\n"
      "selectors: {all_lines: line.qty > 0}\n"
      "offers:\n  MATCH: {give: match competitor.price on all_lines}\n"
      "limits: [concession <= 50% of subtotal]\nnegotiation: {ladder: [MATCH]}\n";
  const auto facts = [](const std::string& price) {
    return "now: 2026-11-22T10:00:00Z\ncompetitor.price: " + price +
           "\ncart: {currency: USD, lines: [{sku: S, qty: 1, price: 100.00}]}\n";
  };
  campaign c(rules, facts("95.00"));
  talk t(c);
  const negotiation_reply shown = t.say(percent_ask(40));
  REQUIRE(shown.terms.total == 9'500);
  const session offered = t.now;
  c.learn(facts("96.00"));
  const negotiation_reply kept = t.say(accept_ask());
  CHECK(kept.outcome == negotiation_outcome::accept);
  CHECK(kept.terms == shown.terms);
  // Its lines would show another price, so none are shown.
  CHECK_FALSE(kept.priced.has_quote);

  t.now = offered;
  t.trust = session_trust::open;
  CHECK(t.say(accept_ask()).reason == reply_reason::offer_unproved);
  t.now = offered;
  CHECK(t.say(percent_ask(40)).terms.total == 9'600);
}

TEST_CASE("only facts that may void an offer are part of its mark") {
  campaign c(winter_pack(), winter_facts());
  std::string text, mark, again;
  detail::write_voids_mark(*c.facts, text, mark);
  CHECK(mark.size() == 32);
  c.learn(with(winter_facts(), "channel: email", "channel: web"));
  detail::write_voids_mark(*c.facts, text, again);
  CHECK(again == mark);
  for (const char* other : {"stock: {sold_out: true}", "stock: {sold_out: absent}"}) {
    c.learn(with(winter_facts(), "stock: {sold_out: false}", other));
    detail::write_voids_mark(*c.facts, text, again);
    CHECK(again.size() == 32);
    CHECK((again == mark) == (std::string(other).find("absent") != std::string::npos));
  }
}

}  // namespace
}  // namespace parley::test
