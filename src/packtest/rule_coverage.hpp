// Counts which rules of a pack were tried, and with which outcome.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "parley/engine/validate.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"
#include "report/coverage.hpp"

namespace parley::packtest {

/// One thread's counts; `merge` adds another's. Not thread-safe.
class rule_coverage {
 public:
  explicit rule_coverage(const pack& rules);

  /// Judges a proposal once more and counts what every rule came to. `stacking_only` leaves offers
  /// and limits out, which a question about combinations doesn't ask.
  void trace(const fact_set& facts, const proposal& asked, bool stacking_only = false);
  void merge(const rule_coverage& other);

  /// `file` and `source` are the pack's own.
  [[nodiscard]] report::coverage result(std::string file, std::string source) const;

 private:
  /// A comparison with a constant inside a rule's condition.
  struct comparison {
    graph::index left = no_index;  ///< node; or of an atom, the row of its fact
    enum class kind : std::uint8_t { node, fact, line_fact } what = kind::node;
    bool over_lines = false;
    value right;
    std::size_t bound = 0;  ///< in covered_rule::bounds
  };
  struct rule {
    report::covered_rule counts;
    std::vector<comparison> comparisons;
    std::size_t own_bound = SIZE_MAX;  ///< of a limit or cap: its bound in covered_rule::bounds
  };

  void add_offers();
  void add_stacking();
  void add_limits();
  void add_needs();
  void add_handoffs();
  void add_selectors();
  void add_obligations();
  [[nodiscard]] report::test_place place_of(const place_row& at) const;
  void add_condition(rule& to, graph::index expression) const;
  void add_comparisons(rule& to, graph::index expression) const;
  [[nodiscard]] bool may_be_unknown(graph::index expression) const;
  [[nodiscard]] std::string name_of_operand(graph::index node) const;

  void trace_offers();
  void trace_stacking();
  void trace_stacking_rule(graph::index which);
  void trace_limits();
  /// Limits whose condition doesn't hold: the values in it were tried all the same.
  void try_idle_limits();
  void trace_needs();
  void trace_handoffs();
  /// Each line of the cart is in a selector, or isn't, or nobody knows.
  void trace_selectors();
  void trace_obligations();
  void count(rule& to, truth outcome);
  void try_bounds(rule& to);
  void try_bound(rule& to, const comparison& c, const value& left) const;

  pack rules_;
  std::vector<rule> offers_;
  std::vector<rule> stacking_;
  std::vector<rule> limits_;
  std::vector<rule> needs_;              // of playbook after playbook
  std::vector<std::size_t> needs_from_;  // by playbook
  std::vector<rule> handoffs_;
  std::vector<rule> selectors_;
  std::vector<rule> obligations_;
  workspace work_;
  decision judged_;
  std::vector<engine::limit_reading> readings_;
};

}  // namespace parley::packtest
