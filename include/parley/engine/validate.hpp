// The central question: may this proposal be promised?
#pragma once

#include <algorithm>

#include "parley/engine/conditions.hpp"
#include "parley/engine/decision.hpp"
#include "parley/engine/intake.hpp"
#include "parley/engine/limits.hpp"
#include "parley/engine/missing.hpp"
#include "parley/engine/playbooks.hpp"
#include "parley/engine/stack.hpp"
#include "parley/engine/workspace.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

namespace engine {

inline void clear_lines(quote& q) {
  q.lines.clear(), q.allocations.clear(), q.runs.clear();
}

/// Empties an answer but for the lines of its quote, which pricing writes over.
inline void clear_findings(decision& d) {
  d.verdict = verdict::allow;
  d.findings.clear(), d.notes.clear(), d.finding_offers.clear(), d.finding_missing.clear();
  d.missing.clear(), d.handoffs.clear(), d.obligations.clear(), d.approvals.clear();
  d.has_quote = false;
  quote& q = d.quote;
  q.subtotal = q.discount = q.shipping = q.shipping_discount = q.total = q.concession =
      q.gifts_cost = 0;
  q.applied.clear(), q.shipping_entries.clear();
}

inline void clear(decision& d) {
  clear_findings(d);
  clear_lines(d.quote);
}

}  // namespace engine

/// Decides a proposal and writes the whole answer into `out` (which keeps its memory between
/// calls). A pure function of pack, facts and proposal: same inputs, same answer, byte for byte.
/// Thread-safe as long as each thread has its own workspace and decision. Allocates nothing once
/// both have seen a request of this size. Preconditions: `facts` was made for this pack; at most
/// caps::proposal_offers offers.
inline void validate(const pack& p, const fact_set& facts, const proposal& asked, workspace& w,
                     decision& out) {
  engine::clear_findings(out);
  w.begin(p, facts, asked.intent, out);
  const bool whole = engine::take_in(w, asked);
  engine::judge_intent(w, asked.intent);
  engine::gather_set(w);
  engine::judge_repeats(w);
  engine::judge_playbook_offers(w);
  engine::judge_needs(w);
  engine::gather_limits(w);
  engine::judge_and_price(w);
  engine::judge_set(w);
  engine::judge_limits(w);
  engine::judge_grants(w, asked.accept_partial);
  engine::judge_handoffs(w);
  for (const finding& f : out.findings) out.verdict = std::max(out.verdict, f.verdict);
  out.has_quote = whole && w.priced;
  if (!out.has_quote) out.quote.applied.clear();
  if (!w.priced) engine::clear_lines(out.quote);
  engine::gather_obligations(w);
  engine::gather_missing(w);
  engine::sort_findings(w);
}

}  // namespace parley
