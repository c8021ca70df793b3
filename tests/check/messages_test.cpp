// Every diagnostic of this room, with its place and its words.
#include <set>
#include <string>
#include <string_view>

#include "check/codes.hpp"
#include "parley/compiler/codes.hpp"
#include "parley/compiler/compile.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;

std::string messages(const std::string& text) {
  const compilation made = compile_text("p.yaml", text);
  std::string out;
  for (const diagnostic& d : made.found.items()) {
    const place at = made.sources[d.at.file].at(d.at.offset);
    out +=
        std::to_string(at.line) + ":" + std::to_string(at.column) + " " + d.code + " " + d.message;
    for (const related_place& r : d.related) {
      out += " (" + std::to_string(made.sources[r.at.file].at(r.at.offset).line) + ": " +
             r.message + ")";
    }
    out += "\n";
  }
  CHECK(made.compiled.has_value() == !made.found.has_errors());
  return out;
}

struct example {
  std::string_view code;
  std::string text;  // follows the header line
  std::string expected;
};

const std::string header = "pack: p\ncurrency: USD\n";

const example examples[] = {
    {"PL3101",
     "offers:\n  A: {give: 1% off order}\nlimits:\n  - {limit: discount <= 5.00, id: x}\n"
     "  - {limit: offers <= 2, id: x}\n",
     "7:30 PL3101 rule `x` is declared twice (6: declared here first)\n"},
    {"PL3109", "timezone: Not a zone\noffers:\n  A: {give: 1.00 off order}\n",
     "3:11 PL3109 `Not a zone` is no time zone\n"},
    {"PL3109", "timezone: America/New_Yorc\noffers:\n  A: {give: 1.00 off order}\n",
     "3:11 PL3109 `America/New_Yorc` is no time zone\n"},
    {"PL3109",
     "facts:\n  z: {type: string, one_of: [UTC, Europe/Pariss]}\noffers:\n"
     "  A: {give: 1.00 off order, when: now.getHours(z) < 8}\n",
     "6:48 PL3109 `Europe/Pariss`, which `z` may be, is no time zone\n"},
    {"PL3122",
     "facts:\n  a: {type: int}\n  a.b: {type: int}\noffers:\n"
     "  A: {give: 1.00 off order, when: a > 1 && a.b > 1}\n",
     "5:3 PL3122 `a.b` stands inside the fact `a` (4: the outer fact is declared here)\n"},
    {"PL4017", "offers:\n  A: {give: free shipping, stage: item}\n",
     "4:3 PL4017 `A` acts on shipping before the stage `shipping`\n"},
    {"PL4113",
     "offers:\n  A: {give: 1% off order}\n  B: {give: 1% off order}\nstacking:\n"
     "  - {rule: A before B, when: cart.quantity > 2}\n",
     "7:30 PL4113 the order of offers doesn't depend on a condition\n"},
    {"PL3102", "offers:\n  TEN: {give: 10% off order}\nstacking: [TEN with TENN]\n",
     "5:21 PL3102 unknown offer `TENN`\n"},
    {"PL3103",
     "offers:\n  TEN: {give: 10% off order, class: coupon}\nstacking: [class copon alone]\n",
     "5:18 PL3103 no offer is of class `copon`\n"},
    {"PL3104", "offers:\n  TEN: {give: 10% off ordr}\n", "4:23 PL3104 unknown selector `ordr`\n"},
    {"PL3105", "offers:\n  TEN: {give: 10% off order}\nplaybooks:\n  p: {needs: [customer.tier]}\n",
     "6:15 PL3105 unknown fact `customer.tier`\n"},
    {"PL3106",
     "offers:\n  A: {give: 10% off order}\n  B: {give: 1% off order}\nstacking:\n"
     "  - {rule: A with B, overrides: nothing}\n",
     "7:33 PL3106 no stacking rule has the id `nothing`\n"},
    {"PL3107", "selectors:\n  TEN: line.qty > 1\noffers:\n  TEN: {give: 10% off order}\n",
     "4:3 PL3107 `TEN` is a selector and an offer (6: the offer is declared here)\n"},
    {"PL3120",
     "facts:\n  orders: {type: int, min: x}\noffers:\n  A: {give: 1% off order, when: orders > "
     "1}\n",
     "4:28 PL3120 `x` is no int, which `orders` is\n"},
    {"PL3121",
     "facts:\n  orders: {type: int, min: 5, max: 3}\noffers:\n  A: {give: 1% off order, when: "
     "orders > 4}\n",
     "4:36 PL3121 `max` of `orders` is less than its `min`\n"},
    {"PL4011", "offers:\n  A: {give: 5.005 off order}\n",
     "4:13 PL4011 `5.005` has more decimals than USD has\n"},
    {"PL4012", "offers:\n  A: {give: 130% off order}\n", "4:13 PL4012 `130%` is more than 100%\n"},
    {"PL4013", "offers:\n  A: {give: 5.00EUR off order}\n",
     "4:13 PL4013 `5.00EUR` isn't in the pack's currency\n"},
    {"PL4014", "offers:\n  A: {give: 1%..12% step 5% off order}\n",
     "4:13 PL4014 steps of 5% from 1% don't reach 12%\n"},
    {"PL4015", "offers:\n  A: {give: 10% off B}\n  B: {give: 1% off order}\n",
     "4:21 PL4015 an effect can't act on the offer `B`\n"},
    {"PL4110", "offers:\n  A: {give: 10% off order}\nstacking: [A excludes A]\n",
     "5:23 PL4110 a rule relates `A` to itself\n"},
    {"PL4111",
     "offers:\n  A: {give: free shipping}\n  B: {give: 1% off order}\nstacking: [A before B]\n"
     "limits: [concession <= 30% of subtotal]\n",
     "6:12 PL4111 `A` applies in the stage shipping, after `B` in the stage order\n"},
    {"PL4112",
     "offers:\n  A: {give: 2% off order}\n  B: {give: 1% off order}\nstacking: [A before B, B "
     "before A]\n",
     "6:12 PL4112 rules with `before` go in a circle: `A` before `B` before `A` (6: with this "
     "rule)\n"},
    {"PL4114",
     "offers:\n  A: {give: 2% off order}\n  B: {give: 1% off order}\n  C: {give: 1% off order}\n"
     "stacking:\n  - A excludes C\n  - {rule: A with B, overrides: A-x-C}\n",
     "9:33 PL4114 `A-x-C` doesn't forbid `A` with `B` (8: the rule stands here)\n"},
    {"PL4210", "offers:\n  A: {give: 2% off order}\nlimits: [discount <= 15%]\n",
     "5:22 PL4210 `15%` of what?\n"},
    {"PL4211", "offers:\n  A: {give: 2% off order}\nlimits: [discount per day <= 15.00]\n",
     "5:23 PL4211 `discount` isn't added up per day\n"},
    {"PL4212", "offers:\n  A: {give: 2% off order}\nlimits: [margin of A >= 15%]\n",
     "5:20 PL4212 `margin` isn't measured of offers\n"},
    {"PL4213",
     "offers:\n  A: {give: 2% off order}\nlimits: [uses of A per customer <= 1 else clamp]\n",
     "5:10 PL4213 `else clamp` can't make uses hold\n"},
    {"PL4214", "offers:\n  A: {give: 2% off order}\nlimits: [uses of A per customer >= 1]\n",
     "5:10 PL4214 `uses` has an upper bound, not a lower one\n"},
    {"PL4215", "offers:\n  A: {give: 2% off order}\nlimits: [discount <= 15% of subtotl]\n",
     "5:29 PL4215 unknown base `subtotl` of a share\n"},
    {"PL4310", "offers:\n  A: {give: 1%..9% step 1% off order}\nnegotiation: {ladder: [A 10%]}\n",
     "5:26 PL4310 `10%` is no value that `A` may have\n"},
    {"PL4311",
     "offers:\n  A: {give: 1%..9% step 1% off order}\nnegotiation: {ladder: [A 1% + A 2%]}\n",
     "5:31 PL4311 the step names `A` 2 times\n"},
    {"PL4312",
     "offers:\n  A: {give: 1%..9% step 1% off order}\nnegotiation: {ladder: [A 1%], sweeteners: "
     "[A]}\n",
     "5:44 PL4312 the sweetener `A` takes a parameter\n"},
    {"PL5001", "facts:\n  orders: {type: int}\noffers:\n  A: {give: 1% off order}\n",
     "4:3 PL5001 nothing reads the fact `orders`\n"},
    {"PL5002", "offers:\n  A: {give: gift MUG}\n",
     "4:3 PL5002 no limit bounds what `A` and its kin give away\n"},
    {"PL5003", "offers:\n  A: {give: gift MUG}\nlimits: [margin >= 10%]\n",
     "4:3 PL5003 `A` has no `cost:`, so limits count it as free\n"},
    {"PL5004",
     "offers:\n  A: {give: 1% off order}\n  B: {give: 2% off order}\nstacking: [A requires B, B "
     "requires A]\n",
     "6:26 PL5004 offers require each other: `A` requires `B` requires `A`\n"},
    {"PL5005",
     "offers:\n  A: {give: 1%..9% step 1% off order}\nnegotiation: {ladder: [A 5%, A 3%]}\n",
     "5:30 PL5005 this step gives less of `A` than the one before (5: the step before)\n"},
    {"PL5005",
     "offers:\n  A: {give: 1%..9% step 1% off order}\n  B: 1.00 off order\n"
     "negotiation: {ladder: [A 3%, A 5% + B, B + A 5%]}\n",
     "6:40 PL5005 this step gives the same as the one before (6: the step before)\n"},
    {"PL2115",
     "facts:\n  orders: {type: int}\noffers:\n  A: {give: 1% off order, when: orders / 0 > 1 || "
     "orders % 0 == 1 || cart.subtotal / 0.0 > 5}\n",
     "6:33 PL2115 this divides by 0, which is always an error\n"
     "6:51 PL2115 this divides by 0, which is always an error\n"
     "6:70 PL2115 this divides by 0, which is always an error\n"},
    {"PL5024",
     "offers:\n  A: {give: 1% off order}\nlimits: [margin >= 18, margin >= 0.18, margin >= 18.00, "
     "margin >= 18USD, margin per unit >= 18%]\n",
     "5:20 PL5024 `18` is a sum of money here, not a share\n"
     "5:34 PL5024 `0.18` is a sum of money here, not a share\n"},
    {"PL5023",
     "facts:\n  zone: {type: string}\noffers:\n  A: {give: 1% off order, when: now.getHours(zone) "
     "> 8 "
     "&& now.getHours(zone) < 21}\n",
     "6:46 PL5023 nobody knows yet which time zones this names, so the pack holds none of them\n"},
};

