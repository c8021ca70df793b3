// What an approval has to be bound to before it counts.
#include <string>

#include "parley/facts/cart_hash.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

class approved_campaign {
 public:
  approved_campaign()
      : c(winter_pack(), with(winter_facts(), "verified: true", "verified: false")),
        cart(cart_hash(*c.facts)),
        digest(c.rules.digest()) {
    whole.role = "supervisor";
    whole.limit = "unverified-cap";
    whole.customer = "c-1001";
    whole.pack_digest = digest;
    whole.cart_hash = cart;
    whole.up_to = 800;
    whole.until = *c.facts->now();
    whole.has_until = true;
  }
  verdict with_one(const approval& a) {
    fact_set facts = *c.facts;
    facts.add_approval(a);
    return judge(facts);
  }
  verdict judge(const fact_set& facts) {
    return c.memory.judge(c.rules, facts, c.of({"WELCOME10"})).verdict;
  }

  campaign c;
  std::string cart;
  std::string digest;
  approval whole;
};

TEST_CASE("an approval that is bound in full lifts its limit") {
  approved_campaign a;
  CHECK(a.judge(*a.c.facts) == verdict::escalate);
  CHECK(a.with_one(a.whole) == verdict::allow);
}

TEST_CASE("an approval that isn't bound to all it has to be counts for nothing") {
  const auto without = [](auto&& change) {
    approved_campaign a;
    change(a.whole);
    return a.with_one(a.whole);
  };
  CHECK(without([](approval& a) { a.customer = {}; }) == verdict::escalate);
  CHECK(without([](approval& a) { a.pack_digest = {}; }) == verdict::escalate);
  CHECK(without([](approval& a) { a.cart_hash = {}; }) == verdict::escalate);
  CHECK(without([](approval& a) { a.has_until = false; }) == verdict::escalate);
  CHECK(without([](approval& a) { a.customer = "c-2"; }) == verdict::escalate);
  CHECK(without([](approval& a) { a.pack_digest = "another"; }) == verdict::escalate);
  CHECK(without([](approval& a) { a.cart_hash = "another"; }) == verdict::escalate);
  CHECK(without([](approval& a) { a.until.seconds -= 1; }) == verdict::escalate);
  CHECK(without([](approval& a) { a.up_to = 639; }) == verdict::escalate);
  CHECK(without([](approval& a) { a.up_to = 640; }) == verdict::allow);
}

TEST_CASE("an approval may be bound to a session instead of a customer") {
  approved_campaign a;
  a.whole.customer = {};
  a.whole.session = "s-1";
  CHECK(a.with_one(a.whole) == verdict::need);  // nobody says which session this is
  a.c.facts->set_session_id("s-2");
  CHECK(a.with_one(a.whole) == verdict::escalate);
  a.c.facts->set_session_id("s-1");
  CHECK(a.with_one(a.whole) == verdict::allow);
  a.whole.customer = "c-2";  // both are named: both have to fit
  CHECK(a.with_one(a.whole) == verdict::escalate);
}

TEST_CASE("what isn't known may still fit, what is known and doesn't fit never does") {
  approved_campaign a;
  a.whole.session = "s-1";
  CHECK(a.with_one(a.whole) == verdict::need);
  a.whole.until.seconds -= 1;
  CHECK(a.with_one(a.whole) == verdict::escalate);
}

TEST_CASE("an approval never lifts a deny") {
  approved_campaign a;
  a.whole.limit = "discount-max-15pct-of-subtotal";
  a.whole.up_to = 100'000;
  fact_set facts = *a.c.facts;
  facts.add_approval(a.whole);
  CHECK(a.c.memory.judge(a.c.rules, facts, a.c.of({"HAGGLE=12%", "TEA3"})).verdict ==
        verdict::deny);
}

}  // namespace
}  // namespace parley::test
