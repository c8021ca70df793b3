// What an approval has to be bound to before it counts.
#include <string>

#include "engine/written.hpp"
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

TEST_CASE("a ladder of authority asks the highest rung that is broken") {
  const std::string rungs =
      "limits:\n"
      "  - {limit: discount <= 10% of subtotal, id: first, else: escalate to agent}\n"
      "  - {limit: discount <= 20% of subtotal, id: second, else: escalate to supervisor}\n"
      "  - {limit: discount <= 30% of subtotal, id: last}\n";
  written w(open_pack("  OFF: 1%..40% step 1% off order\n", rungs));
  const std::string lines = "    - {id: a, sku: A, qty: 1, price: 100.00}\n";
  const std::string basic = "now: 2026-11-22T10:00:00Z\ncustomer.key: c-1\n" + cart(lines);
  using words = std::vector<std::string>;
  w.facts(basic);
  CHECK(w.ask("OFF=10%").verdict == verdict::allow);
  w.ask("OFF=11%");
  CHECK(w.reasons() == words{"escalate limit.approval first: OFF"});
  w.ask("OFF=20%");
  CHECK(w.reasons() == words{"escalate limit.approval first: OFF"});
  w.ask("OFF=21%");
  CHECK(w.reasons() == words{"escalate limit.approval second: OFF"});
  w.ask("OFF=31%");
  CHECK(w.reasons() ==
        words{"deny limit.exceeded last: OFF", "escalate limit.approval second: OFF"});
  const auto leave = [&](const std::string& role, const std::string& limit,
                         const std::string& up_to) {
    w.facts(basic + "approvals:\n  - {role: " + role + ", limit: " + limit +
            ", customer: c-1, pack: " + std::string(w.pack().digest()) + ", cart: " + w.cart() +
            ", up_to: " + up_to + ", until: 2026-11-22T11:00:00Z}\n");
  };
  SECTION("the leave of a rung is for that rung, as far as it goes") {
    leave("supervisor", "second", "25.00");
    CHECK(w.ask("OFF=15%").verdict == verdict::escalate);
    CHECK(w.ask("OFF=25%").verdict == verdict::allow);
    CHECK(w.ask("OFF=26%").verdict == verdict::escalate);
    CHECK(w.ask("OFF=31%").verdict == verdict::deny);
  }
  SECTION("the leave of a lower rung doesn't reach a higher one") {
    leave("agent", "first", "100.00");
    CHECK(w.ask("OFF=20%").verdict == verdict::allow);
    w.ask("OFF=21%");
    CHECK(w.reasons() == words{"escalate limit.approval second: OFF"});
  }
}

TEST_CASE("the approval that is asked for covers what was measured to the last fraction") {
  // What is taken off a unit, and the margin, are no whole numbers of cents and of 1e-8.
  const std::string lines = "    - {id: a, sku: A, qty: 3, price: 12.00, cost: 11.00}\n";
  const std::string basic = "now: 2026-11-22T10:00:00Z\ncustomer.key: c-1\n" + cart(lines);
  for (const std::string limit : {"margin >= 20%", "discount per unit <= 0.10",
                                  "discount per line <= 1% of list", "price per unit >= 11.50"}) {
    written w(open_pack("  OFF: 1.00..36.00 step 1.00 off order\n",
                        "limits: [{limit: " + limit + ", id: cap, else: escalate to boss}]\n"));
    INFO(limit);
    w.facts(basic);
    REQUIRE(w.ask("OFF=4.00").verdict == verdict::escalate);
    const quantity least = w.ask("OFF=4.00").approvals.front().up_to;
    CHECK(least.denominator == 1);
    const std::string cart = w.cart();
    question_workspace memory;
    const auto leave = [&](std::int64_t up_to) {
      approval a;
      a.role = "boss", a.limit = "cap", a.customer = "c-1";
      a.pack_digest = w.pack().digest(), a.cart_hash = cart;
      a.up_to = up_to, a.up_to_is_share = least.what == quantity::kind::share;
      a.until = *w.known().now(), a.has_until = true;
      fact_set facts = w.known();
      facts.add_approval(a);
      proposal asked;
      asked.offers = {{"OFF", 400, true}};
      return memory.judge(w.pack(), facts, asked).verdict;
    };
    CHECK(leave(least.numerator) == verdict::allow);
    const bool at_most = limit.find("<=") != std::string::npos;
    CHECK(leave(least.numerator + (at_most ? -1 : 1)) == verdict::escalate);
  }
}

TEST_CASE("nobody is asked for leave that has no number: a margin of nothing paid") {
  written w(open_pack("  OFF: 10%..100% step 10% off order\n",
                      "limits: [{limit: margin >= 20%, id: cap, else: escalate to boss}]\n"));
  w.facts("customer.key: c-1\n" +
          cart("    - {id: a, sku: A, qty: 3, price: 12.00, cost: 11.00}\n"));
  CHECK(w.ask("OFF=90%").verdict == verdict::escalate);
  w.ask("OFF=100%");
  CHECK(w.reasons() == std::vector<std::string>{"deny limit.exceeded cap: OFF"});
}

TEST_CASE("limits that are no rungs of one ladder each ask their own role") {
  const std::string lines = "    - {id: a, sku: A, qty: 2, price: 50.00}\n";
  for (const std::string other : {"discount <= 10% of total", "concession <= 20% of subtotal",
                                  "discount of OFF <= 20.00", "discount per line <= 20% of list"}) {
    written w(open_pack(
        "  OFF: 1%..40% step 1% off order\n",
        "limits:\n  - {limit: discount <= 10% of subtotal, id: first, else: escalate to agent}\n"
        "  - {limit: " +
            other + ", id: second, else: escalate to boss}\n"));
    INFO(other);
    w.facts("now: 2026-11-22T10:00:00Z\ncustomer.key: c-1\n" + cart(lines));
    CHECK(w.ask("OFF=30%").approvals.size() == 2);
  }
  written w(open_pack(
      "  OFF: 1%..40% step 1% off order\n",
      "facts:\n  customer.verified: {type: bool}\n"
      "limits:\n  - {limit: discount <= 8% of subtotal, id: fraud, when: '!customer.verified', "
      "else: escalate to fraud-desk}\n"
      "  - {limit: discount <= 20% of subtotal, id: second, else: escalate to boss}\n"));
  w.facts("customer: {key: c-1, verified: false}\n" + cart(lines));
  CHECK(w.ask("OFF=30%").approvals.size() == 2);
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
