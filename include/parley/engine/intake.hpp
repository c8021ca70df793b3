// Reading a proposal: known offers, allowed parameters, repeats.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "parley/base/text_bytes.hpp"
#include "parley/engine/findings.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

[[nodiscard]] constexpr quantity::kind quantity_kind(graph::unit u) noexcept {
  switch (u) {
    case graph::unit::share: return quantity::kind::share;
    case graph::unit::money: return quantity::kind::money;
    case graph::unit::count: return quantity::kind::count;
    case graph::unit::none: break;
  }
  return quantity::kind::nothing;
}

/// Whether an offer may be asked for like this: a range wants a parameter inside it and on its
/// step; a constant takes none, or exactly itself.
[[nodiscard]] constexpr bool allows(const graph::effect_row& effect,
                                    const proposed_offer& asked) noexcept {
  const bool ranged = effect.minimum != effect.maximum;
  if (!asked.has_parameter) return !ranged;
  if (asked.unit_mismatch || effect.unit == graph::unit::none) return false;
  if (asked.parameter < effect.minimum || asked.parameter > effect.maximum) return false;
  return effect.step <= 0 || (asked.parameter - effect.minimum) % effect.step == 0;
}

inline void report_parameter(workspace& w, graph::index offer, const proposed_offer& asked) {
  const graph::effect_row& effect = w.offer(offer).effect;
  finding& f = report(w, finding_code::proposal_parameter, verdict::deny, finding::rule_kind::offer,
                      offer, {offer});
  const quantity::kind kind = quantity_kind(effect.unit);
  if (asked.has_parameter && !asked.unit_mismatch) f.actual = {kind, asked.parameter, 1};
  const bool above = asked.has_parameter && asked.parameter > effect.maximum;
  f.bound = {kind, above ? effect.maximum : effect.minimum, 1};
}

/// The row of an asked offer. One that doesn't have this name is no shortcut.
[[nodiscard]] inline graph::index row_of(const workspace& w, const proposed_offer& item) {
  const bool known = item.row < w.tables().offers.size() &&
                     equal_texts(w.pack->text(w.offer(item.row).name), item.name);
  return known ? item.row : w.pack->offer_named(item.name);
}

/// Looks every asked offer up and puts the known ones in their order of application. Returns
/// whether all of them are known and allowed, so that a quote of the whole proposal is possible.
inline bool take_in(workspace& w, const proposal& asked) {
  assert(asked.offers.size() <= caps::proposal_offers);
  bool whole = true;
  for (const proposed_offer& item : asked.offers) {
    const graph::index offer = row_of(w, item);
    if (offer == no_index) {
      report(w, finding_code::proposal_unknown_offer, verdict::deny, finding::rule_kind::none,
             no_index, {})
          .text = item.name;
      whole = false;
      continue;
    }
    const graph::effect_row& effect = w.offer(offer).effect;
    const bool valid = allows(effect, item);
    if (!valid) report_parameter(w, offer, item);
    whole = whole && valid;
    const bool ranged = effect.minimum != effect.maximum;
    w.instances.push_back(
        {offer, ranged ? item.parameter : effect.minimum, ranged && item.has_parameter, valid});
  }
  const auto earlier = [&](const offer_instance& a, const offer_instance& b) {
    const std::uint32_t x = w.offer(a.offer).position;
    const std::uint32_t y = w.offer(b.offer).position;
    if (x != y) return x < y;
    if (a.offer != b.offer) return a.offer < b.offer;
    return a.parameter < b.parameter;
  };
  if (!std::is_sorted(w.instances.begin(), w.instances.end(), earlier)) {
    std::sort(w.instances.begin(), w.instances.end(), earlier);
  }
  return whole;
}

/// Reports offers that are named more often than they allow. Precondition: `gather_set` ran.
inline void judge_repeats(workspace& w) {
  for (std::size_t i = 0; i < w.stack.distinct.size(); ++i) {
    const graph::index offer = w.stack.distinct[i];
    if (w.stack.instances[i] <= w.offer(offer).repeat) continue;
    finding& f = report(w, finding_code::proposal_duplicate, verdict::deny,
                        finding::rule_kind::offer, offer, {offer});
    f.actual = {quantity::kind::count, w.stack.instances[i], 1};
    f.bound = {quantity::kind::count, w.offer(offer).repeat, 1};
  }
}

}  // namespace parley::engine
