// What conditions become: constants computed, equal parts once, facts beside constants as atoms.
#include <string>

#include "compile/dump.hpp"
#include "parley/graph/expression_counts.hpp"
#include "support/catch.hpp"
#include "support/conditions.hpp"

namespace {

using namespace parley;
using test::condition_bench;

void declare(condition_bench& b) {
  b.fact("b", type_kind::boolean).fact("c", type_kind::boolean).fact("i", type_kind::integer);
  b.fact("d", type_kind::decimal).fact("m", type_kind::money).fact("s", type_kind::string);
  b.fact("t", type_kind::timestamp).fact("l", type_kind::list, type_kind::integer);
}

/// The nodes of these expressions in one pack, without the lines about expressions themselves.
std::string graph_of(const std::vector<std::string>& texts) {
  condition_bench b;
  declare(b);
  for (const std::string& text : texts) {
    const std::uint32_t row = b.compile(text);
    INFO(text << (b.problems.empty() ? "" : ": " + b.problems.items()[0].message));
    REQUIRE(row != no_index);
  }
  b.seal();
  std::string kept;
  std::string all = compile::dump_expressions(b.pack());
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find('\n', at);
    if (all.compare(at, 3, "  n") == 0) kept += all.substr(at + 2, end - at - 1);
    at = end + 1;
  }
  return kept;
}

}  // namespace

TEST_CASE("constants are computed by the compiler") {
  CHECK(graph_of({"1 + 1 == 2"}) == "n0 = constant(true)\n");
  CHECK(graph_of({"2 * 3 + 10 / 4 - 7 % 4"}) == "n0 = constant(5)\n");
  CHECK(graph_of({"0.1 + 0.2"}) == "n0 = constant(0.3)\n");
  CHECK(graph_of({"25.00USD * 10% + 1"}) == "n0 = constant(3.5000USD)\n");
  CHECK(graph_of({"10% + 250bp"}) == "n0 = constant(12.5%)\n");
  CHECK(graph_of({"duration(\"1h\") + duration(\"30m\")"}) ==
        "n0 = constant(duration(5400s 0ns))\n");
  CHECK(graph_of({"timestamp(\"2026-11-22T11:00:00+01:00\") - duration(\"1h\")"}) ==
        "n0 = constant(timestamp(1795338000s 0ns))\n");
  CHECK(graph_of({"decimal(\"0.1\") + 0.2"}) == "n0 = constant(0.3)\n");
  CHECK(graph_of({"money(\"25.00\", \"USD\") - 5"}) == "n0 = constant(20.00USD)\n");
  CHECK(graph_of({"percent(\"12.5\")"}) == "n0 = constant(12.5%)\n");
  CHECK(graph_of({"percent(0.1 + 0.2)"}) == "n0 = constant(0.3%)\n");
  CHECK(graph_of({"money(2 + 3, \"USD\") * 2"}) == "n0 = constant(10USD)\n");
  CHECK(graph_of({"int(5.0 / 2) + 1"}) == "n0 = constant(3)\n");
  CHECK(graph_of({"timestamp(60 + 60) + duration(\"1s\")"}) ==
        "n0 = constant(timestamp(121s 0ns))\n");
  CHECK(graph_of({"\"a\" + \"b\" + 'c'"}) == "n0 = constant(\"abc\")\n");
  CHECK(graph_of({"b\"a\" + b\"b\""}) == "n0 = constant(b\"ab\")\n");
  CHECK(graph_of({"2 in [1, 2]"}) == "n0 = constant(true)\n");
  CHECK(graph_of({"[3, 1][1]"}) == "n0 = constant(1)\n");
  CHECK(graph_of({"size([3, 1, 2])"}) == "n0 = constant(3)\n");
  CHECK(graph_of({"!(1 > 2) && b"}) == "n0 = fact(b)\n");
  CHECK(graph_of({"b || true"}) == "n0 = constant(true)\n");
  CHECK(graph_of({"1 < 2 ? i : 1 / 0"}) == "n0 = fact(i)\n");
}

TEST_CASE("a constant that fails stays an error of the moment it is reached") {
  CHECK(graph_of({"b && 1 / 0 == 1"}) ==
        "n0 = fact(b)\n"
        "n1 = constant(1)\n"
        "n2 = constant(0)\n"
        "n3 = divide(n1, n2)\n"
        "n4 = compare ==(n3, n1)\n"
        "n5 = and(n0, n4)\n");
  CHECK(graph_of({"9223372036854775807 + 1"}) ==
        "n0 = constant(9223372036854775807)\n"
        "n1 = constant(1)\n"
        "n2 = add(n0, n1)\n");
}

