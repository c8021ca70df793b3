// What docs/performance.md reports: compiling a pack, and the two questions asked most, by pack
// size.
#include <benchmark/benchmark.h>

#include "generated.hpp"

namespace {

using namespace parley;

void compile_pack(benchmark::State& state) {
  const std::string text = bench::pack_text(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    compilation made = compile_text("generated.yaml", text);
    benchmark::DoNotOptimize(made.compiled);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(compile_pack)->Arg(1000)->Unit(benchmark::kMillisecond);

void load_image(benchmark::State& state) {
  const std::vector<std::byte> image = image_of(bench::compiled(static_cast<int>(state.range(0))));
  for (auto _ : state) {
    auto loaded = pack_from_image(image);
    benchmark::DoNotOptimize(loaded);
  }
}
BENCHMARK(load_image)->Arg(1000)->Unit(benchmark::kMillisecond);

void validate_three_offers(benchmark::State& state) {
  const pack rules = bench::compiled(static_cast<int>(state.range(0)));
  const fact_set facts = bench::facts_for(rules);
  const proposal asked = bench::three_offers();
  workspace memory;
  decision answer;
  validate(rules, facts, asked, memory, answer);
  if (answer.verdict != verdict::allow) state.SkipWithError("the proposal should be allowed");
  for (auto _ : state) {
    validate(rules, facts, asked, memory, answer);
    benchmark::DoNotOptimize(answer.quote.total);
  }
}
BENCHMARK(validate_three_offers)->Arg(10)->Arg(100)->Arg(1000);

void eligible_offers(benchmark::State& state) {
  const pack rules = bench::compiled(static_cast<int>(state.range(0)));
  const fact_set facts = bench::facts_for(rules);
  question_workspace memory;
  eligibility found;
  for (auto _ : state) {
    eligible(rules, facts, {}, memory, found);
    benchmark::DoNotOptimize(found.offers.data());
  }
}
BENCHMARK(eligible_offers)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMicrosecond);

}  // namespace
