// What `diff` calls an effect is a sentence that gives this very effect.
#include "changes/words.hpp"

#include <string>

#include "changes/description.hpp"
#include "edits.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;

pack with_effect(const std::string& give, const std::string& rest) {
  std::string quoted;
  for (const char c : give) quoted += c == '\'' ? "''" : std::string(1, c);
  return test::compiled(test::shop_with("offers", "X: {give: '" + quoted + "'" + rest + "}"));
}

std::string text_of(const pack& rules) {
  return changes::effect_text(rules, rules.tables().offers[rules.offer_named("X")]);
}

std::string meaning(const pack& rules) {
  const changes::expression_keys keys(rules);
  return changes::meaning_of(rules, changes::describe(rules, keys));
}

TEST_CASE("an effect is told as the sentence that gives it") {
  // The sentence, and what of it stands elsewhere in an offer.
  const auto [give, rest] = GENERATE(table<const char*, const char*>({
      {"10% off order", ""},
      {"12.5% off tea, at most 5.00", ""},
      {"10% off order, at most 5.00 each", ""},
      {"1%..20% step 1% off order", ""},
      {"3.00 off tea", ""},
      {"3.00 off sku \"TWO WORDS\"", ""},
      {"1.00..3.00 step 0.50 off tea", ""},
      {"2.00 off each tea", ""},
      {"tea at 9.00 each", ""},
      {"tea at 8.00..10.00 step 0.50 each", ""},
      {"3 tea for 25.00", ""},
      {"3 tea for 25.00, at most 2 times", ""},
      {"bundle 2 tea + mug for 22.00", ""},
      {"bundle tea + sku SPOON for 12.00..16.00 step 1.00", ""},
      {"buy 2 get 1 free of tea", ""},
      {"buy 2 get 1 50% off of tea", ""},
      {"buy 2 get 1 3.00 off of tea", ""},
      {"buy 3 get 2 free of tea, dearest", ""},
      {"buy 3 get 2 free of tea per group", ""},
      {"buy 3 get 2 free of tea per group, at most 3 times", ""},
      {"buy 2 tea get 1 mug free", ""},
      {"buy 1 tea get 2 sku SPOON 50% off", ""},
      {"3 for the price of 2 of tea", ""},
      {"50% off every 2nd tea", ""},
      {"2.00 off every 3rd tea", ""},
      {"2.00 off every 11th tea", ""},
      {"2.00 off every 21st tea", ""},
      {"50% off the cheapest tea", ""},
      {"2.00 off the 2 dearest tea", ""},
      {"5% from 3, 10% from 10 off tea", ""},
      {"5% from 3, 8%..12% step 1% from 10 off tea", ""},
      {"5% from 3, 10% from 10 off tea by step", ""},
      {"5% from 2, 10% from 3 off order by lines", ""},
      {"10% from 20.00, 15% from 50.00 off order by spend", ""},
      {"10% from 20.00 off order by spend step", ""},
      {"1.00 each from 3, 2.00 each from 10 off tea", ""},
      {"1.00 each from 3, 2.00 each from 10 off tea by step", ""},
      {"tea at 10.00 each from 1, 9.00 from 4", ""},
      {"5.00 off per 100.00 of order", ""},
      {"5.00 off per 100.00 of order, at most 3 times", ""},
      {"match rival on tea", ""},
      {"match rival on tea, at least 7.00", ""},
      {"match rival on tea, less 5%", ""},
      {"match rival on tea, less 1%..5% step 1%, at least 6.00", ""},
      {"match rival on tea, less 0.50", ""},
      {"match rival * 2.0 on order", ""},
      {"free shipping", ""},
      {"free shipping by standard", ""},
      {"free shipping by standard or express", ""},
      {"50% off shipping by \"next day\"", ""},
      {"2.00 off shipping", ""},
      {"shipping for 1.99", ""},
      {"shipping for 0.99..3.99 step 1.00 by standard", ""},
      {"shipping upgrade to express", ", cost: 7.00"},
      {"gift SKU-TOTE", ", cost: 4.00"},
      {"gift MUG from cart", ""},
      {"concession returns-60-days", ", cost: 1.00"},
      {"concession points 100..500 step 100", ", cost: 0.05 each"},
  }));
  INFO(give);
  const pack rules = with_effect(give, rest);
  const std::string told = text_of(rules);
  INFO(told);
  const pack again = with_effect(told, rest);
  CHECK(meaning(again) == meaning(rules));
  CHECK(text_of(again) == told);
}

TEST_CASE("an effect is told in plain words") {
  const auto [give, told] = GENERATE(table<const char*, const char*>({
      {"250bp off order", "2.5% off order"},
      {"100% off the cheapest tea", "100% off the cheapest tea"},
      {"3 for the price of 2 of tea", "buy 2 get 1 free of tea"},
      {"9.99 each for tea", "tea at 9.99 each"},
      {"5.00 each off tea up to 12.00", "5.00 off each tea, at most 12.00"},
      {"50% off the 12th tea", "50% off every 12th tea"},
      {"50% off the 22nd tea", "50% off every 22nd tea"},
      {"100% off shipping", "free shipping"},
  }));
  CHECK(text_of(with_effect(give, "")) == told);
}

TEST_CASE("the words for what a pack sets") {
  using changes::seconds_text;
  CHECK(seconds_text(0) == "0s");
  CHECK(seconds_text(90) == "90s");
  CHECK(seconds_text(900) == "15m");
  CHECK(seconds_text(5'400) == "90m");
  CHECK(seconds_text(7'200) == "2h");
  CHECK(seconds_text(129'600) == "36h");
  CHECK(seconds_text(172'800) == "2d");
  // What a later image might hold is no reason to read beyond a list of names.
  CHECK(changes::level_name(9) == "?");
  CHECK(changes::remainder_name(9) == "?");
  CHECK(changes::tax_level_name(3) == "?");
  CHECK(changes::line_order_name(3) == "?");
}

}  // namespace
