// A million pieces cost what one does: units are counted in runs and never laid out one by one.
#include "engine/written.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// What pricing laid out for an offer on a cart of four lines with this many pieces each.
struct effort {
  std::size_t runs = 0;
  std::size_t scratch = 0;
  std::int64_t discount = 0;
};

effort price(const std::string& give, std::int64_t pieces) {
  const compilation made =
      compile_text("pack.yaml", open_pack("  SMALL: {give: 0.50 off order, stage: item, rank: -1}\n"
                                          "  OFFER: {give: '" +
                                              give + "', stage: item}\n",
                                          "selectors:\n  tea: line.category == \"tea\"\n"
                                          "  mugs: line.category == \"mug\"\n"));
  for (const diagnostic& d : made.found.items()) INFO(d.message);
  REQUIRE(made.compiled);
  const std::string qty = std::to_string(pieces);
  source_set sources;
  diagnostics found;
  const std::uint32_t file = sources.add(
      "facts.yaml", cart("    - {id: a, sku: A, qty: " + qty + ", price: 10.01, category: tea}\n" +
                         "    - {id: b, sku: B, qty: " + qty + ", price: 9.99, category: tea}\n" +
                         "    - {id: c, sku: C, qty: " + qty + ", price: 10.01, category: mug}\n" +
                         "    - {id: d, sku: D, qty: " + qty + ", price: 3.33, category: mug}\n"));
  const auto facts = read_facts(*made.compiled, sources, file, {}, found);
  REQUIRE(facts);
  proposal asked;
  for (const char* name : {"SMALL", "OFFER"}) {
    proposed_offer one;
    one.name = name;
    asked.offers.push_back(one);
  }
  workspace work;
  decision answer;
  validate(*made.compiled, *facts, asked, work, answer);
  REQUIRE(answer.has_quote);
  const engine::price_state& s = work.price;
  return {answer.quote.runs.size(),
          s.candidates.capacity() + s.portions.capacity() + s.groups.capacity() +
              s.order.capacity() + s.weights.capacity() + s.flow.capacity() + s.runs.capacity(),
          answer.quote.discount};
}

}  // namespace

TEST_CASE("a million pieces are priced at once") {
  for (const std::string give :
       {"12.5% off order", "5.00 off order", "0.25 off each tea", "tea at 8.00 each",
        "7 tea for 50.00", "bundle 2 tea + mugs for 20.00", "buy 2 get 1 free of order",
        "buy 3 get 2 50% off of tea per group", "50% off every 3rd order",
        "75% off the 4 cheapest order", "5% from 2, 10% from 100000 off order",
        "0.50 off per 20.00 of order", "match 9.00 on tea"}) {
    INFO(give);
    const effort few = price(give, 6);
    const effort many = price(give, 1'000'000);
    CHECK(many.discount > few.discount / 2);
    CHECK(many.runs <= few.runs + 4);
    CHECK(many.scratch <= 2 * few.scratch + 64);
  }
}
