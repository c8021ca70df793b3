// The conditions of a whole pack: one set of facts after another against 64 at once; and one shared
// pack under one and two threads.
#include <benchmark/benchmark.h>

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "generated.hpp"
#include "parley/engine/batch.hpp"

namespace {

using namespace parley;

/// The same numbers everywhere.
class numbers {
 public:
  explicit numbers(std::uint64_t seed) : state_(seed) {}
  std::int64_t below(std::int64_t n) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return static_cast<std::int64_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(n));
  }

 private:
  std::uint64_t state_;
};

constexpr int facts_of_pack = 21;

/// Offers of three or four comparisons over 21 facts, half of them whole numbers, half texts.
pack conditions(int offers) {
  numbers pick(16);
  std::string text = "pack: batch\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\nfacts:\n";
  for (int f = 0; f < facts_of_pack; ++f) {
    text += "  f" + std::to_string(f) + (f % 2 == 0 ? ": {type: int}\n" : ": {type: string}\n");
  }
  text += "offers:\n";
  for (int o = 0; o < offers; ++o) {
    std::string when;
    for (std::int64_t atoms = 3 + pick.below(2); atoms > 0; --atoms) {
      const auto f = pick.below(facts_of_pack);
      const std::string name = 'f' + std::to_string(f);
      when += (when.empty() ? "" : " && ");
      if (f % 2 == 0) {
        when += name + (pick.below(2) == 0 ? " >= " : " < ") + std::to_string(pick.below(100));
      } else {
        when += name + " == \"v" + std::to_string(pick.below(4)) + '"';
      }
    }
    text += "  O" + std::to_string(o) + ": {give: 1% off order, when: '" + when + "'}\n";
  }
  compilation made = compile_text("batch.yaml", text);
  if (!made.compiled) std::abort();
  return *std::move(made.compiled);
}

std::vector<fact_set> contexts(const pack& rules) {
  numbers pick(17);
  std::vector<fact_set> out;
  out.reserve(
      condition_batch::width);  // growing would copy the sets, and copies view the originals
  for (std::size_t i = 0; i < condition_batch::width; ++i) {
    fact_set facts(rules.schema());
    for (int f = 0; f < facts_of_pack; ++f) {
      if (pick.below(10) == 0) continue;
      const std::uint32_t at = rules.schema().fact_named('f' + std::to_string(f));
      facts.set(at, f % 2 == 0 ? value::integer(pick.below(100))
                               : value::string(facts.keep('v' + std::to_string(pick.below(4)))));
    }
    out.push_back(std::move(facts));
  }
  return out;
}

void conditions_one_by_one(benchmark::State& state) {
  const pack rules = conditions(static_cast<int>(state.range(0)));
  const std::vector<fact_set> sets = contexts(rules);
  evaluator asks;
  std::uint64_t held = 0;
  for (auto _ : state) {
    held = 0;
    for (const fact_set& facts : sets) {
      asks.begin(rules, facts, {});
      for (const graph::offer_row& o : rules.tables().offers) {
        held += asks.test(o.when) == truth::yes ? 1 : 0;
      }
    }
    benchmark::DoNotOptimize(held);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(sets.size()));
  state.counters["held"] = static_cast<double>(held);
}
BENCHMARK(conditions_one_by_one)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMicrosecond);

void conditions_in_batch(benchmark::State& state) {
  const pack rules = conditions(static_cast<int>(state.range(0)));
  const std::vector<fact_set> sets = contexts(rules);
  std::vector<const fact_set*> views;
  for (const fact_set& facts : sets) views.push_back(&facts);
  condition_batch batch;
  std::uint64_t held = 0;
  for (auto _ : state) {
    held = 0;
    batch.run(rules, views);
    for (graph::index o = 0; o < rules.tables().offers.size(); ++o) {
      held += static_cast<std::uint64_t>(std::popcount(batch.condition(o).yes));
    }
    benchmark::DoNotOptimize(held);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(sets.size()));
  state.counters["held"] = static_cast<double>(held);
}
BENCHMARK(conditions_in_batch)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMicrosecond);

/// One pack, shared; each thread with its own facts and memory.
void validate_on_a_shared_pack(benchmark::State& state) {
  static const pack rules = bench::compiled(1000);
  const fact_set facts = bench::facts_for(rules);
  const proposal asked = bench::three_offers();
  workspace memory;
  decision answer;
  for (auto _ : state) {
    validate(rules, facts, asked, memory, answer);
    benchmark::DoNotOptimize(answer.quote.total);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(validate_on_a_shared_pack)->Threads(1)->Threads(2)->UseRealTime();

}  // namespace
