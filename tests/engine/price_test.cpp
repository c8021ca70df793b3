// Effects, order, floors, sets and shipping against numbers that shop systems publish.
#include "engine/shop.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;
using amounts = std::vector<std::int64_t>;

namespace {

graph::effect_row buy_get(std::uint32_t buy, std::uint32_t get, bool per_group,
                          std::uint32_t times = 0) {
  graph::effect_row row = effect(effect_kind::buy_get, graph::unit::share, 100 * percent);
  row.buy = buy;
  row.get = get;
  row.per_group = per_group ? 1 : 0;
  row.times = times;
  return row;
}

graph::effect_row tier_effect(shop& s, std::uint8_t by, std::vector<graph::tier_row> tiers) {
  graph::effect_row row = effect(effect_kind::tiers, graph::unit::none, 0);
  row.tiers_by = by;
  row.tiers = compile::graph_builder::append(s.builder().tables.tiers, tiers);
  return row;
}

}  // namespace

TEST_CASE("rank decides between an amount and a percent") {
  for (const bool amount_first : {true, false}) {
    shop s;
    s.offer("TEN", amount_off(1000)).position = amount_first ? 0 : 1;
    s.offer("TWENTY", percent_off(20)).position = amount_first ? 1 : 0;
    s.open();
    s.line("ITEM", 1, 10000);
    const decision& d = s.answer({"TEN", "TWENTY"});
    CHECK(d.verdict == verdict::allow);
    CHECK(d.quote.total == (amount_first ? 7200 : 7000));
    CHECK(sums_up(d.quote));
  }
}

TEST_CASE("list and running basis") {
  for (const bool list : {true, false}) {
    shop s;
    s.offer("A", percent_off(10)).basis = list ? graph::basis::list : graph::basis::running;
    s.offer("B", percent_off(5)).basis = list ? graph::basis::list : graph::basis::running;
    s.open();
    s.line("ITEM", 1, 4500);
    CHECK(s.answer({"A", "B"}).quote.discount == (list ? 675 : 653));
  }
}

TEST_CASE("more than there is") {
  shop s;
  s.offer("HUGE", amount_off(20000));
  s.offer("FREE", effect(effect_kind::shipping_percent, graph::unit::share, 100 * percent,
                         target_kind::shipping));
  s.offer("FREE2", effect(effect_kind::shipping_percent, graph::unit::share, 100 * percent,
                          target_kind::shipping));
  s.offer("EACH",
          effect(effect_kind::shipping_amount, graph::unit::money, 200, target_kind::shipping))
      .repeat = 2;
  s.open();
  s.line("ITEM", 1, 10000);
  s.shipping("standard", 250);
  s.shipping("express", 150);
  CHECK(s.answer({"HUGE"}).quote.discount == 10000);
  CHECK(s.answer({"HUGE"}).verdict == verdict::allow);
  CHECK(s.answer({"HUGE", "FREE", "FREE2"}).quote.total == 0);
  const decision& d = s.answer({"EACH", "EACH"});
  CHECK(d.verdict == verdict::allow);
  REQUIRE(d.quote.applied.size() == 2);
  CHECK(d.quote.applied[0].shipping_amount == 350);
  CHECK(d.quote.applied[1].shipping_amount == 50);
  CHECK(d.quote.shipping_entries[0].discount == 250);
  CHECK(d.quote.shipping_entries[1].discount == 150);
}

TEST_CASE("floors clamp what is taken off a line") {
  shop s;
  s.offer("HALF", percent_off(50));
  s.offer("TEN", amount_off(1000));
  s.floor_price("floor", graph::otherwise::clamp);
  s.open();
  s.line("SHIRT", 1, 5000, 4500);
  for (const std::string_view offer : {"HALF", "TEN"}) {
    const decision& d = s.answer({offer});
    CHECK(d.quote.discount == 500);
    CHECK(d.quote.applied[0].amount == 500);
    CHECK(find(d, finding_code::grant_partial) != nullptr);
  }
  s.asked().accept_partial = true;
  const decision& d = s.answer({"TEN"});
  CHECK(d.verdict == verdict::allow);
  CHECK(d.quote.applied[0].wanted == 1000);
  CHECK(d.quote.applied[0].bound_by == 0);
}

