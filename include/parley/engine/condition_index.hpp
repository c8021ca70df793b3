// Many conditions at once: which of them hold, for a set of facts. Instead of asking one after the
// other, every fact is located once on the scale of the constants that it is compared with, and
// what follows from where it stands was computed when the index was built.
//
// The matchers give the same answers; the one that should cost least for the pack is taken:
//   direct  every conjunction is looked at
//   rows    a row of bits for each cell of each scale; the rows of a request are ANDed
//   pivot   only conjunctions whose rarest atom isn't false are looked at
//   pair    of these, only those whose two rarest atoms aren't false, group by group
//   blocks  rows again, for large packs: conjunctions that ask for much the same stand together,
//           with a bit for each block that says whether anything in it can hold
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/engine/evaluator.hpp"
#include "parley/engine/index_bits.hpp"
#include "parley/engine/index_forms.hpp"
#include "parley/engine/index_lines.hpp"
#include "parley/engine/index_scale.hpp"

namespace parley {

namespace engine {

/// Literals of a record: see index_records.hpp.
inline constexpr std::array<std::uint32_t, 8> record_lengths = {0, 1, 2, 3, 4, 6, 8, 16};
inline constexpr std::uint32_t record_count_most = (1U << 24) - 1;
inline constexpr std::uint32_t literal_bits = 48;
inline constexpr std::uint64_t literal_mask = (std::uint64_t{1} << literal_bits) - 1;
inline constexpr std::uint32_t literal_cells = literal_bits - 1;
/// Every literal has it, so that what isn't known rules none out, not even one without cells.
inline constexpr std::uint64_t literal_unknown = std::uint64_t{1} << literal_cells;
inline constexpr std::uint32_t slot_always = 0, slot_open = 1, slot_first = 2;
inline constexpr std::uint32_t slots_most = 1U << 16;
inline constexpr std::uint64_t literal_always = literal_mask;
inline constexpr std::uint32_t checked = 1U << 31;
inline constexpr std::size_t head_words = 4;

}  // namespace engine

enum class match_tier : std::uint8_t { automatic, direct, rows, pivot, pair, blocks };

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
  bool misfit = false;                    ///< some value has a type that its scale doesn't have
  std::vector<std::uint32_t> cells;       ///< by scale
  std::vector<std::uint32_t> found;       ///< cells of elements, scale after scale
  std::vector<std::uint32_t> found_ends;  ///< by scale with elements
  std::vector<std::uint8_t> complete;     ///< by scale with elements
  std::vector<const std::uint64_t*> possible, sure;
  std::size_t possible_count = 0, sure_count = 0;
  engine::row_words made;                    ///< rows of this request
  engine::row_words planes;                  ///< what holds and is open beyond the conditions
  std::vector<std::uint64_t> loose, strict;  ///< by slot of literals: cells that aren't ruled out,
                                             ///< and those it is certainly in
  std::vector<std::uint64_t> hits;           ///< see index_walk.hpp
  std::size_t hit_count = 0;
  std::vector<engine::mark_range> marks;
  std::vector<engine::strip> strips;
  engine::row_words section;  ///< what is possible, what is certain, and a row
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
  struct pivots {  ///< of a scale: from a cell up, up to a cell, in few cells
    std::uint32_t first = 0, ge = 0, le = 0, end = 0;
    std::vector<std::uint32_t> ge_upto;   ///< by cell: so many of the first kind are true
    std::vector<std::uint32_t> le_from;   ///< by cell: so many of the second are false
    std::vector<std::uint32_t> flips_at;  ///< by cell, in flips: others that are true
    std::vector<std::uint32_t> flips;
  };
  struct plane {  ///< the n-th alternatives of conditions, one after the other
    std::size_t word = 0;
    std::size_t masks = 0;  ///< of the conditions that have one, in `masks_`
  };
  struct literal_scale {     ///< where literals find the cell of a scale
    std::uint32_t slot = 0;  ///< of elements also the next one, for those not found
    bool exact = false;      ///< a bit for each cell
    std::uint64_t factor = 0;

    [[nodiscard]] std::uint64_t bit(std::uint32_t cell) const noexcept {
      return std::uint64_t{1} << ((cell * factor) >> 32);
    }
  };

  /// Memory that rows may take; larger packs are served from records.
  static constexpr std::size_t row_bytes_most = std::size_t{1} << 26;
  static constexpr std::size_t block_bytes_most = std::size_t{1} << 28;

  // index_layout.hpp
  struct draft;
  /// Whether a request makes the row of this scale from what is true in one cell.
  [[nodiscard]] bool layered(const engine::index_scale& s) const noexcept {
    constexpr std::size_t bytes_most = 16 * 1024;
    return s.many() || (s.family == engine::scale_family::text && s.cells > 32 &&
                        s.cells * main_words_ * 8 > bytes_most);
  }
  void lay_out_rows(const draft& d);
  void lay_out_layers(const draft& d, std::span<const std::uint32_t> place);
  [[nodiscard]] match_tier cheapest(const draft& d) const;

  // index_records.hpp
  void lay_out_records(const draft& d);
  void lay_out_literals();
  [[nodiscard]] std::uint64_t literal_of(const draft& d, std::uint32_t atom) const;
  [[nodiscard]] bool is_exact(const draft& d, std::uint32_t atom) const;
  void lay_out_check(const draft& d, std::size_t conjunction, std::uint32_t pivot);
  [[nodiscard]] std::vector<std::uint32_t> lay_out_pivots(const draft& d,
                                                          const std::vector<bool>& is_pivot);

