// The tax view: net and tax make gross everywhere, however it is rounded; margins are of net; and
// what comes back when units do.
#include "engine/written.hpp"
#include "parley/engine/quote_tax.hpp"
#include "parley/engine/refund.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// Answers about one pack and cart, with the tax of the quote.
struct till {
  pack rules;
  fact_set facts;
  owned_proposal asked;
  workspace work;
  decision answer;
  tax_view tax;

  till(const std::string& settings, const std::string& offers, const std::string& request,
       std::initializer_list<std::string_view> names, const std::string& limits = "")
      : rules(*compile_text("pack.yaml", "pack: shop\nversion: 1\n" + settings +
                                             "defaults: {stacking: open}\noffers:\n" + offers +
                                             limits)
                   .compiled),
        facts(rules.schema()) {
    source_set sources;
    diagnostics found;
    facts = *read_facts(rules, sources, sources.add("facts.yaml", request), {}, found);
    for (const std::string_view name : names) {
      REQUIRE(parse_offer_argument(rules, std::string(name), {}, asked, found));
    }
    validate(rules, facts, asked.content, work, answer);
    tax = tax_of(rules, facts, answer.quote);
  }

  /// Everything sums, and gross is net and tax.
  void check_sums() const {
    REQUIRE(tax.total);
    taxed_amount entries;
    taxed_amount rates;
    const auto add = [](taxed_amount& sum, const taxed_amount& part) {
      CHECK(part.gross == part.net + part.tax);
      sum.net += part.net, sum.tax += part.tax, sum.gross += part.gross;
    };
    for (const auto* list : {&tax.lines, &tax.shipping}) {
      for (const auto& part : *list) {
        if (part) add(entries, *part);
      }
    }
    for (const taxed_rate& r : tax.rates) add(rates, r.sum);
    for (const taxed_amount& sum : {entries, rates}) {
      CHECK(sum.net == tax.total->net);
      CHECK(sum.tax == tax.total->tax);
      CHECK(sum.gross == tax.total->gross);
    }
  }
};

const std::string shirts =
    "cart:\n  currency: EUR\n  lines:\n"
    "    - {id: a, sku: A, qty: 2, price: 65.00, tax_rate: 19%}\n"
    "    - {id: b, sku: B, qty: 1, price: 30.00, tax_rate: 7%}\n";

const std::string pennies =
    "cart:\n  currency: EUR\n  lines:\n"
    "    - {id: a, sku: A, qty: 3, price: 0.33, tax_rate: 10%}\n"
    "    - {id: b, sku: B, qty: 1, price: 0.33, tax_rate: 10%}\n"
    "  shipping: [{method: post, price: 0.33, tax_rate: 10%}]\n";

}  // namespace

TEST_CASE("shop 14: prices with tax, the two cheapest free") {
  const till t("currency: EUR\ntax: inclusive\n", "  PICK: 100% off the 2 cheapest of order\n",
               shirts, {"PICK"});
  CHECK(t.answer.quote.total == 6500);
  t.check_sums();
  REQUIRE(t.tax.total);
  CHECK(t.tax.total->net + t.tax.total->tax == 6500);
}

TEST_CASE("tax is rounded per line, per unit or per rate") {
  const std::string none = "  A: 1% off order\n";
  const auto tax = [&](const std::string& settings) {
    const till t("currency: EUR\n" + settings, none, pennies, {});
    t.check_sums();
    return t.tax.total->tax;
  };
  // Lines 0.99, 0.33 and 0.33: 0.10 + 0.03 + 0.03; units 5 x 0.03; together 1.65: 0.17.
  CHECK(tax("tax: {prices: exclusive, round: line}\n") == 16);
  CHECK(tax("tax: {prices: exclusive, round: unit}\n") == 15);
  CHECK(tax("tax: {prices: exclusive, round: group}\n") == 17);
  // Net of 0.99 is 0.90, of 0.33 is 0.30; of 1.65 it is 1.50.
  CHECK(tax("tax: {prices: inclusive, round: line}\n") == 15);
  CHECK(tax("tax: {prices: inclusive, round: unit}\n") == 15);
  CHECK(tax("tax: {prices: inclusive, round: group}\n") == 15);
}

