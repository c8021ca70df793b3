// The best permitted combination of offers.
#pragma once

#include "parley/engine/best_request.hpp"

namespace parley {

/// Searches all combinations of offers and parameters by branch and bound; every one that counts
/// was judged `allow` by `validate`. Ties go to fewer offers, then to the earlier in pack order,
/// then to the less generous parameter, as far as 128 more sets show: hundreds of sets may give the
/// same. The budget is counted in nodes, so the answer never depends on time. A pure function of
/// its inputs. Offers that repeat are tried up to `most_repeats` times.
void best(const pack& p, const fact_set& facts, const best_request& request, question_workspace& w,
          best_answer& out);

}  // namespace parley

#include "parley/engine/best_question.hpp"
