// Effects on shipping, and those that only cost the merchant something: gifts, upgrades, perks.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/engine/price_effects.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

[[nodiscard]] inline bool selects_shipping(const workspace& w, const application& a,
                                           std::size_t entry) {
  std::string_view methods = w.pack->text(a.effect.text);
  if (methods.empty()) return true;
  const std::string_view wanted = w.facts->shipping()[entry].method;
  while (!methods.empty()) {  // one a line
    const std::size_t end = std::min(methods.find('\n'), methods.size());
    if (methods.substr(0, end) == wanted) return true;
    methods.remove_prefix(std::min(end + 1, methods.size()));
  }
  return false;
}

/// What the effect wants off each shipping entry, into `parts`; their sum is returned.
inline std::int64_t want_off_shipping(workspace& w, const application& a) {
  price_state& s = w.price;
  const std::size_t entries = s.shipping.size();
  fit_scratch(s, entries);
  std::int64_t bases = 0;
  for (std::size_t i = 0; i < entries; ++i) {
    const bool selected = selects_shipping(w, a, i);
    const std::int64_t base = a.offer.basis == graph::basis::list    ? w.facts->shipping()[i].price
                              : a.offer.basis == graph::basis::stage ? s.staged_shipping[i]
                                                                     : s.shipping[i];
    s.weights[i] = selected ? base : 0;
    s.capacities[i] = selected ? s.shipping[i] : 0;
    bases += s.weights[i];
    switch (a.effect.kind) {
      case graph::effect_kind::shipping_percent:
        s.parts[i] = share_rounded(w, base, a.what.parameter);
        break;
      case graph::effect_kind::shipping_amount: s.parts[i] = a.what.parameter; break;
      default: s.parts[i] = base - a.what.parameter; break;
    }
    s.parts[i] = std::clamp<std::int64_t>(s.parts[i], 0, s.capacities[i]);
  }
  if (a.effect.kind == graph::effect_kind::shipping_percent && level_of(w, a) == 0) {
    return allocate(share_rounded(w, bases, a.what.parameter), s.weights, s.capacities, s.parts,
                    remainder_of(w), s.split);
  }
  std::int64_t sum = 0;
  for (const std::int64_t part : s.parts) sum += part;
  return sum;
}

inline granted take_shipping(workspace& w, const application& a) {
  price_state& s = w.price;
  granted result;
  result.wanted = want_off_shipping(w, a);
  std::int64_t& base = w.out->quote.applied[a.applied].base;
  for (std::size_t i = 0; i < s.shipping.size(); ++i) {
    if (!selects_shipping(w, a, i)) continue;
    base += a.offer.basis == graph::basis::list ? w.facts->shipping()[i].price : s.shipping[i];
  }
  if (a.effect.cap >= 0) result.wanted = std::min(result.wanted, a.effect.cap);
  std::int64_t allowed = result.wanted;
  std::int64_t sum = 0;
  for (const std::int64_t part : s.parts) sum += part;
  // Caps may use the scratch; they are asked before it is filled for good.
  apply_caps(w, a.what, taking::shipping, allowed, result.bound_by);
  if (allowed < sum) {
    s.weights = s.parts;
    s.capacities = s.parts;
    allocate(allowed, s.weights, s.capacities, s.parts, remainder_of(w), s.split);
  }
  for (std::size_t i = 0; i < s.shipping.size(); ++i) s.shipping[i] -= s.parts[i];
  s.shipping_total -= allowed;
  result.amount = allowed;
  return result;
}

/// The declared cost of what is given away: whole or not at all.
inline granted take_cost(workspace& w, const application& a) {
  granted result;
  if (a.offer.has_cost == 0) return result;
  result.wanted = declared_cost(a.offer, a.what.parameter);
  if (result.wanted > caps::cart_total) w.price.overflow = true;
  result.amount = result.wanted;
  apply_caps(w, a.what, taking::cost, result.amount, result.bound_by);
  if (result.amount < result.wanted) result.amount = 0;
  return result;
}

}  // namespace parley::engine
