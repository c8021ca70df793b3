// The conditions of the winter pack from text to answer.
#include <algorithm>

#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

constexpr std::uint32_t line_clearance = line_built_in_count;
constexpr std::uint32_t line_map = line_built_in_count + 1;

check::scope_fact tier() {
  check::scope_fact f;
  f.name = "customer.tier";
  f.type = type_kind::string;
  f.one_of = {"bronze", "silver", "gold"};
  return f;
}

void declare_winter(condition_bench& b) {
  b.fact(tier())
      .fact("customer.verified", type_kind::boolean)
      .fact("customer.orders", type_kind::integer)
      .fact("channel", type_kind::string)
      .fact("conversation.sentiment", type_kind::decimal)
      .fact("inventory.eta_days", type_kind::integer)
      .fact("competitor.price", type_kind::money)
      .fact("line.map", type_kind::money)
      .fact("line.clearance", type_kind::boolean);
  b.selector("tea", "line.category == \"tea\"").selector("full_price", "!line.clearance");
}

void fill_winter(condition_bench& b) {
  fact_set& f = b.facts();
  f.set_now({1'795'341'600, 0});
  f.open_cart();
  f.add_line({"l1", "TEA-GREEN", 2, 1200});
  f.set_line(0, line_category, value::string("tea"));
  f.set_line(0, line_cost, value::money_minor(500, 2, currency_named("USD")));
  f.set_line(0, line_map, value::money_minor(750, 2, currency_named("USD")));
  f.set_line(0, line_clearance, value::boolean(false));
  f.add_line({"l2", "MUG", 2, 2000});
  f.set_line(1, line_category, value::string("kitchen"));
  f.set_line(1, line_clearance, value::boolean(true));
  b.set("customer.tier", value::string("gold"));
  b.set("customer.verified", value::boolean(true));
  b.set("customer.orders", value::integer(0));
  b.set("channel", value::string("email"));
  b.set("inventory.eta_days", value::integer(3));
}

}  // namespace

TEST_CASE("the winter pack's conditions come to their answers") {
  condition_bench b;
  declare_winter(b);
  const auto orders = b.compile("customer.orders == 0");
  const auto subtotal = b.compile("cart.subtotal >= 50");
  const auto eta = b.compile("inventory.eta_days <= 2");
  const auto haggle = b.compile("customer.verified || channel == \"web\"");
  const auto unverified = b.compile("!customer.verified");
  const auto sentiment = b.compile("conversation.sentiment < -0.5");
  const auto map = b.compile("line.map");
  const auto bound = b.compile("line.cost * 1.1 + 0.50");
  const auto tea = b.compile("tea.subtotal");
  const auto tea_quantity = b.compile("tea.quantity >= 2 && full_price.quantity == 2");
  const auto dear = b.compile("cart.lines.exists(l, l.price > 15)");
  const auto dearest = b.compile("cart.lines.filter(l, l.price > 15).map(l, l.sku)");
  b.seal();
  fill_winter(b);
  b.begin();
  CHECK(b.show(orders) == "true");
  CHECK(b.show(subtotal) == "true");
  CHECK(b.show(eta) == "false");
  CHECK(b.show(haggle) == "true");
  CHECK(b.show(unverified) == "false");
  CHECK(b.show(sentiment) == "unknown");
  CHECK(b.show(map, 0) == "7.50USD");
  CHECK(b.show(map, 1) == "unknown");
  CHECK(b.show(bound, 0) == "6.000USD");
  CHECK(b.show(tea) == "24.00USD");
  CHECK(b.show(tea_quantity) == "true");
  CHECK(b.show(dear) == "true");
  CHECK(b.show(dearest) == "[\"MUG\"]");

  std::vector<missing_fact> why;
  b.evaluator().reasons(sentiment, no_index, why);
  REQUIRE(why.size() == 1);
  CHECK(why[0] == missing_fact{missing_fact::kind::fact, b.row("conversation.sentiment"), no_index,
                               fact_state::missing});
  why.clear();
  b.evaluator().reasons(map, 1, why);
  REQUIRE(why.size() == 1);
  CHECK(why[0].what == missing_fact::kind::line);
  CHECK(why[0].line == 1);
  why.clear();
  b.evaluator().reasons(orders, no_index, why);
  CHECK(why.empty());
}

TEST_CASE("a known operand settles a junction, yet the missing one is listed") {
  condition_bench b;
  declare_winter(b);
  const auto haggle = b.compile("customer.verified || channel == \"web\"");
  b.seal();
  fill_winter(b);
  b.set_state("channel", fact_state::withheld);
  b.begin();
  CHECK(b.show(haggle) == "true");
  std::vector<missing_fact> missing;
  b.evaluator().all_missing(haggle, missing);
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].reason == fact_state::withheld);
}

TEST_CASE("equal conditions and sub-expressions are stored once") {
  condition_bench b;
  declare_winter(b);
  const auto first = b.compile("customer.orders == 0 && cart.subtotal >= 50");
  CHECK(b.compile("customer.orders == 0 && cart.subtotal >= 50.00") != no_index);
  CHECK(b.compile("(0 == customer.orders) && cart.subtotal >= 50") == first);
  CHECK(b.compile("1 + 1 == 2 && customer.orders == 0") == b.compile("customer.orders == 0"));
}
