// What running the tests of packs came to, as plain data, and its forms: text, JSON, JUnit, TAP.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "report/diagnostic_text.hpp"

namespace parley::report {

/// Line and column from 1; line 0: the file as a whole.
struct test_place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// One thing that isn't as it was expected. An empty side stands for "nothing".
struct test_difference {
  std::string what;                   ///< "verdict", "quote.total", "findings"
  std::vector<std::string> expected;  ///< lines that were expected and aren't there
  std::vector<std::string> actual;    ///< lines that are there and weren't expected
  std::vector<std::string> notes;     ///< the rule's sentence and where it stands
};

/// One case of one test; each row of a table and each value of a sweep is a case.
struct test_result {
  std::string file;   ///< the test file
  std::string name;   ///< of the test
  std::string label;  ///< of the case: "HAGGLE=13%"; empty where the test is one case
  test_place at;
  std::string asked;                         ///< the question in short: "HAGGLE=13% + TOTE"
  std::vector<test_difference> differences;  ///< none: it passed

  [[nodiscard]] bool passed() const noexcept { return differences.empty(); }
};

struct test_run {
  std::vector<test_result> results;  ///< in the order of files and tests, however they were run
  std::size_t left_out = 0;          ///< cases that a filter left out

  [[nodiscard]] std::size_t failures() const noexcept;
};

/// "haggle [HAGGLE=13%]".
[[nodiscard]] std::string full_name(const test_result& result);
/// "winter_test.yaml:34:5".
[[nodiscard]] std::string to_text(const test_place& at);

/// Every failure with its differences, a line for each file and one for the whole. `every` names
/// the cases that passed, too.
[[nodiscard]] std::string to_text(const test_run& run, text_style style, bool every);
/// {"passed","failed","left_out","tests":[{"file","name","case","at","result","asked",
/// "differences":[{"what","expected","actual","notes"}]}]}
[[nodiscard]] nlohmann::ordered_json to_json(const test_run& run);
/// JUnit's XML, a `testsuite` for each file. Says no times: the same run gives the same bytes.
[[nodiscard]] std::string to_junit(const test_run& run);
/// TAP version 14 with a YAML block under each failure.
[[nodiscard]] std::string to_tap(const test_run& run);

}  // namespace parley::report
