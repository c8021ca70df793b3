// Claims about a pack: rules it isn't said to have, but that it should never break.
#pragma once

#include <cstdint>
#include <vector>

#include "parley/graph/pack.hpp"
#include "report/proof_report.hpp"

namespace parley::changes {

/// What is to be shown of one claim.
struct claim {
  std::string text;     ///< as written
  std::string rule_id;  ///< of the rule it became in the bound pack
};

/// Judges each claim. `bound` is `rules` with the claims as rules of their own. A claim is proved
/// where rules of the pack say as much whatever the facts, refuted by a question that `rules`
/// allows and the claim would deny, and open where `effort` questions show nothing. A pure function
/// of its inputs.
[[nodiscard]] std::vector<report::proof> prove(const pack& rules, const pack& bound,
                                               const std::vector<claim>& claims,
                                               std::uint64_t effort);

}  // namespace parley::changes
