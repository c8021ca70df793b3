// Which rules and limits concern which offer, so that a request looks at nothing else.
#include <algorithm>
#include <vector>

#include "compile/pack_writer.hpp"

namespace parley::compile {

namespace {

/// Lists by row, grown row by row and laid out one after the other at the end. Rules are added in
/// ascending order, so a repetition can only be the last one.
class ref_lists {
 public:
  explicit ref_lists(std::size_t rows) : lists_(rows) {}

  void add(graph::index row, graph::index rule) {
    std::vector<graph::index>& list = lists_[row];
    if (list.empty() || list.back() != rule) list.push_back(rule);
  }
  [[nodiscard]] const std::vector<graph::index>& operator[](std::size_t row) const {
    return lists_[row];
  }

 private:
  std::vector<std::vector<graph::index>> lists_;
};

using subject_kind = graph::subject_row::kind;

}  // namespace

void pack_writer::indexes() {
  auto& tables = builder_.tables;
  const std::size_t offers = checked_.offers.size();
  const std::size_t classes = checked_.classes.size();

  // An offer's list is what names it itself merged with the lists of its classes.
  shared_runs rule_lists;
  const auto lay_out = [&](const ref_lists& by_offer, const ref_lists& by_class,
                           row_range graph::offer_row::*where) {
    std::vector<graph::index> merged;
    for (std::size_t o = 0; o < offers; ++o) {
      merged = by_offer[o];
      for (const graph::index c : checked_.offers[o].classes) {
        merged.insert(merged.end(), by_class[c].begin(), by_class[c].end());
      }
      std::sort(merged.begin(), merged.end());
      merged.erase(std::unique(merged.begin(), merged.end()), merged.end());
      tables.offers[o].*where = rule_lists.add(tables.rule_refs, merged);
    }
  };

  ref_lists rules_of_offer(offers), rules_of_class(classes);
  std::vector<graph::index> any_rules;
  for (std::size_t i = 0; i < checked_.stacking.size(); ++i) {
    const check::checked_stacking& rule = checked_.stacking[i];
    const auto row = static_cast<graph::index>(i);
    const auto name = [&](const graph::subject_row& s) {
      if (s.what == subject_kind::offer) rules_of_offer.add(s.which, row);
      if (s.what == subject_kind::offer_class) rules_of_class.add(s.which, row);
    };
    name(rule.left);
    for (const graph::subject_row& s : rule.right) name(s);
    if (rule.left.what == subject_kind::any) any_rules.push_back(row);
  }
  lay_out(rules_of_offer, rules_of_class, &graph::offer_row::stacking);
  head().any_stacking = graph_builder::append(tables.rule_refs, any_rules);

  ref_lists limits_of_offer(offers), limits_of_class(classes);
  std::vector<graph::index> everywhere;
  for (std::size_t i = 0; i < checked_.limits.size(); ++i) {
    const graph::limit_row& limit = checked_.limits[i].row;
    const auto row = static_cast<graph::index>(i);
    if (limit.playbook != no_index) continue;  // the playbook lists its own
    if (limit.target == graph::target_kind::offer) {
      limits_of_offer.add(limit.target_index, row);
    } else if (limit.target == graph::target_kind::offer_class) {
      limits_of_class.add(limit.target_index, row);
    } else {
      everywhere.push_back(row);
    }
  }
  lay_out(limits_of_offer, limits_of_class, &graph::offer_row::limits);
  head().global_limits = graph_builder::append(tables.rule_refs, everywhere);
}

}  // namespace parley::compile
