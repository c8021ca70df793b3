// Optional values: like has(x) ? x : other, in all four outcomes.
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

void declare(condition_bench& b) {
  check::scope_fact note;
  note.name = "customer.note";
  note.optional = true;
  b.fact(note).fact("customer.tier", type_kind::string);
  check::scope_fact map_price;
  map_price.name = "line.map";
  map_price.type = type_kind::money;
  map_price.optional = true;
  b.fact(map_price);
  b.fact("m", type_kind::map, type_kind::integer).fact("l", type_kind::list, type_kind::integer);
}

}  // namespace

TEST_CASE("optional values and what is asked of them") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"customer.?tier.orValue('none')", "\"gold\""},
      {"customer.?note.orValue('none')", "\"none\""},
      {"customer.?tier.hasValue()", "true"},
      {"customer.?note.hasValue()", "false"},
      {"customer.?tier.value()", "\"gold\""},
      {"customer.?note.value()", "error"},
      {"customer.?note.or(customer.?tier).orValue('x')", "\"gold\""},
      {"customer.?note.or(optional.none()).orValue('x')", "\"x\""},
      {"customer.?note.or(optional.of('y')).value()", "\"y\""},
      {"m.?a.orValue(0)", "1"},
      {"m.?z.orValue(0)", "0"},
      {"m[?'a'].orValue(0)", "1"},
      {"m[?'z'].hasValue()", "false"},
      {"l[?0].orValue(-1)", "7"},
      {"l[?1].orValue(-1)", "8"},
      {"l[?2].orValue(-1)", "-1"},
      {"l[?-1].orValue(0)", "0"},
      {"{'a': {'b': 2}}.?a.?b.orValue(0)", "2"},
      {"{'a': {'b': 2}}.?a.b.orValue(0)", "2"},
      {"{'a': {'b': 2}}.?z.b.orValue(0)", "0"},
      {"{'a': {'b': 2}}.?a.?z.orValue(0)", "0"},
      {"{'a': {'b': 2}}.?a['z'].orValue(0)", "0"},
      {"{'a': [2]}.?a[?0].orValue(0)", "2"},
      {"{'a': [2]}[?'a'][0].orValue(0)", "2"},
      {"{'a': [2]}[?'a'][1].hasValue()", "false"},
      {"has({'a': {'b': 2}}.?a.b)", "true"},
      {"has({'a': {'b': 2}}.?z.b)", "false"},
      {"optional.of(3).orValue(4)", "3"},
      {"optional.none().orValue(4)", "4"},
      {"optional.none().hasValue()", "false"},
      {"optional.ofNonZeroValue(0).hasValue()", "false"},
      {"optional.ofNonZeroValue('').hasValue()", "false"},
      {"optional.ofNonZeroValue([1]).hasValue()", "true"},
      {"optional.ofNonZeroValue(0.00USD).hasValue()", "false"},
      {"optional.ofNonZeroValue(2%).orValue(1%)", "2%"},
      {"optional.ofNonZeroValue(false).hasValue()", "false"},
      {"m.?a.optMap(x, x + 1).orValue(0)", "2"},
      {"m.?z.optMap(x, x + 1).orValue(0)", "0"},
      {"m.?a.optMap(x, x / 0).orValue(0)", "error"},
      {"m.?z.optMap(x, x / 0).orValue(0)", "0"},
      {"m.?a.optFlatMap(x, l[?x]).orValue(0)", "8"},
      {"m.?b.optFlatMap(x, l[?x]).orValue(0)", "0"},
      {"cart.lines.map(l, l.?map.orValue(5))", "[7.50USD, 5USD]"},
      {"m.?a", "optional(1)"},
      {"m.?z", "none"},
      {"[m.?a, m.?z]", "[optional(1), none]"},
      {"[?m.?a, 5, ?m.?z, ?m.?b]", "[1, 5, 2]"},
      {"{?'x': m.?a, ?'y': m.?z, 'z': 3}", "{\"x\", 1, \"z\", 3}"},
      {"[?customer.?note, ?customer.?tier]", "[\"gold\"]"},
      {"m.?a == optional.of(1)", "true"},
      {"m.?z == optional.none()", "true"},
      {"m.?a != m.?b", "true"},
      {"optional.none() == optional.of(1)", "false"},
      {"optional.of(optional.none()).hasValue()", "true"},
      {"type(m.?a) == optional_type", "true"},
      {"(m.?z.hasValue() ? m.?z : m.?a).value()", "1"},
      {"optional.of(3).or(optional.of(1 / 0)).orValue(1 / 0)", "3"},
      {"optional.none().orValue(1 / 0)", "error"},
      {"cart.lines[?0].sku.orValue('-')", "\"A\""},
      {"cart.lines[?5].sku.orValue('-')", "\"-\""},
      {"cart.lines[?0].?map.orValue(5)", "7.50USD"},
      {"cart.lines[?1].?map.orValue(5)", "5USD"},
      {"cart.lines.map(l, [?l.?map])", "[[7.50USD], []]"},
      {"cel.bind(o, m.?a, o.hasValue() && o == m.?a)", "true"},
      {"cart.lines.all(l, l.?map.orValue(9) > 6)", "true"},
  };
  condition_bench b;
  declare(b);
  std::vector<std::uint32_t> compiled;
  for (const auto& [text, answer] : rows) {
    compiled.push_back(b.compile(text));
    INFO(text << ": " << (b.problems.empty() ? "" : b.problems.items()[0].message));
    REQUIRE(compiled.back() != no_index);
  }
  b.seal();
  const std::vector<value> entries = {value::string("a"), value::integer(1), value::string("b"),
                                      value::integer(2)};
  const std::vector<value> items = {value::integer(7), value::integer(8)};
  b.set("m", value::map(entries));
  b.set("l", value::list(items));
  b.set("customer.tier", value::string("gold"));
  b.set_state("customer.note", fact_state::absent);
  b.facts().add_line({"l1", "A", 1, 1000});
  b.facts().add_line({"l2", "B", 1, 1000});
  const std::uint32_t map_price = line_built_in_count;
  b.facts().set_line(0, map_price, value::money_minor(750, 2, currency_named("USD")));
  b.facts().set_line_state(1, map_price, fact_state::absent);
  b.begin();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO(rows[i].first);
    CHECK(b.show(compiled[i]) == rows[i].second);
  }

  // Not supplied is not absent.
  b.set_state("customer.note", fact_state::missing);
  b.begin();
  CHECK(b.show(compiled[1]) == "unknown");
  CHECK(b.show(compiled[3]) == "unknown");
  b.set("customer.note", value::string("calls back"));
  b.begin();
  CHECK(b.show(compiled[1]) == "\"calls back\"");
}

