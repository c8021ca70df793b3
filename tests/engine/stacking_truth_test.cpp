// Rules about a pair under conditions that hold, don't, can't be known or fail: what the pair comes
// to, by `validate` and by `stackable`, and that withdrawing a fact never turns a leave into a no.
#include <string>
#include <vector>

#include "parley/engine/stackable.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

enum class leave : std::uint8_t { no, yes, unknown, error };
constexpr leave all[] = {leave::no, leave::yes, leave::unknown, leave::error};

/// A fact as an int: 1 / f == 1 holds for 1, doesn't for 2, and fails for 0.
std::string fact(const char* name, leave t) {
  switch (t) {
    case leave::no: return std::string(name) + ": 2\n";
    case leave::yes: return std::string(name) + ": 1\n";
    case leave::unknown: return "";
    case leave::error: return std::string(name) + ": 0\n";
  }
  return "";
}

std::string pack_with(const std::string& stacking, const std::string& rules) {
  return "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: " + stacking +
         "}\nfacts:\n  f: {type: int}\n  g: {type: int}\n"
         "offers:\n  A: {give: 1.00 off order, class: x}\n  B: {give: 2.00 off order, class: y}\n"
         "stacking:\n" +
         rules + "limits: [discount <= 90% of subtotal]\n";
}

/// What the pair comes to, by both questions; they have to agree.
leave pair(const pack& rules, leave f, leave g) {
  campaign c(rules, fact("f", f) + fact("g", g) +
                        "cart: {currency: USD, lines: [{sku: S, qty: 1, price: 97.31}]}\n");
  const decision& d = c.judge({"A", "B"});
  bool failed = false;
  for (const finding& found : d.findings) failed = failed || found.code == finding_code::rule_error;
  const leave judged = d.verdict == verdict::allow  ? leave::yes
                       : d.verdict == verdict::need ? leave::unknown
                       : failed                     ? leave::error
                                                    : leave::no;
  stackability s;
  const graph::index both[] = {c.offer("A"), c.offer("B")};
  stackable(c.rules, *c.facts, both, {}, c.memory, s);
  const leave asked = s.answer == stack_answer::yes       ? leave::yes
                      : s.answer == stack_answer::depends ? leave::unknown
                                                          : leave::no;
  CHECK(asked == (judged == leave::error ? leave::no : judged));
  return judged;
}

const std::string when_f = ", when: 1 / f == 1";
const std::string when_g = ", when: 1 / g == 1";

TEST_CASE("a permission of a closed pack holds as far as its condition") {
  const pack rules = pack_of(pack_with("closed", "  - {rule: A with B" + when_f + "}\n"));
  for (const leave f : all) {
    INFO(static_cast<int>(f));
    CHECK(pair(rules, f, leave::yes) == f);
  }
  // Two of them: the one that holds is enough; what can't be known beats what fails.
  const pack two =
      pack_of(pack_with("closed", "  - {rule: A with B" + when_f +
                                      "}\n  - {rule: class y with class x" + when_g + "}\n"));
  for (const leave f : all) {
    for (const leave g : all) {
      INFO(static_cast<int>(f) << " " << static_cast<int>(g));
      const auto any = [&](leave t) { return f == t || g == t; };
      CHECK(pair(two, f, g) == (any(leave::yes)       ? leave::yes
                                : any(leave::unknown) ? leave::unknown
                                : any(leave::error)   ? leave::error
                                                      : leave::no));
    }
  }
}

TEST_CASE("under mutual stacking both sides have to permit") {
  const pack rules = pack_of(pack_with(
      "mutual", "  - {rule: A with B" + when_f + "}\n  - {rule: B with any" + when_g + "}\n"));
  for (const leave f : all) {
    for (const leave g : all) {
      INFO(static_cast<int>(f) << " " << static_cast<int>(g));
      const auto any = [&](leave t) { return f == t || g == t; };
      const leave said = pair(rules, f, g);
      if (any(leave::no)) {
        CHECK(said == leave::no);
      } else if (any(leave::unknown)) {
        // What fails is a no already.
        CHECK((said == leave::unknown || (any(leave::error) && said == leave::error)));
      } else {
        CHECK(said == (any(leave::error) ? leave::error : leave::yes));
      }
    }
  }
}

TEST_CASE("a prohibition holds as far as its condition, and one that fails is a no") {
  for (const std::string rule : {"A excludes B", "B excludes class x", "A alone", "B alone",
                                 "at most 1 of any", "class x excludes class y"}) {
    const pack rules = pack_of(pack_with("open", "  - {rule: " + rule + when_f + "}\n"));
    for (const leave f : all) {
      INFO(rule << " " << static_cast<int>(f));
      const leave expected = f == leave::no        ? leave::yes
                             : f == leave::yes     ? leave::no
                             : f == leave::unknown ? leave::unknown
                                                   : leave::error;
      CHECK(pair(rules, f, leave::yes) == expected);
    }
  }
}

TEST_CASE("a permission lifts a prohibition surely, perhaps, or not at all") {
  const pack rules =
      pack_of(pack_with("open", "  - {rule: class x excludes class y, id: xy" + when_f +
                                    "}\n  - {rule: B with A, overrides: xy" + when_g + "}\n"));
  for (const leave f : all) {
    for (const leave g : all) {
      INFO(static_cast<int>(f) << " " << static_cast<int>(g));
      const leave said = pair(rules, f, g);
      if (f == leave::no || g == leave::yes) {
        CHECK(said == leave::yes);
      } else if (f == leave::unknown || g == leave::unknown) {
        CHECK(said == leave::unknown);
      } else {
        CHECK((said == leave::no || said == leave::error));
        CHECK((said == leave::error) == (f == leave::error));
      }
    }
  }
}

}  // namespace
}  // namespace parley::test
