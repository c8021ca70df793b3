// The order of cart lines changes no total, and units are chosen best for the declared side.
#include <algorithm>
#include <functional>
#include <map>

#include "engine/written.hpp"
#include "parley/engine/decision_digest.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

struct item {
  std::string id, sku, category;
  int quantity = 1;
  std::int64_t price = 0;
};

std::string facts_of(const std::vector<item>& items) {
  std::string lines;
  for (const item& i : items) {
    const std::string cents = std::to_string(i.price % 100);
    lines += "    - {id: " + i.id + ", sku: " + i.sku + ", qty: " + std::to_string(i.quantity) +
             ", price: " + std::to_string(i.price / 100) + "." + (cents.size() < 2 ? "0" : "") +
             cents + ", category: " + i.category + "}\n";
  }
  return cart(lines);
}

/// Small, printable and the same everywhere.
class order_dice {
 public:
  explicit order_dice(std::uint64_t seed) : state_(seed) {}
  int roll(int sides) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(sides));
  }

 private:
  std::uint64_t state_;
};

std::vector<item> some_items(order_dice& d, int lines) {
  const char* const categories[] = {"tea", "kitchen", "bags"};
  std::vector<item> made;
  for (int i = 0; i < lines; ++i) {
    made.push_back({"l" + std::to_string(i + 1), std::string(1, static_cast<char>('A' + d.roll(4))),
                    categories[d.roll(3)], 1 + d.roll(3), 100 + 50 * d.roll(8) + d.roll(2)});
  }
  return made;
}

constexpr std::string_view declared_selectors =
    "selectors:\n"
    "  tea: line.category == \"tea\"\n"
    "  mug: line.category == \"kitchen\"\n"
    "  goods: line.qty > 0\n"
    "  cheap: line.price < money(\"3.00\", \"USD\")\n";

}  // namespace

TEST_CASE("the order of the lines changes no total") {
  const std::string offers =
      "  SPLIT: {give: 1.00 off order, stage: item}\n"
      "  TEA: 15% off tea\n"
      "  PAIR: 2 of goods for 3.33\n"
      "  BOGO: buy 1 get 1 free of cheap\n"
      "  SET: bundle tea + cheap + mug for 4.00\n"
      "  CROSS: buy 1 tea get 1 mug 50% off\n"
      "  STEP: 10% from 2, 20% from 4 off goods by step\n"
      "  CAPPED: 30% off goods, at most 0.77 each\n"
      "  ORDER: 7% off order\n";
  const std::vector<std::string> names = {"SPLIT", "TEA",  "PAIR",   "BOGO", "SET",
                                          "CROSS", "STEP", "CAPPED", "ORDER"};
  const std::vector<std::string> limits = {
      "", "limits:\n  - price per unit of goods >= 2.00 else clamp\n",
      "limits:\n  - price per line of tea >= 2.50 else redistribute\n",
      "limits:\n  - discount of tea <= 1.01 else redistribute\n  - discount of cheap <= 0.53 else "
      "clamp\n"};
  order_dice d(7);
  for (const std::string remainder : {"largest", "spread", "first", "last", "carry"}) {
    for (const std::string at : {"order", "line", "unit"}) {
      for (const std::string& limit : limits) {
        written w(
            open_pack(offers, std::string(declared_selectors) + limit,
                      "rounding: {mode: half_up, remainder: " + remainder + ", at: " + at + "}"));
        for (int round = 0; round < 12; ++round) {
          std::vector<item> items = some_items(d, 5);
          std::string asked;
          for (const std::string& name : names) {
            if (d.roll(2) == 0) asked += name + " ";
          }
          std::vector<std::int64_t> first;
          for (int turn = 0; turn < 4; ++turn) {
            INFO(remainder << " " << at << " " << limit << asked << "\n" << facts_of(items));
            w.facts(facts_of(items));
            const decision& answer = w.ask(asked, {}, true);
            REQUIRE(answer.has_quote);
            std::vector<std::int64_t> now = {answer.quote.total, answer.quote.concession};
            for (const applied_offer& a : answer.quote.applied) now.push_back(a.amount);
            if (first.empty()) first = now;
            CHECK(now == first);
            std::next_permutation(items.begin(), items.end(),
                                  [](const item& a, const item& b) { return a.id < b.id; });
            std::rotate(items.begin(), items.begin() + 2, items.end());
          }
        }
      }
    }
  }
}

