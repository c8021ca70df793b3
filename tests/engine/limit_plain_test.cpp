// The integers that show most limits to hold, against the general way: whoever reads what is
// compared gets the general way alone.
#include "parley/engine/limit_plain.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "parley/engine/decision_digest.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::test {
namespace {

std::string limited_pack(random& dice) {
  static constexpr const char* gives[] = {"7.3% off order",   "12% off tea",
                                          "3.10 off order",   "1.50 off each tea",
                                          "40% off shipping", "buy 1 get 1 50% off of tea",
                                          "gift SKU-G"};
  std::string rules = "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\n";
  rules += dice.chance(20) ? "tax: inclusive\n" : "";
  rules += "selectors:\n  tea: line.category == \"tea\"\noffers:\n";
  for (int i = 0; i < 4; ++i) {
    rules += "  O" + std::to_string(i) + ": {give: " + gives[dice.below(std::size(gives))] +
             ", class: " + (dice.chance(50) ? "x" : "y") + ", cost: 1.30}\n";
  }
  rules += "classes: [x, y]\nlimits:\n";
  const auto number = [&](std::int64_t from, std::int64_t to) {
    return std::to_string(dice.between(from, to));
  };
  const std::vector<std::string> limits = {
      "discount <= " + number(4, 30) + "% of subtotal",
      "discount <= " + number(4, 30) + "% of list",
      "discount of class x <= " + number(2, 9) + ".00",
      "concession <= " + number(5, 40) + "% of total",
      "discount of shipping <= " + number(10, 90) + "% of list",
      "margin >= " + number(10, 60) + "%",
      "margin >= " + number(5, 40) + ".00",
      "price >= " + number(30, 60) + ".00",
      "price per unit of tea >= " + number(9, 12) + ".00",
      "price per line >= " + number(70, 99) + "% of list",
      "discount per unit <= " + number(5, 30) + "% of list",
      "discount per line of tea <= " + number(1, 9) + ".50"};
  for (const std::string& limit : limits) {
    if (dice.chance(50)) rules += "  - " + limit + "\n";
  }
  return rules + "  - offers <= 4\n";
}

TEST_CASE("limits that integers show to hold do hold") {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    random dice(seed * 31);
    const std::string rules = limited_pack(dice);
    const std::string cost = dice.chance(15) ? "" : ", cost: 8.00";
    const std::string facts =
        "cart:\n  currency: USD\n  lines:\n    - {id: a, sku: A, qty: 3, price: 12.37, category: "
        "tea" +
        cost + "}\n    - {id: b, sku: B, qty: 1, price: 21.99, category: mug, cost: 9.10" +
        (dice.chance(10) ? "5" : "") + "}\n  shipping: [{method: s, price: 4.99" +
        (dice.chance(85) ? ", cost: 3.00" : "") + "}]\n";
    INFO("seed " << seed << "\n" << rules << facts);
    std::optional<campaign> c;
    try {
      c.emplace(rules, facts);
    } catch (const std::runtime_error&) {
      continue;  // a limit that this pack can't have
    }
    for (unsigned set = 0; set < 16; ++set) {
      proposal asked;
      for (graph::index i = 0; i < 4; ++i) {
        if ((set >> i & 1) != 0) asked.offers.push_back(propose(c->rules, i));
      }
      const std::string plain = decision_digest(c->rules, c->judge(asked));
      std::vector<engine::limit_reading> readings;
      c->memory.work.readings = &readings;
      const std::string general = decision_digest(c->rules, c->judge(asked));
      c->memory.work.readings = nullptr;
      REQUIRE(plain == general);
      ++compared;
    }
  }
  CHECK(compared > 1500);
}

}  // namespace
}  // namespace parley::test
