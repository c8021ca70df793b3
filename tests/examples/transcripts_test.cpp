// Every console block of the README, the docs and the example packs is run and compared.
// PARLEY_UPDATE=1 rewrites the blocks instead; read the difference before committing it.
#include <cstdlib>
#include <fstream>

#include "support/catch.hpp"
#include "support/places.hpp"
#include "transcript.hpp"

namespace fs = std::filesystem;
using namespace parley::testing;

namespace {

std::vector<fs::path> markdown_files() {
  const fs::path root = parley::test::source_dir();
  std::vector<fs::path> files = {root / "README.md"};
  for (const char* folder : {"docs", "rules-examples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() == ".md") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void rewrite(const fs::path& file, std::vector<std::string> lines, const transcript& block,
             const std::string& text) {
  std::ofstream out(file, std::ios::trunc);
  for (std::size_t i = 0; i < block.first_line; ++i) out << lines[i] << '\n';
  out << text;
  for (std::size_t i = block.first_line + block.line_count; i < lines.size(); ++i)
    out << lines[i] << '\n';
}

}  // namespace

TEST_CASE("console blocks of the documentation print what they show") {
  const bool update = std::getenv("PARLEY_UPDATE") != nullptr;
  std::size_t blocks = 0;
  for (const fs::path& file : markdown_files()) {
    const std::size_t count = transcripts_in(lines_of(file)).size();
    for (std::size_t i = 0; i < count; ++i) {
      const auto lines = lines_of(file);  // read again: an update moves what follows
      const transcript block = transcripts_in(lines)[i];
      INFO(file.string() << ":" << block.first_line + 1);
      const std::string actual = run(block, file.parent_path(), PARLEY_BINARY);
      ++blocks;
      if (update && actual != block.text) {
        rewrite(file, lines, block, actual);
      } else {
        CHECK(actual == block.text);
      }
    }
  }
  CHECK(blocks >= 20);
}
