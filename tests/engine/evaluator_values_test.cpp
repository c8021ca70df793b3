// Arithmetic, comparisons and functions of conditions: each line is an expression and its answer.
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

using rows = std::vector<std::pair<std::string, std::string>>;

void check_all(const rows& table) {
  condition_bench b;
  b.fact("n", type_kind::integer).fact("d", type_kind::decimal).fact("m", type_kind::money);
  b.fact("p", type_kind::percent).fact("s", type_kind::string);
  b.fact("l", type_kind::list, type_kind::integer).fact("w", type_kind::list, type_kind::string);
  std::vector<std::uint32_t> compiled;
  for (const auto& [text, answer] : table) {
    compiled.push_back(b.compile(text));
    INFO(text << ": " << (b.problems.empty() ? "" : b.problems.items()[0].message));
    REQUIRE(compiled.back() != no_index);
  }
  b.seal();
  const std::vector<value> numbers = {value::integer(1), value::integer(2), value::integer(3)};
  const std::vector<value> words = {value::string("b"), value::string("a")};
  b.set("n", value::integer(7));
  b.set("d", value::number(*decimal::parse("0.1")));
  b.set("m", value::money(*decimal::parse("25.00"), currency_named("USD")));
  b.set("p", value::percent(*decimal::parse("0.10")));
  b.set("s", value::string("Gr\u00fcner Tee"));
  b.set("l", value::list(numbers));
  b.set("w", value::list(words));
  b.facts().set_now({1'795'341'600, 500'000'000});
  b.begin();
  for (std::size_t i = 0; i < table.size(); ++i) {
    INFO(table[i].first);
    CHECK(b.show(compiled[i]) == table[i].second);
    // Asked again, the remembered answer is the same.
    CHECK(b.show(compiled[i]) == table[i].second);
  }
}

}  // namespace

TEST_CASE("types are values") {
  check_all({{"type(n) == int", "true"},
             {"type(n) == decimal", "false"},
             {"type(d) == double", "true"},
             {"type(1u) == uint", "true"},
             {"type(m) == money", "true"},
             {"type(p) == percent", "true"},
             {"type(s) == string", "true"},
             {"type(b'x') == bytes", "true"},
             {"type(l) == list", "true"},
             {"type(l) == type(w)", "true"},
             {"type({}) == map", "true"},
             {"type(null) == null_type", "true"},
             {"type(now) == google.protobuf.Timestamp", "true"},
             {"type(duration('1s')) == duration", "true"},
             {"type(true) == bool", "true"},
             {"type(type(n)) == type", "true"},
             {"type(n) != string", "true"},
             {"type(n) in [int, uint]", "true"},
             {"int == int", "true"}});
}

TEST_CASE("numbers are exact") {
  check_all({{"0.1 + 0.2 == 0.3", "true"},
             {"d + 0.2 == 0.3", "true"},
             {"d * 3", "0.3"},
             {"1 / 3.0", "0.3333333333333333333333333333333333"},
             {"n / 2", "3"},
             {"-n / 2", "-3"},
             {"n % 4", "3"},
             {"-n % 4", "-3"},
             {"n / 0", "error"},
             {"n % 0", "error"},
             {"d / 0.0", "error"},
             {"9223372036854775807 + n", "error"},
             {"-9223372036854775808 - n", "error"},
             {"-9223372036854775808 / -1", "error"},
             {"n * 9223372036854775807", "error"},
             {"n + 0.5", "7.5"},
             {"(n > 5 ? 1 : 2.5) / 2", "0.5"},
             {"(true ? 1 : 2.5) / 2", "0.5"},
             {"[1, 2.5][0] / 2", "0.5"},
             {"{'a': n, 'b': 0.5}.a / 2", "3.5"},
             {"optional.of(n).orValue(0.5) / 2", "3.5"},
             {"[1, 2.5][0] + 9223372036854775807", "9223372036854775808"},
             {"n == 7.0", "true"},
             {"1u < 2", "true"},
             {"18446744073709551615u > n", "true"},
             {"5u - 6u", "error"},
             {"0x10 + n", "23"},
             {"1e3 == 1000", "true"}});
}

TEST_CASE("money and percent are exact until somebody rounds") {
  check_all({{"m + 5", "30.00USD"},
             {"m - 0.5", "24.50USD"},
             {"5 + m", "30.00USD"},
             {"m * 3", "75.00USD"},
             {"m * 10%", "2.5000USD"},
             {"(10%) * m", "2.5000USD"},
             {"m * p", "2.5000USD"},
             {"m * 110%", "27.5000USD"},
             {"m / 3 * 3 == m", "true"},
             {"m / 4", "6.25USD"},
             {"m / m", "1"},
             {"m > 24.99", "true"},
             {"m == 25", "true"},
             {"25 <= m", "true"},
             {"m == 25.00USD", "true"},
             {"m in [5, 25]", "true"},
             {"p == 10%", "true"},
             {"p == 1000bp", "true"},
             {"p + 5%", "15%"},
             {"p * n", "0.70"},
             {"100 * p", "10.00"},
             {"p / 2", "5%"},
             {"-m", "-25.00USD"},
             {"money(\"1.50\", \"USD\") + m", "26.50USD"},
             {"percent(\"12.5\")", "12.5%"},
             {"percent(10) == p", "true"},
             {"decimal(\"0.1\") == d", "true"},
             {"m.amount() == 25", "true"},
             {"m.currency()", "\"USD\""},
             {"n > 5 ? m : 3", "25.00USD"},
             {"math.least(m, 10)", "10USD"},
             {"math.greatest(1, 2.5, n)", "7"},
             {"math.abs(-n)", "7"},
             {"math.ceil(2.1)", "3"},
             {"math.floor(-2.1)", "-3"},
             {"math.round(2.5)", "3"},
             {"math.trunc(-2.9)", "-2"},
             {"math.sign(-3)", "-1"}});
}

TEST_CASE("text functions count code points") {
  check_all({{"size(s)", "10"},
             {"s.size()", "10"},
             {"s.contains(\"Tee\")", "true"},
             {"s.startsWith(\"Gr\")", "true"},
             {"s.endsWith(\"x\")", "false"},
             {"s.substring(2, 6)", "\"\u00fcner\""},
             {"s.substring(7)", "\"Tee\""},
             {"s.substring(11)", "error"},
             {"s.charAt(2)", "\"\u00fc\""},
             {"s.charAt(10)", "\"\""},
             {"s.indexOf(\"T\")", "7"},
             {"s.indexOf(\"z\")", "-1"},
             {"s.lastIndexOf(\"e\")", "9"},
             {"s.lowerAscii()", "\"gr\u00fcner tee\""},
             {"s.upperAscii()", "\"GR\u00fcNER TEE\""},
             {"\"  x \".trim()", "\"x\""},
             {"s.replace(\"e\", \"3\")", "\"Gr\u00fcn3r T33\""},
             {"s.replace(\"e\", \"3\", 1)", "\"Gr\u00fcn3r Tee\""},
             {"s.split(\" \")", "[\"Gr\u00fcner\", \"Tee\"]"},
             {"\"a,b,c\".split(\",\", 2)", "[\"a\", \"b,c\"]"},
             {"\"abc\".split(\"\")", "[\"a\", \"b\", \"c\"]"},
             {"w.join(\"-\")", "\"b-a\""},
             {"w.join()", "\"ba\""},
             {"s + \"!\" == \"Gr\u00fcner Tee!\"", "true"},
             {"\"\u00fcb\".reverse()", "\"b\u00fc\""},
             {"string(n) + string(d)", "\"70.1\""},
             {"int(\"42\") + 1", "43"},
             {"int(s)", "error"},
             {"int(2.9)", "2"},
             {"bool(\"true\")", "true"},
             {"\"a\" < \"b\"", "true"}});
}

TEST_CASE("lists, maps and macros") {
  check_all({{"2 in l", "true"},
             {"5 in l", "false"},
             {"l[0] + l[2]", "4"},
             {"l[3]", "error"},
             {"l + [4]", "[1, 2, 3, 4]"},
             {"l == [1, 2, 3]", "true"},
             {"l.map(x, x * 2)", "[2, 4, 6]"},
             {"l.map(x, x > 1, x * x)", "[4, 9]"},
             {"l.filter(x, x != 2)", "[1, 3]"},
             {"l.exists(i, x, i == 0 && x == 1)", "true"},
             {"l.all(x, l.exists(y, y >= x))", "true"},
             {"l.map(x, l.filter(y, y < x).size())", "[0, 1, 2]"},
             {"{\"a\": 1, \"b\": 2}[\"b\"]", "2"},
             {"{\"a\": 1}.a", "1"},
             {"{\"a\": 1}[\"z\"]", "error"},
             {"has({\"a\": 1}.b)", "false"},
             {"\"a\" in {\"a\": 1}", "true"},
             {"{\"b\": 1, \"a\": 2}.map(k, k)", "[\"a\", \"b\"]"},
             {"{\"a\": 1, \"a\": 2}", "error"},
             {"{\"a\": 1, \"b\": 2} == {\"b\": 2, \"a\": 1}", "true"},
             {"w.sort()", "[\"a\", \"b\"]"},
             {"[1, 2, 1].distinct()", "[1, 2]"},
             {"l.slice(1, 3)", "[2, 3]"},
             {"l.first().value() + l.last().orValue(0)", "4"},
             {"cel.bind(x, n + 1, x * x)", "64"},
             {"[].size()", "0"}});
}

TEST_CASE("time") {
  check_all({{"now.getFullYear()", "2026"},
             {"now.getMonth()", "10"},
             {"now.getDate()", "22"},
             {"now.getDayOfMonth()", "21"},
             {"now.getDayOfWeek()", "0"},
             {"now.getDayOfYear()", "325"},
             {"now.getHours()", "10"},
             {"now.getHours(\"-05:00\")", "5"},
             {"now.getHours(\"+05:30\")", "15"},
             {"now.getMinutes(\"+05:30\")", "30"},
             {"now.getMilliseconds()", "500"},
             {"now > timestamp(\"2026-11-22T00:00:00Z\")", "true"},
             {"now - timestamp(\"2026-11-22T09:00:00.5Z\") == duration(\"1h\")", "true"},
             {"timestamp(\"2026-11-22T10:00:00Z\") + duration(\"90m\")", "2026-11-22T11:30:00Z"},
             {"duration(\"90m\").getHours()", "1"},
             {"duration(\"1h\") + duration(\"30m\")", "5400s"},
             {"timestamp(\"9999-12-31T23:59:59Z\") + duration(\"1s\")", "error"},
             {"timestamp(\"2024-03-01T00:00:00Z\").getDayOfYear()", "60"},
             {"timestamp(\"1970-01-01T00:00:00Z\").getDayOfWeek()", "4"}});
}
