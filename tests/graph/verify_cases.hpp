// Changes of the pack with a row of every kind, and what the verifier has to say of each.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "every_row.hpp"
#include "support/catch.hpp"

namespace parley::testing {

using change = std::function<void(wide_tables&)>;
inline constexpr text_ref nowhere{0x7FFF'FFFF, 1};
inline constexpr row_range beyond{0xFFFF'FFFF, 1};
inline constexpr row_range too_many{0, 0x7FFF'FFFF};
inline constexpr std::int64_t most_money = 1'000'000'000'000'000;

inline void refused(std::string_view table, std::size_t row, const std::vector<change>& changes) {
  std::size_t number = 0;
  for (const change& c : changes) {
    INFO(table << ", row " << row << ", case " << number++);
    CHECK(verdict_after(c) == row_of(table, row));
  }
}
inline void sound(const std::vector<change>& changes) {
  std::size_t number = 0;
  for (const change& c : changes) {
    INFO("sound case " << number++);
    CHECK(verdict_after(c) == "sound");
  }
}

/// An expression of a type, and whether it reads a line.
inline graph::index expression_of(type_kind type, bool line) {
  const graph::expressions_view& rows = every_row().tables().expressions;
  for (graph::index i = 0; i < rows.size(); ++i) {
    if (rows[i].type == type && ((rows[i].reads & graph::reads_line) != 0) == line) return i;
  }
  FAIL("the pack has no such expression");
  return no_index;
}
inline graph::index condition() {
  return expression_of(type_kind::boolean, false);
}

}  // namespace parley::testing
