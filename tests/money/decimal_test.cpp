#include "parley/money/decimal.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

using namespace parley;

namespace {

decimal of(std::string_view text) {
  const auto made = decimal::parse(text);
  INFO(text);
  REQUIRE(made);
  return *made;
}

std::string shown(const std::optional<decimal>& v) {
  return v ? v->text() : "none";
}

const std::string nines(34, '9');

}  // namespace

TEST_CASE("decimals are read as a whole or not at all") {
  CHECK(of("-12.50").text() == "-12.50");
  CHECK(of("3").text() == "3");
  CHECK(of("1e-7").text() == "0.0000001");
  CHECK(of("1.5E+3").text() == "1500");
  CHECK(of("010").text() == "10");
  CHECK(of("0.00").text() == "0.00");
  CHECK(of(nines).text() == nines);
  CHECK(of("0000" + nines).text() == nines);
  for (const std::string wrong :
       {"", "-", "+1", ".5", "1.", "1e", "1e+", " 1", "1 ", "1_0", "0x1", "1.5.2", "--1", "nan",
        "inf", "1e7000", "1e-7000", "1e99999999999999999999"}) {
    INFO(wrong);
    CHECK_FALSE(decimal::parse(wrong));
  }
  CHECK_FALSE(decimal::parse(nines + "0"));
  CHECK_FALSE(decimal::parse("0." + nines + "1"));
}

TEST_CASE("a plain notation up to 34 places, scientific beyond") {
  CHECK(decimal(12, 2).text() == "1200");
  CHECK(decimal(-1, -3).text() == "-0.001");
  CHECK(decimal(0, 5).text() == "0");
  CHECK(decimal(0, -60).text() == "0");
  CHECK(decimal(1, 33).text() == "1" + std::string(33, '0'));
  CHECK(decimal(1, 34).text() == "1e34");
  CHECK(decimal(125, -50).text() == "1.25e-48");
  CHECK(of("-1.25e-48").text() == "-1.25e-48");
}

TEST_CASE("sums are exact while 34 digits hold them, half-even beyond") {
  CHECK(shown(add(of("0.1"), of("0.2"))) == "0.3");
  CHECK(shown(add(of("1.50"), of("-1.5"))) == "0.00");
  CHECK(shown(subtract(of("1"), of("1e-33"))) == "0." + std::string(33, '9'));
  CHECK(shown(add(of(nines), of("0.5"))) == "1e34");
  CHECK(shown(add(of("1e40"), of("-1e-9"))) == "1e40");
  CHECK(shown(add(of("1e6000"), of("1"))) == "1e6000");
  CHECK(shown(add(of("0"), of("1.50"))) == "1.50");
}

TEST_CASE("products and quotients") {
  CHECK(shown(multiply(of("1.10"), of("-3"))) == "-3.30");
  CHECK(shown(multiply(of(nines), of(nines))) == "9." + std::string(32, '9') + "8e67");
  CHECK(shown(multiply(of("1e4000"), of("1e4000"))) == "none");
  CHECK(shown(divide(of("1"), of("3"))) == "0." + std::string(34, '3'));
  CHECK(shown(divide(of("2"), of("3"))) == "0." + std::string(33, '6') + "7");
  CHECK(shown(divide(of("6.00"), of("2"))) == "3.00");
  CHECK(shown(divide(of("1"), of("8"))) == "0.125");
  CHECK(shown(divide(of("1000"), of("4"))) == "250");
  CHECK(shown(divide(of("1"), of("0"))) == "none");
  CHECK(shown(divide(of("0"), of("7"))) == "0");
}

TEST_CASE("comparison sees values, not notations") {
  CHECK((compare(of("1.5"), of("1.50")) == 0));
  CHECK((compare(of("0.00"), of("-0")) == 0));
  CHECK((compare(of("-2"), of("1")) < 0));
  CHECK((compare(of("-2"), of("-3")) > 0));
  CHECK((compare(of("1e6000"), of("2")) > 0));
  CHECK((compare(of("1e-6000"), of("0")) > 0));
  CHECK((compare(decimal(1, 33), of("1" + std::string(32, '0') + "1")) < 0));
}

