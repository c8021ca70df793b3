// Checks the time-zone rules of an image. Internal to verify.hpp.
#pragma once

#include <cstdint>
#include <string_view>

#include "parley/graph/verify_primitives.hpp"
#include "parley/graph/zone.hpp"

namespace parley::graph::detail {

/// Zones sorted by name, their steps side by side with nothing between or after them, ascending.
inline bool verify_zones(inspection& in) {
  const auto& data = in.t.zone_data;
  if (data.empty()) return true;
  const auto size = static_cast<std::int64_t>(data.size());
  if (data[0] < 1 || data[0] > (size - 1) / static_cast<std::int64_t>(zone_cells))
    return in.fail("zone_data", 0);
  const auto zones = static_cast<std::size_t>(data[0]);
  auto next = static_cast<std::int64_t>(1 + zone_cells * zones);
  std::string_view before;
  for (std::size_t i = 0; i < zones; ++i) {
    const auto row = data.subspan(1 + zone_cells * i, zone_cells);
    const auto name = static_cast<std::uint64_t>(row[0]);
    const text_ref ref{static_cast<std::uint32_t>(name >> 32), static_cast<std::uint32_t>(name)};
    if (!in.named(ref) || in.view(ref) <= before || row[1] != next || row[2] < 1 ||
        row[2] > (size - next) / 2) {
      return in.fail("zone_data", 1 + zone_cells * i);
    }
    before = in.view(ref);
    const auto steps =
        data.subspan(static_cast<std::size_t>(next), 2 * static_cast<std::size_t>(row[2]));
    for (std::size_t k = 0; k < steps.size(); k += 2) {
      const bool order =
          k == 0 ? steps[k] == beginning_of_time : steps[k] > steps[k - 2] && steps[k] < row[3];
      if (!order || steps[k + 1] > zone_offset_most || steps[k + 1] < -zone_offset_most)
        return in.fail("zone_data", static_cast<std::size_t>(next) + k);
    }
    next += 2 * row[2];
  }
  return next == size || in.fail("zone_data", static_cast<std::size_t>(next));
}

}  // namespace parley::graph::detail
