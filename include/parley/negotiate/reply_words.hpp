// What is said about a reply: to the customer in the words of the pack, and to the house.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parley/graph/wording.hpp"
#include "parley/negotiate/reply.hpp"

namespace parley {

namespace detail {

/// The key of a reply's sentence under `wording:`.
[[nodiscard]] constexpr std::string_view wording_key(const negotiation_reply& r) noexcept {
  switch (r.outcome) {
    case negotiation_outcome::accept: return "negotiate.accept";
    case negotiation_outcome::counter: return "negotiate.counter";
    case negotiation_outcome::hold:
      return r.reason == reply_reason::missing_facts ? "negotiate.checking" : "negotiate.hold";
    case negotiation_outcome::final: return "negotiate.final";
    case negotiation_outcome::decline: return "negotiate.decline";
    case negotiation_outcome::handoff: return "handoff";
  }
  return {};
}

[[nodiscard]] inline std::string offer_words(const pack& p, const terms& t,
                                             std::string_view language) {
  std::vector<std::string_view> names;
  for (const auto& item : t.items) names.push_back(item.offer);
  return list_words(p, language, names);
}

/// The sentence with its placeholders filled; empty where it speaks of terms and there are none.
[[nodiscard]] inline std::string fill_words(const pack& p, const negotiation_reply& r,
                                            std::string_view text, std::string_view language) {
  if (!r.has_terms && text.find('{') != std::string_view::npos) return {};
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    const std::string_view word = text.substr(open + 1, close - open - 1);
    const terms& t = r.terms;
    if (word == "offers") out += offer_words(p, t, language);
    if (word == "total") out += price_words(p, language, t.total);
    if (word == "saving") out += price_words(p, language, t.discount + t.shipping_discount);
    text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
  }
  return out;
}

}  // namespace detail

/// A sentence that may be said to the shopper, in the pack's words for this language (the keys are
/// `negotiate.OUTCOME` and `handoff`), else in the pack's English, else in parley's. It tells no
/// bound, no headroom, and not why a final is final. A pure function of its inputs.
[[nodiscard]] inline std::string customer_words(const pack& p, const negotiation_reply& r,
                                                std::string_view language = "en") {
  const std::string_view key = detail::wording_key(r);
  const std::string_view spoken = language_for(p, language);
  for (const std::string_view tag : {spoken, std::string_view("en")}) {
    std::string said = detail::fill_words(p, r, wording_of(p, tag, key), tag);
    if (!said.empty()) return said;
  }
  const auto with_total = [&](std::string_view before, std::string_view after) {
    return std::string(before) + price_words(p, "en", r.terms.total) + std::string(after);
  };
  switch (r.outcome) {
    case negotiation_outcome::accept: return with_total("Deal: ", " in all.");
    case negotiation_outcome::counter: return with_total("I can do ", " in all.");
    case negotiation_outcome::hold:
      if (r.reason == reply_reason::missing_facts) return "Let me check something first.";
      return r.has_terms ? with_total("My offer stands: ", " in all.")
                         : std::string("I can't say more yet.");
    case negotiation_outcome::final:
      return r.has_terms ? with_total("", " in all is my last offer.")
                         : std::string("I can't go lower than the price in your cart.");
    case negotiation_outcome::decline: return "I'm afraid I can't do that.";
    case negotiation_outcome::handoff: return "A colleague of mine will take it from here.";
  }
  return {};
}

/// Why the reply is what it is, for the house.
[[nodiscard]] inline std::string house_words(const negotiation_reply& r) {
  switch (r.reason) {
    case reply_reason::offer_taken: return "the customer took the standing offer";
    case reply_reason::ask_granted:
      return "what was asked for is allowed and costs no more than the next step";
    case reply_reason::ask_met: return "our terms meet the price that was named";
    case reply_reason::first_step: return "the first step answers the first ask";
    case reply_reason::next_step: return "the customer moved, and the next step is allowed";
    case reply_reason::sweetener:
      return "the customer moved; the price stays, with something on top";
    case reply_reason::no_move: return "the customer hasn't moved";
    case reply_reason::not_yet: return "the curve hasn't come to its next place";
    case reply_reason::missing_facts: return "the next step depends on facts that are missing";
    case reply_reason::ladder_over: return "the last step is made";
    case reply_reason::limit_reached: return "the next step is not allowed";
    case reply_reason::last_round: return "the rounds are used up";
    case reply_reason::approval_required: return "the next step takes an approval";
    case reply_reason::handoff_rule: return "a rule sends this conversation to a person";
    case reply_reason::rejected: return "the customer turned the offer down; it stays good";
    case reply_reason::no_offer: return "there is no offer to accept";
    case reply_reason::other_offer: return "the offer that was meant is not the standing one";
    case reply_reason::offer_expired: return "the offer has expired";
    case reply_reason::cart_changed: return "the offer was made for another cart";
    case reply_reason::offer_voided: return "a fact that voids offers has changed";
    case reply_reason::offer_unproved:
      return "the session carries no seal, and today's facts don't bear its offer out";
    case reply_reason::already_closed: return "the deal is made";
    case reply_reason::no_ladder: return "the pack doesn't negotiate";
    case reply_reason::ask_empty:
    case reply_reason::ask_unknown_offer:
    case reply_reason::ask_parameter:
    case reply_reason::ask_amount:
    case reply_reason::ask_currency:
    case reply_reason::ask_unknown_trigger:
    case reply_reason::ask_intent: return r.detail;
  }
  return {};
}

}  // namespace parley
