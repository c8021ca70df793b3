// Memory for the strings and lists that one request computes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "parley/base/limits.hpp"
#include "parley/facts/value.hpp"

namespace parley {

/// A bump allocator with a cap. `reset` keeps the blocks, so a warm request allocates nothing.
/// Not thread-safe.
class arena {
 public:
  void reset() noexcept {
    block_ = 0;
    used_ = 0;
    total_ = 0;
  }

  /// `size` bytes, aligned for values; null when the request has had caps::arena_bytes.
  [[nodiscard]] std::byte* take(std::size_t size) {
    size = (size + alignof(value) - 1) / alignof(value) * alignof(value);
    if (size > caps::arena_bytes - total_) return nullptr;
    total_ += size;
    while (block_ < blocks_.size() && blocks_[block_].size - used_ < size) {
      ++block_;
      used_ = 0;
    }
    if (block_ == blocks_.size()) {
      const std::size_t wanted = std::max<std::size_t>(size, block_bytes);
      blocks_.push_back({std::make_unique<std::byte[]>(wanted), wanted});
      used_ = 0;
    }
    std::byte* const where = blocks_[block_].memory.get() + used_;
    used_ += size;
    return where;
  }

  /// Room for `count` values, all null; empty data when there is none left.
  [[nodiscard]] std::span<value> values(std::size_t count) {
    if (count > caps::arena_bytes / sizeof(value)) return {};
    std::byte* const where = take(count * sizeof(value));
    if (where == nullptr) return {};
    auto* const first = reinterpret_cast<value*>(where);
    std::uninitialized_value_construct_n(first, count);
    return {first, count};
  }

  [[nodiscard]] std::span<char> characters(std::size_t count) {
    std::byte* const where = take(count);
    if (where == nullptr) return {};
    return {reinterpret_cast<char*>(where), count};
  }

 private:
  static constexpr std::size_t block_bytes = 16 * 1024;
  struct block {
    std::unique_ptr<std::byte[]> memory;
    std::size_t size = 0;
  };
  std::vector<block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
  std::size_t total_ = 0;
};

}  // namespace parley
