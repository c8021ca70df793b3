// Asks at the edge of what makes sense, and what a competitor's price is worth.
#include "parley/negotiate/ask_check.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "negotiate/talk.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

TEST_CASE("amounts from nothing to the greatest cart, and shares from nothing to all, are asks") {
  campaign c(winter_pack(), winter_facts());
  const session opened = open_session(c.rules, *c.facts, "s-1");
  const auto refused = [&](const ask& a) {
    std::string detail;
    const auto why = detail::refuse_ask(c.rules, opened, a, detail);
    CHECK(detail.empty() == !why);
    return why;
  };
  using amount_of = std::function<std::optional<std::int64_t>&(ask&)>;
  const amount_of amounts[] = {[](ask & a) -> auto& {return a.target_total;
}
, [](ask& a) -> auto& {
  return a.budget;
}
, [](ask& a) -> auto& {
  return a.competitor_price;
}
,
};  // namespace
for (const amount_of& amount : amounts) {
  ask a;
  for (const std::int64_t good : {std::int64_t{0}, caps::cart_total}) {
    amount(a) = good;
    CHECK_FALSE(refused(a));
  }
  for (const std::int64_t bad : {std::int64_t{-1}, caps::cart_total + 1}) {
    amount(a) = bad;
    CHECK(refused(a) == reply_reason::ask_amount);
  }
}
ask a;
for (const std::int64_t good : {std::int64_t{0}, ratio_one}) {
  a.target_percent = good;
  CHECK_FALSE(refused(a));
}
for (const std::int64_t bad : {std::int64_t{-1}, ratio_one + 1}) {
  a.target_percent = bad;
  CHECK(refused(a) == reply_reason::ask_amount);
}
}  // namespace parley::test

TEST_CASE("a likely name is looked for among ten thousand, and not among more") {
  campaign c(winter_pack(), winter_facts());
  const auto told = [&](std::string_view name, std::size_t rows) {
    const std::vector<graph::offer_row> offers(rows, c.rules.tables().offers[c.offer("TOTE")]);
    return detail::unknown_name(c.rules, "the offer", name, offers);
  };
  CHECK(told("TOTTE", 10'000) == "the offer `TOTTE` is not there; did you mean `TOTE`?");
  CHECK(told("TOTTE", 10'001) == "the offer `TOTTE` is not there");
  CHECK(told("", 1) == "the offer `` is not there");
}

TEST_CASE("name_bytes") {
  // A likely name is looked for as long as what was asked for could be a name at all.
  const std::string name(caps::name_bytes, 'N');
  campaign c("pack: p\nversion: 1\ncurrency: USD\noffers:\n  " + name + ": {give: 5% off order}\n",
             "cart: {currency: USD, lines: [{sku: S, qty: 1, price: 100.00}]}\n");
  const auto told = [&](const std::string& asked) {
    return detail::unknown_name(c.rules, "the offer", asked, c.rules.tables().offers);
  };
  std::string near = name;
  near.back() = 'M';
  CHECK(told(near) == "the offer `" + near + "` is not there; did you mean `" + name + "`?");
  CHECK(told(name + "M") == "the offer `" + name + "` is not there");
}

TEST_CASE("whoever wants an offer may repeat its constant") {
  campaign c(winter_pack(), winter_facts());
  const session opened = open_session(c.rules, *c.facts, "s-1");
  const auto refused = [&](std::int64_t parameter) {
    ask a;
    a.want = {{"WELCOME10", parameter, true, false}};
    std::string detail;
    return detail::refuse_ask(c.rules, opened, a, detail).has_value();
  };
  CHECK_FALSE(refused(10 * one_percent));
  CHECK(refused(10 * one_percent + 1));
}

TEST_CASE("everything off is the shipping alone, and the lowest price named counts") {
  campaign c(winter_pack(), winter_facts());
  const auto named = [&](const ask& a) { return talk(c).say(a).ask_total; };
  CHECK(named(percent_ask(100)) == 599);
  CHECK(named(percent_ask(0)) == 6'999);
  ask a = percent_ask(10);
  CHECK(named(a) == 5'760 + 599);
  a.budget = 6'300;
  CHECK(named(a) == 6'300);
  a.target_total = 6'400;
  CHECK(named(a) == 6'300);
  a.budget = 6'400;
  CHECK(named(a) == 5'760 + 599);
}

TEST_CASE("a competitor's price needs evidence in the pack's money") {
  const std::string rules =
      "pack: p\nversion: 1\ncurrency: USD\nfacts:\n  competitor.price: {type: money}\n"
      "offers:\n  CUT: {give: 5% off order}\n"
      "limits: [concession <= 50% of subtotal]\n"
      "negotiation: {ladder: [CUT], evidence: competitor.price}\n";
  const auto claimed = [&](const std::string& evidence, std::optional<std::int64_t> claim) {
    campaign c(rules,
               "cart: {currency: USD, lines: [{sku: S, qty: 1, price: 100.00}]}\n" + evidence);
    ask a;
    a.competitor_price = claim;
    return detail::competitor_price(c.rules, *c.facts, a);
  };
  // No claim is no false claim.
  CHECK_FALSE(claimed("", std::nullopt).unproved);
  CHECK_FALSE(claimed("", std::nullopt).amount);
  CHECK(claimed("", 8'000).unproved);
  CHECK_FALSE(claimed("", 8'000).amount);
  for (const std::int64_t claim : {7'999, 8'000, 8'001}) {
    const detail::claimed_price made = claimed("competitor.price: 80.00\n", claim);
    CHECK(made.amount == std::max<std::int64_t>(claim, 8'000));
    CHECK(made.unproved == (claim < 8'000));
  }
  // Money that is no whole number of cents, or another country's, is no evidence.
  campaign c(rules, "cart: {currency: USD, lines: [{sku: S, qty: 1, price: 100.00}]}\n");
  ask a;
  a.competitor_price = 9'000;
  const currency_code dollars = c.rules.header().currency;
  for (const value& bad : {value::money(decimal(80'005, -3), dollars),
                           value::money(decimal(80, 0), currency_named("EUR"))}) {
    c.facts->set(c.rules.header().evidence, bad);
    CHECK(detail::competitor_price(c.rules, *c.facts, a).unproved);
    CHECK_FALSE(detail::competitor_price(c.rules, *c.facts, a).amount);
  }
  c.facts->set(c.rules.header().evidence, value::money(decimal(80, 0), dollars));
  CHECK(detail::competitor_price(c.rules, *c.facts, a).amount == 9'000);
  CHECK(claimed("competitor.price: 0.00\n", 0).amount == 0);
  CHECK(claimed("competitor.price: -1.00\n", 8'000).unproved);
  CHECK_FALSE(claimed("competitor.price: -1.00\n", 8'000).amount);
}

}  // namespace
}  // namespace parley::test