TEST_CASE("discounts come off before or after tax") {
  const std::string ten = "  TEN: 50% off order\n";
  const std::string one =
      "cart:\n  currency: EUR\n  lines:\n    - {id: a, sku: A, qty: 1, price: 119.00, tax_rate: "
      "19%}\n";
  const till before("currency: EUR\ntax: {prices: inclusive, discount: before_tax}\n", ten, one,
                    {"TEN"});
  CHECK(before.tax.total->tax == 950);
  const till after("currency: EUR\ntax: {prices: inclusive, discount: after_tax}\n", ten, one,
                   {"TEN"});
  CHECK(after.tax.total->tax == 1900);
  CHECK(after.tax.total->gross == 5950);
  after.check_sums();
  const till exclusive("currency: EUR\ntax: {prices: exclusive, discount: after_tax}\n", ten, one,
                       {"TEN"});
  CHECK(exclusive.tax.total->tax == 2261);
  CHECK(exclusive.tax.total->gross == 5950 + 2261);
  const till all("currency: EUR\ntax: {prices: inclusive, discount: after_tax}\n",
                 "  ALL: 100% off order\n", one, {"ALL"});
  CHECK(all.tax.total->net == 0);
  CHECK(all.tax.total->tax == 0);
}

TEST_CASE("where prices contain tax, margins are of what is left of them") {
  const auto with = [](const std::string& settings, const std::string& rate) {
    const till t("currency: EUR\n" + settings, "  OFF: 10% off order\n",
                 "cart:\n  currency: EUR\n  lines:\n    - {id: a, sku: A, qty: 1, price: 119.00, "
                 "cost: 75.00" +
                     rate + "}\n",
                 {"OFF"}, "limits:\n  - margin >= 25%\n");
    return t.answer.verdict;
  };
  // 107.10 paid; without 19% tax 90.00, of which 15.00 is left: 16.7%.
  CHECK(with("tax: exclusive\n", ", tax_rate: 19%") == verdict::allow);
  CHECK(with("tax: inclusive\n", ", tax_rate: 19%") == verdict::deny);
  CHECK(with("tax: inclusive\n", ", tax_rate: 0%") == verdict::allow);
  CHECK(with("tax: inclusive\n", ", tax_rate: absent") == verdict::allow);
  CHECK(with("tax: inclusive\n", "") == verdict::need);
}

TEST_CASE("a shop may count other minor units than its currency has") {
  const till t("currency: {code: HUF, digits: 0}\n", "  OFF: 10% off order\n",
               "cart:\n  currency: HUF\n  lines:\n    - {id: a, sku: A, qty: 1, price: 995}\n",
               {"OFF"});
  CHECK(t.answer.quote.discount == 100);
  CHECK(t.answer.quote.total == 895);
  CHECK_FALSE(compile_text("pack.yaml", "pack: p\nversion: 1\ncurrency: {code: HUF, digits: 5}\n")
                  .compiled);
}

TEST_CASE("refunds of a line sum to what was charged, however the units come back") {
  const till t("currency: EUR\n", "  OFF: 1.00 off order\n  GET: buy 1 get 1 free of order\n",
               "cart:\n  currency: EUR\n  lines:\n    - {id: a, sku: A, qty: 7, price: 1.33}\n",
               {"OFF", "GET"});
  const std::int64_t charged = t.answer.quote.lines[0].price;
  CHECK(refund_of(t.answer.quote, 0, 7) == charged);
  for (std::int64_t first = 0; first <= 7; ++first) {
    for (std::int64_t second = 0; first + second <= 7; ++second) {
      CHECK(refund_of(t.answer.quote, 0, first) + refund_of(t.answer.quote, 0, second, first) +
                refund_of(t.answer.quote, 0, 7 - first - second, first + second) ==
            charged);
    }
  }
}
