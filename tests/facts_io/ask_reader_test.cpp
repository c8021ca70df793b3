#include <string>

#include "facts_io/reading.hpp"

using namespace parley;
using namespace parley::test;

TEST_CASE("an ask may hold several things at once") {
  const auto read = ask_of(R"(want: [HAGGLE 8%, TOTE]
target_total: 55.00
target_percent: 20%
budget: 50.00
competitor_price: 49.00USD
more: true
give: [prepay]
intent: price_match
)");
  INFO(read.message());
  REQUIRE(read.content);
  const ask& a = read.content->content;
  REQUIRE(a.want.size() == 2);
  CHECK(a.want[0].name == "HAGGLE");
  CHECK(a.want[0].parameter == 8'000'000);
  CHECK(a.want[1].name == "TOTE");
  CHECK(a.target_total == 5'500);
  CHECK(a.target_percent == 20'000'000);
  CHECK(a.budget == 5'000);
  CHECK(a.competitor_price == 4'900);
  CHECK(a.more);
  CHECK_FALSE(a.accept);
  REQUIRE(a.give.size() == 1);
  CHECK(a.give[0] == "prepay");
  CHECK(a.intent == "price_match");
  CHECK_FALSE(a.foreign_currency);
}

TEST_CASE("the same in JSON and in minor units") {
  read_options minor;
  minor.minor_units = true;
  const auto read = ask_of(R"({"want":["HAGGLE=8%"],"target_total":5500})", minor);
  REQUIRE(read.content);
  CHECK(read.content->content.target_total == 5'500);
  CHECK(read.content->content.want[0].parameter == 8'000'000);
}

TEST_CASE("accepting names the offer or the one that stands") {
  CHECK(ask_of("accept: true").content->content.accept);
  CHECK(ask_of("accept: true").content->content.offer.empty());
  CHECK(ask_of("accept: 5f2c").content->content.offer == "5f2c");
  CHECK_FALSE(ask_of("accept: false").content->content.accept);
  CHECK(ask_of("reject: true").content->content.reject);
  CHECK(ask_of("{accept: true, reject: true}").faults() == "1:1 PL6030");
}

TEST_CASE("what nobody can grant is kept for the negotiation to decline") {
  CHECK(ask_of("target_total: -5.00").content->content.target_total == -500);
  CHECK(ask_of("target_percent: 150%").content->content.target_percent == 150'000'000);
  const auto euro = ask_of("budget: 50.00EUR");
  REQUIRE(euro.content);
  CHECK(euro.content->content.foreign_currency);
  CHECK_FALSE(euro.content->content.budget);
  CHECK(ask_of("want: UNICORN").content->content.want[0].name == "UNICORN");
  CHECK(ask_of("{}").content->content.empty());
}

TEST_CASE("what can't be understood is a fault with its place") {
  CHECK(ask_of("budget: a lot").faults() == "1:9 PL6007");
  CHECK(ask_of("budget: 50.001").faults() == "1:9 PL6007");
  CHECK(ask_of("target_percent: 20").faults() == "1:17 PL6003");
  CHECK(ask_of("more: yes").faults() == "1:7 PL6003");
  CHECK(ask_of("wants: [A]").faults() == "1:1 PL6002");
  CHECK(ask_of("wants: [A]").help() == "did you mean `want`?");
  CHECK(ask_of("want: [HAGGLE=x]\ngive: {a: b}").faults() == "1:8 PL6020 2:7 PL6001");
  CHECK(ask_of("[]").faults() == "1:1 PL6001");
}
