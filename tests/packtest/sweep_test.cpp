#include "packtest/sweep.hpp"

#include "support/catch.hpp"

using namespace parley::packtest;

namespace {

std::string values(std::string_view text) {
  const auto read = read_range(text, 1000);
  if (!read.ok()) return read.failure().message;
  std::string out;
  for (const std::string& v : read.value()) out += (out.empty() ? "" : " ") + v;
  return out;
}

}  // namespace

TEST_CASE("a range gives its values as the ends are written") {
  const auto [text, wanted] = GENERATE(table<const char*, const char*>({
      {"0..3", "0 1 2 3"},
      {"1%..4% step 1%", "1% 2% 3% 4%"},
      {"1%..2% step 0.5%", "1.0% 1.5% 2.0%"},
      {"1..2% step 0.5", "1.0% 1.5% 2.0%"},
      {"10.00..12.50 step 1.25", "10.00 11.25 12.50"},
      {"-1..1", "-1 0 1"},
      {"-0.1..0.1 step 0.1", "-0.1 0.0 0.1"},
      {"5..5", "5"},
      {"0..10 step 4", "0 4 8"},
      {"1USD..2USD", "1USD 2USD"},
  }));
  INFO(text);
  CHECK(values(text) == wanted);
}

TEST_CASE("what is no range says why") {
  const auto [text, wanted] = GENERATE(table<const char*, const char*>({
      {"12%", "this is no range"},
      {"a..b", "the ends and the step of a range are numbers"},
      {"1..", "the ends and the step of a range are numbers"},
      {"1..5 step", "the ends and the step of a range are numbers"},
      {"1%..5bp", "the ends and the step of a range have one unit"},
      {"1..5 step 0", "the step must be above zero"},
      {"1..5 step -1", "the step must be above zero"},
      {"5..1", "the range ends before it begins"},
      {"0..1000", "the range has more than 1000 values"},
      {"0..9223372036854775807 step 1", "the range has more than 1000 values"},
      {"-9000000000000000000..9000000000000000000", "the range has more than 1000 values"},
      {"0..99999999999999999999", "the ends and the step of a range are numbers"},
      {"0..9000000000000000000 step 0.1", "the numbers are too large"},
  }));
  INFO(text);
  CHECK(values(text) == wanted);
}

TEST_CASE("values are the same however many zeros they carry") {
  CHECK(same_value("12%", "12.0%"));
  CHECK(same_value(" 12% ", "12%"));
  CHECK(same_value("gold", "gold"));
  CHECK_FALSE(same_value("12%", "12"));
  CHECK_FALSE(same_value("12%", "12.1%"));
  CHECK_FALSE(same_value("gold", "silver"));
}
