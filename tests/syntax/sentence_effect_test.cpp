#include "sentence_support.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::syntax;
using test::row;

namespace {

std::string effect_of(std::string_view sentence) {
  return test::outcome(parse_effect, sentence);
}

void check(std::initializer_list<row> rows) {
  for (const row& r : rows) {
    INFO(r.sentence);
    CHECK(effect_of(r.sentence) == r.wanted);
  }
}

}  // namespace

TEST_CASE("reductions of a target") {
  check({
      {"10% off order", "percent_off value=10% of=order"},
      {"  10%   off order ", "percent_off value=10% of=order"},
      {"250bp off order", "percent_off value=2.50% of=order"},
      {"12.5% off sku TEA-1", "percent_off value=12.5% of=sku TEA-1"},
      {"12.5% off SKU 4006381333931", "percent_off value=12.5% of=sku 4006381333931"},
      {"5.00 off tea", "amount_off value=5.00 of=tea"},
      {"5.00USD off tea across", "amount_off value=5.00USD of=tea"},
      {"5 off tea", "amount_off value=5 of=tea"},
      {"5.00 off each tea", "amount_off_each value=5.00 of=tea"},
      {"5.00 each off tea", "amount_off_each value=5.00 of=tea"},
      {"10% off each tea", "percent_off value=10% of=tea"},
      {"1%..12% step 1% off order", "percent_off value=1%..12% step 1% of=order"},
      {"1.00..5.00 step 0.50 off order", "amount_off value=1.00..5.00 step 0.50 of=order"},
      {"1..5 step 1 off order", "amount_off value=1..5 step 1 of=order"},
      {"20% off order up to 40.00", "percent_off value=20% of=order cap=40.00"},
      {"20% off order, at most 40.00EUR", "percent_off value=20% of=order cap=40.00EUR"},
      {"5.00 off per 100.00 of order", "per_spend value=5.00 of=order per=100.00"},
      {"5.00 off per 100.00 of order at most 3 times",
       "per_spend value=5.00 of=order per=100.00 times=3"},
      {"5% from 3, 10% from 10 off tea", "tiers of=tea by=quantity 3:5% 10:10%"},
      {"5%..9% step 1% from 3, 10% from 10 off tea",
       "tiers value=5%..9% step 1% of=tea by=quantity 3:5%.. 10:10%"},
      {"5% from 3, 10%..14% step 2% from 10 off tea by step",
       "tiers value=10%..14% step 2% of=tea graduated by=quantity 3:5% 10:10%.."},
      {"tea at 9.00 each from 1, 7.00..8.00 step 0.50 from 6",
       "tiers value=7.00..8.00 step 0.50 of=tea gives=price by=quantity 1:9.00 6:7.00.."},
      {"match competitor.price on tea, less 1%..5% step 1%, at least 7.00",
       "match_price value=1%..5% step 1% of=tea least=7.00 match=[competitor.price]"},
      {"match competitor.price on tea, less 0.50",
       "match_price value=0.50 of=tea match=[competitor.price]"},
      {"10% from 1, 15% from 2 off order by lines", "tiers of=order by=lines 1:10% 2:15%"},
      {"5.00 from 50.00, 15.00 from 100.00 off order by spend",
       "tiers of=order by=spend 50.00:5.00 100.00:15.00"},
  });
}

