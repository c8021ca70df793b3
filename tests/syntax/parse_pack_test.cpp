#include "syntax/parse_pack.hpp"

#include "pack_support.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::syntax;
using test::head;
using test::head_dump;
using test::text_outcome;

namespace {

std::string sections(const std::string& text) {
  const std::string outcome = text_outcome(head + text);
  return outcome.starts_with(head_dump) ? outcome.substr(head_dump.size()) : outcome;
}

}  // namespace

TEST_CASE("the header of a pack") {
  CHECK(text_outcome("pack: winter-26\nversion: 3\ncurrency: USD\ntimezone: America/New_York\n"
                     "rounding: {mode: half_even, remainder: spread, at: line}\ntax: inclusive\n"
                     "defaults: {basis: list, stacking: open, intent: optional}\n") ==
        "pack winter-26 version=3 currency=USD timezone=America/New_York rounding=1/spread/line "
        "basis=list "
        "stacking=open intent=optional tax=inclusive\n");
  CHECK(text_outcome("pack: p\nversion: 010\ncurrency: USD\n").find("version=10 ") !=
        std::string::npos);
  CHECK(text_outcome("pack: p\n") == "p.yaml:1:1 PL3003 the pack has no `currency`");
  CHECK(text_outcome("pack: p\ncurrency: usd\nversion: -1\ncurency: EUR\n") ==
        "p.yaml:2:11 PL3005 `usd` isn't a currency\n"
        "p.yaml:3:10 PL3005 `version` is a whole number from 0 to 18446744073709551615, not `-1`\n"
        "p.yaml:4:1 PL3002 unknown key `curency` in a pack");
  CHECK(text_outcome(head + "rounding: {mode: half_upp, remaindr: largest}\ndefaults: closed\n") ==
        "p.yaml:3:18 PL3005 `mode` can't be `half_upp`\n"
        "p.yaml:3:28 PL3002 unknown key `remaindr` in `rounding`\n"
        "p.yaml:4:11 PL3004 `defaults` is a mapping, not a text");
}

TEST_CASE("facts") {
  CHECK(sections("facts:\n"
                 "  customer.tier: {type: string, one_of: [bronze, silver]}\n"
                 "  customer.tags: list(string)\n"
                 "  stock: {type: map, of: int, max_size: 50}\n"
                 "  inventory.eta: {type: int, min: 0, max: 30, max_age: 1h30m, voids: true}\n"
                 "  line.clearance: {type: bool, default: false, optional: true}\n") ==
        "fact customer.tier string one_of=bronze|silver\n"
        "fact customer.tags list(string)\n"
        "fact stock map(int) max_size=50\n"
        "fact inventory.eta int min=0 max=30 max_age=5400s voids\n"
        "fact line.clearance bool default=false optional\n");
  CHECK(sections("facts:\n"
                 "  cart.total: money\n"
                 "  customer.key: string\n"
                 "  line.sku: string\n"
                 "  line.a.b: string\n"
                 "  price-list: string\n"
                 "  a: {min: 1}\n"
                 "  b: strng\n"
                 "  c: {type: list}\n"
                 "  d: {type: int, max_age: soon, optional: yes, typ: int}\n"
                 "  e: [int]\n"
                 "  f: list(list)\n") ==
        "p.yaml:4:3 PL3007 `cart.total` is built in and isn't declared\n"
        "p.yaml:5:3 PL3007 `customer.key` is built in and isn't declared\n"
        "p.yaml:6:3 PL3007 `line.sku` is built in and isn't declared\n"
        "p.yaml:7:3 PL3006 `line.a.b` has too many dots\n"
        "p.yaml:8:3 PL3006 `price-list` isn't the name of a fact\n"
        "p.yaml:9:3 PL3003 fact `a` has no `type`\n"
        "p.yaml:10:6 PL3008 unknown type `strng`\n"
        "p.yaml:11:13 PL3008 a list of what?\n"
        "p.yaml:12:27 PL3005 `max_age` is a duration, not `soon`\n"
        "p.yaml:12:43 PL3005 `optional` is `true` or `false`, not `yes`\n"
        "p.yaml:12:48 PL3002 unknown key `typ` in a fact\n"
        "p.yaml:13:6 PL3004 a fact is a mapping, not a list\n"
        "p.yaml:14:11 PL3008 collections of collections aren't facts");
}