TEST_CASE("redistribution moves the excess to lines that can take it") {
  shop s;
  s.offer("TWENTY", amount_off(2000));
  s.offer("PERCENT", percent_off(20));
  s.offer("THIRTYSIX", amount_off(3600));
  s.floor_price("floor", graph::otherwise::redistribute);
  s.open();
  SECTION("a shirt and a mug") {
    s.line("SHIRT", 1, 5000, 4500);
    s.line("MUG", 1, 2000, 0);
    CHECK(discounts(s.answer({"TWENTY"})) == amounts{500, 1500});
    CHECK(s.answer({"TWENTY"}).verdict == verdict::allow);
    CHECK(s.answer({"TWENTY"}).quote.total == 5000);
    CHECK(discounts(s.answer({"PERCENT"})) == amounts{500, 900});
    CHECK(s.answer({"PERCENT"}).quote.total == 5600);
  }
  SECTION("four lines") {
    s.line("SHIRT", 2, 5000, 4500);
    s.line("KEYBOARD", 2, 2000, 1500);
    s.line("MOUSE", 1, 3000, 0);
    s.line("CUP", 1, 1000, 0);
    const decision& d = s.answer({"THIRTYSIX"});
    CHECK(discounts(d) == amounts{1000, 1000, 1200, 400});
    CHECK(sums_up(d.quote));
  }
}

TEST_CASE("remainders follow the declared policy") {
  const auto split = [](remainder_policy policy, const graph::effect_row& what, amounts prices) {
    shop s;
    s.header().remainder = static_cast<std::uint8_t>(policy);
    s.offer("OFF", what);
    s.open();
    for (const std::int64_t price : prices) s.line("ITEM", 1, price);
    const decision& d = s.answer({"OFF"});
    CHECK(sums_up(d.quote));
    return discounts(d);
  };
  CHECK(split(remainder_policy::largest, amount_off(300), {4000, 2000, 2000}) ==
        amounts{150, 75, 75});
  CHECK(split(remainder_policy::largest, amount_off(299), {4300, 1400, 2300}) ==
        amounts{161, 52, 86});
  CHECK(split(remainder_policy::largest, amount_off(299), {1000, 1000, 1000}) ==
        amounts{100, 100, 99});
  CHECK(split(remainder_policy::last, amount_off(400), {200, 200, 200}) == amounts{133, 133, 134});
  graph::effect_row capped = percent_off(15);
  capped.cap = 5000;
  CHECK(split(remainder_policy::first, capped, {12000, 23000, 30000}) == amounts{924, 1769, 2307});
  CHECK(split(remainder_policy::largest, capped, {12000, 23000, 30000}) ==
        amounts{923, 1769, 2308});
}

TEST_CASE("sets of units, whole cart and per group") {
  for (const bool per_group : {false, true}) {
    shop s;
    s.offer("THIRD", buy_get(2, 1, per_group));
    s.open();
    for (std::int64_t i = 1; i <= 9; ++i) s.line("SHIRT" + std::to_string(i), 1, i * 500);
    const decision& d = s.answer({"THIRD"});
    CHECK(d.quote.discount == (per_group ? 6000 : 3000));
    CHECK(sums_up(d.quote));
  }
}

TEST_CASE("three for two, with and without a cap on applications") {
  shop s;
  s.offer("ALL", buy_get(2, 1, false));
  s.offer("ONCE", buy_get(2, 1, false, 1));
  s.offer("LATER", buy_get(5, 1, false));
  s.open();
  SECTION("one line") {
    s.line("A", 3, 1200);
    CHECK(s.answer({"ALL"}).quote.discount == 1200);
  }
  SECTION("two lines, one application: three units are used up") {
    s.line("A", 4, 400);
    s.line("B", 4, 200);
    const decision& d = s.answer({"ONCE"});
    CHECK(d.quote.discount == 200);
    std::int64_t touched = 0;
    for (const quoted_line& line : d.quote.lines) {
      for (const unit_run& run : pack::rows(std::span<const unit_run>(d.quote.runs), line.runs)) {
        if (run.price * 4 != line.list * run.count) touched += run.count;
      }
    }
    CHECK(touched == 3);
    // Five are left, one too few for sets of six.
    CHECK(s.answer({"ONCE", "LATER"}).quote.discount == 200);
  }
}

