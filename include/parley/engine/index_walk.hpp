// Asking the records of direct, pivot and pair. Part of condition_index.hpp.
//
// A hit is where a record stands in the stream, above it (32 bits up) how many literals it has, and
// from bit 40 on whether its pivot and its second atom are certainly true.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "parley/engine/condition_index.hpp"

namespace parley {

namespace engine {

[[nodiscard]] inline std::uint64_t literal_at(const std::uint32_t* at) noexcept {
  std::uint64_t made = 0;
  std::memcpy(&made, at, sizeof made);
  return made;
}

[[nodiscard]] inline bool literal_holds(std::uint64_t literal,
                                        const std::uint64_t* slots) noexcept {
  return (literal & slots[literal >> literal_bits]) != 0;
}

/// Looks at records of one kind; writes what isn't ruled out and says how many these are.
template <std::uint32_t Literals>
[[nodiscard]] inline std::size_t check_records(const std::uint32_t* at, std::uint32_t count,
                                               std::uint64_t hit, const std::uint64_t* slots,
                                               std::uint64_t* hits) noexcept {
  std::size_t found = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    bool passes = true;
    for (std::uint32_t k = 0; k < Literals; ++k)
      passes = passes & literal_holds(literal_at(at + 1 + 2 * k), slots);
    hits[found] = hit;
    found += passes ? 1 : 0;
    at += 2 * Literals + 1;
    hit += 2 * Literals + 1;
  }
  return found;
}

inline void prefetch(const void* at) noexcept {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(at);
#else
  (void)at;
#endif
}

}  // namespace engine

/// What every slot of literals may be, and certainly is.
inline void condition_index::fill_literals(match_memory& m, bool open) const {
  constexpr std::uint64_t all = engine::literal_mask;
  constexpr std::uint64_t all_cells = engine::literal_unknown - 1;
  constexpr std::uint32_t nowhere = engine::index_scale::nowhere;
  const std::uint64_t unknown = open ? engine::literal_unknown : 0;
  if (m.loose.size() < literal_slots_) m.loose.resize(literal_slots_);
  if (m.strict.size() < literal_slots_) m.strict.resize(literal_slots_);
  std::uint64_t* const loose = m.loose.data();
  std::uint64_t* const strict = m.strict.data();
  loose[engine::slot_always] = strict[engine::slot_always] = loose[engine::slot_open] = all;
  strict[engine::slot_open] = 0;
  for (std::size_t s = 0; s < literals_.size(); ++s) {
    const literal_scale& l = literals_[s];
    if (l.slot == 0) continue;
    const std::uint32_t cell = m.cells[s];
    if (!scales_[s].many()) {
      const std::uint64_t bit = l.bit(cell == nowhere ? 0 : cell);
      loose[l.slot] = cell == nowhere ? unknown : bit;
      strict[l.slot] = cell == nowhere ? 0 : bit;
      continue;
    }
    loose[l.slot] = loose[l.slot + 1] = unknown;
    strict[l.slot] = strict[l.slot + 1] = 0;
    if (cell == nowhere) continue;
    std::uint64_t found = 0;
    for (const std::uint32_t c : elements(s, m)) found |= l.bit(c);
    // A bit that several cells share doesn't say that one of them wasn't found.
    const std::uint64_t lacks = l.exact ? all_cells & ~found : all_cells;
    strict[l.slot] = found;
    loose[l.slot] = cell == 1 ? found : found | unknown;
    strict[l.slot + 1] = cell == 1 ? lacks : 0;
    loose[l.slot + 1] = cell == 1 || open ? lacks : 0;
  }
}

/// Literals that masks leave undecided: 0 one is false, 1 one is unknown, 3 all are true.
inline std::uint32_t condition_index::check(std::uint32_t at, bool open,
                                            const match_memory& m) const {
  const std::uint32_t* c = &checks_[at];
  std::uint32_t state = 3;
  for (std::uint32_t left = c[1], i = (c += 2, 0); i < left; ++i) {
    const std::uint32_t s = c[0] / 2, runs = c[1];
    const bool negated = c[0] % 2 != 0;
    const std::uint32_t cell = m.cells[s];
    std::uint32_t one = open ? 1 : 0;
    if (scales_[s].many()) {
      const auto all = elements(s, m);
      if (cell != engine::index_scale::nowhere) {
        const bool found = std::binary_search(all.begin(), all.end(), c[2]);
        if (found) {
          one = negated ? 0 : 3;
        } else if (cell == 1) {
          one = negated ? 3 : 0;
        }
      }
    } else if (cell != engine::index_scale::nowhere) {
      one = 0;
      for (std::uint32_t r = 0; r < runs; ++r) {
        if (c[2 + 2 * r] <= cell && cell <= c[3 + 2 * r]) one = 3;
      }
    }
    state &= one;
    if (state == 0) return 0;
    c += 2 + 2 * runs;
  }
  return state;
}

