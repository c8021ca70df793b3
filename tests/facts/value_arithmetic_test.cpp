// Arithmetic at the ends of what each type holds: exact up to the end, nothing beyond.
#include "parley/facts/value_arithmetic.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "parley/money/currency.hpp"
#include "support/catch.hpp"

using namespace parley;

namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t all_ones = std::numeric_limits<std::uint64_t>::max();

value i(std::int64_t n) {
  return value::integer(n);
}
value u(std::uint64_t n) {
  return value::uinteger(n);
}
value d(const char* text) {
  return value::number(*decimal::parse(text));
}
value p(const char* text) {
  return value::percent(*decimal::parse(text));
}
value m(const char* text, const char* currency = "USD") {
  return value::money(*decimal::parse(text), currency_named(currency));
}
value at(std::int64_t seconds, std::int32_t nanos = 0) {
  return value::at({seconds, nanos});
}
value span(std::int64_t seconds, std::int32_t nanos = 0) {
  return value::lasting({seconds, nanos});
}

using operation = std::optional<value> (*)(const value&, const value&) noexcept;

struct row {
  operation what;
  value a, b;
  std::optional<value> made;
};

/// Equal and of the same kind.
bool same(const std::optional<value>& x, const std::optional<value>& y) {
  if (!x || !y) return !x && !y;
  return x->kind() == y->kind() && equal_values(*x, *y) == true;
}

}  // namespace

