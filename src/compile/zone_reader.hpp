// Time-zone rules from the system's database (TZif files, RFC 8536).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/graph/zone.hpp"

namespace parley::compile {

/// The rules of one zone, exact until the year 2100; a zone that no longer changes its clocks is
/// known for ever.
struct zone_rules {
  std::vector<std::int64_t> steps;  ///< as in graph::zone_view
  std::int64_t until = graph::end_of_time;
};

enum class zone_fault : std::uint8_t { none, unknown, no_database, unreadable };

struct zone_reading {
  zone_fault fault = zone_fault::none;
  zone_rules rules;
};

/// Where the database stands.
inline constexpr std::string_view zone_database = "/usr/share/zoneinfo";

/// Reads one zone. Names lead nowhere outside `database`: they are made of letters, digits,
/// `_ + - /`. Names that mean something else on each machine (`localtime`) are unknown.
[[nodiscard]] zone_reading read_zone(std::string_view name, const std::string& database);

/// The rules in the bytes of a TZif file of version 2 or later, without leap seconds; nothing when
/// they are anything else.
[[nodiscard]] std::optional<zone_rules> parse_zone(std::string_view bytes);

/// The names of the database, sorted.
[[nodiscard]] std::vector<std::string> zone_names(const std::string& database);

}  // namespace parley::compile
