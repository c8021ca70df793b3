// Whether an ask makes sense for a pack, and what it would have the customer pay.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "parley/base/limits.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/question_workspace.hpp"
#include "parley/negotiate/ask.hpp"
#include "parley/negotiate/ladder.hpp"
#include "parley/negotiate/reply.hpp"

namespace parley::detail {

[[nodiscard]] inline graph::index trigger_named(const pack& p, std::string_view name) noexcept {
  const auto triggers = pack::rows(p.tables().triggers, p.header().triggers);
  for (graph::index i = 0; i < triggers.size(); ++i) {
    if (p.text(triggers[i].name) == name) return i;
  }
  return no_index;
}

/// Why this ask can't be answered; nothing when it can.
[[nodiscard]] inline std::optional<reply_reason> refuse_ask(const pack& p, const session& s,
                                                            const ask& a) {
  if (a.foreign_currency) return reply_reason::ask_currency;
  if (a.empty()) return reply_reason::ask_empty;
  for (const auto& amount : {a.target_total, a.budget, a.competitor_price}) {
    if (amount && (*amount < 0 || *amount > caps::cart_total)) return reply_reason::ask_amount;
  }
  if (a.target_percent && (*a.target_percent < 0 || *a.target_percent > ratio_one)) {
    return reply_reason::ask_amount;
  }
  if (a.want.size() > caps::proposal_offers) return reply_reason::ask_parameter;
  for (const proposed_offer& wanted : a.want) {
    const graph::index offer = p.offer_named(wanted.name);
    if (offer == no_index) return reply_reason::ask_unknown_offer;
    const parameter_grid grid = grid_of(p, offer);
    if (wanted.unit_mismatch || wanted.has_parameter != grid.ranged() ||
        (grid.ranged() && !grid.contains(wanted.parameter))) {
      return reply_reason::ask_parameter;
    }
  }
  for (const std::string_view name : a.give) {
    if (trigger_named(p, name) == no_index) return reply_reason::ask_unknown_trigger;
  }
  const std::string_view intent = a.intent.empty() ? std::string_view(s.intent) : a.intent;
  if (!intent.empty() ? p.playbook_named(intent) == no_index
                      : p.header().intent_optional == 0 && !p.tables().playbooks.empty()) {
    return reply_reason::ask_intent;
  }
  return std::nullopt;
}

/// The lowest price, all-in, among those the ask names. Without a cart sum there is none for a
/// percent.
[[nodiscard]] inline std::optional<std::int64_t> named_total(const pack& p, const fact_set& facts,
                                                             const ask& a) {
  std::optional<std::int64_t> lowest;
  const auto take = [&](std::int64_t amount) {
    lowest = lowest ? std::min(*lowest, amount) : amount;
  };
  if (a.target_total) take(*a.target_total);
  if (a.budget) take(*a.budget);
  if (a.competitor_price) take(*a.competitor_price);
  if (a.target_percent) {
    std::int64_t shipping = 0;
    for (const shipping_entry& entry : facts.shipping()) shipping += entry.price;
    take(facts.subtotal() - share_of(facts.subtotal(), *a.target_percent, p.header().rounding) +
         shipping);
  }
  return lowest;
}

/// The smallest money difference between two neighbouring steps of the ladder on this cart: what
/// counts as a move when the pack doesn't say. At least one minor unit.
[[nodiscard]] inline std::int64_t one_step(const pack& p, const fact_set& facts,
                                           std::string_view intent, question_workspace& w) {
  std::optional<std::int64_t> smallest, before;
  ladder_position at;
  for (std::uint32_t step = 0; step < p.header().ladder.count; ++step) {
    at.step = step;
    propose_step(p, at, w.trial);
    w.trial.intent = intent;
    w.trial.accept_partial = false;
    if (!w.judge(p, facts).has_quote) continue;
    const std::int64_t total = w.judged.quote.total;
    if (before && *before > total && (!smallest || *before - total < *smallest))
      smallest = *before - total;
    before = total;
  }
  return std::max<std::int64_t>(smallest.value_or(1), 1);
}

}  // namespace parley::detail
