#include "simulate/seller.hpp"

#include "simulate/stage.hpp"
#include "support/catch.hpp"

namespace parley::simulate {
namespace {

using test::accept_ask;
using test::more_ask;
using test::stage;
using test::total_ask;

TEST_CASE("our seller is negotiate itself") {
  stage s;
  const auto ours = s.open(seller_kind::parley);
  const said first = ours->answer(s.at(), total_ask(5000));
  CHECK(first.outcome == negotiation_outcome::counter);
  CHECK(first.total == 9800);
  CHECK(first.concession == 200);
  CHECK(first.seen() == "counter counter OFF=2000000 9800");
  const auto twin = ours->copy();
  CHECK(twin->mark() == ours->mark());
  CHECK(ours->answer(s.at(), total_ask(5000)).outcome == negotiation_outcome::hold);
  CHECK(ours->answer(s.at(), total_ask(5100)).total == 9600);
  CHECK(twin->mark() != ours->mark());
  CHECK(ours->resumed());
}

TEST_CASE("time-dependent sellers walk from list price to what they were told") {
  stage s;
  const briefing told = brief_for(s.rules, s.opening);
  CHECK(told.reserve == 8500);
  CHECK(told.deadline == 8);
  const auto linear = s.open(seller_kind::linear);
  const auto boulware = s.open(seller_kind::boulware);
  const auto conceder = s.open(seller_kind::conceder);
  for (int round = 1; round <= 8; ++round) {
    const std::int64_t evenly = linear->answer(s.at(), more_ask()).total;
    CHECK(evenly == 10000 - 1500 * round / 8);
    CHECK(boulware->answer(s.at(), more_ask()).total >= evenly);
    CHECK(conceder->answer(s.at(), more_ask()).total <= evenly);
  }
  const said last = linear->answer(s.at(), total_ask(8400));
  CHECK(last.outcome == negotiation_outcome::final);
  CHECK(last.total == 8500);
  CHECK(linear->answer(s.at(), accept_ask()).outcome == negotiation_outcome::accept);
  CHECK(linear->answer(s.at(), more_ask()).reason == "decline.closed");
}

TEST_CASE("tit for tat gives what it is given, down to its floor") {
  stage s;
  const auto mirror = s.open(seller_kind::tit_for_tat);
  CHECK(mirror->answer(s.at(), total_ask(5000)).total == 9900);
  CHECK(mirror->answer(s.at(), total_ask(5000)).total == 9900);
  CHECK(mirror->answer(s.at(), total_ask(5300)).total == 9600);
  CHECK(mirror->answer(s.at(), more_ask()).total == 9600);
  CHECK(mirror->answer(s.at(), total_ask(8000)).total == 8500);
}

TEST_CASE("the classic bug accepts whatever is near enough to its quote") {
  stage s;
  const auto bug = s.open(seller_kind::nine_tenths);
  CHECK(bug->answer(s.at(), total_ask(8000)).total == 9500);
  const said taken = bug->answer(s.at(), total_ask(8550));
  CHECK(taken.outcome == negotiation_outcome::accept);
  CHECK(taken.total == 8550);
  CHECK(s.open(seller_kind::nine_tenths)->answer(s.at(), total_ask(8999)).outcome !=
        negotiation_outcome::accept);
}

TEST_CASE("a fixed discount is given to everybody, at once") {
  stage s;
  const said first = s.open(seller_kind::fixed_discount)->answer(s.at(), more_ask());
  CHECK(first.outcome == negotiation_outcome::final);
  CHECK(first.total == 9000);
  CHECK(s.open(seller_kind::fixed_discount)->answer(s.at(), total_ask(9500)).total == 9000);
}

TEST_CASE("nothing can be accepted before anything was said") {
  stage s;
  for (std::size_t k = 0; k < seller_kinds; ++k) {
    const auto one = s.open(static_cast<seller_kind>(k));
    CHECK(one->answer(s.at(), accept_ask()).outcome == negotiation_outcome::decline);
  }
}

}  // namespace
}  // namespace parley::simulate