TEST_CASE("scaling to minor units") {
  CHECK(of("12.50").scaled_exactly(2) == 1250);
  CHECK(of("12.500").scaled_exactly(2) == 1250);
  CHECK_FALSE(of("12.505").scaled_exactly(2));
  CHECK(of("12.505").scaled(2, rounding_mode::half_away) == 1251);
  CHECK(of("-12.505").scaled(2, rounding_mode::half_even) == -1250);
  CHECK(of("1e-60").scaled(2, rounding_mode::half_away) == 0);
  CHECK(of("1e-60").scaled(2, rounding_mode::up) == 1);
  CHECK(of("-1e-60").scaled(2, rounding_mode::floor) == -1);
  CHECK(of("9223372036854775807").scaled(0, rounding_mode::down) ==
        std::numeric_limits<std::int64_t>::max());
  CHECK_FALSE(of("9223372036854775808").scaled(0, rounding_mode::down));
  CHECK(of("-9223372036854775808").scaled_exactly(0) == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(of("1e30").scaled(2, rounding_mode::down));
  CHECK(of("0e30").scaled_exactly(2) == 0);
  CHECK(of("1200").reduced().exponent() == 2);
  CHECK(decimal(0, -5).reduced().exponent() == 0);
}

TEST_CASE("a product whose third limb is zero keeps what stands above it") {
  // 2^96 * 2^96 = 2^192
  const decimal limb = of("79228162514264337593543950336");
  CHECK(shown(multiply(limb, limb)) == "6.277101735386680763835789423207666e57");
  CHECK(shown(multiply(limb, decimal(1, 0))) == limb.text());
}

TEST_CASE("a quotient halfway between two of 34 digits goes to the even one") {
  const std::string zeros(32, '0');
  CHECK(shown(divide(of("2" + zeros + "1"), of("2"))) == "1" + zeros + "0");
  CHECK(shown(divide(of("2" + zeros + "3"), of("2"))) == "1" + zeros + "2");
  CHECK(shown(divide(of("-2" + zeros + "3"), of("2"))) == "-1" + zeros + "2");
  CHECK(shown(divide(of("-2" + zeros + "1"), of("2"))) == "-1" + zeros + "0");
}

TEST_CASE("what 64 bits hold is scaled, up to the last unit") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  CHECK(decimal(most, -2).scaled_exactly(2) == most);
  CHECK(decimal(least, -2).scaled_exactly(2) == least);
  CHECK_FALSE(decimal(int128{most} + 1, -2).scaled_exactly(2));
  CHECK_FALSE(decimal(int128{least} - 1, -2).scaled_exactly(2));
  CHECK(decimal(9, 16).scaled_exactly(2) == 9'000'000'000'000'000'000);
  CHECK(decimal(-9, 18).scaled_exactly(0) == -9'000'000'000'000'000'000);
  CHECK_FALSE(decimal(10, 18).scaled_exactly(0));
  CHECK_FALSE(decimal(1, 19).scaled_exactly(0));
  CHECK_FALSE(decimal(1, 38).scaled_exactly(38));
  CHECK(decimal(0, 6000).scaled_exactly(2) == 0);
  CHECK(decimal(0, 6000).scaled(2, rounding_mode::half_even) == 0);
  // Beyond any unit: nothing is left, or the least there is, by the mode.
  CHECK(decimal(5, -60).scaled(2, rounding_mode::half_even) == 0);
  CHECK(decimal(5, -60).scaled(2, rounding_mode::ceiling) == 1);
  CHECK(decimal(-5, -60).scaled(2, rounding_mode::floor) == -1);
}

TEST_CASE("what is too small to reach a digit of a long number still says which way to round") {
  CHECK(shown(add(of(nines), of("1e-100"))) == nines);
  CHECK(shown(subtract(of(nines), of("1e-100"))) == nines);
  CHECK(shown(add(of("-" + nines), of("1e-100"))) == "-" + nines);
  CHECK(shown(add(of(nines), decimal(0, -100))) == nines);
  CHECK(shown(add(of(nines), of("5e-45"))) == nines);
  CHECK(shown(subtract(of("1" + std::string(33, '0')), of("1e-100"))) ==
        "1" + std::string(33, '0'));
}

TEST_CASE(
    "a number that is too small to reach a digit rounds the largest one, and zero leaves it") {
  const decimal large = of(nines + "e60");
  CHECK(shown(add(large, of("0"))) == "9." + std::string(33, '9') + "e93");
  CHECK(shown(add(of("0"), large)) == "9." + std::string(33, '9') + "e93");
  CHECK(shown(add(large, of("1"))) == "9." + std::string(33, '9') + "e93");
  CHECK(shown(subtract(large, of("1"))) == "9." + std::string(33, '9') + "e93");
  // 10^93 less a little is nearer to 10^93 than to the 34 nines before it.
  CHECK(shown(subtract(of("1e93"), of("1"))) == shown(of("1e93")));
}
