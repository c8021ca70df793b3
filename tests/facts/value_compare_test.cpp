#include "parley/facts/value_compare.hpp"

#include <array>
#include <deque>
#include <vector>

#include "support/catch.hpp"

using namespace parley;

TEST_CASE("lists that hold each other many times over are compared with a bound") {
  // Two towers of [x, x], 30 high: 2^30 elements each, in 60 lists.
  const auto tower = [](std::deque<std::array<value, 2>>& floors, int height) {
    value made = value::integer(1);
    for (int i = 0; i < height; ++i)
      made = value::list(floors.emplace_back(std::array{made, made}));
    return made;
  };
  std::deque<std::array<value, 2>> left, right;
  CHECK(equal_values(tower(left, 10), tower(right, 10)) == true);
  CHECK(equal_values(tower(left, 30), tower(right, 30)) == std::nullopt);
  CHECK(equal_values(tower(left, 39), tower(right, 38)) == false);
}

TEST_CASE("maps are equal whatever the order of their keys") {
  const std::vector<value> one = {value::boolean(true), value::integer(1), value::integer(2),
                                  value::integer(3)};
  const std::vector<value> other = {value::integer(2), value::integer(3), value::boolean(true),
                                    value::integer(1)};
  const std::vector<value> third = {value::integer(2), value::integer(4), value::boolean(true),
                                    value::integer(1)};
  CHECK(equal_values(value::map(one), value::map(other)) == true);
  CHECK(equal_values(value::map(one), value::map(third)) == false);
  CHECK(equal_values(value::map({}), value::map({})) == true);
  std::vector<value> large;
  for (int i = 0; i < 10'000; ++i)
    large.insert(large.end(), {value::integer(i), value::integer(i)});
  const std::vector<value> copy = large;
  CHECK(equal_values(value::map(large), value::map(copy)) == true);
}
