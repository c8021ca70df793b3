// One process at a time, for a file that several read, answer from and rewrite.
#pragma once

#include <optional>
#include <string>

#include "parley/base/result.hpp"

namespace parley::cli {

/// Holds `PATH.lock`, a file beside the one it guards, from its making to its end; others wait. The
/// lock ends with the process, however that ends. Devices and pipes are nobody's to hold.
class file_lock {
 public:
  explicit file_lock(const std::string& path);
  ~file_lock();
  file_lock(const file_lock&) = delete;
  file_lock& operator=(const file_lock&) = delete;

  /// Why the file isn't held, if it should be.
  [[nodiscard]] const std::optional<error>& failure() const noexcept { return failure_; }

 private:
  [[nodiscard]] bool take();

  std::string path_;
  int file_ = -1;
  std::optional<error> failure_;
};

}  // namespace parley::cli
