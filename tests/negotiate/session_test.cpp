// Going on with sessions that were kept: which one, how far along, and which are refused.
#include "parley/negotiate/session.hpp"

#include <limits>
#include <string>
#include <vector>

#include "negotiate/talk.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

TEST_CASE("a conversation resumes the latest session, as far along as the furthest") {
  campaign c(winter_pack(), winter_facts());
  talk far(c);
  far.now.id = "s-far";
  far.say(percent_ask(40));
  far.say(percent_ask(35));
  far.say(percent_ask(30));
  REQUIRE(far.now.step == 1);
  REQUIRE(far.now.granted == 1);
  // The latest has no place on the ladder yet.
  c.learn(with(winter_facts(), "10:00:00Z", "10:05:00Z"));
  talk late(c);
  ask no;
  no.reject = true;
  late.say(no);
  REQUIRE(late.now.step == no_index);
  for (const bool first : {false, true}) {
    const std::vector<session> history =
        first ? std::vector{late.now, far.now} : std::vector{far.now, late.now};
    const auto r = resume_session(c.rules, *c.facts, history, "new");
    REQUIRE(r.ok());
    CHECK(r.value().id == "s-1");
    CHECK(r.value().step == 1);
    CHECK(r.value().granted == 1);
    CHECK(r.value().round == 3);
    CHECK(r.value().revision == 3);
    CHECK_FALSE(r.value().standing);
  }
  // The latest went less far, or as far as nowhere else.
  talk near(c);
  near.now.id = "s-near";
  near.say(percent_ask(40));
  REQUIRE(near.now.step == 0);
  auto both = resume_session(c.rules, *c.facts, std::vector{far.now, near.now}, "new");
  REQUIRE(both.ok());
  CHECK(both.value().id == "s-near");
  CHECK(both.value().step == 1);
  CHECK(both.value().granted == 1);
  CHECK(both.value().standing == near.now.standing);
  // One as far along leaves the place of the latest alone.
  session twin = far.now;
  twin.id = "s-twin";
  twin.standing.reset();
  twin.answered.seconds += 60;
  twin.granted = 0;
  auto r = resume_session(c.rules, *c.facts, std::vector{far.now, twin}, "new");
  REQUIRE(r.ok());
  CHECK(r.value() == [&] {
    session expected = twin;
    return expected;
  }());
  // Of two answered in one moment the one with more answers counts.
  session elder = twin;
  elder.revision = 9;
  elder.id = "s-elder";
  for (const bool first : {false, true}) {
    r = resume_session(c.rules, *c.facts,
                       first ? std::vector{elder, twin} : std::vector{twin, elder}, "new");
    REQUIRE(r.ok());
    CHECK(r.value().id == "s-elder");
  }
}

TEST_CASE("a session goes on up to the second that the pack says, and no longer") {
  campaign c(with(winter_pack(), "expires: 30m", "expires: 30m\n  resume: 1h"), winter_facts());
  talk t(c);
  const session opened = t.now;
  t.say(percent_ask(40));
  const auto code = [&](const session& s) {
    const auto refused = refuse_session(c.rules, *c.facts, s);
    return refused ? refused->code : std::string("ok");
  };
  c.learn(with(winter_facts(), "10:00:00Z", "11:00:00Z"));
  CHECK(code(t.now) == "ok");
  c.learn(with(winter_facts(), "10:00:00Z", "11:00:01Z"));
  CHECK(code(t.now) == "session.expired");
  // One that was never answered isn't old.
  CHECK(code(opened) == "ok");
}

TEST_CASE("what a session can't have been is malformed, to the last bit") {
  campaign c(with(winter_pack(), "prepay: customer.prepays",
                  "prepay: customer.prepays\n"
                  "    gone: stock.sold_out"),
             winter_facts());
  talk t(c);
  t.say(percent_ask(40));
  const session sound = t.now;
  REQUIRE(sound.standing);
  const auto code = [&](const session& s) {
    const auto refused = refuse_session(c.rules, *c.facts, s);
    return refused ? refused->code : std::string("ok");
  };
  const auto check = [&](auto change, bool fine) {
    session s = sound;
    change(s);
    if (s.standing) s.standing->id = id_of(*s.standing, s.id);
    CHECK(code(s) == (fine ? "ok" : "session.malformed"));
  };
  const auto obligations = static_cast<graph::index>(c.rules.tables().obligations.size());
  constexpr std::int64_t most = 2 * caps::cart_total;
  check([](session&) {}, true);
  check([](session& s) { s.step = 3; }, true);
  check([](session& s) { s.step = 4; }, false);
  check([](session& s) { s.granted = 1; }, true);
  check([](session& s) { s.granted = 2; }, false);
  check([](session& s) { s.tried = 1; }, true);
  check([](session& s) { s.tried = 2; }, false);
  check([](session& s) { s.fired = 3; }, true);
  check([](session& s) { s.fired = 4; }, false);
  check([](session& s) { s.round = 1; }, true);
  check([](session& s) { s.round = 2; }, false);
  check([](session& s) { s.best_ask = most; }, true);
  check([](session& s) { s.best_ask = 0; }, true);
  check([](session& s) { s.best_ask = most + 1; }, false);
  check([](session& s) { s.best_ask = -1; }, false);
  check([](session& s) { s.closed = true; }, true);
  check([](session& s) { s.closed = true, s.standing.reset(); }, false);
  check([](session& s) { s.standing.reset(); }, true);
  check([](session& s) { s.standing->worth = most; }, true);
  check([](session& s) { s.standing->worth = most + 1; }, false);
  check([](session& s) { s.standing->concession = -1; }, false);
  check([](session& s) { s.standing->discount = -1, s.standing->total += 193; }, false);
  check([](session& s) { s.standing->total += 1; }, false);
  check([&](session& s) { s.standing->obligations = {obligations}; }, false);
  check([](session& s) { s.standing->pack_digest = {}; }, false);
  const term_item item{"HAGGLE", true, 3 * one_percent};
  check([&](session& s) { s.standing->items.assign(caps::proposal_offers, item); }, true);
  check([&](session& s) { s.standing->items.assign(caps::proposal_offers + 1, item); }, false);
  session renamed = sound;
  renamed.standing->total += 100, renamed.standing->discount -= 100;
  CHECK(code(renamed) == "session.malformed");
}

TEST_CASE("what may not go on any more, and what never began, moves no place") {
  campaign c(with(winter_pack(), "expires: 30m", "expires: 30m\n  resume: 1h"), winter_facts());
  talk far(c);
  far.now.id = "s-far";
  for (const std::int64_t percent : {40, 35, 30}) far.say(percent_ask(percent));
  REQUIRE(far.now.step == 1);
  c.learn(with(winter_facts(), "10:00:00Z", "10:45:00Z"));
  talk near(c);
  near.now.id = "s-near";
  near.say(percent_ask(40));
  REQUIRE(near.now.step == 0);
  talk opened(c);
  opened.now.id = "s-opened";
  c.learn(with(winter_facts(), "10:00:00Z", "11:30:00Z"));
  for (const bool first : {false, true}) {
    std::vector<session> history{far.now, near.now, opened.now};
    if (first) std::swap(history.front(), history.back());
    const auto r = resume_session(c.rules, *c.facts, history, "new");
    REQUIRE(r.ok());
    CHECK(r.value() == near.now);  // the one before is older than an hour, the other says nothing
  }
}

}  // namespace
}  // namespace parley::test
