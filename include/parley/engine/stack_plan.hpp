// What the stacking rules of a pack come to whatever a request names: worked out once a pack.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "parley/graph/pack.hpp"

namespace parley::engine {

/// How many offers of a set must name a rule before it can matter.
enum class rule_weight : std::uint8_t { one, two, never };

struct stack_plan {
  std::vector<rule_weight> weights;  ///< by stacking rule
};

/// Whether a rule names single offers only, no class and not any.
[[nodiscard]] inline bool names_single_offers(const pack& p, const graph::stacking_row& row) {
  using kind = graph::subject_row::kind;
  bool single = row.left.what == kind::offer;
  for (const graph::subject_row& subject : pack::rows(p.tables().subjects, row.right)) {
    single = single && subject.what == kind::offer;
  }
  return single;
}

/// A rule between single offers matters only when two of them are there, so it is enough to look at
/// it when it turns up in two offers' lists: a hub offer has rules by the hundred.
[[nodiscard]] inline rule_weight weight_of(const pack& p, const graph::stacking_row& row) {
  if (row.kind == graph::stacking_kind::before) return rule_weight::never;
  const bool pair =
      row.kind == graph::stacking_kind::with || row.kind == graph::stacking_kind::excludes;
  return pair && names_single_offers(p, row) ? rule_weight::two : rule_weight::one;
}

[[nodiscard]] inline const stack_plan& stack_plan_of(const pack& p) {
  return p.derived<stack_plan, derived_part::stacking>([&] {
    auto made = std::make_shared<stack_plan>();
    for (const graph::stacking_row& row : p.tables().stacking) {
      made->weights.push_back(weight_of(p, row));
    }
    return made;
  });
}

}  // namespace parley::engine
