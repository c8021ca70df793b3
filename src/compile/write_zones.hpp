// The time zones of a pack: read once, written into its tables.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/condition_checker.hpp"
#include "compile/graph_builder.hpp"
#include "compile/zone_reader.hpp"

namespace parley::compile {

using zone_map = std::map<std::string, zone_rules>;

/// The rules of every zone that isn't a fixed offset. Each name that can't be read is one error.
[[nodiscard]] zone_map load_zones(const std::vector<check::zone_use>& used, diagnostics& found,
                                  const std::string& database = std::string(zone_database));

/// Fills `tables.zone_data`, laid out as parley/graph/zone.hpp says.
void write_zones(const zone_map& zones, graph_builder& builder);

}  // namespace parley::compile
