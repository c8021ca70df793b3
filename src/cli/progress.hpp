// A line on a terminal that says how far a long run got.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string_view>

namespace parley::cli {

/// Writes to standard error where that is a terminal; nothing elsewhere. Thread-safe.
class progress {
 public:
  /// `what` is counted, `bad` is what may be wrong with one: "cases", "failed". Both outlive it.
  progress(std::size_t all, std::string_view what, std::string_view bad);
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  void one_more(bool is_bad);

 private:
  std::size_t all_;
  std::string_view what_;
  std::string_view bad_;
  bool shown_;
  bool any_ = false;
  std::size_t done_ = 0;
  std::size_t bad_ones_ = 0;
  std::chrono::steady_clock::time_point last_;
  std::mutex mutex_;
};

}  // namespace parley::cli
