// What `best` works on, kept between questions so that a warm one allocates nothing.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/facts/fact_schema.hpp"
#include "parley/graph/tables.hpp"

namespace parley::detail {

/// Further sets looked at to break ties once nothing better can be found.
inline constexpr std::uint32_t most_ties = 128;

/// Candidates of one search at most; more are left out and counted into the bound.
inline constexpr std::size_t most_candidates = 256;
/// Caps (`at most N of`) that prune the search; any more are left to `validate`.
inline constexpr std::size_t most_caps = 64;
/// Members of a cap that a bound counts one by one; a greater cap counts as none.
inline constexpr std::uint32_t most_counted = 8;

/// A set of candidates, in `Words` words.
template <std::size_t Words>
struct candidate_set {
  std::array<std::uint64_t, Words> words{};

  void add(std::size_t i) noexcept { words[i / 64] |= std::uint64_t{1} << (i % 64); }
  void remove(std::size_t i) noexcept { words[i / 64] &= ~(std::uint64_t{1} << (i % 64)); }
  [[nodiscard]] bool has(std::size_t i) const noexcept {
    return (words[i / 64] >> (i % 64) & 1) != 0;
  }
  [[nodiscard]] bool meets(const candidate_set& other) const noexcept {
    std::uint64_t both = 0;
    for (std::size_t k = 0; k < Words; ++k) both |= words[k] & other.words[k];
    return both != 0;
  }
  /// Whether `other` holds all of it, as far as `other` has words.
  template <std::size_t Others>
  [[nodiscard]] bool within(const candidate_set<Others>& other) const noexcept {
    std::uint64_t beyond = 0;
    for (std::size_t k = 0; k < Words; ++k) beyond |= words[k] & ~other.words[k];
    return beyond == 0;
  }
  /// How many members another set shares, counted up to `most`: caps are small numbers, and few
  /// processors may be assumed to count bits.
  template <std::size_t Others>
  [[nodiscard]] std::uint32_t shared(const candidate_set<Others>& other,
                                     std::uint32_t most) const noexcept {
    std::uint32_t count = 0;
    for (std::size_t k = 0; k < Words; ++k) {
      for (std::uint64_t both = words[k] & other.words[k]; both != 0 && count < most;
           both &= both - 1) {
        ++count;
      }
    }
    return count;
  }
  candidate_set& operator-=(const candidate_set& other) noexcept {
    for (std::size_t k = 0; k < Words; ++k) words[k] &= ~other.words[k];
    return *this;
  }
  candidate_set& operator|=(const candidate_set& other) noexcept {
    for (std::size_t k = 0; k < Words; ++k) words[k] |= other.words[k];
    return *this;
  }
  /// Calls `visit` with every member from `first` on, descending.
  template <typename Visit>
  void each_down(std::size_t first, Visit&& visit) const {
    for (std::size_t k = Words; k-- > first / 64;) {
      std::uint64_t left = words[k];
      if (k == first / 64) left &= ~std::uint64_t{0} << (first % 64);
      while (left != 0) {
        const auto top = static_cast<std::size_t>(63 - std::countl_zero(left));
        left ^= std::uint64_t{1} << top;
        visit(k * 64 + top);
      }
    }
  }
  /// The first member from `from` on; `Words * 64` when there is none.
  [[nodiscard]] std::size_t next(std::size_t from) const noexcept {
    for (std::size_t k = from / 64; k < Words; ++k) {
      std::uint64_t left = words[k];
      if (k == from / 64) left &= ~std::uint64_t{0} << (from % 64);
      if (left != 0) return k * 64 + static_cast<std::size_t>(std::countr_zero(left));
    }
    return Words * 64;
  }
  /// Calls `visit` with every member, ascending.
  template <typename Visit>
  void each(Visit&& visit) const {
    for (std::size_t k = 0; k < Words; ++k) {
      for (std::uint64_t left = words[k]; left != 0; left &= left - 1) {
        visit(k * 64 + static_cast<std::size_t>(std::countr_zero(left)));
      }
    }
  }
};

/// The set a stored mask stands for; masks are stored in the widest form.
using wide_set = candidate_set<most_candidates / 64>;

/// How an offer changes the sums of the order, where that needs no lines; see best_fold.hpp.
enum class fold_kind : std::uint8_t {
  lines,  ///< it does need them
  share,
  amount,
  per_spend,
  shipping_share,
  shipping_amount,
  shipping_price,
  cost,
};

/// One naming of an offer that the answer may hold.
struct best_candidate {
  graph::index offer = no_index;
  std::uint32_t copy = 0;  ///< the n-th naming of the offer that isn't forced
  bool forced = false;
  bool staged = false;  ///< its condition reads what earlier offers left
  bool on_list = false;
  fold_kind fold = fold_kind::lines;
  std::uint32_t group = 0;
  std::uint32_t clique = 0;
  std::uint64_t first_point = 0;
  std::uint64_t last_point = 0;
  parameter_grid grid;
  std::int64_t most = 0;   ///< upper bound on its saving at any point, in any company
  std::int64_t worth = 0;  ///< at any point, at most
  double share = 0;        ///< the greatest share, of running percentages
};

/// `at most count of members`.
struct best_cap {
  wide_set members;
  std::uint32_t count = 0;
};

/// `left` needs all (or one) of some groups of candidates beside it.
struct best_requirement {
  std::size_t candidate = 0;
  bool all = false;
  std::uint32_t first = 0;  ///< groups in `best_memory::companions`
  std::uint32_t count = 0;
};

/// Sums of the order after the chosen offers, minor units.
struct order_sums {
  std::int64_t merchandise = 0;
  std::int64_t shipping = 0;
  std::int64_t cost = 0;  ///< declared costs of what is given away
};

/// A clamping limit on the whole order's discount or concession.
struct order_clamp {
  bool concession = false;
  std::int64_t most = 0;
};

/// The members of a group that count towards a bound.
struct group_top {
  std::uint32_t limit = 0;  ///< 0: no limit
  std::uint32_t size = 0;
  std::array<std::int64_t, most_counted> values{};
  std::array<std::uint32_t, most_counted> cliques{};
};

/// What a bound reads of a candidate.
struct bound_row {
  std::int64_t most = 0;
  double share = 0;  ///< the greatest share, of running percentages below 1
  double log = 0;    ///< -log of what that leaves
  std::uint32_t clique = 0;
  std::uint32_t group = 0;
};

/// What a bound promises of the candidates from one on, and of those behind it.
struct bound_pair {
  std::int64_t from = 0;
  std::int64_t behind = 0;
};

struct best_pick {
  std::size_t candidate = 0;
  std::uint64_t point = 0;
};

/// What best_sums keeps of a candidate; it stands at the number of its bit.
struct sums_row {
  graph::index offer = no_index;
  std::uint8_t candidate = 0;
  std::uint8_t turn = 0;  ///< its place in the order of application
  bool plain = false;     ///< an amount or a share off the order and nothing else
  bool shares = false;    ///< of these, a share
  bool on_list = false;
  std::int64_t cap = 0;
  std::int64_t worth = 0;    ///< at any point, at most
  std::uint64_t barred = 0;  ///< itself and those it never goes with
  std::uint64_t takes = 0;   ///< 1 in the byte of each of its caps
};

/// What a bound reads of it.
struct sums_reach {
  std::int64_t most = 0;
  std::uint64_t clique = 0;  ///< candidates of which one can be chosen
  std::uint64_t capped = 0;  ///< those that count towards its tightest cap
  std::uint64_t take = 0;    ///< 1 in the byte of that cap
};

struct sums_cap {
  std::uint64_t members = 0;
  std::uint32_t count = 0;
};

struct sums_requirement {
  std::size_t bit = 0;
  bool all = false;
  std::uint32_t first = 0;  ///< in `companions`
  std::uint32_t count = 0;
};

/// What best_sums works on. Candidates have bits: first those that take a share of what is left,
/// the greatest first, then the others, the greatest amount first.
struct sums_memory {
  using bits = std::uint64_t;
  static constexpr std::size_t most_caps = 8;

