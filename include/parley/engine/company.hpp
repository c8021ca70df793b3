// Completing a proposal with the offers that its own offers require.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "parley/base/limits.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/question_workspace.hpp"

namespace parley::engine {

/// The offers a subject stands for, ascending.
inline void members_of(const pack& p, const graph::subject_row& subject,
                       std::vector<graph::index>& out) {
  switch (subject.what) {
    case graph::subject_row::kind::offer: out.push_back(subject.which); break;
    case graph::subject_row::kind::offer_class: {
      const auto members =
          pack::rows(p.tables().offer_refs, p.tables().classes[subject.which].members);
      out.insert(out.end(), members.begin(), members.end());
      break;
    }
    case graph::subject_row::kind::any:
      for (graph::index i = 0; i < p.tables().offers.size(); ++i) out.push_back(i);
      break;
  }
}

[[nodiscard]] inline bool names(const proposal& made, std::string_view offer) noexcept {
  return std::any_of(made.offers.begin(), made.offers.end(),
                     [&](const proposed_offer& o) { return o.name == offer; });
}

/// Offers of which one more would help the first unmet requirement in `w.judged`, in pack order.
inline std::vector<graph::index> helpers(const pack& p, const proposal& made, const decision& d) {
  std::vector<graph::index> found;
  for (const finding& f : d.findings) {
    if (f.code != finding_code::stacking_requires || f.rule == no_index) continue;
    const graph::stacking_row& row = p.tables().stacking[f.rule];
    for (const graph::subject_row& s : pack::rows(p.tables().subjects, row.right)) {
      std::vector<graph::index> members;
      members_of(p, s, members);
      if (row.kind == graph::stacking_kind::requires_all &&
          std::any_of(members.begin(), members.end(), [&](graph::index m) {
            return names(made, p.text(p.tables().offers[m].name));
          })) {
        continue;
      }
      found.insert(found.end(), members.begin(), members.end());
    }
    break;
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::erase_if(found,
                [&](graph::index m) { return names(made, p.text(p.tables().offers[m].name)); });
  return found;
}

/// Judges `w.trial` and, where nothing but requirements stands in its way, adds what they ask for
/// (with the least generous parameter) until it is allowed. On failure `w.trial` is as it was.
inline bool complete(const pack& p, const fact_set& facts, question_workspace& w, int depth = 3) {
  if (w.judge(p, facts).verdict == verdict::allow) return true;
  if (depth == 0) return false;
  for (const finding& f : w.judged.findings) {
    if (f.code != finding_code::stacking_requires) return false;
  }
  for (const graph::index offer : helpers(p, w.trial, w.judged)) {
    if (w.trial.offers.size() >= caps::proposal_offers) return false;
    w.trial.offers.push_back(propose(p, offer, grid_of(p, offer), 0));
    if (complete(p, facts, w, depth - 1)) return true;
    w.trial.offers.pop_back();
  }
  return false;
}

}  // namespace parley::engine
