// Rows of which equal ones stand once, in the order in which they came.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "parley/graph/tables.hpp"

namespace parley::graph {

/// Not thread-safe. Equality is that of the bytes; rows come out in the order of `add`, so nothing
/// depends on the hash.
template <typename Row>
class row_set {
  static_assert(fit_for_image<Row> && sizeof(Row) % 4 == 0);

 public:
  /// The place of a row that equals this one; a new row stands last.
  std::uint32_t add(const Row& row) {
    if (2 * (rows_.size() + 1) > slots_.size()) grow();
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash(row) & mask;; at = (at + 1) & mask) {
      const std::uint32_t found = slots_[at];
      if (found == no_index) {
        slots_[at] = static_cast<std::uint32_t>(rows_.size());
        rows_.push_back(row);
        return slots_[at];
      }
      if (std::memcmp(&rows_[found], &row, sizeof row) == 0) return found;
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }
  [[nodiscard]] std::vector<Row> take() && noexcept { return std::move(rows_); }

 private:
  [[nodiscard]] static std::size_t hash(const Row& row) noexcept {
    std::uint64_t made = 0;
    const auto* const bytes = reinterpret_cast<const unsigned char*>(&row);
    for (std::size_t at = 0; at < sizeof row; at += 4) {
      std::uint32_t word = 0;
      std::memcpy(&word, bytes + at, sizeof word);
      made = (std::rotl(made, 27) ^ word) * 0x9E3779B97F4A7C15;
    }
    return static_cast<std::size_t>(made >> 20 ^ made >> 45);
  }

  void grow() {
    const std::size_t size = slots_.empty() ? 16 : 2 * slots_.size();
    slots_.assign(size, no_index);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      std::size_t at = hash(rows_[i]) & (size - 1);
      while (slots_[at] != no_index) at = (at + 1) & (size - 1);
      slots_[at] = static_cast<std::uint32_t>(i);
    }
  }

  std::vector<Row> rows_;
  std::vector<std::uint32_t> slots_;  // a power of two; no_index: free
};

}  // namespace parley::graph
