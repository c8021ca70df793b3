// What is proved no search refutes, what is refuted the pack really allows, and what is neither is
// called open.
#include "changes/prove.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "asked_again.hpp"
#include "changes/witness.hpp"
#include "edits.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;
using report::proof_outcome;

constexpr proof_outcome yes = proof_outcome::proved;
constexpr proof_outcome no = proof_outcome::refuted;
constexpr proof_outcome open = proof_outcome::open;

bool is_limit(const std::string& sentence) {
  return sentence.find("<=") != std::string::npos || sentence.find(">=") != std::string::npos;
}

struct rule_set {
  std::string defaults = "open";
  std::vector<std::string> limits, stacking;
  std::string rest;
};

/// The shop with these rules, and a claim as a rule of its own where there is one.
pack shop(const rule_set& rules, const std::string& claim = {}) {
  std::string text =
      "pack: shop\nversion: 1\ncurrency: USD\ndefaults: {stacking: " + rules.defaults +
      ", intent: optional}\n"
      "facts:\n  vip: {type: bool}\n  paid: {type: money}\n  line.map: {type: "
      "money}\nselectors:\n  tea: line.category == \"tea\"\n  mug: line.category == "
      "\"mug\"\n  also_tea: line.category == \"tea\"\nclasses: [none]\n"
      "offers:\n  A: {give: 10% off order, class: order}\n"
      "  B: {give: 2.00 off tea, class: item, repeat: 3}\n"
      "  R: {give: 1%..20% step 1% off order, class: [order, negotiated]}\n"
      "  G: {give: gift SKU-TOTE, class: gift, cost: 4.00, worth: 9.00}\n"
      "  F: {give: free shipping, class: shipping}\n" +
      rules.rest;
  const auto list = [&](const char* name, const char* key, std::vector<std::string> entries,
                        bool with_claim) {
    if (with_claim) entries.push_back("{" + std::string(key) + ": '" + claim + "', id: claim-1}");
    if (entries.empty()) return;
    text += std::string(name) + ":\n";
    for (const std::string& entry : entries) text += "  - " + entry + "\n";
  };
  list("limits", "limit", rules.limits, !claim.empty() && is_limit(claim));
  list("stacking", "rule", rules.stacking, !claim.empty() && !is_limit(claim));
  return test::compiled(text);
}

