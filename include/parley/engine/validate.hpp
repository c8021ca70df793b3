// The central question: may this proposal be promised?
#pragma once

#include "parley/engine/decision.hpp"
#include "parley/engine/workspace.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

/// Decides a proposal and writes the whole answer into `out` (which keeps its memory between calls).
/// A pure function of pack, facts and proposal: same inputs, same answer, byte for byte.
/// Thread-safe as long as each thread has its own workspace and decision. Allocates nothing once both
/// have seen a request of this size.
/// Preconditions: `facts` was made for this pack; at most caps::proposal_offers offers.
void validate(const pack& p, const fact_set& facts, const proposal& asked, workspace& w, decision& out);

}  // namespace parley
