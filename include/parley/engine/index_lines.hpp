// ANDing lines: the loops of the matcher `blocks`, 256 bits at a time where the processor can. Both
// ways give the same bits. Internal to condition_index.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "parley/engine/index_bits.hpp"

namespace parley::engine {

/// A line is a bit for each of a block's conjunctions, and a cache line.
inline constexpr std::size_t line_words = 8;
inline constexpr std::size_t line_bits = 64 * line_words;
/// Blocks of a section: a bit each.
inline constexpr std::size_t section_blocks = 64;
inline constexpr std::size_t section_words = section_blocks * line_words;

/// Which blocks of a section ask for a scale, and how many did in the sections before.
struct block_users {
  std::uint64_t blocks = 0;
  std::uint32_t before = 0;
};

/// A scale, or a layer of one, in blocks: rows of `lines` lines, one for each block that asks for
/// it. First the row of what doesn't ask; then one for each cell, or, where there are marks, the
/// row of a cell without them.
struct block_scale {
  std::uint32_t scale = 0;
  bool marked = false;
  std::uint32_t lines = 0;
  std::size_t at = 0;                ///< words
  std::size_t users = 0;             ///< of the first section
  std::vector<std::uint32_t> first;  ///< by cell, in marks
  std::vector<std::uint32_t> marks;  ///< conjunction * 2 + negated, ascending
};

/// Marks of a request that are still to come.
struct mark_range {
  const std::uint32_t* at = nullptr;
  const std::uint32_t* end = nullptr;
};

/// What a request reads of a scale in blocks: a row, for what is possible or for what is certain.
struct strip {
  const std::uint64_t* row = nullptr;
  const block_users* users = nullptr;
  std::size_t with = 0;         ///< 0: what is possible, section_words: what is certain
  mark_range* marks = nullptr;  ///< change the row first
  mark_range* marks_end = nullptr;
  bool only_rule_out = false;  ///< negated marks say what isn't possible, whatever the row is for
};

/// Which rows of the sieve a scale has; cells of a long one share rows with their neighbours.
struct sieve_rows {
  std::size_t at = 0;  ///< words; 0: it has none. First the row of what doesn't ask.
  std::uint64_t factor = 0;

