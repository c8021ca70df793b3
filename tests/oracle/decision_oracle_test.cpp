// Compares the engine with the naive evaluator on random packs. PARLEY_ORACLE_RUNS sets how many,
// PARLEY_ORACLE_SEED where to start; a failure prints its seed and the whole case.
#include <string>

#include "oracle/generator.hpp"
#include "oracle/naive_decision.hpp"
#include "oracle/settings.hpp"
#include "oracle/subject.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

/// Findings that don't depend on the price. Conditions may read what earlier offers left, so they
/// are compared where every offer could be priced.
std::set<naive_finding> early(const std::set<naive_finding>& all, bool priced) {
  std::set<naive_finding> kept;
  for (const naive_finding& f : all) {
    const finding_code code = std::get<0>(f);
    if (code == finding_code::limit_exceeded || code == finding_code::limit_approval ||
        code == finding_code::rule_error || code == finding_code::effect_unknown) {
      continue;
    }
    if (priced || code != finding_code::offer_condition) kept.insert(f);
  }
  return kept;
}

/// Whether offers are ruled out before anything is priced, so that a quote is a courtesy.
bool ruled_out(const std::set<naive_finding>& all) {
  for (const auto& [code, rule, v] : all) {
    const bool counts =
        code == finding_code::limit_exceeded || code == finding_code::limit_approval ||
        code == finding_code::playbook_needs || code == finding_code::playbook_offer ||
        code == finding_code::proposal_intent ||
        (code >= finding_code::stacking_excluded && code <= finding_code::stacking_requires);
    if (!counts && v == verdict::deny) return true;
  }
  return false;
}

bool same_numbers(const naive_quote& naive, const quote& real) {
  bool same = naive.subtotal == real.subtotal && naive.discount == real.discount &&
              naive.shipping == real.shipping &&
              naive.shipping_discount == real.shipping_discount && naive.total == real.total &&
              naive.line_discounts.size() == real.lines.size() &&
              naive.applied.size() == real.applied.size();
  for (std::size_t i = 0; same && i < real.lines.size(); ++i) {
    same = naive.line_discounts[i] == real.lines[i].discount;
  }
  for (std::size_t i = 0; same && i < real.applied.size(); ++i) {
    same = naive.applied[i].amount == real.applied[i].amount &&
           naive.applied[i].shipping == real.applied[i].shipping_amount &&
           naive.applied[i].cost == real.applied[i].cost;
  }
  return same;
}

/// What is different, or an empty text.
std::string difference(const naive_decision& naive, const engine_decision& real) {
  if (naive.verdict != real.full.verdict) return "verdict";
  const bool priced = naive.quote.has_value();
  if (early(naive.findings, priced) != early(real.findings, priced)) return "findings";
  if (!naive.quote || ruled_out(naive.findings)) return "";
  if (naive.findings != real.findings) return "limits";
  if (!real.full.has_quote || !same_numbers(*naive.quote, real.full.quote)) return "quote";
  return "";
}

}  // namespace

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
