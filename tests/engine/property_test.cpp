// Promises that hold for every cart: sums, floors, and what order must not change. Seeds are
// printed.
#include "engine/shop.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// SplitMix64: small, and the same everywhere.
class numbers {
 public:
  explicit numbers(std::uint64_t seed) : state_(seed) {}
  std::int64_t below(std::int64_t bound) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return static_cast<std::int64_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(bound));
  }
  std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }

 private:
  std::uint64_t state_;
};

struct random_line {
  std::string sku;
  std::int64_t quantity;
  std::int64_t price;
  std::int64_t floor;
};

/// Any effect there is on merchandise or shipping.
graph::effect_row random_effect(numbers& n, shop& s, graph::index tea) {
  const bool on_tea = n.below(2) == 0;
  graph::effect_row row =
      percent_off(n.between(1, 60), on_tea ? target_kind::selector : target_kind::order,
                  on_tea ? tea : no_index);
  row.favour_merchant = static_cast<std::uint8_t>(n.below(2));
  row.consume_shared = static_cast<std::uint8_t>(n.below(2));
  row.pick = n.below(2) == 0 ? graph::picker::cheapest : graph::picker::dearest;
  row.per_group = static_cast<std::uint8_t>(n.below(2));
  row.buy = static_cast<std::uint32_t>(n.between(1, 3));
  row.get = static_cast<std::uint32_t>(n.between(1, 2));
  row.times = static_cast<std::uint32_t>(n.below(3));
  row.cap = n.below(3) == 0 ? n.between(0, 3000) : -1;
  const auto money = [&](effect_kind kind, std::int64_t most) {
    row.kind = kind;
    row.unit = graph::unit::money;
    row.minimum = row.maximum = n.between(0, most);
  };
  switch (n.below(11)) {
    case 0: money(effect_kind::amount_off, 9000); break;
    case 1: money(effect_kind::amount_off_each, 900); break;
    case 2: money(effect_kind::unit_price, 2000); break;
    case 3: money(effect_kind::set_price, 3000); break;
    case 4: row.kind = effect_kind::buy_get; break;
    case 5:
      row.kind = effect_kind::nth_off;
      row.buy += 1;
      break;
    case 6: row.kind = effect_kind::pick_off; break;
    case 7:
      money(effect_kind::per_spend, 500);
      row.threshold = n.between(500, 5000);
      break;
    case 8: {
      money(effect_kind::bundle_price, 4000);
      graph::bundle_part_row any_part;
      any_part.target = target_kind::order;
      graph::bundle_part_row tea_part;
      tea_part.target_index = tea;
      tea_part.quantity = static_cast<std::uint32_t>(n.between(1, 2));
      row.parts =
          compile::graph_builder::append(s.builder().tables.bundle_parts, {any_part, tea_part});
      break;
    }
    case 9: row.kind = effect_kind::shipping_percent; break;
    default: break;
  }
  return row;
}

struct random_case {
  shop store;
  std::vector<std::string> offers;
  std::vector<random_line> lines;

  random_case(std::uint64_t seed, bool level_order, graph::otherwise floors) {
    numbers n(seed);
    store.header().remainder = static_cast<std::uint8_t>(n.below(4));
    for (std::uint8_t& level : store.header().rounding_level)
      level = level_order ? 0 : static_cast<std::uint8_t>(n.below(3));
    const graph::index tea = store.selector("tea", "TEA");
    const std::int64_t count = n.between(1, 4);
    for (std::int64_t i = 0; i < count; ++i) {
      offers.push_back("O" + std::to_string(i));
      const graph::effect_row what = random_effect(n, store, tea);
      store.offer(offers.back(), what).basis =
          n.below(2) == 0 ? graph::basis::running : graph::basis::list;
    }
    if (floors != graph::otherwise::deny) {
      store.floor_price("floor", floors).scope =
          n.below(2) == 0 ? graph::scope::unit : graph::scope::line;
    }
    const std::int64_t size = n.between(1, 5);
    for (std::int64_t i = 0; i < size; ++i) {
      const std::int64_t price = n.below(8) == 0 ? 0 : n.between(1, 3000);
      lines.push_back({n.below(2) == 0 ? "TEA" : "MUG" + std::to_string(i), n.between(1, 5), price,
                       n.below(price + 200)});
    }
  }

  const decision& ask(bool reversed_lines, bool reversed_offers) {
    if (!opened_) store.open();
    opened_ = true;
    store.facts().clear();
    store.facts().open_cart();
    std::vector<random_line> cart = lines;
    if (reversed_lines) std::reverse(cart.begin(), cart.end());
    for (const random_line& l : cart) store.line(l.sku, l.quantity, l.price, l.floor);
    store.shipping("standard", 599);
    std::vector<std::string> asked = offers;
    if (reversed_offers) std::reverse(asked.begin(), asked.end());
    store.asked().offers.clear();
    for (const std::string& name : offers) {
      store.ask(reversed_offers
                    ? offers[offers.size() - 1 - static_cast<std::size_t>(&name - offers.data())]
                    : name);
    }
    store.asked().accept_partial = true;
    return store.answer();
  }

 private:
  bool opened_ = false;
};

}  // namespace

TEST_CASE("every quote sums up, and the order of the proposal changes nothing") {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    INFO("seed " << seed);
    random_case c(seed, false, graph::otherwise::deny);
    const decision first = c.ask(false, false);
    REQUIRE(first.has_quote);
    REQUIRE(sums_up(first.quote));
    const decision& second = c.ask(false, true);
    REQUIRE(second.quote.total == first.quote.total);
    REQUIRE(discounts(second) == discounts(first));
  }
}

TEST_CASE("the order of lines changes no total of one offer") {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    INFO("seed " << seed);
    random_case c(seed, true, graph::otherwise::deny);
    c.offers.resize(1);
    const std::int64_t total = c.ask(false, false).quote.total;
    REQUIRE(c.ask(true, false).quote.total == total);
  }
}

TEST_CASE("nothing that an offer touched lies below its floor") {
  for (const auto otherwise : {graph::otherwise::clamp, graph::otherwise::redistribute}) {
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
      INFO("seed " << seed);
      random_case c(seed, false, otherwise);
      const decision& d = c.ask(false, false);
      REQUIRE(d.has_quote);
      REQUIRE(sums_up(d.quote));
      REQUIRE(find(d, finding_code::limit_exceeded) == nullptr);
      for (std::size_t i = 0; i < c.lines.size(); ++i) {
        if (d.quote.lines[i].discount == 0) continue;
        REQUIRE(d.quote.lines[i].price >= c.lines[i].floor * c.lines[i].quantity);
      }
    }
  }
}