  // index_blocks.hpp
  struct use {  ///< of a scale
    std::uint32_t conjunction = 0;
    std::uint32_t atom = 0;
  };
  void lay_out_blocks(const draft& d);
  [[nodiscard]] std::vector<std::uint32_t> order_by_scales(const draft& d) const;
  engine::block_scale& add_block_scale(std::uint32_t scale, std::span<const use> uses,
                                       std::uint32_t rows);
  void lay_out_cells(const draft& d, std::uint32_t scale, std::span<const use> uses);
  void lay_out_marks(const draft& d, std::uint32_t scale, std::span<const use> uses);

  // index_sections.hpp
  void match_blocks(match_memory& m, matched_conditions& out, bool open) const;
  void choose_strips(match_memory& m, bool open) const;

  // index_locate.hpp
  void locate(const pack& p, const fact_set& facts, evaluator& evaluate, match_memory& m) const;
  void locate_other(const pack& p, const fact_set& facts, evaluator& evaluate, std::size_t scale,
                    match_memory& m) const;
  [[nodiscard]] std::uint32_t locate_elements(const pack& p, const fact_set& facts,
                                              const engine::index_scale& s, match_memory& m) const;
  [[nodiscard]] std::span<const std::uint32_t> elements(std::size_t scale,
                                                        const match_memory& m) const noexcept {
    const std::size_t slot = element_slot_[scale];
    const std::size_t from = slot == 0 ? 0 : m.found_ends[slot - 1];
    return std::span(m.found).subspan(from, m.found_ends[slot] - from);
  }

  // index_match.hpp
  void match_rows(match_memory& m, matched_conditions& out, bool open) const;
  void match_layer(const layer& l, std::size_t which, match_memory& m, bool open) const;

  // index_walk.hpp
  void match_records(match_memory& m, matched_conditions& out, bool open) const;
  void fill_literals(match_memory& m, bool open) const;
  void walk(std::uint32_t from, std::uint32_t end, bool sure, bool open, match_memory& m,
            matched_conditions& out) const;
  void flush(bool open, match_memory& m, matched_conditions& out) const;
  [[nodiscard]] std::uint32_t check(std::uint32_t at, bool open, const match_memory& m) const;

  /// What locating a value of the commonest scales takes, beside each other.
  struct probe {
    enum class kind : std::uint8_t { none, truth, whole, text, number, other } how = kind::none;
    type_kind type = type_kind::null;
    currency_code currency = no_currency;
    std::int32_t unit = 0;
    std::uint32_t which = 0;
    std::uint32_t scale = 0;
    std::int64_t below = 0;  ///< the table is of the numbers from here to `above`
    std::int64_t above = 0;
    const std::uint32_t* table = nullptr;
  };
  void lay_out_probes(const pack& p);

  match_tier tier_ = match_tier::automatic;
  std::vector<graph::index> conditions_;
  std::vector<engine::index_scale> scales_;
  std::vector<probe> probes_;                // kind after kind
  std::vector<std::uint32_t> element_slot_;  // by scale
  std::size_t element_scales_ = 0;
  std::size_t atom_count_ = 0;
  std::size_t conjunctions_ = 0;
  std::vector<std::uint64_t> retest_;  // conditions that only the evaluator settles
  std::vector<std::uint64_t> staged_;  // conditions that read what earlier offers left
  bool any_retest_ = false, any_staged_ = false;

  // rows
  std::size_t words_ = 0, main_words_ = 0;
  engine::row_words rows_;
  std::vector<std::size_t> row_of_;  // by scale: first word; the row of those without it
                                     // stands before
  std::vector<std::uint32_t> scale_order_;
  std::vector<plane> planes_;
  std::vector<std::uint64_t> masks_;
  std::size_t rest_word_ = 0;          // of alternatives that few conditions have
  std::vector<std::uint32_t> owners_;  // of these
  std::vector<layer> layers_;

  // direct, pivot, pair
  std::vector<literal_scale> literals_;  // by scale
  std::uint32_t literal_slots_ = 0;
  std::vector<pivots> pivots_;            // by scale
  std::vector<std::uint64_t> given_;      // conditions that always hold
  std::vector<std::uint32_t> stream_;     // records, see index_records.hpp
  std::vector<std::uint32_t> stream_at_;  // by pivot
  std::vector<std::uint32_t> checks_;     // literals that a mask doesn't settle
  std::size_t longest_ = 0;               // records of one kind beside each other

  // blocks: their lines stand in `rows_`, the conditions of their conjunctions in `owners_`
  std::size_t blocks_ = 0;
  std::size_t last_block_ = 0;  // conjunctions in it
  std::vector<engine::block_scale> block_scales_;
  std::vector<engine::block_users> users_;
  std::vector<engine::sieve_rows> sieves_;  // by scale
  engine::row_words sieve_;
  std::size_t sieve_words_ = 0;
};

}  // namespace parley

#include "parley/engine/index_layout.hpp"
#include "parley/engine/index_locate.hpp"
#include "parley/engine/index_match.hpp"
#include "parley/engine/index_sections.hpp"
#include "parley/engine/index_walk.hpp"
