// The codes of findings: part of a pack's vocabulary, since its wording names them.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley {

enum class finding_code : std::uint8_t {
  proposal_unknown_offer,  // proposal.unknown_offer
  proposal_parameter,  // proposal.parameter: missing, superfluous, outside its range, off its step
  proposal_duplicate,  // proposal.duplicate
  proposal_intent,     // proposal.intent: missing or unknown
  playbook_offer,      // playbook.offer: outside the intent's playbook
  playbook_needs,      // playbook.needs: a needed fact is unknown (need) or absent (deny)
  offer_condition,     // offer.condition: `when` is false, or unknown (need)
  stacking_excluded,   // stacking.excluded
  stacking_alone,      // stacking.alone
  stacking_at_most,    // stacking.at_most
  stacking_not_permitted,  // stacking.not_permitted
  stacking_requires,       // stacking.requires
  limit_exceeded,          // limit.exceeded
  limit_approval,          // limit.approval: an approval is required
  grant_partial,           // grant.partial
  effect_unknown,          // effect.unknown: a fact that decides a price is unknown
  rule_error,              // rule.error
  price_overflow,          // price.overflow
};

/// The stable name of a code in every output.
[[nodiscard]] constexpr std::string_view name_of(finding_code code) noexcept {
  switch (code) {
    case finding_code::proposal_unknown_offer: return "proposal.unknown_offer";
    case finding_code::proposal_parameter: return "proposal.parameter";
    case finding_code::proposal_duplicate: return "proposal.duplicate";
    case finding_code::proposal_intent: return "proposal.intent";
    case finding_code::playbook_offer: return "playbook.offer";
    case finding_code::playbook_needs: return "playbook.needs";
    case finding_code::offer_condition: return "offer.condition";
    case finding_code::stacking_excluded: return "stacking.excluded";
    case finding_code::stacking_alone: return "stacking.alone";
    case finding_code::stacking_at_most: return "stacking.at_most";
    case finding_code::stacking_not_permitted: return "stacking.not_permitted";
    case finding_code::stacking_requires: return "stacking.requires";
    case finding_code::limit_exceeded: return "limit.exceeded";
    case finding_code::limit_approval: return "limit.approval";
    case finding_code::grant_partial: return "grant.partial";
    case finding_code::effect_unknown: return "effect.unknown";
    case finding_code::rule_error: return "rule.error";
    case finding_code::price_overflow: return "price.overflow";
  }
  return "?";
}

inline constexpr finding_code last_finding_code = finding_code::price_overflow;

}  // namespace parley