TEST_CASE("an optional is no value until somebody says what else") {
  condition_bench b;
  declare(b);
  const auto problem = [&](const char* text) {
    INFO(text);
    CHECK(b.compile(text) == no_index);
    REQUIRE(b.problems.items().size() == 1);
    return b.problems.items()[0].message;
  };
  CHECK(problem("customer.?note == 'x'") == "`customer.?note` is optional: it may have no value");
  CHECK(problem("l[?0] + 1") == "`l[?0]` is optional: it may have no value");
  CHECK(problem("customer.?note.orValue(3)") == "`orValue` gives one type, here string and int");
  CHECK(problem("customer.tier.orValue('x')") ==
        "`orValue` is for optional values, this is string");
  CHECK(problem("customer.?note.or('x')") == "`or` takes another optional value");
  CHECK(problem("customer.?note.orValue()") == "`orValue` takes 1 argument, not 0");
  CHECK(problem("optional.none().value()") == "this optional never has a value");
  CHECK(problem("optional.of()") == "`optional.of` takes 1 argument, not 0");
  CHECK(problem("m.?a.optMap(1, 2)") == "`optMap` needs a plain name for the value");
  CHECK(problem("m.?a.optFlatMap(x, x)") == "`optFlatMap` gives an optional value");
  CHECK(problem("customer.?nota.orValue('x')") == "unknown fact `customer.nota`");
  CHECK(problem("m.?a && true") == "`m.?a` is optional: it may have no value");
  CHECK(problem("m.?a < 1") == "`m.?a` is optional: it may have no value");
  CHECK(problem("m.?a == optional.of('x')") ==
        "optional(int) and optional(string) can't be compared");
  CHECK(problem("[?1]") == "`?` is for optional values, this is int");
  CHECK(problem("{?'k': 1}") == "`?` is for optional values, this is int");
  CHECK(problem("[?m.?a, 'x']") == "the elements of a list have one type, here int and string");
}

