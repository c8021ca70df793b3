// Moments and spans of time as values. Nothing here reads a clock.
#pragma once

#include <compare>
#include <cstdint>

namespace parley {

/// A moment in UTC: seconds since 1970-01-01T00:00:00Z, and nanoseconds in [0, 1e9).
/// Years 0001 to 9999 are valid.
struct timestamp {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;

  friend auto operator<=>(const timestamp&, const timestamp&) = default;
};

/// A length of time; `nanos` is in [0, 1e9) also when `seconds` is negative.
struct duration {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;

  friend auto operator<=>(const duration&, const duration&) = default;
};

/// The time from `b` to `a`.
[[nodiscard]] constexpr duration difference(timestamp a, timestamp b) noexcept {
  std::int64_t seconds = a.seconds - b.seconds;
  std::int32_t nanos = a.nanos - b.nanos;
  if (nanos < 0) {
    nanos += 1'000'000'000;
    --seconds;
  }
  return {seconds, nanos};
}

}  // namespace parley
