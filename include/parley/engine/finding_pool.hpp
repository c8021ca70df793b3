// Findings taken out of decisions, so that they outlive them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/engine/decision.hpp"

namespace parley {

/// Findings with the offers and facts they refer to. Keeps its memory when cleared. Not
/// thread-safe.
struct finding_pool {
  std::vector<finding> findings;
  std::vector<graph::index> offers;   ///< finding::offers are ranges in here
  std::vector<missing_fact> missing;  ///< finding::missing are ranges in here

  void clear() noexcept {
    findings.clear();
    offers.clear();
    missing.clear();
  }

  /// Copies a finding of `from` and returns its number.
  std::uint32_t add(const decision& from, finding f) {
    const auto first_offer = static_cast<std::uint32_t>(offers.size());
    const auto first_missing = static_cast<std::uint32_t>(missing.size());
    for (std::uint32_t i = 0; i < f.offers.count; ++i) {
      offers.push_back(from.finding_offers[f.offers.first + i]);
    }
    for (std::uint32_t i = 0; i < f.missing.count; ++i) {
      missing.push_back(from.finding_missing[f.missing.first + i]);
    }
    f.offers.first = first_offer;
    f.missing.first = first_missing;
    findings.push_back(f);
    return static_cast<std::uint32_t>(findings.size() - 1);
  }

  /// Says that an offer's own condition refuses it.
  std::uint32_t add_condition(graph::index offer) {
    finding f;
    f.code = finding_code::offer_condition;
    f.rule_kind = finding::rule_kind::offer;
    f.rule = offer;
    f.offers = {static_cast<std::uint32_t>(offers.size()), 1};
    f.missing = {static_cast<std::uint32_t>(missing.size()), 0};
    offers.push_back(offer);
    findings.push_back(f);
    return static_cast<std::uint32_t>(findings.size() - 1);
  }

  [[nodiscard]] std::span<const graph::index> offers_of(const finding& f) const noexcept {
    return std::span(offers).subspan(f.offers.first, f.offers.count);
  }
  [[nodiscard]] std::span<const missing_fact> missing_of(const finding& f) const noexcept {
    return std::span(missing).subspan(f.missing.first, f.missing.count);
  }
};

/// The verdict without findings about offers that have to accompany others.
[[nodiscard]] inline verdict verdict_without_requirements(const decision& d) noexcept {
  verdict worst = verdict::allow;
  for (const finding& f : d.findings) {
    if (f.code != finding_code::stacking_requires) worst = std::max(worst, f.verdict);
  }
  return worst;
}

}  // namespace parley
