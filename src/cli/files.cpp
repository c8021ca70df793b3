#include "cli/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/words.hpp"
#include "parley/base/limits.hpp"

namespace parley::cli {

namespace {

constexpr std::size_t block_bytes = 64 * 1024;
int output_errno = 0;  // of the first write that failed; the command has one thread

std::string shown(const std::string& path) {
  return path == "-" ? std::string("standard input") : fmt::format("`{}`", path);
}

error write_error(const std::string& path, int number) {
  return {"file", fmt::format("cannot write {}: {}", shown(path), std::strerror(number))};
}

error too_large(const std::string& path, std::size_t most) {
  constexpr std::size_t kib = 1024;
  const bool small = most < kib * kib;
  return {"PL7005", fmt::format("{} is larger than {} {}", shown(path),
                                most / (small ? kib : kib * kib), small ? "KiB" : "MiB")};
}

struct closing_file {
  std::FILE* stream;
  ~closing_file() {
    if (stream != nullptr && stream != stdin) std::fclose(stream);
  }
};

bool write_to(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Devices and pipes are written to, never replaced by a file.
bool is_special(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

std::optional<error> write_special(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  bool good = file >= 0 && write_to(file, bytes);
  int number = errno;
  if (file >= 0 && ::close(file) != 0 && good) {
    good = false;
    number = errno;
  }
  if (good) return std::nullopt;
  return error{"file", fmt::format("cannot write `{}`: {}", path, std::strerror(number))};
}

}  // namespace

bool is_same_file(const std::string& one, const std::string& other) {
  struct stat a {};
  struct stat b {};
  return ::stat(one.c_str(), &a) == 0 && ::stat(other.c_str(), &b) == 0 && S_ISREG(a.st_mode) &&
         a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

error read_error(const std::string& path, int number) {
  if (number == ENOENT) return {"PL7001", fmt::format("{} doesn't exist", shown(path))};
  if (number == EISDIR) return {"PL7004", fmt::format("{} is a folder", shown(path))};
  return {"PL7002", fmt::format("{} can't be read: {}", shown(path), std::strerror(number))};
}

std::FILE* open_for_reading(const std::string& path) {
  if (path == "-") return stdin;
  struct stat about {};
  if (stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode)) {
    errno = EISDIR;
    return nullptr;
  }
  return std::fopen(path.c_str(), "rb");
}

std::optional<error> append(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  bool good = file >= 0 && write_to(file, bytes);
  int number = errno;
  if (file >= 0 && ::close(file) != 0 && good) {
    good = false;
    number = errno;
  }
  if (good) return std::nullopt;
  return write_error(path, number);
}

result<std::string> read_whole(const std::string& path, std::size_t most) {
  errno = 0;
  const closing_file file{open_for_reading(path)};
  if (file.stream == nullptr) return read_error(path, errno);
  std::string text;
  std::string block(block_bytes, '\0');
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), file.stream)) {
    if (text.size() + count > most) return too_large(path, most);
    text.append(block, 0, count);
  }
  if (std::ferror(file.stream) != 0) return read_error(path, errno);
  return text;
}

std::optional<error> write_whole(const std::string& path, std::string_view bytes) {
  if (is_special(path)) return write_special(path, bytes);
  std::string temporary = path + ".XXXXXX";
  const int file = ::mkstemp(temporary.data());
  if (file < 0) return write_error(path, errno);
  struct stat before {};
  const mode_t mode = ::stat(path.c_str(), &before) == 0 ? before.st_mode & 0777 : 0644;
  bool good = write_to(file, bytes) && ::fchmod(file, mode) == 0 && ::fsync(file) == 0;
  int number = errno;
  if (::close(file) != 0 && good) {
    good = false;
    number = errno;
  }
  if (good && std::rename(temporary.c_str(), path.c_str()) != 0) {
    good = false;
    number = errno;
  }
  if (good) return std::nullopt;
  ::unlink(temporary.c_str());
  return write_error(path, number);
}

namespace {

/// Whether a line is one JSON object from its first brace to its last: what follows is a new
/// record.
bool is_whole_object(std::string_view line) {
  if (line.empty() || line.front() != '{') return false;
  std::size_t open = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quoted) {
      if (line[i] == '\\')
        ++i;
      else if (line[i] == '"')
        quoted = false;
    } else if (line[i] == '"') {
      quoted = true;
    } else if (line[i] == '{') {
      ++open;
    } else if (line[i] == '}' && --open == 0) {
      return i + 1 == line.size();
    }
  }
  return false;
}

}  // namespace

record_reader::record_reader(const std::string& path) : path_(path) {
  errno = 0;
  stream_ = open_for_reading(path);
  if (stream_ == nullptr) {
    failure_ = read_error(path_, errno);
    spent_ = true;
    return;
  }
  look_ahead();
}

record_reader::~record_reader() {
  if (stream_ != nullptr && stream_ != stdin) std::fclose(stream_);
}

std::optional<std::string> record_reader::read_line() {
  std::string line;
  for (int c = std::getc(stream_); c != EOF; c = std::getc(stream_)) {
    line += static_cast<char>(c);
    if (line.size() > caps::file_bytes) {
      failure_ = too_large(path_, caps::file_bytes);
      return std::nullopt;
    }
    if (c == '\n') break;
  }
  if (std::ferror(stream_) != 0) {
    failure_ = read_error(path_, errno);
    return std::nullopt;
  }
  if (line.empty()) return std::nullopt;
  ++line_;
  return line;
}

std::optional<std::string> record_reader::next_filled() {
  for (auto line = read_line(); line; line = read_line()) {
    if (!trimmed(*line).empty()) return line;
  }
  return std::nullopt;
}

void record_reader::look_ahead() {
  std::optional<std::string> first = read_line();
  if (!first) return;
  head_ = *first;
  if (!is_whole_object(trimmed(head_))) return;
  waiting_ = next_filled();
  many_ = waiting_ && trimmed(*waiting_).front() != '#';
}

std::optional<std::string> record_reader::next() {
  if (spent_ || failure_) return std::nullopt;
  if (many_) {
    if (!head_.empty()) {
      record_line_ = 1;
      return std::exchange(head_, {});
    }
    std::optional<std::string> record = waiting_ ? std::exchange(waiting_, {}) : next_filled();
    record_line_ = line_;
    spent_ = !record;
    return record;
  }
  spent_ = true;
  record_line_ = 1;
  std::string text = std::move(head_);
  if (waiting_) text += *waiting_;
  for (auto line = read_line(); line; line = read_line()) {
    text += *line;
    if (text.size() > caps::file_bytes) failure_ = too_large(path_, caps::file_bytes);
    if (failure_) break;
  }
  if (failure_) return std::nullopt;
  return text;
}

bool print(std::string_view text) {
  if (output_errno != 0) return false;
  if (!write_to(STDOUT_FILENO, text)) output_errno = errno;
  return output_errno == 0;
}

void print_error(std::string_view text) {
  if (!write_to(STDERR_FILENO, text)) return;  // there is nowhere left to say it
}

std::optional<error> output_failure() {
  if (output_errno == 0) return std::nullopt;
  return error{"file",
               fmt::format("cannot write standard output: {}", std::strerror(output_errno))};
}

}  // namespace parley::cli
