// Which offers of a pack exclude each other whatever a request says, and which stacking rules
// `best` has to read for each request: worked out once a pack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "parley/engine/stack_plan.hpp"
#include "parley/graph/pack.hpp"

namespace parley::detail {

/// Lists of numbers, one list for each row of a table.
class index_lists {
 public:
  void add(graph::index item) { items_.push_back(item); }
  /// Ends the list of a row; rows follow each other.
  void close() { ends_.push_back(static_cast<std::uint32_t>(items_.size())); }
  [[nodiscard]] std::span<const graph::index> of(graph::index row) const noexcept {
    const std::uint32_t first = row == 0 ? 0 : ends_[row - 1];
    return std::span(items_).subspan(first, ends_[row] - first);
  }

 private:
  std::vector<graph::index> items_;
  std::vector<std::uint32_t> ends_;
};

struct best_plan {
  bool lifts = false;         ///< some permission lifts a prohibition
  bool reads_so_far = false;  ///< some rule's condition reads what earlier offers left
  index_lists excluded;       ///< by offer: those it never goes with
  index_lists others;         ///< by offer: its other rules
};

/// Whether a rule forbids pairs of single offers under no condition.
[[nodiscard]] inline bool excludes_for_good(const pack& p, const graph::stacking_row& row) {
  return row.kind == graph::stacking_kind::excludes && row.when == no_index &&
         engine::names_single_offers(p, row);
}

[[nodiscard]] inline std::shared_ptr<const best_plan> plan_for_best(const pack& p) {
  auto made = std::make_shared<best_plan>();
  const auto& t = p.tables();
  for (const graph::stacking_row& row : t.stacking) {
    made->lifts = made->lifts || row.overrides.count != 0;
    made->reads_so_far =
        made->reads_so_far ||
        (row.when != no_index && (t.expressions[row.when].reads & graph::reads_so_far) != 0);
  }
  for (graph::index offer = 0; offer < t.offers.size(); ++offer) {
    for (const graph::index rule : pack::rows(t.rule_refs, t.offers[offer].stacking)) {
      const graph::stacking_row& row = t.stacking[rule];
      if (!excludes_for_good(p, row)) {
        made->others.add(rule);
        continue;
      }
      for (const graph::subject_row& right : pack::rows(t.subjects, row.right)) {
        if (row.left.which == offer && right.which != offer) made->excluded.add(right.which);
        if (row.left.which != offer && right.which == offer) made->excluded.add(row.left.which);
      }
    }
    made->excluded.close();
    made->others.close();
  }
  return made;
}

[[nodiscard]] inline const best_plan& best_plan_of(const pack& p) {
  return p.derived<best_plan, derived_part::pairs>([&] { return plan_for_best(p); });
}

}  // namespace parley::detail
