// A conversation with a shopper, and short ways to ask.
#pragma once

#include <cstdint>
#include <string>

#include "parley/negotiate/negotiate.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {

inline ask percent_ask(std::int64_t percent) {
  ask a;
  a.target_percent = percent * one_percent;
  return a;
}
inline ask total_ask(std::int64_t minor) {
  ask a;
  a.target_total = minor;
  return a;
}
inline ask more_ask() {
  ask a;
  a.more = true;
  return a;
}
inline ask accept_ask() {
  ask a;
  a.accept = true;
  return a;
}

/// One conversation: keeps the session from ask to ask.
struct talk {
  campaign& c;
  session now;
  session_trust trust = session_trust::kept;
  explicit talk(campaign& with_campaign)
      : c(with_campaign), now(open_session(c.rules, *c.facts, "s-1")) {}

  negotiation_reply say(const ask& a) {
    auto answer = negotiate(c.rules, *c.facts, now, a, c.memory, trust);
    REQUIRE(answer.ok());
    now = answer.value().next;
    return answer.value();
  }
};

/// "HAGGLE 3% + TOTE": what the terms of a reply are made of.
inline std::string items(const negotiation_reply& r) {
  std::string out;
  for (const term_item& item : r.terms.items) {
    if (!out.empty()) out += " + ";
    out += item.offer;
    if (item.has_parameter) out += " " + std::to_string(item.parameter / one_percent) + "%";
  }
  return out;
}

}  // namespace parley::test