TEST_CASE("sums, differences, products and quotients at the ends") {
  const auto none = std::nullopt;
  const std::string nines(34, '9');
  const std::string huge = nines + "e6144";  // the largest decimal there is
  const row rows[] = {
      {add_values, i(most), i(0), i(most)},
      {add_values, i(most), i(1), none},
      {add_values, i(least), i(-1), none},
      {add_values, u(all_ones), u(0), u(all_ones)},
      {add_values, u(all_ones), u(1), none},
      {add_values, i(most), u(1), d("9223372036854775808")},
      {add_values, i(most), d("0.5"), d("9223372036854775807.5")},
      {add_values, d(huge.c_str()), d("1"), d(huge.c_str())},
      {add_values, d(huge.c_str()), d(huge.c_str()), none},
      {add_values, m("1.10"), m("2.25"), m("3.35")},
      {add_values, m("1.10"), m("2.25", "EUR"), none},
      {add_values, m("1.10"), i(1), none},
      {add_values, p("0.1"), p("0.25"), p("0.35")},
      {add_values, p("0.1"), d("0.25"), none},
      {add_values, span(1, 600'000'000), span(1, 500'000'000), span(3, 100'000'000)},
      {add_values, span(-1, 0), span(0, 1), span(-1, 1)},
      {add_values, span(315'576'000'000), span(0), span(315'576'000'000)},
      {add_values, span(315'576'000'000), span(1), none},
      {add_values, span(-315'576'000'000), span(-1), none},
      {add_values, at(5, 999'999'999), span(0, 1), at(6)},
      {add_values, span(0, 1), at(5, 999'999'999), at(6)},
      {add_values, at(253'402'300'799), span(0, 999'999'999), at(253'402'300'799, 999'999'999)},
      {add_values, at(253'402'300'799, 999'999'999), span(0, 1), none},
      {add_values, at(-62'135'596'800), span(-1, 999'999'999), none},
      {add_values, at(1), at(1), none},
      {add_values, value::boolean(true), value::boolean(true), none},

      {subtract_values, i(least), i(1), none},
      {subtract_values, i(-1), i(most), i(least)},
      {subtract_values, u(1), u(2), none},
      {subtract_values, u(2), u(2), u(0)},
      {subtract_values, u(1), i(2), d("-1")},
      {subtract_values, m("1.10"), m("2.25"), m("-1.15")},
      {subtract_values, m("1.10"), m("2.25", "EUR"), none},
      {subtract_values, p("0.1"), p("0.25"), p("-0.15")},
      {subtract_values, at(10), at(7, 500'000'000), span(2, 500'000'000)},
      {subtract_values, at(9'223'372'035), at(0), span(9'223'372'035)},
      {subtract_values, at(9'223'372'036), at(0), none},
      {subtract_values, at(0), at(9'223'372'036), none},
      {subtract_values, at(0), at(9'223'372'035), span(-9'223'372'035)},
      {subtract_values, at(5), span(0, 1), at(4, 999'999'999)},
      {subtract_values, at(-62'135'596'800), span(0, 1), none},
      {subtract_values, span(1), span(0, 1), span(0, 999'999'999)},
      {subtract_values, span(-315'576'000'000), span(1), none},
      {subtract_values, span(1), at(1), none},

      {multiply_values, i(most), i(2), none},
      {multiply_values, i(least), i(-1), none},
      {multiply_values, u(all_ones), u(2), none},
      {multiply_values, u(3), u(4), u(12)},
      {multiply_values, i(3), u(4), d("12")},
      {multiply_values, m("1.10"), i(3), m("3.30")},
      {multiply_values, d("0.5"), m("1.10"), m("0.55")},
      {multiply_values, p("0.1"), m("1.10"), m("0.11")},
      {multiply_values, m("1.10"), p("0.1"), m("0.11")},
      {multiply_values, m("1.10"), m("1.10"), none},
      {multiply_values, p("0.1"), p("0.5"), p("0.05")},
      {multiply_values, p("0.1"), i(5), d("0.5")},
      {multiply_values, i(5), p("0.1"), d("0.5")},
      {multiply_values, d(huge.c_str()), i(10), none},
      {multiply_values, span(1), i(2), none},

      {divide_values, i(7), i(-2), i(-3)},
      {divide_values, i(7), i(0), none},
      {divide_values, i(least), i(-1), none},
      {divide_values, u(7), u(2), u(3)},
      {divide_values, u(7), u(0), none},
      {divide_values, i(7), u(2), d("3.5")},
      {divide_values, d("1"), d("0"), none},
      {divide_values, m("1.00"), m("4.00"), d("0.25")},
      {divide_values, m("1.00"), m("4.00", "EUR"), none},
      {divide_values, m("1.00"), m("0.00"), none},
      {divide_values, m("1.00"), i(4), m("0.25")},
      {divide_values, m("1.00"), p("0.5"), m("2.00")},
      {divide_values, p("0.5"), i(2), p("0.25")},
      {divide_values, p("0.5"), p("0.25"), d("2")},
      {divide_values, i(1), p("0.25"), d("4")},
      {divide_values, i(1), m("4.00"), none},
      {divide_values, span(4), i(2), none},

      {modulo_values, i(-7), i(3), i(-1)},
      {modulo_values, i(7), i(-3), i(1)},
      {modulo_values, i(7), i(0), none},
      {modulo_values, i(least), i(-1), none},
      {modulo_values, u(7), u(3), u(1)},
      {modulo_values, u(7), u(0), none},
      {modulo_values, i(7), u(3), none},
      {modulo_values, d("7"), d("3"), none},
  };
  std::size_t number = 0;
  for (const row& r : rows) {
    INFO("row " << number++);
    CHECK(same(r.what(r.a, r.b), r.made));
  }
  CHECK(same(negate_value(i(5)), i(-5)));
  CHECK_FALSE(negate_value(i(least)));
  CHECK_FALSE(negate_value(u(1)));
  CHECK(same(negate_value(d("1.50")), d("-1.5")));
  CHECK(same(negate_value(m("1.50", "EUR")), m("-1.5", "EUR")));
  CHECK(same(negate_value(p("0.1")), p("-0.1")));
  CHECK(same(negate_value(value::real(0.5)), value::real(-0.5)));
  CHECK_FALSE(negate_value(value::string("a")));
  for (const auto& [what, made] : {std::pair<operation, double>{add_values, 2.5},
                                   {subtract_values, 1.5},
                                   {multiply_values, 1.0},
                                   {divide_values, 4.0}}) {
    CHECK(same(what(value::real(2.0), value::real(0.5)), value::real(made)));
    CHECK_FALSE(what(value::real(2.0), i(1)));
  }
}

TEST_CASE("values of every kind are equal to themselves, and ordered where they have an order") {
  const std::vector<value> list = {i(1), i(2)};
  const std::vector<value> longer = {i(1), i(2), i(3)};
  const std::vector<value> other = {i(1), i(3)};
  const value one = i(1);
  const value two = i(2);
  // Of each kind: a value and a greater one, or another where there is no order.
  struct pair {
    value low, high;
    bool ordered;
  };
  const pair pairs[] = {
      {value(), value(), false},
      {value::boolean(false), value::boolean(true), true},
      {i(-1), i(1), true},
      {u(1), u(all_ones), true},
      {d("-0.5"), d("0.49"), true},
      {m("1.00"), m("1.01"), true},
      {p("0.1"), p("0.11"), true},
      {value::string("a"), value::string("ab"), true},
      {value::bytes("a\x7F"), value::bytes("a\xFF"), true},
      {at(1, 5), at(1, 6), true},
      {span(-1), span(0), true},
      {value::list(list), value::list(other), false},
      {value::map(list), value::map(other), false},
      {value::type(type_kind::integer), value::type(type_kind::string), false},
      {value::optional(&one), value::optional(&two), false},
      {value::object(0, 1), value::object(0, 2), false},
      {value::real(-0.5), value::real(0.25), true},
  };
  for (const pair& x : pairs) {
    INFO(name_of(x.low.kind()));
    CHECK(equal_values(x.low, x.low) == true);
    const auto order = order_of(x.low, x.high);
    CHECK(order.has_value() == x.ordered);
    if (x.low.is(type_kind::null)) continue;
    CHECK(equal_values(x.low, x.high) == false);
    if (!order) continue;
    CHECK((*order < 0));
    CHECK((*order_of(x.high, x.low) > 0));
    CHECK((*order_of(x.low, x.low) == 0));
    for (const pair& y : pairs) {
      const auto number = [](const value& v) { return is_number(v.kind()); };
      const auto cross = [](const value& v) { return is_real_or_integer(v.kind()); };
      const bool together = x.low.kind() == y.low.kind() || (number(x.low) && number(y.low)) ||
                            (cross(x.low) && cross(y.low));
      CHECK(order_of(x.low, y.low).has_value() == (together && y.ordered));
      if (!together) CHECK(equal_values(x.low, y.low) == false);
    }
  }
  CHECK(equal_values(value::list(list), value::list(longer)) == false);
  CHECK(equal_values(value::map(list), value::map({})) == false);
  CHECK(equal_values(value::optional(nullptr), value::optional(&one)) == false);
  CHECK(equal_values(value::object(0, 1), value::object(1, 1)) == false);
  // Money of two currencies is neither equal nor unequal; a list of it isn't either.
  CHECK(equal_values(m("1.00"), m("1.00", "EUR")) == std::nullopt);
  const std::vector<value> dollars = {m("1.00")};
  const std::vector<value> euros = {m("1.00", "EUR")};
  CHECK(equal_values(value::list(dollars), value::list(euros)) == std::nullopt);
  const std::vector<value> keyed = {value::string("k"), m("1.00")};
  const std::vector<value> other_keyed = {value::string("k"), m("1.00", "EUR")};
  CHECK(equal_values(value::map(keyed), value::map(other_keyed)) == std::nullopt);
  CHECK(equal_values(i(2), d("2.00")) == true);
  CHECK(equal_values(i(2), value::real(2.0)) == true);
  CHECK(equal_values(u(2), i(2)) == true);
  CHECK(equal_values(value::real(0.0 / 0.0), value::real(0.0 / 0.0)) == false);
}
