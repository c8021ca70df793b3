// What the checker says: code, place, message and help.
#include "check/condition_checker.hpp"

#include <string>

#include "support/catch.hpp"
#include "syntax/condition_parser.hpp"

using namespace parley;

namespace {

check::condition_scope scope() {
  const auto make = [](std::string name, type_kind type, type_kind element = type_kind::null) {
    check::scope_fact f;
    f.name = std::move(name);
    f.type = type;
    f.element = element;
    return f;
  };
  check::condition_scope s;
  s.currency = "USD";
  s.line_facts = check::built_in_line_facts();
  s.line_facts.push_back(make("map", type_kind::money));
  s.selectors = {"tea"};
  s.facts = {make("channel", type_kind::string),
             make("customer.orders", type_kind::integer),
             make("customer.tags", type_kind::list, type_kind::string),
             make("customer.tier", type_kind::string),
             make("customer.verified", type_kind::boolean),
             make("loyalty.tier", type_kind::string),
             make("partner", type_kind::string)};
  s.facts[3].one_of = {"bronze", "silver", "gold"};
  s.facts[5].optional = true;
  s.facts[6].optional = true;
  return s;
}

/// "code offset+length message | help" of all diagnostics, or the type and cost.
std::string answer(std::string_view text, check::condition_use use = {}) {
  diagnostics out;
  const auto parsed =
      syntax::parse_condition(text, {0, 0, static_cast<std::uint32_t>(text.size())}, true, out);
  REQUIRE(parsed);
  const auto typed = check::check_condition(*parsed, scope(), use, out);
  if (typed) {
    REQUIRE(out.empty());
    return std::string(name_of(typed->type));
  }
  std::string made;
  for (const diagnostic& d : out.items()) {
    if (!made.empty()) made += "\n";
    made += d.code + " " + std::to_string(d.at.offset) + "+" + std::to_string(d.at.length) + " " +
            d.message;
    if (!d.help.empty()) made += " | " + d.help;
  }
  return made;
}

check::condition_use any() {
  check::condition_use use;
  use.expected = check::condition_use::expect::any;
  use.line = true;
  return use;
}

}  // namespace

TEST_CASE("misspelt names get what was probably meant") {
  CHECK(answer("customer.teir == \"gld\"") ==
        "PL2103 0+13 unknown fact `customer.teir` | did you mean `customer.tier`?\n"
        "PL2107 17+5 `customer.tier` is never `gld` | did you mean `gold`?");
  CHECK(answer("customer.tier == \"gld\"") ==
        "PL2107 17+5 `customer.tier` is never `gld` | did you mean `gold`?");
  CHECK(answer("customer.tier in [\"gold\", \"slver\"]") ==
        "PL2107 26+7 `customer.tier` is never `slver` | did you mean `silver`?");
  CHECK(answer("cart.subtotl >= 50") ==
        "PL2103 0+12 unknown fact `cart.subtotl` | did you mean `cart.subtotal`?");
  CHECK(answer("cart.lines.all(l, l.pric > 5)") ==
        "PL2104 18+6 a cart line has no `pric` | did you mean `price`?");
  CHECK(answer("channel.startWith(\"e\")") ==
        "PL2105 0+22 unknown function `startWith` | did you mean `startsWith`?");
  CHECK(answer("tea.total > 5") ==
        "PL2104 0+9 a selector has no `total` | it has subtotal, quantity and lines");
  CHECK(answer("tea > 5") ==
        "PL2103 0+3 unknown fact `tea` | write tea.subtotal, tea.quantity or tea.lines");
  CHECK(answer("custmer.orders == 0 && chanel == \"web\"") ==
        "PL2103 0+14 unknown fact `custmer.orders` | did you mean `customer.orders`?\n"
        "PL2103 23+6 unknown fact `chanel` | did you mean `channel`?");
}

TEST_CASE("types must fit") {
  CHECK(answer("customer.orders == 0") == "bool");
  CHECK(answer("customer.orders") ==
        "PL2102 0+15 a condition must be true or false, this is int | compare it with something");
  CHECK(answer("customer.tier > 3") == "PL2101 0+17 string and int can't be compared");
  CHECK(answer("customer.verified && 1") == "PL2101 21+1 `&&` needs true or false, this is int");
  CHECK(answer("!customer.orders") == "PL2101 1+15 `!` needs true or false, this is int");
  CHECK(answer("customer.tier + 1 == \"x\"") ==
        "PL2101 0+17 `+` can't join string and int | write string(x) to make text of it");
  CHECK(answer("\"web\" in channel") ==
        "PL2101 9+7 `in` needs a list or map, this is string | write text.contains(part)");
  CHECK(answer("\"vip\" in customer.tags") == "bool");
  CHECK(answer("1 in customer.tags") == "PL2101 0+18 int is never in list(string)");
  CHECK(answer("[1, \"a\"] == []") ==
        "PL2101 4+3 the elements of a list have one type, here int and string");
  CHECK(answer("customer.tags.all(1, true)") ==
        "PL2112 18+1 `all` needs a plain name for the element | write list.all(x, ... x ...)");
  CHECK(answer("channel.substring(\"a\") == \"\"") == "PL2106 18+3 `substring` can't take string");
  CHECK(answer("channel == null") ==
        "PL2101 0+15 string and null can't be compared | write has(x) to ask whether x exists");
  CHECK(answer("now > \"2026-11-22\"") ==
        "PL2101 0+18 timestamp and string can't be compared | write "
        "timestamp(\"2026-11-22T10:00:00Z\")");
  CHECK(answer("timestamp(\"22.11.2026\") < now") ==
        "PL2114 10+12 `22.11.2026` can't be read by timestamp() | write 2026-11-22T10:00:00Z");
}