TEST_CASE("the two cheapest free") {
  shop s;
  graph::effect_row pick = effect(effect_kind::pick_off, graph::unit::share, 100 * percent);
  pick.buy = 2;
  s.offer("PICK", pick);
  s.open();
  s.line("A", 2, 6500);
  s.line("B", 1, 3000);
  const decision& d = s.answer({"PICK"});
  CHECK(d.quote.total == 6500);
  CHECK(sums_up(d.quote));
}

TEST_CASE("tiers by spend, quantity and lines") {
  const auto off = [](std::uint8_t by, std::int64_t second, std::int64_t third, int lines) {
    shop s;
    const graph::effect_row tiers = tier_effect(s, by,
                                                {{0, 10 * percent, graph::unit::share, {}},
                                                 {second, 15 * percent, graph::unit::share, {}},
                                                 {third, 20 * percent, graph::unit::share, {}}});
    s.offer("TIERS", tiers);
    s.open();
    for (int i = 0; i < lines; ++i) s.line("ITEM", 1, 1000);
    return discounts(s.answer({"TIERS"}));
  };
  for (const std::uint8_t by : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{2}}) {
    const std::int64_t unit = by == 1 ? 1000 : 1;
    CHECK(off(by, 2 * unit, 3 * unit, 1) == amounts{100});
    CHECK(off(by, 2 * unit, 3 * unit, 2) == amounts{150, 150});
    CHECK(off(by, 2 * unit, 3 * unit, 3) == amounts{200, 200, 200});
  }
}

TEST_CASE("the sample shop of the commerce protocols") {
  shop s;
  s.header().rounding = rounding_mode::down;
  s.offer("TEN", percent_off(10));
  s.offer("TWENTY", percent_off(20));
  s.offer("FIXED", amount_off(500));
  s.open();
  s.line("FLOWERS", 1, 3500);
  CHECK(s.answer({"TEN"}).quote.total == 3150);
  CHECK(s.answer({"TEN", "TWENTY"}).quote.total == 2520);
  CHECK(s.answer({"FIXED"}).quote.total == 3000);
}

TEST_CASE("set and bundle prices choose units for the declared side, whatever the order of lines") {
  const auto saved = [](bool merchant, std::vector<std::pair<std::string, std::int64_t>> lines) {
    shop s;
    graph::effect_row set = effect(effect_kind::set_price, graph::unit::money, 1000);
    set.buy = 2;
    set.favour_merchant = merchant ? 1 : 0;
    s.offer("PAIR", set);
    s.open();
    for (const auto& [sku, price] : lines) s.line(sku, 1, price);
    const decision& d = s.answer({"PAIR"});
    CHECK(sums_up(d.quote));
    return d.quote.discount;
  };
  // Customer: 9 + 8 for 10 saves 7, 6 + 2 saves nothing. Merchant: 2 + 6 saves nothing, 6 + 8
  // saves 4.
  CHECK(saved(false, {{"A", 900}, {"B", 200}, {"C", 800}, {"D", 600}}) == 700);
  CHECK(saved(false, {{"D", 600}, {"C", 800}, {"B", 200}, {"A", 900}}) == 700);
  CHECK(saved(true, {{"A", 900}, {"B", 200}, {"C", 800}, {"D", 600}, {"E", 600}}) == 400);
}

TEST_CASE("a bundle whose parts compete for the same units") {
  const auto saved = [](bool swapped) {
    shop s;
    const graph::index tea = s.selector("tea", "TEA");
    graph::bundle_part_row any_part;
    any_part.target = target_kind::order;
    graph::bundle_part_row tea_part;
    tea_part.target = target_kind::selector;
    tea_part.target_index = tea;
    graph::effect_row bundle = effect(effect_kind::bundle_price, graph::unit::money, 1500);
    bundle.parts =
        compile::graph_builder::append(s.builder().tables.bundle_parts, {any_part, tea_part});
    s.offer("BUNDLE", bundle);
    s.open();
    // Greedy would put the dear tea into the open place and leave the tea's place empty.
    if (swapped) {
      s.line("MUG", 3, 900);
      s.line("TEA", 2, 1200);
    } else {
      s.line("TEA", 2, 1200);
      s.line("MUG", 3, 900);
    }
    const decision& d = s.answer({"BUNDLE"});
    CHECK(sums_up(d.quote));
    return d.quote.discount;
  };
  // Two sets of tea and mug save 2 * (21 - 15) = 12; one set of two teas saves 9.
  CHECK(saved(false) == 1200);
  CHECK(saved(true) == 1200);
}

