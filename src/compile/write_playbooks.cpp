// Playbooks, handoffs and obligations of the pack, negotiation, wording.
#include <vector>

#include "compile/pack_writer.hpp"

namespace parley::compile {

void pack_writer::playbooks() {
  auto& tables = builder_.tables;
  head().handoffs = handoffs(checked_.handoffs);
  head().obligations = obligations(checked_.obligations);
  for (const check::checked_playbook& p : checked_.playbooks) {
    graph::playbook_row row;
    row.name = builder_.intern(p.name);
    row.at = place(p.at);
    row.offers = graph_builder::append(tables.subjects, p.offers);
    row.needs = graph_builder::append(tables.fact_refs, p.needs);
    row.limits = graph_builder::append(tables.rule_refs, p.limits);
    row.handoffs = handoffs(p.handoffs);
    row.obligations = obligations(p.obligations);
    tables.playbooks.push_back(row);
  }
}

void pack_writer::wording() {
  for (const check::checked_wording& w : checked_.wording) {
    builder_.tables.wording.push_back({builder_.intern(w.language), builder_.intern(w.key),
                                       builder_.intern(w.text), place(w.at)});
  }
}

void pack_writer::negotiation() {
  if (!checked_.negotiation) return;
  auto& tables = builder_.tables;
  const check::checked_negotiation& n = *checked_.negotiation;
  std::vector<graph::step_row> steps;
  for (const check::checked_step& s : n.ladder) {
    graph::step_row row;
    row.items = graph_builder::append(tables.step_items, s.items);
    row.text = builder_.intern(s.text);
    row.at = place(s.at);
    steps.push_back(row);
  }
  std::vector<graph::trigger_row> triggers;
  for (const check::checked_trigger& t : n.triggers) {
    triggers.push_back({builder_.intern(t.name), emitter_.emit(t.when), place(t.at), 0, t.worth});
  }
  graph::header_row& h = head();
  h.has_negotiation = 1;
  h.ladder = graph_builder::append(tables.steps, steps);
  h.sweeteners = graph_builder::append(tables.offer_refs, n.sweeteners);
  h.triggers = graph_builder::append(tables.triggers, triggers);
  h.rounds = n.rounds;
  h.patience = n.patience;
  h.expires_seconds = n.expires_seconds;
  h.min_move = n.min_move;
  h.issues = graph_builder::append(tables.subjects, n.issues);
  h.evidence = n.evidence;
  h.strategy = n.strategy;
  h.resume_seconds = n.resume_seconds;
}

}  // namespace parley::compile
