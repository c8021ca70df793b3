#include "parley/facts/time_text.hpp"

#include <cstdint>
#include <string>

#include "support/catch.hpp"

using namespace parley;

TEST_CASE("timestamps are read as RFC 3339 writes them") {
  CHECK(parse_timestamp("1970-01-01T00:00:00Z") == timestamp{0, 0});
  CHECK(parse_timestamp("2026-11-22T10:00:00Z") == timestamp{1'795'341'600, 0});
  CHECK(parse_timestamp("2026-11-22T11:00:00.25+01:00") == timestamp{1'795'341'600, 250'000'000});
  CHECK(parse_timestamp("2026-11-22T04:30:00.123456789-05:30") ==
        timestamp{1'795'341'600, 123'456'789});
  CHECK(parse_timestamp("0001-01-01T00:00:00Z") == timestamp{first_second, 0});
  CHECK(parse_timestamp("9999-12-31T23:59:59.999999999Z") == timestamp{last_second, 999'999'999});
  CHECK(parse_timestamp("2024-02-29T00:00:00Z"));
  CHECK(parse_timestamp("2000-02-29T00:00:00Z"));
}

TEST_CASE("what isn't an existing moment is refused") {
  for (const char* text : {"",
                           "2026-11-22",
                           "2026-11-22T10:00:00",
                           "2026-11-22 10:00:00Z",
                           "2026-11-22t10:00:00Z",
                           "2026-11-22T10:00:00z",
                           "2026-02-29T00:00:00Z",
                           "1900-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-11-22T24:00:00Z",
                           "2026-11-22T10:60:00Z",
                           "2026-11-22T10:00:60Z",
                           "2026-11-22T10:00:00.Z",
                           "2026-11-22T10:00:00.1234567890Z",
                           "2026-11-22T10:00:00+1:00",
                           "2026-11-22T10:00:00+24:00",
                           "2026-11-22T10:00:00Zx",
                           "0000-12-31T23:59:59Z",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01",
                           "+2026-11-22T10:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_timestamp(text));
  }
}

TEST_CASE("timestamps are printed in UTC, as short as they are exact") {
  CHECK(print(timestamp{0, 0}) == "1970-01-01T00:00:00Z");
  CHECK(print(timestamp{-1, 500'000'000}) == "1969-12-31T23:59:59.5Z");
  CHECK(print(timestamp{first_second, 0}) == "0001-01-01T00:00:00Z");
  CHECK(print(timestamp{last_second, 999'999'999}) == "9999-12-31T23:59:59.999999999Z");
}

TEST_CASE("printing and reading are inverse over the whole range") {
  std::uint64_t state = 7;
  const auto next = [&] {
    state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
    return state >> 16;
  };
  for (int i = 0; i < 20'000; ++i) {
    const auto seconds =
        first_second + static_cast<std::int64_t>(next() % (last_second - first_second + 1));
    const timestamp at{seconds, static_cast<std::int32_t>(next() % 1'000'000'000)};
    CHECK(parse_timestamp(print(at)) == at);
  }
}

TEST_CASE("every day follows the one before") {
  civil_date before = civil_from_days(-719'163);
  CHECK(before == civil_date{0, 12, 31});
  for (std::int64_t days = -719'162; days < 3'000'000; days += 1) {
    const civil_date date = civil_from_days(days);
    const bool next_day = date.day == before.day + 1 && date.month == before.month;
    const bool first = date.day == 1 && before.day == days_in_month(before.year, before.month);
    if (!(next_day || first) || days_from_civil(date) != days) {
      CHECK(days == -1);
      break;
    }
    before = date;
  }
}

TEST_CASE("durations are read as CEL writes them") {
  CHECK(parse_duration("90s") == duration{90, 0});
  CHECK(parse_duration("1h30m") == duration{5400, 0});
  CHECK(parse_duration("1.5h") == duration{5400, 0});
  CHECK(parse_duration("-250ms") == duration{-1, 750'000'000});
  CHECK(parse_duration("1us2ns") == duration{0, 1'002});
  CHECK(parse_duration("0") == duration{});
  CHECK(parse_duration("30d", true) == duration{30 * 86'400, 0});
  for (const char* text :
       {"", "-", "1", "h", "1d", "1.s.", "0.1ns", "1 h", "1hh", "99999999999999h"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("durations are printed in seconds") {
  CHECK(print(duration{5400, 0}) == "5400s");
  CHECK(print(duration{0, 250'000'000}) == "0.25s");
  CHECK(print(duration{-1, 750'000'000}) == "-0.25s");
  CHECK(print(duration{-2, 0}) == "-2s");
  for (const duration d :
       {duration{0, 1}, duration{-1, 999'999'999}, duration{-7, 1}, duration{}}) {
    CHECK(parse_duration(print(d)) == d);
  }
}