TEST_CASE("under a profile, too, the order of the lines changes no total") {
  const std::string offers =
      "  SPLIT: {give: 1.00 off order, stage: item}\n"
      "  TEA: 15% off tea\n"
      "  BOGO: buy 1 get 1 free of goods\n"
      "  SECOND: 0.55 off every 2nd goods\n"
      "  ORDER: 7% off order\n"
      "  THREE: 3.01 off order\n";
  const std::vector<std::string> names = {"SPLIT", "TEA", "BOGO", "SECOND", "ORDER", "THREE"};
  order_dice d(11);
  for (const std::string profile :
       {"shopify", "commercetools", "sfcc", "medusa", "magento", "sylius", "shopware"}) {
    written w("pack: shop\nversion: 1\ncurrency: USD\nprofile: " + profile +
              "\ndefaults: {stacking: open}\n" + std::string(declared_selectors) + "offers:\n" +
              offers);
    for (int round = 0; round < 20; ++round) {
      std::vector<item> items = some_items(d, 5);
      std::string asked;
      for (const std::string& name : names) {
        if (d.roll(2) == 0) asked += name + " ";
      }
      std::vector<std::int64_t> first;
      for (int turn = 0; turn < 4; ++turn) {
        INFO(profile << " " << asked << "\n" << facts_of(items));
        const decision& answer = w.facts(facts_of(items)).ask(asked);
        REQUIRE(answer.has_quote);
        std::vector<std::int64_t> now = {answer.quote.total};
        for (const applied_offer& a : answer.quote.applied) now.push_back(a.amount);
        if (first.empty()) first = now;
        CHECK(now == first);
        std::rotate(items.begin(), items.begin() + 2, items.end());
        std::swap(items[0], items[1]);
      }
    }
  }
}

TEST_CASE("in a cart whose order can't matter cents go along the lines as given") {
  written w(open_pack("  OFF: 2.99 off order\n"));
  w.facts(facts_of(
      {{"z", "Z", "tea", 1, 1000}, {"m", "M", "tea", 1, 1000}, {"a", "A", "tea", 1, 1000}}));
  const decision& d = w.ask("OFF");
  CHECK(d.quote.lines[0].discount == 100);
  CHECK(d.quote.lines[2].discount == 99);
}

namespace {

/// All ways to give units to places: units by price and which places they fit; -1 where sets can't
/// be filled. The most (or least) that the chosen units can cost.
std::int64_t best_matching(const std::vector<std::pair<std::int64_t, unsigned>>& units,
                           std::vector<int> open, bool most) {
  std::int64_t best = -1;
  std::function<void(std::size_t, std::int64_t)> go = [&](std::size_t at, std::int64_t sum) {
    if (std::all_of(open.begin(), open.end(), [](int n) { return n == 0; })) {
      if (best < 0 || (most ? sum > best : sum < best)) best = sum;
      return;
    }
    if (at == units.size()) return;
    go(at + 1, sum);
    for (std::size_t p = 0; p < open.size(); ++p) {
      if ((units[at].second >> p & 1U) == 0 || open[p] == 0) continue;
      --open[p];
      go(at + 1, sum + units[at].first);
      ++open[p];
    }
  };
  go(0, 0);
  return best;
}

}  // namespace

