// The best combination among K offers that are all eligible: time per question, median and p99 over
// generated instances, and the sets looked at.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "generated_combination.hpp"

namespace {

using namespace parley;
using bench::combination;

/// One argument list: K, conflicts in percent, kind, limit.
void best_combination(benchmark::State& state) {
  const auto offers = static_cast<int>(state.range(0));
  const auto density = static_cast<int>(state.range(1));
  const auto kind = static_cast<combination::kind>(state.range(2));
  const auto limit = static_cast<combination::limit>(state.range(3));
  std::vector<combination> instances;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    instances.emplace_back(seed, offers, density, kind, limit);
  }
  best_request request;
  request.accept_partial = limit == combination::limit::clip;
  question_workspace memory;
  best_answer found;
  std::vector<double> micros;
  double nodes = 0;
  double proved = 0;
  for (auto _ : state) {
    for (const combination& one : instances) {
      double least = 1e12;
      for (int round = 0; round < 3; ++round) {
        const auto start = std::chrono::steady_clock::now();
        best(one.rules, one.facts, request, memory, found);
        const auto end = std::chrono::steady_clock::now();
        least = std::min(least, std::chrono::duration<double, std::micro>(end - start).count());
      }
      micros.push_back(least);
      nodes += static_cast<double>(found.nodes);
      proved += found.optimal ? 1 : 0;
    }
  }
  const auto count = static_cast<double>(micros.size());
  std::sort(micros.begin(), micros.end());
  state.counters["p50_us"] = micros[micros.size() / 2];
  state.counters["p99_us"] = micros[micros.size() * 99 / 100];
  state.counters["nodes"] = nodes / count;
  state.counters["proved"] = proved / count;
  state.SetLabel(combination::describe(kind, limit));
}

void arguments(benchmark::internal::Benchmark* b) {
  for (const int kind : {0, 1}) {
    for (const int limit : {0, 1, 2}) {
      for (const int density : {15, 30}) {
        for (const int offers : {10, 20, 40}) b->Args({offers, density, kind, limit});
      }
    }
  }
}
BENCHMARK(best_combination)->Apply(arguments)->Iterations(1);

}  // namespace
