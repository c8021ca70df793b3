// What the tables of a pack take in its image.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "parley/graph/image.hpp"

namespace parley::graph {

/// What a byte of an image is for: `texts` the pool, `places` where offers stand in the source,
/// `rules` everything else.
enum class table_use : std::uint8_t { rules, texts, places };

struct table_size {
  std::string_view table;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  table_use use = table_use::rules;
};

/// Names of the tables, in the order of for_each_table.
inline constexpr std::array<std::string_view, 36> table_names = {"header",
                                                                 "texts",
                                                                 "constants",
                                                                 "facts",
                                                                 "line_facts",
                                                                 "fact_refs",
                                                                 "expression_nodes",
                                                                 "expression_pairs",
                                                                 "expression_operands",
                                                                 "expressions",
                                                                 "expression_profiles",
                                                                 "selectors",
                                                                 "offers",
                                                                 "offer_places",
                                                                 "effects",
                                                                 "links",
                                                                 "extras",
                                                                 "offers_by_name",
                                                                 "classes",
                                                                 "class_refs",
                                                                 "offer_refs",
                                                                 "rule_refs",
                                                                 "bundle_parts",
                                                                 "tiers",
                                                                 "obligations",
                                                                 "subjects",
                                                                 "stacking",
                                                                 "limits",
                                                                 "counters",
                                                                 "playbooks",
                                                                 "handoffs",
                                                                 "steps",
                                                                 "step_items",
                                                                 "triggers",
                                                                 "zone_data",
                                                                 "wording"};

/// Every table with its rows and bytes, in the order of the image. Together with the head of the
/// image and up to 15 bytes after each table they are the whole image.
[[nodiscard]] inline std::vector<table_size> table_sizes(const pack& p) {
  std::vector<table_size> made;
  made.reserve(table_names.size());
  for_each_table(p.tables(), [&](const auto& table) {
    const std::string_view name = table_names[made.size()];
    made.push_back({name, table.size(), table.size() * sizeof(detail::row_of<decltype(table)>),
                    name == "texts"          ? table_use::texts
                    : name == "offer_places" ? table_use::places
                                             : table_use::rules});
  });
  return made;
}

/// Bytes of the image of a pack.
[[nodiscard]] inline std::uint64_t image_bytes(const pack& p) {
  std::uint64_t at = sizeof(image_prefix) + table_names.size() * sizeof(section_row);
  for (const table_size& each : table_sizes(p)) at = detail::aligned(at) + each.bytes;
  return detail::aligned(at);
}

}  // namespace parley::graph
