// Compares the engine with the naive evaluator on random packs. PARLEY_ORACLE_RUNS sets how many,
// PARLEY_ORACLE_SEED where to start; a failure prints its seed and the whole case.
#include <string>

#include "oracle/compare.hpp"
#include "oracle/generator.hpp"
#include "oracle/naive_decision.hpp"
#include "oracle/settings.hpp"
#include "oracle/subject.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::oracle;

TEST_CASE("the engine decides as the naive evaluator does") {
  const std::uint64_t first = first_seed();
  const std::uint64_t count = runs(400);
  std::size_t verdicts[4] = {};
  std::size_t failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 10; ++seed) {
    generated made = generate(seed);
    if (seed % 2 == 0) add_approvals(made, seed);
    const std::string yaml = made.pack.yaml();
    const compiled_pack pack(yaml);
    INFO("seed " << seed << "\n" << yaml);
    if (!pack.faults.empty()) {
      ++failures;
      CHECK(pack.faults == "");
      continue;
    }
    bind_approvals(pack, made.facts);
    const std::string facts = made.facts.yaml();
    INFO(facts << describe(made.proposal));
    const engine_decision real = ask(pack, facts, made.proposal);
    if (!real.faults.empty()) {
      ++failures;
      CHECK(real.faults == "");
      continue;
    }
    const naive_decision naive = decide(pack.ast, made.facts, made.proposal);
    ++verdicts[static_cast<std::size_t>(naive.verdict)];
    const std::string different = difference(naive, real);
    INFO("naive " << describe(naive) << "engine " << describe(pack, real));
    if (!different.empty()) ++failures;
    CHECK(different == "");
  }
  // A generator that only makes denials would test little.
  if (count >= 400 && failures == 0) {
    for (const std::size_t reached : verdicts) CHECK(reached * 100 > count);
  }
}
