#include "parley/negotiate/outcome_space.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "parley/negotiate/outcome_parts.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

TEST_CASE("the outcomes of a ladder's issues") {
  campaign c(winter_pack(), winter_facts());
  outcome_space space;
  enumerate_outcomes(c.rules, *c.facts, {}, outcome_limits::judged, c.memory, space);
  // HAGGLE nothing or 1..12%, TOTE, FREESHIP.
  CHECK(space.size == 13 * 2 * 2);
  REQUIRE(space.whole);
  // TOTE takes company (HAGGLE), HAGGLE and TOTE go with FREESHIP.
  CHECK(space.results.size() == 12 * 4 + 2);
  CHECK(space.results.front().cost == 0);
  CHECK(space.results.front().total == 6999);
  for (std::size_t i = 0; i < space.results.size(); ++i) {
    const negotiation_result& r = space.results[i];
    proposal made;
    propose_combination(c.rules, space, r.combination, made);
    const decision& d = c.judge(made);
    CHECK(r.permitted == (d.verdict == verdict::allow));
    CHECK(r.total == d.quote.total);
    CHECK(r.cost == d.quote.concession);
    CHECK(r.worth == 6999 - r.total + r.extras);
    if (i > 0) CHECK(space.results[i - 1].cost <= r.cost);
  }
}

TEST_CASE("outcomes that a limit refuses or sends to a person are formed and not permitted") {
  for (const char* cap : {"discount <= 4% of subtotal",
                          "{limit: discount <= 4% of subtotal, id: cap, else: escalate to boss}",
                          "discount <= 4% of subtotal else clamp"}) {
    campaign c(with(winter_pack(), "discount <= 15% of subtotal", cap), winter_facts());
    c.memory.trial.accept_partial = true;
    outcome_space space;
    enumerate_outcomes(c.rules, *c.facts, {}, outcome_limits::judged, c.memory, space);
    REQUIRE(space.results.size() == 12 * 4 + 2);
    proposal made;
    for (const negotiation_result& r : space.results) {
      propose_combination(c.rules, space, r.combination, made);
      const bool within = std::all_of(made.offers.begin(), made.offers.end(),
                                      [](const auto& o) { return o.parameter <= 4 * one_percent; });
      CHECK(r.permitted == within);
    }
  }
}

TEST_CASE("nothing dominates what stands on the frontier, and everything else is dominated") {
  campaign c(with(winter_pack(), "discount <= 15% of subtotal", "discount <= 4% of subtotal"),
             winter_facts());
  outcome_space space;
  enumerate_outcomes(c.rules, *c.facts, {}, outcome_limits::judged, c.memory, space);
  for (const bool permitted : {false, true}) {
    std::vector<std::uint32_t> frontier;
    pareto_frontier(space, permitted, frontier);
    REQUIRE(!frontier.empty());
    std::size_t at = 0;
    for (std::uint32_t i = 0; i < space.results.size(); ++i) {
      const negotiation_result& r = space.results[i];
      if (permitted && !r.permitted) continue;
      bool beaten = false;
      for (std::uint32_t j = 0; j < space.results.size(); ++j) {
        const negotiation_result& other = space.results[j];
        if (j == i || (permitted && !other.permitted)) continue;
        const bool same = other.cost == r.cost && other.worth == r.worth;
        beaten = beaten || (other.cost <= r.cost && other.worth >= r.worth && (!same || j < i));
      }
      const bool listed = at < frontier.size() && frontier[at] == i;
      CHECK(listed == !beaten);
      if (listed) ++at;
    }
    CHECK(at == frontier.size());
  }
}

TEST_CASE("without limits the space is the same for every limit") {
  const auto space_of = [](const std::string& cap) {
    campaign c(with(winter_pack(), "discount <= 15% of subtotal", cap), winter_facts());
    outcome_space space;
    enumerate_outcomes(c.rules, *c.facts, {}, outcome_limits::ignored, c.memory, space);
    std::string text;
    for (const negotiation_result& r : space.results) {
      text += std::to_string(r.combination) + " " + std::to_string(r.cost) + " " +
              std::to_string(r.worth) + "\n";
    }
    return text;
  };
  CHECK(space_of("discount <= 15% of subtotal") == space_of("discount <= 2% of subtotal"));
  CHECK(space_of("discount <= 15% of subtotal") ==
        space_of("{limit: discount <= 2% of subtotal, else: clamp}"));
}

