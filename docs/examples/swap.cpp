// A host that replaces its pack while a worker answers. docs/embedding.md walks through it; the
// tests build and run it.
#include <atomic>
#include <cstdio>
#include <thread>

#include "parley/compiler/compile.hpp"
#include "parley/engine/pack_holder.hpp"
#include "parley/parley.hpp"

int main() {
  const parley::compilation first = parley::compile_text("first.yaml", R"(
pack: shop
version: 1
currency: USD
defaults: {stacking: open}
offers:
  GIFT: {give: gift SKU-TOTE, cost: 4.00}
)");
  const parley::compilation second = parley::compile_text("second.yaml", R"(
pack: shop
version: 2
currency: USD
defaults: {stacking: open}
offers:
  GIFT: {give: gift SKU-TOTE, cost: 4.00}
limits:
  - gifts <= 0
)");
  if (!first.compiled || !second.compiled) return 1;

  parley::pack_holder rules(*first.compiled);
  std::atomic<int> answered = 0;
  bool wrong = false;
  std::thread worker([&] {
    const parley::pack_holder::reader here(rules);
    parley::workspace memory;
    parley::decision answer;
    parley::proposal asked;
    asked.offers.push_back({"GIFT"});
    std::uint64_t version = 0;
    while (version != 2) {
      const auto held = here.hold();
      version = held->header().version;
      parley::fact_set facts(held->schema());
      facts.open_cart();
      facts.add_line({"l1", "MUG", 1, 2000});
      parley::validate(*held, facts, asked, memory, answer);
      const bool allowed = answer.verdict == parley::verdict::allow;
      wrong = wrong || allowed != (version == 1);
      ++answered;
    }
  });
  while (answered == 0) std::this_thread::yield();
  rules.replace(*second.compiled);
  worker.join();
  std::printf("%s, %zu packs wait to be freed\n",
              wrong ? "an answer was wrong" : "every answer was right", rules.collect());
  return wrong ? 1 : 0;
}
