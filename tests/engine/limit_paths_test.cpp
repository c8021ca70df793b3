// Limits where one word of them decides: what is touched without a cart, which way a bound goes,
// what a bound that integers can't show says, and what tax takes from a margin.
#include "engine/shop.hpp"
#include "engine/written.hpp"
#include "parley/engine/limit_plain.hpp"
#include "parley/engine/quote_tax.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

using strings = std::vector<std::string>;

const std::string few_offers =
    "  TEN: {give: 10% off order}\n"
    "  POST: {give: shipping for 0.99}\n"
    "  TOTE: {give: gift TOTE, cost: 4.00}\n";

/// The reasons that a limit gives where the host has no cart yet.
strings without_cart(const std::string& limit, const std::string& offer) {
  written w(open_pack(few_offers) + "limits: [" + limit + "]\n");
  const bool counts = !w.pack().tables().counters.empty();
  w.facts(counts ? "counters: {\"spend per day\": 0.00}\n" : "now: 2026-11-22T10:00:00Z\n");
  w.ask(offer);
  strings of_limits;
  for (const std::string& reason : w.reasons()) {
    if (reason.find("limit.") != std::string::npos) of_limits.push_back(reason);
  }
  return of_limits;
}

TEST_CASE("without a cart a limit waits for those offers that could change what it measures") {
  const auto need = [](const std::string& id, const std::string& offer) {
    return strings{"need limit.exceeded " + id + ": " + offer};
  };
  const auto nothing = strings{};
  const char* const spend = "spend per day <= 90.00";
  CHECK(without_cart(spend, "TEN") == need("spend-per-day-max-90.00", "TEN"));
  CHECK(without_cart(spend, "POST") == need("spend-per-day-max-90.00", "POST"));
  CHECK(without_cart(spend, "TOTE") == need("spend-per-day-max-90.00", "TOTE"));
  // A price is that of goods: neither a delivery nor a gift changes it.
  CHECK(without_cart("price >= 30.00", "TEN") == need("price-min-30.00", "TEN"));
  CHECK(without_cart("price >= 30.00", "POST") == nothing);
  CHECK(without_cart("price >= 30.00", "TOTE") == nothing);
  CHECK(without_cart("discount <= 5.00", "TEN") == need("discount-max-5.00", "TEN"));
  CHECK(without_cart("discount <= 5.00", "POST") == nothing);
  // What is given up has every offer in it.
  for (const std::string offer : {"TEN", "POST", "TOTE"})
    CHECK(without_cart("concession <= 9.00", offer) == need("concession-max-9.00", offer));
  CHECK(without_cart("price per unit >= 3.00", "TEN") == need("price-per-unit-min-3.00", "TEN"));
  CHECK(without_cart("price per unit >= 3.00", "TOTE") == nothing);
}

