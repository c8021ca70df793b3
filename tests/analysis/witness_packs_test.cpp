// Findings in packs with every kind of offer, cart, fact and intent: the words, and that the
// witness is a test of the pack that passes.
#include <string>
#include <vector>

#include "../packtest/bench.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

const std::string head = "pack: p\nversion: 1\ncurrency: USD\n";
const std::string open = head + "defaults: {stacking: open, intent: optional}\n";
const std::string facts =
    "facts:\n  orders: {type: int, min: 0}\n  vip: {type: bool}\n  tier: {type: string}\n"
    "  rival: {type: money, max_age: 1h}\n  tags: {type: list, of: string}\n"
    "  stock: {type: map, of: int}\n  share: {type: percent}\n  score: {type: decimal}\n"
    "  since: {type: timestamp}\n  age: {type: duration}\n  visits: {type: uint}\n"
    "  paid: {type: money, min: 1.00}\n  note: {type: string, optional: true}\n"
    "  line.grade: {type: int}\n  line.map: {type: money}\n"
    "selectors: {tea: line.category == \"tea\", mug: line.category == \"mug\", dear: line.price >= "
    "100, good: line.grade > 3 && line.qty >= 2, named: line.sku == \"POT\"}\n";

struct told {
  std::string text;
  std::size_t count = 0, witnesses = 0;
};

/// Findings of a code, one a line, and what is wrong with their witnesses.
told findings(const std::string& code, const std::string& text) {
  const compilation made = compile_text("pack.yaml", text, {.analyse = true});
  told out;
  for (const diagnostic& d : made.found.items()) {
    if (d.severity == severity::error) out.text += "error: " + d.message + "\n";
    if (!d.witness.empty()) {
      const std::string failures = test_bench(d.witness, text).failures();
      if (!failures.empty()) out.text += d.code + " " + failures + d.witness;
    }
    if (d.code != code) continue;
    ++out.count;
    out.witnesses += d.witness.empty() ? 0 : 1;
    out.text += d.message + (d.help.empty() ? "" : "; " + d.help) + "\n";
  }
  return out;
}

void has(const std::string& code, const std::string& text, const std::string& wanted) {
  INFO(text);
  const told made = findings(code, text);
  INFO(code << ": " << made.text);
  CHECK(made.text.find(wanted) != std::string::npos);
  CHECK(made.witnesses == made.count);
}

void hasnt(const std::string& code, const std::string& text) {
  INFO(text);
  CHECK(findings(code, text).text == "");
}

}  // namespace

TEST_CASE("analysis: a cart for every kind of offer") {
  const std::string give = GENERATE(
      "10% off order", "10% off tea", "3.00 off sku MUG", "2.00 off each tea", "tea at 9.00 each",
      "3 tea for 25.00", "bundle 2 tea + mug + sku SPOON for 22.00", "buy 2 get 1 free of tea",
      "buy 2 tea get 1 mug free", "50% off every 3rd tea", "100% off the 2 dearest tea",
      "5% from 3 off tea", "10% from 20.00 off order by spend", "5.00 off per 20.00 of order",
      "match rival on tea", "free shipping", "free shipping by express or standard",
      "2.00 off shipping by overnight", "shipping for 1.99", "gift MUG from cart", "10% off good",
      "10% off dear", "10% off named", "1%..5% step 1% off order", "1.00..3.00 step 0.50 off tea");
  // Any number of orders will do, so the condition says nothing; a cart shows it.
  has("PL5103", open + facts + "offers: {X: {give: '" + give + "', when: orders >= 0}}\n",
      "the condition of `X` is always true");
}

TEST_CASE("analysis: a cart for gifts, upgrades and perks") {
  const std::string offer =
      GENERATE("give: gift G, cost: 4.00", "give: shipping upgrade to express, cost: 7.00",
               "give: concession returns, cost: 1.00",
               "give: concession points 100..300 step 100, cost: 0.05 each");
  has("PL5103", open + facts + "offers: {X: {" + offer + ", when: orders >= 0}}\n",
      "the condition of `X` is always true");
}

