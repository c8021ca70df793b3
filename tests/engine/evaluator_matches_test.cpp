// Regular expressions: checked by the compiler, run by whatever matcher is installed.
#include <string>
#include <utility>
#include <vector>

#include "check/patterns.hpp"
#include "parley/compiler/matches.hpp"
#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

int never(std::string_view, std::string_view) {
  return 0;
}

}  // namespace

TEST_CASE("matches finds a pattern anywhere in a text") {
  if (!check::has_patterns()) return;
  CHECK(install_matches());
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"sku.matches('^TEA-')", "true"},    {"sku.matches('GREEN')", "true"},
      {"sku.matches('^GREEN')", "false"},  {"matches(sku, '^[A-Z]+-[A-Z]+$')", "true"},
      {"sku.matches(r'\\d')", "false"},    {"'Gr\u00fcn'.matches('^Gr.n$')", "true"},
      {"'a\\nb'.matches('a.b')", "false"}, {"sku.matches('(?i)tea')", "true"},
      {"sku.matches('')", "true"},
  };
  condition_bench b;
  b.fact("sku", type_kind::string).fact("other", type_kind::string);
  std::vector<std::uint32_t> compiled;
  for (const auto& [text, answer] : rows) {
    compiled.push_back(b.compile(text));
    INFO(text << ": " << (b.problems.empty() ? "" : b.problems.items()[0].message));
    REQUIRE(compiled.back() != no_index);
  }
  const std::uint32_t unknown = b.compile("other.matches('a')");
  const std::uint32_t slow = b.compile("other.matches('(a*)*b')");
  b.seal();
  b.set("sku", value::string("TEA-GREEN"));
  b.begin();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO(rows[i].first);
    CHECK(b.show(compiled[i]) == rows[i].second);
  }
  CHECK(b.show(unknown) == "unknown");
  // What backtracking engines take for ever.
  const std::string many(50'000, 'a');
  b.set("other", value::string(many));
  b.begin();
  CHECK(b.show(slow) == "false");
  // A host's own engine goes first.
  b.evaluator().set_matcher(never);
  b.begin();
  CHECK(b.show(compiled[0]) == "false");
  // Without any, nothing is guessed.
  b.evaluator().set_matcher(nullptr);
  install_matcher(nullptr);
  b.begin();
  CHECK(b.show(compiled[0]) == "error");
  CHECK(install_matches());
  b.begin();
  CHECK(b.show(compiled[0]) == "true");
  // An engine that the program has chosen stays.
  install_matcher(never);
  CHECK(install_matches());
  b.begin();
  CHECK(b.show(compiled[0]) == "false");
  install_matcher(nullptr);
  CHECK(install_matches());
}

TEST_CASE("a pattern may be computed") {
  if (!check::has_patterns()) return;
  CHECK(install_matches());
  condition_bench b;
  b.fact("sku", type_kind::string).fact("other", type_kind::string);
  b.fact("l", type_kind::list, type_kind::string);
  const std::uint32_t row = b.compile("sku.matches('^' + other + '-')");
  REQUIRE(row != no_index);
  // Each round may compile a pattern.
  CHECK(b.compile("l.all(a, l.all(b, a.matches(b)))") == no_index);
  CHECK(b.problems.items()[0].code == "PL2201");
  b.seal();
  b.set("sku", value::string("TEA-1"));
  const auto with = [&](const std::string& pattern) {
    b.set("other", value::string(pattern));
    b.begin();
    return b.show(row);
  };
  CHECK(with("TEA") == "true");
  CHECK(with("MUG") == "false");
  CHECK(with("(") == "error");
  CHECK(with(std::string(1'022, 'a')) == "false");
  CHECK(with(std::string(1'023, 'a')) == "error");
}

TEST_CASE("a pattern that is known is one") {
  if (!check::has_patterns()) return;
  condition_bench b;
  check::scope_fact kind;
  kind.name = "kind";
  kind.one_of = {"a+", "[a-"};
  b.fact(kind).fact("sku", type_kind::string);
  const auto problem = [&](const char* text) {
    INFO(text);
    CHECK(b.compile(text) == no_index);
    REQUIRE_FALSE(b.problems.empty());
    return b.problems.items()[0].code + " " + b.problems.items()[0].message;
  };
  CHECK(problem("sku.matches('(')") == "PL2114 `(` is no regular expression: missing ): (");
  CHECK(problem("sku.matches('a{5,2}')").starts_with("PL2114 "));
  CHECK(problem("sku.matches(r'(a)\\1')").starts_with("PL2114 "));
  CHECK(problem("sku.matches('((a{100}){100}){100}')").starts_with("PL2114 "));
  CHECK(problem("sku.matches(kind)") ==
        "PL2114 `[a-`, which `kind` may be, is no regular expression: missing ]: [a-");
  CHECK(problem("sku.matches(sku == '' ? 'a' : '(')").starts_with("PL2114 `(`"));
  CHECK(problem(("sku.matches('" + std::string(1'025, 'a') + "')").c_str())
            .ends_with("it has 1025 bytes, more than 1024"));
  CHECK(problem("sku.matches(3)") == "PL2106 `matches` can't take int");
}

TEST_CASE("patterns are remembered, and forgotten when there are many") {
  if (!check::has_patterns()) return;
  for (int i = 0; i < 200; ++i) {
    const std::string text = "x" + std::to_string(i) + "y";
    CHECK(check::match_pattern(text, "^x" + std::to_string(i) + "y$") == 1);
    CHECK(check::match_pattern("z", "^x" + std::to_string(i) + "y$") == 0);
  }
  CHECK(check::match_pattern("a", "(") == -1);
}
