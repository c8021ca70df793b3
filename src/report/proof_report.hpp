// What became of claims about a pack, as text and JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "parley/graph/pack.hpp"
#include "report/diagnostic_text.hpp"
#include "report/pack_diff.hpp"

namespace parley::report {

enum class proof_outcome : std::uint8_t { proved, refuted, open };

/// A rule of the pack that makes a claim true.
struct proof_ground {
  std::string rule;  ///< its sentence, or why no rule is needed
  std::optional<changed_place> at;
  std::string about;  ///< the pair it is for; empty: all of the claim
};

struct proof {
  std::string claim;
  proof_outcome outcome = proof_outcome::open;
  std::vector<proof_ground> grounds;      ///< of a proved claim
  std::optional<change_witness> witness;  ///< of a refuted one; `before` is with the claim
  std::uint64_t tried = 0;                ///< questions asked
};

[[nodiscard]] std::string_view name_of(proof_outcome outcome) noexcept;

/// {"pack","claims":[{"claim","outcome","grounds","witness","tried"}]}
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<proof>& proofs, const pack& about);
[[nodiscard]] std::string to_text(const std::vector<proof>& proofs, text_style style);

}  // namespace parley::report
