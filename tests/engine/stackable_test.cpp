#include "parley/engine/stackable.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "parley/engine/parameter_grid.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::test {
namespace {

stackability ask(campaign& c, std::initializer_list<std::string_view> names) {
  std::vector<graph::index> offers;
  for (const auto n : names) offers.push_back(c.offer(n));
  stackability out;
  stackable(c.rules, *c.facts, offers, {}, c.memory, out);
  return out;
}

std::string names(const campaign& c, const stackability& s, row_range r) {
  std::string out;
  for (const graph::index o : s.offers_of(r)) out += (out.empty() ? "" : " ") + c.name(o);
  return out;
}

TEST_CASE("permitted pairs combine") {
  campaign c(winter_pack(), winter_facts());
  CHECK(ask(c, {"WELCOME10", "FREESHIP"}).answer == stack_answer::yes);
  CHECK(ask(c, {"WELCOME10", "TEA3", "FREESHIP"}).answer == stack_answer::yes);
  CHECK(ask(c, {}).answer == stack_answer::yes);
}

TEST_CASE("a prohibition, a cap and a missing permission are each a smallest conflict") {
  campaign c(winter_pack(), winter_facts());
  const stackability s = ask(c, {"WELCOME10", "HAGGLE", "EXPRESS", "FREESHIP"});
  CHECK(s.answer == stack_answer::no);
  std::vector<std::string> seen;
  for (const auto& conflict : s.conflicts) {
    seen.push_back(names(c, s, conflict.offers) + ": " +
                   (conflict.rule == no_index
                        ? std::string("-")
                        : std::string(c.rules.text(c.rules.tables().stacking[conflict.rule].id))));
  }
  CHECK(std::find(seen.begin(), seen.end(), "WELCOME10 HAGGLE: coupon-x-negotiated") != seen.end());
  CHECK(std::find(seen.begin(), seen.end(), "EXPRESS HAGGLE: -") != seen.end());
  CHECK(std::find(seen.begin(), seen.end(), "WELCOME10 HAGGLE: at-most-1-of-order") != seen.end());
}

TEST_CASE("requirements are reported apart") {
  campaign c(winter_pack(), winter_facts());
  const stackability s = ask(c, {"TOTE", "TEA3"});
  CHECK(s.answer == stack_answer::yes);
  REQUIRE(s.requirements.size() == 1);
  CHECK(s.requirements[0].offer == c.offer("TOTE"));
  CHECK(ask(c, {"TOTE", "HAGGLE"}).requirements.empty());
}

TEST_CASE("a condition that is unknown makes the answer depend on its facts") {
  campaign c(R"(
pack: p
version: 1
currency: USD
facts: {vip: {type: bool}}
offers: {A: {give: 1.00 off order}, B: {give: 2.00 off order}}
stacking:
  - {rule: A with B, when: vip}
)",
             "cart: {currency: USD, lines: [{id: a, sku: A, qty: 1, price: 40.00}]}\n");
  const stackability s = ask(c, {"A", "B"});
  CHECK(s.answer == stack_answer::depends);
  REQUIRE(s.dependencies.size() == 1);
  REQUIRE(s.dependencies[0].missing.count == 1);
  CHECK(s.missing[s.dependencies[0].missing.first].which == c.rules.schema().fact_named("vip"));
  c.learn("vip: true\ncart: {currency: USD, lines: [{id: a, sku: A, qty: 1, price: 40.00}]}\n");
  CHECK(ask(c, {"A", "B"}).answer == stack_answer::yes);
  c.learn("vip: false\ncart: {currency: USD, lines: [{id: a, sku: A, qty: 1, price: 40.00}]}\n");
  CHECK(ask(c, {"A", "B"}).answer == stack_answer::no);
}

TEST_CASE("caps above one list every smallest set") {
  campaign c(R"(
pack: p
version: 1
currency: USD
defaults: {stacking: open}
offers:
  A: {give: 1.00 off order, class: x}
  B: {give: 1.00 off order, class: x}
  C: {give: 1.00 off order, class: x}
  D: {give: 1.00 off order, class: x}
stacking: [at most 2 of class x, A excludes B]
)",
             "cart: {currency: USD, lines: [{id: a, sku: A, qty: 1, price: 40.00}]}\n");
  const stackability s = ask(c, {"A", "B", "C", "D"});
  REQUIRE(s.conflicts.size() == 3);
  CHECK(names(c, s, s.conflicts[0].offers) == "A B");
  CHECK(names(c, s, s.conflicts[1].offers) == "A C D");
  CHECK(names(c, s, s.conflicts[2].offers) == "B C D");
}

TEST_CASE("the matrix and the sets say the same, and so does validate") {
  campaign c(winter_pack(), winter_facts());
  std::vector<graph::index> all;
  for (graph::index i = 0; i < c.rules.tables().offers.size(); ++i) all.push_back(i);
  stack_matrix m;
  stackable_pairs(c.rules, *c.facts, all, {}, c.memory, m);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all.size(); ++j) {
      CHECK(m.at(i, j).answer == m.at(j, i).answer);
      if (i == j) continue;
      const graph::index pair[] = {all[i], all[j]};
      stackability s;
      stackable(c.rules, *c.facts, pair, {}, c.memory, s);
      INFO(c.name(all[i]) << " with " << c.name(all[j]));
      CHECK(s.answer == m.at(i, j).answer);
      proposal both;
      both.offers = {propose(c.rules, all[i], grid_of(c.rules, all[i]), 0),
                     propose(c.rules, all[j], grid_of(c.rules, all[j]), 0)};
      const decision& d = c.judge(both);
      const bool refused = std::any_of(d.findings.begin(), d.findings.end(), [](const finding& f) {
        return f.code == finding_code::stacking_excluded ||
               f.code == finding_code::stacking_alone || f.code == finding_code::stacking_at_most ||
               f.code == finding_code::stacking_not_permitted;
      });
      CHECK(refused == (s.answer == stack_answer::no));
    }
  }
}

}  // namespace
}  // namespace parley::test
