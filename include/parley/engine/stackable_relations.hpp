// How stacking rules relate offers: pair by pair, and as caps on whole sets.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/engine/evaluator.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

/// The stacking rules of one pack over the facts of one request; each condition is tested once.
/// Begin anew for each request. Not thread-safe.
class stacking_relations {
 public:
  /// What the rules say of two different offers.
  struct relation {
    truth together = truth::yes;  ///< yes, no, unknown, or error: a rule's condition failed
    finding_code code = finding_code::stacking_excluded;
    graph::index rule = no_index;  ///< why not; no_index for a missing permission
  };

  /// All must outlive the object's use; `conditions` has begun this request.
  void begin(const pack& p, evaluator& conditions) {
    pack_ = &p;
    conditions_ = &conditions;
    tested_.assign(p.tables().stacking.size(), untested);
  }

  [[nodiscard]] truth holds(graph::index rule) {
    std::uint8_t& known = tested_[rule];
    if (known == untested) {
      known = static_cast<std::uint8_t>(conditions_->test(pack_->tables().stacking[rule].when));
    }
    return static_cast<truth>(known);
  }

  [[nodiscard]] bool concerns(const graph::subject_row& subject,
                              graph::index offer) const noexcept {
    switch (subject.what) {
      case graph::subject_row::kind::any: return true;
      case graph::subject_row::kind::offer: return subject.which == offer;
      case graph::subject_row::kind::offer_class: break;
    }
    const auto classes =
        pack::rows(pack_->tables().class_refs, pack_->tables().offers[offer].classes);
    return std::find(classes.begin(), classes.end(), subject.which) != classes.end();
  }

  /// Rules that may say something about the offer, ascending, without duplicates.
  void rules_of(graph::index offer, std::vector<graph::index>& out) const {
    out.clear();
    append_rules(offer, out);
    settle(out);
  }
  /// The same for several offers.
  void rules_of(std::span<const graph::index> offers, std::vector<graph::index>& out) const {
    out.clear();
    for (const graph::index offer : offers) append_rules(offer, out);
    settle(out);
  }

  /// What is said of `a` beside `b`. Rules whose condition is unknown and matters are appended to
  /// `open`. Precondition: `a != b`.
  relation relate(graph::index a, graph::index b, std::vector<graph::index>* open = nullptr) {
    rules_.clear();
    append_rules(a, rules_);
    append_rules(b, rules_);
    settle(rules_);
    const std::size_t first_open = open == nullptr ? 0 : open->size();
    relation found;
    relation doubtful;
    const bool mutual = pack_->header().stacking_mutual != 0;
    truth permitted = pack_->header().stacking_open != 0 ? truth::yes : truth::no;
    truth answered = mutual ? truth::no : truth::yes;  // b's side, where both have to agree
    for (const graph::index rule : rules_) {
      const graph::stacking_row& row = pack_->tables().stacking[rule];
      using enum graph::stacking_kind;
      if (row.kind == with) {
        const auto hear = [&](truth& side) {
          if (side == truth::yes) return;
          const truth t = holds(rule);
          if (t == truth::yes) side = truth::yes;
          if (t == truth::unknown) side = truth::unknown;
          if (t == truth::error && side == truth::no) side = truth::error;
        };
        if (mutual ? leads(row, a, b) : joins(row, a, b)) hear(permitted);
        if (mutual && leads(row, b, a)) hear(answered);
        continue;
      }
      const bool forbids = (row.kind == excludes && joins(row, a, b)) ||
                           (row.kind == alone && (concerns(row.left, a) || concerns(row.left, b)));
      if (!forbids) continue;
      const truth t = holds(rule);
      if (t == truth::no) continue;
      const truth spared = lifted(rule, a, b);
      if (spared == truth::yes) continue;
      const finding_code code =
          row.kind == alone ? finding_code::stacking_alone : finding_code::stacking_excluded;
      if (t == truth::yes && spared == truth::no) {
        if (found.together == truth::yes) found = {truth::no, code, rule};
      } else if (t == truth::error && spared != truth::unknown) {
        if (found.together == truth::yes) found = {truth::error, finding_code::rule_error, rule};
      } else {
        if (open != nullptr) open->push_back(rule);
        if (doubtful.together == truth::yes) doubtful = {truth::unknown, code, rule};
      }
    }
    if (found.together != truth::yes) {
      if (open != nullptr) open->resize(first_open);
      return found;
    }
    permitted = both(permitted, answered);
    if (permitted == truth::no) {
      if (open != nullptr) open->resize(first_open);
      return {truth::no, finding_code::stacking_not_permitted, no_index};
    }
    if (permitted != truth::yes) {
      if (open != nullptr) {
        for (const graph::index rule : rules_) {
          const graph::stacking_row& row = pack_->tables().stacking[rule];
          if (row.kind == graph::stacking_kind::with && joins(row, a, b) &&
              holds(rule) == truth::unknown) {
            open->push_back(rule);
          }
        }
      }
      return {permitted,
              permitted == truth::error ? finding_code::rule_error
                                        : finding_code::stacking_not_permitted,
              no_index};
    }
    return doubtful;
  }

