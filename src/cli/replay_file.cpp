#include "cli/replay_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "changes/replay.hpp"
#include "cli/files.hpp"
#include "cli/run_cases.hpp"
#include "parley/base/limits.hpp"

namespace parley::cli {

namespace {

constexpr std::size_t replay_block_bytes = 512 * 1024;

/// A line on a terminal that says how far it got; nothing elsewhere.
class bar {
 public:
  explicit bar(std::uint64_t bytes) : bytes_(bytes), shown_(::isatty(STDERR_FILENO) != 0) {}
  ~bar() {
    if (any_) print_error("\r\x1b[K");
  }
  bar(const bar&) = delete;
  bar& operator=(const bar&) = delete;

  void now_at(std::uint64_t bytes, const report::replay_summary& s) {
    if (!shown_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    any_ = true;
    const auto seconds = std::chrono::duration<double>(now - start_).count();
    const std::string part =
        bytes_ == 0 ? std::string()
                    : fmt::format("{:3}% ", std::min<std::uint64_t>(100, bytes * 100 / bytes_));
    print_error(fmt::format("\r\x1b[K{}{} records, {:.0f}/s, {} changed, {} bad", part, s.records,
                            static_cast<double>(s.records) / std::max(seconds, 0.001), s.changed,
                            s.bad));
  }

 private:
  std::uint64_t bytes_;
  bool shown_;
  bool any_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_;
};

struct block {
  std::string lines;
  std::uint64_t first_line = 1;
  std::uint64_t number = 0;
};

/// Hands out blocks of whole lines. Not thread-safe.
class block_reader {
 public:
  explicit block_reader(const std::string& path) : path_(path) {
    errno = 0;
    stream_ = open_for_reading(path);
    if (stream_ == nullptr) {
      failure_ = read_error(path, errno);
      return;
    }
    struct stat about {};
    if (::fstat(::fileno(stream_), &about) == 0 && S_ISREG(about.st_mode)) {
      size_ = static_cast<std::uint64_t>(about.st_size);
    }
  }
  ~block_reader() {
    if (stream_ != nullptr && stream_ != stdin) std::fclose(stream_);
  }
  block_reader(const block_reader&) = delete;
  block_reader& operator=(const block_reader&) = delete;

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] const std::optional<error>& failure() const noexcept { return failure_; }

  [[nodiscard]] std::optional<block> next() {
    if (failure_ || ended_) return std::nullopt;
    block out;
    out.lines = std::exchange(rest_, {});
    while (true) {
      const std::size_t had = out.lines.size();
      out.lines.resize(had + replay_block_bytes);
      const std::size_t count = std::fread(out.lines.data() + had, 1, replay_block_bytes, stream_);
      out.lines.resize(had + count);
      if (count == 0) {
        ended_ = true;
        if (std::ferror(stream_) != 0) {
          failure_ = read_error(path_, errno);
          return std::nullopt;
        }
        break;
      }
      const std::size_t end = out.lines.rfind('\n');
      if (end != std::string::npos) {
        rest_ = out.lines.substr(end + 1);
        out.lines.resize(end + 1);
        break;
      }
      if (out.lines.size() > caps::file_bytes) {
        failure_ = error{"PL7005", fmt::format("`{}`: line {} has more than {} bytes", path_, line_,
                                               caps::file_bytes)};
        return std::nullopt;
      }
    }
    if (out.lines.empty()) return std::nullopt;
    out.first_line = line_;
    out.number = blocks_++;
    line_ += static_cast<std::uint64_t>(std::count(out.lines.begin(), out.lines.end(), '\n'));
    return out;
  }

 private:
  std::string path_;
  std::FILE* stream_ = nullptr;
  std::uint64_t size_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t blocks_ = 0;
  bool ended_ = false;
  std::string rest_;
  std::optional<error> failure_;
};

/// What the threads share.
struct work {
  std::mutex mutex;
  block_reader reader;
  bar shown;
  std::uint64_t next = 0;   // the block to be added
  std::uint64_t bytes = 0;  // of the blocks added
  bool done = false;
  std::map<std::uint64_t, std::pair<report::replay_summary, std::size_t>> waiting;
  report::replay_summary sum;
  std::uint64_t max_errors = 0;

  explicit work(const replay_file_options& options)
      : reader(options.path), shown(reader.size()), max_errors(options.max_errors) {}

  /// Adds what is whole up to here.
  void add(std::uint64_t number, report::replay_summary part, std::size_t size) {
    waiting.emplace(number, std::pair(std::move(part), size));
    for (auto at = waiting.find(next); at != waiting.end() && !done; at = waiting.find(next)) {
      sum.add(at->second.first);
      bytes += at->second.second;
      waiting.erase(at);
      ++next;
      if (sum.bad > max_errors) {
        sum.gave_up = true;
        done = true;
      }
    }
    shown.now_at(bytes, sum);
  }
};

}  // namespace

replayed_file replay_file(const pack& before, const pack& after,
                          const replay_file_options& options) {
  work shared(options);
  if (shared.reader.failure()) return {{}, shared.reader.failure()};
  const auto run = [&] {
    changes::replay_options how;
    how.ignore_unknown = options.ignore_unknown;
    changes::replayer asks(before, after, how);
    std::unique_lock<std::mutex> lock(shared.mutex);
    while (!shared.done) {
      const std::optional<block> taken = shared.reader.next();
      if (!taken) break;
      lock.unlock();
      report::replay_summary part = asks.run(taken->lines, taken->first_line);
      lock.lock();
      shared.add(taken->number, std::move(part), taken->lines.size());
    }
  };
  const unsigned wanted =
      options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::min(wanted, most_jobs); ++i) threads.emplace_back(run);
  run();
  for (std::thread& t : threads) t.join();
  return {std::move(shared.sum), shared.reader.failure()};
}

}  // namespace parley::cli
