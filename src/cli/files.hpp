// Reading and writing, with every failure told. Nothing here throws.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "parley/base/result.hpp"

namespace parley::cli {

/// The whole of a file; `-` is standard input. Refuses more than `most` bytes.
[[nodiscard]] result<std::string> read_whole(const std::string& path, std::size_t most);

/// Whether two paths lead to one regular file.
[[nodiscard]] bool is_same_file(const std::string& one, const std::string& other);

/// Opens a file; `-` is standard input, which the caller doesn't close. Null with errno set.
[[nodiscard]] std::FILE* open_for_reading(const std::string& path);
/// Why a file can't be read, in the words and with the codes that the files of a pack are told
/// with.
[[nodiscard]] error read_error(const std::string& path, int number);

/// Adds to the end of a file in one write, so that several processes may do so at once.
[[nodiscard]] std::optional<error> append(const std::string& path, std::string_view bytes);

/// Writes a file so that it is there whole or as it was before: a temporary beside it, then a
/// rename.
[[nodiscard]] std::optional<error> write_whole(const std::string& path, std::string_view bytes);

/// What a stream brings: one text, or many records, one a line (NDJSON). It is NDJSON when the
/// first line is a whole JSON object and another one follows. Reads records as they are asked for.
class record_reader {
 public:
  /// `-` is standard input. After a failure `next` gives nothing and `failure` says why.
  explicit record_reader(const std::string& path);
  ~record_reader();
  record_reader(const record_reader&) = delete;
  record_reader& operator=(const record_reader&) = delete;

  [[nodiscard]] bool many() const noexcept { return many_; }
  /// The next record, or nothing at the end.
  [[nodiscard]] std::optional<std::string> next();
  /// Where `next`'s answer began: its line, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return record_line_; }
  [[nodiscard]] const std::optional<error>& failure() const noexcept { return failure_; }

 private:
  [[nodiscard]] std::optional<std::string> read_line();
  [[nodiscard]] std::optional<std::string> next_filled();
  void look_ahead();

  std::string path_;
  std::FILE* stream_ = nullptr;
  bool many_ = false;
  bool spent_ = false;
  std::size_t line_ = 0;
  std::size_t record_line_ = 0;
  std::string head_;                    // what was read to find out which kind it is
  std::optional<std::string> waiting_;  // the record after it
  std::optional<error> failure_;
};

/// Writes to standard output at once. False once it can't be written; the reason is told by
/// `output_failure`.
bool print(std::string_view text);
void print_error(std::string_view text);
/// Flushes standard output; what went wrong with it since the start, or nothing.
[[nodiscard]] std::optional<error> output_failure();

}  // namespace parley::cli
