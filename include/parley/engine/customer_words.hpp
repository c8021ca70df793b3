// What may be said to a customer about a decision: no bounds, no headroom, no reasons of the house,
// in the words of the pack where it has some.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/engine/findings.hpp"
#include "parley/graph/wording.hpp"

namespace parley {

namespace engine {

/// Says one decision in one language.
class customer_speech {
 public:
  customer_speech(const pack& p, const decision& made, std::string_view language)
      : p_(p), made_(made), language_(language) {}

  /// The pack's own sentence in this language, or nothing.
  [[nodiscard]] std::string own() const {
    if (!made_.handoffs.empty()) return filled("handoff", nullptr);
    if (made_.verdict == verdict::allow) return filled("allow", nullptr);
    const finding* first = nullptr;
    for (const finding& f : made_.findings) {
      if (f.verdict != made_.verdict) continue;
      if (first == nullptr) first = &f;
      std::string said = filled(rule_of(f), &f);
      if (said.empty()) said = filled(name_of(f.code), &f);
      if (!said.empty()) return said;
    }
    return filled(name_of(made_.verdict), first);
  }

  /// What is said where the pack has no words.
  [[nodiscard]] std::string plain() const {
    if (!made_.handoffs.empty()) return "A colleague of mine will take it from here.";
    switch (made_.verdict) {
      case verdict::allow:
        return made_.has_quote ? fill("Yes. Your total is {total}.", nullptr) : "Yes.";
      case verdict::escalate: return "I have to ask a colleague before I can promise that.";
      case verdict::need: return "I have to check something before I can promise that.";
      case verdict::deny: break;
    }
    for (const finding& f : made_.findings) {
      if (f.verdict != verdict::deny) continue;
      switch (f.code) {
        case finding_code::stacking_excluded:
        case finding_code::stacking_not_permitted:
          if (f.offers.count > 1) return fill("Sorry, {offers} can't be combined.", &f);
          break;
        case finding_code::stacking_alone:
          return "Sorry, one of these offers can't be combined with any other.";
        case finding_code::stacking_at_most:
          return "Sorry, only some of these offers can be used together.";
        case finding_code::proposal_unknown_offer: return "Sorry, I don't have such an offer.";
        default: break;
      }
    }
    return "Sorry, I can't offer that.";
  }

 private:
  [[nodiscard]] std::string_view rule_of(const finding& f) const noexcept {
    const auto& t = p_.tables();
    if (f.rule == no_index) return {};
    switch (f.rule_kind) {
      case finding::rule_kind::offer: return p_.text(t.offers[f.rule].name);
      case finding::rule_kind::stacking: return p_.text(t.stacking[f.rule].id);
      case finding::rule_kind::limit: return p_.text(t.limits[f.rule].id);
      case finding::rule_kind::playbook: return p_.text(t.playbooks[f.rule].name);
      case finding::rule_kind::none: break;
    }
    return {};
  }

  /// The sentence for a key; none where there is none, or where it tells a price that isn't known.
  [[nodiscard]] std::string filled(std::string_view key, const finding* about) const {
    const std::string_view text = wording_of(p_, language_, key);
    const bool priced = text.find("{total}") != std::string_view::npos ||
                        text.find("{saving}") != std::string_view::npos;
    return priced && !made_.has_quote ? std::string() : fill(text, about);
  }

  [[nodiscard]] std::string fill(std::string_view text, const finding* about) const {
    std::string out;
    while (!text.empty()) {
      const std::size_t open = text.find('{');
      out += text.substr(0, open);
      if (open == std::string_view::npos) break;
      const std::size_t close = text.find('}', open);
      const std::string_view word = text.substr(open + 1, close - open - 1);
      if (word == "offers") out += offers(about);
      if (word == "total") out += money(made_.quote.total);
      if (word == "saving") out += money(made_.quote.discount + made_.quote.shipping_discount);
      text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
    }
    return out;
  }

  [[nodiscard]] std::string money(std::int64_t minor) const {
    return price_words(p_, language_, minor);
  }

  /// The offers of a finding; without one, those of the quote.
  [[nodiscard]] std::string offers(const finding* about) const {
    std::vector<std::string_view> names;
    if (about != nullptr) {
      for (std::uint32_t i = 0; i < about->offers.count; ++i) {
        const graph::index offer = made_.finding_offers[about->offers.first + i];
        names.push_back(p_.text(p_.tables().offers[offer].name));
      }
    } else if (made_.has_quote) {
      for (const applied_offer& item : made_.quote.applied)
        names.push_back(p_.text(p_.tables().offers[item.offer].name));
    }
    return list_words(p_, language_, names);
  }

  const pack& p_;
  const decision& made_;
  std::string_view language_;
};

}  // namespace engine

/// A sentence that may be said to the shopper, in the pack's words for this language: of the rule
/// behind the strongest finding, else of its code, else of the verdict; then the same in English,
/// then parley's own English. A pure function of its inputs.
[[nodiscard]] inline std::string customer_words(const pack& p, const decision& made,
                                                std::string_view language = "en") {
  const std::string_view spoken = language_for(p, language);
  std::string said = engine::customer_speech(p, made, spoken).own();
  const engine::customer_speech english(p, made, "en");
  if (said.empty() && spoken != "en") said = english.own();
  return said.empty() ? english.plain() : said;
}

}  // namespace parley
