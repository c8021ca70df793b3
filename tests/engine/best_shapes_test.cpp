// `best` beside brute force where requests and packs take every shape: offers to include, a saving
// to reach, any order of objectives, playbooks, rules that read what earlier offers left, counters,
// budgets that run out, and more offers than one word has bits.
#include <algorithm>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/best_brute_force.hpp"
#include "oracle/settings.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::test {
namespace {

std::string number(random& dice, std::int64_t from, std::int64_t to) {
  return std::to_string(dice.between(from, to));
}

/// Rules that `best` can't show by its own sums, beside those that it can.
std::string shaped_pack(random& dice) {
  static constexpr const char* gives[] = {"6% off order",
                                          "2.75 off order",
                                          "12% off tea",
                                          "1.50 off each tea",
                                          "3.00 off per 25.00 of order",
                                          "10% off tea, at most 1.00 each",
                                          "2%..6% step 2% off order",
                                          "1.00..2.00 step 0.50 off tea",
                                          "buy 1 get 1 free of tea",
                                          "50% off the dearest tea",
                                          "\"5% from 2, 9% from 4 off order\"",
                                          "free shipping",
                                          "1.25 off shipping by s",
                                          "shipping upgrade to express",
                                          "gift SKU-G",
                                          "concession points 100..300 step 100"};
  const int offers = static_cast<int>(dice.between(3, 6));
  static constexpr const char* stackings[] = {"open", "closed", "mutual"};
  const std::string stacking = stackings[dice.below(3)];
  std::string rules = "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: " + stacking +
                      ", intent: optional, basis: " +
                      (dice.chance(30)   ? "list"
                       : dice.chance(30) ? "stage"
                                         : "running") +
                      "}\n";
  if (dice.chance(40))
    rules += "rounding: {at: " + std::string(dice.chance(50) ? "unit" : "line") + "}\n";
  rules +=
      "facts:\n  vip: {type: bool}\n  level: {type: int}\nselectors:\n  tea: line.category == "
      "\"tea\"\noffers:\n";
  const auto offer = [&](int i) { return "O" + std::to_string(i); };
  const auto any_offer = [&] {
    return offer(static_cast<int>(dice.below(static_cast<std::size_t>(offers))));
  };
  const auto subject = [&]() -> std::string {
    if (dice.chance(50)) return any_offer();
    return dice.chance(50) ? "class x" : "class y";
  };
  for (int i = 0; i < offers; ++i) {
    const std::size_t which = dice.below(std::size(gives));
    rules += "  " + offer(i) + ":\n    give: " + gives[which] + "\n    class: " +
             (dice.chance(40)   ? "x"
              : dice.chance(50) ? "y"
                                : "[x, y]") +
             "\n";
    if (which >= 13 || dice.chance(20))
      rules +=
          "    cost: " + number(dice, 0, 2) + ".10\n    worth: " + number(dice, 0, 5) + ".00\n";
    if (dice.chance(12))
      rules += "    when: vip\n";
    else if (dice.chance(10) && which < 11)
      rules += "    when: so_far.discount <= 4.00\n    stage: order\n";
    else if (dice.chance(10))
      rules += "    when: level > 2\n";
    if (dice.chance(12)) rules += "    repeat: " + number(dice, 2, 3) + "\n";
    if (dice.chance(25)) rules += "    rank: " + number(dice, -2, 2) + "\n";
  }
  rules += "classes: [x, y, z]\nstacking:\n";
  if (stacking == "closed") rules += "  - class x with any\n";
  if (stacking == "mutual") rules += "  - class x with any\n  - class y with class x, class y\n";
  for (int i = 0; i < 3; ++i) {
    const std::string when = dice.chance(15)   ? ", when: vip"
                             : dice.chance(10) ? ", when: level > 2"
                             : dice.chance(10) ? ", when: so_far.discount <= 3.00"
                                               : "";
    const auto rule = [&](const std::string& text) {
      rules += "  - {rule: \"" + text + "\"" + when + ", id: r" + std::to_string(i) + "}\n";
    };
    switch (dice.below(8)) {
      case 0: rule(subject() + " excludes " + subject()); break;
      case 1: rule(any_offer() + " excludes " + any_offer()); break;
      case 2: rule(any_offer() + " alone"); break;
      case 3: rule("at most " + number(dice, 1, 2) + " of " + subject()); break;
      case 4: rule(any_offer() + " requires " + subject()); break;
      case 5: rule(any_offer() + " requires one of " + any_offer() + ", " + subject()); break;
      case 6: rule(any_offer() + " with " + any_offer()); break;
      default: {
        // A permission for one pair within two classes that exclude each other.
        rules += "  - {rule: class x excludes class y, id: xy" + std::to_string(i) + "}\n";
        rules += "  - {rule: " + any_offer() + " with " + any_offer() + ", overrides: xy" +
                 std::to_string(i) + "}\n";
      }
    }
  }
  const std::vector<std::string> limits = {
      "discount <= " + number(dice, 5, 30) + "% of subtotal",
      "discount <= " + number(dice, 3, 12) + ".00 else clamp",
      "{limit: discount <= " + number(dice, 5, 30) + "% of subtotal, when: vip, id: l1}",
      "{limit: concession <= " + number(dice, 3, 12) +
          ".00, when: so_far.discount >= 2.00, id: l2}",
      "{limit: discount <= 5% of subtotal, id: l3, else: escalate to boss}",
      "discount of class x <= " + number(dice, 5, 20) + "% of list",
      "concession of O0 <= 2.00 else clamp",
      "discount of class y <= " + number(dice, 1, 5) + ".00 else clamp",
      "concession <= " + number(dice, 10, 40) + "% of total",
      "concession of shipping <= 60% of list",
      "price per unit of tea >= 9.00" + std::string(dice.chance(50) ? " else clamp" : ""),
      "price per unit of tea >= 8.00 else redistribute",
      "price per line >= 60% of list",
      "price of tea >= 25.00",
      "margin >= " + number(dice, 5, 40) + "%",
      "margin >= " + number(dice, 5, 25) + ".00",
      "margin per unit of tea >= 10%",
      "gifts <= 1",
      "offers <= " + number(dice, 1, 4),
      "offers of class x <= 1",
      "uses of class y per customer <= 2",
      "spend of class x per day <= 6.00" + std::string(dice.chance(50) ? " else clamp" : ""),
      "rounds per conversation <= 3"};
  rules += "limits:\n";
  for (const std::string& limit : limits) {
    if (dice.chance(10)) rules += "  - " + limit + "\n";
  }
  rules += "  - offers <= 9\n";
  rules += "playbooks:\n  some: {offers: [" + subject() + ", " + subject() +
           "], limits: [discount <= " + number(dice, 4, 20) +
           "% of subtotal]}\n  all: {needs: [vip]}\n";
  return rules;
}

std::string shaped_facts(random& dice, const pack& rules) {
  std::string text = "now: 2026-11-22T10:00:00Z\ncustomer.key: c\n";
  if (dice.chance(80)) text += "vip: " + std::string(dice.chance(60) ? "true" : "false") + "\n";
  if (dice.chance(80)) text += "level: " + number(dice, 1, 4) + "\n";
  text +=
      "cart:\n  currency: USD\n  lines:\n"
      "    - {id: a, sku: A, qty: " +
      number(dice, 1, 4) + ", price: 12.37, category: tea" +
      (dice.chance(85) ? ", cost: 8.00" : "") +
      "}\n"
      "    - {id: b, sku: B, qty: 1, price: 21.99, category: mug, cost: 9.10}\n"
      "  shipping: [{method: s, price: 4.99, cost: 3.00}]\ncounters: {";
  bool first = true;
  for (const graph::counter_row& c : rules.tables().counters) {
    if (!dice.chance(90)) continue;
    text += (first ? "\"" : ", \"") + std::string(rules.text(c.key)) +
            "\": " + (c.is_money != 0 ? number(dice, 0, 5) + ".00" : number(dice, 0, 2));
    first = false;
  }
  return text + "}\n";
}

/// A request of any shape; texts live as long as the pack.
best_request shaped_request(random& dice, const pack& rules) {
  best_request r;
  std::vector<objective> all = {objective::saving, objective::worth, objective::margin,
                                objective::fewest};
  for (std::size_t i = all.size(); i-- > 1;) std::swap(all[i], all[dice.below(i + 1)]);
  if (dice.chance(75)) r.objectives.assign(all.begin(), all.begin() + dice.between(1, 4));
  const std::int64_t many = dice.chance(45) ? dice.between(1, 2) : 0;
  for (std::int64_t i = 0; i < many; ++i) {
    const auto offer = static_cast<graph::index>(dice.below(rules.tables().offers.size()));
    const parameter_grid grid = grid_of(rules, offer);
    proposed_offer o = propose(rules, offer, grid, dice.below(grid.points()));
    if (dice.chance(50)) o.has_parameter = false;
    const auto same = std::count_if(r.include.begin(), r.include.end(),
                                    [&](const proposed_offer& x) { return x.name == o.name; });
    if (static_cast<std::uint32_t>(same) < rules.tables().offers[offer].repeat)
      r.include.push_back(o);
  }
  if (dice.chance(30)) r.saving_to_reach = dice.between(0, 900);
  if (dice.chance(40)) r.intent = dice.chance(70) ? "some" : "all";
  r.accept_partial = dice.chance(40);
  return r;
}

std::string described(const best_request& r) {
  std::string text = "objectives";
  for (const objective o : r.objectives) text += " " + std::to_string(static_cast<int>(o));
  for (const proposed_offer& o : r.include) {
    text += " +" + std::string(o.name);
    if (o.has_parameter) text += "=" + std::to_string(o.parameter);
  }
  if (r.saving_to_reach) text += " reach " + std::to_string(*r.saving_to_reach);
  return text + " intent " + std::string(r.intent) + (r.accept_partial ? " partial" : "");
}

TEST_CASE("best equals brute force for packs and requests of every shape") {
  std::uint64_t compared = 0;
  std::uint64_t found = 0;
  const std::uint64_t runs = oracle::runs(160);
  for (std::uint64_t seed = oracle::first_seed(); seed < oracle::first_seed() + runs; ++seed) {
    random dice(seed * 613);
    const std::string rules = shaped_pack(dice);
    std::optional<campaign> c;
    try {
      const pack made = pack_of(rules);
      const std::string facts = shaped_facts(dice, made);
      INFO("seed " << seed << "\n" << rules << facts);
      c.emplace(made, facts);
    } catch (const std::runtime_error&) {
      continue;  // a generated pack that contradicts itself
    }
    for (int i = 0; i < 4; ++i) {
      best_request request = shaped_request(dice, c->rules);
      INFO("seed " << seed << ", " << described(request) << "\n" << rules);
      const std::vector<objective> list = objectives_of(request);
      const bool anchored = !request.include.empty() || request.saving_to_reach;
      if (!anchored && (list[0] == objective::margin || list[0] == objective::fewest)) {
        CHECK(ask(*c, request).status == best_status::objective);
        continue;
      }
      same_as_brute_force(*c, request);
      brute_force slow{*c, request, caps::proposal_offers, false, {}};
      slow.run();
      if (slow.found) ++found;
      for (const std::uint64_t nodes : {0U, 1U, 2U, 5U, 13U}) {
        request.nodes = nodes;
        INFO(nodes << " nodes");
        sound_beside_brute_force(*c, request, slow);
      }
    }
    ++compared;
  }
  CHECK(compared * 4 > runs);
  CHECK(found > compared);
}

// Brute force over so many offers goes as far as a rule lets sets grow.
TEST_CASE("more offers than a word has bits, and more than a search takes") {
  const auto pack_with = [](random& dice, int offers, const char* largest) {
    std::string rules =
        "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\n"
        "selectors: {tea: line.category == \"tea\"}\noffers:\n";
    static constexpr const char* gives[] = {"% off order", ".10 off order", ".05 off tea",
                                            "% off tea"};
    for (int i = 0; i < offers; ++i) {
      rules += "  O" + std::to_string(i) + ": {give: " + number(dice, 1, 9) +
               gives[dice.below(std::size(gives))] + ", class: " + (dice.chance(50) ? "x" : "y") +
               ", cost: 0.20, worth: 0." + number(dice, 10, 99) + "}\n";
    }
    rules += "classes: [x, y]\nstacking:\n  - at most " + std::string(largest) + " of any\n";
    for (int i = 0; i + 1 < offers; i += 3)
      rules += "  - O" + std::to_string(i) + " excludes O" + std::to_string(i + 1) + "\n";
    rules += "  - O2 requires class y\n  - O5 requires one of O2, O7\n";
    return rules + "limits: [concession <= 12.00, price per unit of tea >= 9.50]\n";
  };
  const std::string facts =
      "cart:\n  currency: USD\n  lines:\n"
      "    - {id: a, sku: A, qty: 3, price: 12.37, category: tea}\n"
      "    - {id: b, sku: B, qty: 1, price: 21.99, category: mug}\n";
  for (const int offers : {63, 64, 65, 90}) {
    random dice(static_cast<std::uint64_t>(offers));
    const std::string rules = pack_with(dice, offers, "2");
    INFO(rules);
    campaign c(rules, facts);
    best_request request;
    same_as_brute_force(c, request, 2);
    request.objectives = {objective::worth, objective::saving};
    same_as_brute_force(c, request, 2);
    request.objectives = {objective::saving, objective::fewest};
    request.include = {propose(c.rules, 7, grid_of(c.rules, 7), 0)};
    same_as_brute_force(c, request, 2);
    request.objectives = {objective::margin};
    request.saving_to_reach = 300;
    same_as_brute_force(c, request, 2);
  }
  random dice(7);
  campaign c(pack_with(dice, 300, "1"), facts);
  for (const objective first : {objective::saving, objective::worth}) {
    best_request request;
    request.objectives = {first};
    brute_force slow{c, request, 1, false, {}};
    slow.run();
    // Nothing is proved of those that were left out, but that they give no more than the bound.
    const best_answer answer = ask(c, request);
    CHECK_FALSE(answer.optimal);
    sound_beside_brute_force(c, request, slow);
    CHECK(answer.bound < 100'000);
    request.include = {propose(c.rules, 299, grid_of(c.rules, 299), 0)};
    brute_force with{c, request, 1, false, {}};
    with.run();
    sound_beside_brute_force(c, request, with);
  }
}

TEST_CASE("a budget that runs out bounds what the worth may come to") {
  campaign c(
      "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\noffers:\n"
      "  A: {give: gift A, cost: 1.00, worth: 3.00}\n"
      "  B: {give: gift B, cost: 2.00, worth: 5.00}\n"
      "  C: {give: gift C, cost: 3.00, worth: 6.00}\n"
      "limits: [concession <= 4.00]\n",
      "cart: {currency: USD, lines: [{id: a, sku: A, qty: 1, price: 97.31}]}\n");
  best_request request;
  request.objectives = {objective::worth};
  const best_answer whole = ask(c, request);
  CHECK(whole.optimal);
  CHECK(campaign::text(whole.proposal) == "A + C");
  CHECK(whole.worth == 900);
  request.nodes = 1;
  const best_answer cut = ask(c, request);
  CHECK_FALSE(cut.optimal);
  CHECK(cut.bound >= 900);
  CHECK(cut.bound <= 1'400);
  CHECK(cut.gap == cut.bound - cut.worth);
  request.nodes = 0;
  CHECK(ask(c, request).bound == 1'400);
}

TEST_CASE("an offer to include may repeat its constant, and no other value") {
  campaign c(winter_pack(), winter_facts());
  best_request plain, repeated;
  plain.include = c.of({"WELCOME10"}).offers;
  repeated.include = c.of({"WELCOME10=10%"}).offers;
  CHECK(ask(c, repeated).status == best_status::found);
  CHECK(ask(c, repeated).saving == ask(c, plain).saving);
  repeated.include[0].parameter += 1;
  CHECK(ask(c, repeated).status == best_status::proposal);
}

TEST_CASE("what can't be included is said before anything is searched") {
  campaign c(winter_pack(), winter_facts());
  best_request r;
  r.include = c.of({"WELCOME10", "WELCOME10"}).offers;
  CHECK(ask(c, r).status == best_status::proposal);
  r.include = c.of({"HAGGLE=4%"}).offers;
  r.include[0].parameter = 4 * one_percent + 1;  // off its step
  CHECK(ask(c, r).status == best_status::proposal);
  r.include[0].parameter = 13 * one_percent;
  CHECK(ask(c, r).status == best_status::proposal);
  r.include[0].unit_mismatch = true;
  r.include[0].parameter = 4 * one_percent;
  CHECK(ask(c, r).status == best_status::proposal);
  r.include.assign(caps::proposal_offers + 1, c.of({"TOTE"}).offers[0]);
  CHECK(ask(c, r).status == best_status::proposal);
  // One that isn't among the playbook's.
  r.include = c.of({"FREESHIP"}).offers;
  r.intent = "price_match";
  CHECK(ask(c, r).status == best_status::none);
  CHECK(ask(c, r).optimal);
}

}  // namespace
}  // namespace parley::test
