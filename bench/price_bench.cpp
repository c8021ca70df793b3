// What a proposal of five offers costs to price, by lines of the cart and by pieces in a line.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "parley/compiler/compile.hpp"
#include "parley/parley.hpp"

namespace {

using namespace parley;

/// Five offers that may stand together: two of a part of the cart, two of the order, shipping.
pack five_offers() {
  compilation made = compile_text("price.yaml", R"(
pack: price
version: 1
currency: USD
defaults: {stacking: open}
selectors:
  tea: line.category == "tea"
offers:
  TEA10: 10% off tea
  ONE: 1.00 off sku SKU-3
  ORDER5: {give: 5.00 off order, rank: 1}
  ORDER7: {give: 7% off order, rank: 2}
  FREESHIP: free shipping
)");
  if (!made.compiled) std::abort();
  return std::move(*made.compiled);
}

/// One offer that forms sets.
pack sets_offer() {
  compilation made = compile_text("sets.yaml", R"(
pack: sets
version: 1
currency: USD
offers:
  TRIO: buy 2 get 1 free of order
)");
  if (!made.compiled) std::abort();
  return std::move(*made.compiled);
}

fact_set cart_of(const pack& rules, std::int64_t lines, std::int64_t quantity) {
  fact_set facts(rules.schema());
  facts.open_cart();
  for (std::int64_t i = 0; i < lines; ++i) {
    cart_line line;
    line.id = facts.keep("l" + std::to_string(i));
    line.sku = facts.keep("SKU-" + std::to_string(i));
    line.quantity = quantity;
    line.price = 399 + i * 37 % 2'000;
    const std::uint32_t at = facts.add_line(line);
    facts.set_line(at, line_category, value::string(i % 2 == 0 ? "tea" : "mug"));
  }
  shipping_entry entry;
  entry.method = "standard";
  entry.price = 599;
  facts.add_shipping(entry);
  return facts;
}

void run(benchmark::State& state, const pack& rules, const fact_set& facts) {
  proposal asked;
  for (const graph::offer_row& offer : rules.tables().offers) {
    proposed_offer one;
    one.name = rules.text(offer.name);
    asked.offers.push_back(one);
  }
  workspace memory;
  decision answer;
  validate(rules, facts, asked, memory, answer);
  if (answer.verdict != verdict::allow) state.SkipWithError("the proposal should be allowed");
  for (auto _ : state) {
    validate(rules, facts, asked, memory, answer);
    benchmark::DoNotOptimize(answer.quote.total);
  }
}

void price_five_offers(benchmark::State& state) {
  const pack rules = five_offers();
  run(state, rules, cart_of(rules, state.range(0), state.range(1)));
}
BENCHMARK(price_five_offers)
    ->ArgNames({"lines", "pieces"})
    ->Args({10, 1})
    ->Args({30, 1})
    ->Args({30, 200})
    ->Args({100, 1})
    ->Args({300, 1})
    ->Args({1'000, 1});

void price_sets(benchmark::State& state) {
  const pack rules = sets_offer();
  run(state, rules, cart_of(rules, state.range(0), state.range(1)));
}
BENCHMARK(price_sets)
    ->ArgNames({"lines", "pieces"})
    ->Args({30, 1})
    ->Args({30, 200})
    ->Args({30, 1'000'000});

}  // namespace