TEST_CASE("money says what was probably meant") {
  CHECK(answer("cart.subtotal >= 50") == "bool");
  CHECK(answer("cart.subtotal * cart.subtotal > 5") ==
        "PL2110 0+29 money times money means nothing | multiply by a number or a percentage: "
        "cart.subtotal "
        "* 2, cart.subtotal * 10%");
  CHECK(answer("cart.subtotal + 10% > 5") ==
        "PL2110 0+19 money plus percent means nothing | did you mean `cart.subtotal + "
        "cart.subtotal * 10%`?");
  CHECK(answer("cart.subtotal > 10%") ==
        "PL2101 0+19 money and percent can't be compared | write a share of something: "
        "cart.subtotal * 10%");
  CHECK(answer("cart.subtotal > customer.orders") ==
        "PL2101 0+31 money and int can't be compared | make it money: money(x, \"USD\")");
  CHECK(answer("cart.subtotal > 5.00EUR") ==
        "PL2111 0+23 USD and EUR can't be compared | write both amounts in USD");
  CHECK(answer("cart.subtotal > 5.00XXX") == "PL2111 16+7 `XXX` is no ISO 4217 currency");
  CHECK(answer("cart.subtotal * 10% - 5 > 1") ==
        "PL2101 0+23 `%` needs two int or two uint, not money and int | for a percentage before an "
        "operand "
        "write (10%)");
  CHECK(answer("line.map * 1.1", any()) == "money");
  CHECK(answer("line.map / line.map", any()) == "decimal");
}

TEST_CASE("names have their places") {
  CHECK(answer("line.map > 5") ==
        "PL2109 0+8 `line.map` has no line here | write cart.lines.exists(l, l.map ...) or use a "
        "selector");
  CHECK(answer("so_far.total > 5") ==
        "PL2109 0+12 `so_far.total` can't be read here | only offers of the order and shipping "
        "stages read "
        "so_far");
  check::condition_use in_selector;
  in_selector.line = true;
  in_selector.selectors = false;
  CHECK(answer("tea.quantity > 1", in_selector) ==
        "PL2109 0+12 a selector can't read a selector | write its condition again");
}

TEST_CASE("optional facts want a guard") {
  const std::string complaint =
      " `loyalty.tier` is optional and may be absent | guard it: has(loyalty.tier) && ...";
  CHECK(answer("loyalty.tier == \"x\"") == "PL2108 0+12" + complaint);
  CHECK(answer("has(loyalty.tier) && loyalty.tier == \"x\"") == "bool");
  CHECK(answer("!has(loyalty.tier) || loyalty.tier == \"x\"") == "bool");
  CHECK(answer("has(loyalty.tier) ? loyalty.tier == \"x\" : false") == "bool");
  CHECK(answer("has(loyalty.tier) || loyalty.tier == \"x\"") == "PL2108 21+12" + complaint);
  CHECK(answer("has(loyalty.tier) ? false : loyalty.tier == \"x\"") == "PL2108 28+12" + complaint);
}

TEST_CASE("optional facts without a dot want the same guard") {
  const std::string complaint =
      " `partner` is optional and may be absent | guard it: has(partner) && ...";
  CHECK(answer("partner == \"x\"") == "PL2108 0+7" + complaint);
  CHECK(answer("has(partner) && partner == \"x\"") == "bool");
  CHECK(answer("!has(partner) || partner == \"x\"") == "bool");
  CHECK(answer("has(partner) ? partner == \"x\" : false") == "bool");
  CHECK(answer("has(.partner) && partner == \"x\"") == "bool");
  CHECK(answer("has(partner) || partner == \"x\"") == "PL2108 16+7" + complaint);
  CHECK(answer("has(channel) && partner == \"x\"") == "PL2108 16+7" + complaint);
  check::condition_use shown;
  shown.present_facts = {6};
  CHECK(answer("partner == \"x\"", shown) == "bool");
}

TEST_CASE("has() of a name wants a declared fact") {
  const std::string help =
      " | write has() of a declared fact or of a field, such as has(customer.tier)";
  CHECK(answer("has(channel)") == "bool");
  CHECK(answer("customer.tags.all(channel, has(.channel))") == "bool");
  CHECK(answer("has(partnr)") == "PL2103 0+11 unknown fact `partnr` | did you mean `partner`?");
  CHECK(answer("has(string)").starts_with("PL2103 0+11 unknown fact `string` | "));
  CHECK(answer("has(tea)").starts_with("PL2103 0+8 unknown fact `tea` | "));
  CHECK(answer("customer.tags.exists(t, has(t))") ==
        "PL2112 24+6 has() asks for a fact or a field, `t` is a value" + help);
  CHECK(answer("[true].exists(t, has(t))") ==
        "PL2112 17+6 has() asks for a fact or a field, `t` is a value" + help);
  CHECK(answer("has(now)") ==
        "PL2112 0+8 has() asks for a fact or a field, `now` is built in" + help);
  CHECK(answer("has(tea.subtotal)") ==
        "PL2112 0+17 has() asks for a fact or a field, this is neither" + help);
  CHECK(answer("has(partner).x == 1").starts_with("PL2104 0+14 bool has no fields"));
  CHECK(answer("has(loyalty.tier).x == 1").starts_with("PL2104 0+19 bool has no fields"));
}

TEST_CASE("the worst case is bounded") {
  CHECK(answer("customer.tags.all(a, customer.tags.exists(b, a != b))") == "bool");
  CHECK(answer("cart.lines.all(a, cart.lines.all(b, a.price == b.price))")
            .starts_with("PL2201 0+56 "));
}