TEST_CASE("each fault is reported once, where it stands") {
  for (const example& e : examples) {
    INFO(e.text);
    const std::string found = messages(header + e.text);
    CHECK(found == e.expected);
    CHECK(found.find(e.code) != std::string::npos);
  }
}

TEST_CASE("one broken thing causes no second complaint") {
  CHECK(messages(header + "facts:\n  tier: {type: strin}\noffers:\n  A: {give: 1% off order, when: "
                          "tier == \"x\"}\n")
            .find("PL2103") == std::string::npos);
  const std::string broken_offer = messages(
      header + "offers:\n  A: {give: 1% of order, class: c}\nstacking: [A alone, class c alone]\n");
  CHECK(broken_offer.find("PL3102") == std::string::npos);
  CHECK(broken_offer.find("PL3103") == std::string::npos);
}

TEST_CASE("codes are unique and sorted, and each has a title and a page") {
  std::set<std::string_view> seen;
  std::string_view before;
  for (const code_info* code : all_codes()) {
    INFO(code->code);
    CHECK(seen.insert(code->code).second);
    CHECK(before < code->code);
    CHECK(code->code.size() == 6);
    CHECK_FALSE(code->title.empty());
    CHECK_FALSE(code->page.empty());
    CHECK(code_named(code->code) == code);
    before = code->code;
  }
  CHECK(code_named("PL0000") == nullptr);
}

}  // namespace
