// Every cap on a condition at N and N + 1, with what is said.
#include <functional>
#include <string>

#include "parley/base/limits.hpp"
#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

/// "" when it compiles, else code and message of the first diagnostic and its help.
std::string said(const std::string& text, std::uint32_t list_size = 0) {
  condition_bench b;
  b.fact("a", type_kind::boolean).fact("i", type_kind::integer);
  check::scope_fact list;
  list.name = "l";
  list.type = type_kind::list;
  list.element = type_kind::integer;
  list.max_size = list_size;
  b.fact(list);
  if (b.compile(text) != no_index) {
    b.seal();
    return "";
  }
  const diagnostic& d = b.problems.items().front();
  return d.code + " " + d.message + (d.help.empty() ? "" : " | " + d.help);
}

std::string joined(const std::string& part, const std::string& mark, std::size_t count) {
  std::string made = part;
  for (std::size_t i = 1; i < count; ++i) made += mark + part;
  return made;
}

}  // namespace

TEST_CASE("expression_bytes") {
  const std::string text = "a" + std::string(caps::expression_bytes - 1, ' ');
  CHECK(said(text).empty());
  CHECK(said(text + " ") ==
        "PL2008 the expression has 4097 bytes, more than 4096 | split the expression");
  CHECK(said(std::string(1'000'000, '(')) ==
        "PL2008 the expression has 1000000 bytes, more than 4096 | split the expression");
}

TEST_CASE("expression_depth") {
  const auto nested = [](std::size_t n) { return std::string(n, '(') + "a" + std::string(n, ')'); };
  CHECK(said(nested(caps::expression_depth)).empty());
  CHECK(said(nested(caps::expression_depth + 1)) ==
        "PL2008 brackets are nested more than 32 deep | split the expression");
}

TEST_CASE("expression_choices") {
  const auto choices = [](std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += "a ? a : ";
    return text + "a";
  };
  CHECK(said(choices(caps::expression_choices)).empty());
  CHECK(said(choices(caps::expression_choices + 1)) ==
        "PL2008 more than 64 `?` in a row | split the expression");
}

TEST_CASE("expression_height") {
  CHECK(said(joined("i", " + ", caps::expression_height) + " > 0") ==
        "PL2008 operators stand on each other more than 128 deep | split the expression");
  CHECK(said(joined("i", " + ", caps::expression_height - 1) + " > 0").empty());
  CHECK(said(joined("a", " && ", 512)).empty());
}

TEST_CASE("expression_nodes") {
  // 512 operands and 511 operators; one operator more makes 1,024.
  CHECK(said("!" + joined("a", " && ", 512)).empty());
  CHECK(said(joined("a", " && ", 513)) ==
        "PL2008 the expression has 1025 parts, more than 1024 | split the expression");
}

TEST_CASE("expression_cost names what makes it long") {
  const std::string text = "l.all(x, l.all(y, x != y))";
  std::uint32_t fits = 1;
  std::uint32_t too_many = 1'000;
  while (too_many - fits > 1) {
    const std::uint32_t middle = (fits + too_many) / 2;
    (said(text, middle).empty() ? fits : too_many) = middle;
  }
  // The last size that fits is within one round of the budget, and the next is refused.
  const std::string refused = said(text, too_many);
  CHECK(refused.starts_with("PL2201 the condition may take 10"));
  CHECK(refused.ends_with(
      " steps, more than 1000000, because of `l` | declare a smaller `max_size`, or don't "
      "loop inside a loop"));
  CHECK(said("cart.lines.all(x, l.exists(y, y == x.qty))", 300).find("`cart.lines` and `l`") !=
        std::string::npos);
}

TEST_CASE("arguments of math.least") {
  CHECK(said("math.least(" + joined("i", ", ", 16) + ") > 0").empty());
  CHECK(said("math.least(" + joined("i", ", ", 17) + ") > 0") ==
        "PL2106 `math.least` takes 1 to 16 arguments, not 17");
}

TEST_CASE("names of macros inside each other") {
  const auto nested = [](std::size_t n) {
    std::string open, close;
    for (std::size_t k = 0; k < n; ++k) {
      open += "[1].all(x" + std::to_string(k) + ", ";
      close += ")";
    }
    return open + "a" + close;
  };
  std::size_t most = 0;
  for (std::size_t n = 1; n <= 32 && said(nested(n)).empty(); ++n) most = n;
  CHECK(most >= 15);
  CHECK_FALSE(said(nested(most + 1)).empty());
}

TEST_CASE("huge literals") {
  CHECK(said("i < 9223372036854775807").empty());
  CHECK(said("i < 9223372036854775808") ==
        "PL2005 `9223372036854775808` isn't a 64-bit integer | write a decimal: 1.0");
  CHECK(said("i < " + std::string(34, '9') + ".0").substr(0, 6) == "PL2005");
  CHECK(said("i < " + std::string(33, '9') + ".0").empty());
  CHECK(said("i < 1e6144").empty());
  CHECK(said("i < 1e6178").substr(0, 6) == "PL2005");
  CHECK(said("size(\"" + std::string(caps::expression_bytes - 12, 'x') + "\") > 0").empty());
}
