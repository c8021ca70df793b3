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
  // It was made in time.
  c.learn(with(winter_facts(), "now: 2026-11-22", "now: 2026-11-29"));
  CHECK(t.say(accept_ask()).terms == *honest.standing);
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

TEST_CASE("the mark is a hash of kind and content, the same in every build") {
  const std::string rules =
      "pack: p\nversion: 1\ncurrency: USD\nfacts:\n  fraud: {type: bool, voids: true}\n"
      "  stock: {type: int, voids: true}\n  other: {type: int}\noffers: {A: 5% off order}\n";
  const auto mark_of = [&](const std::string& facts) {
    campaign c(rules, facts + "\nother: 5\n");
    std::string text, mark;
    detail::write_voids_mark(*c.facts, text, mark);
    return mark;
  };
  // Half of the SHA-256 of "11 1 \n12 -7 \n", "11 0 \n0\n" and "0\n0\n": state, kind, content.
  CHECK(mark_of("fraud: true\nstock: -7") == "29596be79b454ff134c7d7ceed3521a2");
  CHECK(mark_of("fraud: false") == "b30aa4de90231e8d85f8e7ccb95c4608");
  CHECK(mark_of("") == "52f96c26a39ed25108a6db43d6e11c60");
}

TEST_CASE("a promise that draws on uses or a budget is reserved, one that counts rounds is not") {
  const auto reserved = [](const std::string& limits) {
    campaign c(
        "pack: p\nversion: 1\ncurrency: USD\noffers:\n  CUT: {give: 5% off order, class: x}\n"
        "  OTHER: {give: 9% off order, class: y}\nlimits: [discount <= 50% of subtotal, " +
            limits +
            "]\nplaybooks: {match: {limits: [uses of class x per month <= 3]}}\n"
            "defaults: {intent: optional}\nnegotiation: {ladder: [CUT]}\n",
        "now: 2026-11-22T10:00:00Z\ncustomer.key: c\n"
        "cart: {currency: USD, lines: [{sku: S, qty: 1, price: 100.00}]}\ncounters: {}\n");
    for (graph::index i = 0; i < c.rules.tables().counters.size(); ++i) c.facts->set_counter(i, 0);
    const negotiation_reply plain = talk(c).say(percent_ask(40));
    REQUIRE(plain.outcome == negotiation_outcome::counter);
    ask playing = percent_ask(40);
    playing.intent = "match";
    CHECK(talk(c).say(playing).terms.reserve);  // of the playbook's limit
    return plain.terms.reserve;
  };
  CHECK(reserved("uses of CUT per customer <= 5"));
  CHECK(reserved("uses per day <= 5"));
  CHECK(reserved("uses of class x per day <= 5"));
  CHECK(reserved("spend of class x per day <= 50.00"));
  CHECK(reserved("spend per day <= 50.00"));
  CHECK_FALSE(reserved("rounds per conversation <= 9"));
  CHECK_FALSE(reserved("uses of OTHER per day <= 5"));
  CHECK_FALSE(reserved("offers <= 3"));
}

}  // namespace
}  // namespace parley::test
