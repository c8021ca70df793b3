// Collects the rows of a pack and seals them into one immutable block.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parley/graph/pack.hpp"

namespace parley::compile {

/// Runs of references of which equal ones stand once. Not thread-safe.
class shared_runs {
 public:
  /// Where a run equal to this one stands in `table`, always the same one; else it is appended.
  template <typename Ref>
  row_range add(std::vector<Ref>& table, std::span<const graph::index> run) {
    if (run.empty()) return {};
    const std::uint64_t hash = hash_of(run);
    const auto [from, to] = places_.equal_range(hash);
    for (auto at = from; at != to; ++at) {
      const std::span<const Ref> there =
          std::span<const Ref>(table).subspan(at->second.first, at->second.count);
      if (std::equal(there.begin(), there.end(), run.begin(), run.end())) return at->second;
    }
    const row_range where{static_cast<std::uint32_t>(table.size()),
                          static_cast<std::uint32_t>(run.size())};
    table.insert(table.end(), run.begin(), run.end());
    places_.emplace(hash, where);
    return where;
  }

 private:
  [[nodiscard]] static std::uint64_t hash_of(std::span<const graph::index> run) noexcept;

  std::unordered_multimap<std::uint64_t, row_range> places_;  // by a hash of the run
};

/// Growing tables. Every `intern` and `add` returns the row that stands for what was given; equal
/// texts and equal constants share one row. Not thread-safe.
class graph_builder {
 public:
  template <typename T>
  using column = std::vector<T>;
  graph::tables_of<column> tables;

  graph_builder() { tables.header.emplace_back(); }

  /// The text in the pool; equal texts share their place.
  text_ref intern(std::string_view text);
  /// A value as a constant row (lists and maps with all their elements).
  std::uint32_t constant_of(const value& v);
  /// The values as adjacent constant rows.
  row_range constants_of(std::span<const value> values);
  /// Appends rows and returns where they stand; nowhere when there are none.
  template <typename T, typename From = T>
  static row_range append(std::vector<T>& table, const std::vector<From>& rows) {
    if (rows.empty()) return {};
    const row_range where{static_cast<std::uint32_t>(table.size()),
                          static_cast<std::uint32_t>(rows.size())};
    table.insert(table.end(), rows.begin(), rows.end());
    return where;
  }

  /// Lays the tables out as an image in memory and returns the pack over it. The builder is spent.
  [[nodiscard]] pack seal();

 private:
  constant constant_row(const value& v);
  std::uint32_t add_constant(const constant& row);

  std::unordered_map<std::string, text_ref> texts_;
  std::unordered_map<std::string, std::uint32_t> constants_;
};

}  // namespace parley::compile