inline void condition_index::flush(bool open, match_memory& m, matched_conditions& out) const {
  for (std::size_t i = 0; i < m.hit_count; ++i) {
    const std::uint64_t hit = m.hits[i];
    const std::uint32_t* const record = stream_.data() + static_cast<std::uint32_t>(hit);
    std::uint32_t condition = record[0];
    bool sure = (hit >> 40 & 1U) != 0;
    const bool undecided = (condition & engine::checked) != 0;
    if (sure && (open || undecided)) {
      const std::uint32_t count = hit >> 32 & 0xFFU;
      for (std::uint32_t k = 0; k < count; ++k) {
        sure =
            sure && engine::literal_holds(engine::literal_at(record + 1 + 2 * k), m.strict.data());
      }
    }
    if (undecided) {
      const std::uint32_t state = check(condition & ~engine::checked, open, m);
      if (state == 0) continue;
      sure = sure && state == 3;
      condition = checks_[condition & ~engine::checked];
    }
    auto& into = sure ? out.holds : out.open;
    into[condition / 64] |= std::uint64_t{1} << (condition % 64);
  }
  m.hit_count = 0;
}

/// Records from one place of the stream to another; `sure`: their pivots are certainly true.
inline void condition_index::walk(std::uint32_t from, std::uint32_t end, bool sure, bool open,
                                  match_memory& m, matched_conditions& out) const {
  const std::uint64_t* const slots = m.loose.data();
  const std::uint32_t* const stream = stream_.data();
  for (std::uint32_t at = from; at != end;) {
    const std::uint32_t kind = stream[at] >> 24;
    const std::uint32_t count = stream[at] & engine::record_count_most;
    const std::uint64_t second = engine::literal_at(stream + at + 2);
    const std::uint32_t records = at + engine::head_words;
    at = records + count * (2 * engine::record_lengths[kind] + 1);
    if (!engine::literal_holds(second, slots)) continue;
    if (m.hit_count + count > m.hits.size()) flush(open, m, out);
    const bool certain = sure && engine::literal_holds(second, m.strict.data());
    const std::uint64_t hit = records | std::uint64_t{engine::record_lengths[kind]} << 32 |
                              std::uint64_t{certain ? 1U : 0U} << 40;
    const std::uint32_t* const first = stream + records;
    std::uint64_t* const hits = m.hits.data() + m.hit_count;
    std::size_t found = 0;
    switch (kind) {
      case 0: found = engine::check_records<0>(first, count, hit, slots, hits); break;
      case 1: found = engine::check_records<1>(first, count, hit, slots, hits); break;
      case 2: found = engine::check_records<2>(first, count, hit, slots, hits); break;
      case 3: found = engine::check_records<3>(first, count, hit, slots, hits); break;
      case 4: found = engine::check_records<4>(first, count, hit, slots, hits); break;
      case 5: found = engine::check_records<6>(first, count, hit, slots, hits); break;
      case 6: found = engine::check_records<8>(first, count, hit, slots, hits); break;
      default: found = engine::check_records<16>(first, count, hit, slots, hits); break;
    }
    m.hit_count += found;
  }
}

inline void condition_index::match_records(match_memory& m, matched_conditions& out,
                                           bool open) const {
  constexpr std::uint32_t nowhere = engine::index_scale::nowhere;
  fill_literals(m, open);
  if (m.hits.size() < longest_ + 1024) m.hits.resize(longest_ + 1024);
  m.hit_count = 0;
  std::copy(given_.begin(), given_.end(), out.holds.begin());
  std::fill(out.open.begin(), out.open.end(), 0);
  walk(0, stream_at_[1], true, open, m, out);
  for (std::size_t s = 0; tier_ != match_tier::direct && s < scales_.size(); ++s) {
    const pivots& b = pivots_[s];
    if (b.first == b.end) continue;
    const auto walked = [&](std::uint32_t from, std::uint32_t end, bool sure) {
      walk(stream_at_[from], stream_at_[end], sure, open, m, out);
    };
    const auto found = [&](std::uint32_t cell) {
      if (b.flips.empty()) return;
      constexpr std::uint32_t ahead = 6;
      const std::uint32_t end = b.flips_at[cell + 1];
      for (std::uint32_t i = b.flips_at[cell]; i < end; ++i) {
        if (i + 2 * ahead < end) engine::prefetch(stream_at_.data() + b.flips[i + 2 * ahead]);
        if (i + ahead < end) engine::prefetch(stream_.data() + stream_at_[b.flips[i + ahead]]);
        walked(b.flips[i], b.flips[i] + 1, true);
      }
    };
    const std::uint32_t cell = m.cells[s];
    const bool many = scales_[s].many();
    if (open && (cell == nowhere || (many && cell == 0))) walked(b.first, b.end, false);
    if (cell == nowhere) continue;
    if (many) {
      for (const std::uint32_t c : elements(s, m)) found(c);
      continue;
    }
    if (b.ge != b.first) walked(b.first, b.first + b.ge_upto[cell], true);
    if (b.le != b.ge) walked(b.ge + b.le_from[cell], b.le, true);
    found(cell);
  }
  flush(open, m, out);
}

}  // namespace parley
