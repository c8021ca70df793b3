#include "compile/write_zones.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "check/codes.hpp"
#include "parley/base/did_you_mean.hpp"

namespace parley::compile {
namespace {

void report(const check::zone_use& zone, zone_fault fault, const std::string& database,
            diagnostics& found) {
  const std::string whose =
      zone.fact.empty() ? std::string() : fmt::format(", which `{}` may be,", zone.fact);
  if (fault == zone_fault::no_database) {
    found.error(check::codes::unknown_zone, zone.at,
                fmt::format("the rules of time zone `{}`{} can't be read: there is no {}",
                            zone.name, whose, database),
                "install the system's time-zone data (tzdata)");
  } else if (fault == zone_fault::unreadable) {
    found.error(check::codes::unknown_zone, zone.at,
                fmt::format("the rules of time zone `{}`{} can't be read", zone.name, whose),
                fmt::format("{}/{} isn't what tzdata installs", database, zone.name));
  } else {
    std::string help = did_you_mean_help(zone.name, zone_names(database));
    if (help.empty()) help = "write a name such as `America/New_York`, or `UTC`";
    found.error(check::codes::unknown_zone, zone.at,
                fmt::format("`{}`{} is no time zone", zone.name, whose), std::move(help));
  }
}

}  // namespace

zone_map load_zones(const std::vector<check::zone_use>& used, diagnostics& found,
                    const std::string& database) {
  zone_map zones;
  std::set<std::string> refused;
  for (const check::zone_use& zone : used) {
    if (graph::fixed_offset(zone.name) || zones.count(zone.name) != 0) continue;
    if (!refused.insert(zone.name).second) continue;
    zone_reading read = read_zone(zone.name, database);
    if (read.fault != zone_fault::none) {
      report(zone, read.fault, database, found);
      continue;
    }
    refused.erase(zone.name);
    zones.emplace(zone.name, std::move(read.rules));
  }
  return zones;
}

void write_zones(const zone_map& zones, graph_builder& builder) {
  std::vector<std::int64_t>& data = builder.tables.zone_data;
  data.clear();
  if (zones.empty()) return;
  data.push_back(static_cast<std::int64_t>(zones.size()));
  std::size_t next = 1 + graph::zone_cells * zones.size();
  for (const auto& [name, rules] : zones) {
    const text_ref where = builder.intern(name);
    data.push_back(static_cast<std::int64_t>(std::uint64_t{where.offset} << 32 | where.size));
    data.push_back(static_cast<std::int64_t>(next));
    data.push_back(static_cast<std::int64_t>(rules.steps.size() / 2));
    data.push_back(rules.until);
    next += rules.steps.size();
  }
  for (const auto& [name, rules] : zones)
    data.insert(data.end(), rules.steps.begin(), rules.steps.end());
}

}  // namespace parley::compile
