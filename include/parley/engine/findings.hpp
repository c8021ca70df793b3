// Collects the reasons for a verdict and puts them in an order that doesn't depend on the rules'
// order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "parley/engine/workspace.hpp"

namespace parley {

namespace engine {

[[nodiscard]] inline bool before(const missing_fact& a, const missing_fact& b) noexcept {
  if (a.what != b.what) return a.what < b.what;
  if (a.which != b.which) return a.which < b.which;
  if (a.line != b.line) return a.line < b.line;
  return a.reason < b.reason;
}

/// Sorts and drops what is said twice.
inline void settle(std::vector<missing_fact>& list) {
  if (list.size() < 2) return;
  std::sort(list.begin(), list.end(), before);
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

/// Adds a finding about a rule and offers; offers are put in the order of their names.
inline finding& report(workspace& w, finding_code code, verdict v, enum finding::rule_kind kind,
                       graph::index rule, std::span<const graph::index> offers) {
  decision& out = *w.out;
  finding made;
  made.code = code;
  made.verdict = v;
  made.rule_kind = kind;
  made.rule = rule;
  made.offers = {static_cast<std::uint32_t>(out.finding_offers.size()),
                 static_cast<std::uint32_t>(offers.size())};
  out.finding_offers.insert(out.finding_offers.end(), offers.begin(), offers.end());
  if (offers.size() > 1) {
    std::sort(out.finding_offers.end() - static_cast<std::ptrdiff_t>(offers.size()),
              out.finding_offers.end(), [&](graph::index a, graph::index b) {
                return w.pack->text(w.offer(a).name) < w.pack->text(w.offer(b).name);
              });
  }
  out.findings.push_back(made);
  return out.findings.back();
}

inline finding& report(workspace& w, finding_code code, verdict v, enum finding::rule_kind kind,
                       graph::index rule, std::initializer_list<graph::index> offers) {
  return report(w, code, v, kind, rule,
                std::span<const graph::index>(offers.begin(), offers.size()));
}

/// Gives a `need` its facts: what stands in `w.reasons`.
inline void explain_need(workspace& w, finding& f) {
  settle(w.reasons);
  std::vector<missing_fact>& all = w.out->finding_missing;
  f.missing = {static_cast<std::uint32_t>(all.size()),
               static_cast<std::uint32_t>(w.reasons.size())};
  all.insert(all.end(), w.reasons.begin(), w.reasons.end());
  w.reasons.clear();
}

/// The name a finding's rule has in the pack: independent of where the rule stands.
[[nodiscard]] inline std::string_view rule_name(const workspace& w, const finding& f) noexcept {
  const auto& t = w.tables();
  if (f.rule == no_index) return f.text;
  switch (f.rule_kind) {
    case finding::rule_kind::offer: return w.pack->text(t.offers[f.rule].name);
    case finding::rule_kind::stacking: return w.pack->text(t.stacking[f.rule].id);
    case finding::rule_kind::limit: return w.pack->text(t.limits[f.rule].id);
    case finding::rule_kind::playbook: return w.pack->text(t.playbooks[f.rule].name);
    case finding::rule_kind::none: break;
  }
  return f.text;
}

[[nodiscard]] inline bool finding_before(const workspace& w, const finding& a, const finding& b) {
  if (a.verdict != b.verdict) return a.verdict > b.verdict;
  if (a.code != b.code) return a.code < b.code;
  if (a.rule_kind != b.rule_kind) return a.rule_kind < b.rule_kind;
  const std::string_view left = rule_name(w, a);
  const std::string_view right = rule_name(w, b);
  if (left != right) return left < right;
  const auto& offers = w.out->finding_offers;
  for (std::uint32_t i = 0; i < a.offers.count && i < b.offers.count; ++i) {
    const auto x = w.pack->text(w.offer(offers[a.offers.first + i]).name);
    const auto y = w.pack->text(w.offer(offers[b.offers.first + i]).name);
    if (x != y) return x < y;
  }
  if (a.offers.count != b.offers.count) return a.offers.count < b.offers.count;
  return a.line < b.line;
}

inline void sort_findings(workspace& w) {
  const auto less = [&](const finding& a, const finding& b) { return finding_before(w, a, b); };
  decision& out = *w.out;
  if (out.findings.size() > 1) std::sort(out.findings.begin(), out.findings.end(), less);
  if (out.notes.size() > 1) std::sort(out.notes.begin(), out.notes.end(), less);
}

}  // namespace engine
}  // namespace parley
