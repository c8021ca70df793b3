#include "parley/facts/binding.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/schema.hpp"

using namespace parley;

namespace {

struct shopper {
  std::string tier;
  std::vector<int> past_orders;
  std::optional<bool> verified;
  minor_units credit;
  std::vector<std::string> segments;
  std::uint64_t points = 0;
  std::chrono::system_clock::time_point seen;
};

test::schema_builder sample() {
  test::schema_builder made;
  made.fact("customer.credit", type_kind::money);
  made.fact("customer.orders", type_kind::integer).maximum = made.constant_of(value::integer(100));
  made.fact("customer.points", type_kind::integer);
  made.fact("customer.score", type_kind::decimal);
  made.fact("customer.seen", type_kind::timestamp);
  made.fact("customer.segments", type_kind::list, type_kind::string);
  made.one_of(made.fact("customer.tier", type_kind::string), {"gold", "silver"});
  made.fact("customer.verified", type_kind::boolean).max_age_seconds = 60;
  made.line_fact("map", type_kind::money);
  return made;
}

const shopper gold{"gold", {1, 2, 3}, true, {1250}, {"tea", "new"}, 40, {}};

}  // namespace

TEST_CASE("members and functions fill facts") {
  const test::schema_builder built = sample();
  const fact_schema schema = built.schema();
  struct_binding<shopper> binding(schema);
  binding.field("customer.tier", &shopper::tier)
      .field("customer.orders", [](const shopper& s) { return s.past_orders.size(); })
      .field("customer.verified", &shopper::verified)
      .field("customer.credit", &shopper::credit)
      .field("customer.segments", &shopper::segments)
      .field("customer.points", &shopper::points)
      .field("customer.score", [](const shopper&) { return decimal(5, -1); })
      .field("customer.seen", &shopper::seen)
      .as_of("customer.verified", [](const shopper& s) { return s.seen; });
  REQUIRE(binding.errors().empty());

  fact_set facts(schema);
  facts.set_now({30, 0});
  CHECK(binding.apply(gold, facts).empty());
  CHECK(facts.get(schema.fact_named("customer.tier")).as_text().data() == gold.tier.data());
  CHECK(facts.get(schema.fact_named("customer.orders")).as_int() == 3);
  CHECK(facts.get(schema.fact_named("customer.points")).as_int() == 40);
  CHECK(facts.state(schema.fact_named("customer.verified")) == fact_state::known);
  CHECK(facts.get(schema.fact_named("customer.verified")).as_bool());
  CHECK(facts.get(schema.fact_named("customer.credit")).as_decimal().scaled_exactly(2) == 1250);
  const value segments = facts.get(schema.fact_named("customer.segments"));
  REQUIRE(segments.items().size() == 2);
  CHECK(segments.items()[1].as_text() == "new");
  CHECK(facts.get(schema.fact_named("customer.seen")).as_timestamp() == timestamp{0, 0});
}

TEST_CASE("a text made on the fly is copied") {
  const test::schema_builder built = sample();
  struct_binding<shopper> binding(built.schema());
  binding.field("customer.tier", [](const shopper& s) { return std::string(s.tier); })
      .field("customer.segments", [](const shopper&) {
        return std::vector<std::string>{std::string(50, 'a'), "b"};
      });
  REQUIRE(binding.errors().empty());
  fact_set facts(built.schema());
  CHECK(binding.apply(gold, facts).empty());
  CHECK(facts.get(built.schema().fact_named("customer.tier")).as_text() == "gold");
  const value segments = facts.get(built.schema().fact_named("customer.segments"));
  CHECK(segments.items()[0].as_text() == std::string(50, 'a'));
}

TEST_CASE("an empty optional is missing, or absent where the binding says so") {
  const test::schema_builder built = sample();
  const std::uint32_t verified = built.schema().fact_named("customer.verified");
  shopper unknown = gold;
  unknown.verified.reset();
  fact_set facts(built.schema());
  struct_binding<shopper> as_missing(built.schema());
  as_missing.field("customer.verified", &shopper::verified);
  CHECK(as_missing.apply(unknown, facts).empty());
  CHECK(facts.state(verified) == fact_state::missing);
  struct_binding<shopper> as_absent(built.schema());
  as_absent.field("customer.verified", &shopper::verified, when_empty::absent);
  CHECK(as_absent.apply(unknown, facts).empty());
  CHECK(facts.state(verified) == fact_state::absent);
}

TEST_CASE("names and types are checked when binding") {
  const test::schema_builder built = sample();
  struct_binding<shopper> binding(built.schema());
  binding.field("customer.teir", &shopper::tier)
      .field("customer.orders", &shopper::tier)
      .field("customer.credit", &shopper::points)
      .field("customer.segments", &shopper::past_orders);
  REQUIRE(binding.errors().size() == 4);
  CHECK(binding.errors()[0].code == "binding.name");
  CHECK(binding.errors()[0].message ==
        "the pack declares no fact `customer.teir`; did you mean `customer.tier`?");
  CHECK(binding.errors()[1].code == "binding.type");
  CHECK(binding.errors()[1].message ==
        "`customer.orders` is declared as int, which this member can't give");
}

TEST_CASE("values outside their declaration stay missing and are listed") {
  const test::schema_builder built = sample();
  struct_binding<shopper> binding(built.schema());
  binding.field("customer.tier", &shopper::tier)
      .field("customer.orders", [](const shopper&) { return 101; })
      .field("customer.points", [](const shopper&) { return ~std::uint64_t{0}; });
  shopper other = gold;
  other.tier = "bronze";
  fact_set facts(built.schema());
  const std::vector<error> faults = binding.apply(other, facts);
  REQUIRE(faults.size() == 3);
  CHECK(faults[0].message == "`customer.tier`: none of the declared values");
  CHECK(faults[1].message == "`customer.orders`: above the declared maximum");
  CHECK(facts.state(built.schema().fact_named("customer.tier")) == fact_state::missing);
}

TEST_CASE("cart lines come from structs too") {
  struct item {
    std::string sku;
    int count = 0;
    std::int64_t cents = 0;
    std::optional<minor_units> map;
  };
  const test::schema_builder built = sample();
  line_binding<item> binding(built.schema(), [](const item& i) {
    return cart_line{i.sku, i.sku, i.count, i.cents};
  });
  binding.field("map", &item::map, when_empty::absent).field("category", [](const item&) {
    return "tea";
  });
  REQUIRE(binding.errors().empty());
  fact_set facts(built.schema());
  const item tea{"TEA", 2, 1200, minor_units{750}};
  const item mug{"MUG", 1, 900, {}};
  CHECK(binding.apply(tea, facts).empty());
  CHECK(binding.apply(mug, facts).empty());
  CHECK(facts.subtotal() == 3300);
  CHECK(facts.line_value(0, line_category).as_text() == "tea");
  CHECK(facts.line_state(0, line_built_in_count) == fact_state::known);
  CHECK(facts.line_state(1, line_built_in_count) == fact_state::absent);
  CHECK(binding.apply({"X", 0, 1, {}}, facts).size() == 1);
  CHECK(binding.apply({"X", 1, -1, {}}, facts).size() == 1);
  CHECK(facts.lines().size() == 2);
}
