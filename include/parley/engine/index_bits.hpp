// ANDing rows of bits: the loop of the matcher `rows`, in words of 256 bits where the processor has
// them. Both ways give the same bits. Internal to condition_index.hpp.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <vector>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define PARLEY_WIDE_ROWS 1
#else
#define PARLEY_WIDE_ROWS 0
#endif

namespace parley::engine {

/// Begins at a cache line, so that no part of a row lies across two. Memory comes from the plain
/// operator new, which hosts replace; where it began stands before what is given out.
template <typename T>
struct line_allocator {
  using value_type = T;
  static constexpr std::size_t line = 64;

  line_allocator() = default;
  template <typename U>
  constexpr line_allocator(const line_allocator<U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t n) {
    auto* const begin = static_cast<char*>(::operator new(n * sizeof(T) + line + sizeof(void*)));
    const std::size_t past = std::bit_cast<std::uintptr_t>(begin + sizeof(void*)) % line;
    char* const at = begin + sizeof(void*) + (line - past);
    std::memcpy(at - sizeof(void*), &begin, sizeof(void*));
    return reinterpret_cast<T*>(at);
  }
  void deallocate(T* at, std::size_t) noexcept {
    void* begin = nullptr;
    std::memcpy(&begin, reinterpret_cast<char*>(at) - sizeof(void*), sizeof(void*));
    ::operator delete(begin);
  }
  friend bool operator==(const line_allocator&, const line_allocator&) noexcept { return true; }
};

using row_words = std::vector<std::uint64_t, line_allocator<std::uint64_t>>;

/// A row has a multiple of so many words.
inline constexpr std::size_t row_step = 4;

/// What is ANDed: `all` begins, `rows` leave what is possible, `known` and `sure` what is certain.
struct row_question {
  const std::uint64_t* all = nullptr;
  const std::uint64_t* known = nullptr;
  std::span<const std::uint64_t* const> rows;
  std::span<const std::uint64_t* const> sure;
};

/// Words [from, end) of the answer: what is certain to `holds`, the rest of what is possible to
/// `open`, both counted from `from`.
inline void and_rows_plain(const row_question& q, std::size_t from, std::size_t end,
                           std::uint64_t* holds, std::uint64_t* open) noexcept {
  for (std::size_t at = from; at < end; at += row_step) {
    std::uint64_t word[row_step] = {q.all[at], q.all[at + 1], q.all[at + 2], q.all[at + 3]};
    for (const std::uint64_t* const row : q.rows) {
      for (std::size_t w = 0; w < row_step; ++w) word[w] &= row[at + w];
    }
    for (std::size_t w = 0; w < row_step; ++w) {
      std::uint64_t certain = word[w] & q.known[at + w];
      for (const std::uint64_t* const row : q.sure) certain &= row[at + w];
      holds[at - from + w] = certain;
      open[at - from + w] = word[w] & ~certain;
    }
  }
}

#if PARLEY_WIDE_ROWS

using wide_word = std::uint64_t __attribute__((vector_size(32)));

/// `Wides` times 256 bits from word `at` on.
template <std::size_t Wides>
__attribute__((target("avx2"))) inline void and_rows_block(const row_question& q, std::size_t at,
                                                           std::uint64_t* holds,
                                                           std::uint64_t* open) noexcept {
  wide_word possible[Wides], certain[Wides], other;
  for (std::size_t k = 0; k < Wides; ++k)
    std::memcpy(&possible[k], q.all + at + 4 * k, sizeof other);
  for (const std::uint64_t* const row : q.rows) {
    for (std::size_t k = 0; k < Wides; ++k) {
      std::memcpy(&other, row + at + 4 * k, sizeof other);
      possible[k] &= other;
    }
  }
  for (std::size_t k = 0; k < Wides; ++k) {
    std::memcpy(&other, q.known + at + 4 * k, sizeof other);
    certain[k] = possible[k] & other;
  }
  for (const std::uint64_t* const row : q.sure) {
    for (std::size_t k = 0; k < Wides; ++k) {
      std::memcpy(&other, row + at + 4 * k, sizeof other);
      certain[k] &= other;
    }
  }
  for (std::size_t k = 0; k < Wides; ++k) {
    possible[k] &= ~certain[k];
    std::memcpy(holds + 4 * k, &certain[k], sizeof other);
    std::memcpy(open + 4 * k, &possible[k], sizeof other);
  }
}

__attribute__((target("avx2"))) inline void and_rows_wide(const row_question& q, std::size_t from,
                                                          std::size_t end, std::uint64_t* holds,
                                                          std::uint64_t* open) noexcept {
  std::size_t at = from;
  for (; at + 16 <= end; at += 16) and_rows_block<4>(q, at, holds + at - from, open + at - from);
  for (; at + 8 <= end; at += 8) and_rows_block<2>(q, at, holds + at - from, open + at - from);
  for (; at < end; at += 4) and_rows_block<1>(q, at, holds + at - from, open + at - from);
}

/// Puts the lowest bits where `mask` has ones, in order.
__attribute__((target("bmi2,popcnt"))) inline void spread_bits_wide(const std::uint64_t* from,
                                                                    const std::uint64_t* masks,
                                                                    std::size_t words,
                                                                    std::uint64_t* into) noexcept {
  std::size_t at = 0;
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t mask = masks[w];
    if (mask == 0) continue;
    const std::size_t shift = at % 64;
    std::uint64_t bits = from[at / 64] >> shift;
    if (shift != 0) bits |= from[at / 64 + 1] << (64 - shift);
    into[w] |= __builtin_ia32_pdep_di(bits, mask);
    at += static_cast<std::size_t>(std::popcount(mask));
  }
}

[[nodiscard]] inline bool wide_rows() noexcept {
  static const bool have = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
  return have;
}

#endif

inline void and_rows(const row_question& q, std::size_t from, std::size_t end, std::uint64_t* holds,
                     std::uint64_t* open) noexcept {
#if PARLEY_WIDE_ROWS
  if (wide_rows()) return and_rows_wide(q, from, end, holds, open);
#endif
  and_rows_plain(q, from, end, holds, open);
}

inline void spread_bits_plain(const std::uint64_t* from, const std::uint64_t* masks,
                              std::size_t words, std::uint64_t* into) noexcept {
  std::size_t at = 0;
  for (std::size_t w = 0; w < words; ++w) {
    for (std::uint64_t mask = masks[w]; mask != 0; mask &= mask - 1, ++at) {
      if ((from[at / 64] >> (at % 64) & 1U) != 0) into[w] |= mask & (~mask + 1);
    }
  }
}

/// ORs bits `from` into the places that have a one in `masks`, in order. Readable: a word beyond
/// the last bit.
inline void spread_bits(const std::uint64_t* from, const std::uint64_t* masks, std::size_t words,
                        std::uint64_t* into) noexcept {
#if PARLEY_WIDE_ROWS
  if (wide_rows()) return spread_bits_wide(from, masks, words, into);
#endif
  spread_bits_plain(from, masks, words, into);
}

}  // namespace parley::engine
