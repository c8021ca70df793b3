#include "simulate/leak.hpp"

#include "simulate/exact.hpp"

#include "simulate/stage.hpp"
#include "support/catch.hpp"

namespace parley::simulate {
namespace {

using test::stage;

heard_reply reply(const char* seen, const char* terms, bool last = false) {
  return {seen, last, 0, terms};
}

TEST_CASE("bits of a family of four, by hand") {
  const floor_family family{{100, 200, 300, 400}};
  // The first reply sets one floor apart, the second halves the other three as one and two.
  const std::vector<std::vector<heard_reply>> seen = {
      {reply("final 10", "10", true), reply("final 10", "10", true)},
      {reply("counter 9", "9"), reply("final 9", "9", true)},
      {reply("counter 9", "9"), reply("counter 8", "8")},
      {reply("counter 9", "9"), reply("counter 8", "8")},
  };
  const leak found = measure_leak(family, seen);
  CHECK(found.prior == 2000);
  // Three of four floors have log2(3) left: 3 * 1584 / 4; then two of four have one bit.
  CHECK(found.width == std::vector<std::int64_t>{1188, 500});
  CHECK(found.told() == 1500);
  CHECK(found.same_until_bound);
  // The guess among 200, 300, 400 is 300; among 300 and 400 it is 400.
  CHECK(found.guessed == std::vector<std::uint32_t>{2, 3});
}

TEST_CASE("a floor that shows before it binds is noticed") {
  const floor_family family{{100, 200}};
  CHECK_FALSE(measure_leak(family, {{reply("counter 95", "95")}, {reply("counter 90", "90")}})
                  .same_until_bound);
  // A last step that takes back what stood before doesn't look like one.
  CHECK_FALSE(measure_leak(family, {{reply("counter 9", "9"), reply("final 10", "10", true)},
                                    {reply("counter 9", "9"), reply("counter 8", "8")}})
                  .same_until_bound);
  // Nor does one that comes with other words.
  CHECK_FALSE(measure_leak(family, {{reply("counter 9", "9"), reply("decline 9", "9")},
                                    {reply("counter 9", "9"), reply("counter 8", "8")}})
                  .same_until_bound);
}

TEST_CASE("a floor is one more limit, and nothing else changes") {
  stage s;
  const pack tight = with_floor(s.rules, 500);
  const auto verdict_of = [&](const pack& p, std::initializer_list<std::string_view> offers) {
    return s.memory.judge(p, *s.facts, s.of(offers)).verdict;
  };
  CHECK(verdict_of(s.rules, {"OFF=6%"}) == verdict::allow);
  CHECK(verdict_of(tight, {"OFF=6%"}) == verdict::deny);
  CHECK(verdict_of(tight, {"OFF=5%"}) == verdict::allow);
  CHECK(verdict_of(tight, {"OFF=5%", "CARD"}) == verdict::deny);  // all-in
  CHECK(verdict_of(with_floor(s.rules, 100000), {"OFF=16%"}) == verdict::deny);
  CHECK(tight.digest() == s.rules.digest());
}

TEST_CASE("parley's replies tell the step where a floor lies, those of a curve the floor") {
  stage s;
  const floor_family family = family_of(s.rules, s.opening, s.memory);
  REQUIRE(family.floors.size() == family_floors);
  CHECK(family.floors.front() == 0);
  CHECK(family.floors.back() == 850 + 425);

  const leak ours = probe(s.rules, s.opening, seller_kind::parley, family, s.memory);
  CHECK(ours.same_until_bound);
  CHECK(ours.prior == 6000);
  // Steps at 2.00, 4.00, 6.00 and 8.50 make five classes of floors: so many floors lie below each.
  std::int64_t left = 0;
  std::size_t from = 0;
  for (const std::int64_t step : {200, 400, 600, 850, 100000}) {
    std::size_t to = from;
    while (to < family.floors.size() && family.floors[to] < step) ++to;
    left += static_cast<std::int64_t>(to - from) * millibits(to - from);
    from = to;
  }
  CHECK(ours.width.back() == left / 64);

  for (const seller_kind kind :
       {seller_kind::boulware, seller_kind::linear, seller_kind::conceder}) {
    const leak curve = probe(s.rules, s.opening, kind, family, s.memory);
    INFO(name_of(kind));
    CHECK_FALSE(curve.same_until_bound);
    CHECK(curve.width.back() == 0);
    CHECK(curve.told() > ours.told());
  }
  const leak early = probe(s.rules, s.opening, seller_kind::conceder, family, s.memory);
  CHECK(early.guessed[1] == family_floors);  // two offers are enough
}

}  // namespace
}  // namespace parley::simulate