void judge(const rule_set& rules, const std::string& claim, proof_outcome expected,
           const std::string& ground = {}) {
  INFO("the claim `" << claim << "`");
  for (const std::string& l : rules.limits) INFO("limit " << l);
  for (const std::string& s : rules.stacking) INFO("stacking " << s);
  const pack p = shop(rules);
  const pack bound = shop(rules, claim);
  const auto made = changes::prove(p, bound, {{claim, "claim-1"}}, 4'000);
  REQUIRE(made.size() == 1);
  const report::proof& one = made.front();
  CHECK(one.claim == claim);
  CHECK(report::name_of(one.outcome) == report::name_of(expected));
  CHECK(one.witness.has_value() == (one.outcome == no));
  CHECK(one.grounds.empty() == (one.outcome != yes || (ground == "nothing")));
  if (one.witness) {
    INFO(one.witness->facts << "\n" << one.witness->asked);
    CHECK(test::asked_again(bound, *one.witness).made.verdict == verdict::deny);
    CHECK(test::asked_again(p, *one.witness).made.verdict == verdict::allow);
  }
  if (one.outcome == yes) {
    CHECK(one.tried == 0);
    if (!ground.empty() && ground != "nothing") CHECK(one.grounds.front().rule == ground);
    // The search is not asked about what is proved; it would find nothing.
    changes::witness_target target;
    target.breaks = true;
    const auto row = [&](auto rows) {
      for (graph::index i = 0; i < rows.size(); ++i) {
        if (bound.text(rows[i].id) == "claim-1") return i;
      }
      return no_index;
    };
    target.kind = is_limit(claim) ? report::change_kind::limit : report::change_kind::stacking;
    target.before_row = is_limit(claim) ? row(bound.tables().limits) : row(bound.tables().stacking);
    std::uint64_t tried = 0;
    changes::witness_search search(bound, p);
    CHECK_FALSE(search.find(target, 800, tried).has_value());
  }
}

void limit(const std::string& rule, const std::string& claim, proof_outcome expected) {
  rule_set rules;
  if (!rule.empty()) rules.limits = {rule};
  judge(rules, claim, expected);
}

TEST_CASE("limits prove claims that are no tighter") {
  limit("discount <= 15% of subtotal", "discount <= 20% of subtotal", yes);
  limit("discount <= 15% of subtotal", "discount <= 15% of subtotal", yes);
  limit("discount <= 15% of subtotal", "discount <= 14% of subtotal", no);
  limit("", "discount <= 14% of subtotal", no);
  limit("discount <= 15% of subtotal else clamp", "discount <= 15% of subtotal", yes);
  limit("discount <= 15% of list", "discount <= 16% of list", yes);
  limit("discount <= 15% of total", "discount <= 16% of total", yes);
  limit("discount <= 5.00", "discount <= 6.00", yes);
  limit("discount <= 5.00", "discount <= 4.00", no);
  limit("discount <= paid", "discount <= paid", yes);
  limit("discount <= 10% of paid", "discount <= 10% of paid", yes);
  limit("margin >= 20%", "margin >= 18%", yes);
  limit("margin >= 20%", "margin >= 25%", no);
  limit("price >= 20.00", "price >= 15.00", yes);
  limit("price >= 20.00", "price >= 25.00", no);
  limit("offers <= 2", "offers <= 3", yes);
  limit("offers <= 2", "offers <= 1", no);
  limit("gifts <= 0", "gifts <= 1", yes);
  limit("gifts <= 1", "gifts <= 0", no);
  limit("concession of shipping <= 3.00", "concession of shipping <= 4.00", yes);
  limit("concession of shipping <= 9.00", "concession of shipping <= 4.00", no);
  limit("price per unit of tea >= line.map", "price per unit of tea >= line.map", yes);
  limit("price per unit of tea >= 110% of line.map", "price per unit of tea >= 110% of line.map",
        yes);
  limit("price per unit of also_tea >= 9.00", "price per unit of tea >= 8.00", yes);
  limit("discount per line <= 10% of list", "discount per line <= 12% of list", yes);
}

TEST_CASE("a concession is no less than the discount in it, and a whole no less than a part") {
  limit("concession <= 15% of subtotal", "discount <= 15% of subtotal", yes);
  limit("discount <= 15% of subtotal", "concession <= 15% of subtotal", no);
  limit("discount <= 10% of subtotal", "discount of R <= 12% of subtotal", yes);
  limit("discount <= 10% of subtotal", "discount of class order <= 12% of subtotal", yes);
  limit("concession <= 5.00", "concession of class gift <= 5.00", yes);
  limit("discount of R <= 10% of subtotal", "discount of R <= 10% of subtotal", yes);
  limit("discount of class order <= 10% of subtotal", "discount of class order <= 10% of subtotal",
        yes);
  limit("discount of R <= 10% of subtotal", "discount of A <= 9% of subtotal", no);
  limit("discount of R <= 10% of subtotal", "discount <= 19% of subtotal", no);
}

TEST_CASE("what holds only at times, or can be lifted, proves nothing") {
  limit("{limit: discount <= 15% of subtotal, when: vip}", "discount <= 15% of subtotal", no);
  limit("{limit: discount <= 15% of subtotal, id: x, else: escalate to boss}",
        "discount <= 15% of subtotal", open);
  judge({"open", {}, {}, "playbooks: {p: {limits: [discount <= 15% of subtotal]}}\n"},
        "discount <= 15% of subtotal", no);
}

TEST_CASE("counters prove claims about the same counter") {
  limit("uses of A per customer <= 2", "uses of A per customer <= 3", yes);
  limit("uses of A per customer <= 2", "uses of A per customer <= 1", no);
  limit("spend of class gift per day <= 100.00", "spend of class gift per day <= 120.00", yes);
  limit("spend of class gift per day <= 100.00", "spend of class gift per day <= 80.00", no);
  // Nobody has counted this for the pack as it is, so the search can't show anything.
  limit("uses of A per customer <= 2", "uses of A per day <= 2", open);
}

TEST_CASE("what may be true without a rule that says so is open") {
  limit("discount <= 15% of subtotal", "discount <= 15% of list", open);
  limit("price per unit of tea >= 110% of line.map", "price per unit of tea >= 105% of line.map",
        open);
  limit("discount <= 10% of subtotal", "discount of tea <= 10% of subtotal", open);
  limit("offers <= 2", "offers of class order <= 2", open);
}

void stack(const std::vector<std::string>& rules, const std::string& claim, proof_outcome expected,
           const std::string& ground = {}) {
  judge({"open", {}, rules, {}}, claim, expected, ground);
}

TEST_CASE("prohibitions prove pairs") {
  stack({"A excludes G"}, "A excludes G", yes, "A excludes G");
  stack({"A excludes G"}, "G excludes A", yes, "A excludes G");
  stack({"A excludes G"}, "A excludes R", no);
  stack({"A alone"}, "A excludes class gift", yes, "A alone");
  stack({"A alone"}, "A alone", yes, "A alone");
  stack({"A alone"}, "R alone", no);
  stack({"at most 1 of class order"}, "A excludes R", yes, "at most 1 of class order");
  stack({"A excludes R"}, "at most 1 of class order", yes, "A excludes R");
  stack({"class order excludes class gift"}, "G excludes class negotiated", yes);
  judge({"closed", {}, {"A with G"}, {}}, "A excludes R", yes, "no rule permits it");
  judge({"closed", {}, {"A with G"}, {}}, "A excludes G", no);
  judge({"closed", {}, {"{rule: A with G, when: vip}"}, {}}, "A excludes G", no);
  stack({}, "class none excludes any", yes, "nothing");
}

TEST_CASE("caps and requirements prove the same ones") {
  stack({"at most 1 of class order"}, "at most 1 of class order", yes);
  stack({"at most 2 of any"}, "at most 3 of any", yes, "at most 2 of any");
  stack({"at most 2 of any"}, "at most 2 of any", yes);
  stack({"at most 3 of any"}, "at most 2 of any", no);
  stack({"A requires G"}, "A requires G", yes, "A requires G");
  stack({"A requires G"}, "R requires G", no);
  stack({"A requires one of G, F"}, "A requires one of F, G", yes);
  stack({"A requires one of G, F"}, "A requires G", no);
  stack({"A requires G"}, "A requires one of G, F", open);  // true, but not by the same rule
}

TEST_CASE("rules that hold at times, are lifted, or say something else prove nothing") {
  stack({"{rule: A excludes G, when: vip}"}, "A excludes G", no);
  stack({"{rule: A requires G, when: vip}"}, "A requires G", no);
  stack({"{rule: at most 2 of any, when: vip}"}, "at most 2 of any", no);
  stack({"{rule: A excludes class order, id: x}", "{rule: A with R, overrides: x}"}, "A excludes R",
        no);
  stack({"{rule: at most 1 of class order, id: x}", "{rule: A with R, overrides: x}"},
        "at most 1 of class order", no);
  // A alone lacks its company, which says nothing of A in company.
  stack({"A requires B"}, "A excludes G", no);
  // An offer that may be named twice is company for itself.
  stack({"B alone"}, "B alone", open);
}

TEST_CASE("several claims are judged each for itself, an unknown one is open") {
  rule_set rules;
  rules.limits = {"discount <= 15% of subtotal"};
  const pack p = shop(rules);
  const pack bound = shop(rules, "discount <= 10% of subtotal");
  const auto made = changes::prove(
      p, bound, {{"one", "claim-1"}, {"none", "claim-9"}, {"again", "claim-1"}}, 4'000);
  REQUIRE(made.size() == 3);
  CHECK(made[0].outcome == no);
  CHECK(made[1].outcome == open);
  CHECK(made[1].tried == 0);
  CHECK(made[2].outcome == no);
  CHECK(made[2].witness->test == made[0].witness->test);
  const auto without = changes::prove(p, bound, {{"one", "claim-1"}}, 0);
  CHECK(without[0].outcome == open);
  CHECK(without[0].tried == 0);
}

}  // namespace
