// docs/operators.md: every operator between every two types of a pack. What compiles gives a value
// of the type that the table promises, or an error value; what doesn't is refused in one sentence.
// PARLEY_UPDATE=1 rewrites the tables.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/conditions.hpp"
#include "support/places.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

struct sample {
  std::string_view name;
  std::string_view expression;  ///< nothing the compiler could fold
};
constexpr sample samples[] = {
    {"bool", "yes"},           {"int", "i"},          {"uint", "uint(i)"},
    {"decimal", "d"},          {"money", "m"},        {"percent", "p"},
    {"string", "s"},           {"bytes", "bytes(s)"}, {"timestamp", "t"},
    {"duration", "long"},      {"list", "l"},         {"map", "k"},
    {"line", "cart.lines[0]"}, {"optional", "l[?0]"}, {"type", "type(i)"},
    {"null", "null"},
};
constexpr std::string_view operators[] = {"+", "-", "*", "/", "%", "==", "<", "in"};

void declare(condition_bench& b) {
  b.fact("yes", type_kind::boolean).fact("i", type_kind::integer).fact("d", type_kind::decimal);
  b.fact("m", type_kind::money).fact("p", type_kind::percent).fact("s", type_kind::string);
  b.fact("t", type_kind::timestamp).fact("long", type_kind::duration);
  b.fact("l", type_kind::list, type_kind::integer).fact("k", type_kind::map, type_kind::integer);
}

std::string_view heading(std::string_view symbol) {
  if (symbol == "==") return "== and !=";
  return symbol == "<" ? "<, <=, > and >=" : symbol;
}

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("the table of operators is what the compiler and the evaluator do") {
  condition_bench b;
  declare(b);
  struct compiled {
    std::string text, type;
    std::uint32_t row;
  };
  std::vector<compiled> accepted;
  std::string tables;
  for (const std::string_view symbol : operators) {
    tables += "\n## " + std::string(heading(symbol)) + "\n\n| |";
    for (const sample& right : samples) tables += " " + std::string(right.name) + " |";
    tables += "\n|---|";
    for (std::size_t i = 0; i < std::size(samples); ++i) tables += "---|";
    tables += "\n";
    for (const sample& left : samples) {
      tables += "| " + std::string(left.name) + " |";
      for (const sample& right : samples) {
        const std::string text = std::string(left.expression) + " " + std::string(symbol) + " " +
                                 std::string(right.expression);
        const std::uint32_t row = b.compile(text);
        INFO(text);
        if (row != no_index) {
          CHECK(b.problems.empty());
          const std::string type = b.type_text().substr(0, b.type_text().find('('));
          accepted.push_back({text, type, row});
          tables += " " + type + " |";
          continue;
        }
        tables += " |";
        // One sentence, but for two optionals beside each other: each of them has to be settled.
        const bool both = left.name == "optional" && right.name == "optional";
        REQUIRE(b.problems.items().size() <= (both ? 2 : 1));
        const diagnostic& d = b.problems.items()[0];
        const std::set<std::string> codes = {"PL2101", "PL2110"};
        CHECK(codes.contains(d.code));
        CHECK_FALSE(d.message.empty());
      }
      tables += "\n";
    }
  }

  const std::string path = parley::test::source_dir() + "/docs/operators.md";
  const std::string page = read(path);
  const std::size_t start = page.find("\n## +\n");
  REQUIRE(start != std::string::npos);
  if (std::getenv("PARLEY_UPDATE") != nullptr) {
    std::ofstream(path, std::ios::binary) << page.substr(0, start) << tables;
  } else {
    CHECK(page.substr(start) == tables);
  }

  b.seal();
  const std::vector<value> items = {value::integer(7)};
  const std::vector<value> entries = {value::string("a"), value::integer(1)};
  b.set("yes", value::boolean(true));
  b.set("i", value::integer(3));
  b.set("d", value::number(decimal(25, -1)));
  b.set("m", value::money_minor(1999, 2, currency_named("USD")));
  b.set("p", value::percent(decimal(1, -1)));
  b.set("s", value::string("tea"));
  b.set("t", value::at({1'000'000, 0}));
  b.set("long", value::lasting({90, 0}));
  b.set("l", value::list(items));
  b.set("k", value::map(entries));
  b.facts().add_line({"l1", "TEA", 1, 1000});
  b.begin();
  for (const compiled& c : accepted) {
    INFO(c.text);
    const outcome made = b.evaluator().compute(c.row);
    REQUIRE(made.known());
    CHECK(name_of(made.content.kind()) == c.type);
  }
}

