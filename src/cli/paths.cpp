#include "cli/paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace parley::cli {

namespace fs = std::filesystem;

bool is_folder(const std::string& path) {
  std::error_code fault;
  return path != "-" && fs::is_directory(path, fault);
}

result<std::vector<std::string>> yaml_files(const std::string& path) {
  if (!is_folder(path)) return std::vector<std::string>{path};
  std::vector<std::string> out;
  std::error_code fault;
  fs::recursive_directory_iterator at(path, fault);
  for (; !fault && at != fs::recursive_directory_iterator(); at.increment(fault)) {
    const fs::path& found = at->path();
    if (found.filename().string().starts_with('.')) {
      at.disable_recursion_pending();
      continue;
    }
    const fs::path extension = found.extension();
    if ((extension == ".yaml" || extension == ".yml") && at->is_regular_file(fault)) {
      out.push_back(found.string());
    }
  }
  if (fault) return error{"PL7002", fmt::format("`{}` can't be read: {}", path, fault.message())};
  std::sort(out.begin(), out.end());
  return out;
}

bool declares_pack(std::string_view text) noexcept {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    for (const std::string_view key : {"pack", "overlay"}) {
      if (!text.starts_with(key)) continue;
      const std::size_t colon = text.find_first_not_of(" \t", key.size());
      if (colon < text.size() && text[colon] == ':') return true;
    }
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace parley::cli
