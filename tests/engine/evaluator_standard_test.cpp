// CEL's own dialect: doubles, dyn, mixed collections, containers, types left to run time.
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

using rows = std::vector<std::pair<std::string, std::string>>;

void answers(condition_bench& b, const rows& expected) {
  std::vector<std::uint32_t> compiled;
  for (const auto& [text, answer] : expected) {
    compiled.push_back(b.compile(text));
    INFO(text << ": " << (b.problems.empty() ? "" : b.problems.items()[0].message));
    REQUIRE(compiled.back() != no_index);
  }
  b.seal();
  b.begin();
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO(expected[i].first);
    CHECK(b.show(compiled[i]) == expected[i].second);
  }
}

}  // namespace

TEST_CASE("doubles are IEEE") {
  condition_bench b(check::dialect::standard);
  answers(b, {
                 {"0.1 + 0.2", "0.30000000000000004"},
                 {"1.0 / 0.0", "Infinity"},
                 {"-1.0 / 0.0", "-Infinity"},
                 {"0.0 / 0.0", "NaN"},
                 {"0.0 / 0.0 == 0.0 / 0.0", "false"},
                 {"0.0 / 0.0 != 0.0 / 0.0", "true"},
                 {"0.0 / 0.0 < 1.0 || 0.0 / 0.0 >= 1.0", "false"},
                 {"-0.0 == 0.0", "true"},
                 {"-(4.5)", "-4.5"},
                 {"1e-324 / 2.0", "0"},
                 {"dyn(1) == 1.0 && dyn(1u) == 1 && dyn(1.0) == 1u", "true"},
                 {"1 < 1.5 && 2u > 1.5 && dyn(-1) < 0u", "true"},
                 {"dyn(9223372036854775807) < 9223372036854775808.0", "false"},
                 {"double('6.02214e23')", "6.02214e+23"},
                 {"double(9223372036854775807)", "9223372036854775808"},
                 {"double('x')", "error"},
                 {"int(-7.9)", "-7"},
                 {"int(1e99)", "error"},
                 {"int(-9223372036854775808.0)", "error"},
                 {"uint(25.5)", "25u"},
                 {"uint(-1.5)", "error"},
                 {"string(-4.5e-3)", "\"-0.0045\""},
                 {"type(0.5)", "double"},
                 {"dyn(1) + 1.0", "error"},
                 {"dyn(1) + 1u", "error"},
                 {"dyn(1.5) % dyn(1.0)", "error"},
                 {"timestamp('2200-01-01T00:00:00Z') - timestamp('1900-01-01T00:00:00Z')", "error"},
                 {"[1, 2].first().value() + [1, 2].last().value()", "3"},
                 {"[].first().hasValue() || [].last().hasValue()", "false"},
                 {"cel.block([[1, 2], size(cel.index(0)) + 1], cel.index(1) * 2)", "6"},
                 {"[1, 2].map(cel.iterVar(0, 0), cel.iterVar(0, 0) + 1)", "[2, 3]"},
             });
}