  /// Whether a rule has one offer on its left and the other on its right.
  [[nodiscard]] bool leads(const graph::stacking_row& row, graph::index from,
                           graph::index to) const noexcept {
    if (!concerns(row.left, from)) return false;
    const auto right = pack::rows(pack_->tables().subjects, row.right);
    return std::any_of(right.begin(), right.end(),
                       [&](const graph::subject_row& s) { return concerns(s, to); });
  }
  /// The same in either direction.
  [[nodiscard]] bool joins(const graph::stacking_row& row, graph::index a,
                           graph::index b) const noexcept {
    return leads(row, a, b) || leads(row, b, a);
  }

 private:
  static constexpr std::uint8_t untested = 0xFF;

  /// Both have to hold: one that certainly doesn't settles it, then one that failed.
  [[nodiscard]] static truth both(truth x, truth y) noexcept {
    for (const truth t : {truth::no, truth::error, truth::unknown}) {
      if (x == t || y == t) return t;
    }
    return truth::yes;
  }

  void append_rules(graph::index offer, std::vector<graph::index>& out) const {
    const auto& tables = pack_->tables();
    const auto own = pack::rows(tables.rule_refs, tables.offers[offer].stacking);
    const auto any = pack::rows(tables.rule_refs, pack_->header().any_stacking);
    out.insert(out.end(), own.begin(), own.end());
    out.insert(out.end(), any.begin(), any.end());
  }
  static void settle(std::vector<graph::index>& rules) {
    std::sort(rules.begin(), rules.end());
    rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  }

  /// Whether a permission that names both offers lifts this prohibition for the pair.
  truth lifted(graph::index prohibition, graph::index a, graph::index b) {
    truth best = truth::no;
    for (const graph::index rule : rules_) {
      const graph::stacking_row& row = pack_->tables().stacking[rule];
      if (row.kind != graph::stacking_kind::with || row.overrides.count == 0) continue;
      const auto lifts = pack::rows(pack_->tables().rule_refs, row.overrides);
      if (std::find(lifts.begin(), lifts.end(), prohibition) == lifts.end()) continue;
      const auto names = [&](const graph::subject_row& s, graph::index offer) {
        return s.what == graph::subject_row::kind::offer && s.which == offer;
      };
      const auto right = pack::rows(pack_->tables().subjects, row.right);
      const auto right_names = [&](graph::index offer) {
        return std::any_of(right.begin(), right.end(),
                           [&](const graph::subject_row& s) { return names(s, offer); });
      };
      if (!(names(row.left, a) && right_names(b)) && !(names(row.left, b) && right_names(a)))
        continue;
      const truth t = holds(rule);
      if (t == truth::yes) return truth::yes;
      if (t == truth::unknown) best = truth::unknown;
    }
    return best;
  }

  const pack* pack_ = nullptr;
  evaluator* conditions_ = nullptr;
  std::vector<std::uint8_t> tested_;
  std::vector<graph::index> rules_;
};

}  // namespace parley