TEST_CASE("a unit serves one set unless the pack shares it") {
  for (const bool shared : {false, true}) {
    shop s;
    graph::effect_row set = buy_get(1, 1, false);
    set.consume_shared = shared ? 1 : 0;
    s.offer("FIRST", set);
    s.offer("SECOND", set);
    s.open();
    s.line("A", 2, 1000);
    CHECK(s.answer({"FIRST", "SECOND"}).quote.discount == (shared ? 1500 : 1000));
  }
}

TEST_CASE("every n-th unit, amounts each, unit prices, per spend, matching prices") {
  shop s;
  graph::effect_row nth = effect(effect_kind::nth_off, graph::unit::share, 50 * percent);
  nth.buy = 2;
  s.offer("NTH", nth);
  s.offer("EACH", effect(effect_kind::amount_off_each, graph::unit::money, 300));
  s.offer("AT", effect(effect_kind::unit_price, graph::unit::money, 750));
  graph::effect_row spend = effect(effect_kind::per_spend, graph::unit::money, 500);
  spend.threshold = 1000;
  s.offer("SPEND", spend);
  graph::effect_row match = effect(effect_kind::match_price, graph::unit::none, 0);
  match.expression = s.line_map();
  s.offer("MATCH", match);
  s.open();
  s.line("A", 3, 1000, 900);
  s.line("B", 1, 200, 500);
  CHECK(s.answer({"NTH"}).quote.discount == 500 + 100);  // 10 10 | 10 2
  CHECK(discounts(s.answer({"EACH"})) == amounts{900, 200});
  CHECK(discounts(s.answer({"AT"})) == amounts{750, 0});
  CHECK(s.answer({"SPEND"}).quote.discount == 1500);
  CHECK(discounts(s.answer({"MATCH"})) == amounts{300, 0});
}

TEST_CASE("rounding at order, line and unit level") {
  for (const std::uint8_t level : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{2}}) {
    shop s;
    std::fill_n(s.header().rounding_level, 3, level);
    s.offer("OFF", percent_off(10));
    s.open();
    s.line("A", 3, 115);
    s.line("B", 3, 115);
    const decision& d = s.answer({"OFF"});
    CHECK(sums_up(d.quote));
    CHECK(d.quote.discount == (level == 0 ? 69 : level == 1 ? 70 : 72));
  }
}

TEST_CASE("a budget grants all, nothing or a part") {
  for (const auto otherwise : {graph::otherwise::deny, graph::otherwise::clamp}) {
    shop s;
    s.offer("OFF", amount_off(1500));
    graph::limit_row& budget = s.limit("budget", graph::measure::spend, graph::comparison::at_most,
                                       graph::amount_kind::money, 1000);
    budget.scope = graph::scope::counter;
    budget.otherwise = otherwise;
    budget.counter = s.counter("spend per campaign", true);
    s.open();
    s.line("A", 1, 5000);
    s.facts().set_counter(0, 0);
    const decision& d = s.answer({"OFF"});
    CHECK(d.verdict == verdict::deny);
    if (otherwise == graph::otherwise::deny) {
      CHECK(find(d, finding_code::limit_exceeded) != nullptr);
    } else {
      CHECK(d.quote.discount == 1000);
      CHECK(find(d, finding_code::grant_partial) != nullptr);
    }
  }
}

TEST_CASE("quantities are counted in runs, never expanded") {
  shop s;
  s.offer("THIRD", buy_get(2, 1, true));
  s.open();
  s.line("A", 1'000'000, 700);
  s.line("B", 999'999, 500);
  const decision& d = s.answer({"THIRD"});
  CHECK(sums_up(d.quote));
  CHECK(d.quote.runs.size() <= 4);
  // 333,333 groups of A, one of A B B, the rest of B.
  CHECK(d.quote.discount == 333'333 * 700 + 333'333 * 500);
}

TEST_CASE("sums beyond the caps are refused") {
  shop s;
  s.offer("OFF", percent_off(10));
  s.open();
  s.line("A", caps::quantity, caps::unit_price);
  const decision& d = s.answer({"OFF"});
  CHECK(d.verdict == verdict::deny);
  CHECK(find(d, finding_code::price_overflow) != nullptr);
  CHECK_FALSE(d.has_quote);
}
