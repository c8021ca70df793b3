// Any bytes as an expression, all the way: parsed, checked, compiled, verified, evaluated under
// complete and incomplete facts. What is known without some facts stays so with them.
#include <array>

#include "fuzz/target.hpp"
#include "support/conditions.hpp"

namespace parley::fuzz {
namespace {

using test::condition_bench;

void declare(condition_bench& b) {
  b.fact("b", type_kind::boolean).fact("d", type_kind::decimal).fact("i", type_kind::integer);
  b.fact("m", type_kind::money).fact("p", type_kind::percent).fact("s", type_kind::string);
  b.fact("t", type_kind::timestamp).fact("len", type_kind::duration);
  for (const auto& [name, type, element] : {std::tuple{"l", type_kind::list, type_kind::integer},
                                            std::tuple{"w", type_kind::list, type_kind::string},
                                            std::tuple{"z", type_kind::map, type_kind::integer}}) {
    check::scope_fact f;
    f.name = name;
    f.type = type;
    f.element = element;
    f.max_size = 3;
    b.fact(f);
  }
  check::scope_fact absent;
  absent.name = "o.s";
  absent.type = type_kind::string;
  absent.optional = true;
  b.fact(absent);
}

constexpr std::array names = {"b", "d", "i", "m", "p", "s", "t", "len", "l", "w", "z", "o.s"};

void fill(condition_bench& b, std::uint32_t withdrawn) {
  static const std::array numbers = {value::integer(3), value::integer(-1), value::integer(2)};
  static const std::array words = {value::string("tea"), value::string("")};
  static const std::array entries = {value::string("a"), value::integer(1), value::string("tea"),
                                     value::integer(2)};
  fact_set& facts = b.facts();
  facts.clear();
  facts.set_now({1'795'341'600, 0});
  facts.open_cart();
  facts.add_line({"l1", "TEA", 2, 1200});
  facts.set_line(0, line_category, value::string("tea"));
  b.set("b", value::boolean(true));
  b.set("d", value::number(decimal(15, -1)));
  b.set("i", value::integer(7));
  b.set("m", value::money(decimal(2500, -2), currency_named("USD")));
  b.set("p", value::percent(decimal(1, -1)));
  b.set("s", value::string("Gr\u00fcner Tee"));
  b.set("t", value::at({1'700'000'000, 5}));
  b.set("len", value::lasting({-90, 500'000'000}));
  b.set("l", value::list(numbers));
  b.set("w", value::list(words));
  b.set("z", value::map(entries));
  b.set_state("o.s", fact_state::absent);
  for (std::size_t k = 0; k < names.size(); ++k) {
    if ((withdrawn >> k & 1U) != 0) b.set_state(names[k], fact_state::missing);
  }
  b.begin();
}

}  // namespace

bool condition(std::string_view input) {
  condition_bench b;
  declare(b);
  const std::uint32_t row = b.compile(input);
  PARLEY_HOLDS((row == no_index) == b.problems.has_errors());
  for (const diagnostic& d : b.problems.items())
    PARLEY_HOLDS(d.at.offset <= input.size() && d.at.length <= input.size() - d.at.offset);
  if (row == no_index) return false;
  b.seal();
  fill(b, 0);
  const std::string whole = b.show(row);
  PARLEY_HOLDS(b.show(row) == whole);
  PARLEY_HOLDS(b.evaluator().steps() <= 2 * caps::expression_cost);
  std::uint32_t pattern = 0x9E3779B9U;
  for (const char c : input) pattern = pattern * 33 + static_cast<unsigned char>(c);
  for (int round = 0; round < 3; ++round, pattern = pattern * 1'664'525U + 1'013'904'223U) {
    fill(b, pattern >> 8);
    const std::string partial = b.show(row);
    PARLEY_HOLDS(partial == whole || partial == "unknown" || whole == "unknown");
    std::vector<missing_fact> why;
    b.evaluator().reasons(row, no_index, why);
    PARLEY_HOLDS(why.empty() == (partial != "unknown"));
    PARLEY_HOLDS(b.evaluator().steps() <= 8 * caps::expression_cost);
  }
  return true;
}

}  // namespace parley::fuzz

PARLEY_FUZZ_ENTRY(parley::fuzz::condition)
