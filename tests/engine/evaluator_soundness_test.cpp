// What is known without some facts stays so with them: random expressions, every subset of facts.
#include <cstdint>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

/// SplitMix64: the same expressions everywhere.
class dice {
 public:
  explicit dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t roll(std::uint64_t sides) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (z ^ (z >> 31)) % sides;
  }

 private:
  std::uint64_t state_;
};

std::string number(dice& d, int depth, bool in_loop);

std::string truth_of(dice& d, int depth, bool in_loop) {
  if (depth == 0) {
    constexpr const char* leaves[] = {"a", "b", "true", "false"};
    return leaves[d.roll(4)];
  }
  const auto below = [&] { return truth_of(d, depth - 1, in_loop); };
  switch (d.roll(9)) {
    case 0: return "(" + below() + " && " + below() + ")";
    case 1: return "(" + below() + " || " + below() + ")";
    case 2: return "!" + below();
    case 3: return "(" + below() + " ? " + below() + " : " + below() + ")";
    case 4:
      return "(" + number(d, depth - 1, in_loop) + " < " + number(d, depth - 1, in_loop) + ")";
    case 5:
      return "(" + number(d, depth - 1, in_loop) + " == " + number(d, depth - 1, in_loop) + ")";
    case 6: return "l.all(x, " + truth_of(d, depth - 1, true) + ")";
    case 7: return "l.exists(x, " + truth_of(d, depth - 1, true) + ")";
    default: return "(" + number(d, depth - 1, in_loop) + " in l)";
  }
}

std::string number(dice& d, int depth, bool in_loop) {
  if (depth == 0) {
    constexpr const char* leaves[] = {"n", "m", "0", "1", "2", "x"};
    return leaves[d.roll(in_loop ? 6 : 5)];
  }
  const auto below = [&] { return number(d, depth - 1, in_loop); };
  switch (d.roll(6)) {
    case 0: return "(" + below() + " + " + below() + ")";
    case 1: return "(" + below() + " - " + below() + ")";
    case 2: return "(" + below() + " * " + below() + ")";
    case 3: return "(" + below() + " / " + below() + ")";
    case 4: return "l[" + below() + "]";
    default: return "(" + truth_of(d, depth - 1, in_loop) + " ? " + below() + " : " + below() + ")";
  }
}

}  // namespace

TEST_CASE("answers without some facts agree with answers with all of them") {
  const std::uint64_t seed = 20261122;
  INFO("seed " << seed);
  dice d(seed);
  condition_bench b;
  b.fact("a", type_kind::boolean).fact("b", type_kind::boolean).fact("n", type_kind::integer);
  b.fact("m", type_kind::integer);
  check::scope_fact few;
  few.name = "l";
  few.type = type_kind::list;
  few.element = type_kind::integer;
  few.max_size = 3;
  b.fact(few);
  std::vector<std::string> texts;
  std::vector<std::uint32_t> compiled;
  while (compiled.size() < 400) {
    texts.push_back(truth_of(d, 1 + static_cast<int>(d.roll(4)), false));
    compiled.push_back(b.compile(texts.back()));
    INFO(texts.back() << ": " << (b.problems.empty() ? "" : b.problems.items()[0].message));
    REQUIRE(compiled.back() != no_index);
  }
  b.seal();
  const std::vector<value> list = {value::integer(2), value::integer(0), value::integer(1)};
  constexpr std::string_view names[] = {"a", "b", "n", "m", "l"};
  std::size_t settled_early = 0;
  for (int round = 0; round < 4; ++round) {
    const value values[] = {value::boolean(d.roll(2) == 0), value::boolean(d.roll(2) == 0),
                            value::integer(static_cast<std::int64_t>(d.roll(3))),
                            value::integer(static_cast<std::int64_t>(d.roll(3)) - 1),
                            value::list(list)};
    std::vector<std::string> whole;
    for (unsigned subset = 32; subset-- > 0;) {
      for (unsigned i = 0; i < 5; ++i) {
        if ((subset >> i & 1U) != 0) {
          b.set(names[i], values[i]);
        } else {
          b.set_state(names[i], fact_state::missing);
        }
      }
      b.begin();
      for (std::size_t i = 0; i < compiled.size(); ++i) {
        const std::string answer = b.show(compiled[i]);
        if (subset == 31) {
          whole.push_back(answer);
          if (answer == "unknown") FAIL(texts[i]);
        } else if (answer != "unknown") {
          ++settled_early;
          if (answer != whole[i]) FAIL(texts[i] << " is " << answer << ", then " << whole[i]);
        } else {
          std::vector<missing_fact> why;
          b.evaluator().reasons(compiled[i], no_index, why);
          if (why.empty()) FAIL(texts[i] << " is unknown without a reason");
        }
      }
    }
  }
  CHECK(settled_early > 1000);
}
