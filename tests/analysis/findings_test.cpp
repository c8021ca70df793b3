// What the analysis says, code by code: the words, and that the witness is a test that passes.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "../packtest/bench.hpp"
#include "analysis/codes.hpp"
#include "parley/base/limits.hpp"
#include "parley/compiler/suppress.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "tiny_packs.hpp"

using namespace parley;
using namespace parley::test;

namespace {

const std::string head = "pack: p\nversion: 1\ncurrency: USD\n";
const std::string facts =
    "facts:\n  orders: {type: int, min: 0}\n  tier: {type: string, one_of: [bronze, silver, "
    "gold]}\n"
    "  vip: {type: bool}\n  share: {type: decimal, min: 0, max: 1}\n"
    "  seen: {type: int, optional: true}\n";

/// "line:column code message; help" of each finding with the code, and faults of its witness.
std::string found(const std::string& code, const std::string& text, bool witness = true) {
  const compilation made = compile_text("pack.yaml", text, {.analyse = true});
  std::string out;
  for (const diagnostic& d : made.found.items()) {
    if (d.severity == severity::error) out += "error: " + d.message + "\n";
    if (d.code != code) continue;
    if (d.at.known()) {
      const place at = made.sources[d.at.file].at(d.at.offset);
      out += std::to_string(at.line) + ":" + std::to_string(at.column) + " ";
    }
    out += d.message + (d.help.empty() ? "" : "; " + d.help) + "\n";
    if (d.witness.empty()) {
      if (witness) out += "no witness\n";
    } else {
      const std::string failures = test_bench(d.witness, text).failures();
      if (!failures.empty()) out += failures + d.witness;
    }
  }
  return out;
}

/// One offer under a condition.
std::string offer(const std::string& when) {
  return head + facts + "offers:\n  A: {give: 5% off order, when: '" + when + "'}\n";
}

std::string never(const std::string& when) {
  const std::string told = found("PL5102", offer(when));
  const std::size_t help = told.find("; ");
  return told.empty() ? told : told.substr(help + 2, told.size() - help - 3);
}

bool always(const std::string& when) {
  return found("PL5103", offer(when)).find("is always true") != std::string::npos;
}

}  // namespace

TEST_CASE("PL5102: conditions that contradict themselves") {
  CHECK(found("PL5102", offer("orders < 10 && orders > 20")) ==
        "11:34 the condition of `A` is never true: it can never be given; `orders < 10` and "
        "`orders > 20` are never true together\n");
  CHECK(never("orders < 0") == "no facts make it true; mend it, or drop the rule");
  CHECK(never("orders > 3 && orders < 4") ==
        "`orders > 3` and `orders < 4` are never true together");
  CHECK(never("share > 1") != "");
  CHECK(never("share > 0.5 && share < 0.6") == "");
  CHECK(never("tier == \"gold\" && tier == \"silver\"") != "");
  CHECK(never("tier != \"gold\" && tier != \"silver\" && tier != \"bronze\"") != "");
  CHECK(never("!(tier in [\"gold\", \"silver\", \"bronze\"])") != "");
  CHECK(never("vip && !vip") != "");
  CHECK(never("vip ? false : vip") != "");
  CHECK(never("vip ? orders < 3 : orders > 3") == "");
  CHECK(never("cart.subtotal < 0") != "");
  CHECK(never("cart.subtotal > 50 && cart.subtotal < 50.01") != "");
  CHECK(never("cart.subtotal > 50 && cart.subtotal < 50.02") == "");
  CHECK(never("cart.quantity > 3 && 4 > cart.quantity") != "");
  CHECK(never("has(seen) && !has(seen)") != "");
  CHECK(never("orders == 1 && 1 != orders") != "");
  CHECK(never("orders + 1 > 5 && orders + 1 < 5") != "");
  CHECK(never("orders + 1 > 5 && orders < 2") == "");  // of sums nothing is known
  CHECK(never("now < timestamp(\"2026-01-01T00:00:00Z\") && now > "
              "timestamp(\"2026-02-01T00:00:00Z\")") != "");
  CHECK(never("cart.currency == \"EUR\"") != "");
  CHECK(never("(orders < 10) == false && orders < 5") != "");
  CHECK(never("(orders < 10) != true && orders < 5") != "");
  CHECK(never("true == (orders < 10) && orders > 10") != "");
  CHECK(never("(orders < 10) == vip") == "");
  CHECK(never("false") != "");
  CHECK(never("1 > 2") != "");
  CHECK(never("true") == "");
}

