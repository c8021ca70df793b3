// Finding rows of a pack by name: binary searches over sorted tables. Included by pack.hpp.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "parley/graph/pack.hpp"

namespace parley {

namespace graph::detail {

/// Position of the row whose text equals `name` in a table sorted by `text_of`, or no_index.
template <typename Row, typename TextOf>
[[nodiscard]] index find_sorted(std::span<const Row> rows, std::string_view name,
                                TextOf text_of) noexcept {
  const auto found =
      std::lower_bound(rows.begin(), rows.end(), name,
                       [&](const Row& row, std::string_view n) { return text_of(row) < n; });
  if (found == rows.end() || text_of(*found) != name) return no_index;
  return static_cast<index>(found - rows.begin());
}

}  // namespace graph::detail

inline graph::index pack::offer_named(std::string_view name) const noexcept {
  const auto at = graph::detail::find_sorted(
      tables_.offers_by_name, name, [&](graph::index i) { return text(tables_.offers[i].name); });
  return at == no_index ? at : tables_.offers_by_name[at];
}

inline graph::index pack::counter_named(std::string_view key) const noexcept {
  return graph::detail::find_sorted(tables_.counters, key,
                                    [&](const graph::counter_row& row) { return text(row.key); });
}

inline graph::index pack::playbook_named(std::string_view name) const noexcept {
  for (graph::index i = 0; i < tables_.playbooks.size(); ++i) {
    if (text(tables_.playbooks[i].name) == name) return i;
  }
  return no_index;
}

}  // namespace parley
