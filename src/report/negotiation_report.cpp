#include "report/negotiation_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "parley/facts/time_text.hpp"
#include "parley/negotiate/reply_words.hpp"
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
                   {"cart", t.cart_hash.text()},
                   {"pack", t.pack_digest.text()},
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
    out["because"] = text_or_null(discreet(about.rules.text(row.because), about.who));
    out["at"] = place_json(about.rules, row.at);
  }
  return out;
}

std::vector<std::string_view> trigger_names(std::uint64_t bits, const pack& rules) {
  const auto triggers = pack::rows(rules.tables().triggers, rules.header().triggers);
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < triggers.size() && i < 64; ++i) {
    if ((bits >> i & 1) != 0) names.push_back(rules.text(triggers[i].name));
  }
  return names;
}

/// What the shopper said and the facts don't say.
std::vector<std::string_view> unproved_claims(const negotiation_reply& reply, const pack& rules) {
  std::vector<std::string_view> names = trigger_names(reply.unproved, rules);
  if (reply.evidence_unproved)
    names.push_back(rules.text(rules.tables().facts[rules.header().evidence].name));
  return names;
}

/// What is wrong with a bad ask. An agent isn't told how far a range goes.
std::string detail_for(const negotiation_reply& reply, audience who) {
  if (who == audience::customer) return {};
  const bool range = reply.reason == reply_reason::ask_parameter;
  return range && who == audience::agent ? "an offer can't be given with this parameter"
                                         : reply.detail;
}

ordered_json internal_json(const negotiation_reply& reply, const answer_context& about) {
  ordered_json blocked = ordered_json::array();
  for (const finding& found : reply.blocked.findings) {
    blocked.push_back(finding_json(found, parts_of(reply.blocked, found), about));
  }
  const graph::header_row& header = about.rules.header();
  ordered_json out{{"reason", name_of(reply.reason)},
                   {"explanation", house_words(reply)},
                   {"strategy", graph::name_of(header.strategy)},
                   {"moved", reply.moved},
                   {"round", reply.next.round}};
  if (reply.step != no_index) {
    out["place"] = reply.step;
    if (header.strategy == graph::strategy::ladder) {
      const auto steps = pack::rows(about.rules.tables().steps, header.ladder);
      out["step"] = about.rules.text(steps[reply.step].text);
    }
  }
  out["fired"] = trigger_names(reply.newly_fired, about.rules);
  out["unproved"] = unproved_claims(reply, about.rules);
  if (reply.has_ask_total) out["ask_total"] = reply.ask_total;
  out["blocked"] = std::move(blocked);
  return out;
}

}  // namespace

ordered_json to_json(const negotiation_reply& reply, const answer_context& about) {
  const bool internal = about.who == audience::internal;
  ordered_json out{{"outcome", name_of(reply.outcome)},
                   {"reason", internal ? name_of(reply.reason) : customer_reason(reply.reason)},
                   {"pack", pack_json(about.rules)},
                   {"message", customer_words(about.rules, reply, about.language)}};
  if (const std::string detail = detail_for(reply, about.who); !detail.empty())
    out["detail"] = detail;
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
    return out + fmt::format("  {}\n", printable(customer_words(rules, reply, about.language)));
  out +=
      fmt::format("  reason {}\n", about.who == audience::internal ? name_of(reply.reason)
                                                                   : customer_reason(reply.reason));
  if (reply.has_terms) {
    out += fmt::format("  offer {}, good until {}\n", reply.terms.id,
                       parley::print(reply.terms.expires));
    for (const graph::index row : reply.terms.obligations) {
      const graph::obligation_row& item = rules.tables().obligations[row];
      out += fmt::format("  must {}{}{}\n", printable(rules.text(item.kind)),
                         item.text.size > 0 ? ": " : "", printable(rules.text(item.text)));
    }
    if (reply.terms.reserve) out += "  must reserve before it binds\n";
    if (reply.terms.may_be_voided) out += "  may end early when stock or the like changes\n";
  }
  const std::string why =
      about.who == audience::internal ? house_words(reply) : detail_for(reply, about.who);
  if (!why.empty()) out += fmt::format("  {}\n", why);
  for (const missing_fact& item : reply.missing)
    out += fmt::format("  unknown {}\n", missing_text(item, about));
  if (reply.outcome == negotiation_outcome::handoff)
    out += fmt::format("  hand off to {}\n", reply.role);
  if (about.who == audience::internal) {
    const std::vector<std::string_view> claims = unproved_claims(reply, rules);
    if (!claims.empty())
      out += fmt::format("  not borne out by the facts: {}\n", fmt::join(claims, ", "));
    for (const finding& found : reply.blocked.findings) {
      out += "  the next step: " + finding_text(found, parts_of(reply.blocked, found), about);
    }
  }
  return out;
}

}  // namespace parley::report
