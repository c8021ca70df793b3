// Test files from text, run against the winter campaign.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "packtest/batch.hpp"
#include "packtest/case_runner.hpp"
#include "support/campaign.hpp"

namespace parley::test {

/// Files that stand in for a disk.
class files_in_memory {
 public:
  files_in_memory() { files["facts.yaml"] = winter_facts(); }

  [[nodiscard]] packtest::surroundings around() const {
    packtest::surroundings made;
    made.read = [this](const std::string& path) -> result<std::string> {
      const auto found = files.find(path);
      if (found == files.end()) return error{"PL7001", "`" + path + "` doesn't exist"};
      return found->second;
    };
    made.open = [this](const std::string& path) {
      const auto found = files.find(path);
      packtest::opened_pack opened;
      if (found == files.end()) {
        opened.unreadable = true;
        opened.failure = "`" + path + "` doesn't exist";
      } else {
        opened.made = compile_text(path, found->second);
      }
      return opened;
    };
    return made;
  }

  std::map<std::string, std::string> files;
};

/// One test file that was read for the winter campaign.
class test_bench {
 public:
  explicit test_bench(const std::string& text) : test_bench(text, winter_pack()) {}
  test_bench(const std::string& text, const std::string& pack_text)
      : rules(pack_of(pack_text)),
        tests(packtest::read_suite("winter_test.yaml", text, rules, disk.around())),
        around_(disk.around()) {}

  /// "PL8002 at 3:12: there is no fixture `x`", one a line.
  [[nodiscard]] std::string faults() const {
    std::string out;
    for (const diagnostic& d : tests.found.items()) {
      out += d.code;
      if (d.at.known()) {
        const place at = tests.sources[d.at.file].at(d.at.offset);
        out += " at " + std::to_string(at.line) + ":" + std::to_string(at.column);
      }
      out += ": " + d.message + (d.help.empty() ? "" : " (" + d.help + ")") + "\n";
    }
    return out;
  }
  packtest::case_outcome run(std::size_t which, packtest::rule_coverage* counts = nullptr) {
    return packtest::case_runner(tests, around_, counts).run(which);
  }
  /// What differs in every case: "name [label]: what: -expected +actual", one a line.
  std::string failures(packtest::rule_coverage* counts = nullptr) {
    std::string out = faults();
    if (!out.empty()) return out;
    for (std::size_t i = 0; i < tests.cases.size(); ++i) {
      const packtest::case_outcome made = run(i, counts);
      for (const report::test_difference& d : made.result.differences) {
        out += report::full_name(made.result) + ": " + d.what + ":";
        for (const std::string& line : d.expected) out += " -" + line;
        for (const std::string& line : d.actual) out += " +" + line;
        out += "\n";
      }
    }
    return out;
  }

  files_in_memory disk;
  pack rules;
  packtest::suite tests;

 private:
  packtest::surroundings around_;
};

/// `text` as the tests of a file whose fixture `base` holds the winter facts.
[[nodiscard]] inline std::string with_base(const std::string& tests) {
  return "fixtures:\n  base: {file: facts.yaml}\ntests:\n" + tests;
}

}  // namespace parley::test
