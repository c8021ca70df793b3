// Moments and durations: their texts, and their parts in a zone, which come from the C library.
#include <stdlib.h>
#include <time.h>

#include <optional>
#include <regex>

#include "oracle/naive_expression.hpp"

namespace parley::oracle {
namespace {

using kind = any_value::kind;
constexpr __int128 second = 1'000'000'000;

}  // namespace

/// The part of a moment that the C library gives in a zone; "" is UTC.
any_outcome civil(const std::string& name, const any_value& moment, const std::string& zone) {
  time_t seconds = static_cast<time_t>(moment.nanos / second - (moment.nanos % second < 0 ? 1 : 0));
  tm parts{};
  const bool fixed = zone.size() >= 5 && zone[zone.size() - 3] == ':';
  if (zone.empty() || zone == "UTC" || zone == "GMT" || fixed) {
    if (fixed) {
      const bool signed_zone = zone.front() == '+' || zone.front() == '-';
      const std::string digits = zone.substr(signed_zone ? 1 : 0);
      const long minutes = std::stol(digits.substr(0, 2)) * 60 + std::stol(digits.substr(3));
      seconds += (zone.front() == '-' ? -60 : 60) * minutes;
    }
    gmtime_r(&seconds, &parts);
  } else {
    // After 2100 nobody knows when clocks will change, where they do.
    if (seconds >= 4'133'980'800 && zone != "Asia/Kolkata") return failed();
    setenv("TZ", zone.c_str(), 1);
    tzset();
    localtime_r(&seconds, &parts);
  }
  const std::int64_t nanos = static_cast<std::int64_t>((moment.nanos % second + second) % second);
  if (name == "getFullYear") return known(whole(parts.tm_year + 1900));
  if (name == "getMonth") return known(whole(parts.tm_mon));
  if (name == "getDate") return known(whole(parts.tm_mday));
  if (name == "getDayOfMonth") return known(whole(parts.tm_mday - 1));
  if (name == "getDayOfWeek") return known(whole(parts.tm_wday));
  if (name == "getDayOfYear") return known(whole(parts.tm_yday));
  if (name == "getHours") return known(whole(parts.tm_hour));
  if (name == "getMinutes") return known(whole(parts.tm_min));
  if (name == "getSeconds") return known(whole(parts.tm_sec));
  return known(whole(nanos / 1'000'000));
}

std::optional<any_value> moment_of(const std::string& text) {
  static const std::regex form(
      R"((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d))");
  std::smatch m;
  if (!std::regex_match(text, m, form)) return std::nullopt;
  tm parts{};
  parts.tm_year = std::stoi(m[1]) - 1900;
  parts.tm_mon = std::stoi(m[2]) - 1;
  parts.tm_mday = std::stoi(m[3]);
  parts.tm_hour = std::stoi(m[4]);
  parts.tm_min = std::stoi(m[5]);
  parts.tm_sec = std::stoi(m[6]);
  __int128 nanos = static_cast<__int128>(timegm(&parts)) * second;
  if (m[7].matched) {
    std::string fraction = m[7].str().substr(1);
    fraction.resize(9, '0');
    nanos += std::stoll(fraction);
  }
  if (const std::string zone = m[8]; zone != "Z") {
    const int minutes = std::stoi(zone.substr(1, 2)) * 60 + std::stoi(zone.substr(4));
    nanos += (zone[0] == '-' ? 60 : -60) * static_cast<__int128>(minutes) * second;
  }
  any_value v;
  v.what = kind::timestamp;
  v.nanos = nanos;
  return v;
}

std::optional<any_value> length_of(const std::string& text) {
  static const std::regex part(R"((\d+(?:\.\d+)?|\.\d+)(h|ms|m|us|ns|s))");
  static const std::regex all(R"(-?(?:(?:\d+(?:\.\d+)?|\.\d+)(?:h|ms|m|us|ns|s))+)");
  if (!std::regex_match(text, all)) return std::nullopt;
  __int128 nanos = 0;
  for (std::sregex_iterator i(text.begin(), text.end(), part), end; i != end; ++i) {
    const std::string unit = (*i)[2];
    const std::int64_t size = unit == "h"    ? 3'600'000'000'000
                              : unit == "m"  ? 60'000'000'000
                              : unit == "s"  ? 1'000'000'000
                              : unit == "ms" ? 1'000'000
                              : unit == "us" ? 1'000
                                             : 1;
    const auto product = multiply(naive_number::parse((*i)[1]), naive_number::of(size));
    nanos += std::stoll(product->whole().plain());
  }
  any_value v;
  v.what = kind::duration;
  v.nanos = text.front() == '-' ? -nanos : nanos;
  return v;
}

}  // namespace parley::oracle
