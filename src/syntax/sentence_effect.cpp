// The grammar of effects: what may stand after `give:`.
#include "syntax/effect_grammar.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/sentence_run.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax {
namespace {

using role = effect_role;
using lexemes::expected;
using lexemes::shape;
using word = lexemes::keyword<role>;
using sign = lexemes::mark<role>;
using piece = lexemes::piece<role>;
namespace x3 = boost::spirit::x3;

constexpr std::string_view forms =
    "effects read `10% off TARGET`, `5.00 off each TARGET`, `TARGET at 9.99 each`, `3 TARGET for "
    "25.00`, "
    "`buy 2 get 1 free of TARGET`, `50% off the 2nd TARGET`, `free shipping`, `gift SKU` ...; "
    "TARGET is `order`, "
    "a selector or `sku CODE`";

constexpr std::string_view vocabulary[] = {
    "free", "shipping", "upgrade",  "gift",     "match",   "concession", "bundle", "buy",  "get",
    "off",  "each",     "every",    "cheapest", "dearest", "across",     "order",  "for",  "price",
    "from", "group",    "quantity", "spend",    "lines",   "most",       "times",  "step", "per",
    "the",  "with",     "class",    "least",    "cart",    "less"};

constexpr sentence_family family{codes::effect_sentence, forms, vocabulary};

constexpr piece amount_of(role r) {
  return {r, shape::number, "an amount"};
}
constexpr piece whole(role r) {
  return {r, shape::whole, "a whole number"};
}
constexpr piece code_of(std::string_view what) {
  return {role::text, shape::code, what};
}

/// The parts that several sentences share, built once.
auto target_grammar() {
  const piece code{role::target_sku, shape::code, "a SKU"};
  const piece name{role::target, shape::name, "a target"};
  const piece label{role::target_class, shape::label, "the name of a class"};
  return expected("a target (`order`, a selector, `sku CODE`)",
                  (word("sku") > code) | (word("SKU") > code) | (word("class") > label) | name);
}

auto parameter_grammar() {
  return amount_of(role::value) >> -(sign("..") > amount_of(role::value_to)) >>
         -(word("step") > amount_of(role::step));
}

/// A further tier: `, 10% from 10`, `, 10%..15% step 1% from 10`.
auto next_tier_grammar() {
  return sign(",") > amount_of(role::tier_value) > -(sign("..") > amount_of(role::tier_value_to)) >
         -(word("step") > amount_of(role::tier_step)) > -word("each") > word("from") >
         amount_of(role::tier_from);
}

/// `by standard`, `by standard or express`.
auto method_grammar() {
  const piece method{role::method, shape::code, "a shipping method"};
  return -(word("by") > method > *((word("or") | word("and")) > method));
}

/// `by quantity`, `by spend`, `by lines`, `by step`, `by spend step`.
auto tiers_by_grammar() {
  return -(word("by") >
           expected("`quantity`, `spend`, `lines` or `step`",
                    word(role::by_step, "step") |
                        ((word(role::by_quantity, "quantity") | word(role::by_spend, "spend") |
                          word(role::by_lines, "lines")) > -word(role::by_step, "step"))));
}

/// `, at most 50.00`, `up to 50.00 each`, `at least 5.00`, `less 2%`, `at most 3 times`,
/// `cheapest`, `per group`, `across`.
auto option_grammar() {
  const auto most =
      word("most") > amount_of(role::cap) >
      -(word(role::times, "times") | word(role::times, "time") | word(role::cap_each, "each"));
  const auto bound =
      word("at") > expected("`most` or `least`", most | (word("least") > amount_of(role::least)));
  const auto less = word(role::less, "less") > expected("an amount", parameter_grammar());
  const auto up_to = word("up") > word("to") > amount_of(role::cap) > -word(role::cap_each, "each");
  return *(-sign(",") >>
           (bound | less | up_to | word(role::cheapest, "cheapest") |
            word(role::dearest, "dearest") | (word(role::per_group, "per") > word("group")) |
            word(role::across, "across")));
}

/// What follows `10% off`.
auto off_grammar() {
  const auto target = target_grammar();
  const piece ordinal{role::ordinal, shape::ordinal, "an ordinal such as `2nd`"};
  const auto which = word(role::cheapest, "cheapest") | word(role::dearest, "dearest");
  const auto pick = ((whole(role::count) > expected("`cheapest` or `dearest`", which)) | which) >
                    -word("of") > target;
  const auto shipping = word(role::shipping_off, "shipping") > method_grammar();
  const auto per_spend =
      word(role::per_spend, "per") > amount_of(role::threshold) > word("of") > target;
  const auto nth = expected("an ordinal such as `2nd`", ordinal > target);
  return expected("a target (`order`, a selector, `sku CODE`)",
                  (word(role::off_each, "each") > target) | (word("every") > nth) |
                      (word("the") > expected("`2nd`, `cheapest` or `dearest`", nth | pick)) |
                      pick | per_spend | shipping | target);
}

/// Sentences that start with an amount.
auto amount_led_grammar() {
  const auto target = target_grammar();
  const auto tiers_of = [&](const auto& first) {
    return first > amount_of(role::tier_from) > *next_tier_grammar() > word("off") > target >
           tiers_by_grammar();
  };
  const auto each = word("each") > expected("`off`, `for` or `from`",
                                            (word(role::off_each, "off") > target) |
                                                (word(role::unit_price, "for") > target) |
                                                tiers_of(word(role::tier_each, "from")));
  const auto tiers = tiers_of(word(role::tiers, "from"));
  return parameter_grammar() > expected("`off`, `each` or `from`",
                                        (word(role::off, "off") > off_grammar()) | each | tiers);
}

/// Sentences that start with a count: `3 tea for 25.00`, `3 for the price of 2`.
auto count_led_grammar() {
  const auto target = target_grammar();
  const auto not_an_amount =
      !(word("off") | word("each") | word("from") | word("step") | sign("..") | sign(","));
  const auto price_of = word(role::price_of, "for") > word("the") > word("price") > word("of") >
                        whole(role::paid) > -(word("of") > target);
  const auto set_price = (-word("of") >> target) > word(role::set_price, "for") >
                         expected("an amount", parameter_grammar());
  return (whole(role::count) >> not_an_amount) >
         expected("a target, or `for the price of`", price_of | set_price);
}

/// `buy 2 get 1 free of tea`, `buy 2 tea get 1 mug 50% off`.
auto buy_grammar() {
  const auto target = target_grammar();
  const piece code{role::got_sku, shape::code, "a SKU"};
  const piece name{role::got_target, shape::name, "a target"};
  const auto got = expected("a target", (word("sku") > code) | (word("SKU") > code) | name);
  const auto option =
      word("cheapest") | word("dearest") | word("per") | word("at") | word("up") | word("across");
  const auto units = expected("`free`, or a reduction such as `50% off`",
                              word(role::free_units, "free") | (parameter_grammar() > word("off")));
  const auto of_one = whole(role::get) > units > -((word("of") > target) | (!option >> target));
  const auto of_two =
      whole(role::get) > ((units > -((word("of") > got) | (!option >> got))) | (got > units));
  return word(role::buy_get, "buy") > whole(role::buy) >
         expected("`get`",
                  (word("get") > expected("a whole number", of_one)) |
                      ((-word("of") >> target) > word("get") > expected("a whole number", of_two)));
}

auto bundle_grammar() {
  const auto target = target_grammar();
  const auto part = expected("a part such as `2 tea` or `sku CODE`",
                             -whole(role::part_count) >> -word("of") >> target);
  return word(role::bundle, "bundle") > part > *(sign("+") > part) > word("for") >
         expected("an amount", parameter_grammar());
}

/// Sentences about shipping and things that aren't prices.
auto other_grammar() {
  const auto target = target_grammar();
  const auto method = code_of("a shipping method");
  const auto free_shipping =
      word(role::free_shipping, "free") > word("shipping") > method_grammar();
  const auto shipping =
      word("shipping") > expected("`for` or `upgrade`",
                                  (word(role::shipping_price, "for") >
                                   expected("an amount", parameter_grammar()) > method_grammar()) |
                                      (word(role::upgrade, "upgrade") > word("to") > method));
  const auto gift = word(role::gift, "gift") > code_of("the SKU of the gift") >
                    -(word("from") > word(role::from_cart, "cart"));
  const auto match =
      word(role::match, "match") >
      lexemes::extent<role>(role::expression, "on", "a fact or an expression to match") >
      word("on") > target;
  const auto perk =
      word(role::perk, "concession") > code_of("the name of a concession") > -parameter_grammar();
  return free_shipping | shipping | gift | match | perk;
}

auto unit_price_grammar() {
  const auto tiers = word(role::tier_price, "from") > amount_of(role::tier_from) >
                     *next_tier_grammar() > tiers_by_grammar();
  return (target_grammar() >> word(role::unit_price, "at")) >
         expected("an amount", parameter_grammar()) > word("each") > -tiers;
}

auto effect_grammar() {
  const auto sentence = other_grammar() | bundle_grammar() | buy_grammar() | count_led_grammar() |
                        amount_led_grammar() | unit_price_grammar();
  return (sentence >> option_grammar()) > expected(end_of_sentence, x3::eoi);
}

}  // namespace

std::optional<effect> parse_effect(const phrase& sentence, diagnostics& found) {
  static const auto grammar = effect_grammar();
  const auto leaves = run<role>(grammar, "an effect", sentence, family, found);
  if (!leaves) return std::nullopt;
  std::vector<effect_leaf> plain;
  for (const auto& l : *leaves) {
    const auto offset = static_cast<std::size_t>(l.begin - sentence.text.data());
    plain.push_back({l.role, l.text(), sentence.place(offset, l.text().size()), offset});
  }
  return lower_effect(sentence, plain, found);
}

}  // namespace parley::syntax
