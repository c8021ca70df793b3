// docs/effects.md: every sentence of its table compiles, and every line of its cart is true.
#include <fstream>
#include <string>
#include <vector>

#include "engine/written.hpp"
#include "parley/money/currency.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

using namespace parley;
using namespace parley::test;

namespace {

constexpr std::string_view declared =
    "facts:\n  competitor.price: {type: money}\n"
    "selectors:\n  tea: line.category == \"tea\"\n  mug: line.category == \"kitchen\"\n";

std::vector<std::string> lines_of_page() {
  std::vector<std::string> lines;
  std::ifstream in(source_dir() + "/docs/effects.md");
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string pack_with(const std::string& sentence) {
  return open_pack("  A:\n    give: '" + sentence + "'\n", std::string(declared));
}

}  // namespace

TEST_CASE("every sentence of docs/effects.md compiles") {
  std::size_t seen = 0;
  for (const std::string& line : lines_of_page()) {
    if (line.starts_with("Words that may follow")) break;
    if (!line.starts_with("| `")) continue;
    const std::string cell = line.substr(0, line.find(" | ", 2));
    for (std::size_t at = cell.find('`'); at != std::string::npos; at = cell.find('`', at)) {
      const std::size_t end = cell.find('`', at + 1);
      const std::string sentence = cell.substr(at + 1, end - at - 1);
      at = end + 1;
      if (sentence.starts_with("...")) continue;
      const compilation made = compile_text("pack.yaml", pack_with(sentence));
      INFO(sentence << ": " << (made.found.items().empty() ? "" : made.found.items()[0].message));
      CHECK_FALSE(made.found.has_errors());
      ++seen;
    }
  }
  CHECK(seen > 30);
}

TEST_CASE("the cart of docs/effects.md is true") {
  bool inside = false;
  std::size_t seen = 0;
  for (const std::string& line : lines_of_page()) {
    if (line.starts_with("```")) {
      inside = line == "```effects";
      continue;
    }
    if (!inside) continue;
    const std::size_t arrow = line.find(" => ");
    REQUIRE(arrow != std::string::npos);
    INFO(line);
    written w(pack_with(line.substr(0, arrow)));
    w.facts(cart("    - {id: l1, sku: TEA-GREEN, qty: 3, price: 10.00, category: tea}\n"
                 "    - {id: l2, sku: TEA-BLACK, qty: 1, price: 8.00, category: tea}\n"
                 "    - {id: l3, sku: MUG, qty: 2, price: 6.00, category: kitchen}\n",
                 "[{method: standard, price: 5.00}, {method: express, price: 9.00}]") +
            "competitor.price: 9.00\n");
    const decision& d = w.ask("A");
    REQUIRE(d.has_quote);
    CHECK(money_text(d.quote.discount + d.quote.shipping_discount, 2) == line.substr(arrow + 4));
    ++seen;
  }
  CHECK(seen > 30);
}
