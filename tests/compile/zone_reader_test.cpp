// Time-zone rules: the reader, the yearly rule, what it refuses.
#include "compile/zone_reader.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "compile/write_zones.hpp"
#include "compile/zone_rule.hpp"
#include "parley/facts/time_text.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::compile;

namespace {

std::int64_t at(std::string_view text) {
  return parse_timestamp(text)->seconds;
}

/// Seconds east of UTC, by the rules as they stand.
std::int64_t offset(const zone_rules& rules, std::int64_t seconds) {
  std::size_t i = 0;
  while (i + 2 < rules.steps.size() && rules.steps[i + 2] <= seconds) i += 2;
  return rules.steps[i + 1];
}

std::string bytes_of(const std::string& name) {
  std::ifstream in(std::string(zone_database) + "/" + name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

zone_rules rules_of(const std::string& name) {
  const zone_reading read = read_zone(name, std::string(zone_database));
  INFO(name);
  REQUIRE(read.fault == zone_fault::none);
  return read.rules;
}

}  // namespace

TEST_CASE("zones keep their history, and their rule is written out until 2100") {
  const zone_rules york = rules_of("America/New_York");
  CHECK(offset(york, at("1800-01-01T00:00:00Z")) == -17'762);  // local mean time
  CHECK(offset(york, at("2026-03-08T06:59:59Z")) == -18'000);
  CHECK(offset(york, at("2026-03-08T07:00:00Z")) == -14'400);
  CHECK(offset(york, at("2026-11-01T05:59:59Z")) == -14'400);
  CHECK(offset(york, at("2026-11-01T06:00:00Z")) == -18'000);
  CHECK(offset(york, at("2099-07-01T00:00:00Z")) == -14'400);
  CHECK(offset(york, at("2100-12-31T00:00:00Z")) == -18'000);
  CHECK(york.until == at("2101-01-01T00:00:00Z"));

  const zone_rules kolkata = rules_of("Asia/Kolkata");
  CHECK(offset(kolkata, at("2026-06-01T00:00:00Z")) == 19'800);
  CHECK(kolkata.until == graph::end_of_time);

  // Winter time is the exception in Dublin's rule; Lord Howe moves by half an hour; Nuuk changes
  // before midnight of the day before.
  const zone_rules dublin = rules_of("Europe/Dublin");
  CHECK(offset(dublin, at("2060-01-15T00:00:00Z")) == 0);
  CHECK(offset(dublin, at("2060-07-15T00:00:00Z")) == 3'600);
  const zone_rules howe = rules_of("Australia/Lord_Howe");
  CHECK(offset(howe, at("2060-01-15T00:00:00Z")) == 39'600);
  CHECK(offset(howe, at("2060-07-15T00:00:00Z")) == 37'800);
  const zone_rules nuuk = rules_of("America/Nuuk");
  CHECK(offset(nuuk, at("2050-03-27T00:59:59Z")) == -7'200);
  CHECK(offset(nuuk, at("2050-03-27T01:00:00Z")) == -3'600);
}

TEST_CASE("every zone of the database is read") {
  const std::vector<std::string> names = zone_names(std::string(zone_database));
  CHECK(names.size() > 400);
  for (const std::string& name : names) {
    INFO(name);
    const zone_reading read = read_zone(name, std::string(zone_database));
    if (!bytes_of(name).starts_with("TZif")) {
      CHECK(read.fault == zone_fault::unknown);
      continue;
    }
    REQUIRE(read.fault == zone_fault::none);
    for (std::size_t i = 2; i < read.rules.steps.size(); i += 2) {
      CHECK(read.rules.steps[i] > read.rules.steps[i - 2]);
      CHECK(read.rules.steps[i + 1] != read.rules.steps[i - 1]);
    }
  }
}

TEST_CASE("the yearly rule in all its forms") {
  const auto change = [](std::string_view date, std::int64_t year) {
    const auto rule = parse_zone_rule("AAA0BBB," + std::string(date) + ",J365");
    REQUIRE(rule.has_value());
    return print(timestamp{rule->begins.in_year(year), 0});
  };
  CHECK(change("M3.2.0", 2026) == "2026-03-08T02:00:00Z");
  CHECK(change("M3.5.0/1", 2026) == "2026-03-29T01:00:00Z");
  CHECK(change("M12.5.4/0", 2026) == "2026-12-31T00:00:00Z");
  CHECK(change("M2.5.0", 2032) == "2032-02-29T02:00:00Z");
  CHECK(change("J60/0", 2028) == "2028-03-01T00:00:00Z");
  CHECK(change("J60/0", 2027) == "2027-03-01T00:00:00Z");
  CHECK(change("59/0", 2028) == "2028-02-29T00:00:00Z");
  CHECK(change("M3.4.4/50", 2026) == "2026-03-28T02:00:00Z");
  CHECK(change("M3.5.0/-1:30", 2026) == "2026-03-28T22:30:00Z");
  CHECK(parse_zone_rule("<+0545>-5:45")->standard == 20'700);
  for (const char* wrong :
       {"", "A5", "EST", "EST25", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J365", "EST5EDT,366,J365",
        "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0,M11.1.0 ", "<-03>3<-02,M3.2.0,M11.1.0",
        "EST5:60"}) {
    INFO(wrong);
    CHECK_FALSE(parse_zone_rule(wrong).has_value());
  }
}

TEST_CASE("damaged files are refused") {
  const std::string whole = bytes_of("America/New_York");
  REQUIRE(parse_zone(whole).has_value());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO(size);
    CHECK_FALSE(parse_zone(std::string_view(whole).substr(0, size)).has_value());
  }
  CHECK_FALSE(parse_zone(whole + "x").has_value());
  std::string old = whole;
  old[4] = '\0';
  CHECK_FALSE(parse_zone(old).has_value());
  // Any one byte changed is read or refused, but never read beyond its end.
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0xFF);
    static_cast<void>(parse_zone(damaged));
  }
}

TEST_CASE("names lead nowhere outside the database") {
  const std::string database(zone_database);
  for (const char* name :
       {"../../../etc/passwd", "/etc/passwd", "America/../America/New_York", "America//New_York",
        "America/", "", ".", "localtime", "posixrules", "right/UTC", "zone.tab", "America",
        "leapseconds", "America/New_York\n"}) {
    INFO(name);
    CHECK(read_zone(name, database).fault == zone_fault::unknown);
  }
  CHECK(read_zone("America/New_York", "/nonexistent/zoneinfo").fault == zone_fault::no_database);
}

TEST_CASE("each zone that can't be read is one diagnostic with help") {
  diagnostics found;
  const zone_map none = load_zones({{"America/New_Yorc", {}, {}},
                                    {"America/New_Yorc", {}, {}},
                                    {"Moon", {}, "customer.zone"},
                                    {"+05:30", {}, {}},
                                    {"UTC", {}, {}}},
                                   found);
  CHECK(none.empty());
  REQUIRE(found.items().size() == 2);
  CHECK(found.items()[0].message == "`America/New_Yorc` is no time zone");
  CHECK(found.items()[0].help == "did you mean `America/New_York`?");
  CHECK(found.items()[1].message == "`Moon`, which `customer.zone` may be, is no time zone");

  diagnostics missing;
  static_cast<void>(load_zones({{"America/New_York", {}, {}}}, missing, "/nonexistent"));
  REQUIRE(missing.items().size() == 1);
  CHECK(missing.items()[0].message ==
        "the rules of time zone `America/New_York` can't be read: there is no /nonexistent");
  CHECK(missing.items()[0].help == "install the system's time-zone data (tzdata)");
}
