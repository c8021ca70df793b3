#include "parley/engine/pack_holder.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "parley/engine/validate.hpp"
#include "parley/graph/image.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;

template <typename T>
using column = std::vector<T>;

/// A pack of this version that counts itself in `alive`. Even versions have an offer `EVEN`.
pack versioned(std::uint64_t version, std::atomic<int>& alive) {
  graph::tables_of<column> tables;
  const std::string texts = "EVEN";
  tables.texts.assign(texts.begin(), texts.end());
  tables.header.emplace_back();
  tables.header[0].version = version;
  tables.header[0].currency = currency_named("USD");
  if (version % 2 == 0) {
    graph::offer_row offer;
    offer.name = {0, 4};
    offer.effect.kind = graph::effect_kind::perk;
    tables.offers.push_back(offer);
    tables.offers_by_name.push_back(0);
  }
  const auto block = graph::detail::lay_out(tables);
  ++alive;
  const std::shared_ptr<const void> owner(block.get(), [block, &alive](const void*) { --alive; });
  return graph::detail::pack_over(owner, graph::detail::bytes_of(*block));
}

/// Asks for `EVEN` and tells whether the pack knew it.
class host {
 public:
  bool knows(const pack& rules) {
    const fact_set facts(rules.schema());
    proposal asked;
    asked.offers.push_back({"EVEN"});
    validate(rules, facts, asked, memory_, made_);
    for (const finding& f : made_.findings) {
      if (f.code == finding_code::proposal_unknown_offer) return false;
    }
    return true;
  }

 private:
  workspace memory_;
  decision made_;
};

TEST_CASE("a pack that was replaced is freed once nobody holds it") {
  std::atomic<int> alive = 0;
  {
    pack_holder rules(versioned(1, alive));
    pack_holder::reader here(rules);
    {
      const auto held = here.hold();
      rules.replace(versioned(2, alive));
      CHECK(held->header().version == 1);
      CHECK(alive == 2);
      CHECK(rules.collect() == 1);
      rules.replace(versioned(3, alive));
      CHECK(alive == 2);  // the second was never held
    }
    CHECK(rules.collect() == 0);
    CHECK(alive == 1);
    CHECK(here.hold()->header().version == 3);
  }
  CHECK(alive == 0);
}

TEST_CASE("each reader sees the pack in force, and keeps the one it holds") {
  std::atomic<int> alive = 0;
  pack_holder rules(versioned(1, alive));
  pack_holder::reader one(rules);
  pack_holder::reader two(rules);
  const auto first = one.hold();
  rules.replace(versioned(2, alive));
  const auto second = two.hold();
  CHECK(first->header().version == 1);
  CHECK(second->header().version == 2);
}

TEST_CASE("a slot is used again") {
  std::atomic<int> alive = 0;
  pack_holder rules(versioned(1, alive));
  for (int i = 0; i < 100; ++i) {
    pack_holder::reader here(rules);
    CHECK(here.hold()->header().version == 1);
  }
}

TEST_CASE("packs are replaced under the eyes of threads that decide") {
  constexpr int readers = 4;
  constexpr std::uint64_t versions = 400;
  std::atomic<int> alive = 0;
  {
    pack_holder rules(versioned(1, alive));
    std::atomic<int> ready = 0;
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < readers; ++t) {
      threads.emplace_back([&] {
        host asks;
        std::uint64_t last = 0;
        std::uint64_t rounds = 0;
        while (!done || rounds < 50) {
          pack_holder::reader here(rules);
          for (int i = 0; i < 20; ++i, ++rounds) {
            const auto held = here.hold();
            const std::uint64_t version = held->header().version;
            const bool even = version % 2 == 0;
            if (asks.knows(*held) != even || version < last) ++wrong;
            last = version;
          }
          if (rounds == 20) ++ready;
        }
      });
    }
    while (ready < readers) std::this_thread::yield();
    std::thread other([&] {
      for (int i = 0; i < 200; ++i) rules.collect();
    });
    for (std::uint64_t v = 2; v <= versions; ++v) rules.replace(versioned(v, alive));
    done = true;
    for (std::thread& t : threads) t.join();
    other.join();
    CHECK(wrong == 0);
    CHECK(rules.collect() == 0);
    CHECK(alive == 1);
  }
  CHECK(alive == 0);
}

}  // namespace
