// The grammar of ladder steps, and what sentences say of names and amounts.
#include <algorithm>

#include <fmt/format.h>

#include "parley/base/limits.hpp"
#include "syntax/amount_text.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/sentence_run.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax {
namespace {

enum class role : std::uint8_t { offer, parameter };

using lexemes::expected;
using lexemes::shape;
using sign = lexemes::mark<role>;
using piece = lexemes::piece<role>;
namespace x3 = boost::spirit::x3;

constexpr sentence_family family{
    codes::step_sentence,
    "a step is a whole proposal: offers with their parameters, joined by `+`, such as "
    "`HAGGLE 5% + TOTE`",
    {}};

auto step_grammar() {
  const piece offer{role::offer, shape::name, "an offer"};
  const piece parameter{role::parameter, shape::number, "an amount"};
  const auto item = offer >> -((sign("=") > parameter) | parameter);
  const auto more = sign("+") > expected("an offer", item);
  return item > *more > expected(end_of_sentence, x3::eoi);
}

}  // namespace

std::optional<ladder_step> parse_step(const phrase& sentence, diagnostics& found) {
  static const auto grammar = step_grammar();
  const auto leaves = run<role>(grammar, "an offer", sentence, family, found);
  if (!leaves) return std::nullopt;
  ladder_step step;
  step.sentence = {std::string(sentence.text), sentence.at};
  for (const auto& leaf : *leaves) {
    const auto offset = static_cast<std::size_t>(leaf.begin - sentence.text.data());
    const span at = sentence.place(offset, leaf.text().size());
    if (leaf.role == role::offer) {
      step.items.push_back({{std::string(leaf.text()), at}, std::nullopt});
    } else if (const std::optional<amount> value = read_amount(leaf.text(), at)) {
      step.items.back().parameter = *value;
    } else {
      found.error(codes::amount_text, at, fmt::format("`{}` isn't an amount", leaf.text()),
                  "at most 34 digits");
      return std::nullopt;
    }
  }
  if (step.items.size() > caps::proposal_offers) {
    found.error(
        codes::step_sentence, sentence.at,
        fmt::format("a step of {} offers; at most {}", step.items.size(), caps::proposal_offers),
        std::string(family.help));
    return std::nullopt;
  }
  return step;
}

std::optional<amount> parse_amount(const phrase& text, diagnostics& found) {
  if (std::optional<amount> value = read_amount(text.text, text.at)) return value;
  found.error(codes::amount_text, text.at, fmt::format("`{}` isn't an amount", text.text),
              "write `10%`, `250bp`, `5.00` or `5.00USD`");
  return std::nullopt;
}

bool is_reserved_word(std::string_view word) noexcept {
  constexpr std::string_view reserved[] = {
      "across",   "alone",   "any",      "at",       "before", "by",       "cheapest",
      "class",    "dearest", "each",     "else",     "every",  "excludes", "for",
      "from",     "lanes",   "list",     "of",       "off",    "on",       "one",
      "order",    "per",     "requires", "shipping", "sku",    "SKU",      "step",
      "subtotal", "the",     "to",       "total",    "up",     "with"};
  return std::find(std::begin(reserved), std::end(reserved), word) != std::end(reserved);
}

bool is_name(std::string_view text) noexcept {
  const char* const end = text.data() + text.size();
  return !text.empty() && lexemes::end_of_name(text.data(), end) == end;
}

}  // namespace parley::syntax