  std::array<sums_row, 64> rows;
  std::array<sums_reach, 64> reached;
  std::array<double, 64> share;  ///< of those in `shares`
  std::array<double, 64> log;    ///< -log of what it leaves
  bits shares = 0;
  bits never = 0;        ///< those that can't be chosen at all
  bits worthy_ones = 0;  ///< those that are worth something to the customer besides
  bool worthy = false;
  std::uint64_t room = 0;  ///< what caps allow, a byte each
  std::array<sums_cap, most_caps> caps;
  std::size_t cap_count = 0;
  std::array<std::uint8_t, 64> by_turn;  ///< by turn: the bit
  std::array<std::uint8_t, 64> order;    ///< bits by what they save at most
  std::array<bits, 65> from;             ///< by turn: those that apply then or later
  std::array<double, 65> aimed;  ///< by turn: the sum of the set to beat's logs, from there on
  std::array<double, 65> kept;   ///< by turn: what its shares leave from there on
  std::array<std::uint64_t, 64> points;       ///< by bit: of the chosen
  std::array<std::uint64_t, 64> best_points;  ///< by bit: of the set to beat
  std::vector<sums_requirement> requirements;
  std::vector<bits> companions;
  // Kept zero between questions.
  std::vector<std::uint8_t> bit_at;   ///< by offer: one more than its bit
  std::vector<bits> in_class;         ///< by class
  std::vector<graph::index> classes;  ///< those that `in_class` knows
  std::vector<std::uint32_t> seen;    ///< by stacking rule: the last question that read it
  std::uint32_t question = 0;
};

struct best_memory {
  sums_memory sums;
  std::vector<best_candidate> candidates;  ///< in the order of the search
  std::vector<wide_set> conflicts;         ///< by candidate: what it can never be with
  std::vector<best_cap> caps;
  std::vector<std::uint64_t> caps_of;  ///< by candidate: its caps
  std::vector<best_requirement> requirements;
  std::vector<wide_set> companions;
  std::vector<order_clamp> clamps;
  std::vector<std::uint32_t> group_limits;  ///< by group: the cap it stands for; most_caps: none
  std::size_t cliques = 0;
  // Scratch.
  std::vector<graph::index> rules;
  std::vector<std::uint8_t> rule_seen;  ///< by stacking rule
  std::vector<graph::index> lifted;     ///< prohibitions that some permission may lift
  std::vector<wide_set> permitted;
  std::vector<wide_set> clique_members;
  std::vector<std::uint32_t> clique_group;
  std::vector<best_candidate> sorted;
  std::vector<std::uint32_t> offer_at;  ///< by offer: one more than its place in `own`; 0: none
  std::vector<wide_set> own;            ///< candidates of one offer
  std::vector<graph::index> lone;       ///< beside `own`: its only candidate, or `no_index`
  std::vector<std::uint32_t>
      class_at;                    ///< by class: one more than its place in `labelled`; 0: none
  std::vector<wide_set> labelled;  ///< candidates of one class
  std::vector<std::size_t> order;
  std::vector<best_pick> chosen;
  std::vector<best_pick> arranged;
  std::vector<best_pick> best;
  std::vector<best_pick> compared;
  std::vector<double> weights;
  std::vector<bound_row> bounded;  ///< by candidate
  std::vector<double> aimed;       ///< by place: the sum of the set to beat's logs, from there on
  std::vector<double> kept;        ///< by place: what its shares leave from there on
  std::vector<bound_pair> beyond_saving;  ///< by depth and candidate, of those that may join
  std::vector<bound_pair> beyond_worth;
  std::vector<std::int64_t> in_clique;
  std::vector<group_top> tops;
};

}  // namespace parley::detail
