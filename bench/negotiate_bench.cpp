// A step of a negotiation on a pack with twelve issue values: six prices, two gifts, shipping,
// returns, two numbers of points.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "parley/compiler/compile.hpp"
#include "parley/compiler/read.hpp"
#include "parley/negotiate/negotiate.hpp"

namespace {

using namespace parley;

std::string pack_text(bool searches) {
  std::string text = R"(
pack: haggle
version: 1
currency: USD
defaults: {stacking: open}
facts:
  customer.prepays: {type: bool, default: false}
offers:
  PRICE: {give: 2%..12% step 2% off order, class: negotiated}
  TOTE: {give: gift TOTE, class: [gift, negotiated], cost: 4.00, worth: 9.00}
  SPOON: {give: gift SPOON, class: [gift, negotiated], cost: 2.00, worth: 4.00}
  POST: {give: free shipping, class: negotiated}
  RETURNS: {give: concession returns-60-days, class: negotiated, cost: 1.00, worth: 2.50}
  POINTS: {give: concession points 100..200 step 100, class: negotiated, cost: 0.50 per 100, worth: 0.80}
limits:
  - discount <= 15% of subtotal
  - concession <= 40% of subtotal
  - margin >= 18%
  - spend of class negotiated per day <= 5000.00
negotiation:
  triggers: {prepay: customer.prepays}
  rounds: 1000
)";
  return text +
         (searches ? "  strategy: micro\n  issues: [PRICE, class gift, POST, RETURNS, POINTS]\n"
                   : "  ladder: [PRICE 2%, PRICE 4%, PRICE 6% + TOTE, PRICE 8% + TOTE, PRICE 10% + "
                     "TOTE]\n  sweeteners: [POST, RETURNS]\n");
}

struct table {
  pack rules;
  std::unique_ptr<fact_set> facts;

  explicit table(bool searches)
      : rules(*compile_text("haggle.yaml", pack_text(searches)).compiled) {
    source_set files;
    diagnostics found;
    facts = std::make_unique<fact_set>(*read_facts(rules, files, files.add("facts.yaml", R"(
now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines:
    - {id: l1, sku: TEA, qty: 2, price: 12.00, cost: 5.00}
    - {id: l2, sku: MUG, qty: 2, price: 20.00, cost: 9.00}
  shipping: [{method: standard, price: 5.99, cost: 4.10}]
customer: {key: c-1, prepays: false}
counters: {"spend of class negotiated per day": 120.00}
)"),
                                                   {}, found));
  }
};

ask at(std::int64_t total) {
  ask a;
  a.target_total = total;
  return a;
}

/// A counter to somebody who moved: the dearest answer there is.
void negotiate_step(benchmark::State& state) {
  const table t(state.range(0) != 0);
  negotiation_workspace w;
  negotiation_reply first, reply;
  const session opened = open_session(t.rules, *t.facts, "s-0123456789abcdef");
  const auto answer = [&](const session& s, const ask& a, negotiation_reply& to) {
    return !negotiate(t.rules, *t.facts, s, a, w, w.memory, to) &&
           to.outcome == negotiation_outcome::counter;
  };
  if (!answer(opened, at(4'000), first) || !answer(first.next, at(4'500), reply))
    state.SkipWithError("a counter was expected");
  for (auto _ : state) {
    benchmark::DoNotOptimize(answer(first.next, at(4'500), reply));
  }
}
BENCHMARK(negotiate_step)->ArgName("micro")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

/// The same on a cart that was never seen before: a search through all outcomes.
void negotiate_cold(benchmark::State& state) {
  const table t(true);
  question_workspace w;
  const session opened = open_session(t.rules, *t.facts, "s-0123456789abcdef");
  const ask a = at(4'000);
  for (auto _ : state) {
    benchmark::DoNotOptimize(negotiate(t.rules, *t.facts, opened, a, w));
  }
}
BENCHMARK(negotiate_cold)->Unit(benchmark::kMicrosecond);

void frontier_of(benchmark::State& state) {
  const table t(true);
  question_workspace w;
  outcome_space space;
  std::vector<std::uint32_t> frontier;
  for (auto _ : state) {
    enumerate_outcomes(t.rules, *t.facts, {}, outcome_limits::ignored, w, space);
    pareto_frontier(space, false, frontier);
    benchmark::DoNotOptimize(frontier.data());
  }
  state.counters["outcomes"] = static_cast<double>(space.results.size());
}
BENCHMARK(frontier_of)->Unit(benchmark::kMicrosecond);

}  // namespace
