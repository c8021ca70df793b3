// The straight way for what most offers are: a percentage or an amount off the order or off some
// lines, rounded once, while every line is one run and nothing clamps. The same amounts as the
// general way, which tests hold it to.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

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
  return a.effect.cap_each < 0 && s.runs.size() == s.lines.size() && s.floors.empty() &&
         s.caps.empty() && level_of(w, a) == 0;
}

/// The lines of an effect's target, in the sequence. Precondition: `know_target` said done.
[[nodiscard]] inline std::span<const std::uint32_t> lines_of_target(workspace& w,
                                                                    const application& a) {
  price_state& s = w.price;
  if (a.effect.target != graph::target_kind::selector &&
      a.effect.target != graph::target_kind::sku) {
    return s.sequence;
  }
  s.order.resize(s.sequence.size());
  std::size_t count = 0;
  for (const std::uint32_t line : s.sequence) {
    s.order[count] = line;
    const truth member = in_target(w, a.effect.target, a.effect.target_index, a.effect.text, line);
    count += member == truth::yes ? 1 : 0;
  }
  return std::span<const std::uint32_t>(s.order).first(count);
}

/// What the lines cost by the offer's basis, and what they cost now.
struct straight_sums {
  std::int64_t base = 0;
  std::int64_t left = 0;
  bool own = true;  ///< every line may take as much as it weighs
};

inline straight_sums weigh_lines(price_state& s, const application& a,
                                 std::span<const std::uint32_t> lines) {
  straight_sums sums;
  fit_scratch(s, lines.size());
  std::int64_t* const weights = s.weights.data();
  if (a.offer.basis == graph::basis::running) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      weights[i] = s.runs[lines[i]].total;
      sums.base += weights[i];
    }
    sums.left = sums.base;
    return sums;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    s.capacities[i] = s.runs[lines[i]].total;
    weights[i] = base_of(s, a, lines[i]);
    sums.own = sums.own && weights[i] == s.capacities[i];
    sums.base += weights[i];
    sums.left += s.capacities[i];
  }
  return sums;
}

/// Takes the parts off the lines and writes them down for the quote.
inline void take_from_lines(price_state& s, std::uint32_t applied,
                            std::span<const std::uint32_t> lines) {
  const std::size_t before = s.landed.size();
  s.landed.resize(before + lines.size());
  landed_amount* next = s.landed.data() + before;
  price_line* const all = s.lines.data();
  price_run* const runs = s.runs.data();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::int64_t part = s.parts[i];
    if (part == 0) continue;
    price_line& line = all[lines[i]];
    line.total -= part;
    ++line.landed;
    runs[lines[i]].total -= part;
    *next++ = {lines[i], applied, part, s.weights[i], line.quantity};
  }
  s.landed.resize(static_cast<std::size_t>(next - s.landed.data()));
}

/// Precondition: `goes_straight`; then run and line go by the same number.
inline granted take_straight(workspace& w, const application& a) {
  price_state& s = w.price;
  applied_offer& row = w.out->quote.applied[a.applied];
  const std::span<const std::uint32_t> lines = lines_of_target(w, a);
  const straight_sums sums = weigh_lines(s, a, lines);
  std::int64_t amount = a.what.parameter;
  if (a.effect.kind == graph::effect_kind::percent_off) {
    amount = share_rounded(w, sums.base, amount);
  } else if (a.effect.kind == graph::effect_kind::per_spend) {
    if (a.effect.threshold <= 0) return {};
    row.sets = sums.base / a.effect.threshold;
    if (a.effect.times != 0) row.sets = std::min<std::int64_t>(row.sets, a.effect.times);
    amount = product(amount, row.sets);
  }
  if (a.effect.cap >= 0) amount = std::min(amount, a.effect.cap);
  row.base = sums.base;
  granted result;
  result.wanted = std::min(std::max<std::int64_t>(0, amount), sums.left);
  if (result.wanted == 0) return result;
  result.amount =
      sums.own
          ? allocate_within(result.wanted, s.weights, sums.base, s.parts, remainder_of(w), s.split)
          : allocate(result.wanted, s.weights, s.capacities, s.parts, remainder_of(w), s.split);
  take_from_lines(s, a.applied, lines);
  s.merchandise -= result.amount;
  return result;
}

}  // namespace parley::engine
