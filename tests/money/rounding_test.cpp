#include "parley/money/rounding.hpp"

#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "parley/money/decimal.hpp"
#include "support/catch.hpp"

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
  CHECK_FALSE(rounding_mode_named("nearest"));
}

namespace {

struct vector_case {
  std::string id, operation, left, right, expected, rounding;
};

/// The quantize and rescale cases of the General Decimal Arithmetic test suite, where it is
/// installed.
std::vector<vector_case> quantize_cases() {
  std::vector<vector_case> cases;
  for (const std::string name : {"quantize", "rescale", "ddQuantize", "dqQuantize"}) {
    std::ifstream file("/usr/lib/python3.11/test/decimaltestdata/" + name + ".decTest");
    std::string line;
    std::string rounding = "half_up";
    while (std::getline(file, line)) {
      if (const std::size_t comment = line.find("--"); comment != std::string::npos)
        line.erase(comment);
      std::istringstream words(line);
      vector_case c;
      std::string arrow;
      words >> c.id;
      if (c.id == "rounding:") words >> rounding;
      if (!(words >> c.operation >> c.left >> c.right >> arrow >> c.expected) || arrow != "->")
        continue;
      c.rounding = rounding;
      for (std::string* text : {&c.left, &c.right, &c.expected}) {
        std::erase(*text, '\'');
        if (!text->empty() && text->front() == '+') text->erase(0, 1);
      }
      cases.push_back(c);
    }
  }
  return cases;
}

}  // namespace

TEST_CASE("quantize and rescale as the General Decimal Arithmetic suite has them") {
  const std::vector<vector_case> cases = quantize_cases();
  if (cases.empty()) {
    WARN("skipped: the decTest files of libpython3.11-testsuite are not installed");
    return;
  }
  const std::map<std::string, rounding_mode> modes = {{"half_up", rounding_mode::half_away},
                                                      {"half_even", rounding_mode::half_even},
                                                      {"half_down", rounding_mode::half_down},
                                                      {"down", rounding_mode::down},
                                                      {"up", rounding_mode::up},
                                                      {"floor", rounding_mode::floor},
                                                      {"ceiling", rounding_mode::ceiling}};
  int checked = 0;
  for (const vector_case& c : cases) {
    const auto mode = modes.find(c.rounding);
    const auto left = decimal::parse(c.left);
    const auto right = decimal::parse(c.right);
    const auto expected = decimal::parse(c.expected);
    if (mode == modes.end() || !left || !right || !expected) continue;
    const bool rescale = c.operation == "rescale";
    const auto places =
        rescale ? right->scaled_exactly(0) : std::optional<std::int64_t>(right->exponent());
    if (!places || *places > 30 || *places < -30) continue;
    const auto wanted = expected->scaled_exactly(static_cast<int>(-*places));
    if (!wanted) continue;
    INFO(c.id << ' ' << c.left << ' ' << c.right << ' ' << c.rounding);
    CHECK(left->scaled(static_cast<int>(-*places), mode->second) == wanted);
    const std::int64_t shift = *places - left->exponent();
    if (shift > 0 && shift <= 18) {
      int128 unit = 1;
      for (std::int64_t i = 0; i < shift; ++i) unit *= 10;
      CHECK((divide_rounded(left->coefficient(), unit, mode->second) == int128{*wanted}));
    }
    ++checked;
  }
  CHECK(checked > 1500);
}
