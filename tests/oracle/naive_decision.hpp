// Whole decisions, judged rule by rule from the pack as it was written.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "oracle/naive_pricing.hpp"
#include "parley/engine/decision.hpp"

namespace parley::oracle {

struct naive_asked {
  std::string name;
  bool has_parameter = false;
  std::int64_t parameter = 0;  ///< share (1e-8) or minor units
};

struct naive_proposal {
  std::vector<naive_asked> offers;
  std::string intent;
};

/// Code, rule and verdict of a finding; each once however many lines or pairs it concerns.
using naive_finding = std::tuple<finding_code, std::string, verdict>;

struct naive_decision {
  parley::verdict verdict = parley::verdict::allow;
  std::set<naive_finding> findings;
  std::optional<naive_quote>
      quote;  ///< there where every offer could be priced and is not ruled out
};

/// Precondition: there is a cart with a line or more.
[[nodiscard]] naive_decision decide(const syntax::pack& pack, const naive_facts& facts,
                                    const naive_proposal& asked);

}  // namespace parley::oracle
