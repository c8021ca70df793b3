// Laying out blocks. Part of condition_index.hpp.
//
// Conjunctions stand in blocks of 512, those together that ask for the same scales, so that a block
// has few of them; a scale has lines for the blocks that ask for it and for no other.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "parley/engine/condition_index.hpp"

namespace parley {

/// Conjunctions by the scales they ask for, the least common ones first, so that a block asks for
/// few.
inline std::vector<std::uint32_t> condition_index::order_by_scales(const draft& d) const {
  struct key {
    std::array<std::uint16_t, 6> scales{};
    std::uint32_t conjunction = 0;
    auto operator<=>(const key&) const = default;
  };
  std::vector<std::uint32_t> by_use(scales_.size());
  std::iota(by_use.begin(), by_use.end(), 0U);
  std::stable_sort(by_use.begin(), by_use.end(), [&](std::uint32_t a, std::uint32_t b) {
    return scales_[a].literals < scales_[b].literals;
  });
  constexpr std::uint16_t none = 0xFFFF;
  std::vector<std::uint16_t> rank(scales_.size());
  for (std::size_t i = 0; i < by_use.size(); ++i)
    rank[by_use[i]] = static_cast<std::uint16_t>(std::min<std::size_t>(i, none));
  std::vector<key> keys;
  std::vector<std::uint16_t> ranks;
  for (std::uint32_t i = 0; i < d.ends.size(); ++i) {
    if (d.conjunction(i).empty()) continue;  // given
    ranks.clear();
    for (const std::uint32_t a : d.conjunction(i)) {
      if (a > engine::atom_open) ranks.push_back(rank[d.kinds[a].scale]);
    }
    std::sort(ranks.begin(), ranks.end());
    ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
    key& made = keys.emplace_back();
    made.conjunction = i;
    made.scales.fill(none);
    std::copy_n(ranks.begin(), std::min(ranks.size(), made.scales.size()), made.scales.begin());
  }
  std::sort(keys.begin(), keys.end());
  std::vector<std::uint32_t> order;
  order.reserve(keys.size());
  for (const key& k : keys) order.push_back(k.conjunction);
  return order;
}

/// Room for `rows` rows after the first one, which is written. `uses`: ascending by place.
inline engine::block_scale& condition_index::add_block_scale(std::uint32_t scale,
                                                             std::span<const use> uses,
                                                             std::uint32_t rows) {
  engine::block_scale& made = block_scales_.emplace_back();
  made.scale = scale;
  made.users = users_.size();
  made.at = rows_.size();
  users_.resize(users_.size() + (blocks_ + engine::section_blocks - 1) / engine::section_blocks);
  for (const use& u : uses) {
    const std::size_t block = u.conjunction / engine::line_bits;
    users_[made.users + block / 64].blocks |= std::uint64_t{1} << (block % 64);
  }
  for (std::size_t i = made.users; i < users_.size(); ++i) {
    users_[i].before = made.lines;
    made.lines += static_cast<std::uint32_t>(std::popcount(users_[i].blocks));
  }
  rows_.resize(rows_.size() + std::size_t{made.lines} * engine::line_words * (rows + 1), 0);
  std::fill_n(rows_.begin() + static_cast<std::ptrdiff_t>(made.at), made.lines * engine::line_words,
              ~std::uint64_t{0});
  std::size_t line = 0, block = uses.empty() ? 0 : uses[0].conjunction / engine::line_bits;
  for (const use& u : uses) {
    if (u.conjunction / engine::line_bits != block) ++line;
    block = u.conjunction / engine::line_bits;
    rows_[made.at + line * engine::line_words + u.conjunction / 64 % engine::line_words] &=
        ~(std::uint64_t{1} << (u.conjunction % 64));
  }
  return made;
}

inline void condition_index::lay_out_cells(const draft& d, std::uint32_t scale,
                                           std::span<const use> uses) {
  const std::uint32_t cells = scales_[scale].cells;
  const engine::block_scale& made = add_block_scale(scale, uses, cells);
  const std::size_t row = std::size_t{made.lines} * engine::line_words;
  const engine::sieve_rows& sieve = sieves_[scale];
  // Where each conjunction becomes true or false, going up the cells; then line after line.
  std::vector<std::uint64_t> turns(std::size_t{cells} * engine::line_words);
  std::vector<engine::cell_run> runs, other;
  std::size_t line = 0;
  for (std::size_t i = 0; i < uses.size(); ++line) {
    const std::size_t block = uses[i].conjunction / engine::line_bits;
    std::fill(turns.begin(), turns.end(), 0);
    while (i < uses.size() && uses[i].conjunction / engine::line_bits == block) {
      const std::uint32_t at = uses[i].conjunction;
      const auto runs_of = [&](std::uint32_t atom) {
        return std::span(d.runs).subspan(d.kinds[atom].first, d.kinds[atom].runs);
      };
      const auto first = runs_of(uses[i].atom);
      runs.assign(first.begin(), first.end());
      for (++i; i < uses.size() && uses[i].conjunction == at; ++i) {
        other.clear();
        for (const engine::cell_run& a : runs) {
          for (const engine::cell_run& b : runs_of(uses[i].atom)) {
            const engine::cell_run both{std::max(a.first, b.first), std::min(a.second, b.second)};
            if (both.first <= both.second) other.push_back(both);
          }
        }
        std::swap(runs, other);
      }
      const std::size_t word = at / 64 % engine::line_words;
      const std::uint64_t bit = std::uint64_t{1} << (at % 64);
      for (const engine::cell_run& r : runs) {
        turns[r.first * engine::line_words + word] ^= bit;
        if (r.second + 1 < cells) turns[(r.second + 1) * engine::line_words + word] ^= bit;
      }
    }
    const std::uint64_t* const lack = &rows_[made.at + line * engine::line_words];
    std::array<std::uint64_t, engine::line_words> now{};
    std::copy_n(lack, engine::line_words, now.begin());
    const auto rule_out = [&](std::size_t sieve_row) {
      sieve_[sieve.at + sieve_row * sieve_words_ + block / 64] &=
          ~(std::uint64_t{1} << (block % 64));
    };
    if (now == decltype(now){}) rule_out(0);
    bool any = false;
    for (std::uint32_t c = 0; c < cells; ++c) {
      for (std::size_t w = 0; w < engine::line_words; ++w)
        now[w] ^= turns[c * engine::line_words + w];
      std::copy(now.begin(), now.end(),
                rows_.begin() + static_cast<std::ptrdiff_t>(made.at + (c + 1) * row +
                                                            line * engine::line_words));
      any = any || now != decltype(now){};
      if (c + 1 < cells && sieve.row(c + 1) == sieve.row(c)) continue;
      if (!any) rule_out(1 + sieve.row(c));
      any = false;
    }
  }
}

inline void condition_index::lay_out_marks(const draft& d, std::uint32_t scale,
                                           std::span<const use> uses) {
  const std::uint32_t cells = scales_[scale].cells;
  std::vector<std::vector<use>> layers;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    std::size_t depth = 0;
    while (depth < i && uses[i - depth - 1].conjunction == uses[i].conjunction) ++depth;
    if (depth == layers.size()) layers.emplace_back();
    layers[depth].push_back(uses[i]);
  }
  for (const std::vector<use>& some : layers) {
    engine::block_scale& made = add_block_scale(scale, some, 1);
    made.marked = true;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> marks;  // cell, mark
    std::vector<std::uint32_t> negated;
    const std::size_t row = std::size_t{made.lines} * engine::line_words;
    std::copy_n(rows_.begin() + static_cast<std::ptrdiff_t>(made.at), row,
                rows_.begin() + static_cast<std::ptrdiff_t>(made.at + row));
    for (const use& u : some) {
      const engine::index_atom& a = d.kinds[u.atom];
      if (scales_[scale].many()) {
        marks.emplace_back(a.first, u.conjunction * 2 + (a.negated ? 1 : 0));
        if (a.negated) negated.push_back(u.conjunction);
        continue;
      }
      // The cells in which it is true, or those few in which it isn't.
      const bool most = a.cells > cells / 2;
      if (most) negated.push_back(u.conjunction);
      std::uint32_t c = 0;
      for (std::uint32_t r = 0; r < a.runs; ++r) {
        const engine::cell_run run = d.runs[a.first + r];
        for (c = most ? c : run.first; c < (most ? run.first : run.second + 1); ++c)
          marks.emplace_back(c, u.conjunction * 2 + (most ? 1 : 0));
        c = run.second + 1;
      }
      for (; most && c < cells; ++c) marks.emplace_back(c, u.conjunction * 2 + 1);
    }
    for (const std::uint32_t at : negated) {
      const std::size_t block = at / engine::line_bits;
      const engine::block_users& u = users_[made.users + block / 64];
      const std::uint64_t below = u.blocks & ((std::uint64_t{1} << (block % 64)) - 1);
      const std::size_t line = u.before + static_cast<std::size_t>(std::popcount(below));
      rows_[made.at + row + line * engine::line_words + at / 64 % engine::line_words] |=
          std::uint64_t{1} << (at % 64);
    }
    std::sort(marks.begin(), marks.end());
    made.first.assign(cells + 1, 0);
    for (const auto& [cell, mark] : marks) {
      ++made.first[cell + 1];
      made.marks.push_back(mark);
    }
    std::partial_sum(made.first.begin(), made.first.end(), made.first.begin());
    const engine::sieve_rows& sieve = sieves_[scale];
    if (sieve.at == 0) continue;
    std::vector<bool> alive;
    std::size_t next = 0;                                        // of `marks`, by block
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found;  // block, row of the sieve
    for (const auto& [cell, mark] : marks) {
      found.emplace_back(static_cast<std::uint32_t>(mark / 2 / engine::line_bits),
                         static_cast<std::uint32_t>(sieve.row(cell)));
    }
    std::sort(found.begin(), found.end());
    std::size_t line = 0;
    for (std::size_t block = 0; block < blocks_; ++block) {
      if ((users_[made.users + block / 64].blocks >> (block % 64) & 1U) == 0) continue;
      const std::uint64_t* const lack = &rows_[made.at + line++ * engine::line_words];
      const auto rule_out = [&](std::size_t r) {
        sieve_[sieve.at + r * sieve_words_ + block / 64] &= ~(std::uint64_t{1} << (block % 64));
      };
      if (!engine::plain_lines::any(lack)) rule_out(0);
      alive.assign(sieve.row(cells - 1) + 1, engine::plain_lines::any(lack + row));
      for (; next < found.size() && found[next].first == block; ++next)
        alive[found[next].second] = true;
      for (std::size_t r = 0; r < alive.size(); ++r) {
        if (!alive[r]) rule_out(r + 1);
      }
    }
  }
}

