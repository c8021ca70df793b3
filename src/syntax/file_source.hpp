// Where the texts of a pack come from: the disk, or a host's memory.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace parley::syntax {

/// Why a file can't be had.
enum class file_fault : std::uint8_t { none, missing, unreadable, directory, too_large };

/// A file's text, or the fault.
struct file_text {
  file_fault fault = file_fault::none;
  std::string text;
};

/// Hands out files by path. Implementations are used from one thread at a time.
class file_source {
 public:
  file_source() = default;
  file_source(const file_source&) = delete;
  file_source& operator=(const file_source&) = delete;
  virtual ~file_source() = default;

  [[nodiscard]] virtual file_text read(const std::string& path) = 0;
  /// The path without `.`, `..` and symbolic links: two paths of one file give the same text.
  /// Nothing when there is no such file.
  [[nodiscard]] virtual std::optional<std::string> canonical(const std::string& path) = 0;
  /// Whether it is a pipe or a device, which may never come to an end.
  [[nodiscard]] virtual bool special(const std::string&) { return false; }
};

/// Files of the machine.
class disk_files final : public file_source {
 public:
  [[nodiscard]] file_text read(const std::string& path) override;
  [[nodiscard]] std::optional<std::string> canonical(const std::string& path) override;
  [[nodiscard]] bool special(const std::string& path) override;
};

/// Texts a host has at hand, under paths of its choice (`winter.yaml`, `parts/offers.yaml`).
class memory_files final : public file_source {
 public:
  memory_files() = default;
  explicit memory_files(std::map<std::string, std::string, std::less<>> files)
      : files_(std::move(files)) {}

  void add(std::string path, std::string text) {
    files_.insert_or_assign(std::move(path), std::move(text));
  }
  [[nodiscard]] file_text read(const std::string& path) override;
  [[nodiscard]] std::optional<std::string> canonical(const std::string& path) override;

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

}  // namespace parley::syntax