TEST_CASE("what a type is may be left to run time") {
  condition_bench b(check::dialect::standard);
  b.fact("x", type_kind::any).fact("a.b.y", type_kind::integer).fact("y", type_kind::string);
  b.scope().container = "a.b";
  std::vector<std::pair<std::string, std::string>> expected = {
      {"[1, 'two', 3.0, null, b'x']", "[1, \"two\", 3, null, b\"x\"]"},
      {"{'a': 1, 2: true, 3u: null}", "{2, true, 3u, null, \"a\", 1}"},
      {"[1.0, 2.0, 3] == [1u, 2, 3u]", "true"},
      {"{1: 1.0, 2u: 3u} == {1u: 1, 2: 3.0}", "true"},
      {"{1u: 1.0, 2: 2.0}[dyn(2.0)]", "2"},
      {"{0: 1, 0u: 2}", "error"},
      {"{true: 1, false: 2, true: 3}", "error"},
      {"{dyn(1.5): 1}", "error"},
      {"{dyn(null): 1}", "error"},
      {"[7, 8][dyn(1.0)]", "8"},
      {"[7, 8][dyn(0.5)]", "error"},
      {"'elem' in [1u, 'elem']", "true"},
      {"dyn(3.0) in [1, 2, 3]", "true"},
      {"3.0 in {1: 1, 3u: 3}", "true"},
      {"dyn(false) == null", "false"},
      {"dyn('a') == 1", "false"},
      {"dyn('a') < 1", "error"},
      {"dyn('a') && false", "false"},
      {"dyn('a') || false", "error"},
      {"dyn('a') && true", "error"},
      {"!dyn(1)", "error"},
      {"dyn(1) ? 1 : 2", "error"},
      {"[1, 'foo', 3].exists(e, e % 2 == 1)", "true"},
      {"[1, 'foo', 3].all(e, e % 2 == 1)", "error"},
      {"dyn([1, 2]).map(e, e + 1)", "[2, 3]"},
      {"dyn(1).map(e, e)", "error"},
      {"{'k': 1, 2: 3}.transformMap(k, v, v + 1)", "{2, 4, \"k\", 2}"},
      {"{'k': 'v'}.transformMapEntry(k, v, {v: k})", "{\"v\", \"k\"}"},
      {"[1, 1].transformMapEntry(i, v, {v: i})", "error"},
      {"type([]) == list && type({}) == map && type(null) == null_type", "true"},
      {"type(type(1)) == type && type(type) == type", "true"},
      {"type(timestamp(0)) == google.protobuf.Timestamp", "true"},
      {"string(b'\\xff')", "error"},
      {"string(b'\\303\\277') == '\u00ff'", "true"},
      {"y + 1", "6"},
      {".y", "\"global\""},
      {"[1].all(y, .y == 'global' && y == 1)", "true"},
      {"x.f.g[0]", "true"},
      {"has(x.f) && !has(x.g)", "true"},
      {"has(x.f.g)", "true"},
      {"size(x) == 1 && x['f'].size() == 1", "true"},
      {"x.f.nothing", "error"},
      {"x.f + 1", "error"},
  };
  std::vector<std::uint32_t> compiled;
  for (const auto& [text, answer] : expected) {
    compiled.push_back(b.compile(text));
    INFO(text << ": " << (b.problems.empty() ? "" : b.problems.items()[0].message));
    REQUIRE(compiled.back() != no_index);
  }
  b.seal();
  const std::vector<value> list = {value::boolean(true)};
  const std::vector<value> inner = {value::string("g"), value::list(list)};
  const std::vector<value> outer = {value::string("f"), value::map(inner)};
  b.set("x", value::map(outer));
  b.set("y", value::string("global"));
  b.set("a.b.y", value::integer(5));
  b.begin();
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO(expected[i].first);
    CHECK(b.show(compiled[i]) == expected[i].second);
  }
}

TEST_CASE("types of the standard dialect") {
  condition_bench b(check::dialect::standard);
  check::scope_fact deep;
  deep.name = "m";
  deep.type = type_kind::map;
  deep.shape = {type_kind::map, type_kind::string, type_kind::list, type_kind::any};
  b.fact(deep);
  const auto refused = [&](const char* text) {
    INFO(text);
    CHECK(b.compile(text) == no_index);
    return b.problems.empty() ? std::string() : b.problems.items()[0].message;
  };
  CHECK(refused("1 + 1.0") == "`+` can't join int and double");
  CHECK(refused("1 == 1.0") == "int and double can't be compared");
  CHECK(refused("1.5 % 1.0") == "`%` needs two int or two uint, not double and double");
  CHECK(refused("true ? 1 : 'a'") == "the branches of `?:` have one type, here int and string");
  CHECK(refused("1 && true") == "`&&` needs true or false, this is int");
  CHECK(refused("x") == "unknown fact `x`");
  CHECK(refused("cart.subtotal").starts_with("unknown fact"));
  CHECK(refused("1.00USD") == "CEL has no money");
  CHECK(refused("m + 1") == "`+` can't join map(string, list(dyn)) and int");
  CHECK(refused("[optional.of(1), optional.of(dyn(1))] + 1") ==
        "`+` can't join list(optional_type(dyn)) and int");
  CHECK(refused("[[], [[]], [[[]]]] + 1") == "`+` can't join list(list(list(list(dyn)))) and int");
}

TEST_CASE("an unchecked expression is judged when it runs") {
  condition_bench b(check::dialect::standard);
  b.scope().unchecked = true;
  answers(b, {
                 {"x || true", "true"},
                 {"x || false", "error"},
                 {"f_unknown(17) || true", "true"},
                 {"a.as() || true", "true"},
                 {"true && 32", "error"},
                 {"'horses' || true", "true"},
                 {"false && 32", "false"},
                 {"!0", "error"},
                 {"'cows' ? 1 : 2", "error"},
                 {"true ? 'cows' : 17", "\"cows\""},
                 {"1.0 == 1 && [1] == [1.0] && ['one'] != [2]", "true"},
                 {"1 + 1.0", "error"},
                 {"1 + 1u", "error"},
                 {"-(42u)", "error"},
                 {"-false", "error"},
                 {"[1] < [2]", "error"},
                 {"null < null", "error"},
                 {"'foo' < 1024", "error"},
                 {"{null: false}[null]", "error"},
                 {"{3.3: 1}[3.3]", "error"},
                 {"1 < 2 < 3", "error"},
             });
}
