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

namespace {

/// The key that a text starts with, quoted or not, or nothing.
std::string_view key_at(std::string_view text) noexcept {
  const char quote = text.starts_with('"') || text.starts_with('\'') ? text.front() : '\0';
  if (quote != '\0') text.remove_prefix(1);
  const std::size_t size =
      std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), text.size());
  std::size_t after = size;
  if (quote != '\0') {
    if (after == text.size() || text[after] != quote) return {};
    ++after;
  }
  after = text.find_first_not_of(" \t", after);
  return after < text.size() && text[after] == ':' ? text.substr(0, size) : std::string_view();
}

/// Calls `visit` with what may be the keys of a mapping in brackets, without those inside of it.
template <typename Visit>
void each_bracket_key(std::string_view text, Visit&& visit) {
  int depth = 0;
  bool fresh = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (fresh && depth == 1 && c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '#') {
      visit(key_at(text.substr(i)));
      fresh = false;
    }
    if (c == '"' || c == '\'') {
      for (++i; i < text.size() && text[i] != c; ++i) {
        if (c == '"' && text[i] == '\\') ++i;
      }
    } else if (c == '#' && i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\n')) {
      i = std::min(text.find('\n', i), text.size());
    } else if (c == '{' || c == '[') {
      ++depth;
      fresh = true;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ',') {
      fresh = true;
    }
  }
}

}  // namespace

bool declares_pack(std::string_view text) noexcept {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  bool pack = false;
  bool tests = false;  // a file of tests names its pack, too
  const auto key = [&](std::string_view name) {
    pack = pack || name == "pack" || name == "overlay";
    tests = tests || name == "tests";
  };
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (first && begin != std::string_view::npos && line[begin] == '{') {
      each_bracket_key(text, key);
      break;
    }
    if (begin != std::string_view::npos && line[begin] != '#' && !line.starts_with("---"))
      first = false;
    key(key_at(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pack && !tests;
}

}  // namespace parley::cli
