// The straight way for what most offers are: a percentage or an amount off the whole order, rounded
// once, while every line is one run and nothing clamps. The same amounts as the general way, which
// tests hold it to.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/engine/price_effects.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

[[nodiscard]] inline bool goes_straight(const workspace& w, const application& a) noexcept {
  const price_state& s = w.price;
  switch (a.effect.kind) {
    case graph::effect_kind::percent_off:
    case graph::effect_kind::amount_off:
    case graph::effect_kind::per_spend: break;
    default: return false;
  }
  return a.effect.target == graph::target_kind::order && a.effect.cap_each < 0 &&
         s.runs.size() == s.lines.size() && s.floors.empty() && s.caps.empty() &&
         level_of(w, a) == 0;
}

/// Precondition: `goes_straight`; then run and line go by the same number.
inline granted take_straight(workspace& w, const application& a) {
  price_state& s = w.price;
  applied_offer& row = w.out->quote.applied[a.applied];
  const std::size_t lines = s.lines.size();
  fit_scratch(s, lines);
  std::int64_t base = 0;
  bool own = true;  // every line may take as much as it weighs
  for (std::size_t i = 0; i < lines; ++i) {
    const std::uint32_t line = s.sequence[i];
    s.capacities[i] = s.runs[line].total;
    s.weights[i] = base_of(s, a, line);
    own = own && s.weights[i] == s.capacities[i];
    base += s.weights[i];
  }
  std::int64_t amount = a.what.parameter;
  if (a.effect.kind == graph::effect_kind::percent_off) {
    amount = share_rounded(w, base, amount);
  } else if (a.effect.kind == graph::effect_kind::per_spend) {
    if (a.effect.threshold <= 0) return {};
    row.sets = base / a.effect.threshold;
    if (a.effect.times != 0) row.sets = std::min<std::int64_t>(row.sets, a.effect.times);
    amount = product(amount, row.sets);
  }
  if (a.effect.cap >= 0) amount = std::min(amount, a.effect.cap);
  granted result;
  result.wanted = std::min(std::max<std::int64_t>(0, amount), s.merchandise);
  result.amount = allocate(result.wanted, s.weights, own ? s.weights : s.capacities, s.parts,
                           remainder_of(w), s.split);
  row.base = base;
  for (std::size_t i = 0; i < lines; ++i) {
    if (s.parts[i] == 0) continue;
    const std::uint32_t line = s.sequence[i];
    s.runs[line].total -= s.parts[i];
    s.lines[line].total -= s.parts[i];
    s.landed.push_back({line, a.applied, s.parts[i], s.weights[i], s.lines[line].quantity});
  }
  s.merchandise -= result.amount;
  return result;
}

}  // namespace parley::engine
