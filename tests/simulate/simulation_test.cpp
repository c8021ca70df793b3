#include "simulate/simulation.hpp"

#include <atomic>
#include <thread>

#include "simulate/stage.hpp"
#include "support/catch.hpp"

namespace parley::simulate {
namespace {

using test::everybody;
using test::stage;

report::simulation_results played(const stage& s, std::size_t negotiations, std::uint64_t seed) {
  const simulation all(s.rules, *s.facts, {negotiations, seed, everybody(), {}});
  player by(all.surroundings());
  std::vector<game> games;
  for (std::size_t i = 0; i < all.games(); ++i) games.push_back(all.play(i, by));
  return all.results(games);
}

/// Thin margins on one line, fat ones on the other, a tight discount and a budget: where a price
/// that was fine on the opening cart isn't on another.
const char* crafted_pack() {
  return R"(
pack: crafted
version: 1
currency: USD
defaults: {stacking: open, intent: optional}
offers:
  OFF: {give: 1%..20% step 1% off order, class: [order, negotiated]}
  POST: {give: free shipping, class: shipping}
limits:
  - discount <= 7% of subtotal
  - margin >= 20%
  - concession <= 12% of subtotal
  - uses of OFF per customer <= 1
negotiation:
  ladder: [OFF 2%, OFF 4%, OFF 6%]
  sweeteners: [POST]
  rounds: 6
)";
}
const char* crafted_facts() {
  return R"(
now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines:
    - {id: fat, sku: LAMP, qty: 1, price: 100.00, cost: 50.00}
    - {id: thin, sku: PHONE, qty: 1, price: 80.00, cost: 72.00}
  shipping: [{method: post, price: 6.00, cost: 5.00}]
customer: {key: c-1}
counters: {"uses of OFF per customer": 0}
)";
}

const report::seller_results& seller(const report::simulation_results& r, std::string_view name) {
  for (const report::seller_results& s : r.sellers) {
    if (s.name == name) return s;
  }
  throw std::runtime_error("no such seller");
}

TEST_CASE("parley breaks no limit and no promise, whoever asks") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const stage s(crafted_pack(), crafted_facts());
    const report::simulation_results r = played(s, 160, seed);
    CHECK(r.sound());
    CHECK(r.sellers[0].all.violations == 0);
    CHECK(r.sellers[0].all.retractions == 0);
    CHECK(r.sellers[0].all.agreed > 0);
    for (const report::buyer_results& b : r.buyers) {
      INFO(b.name);
      CHECK(b.all.played == 10);
      CHECK(b.all.rounds_most <= 64);
      CHECK(b.all.customer.sum >= 0);
    }
  }
}

TEST_CASE("each baseline fails where it is known to") {
  const stage s(crafted_pack(), crafted_facts());
  const report::simulation_results r = played(s, 480, 1);
  // On a cart without the fat line what was a floor is none.
  for (const std::string_view name :
       {"boulware", "linear", "conceder", "tit-for-tat", "fixed-10%", "accept-90%"}) {
    INFO(name);
    CHECK(seller(r, name).all.violations > 0);
    CHECK(seller(r, name).broken_total < seller(r, name).permitted_total);
  }
  CHECK_FALSE(seller(r, "conceder").leak.same_until_bound);
  CHECK_FALSE(seller(r, "linear").leak.same_until_bound);
  CHECK_FALSE(seller(r, "boulware").leak.same_until_bound);
  CHECK(seller(r, "fixed-10%").all.merchant.value() < r.sellers[0].all.merchant.value());
}

TEST_CASE("the same seed gives the same games, whoever plays them") {
  const stage s;
  const simulation all(s.rules, *s.facts, {48, 11, everybody(), {}});
  const auto play_with = [&](unsigned threads) {
    std::vector<game> out(all.games());
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> running;
    for (unsigned t = 0; t < threads; ++t) {
      running.emplace_back([&] {
        player by(all.surroundings());
        for (std::size_t i = next++; i < out.size(); i = next++) out[i] = all.play(i, by);
      });
    }
    for (std::thread& t : running) t.join();
    return out;
  };
  const std::vector<game> one = play_with(1);
  const std::vector<game> three = play_with(3);
  for (std::size_t i = 0; i < one.size(); ++i) {
    INFO(i << " " << name_of(one[i].seller) << " " << name_of(one[i].buyer));
    CHECK(one[i].agreed == three[i].agreed);
    CHECK(one[i].total == three[i].total);
    CHECK(one[i].reached == three[i].reached);
    CHECK(one[i].rounds == three[i].rounds);
    CHECK(one[i].violations == three[i].violations);
    CHECK(one[i].off_nash == three[i].off_nash);
  }
}

TEST_CASE("what is reserved for one channel isn't there for the other") {
  // The counter has room for one use; a racer tries to take both offers.
  const stage s(crafted_pack(), crafted_facts());
  const simulation all(s.rules, *s.facts, {40, 5, {buyer_kind::racer}, {}});
  player by(all.surroundings());
  for (std::size_t i = 0; i < all.games(); i += seller_kinds) {
    const game g = all.play(i, by);
    CHECK(g.violations == 0);
    CHECK(g.retractions == 0);
  }
}

TEST_CASE(
    "measures are means over all negotiations, distances over those where a deal was possible") {
  const stage s;
  const report::simulation_results r = played(s, 64, 3);
  for (const report::seller_results& one : r.sellers) {
    CHECK(one.all.played == 64);
    CHECK(one.all.merchant.count == 64);
    CHECK(one.all.off_nash.count == one.all.possible);
    CHECK(one.all.agreed_possible <= one.all.possible);
  }
  // The best response gets no less than what anybody agreed on.
  for (const report::agreed_point& a : r.sellers[0].agreements)
    CHECK(a.saving <= r.list_total - r.sellers[0].extraction.net);
}

TEST_CASE("means are rounded half away from zero") {
  report::mean_of m;
  CHECK(m.value() == 0);
  m.add(1);
  m.add(2);
  CHECK(m.value() == 2);
  CHECK(m.value(100) == 150);
  m.add(-6);
  CHECK(m.value() == -1);
}

}  // namespace
}  // namespace parley::simulate
