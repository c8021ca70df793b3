// Every strict operator and function family over known, missing, stale, withheld and failing
// operands: unknown beats error, and the reasons are all the unknown operands and no others.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

using fact_list = std::vector<std::pair<std::string, type_kind>>;

/// An expression over the facts x1, x2 ... of these types.
struct family {
  std::string text;
  std::vector<type_kind> types;
};

constexpr fact_state all_states[] = {fact_state::known, fact_state::missing, fact_state::stale,
                                     fact_state::withheld, fact_state::absent};

value sample(type_kind kind) {
  static const std::vector<value> numbers = {value::integer(1), value::integer(2)};
  static const std::vector<value> words = {value::string("a"), value::string("b")};
  static const std::vector<value> entries = {value::string("a"), value::integer(1)};
  switch (kind) {
    case type_kind::boolean: return value::boolean(true);
    case type_kind::integer: return value::integer(1);
    case type_kind::decimal: return value::number(decimal(15, -1));
    case type_kind::money: return value::money(decimal(2500, -2), currency_named("USD"));
    case type_kind::percent: return value::percent(decimal(1, -1));
    case type_kind::string: return value::string("a");
    case type_kind::timestamp: return value::at({1'795'341'600, 0});
    case type_kind::duration: return value::lasting({60, 0});
    case type_kind::map: return value::map(entries);
    default: return value::list(numbers);
  }
}

/// Each family's facts are its own: "f3x1".
std::string name_of_fact(std::size_t f, std::size_t k) {
  return "f" + std::to_string(f) + "x" + std::to_string(k + 1);
}

void check_strict(const std::vector<family>& families) {
  condition_bench b;
  std::vector<std::uint32_t> compiled;
  for (std::size_t f = 0; f < families.size(); ++f) {
    for (std::size_t k = 0; k < families[f].types.size(); ++k) {
      const type_kind type = families[f].types[k];
      const bool collection = type == type_kind::list || type == type_kind::map;
      b.fact(name_of_fact(f, k), type, collection ? type_kind::integer : type_kind::null);
    }
  }
  for (std::size_t f = 0; f < families.size(); ++f) {
    std::string text = families[f].text;
    for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$'))
      text.replace(at, 2, name_of_fact(f, static_cast<std::size_t>(text[at + 1] - '1')));
    compiled.push_back(b.compile(text));
    INFO(text << (b.problems.empty() ? "" : ": " + b.problems.items()[0].message));
    REQUIRE(compiled.back() != no_index);
  }
  b.seal();
  for (const fact_state first : all_states) {
    for (const fact_state second : all_states) {
      const fact_state states[] = {first, second};
      for (std::size_t f = 0; f < families.size(); ++f) {
        for (std::size_t k = 0; k < families[f].types.size(); ++k) {
          const std::string name = name_of_fact(f, k);
          b.set(name, sample(families[f].types[k]));
          if (states[k] != fact_state::known) b.set_state(name, states[k]);
        }
      }
      b.begin();
      for (std::size_t f = 0; f < families.size(); ++f) {
        std::vector<missing_fact> wanted;
        bool failed = false;
        for (std::size_t k = 0; k < families[f].types.size(); ++k) {
          failed = failed || states[k] == fact_state::absent;
          if (states[k] == fact_state::known || states[k] == fact_state::absent) continue;
          wanted.push_back(
              {missing_fact::kind::fact, b.row(name_of_fact(f, k)), no_index, states[k]});
        }
        INFO(families[f].text << " with " << static_cast<int>(first) << " and "
                              << static_cast<int>(second));
        const std::string answer = b.show(compiled[f]);
        if (!wanted.empty()) {
          CHECK(answer == "unknown");
        } else if (failed) {
          CHECK(answer == "error");
        } else {
          CHECK((answer != "unknown" && answer != "error"));
        }
        std::vector<missing_fact> why;
        b.evaluator().reasons(compiled[f], no_index, why);
        const auto order = [](const missing_fact& x, const missing_fact& y) {
          return x.which < y.which;
        };
        std::sort(why.begin(), why.end(), order);
        why.erase(std::unique(why.begin(), why.end()), why.end());
        CHECK(why == wanted);
      }
    }
  }
}

}  // namespace

TEST_CASE("strict operators over every state of their operands") {
  constexpr auto i = type_kind::integer;
  constexpr auto d = type_kind::decimal;
  constexpr auto m = type_kind::money;
  constexpr auto p = type_kind::percent;
  constexpr auto s = type_kind::string;
  constexpr auto t = type_kind::timestamp;
  constexpr auto len = type_kind::duration;
  constexpr auto l = type_kind::list;
  constexpr auto z = type_kind::map;
  check_strict({{"$1 + $2", {i, i}},       {"$1 - $2", {i, d}},   {"$1 * $2", {m, p}},
                {"$1 / $2", {m, m}},       {"$1 % $2", {i, i}},   {"-$1", {d}},
                {"$1 + $2", {s, s}},       {"$1 + $2", {l, l}},   {"$1 - $2", {t, t}},
                {"$1 + $2", {t, len}},     {"$1 == $2", {i, d}},  {"$1 != $2", {s, s}},
                {"$1 < $2", {i, i}},       {"$1 <= $2", {m, m}},  {"$1 > $2", {t, t}},
                {"$1 >= $2", {len, len}},  {"$1 == 1", {i}},      {"3 > $1", {i}},
                {"!($1 < 5)", {i}},        {"$1 >= 50", {m}},     {"$1 in $2", {i, l}},
                {"$1 in $2", {s, z}},      {"$1 in [1, 2]", {i}}, {"$1 in [\"a\", \"b\"]", {s}},
                {"$2 in [$1, 7]", {i, i}}, {"$1[$2]", {l, i}},    {"$1[$2]", {z, s}},
                {"[$1, $2]", {i, i}},      {"{$1: $2}", {s, i}},  {"$1 == $2", {l, l}}});
}

TEST_CASE("functions over every state of their arguments") {
  constexpr auto i = type_kind::integer;
  constexpr auto d = type_kind::decimal;
  constexpr auto m = type_kind::money;
  constexpr auto s = type_kind::string;
  constexpr auto t = type_kind::timestamp;
  constexpr auto len = type_kind::duration;
  constexpr auto l = type_kind::list;
  constexpr auto z = type_kind::map;
  check_strict({{"size($1)", {s}},
                {"$1.size()", {l}},
                {"size($1)", {z}},
                {"int($1)", {d}},
                {"uint($1)", {i}},
                {"decimal($1)", {i}},
                {"string($1)", {m}},
                {"bytes($1)", {s}},
                {"money($1, \"USD\")", {d}},
                {"percent($1)", {d}},
                {"type($1) == int", {i}},
                {"$1.contains($2)", {s, s}},
                {"$1.startsWith($2)", {s, s}},
                {"$1.endsWith($2)", {s, s}},
                {"$1.lowerAscii()", {s}},
                {"$1.trim()", {s}},
                {"$1.substring($2)", {s, i}},
                {"$1.replace($2, \"x\")", {s, s}},
                {"$1.split($2)", {s, s}},
                {"$1.indexOf($2)", {s, s}},
                {"$1.getHours()", {t}},
                {"$1.getHours()", {len}},
                {"math.least($1, $2)", {i, i}},
                {"math.greatest($1, 10)", {m}},
                {"math.abs($1)", {d}},
                {"math.round($1)", {d}},
                {"$1.sort()", {l}},
                {"$1.distinct()", {l}},
                {"$1.amount()", {m}},
                {"$1.currency()", {m}},
                {"optional.of($1).orValue(0)", {i}},
                {"optional.of($1).hasValue()", {i}},
                {"$1[?$2].orValue(0)", {l, i}},
                {"$1[?$2].hasValue()", {z, s}},
                {"cel.bind(v, $1, v + 1)", {i}}});
}

TEST_CASE("macros over a range in every state, with one name and with two") {
  constexpr auto l = type_kind::list;
  constexpr auto z = type_kind::map;
  check_strict({{"$1.all(v, v > 0)", {l}},
                {"$1.exists(v, v > 7)", {l}},
                {"$1.exists_one(v, v == 1)", {l}},
                {"$1.map(v, v + 1)", {l}},
                {"$1.map(v, v > 1, v + 1)", {l}},
                {"$1.filter(v, v > 1)", {l}},
                {"$1.all(i, v, v > i)", {l}},
                {"$1.exists(i, v, v < i)", {l}},
                {"$1.exists_one(i, v, v == 1 + i)", {l}},
                {"$1.transformList(i, v, v + i)", {l}},
                {"$1.transformMap(i, v, v + i)", {l}},
                {"$1.all(k, v, v > 0 && k != \"\")", {z}},
                {"$1.exists(k, k == \"q\")", {z}},
                {"$1.transformMap(k, v, v + 1)", {z}}});
}
