// `best`: which offers come into question, and the answer. Included by best.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>

#include "parley/engine/best.hpp"
#include "parley/engine/best_model.hpp"
#include "parley/engine/best_search.hpp"
#include "parley/engine/best_sums.hpp"
#include "parley/engine/intake.hpp"
#include "parley/engine/validate.hpp"

namespace parley::detail {

/// One call of `best`.
class best_question {
 public:
  best_question(const pack& p, const fact_set& facts, const best_request& request,
                question_workspace& w, best_answer& out)
      : p_(p), facts_(facts), request_(request), w_(w), out_(out) {}

  void run();

 private:
  static constexpr objective usual[] = {objective::saving, objective::worth};

  [[nodiscard]] bool sensible() const;
  [[nodiscard]] bool included_are_sound() const;
  [[nodiscard]] std::uint32_t times_included(graph::index offer, std::size_t end) const;
  [[nodiscard]] bool in_playbook(graph::index offer) const;
  void collect(best_model& model);
  void leave_out_least();
  void search(best_model& model);
  [[nodiscard]] bool searched_by_sums(const best_model& model);
  template <std::size_t Words>
  [[nodiscard]] bool searched(const best_model& model, bool folding);
  void answer();

  const pack& p_;
  const fact_set& facts_;
  const best_request& request_;
  question_workspace& w_;
  best_answer& out_;
  std::span<const objective> objectives_;
  graph::index playbook_ = no_index;
  bool left_out_ = false;
  std::optional<std::int64_t> open_;
  best_value reached_{};
};

inline void best_question::run() {
  out_.status = best_status::none;
  out_.proposal.offers.clear();
  out_.proposal.intent = request_.intent;
  out_.proposal.accept_partial = request_.accept_partial;
  engine::clear(out_.decision);
  out_.saving = out_.worth = out_.concession = out_.bound = out_.gap = 0;
  out_.optimal = false;
  out_.nodes = 0;
  objectives_ = request_.objectives;
  if (objectives_.empty()) objectives_ = usual;
  objectives_ = objectives_.first(std::min(objectives_.size(), best_value{}.size()));
  if (!sensible()) {
    out_.status = best_status::objective;
    return;
  }
  if (!included_are_sound()) {
    out_.status = best_status::proposal;
    return;
  }
  w_.conditions.begin(p_, facts_, request_.intent);
  if (!request_.intent.empty()) playbook_ = p_.playbook_named(request_.intent);
  best_model model(p_, facts_, w_.conditions, w_.best);
  model.survey();
  collect(model);
  search(model);
  answer();
}

inline bool best_question::sensible() const {
  const bool anchored = !request_.include.empty() || request_.saving_to_reach.has_value();
  return anchored || objectives_.front() == objective::saving ||
         objectives_.front() == objective::worth;
}

inline std::uint32_t best_question::times_included(graph::index offer, std::size_t end) const {
  std::uint32_t times = 0;
  for (std::size_t i = 0; i < end; ++i) {
    if (p_.offer_named(request_.include[i].name) == offer) ++times;
  }
  return times;
}

inline bool best_question::included_are_sound() const {
  if (request_.include.size() > caps::proposal_offers) return false;
  for (std::size_t i = 0; i < request_.include.size(); ++i) {
    const proposed_offer& o = request_.include[i];
    const graph::index offer = p_.offer_named(o.name);
    if (offer == no_index) return false;
    if (o.has_parameter && !engine::allows(p_.tables().offers[offer].effect, o)) return false;
    if (times_included(offer, i) >= std::max(p_.tables().offers[offer].repeat, 1U)) return false;
  }
  return true;
}

inline bool best_question::in_playbook(graph::index offer) const {
  if (playbook_ == no_index) return true;
  const auto& t = p_.tables();
  const auto subjects = pack::rows(t.subjects, t.playbooks[playbook_].offers);
  if (subjects.empty()) return true;
  const auto classes = pack::rows(t.class_refs, t.offers[offer].classes);
  return std::any_of(subjects.begin(), subjects.end(), [&](const graph::subject_row& s) {
    return s.what == graph::subject_row::kind::any ||
           (s.what == graph::subject_row::kind::offer
                ? s.which == offer
                : std::find(classes.begin(), classes.end(), s.which) != classes.end());
  });
}

/// The offers that have to be there, and those whose condition holds.
inline void best_question::collect(best_model& model) {
  w_.best.candidates.clear();
  for (std::size_t i = 0; i < request_.include.size(); ++i) {
    const proposed_offer& o = request_.include[i];
    const graph::index offer = p_.offer_named(o.name);
    const parameter_grid grid = grid_of(p_, offer);
    const std::uint64_t first = o.has_parameter ? grid.point_within(o.parameter) : 0;
    const std::uint64_t last = o.has_parameter ? first : grid.points() - 1;
    model.add(offer, times_included(offer, i), true, first, last);
  }
  const auto offers = p_.tables().offers;
  for (graph::index offer = 0; offer < offers.size(); ++offer) {
    const graph::offer_row& row = offers[offer];
    if (!in_playbook(offer)) continue;
    if (!model.reads_so_far(row.when) && w_.conditions.test(row.when) != truth::yes) continue;
    const std::uint32_t used =
        request_.include.empty() ? 0 : times_included(offer, request_.include.size());
    const std::uint32_t repeats = std::min(std::max(row.repeat, 1U), std::max(most_repeats, used));
    for (std::uint32_t copy = 0; used + copy < repeats; ++copy) {
      model.add(offer, copy, false, 0, grid_of(p_, offer).points() - 1);
    }
  }
  if (w_.best.candidates.size() > most_candidates) leave_out_least();
}

/// Too many to search: those with the least bounds stay out, and the answer isn't proved.
inline void best_question::leave_out_least() {
  auto& all = w_.best.candidates;
  std::sort(all.begin(), all.end(), [](const best_candidate& a, const best_candidate& b) {
    if (a.forced != b.forced) return a.forced;
    if (a.most != b.most) return a.most > b.most;
    return a.offer != b.offer ? a.offer < b.offer : a.copy < b.copy;
  });
  all.resize(most_candidates);
  left_out_ = true;
}

inline void best_question::search(best_model& model) {
  if (model.folds && searched_by_sums(model)) return;
  model.relate();
  const bool narrow = w_.best.candidates.size() <= 64;
  if (model.folds) {
    if (narrow ? searched<1>(model, true) : searched<most_candidates / 64>(model, true)) return;
    // Something the sums don't show decided an amount: go by the pricer alone.
    model.folds = false;
    engine::clear(out_.decision);
    model.relate();
    out_.nodes = 0;
  }
  static_cast<void>(narrow ? searched<1>(model, false)
                           : searched<most_candidates / 64>(model, false));
}

/// Whether the quick search gave the answer.
inline bool best_question::searched_by_sums(const best_model& model) {
  best_sums search(p_, facts_, request_, objectives_, model, w_, out_);
  if (!search.run()) {
    out_.nodes = 0;
    return false;
  }
  out_.status = best_status::found;
  reached_ = search.values();
  open_ = search.open_bound();
  return true;
}

template <std::size_t Words>
bool best_question::searched(const best_model& model, bool folding) {
  best_search<Words> search(p_, facts_, request_, objectives_, model, w_, out_);
  if (!search.run(folding)) return false;
  out_.status = search.found() ? best_status::found : best_status::none;
  reached_ = search.values();
  open_ = search.open_bound();
  if (left_out_) {
    std::int64_t beyond = 0;  // what costs nothing, and no offer at all
    if (objectives_.front() == objective::saving) beyond = model.most_saving;
    if (objectives_.front() == objective::worth) beyond = model.most_worth;
    open_ = open_ ? std::max(*open_, beyond) : beyond;
  }
  return true;
}

inline void best_question::answer() {
  if (out_.status == best_status::none) {
    out_.optimal = !open_;
    out_.bound = open_.value_or(0);
    return;
  }
  const best_memory& m = w_.best;
  w_.trial.offers.clear();
  for (const best_pick& pick : m.best) {
    const best_candidate& c = m.candidates[pick.candidate];
    w_.trial.offers.push_back(propose(p_, c.offer, c.grid, pick.point));
    out_.worth += worth_of(p_.tables().offers[c.offer], c.grid.value(pick.point));
  }
  std::sort(w_.trial.offers.begin(), w_.trial.offers.end(),
            [](const proposed_offer& a, const proposed_offer& b) {
              return a.row != b.row ? a.row < b.row : a.parameter < b.parameter;
            });
  out_.proposal.offers.assign(w_.trial.offers.begin(), w_.trial.offers.end());
  out_.saving = out_.decision.quote.discount + out_.decision.quote.shipping_discount;
  out_.concession = out_.decision.quote.concession;
  const std::int64_t reached = reached_[0];
  out_.optimal = !open_ || *open_ < reached;
  const std::int64_t bound = open_ ? std::max(*open_, reached) : reached;
  const bool negated =
      objectives_.front() == objective::margin || objectives_.front() == objective::fewest;
  const std::int64_t known =
      negated ? std::max<std::int64_t>(0, -std::min<std::int64_t>(bound, 0)) : bound;
  out_.bound = known;
  out_.gap = negated ? -reached - known : known - reached;
}

}  // namespace parley::detail

namespace parley {

inline void best(const pack& p, const fact_set& facts, const best_request& request,
                 question_workspace& w, best_answer& out) {
  detail::best_question(p, facts, request, w, out).run();
}

}  // namespace parley
