// docs/limits.md is the table of base/limits.hpp for people: each cap there, no others, and with
// its value.
#include "parley/base/limits.hpp"

#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "support/catch.hpp"
#include "support/places.hpp"

using namespace parley;

namespace {

std::string text_of(const std::string& file) {
  std::ifstream in(parley::test::source_dir() + "/" + file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::set<std::string> names_in(const std::string& text, const std::regex& pattern) {
  std::set<std::string> names;
  for (std::sregex_iterator i(text.begin(), text.end(), pattern), end; i != end; ++i) {
    names.insert((*i)[1]);
  }
  return names;
}

}  // namespace

TEST_CASE("every cap stands in the table of limits, and nothing else does") {
  const auto declared = names_in(text_of("include/parley/base/limits.hpp"),
                                 std::regex("inline constexpr [a-z_0-9:]+ ([a-z_]+) ="));
  const auto told = names_in(text_of("docs/limits.md"), std::regex("\\n\\| `([a-z_]+)` \\|"));
  CHECK(declared.size() > 20);
  CHECK(declared == told);
}

TEST_CASE("the table of limits tells the values that are in force") {
  const std::string page = text_of("docs/limits.md");
  const auto told = [&](const std::string& name, const std::string& value) {
    return page.find("| `" + name + "` | " + value + " |") != std::string::npos;
  };
  CHECK((told("file_bytes", "16 MiB") && caps::file_bytes == 16u << 20));
  CHECK((told("yaml_depth", "32") && caps::yaml_depth == 32));
  CHECK((told("scalar_bytes", "64 KiB") && caps::scalar_bytes == 64u << 10));
  CHECK((told("key_bytes", "256") && caps::key_bytes == 256));
  CHECK((told("offers", "200,000") && caps::offers == 200'000));
  CHECK((told("rules", "200,000") && caps::rules == 200'000));
  CHECK((told("expression_bytes", "4 KiB") && caps::expression_bytes == 4u << 10));
  CHECK((told("expression_depth", "32") && caps::expression_depth == 32));
  CHECK((told("expression_nodes", "1,024") && caps::expression_nodes == 1'024));
  CHECK((told("cart_lines", "1,000") && caps::cart_lines == 1'000));
  CHECK((told("proposal_offers", "64") && caps::proposal_offers == 64));
  CHECK((told("quantity", "1,000,000") && caps::quantity == 1'000'000));
  CHECK((told("session_bytes", "64 KiB") && caps::session_bytes == 64u << 10));
  CHECK((told("best_nodes", "200,000") && caps::best_nodes == 200'000));
}
