// Time zones in conditions: embedded by the compiler, looked up by the engine.
#include <cstring>
#include <string>
#include <vector>

#include "parley/graph/zone.hpp"
#include "support/catch.hpp"
#include "support/conditions.hpp"

using namespace parley;
using parley::test::condition_bench;

namespace {

check::scope_fact zone_fact() {
  check::scope_fact f;
  f.name = "recipient.zone";
  f.one_of = {"America/New_York", "Asia/Kolkata", "UTC"};
  return f;
}

}  // namespace

TEST_CASE("getters with a zone follow its clocks, those without are UTC") {
  condition_bench b;
  const std::vector<std::pair<std::string, std::vector<std::string>>> rows = {
      // Clocks in New York go from 2:00 to 3:00 on 8 March, from 2:00 back to 1:00 on 1 November.
      {"now.getHours('America/New_York')", {"1", "3", "1", "1", "23"}},
      {"now.getMinutes('America/New_York')", {"59", "0", "59", "0", "30"}},
      {"now.getDate('America/New_York')", {"8", "8", "1", "1", "31"}},
      {"now.getMonth('America/New_York')", {"2", "2", "10", "10", "11"}},
      {"now.getDayOfWeek('America/New_York')", {"0", "0", "0", "0", "4"}},
      {"now.getDayOfYear('America/New_York')", {"66", "66", "304", "304", "364"}},
      {"now.getFullYear('America/New_York')", {"2026", "2026", "2026", "2026", "2026"}},
      {"now.getHours('Asia/Kolkata')", {"12", "12", "11", "11", "10"}},
      {"now.getMinutes('Asia/Kolkata')", {"29", "30", "29", "30", "0"}},
      {"now.getFullYear('Asia/Kolkata')", {"2026", "2026", "2026", "2026", "2027"}},
      {"now.getHours()", {"6", "7", "5", "6", "4"}},
      {"now.getHours('UTC')", {"6", "7", "5", "6", "4"}},
      {"now.getHours('-05:00')", {"1", "2", "0", "1", "23"}},
  };
  std::vector<std::uint32_t> compiled;
  for (const auto& [text, answers] : rows) {
    compiled.push_back(b.compile(text));
    INFO(text);
    REQUIRE(compiled.back() != no_index);
  }
  b.seal();
  const char* const moments[] = {"2026-03-08T06:59:59Z", "2026-03-08T07:00:00Z",
                                 "2026-11-01T05:59:59Z", "2026-11-01T06:00:00Z",
                                 "2027-01-01T04:30:00Z"};
  for (std::size_t k = 0; k < std::size(moments); ++k) {
    b.facts().set_now(*parse_timestamp(moments[k]));
    b.begin();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      INFO(rows[i].first << " at " << moments[k]);
      CHECK(b.show(compiled[i]) == rows[i].second[k]);
    }
  }
}

TEST_CASE("quiet hours in the recipient's own zone") {
  condition_bench b;
  b.fact(zone_fact());
  const std::uint32_t quiet =
      b.compile("now.getHours(recipient.zone) < 8 || now.getHours(recipient.zone) >= 21");
  REQUIRE(quiet != no_index);
  b.seal();
  const auto at = [&](const char* moment, const char* zone) {
    b.facts().set_now(*parse_timestamp(moment));
    b.set("recipient.zone", value::string(zone));
    b.begin();
    return b.show(quiet);
  };
  CHECK(at("2026-07-01T11:59:59Z", "America/New_York") == "true");
  CHECK(at("2026-07-01T12:00:00Z", "America/New_York") == "false");
  CHECK(at("2026-12-01T12:00:00Z", "America/New_York") == "true");
  CHECK(at("2026-12-01T13:00:00Z", "America/New_York") == "false");
  CHECK(at("2026-07-02T00:59:59Z", "America/New_York") == "false");
  CHECK(at("2026-07-02T01:00:00Z", "America/New_York") == "true");
  CHECK(at("2026-07-01T02:29:59Z", "Asia/Kolkata") == "true");
  CHECK(at("2026-07-01T02:30:00Z", "Asia/Kolkata") == "false");
  CHECK(at("2026-07-01T15:30:00Z", "Asia/Kolkata") == "true");
  CHECK(at("2026-07-01T07:59:59Z", "UTC") == "true");
  // Not embedded: never a guess.
  CHECK(at("2026-07-01T12:00:00Z", "Europe/Berlin") == "error");
  b.set_state("recipient.zone", fact_state::missing);
  b.begin();
  CHECK(b.show(quiet) == "unknown");
}

