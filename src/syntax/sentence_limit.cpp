// The grammar of limits: `MEASURE [of TARGET] [per SCOPE] <= | >= AMOUNT [else ...]`.
#include <fmt/format.h>

#include "syntax/amount_text.hpp"
#include "syntax/condition_parser.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/sentence_run.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax {
namespace {

enum class role : std::uint8_t {
  discount,
  concession,
  margin,
  price,
  offers,
  gifts,
  uses,
  spend,
  rounds,
  target,
  target_sku,
  target_class,
  scope,
  at_most,
  at_least,
  amount,
  of_list,
  of_subtotal,
  of_total,
  of_expression,
  expression,
  deny,
  clamp,
  redistribute,
  escalate,
  approver
};

using lexemes::expected;
using lexemes::shape;
using word = lexemes::keyword<role>;
using sign = lexemes::mark<role>;
using piece = lexemes::piece<role>;
using extent = lexemes::extent<role>;
namespace x3 = boost::spirit::x3;

constexpr std::string_view forms =
    "a limit reads `MEASURE [of TARGET] [per SCOPE] <= AMOUNT` (or `>=`), and may end in `else "
    "deny | clamp | "
    "redistribute | escalate to ROLE`";
constexpr std::string_view vocabulary[] = {
    "discount", "concession", "margin", "price",    "offers",       "gifts",
    "uses",     "spend",      "rounds", "list",     "total",        "subtotal",
    "unit",     "line",       "order",  "customer", "conversation", "campaign",
    "day",      "week",       "month",  "year",     "class",        "per",
    "of",       "else",       "deny",   "clamp",    "redistribute", "escalate"};
constexpr sentence_family family{codes::limit_sentence, forms, vocabulary};

auto target_grammar() {
  const piece code{role::target_sku, shape::code, "a SKU"};
  const piece label{role::target_class, shape::label, "the name of a class"};
  const piece name{role::target, shape::name, "a target"};
  return expected("a target (an offer, `class NAME`, a selector, `order`, `shipping`, `sku CODE`)",
                  (word("sku") > code) | (word("SKU") > code) | (word("class") > label) | name);
}

auto measure_grammar() {
  return expected(
      "a measure (`discount`, `concession`, `margin`, `price`, `offers`, `gifts`, `uses`, `spend`, "
      "`rounds`)",
      word(role::discount, "discount") | word(role::concession, "concession") |
          word(role::margin, "margin") | word(role::price, "price") | word(role::offers, "offers") |
          word(role::gifts, "gifts") | word(role::uses, "uses") | word(role::spend, "spend") |
          word(role::rounds, "rounds"));
}

auto otherwise_grammar() {
  const piece approver{role::approver, shape::label, "a role"};
  return expected("`deny`, `clamp`, `redistribute` or `escalate to ROLE`",
                  word(role::deny, "deny") | word(role::clamp, "clamp") |
                      word(role::redistribute, "redistribute") |
                      (word(role::escalate, "escalate") > word("to") > approver));
}

/// An amount that stands alone or before `of`; anything else is an expression up to `else`.
auto bound_grammar() {
  const piece amount{role::amount, shape::number, "an amount"};
  const extent base{role::of_expression, "else", "`list`, `subtotal`, `total` or an expression"};
  const extent expression{role::expression, "else", "an amount or an expression"};
  const auto ends = x3::eoi | word("else");
  const auto share = (word(role::of_list, "list") >> &ends) |
                     (word(role::of_subtotal, "subtotal") >> &ends) |
                     (word(role::of_total, "total") >> &ends) | base;
  const auto of = word("of") > expected("`list`, `subtotal`, `total` or an expression", share);
  return expected("an amount or an expression", (amount >> (&ends | of)) | expression);
}

auto limit_grammar() {
  const piece scope{role::scope, shape::scope,
                    "a scope (`unit`, `line`, `customer`, `day`, `30d` ...)"};
  const auto comparison =
      expected("`<=` or `>=`", sign(role::at_most, "<=") | sign(role::at_least, ">="));
  return measure_grammar() > *((word("of") > target_grammar()) | (word("per") > scope)) >
         comparison > bound_grammar() > -(word("else") > otherwise_grammar()) >
         expected(end_of_sentence, x3::eoi);
}

/// Fills a limit leaf by leaf. One use.
class lowering {
 public:
  lowering(const phrase& sentence, limit_rule& rule, diagnostics& found)
      : sentence_(sentence), rule_(rule), found_(found) {}

  bool run(const lexemes::leaves<role>& leaves) {
    for (const auto& leaf : leaves) {
      const auto offset = static_cast<std::size_t>(leaf.begin - sentence_.text.data());
      take(leaf.role, leaf.text(), sentence_.place(offset, leaf.text().size()));
    }
    return sound_;
  }

 private:
  using measure = decltype(limit_rule::measure);
  using bound_kind = decltype(limit_rule::bound)::kind;
  using otherwise = decltype(limit_rule::otherwise);

