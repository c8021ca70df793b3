// What packs are refused for, and in which words: tests/check/refused/*.txt hold texts and what the
// compiler says of each, with places.
#include <string>
#include <string_view>
#include <vector>

#include "parley/compiler/compile.hpp"
#include "parley/compiler/matches.hpp"
#include "support/catch.hpp"
#include "support/refusals.hpp"

namespace parley::test {
namespace {

/// A file of cases, and what stands before each of its texts to make a pack of it.
struct refusals {
  std::string_view file;
  std::string_view before;
  std::size_t indent = 0;
};

constexpr refusals tables[] = {
    {"packs", "pack: p\ncurrency: USD\n", 0},
    {"facts", "pack: p\ncurrency: USD\nselectors: {tea: line.qty > 1}\nfacts:\n", 2},
    {"conditions", R"(pack: p
currency: USD
facts:
  customer.limits: {type: map(int)}
  customer.tier: {type: string, one_of: [gold, silver]}
  flag: {type: bool}
  orders: {type: int}
  left: {type: uint}
  total: {type: money}
  share: {type: percent}
  seen: {type: timestamp}
  lasting: {type: duration}
  tier: {type: string, one_of: [gold, silver]}
  tags: {type: list(string)}
  counts: {type: list(int)}
  mapped: {type: map(int)}
  note: {type: string, optional: true}
  line.note: {type: string, optional: true}
selectors: {tea: line.qty > 1}
offers:
  A:
    give: 1% off tea
    when: |-
)",
     6},
    {"offers", R"(pack: p
currency: USD
facts: {orders: {type: int}, flag: {type: bool}, rival: {type: money}}
selectors: {tea: line.qty > 1, mug: line.qty > 2}
offers:
  TEN: {give: 10% off order, class: order}
)",
     2},
    {"stacking", R"(pack: p
currency: USD
facts: {orders: {type: int}, flag: {type: bool}}
defaults: {stacking: open}
offers:
  TEN: {give: 10% off order, class: coupon}
  FIVE: {give: 5% off order, class: coupon}
  SHIP: {give: free shipping}
  THRICE: {give: 1% off order, class: coupon, repeat: 3}
stacking:
)",
     2},
    {"limits", R"(pack: p
currency: USD
facts: {orders: {type: int}, tier: {type: string}, total: {type: money}, line.floor: {type: money}}
selectors: {tea: line.qty > 1}
offers:
  TEN: {give: 10% off order, class: coupon}
  TOTE: {give: gift SKU-TOTE, cost: 4.00}
limits:
)",
     2},
    {"negotiation", R"(pack: p
currency: USD
facts: {orders: {type: int}, flag: {type: bool}, total: {type: money}}
selectors: {tea: line.qty > 1}
offers:
  TEN: {give: 10% off order}
  HAGGLE: {give: 1%..12% step 1% off order}
  EACH: {give: 1.00..5.00 step 1.00 off each tea}
  AT: {give: tea at 8.00..12.00 step 1.00 each}
  SHIP: {give: free shipping}
  TOTE: {give: gift SKU-TOTE, cost: 4.00, worth: 9.00, class: gift}
negotiation:
)",
     2},
};

/// What the compiler says of what stands behind `before`: places are those of the text by itself.
std::vector<std::string> answers(const refusals& table, const std::vector<std::string>& lines) {
  std::string text(table.before);
  for (const std::string& line : lines) text += std::string(table.indent, ' ') + line + "\n";
  const compilation made = compile_text("p.yaml", text);
  CHECK(made.compiled.has_value() == !made.found.has_errors());
  const std::uint32_t first =
      made.sources[0].at(static_cast<std::uint32_t>(table.before.size())).line;
  const auto at = [&](const span& s) {
    const place where = made.sources[s.file].at(s.offset);
    if (where.line < first) return std::string("before");
    return std::to_string(where.line - first + 1) + ":" +
           std::to_string(where.column - static_cast<std::uint32_t>(table.indent));
  };
  std::vector<std::string> said;
  for (const diagnostic& d : made.found.items()) {
    // The rest of the pack is there to be referred to.
    const bool rest = d.at.offset < table.before.size();
    if (!rest || d.severity == severity::error) said.push_back(told(d, at));
  }
  if (said.empty()) said.emplace_back("fine");
  return said;
}

}  // namespace

TEST_CASE("what is refused is told with its place, in words that help") {
  install_matches();
  for (const refusals& table : tables) {
    check_cases("check/refused/" + std::string(table.file) + ".txt", 20,
                [&](const std::vector<std::string>& text) { return answers(table, text); });
  }
}

}  // namespace parley::test
