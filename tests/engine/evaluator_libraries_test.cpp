// The extension libraries: text, format, numbers, bits, lists, sets, base64; their errors and caps.
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

/// What each expression comes to; "refused" where it doesn't compile.
void expect(const std::vector<std::pair<std::string, std::string>>& table) {
  condition_bench b;
  b.fact("word", type_kind::string).fact("n", type_kind::integer);
  b.fact("words", type_kind::list, type_kind::string);
  std::vector<std::uint32_t> compiled;
  for (const auto& entry : table) compiled.push_back(b.compile(entry.first));
  b.seal();
  b.set("word", value::string("tea"));
  b.set("n", value::integer(-1));
  const std::vector<value> words = {value::string("b"), value::string("a")};
  b.set("words", value::list(words));
  b.begin();
  for (std::size_t i = 0; i < table.size(); ++i) {
    INFO(table[i].first);
    CHECK((compiled[i] == no_index ? "refused" : b.show(compiled[i])) == table[i].second);
  }
}

}  // namespace

TEST_CASE("text counts code points and takes every blank of Unicode") {
  expect({{R"("ta©o".charAt(2))", "\"©\""},
          {R"("tea".charAt(3))", "\"\""},
          {R"("tea".charAt(4))", "error"},
          {R"("tea".charAt(n))", "error"},
          {R"("ta©o©".indexOf("©", 3))", "4"},
          {R"("tea".indexOf("", 3))", "3"},
          {R"("tea".lastIndexOf("", 2))", "2"},
          {R"("tea".indexOf("t", 4))", "error"},
          {R"("\u00a0\u3000\t tea\u2009\u2029".trim())", "\"tea\""},
          {R"("\u200btea".trim() == "\u200btea")", "true"},
          {R"("\u2000".trim())", "\"\""},
          {R"("aaa".replace("a", "bb"))", "\"bbbbbb\""},
          {R"("aaa".replace("a", "", 2))", "\"a\""},
          {R"("ab".replace("", "-"))", "\"-a-b-\""},
          {R"("ab".replace("", "-", 2))", "\"-a-b\""},
          {R"("".replace("", "-"))", "\"-\""},
          {R"("ab".replace("x", "-", 0))", "\"ab\""},
          {R"("a©".reverse())", "\"©a\""},
          {R"(strings.quote("a\n\"\\"))", "\"\"a\\n\\\"\\\\\"\""},
          {R"(strings.quote(""))", "\"\"\"\""}});
}

TEST_CASE("format shows what a clause can show") {
  expect({{R"("%d %d".format([1, 2u]))", "\"1 2\""},
          {R"("%d".format([-9223372036854775808]))", "\"-9223372036854775808\""},
          {R"("%x".format([-255]))", "\"-ff\""},
          {R"("%X".format([b"\x0a"]))", "\"0A\""},
          {R"("%b".format([true]))", "\"1\""},
          {R"("%.0f".format([2.5]))", "\"2\""},
          {R"("%.3f".format([2]))", "\"2.000\""},
          {R"("%s %s %s".format([null, b"x", duration("90s")]))", "\"null x 90s\""},
          {R"("%s".format([type(1)]))", "\"int\""},
          {R"("%s".format([10%]))", "\"10%\""},
          {R"("%s".format([{true: [1.5]}]))", "\"{true: [1.5]}\""},
          {R"("%s".format(words))", "\"b\""},
          {R"("%.100f".format([1.0]).size())", "102"},
          // Wrong on its face: refused.
          {R"("%.101f".format([1.0]))", "refused"},
          {R"("%d".format([1.5]))", "refused"},
          {R"("%f".format([1USD]))", "refused"},
          {R"("%E".format([1.5]))", "refused"},
          {R"("%.2d".format([1]))", "refused"},
          {R"("50%".format([]))", "refused"},
          {R"("%s %s".format([1]))", "refused"},
          {R"("%s".format([1, 2]))", "refused"},
          // Known only when it runs: an error value.
          {R"((word + "%d").format(words))", "error"},
          {R"((word + "%s%s%s").format(words))", "error"},
          {R"((word + "%q").format(words))", "error"},
          {R"((word + "%s").format(words))", "\"teab\""}});
}

