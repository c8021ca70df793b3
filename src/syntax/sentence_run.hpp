// Runs a sentence grammar and turns what X3 throws into a place and a text. Private to src/syntax.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "parley/base/diagnostic.hpp"
#include "syntax/phrase.hpp"
#include "syntax/sentence_lexemes.hpp"

namespace parley::syntax {

/// Where a sentence stopped making sense. `expected` is empty when the whole text was understood.
struct sentence_fault {
  std::size_t at = 0;
  std::string expected;
};

/// What a family of sentences tells people about itself.
struct sentence_family {
  const code_info& code;
  std::string_view help;                         ///< the forms of the sentence
  std::span<const std::string_view> vocabulary;  ///< its words, for did-you-mean
};

/// "expected X, found `y`", at the place of `y`.
void report(const phrase& sentence, const sentence_fault& fault, const sentence_family& family,
            diagnostics& found);

/// True when the phrase is short enough to be parsed; else says so.
bool check_length(const phrase& sentence, diagnostics& found);

inline constexpr std::string_view end_of_sentence = "the end of the sentence";

/// The leaves of the phrase under `grammar`, which starts with alternatives told apart by their
/// first word; `start` names them. Nothing when it doesn't match: then `found` has said so.
template <typename Role, typename Grammar>
std::optional<lexemes::leaves<Role>> run(const Grammar& grammar, std::string_view start,
                                         const phrase& sentence, const sentence_family& family,
                                         diagnostics& found) {
  namespace x3 = boost::spirit::x3;
  if (!check_length(sentence, found)) return std::nullopt;
  const char* const begin = sentence.text.data();
  const char* const end = begin + sentence.text.size();
  const char* at = begin;
  static const auto blanks = x3::as_parser(x3::ascii::space);
  lexemes::leaves<Role> leaves;
  sentence_fault fault;
  try {
    // Not `with<...>[grammar]`: that copies the grammar, some hundred kilobytes for effects.
    auto carried = std::ref(leaves);
    const auto skipping = x3::make_context<x3::skipper_tag>(blanks);
    const auto context = x3::make_context<lexemes::leaves_tag>(carried, skipping);
    const bool matched = grammar.parse(at, end, context, x3::unused, x3::unused);
    if (matched) x3::skip_over(at, end, context);
    if (!matched) {
      fault.expected = start;
    } else if (at != end) {
      fault = {static_cast<std::size_t>(at - begin), std::string(end_of_sentence)};
    }
  } catch (const x3::expectation_failure<const char*>& failure) {
    fault = {static_cast<std::size_t>(failure.where() - begin), failure.which()};
  }
  if (fault.expected.empty()) return leaves;
  report(sentence, fault, family, found);
  return std::nullopt;
}

}  // namespace parley::syntax
