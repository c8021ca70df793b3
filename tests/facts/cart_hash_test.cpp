#include "parley/facts/cart_hash.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/schema.hpp"

using namespace parley;

namespace {

const test::schema_builder& sample() {
  static const test::schema_builder built = [] {
    test::schema_builder made;
    made.line_fact("map", type_kind::money);
    return made;
  }();
  return built;
}

fact_set cart(bool swapped, const decimal& map, std::int64_t quantity = 2) {
  fact_set facts(sample().schema());
  const auto tea = [&] {
    const std::uint32_t line = facts.add_line({"l1", "TEA", quantity, 1200});
    facts.set_line(line, line_built_in_count, value::money(map, currency_named("USD")));
  };
  if (!swapped) tea();
  facts.add_line({"l2", "MUG", 1, 900});
  if (swapped) tea();
  facts.add_shipping({"standard", 599, 410, true, 0, false});
  return facts;
}

}  // namespace

TEST_CASE("the cart hash doesn't see the order of lines nor trailing zeros") {
  const std::string hash = cart_hash(cart(false, decimal(75, -1)));
  CHECK(hash.size() == 64);
  CHECK(cart_hash(cart(true, decimal(75, -1))) == hash);
  CHECK(cart_hash(cart(false, decimal(750, -2))) == hash);
}

TEST_CASE("the cart hash sees everything else") {
  const std::string hash = cart_hash(cart(false, decimal(75, -1)));
  CHECK(cart_hash(cart(false, decimal(76, -1))) != hash);
  CHECK(cart_hash(cart(false, decimal(75, -1), 3)) != hash);
  fact_set other = cart(false, decimal(75, -1));
  other.add_shipping({"express", 599, 410, true, 0, false});
  CHECK(cart_hash(other) != hash);
  other = cart(false, decimal(75, -1));
  other.set_line_state(0, line_built_in_count, fact_state::absent);
  CHECK(cart_hash(other) != hash);
}

TEST_CASE("the canonical text is readable and can't be imitated") {
  CHECK(cart_text(cart(true, decimal(75, -1))) ==
        "cart USD\n"
        "line id=s2:l1 sku=s3:TEA qty=2 price=12USD map=7.5USD\n"
        "line id=s2:l2 sku=s3:MUG qty=1 price=9USD\n"
        "shipping 8:standard 599 cost 410");
  fact_set one(sample().schema());
  one.add_line({"a qty=s1:b", "c", 1, 1});
  fact_set two(sample().schema());
  two.add_line({"a", "c", 1, 1});
  CHECK(cart_hash(one) != cart_hash(two));
  CHECK(cart_text(fact_set(sample().schema())) == "no cart USD");
}

TEST_CASE("an attribute of any kind is told apart from any other, whatever its trailing zeros") {
  const auto text_with = [](type_kind type, type_kind element, const value& v) {
    test::schema_builder made;
    made.line_fact("x", type, element);
    fact_set facts(made.schema());
    const std::uint32_t line = facts.add_line({"a", "A", 1, 100});
    facts.set_line(line, line_built_in_count, v);
    const std::string text = cart_text(facts);
    return text.substr(text.find(" x=") + 3);
  };
  const std::vector<value> texts = {value::string("a"), value::string("b,c")};
  const std::vector<value> numbers = {value::integer(1), value::integer(-2)};
  const std::vector<value> entries = {value::string("k"), value::number(decimal(150, -2))};
  struct kind_case {
    type_kind type, element;
    value content;
    std::string text;
  };
  constexpr type_kind none = type_kind::null;
  const kind_case cases[] = {
      {type_kind::boolean, none, value::boolean(true), "true"},
      {type_kind::boolean, none, value::boolean(false), "false"},
      {type_kind::integer, none, value::integer(-5), "-5"},
      {type_kind::uinteger, none, value::uinteger(5), "5u"},
      {type_kind::decimal, none, value::number(decimal(1'500, -3)), "1.5"},
      {type_kind::percent, none, value::percent(decimal(70, -3)), "0.07%"},
      {type_kind::money, none, value::money(decimal(1'050, -2), currency_named("EUR")), "10.5EUR"},
      {type_kind::string, none, value::string("a b"), "s3:a b"},
      {type_kind::bytes, none, value::bytes("ab"), "b2:ab"},
      {type_kind::timestamp, none, value::at({-7, 5}), "t-7.5"},
      {type_kind::duration, none, value::lasting({60, 0}), "d60.0"},
      {type_kind::list, type_kind::string, value::list(texts), "[s1:a,s3:b,c,]"},
      {type_kind::list, type_kind::integer, value::list(numbers), "[1,-2,]"},
      {type_kind::list, type_kind::integer, value::list({}), "[]"},
      {type_kind::map, type_kind::decimal, value::map(entries), "{s1:k,1.5,}"},
  };
  for (const kind_case& c : cases) {
    INFO(c.text);
    CHECK(text_with(c.type, c.element, c.content) == c.text);
  }
}

TEST_CASE("what isn't known of a line, and the tax of a delivery, are part of the cart") {
  fact_set facts(sample().schema());
  facts.add_line({"a", "A", 1, 100});
  facts.set_line_state(0, line_built_in_count, fact_state::absent);
  facts.set_line_state(0, line_cost, fact_state::withheld);
  facts.add_shipping({"post", 100, 0, false, 19'000'000, true});
  CHECK(cart_text(facts) ==
        "cart USD\nline id=s1:a sku=s1:A qty=1 price=1USD cost=unknown map=absent\n"
        "shipping 4:post 100 tax 19000000");
}
