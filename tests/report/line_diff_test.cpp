// Diffs as `patch` reads them.
#include "report/line_diff.hpp"

#include <random>
#include <vector>

#include "support/catch.hpp"

using parley::report::unified_diff;

namespace {

/// Applies a diff: walks the old text along the hunks. Independent of how the diff was found.
std::string patched(const std::string& before, const std::string& diff) {
  std::vector<std::string> old;
  for (std::size_t at = 0; at < before.size();) {
    const std::size_t end = before.find('\n', at);
    old.push_back(before.substr(at, end - at + 1));
    at = end + 1;
  }
  std::string out;
  std::size_t next = 0;
  std::size_t at = 0;
  while (at < diff.size()) {
    const std::size_t end = diff.find('\n', at);
    const std::string line = diff.substr(at, end - at + 1);
    at = end + 1;
    if (line.starts_with("---") || line.starts_with("+++")) continue;
    if (line.starts_with("@@")) {
      const std::size_t count_at = line.find_first_of(", ", 4);
      std::size_t from = std::stoul(line.substr(4, count_at - 4));
      if (line[count_at] == ',' && line[count_at + 1] == '0') ++from;
      while (next + 1 < from) out += old.at(next++);
      continue;
    }
    if (line[0] != '+') {
      CHECK(old.at(next) == line.substr(1));
      ++next;
    }
    if (line[0] != '-') out += line.substr(1);
  }
  while (next < old.size()) out += old.at(next++);
  return out;
}

}  // namespace

TEST_CASE("diff: equal texts have none") {
  CHECK(unified_diff("a\nb\n", "a\nb\n", "x", "y").empty());
}

TEST_CASE("diff: a change with its context") {
  CHECK(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "x", "y") ==
        "--- x\n+++ y\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK(unified_diff("", "a\n", "x", "y") == "--- x\n+++ y\n@@ -0,0 +1 @@\n+a\n");
  CHECK(unified_diff("a", "a\n", "x", "y") ==
        "--- x\n+++ y\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST_CASE("diff: applied to the old text it gives the new one") {
  std::mt19937 random(7);
  const auto some = [&](int n) { return std::uniform_int_distribution<int>(0, n)(random); };
  for (int round = 0; round < 2000; ++round) {
    std::string before;
    std::string after;
    for (int i = some(30); i > 0; --i) {
      const std::string line = "line " + std::to_string(some(6)) + "\n";
      if (some(6) != 0) before += line;
      if (some(6) != 0) after += line;
    }
    const std::string diff = unified_diff(before, after, "a", "b");
    INFO(before << "=>\n" << after << diff);
    CHECK(patched(before, diff) == after);
  }
}