TEST_CASE("analysis: a cart with the sums and counts that a condition asks for") {
  const std::string cart = GENERATE(
      "cart.subtotal >= 50", "cart.subtotal == 33.33 && cart.quantity == 4", "cart.quantity >= 7",
      "cart.quantity == 1 && cart.subtotal == 0.01", "tea.subtotal >= 30 && tea.quantity >= 3",
      "tea.subtotal == 10.01 && tea.quantity == 3", "tea.quantity == 2 && cart.subtotal == 80",
      "tea.subtotal >= 30 && cart.quantity >= 5 && cart.subtotal >= 100",
      "tea.quantity >= 1 && mug.quantity >= 1", "tea.quantity >= 2 && cart.subtotal < 5",
      "good.quantity >= 3", "dear.subtotal >= 250", "named.quantity == 2",
      "cart.subtotal > 49.99 && cart.subtotal < 50.01", "cart.quantity == 3 && cart.subtotal == 1");
  const told made = findings("PL5104", open + facts + "offers: {X: {give: 5% off order, when: '" +
                                           cart + " && orders >= 0'}}\n");
  INFO(cart << "\n" << made.text);
  CHECK(made.text.find("`orders >= 0` is always true") != std::string::npos);
}

TEST_CASE("analysis: witnesses give every type of fact, and know every one of them") {
  const std::string when =
      GENERATE("tier == \"say \\\"no\\\"\"", "tier < \"a\"", "tier in [\"a\", \"b\"]",
               "rival < 0.50", "size(tags) == 0", "size(stock) < 1", "share > 99.99%",
               "score == 0.001", "since > timestamp(\"2030-01-01T00:00:00Z\")",
               "age < duration(\"0s\")", "visits > 7u", "paid == 1.23", "has(note)", "!has(note)",
               "has(note) && note == \"x\"", "customer.key == \"k\"",
               "now > timestamp(\"2031-01-01T00:00:00Z\")", "cart.lines.exists(l, l.grade > 5)");
  has("PL5104",
      open + facts + "offers: {X: {give: 5% off order, when: '" + when + " && orders >= 0'}}\n",
      "`orders >= 0` is always true");
}

TEST_CASE("analysis: a witness has an intent that fits its offers") {
  const std::string offers =
      "offers:\n  A: {give: 5% off order, class: x, when: orders >= 0}\n"
      "  B: {give: 4.00 off order, class: y}\n";
  has("PL5103",
      head + facts + offers + "playbooks:\n  p: {offers: [B]}\n  q: {offers: [class x]}\n", "`A`");
  has("PL5103", head + facts + offers + "playbooks:\n  p: {offers: [B]}\n  q: {offers: [any]}\n",
      "`A`");
  has("PL5103", head + facts + offers + "playbooks:\n  p: {needs: [vip]}\n", "`A`");
  has("PL5104",
      head + facts +
          "offers: {A: {give: 5% off order, when: 'intent == \"q\" && orders >= 0'}}\n"
          "playbooks:\n  p: {needs: [vip]}\n  q: {needs: [vip]}\n",
      "`orders >= 0` is always true");
}

