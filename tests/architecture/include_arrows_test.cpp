// Every #include line of the tree against the table in docs/architecture.md.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/places.hpp"

namespace fs = std::filesystem;

namespace {

struct room {
  std::set<std::string> rooms;
  std::set<std::string> libraries;
};

struct include_line {
  std::string path;
  bool quoted = false;
};

std::vector<std::string> in_backticks(const std::string& text) {
  std::vector<std::string> out;
  std::size_t open = text.find('`');
  while (open != std::string::npos) {
    const std::size_t close = text.find('`', open + 1);
    if (close == std::string::npos) break;
    out.push_back(text.substr(open + 1, close - open - 1));
    open = text.find('`', close + 1);
  }
  return out;
}

std::map<std::string, room> rooms_of_the_documentation() {
  std::map<std::string, room> table;
  std::ifstream in(fs::path(parley::test::source_dir()) / "docs/architecture.md");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    std::stringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) cells.push_back(cell);
    REQUIRE(cells.size() >= 4);
    room& made = table[in_backticks(cells[0]).at(0)];
    for (const std::string& name : in_backticks(cells[2])) made.rooms.insert(name);
    std::stringstream libraries(cells[3]);
    for (std::string name; libraries >> name;) made.libraries.insert(name);
  }
  return table;
}

std::vector<include_line> includes_of(const fs::path& file) {
  std::vector<include_line> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("#include")) continue;
    const std::size_t open = line.find_first_of("<\"");
    if (open == std::string::npos) continue;
    const std::size_t close = line.find_first_of(">\"", open + 1);
    out.push_back({line.substr(open + 1, close - open - 1), line[open] == '"'});
  }
  return out;
}

std::vector<fs::path> sources() {
  std::vector<fs::path> out;
  for (const char* top : {"include", "src"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(parley::test::source_dir()) / top)) {
      const std::string kind = entry.path().extension().string();
      if (kind == ".hpp" || kind == ".cpp") out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// "include/parley/money" of include/parley/money/decimal.hpp; sub-folders belong to their room.
std::string room_of(const std::string& path) {
  std::vector<std::string> parts;
  std::stringstream in(path);
  for (std::string part; std::getline(in, part, '/');) parts.push_back(part);
  const std::size_t depth = parts.at(0) == "include" ? 3 : 2;
  std::string out;
  for (std::size_t i = 0; i + 1 < parts.size() && i < depth; ++i) {
    out += (i > 0 ? "/" : "") + parts[i];
  }
  return out;
}

/// The room that a quoted include reaches: "parley/money/x.hpp" or "yaml/x.hpp".
std::string room_reached(const std::string& included) {
  return room_of(included.starts_with("parley/") ? "include/" + included : "src/" + included);
}

/// "boost" of boost/spirit/home/x3.hpp; empty for a header of the standard library or the system.
std::string library_of(const std::string& included) {
  const std::size_t slash = included.find('/');
  if (slash == std::string::npos) return {};
  const std::string first = included.substr(0, slash);
  return first == "sys" ? std::string() : first;
}

}  // namespace

TEST_CASE("every include line follows the arrows of docs/architecture.md") {
  const auto table = rooms_of_the_documentation();
  REQUIRE(table.size() >= 15);
  std::size_t seen = 0;
  for (const fs::path& file : sources()) {
    const std::string path = fs::relative(file, parley::test::source_dir()).generic_string();
    const std::string home = room_of(path);
    INFO(path);
    const auto row = table.find(home);
    REQUIRE(row != table.end());
    for (const include_line& line : includes_of(file)) {
      INFO("#include " << line.path);
      ++seen;
      if (!line.quoted) {
        const std::string library = library_of(line.path);
        if (!library.empty()) CHECK(row->second.libraries.count(library) == 1);
        continue;
      }
      const std::string reached = room_reached(line.path);
      const bool codes = home == "src/compile" && line.path.ends_with("codes.hpp");
      const bool umbrella = reached == "include/parley";
      const bool allowed = reached == home || codes || row->second.rooms.count(reached) == 1 ||
                           (umbrella && home == "src/cli");
      CHECK(allowed);
    }
  }
  CHECK(seen > 100);
}

TEST_CASE("public headers include nothing but the standard library and each other") {
  for (const fs::path& file : sources()) {
    const std::string path = fs::relative(file, parley::test::source_dir()).generic_string();
    if (!path.starts_with("include/")) continue;
    INFO(path);
    for (const include_line& line : includes_of(file)) {
      INFO("#include " << line.path);
      if (line.quoted) {
        CHECK(line.path.starts_with("parley/"));
      } else {
        CHECK(line.path.find('/') == std::string::npos);
        CHECK_FALSE(line.path.ends_with(".hpp"));
      }
    }
  }
}

TEST_CASE("no file grows past the hard stop") {
  for (const fs::path& file : sources()) {
    std::ifstream in(file);
    std::size_t lines = 0;
    for (std::string line; std::getline(in, line);) ++lines;
    INFO(file.string());
    CHECK(lines <= 800);
  }
}
