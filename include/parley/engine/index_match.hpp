// Asking a condition index. Part of condition_index.hpp.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "parley/engine/condition_index.hpp"

namespace parley {

/// The rows of one layer, made in `m.made`.
inline void condition_index::match_layer(const layer& l, std::size_t which, match_memory& m,
                                         bool open) const {
  const std::uint32_t state = m.cells[l.scale];
  auto& lacking = open ? m.sure : m.possible;
  std::size_t& lacking_count = open ? m.sure_count : m.possible_count;
  if (state == engine::index_scale::nowhere) {
    lacking[lacking_count++] = &rows_[l.lack * words_];
    return;
  }
  const std::span<const std::uint32_t> found =
      scales_[l.scale].many() ? elements(l.scale, m) : std::span(m.cells).subspan(l.scale, 1);
  std::uint64_t* const possible = &m.made[2 * which * words_];
  std::uint64_t* const sure = possible + words_;
  const auto mark = [&](std::uint64_t* row, bool positive, bool negative) {
    for (const std::uint32_t cell : found) {
      for (std::uint32_t e = l.first[cell]; e < l.first[cell + 1]; ++e) {
        const std::uint32_t at = l.entries[e] / 2;
        const std::uint64_t bit = std::uint64_t{1} << (at % 64);
        if ((l.entries[e] & 1U) == 0) {
          if (positive) row[at / 64] |= bit;
        } else if (negative) {
          row[at / 64] &= ~bit;
        }
      }
    }
  };
  if (state == 1 || !scales_[l.scale].many()) {
    std::copy_n(&rows_[l.absent * words_], words_, possible);
    mark(possible, true, true);
    m.possible[m.possible_count++] = possible;
    return;
  }
  std::fill_n(possible, words_, ~std::uint64_t{0});
  mark(possible, false, true);
  std::copy_n(&rows_[l.lack * words_], words_, sure);
  mark(sure, true, false);
  m.possible[m.possible_count++] = possible;
  lacking[lacking_count++] = sure;
}

inline void condition_index::match_rows(match_memory& m, matched_conditions& out, bool open) const {
  m.possible.resize(scale_order_.size() + 2 * layers_.size());
  m.sure.resize(scale_order_.size() + layers_.size());
  // Without what is open, a fact that isn't known rules out whatever asks for it.
  const std::uint64_t** possible = m.possible.data();
  const std::uint64_t** sure = m.sure.data();
  for (const std::uint32_t s : scale_order_) {
    const std::uint32_t at = m.cells[s];
    const std::uint64_t* const rows = &rows_[row_of_[s]];
    if (at != engine::index_scale::nowhere) {
      *possible++ = rows + at * words_;
    } else if (open) {
      *sure++ = rows - words_;
    } else {
      *possible++ = rows - words_;
    }
  }
  m.possible_count = static_cast<std::size_t>(possible - m.possible.data());
  m.sure_count = static_cast<std::size_t>(sure - m.sure.data());
  if (m.made.size() < 2 * layers_.size() * words_) m.made.resize(2 * layers_.size() * words_);
  for (std::size_t i = 0; i < layers_.size(); ++i) match_layer(layers_[i], i, m, open);

  const engine::row_question asked{rows_.data(), rows_.data() + words_,
                                   std::span(m.possible).first(m.possible_count),
                                   std::span(m.sure).first(m.sure_count)};
  // What doesn't fill a step, and what belongs to alternatives, goes through `planes`.
  const std::size_t whole = main_words_ / engine::row_step * engine::row_step;
  const std::size_t beyond = words_ - whole;
  if (m.planes.size() < 2 * (beyond + engine::row_step))
    m.planes.resize(2 * (beyond + engine::row_step));
  std::uint64_t* const holds = m.planes.data();
  std::uint64_t* const opens = holds + beyond + engine::row_step;
  engine::and_rows(asked, 0, whole, out.holds.data(), out.open.data());
  engine::and_rows(asked, whole, words_, holds, opens);
  for (std::size_t w = whole; w < main_words_; ++w) {
    out.holds[w] = holds[w - whole];
    out.open[w] = opens[w - whole];
  }
  for (const plane& n : planes_) {
    engine::spread_bits(holds + n.word - whole, &masks_[n.masks], main_words_, out.holds.data());
    engine::spread_bits(opens + n.word - whole, &masks_[n.masks], main_words_, out.open.data());
  }
  for (std::size_t i = 0; i < owners_.size(); i += 64) {
    const std::size_t w = rest_word_ - whole + i / 64;
    for (std::uint64_t bits = holds[w] | opens[w]; bits != 0; bits &= bits - 1) {
      const int bit = std::countr_zero(bits);
      const std::uint32_t owner = owners_[i + static_cast<std::size_t>(bit)];
      auto& into = (holds[w] >> bit & 1U) != 0 ? out.holds : out.open;
      into[owner / 64] |= std::uint64_t{1} << (owner % 64);
    }
  }
}

inline void condition_index::match(const pack& p, const fact_set& facts, evaluator& evaluate,
                                   match_memory& memory, matched_conditions& out, bool open) const {
  out.holds.resize(main_words_);
  out.open.resize(main_words_);
  locate(p, facts, evaluate, memory);
  const bool all = open || memory.misfit;
  if (tier_ == match_tier::rows) {
    match_rows(memory, out, all);
  } else if (tier_ == match_tier::blocks) {
    match_blocks(memory, out, all);
  } else {
    match_records(memory, out, all);
  }
  for (std::size_t w = 0; w < main_words_; ++w) out.open[w] &= ~out.holds[w];
  if (any_retest_ || memory.misfit) {
    for (std::size_t w = 0; w < main_words_; ++w) {
      const std::uint64_t asked = out.open[w] & (memory.misfit ? ~std::uint64_t{0} : retest_[w]);
      for (std::uint64_t bits = asked; bits != 0; bits &= bits - 1) {
        const std::uint64_t bit = bits & (~bits + 1);
        const auto i = w * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        const truth held = evaluate.test(conditions_[i]);
        if (held == truth::yes) out.holds[w] |= bit;
        if (held == truth::yes || held == truth::no) out.open[w] &= ~bit;
      }
    }
  }
  if (any_staged_) {
    for (std::size_t w = 0; w < main_words_; ++w) out.open[w] |= staged_[w];
  }
}

inline std::size_t condition_index::bytes() const noexcept {
  const auto size = [](const auto& v) { return v.capacity() * sizeof(v[0]); };
  std::size_t all = sizeof *this + size(conditions_) + size(scales_) + size(probes_) +
                    size(element_slot_) + size(retest_) + size(staged_) + size(rows_) +
                    size(row_of_) + size(scale_order_) + size(owners_) + size(layers_) +
                    size(pivots_) + size(given_) + size(stream_) + size(stream_at_) +
                    size(planes_) + size(masks_) + size(literals_) + size(checks_) +
                    size(block_scales_) + size(users_) + size(sieves_) + size(sieve_);
  for (const engine::index_scale& s : scales_) {
    all += size(s.numbers) + size(s.cuts) + size(s.cell_of) + size(s.starts) + size(s.texts) +
           size(s.slots) + size(s.dense);
  }
  for (const layer& l : layers_) all += size(l.first) + size(l.entries);
  for (const engine::block_scale& b : block_scales_) all += size(b.first) + size(b.marks);
  for (const pivots& b : pivots_)
    all += size(b.ge_upto) + size(b.le_from) + size(b.flips_at) + size(b.flips);
  return all;
}

}  // namespace parley