TEST_CASE("prices and sets") {
  check({
      {"tea at 9.99 each", "unit_price value=9.99 of=tea"},
      {"9.99 each for tea", "unit_price value=9.99 of=tea"},
      {"3 tea for 25.00", "set_price value=25.00 of=tea buy=3"},
      {"3 of tea for 25.00", "set_price value=25.00 of=tea buy=3"},
      {"3 tea for 25.00 at most 2 times", "set_price value=25.00 of=tea buy=3 times=2"},
      {"bundle 2 tea + mug + sku SPOON for 30.00",
       "bundle_price value=30.00 2x[tea] 1x[mug] 1x[sku SPOON]"},
      {"buy 2 get 1 free of tea", "buy_get value=100% of=tea buy=2 get=1"},
      {"buy 2 get 1 free", "buy_get value=100% of=order buy=2 get=1"},
      {"buy 2 get 1 50% off of tea", "buy_get value=50% of=tea buy=2 get=1"},
      {"buy 2 get 1 50% off tea dearest per group at most 1 time",
       "buy_get value=50% of=tea buy=2 get=1 times=1 dearest per_group"},
      {"3 for the price of 2 of tea", "buy_get value=100% of=tea buy=2 get=1"},
      {"3 for the price of 2", "buy_get value=100% of=order buy=2 get=1"},
      {"50% off every 3rd tea", "nth_off value=50% of=tea buy=3"},
      {"50% off the 2nd tea", "nth_off value=50% of=tea buy=2"},
      {"100% off the cheapest tea", "pick_off value=100% of=tea buy=1"},
      {"100% off the 2 cheapest of tea", "pick_off value=100% of=tea buy=2"},
      {"100% off dearest tea", "pick_off value=100% of=tea buy=1 dearest"},
      {"match competitor.price on tea", "match_price of=tea match=[competitor.price]"},
      {"match (competitor.price * 0.95) on tea",
       "match_price of=tea match=[competitor.price * 0.95]"},
  });
}

TEST_CASE("shipping, gifts and concessions") {
  check({
      {"free shipping", "shipping_percent value=100% of=shipping"},
      {"free shipping by express", "shipping_percent value=100% of=shipping text=express"},
      {"50% off shipping by \"DHL Packet\"",
       "shipping_percent value=50% of=shipping text=DHL Packet"},
      {"2.00 off shipping", "shipping_amount value=2.00 of=shipping"},
      {"shipping for 1.99 by standard", "shipping_price value=1.99 of=shipping text=standard"},
      {"shipping upgrade to express", "shipping_upgrade of=shipping text=express"},
      {"gift SKU-TOTE", "gift text=SKU-TOTE"},
      {"gift 'tote bag'", "gift text=tote bag"},
      {"concession returns-60-days", "perk text=returns-60-days"},
      {"concession loyalty-points 100..500 step 100",
       "perk value=100..500 step 100 text=loyalty-points"},
  });
}

TEST_CASE("an effect that isn't one says where and what was wanted") {
  check({
      {"", "1+0 PL4001 expected an effect, found nothing"},
      {"fre shipping", "1+3 PL4001 expected an effect, found `fre`"},
      {"10% of order", "5+2 PL4001 expected `off`, `each` or `from`, found `of`"},
      {"10% off", "7+1 PL4001 expected a target (`order`, a selector, `sku CODE`) after this"},
      {"10%off order extra", "14+5 PL4001 `extra` doesn't belong here"},
      {"10% off order tea", "15+3 PL4001 `tea` doesn't belong here"},
      {"10offorder", "1+10 PL4001 expected an effect, found `10offorder`"},
      {"5,00 off order", "2+1 PL4001 expected `off`, `each` or `from`, found `,`"},
      {"free shiping", "6+7 PL4001 expected `shipping`, found `shiping`"},
      {"buy 2 get 1 tea",
       "13+3 PL4001 expected `free`, or a reduction such as `50% off`, found `tea`"},
      {"buy two get 1 free of tea", "5+3 PL4001 expected a whole number, found `two`"},
      {"3 tea for", "9+1 PL4001 expected an amount after this"},
      {"Free shipping", "1+4 PL4001 expected an effect, found `Free`"},
      {"freeshipping", "1+12 PL4001 expected an effect, found `freeshipping`"},
      {"10% off \xC3\xA9t\xC3\xA9",
       "9+5 PL4001 expected a target (`order`, a selector, `sku CODE`), found `\xC3\xA9t\xC3\xA9`"},
      {"gift", "4+1 PL4001 expected the SKU of the gift after this"},
      {"shipping for free", "14+4 PL4001 expected an amount, found `free`"},
  });
}