TEST_CASE("PL5102: wherever a condition stands") {
  const std::string no = "orders < 1 && orders > 1";
  CHECK(found("PL5102", head + facts +
                            "selectors:\n  dear: line.price > 5 && line.price < 5\noffers:\n"
                            "  A: 5% off dear\n")
            .find("the selector `dear` is never true: it holds no line, ever") !=
        std::string::npos);
  CHECK(found("PL5102", head + facts +
                            "offers: {A: 5% off order, B: 4.00 off order}\nstacking:\n"
                            "  - {rule: A excludes B, id: x, when: " +
                            no + "}\n  - A with B\n")
            .find("the rule `x` is never true: it is never in force") != std::string::npos);
  CHECK(found("PL5102", head + facts +
                            "offers: {A: 5% off order}\nlimits:\n"
                            "  - {limit: discount <= 1.00, id: x, when: " +
                            no + "}\n")
            .find("the limit `x` is never true") != std::string::npos);
  CHECK(found("PL5102", head + facts + "offers: {A: 5% off order}\nhandoff: {to: human, when: " +
                            no + "}\nobligations: [{kind: log, text: t, when: " + no + "}]\n")
            .find("nobody ever takes over") != std::string::npos);
  CHECK(found("PL5102", head + facts +
                            "offers: {A: {give: 5% off order, obligations: [{kind: log, "
                            "text: t, when: " +
                            no + "}]}}\n")
            .find("the obligation `log` is never true: it never becomes due") != std::string::npos);
}

TEST_CASE("what earlier offers left is another amount for each offer") {
  CHECK(found("PL5107", head +
                            "offers:\n  A: {give: 10.00 off order, when: so_far.subtotal >= 50}\n"
                            "  B: {give: 5% off order, when: so_far.subtotal < 50}\n"
                            "stacking: [A with B]\n") == "");
}

TEST_CASE("PL5103: conditions that say no to nothing") {
  CHECK(found("PL5103", offer("orders >= 0")) ==
        "11:34 the condition of `A` is always true; drop it: it never says no, and only asks for "
        "facts to be known\n");
  CHECK(always("tier in [\"gold\", \"silver\", \"bronze\"]"));
  CHECK(always("vip || !vip"));
  CHECK(always("share <= 1"));
  CHECK_FALSE(always("orders > 0"));
  CHECK_FALSE(always("true"));
}

TEST_CASE("PL5104: parts that decide nothing") {
  CHECK(found("PL5104", offer("cart.subtotal >= 50 && cart.subtotal >= 20")) ==
        "11:57 `cart.subtotal >= 20` is true whenever the rest is; drop this part\n");
  CHECK(found("PL5104", offer("vip || orders < 0")) ==
        "11:41 `orders < 0` is never true; drop this part, or mend it\n");
  CHECK(found("PL5104", offer("orders > 5 || orders > 3")) ==
        "11:34 `orders > 5` adds nothing to `orders > 3`; drop this part\n");
  CHECK(found("PL5104", offer("orders >= 5 && share <= 1")) ==
        "11:49 `share <= 1` is always true; drop this part\n");
  CHECK(found("PL5104", offer("orders >= 0 && orders < 7")) ==
        "11:34 `orders >= 0` is always true; drop this part\n");
  CHECK(found("PL5104", offer("has(seen) && seen > 3")) == "");
  CHECK(found("PL5104", offer("orders > 5 && vip")) == "");
}

TEST_CASE("PL5105: what is required can't be there") {
  CHECK(found("PL5105", head +
                            "offers: {A: 5% off order, B: {give: gift G, cost: 1.00}}\nstacking:\n"
                            "  - A requires B\n  - A excludes B\n") ==
        "6:5 `A` can never be given: what it requires can't stand beside it; nothing permits `A` "
        "with `B`; add `A with B`\n");
  CHECK(found("PL5105", head + facts +
                            "offers:\n  A: {give: 5% off order, when: vip}\n"
                            "  B: {give: 4% off order, when: '!vip'}\n"
                            "stacking: [A with B, A requires one of B]\n")
            .find("the conditions of `A` and `B` are never true together") != std::string::npos);
  CHECK(found("PL5105", head + "offers: {A: 5% off order, B: 4% off order}\nstacking:\n"
                               "  - A requires B\n  - A with B\n") == "");
}

