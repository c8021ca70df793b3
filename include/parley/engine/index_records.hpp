// Laying out the records of direct, pivot and pair. Part of condition_index.hpp.
//
// A literal is a word: 47 bits of cells in which the atom is true, one for what isn't known, above
// them the slot in which a request says where it stands. A scale of more cells shares a bit among
// neighbours; what that leaves undecided is checked where everything else holds.
//
// Records are words of 32 bits, pivot after pivot: the conjunctions of which an atom is the pivot,
// those of one length and, for pair, of one second atom together,
//   length * 2^24 + count, 0, literal of the second atom, then count times (condition, literals)
// rarest first, where a length stands for 0, 1, 2, 3, 4, 6, 8 or 16 literals, filled up with one
// that is always true. In place of a condition may stand `checked` + a place in the checks,
//   condition, count, then count times (scale * 2 + negated, runs, first and last cell of each)
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "parley/engine/condition_index.hpp"

namespace parley {

inline void condition_index::lay_out_literals() {
  literals_.resize(scales_.size());
  literal_slots_ = engine::slot_first;
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    literal_scale& l = literals_[s];
    const std::uint32_t slots = scales_[s].many() ? 2 : 1;
    if (literal_slots_ + slots > engine::slots_most || scales_[s].cells == 0) continue;
    l.slot = literal_slots_;
    literal_slots_ += slots;
    l.exact = scales_[s].cells <= engine::literal_cells;
    l.factor = l.exact ? std::uint64_t{1} << 32
                       : (std::uint64_t{engine::literal_cells} << 32) / scales_[s].cells;
  }
}

inline bool condition_index::is_exact(const draft& d, std::uint32_t atom) const {
  return atom == engine::atom_always ||
         (atom != engine::atom_open && literals_[d.kinds[atom].scale].exact);
}

inline std::uint64_t condition_index::literal_of(const draft& d, std::uint32_t atom) const {
  if (atom == engine::atom_always) return engine::literal_always;
  std::uint64_t slot = engine::slot_open, bits = engine::literal_mask;
  if (atom != engine::atom_open) {
    const engine::index_atom& k = d.kinds[atom];
    const literal_scale& l = literals_[k.scale];
    if (l.slot == 0) return engine::literal_always;  // undecided, so it is checked
    slot = l.slot + (k.negated ? 1 : 0);
    bits = engine::literal_unknown;
    if (scales_[k.scale].many()) {
      bits |= l.bit(k.first);
    } else {
      for (std::uint32_t r = 0; r < k.runs; ++r) {
        const engine::cell_run run = d.runs[k.first + r];
        const std::uint64_t low = l.bit(run.first), high = l.bit(run.second);
        bits |= (high | (high - 1)) & ~(low - 1);
      }
    }
  }
  return slot << engine::literal_bits | bits;
}

