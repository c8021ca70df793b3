// The examples of docs/conditions.md come to what stands beside them.
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "check/patterns.hpp"
#include "parley/compiler/matches.hpp"
#include "support/catch.hpp"
#include "support/conditions.hpp"
#include "support/places.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

/// The `expression => answer` lines of the page's cel blocks.
std::vector<std::pair<std::string, std::string>> examples() {
  std::vector<std::pair<std::string, std::string>> found;
  std::ifstream in(parley::test::source_dir() + "/docs/conditions.md");
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) {
      inside = line == "```cel";
      continue;
    }
    const std::size_t arrow = line.find(" => ");
    if (!inside || line.empty()) continue;
    if (!check::has_patterns() && line.find("matches(") < arrow) continue;
    INFO(line);
    REQUIRE(arrow != std::string::npos);
    found.emplace_back(line.substr(0, line.find_last_not_of(' ', arrow) + 1),
                       line.substr(arrow + 4));
  }
  return found;
}

std::string with_blanks_folded(const std::string& text) {
  std::string made;
  for (const char c : text) {
    if (c != ' ' || (!made.empty() && made.back() != ' ')) made += c;
  }
  return made;
}

}  // namespace

TEST_CASE("the examples of docs/conditions.md are true") {
  install_matches();
  const auto table = examples();
  CHECK(table.size() > 60);
  condition_bench b;
  check::scope_fact zone;
  zone.name = "recipient.zone";
  zone.one_of = {"America/New_York", "Europe/Berlin", "Asia/Kolkata"};
  b.fact(zone).fact("customer.tier", type_kind::string);
  b.fact("customer.limits", type_kind::map, type_kind::integer);
  check::scope_fact note;
  note.name = "customer.note";
  note.optional = true;
  b.fact(note);
  std::vector<std::uint32_t> compiled;
  for (const auto& [text, answer] : table) {
    b.problems = {};
    compiled.push_back(b.compile(text));
    INFO(text << ": " << (b.problems.empty() ? "" : b.problems.items()[0].message));
    CHECK(compiled.back() != no_index);
  }
  b.seal();
  fact_set& f = b.facts();
  f.add_line({"l1", "TEA-GREEN", 2, 1200});
  f.set_line(0, line_category, value::string("tea"));
  f.add_line({"l2", "MUG", 1, 2000});
  f.set_line(1, line_category, value::string("kitchen"));
  f.set_now(*parse_timestamp("2026-11-22T10:00:00Z"));
  b.set("customer.tier", value::string("silver"));
  const std::vector<value> limits = {value::string("mug"), value::integer(2), value::string("tea"),
                                     value::integer(5)};
  b.set("customer.limits", value::map(limits));
  b.set_state("customer.note", fact_state::absent);
  b.set("recipient.zone", value::string("Asia/Kolkata"));
  b.begin();
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (compiled[i] == no_index) continue;
    INFO(table[i].first);
    CHECK(b.show(compiled[i]) == with_blanks_folded(table[i].second));
  }
}
