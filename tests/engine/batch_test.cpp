// Many sets of facts at once give what each gives alone.
#include "parley/engine/batch.hpp"

#include <string>
#include <vector>

#include "parley/compiler/compile.hpp"
#include "parley/engine/eligible.hpp"
#include "support/catch.hpp"
#include "support/counted_allocations.hpp"
#include "support/random.hpp"

namespace {

using namespace parley;

pack compiled(const std::string& text) {
  compilation made = compile_text("batch.yaml", text);
  for (const diagnostic& d : made.found.items()) INFO(d.message);
  REQUIRE(made.compiled.has_value());
  return *std::move(made.compiled);
}

const char* const declarations = R"(
pack: batch
version: 1
currency: USD
defaults: {stacking: open}
facts:
  a: {type: int}
  b: {type: int, optional: true}
  c: {type: int, default: 3}
  m: {type: money}
  d: {type: decimal}
  p: {type: percent}
  s: {type: string}
  t: {type: timestamp}
  old: {type: int, max_age: 5m}
  flag: {type: bool}
  tags: {type: list, of: string}
)";

std::string atom(test::random& pick) {
  static const std::vector<std::string> ops = {"==", "!=", "<", "<=", ">", ">="};
  const std::string op = ops[pick.below(6)];
  const auto n = [&] { return std::to_string(pick.between(0, 8)); };
  switch (pick.below(13)) {
    case 0: return "a " + op + " " + n();
    case 1: return "has(b) && b " + op + " " + n();
    case 2: return "c " + op + " " + n();
    case 3: return "m " + op + " " + n() + ".50USD";
    case 4: return "d " + op + " 0." + n();
    case 5: return "p " + op + " " + n() + "00bp";
    case 6: return "s " + std::string(pick.chance(50) ? "==" : "!=") + " \"x" + n() + "\"";
    case 7: return "s in [\"x1\", \"x2\", \"x" + n() + "\"]";
    case 8: return "old " + op + " " + n();
    case 9: return pick.chance(50) ? "flag" : "!flag";
    case 10: return "a + c " + op + " " + n();
    case 11: return "\"x" + n() + "\" in tags";
    default: return "cart.subtotal " + op + " " + n();
  }
}

std::string condition(test::random& pick, int depth) {
  if (depth == 0 || pick.chance(25)) return "(" + atom(pick) + ")";
  const std::string left = condition(pick, depth - 1);
  if (pick.chance(20)) return "!" + left;
  return "(" + left + (pick.chance(50) ? " && " : " || ") + condition(pick, depth - 1) + ")";
}