TEST_CASE("a right sentence with wrong values") {
  check({
      {"1%..12% off order", "1+2 PL4002 a range needs a step"},
      {"1%..12.00 step 1% off order", "5+5 PL4002 `1%` and `12.00` aren't the same kind of amount"},
      {"12%..1% step 1% off order", "1+3 PL4002 the range 12%..1% is empty or a single value"},
      {"10% step 1% off order", "10+2 PL4002 `step` without a range"},
      {"tea at 10% each", "8+3 PL4002 `10%` is a percentage where money is wanted"},
      {"3 tea for 10%", "11+3 PL4002 `10%` is a percentage where money is wanted"},
      {"2 for the price of 3", "1+20 PL4002 2 for the price of 3 gives nothing away"},
      {"0 tea for 5.00", "1+1 PL4002 a count of 0 gives nothing"},
      {"5%..9% step 1% from 3, 12%..15% step 1% from 5 off tea",
       "24+3 PL4002 a second range in one offer"},
      {"5% from 3, 12%..15% from 5 off tea", "12+3 PL4002 a range needs a step"},
      {"5% from 3, 12% step 1% from 5 off tea", "21+2 PL4002 `step` without a range"},
      {"10% off tea, less 2%", "14+4 PL4002 `less` belongs to `match ... on ...`"},
      {"match competitor.price on tea, less 0%", "32+4 PL4002 `less` nothing"},
      {"5.00 off every 2nd tea, at most 2.00 each",
       "33+4 PL4002 a cap of each unit belongs to a percentage off goods"},
      {"10% off order at most 3 times",
       "25+5 PL4002 `times` belongs to sentences that count sets, units or amounts"},
      {"10% off order per group",
       "15+3 PL4002 `per group` belongs to `buy ... get ...` of one target"},
      {"10% from 3, 5% from 2 off tea", "21+1 PL4002 tiers stand in growing order"},
      {"10% from 3, 5.00 from 9 off tea",
       "13+4 PL4002 all tiers give percentages or all give money"},
      {"gift TOTE up to 5.00", "17+4 PL4002 a cap belongs to a reduction of a price"},
      {"99999999999999999999999999999999999.00 off order",
       "1+38 PL4003 `99999999999999999999999999999999999.00` isn't an amount"},
      {"99999999999 tea for 5.00", "1+11 PL4002 `99999999999` is too large a count"},
  });
}

TEST_CASE("a long sentence is refused before it is parsed") {
  const std::string text = "10% off " + std::string(5000, 'a');
  CHECK(effect_of(text) == "1+5008 PL4004 this text is 5008 bytes long; a sentence may have 4096");
  std::string bundle = "bundle a";
  while (bundle.size() < 4000) bundle += " + a";
  CHECK(effect_of(bundle).find("PL4001 expected `for`") != std::string::npos);
}

TEST_CASE("every way to break a sentence is told in words") {
  const std::string_view sentences[] = {"1%..12% step 1% off order , at most 3.00",
                                        "5% from 3 , 10% from 10 off tea by quantity",
                                        "bundle 2 tea + mug + sku SPOON for 30.00",
                                        "buy 2 get 1 50% off of tea dearest per group",
                                        "3 for the price of 2 of tea",
                                        "3 of tea for 25.00 at most 2 times",
                                        "50% off the 2 cheapest of tea",
                                        "5.00 off per 100.00 of order",
                                        "match competitor.price on tea",
                                        "shipping upgrade to express",
                                        "shipping for 1.99 by standard",
                                        "concession points 100..500 step 100",
                                        "9.99 each for tea",
                                        "tea at 9.99 each",
                                        "50% off every 2nd tea",
                                        "5.00 off each tea",
                                        "free shipping by express"};
  for (const std::string_view sentence : sentences) {
    std::vector<std::string> words;
    for (std::size_t from = 0; from <= sentence.size();) {
      const std::size_t end = std::min(sentence.find(' ', from), sentence.size());
      words.emplace_back(sentence.substr(from, end - from));
      from = end + 1;
    }
    for (std::size_t i = 0; i <= words.size(); ++i) {
      for (const std::string_view other :
           {"", "off", "tea", "7", "5%", ",", "..", "by", "each", "\xE2\x82\xAC"}) {
        std::string text;
        for (std::size_t j = 0; j < words.size(); ++j)
          text += (j == i ? std::string(other) : words[j]) + " ";
        if (i == words.size()) text += other;
        const std::string said = effect_of(text);
        INFO(text << " -> " << said);
        CHECK(said.find("boost") == std::string::npos);
        CHECK(said.find("canonical") == std::string::npos);
        CHECK(said.find("nothing, and") == std::string::npos);
        CHECK(said.find("a value and faults") == std::string::npos);
      }
    }
  }
}