inline void condition_index::lay_out_blocks(const draft& d) {
  const std::vector<std::uint32_t> order = order_by_scales(d);
  blocks_ = (order.size() + engine::line_bits - 1) / engine::line_bits;
  last_block_ =
      order.size() % engine::line_bits == 0 ? engine::line_bits : order.size() % engine::line_bits;
  // What each scale is asked for, in the order of the blocks.
  std::vector<std::size_t> first(scales_.size() + 2, 0);
  const auto scale_of = [&](std::uint32_t atom) {
    return atom == engine::atom_open ? scales_.size() : std::size_t{d.kinds[atom].scale};
  };
  for (const std::uint32_t c : order) {
    for (const std::uint32_t a : d.conjunction(c)) ++first[scale_of(a) + 1];
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<use> uses(first.back());
  std::vector<std::size_t> next(first.begin(), first.end() - 1);
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    owners_.push_back(d.owners[order[i]]);
    for (const std::uint32_t a : d.conjunction(order[i])) uses[next[scale_of(a)]++] = {i, a};
  }
  owners_.shrink_to_fit();

  constexpr std::size_t step = 64 * engine::row_step;
  constexpr std::uint32_t rows_most = 1024;
  sieve_words_ = (blocks_ + step - 1) / step * engine::row_step;
  std::size_t rows = 1;
  for (const engine::index_scale& s : scales_) {
    engine::sieve_rows& made = sieves_.emplace_back();
    if (s.literals == 0 || s.many()) continue;
    made.at = rows * sieve_words_;
    made.factor =
        s.cells <= rows_most ? std::uint64_t{1} << 32 : (std::uint64_t{rows_most} << 32) / s.cells;
    rows += made.row(s.cells - 1) + 2;
  }
  sieve_.assign(rows * sieve_words_, ~std::uint64_t{0});
  std::fill_n(sieve_.begin(), sieve_words_, 0);
  for (std::size_t b = 0; b < blocks_; ++b) engine::set_bit(sieve_, b);

  std::vector<double> refutes(scales_.size(), 0);
  for (const std::uint32_t a : d.atoms) {
    if (a > engine::atom_open) refutes[d.kinds[a].scale] += 1 - d.odds[a];
  }
  std::vector<std::uint32_t> all;
  for (std::uint32_t s = 0; s < scales_.size(); ++s) {
    if (scales_[s].literals != 0) all.push_back(s);
  }
  std::stable_sort(all.begin(), all.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return refutes[a] > refutes[b]; });
  constexpr std::uint32_t cells_most = 64;
  for (const std::uint32_t s : all) {
    const auto of = std::span<const use>(uses).subspan(first[s], first[s + 1] - first[s]);
    if (scales_[s].many() || scales_[s].cells > cells_most) {
      lay_out_marks(d, s, of);
    } else {
      lay_out_cells(d, s, of);
    }
  }
  const auto open = std::span<const use>(uses).subspan(first[scales_.size()]);
  if (!open.empty()) add_block_scale(static_cast<std::uint32_t>(scales_.size()), open, 0);
  rows_.shrink_to_fit();
  users_.shrink_to_fit();
}

}  // namespace parley
