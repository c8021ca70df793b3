// Bytes choose a pack, facts and a proposal: the engine decides as the naive evaluator does.
#include "fuzz/target.hpp"
#include "oracle/compare.hpp"
#include "oracle/generator.hpp"

namespace parley::fuzz {

bool differential(std::string_view input) {
  using namespace parley::oracle;
  generated made = generate_from(input);
  if (input.size() % 2 == 0) add_approvals(made, input.size());
  const std::string yaml = made.pack.yaml();
  const compiled_pack rules(yaml);
  PARLEY_HOLDS(rules.faults.empty());
  bind_approvals(rules, made.facts);
  const std::string facts = made.facts.yaml();
  const engine_decision real = ask(rules, facts, made.proposal);
  PARLEY_HOLDS(real.faults.empty());
  const naive_decision naive = decide(rules.ast, made.facts, made.proposal);
  const std::string different = difference(naive, real);
  if (different.empty()) return true;
  std::fprintf(stderr, "%s\n%s%s%snaive %sengine %s\n", different.c_str(), yaml.c_str(),
               facts.c_str(), describe(made.proposal).c_str(), describe(naive).c_str(),
               describe(rules, real).c_str());
  PARLEY_HOLDS(different.empty());
  return false;
}

}  // namespace parley::fuzz

PARLEY_FUZZ_ENTRY(parley::fuzz::differential)
