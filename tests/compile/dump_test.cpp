// The dump of a pack with one of everything: every row by name, in tests/compile/golden/dump.txt.
#include "compile/dump.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

namespace parley::test {
namespace {

constexpr const char* one_of_everything = R"(
pack: all
version: 4
currency: EUR
timezone: Europe/Berlin
rounding: {mode: half_even, remainder: last}
tax: {prices: inclusive}
defaults: {stacking: mutual, intent: optional, basis: list}
facts:
  rival: {type: money, max_age: 1h}
  tier: {type: string, one_of: [gold, silver], default: silver}
  orders: {type: int, min: 0, max: 9}
  left: {type: uint}
  mood: {type: decimal, optional: true}
  share: {type: percent}
  seen: {type: timestamp}
  age: {type: duration, voids: true}
  tags: {type: list(string), max_size: 3}
  limits: {type: map(int)}
  line.grade: {type: int}
selectors:
  tea: line.category == "tea"
  mug: line.grade in [1, 2]
offers:
  PERCENT: {give: 10% off order up to 5.00, class: [order, coupon], when: tier == "gold"}
  EACH: {give: "10% off tea up to 5.00 each"}
  RANGED: {give: 1%..12% step 0.5% off order, class: order, rank: 2, basis: running}
  AMOUNT: {give: 5.00 off tea across, repeat: 3}
  UNITS: {give: 0.50 off each sku MUG-1}
  UNIT: {give: tea at 9.99 each}
  SET: {give: 3 tea for 25.00 at most 2 times}
  BUNDLE: {give: bundle 2 tea + mug + sku SPOON for 30.00}
  FREE: {give: buy 2 get 1 free of tea dearest per group}
  CROSS: {give: buy 2 tea get 1 mug 50% off}
  THIRD: {give: 50% off every 3rd tea}
  CHEAPEST: {give: 2.00 off the cheapest tea}
  TIERED: {give: "5% from 3, 8%..12% step 1% from 10 off tea"}
  GRADED: {give: "1.00 each from 3, 2.00 each from 10 off tea by step"}
  PRICED: {give: "tea at 10.00 each from 1, 9.00 from 10"}
  SPENT: {give: 5.00 off per 100.00 of order}
  MATCH: {give: "match rival on tea, less 1%..5% step 1%, at least 7.00"}
  SHIP: {give: free shipping by standard or express}
  LESS: {give: 2.00 off shipping}
  FLAT: {give: shipping for 1.99}
  FASTER: {give: shipping upgrade to express, cost: 7.00}
  TOTE: {give: gift SKU-TOTE, cost: 4.00, worth: 9.00, class: gift}
  OWN: {give: gift SKU-TOTE from cart}
  POINTS: {give: concession points 100..500 step 100, cost: 1.00 per 100, worth: 5.00, obligations: [{kind: note, text: hi, when: orders > 1}]}
stacking:
  - PERCENT with RANGED
  - {rule: class coupon excludes MATCH, id: no, because: our best, when: orders > 2}
  - {rule: PERCENT with MATCH, overrides: no}
  - FREE alone
  - at most 2 of class order
  - TOTE requires PERCENT
  - POINTS requires one of PERCENT, class coupon
  - UNIT before SET
limits:
  - concession <= 30% of total
  - discount <= 10% of list
  - {limit: uses of PERCENT per customer <= 1, id: once, because: "once, for everybody"}
  - spend of class order per day <= 500.00
  - {limit: margin >= 18%, id: floor, else: escalate to boss}
  - price per unit of tea >= line.cost * 1.1 else clamp
  - {limit: offers <= orders, id: counted, when: has(mood) && mood > -0.5}
  - rounds <= 5
playbooks:
  fair: {offers: [MATCH, class coupon], needs: [rival], limits: [discount <= 5% of subtotal], handoff: {when: share > 5%, to: human, because: much}}
handoff: {when: age > duration("2h") || seen < now, to: human}
obligations: {kind: disclosure, text: hello}
negotiation:
  ladder: [RANGED 3%, RANGED 5% + TOTE]
  sweeteners: [TOTE]
  rounds: 5
  patience: 2
  expires: 30m
  triggers: {prepay: left > 2u}
wording:
  en: {allow: "Yes, {total}."}
)";

}  // namespace

TEST_CASE("a dump tells every row of every table by name") {
  const pack rules = pack_of(one_of_everything);
  const std::string got = compile::dump(rules);
  const std::string path = tests_dir() + "/compile/golden/dump.txt";
  if (std::getenv("PARLEY_UPDATE") != nullptr) std::ofstream(path) << got;
  std::ifstream in(path);
  std::stringstream wanted;
  wanted << in.rdbuf();
  CHECK(got == wanted.str());
  CHECK(got.find('?') == std::string::npos);
}

}  // namespace parley::test
