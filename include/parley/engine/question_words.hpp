// What may be said to a customer about what is open to them, what goes together, and what one more
// thing in the cart would bring.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/engine/customer_words.hpp"
#include "parley/engine/eligible.hpp"
#include "parley/engine/stackable.hpp"
#include "parley/engine/suggest.hpp"
#include "parley/facts/catalog.hpp"
#include "parley/graph/wording.hpp"

namespace parley {

namespace engine {

/// A placeholder and what it stands for in one language.
struct spoken_word {
  std::string_view placeholder;
  std::string text;
};

[[nodiscard]] inline std::string fill_sentence(std::string_view text,
                                               const std::vector<spoken_word>& words) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    out += text.substr(0, open);
    if (open == text.size()) break;
    const std::size_t close = std::min(text.find('}', open), text.size() - 1);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    for (const spoken_word& w : words) {
      if (w.placeholder == name) out += w.text;
    }
    text.remove_prefix(close + 1);
  }
  return out;
}

/// The pack's sentence for a key in this language, else in English, else `plain`; `words` makes the
/// words of a language.
template <typename Words>
[[nodiscard]] std::string say(const pack& p, std::string_view language, std::string_view key,
                              std::string_view plain, Words&& words) {
  const std::string_view spoken = language_for(p, language);
  for (const std::string_view tag : {spoken, std::string_view("en")}) {
    const std::string_view text = wording_of(p, tag, key);
    if (!text.empty()) return fill_sentence(text, words(tag));
  }
  return fill_sentence(plain, words("en"));
}

}  // namespace engine

/// Which offers are open to the customer: `eligible` under `wording:`; where there are none, what
/// is said of the verdict that came nearest. A pure function of its inputs.
[[nodiscard]] inline std::string customer_words(const pack& p, const eligibility& found,
                                                std::string_view language = "en") {
  std::vector<std::string_view> names;
  decision nearest;
  nearest.verdict = verdict::deny;
  for (const eligible_offer& item : found.offers) {
    nearest.verdict = std::min(nearest.verdict, item.verdict);
    if (item.verdict == verdict::allow) {
      names.push_back(p.text(p.tables().offers[item.offer].name));
    }
  }
  if (names.empty()) return customer_words(p, nearest, language);
  return engine::say(
      p, language, wording_eligible, "These offers are open to you: {offers}.",
      [&](std::string_view tag) {
        return std::vector<engine::spoken_word>{{"offers", list_words(p, tag, names)}};
      });
}

/// Whether offers go together: `stackable` under `wording:` where they do, else the words for a
/// decision with these conflicts: by the rule, its finding code, or `need` and `deny`. A pure
/// function of its inputs.
[[nodiscard]] inline std::string customer_words(const pack& p, const stackability& found,
                                                std::string_view language = "en") {
  decision made;
  made.verdict = found.answer == stack_answer::depends ? verdict::need : verdict::deny;
  if (found.answer == stack_answer::yes) {
    return engine::say(p, language, wording_stackable, "Yes, these go together.",
                       [](std::string_view) { return std::vector<engine::spoken_word>{}; });
  }
  // What only may stand in the way is no reason to tell: the sentence for `need` is.
  for (const stackability::conflict& c : found.conflicts) {
    finding f;
    f.code = c.code;
    f.verdict = verdict::deny;
    f.rule = c.rule;
    f.rule_kind = c.rule == no_index ? finding::rule_kind::none : finding::rule_kind::stacking;
    f.offers = {static_cast<std::uint32_t>(made.finding_offers.size()), c.offers.count};
    const auto named = found.offers_of(c.offers);
    made.finding_offers.insert(made.finding_offers.end(), named.begin(), named.end());
    made.findings.push_back(f);
  }
  return customer_words(p, made, language);
}

/// What an addition to the cart would bring: `suggest.items` or `suggest.spend` under `wording:`.
/// `items` is what it was made from. A pure function of its inputs.
[[nodiscard]] inline std::string customer_words(const pack& p, const suggestion& made,
                                                const catalog* items,
                                                std::string_view language = "en") {
  const auto pieces = [&](std::uint32_t item, std::int64_t quantity) -> std::string {
    if (item == no_index || items == nullptr) return {};
    return std::to_string(quantity).append(" x ").append(items->items.lines()[item].sku);
  };
  const std::string first = pieces(made.item, made.quantity);
  const std::string second = pieces(made.second, made.second_quantity);
  std::vector<std::string_view> things;
  if (!first.empty()) things.push_back(first);
  if (!second.empty()) things.push_back(second);
  std::vector<std::string_view> names;
  for (const suggestion::unlocked_offer& won : made.unlocked) {
    names.push_back(p.text(p.tables().offers[won.offer].name));
  }
  const bool spend = things.empty();
  return engine::say(p, language, spend ? wording_suggest_spend : wording_suggest_items,
                     spend ? "For {spend} more in your cart you get {offers}."
                           : "Add {items} for {spend} and you get {offers}.",
                     [&](std::string_view tag) {
                       return std::vector<engine::spoken_word>{
                           {"offers", list_words(p, tag, names)},
                           {"items", list_words(p, tag, things)},
                           {"spend", price_words(p, tag, made.spend)}};
                     });
}

}  // namespace parley
