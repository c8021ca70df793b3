#include "yaml/scalar.hpp"

#include <cstdint>
#include <limits>

#include "support/catch.hpp"

using namespace parley::yaml;

TEST_CASE("integers are decimal and strict") {
  CHECK(read_integer("0").value() == 0);
  CHECK(read_integer("-12").value() == -12);
  CHECK(read_integer("9223372036854775807").value() == std::numeric_limits<std::int64_t>::max());
  CHECK(read_integer("-9223372036854775808").value() == std::numeric_limits<std::int64_t>::min());
  CHECK(read_unsigned("18446744073709551615").value() == std::numeric_limits<std::uint64_t>::max());
  for (const char* text : {"", "-", "+1", "010", "00", "-01", "0x10", "1_000", "1.0", "1e3", " 1",
                           "1 ", "9223372036854775808", "yes", "12a"}) {
    INFO(text);
    CHECK_FALSE(read_integer(text).ok());
  }
  CHECK(read_integer("010").failure().message == "`010` has a leading zero");
  CHECK(read_integer("010").failure().help == "write `10`, or put it in quotes if it is a text");
  CHECK_FALSE(read_unsigned("-1").ok());
}

TEST_CASE("booleans are true and false") {
  CHECK(read_bool("true").value());
  CHECK_FALSE(read_bool("false").value());
  for (const char* text : {"yes", "no", "on", "True", "TRUE", "y", "1", ""}) {
    CHECK_FALSE(read_bool(text).ok());
  }
}

TEST_CASE("decimals are written as JSON writes numbers") {
  for (const char* text : {"0", "12.50", "-0.5", "1e3", "2.5E-7"}) {
    INFO(text);
    CHECK(read_decimal_text(text).value() == text);
  }
  for (const char* text :
       {"", ".5", "1.", "01.5", "+1", "1,5", "1e", ".inf", "nan", "0x1", "--1"}) {
    INFO(text);
    CHECK_FALSE(read_decimal_text(text).ok());
  }
}

TEST_CASE("lengths of time are whole seconds") {
  CHECK(read_seconds("90s").value() == 90);
  CHECK(read_seconds("15m").value() == 900);
  CHECK(read_seconds("1h30m").value() == 5400);
  CHECK(read_seconds("30d").value() == 30 * 86'400);
  CHECK(read_seconds("2w1d").value() == 15 * 86'400);
  CHECK(read_seconds("0s").value() == 0);
  for (const char* text : {"", "15", "m", "30m1h", "1m1m", "-1h", "1.5h", "1 h", "15min", "1M",
                           "99999999999999999999s", "9223372036854775807w"}) {
    INFO(text);
    CHECK_FALSE(read_seconds(text).ok());
  }
}
