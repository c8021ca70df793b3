#include "syntax/file_source.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "parley/base/limits.hpp"

namespace parley::syntax {

file_text disk_files::read(const std::string& path) {
  std::error_code fault;
  const std::filesystem::file_status status = std::filesystem::status(path, fault);
  if (status.type() == std::filesystem::file_type::not_found) return {file_fault::missing, {}};
  if (status.type() == std::filesystem::file_type::directory) return {file_fault::directory, {}};
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return {file_fault::unreadable, {}};
  file_text result;
  std::string block(64 * 1024, '\0');  // not on the stack: threads may have little
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) ||
         stream.gcount() > 0) {
    result.text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
    if (result.text.size() > caps::file_bytes) return {file_fault::too_large, {}};
  }
  if (stream.bad()) return {file_fault::unreadable, {}};
  return result;
}

std::optional<std::string> disk_files::canonical(const std::string& path) {
  std::error_code fault;
  std::filesystem::path result = std::filesystem::canonical(path, fault);
  if (fault) return std::nullopt;
  return result.string();
}

bool disk_files::special(const std::string& path) {
  std::error_code fault;
  const std::filesystem::file_status status = std::filesystem::status(path, fault);
  return std::filesystem::is_other(status);
}

file_text memory_files::read(const std::string& path) {
  const std::optional<std::string> key = canonical(path);
  if (!key) return {file_fault::missing, {}};
  const std::string& text = files_.find(*key)->second;
  if (text.size() > caps::file_bytes) return {file_fault::too_large, {}};
  return {file_fault::none, text};
}

std::optional<std::string> memory_files::canonical(const std::string& path) {
  std::string key = std::filesystem::path(path).lexically_normal().string();
  if (files_.contains(path)) return path;
  if (files_.contains(key)) return key;
  return std::nullopt;
}

}  // namespace parley::syntax
