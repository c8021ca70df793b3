#include "parley/compiler/compile.hpp"
#include "support/catch.hpp"

using namespace parley;

namespace {

/// "message; help" of the warnings about order.
std::vector<std::string> warnings(const std::string& offers, const std::string& more = "",
                                  const std::string& defaults = "{stacking: open}") {
  const compilation made =
      compile_text("pack.yaml", "pack: p\nversion: 1\ncurrency: USD\ndefaults: " + defaults + "\n" +
                                    more + "offers:\n" + offers);
  std::vector<std::string> out;
  for (const diagnostic& d : made.found.items()) {
    if (d.severity == severity::error) out.push_back(d.message);
    if (d.code == "PL5101") out.push_back(d.message + "; " + d.help);
  }
  return out;
}

std::size_t count(const std::string& offers, const std::string& more = "",
                  const std::string& defaults = "{stacking: open}") {
  const std::vector<std::string> found = warnings(offers, more, defaults);
  for (const std::string& w : found) INFO(w);
  return found.size();
}

const std::string ten_and_twenty = "  TEN: 10.00 off order\n  TWENTY: 20% off order\n";
const std::string selectors =
    "selectors:\n  tea: line.category == \"tea\"\n  mugs: '\"mug\" == line.category'\n"
    "  dear: line.price > 50.00\n  hot: line.category in [\"tea\", \"coffee\"]\n"
    "  cold: line.category in [\"juice\"] && line.qty > 1\n  new: line.fresh\n  old: "
    "'!line.fresh'\n";
const std::string fresh = "facts:\n  line.fresh: {type: bool, default: false}\n";

}  // namespace

TEST_CASE("an amount and a percentage of one rank") {
  CHECK(warnings(ten_and_twenty) ==
        std::vector<std::string>{
            "`TEN` and `TWENTY` have one rank, and the total depends on which of them applies "
            "first; on 100.00: 72.00 with `TEN` first, 70.00 with `TWENTY` first; give one a "
            "higher `rank:`, or write `TEN before TWENTY` under `stacking:`"});
}

TEST_CASE("the places of both offers") {
  const compilation made = compile_text(
      "pack.yaml",
      "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\noffers:\n" + ten_and_twenty);
  REQUIRE(made.compiled);
  REQUIRE(made.found.items().size() == 1);
  const diagnostic& d = made.found.items()[0];
  CHECK(d.severity == severity::warning);
  CHECK(made.sources[d.at.file].at(d.at.offset).line == 7);
  REQUIRE(d.related.size() == 1);
  CHECK(made.sources[d.at.file].at(d.related[0].at.offset).line == 6);
}

TEST_CASE("no word where something puts them in order") {
  CHECK(count("  TEN: {give: 10.00 off order, rank: 1}\n  TWENTY: 20% off order\n") == 0);
  CHECK(count(ten_and_twenty, "stacking:\n  - TWENTY before TEN\n") == 0);
  CHECK(
      count("  TEN: {give: 10.00 off order, class: a}\n  TWENTY: {give: 20% off order, class: b}\n"
            "  MID: {give: 1% off order, class: c}\n",
            "stacking:\n  - class a before class c\n  - class c before class b\n") == 0);
  CHECK(count("  TEN: {give: 10.00 off order, stage: item}\n  TWENTY: 20% off order\n") == 0);
  for (const std::string ties : {"percent", "amount", "greatest"}) {
    CHECK(count(ten_and_twenty, "", "{stacking: open, ties: " + ties + "}") == 0);
  }
}

TEST_CASE("no word where order doesn't matter") {
  for (const std::string basis : {"list", "stage"}) {
    CHECK(count(ten_and_twenty, "", "{stacking: open, basis: " + basis + "}") == 0);
  }
  CHECK(count("  A: 10% off order\n  B: 33.3% off order\n") == 0);
  CHECK(count("  A: 10.00 off order\n  B: 3.33 off order up to 2.00\n") == 0);
  CHECK(count("  A: 10.00 off order\n  G: gift SKU\n  F: free shipping\n") == 0);
  CHECK(count("  A: free shipping\n  B: 50% off shipping\n") == 0);
}

TEST_CASE("no word about a pair that never stands together") {
  CHECK(count(ten_and_twenty, "", "{stacking: closed}") == 0);
  CHECK(count(ten_and_twenty, "stacking:\n  - TEN with TWENTY\n", "{stacking: closed}") == 1);
  CHECK(count(ten_and_twenty, "stacking:\n  - TEN excludes TWENTY\n") == 0);
  CHECK(count(ten_and_twenty, "stacking:\n  - TEN alone\n") == 0);
  CHECK(count(ten_and_twenty, "stacking:\n  - at most 1 of any\n") == 0);
  CHECK(count(ten_and_twenty, "stacking:\n  - at most 2 of any\n") == 1);
  CHECK(count(ten_and_twenty,
              "stacking:\n  - {rule: TEN excludes TWENTY, when: cart.quantity > 3}\n") == 1);
  CHECK(count(ten_and_twenty,
              "stacking:\n  - {rule: TEN excludes TWENTY, id: x}\n"
              "  - {rule: TEN with TWENTY, overrides: x}\n") == 1);
}

TEST_CASE("no word where targets never share a line") {
  const auto on = [](const std::string& a, const std::string& b) {
    return count("  A: 10.00 off " + a + "\n  B: {give: 20% off " + b + ", stage: item}\n",
                 fresh + selectors);
  };
  CHECK(on("sku X", "sku Y") == 0);
  CHECK(on("sku X", "sku X") == 1);
  CHECK(on("tea", "mugs") == 0);
  CHECK(on("tea", "hot") == 1);
  CHECK(on("hot", "cold") == 0);
  CHECK(on("tea", "dear") == 1);
  CHECK(on("new", "old") == 0);
  CHECK(on("new", "tea") == 1);
  CHECK(on("tea", "order") == 1);
}

TEST_CASE("all sorts of effects are tried") {
  const auto with_share = [](const std::string& give) {
    return count("  A: {give: " + give +
                 ", stage: item}\n  B: {give: 20% off order, stage: item}\n");
  };
  CHECK(with_share("'5.00 each off order'") == 1);
  CHECK(with_share("buy 2 get 1 free of order") == 0);  // shares of shares
  CHECK(with_share("3 sku X for 25.00") == 1);
  CHECK(with_share("'bundle sku X + sku Y for 25.00'") == 1);
  CHECK(with_share("5.00 off per 40.00 of order") == 1);
  CHECK(with_share("'2.00 from 10.00, 9.00 from 90.00 off order by spend'") == 1);
  CHECK(with_share("10% off order up to 3.00") == 1);
  CHECK(with_share("match line.cost on order") == 1);
  CHECK(warnings("  A: 2.00 off shipping\n  B: 50% off shipping by slow\n") ==
        std::vector<std::string>{
            "`A` and `B` have one rank, and the total depends on which of them applies first; on "
            "shipping of 100.00: 49.00 with `A` first, 48.00 with `B` first; give one a higher "
            "`rank:`, or write `A before B` under `stacking:`"});
  CHECK(count("  A: 2.00 off shipping by fast\n  B: 50% off shipping by slow\n") == 0);
}

TEST_CASE("a pack of very many offers is looked at within bounds") {
  std::string offers;
  for (int i = 0; i < 2'000; ++i) {
    offers += "  O" + std::to_string(i) + ": " +
              (i % 2 == 0 ? "5.00 off order\n" : std::to_string(i % 50 + 1) + "% off order\n");
  }
  const std::size_t found = count(offers);
  CHECK(found > 100);
  CHECK(found <= 512);
}
