#include "parley/money/allocation.hpp"

#include <numeric>
#include <vector>

#include "support/catch.hpp"
#include "support/random.hpp"

using namespace parley;

namespace {

using amounts = std::vector<std::int64_t>;

amounts split(std::int64_t total, const amounts& weights, const amounts& capacities,
              remainder_policy policy = remainder_policy::largest) {
  amounts parts(weights.size());
  allocation_scratch scratch;
  const std::int64_t placed = allocate(total, weights, capacities, parts, policy, scratch);
  CHECK(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == placed);
  return parts;
}

amounts split(std::int64_t total, const amounts& weights,
              remainder_policy policy = remainder_policy::largest) {
  return split(total, weights, weights, policy);
}

}  // namespace

TEST_CASE("floors send what a line can't take to the others") {
  CHECK(split(2500, {5000}, {500}) == amounts{500});
  CHECK(split(1000, {5000}, {500}) == amounts{500});
  CHECK(split(2000, {5000, 2000}, {500, 2000}) == amounts{500, 1500});
  CHECK(split(1400, {5000, 2000}, {500, 2000}) == amounts{500, 900});
  CHECK(split(3600, {10000, 4000, 3000, 1000}, {1000, 1000, 3000, 1000}) ==
        amounts{1000, 1000, 1200, 400});
}

TEST_CASE("largest gives units to the largest fractions, ties to the first") {
  CHECK(split(300, {4000, 2000, 2000}) == amounts{150, 75, 75});
  CHECK(split(299, {4300, 1400, 2300}) == amounts{161, 52, 86});
  CHECK(split(299, {1000, 1000, 1000}) == amounts{100, 100, 99});
  CHECK(split(5000, {12000, 23000, 30000}) == amounts{923, 1769, 2308});
}

TEST_CASE("last and first absorb the whole remainder") {
  CHECK(split(400, {200, 200, 200}, remainder_policy::last) == amounts{133, 133, 134});
  CHECK(split(5000, {12000, 23000, 30000}, remainder_policy::first) == amounts{924, 1769, 2307});
  CHECK(split(100, {0, 30, 30, 40, 0}, remainder_policy::last) == amounts{0, 30, 30, 40, 0});
  CHECK(split(10, {0, 30, 30, 30, 0}, remainder_policy::last) == amounts{0, 3, 3, 4, 0});
  CHECK(split(10, {0, 30, 30, 30, 0}, remainder_policy::first) == amounts{0, 4, 3, 3, 0});
  SECTION("and pass on what they have no room for") {
    // Shares of 2.33 each: two units are left over, the first line has room for one.
    CHECK(split(14, {1, 1, 1, 1, 1, 1}, {3, 9, 9, 9, 9, 9}, remainder_policy::first) ==
          amounts{3, 3, 2, 2, 2, 2});
    CHECK(split(14, {1, 1, 1, 1, 1, 1}, {9, 9, 9, 9, 9, 3}, remainder_policy::last) ==
          amounts{2, 2, 2, 2, 3, 3});
  }
}

TEST_CASE("spread rounds half down and mends one unit a line from the first") {
  CHECK(split(299, {1000, 1000, 1000}, remainder_policy::spread) == amounts{99, 100, 100});
  CHECK(split(5, {10, 10}, remainder_policy::spread) == amounts{3, 2});
  CHECK(split(400, {200, 200, 200}, remainder_policy::spread) == amounts{134, 133, 133});
  CHECK(split(2, {0, 10, 10, 10}, remainder_policy::spread) == amounts{0, 0, 1, 1});
}

TEST_CASE("lines without weight and totals without lines get nothing") {
  CHECK(split(10, {0, 0}, {5, 5}) == amounts{0, 0});
  CHECK(split(10, {}) == amounts{});
  CHECK(split(0, {1, 2}) == amounts{0, 0});
  CHECK(split(20000, {10000}) == amounts{10000});
}

TEST_CASE("a negative total is the mirror of the positive one") {
  CHECK(split(-5, {7, 3}) == amounts{-4, -1});
  CHECK(split(-299, {1000, 1000, 1000}) == amounts{-100, -100, -99});
  CHECK(split(-2000, {5000, 2000}, {500, 2000}) == amounts{-500, -1500});
}

TEST_CASE("large carts stay inside 128 bits") {
  const std::int64_t line = 1'000'000'000'000'000;
  CHECK(split(3 * line - 1, {line, line, line}) == amounts{line, line, line - 1});
}

TEST_CASE("parts sum to the whole and stay within their lines, whatever the numbers") {
  test::random random(20261122);
  allocation_scratch scratch;
  for (int run = 0; run < 20'000; ++run) {
    const std::size_t lines = static_cast<std::size_t>(random.between(1, 9));
    amounts weights(lines);
    amounts capacities(lines);
    amounts parts(lines);
    const std::int64_t most = random.pick(amounts{3, 20, 5000, 1'000'000'000});
    std::int64_t room = 0;
    for (std::size_t i = 0; i < lines; ++i) {
      weights[i] = random.chance(20) ? 0 : random.between(0, most);
      capacities[i] = random.chance(50) ? weights[i] : random.between(0, most);
      if (weights[i] > 0) room += capacities[i];
    }
    const std::int64_t total = random.between(0, random.chance(50) ? room + 3 : room / 3 + 1);
    for (const auto policy : {remainder_policy::largest, remainder_policy::spread,
                              remainder_policy::first, remainder_policy::last}) {
      const std::int64_t placed = allocate(total, weights, capacities, parts, policy, scratch);
      REQUIRE(placed == std::min(total, room));
      REQUIRE(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == placed);
      for (std::size_t i = 0; i < lines; ++i) {
        REQUIRE(parts[i] >= 0);
        REQUIRE(parts[i] <= capacities[i]);
        if (weights[i] == 0) REQUIRE(parts[i] == 0);
      }
      if (policy != remainder_policy::largest) continue;
      // No open line is more than a unit away from its weight's share of what open lines got.
      int128 open_weight = 0;
      int128 open_parts = 0;
      for (std::size_t i = 0; i < lines; ++i) {
        if (parts[i] < capacities[i]) open_weight += weights[i], open_parts += parts[i];
      }
      for (std::size_t i = 0; i < lines; ++i) {
        if (parts[i] == capacities[i] || weights[i] == 0) continue;
        const int128 away = open_parts * weights[i] - int128{parts[i]} * open_weight;
        REQUIRE((away < 2 * open_weight && away > -2 * open_weight));
      }
    }
  }
}

TEST_CASE("lines that may take what they weigh are split the same way, however many there are") {
  test::random random(20261123);
  allocation_scratch scratch;
  for (int round = 0; round < 3'000; ++round) {
    const auto lines = static_cast<std::size_t>(random.between(1, round % 10 == 0 ? 200 : 20));
    const std::int64_t most = random.pick(amounts{1, 3, 40, 5000, 1'000'000'000});
    amounts weights(lines);
    for (std::int64_t& w : weights) w = random.chance(20) ? 0 : random.between(0, most);
    const std::int64_t weight = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    const std::int64_t total = random.between(0, weight);
    for (const remainder_policy policy :
         {remainder_policy::largest, remainder_policy::spread, remainder_policy::first}) {
      const amounts capacities = weights;  // elsewhere, so that the general way is taken
      amounts parts(lines);
      CHECK(allocate_within(total, weights, weight, parts, policy, scratch) == total);
      CHECK(parts == split(total, weights, capacities, policy));
    }
  }
}
