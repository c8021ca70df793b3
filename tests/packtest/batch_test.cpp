// Finding test files, and the forms of results.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bench.hpp"
#include "report/test_results.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;
namespace fs = std::filesystem;

namespace {

struct folder {
  folder() {
    std::string name = (fs::temp_directory_path() / "parley-batch-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((path / file).parent_path());
    std::ofstream(path / file) << text;
  }
  fs::path path;
};

packtest::surroundings from_disk() {
  packtest::surroundings made;
  made.read = [](const std::string& file) -> result<std::string> {
    std::ifstream in(file, std::ios::binary);
    if (!in) return error{"PL7001", "`" + file + "` doesn't exist"};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  };
  made.open = [](const std::string& file) {
    packtest::opened_pack opened;
    opened.made = compile_file(file);
    return opened;
  };
  return made;
}

std::string names(const packtest::found_tests& found, const fs::path& within) {
  std::string out;
  for (const std::string& file : found.files) {
    out += fs::relative(file, within).generic_string() + " ";
  }
  return out;
}

report::test_run sample() {
  report::test_run run;
  run.results.push_back({"a_test.yaml", "fine", "", {"a_test.yaml", 3, 5}, "A", {}});
  run.results.push_back({"a_test.yaml",
                         "b < c # 1",
                         "X=\"1\"",
                         {"a_test.yaml", 7, 5},
                         "A + B",
                         {{"verdict", {"allow"}, {"deny"}, {"p.yaml:1:2: a & b"}}}});
  run.left_out = 2;
  return run;
}

}  // namespace

TEST_CASE("paths are test files, folders, or packs") {
  const folder home;
  home.write("winter.yaml", winter_pack());
  home.write("winter_test.yaml", "tests: []\n");
  home.write("more_test.yaml", "pack: winter.yaml\ntests: []\n");
  home.write("other_test.yaml", "tests: []\n");
  home.write("deep/er/x_test.yml", "tests: []\n");
  home.write(".hidden/y_test.yaml", "tests: []\n");
  home.write("empty/readme.md", "nothing\n");
  const packtest::surroundings around = from_disk();
  const auto find = [&](const std::string& path) {
    return packtest::find_tests({(home.path / path).string()}, around);
  };
  CHECK(names(find("."), home.path) ==
        "deep/er/x_test.yml more_test.yaml other_test.yaml winter_test.yaml ");
  CHECK(names(find("winter.yaml"), home.path) == "more_test.yaml winter_test.yaml ");
  CHECK(names(find("winter_test.yaml"), home.path) == "winter_test.yaml ");
  CHECK(find("empty").empty.size() == 1);
  CHECK(find("nowhere").failures.size() == 1);
  CHECK(names(packtest::find_tests({(home.path / "winter.yaml").string(), home.path.string()},
                                   around),
              home.path) == "more_test.yaml winter_test.yaml deep/er/x_test.yml other_test.yaml ");
}

TEST_CASE("a batch opens each pack once and tells what is broken") {
  const folder home;
  home.write("winter.yaml", winter_pack());
  home.write("facts.yaml", winter_facts());
  home.write(
      "winter_test.yaml",
      with_base("  - {name: a, given: base, propose: [WELCOME10], expect: allow}\n"
                "  - {name: b, given: base, sweep: {HAGGLE: 1%..3% step 1%}, expect: allow}\n"));
  home.write("more_test.yaml", "pack: winter.yaml\ntests: [{name: c}]\n");
  home.write("lost_test.yaml", "tests: []\n");
  home.write("bad.yaml", "pack: x\n");
  home.write("bad_test.yaml", "tests: []\n");
  const packtest::surroundings around = from_disk();
  const auto files = packtest::find_tests({home.path.string()}, around).files;
  const packtest::batch all = packtest::load_batch(files, {}, around);
  CHECK(all.suites.size() == 4);
  CHECK(all.packs.size() == 2);
  CHECK(all.cases.size() == 4);
  CHECK(all.any_broken_suite());
  CHECK(all.any_broken_pack());
  CHECK_FALSE(all.any_unreadable());
  const auto broken = packtest::broken_results(all);
  REQUIRE(broken.size() == 3);
  for (const auto& result : broken) CHECK_FALSE(result.passed());
  const packtest::batch some = packtest::load_batch(files, {"HAGGLE=2%", false}, around);
  CHECK(some.cases.size() == 1);
  CHECK(some.left_out == 3);
  CHECK(packtest::load_batch(files, {"HAGGLE=2%", true}, around).cases.size() == 3);
}

TEST_CASE("results as JUnit escape what they quote") {
  CHECK(report::to_junit(sample()) ==
        R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="parley" tests="2" failures="1" errors="0">
  <testsuite name="a_test.yaml" tests="2" failures="1" errors="0">
    <testcase classname="a_test.yaml" name="fine" file="a_test.yaml" line="3"/>
    <testcase classname="a_test.yaml" name="b &lt; c # 1 [X=&quot;1&quot;]" file="a_test.yaml" line="7">
      <failure message="verdict not as expected">asked A + B
verdict
  - allow
  + deny
    p.yaml:1:2: a &amp; b
</failure>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("results as TAP") {
  CHECK(report::to_tap(sample()) ==
        R"(TAP version 14
1..2
ok 1 - a_test.yaml: fine
not ok 2 - a_test.yaml: b < c \# 1 [X="1"]
  ---
  message: "verdict not as expected"
  at: "a_test.yaml:7:5"
  asked: "A + B"
  differences:
    - what: "verdict"
      expected:
        - "allow"
      actual:
        - "deny"
      notes:
        - "p.yaml:1:2: a & b"
  ...
)");
}

TEST_CASE("results for people and as JSON") {
  CHECK(report::to_text(sample(), {}, false) ==
        R"(FAIL a_test.yaml:7:5: b < c # 1 [X="1"]
  asked A + B
  verdict
    - allow
    + deny
      p.yaml:1:2: a & b

FAIL a_test.yaml: 1 passed, 1 failed
1 passed, 1 failed, 2 left out by the filter
)");
  const nlohmann::ordered_json json = report::to_json(sample());
  CHECK(json["passed"] == 1);
  CHECK(json["failed"] == 1);
  CHECK(json["left_out"] == 2);
  CHECK(json["tests"][1]["differences"][0]["actual"][0] == "deny");
}
