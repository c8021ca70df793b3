// What the sentences for customers are keyed by, and how they are found.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "parley/graph/pack.hpp"
#include "parley/money/currency.hpp"

namespace parley {

/// Keys that every pack has, beside finding codes and the names of rules: what is said of a verdict
/// or a handoff, the word before the last offer of a list, and the decimal sign.
inline constexpr std::string_view wording_verdicts[] = {"allow", "escalate", "need", "deny",
                                                        "handoff"};
/// What is said of a reply in a negotiation; see negotiate/reply_words.hpp.
inline constexpr std::string_view wording_replies[] = {"negotiate.accept", "negotiate.counter",
                                                       "negotiate.hold",   "negotiate.checking",
                                                       "negotiate.final",  "negotiate.decline"};
/// What is said of the answers of `eligible`, `stackable` and `suggest`; see
/// engine/question_words.hpp.
inline constexpr std::string_view wording_eligible = "eligible";
inline constexpr std::string_view wording_stackable = "stackable";
inline constexpr std::string_view wording_suggest_items = "suggest.items";
inline constexpr std::string_view wording_suggest_spend = "suggest.spend";
inline constexpr std::string_view wording_questions[] = {
    wording_eligible, wording_stackable, wording_suggest_items, wording_suggest_spend};
inline constexpr std::string_view wording_and = "and";
inline constexpr std::string_view wording_decimal = "decimal";

/// The sentence of a language for a key; empty when the pack has none.
[[nodiscard]] inline std::string_view wording_of(const pack& p, std::string_view language,
                                                 std::string_view key) noexcept {
  const auto& rows = p.tables().wording;
  const auto found =
      std::lower_bound(rows.begin(), rows.end(), 0, [&](const graph::wording_row& row, int) {
        const int order = p.text(row.language).compare(language);
        return order < 0 || (order == 0 && p.text(row.key) < key);
      });
  if (found == rows.end() || p.text(found->language) != language || p.text(found->key) != key)
    return {};
  return p.text(found->text);
}

/// Whether the pack says anything in this language.
[[nodiscard]] inline bool speaks(const pack& p, std::string_view language) noexcept {
  const auto& rows = p.tables().wording;
  return std::any_of(rows.begin(), rows.end(), [&](const graph::wording_row& row) {
    return p.text(row.language) == language;
  });
}

/// The language the pack speaks when asked for `wanted`: itself, else what it is a variant of
/// (`de` for `de-AT`), else English. May be one the pack has no sentences in.
[[nodiscard]] inline std::string_view language_for(const pack& p,
                                                   std::string_view wanted) noexcept {
  for (std::string_view tag = wanted; !tag.empty();) {
    if (speaks(p, tag)) return tag;
    const std::size_t cut = tag.rfind('-');
    if (cut == std::string_view::npos) break;
    tag = tag.substr(0, cut);
  }
  return "en";
}

/// Names one after the other, with the language's word before the last.
[[nodiscard]] inline std::string list_words(const pack& p, std::string_view language,
                                            std::span<const std::string_view> names) {
  std::string_view last = wording_of(p, language, wording_and);
  if (last.empty() && language == "en") last = "and";
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool spoken = i > 0 && i + 1 == names.size() && !last.empty();
    if (spoken) out.append(" ").append(last).append(" ");
    if (i > 0 && !spoken) out += ", ";
    out += names[i];
  }
  return out;
}

/// An amount with its currency and the language's decimal sign.
[[nodiscard]] inline std::string price_words(const pack& p, std::string_view language,
                                             std::int64_t minor) {
  std::string text = money_text(minor, p.header().currency_digits);
  const std::string_view sign = wording_of(p, language, wording_decimal);
  const std::size_t point = text.find('.');
  if (!sign.empty() && point != std::string::npos) text.replace(point, 1, sign);
  return text.append(" ").append(name_of_currency(p.header().currency));
}

}  // namespace parley