TEST_CASE("analysis: where a condition may stand, it is found to be never or always true") {
  const auto at = [&](const std::string& sections, const std::string& what,
                      const std::string& means) {
    const std::string offers = "offers: {A: 5% off order, B: 4.00 off order}\n";
    const auto with = [&](const std::string& when) {
      std::string text = open + facts + offers + sections;
      text.replace(text.find("WHEN"), 4, when);
      return text;
    };
    has("PL5102", with("orders < 1 && orders > 1"),
        "the condition of " + what + " is never true: " + means);
    has("PL5103", with("orders >= 0"), "the condition of " + what + " is always true");
  };
  at("stacking: [{rule: A excludes B, id: x, when: WHEN}]\n", "the rule `x`",
     "it is never in force");
  at("stacking: [{rule: A requires B, id: x, when: WHEN}]\n", "the rule `x`",
     "it is never in force");
  at("stacking: [{rule: at most 1 of any, id: x, when: WHEN}]\n", "the rule `x`",
     "it is never in force");
  at("limits: [{limit: discount of B <= 5.00, id: x, when: WHEN}]\n", "the limit `x`",
     "it is never in force");
  at("handoff: {to: boss, when: WHEN}\n", "the handoff to `boss`", "nobody ever takes over");
  at("obligations: [{kind: log, text: t, when: WHEN}]\n", "the obligation `log`",
     "it never becomes due");
  at("playbooks: {p: {handoff: {to: boss, when: WHEN}}}\n", "the handoff to `boss`",
     "nobody ever takes over");
  at("playbooks: {p: {obligations: [{kind: log, text: t, when: WHEN}]}}\n", "the obligation `log`",
     "it never becomes due");
  at("playbooks: {p: {limits: [{limit: discount <= 1.00, id: x, when: WHEN}]}}\n", "the limit `x`",
     "it is never in force");
  at("negotiation: {ladder: [A], triggers: {paid: WHEN}}\n", "the trigger `paid`",
     "it never fires");
}

TEST_CASE("analysis: limits that never bind, of every measure") {
  const auto pack = [&](const std::string& offers, const std::string& limit) {
    return open + facts + "offers: {" + offers + "}\nlimits: ['" + limit + "']\n";
  };
  has("PL5108", pack("A: '10% off order, at most 5.00'", "discount <= 5.00"),
      "what may be combined takes 5.00 at most");
  hasnt("PL5108", pack("A: '10% off order, at most 5.01'", "discount <= 5.00"));
  has("PL5108", pack("A: 5.00 off order, B: 2.00 off tea", "discount <= 7.00"),
      "takes 7.00 at most");
  hasnt("PL5108", pack("A: 5.00 off order, B: 2.00 off tea", "discount <= 6.99"));
  has("PL5108", pack("A: {give: 5.00 off order, repeat: 2}", "discount <= 10.00"),
      "takes 10.00 at most");
  hasnt("PL5108", pack("A: {give: 5.00 off order, repeat: 3}", "discount <= 10.00"));
  has("PL5108", pack("A: tea at 9.00 each", "discount <= 100% of subtotal"),
      "nothing is reduced by more than all of it");
  hasnt("PL5108", pack("A: tea at 9.00 each", "discount <= 99% of subtotal"));
  has("PL5108", pack("A: {give: gift G, cost: 4.00}", "concession <= 4.00"), "takes 4.00 at most");
  hasnt("PL5108", pack("A: {give: gift G, cost: 4.00}", "concession <= 3.99"));
  hasnt("PL5108", pack("A: free shipping", "concession <= 90.00"));
  has("PL5108", pack("A: free shipping", "discount <= 1.00"), "takes 0.00 at most");
  hasnt("PL5108", pack("A: gift MUG from cart", "discount <= 90.00"));
  has("PL5108", pack("A: {give: concession returns, cost: 1.00}", "concession <= 1.00"),
      "takes 1.00 at most");
  hasnt("PL5108",
        pack("A: {give: concession points 1..9 step 1, cost: 1.00}", "concession <= 1.00"));
  has("PL5108",
      pack("A: {give: 5.00 off order, when: cart.subtotal >= 50}", "discount <= 11% of subtotal"),
      "takes 10% at most");
  has("PL5108",
      pack("A: {give: 5.00 off order, when: cart.subtotal > 49.99}", "discount <= 11% of subtotal"),
      "takes 10% at most");
  hasnt("PL5108", pack("A: {give: 5.00 off order, when: cart.subtotal >= 45}",
                       "discount <= 11% of subtotal"));
  hasnt("PL5108", pack("A: {give: 5.00 off order, when: cart.subtotal >= 50 || vip}",
                       "discount <= 11% of subtotal"));
  has("PL5108", pack("A: {give: gift G, cost: 1.00}, B: 5% off order", "gifts <= 1"),
      "no proposal has more than 1");
  hasnt("PL5108", pack("A: {give: gift G, cost: 1.00, repeat: 2}", "gifts <= 1"));
  // A gift out of the cart is a gift.
  hasnt("PL5108", pack("A: {give: gift MUG from cart, repeat: 2}", "gifts <= 1"));
  has("PL5108", pack("A: 5% off order, B: 4.00 off order", "offers of A <= 1"),
      "no proposal has more than 1");
  hasnt("PL5108", pack("A: 5% off order", "discount of tea <= 90% of list"));
  hasnt("PL5108", pack("A: 5% off order", "margin >= 0%"));
  hasnt("PL5108", pack("A: 5% off order", "price >= 0.01"));
  hasnt("PL5108", pack("A: 5% off order", "discount <= 50% of total"));
  const std::string books = "playbooks:\n  p:\n    offers: [A]\n    limits: [discount <= 5.00]\n";
  has("PL5108", open + facts + "offers: {A: 5.00 off order, B: 9.00 off order}\n" + books,
      "takes 5.00 at most");
  hasnt("PL5108", open + facts + "offers: {A: 5.01 off order, B: 9.00 off order}\n" + books);
}

