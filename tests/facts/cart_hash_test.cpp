#include "parley/facts/cart_hash.hpp"

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