TEST_CASE("offers, selectors and classes") {
  CHECK(sections(
            "classes: [coupon, order]\n"
            "selectors:\n  tea: line.category == \"tea\"\n"
            "offers:\n"
            "  A: 10% off order\n"
            "  B: {give: gift TOTE, class: gift, cost: 4.00, worth: 9.00USD, rank: -2, repeat: 2}\n"
            "  C:\n    give: {tiers: {by: quantity, of: tea, steps: {3: 5%, 10: 10%}}}\n"
            "    class: [item, tea-club]\n    basis: list\n    stage: order\n    consume: shared\n"
            "    favour: merchant\n    because: we like tea\n"
            "    obligations: [{kind: disclosure, text: while stocks last}, payment: send a "
            "link]\n") ==
        "class coupon\nclass order\n"
        "selector tea [line.category == \"tea\"]\n"
        "offer A {percent_off value=10% of=order}\n"
        "offer B {gift text=TOTE} class=gift cost=4.00 worth=9.00USD rank=-2 repeat=2\n"
        "offer C {tiers of=tea by=quantity 3:5% 10:10%} class=item|tea-club basis=list stage=order "
        "consume=shared favour=merchant because=\"we like tea\" {obligation disclosure "
        "text=\"while stocks last\"} "
        "{obligation payment text=\"send a link\"}\n");
  CHECK(sections("selectors:\n  order: 'true'\n  9lives: 'true'\n"
                 "offers:\n"
                 "  A: {clas: x, class: [x]}\n"
                 "  B: {give: 10% of order, when: 1 +, cost: 10%}\n"
                 "  C: {give: 10% off order, rank: first, stage: basket, repeat: 0}\n"
                 "  D: 10% off order\n"
                 "  shipping: free shipping\n") ==
        "p.yaml:4:3 PL3006 `order` is a word of the sentences\n"
        "p.yaml:5:3 PL3006 `9lives` isn't a name\n"
        "p.yaml:7:3 PL3003 offer `A` gives nothing\n"
        "p.yaml:7:7 PL3002 unknown key `clas` in an offer\n"
        "p.yaml:8:17 PL4001 expected `off`, `each` or `from`, found `of`\n"
        "p.yaml:8:36 PL2001 the expression ends where an operand is expected\n"
        "p.yaml:8:44 PL3005 `cost` is an amount of money, not `10%`\n"
        "p.yaml:9:34 PL3005 `rank` is a whole number, not `first`\n"
        "p.yaml:9:48 PL3005 `stage` can't be `basket`\n"
        "p.yaml:9:64 PL3005 `repeat` is a whole number from 1 to 64, not `0`\n"
        "p.yaml:11:3 PL3006 `shipping` is a word of the sentences");
}

TEST_CASE("cost and worth of counted concessions are of the same pieces") {
  CHECK(
      sections("offers:\n"
               "  A: {give: concession points 100..500 step 100, cost: 1.25 per 100, worth: 2.00 "
               "per 100}\n"
               "  B: {give: concession points 1..5 step 1, cost: 0.01 each, worth: 0.02 each}\n") ==
      "offer A {perk value=100..500 step 100 text=points} cost=1.25 worth=2.00 cost_per=100\n"
      "offer B {perk value=1..5 step 1 text=points} cost=0.01 worth=0.02\n");
  CHECK(
      sections("offers:\n"
               "  A: {give: concession points 1..5 step 1, cost: 1.00 per 100, worth: 0.02 each}\n"
               "  B: {give: concession points 1..5 step 1, cost: 1.00, worth: 2.00 per 0}\n") ==
      "p.yaml:4:71 PL3005 `0.02 each` isn't of as many pieces as the cost\n"
      "p.yaml:5:63 PL3005 `2.00 per 0` isn't a worth");
}

