// Many conditions at once: which of them hold, for a set of facts. Instead of asking one after the
// other, every fact is located once on the scale of the constants that it is compared with, and
// what follows from where it stands was computed when the index was built.
//
// The matchers give the same answers; the one that should cost least for the pack is taken:
//   direct  every conjunction is looked at, by the states of its atoms
//   rows    a row of bits for each cell of each scale; the rows of a request are ANDed
//   pivot   only conjunctions whose rarest atom isn't false are looked at
//   pair    pivot under another name so far, taken for the largest packs
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/engine/evaluator.hpp"
#include "parley/engine/index_forms.hpp"
#include "parley/engine/index_scale.hpp"

namespace parley {

namespace engine {

/// Records of the index: see index_layout.hpp.
inline constexpr std::array<std::uint32_t, 8> record_lengths = {0, 1, 2, 3, 4, 6, 8, 16};
inline constexpr std::uint32_t record_count_most = (1U << 24) - 1;

}  // namespace engine

enum class match_tier : std::uint8_t { automatic, direct, rows, pivot, pair };

/// Conditions by number, a bit each; bits beyond the last condition are zero.
struct matched_conditions {
  std::vector<std::uint64_t> holds;  ///< certainly true
  std::vector<std::uint64_t> open;   ///< unknown, an error, or read what earlier offers left

  [[nodiscard]] static bool has(std::span<const std::uint64_t> bits, std::size_t i) noexcept {
    return (bits[i / 64] >> (i % 64) & 1U) != 0;
  }
};

/// What one thread needs to ask an index; any index, one after the other.
struct match_memory {
  std::uint64_t serial = 0;               ///< of the index that `states` are of
  bool misfit = false;                    ///< some value has a type that its scale doesn't have
  std::vector<std::uint32_t> cells;       ///< by scale
  std::vector<std::uint32_t> found;       ///< cells of elements, scale after scale
  std::vector<std::uint32_t> found_ends;  ///< by scale with elements
  std::vector<std::uint8_t> complete;     ///< by scale with elements
  std::vector<std::uint8_t> states;       ///< by atom: 1 not false, 3 true
  std::vector<std::uint32_t> found_before;
  std::vector<std::uint32_t> found_before_ends;
  std::vector<std::uint32_t> cells_before;
  std::vector<const std::uint64_t*> possible, sure;
  std::size_t possible_count = 0, sure_count = 0;
  std::vector<std::uint64_t> made;    ///< rows of this request
  std::vector<std::uint64_t> planes;  ///< possible and sure of every conjunction
  std::vector<std::uint64_t> hits;    ///< condition, state in the upper half
  std::size_t hit_count = 0;
};

/// Immutable; const use from any number of threads is safe, each with memory and evaluator of its
/// own. Holds nothing of the pack's memory.
class condition_index {
 public:
  /// `conditions` are rows of the pack's expressions; no_index is always true.
  condition_index(const pack& p, std::span<const graph::index> conditions,
                  match_tier tier = match_tier::automatic);

  condition_index(condition_index&&) = default;
  condition_index& operator=(condition_index&&) = default;

  /// Writes what every condition comes to. Precondition: `p` is the pack the index was made for,
  /// and `evaluate` has begun a request on it with these facts. `open` false: what is not certainly
  /// true is left out of `out.open` where that is cheaper. Allocates nothing once warm.
  void match(const pack& p, const fact_set& facts, evaluator& evaluate, match_memory& memory,
             matched_conditions& out, bool open = true) const;

  [[nodiscard]] match_tier tier() const noexcept { return tier_; }
  [[nodiscard]] std::size_t conditions() const noexcept { return conditions_.size(); }
  [[nodiscard]] std::size_t scales() const noexcept { return scales_.size(); }
  [[nodiscard]] std::size_t atoms() const noexcept { return atom_count_; }
  [[nodiscard]] std::size_t conjunctions() const noexcept { return conjunctions_; }
  /// Memory it holds.
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  struct layer {  ///< of a layered scale: at most one atom of each conjunction
    std::uint32_t scale = 0;
    std::size_t absent = 0, lack = 0;    ///< rows
    std::vector<std::uint32_t> first;    ///< by cell, in entries
    std::vector<std::uint32_t> entries;  ///< conjunction * 2 + negated
  };
  struct block {  ///< the atoms of a scale: from a cell up, up to a cell, in few cells, in most
    std::uint32_t first = 0, ge = 0, le = 0, few = 0, end = 0;
    std::uint32_t pivots = 0;             ///< of the few, those that stand first and are pivots
    std::vector<std::uint32_t> ge_upto;   ///< by cell: so many of the first kind are true
    std::vector<std::uint32_t> le_from;   ///< by cell: so many of the second are false
    std::vector<std::uint32_t> flips_at;  ///< by cell, in flips: `few` that are true, `most` false
    std::vector<std::uint32_t> flips;
  };

