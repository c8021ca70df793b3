#include "sentence_support.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::syntax;
using test::row;

namespace {

template <typename Parse>
void check(Parse parse, std::initializer_list<row> rows) {
  for (const row& r : rows) {
    INFO(r.sentence);
    CHECK(test::outcome(parse, r.sentence) == r.wanted);
  }
}

}  // namespace

TEST_CASE("stacking rules") {
  check(parse_stacking,
        {
            {"A with B", "with A right=B"},
            {"WELCOME10 with FREESHIP, EXPRESS", "with WELCOME10 right=FREESHIP|EXPRESS"},
            {"class item with any", "with class item right=any"},
            {"class coupon excludes class negotiated",
             "excludes class coupon right=class negotiated"},
            {"A alone", "alone A"},
            {"at most 1 of class order", "at_most class order count=1"},
            {"at most 3 of any", "at_most any count=3"},
            {"A requires B, C", "requires_all A right=B|C"},
            {"TOTE requires one of WELCOME10, HAGGLE", "requires_any TOTE right=WELCOME10|HAGGLE"},
            {"A before class order", "before A right=class order"},
            {"class order excludes class shipping", "excludes class order right=class shipping"},
        });
  check(parse_stacking,
        {
            {"", "1+0 PL4101 expected a stacking rule, found nothing"},
            {"HAGGLE exludes GOLD",
             "8+7 PL4101 expected `with`, `excludes`, `alone`, `requires` or `before`, found "
             "`exludes`"},
            {"A",
             "1+1 PL4101 expected `with`, `excludes`, `alone`, `requires` or `before` after this"},
            {"A with", "6+1 PL4101 expected an offer, `class NAME` or `any` after this"},
            {"A with B,", "9+1 PL4101 expected an offer, `class NAME` or `any` after this"},
            {"A with B C", "10+1 PL4101 `C` doesn't belong here"},
            {"A alone B", "9+1 PL4101 `B` doesn't belong here"},
            {"at most 0 of A", "9+1 PL4102 `at most 0` permits nothing to be counted"},
            {"at most one of A", "9+3 PL4101 expected a whole number, found `one`"},
            {"A withB",
             "3+5 PL4101 expected `with`, `excludes`, `alone`, `requires` or `before`, found "
             "`withB`"},
            {"10OFF with B", "1+5 PL4101 expected a stacking rule, found `10OFF`"},
        });
}

