// Measuring: processor time of this thread, so that other programs count as little as they can.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <vector>

namespace parley::bench {

/// Nanoseconds.
[[nodiscard]] inline double now() {
  timespec at{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) * 1e9 + static_cast<double>(at.tv_nsec);
}

struct timing {
  double median = 0;  ///< of rounds over all contexts
  double high = 0;    ///< 99th percentile of batches of 32 contexts
  double least = 0;   ///< of the rounds
};

/// Milliseconds for one figure.
[[nodiscard]] inline int limit_ms() {
  static const char* const given = std::getenv("PARLEY_BENCH_MS");
  return given != nullptr ? std::atoi(given) : 300;
}

/// Nanoseconds for one context. Precondition: `contexts` is a multiple of 32.
template <typename Ask>
[[nodiscard]] timing measure(std::size_t contexts, Ask ask) {
  for (std::size_t c = 0; c < contexts; ++c) ask(c);
  std::vector<double> rounds, batches;
  const double begin = now();
  while (rounds.size() < 5 || (now() - begin < limit_ms() * 1e6 && rounds.size() < 20'000)) {
    const double start = now();
    double last = start;
    for (std::size_t c = 0; c < contexts; ++c) {
      ask(c);
      if (c % 32 == 31) {
        const double at = now();
        batches.push_back((at - last) / 32);
        last = at;
      }
    }
    rounds.push_back((last - start) / static_cast<double>(contexts));
  }
  std::sort(rounds.begin(), rounds.end());
  std::sort(batches.begin(), batches.end());
  return {rounds[rounds.size() / 2], batches[batches.size() * 99 / 100], rounds.front()};
}

}  // namespace parley::bench
