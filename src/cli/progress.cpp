#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <string>

#include "cli/files.hpp"

namespace parley::cli {

namespace {

constexpr std::size_t bar_width = 24;

}  // namespace

progress::progress(std::size_t all, std::string_view what, std::string_view bad)
    : all_(all), what_(what), bad_(bad), shown_(::isatty(STDERR_FILENO) != 0) {}

progress::~progress() {
  if (shown_ && any_) print_error("\r\x1b[K");
}

void progress::one_more(bool is_bad) {
  if (!shown_) return;
  const std::lock_guard<std::mutex> guard(mutex_);
  ++done_;
  if (is_bad) ++bad_ones_;
  const auto now = std::chrono::steady_clock::now();
  if (done_ != all_ && now - last_ < std::chrono::milliseconds(50)) return;
  last_ = now;
  any_ = true;
  const std::size_t filled = all_ == 0 ? bar_width : done_ * bar_width / all_;
  print_error(fmt::format("\r\x1b[K[{}{}] {}/{} {}, {} {}", std::string(filled, '#'),
                          std::string(bar_width - filled, '.'), done_, all_, what_, bad_ones_,
                          bad_));
}

}  // namespace parley::cli
