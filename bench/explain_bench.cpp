// How long it takes to name the conflict in a proposal of many offers.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "generated.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/engine/explain.hpp"

namespace {

using namespace parley;

/// As many offers as asked for, all of which may be combined but for one pair.
std::string one_conflict(int offers) {
  std::string out =
      "pack: conflict\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\n"
      "facts:\n  customer.orders: {type: int, min: 0}\n  customer.verified: {type: bool}\n"
      "  channel: {type: string, one_of: [email, sms, web]}\noffers:\n";
  for (int i = 0; i < offers; ++i)
    out += fmt::format("  OFFER{}: {{give: 0.10 off order, class: c{}}}\n", i, i % 5);
  out += fmt::format("stacking:\n  - OFFER{} excludes OFFER{}\n", offers / 3, offers - 1);
  return out + "limits:\n  - discount <= 30% of subtotal\n";
}

void conflict_of_offers(benchmark::State& state) {
  const auto offers = static_cast<int>(state.range(0));
  const compilation made = compile_text("conflict.yaml", one_conflict(offers));
  if (!made.compiled) return state.SkipWithError("the pack doesn't compile");
  const pack& rules = *made.compiled;
  const fact_set facts = bench::facts_for(rules);
  proposal asked;
  for (int i = 0; i < offers; ++i) {
    proposed_offer offer;
    offer.name = rules.text(rules.tables().offers[static_cast<std::size_t>(i)].name);
    asked.offers.push_back(offer);
  }
  question_workspace memory;
  explanation why;
  explain_options options;
  options.repairs = 0;
  explain(rules, facts, asked, memory, why, options);
  if (why.conflict.size() != 2) state.SkipWithError("two offers should be in conflict");
  for (auto _ : state) {
    explain(rules, facts, asked, memory, why, options);
    benchmark::DoNotOptimize(why.conflict.data());
  }
}
BENCHMARK(conflict_of_offers)->Arg(5)->Arg(20)->Arg(40)->Unit(benchmark::kMicrosecond);

}  // namespace