/// Numbers pivots anew, scale by scale, and says for each cell which of them are true.
inline std::vector<std::uint32_t> condition_index::lay_out_pivots(
    const draft& d, const std::vector<bool>& is_pivot) {
  std::vector<std::vector<std::uint32_t>> of_scale(scales_.size());
  for (std::uint32_t a = 2; a < atom_count_; ++a) {
    if (is_pivot[a]) of_scale[d.kinds[a].scale].push_back(a);
  }
  std::vector<std::uint32_t> renamed(atom_count_, 0);
  std::uint32_t next = 1;  // 0 is the pivot of what has none
  pivots_.resize(scales_.size());
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    const std::uint32_t cells = scales_[s].cells;
    const bool many = scales_[s].many();
    // Which part of the block an atom stands in, and its order there.
    const auto key = [&](std::uint32_t a) {
      const engine::index_atom& k = d.kinds[a];
      const engine::cell_run run = many || k.runs == 0 ? engine::cell_run{} : d.runs[k.first];
      const bool half = !many && k.runs == 1 && k.cells > 4;
      if (half && run.second == cells - 1) return std::tuple(0, run.first, a);
      if (half && run.first == 0) return std::tuple(1, run.second, a);
      return std::tuple(2, many ? k.first : run.first, a);
    };
    std::vector<std::uint32_t>& atoms = of_scale[s];
    std::sort(atoms.begin(), atoms.end(),
              [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    pivots& b = pivots_[s];
    b.first = b.ge = b.le = next;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> flips;
    if (!atoms.empty()) b.ge_upto.assign(cells, 0), b.le_from.assign(cells, 0);
    for (const std::uint32_t a : atoms) {
      const auto [part, at, id] = key(a);
      renamed[a] = next++;
      if (part == 0) b.ge = next, ++b.ge_upto[at];
      if (part <= 1) b.le = next;
      if (part == 1 && at + 1 < cells) ++b.le_from[at + 1];
      if (part < 2) continue;
      const engine::index_atom& k = d.kinds[a];
      if (many) flips.emplace_back(k.first, renamed[a]);
      for (std::uint32_t r = 0; !many && r < k.runs; ++r) {
        const engine::cell_run run = d.runs[k.first + r];
        for (std::uint32_t c = run.first; c <= run.second; ++c) flips.emplace_back(c, renamed[a]);
      }
    }
    b.end = next;
    if (b.ge == b.first) b.ge_upto = {};
    if (b.le == b.ge) b.le_from = {};
    std::partial_sum(b.ge_upto.begin(), b.ge_upto.end(), b.ge_upto.begin());
    std::partial_sum(b.le_from.begin(), b.le_from.end(), b.le_from.begin());
    if (flips.empty()) continue;
    b.flips_at.assign(cells + 1, 0);
    for (const auto& [cell, atom] : flips) ++b.flips_at[cell + 1];
    std::partial_sum(b.flips_at.begin(), b.flips_at.end(), b.flips_at.begin());
    std::vector<std::uint32_t> at(b.flips_at.begin(), b.flips_at.end());
    b.flips.resize(flips.size());
    for (const auto& [cell, atom] : flips) b.flips[at[cell]++] = atom;
  }
  return renamed;
}

/// What a mask leaves undecided of a conjunction; its pivot is settled by finding it.
inline void condition_index::lay_out_check(const draft& d, std::size_t conjunction,
                                           std::uint32_t pivot) {
  checks_.push_back(d.owners[conjunction]);
  const std::size_t count = checks_.size();
  checks_.push_back(0);
  for (const std::uint32_t a : d.conjunction(conjunction)) {
    if (a == pivot || a <= engine::atom_open || is_exact(d, a)) continue;
    ++checks_[count];
    const engine::index_atom& k = d.kinds[a];
    checks_.push_back(k.scale * 2 + (k.negated ? 1 : 0));
    if (scales_[k.scale].many()) {
      checks_.insert(checks_.end(), {1, k.first, k.first});
      continue;
    }
    checks_.push_back(k.runs);
    for (std::uint32_t r = 0; r < k.runs; ++r) {
      checks_.push_back(d.runs[k.first + r].first);
      checks_.push_back(d.runs[k.first + r].second);
    }
  }
}

inline void condition_index::lay_out_records(const draft& d) {
  lay_out_literals();
  std::vector<std::uint32_t> pivot_of(conjunctions_, engine::atom_always);
  std::vector<bool> is_pivot(atom_count_, false);
  for (std::size_t i = 0; tier_ != match_tier::direct && i < conjunctions_; ++i) {
    pivot_of[i] = d.pivot(i);
    is_pivot[pivot_of[i]] = true;
  }
  const std::vector<std::uint32_t> renamed = lay_out_pivots(d, is_pivot);

  // The other atoms, rarest first, and conjunctions in the order of their records.
  struct written {
    std::uint32_t pivot = 0, kind = 0, second = 0, conjunction = 0;
    auto operator<=>(const written&) const = default;
  };
  std::vector<written> order;
  order.reserve(conjunctions_);
  std::vector<std::uint32_t> rest;
  const auto others = [&](std::uint32_t i) {
    rest.clear();
    for (const std::uint32_t a : d.conjunction(i)) {
      if (a != pivot_of[i]) rest.push_back(a);
    }
    std::sort(rest.begin(), rest.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(d.odds[a], a) < std::tuple(d.odds[b], b);
    });
  };
  const bool paired = tier_ == match_tier::pair;
  for (std::uint32_t i = 0; i < conjunctions_; ++i) {
    if (d.conjunction(i).empty()) continue;  // given
    others(i);
    const std::uint32_t second = paired && !rest.empty() ? rest[0] : engine::atom_always;
    const std::size_t literals = rest.size() - (paired && !rest.empty() ? 1 : 0);
    order.push_back({renamed[pivot_of[i]], engine::record_kind(literals), second, i});
  }
  std::sort(order.begin(), order.end());
  const auto put = [&](std::uint64_t literal) {
    stream_.push_back(static_cast<std::uint32_t>(literal));
    stream_.push_back(static_cast<std::uint32_t>(literal >> 32));
  };
  const std::uint32_t pivot_count = pivots_.empty() ? 1 : pivots_.back().end;
  stream_at_.assign(pivot_count + 1, 0);
  std::uint32_t pivot = 0;
  std::size_t head = 0;  // of the records that are being written
  for (std::size_t n = 0; n < order.size(); ++n) {
    const written& at = order[n];
    while (pivot < at.pivot) stream_at_[++pivot] = static_cast<std::uint32_t>(stream_.size());
    if (n == 0 || at.pivot != order[n - 1].pivot || at.kind != order[n - 1].kind ||
        at.second != order[n - 1].second) {
      head = stream_.size();
      stream_.push_back(at.kind << 24);
      stream_.push_back(0);
      put(literal_of(d, at.second));
    }
    ++stream_[head];
    longest_ = std::max<std::size_t>(longest_, stream_[head] & engine::record_count_most);
    others(at.conjunction);
    const bool sure =
        std::all_of(rest.begin(), rest.end(), [&](std::uint32_t a) { return is_exact(d, a); });
    if (sure) {
      stream_.push_back(d.owners[at.conjunction]);
    } else {
      stream_.push_back(engine::checked | static_cast<std::uint32_t>(checks_.size()));
      lay_out_check(d, at.conjunction, pivot_of[at.conjunction]);
    }
    const std::size_t from = paired && !rest.empty() ? 1 : 0;
    for (std::size_t k = from; k < rest.size(); ++k) put(literal_of(d, rest[k]));
    for (std::size_t k = rest.size() - from; k < engine::record_lengths[at.kind]; ++k)
      put(engine::literal_always);
  }
  while (pivot < pivot_count) stream_at_[++pivot] = static_cast<std::uint32_t>(stream_.size());
  stream_.shrink_to_fit();
  checks_.shrink_to_fit();
}

}  // namespace parley