/// A pack that bargains over these offers, each an issue of its own.
std::string bargain(const std::string& offers, const std::string& issues) {
  return "pack: wide\nversion: 1\ncurrency: USD\ndefaults: {stacking: open, intent: optional}\n"
         "offers:\n" +
         offers +
         "limits: [concession <= 90% of subtotal]\nnegotiation: {strategy: micro, issues: [" +
         issues + "]}\n";
}
const char* const one_line =
    "now: 2026-11-22T10:00:00Z\n"
    "cart: {currency: USD, lines: [{sku: S, qty: 1, price: 90000.00}]}\n";

TEST_CASE("every value of a long range is looked at, and none is kept") {
  campaign c(bargain("  CUT: 0.01..120.00 step 0.01 off order\n", "CUT"), one_line);
  outcome_space space;
  find_outcomes(c.rules, *c.facts, {}, outcome_limits::ignored, c.memory, space);
  CHECK(space.size == 12'001);
  CHECK(space.offers.size() == 1);
  CHECK(space.whole);
  CHECK(space.exact);
  REQUIRE(space.results.size() == 12'001);
  for (std::size_t i = 0; i < space.results.size(); i += 997)
    CHECK(space.results[i].cost == static_cast<std::int64_t>(i));
}

TEST_CASE("outcomes") {
  // Conditions refuse them all, which takes no time; how many there are is the same.
  const auto whole = [](const char* last) {
    const std::string rules =
        "pack: wide\nversion: 1\ncurrency: USD\n"
        "facts: {customer.prepays: {type: bool}}\noffers:\n"
        "  CUT: {give: 0.01.." +
        std::string(last) +
        " step 0.01 off order, when: customer.prepays}\n"
        "limits: [concession <= 90% of subtotal]\n"
        "negotiation: {strategy: micro, issues: [CUT]}\n";
    campaign c(rules, std::string("customer.prepays: false\n") + one_line);
    outcome_space space;
    enumerate_outcomes(c.rules, *c.facts, {}, outcome_limits::ignored, c.memory, space);
    CHECK(space.results.size() == (space.whole ? 1 : 0));
    return space.whole;
  };
  CHECK(caps::outcomes == 100'000);
  CHECK(whole("999.99"));
  CHECK_FALSE(whole("1000.00"));
}

TEST_CASE("a range beyond the cap is thinned out, and the space says so") {
  campaign c(bargain("  CUT: 0.01..2000.00 step 0.01 off order\n", "CUT"), one_line);
  outcome_space space;
  find_outcomes(c.rules, *c.facts, {}, outcome_limits::ignored, c.memory, space);
  CHECK(space.size == 200'001);
  CHECK_FALSE(space.whole);
  CHECK_FALSE(space.exact);
  REQUIRE(space.results.size() <= caps::outcomes);
  REQUIRE(space.results.size() > 1'000);
  CHECK(space.results.front().cost == 0);
  CHECK(space.results.back().cost == 200'000);
  proposal made;
  for (std::size_t i = 1; i < space.results.size(); i += 4'999) {
    propose_combination(c.rules, space, space.results[i].combination, made);
    CHECK(made.offers.at(0).parameter == space.results[i].cost);
  }
}

TEST_CASE("more issues than can be gone through, each of one value, are built up one by one") {
  std::string offers, issues;
  for (char name = 'A'; name <= 'T'; ++name) {
    offers += std::string("  ") + name + ": " + std::to_string(name - 'A' + 1) + ".00 off order\n";
    issues += std::string(issues.empty() ? "" : ", ") + name;
  }
  campaign c(bargain(offers, issues), one_line);
  outcome_space space;
  find_outcomes(c.rules, *c.facts, {}, outcome_limits::ignored, c.memory, space);
  CHECK(space.size == std::uint64_t{1} << 20);
  CHECK_FALSE(space.exact);
  // Every sum from 1 to 210 can be had.
  CHECK(space.results.back().cost == 21'000);
  CHECK(space.results.size() > 150);
  for (std::size_t i = 1; i < space.results.size(); ++i)
    CHECK(space.results[i].worth > space.results[i - 1].worth);
}

TEST_CASE("parts that exclude each other, or share an offer, are gone through together") {
  const std::string offers =
      "  CUT: 1.00..3.00 step 1.00 off order\n"
      "  POINTS: {give: concession points 1..4 step 1, class: extra, cost: 0.10 each, worth: "
      "0.90}\n"
      "  POST: {give: free shipping}\n"
      "  TOTE: {give: gift TOTE, class: [gift, extra], cost: 4.00, worth: 9.00}\n"
      "  SPOON: {give: gift SPOON, class: [gift, extra], cost: 2.00, worth: 3.00}\n";
  const std::string facts = with(one_line, "price: 90000.00}]",
                                 "price: 90.00}], shipping: "
                                 "[{method: standard, price: 5.00}]");
  for (const char* rules :
       {"[]", "[CUT excludes POINTS]", "[POST excludes class gift, CUT excludes POST]",
        "[at most 2 of any]", "[POINTS alone]", "[TOTE requires CUT]",
        "['TOTE requires one of POST, POINTS']", "[at most 2 of class extra]",
        "[SPOON requires POST]"}) {
    for (const char* issues : {"CUT, POINTS, POST, class gift", "CUT, POINTS, TOTE, SPOON",
                               "POST, POINTS, TOTE, SPOON", "POINTS, class gift, TOTE"}) {
      INFO(rules << " " << issues);
      campaign c(bargain(offers, issues) + "stacking: " + rules + "\n", facts);
      outcome_space whole, merged;
      enumerate_outcomes(c.rules, *c.facts, {}, outcome_limits::ignored, c.memory, whole);
      std::vector<std::uint32_t> frontier;
      pareto_frontier(whole, false, frontier);
      issues_of(c.rules, merged);
      merge_outcomes(c.rules, *c.facts, {}, c.memory, merged);
      CHECK(merged.exact);
      REQUIRE(merged.results.size() == frontier.size());
      for (std::size_t i = 0; i < frontier.size(); ++i) {
        const negotiation_result& r = merged.results[i];
        CHECK(r.cost == whole.results[frontier[i]].cost);
        CHECK(r.total == whole.results[frontier[i]].total);
        CHECK(r.worth == whole.results[frontier[i]].worth);
        CHECK(r.extras == whole.results[frontier[i]].extras);
        proposal made;
        propose_combination(c.rules, merged, r.combination, made);
        CHECK(detail::form(c.rules, *c.facts, made, c.memory.work, c.memory.judged));
        CHECK(c.memory.judged.quote.concession == r.cost);
      }
    }
  }
}

TEST_CASE("thinning out keeps every second one, and both ends") {
  for (const std::size_t size : {0U, 1U, 2U, 3U, 6U, 7U}) {
    std::vector<negotiation_result> results(size);
    for (std::size_t i = 0; i < size; ++i) results[i].combination = i;
    detail::thin_out(results);
    CHECK(results.size() == (size < 2 ? size : size / 2 + 1));
    if (size > 0) CHECK(results.back().combination == size - 1);
    for (std::size_t i = 0; i + 1 < results.size(); ++i) CHECK(results[i].combination == 2 * i);
  }
}

TEST_CASE("more combinations than can be counted have no outcomes") {
  std::string offers, issues;
  for (int i = 0; i < 64; ++i) {
    const std::string name = "P" + std::to_string(i);
    offers += "  " + name + ": {give: concession thing-" + std::to_string(i) + ", cost: 0.01}\n";
    issues += (i == 0 ? "" : ", ") + name;
  }
  campaign c(bargain(offers, issues), one_line);
  outcome_space space;
  find_outcomes(c.rules, *c.facts, {}, outcome_limits::judged, c.memory, space);
  CHECK(space.size == std::numeric_limits<std::uint64_t>::max());
  CHECK(space.results.empty());
  CHECK_FALSE((space.whole || space.exact));
}

TEST_CASE("what can't be formed has no price, and limits are no matter of forming") {
  campaign c(with(winter_pack(), "discount <= 15% of subtotal", "discount <= 1% of subtotal"),
             winter_facts());
  workspace w;
  decision d;
  const auto forms = [&](const proposal& asked) {
    return detail::form(c.rules, *c.facts, asked, w, d);
  };
  CHECK(forms(c.of({"HAGGLE=5%"})));
  CHECK(d.quote.discount == 320);
  CHECK_FALSE(forms(c.of({"HAGGLE=5%", "WELCOME10"})));
  CHECK(d.has_quote);
  proposal unknown = c.of({"HAGGLE=5%"});
  unknown.offers.push_back({"NOSUCH", 0, false, false});
  CHECK_FALSE(forms(unknown));
  CHECK_FALSE(d.has_quote);
  CHECK_FALSE(forms(c.of({"WELCOME10"}, "price_match")));
}

TEST_CASE("a stride counts from the most generous value, and keeps it") {
  outcome_space space;
  space.offers = {{7, 4}, {8, 6}};
  const auto values = [&](std::uint64_t stride) {
    const outcome_issue issue{{0, 2}, 10, stride};
    std::string out;
    for (std::uint64_t i = 0; i < issue.count(); ++i) {
      const issue_value v = space.value_at(issue, i);
      out += v.offer == no_index ? "-" : std::to_string(v.offer) + "." + std::to_string(v.point);
      out += ' ';
    }
    return out;
  };
  CHECK(values(1) == "- 7.0 7.1 7.2 7.3 8.0 8.1 8.2 8.3 8.4 8.5 ");
  CHECK(values(2) == "- 7.1 7.3 8.1 8.3 8.5 ");
  CHECK(values(3) == "- 7.0 7.3 8.2 8.5 ");
  CHECK(values(4) == "- 7.1 8.1 8.5 ");
  CHECK(values(9) == "- 7.0 8.5 ");
  CHECK(values(10) == "- 8.5 ");
  CHECK(values(99) == "- 8.5 ");
  space.issues = {{{0, 2}, 10, 3}, {{0, 1}, 4, 1}};
  for (std::uint64_t i = 0; i < 25; ++i) {
    CHECK(space.value_of(i, 0).point == space.value_at(space.issues[0], i % 5).point);
    CHECK(space.value_of(i, 1).point == space.value_at(space.issues[1], i / 5).point);
    CHECK(space.value_of(i, 1).offer == (i < 5 ? no_index : 7));
  }
}

TEST_CASE("outcome_sums") {
  // Prices and points don't touch: so many undominated outcomes of each, added up.
  const auto merged = [](const std::string& points) {
    campaign c(bargain("  CUT: 0.01..9.99 step 0.01 off order\n  POINTS: {give: concession points "
                       "1.." +
                           points + " step 1, cost: 0.01 each, worth: 0.02}\n",
                       "CUT, POINTS"),
               one_line);
    outcome_space space;
    issues_of(c.rules, space);
    merge_outcomes(c.rules, *c.facts, {}, c.memory, space);
    return space;
  };
  CHECK(caps::outcome_sums == 1'000 * 1'000);
  CHECK(merged("999").exact);
  CHECK_FALSE(merged("1000").exact);
}

TEST_CASE("a group of as many outcomes as may be looked at is gone through whole") {
  // 100 values times 1,000 that touch each other's prices: all sums from nothing to 10.98.
  const auto merged = [](const std::string& most) {
    campaign c(bargain("  A: 0.01..0.99 step 0.01 off order\n  B: 0.01.." + most +
                           " step 0.01 off order\n",
                       "A, B"),
               one_line);
    outcome_space space;
    issues_of(c.rules, space);
    merge_outcomes(c.rules, *c.facts, {}, c.memory, space);
    return space;
  };
  CHECK(caps::outcomes == 100 * 1'000);
  const outcome_space whole = merged("9.99");
  CHECK(whole.exact);
  CHECK(whole.results.size() == 1'099);
  CHECK(whole.results.back().cost == 1'098);
  CHECK_FALSE(merged("10.00").exact);
}

TEST_CASE("nothing is offered that is not allowed, or has no price") {
  decision d;
  d.verdict = verdict::allow;
  CHECK_FALSE(detail::offerable(d));
  d.has_quote = true;
  CHECK(detail::offerable(d));
  for (const verdict other : {verdict::escalate, verdict::need, verdict::deny}) {
    d.verdict = other;
    CHECK_FALSE(detail::offerable(d));
  }
}

}  // namespace
}  // namespace parley::test
