// Sets of cells: what an axis may be, as ranges of small numbers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace parley::analysis {

/// Cells from `first` to `last`, both included.
struct cell_range {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  friend bool operator==(const cell_range&, const cell_range&) = default;
};

/// A set of cells: ranges in ascending order that neither overlap nor touch.
class cell_set {
 public:
  cell_set() = default;

  /// Precondition: `r` starts behind everything that is in the set.
  void append(cell_range r) {
    if (!ranges_.empty() && ranges_.back().last + 1 >= r.first) {
      ranges_.back().last = std::max(ranges_.back().last, r.last);
    } else {
      ranges_.push_back(r);
    }
  }

  [[nodiscard]] bool empty() const noexcept { return ranges_.empty(); }
  [[nodiscard]] const std::vector<cell_range>& ranges() const noexcept { return ranges_; }

  [[nodiscard]] cell_set common(const cell_set& other) const {
    cell_set made;
    auto a = ranges_.begin();
    auto b = other.ranges_.begin();
    while (a != ranges_.end() && b != other.ranges_.end()) {
      const std::uint32_t from = std::max(a->first, b->first);
      const std::uint32_t to = std::min(a->last, b->last);
      if (from <= to) made.ranges_.push_back({from, to});
      a->last < b->last ? ++a : ++b;
    }
    return made;
  }

  /// What is in this set and not in `other`.
  [[nodiscard]] cell_set without(const cell_set& other) const {
    cell_set made;
    auto b = other.ranges_.begin();
    for (const cell_range& r : ranges_) {
      std::uint32_t from = r.first;
      while (b != other.ranges_.end() && b->last < from) ++b;
      for (auto cut = b; cut != other.ranges_.end() && cut->first <= r.last; ++cut) {
        if (cut->first > from) made.ranges_.push_back({from, cut->first - 1});
        from = cut->last + 1;
      }
      if (from <= r.last) made.ranges_.push_back({from, r.last});
    }
    return made;
  }

  [[nodiscard]] bool inside(const cell_set& other) const {
    auto b = other.ranges_.begin();
    for (const cell_range& r : ranges_) {
      while (b != other.ranges_.end() && b->last < r.first) ++b;
      if (b == other.ranges_.end() || b->first > r.first || b->last < r.last) return false;
    }
    return true;
  }

  friend bool operator==(const cell_set&, const cell_set&) = default;

 private:
  std::vector<cell_range> ranges_;
};

}  // namespace parley::analysis
