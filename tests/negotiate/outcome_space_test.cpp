#include "parley/negotiate/outcome_space.hpp"

#include <string>
#include <vector>

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

TEST_CASE("nothing dominates what stands on the frontier, and everything else is dominated") {
  campaign c(winter_pack(), winter_facts());
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

}  // namespace
}  // namespace parley::test