  // index_layout.hpp
  struct draft;
  /// Whether a request makes the row of this scale from what is true in one cell.
  [[nodiscard]] static bool layered(const engine::index_scale& s) noexcept {
    return s.many() || (s.family == engine::scale_family::text && s.cells > 32);
  }
  void lay_out_rows(const draft& d);
  void lay_out_layers(const draft& d, std::span<const std::uint32_t> place);
  void lay_out_records(const draft& d, bool pivots);
  [[nodiscard]] std::vector<std::uint32_t> lay_out_blocks(const draft& d,
                                                          const std::vector<bool>& is_pivot);
  [[nodiscard]] match_tier cheapest(const draft& d) const;

  // index_match.hpp
  void locate(const pack& p, const fact_set& facts, evaluator& evaluate, match_memory& m) const;
  [[nodiscard]] std::uint32_t locate_elements(const pack& p, const fact_set& facts,
                                              const engine::index_scale& s, match_memory& m) const;
  void match_rows(match_memory& m, matched_conditions& out) const;
  void match_layer(const layer& l, std::size_t which, match_memory& m) const;
  void match_records(match_memory& m, matched_conditions& out, bool open) const;
  void fill_states(match_memory& m, bool open) const;
  void walk(std::uint32_t from, std::uint32_t end, match_memory& m, matched_conditions& out) const;
  void flush(match_memory& m, std::size_t count, matched_conditions& out) const;

  /// What locating a value of the commonest scales takes, beside each other.
  struct probe {
    enum class kind : std::uint8_t { none, truth, text, number, other } how = kind::none;
    std::uint8_t aged = 0;  ///< freshness or a default is to be looked at
    type_kind type = type_kind::null;
    currency_code currency = no_currency;
    std::int32_t unit = 0;
    std::uint32_t which = 0;
    std::uint32_t size = 0;  ///< of `table`; of a text's less one
    std::uint32_t last = 0;  ///< cell of what is beyond the table
    std::int64_t base = 0;
    const std::uint32_t* table = nullptr;
  };
  void lay_out_probes(const pack& p);

  std::uint64_t serial_ = 0;
  match_tier tier_ = match_tier::automatic;
  std::vector<graph::index> conditions_;
  std::vector<engine::index_scale> scales_;
  std::vector<probe> probes_;                // by scale
  std::vector<std::uint32_t> element_slot_;  // by scale
  std::size_t element_scales_ = 0;
  std::size_t atom_count_ = 0;
  std::size_t conjunctions_ = 0;
  std::vector<std::uint64_t> retest_;  // conditions that only the evaluator settles
  std::vector<std::uint64_t> staged_;  // conditions that read what earlier offers left
  bool any_retest_ = false, any_staged_ = false;

  // rows
  std::size_t words_ = 0, main_words_ = 0;
  std::vector<std::uint64_t> rows_;
  std::vector<std::size_t> row_of_;  // by scale: of its first cell; the row of those without it
                                     // stands before
  std::vector<std::uint32_t> scale_order_;
  std::vector<std::uint32_t> owners_;  // of conjunctions beyond the first of their condition
  std::vector<layer> layers_;

  // direct, pivot, pair
  std::vector<block> blocks_;             // by scale
  std::vector<std::uint64_t> given_;      // conditions that always hold
  std::vector<std::uint32_t> stream_;     // records, see index_layout.hpp
  std::vector<std::uint32_t> stream_at_;  // by atom
  std::size_t longest_ = 0;               // records of one kind beside each other
};

}  // namespace parley

#include "parley/engine/index_layout.hpp"
#include "parley/engine/index_match.hpp"
