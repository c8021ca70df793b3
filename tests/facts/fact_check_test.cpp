// What keeps a value from being a fact's: type, element, currency, range, choice, size.
#include "parley/facts/fact_check.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/schema.hpp"

using namespace parley;

namespace {

value money(std::int64_t minor, const char* currency = "USD") {
  return value::money(decimal(minor, -2), currency_named(currency));
}

struct bounded {
  type_kind kind;
  value least, most;
  std::vector<value> inside;
  value below, above;
};

}  // namespace

TEST_CASE("values of every kind with an order stay within their bounds") {
  const bounded all[] = {
      {type_kind::boolean,
       value::boolean(true),
       value::boolean(true),
       {value::boolean(true)},
       value::boolean(false),
       value()},
      {type_kind::integer,
       value::integer(-3),
       value::integer(5),
       {value::integer(-3), value::integer(0), value::integer(5)},
       value::integer(-4),
       value::integer(6)},
      {type_kind::uinteger,
       value::integer(2),
       value::uinteger(5),
       {value::uinteger(2), value::uinteger(5)},
       value::uinteger(1),
       value::uinteger(UINT64_MAX)},
      {type_kind::decimal,
       value::integer(-1),
       value::number(decimal(15, -1)),
       {value::number(decimal(-10, -1)), value::number(decimal(1'500, -3))},
       value::number(decimal(-1'000'001, -6)),
       value::number(decimal(1'500'001, -6))},
      {type_kind::percent,
       value::percent(decimal(1, -1)),
       value::percent(decimal(5, -1)),
       {value::percent(decimal(10, -2)), value::percent(decimal(50, -2))},
       value::percent(decimal(9, -2)),
       value::percent(decimal(51, -2))},
      {type_kind::money, money(100), money(500), {money(100), money(500)}, money(99), money(501)},
      {type_kind::string,
       value::string("b"),
       value::string("d"),
       {value::string("b"), value::string("cz"), value::string("d")},
       value::string("az"),
       value::string("da")},
      {type_kind::timestamp,
       value::at({100, 0}),
       value::at({200, 5}),
       {value::at({100, 0}), value::at({200, 5})},
       value::at({99, 999'999'999}),
       value::at({200, 6})},
      {type_kind::duration,
       value::lasting({1, 0}),
       value::lasting({2, 0}),
       {value::lasting({1, 0}), value::lasting({2, 0})},
       value::lasting({0, 999'999'999}),
       value::lasting({2, 1})},
  };
  for (const bounded& b : all) {
    INFO(name_of(b.kind));
    test::schema_builder made;
    const std::uint32_t least = made.constant_of(b.least);
    const std::uint32_t most = made.constant_of(b.most);
    fact_row& row = made.fact("f", b.kind);
    row.minimum = least, row.maximum = most;
    const fact_schema schema = made.schema();
    for (const value& v : b.inside) CHECK(check_fact(schema, row, v) == fact_fault::none);
    CHECK(check_fact(schema, row, b.below) == fact_fault::minimum);
    if (!b.above.is(type_kind::null))
      CHECK(check_fact(schema, row, b.above) == fact_fault::maximum);
    // The bounds of a list are those of its elements, the values of a map.
    fact_row list = row;
    list.type = type_kind::list, list.element = b.kind;
    const std::vector<value> two = {b.inside[0], b.below};
    CHECK(check_fact(schema, list, value::list({b.inside})) == fact_fault::none);
    CHECK(check_fact(schema, list, value::list(two)) == fact_fault::minimum);
    fact_row map = list;
    map.type = type_kind::map;
    const std::vector<value> entry = {value::string("key"), b.below};
    CHECK(check_fact(schema, map, value::map(entry)) == fact_fault::minimum);
  }
}

TEST_CASE("the first fault of a value is told") {
  test::schema_builder made;
  fact_row& row = made.fact("tier", type_kind::string);
  made.one_of(row, {"bronze", "gold"});
  const fact_schema schema = made.schema();
  CHECK(check_fact(schema, row, value::string("gold")) == fact_fault::none);
  CHECK(check_fact(schema, row, value::string("silver")) == fact_fault::choice);
  CHECK(check_fact(schema, row, value::integer(1)) == fact_fault::type);
  fact_row list = row;
  list.type = type_kind::list, list.element = type_kind::string, list.max_size = 2;
  const std::vector<value> good = {value::string("gold"), value::string("gold")};
  const std::vector<value> mixed = {value::string("gold"), value::integer(1)};
  const std::vector<value> wrong = {value::string("tin")};
  const std::vector<value> three(3, value::string("gold"));
  CHECK(check_fact(schema, list, value::list(good)) == fact_fault::none);
  CHECK(check_fact(schema, list, value::list({})) == fact_fault::none);
  CHECK(check_fact(schema, list, value::list(mixed)) == fact_fault::element);
  CHECK(check_fact(schema, list, value::list(wrong)) == fact_fault::choice);
  CHECK(check_fact(schema, list, value::list(three)) == fact_fault::size);
  CHECK(check_fact(schema, list, value::map(good)) == fact_fault::type);
  // Of a map the keys don't count.
  fact_row map = list;
  map.type = type_kind::map;
  const std::vector<value> entries = {value::string("any"), value::string("gold"),
                                      value::string("other"), value::string("gold")};
  CHECK(check_fact(schema, map, value::map(entries)) == fact_fault::none);
  // Without a size of its own a collection has at most a hundred elements.
  list.max_size = 0;
  const std::vector<value> hundred(100, value::string("gold"));
  const std::vector<value> more(101, value::string("gold"));
  CHECK(check_fact(schema, list, value::list(hundred)) == fact_fault::none);
  CHECK(check_fact(schema, list, value::list(more)) == fact_fault::size);
  fact_row price;
  price.type = type_kind::money;
  CHECK(check_fact(schema, price, money(1)) == fact_fault::none);
  CHECK(check_fact(schema, price, money(1, "EUR")) == fact_fault::currency);
}

TEST_CASE("every fault has words of its own") {
  std::vector<std::string_view> seen;
  for (int i = 0; i <= static_cast<int>(fact_fault::size); ++i) {
    const std::string_view words = name_of(static_cast<fact_fault>(i));
    CHECK(words.size() > 3);
    CHECK(std::find(seen.begin(), seen.end(), words) == seen.end());
    seen.push_back(words);
  }
  CHECK(name_of(static_cast<fact_fault>(99)) == "?");
}
