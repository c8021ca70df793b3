// Moments and lengths of time as text: RFC 3339 timestamps and durations such as 1h30m. Exact to
// the nanosecond, independent of locale and time zone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parley/facts/time.hpp"

namespace parley {

/// Seconds of 0001-01-01T00:00:00Z and of 9999-12-31T23:59:59Z.
inline constexpr std::int64_t first_second = -62'135'596'800;
inline constexpr std::int64_t last_second = 253'402'300'799;

/// A day of the (proleptic) Gregorian calendar.
struct civil_date {
  std::int64_t year = 1970;
  unsigned month = 1;  ///< 1..12
  unsigned day = 1;    ///< 1..31

  friend bool operator==(const civil_date&, const civil_date&) = default;
};

/// Days from 1970-01-01 to a date. Precondition: the date exists.
[[nodiscard]] constexpr std::int64_t days_from_civil(civil_date date) noexcept {
  // Counts years from March, so that the leap day is a year's last, in eras of 400 years.
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month = (static_cast<std::int64_t>(date.month) + 9) % 12;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + static_cast<std::int64_t>(date.day) - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

/// The date that many days after 1970-01-01.
[[nodiscard]] constexpr civil_date civil_from_days(std::int64_t days) noexcept {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<unsigned>(day_of_year - (153 * month + 2) / 5 + 1);
  const auto calendar_month = static_cast<unsigned>(month < 10 ? month + 3 : month - 9);
  return {year_of_era + era * 400 + (calendar_month <= 2 ? 1 : 0), calendar_month, day};
}

[[nodiscard]] constexpr unsigned days_in_month(std::int64_t year, unsigned month) noexcept {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

namespace detail {

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// Exactly `count` digits at `at` as a number, or -1.
[[nodiscard]] constexpr int fixed_digits(std::string_view text, std::size_t at,
                                         std::size_t count) noexcept {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

inline void append_digits(std::string& out, std::int64_t value, std::size_t width) {
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + value % 10));
    value /= 10;
  } while (value != 0);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

/// `.25` for 250,000,000 nanoseconds, nothing for 0.
inline void append_fraction(std::string& out, std::int32_t nanos) {
  if (nanos == 0) return;
  out += '.';
  append_digits(out, nanos, 9);
  while (out.back() == '0') out.pop_back();
}

}  // namespace detail

/// Reads `2026-11-22T10:00:00Z` or `2026-11-22T10:00:00.25+01:00` (RFC 3339): capital T and Z, up
/// to nine digits of fraction, an existing date, years 1 to 9999 (also in UTC), no leap second.
[[nodiscard]] constexpr std::optional<timestamp> parse_timestamp(std::string_view text) noexcept {
  using detail::fixed_digits;
  const int year = fixed_digits(text, 0, 4);
  const int month = fixed_digits(text, 5, 2);
  const int day = fixed_digits(text, 8, 2);
  const int hour = fixed_digits(text, 11, 2);
  const int minute = fixed_digits(text, 14, 2);
  const int second = fixed_digits(text, 17, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 ||
      minute > 59 || second < 0 || second > 59 || text[4] != '-' || text[7] != '-' ||
      text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      day > static_cast<int>(days_in_month(year, static_cast<unsigned>(month)))) {
    return std::nullopt;
  }
  std::size_t at = 19;
  std::int32_t nanos = 0;
  if (at < text.size() && text[at] == '.') {
    ++at;
    std::int32_t scale = 100'000'000;
    std::size_t digits = 0;
    for (; at < text.size() && detail::is_digit(text[at]); ++at, ++digits) {
      if (digits == 9) return std::nullopt;
      nanos += scale * (text[at] - '0');
      scale /= 10;
    }
    if (digits == 0) return std::nullopt;
  }
  std::int64_t offset = 0;
  if (at + 1 == text.size() && text[at] == 'Z') {
    ++at;
  } else if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
    const int hours = fixed_digits(text, at + 1, 2);
    const int minutes = fixed_digits(text, at + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    offset = (hours * 60 + minutes) * 60;
    if (text[at] == '-') offset = -offset;
  } else {
    return std::nullopt;
  }
  const std::int64_t days =
      days_from_civil({year, static_cast<unsigned>(month), static_cast<unsigned>(day)});
  const std::int64_t seconds = days * 86'400 + (hour * 60 + minute) * 60 + second - offset;
  if (seconds < first_second || seconds > last_second) return std::nullopt;
  return timestamp{seconds, nanos};
}

/// `2026-11-22T10:00:00Z`, with a fraction only where there is one. Precondition: a valid year.
[[nodiscard]] inline std::string print(timestamp at) {
  std::int64_t days = at.seconds / 86'400;
  std::int64_t rest = at.seconds % 86'400;
  if (rest < 0) {
    rest += 86'400;
    --days;
  }
  const civil_date date = civil_from_days(days);
  std::string out;
  detail::append_digits(out, date.year, 4);
  out += '-';
  detail::append_digits(out, date.month, 2);
  out += '-';
  detail::append_digits(out, date.day, 2);
  out += 'T';
  detail::append_digits(out, rest / 3'600, 2);
  out += ':';
  detail::append_digits(out, rest / 60 % 60, 2);
  out += ':';
  detail::append_digits(out, rest % 60, 2);
  detail::append_fraction(out, at.nanos);
  out += 'Z';
  return out;
}

/// Reads `90s`, `1h30m`, `-1.5h`, `250ms`: an optional sign, then numbers with the units h, m, s,
/// ms, us and ns, as CEL does. With `days`, also d (24 hours) and w. Fractions below a nanosecond
/// are refused. A plain `0` is zero. Within about 316,000,000,000 seconds either way.
[[nodiscard]] constexpr std::optional<duration> parse_duration(std::string_view text,
                                                               bool days = false) noexcept {
  constexpr std::int64_t most = 315'576'000'000;
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text == "0") return duration{};
  if (text.empty()) return std::nullopt;
  __extension__ __int128 total = 0;  // nanoseconds
  std::size_t i = 0;
  while (i < text.size()) {
    __extension__ __int128 coefficient = 0;
    __extension__ __int128 scale = 1;
    std::size_t digits = 0;
    bool fraction = false;
    for (; i < text.size() && (detail::is_digit(text[i]) || (text[i] == '.' && !fraction)); ++i) {
      if (text[i] == '.') {
        fraction = true;
        continue;
      }
      if (++digits > 18) return std::nullopt;
      coefficient = coefficient * 10 + (text[i] - '0');
      if (fraction) scale *= 10;
    }
    if (digits == 0) return std::nullopt;
    const std::string_view rest = text.substr(i);
    std::int64_t unit = 0;
    std::size_t size = 1;
    if (rest.starts_with("ms")) {
      unit = 1'000'000, size = 2;
    } else if (rest.starts_with("us")) {
      unit = 1'000, size = 2;
    } else if (rest.starts_with("\xC2\xB5s") || rest.starts_with("\xCE\xBCs")) {
      unit = 1'000, size = 3;
    } else if (rest.starts_with("ns")) {
      unit = 1, size = 2;
    } else if (rest.starts_with('h')) {
      unit = 3'600'000'000'000;
    } else if (rest.starts_with('m')) {
      unit = 60'000'000'000;
    } else if (rest.starts_with('s')) {
      unit = 1'000'000'000;
    } else if (days && rest.starts_with('d')) {
      unit = 86'400'000'000'000;
    } else if (days && rest.starts_with('w')) {
      unit = 604'800'000'000'000;
    } else {
      return std::nullopt;
    }
    if (coefficient * unit % scale != 0) return std::nullopt;
    total += coefficient * unit / scale;
    if (total / 1'000'000'000 > most) return std::nullopt;
    i += size;
  }
  if (negative) total = -total;
  auto seconds = static_cast<std::int64_t>(total / 1'000'000'000);
  auto nanos = static_cast<std::int32_t>(total % 1'000'000'000);
  if (nanos < 0) {
    nanos += 1'000'000'000;
    --seconds;
  }
  return duration{seconds, nanos};
}

/// `5400s`, `-0.25s`: seconds with a fraction only where there is one, as CEL prints them.
[[nodiscard]] inline std::string print(duration length) {
  std::int64_t seconds = length.seconds;
  std::int32_t nanos = length.nanos;
  std::string out;
  if (seconds < 0) {
    out += '-';
    if (nanos != 0) {
      ++seconds;
      nanos = 1'000'000'000 - nanos;
    }
    // -(seconds + 1) + 1 avoids negating the smallest number in signed arithmetic.
    const auto magnitude = static_cast<std::uint64_t>(-(seconds + 1)) + 1;
    seconds = static_cast<std::int64_t>(seconds == 0 ? 0 : magnitude);
  }
  detail::append_digits(out, seconds, 1);
  detail::append_fraction(out, nanos);
  out += 's';
  return out;
}

}  // namespace parley
