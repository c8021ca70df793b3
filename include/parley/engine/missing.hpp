// Every unknown fact that the rules about a proposal could read, whether it mattered or not.
#pragma once

#include <algorithm>
#include <vector>

#include "parley/engine/findings.hpp"
#include "parley/engine/limit_amount.hpp"
#include "parley/engine/stack.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

inline void add_missing(workspace& w, graph::index expression) {
  if (expression != no_index) w.evaluator.all_missing(expression, w.out->missing);
}

inline void add_missing_handoffs(workspace& w, row_range range) {
  for (const graph::handoff_row& h : pack::rows(w.tables().handoffs, range)) add_missing(w, h.when);
}

inline void add_missing_needs(workspace& w, row_range needs) {
  for (const graph::index fact : pack::rows(w.tables().fact_refs, needs)) {
    const fact_state state = w.facts->state(fact);
    if (state == fact_state::known || state == fact_state::absent) continue;
    w.out->missing.push_back({missing_fact::kind::fact, fact, no_index, state});
  }
}

/// The same for an expression that is asked for the lines of a selector only.
inline void add_missing_over(workspace& w, graph::index expression, graph::target_kind target,
                             graph::index which) {
  if (expression == no_index) return;
  std::vector<missing_fact>& all = w.out->missing;
  const auto before = static_cast<std::ptrdiff_t>(all.size());
  add_missing(w, expression);
  const std::uint32_t reads = w.tables().expressions[expression].reads;
  if (target != graph::target_kind::selector || (reads & graph::reads_line) == 0 ||
      (reads & graph::reads_cart) != 0) {
    return;
  }
  w.lines_of(which);
  const auto elsewhere = [&](const missing_fact& m) {
    return m.what == missing_fact::kind::line && w.holds(which, m.line) == truth::no;
  };
  all.erase(std::remove_if(all.begin() + before, all.end(), elsewhere), all.end());
}

inline void add_missing_target(workspace& w, graph::target_kind target, graph::index which) {
  if (target != graph::target_kind::selector || w.lines_of(which).all_known) return;
  add_missing(w, w.tables().selectors[which].when);
}

inline void add_missing_offers(workspace& w) {
  for (const graph::index offer : w.stack.distinct) {
    const graph::offer_row& row = w.offer(offer);
    add_missing(w, row.when);
    add_missing_over(w, row.effect.expression, row.effect.target, row.effect.target_index);
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
    const bool margin = row.measure == graph::measure::margin && w.cart_known && w.costs < 0;
    if (row.when == no_index && row.expression == no_index && row.counter == no_index && !margin &&
        row.target != graph::target_kind::selector) {
      continue;  // nothing about it could be unknown
    }
    add_missing_over(w, row.when, row.target, row.target_index);
    add_missing_over(w, row.expression, row.target, row.target_index);
    add_missing_target(w, row.target, row.target_index);
    w.reasons.clear();
    static_cast<void>(counted(w, row));
    if (margin) {
      if (row.target == graph::target_kind::selector) w.lines_of(row.target_index);
      add_missing_costs(w, row, w.out->missing);
    }
    w.out->missing.insert(w.out->missing.end(), w.reasons.begin(), w.reasons.end());
  }
}

/// Stacking rules that could relate two offers of the set, or count them.
inline void add_missing_stacking(workspace& w) {
  for (const stack_state::relevant_rule& r : w.stack.relevant) {
    const graph::stacking_row& row = w.tables().stacking[r.rule];
    if (row.when == no_index || r.left == 0) continue;
    add_missing(w, row.when);
  }
}

/// Collects the list. Facts that findings name are part of it.
inline void gather_missing(workspace& w) {
  add_missing_offers(w);
  add_missing_stacking(w);
  add_missing_limits(w);
  add_missing_handoffs(w, w.pack->header().handoffs);
  if (w.playbook != no_index) {
    add_missing_needs(w, w.tables().playbooks[w.playbook].needs);
    add_missing_handoffs(w, w.tables().playbooks[w.playbook].handoffs);
  } else {  // any of them could be the one that is meant
    for (const graph::playbook_row& row : w.tables().playbooks)
      add_missing_handoffs(w, row.handoffs);
  }
  decision& out = *w.out;
  out.missing.insert(out.missing.end(), out.finding_missing.begin(), out.finding_missing.end());
  settle(out.missing);
}

}  // namespace parley::engine