TEST_CASE("a fact beside a constant is an atom, however it is written") {
  const std::string less = "n0 = compare_fact <(i, 5)\n";
  CHECK(graph_of({"i < 5"}) == less);
  CHECK(graph_of({"5 > i"}) == less);
  CHECK(graph_of({"!(i >= 5)"}) == less);
  CHECK(graph_of({"!(5 <= i)"}) == less);
  CHECK(graph_of({"!!(i < 2 + 3)"}) == less);
  CHECK(graph_of({"(i < 5) == true"}) == less);
  CHECK(graph_of({"false != (i < 5)"}) == less);
  CHECK(graph_of({"s == \"tea\""}) == "n0 = compare_fact ==(s, \"tea\")\n");
  CHECK(graph_of({"!(\"tea\" == s)"}) == "n0 = compare_fact !=(s, \"tea\")\n");
  CHECK(graph_of({"m >= 50"}) == "n0 = compare_fact >=(m, 50USD)\n");
  CHECK(graph_of({"t < timestamp(\"2026-11-22T10:00:00Z\")"}) ==
        "n0 = compare_fact <(t, timestamp(1795341600s 0ns))\n");
  CHECK(graph_of({"b"}) == "n0 = fact(b)\n");
  CHECK(graph_of({"b == true"}) == "n0 = fact(b)\n");
  CHECK(graph_of({"!b"}) == "n0 = compare_fact ==(b, false)\n");
  CHECK(graph_of({"b != true"}) == "n0 = compare_fact ==(b, false)\n");
  CHECK(graph_of({"line.qty > 2"}) == "n0 = compare_line_fact >(line.qty, 2)\n");
  CHECK(graph_of({"s in [\"a\", \"b\"]"}) ==
        "n0 = compare_fact ==(s, \"a\")\n"
        "n1 = compare_fact ==(s, \"b\")\n"
        "n2 = or(n0, n1)\n");
  CHECK(graph_of({"s in [\"a\"]"}) == "n0 = compare_fact ==(s, \"a\")\n");
  CHECK(graph_of({"m in [1, 2.50]"}) ==
        "n0 = compare_fact ==(m, 1USD)\n"
        "n1 = compare_fact ==(m, 2.50USD)\n"
        "n2 = or(n0, n1)\n");
}

TEST_CASE("a long list is searched") {
  std::string list = "[0";
  for (int i = 1; i < 17; ++i) list += ", " + std::to_string(i);
  CHECK(graph_of({"i in " + list.substr(0, list.rfind(',')) + "]"}).find("contains") ==
        std::string::npos);
  CHECK(graph_of({"i in " + list + "]"}).find("contains") != std::string::npos);
}

TEST_CASE("equal parts are one, across the pack and in any order where order can't matter") {
  CHECK(graph_of({"i < 5 && b", "b && 5 > i", "b && !(i >= 5) && b"}) ==
        "n0 = compare_fact <(i, 5)\n"
        "n1 = fact(b)\n"
        "n2 = and(n0, n1)\n");
  CHECK(graph_of({"i + 1 < size(l)", "size(l) > 1 + i"}) == graph_of({"i + 1 < size(l)"}));
  CHECK(graph_of({"l.all(x, x > i)", "l.all(y, i < y)"}) == graph_of({"l.all(x, x > i)"}));
  // Texts are joined in the order they are written.
  CHECK(graph_of({"s + \"a\"", "\"a\" + s"}) ==
        "n0 = fact(s)\n"
        "n1 = constant(\"a\")\n"
        "n2 = add(n0, n1)\n"
        "n3 = add(n1, n0)\n");
}

TEST_CASE("numbers of several types that stand together are calculated as decimals") {
  CHECK(graph_of({"[1, 2.5][0] / 2"}) == "n0 = constant(0.5)\n");
}

TEST_CASE("the counts say what sharing saved") {
  condition_bench b;
  declare(b);
  for (const char* text : {"i < 5 && b", "i < 5 || b", "c && (i < 5 || b)"})
    REQUIRE(b.compile(text) != no_index);
  b.seal();
  const graph::expression_counts counts = graph::count_expressions(b.pack().tables());
  CHECK(counts.expressions == 3);
  CHECK(counts.operations == 6);
  CHECK(counts.unshared == 3 + 3 + 5);
  CHECK(counts.atoms == 1);
}
