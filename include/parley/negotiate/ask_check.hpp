// Whether an ask makes sense for a pack, and what it would have the customer pay.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "parley/engine/intake.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/question_workspace.hpp"
#include "parley/money/decimal_arithmetic.hpp"
#include "parley/negotiate/ask.hpp"
#include "parley/negotiate/reply.hpp"

namespace parley::detail {

[[nodiscard]] inline graph::index trigger_named(const pack& p, std::string_view name) noexcept {
  const auto triggers = pack::rows(p.tables().triggers, p.header().triggers);
  for (graph::index i = 0; i < triggers.size(); ++i) {
    if (p.text(triggers[i].name) == name) return i;
  }
  return no_index;
}

/// "`HAGLE` is not there; did you mean `HAGGLE`?"
template <typename Rows>
[[nodiscard]] std::string unknown_name(const pack& p, std::string_view what, std::string_view name,
                                       const Rows& rows) {
  std::string text(what);
  text.append(" `").append(name.substr(0, caps::name_bytes)).append("` is not there");
  // Looking for a likely name goes through all of them; a huge catalogue isn't worth it.
  constexpr std::size_t names_most = 10'000;
  if (name.size() > caps::name_bytes || rows.size() > names_most) return text;
  std::vector<std::string_view> names;
  for (const auto& row : rows) names.push_back(p.text(row.name));
  const std::string_view meant = did_you_mean(name, names);
  if (!meant.empty()) text.append("; did you mean `").append(meant).append("`?");
  return text;
}

/// A value of a parameter for people: `8%`, `4.00`, `3`.
[[nodiscard]] inline std::string parameter_text(const pack& p, graph::unit unit, std::int64_t n) {
  switch (unit) {
    case graph::unit::share: return decimal(n, -6).reduced().text() + "%";
    case graph::unit::money: return money_text(n, p.header().currency_digits);
    default: return std::to_string(n);
  }
}

/// What is wrong with an offer as it was asked for; empty when nothing is.
[[nodiscard]] inline std::string wrong_parameter(const pack& p, graph::index offer,
                                                 const proposed_offer& wanted) {
  const graph::effect_row& effect = p.tables().offers[offer].effect;
  if (engine::allows(effect, wanted)) return {};
  std::string text = "`" + std::string(wanted.name) + "` ";
  if (!grid_of(p, offer).ranged()) return text + "takes no parameter";
  const auto shown = [&](std::int64_t n) { return parameter_text(p, effect.unit, n); };
  text += "goes from " + shown(effect.minimum) + " to " + shown(effect.maximum);
  text += " in steps of " + shown(effect.step);
  if (!wanted.has_parameter) return text + ", and none was named";
  return wanted.unit_mismatch ? text : text + ", not " + shown(wanted.parameter);
}

/// Why this ask can't be answered; nothing when it can. `detail` says it for people.
[[nodiscard]] inline std::optional<reply_reason> refuse_ask(const pack& p, const session& s,
                                                            const ask& a, std::string& detail) {
  const auto refuse = [&](reply_reason why, std::string text) {
    detail = std::move(text);
    return why;
  };
  const std::string currency(name_of_currency(p.header().currency));
  if (a.foreign_currency)
    return refuse(reply_reason::ask_currency, "amounts are in " + currency + " here");
  if (a.empty()) return refuse(reply_reason::ask_empty, "nothing was asked for");
  for (const auto& amount : {a.target_total, a.budget, a.competitor_price}) {
    if (!amount || (*amount >= 0 && *amount <= caps::cart_total)) continue;
    return refuse(reply_reason::ask_amount,
                  *amount < 0 ? "a price can't be below zero" : "the amount is too large");
  }
  if (a.target_percent && (*a.target_percent < 0 || *a.target_percent > ratio_one))
    return refuse(reply_reason::ask_amount, "a discount is between 0% and 100%");
  if (a.want.size() > caps::proposal_offers)
    return refuse(reply_reason::ask_parameter, "too many offers at once");
  for (const proposed_offer& wanted : a.want) {
    const graph::index offer = p.offer_named(wanted.name);
    if (offer == no_index) {
      return refuse(reply_reason::ask_unknown_offer,
                    unknown_name(p, "the offer", wanted.name, p.tables().offers));
    }
    if (std::string wrong = wrong_parameter(p, offer, wanted); !wrong.empty())
      return refuse(reply_reason::ask_parameter, std::move(wrong));
  }
  for (const std::string_view name : a.give) {
    if (trigger_named(p, name) != no_index) continue;
    return refuse(
        reply_reason::ask_unknown_trigger,
        unknown_name(p, "the trigger", name, pack::rows(p.tables().triggers, p.header().triggers)));
  }
  const std::string_view intent = a.intent.empty() ? std::string_view(s.intent) : a.intent;
  if (intent.empty()) {
    if (p.header().intent_optional == 0 && !p.tables().playbooks.empty())
      return refuse(reply_reason::ask_intent, "an intent is needed");
  } else if (p.playbook_named(intent) == no_index) {
    return refuse(reply_reason::ask_intent,
                  unknown_name(p, "the intent", intent, p.tables().playbooks));
  }
  return std::nullopt;
}

/// A competitor's price as far as it counts: where the pack names evidence, it is never less than
/// that fact says, and nothing without the fact.
struct claimed_price {
  std::optional<std::int64_t> amount;
  bool unproved = false;
};
[[nodiscard]] inline claimed_price competitor_price(const pack& p, const fact_set& facts,
                                                    const ask& a) {
  if (!a.competitor_price || p.header().evidence == no_index) return {a.competitor_price, false};
  const graph::index fact = p.header().evidence;
  if (facts.state(fact) != fact_state::known) return {std::nullopt, true};
  const value v = facts.get(fact);
  const auto shown = v.as_decimal().scaled_exactly(p.header().currency_digits);
  if (v.currency() != p.header().currency || !shown || *shown < 0) return {std::nullopt, true};
  return {std::max(*a.competitor_price, *shown), *a.competitor_price < *shown};
}

/// The lowest price, all-in, among those the ask names. Without a cart sum there is none for a
/// percent.
[[nodiscard]] inline std::optional<std::int64_t> named_total(
    const pack& p, const fact_set& facts, const ask& a,
    const std::optional<std::int64_t>& competitor) {
  std::optional<std::int64_t> lowest;
  const auto take = [&](std::int64_t amount) {
    lowest = lowest ? std::min(*lowest, amount) : amount;
  };
  if (a.target_total) take(*a.target_total);
  if (a.budget) take(*a.budget);
  if (competitor) take(*competitor);
  if (a.target_percent) {
    std::int64_t shipping = 0;
    for (const shipping_entry& entry : facts.shipping()) shipping += entry.price;
    take(facts.subtotal() - share_of(facts.subtotal(), *a.target_percent, p.header().rounding) +
         shipping);
  }
  return lowest;
}

}  // namespace parley::detail