TEST_CASE("PL5105: nobody is company to itself") {
  const std::string offers = "offers:\n  A: {give: 5% off order, class: x}\n  B: 4.00 off order\n";
  CHECK(found("PL5105", head + offers + "stacking:\n  - A requires class x\n") ==
        "8:5 `A` can never be given: what it requires is only itself; name another offer, or a "
        "class that holds others\n");
  CHECK(found("PL5105",
              head + offers + "stacking:\n  - A requires one of class x, B\n  - A with B") == "");
  CHECK(found("PL5105", head + offers + "classes: [y]\nstacking:\n  - A requires class y\n") == "");
}

TEST_CASE("PL5106: permissions that come to nothing") {
  const std::string offers = "offers:\n  A: {give: 5% off order, class: x}\n  B: 4.00 off order\n";
  CHECK(
      found("PL5106", head + offers + "stacking:\n  - A with B\n  - class x alone\n") ==
      "8:5 the permission `A with B` comes to nothing; `class x alone` always forbids it; drop one "
      "of the two, or say `overrides: x-alone`\n");
  CHECK(found("PL5106", head + offers +
                            "stacking:\n  - {rule: A with B, overrides: x-alone}\n"
                            "  - class x alone\n") == "");
  CHECK(found("PL5106", head + facts + offers +
                            "stacking:\n  - A with B\n  - {rule: A excludes B, when: vip}\n") ==
        "");
  CHECK(
      found("PL5106",
            head + facts + offers +
                "stacking:\n  - {rule: A with B, when: vip}\n  - {rule: A excludes B, when: vip || "
                "orders > 3}\n")
          .find("comes to nothing") != std::string::npos);
}

TEST_CASE("PL5107: an offer that goes with nothing") {
  CHECK(
      found("PL5107", head + facts +
                          "offers:\n  A: {give: 5% off order, class: x, when: tier == \"gold\"}\n"
                          "  B: {give: 4.00 off order, when: tier == \"silver\"}\n"
                          "  C: {give: 3.00 off order, class: x}\n  D: 2.00 off order\nstacking:\n"
                          "  - class x with B\n  - class x with class x\n  - at most 1 of class x\n"
                          "  - B with C\n  - C with D\n")
          .find("`A` can never be combined with anything, although the pack permits it") !=
      std::string::npos);
}

TEST_CASE("PL5108: limits and prohibitions that never bind") {
  const std::string two =
      "defaults: {stacking: open}\noffers: {A: 5% off order, B: 10% off order}\n";
  CHECK(found("PL5108", head + two + "limits: [discount <= 40% of subtotal]\n") ==
        "6:10 `discount <= 40% of subtotal` never binds: what may be combined takes 15% at most of "
        "goods of 0.08 or more each; tighten it, or drop it\n");
  CHECK(found("PL5108", head + two + "limits: [discount <= 14% of subtotal]\n") == "");
  CHECK(
      found("PL5108", head + two + "limits: [offers <= 2]\n").find("no proposal has more than 2") !=
      std::string::npos);
  CHECK(found("PL5108", head + two + "limits: [offers <= 1]\n") == "");
  CHECK(found("PL5108", head + two + "limits: [price >= 0.00]\n")
            .find("prices never go below zero") != std::string::npos);
  CHECK(
      found("PL5108", head + facts +
                          "offers:\n  A: {give: 5% off order, when: orders == 0}\n"
                          "limits:\n  - {limit: discount of A <= 1.00, id: x, when: orders > 3}\n")
          .find("its condition is never true together with that of `A`") != std::string::npos);
  CHECK(found("PL5108", head + facts +
                            "defaults: {stacking: open}\noffers:\n"
                            "  A: {give: 5% off order, when: orders == 0}\n  B: 4.00 off order\n"
                            "stacking:\n  - {rule: A excludes B, id: x, when: orders > 3}\n")
            .find("its condition is never true together with those of `A` and `B`") !=
        std::string::npos);
  CHECK(found("PL5108", head +
                            "offers: {A: {give: 5% off order, class: x}, B: {give: 4% off order, "
                            "class: x}}\nstacking: [A excludes B, at most 2 of class x]\n")
            .find("no proposal can have more than 1") != std::string::npos);
}

