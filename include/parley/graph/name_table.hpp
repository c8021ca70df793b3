// Rows by the hash of their names, so that finding one takes as long in a large pack as in a small
// one.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "parley/base/text_bytes.hpp"
#include "parley/facts/fact_schema.hpp"

namespace parley::graph {

/// Open addressing, at most three quarters full. Holds no texts: whoever asks compares.
class name_table {
 public:
  explicit name_table(std::size_t rows)
      : cells_(std::bit_ceil(rows + rows / 3 + 1)), mask_(cells_.size() - 1) {}

  void add(std::string_view name, std::uint32_t row) {
    const std::uint64_t hash = hash_of_text(name);
    std::size_t at = hash & mask_;
    while (cells_[at].row != no_index) at = (at + 1) & mask_;
    cells_[at] = {tag_of(hash), row};
  }

  /// The row of this name, or `no_index`. `is_named(row)` says whether a row's name is this one.
  template <typename IsNamed>
  [[nodiscard]] std::uint32_t find(std::string_view name, IsNamed&& is_named) const {
    const std::uint64_t hash = hash_of_text(name);
    for (std::size_t at = hash & mask_; cells_[at].row != no_index; at = (at + 1) & mask_) {
      if (cells_[at].tag == tag_of(hash) && is_named(cells_[at].row)) return cells_[at].row;
    }
    return no_index;
  }

 private:
  struct cell {
    std::uint32_t tag = 0;
    std::uint32_t row = no_index;
  };
  [[nodiscard]] static std::uint32_t tag_of(std::uint64_t hash) noexcept {
    return static_cast<std::uint32_t>(hash >> 32);
  }

  std::vector<cell> cells_;
  std::size_t mask_;
};

}  // namespace parley::graph
