// What a negotiation answers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/engine/finding_pool.hpp"
#include "parley/negotiate/session.hpp"

namespace parley {

enum class negotiation_outcome : std::uint8_t {
  accept,   ///< a deal: exactly the terms of this reply
  counter,  ///< new terms, better for the customer than the standing ones
  hold,     ///< nothing new for now
  final,    ///< nothing more will come
  decline,  ///< this ask leads nowhere; the standing offer stays as it is
  handoff,  ///< a person has to take over
};

[[nodiscard]] constexpr std::string_view name_of(negotiation_outcome outcome) noexcept {
  switch (outcome) {
    case negotiation_outcome::accept: return "accept";
    case negotiation_outcome::counter: return "counter";
    case negotiation_outcome::hold: return "hold";
    case negotiation_outcome::final: return "final";
    case negotiation_outcome::decline: return "decline";
    case negotiation_outcome::handoff: return "handoff";
  }
  return "?";
}

/// Why this outcome: for the host. What may be said to a customer is `customer_reason`.
enum class reply_reason : std::uint8_t {
  offer_taken,          // accept: the customer took the standing offer
  ask_granted,          // accept: what was asked is allowed and costs no more than our next step
  ask_met,              // accept: the price asked for is met by our terms
  first_step,           // counter
  next_step,            // counter
  sweetener,            // counter: the same price with something on top
  no_move,              // hold: the customer hasn't moved
  not_yet,              // hold: the curve hasn't come to its next place
  missing_facts,        // hold: the next step depends on facts nobody supplied
  ladder_over,          // final: the last step is made
  limit_reached,        // final: the next step is not permitted
  last_round,           // final: the pack's rounds are used up
  approval_required,    // handoff: the next step takes an approval
  handoff_rule,         // handoff: the pack sends this conversation to a person
  rejected,             // decline: the customer turned the offer down
  no_offer,             // decline: there is no standing offer to accept
  other_offer,          // decline: the offer meant is not the standing one
  offer_expired,        // decline
  cart_changed,         // decline: the offer was made for another cart
  offer_voided,         // decline: a fact declared `voids: true` ended it
  offer_unproved,       // decline: the session may be altered and today's facts don't bear it out
  already_closed,       // decline: the deal is made
  ask_empty,            // decline: nothing was asked
  ask_unknown_offer,    // decline
  ask_parameter,        // decline: missing, superfluous, outside its range or off its step
  ask_amount,           // decline: a negative price, or a percent outside 0 to 100
  ask_currency,         // decline
  ask_unknown_trigger,  // decline
  ask_intent,           // decline: an intent the pack doesn't know
  no_ladder,            // decline: the pack doesn't negotiate
};

[[nodiscard]] constexpr std::string_view name_of(reply_reason reason) noexcept {
  switch (reason) {
    case reply_reason::offer_taken: return "offer.taken";
    case reply_reason::ask_granted: return "ask.granted";
    case reply_reason::ask_met: return "ask.met";
    case reply_reason::first_step: return "step.first";
    case reply_reason::next_step: return "step.next";
    case reply_reason::sweetener: return "step.sweetener";
    case reply_reason::no_move: return "hold.no_move";
    case reply_reason::not_yet: return "hold.not_yet";
    case reply_reason::missing_facts: return "hold.missing_facts";
    case reply_reason::ladder_over: return "final.ladder_over";
    case reply_reason::limit_reached: return "final.limit_reached";
    case reply_reason::last_round: return "final.last_round";
    case reply_reason::approval_required: return "handoff.approval";
    case reply_reason::handoff_rule: return "handoff.rule";
    case reply_reason::rejected: return "decline.rejected";
    case reply_reason::no_offer: return "decline.no_offer";
    case reply_reason::other_offer: return "decline.other_offer";
    case reply_reason::offer_expired: return "decline.expired";
    case reply_reason::cart_changed: return "decline.cart_changed";
    case reply_reason::offer_voided: return "decline.voided";
    case reply_reason::offer_unproved: return "decline.unproved";
    case reply_reason::already_closed: return "decline.closed";
    case reply_reason::ask_empty: return "ask.empty";
    case reply_reason::ask_unknown_offer: return "ask.unknown_offer";
    case reply_reason::ask_parameter: return "ask.parameter";
    case reply_reason::ask_amount: return "ask.amount";
    case reply_reason::ask_currency: return "ask.currency";
    case reply_reason::ask_unknown_trigger: return "ask.unknown_trigger";
    case reply_reason::ask_intent: return "ask.intent";
    case reply_reason::no_ladder: return "decline.no_ladder";
  }
  return "?";
}

/// The reason a customer, or an agent that talks to one, may hear. Every `final` gives the same
/// one, and so does every counter: neither tells whether a limit, the ladder or the rounds ended
/// it.
[[nodiscard]] constexpr std::string_view customer_reason(reply_reason reason) noexcept {
  switch (reason) {
    case reply_reason::first_step:
    case reply_reason::next_step:
    case reply_reason::sweetener: return "counter";
    case reply_reason::no_move:
    case reply_reason::not_yet: return "hold";
    case reply_reason::missing_facts: return "hold.checking";
    case reply_reason::ladder_over:
    case reply_reason::limit_reached:
    case reply_reason::last_round: return "final";
    case reply_reason::approval_required:
    case reply_reason::handoff_rule: return "handoff";
    default: return name_of(reason);
  }
}

/// The whole answer to one ask. Owns everything but rows of the pack it refers to.
struct negotiation_reply {
  negotiation_outcome outcome = negotiation_outcome::decline;
  reply_reason reason = reply_reason::ask_empty;
  bool has_terms = false;
  parley::terms terms;                ///< what is on the table, or agreed
  session next;                       ///< to be stored in place of the one that was handed in
  std::vector<missing_fact> missing;  ///< hold: what to find out
  std::string_view role;              ///< handoff: who takes over; lives as long as the pack
  graph::index handoff_rule = no_index;

  // For the house only.
  std::uint32_t step = no_index;  ///< ladder step, or place of the strategy, of `terms`
  bool moved = false;             ///< the ask counted as a move
  bool has_ask_total = false;
  std::int64_t ask_total = 0;      ///< what the ask would have the customer pay
  std::uint64_t newly_fired = 0;   ///< triggers that counted now, bit by bit
  std::uint64_t unproved = 0;      ///< triggers that were claimed and that the facts don't bear out
  bool evidence_unproved = false;  ///< so is the competitor's price
  std::string detail;              ///< decline: what is wrong with the ask, for people
  finding_pool blocked;            ///< why the next step is not permitted
  /// The priced proposal behind `terms`, with lines; without a quote where the facts have changed
  /// since the terms were made (the terms stand all the same).
  decision priced;
};

}  // namespace parley