TEST_CASE("PL5108: a limit whose condition no offer's meets") {
  const std::string low = head + facts + "offers:\n  A: {give: 10% off order, when: orders < 10}\n";
  for (const std::string limit : {"discount <= 1% of subtotal", "margin >= 50%",
                                  "price per unit >= 5.00", "discount of A <= 1.00"}) {
    INFO(limit);
    CHECK(found("PL5108", low + "limits: [{limit: " + limit + ", when: orders > 20}]\n")
              .find("its condition is never true together with that of `A`; mend") !=
          std::string::npos);
    CHECK(found("PL5108", low + "limits: [{limit: " + limit + ", when: orders > 8}]\n") == "");
  }
  CHECK(found("PL5108", low + "playbooks: {p: {offers: [A], limits: [{limit: discount <= 5% of "
                              "subtotal, when: orders > 20}]}}\n")
            .find("never binds") != std::string::npos);
}

TEST_CASE("PL5109: limits that always refuse") {
  CHECK(found("PL5109",
              head + "offers: {A: {give: 20% off order, class: x}}\nlimits:\n"
                     "  - uses of A per customer <= 0\n  - uses of class x per day <= 0\n") ==
        "6:5 `uses of A per customer <= 0` always refuses `A`; loosen the limit, or drop `A`\n"
        "7:5 `uses of class x per day <= 0` always refuses `A`; loosen the limit, or drop `A`\n");
  CHECK(found("PL5109", head + "offers: {A: 20% off order}\nlimits: [discount <= 0.00]\n") ==
        "5:10 `discount <= 0.00` always refuses `A` (of goods of 0.06 or more each); loosen the "
        "limit, or drop `A`\n");
  CHECK(found("PL5109",
              head + "offers: {A: 20% off order}\nlimits: [discount <= 15% of subtotal]\n") ==
        "5:10 `discount <= 15% of subtotal` always refuses `A` (of goods of 0.21 or more each); "
        "loosen the limit, or drop `A`\n");
  CHECK(found("PL5109", head + "offers: {A: {give: gift G, cost: 1.00}}\nlimits: [gifts <= 0]\n") !=
        "");
  CHECK(
      found(
          "PL5109",
          head +
              "offers: {A: 10%..20% step 1% off order}\nlimits: [discount <= 15% of subtotal]\n") ==
      "");
  // A floor that clamps may leave less than what the limit refuses.
  CHECK(found("PL5109", head +
                            "offers: {A: 20% off order}\nlimits:\n  - discount <= 15% of subtotal\n"
                            "  - price >= 90.00 else clamp\n") == "");
}

TEST_CASE("PL5110 and PL5111: rules another covers, rules said twice") {
  const std::string offers =
      "offers:\n  A: {give: 5% off order, class: x}\n  B: {give: 4.00 off order, class: y}\n";
  CHECK(
      found("PL5110", head + offers + "stacking:\n  - class x with any\n  - A with B\n") ==
      "9:5 `A with B` changes nothing: `class x with any` covers it; drop it, or narrow the other "
      "rule\n");
  CHECK(found("PL5110", head + facts + offers +
                            "stacking:\n  - {rule: class x with any, when: vip}\n  - A with B\n") ==
        "");
  CHECK(found("PL5110", head + facts + offers +
                            "stacking:\n  - {rule: class x with any, when: orders > 3}\n"
                            "  - {rule: A with B, when: orders > 5}\n") != "");
  CHECK(found("PL5110", head + offers +
                            "stacking: [A with B]\nlimits:\n  - discount <= 3%  of subtotal\n"
                            "  - discount of A <= 4% of subtotal\n")
            .find("never decides anything: `discount <= 3%  of subtotal` is tighter") !=
        std::string::npos);
  CHECK(found("PL5111", head + offers + "stacking:\n  - A with B\n  - B with A\n") ==
        "9:5 `B with A` says again what `A with B` says; drop one of them\n");
  CHECK(found("PL5111", head + offers +
                            "stacking: [A with B]\nlimits:\n  - discount <= 4% of subtotal\n"
                            "  - discount <= 4% of subtotal\n")
            .find("says again") != std::string::npos);
}

