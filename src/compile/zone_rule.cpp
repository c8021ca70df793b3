#include "compile/zone_rule.hpp"

#include <algorithm>
#include <cstddef>

namespace parley::compile {
namespace {

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

class rule_reader {
 public:
  explicit rule_reader(std::string_view text) : rest_(text) {}

  std::optional<zone_rule> read() {
    zone_rule made;
    if (!name() || !clock(made.standard, 24)) return std::nullopt;
    made.standard = -made.standard;  // POSIX counts westward
    made.summer = made.standard;
    if (rest_.empty()) return made;
    made.changes = true;
    made.summer = made.standard + 3600;
    if (!name()) return std::nullopt;
    if (!rest_.empty() && rest_.front() != ',') {
      if (!clock(made.summer, 24)) return std::nullopt;
      made.summer = -made.summer;
    }
    // Without dates the rule depends on the implementation.
    if (!take(',') || !change(made.begins) || !take(',') || !change(made.ends) || !rest_.empty())
      return std::nullopt;
    return made;
  }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// `EST` or `<-03>`.
  bool name() {
    const bool quoted = take('<');
    std::size_t size = 0;
    const auto letter = [&](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
    };
    while (size < rest_.size() && letter(rest_[size])) ++size;
    rest_.remove_prefix(size);
    return size >= 3 && (!quoted || take('>'));
  }

  bool number(int& out, int most) {
    std::size_t size = 0;
    int made = 0;
    while (size < rest_.size() && size < 3 && rest_[size] >= '0' && rest_[size] <= '9')
      made = made * 10 + (rest_[size++] - '0');
    rest_.remove_prefix(size);
    out = made;
    return size > 0 && made <= most;
  }

  /// `5`, `-5:30`, `+01:02:03`.
  bool clock(std::int64_t& out, int most_hours) {
    const std::int64_t sign = take('-') ? -1 : 1;
    if (sign > 0) static_cast<void>(take('+'));
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    if (!number(hours, most_hours)) return false;
    if (take(':')) {
      if (!number(minutes, 59)) return false;
      if (take(':') && !number(seconds, 59)) return false;
    }
    out = sign * (hours * 3600 + minutes * 60 + seconds);
    return true;
  }

  bool change(zone_change& out) {
    if (take('M')) {
      if (!number(out.month, 12) || !take('.') || !number(out.week, 5) || !take('.') ||
          !number(out.day, 6) || out.month < 1 || out.week < 1) {
        return false;
      }
    } else if (take('J')) {
      out.how = zone_change::kind::day_without_leap;
      if (!number(out.day, 365) || out.day < 1) return false;
    } else {
      out.how = zone_change::kind::day;
      if (!number(out.day, 365)) return false;
    }
    return !take('/') || clock(out.seconds, 167);
  }

  std::string_view rest_;
};

}  // namespace

std::int64_t days_of(std::int64_t year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719'468;
}

std::int64_t zone_change::in_year(std::int64_t year) const {
  std::int64_t when = days_of(year, 1, 1);
  if (how == kind::day) {
    when += day;
  } else if (how == kind::day_without_leap) {
    when += day - 1 + (is_leap(year) && day > 59 ? 1 : 0);
  } else {
    const std::int64_t first = days_of(year, month, 1);
    const std::int64_t next = month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1);
    const std::int64_t weekday = ((first + 4) % 7 + 7) % 7;
    when = first + (day - weekday + 7) % 7 + 7 * (week - 1);
    while (when >= next) when -= 7;
  }
  return when * 86'400 + seconds;
}

std::optional<zone_rule> parse_zone_rule(std::string_view text) {
  return rule_reader(text).read();
}

}  // namespace parley::compile
