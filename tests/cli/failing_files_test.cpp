// Every call of the command that touches a file fails once in turn. Then either the exit code is 6
// and what was to be written is whole, old or new; or nothing that mattered failed, and the answer
// is the whole one. No temporary file is left.
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/places.hpp"

#ifdef PARLEY_FAILING_CALLS

namespace {

namespace fs = std::filesystem;

using files = std::map<std::string, std::string>;

const char* const pack_text =
    "pack: p\nversion: 1\ncurrency: USD\noffers:\n  TEN: 10% off order\n"
    "  HAGGLE: 1%..9% step 1% off order\nnegotiation: {ladder: [HAGGLE 3%], rounds: 3}\n"
    "limits: [discount <= 8% of subtotal]\n";
const char* const facts_text =
    "now: 2026-11-22T10:00:00Z\n"
    "cart: {currency: USD, lines: [{sku: A, qty: 2, price: 12.00}]}\n";
const char* const test_text =
    "pack: p.yaml\ntests:\n  - name: ten\n    given: {cart: {currency: USD, lines: [{sku: A, qty: "
    "1, price: 5.00}]}}\n    propose: [TEN]\n    golden: |\n      old\n";

/// Fresh inputs, and in `fresh` an older output of every name that a command writes to.
void lay_out(const fs::path& folder) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::ofstream(folder / "p.yaml") << pack_text;
  std::ofstream(folder / "loose.yaml") << "pack:   p\nversion: 1\ncurrency:   USD\noffers: {TEN: "
                                          "10% off order}\n";
  std::ofstream(folder / "facts.yaml") << facts_text;
  std::ofstream(folder / "p_test.yaml") << test_text;
  for (const char* name : {"out.image", "out.svg", "out.csv", "junit.xml"}) {
    std::ofstream(folder / name) << "old";
  }
}

files contents(const fs::path& folder) {
  files out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    out[entry.path().filename().string()] =
        std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  }
  return out;
}

int run(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

TEST_CASE("every file the command touches fails once, and nothing is half written") {
  const fs::path home = fs::temp_directory_path() / ("parley-fail-" + std::to_string(::getpid()));
  const fs::path folder = home / "work";
  const fs::path mark = home / "failed";
  const std::vector<std::string> commands = {
      "check p.yaml",
      "validate p.yaml --facts facts.yaml --offer TEN --json",
      "build p.yaml -o out.image",
      "graph p.yaml --format svg -o out.svg",
      "matrix p.yaml --format csv -o out.csv",
      "fmt loose.yaml",
      "negotiate p.yaml --facts facts.yaml --session s.json --say 20% --session-id s",
      "test p_test.yaml --junit junit.xml --jobs 1",
      "test p_test.yaml --update --jobs 1",
  };
  std::size_t failures = 0;
  for (const std::string& command : commands) {
    INFO(command);
    const std::string base = "cd '" + folder.string() + "' && LC_ALL=C '" PARLEY_BINARY "' " +
                             command + " > '" + (home / "stdout").string() + "' 2> /dev/null";
    lay_out(folder);
    const files before = contents(folder);
    const int good = run(base);
    const files after = contents(folder);
    const std::string printed = contents(home)["stdout"];
    for (int n = 1; n < 200; ++n) {
      INFO("call " << n);
      lay_out(folder);
      fs::remove(mark);
      const int exit =
          run("export LD_PRELOAD='" PARLEY_FAILING_CALLS "' PARLEY_FAIL_CALL=" + std::to_string(n) +
              " PARLEY_FAILED_CALL='" + mark.string() + "'; " + base);
      if (!fs::exists(mark)) {
        CHECK(exit == good);
        break;
      }
      ++failures;
      const files now = contents(folder);
      for (const auto& [name, text] : now) {
        INFO(name);
        const bool old = before.contains(name) && before.at(name) == text;
        const bool made = after.contains(name) && after.at(name) == text;
        // A report tells of the file that couldn't be read, so it is a third text, but a whole one.
        const bool report = name == "junit.xml" && text.ends_with("</testsuites>\n");
        CHECK((old || made || report));
      }
      for (const auto& [name, text] : before) CHECK(now.contains(name));
      if (exit == good) {
        CHECK(now == after);
        CHECK(contents(home)["stdout"] == printed);
      } else {
        CHECK(exit == 6);
      }
      REQUIRE(n < 199);
    }
  }
  CHECK(failures > commands.size() * 3);
  fs::remove_all(home);
}

TEST_CASE("a full disk and folders that can't be written are told with exit code 6") {
  const fs::path home = fs::temp_directory_path() / ("parley-full-" + std::to_string(::getpid()));
  const fs::path folder = home / "work";
  lay_out(folder);
  const std::string in = "cd '" + folder.string() + "' && '" PARLEY_BINARY "' ";
  const std::string quiet = " > /dev/null 2> /dev/null";
  CHECK(run(in + "check p.yaml > /dev/full 2> /dev/null") == 6);
  CHECK(run(in + "validate p.yaml --facts facts.yaml --offer TEN --json > /dev/full 2>&1") == 6);
  CHECK(run(in + "test p_test.yaml > /dev/full 2> /dev/null") == 6);
  CHECK(run(in + "build p.yaml -o /dev/full" + quiet) == 6);
  CHECK(run(in + "build p.yaml -o nowhere/out.image" + quiet) == 6);
  CHECK(run(in + "build p.yaml -o /proc/out.image" + quiet) == 6);
  CHECK(run(in + "negotiate p.yaml --facts facts.yaml --say 20% --session nowhere/s.json" +
            quiet) == 6);
  CHECK(run(in + "validate p.yaml --facts nowhere.yaml --offer TEN" + quiet) == 6);
  CHECK(run(in + "check nowhere.yaml" + quiet) == 6);
  fs::remove_all(home);
}

#endif
