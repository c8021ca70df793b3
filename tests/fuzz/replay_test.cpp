// Every kept input of the fuzz targets, run as an ordinary test: tests/fuzz/corpus/TARGET/*.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "fuzz/target.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

namespace {

namespace fs = std::filesystem;

void replay(const std::string& target, bool (*run)(std::string_view)) {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(parley::test::tests_dir() + "/fuzz/corpus/" + target))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  CHECK(files.size() >= 3);
  std::size_t taken = 0;
  for (const fs::path& file : files) {
    INFO(file.string());
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    taken += run(bytes) ? 1 : 0;
    SUCCEED();
  }
  CHECK(taken > 0);
  run({});
}

}  // namespace

TEST_CASE("fuzz corpus: condition_parse") {
  replay("condition_parse", parley::fuzz::condition_parse);
}
TEST_CASE("fuzz corpus: condition") {
  replay("condition", parley::fuzz::condition);
}
TEST_CASE("fuzz corpus: pack_text") {
  replay("pack_text", parley::fuzz::pack_text);
}
TEST_CASE("fuzz corpus: facts") {
  replay("facts", parley::fuzz::facts);
}
TEST_CASE("fuzz corpus: image") {
  replay("image", parley::fuzz::image);
}
TEST_CASE("fuzz corpus: session") {
  replay("session", parley::fuzz::session);
}
TEST_CASE("fuzz corpus: differential") {
  replay("differential", parley::fuzz::differential);
}
#ifdef PARLEY_HAS_CLI
TEST_CASE("fuzz corpus: arguments") {
  replay("arguments", parley::fuzz::arguments);
}
#endif
