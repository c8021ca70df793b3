// What holds when facts are bigger than was declared: the step budget, explanations included, and
// the memory of one request.
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

std::vector<value> numbers_to(std::size_t size) {
  std::vector<value> made;
  for (std::size_t i = 0; i < size; ++i) made.push_back(value::integer(static_cast<int>(i)));
  return made;
}

}  // namespace

TEST_CASE("an evaluation ends in an error when its steps are used up") {
  condition_bench b;
  b.fact("l", type_kind::list, type_kind::integer);
  const auto twice = b.compile("l.all(x, l.all(y, x + y >= 0))");
  const auto search = b.compile("l.all(x, x in l)");
  const auto unlike = b.compile("l.all(x, l + l != l)");
  REQUIRE((twice != no_index && search != no_index && unlike != no_index));
  b.seal();
  const std::vector<value> fits = numbers_to(100);
  b.set("l", value::list(fits));
  b.begin();
  CHECK(b.show(twice) == "true");
  CHECK(b.show(search) == "true");
  CHECK(b.show(unlike) == "true");
  CHECK(b.evaluator().steps() < 3 * caps::expression_cost);
  // Thirty times as much as was declared.
  const std::vector<value> huge = numbers_to(3'000);
  b.set("l", value::list(huge));
  for (const auto expression : {twice, search}) {
    b.begin();
    CHECK(b.show(expression) == "error");
    CHECK(b.evaluator().steps() <= caps::expression_cost);
    // What ran out isn't remembered as an answer, and runs out again.
    CHECK(b.show(expression) == "error");
  }
}

TEST_CASE("explanations have a budget too, and name every unknown fact when it is used up") {
  condition_bench b;
  b.fact("l", type_kind::list, type_kind::integer).fact("u", type_kind::integer);
  b.fact("other", type_kind::integer);
  const auto row = b.compile("l.all(x, l.all(y, x + y != u)) && (other == 1 || u == 2)");
  REQUIRE(row != no_index);
  b.seal();
  const std::vector<value> huge = numbers_to(3'000);
  b.set("l", value::list(huge));
  b.set_state("other", fact_state::withheld);
  b.begin();
  CHECK(b.show(row) == "unknown");
  std::vector<missing_fact> why;
  b.evaluator().reasons(row, no_index, why);
  CHECK(b.evaluator().steps() <= 6 * caps::expression_cost);
  std::size_t facts = 0;
  for (const missing_fact& m : why)
    facts |= m.which == b.row("u") ? 1U : m.which == b.row("other") ? 2U : 4U;
  CHECK(facts == 3);
}

TEST_CASE("a request computes texts of 4 MiB and no more") {
  for (const std::size_t over : {0U, 8U}) {
    condition_bench b;
    b.fact("w", type_kind::list, type_kind::string);
    const auto row = b.compile("w.join().size()");
    REQUIRE(row != no_index);
    b.seal();
    // Beside the text stand the arguments of two calls, one value each.
    const std::string text(caps::arena_bytes - 2 * sizeof(value) + over, 'x');
    const std::vector<value> list = {value::string(text)};
    b.set("w", value::list(list));
    b.begin();
    CHECK(b.show(row) == (over == 0 ? std::to_string(text.size()) : "error"));
  }
}
