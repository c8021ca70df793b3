#include "changes/expression_key.hpp"

#include <string>
#include <vector>

#include "parley/compiler/compile.hpp"
#include "parley/engine/validate.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {

using namespace parley;

pack with_condition(const std::string& when) {
  compilation made = compile_text("t.yaml", R"(
pack: t
version: 1
currency: USD
defaults: {stacking: open}
facts:
  n: {type: int}
  m: {type: money}
  d: {type: decimal}
  s: {type: string}
  f: {type: bool}
  g: {type: bool}
  at: {type: timestamp}
  age: {type: duration}
  line.grade: {type: int}
selectors:
  tea: line.category == "tea"
  mug: line.category == "mug"
offers:
  A: {give: 1% off order, when: ')" + when + "'}\n");
  INFO(when);
  REQUIRE(made.compiled.has_value());
  return *std::move(made.compiled);
}

changes::strength of(const std::string& before, const std::string& after) {
  const pack b = with_condition(before);
  const pack a = with_condition(after);
  return changes::compare_conditions(changes::expression_keys(b), b.tables().offers[0].when,
                                     changes::expression_keys(a), a.tables().offers[0].when);
}

TEST_CASE("conditions are the same in any order") {
  CHECK(of("f && n > 3", "n > 3 && f") == changes::strength::equal);
  CHECK(of("f || g", "g || f") == changes::strength::equal);
  CHECK(of("m >= 5", "m >= 5.00USD") == changes::strength::equal);
}

TEST_CASE("a condition that holds more often is weaker") {
  CHECK(of("n > 3", "n > 2") == changes::strength::weaker);
  CHECK(of("n > 3", "n >= 3") == changes::strength::weaker);
  CHECK(of("n < 3", "n < 4") == changes::strength::weaker);
  CHECK(of("f && n > 3", "f") == changes::strength::weaker);
  CHECK(of("f && n > 3", "f && n > 1") == changes::strength::weaker);
  CHECK(of("f", "f || g") == changes::strength::weaker);
  CHECK(of("f || n > 3", "f || n > 2") == changes::strength::weaker);
  CHECK(of("m >= 50", "cart.subtotal >= 50 || m >= 50") == changes::strength::weaker);
}

TEST_CASE("one that holds less often is stronger") {
  CHECK(of("n > 2", "n > 3") == changes::strength::stronger);
  CHECK(of("f", "f && g") == changes::strength::stronger);
  CHECK(of("f || g", "g") == changes::strength::stronger);
  CHECK(of("cart.subtotal >= 50", "cart.subtotal >= 60") == changes::strength::stronger);
}

TEST_CASE("what isn't settled is called other") {
  CHECK(of("f", "g") == changes::strength::other);
  CHECK(of("n > 3", "n < 3") == changes::strength::other);
  CHECK(of("n == 3", "n == 4") == changes::strength::other);
  CHECK(of("n > 3 && m > 1", "n > 2 && m > 2") == changes::strength::other);
  CHECK(of("f || g", "f && g") == changes::strength::other);
}

TEST_CASE("conditions are compared by what they say, whatever they say it of") {
  using enum changes::strength;
  const auto [before, after, expected] =
      GENERATE(table<const char*, const char*, changes::strength>({
          {"d > 0.5", "d > 0.50", equal},
          {"d > 0.5", "d > 0.25", weaker},
          {"n in [1, 2]", "n in [1, 2]", equal},
          {"n in [1, 2]", "n in [1, 3]", other},
          {"s in [\"a\", \"b\"]", "s in [\"a\", \"b\"]", equal},
          {"s in [\"a\", \"b\"]", "s in [\"a\", \"c\"]", other},
          {"s == \"a\"", "s == \"a\"", equal},
          {"s.startsWith(\"a\")", "s.startsWith(\"a\")", equal},
          {"s.startsWith(\"a\")", "s.startsWith(\"b\")", other},
          {"at < timestamp(\"2026-01-01T00:00:00Z\")", "at < timestamp(\"2026-01-02T00:00:00Z\")",
           weaker},
          {"at < timestamp(\"2026-01-01T00:00:00Z\")", "at < timestamp(\"2026-01-01T00:00:00Z\")",
           equal},
          {"age >= duration(\"1h\")", "age >= duration(\"2h\")", stronger},
          {"age >= duration(\"60m\")", "age >= duration(\"1h\")", equal},
          {"tea.subtotal >= 30", "tea.subtotal >= 20", weaker},
          {"tea.subtotal >= 30", "mug.subtotal >= 30", other},
          {"tea.subtotal >= 30", "tea.quantity >= 30", other},
          {"cart.lines.exists(l, l.grade > 3)", "cart.lines.exists(l, l.grade > 3)", equal},
          {"cart.lines.exists(l, l.grade > 3)", "cart.lines.exists(l, l.grade > 4)", other},
          {"cart.lines.exists(l, l.grade > 3)", "cart.lines.all(l, l.grade > 3)", other},
          {"has(m)", "has(n)", other},
          {"m >= n * 2.00USD", "m >= n * 2.00USD", equal},
          {"n > 3", "d > 3", other},
          {"f ? n > 3 : g", "f ? n > 3 : g", equal},
          {"f ? n > 3 : g", "g ? n > 3 : f", other},
          {"n > 3 && f", "n > 4 && g", other},
          {"n > 3 && m > 1", "n > 2 && m > 0.50", weaker},
          {"f || n > 3 || m > 1", "f || n > 4", stronger},
          {"f || n > 3", "g || n > 3", other},
          {"f || n > 3", "g || n > 2 || f", weaker},
          {"f || g", "n > 3", other},
          {"f && f", "f", equal},
          {"n > 3", "n == 3", other},
          {"n >= 3", "n > 3", stronger},
          {"n <= 3", "n < 3", stronger},
      }));
  INFO(before << " -> " << after);
  CHECK(static_cast<int>(of(before, after)) == static_cast<int>(expected));
}

TEST_CASE("no condition is weaker than any, and any weaker than one") {
  const pack always = with_condition("true");
  const pack when = with_condition("f");
  const changes::expression_keys a(always), w(when);
  REQUIRE(when.tables().offers[0].when != no_index);
  const graph::index row = when.tables().offers[0].when;
  CHECK(changes::compare_conditions(w, row, w, no_index) == changes::strength::weaker);
  CHECK(changes::compare_conditions(w, no_index, w, row) == changes::strength::stronger);
  CHECK(changes::compare_conditions(a, no_index, w, no_index) == changes::strength::equal);
}

// --- against every value there is
// -----------------------------------------------------------------

std::string random_atom(test::random& any) {
  static const std::vector<std::string> signs{"<", "<=", "==", "!=", ">=", ">"};
  switch (any.below(5)) {
    case 0: return any.chance(50) ? "f" : "!f";
    case 1: return any.chance(50) ? "g" : "!g";
    case 2: return std::to_string(any.between(0, 3)) + " " + any.pick(signs) + " n";
    default: return "n " + any.pick(signs) + " " + std::to_string(any.between(0, 3));
  }
}

std::string random_condition(test::random& any, int depth = 0) {
  std::string out;
  const std::string joint = any.chance(50) ? " && " : " || ";
  for (std::int64_t i = any.between(1, 3); i > 0; --i) {
    out += (out.empty() ? "" : joint) +
           (depth == 0 && any.chance(25) ? "(" + random_condition(any, 1) + ")" : random_atom(any));
  }
  return out;
}

/// What a condition comes to for each n, f and g.
std::vector<bool> truths_of(const pack& rules) {
  std::vector<bool> out;
  fact_set facts(rules.schema());
  workspace memory;
  decision made;
  const auto row = [&](const char* name) { return rules.schema().fact_named(name); };
  for (std::int64_t n = -1; n <= 4; ++n) {
    for (const bool f : {false, true}) {
      for (const bool g : {false, true}) {
        facts.clear();
        facts.set(row("n"), value::integer(n));
        facts.set(row("f"), value::boolean(f));
        facts.set(row("g"), value::boolean(g));
        made.findings.clear();
        memory.begin(rules, facts, {}, made);
        const graph::index when = rules.tables().offers[0].when;
        out.push_back(when == no_index || memory.evaluator.test(when) == truth::yes);
      }
    }
  }
  return out;
}

TEST_CASE("weaker, stronger and equal are what every value says") {
  test::random any(20261123);
  std::size_t settled = 0;
  for (int run = 0; run < 600; ++run) {
    const std::string before = random_condition(any);
    std::string after = random_condition(any);
    // Often one condition grown from the other, as edits are.
    if (any.chance(30)) after = before + (any.chance(50) ? " && " : " || ") + random_atom(any);
    if (any.chance(20)) {
      const std::size_t digit = before.find_first_of("0123");
      after = before;
      if (digit != std::string::npos) after[digit] = static_cast<char>('0' + any.between(0, 3));
    }
    INFO(before << "  ->  " << after);
    const pack b = with_condition(before);
    const pack a = with_condition(after);
    const auto made =
        changes::compare_conditions(changes::expression_keys(b), b.tables().offers[0].when,
                                    changes::expression_keys(a), a.tables().offers[0].when);
    const auto back =
        changes::compare_conditions(changes::expression_keys(a), a.tables().offers[0].when,
                                    changes::expression_keys(b), b.tables().offers[0].when);
    const std::vector<bool> was = truths_of(b), is = truths_of(a);
    bool more = false, less = false;
    for (std::size_t i = 0; i < was.size(); ++i) {
      more = more || (is[i] && !was[i]);
      less = less || (was[i] && !is[i]);
    }
    if (made == changes::strength::equal) CHECK((!more && !less));
    if (made == changes::strength::weaker) CHECK(!less);
    if (made == changes::strength::stronger) CHECK(!more);
    settled += made != changes::strength::other ? 1 : 0;
    // The other way round it is the contrary.
    using enum changes::strength;
    CHECK(static_cast<int>(back) == static_cast<int>(made == weaker     ? stronger
                                                     : made == stronger ? weaker
                                                                        : made));
  }
  CHECK(settled > 100);
}

}  // namespace
