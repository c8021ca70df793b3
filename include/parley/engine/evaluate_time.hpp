// Parts of timestamps and durations. Part of evaluator.hpp.
#pragma once

#include <optional>

#include "parley/engine/evaluator.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/graph/zone.hpp"

namespace parley {

namespace detail {

struct civil_time {
  std::int64_t year = 1970;
  int month = 1;  ///< 1 to 12
  int day = 1;    ///< 1 to 31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 0;   ///< 0 is Sunday
  int year_day = 0;  ///< from 0
};

/// Howard Hinnant's days-to-civil, for all years a timestamp may have.
[[nodiscard]] constexpr civil_time civil_of(std::int64_t seconds) noexcept {
  std::int64_t days = seconds / 86'400;
  std::int64_t rest = seconds % 86'400;
  if (rest < 0) rest += 86'400, --days;
  civil_time made;
  made.hour = static_cast<int>(rest / 3600);
  made.minute = static_cast<int>(rest / 60 % 60);
  made.second = static_cast<int>(rest % 60);
  made.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
  const std::int64_t z = days + 719'468;
  const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  const std::int64_t day_of_era = z - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;  // from March
  made.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  made.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  made.year = year_of_era + era * 400 + (made.month <= 2 ? 1 : 0);
  const bool leap = made.year % 4 == 0 && (made.year % 100 != 0 || made.year % 400 == 0);
  made.year_day = static_cast<int>(day_of_year) + (month < 10 ? 59 + (leap ? 1 : 0) : -306);
  return made;
}

}  // namespace detail

inline outcome evaluator::time_function(graph::function f, std::span<const value> arguments) const {
  using graph::function;
  const auto answer = [](std::int64_t n) { return outcome::of(value::integer(n)); };
  if (arguments[0].is(type_kind::duration)) {
    const duration d = arguments[0].as_duration();
    // Towards zero, as CEL has it.
    const bool up = d.seconds < 0 && d.nanos > 0;
    const std::int64_t whole = d.seconds + (up ? 1 : 0);
    const std::int64_t milliseconds = d.nanos / 1'000'000 - (up ? 1'000 : 0);
    switch (f) {
      case function::get_hours: return answer(whole / 3600);
      case function::get_minutes: return answer(whole / 60);
      case function::get_seconds: return answer(whole);
      case function::get_milliseconds: return answer(milliseconds);
      default: return outcome::failure();
    }
  }
  if (!arguments[0].is(type_kind::timestamp)) return outcome::failure();
  const timestamp t = arguments[0].as_timestamp();
  std::int64_t offset = 0;
  if (arguments.size() > 1) {
    if (!arguments[1].is(type_kind::string)) return outcome::failure();
    const std::optional<std::int64_t> east =
        graph::zone_offset(pack_->tables(), arguments[1].as_text(), t.seconds);
    if (!east) return outcome::failure();
    offset = *east;
  }
  const detail::civil_time c = detail::civil_of(t.seconds + offset);
  switch (f) {
    case function::get_full_year: return answer(c.year);
    case function::get_month: return answer(c.month - 1);
    case function::get_date: return answer(c.day);
    case function::get_day_of_month: return answer(c.day - 1);
    case function::get_day_of_week: return answer(c.weekday);
    case function::get_day_of_year: return answer(c.year_day);
    case function::get_hours: return answer(c.hour);
    case function::get_minutes: return answer(c.minute);
    case function::get_seconds: return answer(c.second);
    case function::get_milliseconds: return answer(t.nanos / 1'000'000);
    default: return outcome::failure();
  }
}

}  // namespace parley
