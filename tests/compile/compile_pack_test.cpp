// What the compiler folds into the graph: order, indexes, counters, ids.
#include <string>

#include "compile/dump.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/graph/image.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

namespace {

using namespace parley;

pack compiled(const std::string& text) {
  compilation made = compile_text("p.yaml", "pack: p\ncurrency: USD\n" + text);
  for (const diagnostic& d : made.found.items()) {
    if (d.severity == severity::error) FAIL(d.message);
  }
  return *made.compiled;
}

/// The names of the offers in the order in which they apply.
std::string order_of(const pack& p) {
  std::string names;
  for (std::uint32_t position = 0; position < p.tables().offers.size(); ++position) {
    for (const graph::offer_row& o : p.tables().offers) {
      if (o.position == position) names += std::string(p.text(o.name)) + " ";
    }
  }
  return names;
}

constexpr const char* four_offers =
    "selectors: {tea: 'line.category == \"tea\"'}\n"
    "offers:\n"
    "  SHIP: {give: free shipping, class: s}\n"
    "  A: {give: 1% off order, class: o}\n"
    "  B: {give: 2% off order, class: o, rank: -1}\n"
    "  T: {give: 3% off tea, class: i}\n"
    "limits: [concession <= 30% of subtotal, uses of class o per customer <= 1, uses of A per day "
    "<= 5]\n";

TEST_CASE("offers apply by stage, then before, then rank, then pack order") {
  CHECK(order_of(compiled(four_offers)) == "T B A SHIP ");
  CHECK(order_of(compiled(std::string(four_offers) + "stacking: [A before B]\n")) == "T A B SHIP ");
}

TEST_CASE("an offer knows the rules and limits that concern it and no others") {
  const pack p =
      compiled(std::string(four_offers) +
               "stacking: [A with SHIP, class i with class o, any with T, class o alone]\n");
  const auto rules = [&](std::string_view name) {
    const graph::offer_row& o = p.tables().offers[p.offer_named(name)];
    const auto list = pack::rows(p.tables().rule_refs, o.stacking);
    return std::vector<graph::index>(list.begin(), list.end());
  };
  const auto limits = [&](std::string_view name) {
    const graph::offer_row& o = p.tables().offers[p.offer_named(name)];
    const auto list = pack::rows(p.tables().rule_refs, o.limits);
    return std::vector<graph::index>(list.begin(), list.end());
  };
  CHECK(rules("SHIP") == std::vector<graph::index>{0});
  CHECK(rules("A") == std::vector<graph::index>{0, 1, 3});
  CHECK(rules("B") == std::vector<graph::index>{1, 3});
  CHECK(rules("T") == std::vector<graph::index>{1, 2});
  CHECK(p.header().any_stacking.count == 1);
  CHECK(limits("A") == std::vector<graph::index>{1, 2});
  CHECK(limits("B") == std::vector<graph::index>{1});
  CHECK(limits("SHIP").empty());
  CHECK(p.header().global_limits.count == 1);
  CHECK(p.counter_named("uses of A per day") == 0);
  CHECK(p.counter_named("uses of class o per customer") == 1);
}

TEST_CASE("what is compiled is sound, and the same every time") {
  const pack first = compiled(four_offers);
  CHECK_FALSE(graph::verify(first.tables()).has_value());
  CHECK(image_of(first) == image_of(compiled(four_offers)));
  const result<pack> read = pack_from_image(image_of(first));
  REQUIRE(read.ok());
  CHECK(compile::dump(read.value()) == compile::dump(first));
}

TEST_CASE("the dump says everything that was compiled") {
  CHECK(
      compile::dump(compiled("offers:\n  A: {give: 1%..9% step 1% off order up to 5.00, class: c}\n"
                             "limits: [discount <= 15% of subtotal]\n")) ==
      R"(pack p version 0
  currency USD with 2 decimals, zone UTC
  rounding half_away at order, remainder largest
  stacking closed, intent optional, prices without tax
facts
expressions
selectors
offers
  0 A #0 order running
    gives percent_off order 1%..9% step 1% up to 5.00
    classes c; rules none; limits none
classes
  c: 0
stacking
  any: none
limits
  0 discount-max-15pct-of-subtotal: discount of - per order <= 15% of subtotal else deny
  everywhere: 0
counters
playbooks
)");
}

}  // namespace

TEST_CASE("a pack has one digest from wherever it is compiled") {
  const std::string root = parley::test::source_dir() + "/rules-examples/";
  const compilation plain = compile_file(root + "winter-campaign/winter.yaml");
  const compilation winding = compile_file(root + "french-cap/.././winter-campaign/winter.yaml");
  REQUIRE((plain.compiled && winding.compiled));
  CHECK(plain.compiled->digest() == winding.compiled->digest());
  const graph::offer_row& offer = plain.compiled->tables().offers[0];
  CHECK(plain.compiled->text(offer.at.file) == "winter.yaml");
}