TEST_CASE("analysis: limits that always refuse, of every measure") {
  const auto pack = [&](const std::string& offers, const std::string& limit) {
    return open + facts + "offers: {" + offers + "}\nlimits: ['" + limit + "']\n";
  };
  has("PL5109", pack("A: 5.00 off order", "discount <= 3.00"),
      "`discount <= 3.00` always refuses `A` (of goods of 3.01 or more each)");
  hasnt("PL5109", pack("A: 5.00 off order", "discount <= 5.00"));
  hasnt("PL5109", pack("A: 5.00 off tea", "discount <= 3.00"));
  has("PL5109", pack("A: 20% off order", "concession <= 10% of list"), "always refuses `A`");
  hasnt("PL5109", pack("A: '20% off order, at most 5.00'", "discount <= 10% of subtotal"));
  has("PL5109", pack("A: 5% off order", "offers <= 0"), "`offers <= 0` always refuses `A`");
  has("PL5109", pack("A: 5% off order", "uses of A per day <= 0"), "always refuses `A`");
  hasnt("PL5109", open + facts +
                      "offers: {A: 5% off order}\nlimits: [{limit: offers <= 0, id: l, else: "
                      "escalate to boss}]\n");
  has("PL5109",
      pack("A: {give: 20% off order, class: x}, B: 5% off order",
           "discount of class x <= 10% of subtotal"),
      "always refuses `A` where no other offer comes before it");
  has("PL5109",
      open + facts +
          "offers: {A: 20% off order}\nplaybooks: {p: {limits: [discount <= 10% of subtotal]}}\n",
      "always refuses `A` under `p`");
  hasnt("PL5109", open + facts +
                      "offers: {A: 20% off order}\nlimits: [{limit: discount <= 10% of subtotal, "
                      "when: vip}]\n");
  has("PL5109",
      open + facts +
          "offers: {A: {give: 20% off order, when: vip}}\nlimits: [{limit: discount "
          "<= 10% of subtotal, when: vip}]\n",
      "always refuses `A`");
}

