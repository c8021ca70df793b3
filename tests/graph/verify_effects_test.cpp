// Offers and effects of an image: what each kind needs, and every field out of its range in turn.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "every_row.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;
using namespace parley::graph;
using testing::wide_tables;

/// What is said of the pack once its first offer has this effect.
std::string said_of(const effect_row& effect) {
  return testing::verdict_after([&](wide_tables& t) { t.offers[0].effect = effect; });
}
std::string content_refused() {
  return testing::row_of("offers", 0);
}

effect_row effect_of(std::string_view offer) {
  return testing::every_row().tables().offers[testing::offer(offer)].effect;
}

enum needs : unsigned {
  buy = 1,
  get = 2,
  threshold = 4,
  text = 8,
  price = 16,
  parts = 32,
  steps = 64
};

struct kind_rule {
  effect_kind kind;
  std::vector<target_kind> targets;
  std::vector<unit> units;
  unsigned needed;
};

// What an effect of each kind can't do without, by what docs/effects.md says of its sentence.
std::vector<kind_rule> kind_rules() {
  const std::vector<target_kind> goods = {target_kind::order, target_kind::selector,
                                          target_kind::sku};
  const std::vector<target_kind> shipping = {target_kind::shipping};
  const std::vector<target_kind> nothing = {target_kind::none};
  const std::vector<unit> all = {unit::none, unit::share, unit::money, unit::count};
  const std::vector<unit> reductions = {unit::share, unit::money};
  const std::vector<unit> optional = {unit::none, unit::share, unit::money};
  const std::vector<target_kind> any = {target_kind::none, target_kind::order,
                                        target_kind::selector, target_kind::sku,
                                        target_kind::shipping};
  return {
      {effect_kind::percent_off, goods, {unit::share}, 0},
      {effect_kind::amount_off, goods, {unit::money}, 0},
      {effect_kind::amount_off_each, goods, {unit::money}, 0},
      {effect_kind::unit_price, goods, {unit::money}, 0},
      {effect_kind::set_price, goods, {unit::money}, buy},
      {effect_kind::bundle_price, any, {unit::money}, parts},
      {effect_kind::buy_get, goods, reductions, buy | get},
      {effect_kind::nth_off, goods, reductions, buy},
      {effect_kind::pick_off, goods, reductions, buy},
      {effect_kind::tiers, goods, {unit::none}, steps},
      {effect_kind::per_spend, goods, {unit::money}, threshold},
      {effect_kind::shipping_percent, shipping, {unit::share}, 0},
      {effect_kind::shipping_amount, shipping, {unit::money}, 0},
      {effect_kind::shipping_price, shipping, {unit::money}, 0},
      {effect_kind::shipping_upgrade, shipping, all, text},
      {effect_kind::gift, nothing, all, text},
      {effect_kind::match_price, goods, optional, price},
      {effect_kind::perk, nothing, all, text},
  };
}

/// An effect that has all that its kind needs.
effect_row sound_effect(const kind_rule& rule, target_kind target, unit measured) {
  effect_row e;
  e.kind = rule.kind;
  e.target = target;
  e.unit = measured;
  if (target == target_kind::selector) e.target_index = 1;
  if (target == target_kind::sku || (rule.needed & text) != 0) e.text = effect_of("TOTE").text;
  if ((rule.needed & buy) != 0) e.buy = 1;
  if ((rule.needed & get) != 0) e.get = 1;
  if ((rule.needed & threshold) != 0) e.threshold = 1;
  if ((rule.needed & price) != 0) e.expression = effect_of("MATCH").expression;
  if ((rule.needed & parts) != 0) e.parts = effect_of("BUNDLE").parts;
  if ((rule.needed & steps) != 0) e.tiers = effect_of("TIERS").tiers;
  return e;
}

TEST_CASE("the pack with a row of every kind is sound") {
  CHECK(testing::verdict_after([](wide_tables&) {}) == "sound");
  const table_views& t = testing::every_row().tables();
  int number = 0;
  for_each_table(t, [&](const auto& table) {
    INFO("table " << number++);
    CHECK_FALSE(table.empty());
  });
}