TEST_CASE("PL5112: an offer at odds with its own condition") {
  CHECK(found("PL5112", head + "offers: {TEN: {give: 10.00 off order, when: cart.subtotal >= 50}}\n"
                               "limits: [price >= 45.00]\n")
            .find("an order of 50.00 is enough for `TEN`, and then `price >= 45.00` refuses it") !=
        std::string::npos);
  CHECK(found("PL5112", head + "offers: {TEN: {give: 10.00 off order, when: cart.subtotal >= 55}}\n"
                               "limits: [price >= 45.00]\n") == "");
}

TEST_CASE("PL5113: prohibitions that wait for what nobody asks for") {
  const std::string offers = "offers: {A: 5% off order, B: 4.00 off order}\n";
  const std::string rule = "stacking:\n  - A with B\n  - {rule: A excludes B, when: vip}\n";
  CHECK(found("PL5113", head + facts + offers + rule)
            .find("`A excludes B` waits for `vip`, and nothing asks for it") != std::string::npos);
  CHECK(found("PL5113", head + facts + offers + rule + "playbooks: {p: {needs: [vip]}}\n") == "");
  CHECK(found("PL5113", head + "facts: {vip: {type: bool, default: false}}\n" + offers + rule) ==
        "");
  const std::string limit = "limits: [{limit: discount <= 1.00, id: x, when: vip}]\n";
  CHECK(found("PL5113", head + facts + offers + limit) == "");
  CHECK(found("PL5113", head + facts + offers + limit + "playbooks: {p: {needs: [orders]}}\n") !=
        "");
}

TEST_CASE("PL5114: steps nothing would permit") {
  CHECK(
      found("PL5114", head +
                          "offers: {H: 1%..20% step 1% off order, G: {give: gift G, cost: 1.00}}\n"
                          "limits: [discount <= 12% of subtotal]\n"
                          "negotiation: {ladder: [H 5%, H 5% + G, H 15%]}\n")
          .find(
              "the step `H 15%` can never be offered: `discount <= 12% of subtotal` refuses it") !=
      std::string::npos);
  CHECK(found("PL5114",
              head + "offers: {H: 1%..20% step 1% off order, G: {give: gift G, cost: 1.00}}\n"
                     "negotiation: {ladder: [H 5%, H 5% + G]}\n")
            .find("nothing permits `H` with `G`") != std::string::npos);
}

TEST_CASE("PL5115: offers that their playbook rules out") {
  CHECK(found("PL5115", head + facts +
                            "offers: {A: {give: 5% off order, when: '!has(seen)'}}\n"
                            "playbooks: {p: {offers: [A], needs: [seen]}}\n")
            .find("the playbook `p` lists `A`, which can never be promised under it") !=
        std::string::npos);
  CHECK(found("PL5115", head + facts +
                            "offers: {A: {give: 5% off order, when: intent == \"q\"}}\n"
                            "playbooks: {p: {offers: [A]}, q: {offers: [A]}}\n")
            .find("lists `A`") != std::string::npos);
}

TEST_CASE("PL5116: what is too much is said") {
  const auto alternatives = [](std::size_t count) {
    std::string when = "orders == 0";
    for (std::size_t i = 1; i < count; ++i) when += " || orders == " + std::to_string(i);
    return found("PL5116", offer(when), false);
  };
  CHECK(alternatives(caps::analysis_boxes) == "");
  CHECK(alternatives(caps::analysis_boxes + 1) ==
        "11:34 the analysis doesn't cover all of the pack: a condition of more than 64 cases was "
        "left "
        "alone; what was found holds; nothing is said of the rest\n");
  const analysed whole(offer("orders < 1 && orders > 1"));
  CHECK(whole.told().find("PL5102") != std::string::npos);
  CHECK(whole.told().find("PL5116") == std::string::npos);
  diagnostics said;
  analysis::analyse(*whole.checked, *whole.compiled, whole.loaded.sources, said, nullptr, 0);
  REQUIRE(said.items().size() == 1);
  CHECK(said.items()[0].severity == severity::note);
  CHECK(said.items()[0].message ==
        "the analysis doesn't cover all of the pack: it ended after 0 comparisons");
  STATIC_REQUIRE(caps::analysis_steps == 4'000'000);
}