  [[nodiscard]] std::size_t row(std::uint32_t cell) const noexcept {
    return static_cast<std::size_t>((cell * factor) >> 32);
  }
};

/// A section and the blocks of it that can hold. `lines`: what is possible of its blocks, what is
/// certain, and room for a row.
struct section_question {
  std::span<const strip> strips;
  std::uint64_t* lines = nullptr;
  const std::uint32_t* owners = nullptr;  ///< conditions of the conjunctions, from this section on
  std::uint64_t* into[2] = {};            ///< by condition: open, holds
  std::size_t section = 0;
  std::uint64_t alive = 0;
};

#if PARLEY_WIDE_ROWS
#define PARLEY_ALWAYS_INLINE __attribute__((always_inline)) inline
#else
#define PARLEY_ALWAYS_INLINE inline
#endif

struct plain_lines {
  PARLEY_ALWAYS_INLINE static void meet(std::uint64_t* with, const std::uint64_t* line) noexcept {
    for (std::size_t w = 0; w < line_words; ++w) with[w] &= line[w];
  }
  PARLEY_ALWAYS_INLINE static bool any(const std::uint64_t* line) noexcept {
    std::uint64_t made = 0;
    for (std::size_t w = 0; w < line_words; ++w) made |= line[w];
    return made != 0;
  }
};

/// ANDs the lines that a row has for the blocks `used` to those of them that are alive.
template <typename Lines>
PARLEY_ALWAYS_INLINE void meet_row(std::uint64_t* with, const std::uint64_t* row,
                                   std::uint64_t used, std::uint64_t alive) noexcept {
  std::uint64_t left = used & alive;
  if (left == used) {
    for (; left != 0; left &= left - 1, row += line_words)
      Lines::meet(with + static_cast<std::size_t>(std::countr_zero(left)) * line_words, row);
    return;
  }
  for (; left != 0; left &= left - 1) {
    const auto before = static_cast<std::size_t>(std::popcount(used & ((left & (~left + 1)) - 1)));
    Lines::meet(with + static_cast<std::size_t>(std::countr_zero(left)) * line_words,
                row + before * line_words);
  }
}

/// The row of a strip as its marks change it, for the blocks alive.
PARLEY_ALWAYS_INLINE const std::uint64_t* marked_row(const section_question& q, const strip& s,
                                                     const std::uint64_t* row, std::uint64_t used,
                                                     std::uint64_t alive) noexcept {
  const auto begin = static_cast<std::uint32_t>(q.section * section_words * 64);
  const auto end = static_cast<std::uint32_t>(begin + section_words * 64);
  std::uint64_t* const made = q.lines + 2 * section_words;
  std::uint64_t copied = 0;  // blocks
  for (mark_range* marks = s.marks; marks != s.marks_end; ++marks) {
    // Those of sections in which nothing was left still stand before.
    while (marks->at != marks->end && *marks->at / 2 < begin) ++marks->at;
    for (; marks->at != marks->end && *marks->at / 2 < end; ++marks->at) {
      const std::uint32_t mark = *marks->at;
      const std::size_t word = mark / 128 % section_words;
      const std::uint64_t bit = std::uint64_t{1} << (mark / 2 % 64);
      const std::uint64_t block = std::uint64_t{1} << (word / line_words);
      if ((alive & block) == 0) continue;
      if (s.only_rule_out && mark % 2 != 0) {
        q.lines[word] &= ~bit;
        continue;
      }
      if (copied == 0) {
        copied = used & alive;
        for (std::uint64_t left = copied; left != 0; left &= left - 1) {
          const std::uint64_t below = used & ((left & (~left + 1)) - 1);
          const std::size_t at = static_cast<std::size_t>(std::popcount(below)) * line_words;
          std::memcpy(made + at, row + at, line_words * sizeof *row);
        }
      }
      const auto before = static_cast<std::size_t>(std::popcount(used & (block - 1)));
      std::uint64_t& into = made[before * line_words + word % line_words];
      into = mark % 2 != 0 ? into & ~bit : into | bit;
    }
  }
  return copied != 0 ? made : row;
}

/// The blocks of those alive in which anything is left.
template <typename Lines>
PARLEY_ALWAYS_INLINE std::uint64_t still_alive(const std::uint64_t* lines,
                                               std::uint64_t alive) noexcept {
  std::uint64_t made = alive;
  for (std::uint64_t left = alive; left != 0; left &= left - 1) {
    const auto at = static_cast<std::size_t>(std::countr_zero(left));
    if (!Lines::any(lines + at * line_words)) made &= ~(left & (~left + 1));
  }
  return made;
}

/// Sets the conditions of what is left in a block.
PARLEY_ALWAYS_INLINE void tell_block(const section_question& q, std::size_t block) noexcept {
  const std::uint64_t* const possible = q.lines + block * line_words;
  const std::uint32_t* owners = q.owners + block * line_bits;
  for (std::size_t w = 0; w < line_words; ++w, owners += 64) {
    const std::uint64_t certain = possible[w + section_words];
    for (std::uint64_t left = possible[w]; left != 0; left &= left - 1) {
      const int bit = std::countr_zero(left);
      const std::uint32_t owner = owners[bit];
      q.into[certain >> bit & 1U][owner / 64] |= std::uint64_t{1} << (owner % 64);
    }
  }
}

template <typename Lines>
PARLEY_ALWAYS_INLINE void ask_section(const section_question& q) noexcept {
  constexpr std::size_t between = 16;  // strips until dead blocks are looked for again
  std::uint64_t alive = q.alive;
  std::size_t until = between;
  for (const strip& s : q.strips) {
    const block_users& users = s.users[q.section];
    const std::uint64_t* row = s.row + std::size_t{users.before} * line_words;
    if (s.marks != s.marks_end) row = marked_row(q, s, row, users.blocks, alive);
    meet_row<Lines>(q.lines + s.with, row, users.blocks, alive);
    if (--until == 0) {
      alive = still_alive<Lines>(q.lines, alive);
      if (alive == 0) return;
      until = between;
    }
  }
  alive = still_alive<Lines>(q.lines, alive);
  for (; alive != 0; alive &= alive - 1)
    tell_block(q, static_cast<std::size_t>(std::countr_zero(alive)));
}

#if PARLEY_WIDE_ROWS

struct wide_lines {
  PARLEY_ALWAYS_INLINE static void meet(std::uint64_t* with, const std::uint64_t* line) noexcept {
    wide_word low, high, other;
    std::memcpy(&low, with, sizeof low);
    std::memcpy(&high, with + 4, sizeof high);
    std::memcpy(&other, line, sizeof other);
    low &= other;
    std::memcpy(&other, line + 4, sizeof other);
    high &= other;
    std::memcpy(with, &low, sizeof low);
    std::memcpy(with + 4, &high, sizeof high);
  }
  PARLEY_ALWAYS_INLINE static bool any(const std::uint64_t* line) noexcept {
    wide_word low, high;
    std::memcpy(&low, line, sizeof low);
    std::memcpy(&high, line + 4, sizeof high);
    low |= high;
    return (low[0] | low[1] | low[2] | low[3]) != 0;
  }
};

using widest_word = std::uint64_t __attribute__((vector_size(64)));

struct widest_lines {
  PARLEY_ALWAYS_INLINE static void meet(std::uint64_t* with, const std::uint64_t* line) noexcept {
    widest_word all, other;
    std::memcpy(&all, with, sizeof all);
    std::memcpy(&other, line, sizeof other);
    all &= other;
    std::memcpy(with, &all, sizeof all);
  }
  PARLEY_ALWAYS_INLINE static bool any(const std::uint64_t* line) noexcept {
    return wide_lines::any(line);
  }
};

__attribute__((target("avx2,bmi,bmi2,popcnt"))) inline void ask_section_wide(
    const section_question& q) noexcept {
  ask_section<wide_lines>(q);
}
__attribute__((target("avx512f,avx2,bmi,bmi2,popcnt"))) inline void ask_section_widest(
    const section_question& q) noexcept {
  ask_section<widest_lines>(q);
}
[[nodiscard]] inline bool widest_rows() noexcept {
  static const bool have = wide_rows() && __builtin_cpu_supports("avx512f");
  return have;
}

#endif

inline void ask_blocks(const section_question& q) noexcept {
#if PARLEY_WIDE_ROWS
  if (widest_rows()) return ask_section_widest(q);
  if (wide_rows()) return ask_section_wide(q);
#endif
  ask_section<plain_lines>(q);
}

}  // namespace parley::engine
