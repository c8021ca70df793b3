// Strategies that search, what shoppers give in return, evidence, resuming, and what is said.
#include <algorithm>
#include <string>
#include <vector>

#include "negotiate/market.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "parley/negotiate/outcome_parts.hpp"
#include "parley/negotiate/reply_words.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

std::string trader(const std::string& negotiation) {
  return R"(
pack: trader
version: 1
currency: USD
defaults: {stacking: open}
facts:
  customer.prepays: {type: bool, default: false}
  customer.signed: {type: bool, default: false}
  competitor.price: {type: money, max_age: 1h}
offers:
  CUT: {give: 2%..10% step 2% off order}
  POST: {give: free shipping}
  TOTE: {give: gift TOTE, class: gift, cost: 4.00, worth: 9.00}
  SPOON: {give: gift SPOON, class: gift, cost: 2.00, worth: 3.00}
  BIN: {give: gift BIN, class: gift, cost: 3.00, worth: 1.00}
  POINTS: {give: concession points 100..200 step 100, cost: 0.50 per 100, worth: 0.60}
limits:
  - discount <= 8% of subtotal
  - concession <= 40% of subtotal
negotiation:
)" + negotiation;
}
const std::string micro =
    "  strategy: micro\n  issues: [CUT, POST, class gift, POINTS]\n  rounds: 40\n";

std::string facts_text(const std::string& customer = "") {
  std::string text = R"(
now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines:
    - {id: l1, sku: TEA, qty: 2, price: 12.00, cost: 5.00}
    - {id: l2, sku: MUG, qty: 2, price: 20.00, cost: 9.00}
  shipping: [{method: standard, price: 5.99, cost: 4.10}]
customer: {key: c-1, prepays: false, signed: false}
)";
  return text + customer;
}

struct talk {
  campaign& c;
  session now;
  explicit talk(campaign& with_campaign)
      : c(with_campaign), now(open_session(c.rules, *c.facts, "s-1")) {}

  negotiation_reply say(const ask& a) {
    auto answer = negotiate(c.rules, *c.facts, now, a, c.memory);
    REQUIRE(answer.ok());
    now = answer.value().next;
    return answer.value();
  }
  negotiation_reply total(std::int64_t minor) {
    ask a;
    a.target_total = minor;
    return say(a);
  }
};

std::string items(const negotiation_reply& r) {
  std::string out;
  for (const term_item& item : r.terms.items) {
    if (!out.empty()) out += " + ";
    out += item.offer;
    if (item.has_parameter) {
      const bool share = item.parameter >= one_percent;
      out += " " + std::to_string(share ? item.parameter / one_percent : item.parameter);
    }
  }
  return out;
}

std::vector<std::string> walked(campaign& c, int rounds) {
  talk t(c);
  std::vector<std::string> out;
  for (int i = 0; i < rounds; ++i) {
    const negotiation_reply r = t.total(1'000 + 100 * i);
    out.push_back(r.outcome == negotiation_outcome::counter ? items(r)
                                                            : std::string(name_of(r.outcome)));
  }
  return out;
}

TEST_CASE("micro concedes the least undominated outcome for each move") {
  campaign c(trader(micro), facts_text());
  // 64.00 and shipping 5.99. Points cost 0.50 and are worth 0.60, a cut of 2% is 1.28 for 1.28, and
  // the bin, worth less than it costs, is never given.
  const std::vector<std::string> expected{"POINTS 100",
                                          "POINTS 200",
                                          "SPOON",
                                          "SPOON + POINTS 100",
                                          "SPOON + POINTS 200",
                                          "TOTE",
                                          "TOTE + POINTS 100",
                                          "TOTE + POINTS 200",
                                          "CUT 2 + TOTE + POINTS 200",
                                          "CUT 4 + TOTE + POINTS 200",
                                          "CUT 6 + TOTE + POINTS 200",
                                          "CUT 8 + TOTE + POINTS 200",
                                          "POST + TOTE + POINTS 200",
                                          "final"};
  CHECK(walked(c, 14) == expected);
}

TEST_CASE("a counter is never dominated by what the limits permit") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    random dice(seed * 31);
    const market_rules m = market_of(dice, graph::strategy::micro);
    campaign c(m.text, market_facts{}.text());
    outcome_space space;
    enumerate_outcomes(c.rules, *c.facts, {}, outcome_limits::judged, c.memory, space);
    talk t(c);
    for (int i = 0; i < m.rounds; ++i) {
      const negotiation_reply r = t.total(1'000 + 400 * i);
      if (r.outcome != negotiation_outcome::counter) continue;
      const std::int64_t worth = 1'200 * 2 + 2'000 * 2 + 599 - r.terms.total + r.terms.worth;
      for (const negotiation_result& other : space.results) {
        if (!other.permitted || other.cost > r.terms.concession) continue;
        INFO("seed " << seed << " " << items(r));
        CHECK(other.worth <= worth);
      }
    }
  }
}

