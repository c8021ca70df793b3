// Console transcripts in Markdown as tests: what a reader sees is what the command prints.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace parley::testing {

/// One ```console block: lines starting with `$ ` are commands, what follows is their output, and a
/// line
/// `# exit N` after the output tells an exit code other than 0.
struct transcript {
  std::size_t first_line = 0;  ///< of the text between the fences, from 0
  std::size_t line_count = 0;
  std::vector<std::string> commands;
  std::string text;  ///< as it stands in the file
};

/// All blocks of a Markdown file that run `parley`.
std::vector<transcript> transcripts_in(const std::vector<std::string>& lines);

std::vector<std::string> lines_of(const std::filesystem::path& file);

/// Runs the commands in `folder` with `binary` found as `parley`, and returns the block as it
/// should stand.
std::string run(const transcript& block, const std::filesystem::path& folder,
                const std::filesystem::path& binary);

}  // namespace parley::testing
