// The quantize and rescale cases of the General Decimal Arithmetic test suite, read from where
// Debian's libpython3.11-testsuite installs them, through our rounder.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "parley/money/decimal.hpp"
#include "parley/money/rounding.hpp"
#include "support/catch.hpp"

using namespace parley;

namespace {

const std::filesystem::path folder = "/usr/lib/python3.11/test/decimaltestdata";

struct vector_case {
  std::string id, operation, left, right, expected, rounding;
};

std::vector<vector_case> cases_of(const std::filesystem::path& path) {
  std::vector<vector_case> cases;
  std::ifstream file(path);
  std::string line;
  std::string rounding = "half_up";
  while (std::getline(file, line)) {
    if (const std::size_t comment = line.find("--"); comment != std::string::npos)
      line.erase(comment);
    std::transform(line.begin(), line.end(), line.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    std::istringstream words(line);
    vector_case c;
    std::string arrow;
    words >> c.id;
    if (c.id == "rounding:") words >> rounding;
    if (!(words >> c.operation >> c.left >> c.right >> arrow >> c.expected) || arrow != "->")
      continue;
    if (c.operation != "quantize" && c.operation != "rescale") continue;
    c.rounding = rounding;
    for (std::string* text : {&c.left, &c.right, &c.expected}) {
      std::erase(*text, '\'');
      if (!text->empty() && text->front() == '+') text->erase(0, 1);
    }
    cases.push_back(c);
  }
  return cases;
}

const std::map<std::string, rounding_mode> modes = {{"half_up", rounding_mode::half_away},
                                                    {"half_even", rounding_mode::half_even},
                                                    {"half_down", rounding_mode::half_down},
                                                    {"down", rounding_mode::down},
                                                    {"up", rounding_mode::up},
                                                    {"floor", rounding_mode::floor},
                                                    {"ceiling", rounding_mode::ceiling},
                                                    {"05up", rounding_mode::up_05}};

/// Runs one case; false when it isn't about numbers of up to 18 digits.
bool run(const vector_case& c) {
  const auto mode = modes.find(c.rounding);
  const auto left = decimal::parse(c.left);
  const auto right = decimal::parse(c.right);
  const auto expected = decimal::parse(c.expected);
  if (mode == modes.end() || !left || !right || !expected) return false;
  const auto places = c.operation == "rescale" ? right->scaled_exactly(0)
                                               : std::optional<std::int64_t>(right->exponent());
  if (!places || *places > 60 || *places < -60) return false;
  const auto wanted = expected->scaled_exactly(static_cast<int>(-*places));
  if (!wanted) return false;
  INFO(c.id << ' ' << c.left << ' ' << c.right << ' ' << c.rounding);
  CHECK(left->scaled(static_cast<int>(-*places), mode->second) == wanted);
  const std::int64_t shift = *places - left->exponent();
  if (shift > 0 && shift <= 18) {
    int128 unit = 1;
    for (std::int64_t i = 0; i < shift; ++i) unit *= 10;
    CHECK((divide_rounded(left->coefficient(), unit, mode->second) == int128{*wanted}));
  }
  return true;
}

}  // namespace

TEST_CASE("quantize and rescale as the General Decimal Arithmetic suite has them") {
  if (!std::filesystem::is_directory(folder)) {
    std::cout << "skipped: the decTest files of libpython3.11-testsuite are not installed\n";
    return;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".decTest") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::map<std::string, int> by_mode;
  int checked = 0;
  for (const std::filesystem::path& file : files) {
    for (const vector_case& c : cases_of(file)) {
      if (!run(c)) continue;
      ++checked;
      ++by_mode[c.rounding];
    }
  }
  std::cout << "decTest: " << checked << " cases";
  for (const auto& [mode, count] : by_mode) std::cout << ", " << mode << ' ' << count;
  std::cout << '\n';
  CHECK(checked > 1'800);
  CHECK(by_mode.size() == modes.size());
}