TEST_CASE("a long chain of optional fields stays linear") {
  condition_bench b;
  b.fact("m", type_kind::map, type_kind::integer);
  std::string text = "{'a': 1}";
  std::string chain;
  for (int i = 0; i < 20; ++i) {
    text = "{'a': " + text + "}";
    chain += ".?a";
  }
  const std::uint32_t row = b.compile(text + chain + ".?a.orValue(0)");
  REQUIRE(row != no_index);
  b.seal();
  CHECK(b.pack().tables().expression_nodes.size() < 200);
  b.begin();
  CHECK(b.show(row) == "1");
}

TEST_CASE("macros inside each other give 63 names, and no more") {
  const auto nested = [](int twos, int ones) {
    std::string text, end;
    for (int i = 0; i < twos + ones; ++i) {
      const std::string n = std::to_string(i);
      text += "l.all(" + (i < twos ? "i" + n + ", " : "") + "x" + n + ", ";
      end += ")";
    }
    return text + "x0 == x" + std::to_string(twos + ones - 1) + end;
  };
  condition_bench b;
  check::scope_fact list;
  list.name = "l";
  list.type = type_kind::list;
  list.element = type_kind::integer;
  list.max_size = 1;
  b.fact(list);
  const std::uint32_t row = b.compile(nested(31, 1));
  REQUIRE(row != no_index);
  CHECK(b.compile(nested(32, 0)) == no_index);
  CHECK(b.problems.items()[0].code == "PL2202");
  b.seal();
  const std::vector<value> items = {value::integer(7)};
  b.set("l", value::list(items));
  b.begin();
  CHECK(b.show(row) == "true");
}

TEST_CASE("macros with two names") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"[3, 4].all(i, x, x == i + 3)", "true"},
      {"[3, 4].exists_one(i, x, i + x == 3)", "true"},
      {"[3, 4].existsOne(i, x, i >= 0)", "false"},
      {"{'a': 1, 'b': 2}.exists(k, v, k == 'b' && v == 2)", "true"},
      {"[3, 4].transformList(i, x, i * 10 + x)", "[3, 14]"},
      {"[3, 4, 5].transformList(i, x, i != 1, x)", "[3, 5]"},
      {"{'b': 2, 'a': 1}.transformList(k, v, k)", "[\"a\", \"b\"]"},
      {"[].transformList(i, x, x)", "[]"},
      {"[3, 4].transformMap(i, x, x * 2) == {0: 6, 1: 8}", "true"},
      {"{'a': 1, 'b': 2}.transformMap(k, v, v + 1) == {'a': 2, 'b': 3}", "true"},
      {"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, k + '!') == {'b': 'b!'}", "true"},
      {"{'a': 1}.transformMap(k, v, [k])['a'][0]", "\"a\""},
      {"{true: 1, false: 2}.transformMap(k, v, v + 1)[true]", "2"},
      {"[].transformMap(i, x, x).size()", "0"},
      {"[0, 1].transformMap(i, x, 1 / x)", "error"},
  };
  condition_bench b;
  b.fact("n", type_kind::integer);
  std::vector<std::uint32_t> compiled;
  for (const auto& [text, answer] : rows) {
    compiled.push_back(b.compile(text));
    INFO(text << ": " << (b.problems.empty() ? "" : b.problems.items()[0].message));
    REQUIRE(compiled.back() != no_index);
  }
  const std::uint32_t unknown = b.compile("[1].transformMap(i, x, x + n)");
  CHECK(b.compile("[1].transformList(x, x)") == no_index);
  CHECK(b.problems.items()[0].message == "`transformList` takes two names and an expression");
  CHECK(b.compile("[1].transformMap(i, i, 1)") == no_index);
  CHECK(b.compile("[1].transformMap(i, x, x, 1)") == no_index);
  CHECK(b.problems.items()[0].message == "`transformMap` filters by true or false, this is int");
  b.seal();
  b.begin();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO(rows[i].first);
    CHECK(b.show(compiled[i]) == rows[i].second);
  }
  CHECK(b.show(unknown) == "unknown");
  b.set("n", value::integer(1));
  b.begin();
  CHECK(b.show(unknown) == "{0, 2}");
}
