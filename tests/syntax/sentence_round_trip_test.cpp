// Sentences put together from parts, many of them nonsense: each is refused in words, or means the
// same when it is printed and read again.
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sentence_support.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::syntax::test {
namespace {

using words = std::vector<std::string_view>;

constexpr std::size_t tries = 4'000;

/// One of them, each as likely as the others.
std::string_view one_of(parley::test::random& dice, const words& from) {
  return from[dice.below(from.size())];
}

const words amounts = {"10%",
                       "0.5%",
                       "250bp",
                       "100%",
                       "5.00",
                       "5",
                       "0.01",
                       "5USD",
                       "5.00USD",
                       "1%..12% step 1%",
                       "1.00..5.00 step 0.50",
                       "3",
                       "0",
                       "-5",
                       "100..500 step 100"};
const words targets = {"order",   "tea", "a-b.c",    "sku TEA-1", "sku \"odd one\"",
                       "class c", "any", "shipping", "HAGGLE",    "sku 'x'"};

/// The parts of a form: `A` an amount, `T` a target, `N` a number, `M` methods.
std::string filled(parley::test::random& dice, std::string_view form) {
  std::string made;
  for (const char c : form) {
    switch (c) {
      case 'A': made += one_of(dice, amounts); break;
      case 'T': made += one_of(dice, targets); break;
      case 'N': made += one_of(dice, {"1", "2", "3", "10", "0"}); break;
      case 'O': made += one_of(dice, {"1st", "2nd", "3rd", "4th", "11th", "22nd", "113th"}); break;
      case 'M': made += one_of(dice, {"standard", "standard or express", "\"next day\""}); break;
      default: made += c;
    }
  }
  return made;
}

/// What a sentence comes to; fails where it means something else when it is printed.
template <typename Parse>
bool holds(Parse parse, const std::string& sentence) {
  const std::string made = outcome(parse, sentence);
  INFO(sentence << "\n" << made);
  CHECK_FALSE(made.starts_with("canonical"));
  CHECK_FALSE(made.starts_with("nothing"));
  CHECK_FALSE(made.starts_with("a value and faults"));
  return made.find(" PL") == std::string::npos;
}

}  // namespace

TEST_CASE("effects mean the same when they are printed") {
  const words forms = {"A off T",
                       "A off T across",
                       "A off each T",
                       "A each off T",
                       "T at A each",
                       "A each for T",
                       "N T for A",
                       "N of T for A",
                       "bundle N T + T for A",
                       "bundle T + N T + sku Z for A",
                       "buy N get N free of T",
                       "buy N get N A off of T",
                       "buy N T get N T free",
                       "buy N T get N T A off",
                       "N for the price of N of T",
                       "A off every O T",
                       "A off the O T",
                       "A off the cheapest T",
                       "A off the N dearest T",
                       "A from N, A from N off T",
                       "A each from N, A each from N off T",
                       "T at A each from N, A from N",
                       "A off per A of T",
                       "match rival.price on T",
                       "match rival.price on T, at least A",
                       "match rival.price on T, less A",
                       "free shipping",
                       "free shipping by M",
                       "A off shipping by M",
                       "shipping for A",
                       "shipping upgrade to M",
                       "gift SKU-1",
                       "gift SKU-1 from cart",
                       "concession points A",
                       "concession returns-60-days"};
  const words endings = {" up to A",  ", at most A", " up to A each", " at most N times",
                         " dearest",  " cheapest",   " per group",    " by step",
                         " by spend", " by lines",   " by quantity",  " by spend step",
                         " by M"};
  parley::test::random dice(1);
  std::size_t sound = 0;
  for (std::size_t i = 0; i < 2 * tries; ++i) {
    std::string sentence = filled(dice, one_of(dice, forms));
    // Goods and shipping are told apart when the pack is checked (PL4015), not here.
    const bool each = sentence.find("each") != std::string::npos;
    if (each && sentence.find("shipping") != std::string::npos) continue;
    if (dice.chance(40)) sentence += filled(dice, one_of(dice, endings));
    if (dice.chance(20)) sentence += filled(dice, one_of(dice, endings));
    sound += holds(parse_effect, sentence);
  }
  CHECK(sound > tries / 8);
}

TEST_CASE("limits mean the same when they are printed") {
  const words measures = {"discount", "concession", "margin", "price", "offers",
                          "gifts",    "uses",       "spend",  "rounds"};
  const words scopes = {"",
                        "",
                        " per unit",
                        " per line",
                        " per order",
                        " per customer",
                        " per day",
                        " per 30d",
                        " per week",
                        " per month",
                        " per campaign",
                        " per customer per day",
                        " per conversation"};
  const words bounds = {"A",
                        "A",
                        "A of subtotal",
                        "A of list",
                        "A of total",
                        "line.cost * 1.2",
                        "rival.price",
                        "10% of customer.spent",
                        "(1 + 2)",
                        "a ? 5.00USD : b"};
  const words endings = {"",
                         "",
                         " else deny",
                         " else clamp",
                         " else redistribute",
                         " else escalate to boss",
                         " else escalate to a-b.c"};
  parley::test::random dice(2);
  std::size_t sound = 0;
  for (std::size_t i = 0; i < tries; ++i) {
    std::string sentence(one_of(dice, measures));
    if (dice.chance(60)) sentence += " of " + std::string(one_of(dice, targets));
    sentence += one_of(dice, scopes);
    sentence += dice.chance(50) ? " <= " : " >= ";
    sentence += filled(dice, one_of(dice, bounds));
    sentence += one_of(dice, endings);
    sound += holds(parse_limit, sentence);
  }
  CHECK(sound > tries / 3);
}

TEST_CASE("stacking rules and ladder steps mean the same when they are printed") {
  const words subjects = {"A", "a-b.c", "class c", "class c-d", "any", "HAGGLE"};
  const words forms = {
      "S with S",       "S with S, S",       "S excludes S",           "S alone",
      "S requires S",   "S requires S, S",   "S requires one of S, S", "S before S",
      "at most N of S", "at most N of S, S", "lanes of S, S",          "S"};
  parley::test::random dice(3);
  std::size_t sound = 0;
  for (std::size_t i = 0; i < tries; ++i) {
    std::string sentence;
    for (const char c : one_of(dice, forms)) {
      if (c == 'S') {
        sentence += one_of(dice, subjects);
      } else if (c == 'N') {
        sentence += one_of(dice, {"0", "1", "2", "100"});
      } else {
        sentence += c;
      }
    }
    sound += holds(parse_stacking, sentence);
    std::string step;
    const std::size_t parts = 1 + dice.below(3);
    for (std::size_t k = 0; k < parts; ++k) {
      if (k > 0) step += " + ";
      step += one_of(dice, subjects);
      if (dice.chance(50)) step += " " + std::string(one_of(dice, amounts));
    }
    diagnostics found;
    if (const auto first = parsed(parse_step, step, found)) {
      INFO(step);
      const std::string printed = print(*first);
      const auto second = parsed(parse_step, printed, found);
      REQUIRE(second);
      CHECK(print(*second) == printed);
    }
  }
  CHECK(sound > tries / 3);
}

}  // namespace parley::syntax::test
