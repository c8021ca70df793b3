// What may be offered now, and how much of it?
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parley/engine/condition_index.hpp"
#include "parley/engine/finding_pool.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/question_workspace.hpp"

namespace parley {

/// How far an offer with a range may go beside what is already promised. Exact to the step.
struct headroom {
  bool ranged = false;
  bool some = false;                 ///< at least one value is allowed
  std::int64_t most = 0;             ///< the most generous allowed value
  std::int64_t least = 0;            ///< the least generous allowed value
  bool gaps = false;                 ///< some value between `least` and `most` is not allowed
  std::uint32_t binding = no_index;  ///< in eligibility::reasons: what refuses the value after
                                     ///< `most`; no_index where the range itself ends
  bool with_approval = false;        ///< an approval would allow more
  std::int64_t most_with_approval = 0;
  graph::index approval_limit = no_index;
};

/// One offer of the pack: alone, or beside what is already promised.
struct eligible_offer {
  graph::index offer = no_index;
  parley::verdict verdict = parley::verdict::deny;  ///< of its best value, requirements left aside
  row_range reasons;                                ///< in eligibility::reasons.findings
  row_range requirements;                           ///< in eligibility::requirements
  bool promised = false;  ///< named by the promises already; headroom is then its own new value
  parley::headroom headroom;
  bool has_quote = false;  ///< with the best value, beside the promises
  std::int64_t total = 0;
  std::int64_t saving = 0;  ///< off merchandise and shipping, by this offer
};

/// The answer to `eligible`. Reuse one object: its vectors keep their memory.
struct eligibility {
  std::vector<eligible_offer> offers;  ///< in pack order
  finding_pool reasons;
  std::vector<graph::index> requirements;  ///< stacking rows that ask for company not yet promised
  std::vector<missing_fact> missing;       ///< every unknown fact that was met, sorted

  void clear() noexcept {
    offers.clear();
    reasons.clear();
    requirements.clear();
    missing.clear();
  }
};

struct eligible_options {
  bool only_relevant = false;  ///< leave out offers whose own condition is false
};

/// The index over the conditions of a pack's offers, which are its conditions by number. Made on
/// first use, in microseconds an offer, and kept with the pack; thread-safe. A host that wants its
/// first request to be like the others asks for it at start-up.
[[nodiscard]] const condition_index& offer_index(const pack& p);

/// Whose own condition holds, a bit an offer, and nothing more: no stacking, no limit, no price.
/// `w.matched` holds the answer too until the next question. Allocates nothing once warm.
const matched_conditions& matching_offers(const pack& p, const fact_set& facts,
                                          std::string_view intent, question_workspace& w);

/// Judges each offer beside `promised` (its offers, intent and accept_partial). An offer whose own
/// condition is false is settled by that alone and not priced. Ranges up to `whole_grid` points are
/// tried whole; longer ones by bisection, and whole again when samples show that they are not
/// monotone. A pure function of its inputs. Allocates nothing once `w` and `out` have seen a
/// request of this size.
void eligible(const pack& p, const fact_set& facts, const proposal& promised, question_workspace& w,
              eligibility& out, eligible_options options = {});

/// Points up to which a range is tried point by point.
inline constexpr std::uint64_t whole_grid = 32;
/// Points up to which a range that isn't monotone is tried point by point.
inline constexpr std::uint64_t longest_grid = 4'096;

}  // namespace parley

#include "parley/engine/eligible_headroom.hpp"
