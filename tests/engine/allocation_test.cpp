// A warm question allocates nothing: counted by replacing the global allocator of this program.

#include "engine/shop.hpp"
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