TEST_CASE("rules in short and long form") {
  CHECK(sections("stacking:\n"
                 "  - A with B\n"
                 "  - {rule: A with C, overrides: no-c, when: now_is_good, because: they asked}\n"
                 "  - {rule: A excludes C, id: no-c}\n"
                 "limits:\n"
                 "  - discount <= 15% of subtotal\n"
                 "  - {limit: margin >= 18%, id: floor, else: escalate to boss, when: x > 1,\n"
                 "     obligations: [log: it]}\n") ==
        "stacking with A right=B\n"
        "stacking with A right=C when=[now_is_good] overrides=no-c because=\"they asked\"\n"
        "stacking excludes A right=C id=no-c\n"
        "limit discount <= 15% of_subtotal\n"
        "limit margin >= 18% else=escalate role=boss id=floor when=[x > 1] {obligation log "
        "text=\"it\"}\n");
  CHECK(sections("stacking:\n"
                 "  - {rul: A with B}\n"
                 "  - {rule: A excludes B, overrides: x}\n"
                 "  - [A, B]\n"
                 "limits:\n"
                 "  - {limit: margin >= 18% else clamp, else: deny}\n"
                 "  - discount <= 5.00 else escalate to boss\n"
                 "  - {limit: discount <= 5.00, loosens: true}\n"
                 "  - {id: x}\n") ==
        "p.yaml:4:5 PL3003 a stacking rule in long form has no `rule`\n"
        "p.yaml:4:6 PL3002 unknown key `rul` in a stacking rule\n"
        "p.yaml:5:37 PL4102 only a permission (`A with B`) overrides a prohibition\n"
        "p.yaml:6:5 PL3004 a stacking rule is a text, not a list\n"
        "p.yaml:8:45 PL4202 `else` is said twice\n"
        "p.yaml:9:5 PL4203 a limit that escalates needs an id\n"
        "p.yaml:10:40 PL3017 `loosens` means something only in an overlay\n"
        "p.yaml:11:5 PL3003 a limit in long form has no `limit`");
}

TEST_CASE("playbooks, handoffs, negotiation") {
  CHECK(sections("playbooks:\n"
                 "  price_match:\n"
                 "    offers: [class negotiated, A]\n"
                 "    needs: customer.verified\n"
                 "    limits: [discount <= 5% of subtotal]\n"
                 "    handoff: {when: mood < -0.5, to: human}\n"
                 "    obligations: {kind: note}\n"
                 "handoff: [{to: human, when: angry, because: a person listens}]\n"
                 "obligations:\n  - disclosure: prices include VAT\n"
                 "negotiation:\n"
                 "  ladder: [A 3%, A 5% + B]\n  sweeteners: [B]\n  rounds: 5\n  patience: 2\n  "
                 "expires: 30m\n"
                 "  min_move: 1.00\n  triggers: {review: customer.reviewed}\n") ==
        "playbook price_match offers=class negotiated|A needs=customer.verified {discount <= 5% "
        "of_subtotal} "
        "{handoff to=human when=[mood < -0.5]} {obligation note}\n"
        "handoff to=human when=[angry] because=\"a person listens\"\n"
        "obligation disclosure text=\"prices include VAT\"\n"
        "negotiation ladder=A 3%|A 5% + B sweeteners=B rounds=5 patience=2 expires=1800s "
        "min_move=1.00 "
        "{trigger review [customer.reviewed]}\n");
  CHECK(sections("playbooks: {p: {limit: x, handoff: {when: 'true'}}}\n"
                 "negotiation: {ladder: [A 3% B], rounds: 0, expires: 30, laddr: x}\n") ==
        "p.yaml:3:17 PL3002 unknown key `limit` in a playbook\n"
        "p.yaml:3:36 PL3003 a handoff has no `to`\n"
        "p.yaml:4:29 PL4301 `B` doesn't belong here\n"
        "p.yaml:4:41 PL3005 `rounds` is a whole number from 1 to 1000, not `0`\n"
        "p.yaml:4:53 PL3005 `expires` is a duration, not `30`\n"
        "p.yaml:4:57 PL3002 unknown key `laddr` in `negotiation`");
}

TEST_CASE("one broken offer doesn't hide the others, nor blame who names it") {
  diagnostics found;
  const loaded result = load_pack_text(
      "p.yaml", head + "offers:\n  A: {give: 10% of order, class: coupon}\n  B: 5% off order\n",
      found);
  REQUIRE(result.parsed);
  CHECK(found.error_count() == 1);
  REQUIRE(result.parsed->offers.size() == 1);
  CHECK(result.parsed->offers[0].name.text == "B");
  std::string broken;
  for (const broken_name& n : result.parsed->broken) broken += n.name.text + " ";
  CHECK(broken == "A coupon ");
}
