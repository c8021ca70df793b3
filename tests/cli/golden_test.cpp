// The built command against files: tests/cli/golden/NAME.txt holds shell lines (`$ ...`), each
// followed by the expected exit code, standard output and standard error. They run in a fresh copy
// of tests/cli/packs. PARLEY_UPDATE=1 rewrites the files; read the difference before committing it.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/places.hpp"

namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Digests, hashes and ids change with every change of the image's layout: "<hex 64>" stands for
/// them.
std::string without_digests(const std::string& text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_hex(text[end])) ++end;
    const std::size_t size = end - i;
    if (size == 16 || size == 32 || size == 64) {
      out += "<hex " + std::to_string(size) + ">";
      i = end;
    } else {
      out.append(text, i, size + (end < text.size() ? 1 : 0));
      i = end + 1;
    }
  }
  return out;
}

std::string block(const std::string& name, std::string text) {
  if (text.empty()) return {};
  std::string out = name + ":\n";
  if (text.back() != '\n') text += '\n';
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    out += line.empty() ? "|\n" : "| " + line + "\n";
  return out;
}

/// Runs one shell line in `folder` and returns what the golden file should say after it.
std::string run(const std::string& command, const fs::path& folder, const fs::path& scratch) {
  const fs::path out = scratch / "stdout";
  const fs::path err = scratch / "stderr";
  std::ofstream(scratch / "command.sh") << "cd '" << folder.string() << "'\n" << command << "\n";
  const std::string bin = fs::path(PARLEY_BINARY).parent_path().string();
  const std::string shell = "env -u TERM NO_COLOR=1 LC_ALL=C PATH='" + bin + "':\"$PATH\" sh '" +
                            (scratch / "command.sh").string() + "' >'" + out.string() + "' 2>'" +
                            err.string() + "' </dev/null";
  const int status = std::system(shell.c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return "exit " + std::to_string(code) + "\n" + block("stdout", without_digests(text_of(out))) +
         block("stderr", without_digests(text_of(err))) + "\n";
}

struct temporary_folder {
  fs::path path;
  temporary_folder() {
    std::string name = (fs::temp_directory_path() / "parley-cli-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~temporary_folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

}  // namespace

TEST_CASE("the command answers as the golden files say") {
  const fs::path home = fs::path(parley::test::tests_dir()) / "cli";
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(home / "golden")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 8);
  const bool update = std::getenv("PARLEY_UPDATE") != nullptr;
  for (const fs::path& file : files) {
    const temporary_folder scratch;
    const fs::path folder = scratch.path / "packs";
    fs::copy(home / "packs", folder, fs::copy_options::recursive);
    std::istringstream lines(text_of(file));
    std::string actual;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("# ")) actual += line + "\n";
      if (line.starts_with("$ ")) actual += line + "\n" + run(line.substr(2), folder, scratch.path);
    }
    INFO(file.filename().string());
    if (update) {
      std::ofstream(file, std::ios::trunc) << actual;
    } else {
      CHECK(actual == text_of(file));
    }
  }
}
