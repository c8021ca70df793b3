// Time zones of a pack: the rules that the compiler embedded, so that an answer never depends on
// the machine that gives it.
//
// Layout of the table zone_data, all cells 64 bits wide. Nothing, or:
//   [0]                 number of zones n
//   [1 + 4i .. 4 + 4i]  of zone i, sorted by name: place of the name in `texts` (offset << 32 |
//   size),
//                       first cell of its steps, number of steps, first second that is unknown
//   then the steps of each zone in turn, two cells each: the second (UTC) from which it holds, and
//   the seconds east of UTC. The first step of a zone holds from the beginning of time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "parley/graph/pack.hpp"

namespace parley::graph {

inline constexpr std::int64_t beginning_of_time = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t end_of_time = std::numeric_limits<std::int64_t>::max();
/// No zone is a day and more off; the margin is that of the file format.
inline constexpr std::int64_t zone_offset_most = 26 * 3600;
inline constexpr std::size_t zone_cells = 4;

/// One embedded zone.
struct zone_view {
  std::string_view name;
  std::span<const std::int64_t> steps;  ///< since, offset in turn
  std::int64_t until = end_of_time;     ///< from here on the rules aren't known
};

[[nodiscard]] inline std::size_t zone_count(const table_views& t) noexcept {
  return t.zone_data.empty() ? 0 : static_cast<std::size_t>(t.zone_data[0]);
}

/// Precondition: `i < zone_count(t)` and the tables are verified.
[[nodiscard]] inline zone_view zone_at(const table_views& t, std::size_t i) noexcept {
  const std::span<const std::int64_t> row = t.zone_data.subspan(1 + zone_cells * i, zone_cells);
  const auto name = static_cast<std::uint64_t>(row[0]);
  return {
      {t.texts.data() + (name >> 32), static_cast<std::size_t>(name & 0xFFFF'FFFF)},
      t.zone_data.subspan(static_cast<std::size_t>(row[1]), 2 * static_cast<std::size_t>(row[2])),
      row[3]};
}

/// Seconds east of UTC of "", "UTC", "GMT", "Etc/UTC", "Z", "+05:30", "-08:00" or "05:30".
[[nodiscard]] constexpr std::optional<std::int64_t> fixed_offset(std::string_view zone) noexcept {
  if (zone.empty() || zone == "UTC" || zone == "Z" || zone == "Etc/UTC" || zone == "GMT") return 0;
  std::int64_t sign = 1;
  if (zone.front() == '+' || zone.front() == '-') {
    sign = zone.front() == '-' ? -1 : 1;
    zone.remove_prefix(1);
  }
  if (zone.size() != 5 || zone[2] != ':') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (zone[i] < '0' || zone[i] > '9') return std::nullopt;
  }
  const std::int64_t hours = (zone[0] - '0') * 10 + (zone[1] - '0');
  const std::int64_t minutes = (zone[3] - '0') * 10 + (zone[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return sign * (hours * 3600 + minutes * 60);
}

/// Seconds east of UTC at the moment `seconds`, by the rules embedded under this name; nothing when
/// there are none, or none for that time.
[[nodiscard]] inline std::optional<std::int64_t> embedded_offset(const table_views& t,
                                                                 std::string_view name,
                                                                 std::int64_t seconds) noexcept {
  std::size_t low = 0;
  std::size_t high = zone_count(t);
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (zone_at(t, middle).name < name) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == zone_count(t)) return std::nullopt;
  const zone_view zone = zone_at(t, low);
  if (zone.name != name || seconds >= zone.until) return std::nullopt;
  std::size_t first = 0;  // holds already
  std::size_t last = zone.steps.size() / 2;
  while (last - first > 1) {
    const std::size_t middle = first + (last - first) / 2;
    (zone.steps[2 * middle] <= seconds ? first : last) = middle;
  }
  return zone.steps[2 * first + 1];
}

/// The same for a fixed offset or an embedded name.
[[nodiscard]] inline std::optional<std::int64_t> zone_offset(const table_views& t,
                                                             std::string_view zone,
                                                             std::int64_t seconds) noexcept {
  if (const std::optional<std::int64_t> fixed = fixed_offset(zone)) return fixed;
  return embedded_offset(t, zone, seconds);
}

}  // namespace parley::graph
