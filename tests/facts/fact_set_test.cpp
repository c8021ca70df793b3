#include "parley/facts/fact_set.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/schema.hpp"

using namespace parley;

namespace {

test::schema_builder sample() {
  test::schema_builder made;
  made.fact("channel", type_kind::string);
  made.fact("customer.orders", type_kind::integer);
  made.fact("inventory.eta_days", type_kind::integer).max_age_seconds = 900;
  const std::uint32_t no = made.constant_of(value::boolean(false));
  made.line_fact("clearance", type_kind::boolean).default_value = no;
  made.line_fact("map", type_kind::money).max_age_seconds = 60;
  return made;
}

}  // namespace

TEST_CASE("what nobody supplied is missing") {
  const test::schema_builder built = sample();
  fact_set facts(built.schema(2));
  CHECK(facts.state(0) == fact_state::missing);
  CHECK(facts.counter(1).state == fact_state::missing);
  CHECK(facts.customer_key().state == fact_state::missing);
  CHECK_FALSE(facts.has_cart());
  CHECK_FALSE(facts.now());
}

TEST_CASE("a value is known, absent is known to be absent") {
  const test::schema_builder built = sample();
  fact_set facts(built.schema());
  facts.set(1, value::integer(3));
  facts.set_state(0, fact_state::absent);
  CHECK(facts.state(1) == fact_state::known);
  CHECK(facts.get(1).as_int() == 3);
  CHECK(facts.state(0) == fact_state::absent);
  facts.set_state(1, fact_state::withheld);
  CHECK(facts.state(1) == fact_state::withheld);
}

TEST_CASE("a fact with max_age is fresh up to that age and not a nanosecond more") {
  const test::schema_builder built = sample();
  fact_set facts(built.schema());
  facts.set(2, value::integer(2));
  CHECK(facts.state(2) == fact_state::stale);
  facts.set_as_of(2, {1000, 5});
  CHECK(facts.state(2) == fact_state::stale);
  facts.set_now({1900, 5});
  CHECK(facts.state(2) == fact_state::known);
  facts.set_now({1900, 6});
  CHECK(facts.state(2) == fact_state::stale);
  facts.set_now({1000, 5});
  CHECK(facts.state(2) == fact_state::known);
  facts.set_now({1000, 4});
  CHECK(facts.state(2) == fact_state::stale);
  facts.set_state(2, fact_state::absent);
  CHECK(facts.state(2) == fact_state::absent);
}

TEST_CASE("a line has its built-in attributes and sums") {
  const test::schema_builder built = sample();
  fact_set facts(built.schema());
  const std::uint32_t line = facts.add_line({"l1", "TEA", 2, 1250});
  facts.add_line({"l2", "MUG", 1, 900});
  CHECK(facts.has_cart());
  CHECK(facts.subtotal() == 3400);
  CHECK(facts.quantity() == 3);
  CHECK(facts.line_value(line, line_sku).as_text() == "TEA");
  CHECK(facts.line_value(line, line_qty).as_int() == 2);
  CHECK((compare(facts.line_value(line, line_price).as_decimal(), decimal(125, -1)) == 0));
  CHECK(facts.line_value(line, line_price).currency() == currency_named("USD"));
  CHECK(facts.line_state(line, line_cost) == fact_state::missing);
}

TEST_CASE("a default applies to absent attributes, not to missing ones") {
  const test::schema_builder built = sample();
  fact_set facts(built.schema());
  const std::uint32_t line = facts.add_line({"l1", "TEA", 2, 1250});
  const std::uint32_t clearance = line_built_in_count;
  CHECK(facts.line_state(line, clearance) == fact_state::missing);
  facts.set_line_state(line, clearance, fact_state::absent);
  CHECK(facts.line_state(line, clearance) == fact_state::known);
  CHECK_FALSE(facts.line_value(line, clearance).as_bool());
  facts.set_line(line, clearance, value::boolean(true));
  CHECK(facts.line_value(line, clearance).as_bool());
}

TEST_CASE("clear forgets everything and keeps texts apart") {
  const test::schema_builder built = sample();
  fact_set facts(built.schema(1));
  for (int round = 0; round < 3; ++round) {
    facts.clear();
    CHECK(facts.state(0) == fact_state::missing);
    CHECK(facts.lines().empty());
    CHECK(facts.subtotal() == 0);
    CHECK(facts.counter(0).state == fact_state::missing);
    const std::string_view first = facts.keep("first of " + std::to_string(round));
    const std::string_view second = facts.keep(std::string(100, 'x'));
    facts.set(0, value::string(first));
    facts.add_line({second, "TEA", 1, 1});
    facts.set_counter(0, 7);
    facts.set_now({1, 0});
    CHECK(facts.get(0).as_text() == "first of " + std::to_string(round));
    CHECK(facts.lines()[0].id.size() == 100);
  }
}

TEST_CASE("copies live on without their original, and lists of sets may grow") {
  const test::schema_builder built = sample();
  std::vector<fact_set> all;
  for (int i = 0; i < 20; ++i) {
    fact_set original(built.schema());
    original.set(0, value::string(original.keep("tier " + std::to_string(i))));
    fact_set copy = original;
    copy.set_customer_key(copy.keep("key " + std::to_string(i)));
    original.clear();
    original.keep("something else that is long enough to need memory of its own");
    all.push_back(copy);
  }
  for (int i = 0; i < 20; ++i) {
    const fact_set& one = all[static_cast<std::size_t>(i)];
    CHECK(one.get(0).as_text() == "tier " + std::to_string(i));
    CHECK(one.customer_key().content.as_text() == "key " + std::to_string(i));
  }
}