TEST_CASE("bundles with parts that compete take the best units there are") {
  written customer(
      open_pack("  SET: bundle 2 tea + cheap for 3.00\n", std::string(declared_selectors)));
  written merchant(open_pack("  SET: {give: bundle 2 tea + cheap for 3.00, favour: merchant}\n",
                             std::string(declared_selectors)));
  order_dice d(11);
  for (int round = 0; round < 60; ++round) {
    const std::vector<item> items = some_items(d, 4);
    std::vector<std::pair<std::int64_t, unsigned>> units;
    for (const item& i : items) {
      const unsigned fits = (i.category == "tea" ? 1U : 0U) | (i.price < 300 ? 2U : 0U);
      for (int n = 0; n < i.quantity; ++n) units.emplace_back(i.price, fits);
    }
    std::int64_t most = 0;
    std::int64_t least = 0;
    int least_sets = 0;
    for (int sets = 1; sets <= static_cast<int>(units.size()) / 3; ++sets) {
      const std::int64_t dear = best_matching(units, {2 * sets, sets}, true);
      const std::int64_t cheap = best_matching(units, {2 * sets, sets}, false);
      if (dear >= 0) most = std::max(most, dear - sets * 300);
      if (cheap >= 0 && sets > least_sets) {
        least_sets = sets;
        least = std::max<std::int64_t>(0, cheap - sets * 300);
      }
    }
    INFO(facts_of(items));
    customer.facts(facts_of(items));
    CHECK(customer.ask("SET").quote.discount == most);
    merchant.facts(facts_of(items));
    CHECK(merchant.ask("SET").quote.discount == least);
  }
}

TEST_CASE("a unit serves one set in all, or the sets of offers that share") {
  written once(open_pack("  THREE: 3 of goods for 5.00\n  TWO: buy 1 get 1 free of goods\n",
                         std::string(declared_selectors)));
  written shared(
      open_pack("  THREE: {give: 3 of goods for 5.00, consume: shared}\n"
                "  TWO: {give: buy 1 get 1 free of goods, consume: shared}\n",
                std::string(declared_selectors)));
  order_dice d(13);
  for (int round = 0; round < 60; ++round) {
    const std::vector<item> items = some_items(d, 4);
    std::vector<std::int64_t> units;
    for (const item& i : items)
      units.insert(units.end(), static_cast<std::size_t>(i.quantity), i.price);
    std::sort(units.rbegin(), units.rend());
    // The dearest units stand in the sets of three while those save something.
    std::size_t used = 0;
    std::int64_t saved = 0;
    while (used + 3 <= units.size() && units[used] + units[used + 1] + units[used + 2] > 500) {
      saved += units[used] + units[used + 1] + units[used + 2] - 500;
      used += 3;
    }
    const std::size_t free = (units.size() - used) / 2;
    std::int64_t second = 0;
    for (std::size_t i = 0; i < free; ++i) second += units[units.size() - 1 - i];
    INFO(facts_of(items));
    once.facts(facts_of(items));
    const decision& d1 = once.ask("THREE TWO");
    CHECK(d1.quote.applied[0].amount == saved);
    CHECK(d1.quote.applied[1].amount == second);
    shared.facts(facts_of(items));
    const decision& d2 = shared.ask("THREE TWO");
    CHECK(d2.quote.applied[0].amount == saved);
    // Every unit may serve again, at what the first set left of its price.
    CHECK(d2.quote.applied[1].sets == static_cast<std::int64_t>(units.size()) / 2);
  }
}

TEST_CASE("what a workspace priced before never shows in what it prices now") {
  order_dice d(20261123);
  const compilation made = compile_text(
      "pack.yaml",
      "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\n" +
          std::string(declared_selectors) +
          "offers:\n  A: 7% off order\n  B: {give: 3% off tea, rank: 1}\n"
          "  C: {give: 0.35 off sku A, rank: 2}\n  D: {give: 1.01 off order, rank: 3}\n");
  REQUIRE(made.compiled.has_value());
  const pack& rules = *made.compiled;
  proposal asked;
  for (const graph::offer_row& offer : rules.tables().offers) {
    proposed_offer one;
    one.name = rules.text(offer.name);
    asked.offers.push_back(one);
  }
  workspace kept;
  decision again;
  for (int round = 0; round < 300; ++round) {
    source_set files;
    diagnostics found;
    const std::string text = facts_of(some_items(d, 1 + d.roll(12)));
    const auto facts = read_facts(rules, files, files.add("facts.yaml", text), {}, found);
    REQUIRE(facts.has_value());
    validate(rules, *facts, asked, kept, again);
    workspace fresh;
    decision once;
    validate(rules, *facts, asked, fresh, once);
    REQUIRE(decision_digest(rules, again) == decision_digest(rules, once));
  }
}
