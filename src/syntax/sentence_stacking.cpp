// The grammar of stacking rules.
#include <fmt/format.h>

#include "syntax/amount_text.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/sentence_run.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax {
namespace {

enum class role : std::uint8_t {
  offer,
  offer_class,
  any,
  count,
  with,
  excludes,
  alone,
  at_most,
  requires_all,
  requires_any,
  before,
  lanes
};

using lexemes::expected;
using lexemes::shape;
using word = lexemes::keyword<role>;
using sign = lexemes::mark<role>;
using piece = lexemes::piece<role>;
namespace x3 = boost::spirit::x3;

constexpr std::string_view forms =
    "a stacking rule reads `A with B`, `A excludes B`, `A alone`, `at most 1 of A`, `A requires "
    "B`, `A requires one "
    "of B, C`, `A before B` or `lanes of A, B`; each is an offer, `class NAME` or `any`";
constexpr std::string_view vocabulary[] = {"with",  "excludes", "alone", "requires", "before",
                                           "class", "any",      "most",  "one",      "lanes"};
constexpr sentence_family family{codes::stacking_sentence, forms, vocabulary};

auto subject_grammar() {
  const piece label{role::offer_class, shape::label, "the name of a class"};
  const piece name{role::offer, shape::name, "an offer"};
  return expected("an offer, `class NAME` or `any`",
                  (word("class") > label) | word(role::any, "any") | name);
}

/// A lane is never `any`: what stands in every lane stands in none.
auto lane_grammar() {
  const piece label{role::offer_class, shape::label, "the name of a class"};
  const piece name{role::offer, shape::name, "an offer"};
  return expected("`class NAME` or an offer", (word("class") > label) | name);
}

auto stacking_grammar() {
  const auto subject = subject_grammar();
  const auto list = expected("an offer, `class NAME` or `any`", subject > *(sign(",") > subject));
  const auto one_of = word(role::requires_any, "one") > word("of") > list;
  const piece count{role::count, shape::whole, "a whole number"};
  const auto at_most = word(role::at_most, "at") > word("most") > count > word("of") > subject;
  const auto relation = expected(
      "`with`, `excludes`, `alone`, `requires` or `before`",
      (word(role::with, "with") > list) | (word(role::excludes, "excludes") > list) |
          word(role::alone, "alone") |
          (word("requires") > expected("an offer, `class NAME` or `one of`", one_of | list)) |
          (word(role::before, "before") > list));
  const auto lane = lane_grammar();
  const auto lanes =
      word(role::lanes, "lanes") > word("of") > lane > sign(",") > lane > *(sign(",") > lane);
  return (at_most | lanes | (subject > relation)) > expected(end_of_sentence, x3::eoi);
}

std::optional<stacking_rule::kind> kind_of(role r) {
  switch (r) {
    case role::with: return stacking_rule::kind::with;
    case role::excludes: return stacking_rule::kind::excludes;
    case role::alone: return stacking_rule::kind::alone;
    case role::at_most: return stacking_rule::kind::at_most;
    case role::requires_all: return stacking_rule::kind::requires_all;
    case role::requires_any: return stacking_rule::kind::requires_any;
    case role::before: return stacking_rule::kind::before;
    case role::lanes: return stacking_rule::kind::lanes;
    default: return std::nullopt;
  }
}

/// The subject of a leaf; nothing when the leaf is something else.
std::optional<subject> subject_of(role r, std::string_view text, span at) {
  switch (r) {
    case role::offer: return subject{subject::kind::offer, {std::string(text), at}};
    case role::offer_class: return subject{subject::kind::offer_class, {std::string(text), at}};
    case role::any: return subject{subject::kind::any, {std::string(text), at}};
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<stacking_rule> parse_stacking(const phrase& sentence, diagnostics& found) {
  static const auto grammar = stacking_grammar();
  const auto leaves = run<role>(grammar, "a stacking rule", sentence, family, found);
  if (!leaves) return std::nullopt;
  stacking_rule rule;
  rule.what = stacking_rule::kind::requires_all;  // the one relation without a leaf of its own
  rule.sentence = {std::string(sentence.text), sentence.at};
  bool left = false;
  for (const auto& leaf : *leaves) {
    const auto offset = static_cast<std::size_t>(leaf.begin - sentence.text.data());
    const span at = sentence.place(offset, leaf.text().size());
    if (const auto what = kind_of(leaf.role)) rule.what = *what;
    if (leaf.role == role::count) {
      const std::optional<std::uint32_t> count = read_count(leaf.text());
      if (!count || *count == 0) {
        found.error(codes::stacking_value, at,
                    fmt::format("`at most {}` permits nothing to be counted", leaf.text()),
                    "count from 1, or write `A excludes any`");
        return std::nullopt;
      }
      rule.count = *count;
    }
    if (const std::optional<subject> s = subject_of(leaf.role, leaf.text(), at)) {
      if (left) {
        rule.right.push_back(*s);
      } else {
        rule.left = *s;
        left = true;
      }
    }
  }
  return rule;
}

std::optional<subject> parse_subject(const phrase& text, diagnostics& found) {
  static const auto grammar = subject_grammar() > expected(end_of_sentence, x3::eoi);
  static constexpr std::string_view subject_words[] = {"class", "any"};
  static constexpr sentence_family subjects{
      codes::stacking_sentence, "name an offer, or write `class NAME` or `any`", subject_words};
  const auto leaves = run<role>(grammar, "an offer, `class NAME` or `any`", text, subjects, found);
  if (!leaves || leaves->empty()) return std::nullopt;
  const auto& leaf = leaves->front();
  const auto offset = static_cast<std::size_t>(leaf.begin - text.text.data());
  return subject_of(leaf.role, leaf.text(), text.place(offset, leaf.text().size()));
}

}  // namespace parley::syntax
