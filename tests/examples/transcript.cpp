#include "transcript.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <regex>

namespace parley::testing {
namespace {

constexpr std::string_view fence_open = "```console";
constexpr std::string_view fence_close = "```";
constexpr std::string_view prompt = "$ ";

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Digests change with every revision of a pack, of the image format and of the time-zone rules, so
/// the pages show `DIGEST` in their place.
std::string without_digests(const std::string& text) {
  static const std::regex digest("\\b[0-9a-f]{64}\\b");
  static const std::regex offer_id("\\b[0-9a-f]{32}\\b");  // of terms, made from digests
  return std::regex_replace(std::regex_replace(text, digest, "DIGEST"), offer_id, "ID");
}

}  // namespace

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<transcript> transcripts_in(const std::vector<std::string>& lines) {
  std::vector<transcript> found;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i] != fence_open) continue;
    transcript block;
    block.first_line = ++i;
    for (; i < lines.size() && lines[i] != fence_close; ++i) {
      if (lines[i].starts_with(prompt)) block.commands.push_back(lines[i].substr(prompt.size()));
      block.text += lines[i] + "\n";
      ++block.line_count;
    }
    const bool runs_parley = block.text.find("parley ") != std::string::npos;
    if (runs_parley && !block.commands.empty()) found.push_back(std::move(block));
  }
  return found;
}

std::string run(const transcript& block, const std::filesystem::path& folder,
                const std::filesystem::path& binary) {
  std::string out;
  for (const std::string& command : block.commands) {
    out += std::string(prompt) + command + "\n";
    const std::string shell = "cd " + quoted(folder.string()) +
                              " && PATH=" + quoted(binary.parent_path().string()) +
                              ":\"$PATH\" NO_COLOR=1 sh -c " + quoted(command) + " 2>&1 </dev/null";
    FILE* pipe = popen(shell.c_str(), "r");
    if (pipe == nullptr) return out + "# the command could not be started\n";
    std::string printed;
    std::array<char, 4096> buffer{};
    while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) {
      printed.append(buffer.data(), n);
    }
    const int status = pclose(pipe);
    if (!printed.empty() && printed.back() != '\n') printed += '\n';
    out += without_digests(printed);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    if (code != 0) out += "# exit " + std::to_string(code) + "\n";
  }
  return out;
}

}  // namespace parley::testing
