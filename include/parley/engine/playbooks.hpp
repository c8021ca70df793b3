// What the intent adds: which offers fit it, which facts it needs, when a person takes over, and
// what the host has to do with an allow.
#pragma once

#include <cstdint>

#include "parley/engine/findings.hpp"
#include "parley/engine/limit_amount.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// Finds the intent's playbook; a missing or unknown intent is a deny unless the pack lets it pass.
inline void judge_intent(workspace& w, std::string_view intent) {
  const auto& t = w.tables();
  if (t.playbooks.empty()) return;
  if (!intent.empty()) w.playbook = w.pack->playbook_named(intent);
  if (w.playbook != no_index) return;
  if (intent.empty() && w.pack->header().intent_optional != 0) return;
  report(w, finding_code::proposal_intent, verdict::deny, finding::rule_kind::none, no_index, {})
      .text = intent;
}

/// Offers outside the playbook.
inline void judge_playbook_offers(workspace& w) {
  if (w.playbook == no_index) return;
  const auto subjects = pack::rows(w.tables().subjects, w.tables().playbooks[w.playbook].offers);
  if (subjects.empty()) return;
  for (const graph::index offer : w.stack.distinct) {
    bool listed = false;
    for (const graph::subject_row& s : subjects) {
      listed =
          listed || s.what == graph::subject_row::kind::any ||
          (s.what == graph::subject_row::kind::offer && s.which == offer) ||
          (s.what == graph::subject_row::kind::offer_class && offer_has_class(w, offer, s.which));
    }
    if (listed) continue;
    report(w, finding_code::playbook_offer, verdict::deny, finding::rule_kind::playbook, w.playbook,
           {offer});
  }
}

/// Facts the playbook needs: unknown ones are a need, absent ones a deny.
inline void judge_needs(workspace& w) {
  if (w.playbook == no_index || w.instances.empty()) return;
  w.reasons.clear();
  bool absent = false;
  for (const graph::index fact :
       pack::rows(w.tables().fact_refs, w.tables().playbooks[w.playbook].needs)) {
    const fact_state state = w.facts->state(fact);
    if (state == fact_state::known) continue;
    absent = absent || state == fact_state::absent;
    if (state != fact_state::absent)
      w.reasons.push_back({missing_fact::kind::fact, fact, no_index, state});
  }
  if (!w.reasons.empty()) {
    explain_need(w, report(w, finding_code::playbook_needs, verdict::need,
                           finding::rule_kind::playbook, w.playbook, {}));
  }
  if (absent) {
    report(w, finding_code::playbook_needs, verdict::deny, finding::rule_kind::playbook, w.playbook,
           {});
  }
}

/// Adds the handoffs of a range whose condition came to `wanted`; error counts as unknown here and
/// is reported besides.
inline void add_handoffs(workspace& w, row_range range, bool certain) {
  for (std::uint32_t i = 0; i < range.count; ++i) {
    const graph::index row = range.first + i;
    const truth held = w.evaluator.test(w.tables().handoffs[row].when);
    if (held == truth::no || (held == truth::yes) != certain) continue;
    w.out->handoffs.push_back(row);
    if (held == truth::error) {
      report(w, finding_code::rule_error, verdict::deny, finding::rule_kind::none, no_index, {});
    }
  }
}

/// Handoffs that fire, the certain ones first. A handoff whose condition is unknown fires.
inline void judge_handoffs(workspace& w) {
  for (const bool certain : {true, false}) {
    if (w.playbook != no_index) add_handoffs(w, w.tables().playbooks[w.playbook].handoffs, certain);
    add_handoffs(w, w.pack->header().handoffs, certain);
  }
}

/// Duties whose condition isn't certainly false: a duty one can't rule out is a duty.
inline void add_obligations(workspace& w, row_range range) {
  for (std::uint32_t i = 0; i < range.count; ++i) {
    if (w.evaluator.test(w.tables().obligations[range.first + i].when) == truth::no) continue;
    w.out->obligations.push_back(range.first + i);
  }
}

/// What the host has to do with this answer. Only for proposals that may be promised.
inline void gather_obligations(workspace& w) {
  if (w.instances.empty() || w.out->verdict > verdict::escalate) return;
  add_obligations(w, w.pack->header().obligations);
  if (w.playbook != no_index) add_obligations(w, w.tables().playbooks[w.playbook].obligations);
  for (const graph::index offer : w.stack.distinct) add_obligations(w, w.offer(offer).obligations);
  for (const graph::index limit : w.limits)
    add_obligations(w, w.tables().limits[limit].obligations);
  std::vector<graph::index>& all = w.out->obligations;
  if (all.size() < 2) return;
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace parley::engine
