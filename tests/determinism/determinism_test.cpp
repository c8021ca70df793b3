// The digest that is kept beside this file. Where a change is meant to change decisions,
// PARLEY_UPDATE=1 writes the new one; the numbers of verdicts say how much changed.
#include <cstdlib>
#include <fstream>
#include <locale>
#include <string>

#include "determinism/decisions.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

using namespace parley::determinism;

namespace {

std::string kept_path() {
  return parley::test::tests_dir() + "/determinism/decisions.txt";
}

std::string kept() {
  std::ifstream in(kept_path());
  std::string line;
  std::getline(in, line);
  return line;
}

/// Writes 1234.5 as "1'234,5".
struct other_numbers : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '\''; }
  std::string do_grouping() const override { return "\3"; }
};

}  // namespace

TEST_CASE("10,000 decisions are those that are kept") {
  const std::string made = digest_of_decisions(1);
  if (std::getenv("PARLEY_UPDATE") != nullptr) std::ofstream(kept_path()) << made << "\n";
  CHECK(made == kept());
}

TEST_CASE("eight threads, another locale and another time zone decide the same") {
  const std::locale before = std::locale::global(std::locale(std::locale(), new other_numbers));
  ::setenv("TZ", "Asia/Kathmandu", 1);
  const std::string made = digest_of_decisions(8);
  ::unsetenv("TZ");
  std::locale::global(before);
  CHECK(made == kept());
}
