// Asking blocks. Part of condition_index.hpp.
//
// A section of 64 blocks at a time, so that what is left of them stays near; in it scale after
// scale, whose lines for a cell stand one after the other.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/engine/condition_index.hpp"

namespace parley {

inline void condition_index::choose_strips(match_memory& m, bool open) const {
  constexpr std::uint32_t nowhere = engine::index_scale::nowhere;
  // A strip for each scale; marks for each cell that is found in one that has some.
  std::size_t marks = 0;
  for (const engine::block_scale& b : block_scales_) {
    if (b.marked) marks += scales_[b.scale].many() ? elements(b.scale, m).size() : 1;
  }
  if (m.marks.size() < marks) m.marks.resize(marks);
  if (m.strips.size() < block_scales_.size()) m.strips.resize(block_scales_.size());
  engine::mark_range* next = m.marks.data();
  const std::size_t lacking = open ? engine::section_words : 0;
  for (std::size_t i = 0; i < block_scales_.size(); ++i) {
    const engine::block_scale& b = block_scales_[i];
    engine::strip& made = m.strips[i];
    made = {&rows_[b.at], &users_[b.users], lacking, next, next, false};
    if (b.scale == scales_.size()) made.with = engine::section_words;  // what is never known
    if (b.scale == scales_.size() || m.cells[b.scale] == nowhere) continue;
    const std::uint32_t cell = m.cells[b.scale];
    const std::size_t row = std::size_t{b.lines} * engine::line_words;
    const auto mark = [&](std::uint32_t of) {
      const std::uint32_t* const all = b.marks.data();
      if (b.first[of] != b.first[of + 1]) *next++ = {all + b.first[of], all + b.first[of + 1]};
    };
    if (!b.marked) {
      made.row += row * (cell + 1);
      made.with = 0;
      continue;
    }
    if (!scales_[b.scale].many()) {
      mark(cell);
    } else {
      for (const std::uint32_t found : elements(b.scale, m)) mark(found);
    }
    made.marks_end = next;
    made.only_rule_out = scales_[b.scale].many() && cell == 0;
    if (made.only_rule_out) continue;
    made.row += row;
    made.with = 0;
  }
}

inline void condition_index::match_blocks(match_memory& m, matched_conditions& out,
                                          bool open) const {
  std::copy(given_.begin(), given_.end(), out.holds.begin());
  std::fill(out.open.begin(), out.open.end(), 0);
  if (blocks_ == 0) return;
  constexpr std::uint32_t nowhere = engine::index_scale::nowhere;
  constexpr std::uint64_t all = ~std::uint64_t{0};
  if (m.possible.size() < scales_.size()) m.possible.resize(scales_.size());
  std::size_t rows = 0;
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    const std::uint32_t cell = m.cells[s];
    const engine::sieve_rows& of = sieves_[s];
    if (of.at == 0 || (cell == nowhere && open)) continue;
    m.possible[rows++] = &sieve_[of.at + (cell == nowhere ? 0 : 1 + of.row(cell)) * sieve_words_];
  }
  if (m.made.size() < 2 * sieve_words_) m.made.resize(2 * sieve_words_);
  const engine::row_question sieve{
      sieve_.data(), sieve_.data(), std::span(m.possible).first(rows), {}};
  engine::and_rows(sieve, 0, sieve_words_, m.made.data(), m.made.data() + sieve_words_);
  choose_strips(m, open);
  if (m.section.size() < 3 * engine::section_words) m.section.resize(3 * engine::section_words);
  engine::section_question asked;
  asked.strips = std::span(m.strips).first(block_scales_.size());
  asked.lines = m.section.data();
  asked.into[0] = out.open.data();
  asked.into[1] = out.holds.data();
  for (std::size_t section = 0; section * engine::section_blocks < blocks_; ++section) {
    asked.alive = m.made[section];
    if (asked.alive == 0) continue;
    asked.section = section;
    asked.owners = &owners_[section * engine::section_words * 64];
    const std::size_t blocks =
        std::min(blocks_ - section * engine::section_blocks, engine::section_blocks);
    for (const std::size_t from : {std::size_t{0}, engine::section_words})
      std::fill_n(asked.lines + from, blocks * engine::line_words, all);
    if (blocks_ - section * engine::section_blocks <= engine::section_blocks) {
      std::uint64_t* const last = asked.lines + (blocks - 1) * engine::line_words;
      for (std::size_t w = 0; w < engine::line_words; ++w) {
        const std::size_t left = last_block_ > w * 64 ? last_block_ - w * 64 : 0;
        last[w] = left >= 64 ? all : (std::uint64_t{1} << left) - 1;
      }
    }
    engine::ask_blocks(asked);
  }
}

}  // namespace parley
