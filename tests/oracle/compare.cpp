#include "oracle/compare.hpp"

#include <set>

namespace parley::oracle {

namespace {

/// Findings that don't depend on the price. Conditions may read what earlier offers left, so they
/// are compared where every offer could be priced.
std::set<naive_finding> early(const std::set<naive_finding>& all, bool priced) {
  std::set<naive_finding> kept;
  for (const naive_finding& f : all) {
    const finding_code code = std::get<0>(f);
    if (code == finding_code::limit_exceeded || code == finding_code::limit_approval ||
        code == finding_code::effect_unknown) {
      continue;
    }
    // Stacking rules are judged whatever the price.
    if (code == finding_code::rule_error && !std::get<1>(f).starts_with('s')) continue;
    if (priced || code != finding_code::offer_condition) kept.insert(f);
  }
  return kept;
}

/// Whether offers are ruled out before anything is priced, so that a quote is a courtesy.
bool ruled_out(const std::set<naive_finding>& all) {
  for (const auto& [code, rule, v] : all) {
    const bool counts =
        code == finding_code::limit_exceeded || code == finding_code::limit_approval ||
        code == finding_code::playbook_needs || code == finding_code::playbook_offer ||
        code == finding_code::proposal_intent ||
        (code >= finding_code::stacking_excluded && code <= finding_code::stacking_requires) ||
        (code == finding_code::rule_error && rule.starts_with('s'));
    if (!counts && v == verdict::deny) return true;
  }
  return false;
}

bool same_numbers(const naive_quote& naive, const quote& real) {
  bool same = naive.subtotal == real.subtotal && naive.discount == real.discount &&
              naive.shipping == real.shipping &&
              naive.shipping_discount == real.shipping_discount && naive.total == real.total &&
              naive.line_discounts.size() == real.lines.size() &&
              naive.applied.size() == real.applied.size();
  for (std::size_t i = 0; same && i < real.lines.size(); ++i) {
    same = naive.line_discounts[i] == real.lines[i].discount;
  }
  for (std::size_t i = 0; same && i < real.applied.size(); ++i) {
    same = naive.applied[i].amount == real.applied[i].amount &&
           naive.applied[i].shipping == real.applied[i].shipping_amount &&
           naive.applied[i].cost == real.applied[i].cost;
  }
  return same;
}

}  // namespace

std::string difference(const naive_decision& naive, const engine_decision& real) {
  if (naive.verdict != real.full.verdict) return "verdict";
  const bool priced = naive.quote.has_value();
  if (early(naive.findings, priced) != early(real.findings, priced)) return "findings";
  if (!naive.quote || ruled_out(naive.findings)) return "";
  if (naive.findings != real.findings) return "limits";
  if (!real.full.has_quote || !same_numbers(*naive.quote, real.full.quote)) return "quote";
  return "";
}

}  // namespace parley::oracle