TEST_CASE("curves come to their places by the clock, and only for those who move") {
  const auto places = [](const std::string& shape) {
    campaign c(trader("  strategy: " + shape + "\n  issues: [CUT]\n  rounds: 10\n"), facts_text());
    talk t(c);
    std::string out;
    for (int i = 0; i < 10; ++i) {
      const negotiation_reply r = t.total(1'000 + 200 * i);
      out += r.has_terms && !r.terms.items.empty()
                 ? std::to_string(r.terms.items[0].parameter / one_percent)
                 : "-";
      out += ' ';
    }
    return out;
  };
  // Ends at 10%; the limit of 8% cuts all of them short.
  CHECK(places("linear") == "- 2 2 4 4 6 6 8 8 8 ");
  CHECK(places("conceder") == "2 4 6 6 8 8 8 8 8 8 ");
  CHECK(places("boulware") == "- - - - - 2 2 4 6 6 ");

  campaign c(trader("  strategy: linear\n  issues: [CUT]\n  rounds: 10\n"), facts_text());
  talk t(c);
  t.total(1'000);
  t.total(1'000);
  CHECK(t.total(1'000).reason == reply_reason::no_move);
  CHECK(items(t.total(1'200)) == "CUT 4");
}

TEST_CASE("large spaces are added up from parts, to the same frontier") {
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    random dice(seed * 7);
    const market_rules m = market_of(dice, graph::strategy::micro);
    campaign c(m.text, market_facts{}.text());
    outcome_space whole, merged;
    enumerate_outcomes(c.rules, *c.facts, {}, outcome_limits::ignored, c.memory, whole);
    std::vector<std::uint32_t> frontier;
    pareto_frontier(whole, false, frontier);
    issues_of(c.rules, merged);
    merge_outcomes(c.rules, *c.facts, {}, c.memory, merged);
    INFO("seed " << seed << m.text);
    REQUIRE(merged.results.size() == frontier.size());
    for (std::size_t i = 0; i < frontier.size(); ++i) {
      CHECK(merged.results[i].cost == whole.results[frontier[i]].cost);
      CHECK(merged.results[i].worth == whole.results[frontier[i]].worth);
      proposal made;
      propose_combination(c.rules, merged, merged.results[i].combination, made);
      workspace w;
      decision d;
      REQUIRE(detail::form(c.rules, *c.facts, made, w, d));
      CHECK(d.quote.concession == merged.results[i].cost);
      CHECK(d.quote.total == merged.results[i].total);
    }
  }
}

TEST_CASE("a pack with millions of outcomes is bargained over all the same") {
  std::string text = trader(
      "  strategy: micro\n  issues: [CUT, POST, class gift, POINTS, A, B, C, D, E, F, G, H]\n");
  std::string perks;
  for (const char name : std::string("ABCDEFGH")) {
    perks += std::string("  ") + name + ": {give: concession thing-" +
             static_cast<char>(name + 32) + " 1..9 step 1, cost: 0.1" +
             static_cast<char>('0' + (name - 'A')) + ", worth: 0.3" +
             static_cast<char>('9' - (name - 'A')) + "}\n";
  }
  text.insert(text.find("limits:"), perks);
  campaign c(text, facts_text());
  outcome_space space;
  issues_of(c.rules, space);
  CHECK(space.size > 10'000'000'000);
  find_outcomes(c.rules, *c.facts, {}, outcome_limits::judged, c.memory, space);
  CHECK_FALSE(space.whole);
  CHECK(space.exact);
  REQUIRE(space.results.size() > 50);
  for (std::size_t i = 1; i < space.results.size(); ++i) {
    CHECK(space.results[i].cost > space.results[i - 1].cost);
    CHECK(space.results[i].worth > space.results[i - 1].worth);
  }
  // Only what was judged is told apart, and a part of an outcome isn't that outcome.
  for (const char* otherwise : {"", " else clamp"}) {
    campaign judged(with(text, "discount <= 8% of subtotal",
                         std::string("discount <= 8% of subtotal") + otherwise),
                    facts_text());
    outcome_space told;
    judged.memory.trial.accept_partial = true;
    issues_of(judged.rules, told);
    find_outcomes(judged.rules, *judged.facts, {}, outcome_limits::judged, judged.memory, told);
    CHECK(told.results.size() == space.results.size());
    std::size_t permitted = 0;
    for (const negotiation_result& r : told.results) {
      proposal made;
      propose_combination(judged.rules, told, r.combination, made);
      CHECK(r.permitted == (judged.judge(made).verdict == verdict::allow));
      permitted += r.permitted ? 1 : 0;
    }
    CHECK(permitted > 0);
    CHECK(permitted < told.results.size());
  }
  find_outcomes(c.rules, *c.facts, {}, outcome_limits::ignored, c.memory, space);
  CHECK(std::all_of(space.results.begin(), space.results.end(),
                    [](const negotiation_result& r) { return r.permitted; }));
  negotiation_workspace w;
  const auto r = [&] {
    ask a;
    a.more = true;
    return negotiate(c.rules, *c.facts, open_session(c.rules, *c.facts, "s"), a, w);
  }();
  REQUIRE(r.ok());
  CHECK(items(r.value()) == "A 1");
}

TEST_CASE("what is given in return buys as much as it is worth") {
  const std::string triggers =
      "  triggers: {prepay: {when: customer.prepays, worth: 3.00}, sign: customer.signed}\n";
  campaign c(trader("  ladder: [CUT 2%, CUT 4%, CUT 6%, CUT 8%]\n" + triggers), facts_text());
  talk t(c);
  CHECK(items(t.total(4'000)) == "CUT 2");
  ask give;
  give.give = {"prepay"};
  negotiation_reply r = t.say(give);
  CHECK(r.outcome == negotiation_outcome::hold);
  CHECK(r.unproved == 1);
  // 2% is 1.28, so 3.00 pay for two steps and not for three.
  c.learn(with(facts_text(), "prepays: false", "prepays: true"));
  r = t.say(give);
  CHECK(r.unproved == 0);
  CHECK(r.newly_fired == 1);
  CHECK(items(r) == "CUT 6");
  CHECK(t.say(give).outcome == negotiation_outcome::hold);
  c.learn(
      with(with(facts_text(), "prepays: false", "prepays: true"), "signed: false", "signed: true"));
  CHECK(items(t.say(give)) == "CUT 8");
}

TEST_CASE("a competitor's price counts as far as there is evidence") {
  const std::string ladder = "  ladder: [CUT 2%, CUT 4%, CUT 6%, CUT 8%]\n  min_move: 1.00\n";
  ask claim;
  claim.competitor_price = 6'000;
  {
    campaign c(trader(ladder + "  evidence: competitor.price\n"), facts_text());
    talk t(c);
    negotiation_reply r = t.say(claim);
    CHECK_FALSE(r.has_ask_total);
    CHECK(r.evidence_unproved);
    REQUIRE(r.missing.size() == 1);
    // Nothing was named, so a higher claim is no move.
    claim.competitor_price = 6'500;
    CHECK(t.say(claim).outcome == negotiation_outcome::hold);
    // With evidence the claim is worth what the fact says.
    c.learn(facts_text("competitor: {price: 66.00, as_of: 2026-11-22T09:59:00Z}\n"));
    r = t.say(claim);
    CHECK(r.evidence_unproved);
    CHECK(r.ask_total == 6'600);
    claim.competitor_price = 6'610;
    r = t.say(claim);
    CHECK_FALSE(r.evidence_unproved);
    CHECK(r.ask_total == 6'610);
    // Stale evidence is none.
    c.learn(facts_text("competitor: {price: 66.00, as_of: 2026-11-22T08:00:00Z}\n"));
    CHECK_FALSE(t.say(claim).has_ask_total);
  }
  campaign c(trader(ladder), facts_text());
  talk t(c);
  CHECK(t.say(claim).ask_total == 6'610);
}

TEST_CASE("a new conversation goes on where the last one stood") {
  campaign c(trader("  ladder: [CUT 2%, CUT 4%, CUT 6%]\n  rounds: 4\n  resume: 7d\n"),
             facts_text());
  talk t(c);
  t.total(4'000);
  const negotiation_reply last = t.total(4'500);
  CHECK(items(last) == "CUT 4");

  const std::vector<session> history{t.now};
  auto resumed = resume_session(c.rules, *c.facts, history, "s-2");
  REQUIRE(resumed.ok());
  CHECK(resumed.value() == t.now);
  // One that went further elsewhere counts, too, and rounds aren't fresh again.
  talk other(c);
  other.now.id = "s-9";
  for (int i = 0; i < 3; ++i) other.total(4'000 + 500 * i);
  const std::vector<session> both{t.now, other.now};
  resumed = resume_session(c.rules, *c.facts, both, "s-2");
  REQUIRE(resumed.ok());
  CHECK(resumed.value().step == 2);
  CHECK(resumed.value().round == 3);

  // A deal that was made, or one too long ago, doesn't count.
  ask yes;
  yes.accept = true;
  const session open_one = t.now;
  t.say(yes);
  resumed = resume_session(c.rules, *c.facts, std::vector<session>{t.now}, "s-2");
  REQUIRE(resumed.ok());
  CHECK(resumed.value() == open_session(c.rules, *c.facts, "s-2"));
  c.learn(with(facts_text(), "2026-11-22", "2026-11-30"));
  const auto late = negotiate(c.rules, *c.facts, open_one, yes, c.memory);
  REQUIRE_FALSE(late.ok());
  CHECK(late.failure().code == "session.expired");
  resumed = resume_session(c.rules, *c.facts, std::vector<session>{open_one}, "s-2");
  REQUIRE(resumed.ok());
  CHECK(resumed.value().id == "s-2");

  // Somebody else's is an error.
  c.learn(with(facts_text(), "key: c-1", "key: c-2"));
  resumed = resume_session(c.rules, *c.facts, history, "s-2");
  REQUIRE_FALSE(resumed.ok());
  CHECK(resumed.failure().code == "session.customer");
}

TEST_CASE("a bad ask says what is wrong with it, and changes nothing") {
  campaign c(trader("  ladder: [CUT 2%, CUT 4%]\n  triggers: {prepay: customer.prepays}\n"),
             facts_text());
  talk t(c);
  t.total(4'000);
  const session before = t.now;
  const auto declined = [&](const ask& a) {
    const negotiation_reply r = t.say(a);
    CHECK(r.outcome == negotiation_outcome::decline);
    CHECK(t.now == before);
    CHECK(r.has_terms);
    CHECK(customer_words(c.rules, r) == "I'm afraid I can't do that.");
    CHECK(house_words(r) == r.detail);
    return r.detail;
  };
  ask a;
  a.want = {{"CUTT", 0, false, false}};
  CHECK(declined(a) == "the offer `CUTT` is not there; did you mean `CUT`?");
  a.want = {{"CUT", 30 * one_percent, true, false}};
  CHECK(declined(a) == "`CUT` goes from 2% to 10% in steps of 2%, not 30%");
  a.want = {{"CUT", 3 * one_percent, true, false}};
  CHECK(declined(a) == "`CUT` goes from 2% to 10% in steps of 2%, not 3%");
  a.want = {{"CUT", 0, false, false}};
  CHECK(declined(a) == "`CUT` goes from 2% to 10% in steps of 2%, and none was named");
  a.want = {{"POST", 2, true, false}};
  CHECK(declined(a) == "`POST` takes no parameter");
  a = {};
  a.target_total = -1;
  CHECK(declined(a) == "a price can't be below zero");
  a.target_total = caps::cart_total + 1;
  CHECK(declined(a) == "the amount is too large");
  a = {};
  a.target_percent = ratio_one + 1;
  CHECK(declined(a) == "a discount is between 0% and 100%");
  a = {};
  a.foreign_currency = true;
  CHECK(declined(a) == "amounts are in USD here");
  a = {};
  a.give = {"prepai"};
  CHECK(declined(a) == "the trigger `prepai` is not there; did you mean `prepay`?");
  a = {};
  CHECK(declined(a) == "nothing was asked for");
  const std::string long_name(5'000, 'x');
  a.want = {{long_name, 0, false, false}};
  CHECK(declined(a).size() < 200);
}

TEST_CASE("customers are told in the pack's words") {
  campaign c(trader("  ladder: [CUT 2%, CUT 4% + POST]\nwording:\n  de:\n"
                    "    negotiate.counter: \"Ich biete {total} mit {offers}.\"\n"
                    "    negotiate.final: \"{total} ist mein letztes Wort.\"\n"
                    "    and: und\n    decimal: \",\"\n"),
             facts_text());
  talk t(c);
  t.total(4'000);
  negotiation_reply r = t.total(5'000);
  CHECK(customer_words(c.rules, r, "de") == "Ich biete 61,44 USD mit CUT und POST.");
  CHECK(customer_words(c.rules, r, "de-AT") == customer_words(c.rules, r, "de"));
  CHECK(customer_words(c.rules, r, "fr") == "I can do 61.44 USD in all.");
  r = t.total(6'000);
  CHECK(r.outcome == negotiation_outcome::final);
  CHECK(customer_words(c.rules, r, "de") == "61,44 USD ist mein letztes Wort.");
}

TEST_CASE("a cart on which the reached step isn't allowed gets the nearest one before it") {
  campaign c(trader("  ladder: [CUT 2%, CUT 4%, CUT 6%]\n"), facts_text());
  talk t(c);
  for (int i = 0; i < 3; ++i) t.total(4'000 + 300 * i);
  CHECK(t.now.step == 2);
  campaign narrow(with(trader("  ladder: [CUT 2%, CUT 4%, CUT 6%]\n"), "discount <= 8% of subtotal",
                       "discount <= 3.00"),
                  facts_text());
  talk u(narrow);
  for (int i = 0; i < 2; ++i) u.total(4'000 + 300 * i);
  CHECK(u.now.step == 1);
  // 4% of a larger cart is more than 3.00; 2% is not.
  narrow.learn(with(facts_text(), "qty: 2, price: 20.00", "qty: 4, price: 20.00"));
  const negotiation_reply r = u.total(4'700);
  CHECK(r.outcome == negotiation_outcome::final);
  CHECK(items(r) == "CUT 2");
}

}  // namespace
}  // namespace parley::test
