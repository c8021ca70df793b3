// A warm step allocates nothing, and sessions are small.
#include <string>
#include <vector>

#include "negotiate/market.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/counted_allocations.hpp"

namespace parley::test {
namespace {

TEST_CASE("a warm step of a negotiation allocates nothing, whatever the strategy") {
  for (const graph::strategy strategy : all_strategies) {
    random dice(5);
    market_rules m = market_of(dice, strategy);
    campaign c(m.text, market_facts{}.text());
    negotiation_workspace w;
    negotiation_reply first, second, third;
    const session opened = open_session(c.rules, *c.facts, "s-0123456789abcdef");
    ask low, higher, more;
    low.target_total = 3'000;
    higher.target_total = 3'600;
    more.more = true;
    const auto run = [&] {
      bool good = !negotiate(c.rules, *c.facts, opened, low, w, w.memory, first);
      good = good && !negotiate(c.rules, *c.facts, first.next, higher, w, w.memory, second);
      return good && !negotiate(c.rules, *c.facts, second.next, more, w, w.memory, third);
    };
    REQUIRE(run());
    REQUIRE(run());
    const std::size_t before = allocations;
    const bool good = run();
    const std::size_t made = allocations - before;
    INFO(name_of(strategy));
    CHECK(good);
    CHECK(made == 0);
  }
}

TEST_CASE("a hundred thousand sessions fit into a hundred million bytes") {
  campaign c(winter_pack(), winter_facts());
  session now = open_session(c.rules, *c.facts, "s-0123456789abcdef");
  // Far along: a standing offer of three parts.
  for (int percent = 40; percent > 20; percent -= 4) {
    ask a;
    a.target_percent = percent * one_percent;
    const auto r = negotiate(c.rules, *c.facts, now, a, c.memory);
    REQUIRE(r.ok());
    now = r.value().next;
  }
  REQUIRE(now.standing);
  REQUIRE(now.standing->items.size() == 3);
  constexpr std::size_t count = 1'000;
  std::vector<session> held;
  held.reserve(count);
  const std::size_t before = allocated_bytes;
  const std::size_t pieces = allocations;
  for (std::size_t i = 0; i < count; ++i) held.push_back(now);
  // What the allocator keeps beside each piece is counted, too.
  const std::size_t bytes =
      count * sizeof(session) + (allocated_bytes - before) + 16 * (allocations - pieces);
  INFO("bytes a session: " << bytes / count);
  CHECK(bytes / count < 1'000);
}

}  // namespace
}  // namespace parley::test
