#include "parley/money/currency.hpp"

#include <limits>

#include "support/catch.hpp"

using namespace parley;

TEST_CASE("currencies have the minor units of ISO 4217") {
  CHECK(minor_digits(currency_named("USD")) == 2);
  CHECK(minor_digits(currency_named("JPY")) == 0);
  CHECK(minor_digits(currency_named("KWD")) == 3);
  CHECK(minor_digits(currency_named("CLF")) == 4);
  CHECK(minor_digits(currency_named("HUF")) == 2);
  CHECK(minor_digits(currency_named("ISK")) == 0);
  CHECK(minor_digits(no_currency) == 2);
}

TEST_CASE("a currency is found by its code and only by it") {
  for (const detail::currency_row& row : detail::currencies) {
    const std::string_view name(row.letters.data(), 3);
    CHECK(name_of_currency(currency_named(name)) == name);
    CHECK(minor_digits(currency_named(name)) == row.digits);
  }
  for (const std::string_view wrong : {"", "US", "USDX", "usd", "QQQ", "XXX", "U\xC3\x84"}) {
    CHECK(currency_named(wrong) == no_currency);
  }
  CHECK(name_of_currency(no_currency).empty());
}

TEST_CASE("the table of currencies has no code twice") {
  for (std::size_t i = 1; i < detail::currencies.size(); ++i) {
    CHECK(detail::currencies[i - 1].letters < detail::currencies[i].letters);
  }
  CHECK(detail::currencies.size() >= 175);
}

TEST_CASE("money is written in major units") {
  CHECK(money_text(6244, 2) == "62.44");
  CHECK(money_text(0, 2) == "0.00");
  CHECK(money_text(-5, 2) == "-0.05");
  CHECK(money_text(1200, 0) == "1200");
  CHECK(money_text(0, 0) == "0");
  CHECK(money_text(-1, 3) == "-0.001");
  CHECK(money_text(std::numeric_limits<std::int64_t>::min(), 2) == "-92233720368547758.08");
}
