// Every shopper against every seller on packs of every kind: whatever a pack has, parley keeps it.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulate/simulation.hpp"
#include "simulate/stage.hpp"
#include "support/catch.hpp"

namespace parley::simulate {
namespace {

using test::everybody;
using test::stage;

std::string pack(const std::string& sections) {
  return "pack: kind\nversion: 1\ncurrency: USD\ndefaults: {stacking: open, intent: optional}\n"
         "facts:\n  pays: {type: bool}\n  rival: {type: money, max_age: 1h}\n  sold: {type: bool, "
         "default: false, voids: true}\n"
         "offers:\n  OFF: {give: 1%..20% step 1% off order, class: [order, negotiated]}\n"
         "  POST: {give: free shipping, class: shipping}\n"
         "  CARD: {give: gift CARD, class: gift, cost: 0.50, worth: 2.00}\n" +
         sections;
}

const char* const facts = R"(
now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines:
    - {id: a, sku: LAMP, qty: 1, price: 100.00, cost: 50.00}
    - {id: b, sku: MUG, qty: 3, price: 10.00, cost: 4.00}
  shipping: [{method: post, price: 6.00, cost: 5.00}]
customer: {key: c-1}
pays: true
rival: {value: 110.00, as_of: 2026-11-22T09:50:00Z}
)";

TEST_CASE("parley is sound whatever a pack holds") {
  const auto [sections, more] = GENERATE(Catch::Generators::table<std::string, std::string>({
      {"negotiation: {ladder: [OFF 2%, OFF 4%, OFF 4% + CARD], sweeteners: [POST], rounds: 6}\n",
       ""},
      {"negotiation: {strategy: micro, issues: [OFF, class gift, POST], rounds: 8}\n", ""},
      {"negotiation: {strategy: linear, issues: [OFF, CARD], rounds: 5}\n", ""},
      {"negotiation: {ladder: [OFF 2%, OFF 9%], patience: 2, min_move: 1.00, triggers: {prepay: "
       "{when: "
       "pays, worth: 4.00}, now: pays}}\n",
       ""},
      {"negotiation: {ladder: [OFF 2%, OFF 9%], evidence: rival, rounds: 6}\n", ""},
      {"limits: [uses of class order per day <= 2, spend of class negotiated per customer <= 9.00, "
       "uses per "
       "customer <= 4, spend of CARD per day <= 1.00]\n"
       "negotiation: {ladder: [OFF 2%, OFF 4%, OFF 4% + CARD], rounds: 6}\n",
       "counters: {\"uses of class order per day\": 1, \"spend of class negotiated per customer\": "
       "3.00, "
       "\"uses per customer\": 1, \"spend of CARD per day\": 0.00}\n"},
      {"limits: [{limit: discount <= 5% of subtotal, id: cap, else: escalate to boss}]\n"
       "negotiation: {ladder: [OFF 2%, OFF 4%, OFF 9%], rounds: 6}\n",
       ""},
      {"limits: [margin >= 40%]\nhandoff: {when: sold, to: human}\n"
       "negotiation: {ladder: [OFF 2%, OFF 4%, OFF 9%], rounds: 4}\n",
       "sold: absent\n"},
      {"limits: [discount <= rival]\nnegotiation: {ladder: [OFF 2%, OFF 4%]}\n", ""},
  }));
  INFO(sections);
  const stage s(pack(sections), facts + more);
  const simulation all(s.rules, *s.facts, {32, 7, everybody(), {}});
  player by(all.surroundings());
  std::vector<game> games;
  for (std::size_t i = 0; i < all.games(); ++i) games.push_back(all.play(i, by));
  const report::simulation_results r = all.results(games);
  CHECK(r.sound());
  CHECK(r.sellers[0].all.violations == 0);
  CHECK(r.sellers[0].all.retractions == 0);
  CHECK(r.sellers[0].all.agreed > 0);
  for (const game& g : games) {
    CHECK(g.rounds <= 64);
    if (!g.agreed) continue;
    CHECK(g.total >= 0);
    // What was agreed is what the shopper pays: both gains come from it.
    const market& cart = all.surroundings().carts[g.cart];
    CHECK(g.reached.merchant == cart.kept - g.concession);
  }
}

TEST_CASE("sellers and shoppers have names of their own, and are told about") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < seller_kinds; ++i) {
    const auto kind = static_cast<seller_kind>(i);
    CHECK(names.insert(name_of(kind)).second);
    CHECK_FALSE(about(kind).empty());
  }
  for (const buyer_kind kind : everybody()) {
    CHECK(buyer_named(name_of(kind)) == kind);
    CHECK_FALSE(about(kind).empty());
  }
  CHECK_FALSE(buyer_named("nobody").has_value());
}

TEST_CASE("without a ladder the floors go by what the rules permit at most") {
  const stage s(
      pack("limits: [discount <= 8% of subtotal]\nnegotiation: {strategy: micro, issues: [OFF, "
           "CARD], rounds: 5}\n"),
      facts);
  parley::question_workspace memory;
  const floor_family family = family_of(s.rules, s.opening, memory);
  // 8% of 130.00 and a card for 0.50, and half as much again.
  CHECK(family.floors.front() == 0);
  CHECK(family.floors.back() == 1090 + 545);
}

}  // namespace
}  // namespace parley::simulate