void fill(const pack& p, test::random& pick, fact_set& facts) {
  facts.clear();
  const fact_schema schema = p.schema();
  facts.set_now({1'795'341'600, 0});
  if (pick.chance(70)) {
    cart_line line;
    line.id = "l1", line.sku = "S";
    line.quantity = 1;
    line.price = pick.between(0, 900);
    facts.add_line(line);
  }
  const auto set = [&](const char* name, const value& v) {
    const std::uint32_t f = schema.fact_named(name);
    const auto how = pick.below(10);
    if (how == 0) return;
    if (how == 1) return facts.set_state(f, fact_state::withheld);
    if (how == 2) return facts.set_state(f, fact_state::absent);
    facts.set(f, v);
    facts.set_as_of(f, {1'795'341'600 - pick.between(-60, 600), 0});
  };
  set("a", value::integer(pick.between(-1, 9)));
  set("b", value::integer(pick.between(-1, 9)));
  set("c", value::integer(pick.between(-1, 9)));
  set("m", value::money_minor(pick.between(0, 18) * 50, 2, p.header().currency));
  set("d", value::number({pick.between(0, 18) * 5, -2}));
  set("p", value::percent({pick.between(0, 18), -2}));
  set("s", value::string(facts.keep("x" + std::to_string(pick.between(0, 9)))));
  set("old", value::integer(pick.between(-1, 9)));
  set("flag", value::boolean(pick.chance(50)));
  const std::vector<value> tags = {
      value::string(facts.keep("x" + std::to_string(pick.between(0, 9)))), value::string("x1")};
  set("tags", value::list(facts.keep(std::span(tags).first(pick.below(3)))));
}

TEST_CASE("a batch answers as the evaluator does, one by one") {
  test::random pick(20261122);
  condition_batch batch;
  evaluator alone;
  std::size_t answers[4] = {};
  for (int round = 0; round < 12; ++round) {
    std::string text = std::string(declarations) + "offers:\n";
    constexpr int offers = 24;
    for (int i = 0; i < offers; ++i) {
      text += "  O" + std::to_string(i) + ": {give: 1% off order, when: '" + condition(pick, 4) +
              "'}\n";
    }
    text +=
        "  FREE: {give: 1% off order}\n  LATE: {give: 1% off order, when: so_far.subtotal >= 3}\n";
    const pack p = compiled(text);
    std::vector<fact_set> sets(condition_batch::width, fact_set(p.schema()));
    for (const std::size_t count :
         {std::size_t{64}, std::size_t{1}, std::size_t{37}, std::size_t{0}}) {
      std::vector<const fact_set*> views;
      for (std::size_t i = 0; i < count; ++i) {
        fill(p, pick, sets[i]);
        views.push_back(&sets[i]);
      }
      batch.run(p, views);
      for (std::size_t i = 0; i < count; ++i) {
        alone.begin(p, sets[i], {});
        for (graph::index o = 0; o < p.tables().offers.size(); ++o) {
          const graph::index when = p.tables().offers[o].when;
          const truth expected =
              p.text(p.tables().offers[o].name) == "LATE" ? truth::unknown : alone.test(when);
          ++answers[static_cast<std::size_t>(expected)];
          INFO("round " << round << ", offer " << o << ", set " << i << "\n" << text);
          REQUIRE(batch.condition(o).at(i) == expected);
        }
      }
    }
  }
  for (const std::size_t count : answers) CHECK(count > 100);
}

TEST_CASE("what a batch says of an offer's condition is what eligible goes by") {
  test::random pick(7);
  std::string text = std::string(declarations) + "offers:\n";
  for (int i = 0; i < 12; ++i) {
    text +=
        "  O" + std::to_string(i) + ": {give: 1% off order, when: '" + condition(pick, 3) + "'}\n";
  }
  const pack p = compiled(text);
  std::vector<fact_set> sets(condition_batch::width, fact_set(p.schema()));
  std::vector<const fact_set*> views;
  for (fact_set& s : sets) {
    fill(p, pick, s);
    views.push_back(&s);
  }
  condition_batch batch;
  batch.run(p, views);
  question_workspace memory;
  eligibility answer;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    eligible(p, sets[i], {}, memory, answer);
    for (const eligible_offer& o : answer.offers) {
      bool refused = false;
      for (std::uint32_t r = 0; r < o.reasons.count; ++r) {
        const finding& f = answer.reasons.findings[o.reasons.first + r];
        refused =
            refused || (f.code == finding_code::offer_condition && f.verdict == verdict::deny);
      }
      CHECK(refused == (batch.condition(o.offer).at(i) == truth::no));
    }
  }
}

TEST_CASE("a warm batch allocates nothing") {
  test::random pick(3);
  const pack p = compiled(std::string(declarations) +
                          "offers:\n  A: {give: 1% off order, when: 'a > 3 || a + c > 4'}\n"
                          "  B: {give: 1% off order, when: 's == \"x1\" && !flag'}\n");
  std::vector<fact_set> sets(condition_batch::width, fact_set(p.schema()));
  std::vector<const fact_set*> views;
  for (fact_set& s : sets) {
    fill(p, pick, s);
    views.push_back(&s);
  }
  condition_batch batch;
  batch.run(p, views);
  const std::size_t before = test::allocations;
  batch.run(p, views);
  CHECK(test::allocations == before);
}

}  // namespace
