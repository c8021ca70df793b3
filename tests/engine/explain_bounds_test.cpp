// Explaining where there is much to try: values of long ranges, and budgets that end the search.
#include <string>
#include <vector>

#include "parley/engine/explain.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

const std::string plain_cart = "cart: {currency: USD, lines: [{sku: S, qty: 1, price: 97.31}]}\n";

explanation explained(campaign& c, const proposal& asked, explain_options options = {}) {
  explanation out;
  explain(c.rules, *c.facts, asked, c.memory, out, options);
  return out;
}

TEST_CASE("of a long range the greatest allowed value is found") {
  for (const auto& [cap, most] : {std::pair{"5.00", 500}, {"0.01", 1}, {"9.98", 998}}) {
    campaign c(
        "pack: p\nversion: 1\ncurrency: USD\noffers:\n"
        "  CUT: {give: 0.01..9.99 step 0.01 off order}\nlimits: [discount <= " +
            std::string(cap) + "]\n",
        plain_cart);
    const explanation e = explained(c, c.of({"CUT=9.99"}));
    REQUIRE(e.repairs.size() >= 1);
    const change& first = e.repairs[0].changes.at(0);
    CHECK(first.what == change::kind::lower);
    CHECK(first.parameter == most);
    CHECK(e.repairs[0].total == 9'731 - most);
  }
  // Where not even the least is allowed, only dropping it helps.
  campaign c(
      "pack: p\nversion: 1\ncurrency: USD\noffers:\n"
      "  CUT: {give: 0.02..9.98 step 0.01 off order}\nlimits: [discount <= 0.01]\n",
      plain_cart);
  const explanation e = explained(c, c.of({"CUT=9.98"}));
  REQUIRE(e.repairs.size() == 1);
  CHECK(e.repairs[0].changes.at(0).what == change::kind::drop);
}

/// Six offers of which any two exclude each other, and one that goes with all.
std::string rivals() {
  std::string rules = "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\noffers:\n";
  for (int i = 0; i < 6; ++i)
    rules += "  R" + std::to_string(i) + ": {give: 1.00 off order, class: rival}\n";
  return rules +
         "  FRIEND: {give: 2.00 off order}\nstacking: [at most 1 of class rival]\n"
         "limits: [discount <= 50% of subtotal]\n";
}

TEST_CASE("where a few changes don't help, the smallest sets to leave out are found") {
  campaign c(rivals(), plain_cart);
  const proposal asked = c.of({"R0", "R1", "R2", "R3", "R4", "R5", "FRIEND"});
  const explanation whole = explained(c, asked);
  REQUIRE(whole.repairs.size() == 6);  // one for each that stays
  for (const repair& r : whole.repairs) {
    CHECK(r.changes.size() == 5);
    for (const change& gone : r.changes) {
      CHECK(gone.what == change::kind::drop);
      CHECK(gone.name != "FRIEND");
    }
    CHECK(c.judge(r.proposal).verdict == verdict::allow);
    CHECK(r.total == 9'731 - 300);
  }
}

TEST_CASE("a budget that runs out still gives a set of which none could stay") {
  campaign c(rivals(), plain_cart);
  const proposal asked = c.of({"R0", "R1", "R2", "R3", "R4", "R5", "FRIEND"});
  for (const std::uint64_t judgements : {1U, 5U, 10U, 20U, 40U, 80U}) {
    INFO(judgements);
    explain_options options;
    options.judgements = judgements;
    const explanation e = explained(c, asked, options);
    CHECK_FALSE(e.searched_all);
    for (const repair& r : e.repairs) {
      REQUIRE(c.judge(r.proposal).verdict == verdict::allow);
      std::vector<bool> kept(asked.offers.size());
      for (std::size_t i = 0; i < kept.size(); ++i) {
        for (const proposed_offer& o : r.proposal.offers)
          kept[i] = kept[i] || o.name == asked.offers[i].name;
      }
      for (std::size_t back = 0; back < kept.size(); ++back) {
        if (kept[back]) continue;
        proposal more = r.proposal;
        more.offers.push_back(asked.offers[back]);
        CHECK(c.judge(more).verdict != verdict::allow);
      }
    }
    CHECK_FALSE(e.repairs.empty());
  }
}

}  // namespace
}  // namespace parley::test
