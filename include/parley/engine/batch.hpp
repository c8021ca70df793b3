// The conditions of a pack over many sets of facts at once.
//
// A word holds one bit for each of 64 sets. Every fact that is compared with constants is looked up
// once for a set: its place among those constants. From the places come, by prefix sums of bits,
// the answers of all its comparisons for all sets; `&&`, `||` and `!` are then operations on whole
// words. What can't be sliced like that (arithmetic, collections, texts) is asked of the evaluator,
// set by set. Results are those of the evaluator.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "parley/engine/evaluator.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/facts/value_compare.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

/// A condition's answers, a bit for each set of facts. No bit is set in two of them; a bit that is
/// set in none is a "no".
struct batch_truth {
  std::uint64_t yes = 0;
  std::uint64_t unknown = 0;
  std::uint64_t error = 0;

  [[nodiscard]] truth at(std::size_t which) const noexcept {
    const std::uint64_t bit = std::uint64_t{1} << which;
    if ((yes & bit) != 0) return truth::yes;
    if ((unknown & bit) != 0) return truth::unknown;
    return (error & bit) != 0 ? truth::error : truth::no;
  }
};

/// Answers the conditions of all offers for up to 64 sets of facts. Keeps its plan of a pack and
/// its memory between calls, so a warm one allocates nothing. One per thread; not thread-safe.
class condition_batch {
 public:
  static constexpr std::size_t width = 64;

  /// Preconditions: at most `width` sets, all made for this pack; `intent` is that of all of them.
  /// What the answers say about is void after the sets change.
  void run(const pack& p, std::span<const fact_set* const> sets, std::string_view intent = {}) {
    assert(sets.size() <= width);
    if (pack_ != p.serial()) plan(p);
    all_ = sets.size() == width ? ~std::uint64_t{0} : (std::uint64_t{1} << sets.size()) - 1;
    for (const fact_plan& f : facts_) slice(p, f, sets);
    ask_the_rest(p, sets, intent);
    for (const step& s : steps_) answers_[s.node] = take(p, s);
  }

  /// What an offer's own condition came to in the last `run`. Conditions that read `so_far` depend
  /// on a proposal and count as unknown.
  [[nodiscard]] batch_truth condition(graph::index offer) const noexcept {
    return of_expression(when_[offer]);
  }

 private:
  using node = graph::expression_node;

  /// A fact and where the answers of its comparisons come from.
  struct fact_plan {
    graph::index fact = no_index;
    std::uint32_t first = 0;  ///< in bounds_: its constants in order, no two equal
    std::uint32_t count = 0;
    std::uint32_t words = 0;  ///< in below_: for each place, the sets that stand before it
    bool plain = false;       ///< integers on both sides: no need for `order_of`
  };
  /// A node to be computed from others, or from a fact's places.
  struct step {
    graph::index node = no_index;
    std::uint32_t fact = no_index;  ///< in facts_; no_index for an operation
    std::uint32_t place = 0;        ///< of the constant among the fact's
  };
  struct fact_words {
    std::uint64_t known = 0;
    std::uint64_t unknown = 0;
    std::uint64_t failed = 0;
  };

  [[nodiscard]] batch_truth of_expression(graph::index e) const noexcept {
    if (e == no_index) return {all_, 0, 0};
    return answers_[roots_[e]];
  }

  void plan(const pack& p);
  bool slices(const pack& p, graph::index at) const;
  void slice(const pack& p, const fact_plan& f, std::span<const fact_set* const> sets);
  void ask_the_rest(const pack& p, std::span<const fact_set* const> sets, std::string_view intent);
  [[nodiscard]] batch_truth take(const pack& p, const step& s) const;

  std::uint64_t pack_ = 0;           // serial of the one that the plan is of
  std::vector<graph::index> when_;   ///< by offer
  std::vector<graph::index> roots_;  ///< by expression
  std::vector<fact_plan> facts_;
  std::vector<value> bounds_;
  std::vector<step> steps_;           ///< operands before their users
  std::vector<graph::index> rest_;    ///< nodes that the evaluator computes
  std::vector<graph::index> hidden_;  ///< of them, those that depend on a proposal
  std::vector<batch_truth> answers_;  ///< by node
  std::vector<std::uint64_t> below_;
  std::vector<fact_words> words_;  ///< beside facts_
  std::uint64_t all_ = 0;
  evaluator rest_evaluator_;
};

}  // namespace parley

#include "parley/engine/batch_plan.hpp"