  void take(role r, std::string_view text, span at) {
    switch (r) {
      case role::discount: rule_.measure = measure::discount; break;
      case role::concession: rule_.measure = measure::concession; break;
      case role::margin: rule_.measure = measure::margin; break;
      case role::price: rule_.measure = measure::price; break;
      case role::offers: rule_.measure = measure::offers; break;
      case role::gifts: rule_.measure = measure::gifts; break;
      case role::uses: rule_.measure = measure::uses; break;
      case role::spend: rule_.measure = measure::spend; break;
      case role::rounds: rule_.measure = measure::rounds; break;
      case role::target: take_target(target::kind::named, text, at); break;
      case role::target_sku: take_target(target::kind::sku, text, at); break;
      case role::target_class: take_target(target::kind::offer_class, text, at); break;
      case role::scope: take_scope(text, at); break;
      case role::at_most: rule_.at_least = false; break;
      case role::at_least: rule_.at_least = true; break;
      case role::amount: take_amount(text, at); break;
      case role::of_list: rule_.bound.what = bound_kind::of_list; break;
      case role::of_subtotal: rule_.bound.what = bound_kind::of_subtotal; break;
      case role::of_total: rule_.bound.what = bound_kind::of_total; break;
      case role::of_expression: take_expression(bound_kind::of_expression, text, at); break;
      case role::expression: take_expression(bound_kind::expression, text, at); break;
      case role::deny: take_otherwise(otherwise::deny); break;
      case role::clamp: take_otherwise(otherwise::clamp); break;
      case role::redistribute: take_otherwise(otherwise::redistribute); break;
      case role::escalate: take_otherwise(otherwise::escalate); break;
      case role::approver: rule_.role = {std::string(text), at}; break;
    }
  }

  void take_target(target::kind what, std::string_view text, span at) {
    if (rule_.target.what != target::kind::none) {
      return wrong(at, "a limit has one target",
                   "write two limits, or a class or selector that holds both");
    }
    rule_.target.what = what;
    rule_.target.at = at;
    if (what == target::kind::named && text == "order") {
      rule_.target.what = target::kind::order;
    } else if (what == target::kind::named && text == "shipping") {
      rule_.target.what = target::kind::shipping;
    } else {
      if (what == target::kind::sku && (text.front() == '"' || text.front() == '\'')) {
        text = text.substr(1, text.size() - 2);
      }
      rule_.target.which = {std::string(text), at};
    }
  }

  void take_otherwise(otherwise what) {
    rule_.otherwise = what;
    rule_.says_otherwise = true;
  }

  void take_scope(std::string_view text, span at) {
    constexpr std::string_view scopes[] = {"unit",     "line", "order", "customer", "conversation",
                                           "campaign", "day",  "week",  "month",    "year"};
    bool known = read_seconds(text).value_or(0) > 0;
    for (const std::string_view w : scopes) known = known || w == text;
    if (!known) {
      return wrong(at, fmt::format("unknown scope `{}`", text),
                   "scopes are unit, line, order, customer, conversation, campaign, day, week, "
                   "month, year, or a window such as 30d or 12h");
    }
    for (const name& scope : rule_.scopes) {
      if (scope.text == text)
        return wrong(at, fmt::format("`per {}` stands here twice", text), "drop one");
    }
    rule_.scopes.push_back({std::string(text), at});
  }

  void take_amount(std::string_view text, span at) {
    const std::optional<amount> value = read_amount(text, at);
    if (!value) return wrong(at, fmt::format("`{}` isn't an amount", text), "at most 34 digits");
    rule_.bound.what = bound_kind::literal;
    rule_.bound.value = *value;
  }

  void take_expression(bound_kind what, std::string_view text, span at) {
    rule_.bound.what = what;
    rule_.bound.expression = parse_condition(text, at, sentence_.exact, found_);
    if (!rule_.bound.expression) sound_ = false;
  }

  void wrong(span at, std::string message, std::string_view help) {
    sound_ = false;
    found_.error(codes::limit_value, at, std::move(message), std::string(help));
  }

  const phrase& sentence_;
  limit_rule& rule_;
  diagnostics& found_;
  bool sound_ = true;
};

}  // namespace

std::optional<limit_rule> parse_limit(const phrase& sentence, diagnostics& found) {
  static const auto grammar = limit_grammar();
  const auto leaves = run<role>(grammar, "a measure", sentence, family, found);
  if (!leaves) return std::nullopt;
  limit_rule rule;
  rule.sentence = {std::string(sentence.text), sentence.at};
  if (!lowering(sentence, rule, found).run(*leaves)) return std::nullopt;
  return rule;
}

bool parse_otherwise(const phrase& sentence, limit_rule& into, diagnostics& found) {
  static const auto grammar = otherwise_grammar() > expected(end_of_sentence, x3::eoi);
  static constexpr sentence_family family_of_else{
      codes::limit_sentence, "`else:` is `deny`, `clamp`, `redistribute` or `escalate to ROLE`",
      vocabulary};
  const auto leaves = run<role>(grammar, "`deny`, `clamp`, `redistribute` or `escalate to ROLE`",
                                sentence, family_of_else, found);
  return leaves && lowering(sentence, into, found).run(*leaves);
}

std::optional<target> parse_target(const phrase& text, diagnostics& found) {
  static const auto grammar = target_grammar() > expected(end_of_sentence, x3::eoi);
  static constexpr std::string_view target_words[] = {"order", "shipping", "class", "sku"};
  static constexpr sentence_family targets{
      codes::effect_sentence, "a target is `order`, `shipping`, a selector, or `sku CODE`",
      target_words};
  const auto leaves = run<role>(grammar, "a target", text, targets, found);
  if (!leaves) return std::nullopt;
  limit_rule holder;
  if (!lowering(text, holder, found).run(*leaves)) return std::nullopt;
  return std::move(holder.target);
}

}  // namespace parley::syntax