TEST_CASE("analysis: offers that their own condition leads into a limit") {
  const auto pack = [&](const std::string& give, const std::string& limit) {
    return open + facts + "offers: {A: {give: '" + give +
           "', when: cart.subtotal >= 50}}\nlimits: ['" + limit + "']\n";
  };
  has("PL5112", pack("10.00 off order", "price >= 45.00"), "an order of 50.00 is enough for `A`");
  has("PL5112", pack("10.00 off order", "discount <= 15% of subtotal"),
      "an order of 50.00 is enough for `A`, and then `discount <= 15% of subtotal` refuses it");
  hasnt("PL5112", pack("7.50 off order", "discount <= 15% of subtotal"));
  has("PL5112", pack("20% off order, at most 9.00", "price >= 42.00"), "an order of 50.00");
  hasnt("PL5112", pack("20% off order, at most 8.00", "price >= 42.00"));
  hasnt("PL5112", pack("10.00 off order", "price >= 60.00"));
  hasnt("PL5112", pack("10.00 off tea", "price >= 45.00"));
  hasnt("PL5112", pack("10.00 off order", "price >= 45.00 else clamp"));
}

TEST_CASE("analysis: what an offer requires and can't have") {
  const auto pack = [&](const std::string& defaults, const std::string& a, const std::string& b,
                        const std::string& rules) {
    return head + "defaults: {stacking: " + defaults + "}\n" + facts +
           "offers: {A: {give: 5% off order, class: x" + a + "}, B: {give: 4.00 off order" + b +
           "}, C: {give: free shipping}}\nstacking: [" + rules + "]\n";
  };
  has("PL5105", pack("open", "", ", when: false", "A requires B"),
      "the condition of `B` is never true");
  has("PL5105", pack("closed", "", "", "A requires B"),
      "nothing permits `A` with `B`; add `A with B`");
  has("PL5105", pack("open", "", "", "A requires B, A excludes B"),
      "`A excludes B` forbids `A` with `B`");
  has("PL5105", pack("open", ", when: orders > 3", ", when: orders < 2", "A requires B"),
      "the conditions of `A` and `B` are never true together");
  has("PL5105", pack("open", "", "", "A requires class x"), "what it requires is only itself");
  hasnt("PL5105", pack("open", "", "", "A requires B"));
  has("PL5105", pack("closed", "", "", "'A requires one of B, C'"), "nothing permits");
  hasnt("PL5105", pack("closed", "", "", "'A requires one of B, C', A with C"));
  has("PL5105", pack("closed", "", "", "'A requires B, C', A with C, B with C"),
      "nothing permits `A` with `B`");
}

TEST_CASE("analysis: prohibitions and caps whose condition no offer meets") {
  const auto pack = [&](const std::string& rule) {
    return open + facts +
           "offers: {A: {give: 5% off order, class: x, when: orders < 2}, B: {give: 4.00 off "
           "order, class: "
           "x, when: orders < 3}}\nstacking: [{rule: '" +
           rule + "', id: r, when: orders > 5}]\n";
  };
  for (const std::string rule : {"A excludes B", "A alone", "A requires B", "A requires one of B",
                                 "at most 1 of class x", "at most 1 of any"}) {
    has("PL5108", pack(rule),
        "`" + rule + "` never binds: its condition is never true together with");
  }
  hasnt("PL5108",
        open + facts +
            "offers: {A: {give: 5% off order, class: x, repeat: 2}}\nstacking: [{rule: at most 1 "
            "of class x, id: r, when: orders > 5}]\n");
}

TEST_CASE("analysis: requirements in a circle, and facts nobody reads") {
  const std::string offers = "offers: {A: 5% off order, B: 4.00 off order, C: 3.00 off order}\n";
  has("PL5004", open + offers + "stacking: [A requires B, B requires A]\n", "");
  has("PL5004", open + offers + "stacking: [A requires B, B requires C, C requires A]\n", "");
  CHECK(findings("PL5004", open + offers + "stacking: [A requires B, B requires C]\n").count == 0);
  has("PL5001", open + "facts: {tags: {type: list, of: string}}\n" + offers,
      "nothing reads the fact `tags`");
  has("PL5001",
      open +
          "facts: {vip: {type: bool}}\noffers: {A: {give: 5% off order, when: 'false'}, B: 5% "
          "off order}\n",
      "nothing reads the fact `vip`");
}