TEST_CASE("each kind of effect has its targets, its units and what it can't do without") {
  for (const kind_rule& rule : kind_rules()) {
    INFO("kind " << static_cast<int>(rule.kind));
    for (int target = 0; target <= static_cast<int>(target_kind::offer_class) + 1; ++target) {
      for (int measured = 0; measured <= static_cast<int>(unit::count) + 1; ++measured) {
        INFO("target " << target << ", unit " << measured);
        const auto to = static_cast<target_kind>(target);
        const auto in = static_cast<unit>(measured);
        const bool fits = std::count(rule.targets.begin(), rule.targets.end(), to) == 1 &&
                          std::count(rule.units.begin(), rule.units.end(), in) == 1;
        CHECK(said_of(sound_effect(rule, to, in)) == (fits ? "sound" : content_refused()));
      }
    }
    const effect_row whole = sound_effect(rule, rule.targets.front(), rule.units.front());
    const std::pair<unsigned, std::function<void(effect_row&)>> without[] = {
        {buy, [](effect_row& e) { e.buy = 0; }},
        {buy, [](effect_row& e) { e.buy = 1'000'001; }},
        {get, [](effect_row& e) { e.get = 0; }},
        {get, [](effect_row& e) { e.get = 1'000'001; }},
        {threshold, [](effect_row& e) { e.threshold = 0; }},
        {text, [](effect_row& e) { e.text = {}; }},
        {price, [](effect_row& e) { e.expression = no_index; }},
        {parts, [](effect_row& e) { e.parts = {}; }},
        {steps, [](effect_row& e) { e.tiers = {}; }},
    };
    for (const auto& [needed, take] : without) {
      if ((rule.needed & needed) == 0) continue;
      INFO("without " << needed);
      effect_row less = whole;
      take(less);
      CHECK(said_of(less) == content_refused());
    }
    effect_row most = whole;
    if ((rule.needed & buy) != 0) most.buy = 1'000'000;
    if ((rule.needed & get) != 0) most.get = 1'000'000;
    CHECK(said_of(most) == "sound");
  }
}

TEST_CASE("units of a buy-get come from one target or from two") {
  effect_row cross = effect_of("CROSS");
  REQUIRE(cross.parts.count == 2);
  CHECK(said_of(cross) == "sound");
  cross.parts.count = 1;
  CHECK(said_of(cross) == content_refused());
  cross.parts.count = 0;
  CHECK(said_of(cross) == "sound");
}

TEST_CASE("a bundle has at most 32 parts") {
  for (const std::uint32_t count : {32U, 33U}) {
    const std::string said = testing::verdict_after([&](wide_tables& t) {
      effect_row& e = t.offers[testing::offer("BUNDLE")].effect;
      const bundle_part_row part = t.bundle_parts[e.parts.first];
      e.parts = {static_cast<std::uint32_t>(t.bundle_parts.size()), count};
      t.bundle_parts.insert(t.bundle_parts.end(), count, part);
    });
    CHECK(said == (count == 32 ? "sound" : testing::row_of("offers", testing::offer("BUNDLE"))));
  }
}

constexpr std::int64_t most_money = 1'000'000'000'000'000;

