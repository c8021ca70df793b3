// Finding rows of a pack by name: by hash, or by binary search in sorted tables. Included by
// pack.hpp.
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <string_view>

#include "parley/base/text_bytes.hpp"
#include "parley/graph/name_table.hpp"
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

inline graph::index pack::offer_named(std::string_view name) const {
  const auto& table = derived<graph::name_table, derived_part::names>([&] {
    auto made = std::make_shared<graph::name_table>(tables_.offers.size());
    for (graph::index i = 0; i < tables_.offers.size(); ++i) {
      made->add(text(tables_.offers[i].name), i);
    }
    return made;
  });
  return table.find(
      name, [&](graph::index i) { return equal_texts(text(tables_.offers[i].name), name); });
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
