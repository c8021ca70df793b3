#include "parley/engine/question_words.hpp"

#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

const char* const spoken_pack = R"(
pack: spoken
version: 1
currency: EUR
facts:
  customer.known: {type: bool}
offers:
  TEN: {give: 10% off order, class: coupon}
  FIVE: {give: 5.00 off order, class: coupon, when: customer.known}
  POST: {give: free shipping, when: cart.subtotal >= 50}
stacking:
  - POST with TEN
  - TEN excludes FIVE
  - {rule: POST with FIVE, when: customer.known}
wording:
  de:
    eligible: "Zur Wahl stehen {offers}."
    suggest.items: "Mit {items} für {spend} gibt es {offers}."
    suggest.spend: "Noch {spend}, und {offers} gilt."
    stackable: "Das geht zusammen."
    stacking.excluded: "{offers} lassen sich nicht verbinden."
    allow: "Ja."
    need: "Das sehe ich nach."
    deny: "Leider nein."
    escalate: "Ich frage nach."
    handoff: "Eine Kollegin übernimmt."
    and: und
    decimal: ","
)";

const char* const small_cart =
    "cart: {currency: EUR, lines: [{id: l1, sku: TEA, qty: 1, price: 41.50}],\n"
    "       shipping: [{method: standard, price: 4.90}]}\n";

std::string open_to(campaign& c, std::string_view language) {
  eligibility found;
  eligible(c.rules, *c.facts, {}, c.memory, found);
  return customer_words(c.rules, found, language);
}

std::string together(campaign& c, std::initializer_list<std::string_view> names,
                     std::string_view language) {
  std::vector<graph::index> offers;
  for (const std::string_view name : names) offers.push_back(c.offer(name));
  stackability found;
  stackable(c.rules, *c.facts, offers, {}, c.memory, found);
  return customer_words(c.rules, found, language);
}

TEST_CASE("what is open to customers is said in their language, else in English") {
  campaign c(spoken_pack, std::string(small_cart) + "customer: {known: true}\n");
  CHECK(open_to(c, "de-AT") == "Zur Wahl stehen TEN und FIVE.");
  CHECK(open_to(c, "fr") == "These offers are open to you: TEN and FIVE.");
}

TEST_CASE("where nothing is open, the verdict that came nearest is said") {
  campaign c(
      "pack: p\nversion: 1\ncurrency: EUR\nfacts: {known: {type: bool}}\n"
      "offers: {A: {give: 1.00 off order, when: known}}\n"
      "wording: {de: {allow: a, need: n, deny: d, escalate: e, handoff: h}}\n",
      small_cart);
  CHECK(open_to(c, "de") == "n");
  c.learn(std::string(small_cart) + "known: false\n");
  CHECK(open_to(c, "de") == "d");
}

TEST_CASE("whether offers go together is said with the sentences for decisions") {
  campaign c(spoken_pack, small_cart);
  CHECK(together(c, {"TEN", "POST"}, "de") == "Das geht zusammen.");
  CHECK(together(c, {"TEN", "POST"}, "fr") == "Yes, these go together.");
  CHECK(together(c, {"TEN", "FIVE"}, "de") == "TEN und FIVE lassen sich nicht verbinden.");
  CHECK(together(c, {"TEN", "FIVE"}, "en") == "Sorry, TEN and FIVE can't be combined.");
  CHECK(together(c, {"POST", "FIVE"}, "de") == "Das sehe ich nach.");
}

TEST_CASE("what an addition would bring is said with its price") {
  campaign c(spoken_pack, std::string(small_cart) + "customer: {known: false}\n");
  source_set files;
  diagnostics problems;
  const auto shelf = read_catalog(
      c.rules, files, files.add("catalog.yaml", "- {sku: MUG, price: 8.75}\n"), {}, problems);
  REQUIRE(shelf.has_value());
  std::vector<suggestion> found;
  suggest(c.rules, *c.facts, {}, &*shelf, c.memory, found);
  std::string items;
  std::string spend;
  for (const suggestion& made : found) {
    (made.item == no_index ? spend : items) = customer_words(c.rules, made, &*shelf, "de");
  }
  CHECK(items == "Mit 1 x MUG für 8,75 EUR gibt es POST.");
  CHECK(spend == "Noch 8,50 EUR, und POST gilt.");
  CHECK(customer_words(c.rules, found.front(), &*shelf).find("POST") != std::string::npos);
}

}  // namespace
}  // namespace parley::test
