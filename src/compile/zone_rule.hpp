// The rule at the end of a TZif file: what happens every year after the last listed step.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parley::compile {

/// The day and time of a change of the clocks.
struct zone_change {
  enum class kind : std::uint8_t {
    month_week_day,    ///< M3.2.0: the second Sunday of March; week 5 is the last
    day_without_leap,  ///< J60: never 29 February
    day                ///< 59: from 0, counting 29 February
  } how = kind::month_week_day;
  int month = 1;
  int week = 1;
  int day = 0;                      ///< of the week, Sunday is 0; or of the year
  std::int64_t seconds = 2 * 3600;  ///< after local midnight; may lie days off

  /// Seconds since 1970 of the change, as a local clock counts them.
  [[nodiscard]] std::int64_t in_year(std::int64_t year) const;
};

/// A POSIX TZ text with the extensions of RFC 8536. Offsets are seconds east of UTC.
struct zone_rule {
  std::int64_t standard = 0;
  std::int64_t summer = 0;
  bool changes = false;
  zone_change begins, ends;  ///< of summer time
};

/// Days since 1970-01-01.
[[nodiscard]] std::int64_t days_of(std::int64_t year, int month, int day);

/// Nothing when it isn't such a text, to the last byte.
[[nodiscard]] std::optional<zone_rule> parse_zone_rule(std::string_view text);

}  // namespace parley::compile