// No sentence says so, but an image may.
TEST_CASE("a price of shipping is what is left of it") {
  shop s;
  s.offer("POST",
          effect(effect_kind::shipping_price, graph::unit::money, 99, target_kind::shipping))
      .stage = graph::stage::shipping;
  s.limit("floor", graph::measure::price, graph::comparison::at_least, graph::amount_kind::money,
          200)
      .target = target_kind::shipping;
  s.open();
  s.line("A", 1, 5'000);
  s.shipping("s", 599);
  const decision& d = s.answer({"POST"});
  CHECK(d.verdict == verdict::deny);
  REQUIRE(d.findings.size() == 1);
  CHECK(d.findings[0].actual.numerator == 99);
  CHECK(d.findings[0].bound.numerator == 200);
  s.shipping("t", 400);
  CHECK(s.answer({"POST"}).verdict == verdict::deny);  // 0.99 twice
  s.shipping("u", 2);
  CHECK(s.answer({"POST"}).verdict == verdict::allow);  // and 0.02
}

TEST_CASE("a greatest price that the bare cart breaks is a note, by order, line and unit") {
  for (const std::string limit :
       {"price <= 9.00", "price per line <= 9.00", "price per unit <= 9.00"}) {
    INFO(limit);
    written w(open_pack("  TEN: {give: 10% off order}\n") + "limits: [" + limit + "]\n");
    w.facts(cart("    - {sku: A, qty: 1, price: 12.00}\n"));
    const decision& d = w.ask("TEN");  // 10.80
    CHECK(d.verdict == verdict::allow);
    REQUIRE(d.notes.size() == 1);
    CHECK(d.notes[0].actual.numerator == 1'080);
    CHECK(d.notes[0].bound.numerator == 900);
    w.facts(cart("    - {sku: A, qty: 1, price: 9.50}\n"));
    CHECK(w.ask("TEN").notes.empty());  // 8.55
    w.facts(cart("    - {sku: A, qty: 1, price: 10.00}\n"));
    CHECK(w.ask("TEN").notes.empty());  // 9.00
  }
}

TEST_CASE("a least discount that is not reached is a note from below its bound") {
  for (const auto& [limit, fits] : {std::pair{"discount >= 1.20", true},
                                    {"discount >= 1.21", false},
                                    {"concession >= 10% of subtotal", true},
                                    {"concession >= 10.01% of subtotal", false}}) {
    INFO(limit);
    written w(open_pack("  TEN: {give: 10% off order}\n") + "limits: [" + limit + "]\n");
    w.facts(cart("    - {sku: A, qty: 1, price: 12.00}\n"));
    const decision& d = w.ask("TEN");  // 1.20
    CHECK(d.verdict == verdict::allow);
    CHECK(d.notes.size() == (fits ? 0 : 1));
  }
}

TEST_CASE("pieces that integers show to hold") {
  graph::limit_row limit;
  limit.scope = graph::scope::unit;
  const auto holds = [&](graph::measure measure, graph::comparison side, graph::amount_kind kind,
                         std::int64_t amount, std::int64_t price) {
    limit.measure = measure, limit.comparison = side;
    limit.amount_kind = kind, limit.amount = amount;
    return engine::piece_plainly_holds(limit, 1'000, 3, price);  // three at 10.00
  };
  using graph::amount_kind;
  const auto most = graph::comparison::at_most;
  const auto least = graph::comparison::at_least;
  // 29.00 for three: 1.00 off, a third of a unit each; 1/30 off the list.
  CHECK(holds(graph::measure::price, least, amount_kind::money, 966, 2'900));
  CHECK_FALSE(holds(graph::measure::price, least, amount_kind::money, 967, 2'900));
  CHECK(holds(graph::measure::price, least, amount_kind::share_of_list, 96'666'666, 2'900));
  CHECK_FALSE(holds(graph::measure::price, least, amount_kind::share_of_list, 96'666'667, 2'900));
  CHECK(holds(graph::measure::discount, most, amount_kind::money, 34, 2'900));
  CHECK_FALSE(holds(graph::measure::discount, most, amount_kind::money, 33, 2'900));
  CHECK(holds(graph::measure::discount, most, amount_kind::share_of_list, 3'333'334, 2'900));
  CHECK_FALSE(holds(graph::measure::discount, most, amount_kind::share_of_list, 3'333'333, 2'900));
  limit.scope = graph::scope::line;
  CHECK(holds(graph::measure::discount, most, amount_kind::money, 100, 2'900));
  CHECK_FALSE(holds(graph::measure::discount, most, amount_kind::money, 99, 2'900));
  // What goes the other way, or measures something else, is for the general way.
  CHECK_FALSE(holds(graph::measure::price, most, amount_kind::money, 9'999, 2'900));
  CHECK_FALSE(holds(graph::measure::discount, least, amount_kind::money, 1, 2'900));
  CHECK_FALSE(holds(graph::measure::margin, least, amount_kind::money, 1, 2'900));
  CHECK_FALSE(holds(graph::measure::margin, most, amount_kind::money, 9'999, 2'900));
  CHECK_FALSE(holds(graph::measure::price, least, amount_kind::expression, 0, 2'900));
  CHECK_FALSE(holds(graph::measure::price, least, amount_kind::share_of_total, 0, 2'900));
}

/// A pack whose prices contain tax, and what 2.00 off three at 10.00 leave.
std::string taxed_pack(const std::string& round, const std::string& limit,
                       const std::string& discount = "before_tax") {
  return "pack: p\nversion: 1\ncurrency: EUR\ntax: {prices: inclusive, discount: " + discount +
         ", round: " + round +
         "}\ndefaults: {stacking: open}\noffers:\n  TWO: {give: 2.00 off order}\nlimits: [" +
         limit + "]\n";
}
std::string taxed_cart(const std::string& rate, const std::string& delivery) {
  return "cart:\n  currency: EUR\n  lines:\n    - {sku: A, qty: 3, price: 10.00, cost: 0.00, "
         "tax_rate: " +
         rate + "}\n  shipping: [" + delivery + "]\n";
}

TEST_CASE("margins are of net, rounded like the tax that is told") {
  const std::string posted = "{method: s, price: 1.20, cost: 0.00, tax_rate: 20%}";
  struct taxed_case {
    const char* round;
    const char* rate;
    std::int64_t net;  ///< of 28.00 in goods and 1.20 in delivery, which is 1.00
    const char* discount = "before_tax";
  };
  for (const taxed_case& c : {
           taxed_case{"line", "0%", 2'900},
           taxed_case{"unit", "0%", 2'900},
           taxed_case{"group", "0%", 2'900},
           taxed_case{"line", "20%", 2'433},   // 23.333 and 1.00
           taxed_case{"unit", "20%", 2'434},   // 7.777 a unit: three times 7.78, and 1.00
           taxed_case{"group", "20%", 2'433},  // 29.20 / 1.2 = 24.333
           taxed_case{"group", "19%", 2'453},  // 23.529 and 1.00
           taxed_case{"unit", "19%", 2'452},   // 7.843 a unit, and 1.00
           // Tax of the list price: 5.00 of 30.00, or three times 1.67 a unit.
           taxed_case{"line", "20%", 2'400, "after_tax"},
           taxed_case{"group", "20%", 2'400, "after_tax"},
           taxed_case{"unit", "20%", 2'399, "after_tax"},
       }) {
    INFO(c.round << " " << c.rate);
    for (const int more : {0, 1}) {
      const std::string bound = std::to_string((c.net + more) / 100) + "." +
                                std::to_string((c.net + more) % 100 / 10) +
                                std::to_string((c.net + more) % 10);
      written w(taxed_pack(c.round, "margin >= " + bound, c.discount));
      w.facts(taxed_cart(c.rate, posted));
      const decision& d = w.ask("TWO");
      CHECK(d.verdict == (more == 0 ? verdict::allow : verdict::deny));
      const tax_view told = tax_of(w.pack(), w.known(), d.quote);
      REQUIRE(told.total);
      CHECK(told.total->net == c.net);
      CHECK(told.total->gross == 2'920);
      CHECK(told.total->tax == 2'920 - c.net);
    }
  }
  // A delivery without a rate leaves a margin unknown only where prices contain tax.
  const std::string unknown = "{method: s, price: 1.20, cost: 0.00}";
  written w(taxed_pack("line", "margin >= 1.00"));
  CHECK(w.facts(taxed_cart("20%", unknown)).ask("TWO").verdict == verdict::need);
  CHECK(w.facts(taxed_cart("20%", posted)).ask("TWO").verdict == verdict::allow);
  written exclusive(with(taxed_pack("line", "margin >= 29.20"), "inclusive", "exclusive"));
  CHECK(exclusive.facts(taxed_cart("20%", unknown)).ask("TWO").verdict == verdict::allow);
}

}  // namespace
}  // namespace parley::test
