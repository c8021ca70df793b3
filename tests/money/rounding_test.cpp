#include "parley/money/rounding.hpp"

#include <vector>

#include "support/catch.hpp"
#include "support/random.hpp"

using namespace parley;

TEST_CASE("every mode on both sides of a tie") {
  struct row {
    rounding_mode mode;
    int of_plus_24, of_plus_25, of_plus_26, of_plus_35, of_minus_25, of_minus_21;
  };
  const std::vector<row> rows = {
      {rounding_mode::half_away, 2, 3, 3, 4, -3, -2},
      {rounding_mode::half_even, 2, 2, 3, 4, -2, -2},
      {rounding_mode::half_down, 2, 2, 3, 3, -2, -2},
      {rounding_mode::down, 2, 2, 2, 3, -2, -2},
      {rounding_mode::up, 3, 3, 3, 4, -3, -3},
      {rounding_mode::floor, 2, 2, 2, 3, -3, -3},
      {rounding_mode::ceiling, 3, 3, 3, 4, -2, -2},
      {rounding_mode::up_05, 2, 2, 2, 3, -2, -2},
  };
  for (const row& r : rows) {
    INFO(static_cast<int>(r.mode));
    CHECK(static_cast<int>(divide_rounded(24, 10, r.mode)) == r.of_plus_24);
    CHECK(static_cast<int>(divide_rounded(25, 10, r.mode)) == r.of_plus_25);
    CHECK(static_cast<int>(divide_rounded(26, 10, r.mode)) == r.of_plus_26);
    CHECK(static_cast<int>(divide_rounded(35, 10, r.mode)) == r.of_plus_35);
    CHECK(static_cast<int>(divide_rounded(-25, 10, r.mode)) == r.of_minus_25);
    CHECK(static_cast<int>(divide_rounded(-21, 10, r.mode)) == r.of_minus_21);
    CHECK(static_cast<int>(divide_rounded(-20, 10, r.mode)) == -2);
  }
}

TEST_CASE("05up moves away from 0 and 5 only") {
  CHECK(static_cast<int>(divide_rounded(1, 10, rounding_mode::up_05)) == 1);
  CHECK(static_cast<int>(divide_rounded(51, 10, rounding_mode::up_05)) == 6);
  CHECK(static_cast<int>(divide_rounded(-109, 10, rounding_mode::up_05)) == -11);
  CHECK(static_cast<int>(divide_rounded(69, 10, rounding_mode::up_05)) == 6);
  CHECK(static_cast<int>(divide_rounded(50, 10, rounding_mode::up_05)) == 5);
}

TEST_CASE("the rest is compared without doubling it") {
  const int128 large = (int128{1} << 126);
  CHECK((divide_rounded(large + large / 2, large, rounding_mode::half_away) == 2));
  CHECK((divide_rounded(large + large / 2 - 1, large, rounding_mode::half_away) == 1));
}

TEST_CASE("shares of amounts") {
  CHECK(share_of(6400, 10 * 1'000'000, rounding_mode::half_away) == 640);
  CHECK(share_of(25, 58 * 1'000'000, rounding_mode::half_away) == 15);
  CHECK(share_of(-25, 58 * 1'000'000, rounding_mode::half_away) == -15);
  CHECK(share_of(1'000'000'000'000'000, ratio_one, rounding_mode::down) == 1'000'000'000'000'000);
}

TEST_CASE("modes have the names that packs use") {
  CHECK(rounding_mode_named("half_up") == rounding_mode::half_away);
  CHECK(rounding_mode_named("ceiling") == rounding_mode::ceiling);
  CHECK(rounding_mode_named("05up") == rounding_mode::up_05);
  CHECK_FALSE(rounding_mode_named("nearest"));
}

TEST_CASE("a small share within 64 bits is the same share under every rounding") {
  parley::test::random dice(64);
  for (int i = 0; i < 20'000; ++i) {
    const auto mode = static_cast<rounding_mode>(dice.below(8));
    const bool tie = dice.chance(30);
    const std::int64_t base = dice.between(0, tie ? 400 : (std::int64_t{1} << 36) - 1);
    const std::int64_t value = tie ? dice.between(0, 200) * 500'000 : dice.between(0, ratio_one);
    REQUIRE(small_share_of(base, value, mode) == share_of(base, value, mode));
  }
}
