// Memory that the questions beyond `validate` share and reuse.
#pragma once

#include <cstdint>

#include "parley/engine/best_memory.hpp"
#include "parley/engine/condition_index.hpp"
#include "parley/engine/decision.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/engine/validate.hpp"
#include "parley/engine/workspace.hpp"

namespace parley {

/// One thread's scratch memory for eligible, stackable, best, explain, suggest and negotiate. Hand
/// the same object to one question after another; nothing of an answer points into it. Not
/// thread-safe.
struct question_workspace {
  workspace work;
  evaluator conditions;
  match_memory matching;
  matched_conditions matched;
  proposal trial;
  detail::best_memory best;
  decision judged;

  /// Asks `validate` about `trial`.
  const decision& judge(const pack& p, const fact_set& facts) { return judge(p, facts, trial); }
  const decision& judge(const pack& p, const fact_set& facts, const proposal& asked) {
    ++judgements;
    validate(p, facts, asked, work, judged);
    return judged;
  }

  std::uint64_t judgements = 0;  ///< calls of `validate` so far, for benches and tests
};

}  // namespace parley