TEST_CASE("a zone's rules end with the year 2100, where they would change") {
  condition_bench b;
  b.fact("t", type_kind::timestamp);
  const std::uint32_t york = b.compile("t.getHours('America/New_York')");
  const std::uint32_t kolkata = b.compile("t.getHours('Asia/Kolkata')");
  b.seal();
  b.set("t", value::at(*parse_timestamp("2100-12-31T23:59:59Z")));
  b.begin();
  CHECK(b.show(york) == "18");
  b.set("t", value::at(*parse_timestamp("2101-01-01T00:00:00Z")));
  b.begin();
  CHECK(b.show(york) == "error");
  CHECK(b.show(kolkata) == "5");
}

TEST_CASE("a constant zone that isn't one doesn't compile") {
  condition_bench b;
  check::scope_fact wrong = zone_fact();
  wrong.one_of.push_back("America/New_Yorc");
  b.fact(wrong).fact("vip", type_kind::boolean).fact("d", type_kind::duration);
  CHECK(b.compile("now.getHours('Europe/Berlim') == 1") == no_index);
  REQUIRE_FALSE(b.problems.empty());
  CHECK(b.problems.items()[0].code == "PL3109");
  CHECK(b.problems.items()[0].help == "did you mean `Europe/Berlin`?");
  CHECK(b.compile("now.getHours(recipient.zone) == 1") == no_index);
  CHECK(b.compile("now.getHours(vip ? 'Mars/Olympus' : 'UTC') == 1") == no_index);
  CHECK(b.compile("d.getHours('UTC') == 1") == no_index);
  CHECK(b.compile("now.getHours(vip ? 'Europe/Paris' : '+01:00') == 1") != no_index);
}

TEST_CASE("the verifier refuses zone tables that aren't sound") {
  condition_bench b;
  REQUIRE(b.compile("now.getHours('Asia/Kolkata') + now.getHours('Europe/Paris') == 1") !=
          no_index);
  b.seal();
  graph::table_views tables = b.pack().tables();
  const std::vector<std::int64_t> good(tables.zone_data.begin(), tables.zone_data.end());
  REQUIRE(good.size() > 20);
  const auto sound = [&](const std::vector<std::int64_t>& data) {
    tables.zone_data = data;
    return !graph::verify(tables).has_value();
  };
  CHECK(sound(good));
  const auto changed = [&](std::size_t cell, std::int64_t to) {
    std::vector<std::int64_t> data = good;
    data[cell] = to;
    return sound(data);
  };
  for (const std::int64_t n :
       {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, std::int64_t{3}, graph::end_of_time}) {
    CHECK_FALSE(changed(0, n));
  }
  CHECK_FALSE(changed(1, -1));           // a name outside the texts
  CHECK_FALSE(changed(5, good[1]));      // the same name twice
  CHECK_FALSE(changed(2, good[2] + 1));  // steps that start elsewhere
  for (const std::int64_t n : {std::int64_t{-1}, std::int64_t{0}, good[3] + 1, graph::end_of_time})
    CHECK_FALSE(changed(3, n));
  CHECK_FALSE(changed(9, 0));              // the first step starts late
  CHECK_FALSE(changed(10, 100'000));       // more than a day off
  CHECK_FALSE(changed(11, good[13] + 1));  // steps out of order
  std::vector<std::int64_t> longer = good;
  longer.push_back(0);
  CHECK_FALSE(sound(longer));
  CHECK_FALSE(sound({good.begin(), good.end() - 1}));
}
