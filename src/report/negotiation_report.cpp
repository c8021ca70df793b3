#include "report/negotiation_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "parley/facts/time_text.hpp"
#include "report/decision_text.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

proposal proposal_of(const terms& t) {
  proposal out;
  for (const term_item& item : t.items) {
    proposed_offer offer;
    offer.name = item.offer;
    offer.has_parameter = item.has_parameter;
    offer.parameter = item.parameter;
    out.offers.push_back(offer);
  }
  out.intent = t.intent;
  return out;
}

ordered_json obligations_json(const terms& t, const pack& rules) {
  ordered_json out = ordered_json::array();
  for (const graph::index row : t.obligations) {
    const graph::obligation_row& item = rules.tables().obligations[row];
    out.push_back({{"kind", rules.text(item.kind)}, {"text", rules.text(item.text)}});
  }
  if (t.reserve) out.push_back({{"kind", "reserve"}, {"text", ""}});
  return out;
}

ordered_json terms_json(const terms& t, const answer_context& about) {
  ordered_json out{{"id", t.id},
                   {"revision", t.revision},
                   {"offers", offers_json(proposal_of(t), about.rules)},
                   {"currency", currency_of(about.rules)},
                   {"subtotal", t.subtotal},
                   {"discount", t.discount},
                   {"shipping", t.shipping},
                   {"shipping_discount", t.shipping_discount},
                   {"total", t.total},
                   {"made", parley::print(t.made)},
                   {"expires", parley::print(t.expires)},
                   {"cart", t.cart_hash},
                   {"pack", t.pack_digest},
                   {"may_be_voided", t.may_be_voided},
                   {"obligations", obligations_json(t, about.rules)}};
  if (!t.intent.empty()) out["intent"] = t.intent;
  if (about.who == audience::internal) {
    out["concession"] = t.concession;
    out["worth"] = t.worth;
  }
  return out;
}

ordered_json handoff_json(const negotiation_reply& reply, const answer_context& about) {
  if (reply.outcome != negotiation_outcome::handoff) return nullptr;
  ordered_json out{{"to", reply.role}};
  if (about.who != audience::customer && reply.handoff_rule != no_index) {
    const graph::handoff_row& row = about.rules.tables().handoffs[reply.handoff_rule];
    out["because"] = about.rules.text(row.because);
    out["at"] = place_json(about.rules, row.at);
  }
  return out;
}

ordered_json internal_json(const negotiation_reply& reply, const answer_context& about) {
  ordered_json blocked = ordered_json::array();
  for (const finding& found : reply.blocked.findings) {
    blocked.push_back(finding_json(found, parts_of(reply.blocked, found), about));
  }
  ordered_json out{
      {"reason", name_of(reply.reason)}, {"moved", reply.moved}, {"round", reply.next.round}};
  if (reply.step != no_index) {
    const auto steps = pack::rows(about.rules.tables().steps, about.rules.header().ladder);
    out["step"] = about.rules.text(steps[reply.step].text);
  }
  if (reply.has_ask_total) out["ask_total"] = reply.ask_total;
  out["blocked"] = std::move(blocked);
  return out;
}

std::string customer_sentence(const negotiation_reply& reply, const pack& rules) {
  const std::string total = reply.has_terms ? money_text(rules, reply.terms.total) : std::string();
  switch (reply.outcome) {
    case negotiation_outcome::accept: return fmt::format("Deal: {} in all.", total);
    case negotiation_outcome::counter: return fmt::format("I can do {} in all.", total);
    case negotiation_outcome::hold:
      if (reply.reason == reply_reason::missing_facts) return "Let me check something first.";
      return reply.has_terms ? fmt::format("My offer stands: {} in all.", total)
                             : std::string("I can't say more yet.");
    case negotiation_outcome::final:
      return reply.has_terms ? fmt::format("{} in all is my last offer.", total)
                             : std::string("I can't go lower than the price in your cart.");
    case negotiation_outcome::decline: return "I'm afraid I can't do that.";
    case negotiation_outcome::handoff: return "A colleague of mine will take it from here.";
  }
  return {};
}

}  // namespace

ordered_json to_json(const negotiation_reply& reply, const answer_context& about) {
  const bool internal = about.who == audience::internal;
  ordered_json out{{"outcome", name_of(reply.outcome)},
                   {"reason", internal ? name_of(reply.reason) : customer_reason(reply.reason)},
                   {"pack", pack_json(about.rules)},
                   {"message", customer_sentence(reply, about.rules)}};
  out["terms"] = reply.has_terms ? terms_json(reply.terms, about) : ordered_json(nullptr);
  out["missing"] = about.who == audience::customer ? ordered_json(ordered_json::array())
                                                   : missing_list(reply.missing, about);
  out["handoff"] = handoff_json(reply, about);
  if (internal) out["internal"] = internal_json(reply, about);
  const bool quoted = reply.has_terms && reply.priced.has_quote;
  out["quote"] = quoted ? to_json(reply.priced.quote, about) : ordered_json(nullptr);
  return out;
}

std::string to_text(const negotiation_reply& reply, const answer_context& about, text_style style) {
  const pack& rules = about.rules;
  std::string out = painted(name_of(reply.outcome), reply.outcome == negotiation_outcome::accept,
                            reply.outcome == negotiation_outcome::decline, style);
  if (reply.has_terms) {
    out += fmt::format(": {} for {}", offers_text(proposal_of(reply.terms), rules),
                       money_text(rules, reply.terms.total));
  }
  out += '\n';
  if (about.who == audience::customer)
    return out + fmt::format("  {}\n", customer_sentence(reply, rules));
  out +=
      fmt::format("  reason {}\n", about.who == audience::internal ? name_of(reply.reason)
                                                                   : customer_reason(reply.reason));
  if (reply.has_terms) {
    out += fmt::format("  offer {}, good until {}\n", reply.terms.id,
                       parley::print(reply.terms.expires));
    for (const graph::index row : reply.terms.obligations) {
      const graph::obligation_row& item = rules.tables().obligations[row];
      out += fmt::format("  must {}{}{}\n", rules.text(item.kind), item.text.size > 0 ? ": " : "",
                         rules.text(item.text));
    }
    if (reply.terms.reserve) out += "  must reserve before it binds\n";
    if (reply.terms.may_be_voided) out += "  may end early when stock or the like changes\n";
  }
  for (const missing_fact& item : reply.missing)
    out += fmt::format("  unknown {}\n", missing_text(item, about));
  if (reply.outcome == negotiation_outcome::handoff)
    out += fmt::format("  hand off to {}\n", reply.role);
  if (about.who == audience::internal) {
    for (const finding& found : reply.blocked.findings) {
      out += "  the next step: " + finding_text(found, parts_of(reply.blocked, found), about);
    }
  }
  return out;
}

}  // namespace parley::report
