// Every logical operator and macro over true, false, unknown and error.
#include <string>

#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

// t, f: known; u: missing; e: optional and absent, so an error.
constexpr std::string_view states = "tfue";

void declare_states(condition_bench& b) {
  b.fact("t", type_kind::boolean).fact("f", type_kind::boolean).fact("u", type_kind::boolean);
  b.fact("e", type_kind::boolean);
  b.fact("one", type_kind::integer).fact("gone", type_kind::integer);
}

void fill_states(condition_bench& b) {
  b.set("t", value::boolean(true));
  b.set("f", value::boolean(false));
  b.set_state("e", fact_state::absent);
  b.set("one", value::integer(1));
}

struct row {
  std::string text;
  std::string answer;
};

void check_rows(const std::vector<row>& rows) {
  condition_bench b;
  declare_states(b);
  std::vector<std::uint32_t> compiled;
  for (const row& r : rows) {
    compiled.push_back(b.compile(r.text));
    INFO(r.text << (b.problems.empty() ? "" : b.problems.items()[0].message));
    REQUIRE(compiled.back() != no_index);
  }
  b.seal();
  fill_states(b);
  b.begin();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO(rows[i].text);
    CHECK(b.show(compiled[i]) == rows[i].answer);
  }
}

std::string word(char state) {
  switch (state) {
    case 't': return "true";
    case 'f': return "false";
    case 'u': return "unknown";
    default: return "error";
  }
}

char both(char a, char b) {
  if (a == 'f' || b == 'f') return 'f';
  if (a == 'u' || b == 'u') return 'u';
  if (a == 'e' || b == 'e') return 'e';
  return 't';
}
char either(char a, char b) {
  if (a == 't' || b == 't') return 't';
  if (a == 'u' || b == 'u') return 'u';
  if (a == 'e' || b == 'e') return 'e';
  return 'f';
}

}  // namespace

TEST_CASE("&& || ! over the four outcomes") {
  std::vector<row> rows;
  for (const char a : states) {
    rows.push_back({std::string("!") + a, word(a == 't' ? 'f' : a == 'f' ? 't' : a)});
    for (const char b : states) {
      rows.push_back({std::string{a} + " && " + b, word(both(a, b))});
      rows.push_back({std::string{a} + " || " + b, word(either(a, b))});
      for (const char c : states) {
        rows.push_back({std::string{a} + " && " + b + " && " + c, word(both(both(a, b), c))});
        rows.push_back({std::string{a} + " || " + b + " || " + c, word(either(either(a, b), c))});
        rows.push_back({std::string{"!("} + a + " && " + b + ") || " + c,
                        word(either(both(a, b) == 't'   ? 'f'
                                    : both(a, b) == 'f' ? 't'
                                                        : both(a, b),
                                    c))});
      }
    }
  }
  check_rows(rows);
}

TEST_CASE("?: over the four outcomes") {
  std::vector<row> rows;
  for (const char a : states) {
    for (const char b : states) {
      for (const char c : states) {
        const char answer = a == 't' ? b : a == 'f' ? c : a;
        rows.push_back({std::string{a} + " ? " + b + " : " + c, word(answer)});
      }
    }
  }
  check_rows(rows);
}

TEST_CASE("macros over the four outcomes") {
  std::vector<row> rows;
  for (const char a : states) {
    for (const char b : states) {
      // The element number picks one of the two facts.
      const std::string body = std::string("x == 1 ? ") + a + " : " + b;
      rows.push_back({"[1, 2].all(x, " + body + ")", word(both(a, b))});
      rows.push_back({"[1, 2].exists(x, " + body + ")", word(either(a, b))});
      const char strict = a == 'u' || b == 'u'   ? 'u'
                          : a == 'e' || b == 'e' ? 'e'
                          : a != b               ? 't'
                                                 : 'f';
      rows.push_back({"[1, 2].exists_one(x, " + body + ")", word(strict)});
      const bool known = strict == 't' || strict == 'f';
      std::string kept = "[";
      if (a == 't') kept += "1";
      if (b == 't') kept += a == 't' ? ", 2" : "2";
      rows.push_back({"[1, 2].filter(x, " + body + ")", known ? kept + "]" : word(strict)});
      rows.push_back({"[1, 2].map(x, " + body + ")",
                      known ? "[" + word(a) + ", " + word(b) + "]" : word(strict)});
    }
  }
  for (const std::string macro : {"all", "exists", "exists_one"}) {
    rows.push_back({"[gone]." + macro + "(x, x == 1)", "unknown"});
    rows.push_back({"[1 / 0]." + macro + "(x, x == 1)", "error"});
  }
  rows.push_back({"[].all(x, e)", "true"});
  rows.push_back({"[].exists(x, e)", "false"});
  check_rows(rows);
}

TEST_CASE("unknown beats error in strict operators") {
  check_rows({{"gone + 1", "unknown"},
              {"1 / 0", "error"},
              {"gone + 1 / 0", "unknown"},
              {"1 / 0 == gone", "unknown"},
              {"one + 1 / 0", "error"},
              {"one + 1", "2"},
              {"gone in [1 / 0]", "unknown"}});
}

TEST_CASE("reasons are the operands that could still decide") {
  condition_bench b;
  b.fact("a", type_kind::boolean).fact("b", type_kind::boolean).fact("c", type_kind::boolean);
  const auto both_unknown = b.compile("a && b");
  const auto one_settled = b.compile("a && (b || c)");
  const auto in_loop = b.compile("[1, 2].all(x, x == 1 ? c : b)");
  b.seal();
  b.set("c", value::boolean(true));
  b.set_state("b", fact_state::withheld);
  b.begin();
  std::vector<missing_fact> why;
  b.evaluator().reasons(both_unknown, no_index, why);
  REQUIRE(why.size() == 2);
  CHECK(why[0].which == b.row("a"));
  CHECK(why[1].reason == fact_state::withheld);
  why.clear();
  b.evaluator().reasons(one_settled, no_index, why);
  REQUIRE(why.size() == 1);
  CHECK(why[0].which == b.row("a"));
  why.clear();
  b.evaluator().reasons(in_loop, no_index, why);
  REQUIRE(why.size() == 1);
  CHECK(why[0].which == b.row("b"));
}

TEST_CASE("has() tells absent from missing") {
  for (const std::string name : {"customer.tier", "channel"}) {
    condition_bench b;
    check::scope_fact f;
    f.name = name;
    f.type = type_kind::string;
    f.optional = true;
    b.fact(f);
    const auto asked = b.compile("has(" + name + ")");
    const auto guarded = b.compile("has(" + name + ") && " + name + " == \"gold\"");
    REQUIRE(asked != no_index);
    REQUIRE(guarded != no_index);
    b.seal();
    b.begin();
    CHECK(b.show(asked) == "unknown");
    CHECK(b.show(guarded) == "unknown");
    b.set_state(name, fact_state::absent);
    b.begin();
    CHECK(b.show(asked) == "false");
    CHECK(b.show(guarded) == "false");
    b.set(name, value::string("gold"));
    b.begin();
    CHECK(b.show(asked) == "true");
    CHECK(b.show(guarded) == "true");
    b.set(name, value::string("tin"));
    b.begin();
    CHECK(b.show(asked) == "true");
    CHECK(b.show(guarded) == "false");
  }
}