TEST_CASE("every field of an effect stays in its range") {
  const std::function<void(effect_row&)> broken[] = {
      [](effect_row& e) { e.kind = static_cast<effect_kind>(18); },
      [](effect_row& e) { e.target = static_cast<target_kind>(7); },
      [](effect_row& e) { e.pick = static_cast<picker>(2); },
      [](effect_row& e) { e.unit = static_cast<unit>(4); },
      [](effect_row& e) { e.per_group = 2; },
      [](effect_row& e) { e.tiers_by = 3; },
      [](effect_row& e) { e.consume_shared = 2; },
      [](effect_row& e) { e.favour_merchant = 2; },
      [](effect_row& e) { e.graduated = 2; },
      [](effect_row& e) { e.from_cart = 2; },
      [](effect_row& e) { e.unused[0] = 1; },
      [](effect_row& e) { e.unused[1] = 1; },
      [](effect_row& e) { e.target_index = 0; },  // an order has none
      [](effect_row& e) { e.target = target_kind::selector; },
      [](effect_row& e) { e.target = target_kind::selector, e.target_index = 2; },
      [](effect_row& e) { e.target = target_kind::sku; },
      [](effect_row& e) {
        e.target = target_kind::sku, e.target_index = 0, e.text = effect_of("TOTE").text;
      },
      [](effect_row& e) {
        e.text = {1U << 30, 1};
      },
      [](effect_row& e) {
        e.target = target_kind::selector, e.target_index = 0, e.text = {1U << 30, 1};
      },
      [](effect_row& e) { e.minimum = -1; },
      [](effect_row& e) { e.minimum = -1, e.step = 1; },
      [](effect_row& e) { e.maximum = 100'000'001, e.step = 1; },
      [](effect_row& e) { e.minimum = 20'000'000, e.step = 1; },  // above the greatest
      [](effect_row& e) { e.step = -1; },
      [](effect_row& e) { e.maximum = 12'000'000; },  // a range without a step
      [](effect_row& e) { e.maximum = 12'000'000, e.step = 3'000'000; },
      [](effect_row& e) { e.cap = -2; },
      [](effect_row& e) { e.cap = most_money + 1; },
      [](effect_row& e) { e.cap_each = -2; },
      [](effect_row& e) { e.cap_each = most_money + 1; },
      [](effect_row& e) { e.threshold = -1; },
      [](effect_row& e) { e.threshold = most_money + 1; },
      [](effect_row& e) { e.expression = 0xFFFF; },
      [](effect_row& e) {  // a condition is no number
        e.expression = testing::every_row().tables().offers[testing::offer("TEN")].when;
      },
      [](effect_row& e) {
        e.parts = {0, 1'000};
      },
      [](effect_row& e) {
        e.parts = {0xFFFF'FFFF, 1};
      },
      [](effect_row& e) {
        e.tiers = {0, 64};
      },
      [](effect_row& e) {
        e.tiers = {0xFFFF'FFFF, 2};
      },
  };
  const effect_row sound = effect_of("TEN");
  REQUIRE(said_of(sound) == "sound");
  std::size_t number = 0;
  for (const auto& change : broken) {
    INFO("case " << number++);
    effect_row e = sound;
    change(e);
    CHECK(said_of(e) == content_refused());
  }
  const std::function<void(effect_row&)> still_sound[] = {
      [](effect_row& e) { e.minimum = e.maximum = 0; },
      [](effect_row& e) { e.minimum = e.maximum = 100'000'000; },
      [](effect_row& e) { e.step = 1; },
      [](effect_row& e) { e.maximum = 12'000'000, e.step = 2'000'000; },
      [](effect_row& e) { e.cap = e.cap_each = 0; },
      [](effect_row& e) { e.cap = e.cap_each = e.threshold = most_money; },
      [](effect_row& e) { e.pick = picker::dearest, e.per_group = e.consume_shared = 1; },
      [](effect_row& e) { e.favour_merchant = e.graduated = e.from_cart = 1; },
      [](effect_row& e) { e.expression = effect_of("MATCH").expression; },
  };
  number = 0;
  for (const auto& change : still_sound) {
    INFO("sound case " << number++);
    effect_row e = sound;
    change(e);
    CHECK(said_of(e) == "sound");
  }
  const effect_row money = sound_effect(kind_rules()[1], target_kind::order, unit::money);
  for (const auto& [value, fits] : {std::pair{most_money, true}, {most_money + 1, false}}) {
    effect_row e = money;
    e.minimum = e.maximum = value;
    CHECK(said_of(e) == (fits ? "sound" : content_refused()));
    e = effect_of("POINTS");
    e.minimum = e.maximum = value, e.step = 0;
    CHECK(said_of(e) == (fits ? "sound" : content_refused()));
    e.unit = unit::none;
    CHECK(said_of(e) == content_refused());
  }
}

TEST_CASE("every part of a bundle leads to goods") {
  const std::function<void(bundle_part_row&)> broken[] = {
      [](bundle_part_row& p) { p.target = target_kind::none, p.target_index = no_index; },
      [](bundle_part_row& p) { p.target = target_kind::shipping, p.target_index = no_index; },
      [](bundle_part_row& p) { p.target = target_kind::offer, p.target_index = 0; },
      [](bundle_part_row& p) { p.target = target_kind::offer_class, p.target_index = 0; },
      [](bundle_part_row& p) { p.target = static_cast<target_kind>(7); },
      [](bundle_part_row& p) { p.unused[2] = 1; },
      [](bundle_part_row& p) { p.target_index = 2; },
      [](bundle_part_row& p) { p.target = target_kind::sku; },
      [](bundle_part_row& p) { p.quantity = 0; },
      [](bundle_part_row& p) { p.quantity = 1'000'001; },
  };
  const graph::index at = testing::offer("BUNDLE");
  const row_range parts = effect_of("BUNDLE").parts;
  std::size_t number = 0;
  for (const auto& change : broken) {
    INFO("case " << number++);
    CHECK(testing::verdict_after([&](wide_tables& t) { change(t.bundle_parts[parts.first]); }) ==
          testing::row_of("offers", at));
  }
  CHECK(testing::verdict_after([&](wide_tables& t) {
          t.bundle_parts[parts.first].quantity = 1'000'000;
          t.bundle_parts[parts.first + 1].target = target_kind::order;
          t.bundle_parts[parts.first + 1].target_index = no_index;
        }) == "sound");
}

struct tier_case {
  const char* offer;
  std::function<void(effect_row&, tier_row&, tier_row&)> change;  // the effect and its two tiers
};

/// What is said once the tiers of an offer, standing alone at the end, have been changed.
std::string said_of_tiers(const tier_case& c) {
  return testing::verdict_after([&](wide_tables& t) {
    effect_row& e = t.offers[testing::offer(c.offer)].effect;
    const std::vector<tier_row> own(t.tiers.begin() + e.tiers.first,
                                    t.tiers.begin() + e.tiers.first + e.tiers.count);
    e.tiers = compile::graph_builder::append(t.tiers, own);
    c.change(e, t.tiers[e.tiers.first], t.tiers[e.tiers.first + 1]);
  });
}

TEST_CASE("tiers rise, are of one measure, and one of them has the range") {
  const tier_case broken[] = {
      {"TIERS", [](auto&, auto& a, auto&) { a.from = -1; }},
      {"TIERS", [](auto&, auto& a, auto& b) { b.from = a.from; }},
      {"TIERS", [](auto&, auto&, auto& b) { b.from = most_money + 1; }},
      {"TIERS", [](auto&, auto& a, auto&) { a.unused[4] = 1; }},
      {"TIERS", [](auto&, auto& a, auto&) { a.chosen = 2; }},
      {"TIERS", [](auto&, auto& a, auto&) { a.chosen = 1; }},  // and no range to choose from
      {"TIERS", [](auto&, auto& a, auto& b) { a.unit = b.unit = unit::none, a.value = 0; }},
      {"TIERS", [](auto&, auto& a, auto& b) { a.unit = b.unit = unit::count; }},
      {"TIERS", [](auto&, auto& a, auto& b) { a.gives = b.gives = static_cast<tier_gives>(3); }},
      {"TIERS", [](auto&, auto& a, auto& b) { a.gives = b.gives = tier_gives::each; }},
      {"TIERS", [](auto&, auto& a, auto& b) { a.gives = b.gives = tier_gives::price; }},
      {"TIERS", [](auto&, auto&, auto& b) { b.unit = unit::money; }},
      {"TIERS", [](auto&, auto& a, auto&) { a.value = -1; }},
      {"TIERS", [](auto&, auto&, auto& b) { b.value = 100'000'001; }},
      {"TIERS", [](auto& e, auto&, auto&) { e.graduated = 1, e.tiers_by = 2; }},
      {"PER_PIECE", [](auto&, auto&, auto& b) { b.gives = tier_gives::price; }},
      {"PER_PIECE", [](auto&, auto&, auto& b) { b.value = most_money + 1; }},
      {"PER_PIECE", [](auto& e, auto&, auto&) { e.graduated = 1, e.tiers_by = 1; }},
      {"PER_PIECE",
       [](auto& e, auto& a, auto& b) { e.graduated = 1, a.gives = b.gives = tier_gives::off; }},
      {"RANGED", [](auto& e, auto&, auto&) { e.unit = unit::money; }},
      {"RANGED", [](auto&, auto&, auto& b) { b.chosen = 0; }},
      {"RANGED", [](auto&, auto& a, auto&) { a.chosen = 1; }},
  };
  std::size_t number = 0;
  for (const tier_case& c : broken) {
    INFO("case " << number++);
    CHECK(said_of_tiers(c) == testing::row_of("offers", testing::offer(c.offer)));
  }
  const tier_case sound[] = {
      {"TIERS", [](auto&, auto& a, auto& b) { a.from = 0, b.from = most_money; }},
      {"TIERS", [](auto&, auto& a, auto& b) { a.value = 0, b.value = 100'000'000; }},
      {"TIERS", [](auto& e, auto&, auto&) { e.graduated = 1, e.tiers_by = 1; }},
      {"TIERS", [](auto& e, auto&, auto&) { e.tiers_by = 2; }},
      {"PER_PIECE", [](auto& e, auto&, auto&) { e.graduated = 1; }},
      {"PER_PIECE",
       [](auto& e, auto& a, auto& b) { e.graduated = 1, a.gives = b.gives = tier_gives::price; }},
      {"PER_PIECE", [](auto&, auto& a, auto& b) { a.gives = b.gives = tier_gives::off; }},
      {"PER_PIECE", [](auto&, auto&, auto& b) { b.value = most_money; }},
      // The only tier needs no mark.
      {"RANGED", [](auto& e, auto&, auto& b) { ++e.tiers.first, e.tiers.count = 1, b.chosen = 0; }},
      {"RANGED", [](auto& e, auto&, auto&) { ++e.tiers.first, e.tiers.count = 1; }},
  };
  number = 0;
  for (const tier_case& c : sound) {
    INFO("sound case " << number++);
    CHECK(said_of_tiers(c) == "sound");
  }
}

TEST_CASE("an effect has at most 64 tiers") {
  for (const std::uint32_t count : {64U, 65U}) {
    const std::string said = testing::verdict_after([&](wide_tables& t) {
      effect_row& e = t.offers[testing::offer("TIERS")].effect;
      tier_row tier = t.tiers[e.tiers.first];
      e.tiers = {static_cast<std::uint32_t>(t.tiers.size()), count};
      for (std::uint32_t i = 0; i < count; ++i) tier.from = i, t.tiers.push_back(tier);
    });
    CHECK(said == (count == 64 ? "sound" : testing::row_of("offers", testing::offer("TIERS"))));
  }
}

TEST_CASE("every field of an offer stays in its range") {
  const table_views& sealed = testing::every_row().tables();
  const text_ref nowhere{static_cast<std::uint32_t>(sealed.texts.size()), 1};
  const graph::index of_line = sealed.selectors[0].when;
  const graph::index number = effect_of("MATCH").expression;
  const std::function<void(offer_row&)> broken[] = {
      [](offer_row& o) { o.name = {}; },
      [&](offer_row& o) { o.name = nowhere; },
      [&](offer_row& o) { o.because = nowhere; },
      [&](offer_row& o) { o.at.file = nowhere; },
      [](offer_row& o) { o.stage = static_cast<stage>(3); },
      [](offer_row& o) { o.basis = static_cast<basis>(3); },
      [](offer_row& o) { o.has_cost = 2; },
      [](offer_row& o) { o.unused = 1; },
      [](offer_row& o) { o.cost_per = 1'000'001; },
      [](offer_row& o) { o.repeat = 0; },
      [](offer_row& o) { o.repeat = 65; },
      [&](offer_row& o) { o.position = static_cast<std::uint32_t>(sealed.offers.size()); },
      [&](offer_row& o) { o.when = static_cast<graph::index>(sealed.expressions.size()); },
      [&](offer_row& o) { o.when = of_line; },
      [&](offer_row& o) { o.when = number; },
      [](offer_row& o) { o.cost = -1; },
      [](offer_row& o) { o.cost = most_money + 1; },
      [](offer_row& o) { o.worth = -1; },
      [](offer_row& o) { o.worth = most_money + 1; },
      [](offer_row& o) {
        o.obligations = {0, 1'000};
      },
      [](offer_row& o) {
        o.classes = {0, 1'000};
      },
      [](offer_row& o) {
        o.stacking = {0, 1'000};
      },
      [](offer_row& o) {
        o.limits = {0, 1'000};
      },
      [](offer_row& o) {
        o.limits = {0xFFFF'FFFF, 0xFFFF'FFFF};
      },
  };
  std::size_t which = 0;
  for (const auto& change : broken) {
    INFO("case " << which++);
    CHECK(testing::verdict_after([&](wide_tables& t) { change(t.offers[0]); }) ==
          content_refused());
  }
  CHECK(testing::verdict_after([](wide_tables& t) {
          offer_row& o = t.offers[0];
          o.cost_per = 1'000'000, o.repeat = 64, o.cost = o.worth = most_money;
          o.stage = stage::shipping, o.basis = basis::stage, o.when = no_index;
        }) == "sound");
  // Two that apply at the same place.
  CHECK(testing::verdict_after([](wide_tables& t) {
          t.offers[1].position = t.offers[0].position;
        }) == testing::row_of("offers", 1));
  // Runs of references rise, so that each is named once.
  CHECK(testing::verdict_after([](wide_tables& t) {
          const row_range run = t.offers[0].classes;
          REQUIRE(run.count == 2);
          std::swap(t.class_refs[run.first], t.class_refs[run.first + 1]);
        }) == content_refused());
}

TEST_CASE("the order of names holds each offer once") {
  const std::size_t offers = testing::every_row().tables().offers.size();
  CHECK(testing::verdict_after([](wide_tables& t) { t.offers_by_name.pop_back(); }) ==
        testing::row_of("offers_by_name", offers - 1));
  CHECK(testing::verdict_after([](wide_tables& t) { t.offers_by_name.push_back(0); }) ==
        testing::row_of("offers_by_name", offers + 1));
  CHECK(testing::verdict_after([&](wide_tables& t) {
          t.offers_by_name[0] = static_cast<graph::index>(offers);
        }) == testing::row_of("offers_by_name", 0));
  CHECK(testing::verdict_after([](wide_tables& t) {
          std::swap(t.offers_by_name[0], t.offers_by_name[1]);
        }) == testing::row_of("offers_by_name", 1));
}

// The parts that offers and expressions are stored in, which the wide rows above never show.
TEST_CASE("parts that no row uses, and rows whose parts are missing, are refused") {
  const table_views& sealed = testing::every_row().tables();
  const auto said = [](const table_views& t) {
    const std::optional<error> failure = verify(t);
    return failure ? failure->message : std::string("sound");
  };
  const auto copy = [](const auto& view) { return std::vector(view.begin(), view.end()); };
  const auto with = [&](auto field, const auto& change) {
    table_views t = sealed;
    auto rows = copy(field(t));
    change(rows);
    field(t) = rows;
    return said(t);
  };
  const auto effects = [](table_views & t) -> auto& {
    return t.offers.effects;
  };
  const auto links = [](table_views & t) -> auto& {
    return t.offers.links;
  };
  const auto places = [](table_views & t) -> auto& {
    return t.offers.places;
  };
  const auto extras = [](table_views & t) -> auto& {
    return t.offers.extras;
  };
  const auto offers = [](table_views & t) -> auto& {
    return t.offers.rows;
  };
  const auto nodes = [](table_views & t) -> auto& {
    return t.expression_nodes.rows;
  };
  const auto roots = [](table_views & t) -> auto& {
    return t.expressions.rows;
  };
  const auto nothing = [](auto&) {};
  CHECK(with(effects, nothing) == "sound");
  CHECK(with(effects, [](auto& rows) { rows.push_back(rows[0]); }) ==
        testing::row_of("effects", sealed.offers.effects.size()));
  CHECK(with(links, [](auto& rows) { rows.push_back(rows[0]); }) ==
        testing::row_of("links", sealed.offers.links.size()));
  CHECK(with(places, [](auto& rows) { rows.pop_back(); }) ==
        testing::row_of("offer_places", sealed.offers.size() - 1));
  CHECK(with(effects, [](auto& rows) { rows[0].unused = 1; }) == testing::row_of("effects", 0));
  CHECK(with(effects, [](auto& rows) { rows[0].mask = 1U << 13; }) ==
        testing::row_of("effects", 0));
  CHECK(with(effects, [](auto& rows) { rows[0].first = 0xFFFF'FFF0; }) ==
        testing::row_of("effects", 0));
  CHECK(with(extras, [](auto& rows) { rows.clear(); }) == testing::row_of("effects", 0));
  CHECK(with(offers, [](auto& rows) { rows[2].effect = 99; }) == testing::row_of("offers", 2));
  CHECK(with(offers, [](auto& rows) { rows[2].links = 99; }) == testing::row_of("offers", 2));
  CHECK(with(offers, [](auto& rows) { rows[0].first = 0xFFFF'FFF0; }) ==
        testing::row_of("offers", 0));
  CHECK(with(roots, [](auto& rows) { rows[1].profile = 99; }) == testing::row_of("expressions", 1));
  const auto choice = static_cast<std::uint8_t>(op::conditional);
  CHECK(with(nodes, [&](auto& rows) { rows[1].op = choice, rows[1].b = 0xFFFF'FFFF; }) ==
        testing::row_of("expression_nodes", 1));
}

}  // namespace