TEST_CASE("what has no meaning is refused with what was probably meant") {
  struct mistake {
    std::string_view text, message, help;
  };
  const mistake mistakes[] = {
      {"m * m", "money times money means nothing",
       "multiply by a number or a percentage: cart.subtotal * 2, cart.subtotal * 10%"},
      {"m + p", "money plus percent means nothing", "did you mean `m + m * p`?"},
      {"p + m", "money plus percent means nothing", "did you mean `m + m * p`?"},
      {"m - p", "money minus percent means nothing", "did you mean `m - m * p`?"},
      {"p - m", "money minus percent means nothing", "did you mean `m - m * p`?"},
      {"m + d", "`+` can't join money and decimal", "make it money: money(x, \"USD\")"},
      {"i - m", "`-` can't join int and money", "make it money: money(x, \"USD\")"},
      {"i / m", "int by money means nothing", "money by money is a number"},
      {"m < d", "money and decimal can't be compared", "make it money: money(x, \"USD\")"},
      {"m == p", "money and percent can't be compared",
       "write a share of something: cart.subtotal * 10%"},
      {"p < d", "percent and decimal can't be compared",
       "10% is 0.1: compare percentages with percentages, numbers with numbers"},
      {"s == null", "string and null can't be compared", "write has(x) to ask whether x exists"},
      {"t < s", "timestamp and string can't be compared",
       "write timestamp(\"2026-11-22T10:00:00Z\")"},
      {"s + i", "`+` can't join string and int", "write string(x) to make text of it"},
      {"i + uint(i)", "`+` can't join int and uint", "write int(x) or uint(x)"},
      {"10% m", "`%` needs two int or two uint, not int and money",
       "for a percentage before an operand write (10%)"},
      {"s in s", "`in` needs a list or map, this is string", "write text.contains(part)"},
      {"s in l", "string is never in list(int)", ""},
      {"-yes", "bool has no negative", "write ! for not"},
      {"m == money('1', 'EUR')", "USD and EUR can't be compared", "write both amounts in USD"},
      {"m + 1.00EUR", "`+` can't join USD and EUR", ""},
      {"i < d < m", "the left side is a comparison already, and comes to true or false",
       "write a < b && b < c"},
      {"l < l", "list(int) has no order", ""},
      {"l[?0] + 1", "`l[?0]` is optional: it may have no value",
       "write .orValue(other) after it, or ask .hasValue()"},
  };
  condition_bench b;
  declare(b);
  for (const mistake& m : mistakes) {
    INFO(m.text);
    CHECK(b.compile(m.text) == no_index);
    REQUIRE(b.problems.items().size() == 1);
    CHECK(b.problems.items()[0].message == m.message);
    CHECK(b.problems.items()[0].help == m.help);
  }
}

TEST_CASE("two misspellings beside each other are both found") {
  condition_bench b;
  check::scope_fact tier;
  tier.name = "customer.tier";
  tier.one_of = {"bronze", "silver", "gold"};
  b.fact(tier);
  for (const char* text :
       {"customer.teir == 'gld'", "'gld' == customer.teir", "customer.teir in ['gold', 'gld']"}) {
    INFO(text);
    CHECK(b.compile(text) == no_index);
    REQUIRE(b.problems.items().size() == 2);
    CHECK(b.problems.items()[0].message == "unknown fact `customer.teir`");
    CHECK(b.problems.items()[0].help == "did you mean `customer.tier`?");
    CHECK(b.problems.items()[1].message == "`customer.tier` is never `gld`");
    CHECK(b.problems.items()[1].help == "did you mean `gold`?");
  }
}