TEST_CASE("limits") {
  check(
      parse_limit,
      {
          {"discount <= 15% of subtotal", "discount <= 15% of_subtotal"},
          {"discount<=15% of subtotal", "discount <= 15% of_subtotal"},
          {"margin >= 18%", "margin >= 18%"},
          {"price per unit of tea >= line.map", "price of=tea per=unit >= expression [line.map]"},
          {"price of tea per unit >= 110% of line.cost",
           "price of=tea per=unit >= 110% of_expression [line.cost]"},
          {"price per unit of tea >= line.cost * 1.1 + 0.50",
           "price of=tea per=unit >= expression [line.cost * 1.1 + 0.50]"},
          {"uses of WELCOME10 per customer <= 1", "uses of=WELCOME10 per=customer <= 1"},
          {"uses of class coupon per customer per 30d <= 2",
           "uses of=class coupon per=customer|30d <= 2"},
          {"spend of class negotiated per day <= 5000.00USD else clamp",
           "spend of=class negotiated per=day <= 5000.00USD else=clamp"},
          {"discount of food per line <= 34% of list", "discount of=food per=line <= 34% of_list"},
          {"concession <= 30% of total else escalate to shift-lead",
           "concession <= 30% of_total else=escalate role=shift-lead"},
          {"discount <= list_budget * 2 else deny", "discount <= expression [list_budget * 2]"},
          {"discount <= 10% of total_budget", "discount <= 10% of_expression [total_budget]"},
          {"discount <= 5.00 + extra.room", "discount <= expression [5.00 + extra.room]"},
          {"discount <= (tier == \" else \" ? 5.00 : 3.00) else redistribute",
           "discount <= expression [tier == \" else \" ? 5.00 : 3.00] else=redistribute"},
          {"rounds per conversation <= 5", "rounds per=conversation <= 5"},
          {"gifts <= 1", "gifts <= 1"},
          {"discount of sku TEA-1 per order <= 3.00", "discount of=sku TEA-1 per=order <= 3.00"},
          {"concession of shipping <= 10.00", "concession of=shipping <= 10.00"},
      });
  check(
      parse_limit,
      {
          {"", "1+0 PL4201 expected a measure, found nothing"},
          {"discout <= 5.00", "1+7 PL4201 expected a measure, found `discout`"},
          {"discount < 5.00", "10+1 PL4201 expected `<=` or `>=`, found `<`"},
          {"discount = 5.00", "10+1 PL4201 expected `<=` or `>=`, found `=`"},
          {"discount of <= 5.00",
           "13+2 PL4201 expected a target (an offer, `class NAME`, a selector, `order`, "
           "`shipping`, `sku CODE`), found `<=`"},
          {"discount of A of B <= 5.00", "18+1 PL4202 a limit has one target"},
          {"uses of A per fortnight <= 1", "15+9 PL4202 unknown scope `fortnight`"},
          {"uses of A per day per day <= 1", "23+3 PL4202 `per day` stands here twice"},
          {"discount <=", "11+1 PL4201 expected an amount or an expression after this"},
          {"discount <= 5.00 else",
           "21+1 PL4201 expected `deny`, `clamp`, `redistribute` or `escalate to ROLE` after this"},
          {"discount <= 5.00 else escalate", "30+1 PL4201 expected `to` after this"},
          {"discount <= 5.00 else clmp",
           "23+4 PL4201 expected `deny`, `clamp`, `redistribute` or `escalate to ROLE`, found "
           "`clmp`"},
          {"discount <= 5.00 else clamp now", "29+3 PL4201 `now` doesn't belong here"},
      });
}

TEST_CASE("what helps with a limit shows the form, or the word that was meant") {
  diagnostics found;
  CHECK_FALSE(test::parsed(parse_limit, "discount 5.00", found));
  CHECK(found.items()[0].help.find("a limit reads `MEASURE [of TARGET] [per SCOPE] <= AMOUNT`") ==
        0);
  CHECK_FALSE(test::parsed(parse_limit, "discout <= 5.00", found));
  CHECK(found.items()[1].help == "did you mean `discount`?");
  CHECK_FALSE(test::parsed(parse_stacking, "A exludes B", found));
  CHECK(found.items()[2].help == "did you mean `excludes`?");
}

TEST_CASE("ladder steps") {
  const auto step = [](std::string_view text) {
    diagnostics found;
    const auto parsed = test::parsed(parse_step, text, found);
    return parsed ? print(*parsed) : test::faults(found);
  };
  CHECK(step("HAGGLE 5% + TOTE") == "HAGGLE 5% + TOTE");
  CHECK(step("HAGGLE=5%+TOTE") == "HAGGLE 5% + TOTE");
  CHECK(step("GOODWILL 2.50EUR") == "GOODWILL 2.50EUR");
  CHECK(step("HAGGLE 5% +") == "11+1 PL4301 expected an offer after this");
  CHECK(step("HAGGLE 5% TOTE") == "11+4 PL4301 `TOTE` doesn't belong here");
  CHECK(step("") == "1+0 PL4301 expected an offer, found nothing");
}

TEST_CASE("subjects and amounts alone") {
  diagnostics found;
  CHECK(print(*test::parsed(parse_subject, "class coupon", found)) == "class coupon");
  CHECK(print(*test::parsed(parse_subject, "any", found)) == "any");
  CHECK(print(*test::parsed(parse_target, "sku TEA-1", found)) == "sku TEA-1");
  CHECK(found.empty());
  CHECK_FALSE(test::parsed(parse_subject, "class coupon x", found));
  for (const std::string_view wrong :
       {"5,00", "1e3", "-5", "+5", "5.", ".5", "5.00usd", "%", "5 %", "1_000"}) {
    INFO(wrong);
    CHECK_FALSE(test::parsed(parse_amount, wrong, found));
  }
}
