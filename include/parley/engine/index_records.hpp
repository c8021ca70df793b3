// Laying out the records of direct, pivot and pair. Part of condition_index.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "parley/engine/condition_index.hpp"

namespace parley {

/// Numbers atoms anew, scale by scale, and says for each cell which of them stand out.
inline std::vector<std::uint32_t> condition_index::lay_out_blocks(
    const draft& d, const std::vector<bool>& is_pivot) {
  std::vector<std::vector<std::uint32_t>> of_scale(scales_.size());
  for (std::uint32_t a = 2; a < atom_count_; ++a) of_scale[d.kinds[a].scale].push_back(a);
  std::vector<std::uint32_t> renamed(atom_count_, 0);
  renamed[engine::atom_open] = engine::atom_open;
  std::uint32_t next = 2;
  blocks_.resize(scales_.size());
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    const std::uint32_t cells = scales_[s].cells;
    const bool many = scales_[s].many();
    // Which part of the block an atom stands in, and its order there.
    const auto key = [&](std::uint32_t a) {
      const engine::index_atom& k = d.kinds[a];
      const engine::cell_run run = many || k.runs == 0 ? engine::cell_run{} : d.runs[k.first];
      if (!many && k.runs == 1 && run.second == cells - 1) return std::tuple(0, run.first, a);
      if (!many && k.runs == 1 && run.first == 0) return std::tuple(1, run.second, a);
      const bool most = many ? k.negated : k.cells > cells / 2;
      if (most) return std::tuple(4, 0U, a);
      return std::tuple(is_pivot[a] ? 2 : 3, 0U, a);
    };
    std::vector<std::uint32_t>& atoms = of_scale[s];
    std::sort(atoms.begin(), atoms.end(),
              [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    block& b = blocks_[s];
    b.first = b.ge = b.le = b.few = next;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> flips;
    b.ge_upto.assign(cells, 0), b.le_from.assign(cells, 0);
    for (const std::uint32_t a : atoms) {
      const auto [part, at, id] = key(a);
      renamed[a] = next++;
      if (part == 0) b.ge = next, ++b.ge_upto[at];
      if (part <= 1) b.le = next;
      if (part == 1 && at + 1 < cells) ++b.le_from[at + 1];
      if (part <= 3) b.few = next;
      if (part == 2) ++b.pivots;
      if (part < 2) continue;
      const engine::index_atom& k = d.kinds[a];
      if (many) {
        flips.emplace_back(k.first, renamed[a]);
        continue;
      }
      std::uint32_t c = 0;
      for (std::uint32_t r = 0; r < k.runs; ++r) {
        const engine::cell_run run = d.runs[k.first + r];
        if (part == 4) {
          for (; c < run.first; ++c) flips.emplace_back(c, renamed[a]);
          c = run.second + 1;
        } else {
          for (c = run.first; c <= run.second; ++c) flips.emplace_back(c, renamed[a]);
        }
      }
      if (part == 4) {
        for (; c < cells; ++c) flips.emplace_back(c, renamed[a]);
      }
    }
    b.end = next;
    if (b.ge == b.first) b.ge_upto.clear();
    if (b.le == b.ge) b.le_from.clear();
    std::partial_sum(b.ge_upto.begin(), b.ge_upto.end(), b.ge_upto.begin());
    std::partial_sum(b.le_from.begin(), b.le_from.end(), b.le_from.begin());
    b.flips_at.assign(cells + 1, 0);
    for (const auto& [cell, atom] : flips) ++b.flips_at[cell + 1];
    std::partial_sum(b.flips_at.begin(), b.flips_at.end(), b.flips_at.begin());
    std::vector<std::uint32_t> at(b.flips_at.begin(), b.flips_at.end());
    b.flips.resize(flips.size());
    for (const auto& [cell, atom] : flips) b.flips[at[cell]++] = atom;
  }
  return renamed;
}

inline void condition_index::lay_out_records(const draft& d, bool pivots) {
  std::vector<std::uint32_t> pivot_of(conjunctions_, engine::atom_always);
  std::vector<bool> is_pivot(atom_count_, false);
  for (std::size_t i = 0; pivots && i < conjunctions_; ++i) {
    pivot_of[i] = d.pivot(i);
    is_pivot[pivot_of[i]] = true;
  }
  const std::vector<std::uint32_t> renamed = lay_out_blocks(d, is_pivot);

  // Conjunctions in the order of their records.
  std::vector<std::uint32_t> order;
  order.reserve(conjunctions_);
  const auto others = [&](std::uint32_t i) {
    const std::size_t atoms = d.conjunction(i).size();
    return atoms - (pivot_of[i] == engine::atom_always ? 0 : 1);
  };
  for (std::uint32_t i = 0; i < conjunctions_; ++i) {
    if (!d.conjunction(i).empty()) order.push_back(i);  // the others are given
  }
  const auto key = [&](std::uint32_t i) {
    return std::tuple(renamed[pivot_of[i]], engine::record_kind(others(i)), d.owners[i], i);
  };
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  stream_at_.assign(atom_count_ + 1, 0);
  std::uint32_t atom = 0;
  std::size_t head = 0;  // of the records that are being written
  std::uint32_t kind_before = 0;
  std::vector<std::uint32_t> rest;
  for (std::size_t n = 0; n < order.size(); ++n) {
    const std::uint32_t i = order[n];
    const std::uint32_t pivot = renamed[pivot_of[i]];
    const std::uint32_t kind = engine::record_kind(others(i));
    if (n == 0 || pivot != renamed[pivot_of[order[n - 1]]] || kind != kind_before) {
      while (atom < pivot) stream_at_[++atom] = static_cast<std::uint32_t>(stream_.size());
      head = stream_.size();
      stream_.push_back(pivot);
      stream_.push_back(kind << 24);
      kind_before = kind;
    }
    ++stream_[head + 1];
    longest_ = std::max<std::size_t>(longest_, stream_[head + 1] & engine::record_count_most);
    stream_.push_back(d.owners[i]);
    rest.clear();
    for (const std::uint32_t a : d.conjunction(i)) {
      if (a != pivot_of[i]) rest.push_back(a);
    }
    std::sort(rest.begin(), rest.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(d.odds[a], a) < std::tuple(d.odds[b], b);
    });
    for (const std::uint32_t a : rest) stream_.push_back(renamed[a]);
    stream_.resize(stream_.size() + engine::record_lengths[kind] - rest.size(),
                   engine::atom_always);
  }
  while (atom < atom_count_) stream_at_[++atom] = static_cast<std::uint32_t>(stream_.size());
}

}  // namespace parley
