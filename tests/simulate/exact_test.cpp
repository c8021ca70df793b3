#include "simulate/exact.hpp"

#include "support/catch.hpp"

namespace parley::simulate {
namespace {

TEST_CASE("roots are the greatest whole numbers that fit") {
  CHECK(square_root(0) == 0);
  CHECK(square_root(24) == 4);
  CHECK(square_root(25) == 5);
  CHECK(square_root(static_cast<uint128>(2'000'000'000'000'000) * 2'000'000'000'000'000) ==
        2'000'000'000'000'000);
  CHECK(cube_root(26) == 2);
  CHECK(cube_root(27) == 3);
  CHECK(cube_root(static_cast<uint128>(million) * million * million) == 1'000'000);
}

TEST_CASE("a logarithm is right to a thousandth of a bit") {
  CHECK(millibits(0) == 0);
  CHECK(millibits(1) == 0);
  CHECK(millibits(2) == 1000);
  CHECK(millibits(64) == 6000);
  CHECK(millibits(3) == 1584);   // 1.58496
  CHECK(millibits(10) == 3321);  // 3.32193
  CHECK(millibits(1000) == 9965);
}

TEST_CASE("curves begin at nothing, end at everything, and bend as they say") {
  for (const tempo shape : {tempo::boulware, tempo::linear, tempo::conceder}) {
    CHECK(conceded(shape, 0, 10) == 0);
    CHECK(conceded(shape, 10, 10) == million);
    CHECK(conceded(shape, 11, 10) == million);
    for (int at = 1; at <= 10; ++at) CHECK(conceded(shape, at, 10) >= conceded(shape, at - 1, 10));
  }
  CHECK(conceded(tempo::boulware, 5, 10) == 125'000);
  CHECK(conceded(tempo::linear, 5, 10) == 500'000);
  CHECK(conceded(tempo::conceder, 5, 10) == 793'700);  // the cube root of a half
}

}  // namespace
}  // namespace parley::simulate
