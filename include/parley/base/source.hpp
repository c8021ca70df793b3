// Where something stands in the text a person wrote.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

/// A range of bytes in one file of a `source_set`. A default span means "no place".
struct span {
  static constexpr std::uint32_t no_file = 0xFFFFFFFF;

  std::uint32_t file = no_file;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  [[nodiscard]] bool known() const noexcept { return file != no_file; }

  /// The part of this span that starts `from` bytes in and is `count` bytes long.
  [[nodiscard]] span part(std::uint32_t from, std::uint32_t count) const noexcept {
    return {file, offset + from, count};
  }

  friend bool operator==(const span&, const span&) = default;
};

/// A place as people count: both from 1, columns in bytes.
struct place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend bool operator==(const place&, const place&) = default;
};

/// One text with the name that is shown to people (usually its path as the user gave it).
class source_file {
 public:
  source_file(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
  }

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] std::size_t line_count() const noexcept { return line_starts_.size(); }

  /// The place of a byte; an offset past the end gives the place of the end.
  [[nodiscard]] place at(std::uint32_t offset) const noexcept {
    offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const auto line = static_cast<std::uint32_t>(next - line_starts_.begin());
    return {line, offset - line_starts_[line - 1] + 1};
  }

  /// The text of a line counted from 1, without its end-of-line bytes; empty when out of range.
  [[nodiscard]] std::string_view line(std::uint32_t number) const noexcept {
    if (number == 0 || number > line_starts_.size()) return {};
    const std::size_t begin = line_starts_[number - 1];
    std::size_t end = number < line_starts_.size() ? line_starts_[number] : text_.size();
    while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
    return std::string_view(text_).substr(begin, end - begin);
  }

 private:
  std::string name_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

/// The files that diagnostics point into. Grows while files are read; const use is thread-safe.
class source_set {
 public:
  /// Adds a file and returns the index that spans carry.
  std::uint32_t add(std::string name, std::string text) {
    files_.emplace_back(std::move(name), std::move(text));
    return static_cast<std::uint32_t>(files_.size() - 1);
  }

  [[nodiscard]] std::size_t size() const noexcept { return files_.size(); }
  [[nodiscard]] const source_file& operator[](std::uint32_t file) const { return files_[file]; }

  /// A span over a whole file.
  [[nodiscard]] span whole(std::uint32_t file) const {
    return {file, 0, static_cast<std::uint32_t>(files_[file].text().size())};
  }

 private:
  std::vector<source_file> files_;
};

}  // namespace parley
