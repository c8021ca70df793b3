// A warm question allocates nothing: counted by replacing the global allocator of this program.

#include "engine/shop.hpp"
#include "parley/engine/best.hpp"
#include "parley/engine/condition_index.hpp"
#include "parley/engine/eligible.hpp"
#include "support/catch.hpp"
#include "support/counted_allocations.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// Runs the question twice to warm up, then counts a third run.
std::size_t counted(shop& s) {
  s.answer();
  s.answer();
  const std::size_t before = allocations;
  s.answer();
  return allocations - before;
}

}  // namespace

TEST_CASE("a warm validate allocates nothing") {
  shop s;
  s.header().stacking_open = 0;
  const graph::index order = s.offer_class("order");
  graph::effect_row sets = effect(effect_kind::buy_get, graph::unit::share, 100 * percent);
  sets.buy = 2;
  sets.get = 1;
  s.offer("SETS", sets);
  s.offer("OFF", percent_off(10), {order}).when = s.flag();
  s.gift("TOTE", 400);
  s.offer("FREE", effect(effect_kind::shipping_percent, graph::unit::share, 100 * percent,
                         target_kind::shipping));
  s.rule("order-with-any", graph::stacking_kind::with, shop::of_class(order), {shop::any()});
  s.rule("at-most", graph::stacking_kind::at_most, shop::of_class(order)).count = 1;
  s.limit("cap", graph::measure::discount, graph::comparison::at_most,
          graph::amount_kind::share_of_subtotal, 5 * percent);
  s.limit("margin", graph::measure::margin, graph::comparison::at_least, graph::amount_kind::share,
          20 * percent);
  s.floor_price("floor", graph::otherwise::clamp);
  s.open();
  for (int i = 0; i < 6; ++i)
    s.line("ITEM" + std::to_string(i), 1 + i % 3, 1000 + 77 * i, 900, 300);
  s.shipping("standard", 599, 410);
  SECTION("an unknown fact, denied sets") {
    s.ask("SETS").ask("OFF").ask("TOTE").ask("FREE");
    CHECK(counted(s) == 0);
    CHECK(s.answer().verdict == verdict::deny);
  }
  SECTION("an allowed proposal") {
    s.facts().set(0, value::boolean(true));
    s.asked().accept_partial = true;
    s.ask("OFF").ask("FREE");
    CHECK(counted(s) == 0);
  }
}

namespace {

/// Offers of which a third ask for `flag`, with caps and exclusions among them.
void fill(shop& s) {
  const graph::index order = s.offer_class("order");
  for (int i = 0; i < 12; ++i) {
    const std::string name = "OFF" + std::to_string(i);
    const graph::index when = i % 3 == 0 ? s.flag() : no_index;
    graph::offer_row& made = i % 2 == 0 ? s.offer(name, percent_off(1 + i), {order})
                                        : s.offer(name, amount_off(100 + 10 * i));
    made.when = when;
  }
  s.rule("at-most", graph::stacking_kind::at_most, shop::of_class(order)).count = 2;
  s.limit("cap", graph::measure::discount, graph::comparison::at_most,
          graph::amount_kind::share_of_subtotal, 20 * percent);
  s.open();
  for (int i = 0; i < 4; ++i) s.line("ITEM" + std::to_string(i), 1 + i, 2000 + 77 * i, 900, 300);
}

template <typename Ask>
std::size_t counted_third(Ask ask) {
  ask();
  ask();
  const std::size_t before = allocations;
  ask();
  return allocations - before;
}

}  // namespace

TEST_CASE("a warm eligible allocates nothing, whether facts are known or not") {
  shop s;
  fill(s);
  question_workspace w;
  eligibility answer;
  const auto ask = [&] { eligible(s.pack(), s.facts(), {}, w, answer); };
  CHECK(counted_third(ask) == 0);
  CHECK(answer.offers.size() == 12);
  s.facts().set(0, value::boolean(true));
  CHECK(counted_third(ask) == 0);
}

TEST_CASE("a warm best allocates nothing") {
  shop s;
  fill(s);
  s.facts().set(0, value::boolean(true));
  question_workspace w;
  best_answer answer;
  const best_request request;
  CHECK(counted_third([&] { best(s.pack(), s.facts(), request, w, answer); }) == 0);
  CHECK(answer.status == best_status::found);
}

TEST_CASE("asking a warm index allocates nothing, whatever the matcher") {
  shop s;
  fill(s);
  std::vector<graph::index> conditions;
  for (const graph::offer_row& o : s.pack().tables().offers) conditions.push_back(o.when);
  for (const match_tier tier : {match_tier::direct, match_tier::rows, match_tier::pivot,
                                match_tier::pair, match_tier::blocks}) {
    const condition_index index(s.pack(), conditions, tier);
    evaluator evaluate;
    match_memory memory;
    matched_conditions found;
    const auto ask = [&] {
      evaluate.begin(s.pack(), s.facts(), {});
      index.match(s.pack(), s.facts(), evaluate, memory, found);
      index.match(s.pack(), s.facts(), evaluate, memory, found, false);
    };
    INFO(static_cast<int>(tier));
    CHECK(counted_third(ask) == 0);
  }
}
