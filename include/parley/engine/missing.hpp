// Every unknown fact that the rules about a proposal could read, whether it mattered or not.
#pragma once

#include "parley/engine/findings.hpp"
#include "parley/engine/stack.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

inline void add_missing(workspace& w, graph::index expression) {
  if (expression != no_index) w.evaluator.all_missing(expression, w.out->missing);
}

inline void add_missing_needs(workspace& w, graph::index playbook) {
  const graph::playbook_row& row = w.tables().playbooks[playbook];
  for (const graph::index fact : pack::rows(w.tables().fact_refs, row.needs)) {
    const fact_state state = w.facts->state(fact);
    if (state == fact_state::known || state == fact_state::absent) continue;
    w.out->missing.push_back({missing_fact::kind::fact, fact, no_index, state});
  }
  for (const graph::handoff_row& h : pack::rows(w.tables().handoffs, row.handoffs))
    add_missing(w, h.when);
}

inline void add_missing_target(workspace& w, graph::target_kind target, graph::index which) {
  if (target == graph::target_kind::selector) add_missing(w, w.tables().selectors[which].when);
}

inline void add_missing_offers(workspace& w) {
  for (const graph::index offer : w.stack.distinct) {
    const graph::offer_row& row = w.offer(offer);
    add_missing(w, row.when);
    add_missing(w, row.effect.expression);
    add_missing_target(w, row.effect.target, row.effect.target_index);
    for (const graph::bundle_part_row& part :
         pack::rows(w.tables().bundle_parts, row.effect.parts)) {
      add_missing_target(w, part.target, part.target_index);
    }
  }
}

inline void add_missing_limits(workspace& w) {
  for (const graph::index which : w.limits) {
    const graph::limit_row& row = w.tables().limits[which];
    add_missing(w, row.when);
    add_missing(w, row.expression);
    add_missing_target(w, row.target, row.target_index);
    w.reasons.clear();
    static_cast<void>(counted(w, row));
    if (row.measure == graph::measure::margin && w.cart_known) {
      if (row.target == graph::target_kind::selector) w.lines_of(row.target_index);
      add_missing_costs(w, row, w.out->missing);
    }
    w.out->missing.insert(w.out->missing.end(), w.reasons.begin(), w.reasons.end());
  }
}

/// Stacking rules that could relate two offers of the set, or count them.
inline void add_missing_stacking(workspace& w) {
  for (const graph::index rule : w.stack.relevant) {
    const graph::stacking_row& row = w.tables().stacking[rule];
    if (row.when == no_index) continue;
    const offer_bits left = members(w.stack, row.left);
    const bool pairs =
        row.kind == graph::stacking_kind::with || row.kind == graph::stacking_kind::excludes;
    if (left == 0 || (pairs && right_members(w, row) == 0)) continue;
    add_missing(w, row.when);
  }
}

/// Collects the list. Facts that findings name are part of it.
inline void gather_missing(workspace& w) {
  add_missing_offers(w);
  add_missing_stacking(w);
  add_missing_limits(w);
  for (const graph::handoff_row& h : pack::rows(w.tables().handoffs, w.pack->header().handoffs)) {
    add_missing(w, h.when);
  }
  if (w.playbook != no_index) {
    add_missing_needs(w, w.playbook);
  } else {
    for (graph::index i = 0; i < w.tables().playbooks.size(); ++i) add_missing_needs(w, i);
  }
  decision& out = *w.out;
  out.missing.insert(out.missing.end(), out.finding_missing.begin(), out.finding_missing.end());
  settle(out.missing);
}

}  // namespace parley::engine