TEST_CASE("so many findings get a witness") {
  std::string text = head + facts + "offers:\n";
  for (std::size_t i = 0; i <= caps::analysis_witnesses; ++i)
    text += "  A" + std::to_string(i) + ": {give: 5% off order, when: orders < 0}\n";
  const compilation made = compile_text("pack.yaml", text, {.analyse = true});
  std::size_t told = 0;
  std::size_t shown = 0;
  for (const diagnostic& d : made.found.items()) {
    if (d.code != "PL5102") continue;
    ++told;
    if (!d.witness.empty()) ++shown;
  }
  CHECK(told == caps::analysis_witnesses + 1);
  CHECK(shown == caps::analysis_witnesses);
}

TEST_CASE("a thousand offers are analysed in whole, on a quarter of the steps") {
  test::random any(7);
  const auto number = [&](int most) { return std::to_string(any.between(1, most)); };
  std::string text =
      head +
      "facts:\n  orders: {type: int, min: 0}\n  tier: {type: string, one_of: [a, b, c]}\n"
      "offers:\n";
  for (int i = 0; i < 1000; ++i) {
    const bool ship = any.chance(20);
    text += "  O" + std::to_string(i) +
            ": {give: " + (ship ? "free shipping" : number(15) + "% off order") + ", class: [" +
            (ship ? "shipping" : "order") + ", g" + std::to_string(i % 40) +
            "], when: 'orders >= " + number(20) +
            (any.chance(50) ? " && tier == \"a\"" : " && cart.subtotal >= " + number(200)) +
            "', rank: " + std::to_string(i) + "}\n";
  }
  text += "stacking:\n  - class order with class shipping\n  - class order with class order\n";
  for (int i = 0; i < 40; ++i) text += "  - at most 1 of class g" + std::to_string(i) + "\n";
  for (int i = 0; i < 200; ++i)
    text += "  - O" + std::to_string(any.between(0, 499)) + " excludes O" +
            std::to_string(any.between(500, 999)) + "\n";
  text += "limits:\n  - concession <= 40% of subtotal\n  - discount <= 35% of subtotal\n";
  for (int i = 0; i < 40; ++i)
    text += "  - discount of class g" + std::to_string(i) + " <= " + number(30) + "% of subtotal\n";
  const analysed it(text);
  REQUIRE(it.compiled);
  diagnostics said;
  analysis::analyse(*it.checked, *it.compiled, it.loaded.sources, said, nullptr,
                    caps::analysis_steps / 4);
  CHECK(said.items().size() > 10);
  for (const diagnostic& d : said.items()) CHECK(d.code != "PL5116");
}

TEST_CASE("PL5101: offers that are never there together have no order") {
  const std::string rest =
      "  B: {give: 5.00 off order, when: orders > 0}\ndefaults: {stacking: open}\n";
  CHECK(found("PL5101", head + facts + "offers:\n  A: {give: 5% off order, when: orders == 0}\n" +
                            rest) == "");
  CHECK(found("PL5101", head + facts + "offers:\n  A: {give: 5% off order, when: orders >= 0}\n" +
                            rest) != "");
}

TEST_CASE("the example packs come to something in all they say, or say why not") {
  std::size_t packs = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(source_dir() + "/rules-examples")) {
    const std::string path = entry.path().string();
    if (entry.path().extension() != ".yaml" || entry.path().filename() == "bad.yaml") continue;
    std::ifstream in(path);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    if (("\n" + text).find("\npack: ") == std::string::npos || path.ends_with("_test.yaml"))
      continue;
    compilation made = compile_file(path, {.analyse = true});
    static_cast<void>(suppress(made.sources, made.found, {}));
    ++packs;
    for (const diagnostic& d : made.found.items())
      CHECK(path + " " + d.code + " " + d.message == "");
  }
  CHECK(packs >= 11);
}