TEST_CASE("base64 is read with and without padding") {
  expect({{R"(base64.encode(b""))", "\"\""},
          {R"(base64.encode(b"\xff\xfe"))", "\"//4=\""},
          {R"(base64.encode(b"a"))", "\"YQ==\""},
          {R"(base64.decode("YQ"))", "b\"a\""},
          {R"(base64.decode("YQ=="))", "b\"a\""},
          {R"(base64.decode(""))", "b\"\""},
          {R"(base64.decode("Y"))", "error"},
          {R"(base64.decode("YQ="))", "error"},
          {R"(base64.decode("Y Q="))", "error"},
          {R"(base64.encode("text"))", "refused"}});
}

TEST_CASE("functions of numbers") {
  expect({{"math.abs(-9223372036854775808)", "error"},
          {"math.ceil(n)", "-1"},
          {"math.round(-2.5)", "-3"},
          {"math.sqrt(n)", "error"},
          {"math.sqrt(2.25)", "1.5"},
          {"math.least([2, 1.5])", "1.5"},
          {"math.least(words)", "refused"},
          {"math.greatest([])", "error"},
          {"math.bitShiftLeft(1, 64)", "0"},
          {"math.bitShiftLeft(1, n)", "error"},
          {"math.bitShiftRight(-1024, 3)", "2305843009213693824"},
          {"math.bitAnd(1, 1u)", "refused"},
          {"math.bitOr(1.5, 1)", "refused"},
          {"math.isNaN(1)", "refused"},
          {"math.sqrt(4USD)", "refused"}});
}

TEST_CASE("functions of lists") {
  expect({{"words.sort()", "[\"a\", \"b\"]"},
          {"[3, 1, 2, 5, 4].sort()", "[1, 2, 3, 4, 5]"},
          {"[[2, 0], [1, 1], [2, 2], [1, 3]].sortBy(p, p[0]).map(p, p[1])", "[1, 3, 0, 2]"},
          {"words.sortBy(w, size(w)).map(w, w)", "[\"b\", \"a\"]"},
          {"words.sortBy(w, [w])", "refused"},
          {"words.sortBy(w)", "refused"},
          {"[[1]].sort()", "refused"},
          {"[].sort()", "[]"},
          {"words.reverse()", "[\"a\", \"b\"]"},
          {"lists.range(0)", "[]"},
          {"lists.range(n)", "[]"},
          {"lists.range(10000).size()", "10000"},
          {"lists.range(10001)", "error"},
          {"[[[1]], [[2]]].flatten()", "[[1], [2]]"},
          {"[[[1]], [[2]]].flatten(0)", "[[[1]], [[2]]]"},
          {"[[1]].flatten(-1)", "refused"},
          {"[1, 2].flatten(9)", "[1, 2]"},
          {"words.first().value()", "\"b\""},
          {"words.last().value()", "\"a\""},
          {"[].first().hasValue()", "false"},
          {"[1, 2, 3].slice(1, 4)", "error"},
          {"[1, 2, 3].slice(3, 3)", "[]"},
          {"[1, 2, 3].slice(n, 2)", "error"},
          {"sets.contains([1, 2], [])", "true"},
          {"sets.contains([1], [1, 2])", "false"},
          {"sets.equivalent([1, 1.0], [1])", "true"},
          {"sets.intersects([1], [])", "false"}});
}

TEST_CASE("functions that look at many elements are priced before they run") {
  expect({{"lists.range(10000).distinct().size()", "refused"},
          {"lists.range(1500).distinct().size()", "refused"},
          {"lists.range(1000).distinct().size()", "1000"},
          {"lists.range(10000).sort().size()", "10000"},
          {"lists.range(10000).sort().reverse().sort()[9999]", "9999"},
          {"lists.range(2000).all(i, sets.contains(lists.range(2000), [i]))", "refused"}});
}
