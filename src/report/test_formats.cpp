// Test results for programs: JSON, JUnit, TAP.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/decision_json.hpp"
#include "report/escape.hpp"
#include "report/format.hpp"
#include "report/test_results.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

std::string differences_text(const test_result& result) {
  std::string out;
  if (!result.asked.empty()) out += fmt::format("asked {}\n", result.asked);
  for (const test_difference& d : result.differences) {
    out += d.what + "\n";
    for (const std::string& line : d.expected) out += fmt::format("  - {}\n", line);
    for (const std::string& line : d.actual) out += fmt::format("  + {}\n", line);
    for (const std::string& line : d.notes) out += fmt::format("    {}\n", line);
  }
  return out;
}

/// What failed, in one line: the parts that differ.
std::string summary(const test_result& result) {
  std::string out;
  for (const test_difference& d : result.differences) {
    out += fmt::format("{}{}", out.empty() ? "" : ", ", d.what);
  }
  return out + " not as expected";
}

ordered_json place_of(const test_place& at) {
  if (at.line == 0) return {{"file", at.file}};
  return {{"file", at.file}, {"line", at.line}, {"column", at.column}};
}

/// A name on a TAP line: `#` begins a directive there and a backslash escapes.
std::string tap_name(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string json_text(std::string_view text) {
  return dump(ordered_json(std::string(text)));
}

void add_tap_list(std::string& out, std::string_view key, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  out += fmt::format("      {}:\n", key);
  for (const std::string& line : lines) out += fmt::format("        - {}\n", json_text(line));
}

}  // namespace

ordered_json to_json(const test_run& run) {
  ordered_json tests = ordered_json::array();
  for (const test_result& result : run.results) {
    ordered_json differences = ordered_json::array();
    for (const test_difference& d : result.differences) {
      differences.push_back(
          {{"what", d.what}, {"expected", d.expected}, {"actual", d.actual}, {"notes", d.notes}});
    }
    tests.push_back({{"file", result.file},
                     {"name", result.name},
                     {"case", result.label},
                     {"at", place_of(result.at)},
                     {"result", result.passed() ? "pass" : "fail"},
                     {"asked", result.asked},
                     {"differences", std::move(differences)}});
  }
  const std::size_t failed = run.failures();
  return {{"passed", run.results.size() - failed},
          {"failed", failed},
          {"left_out", run.left_out},
          {"tests", std::move(tests)}};
}

std::string to_junit(const test_run& run) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuites name=\"parley\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
                     run.results.size(), run.failures());
  for (std::size_t i = 0; i < run.results.size();) {
    const std::string& file = run.results[i].file;
    std::string cases;
    std::size_t tests = 0;
    std::size_t failed = 0;
    for (; i < run.results.size() && run.results[i].file == file; ++i, ++tests) {
      const test_result& result = run.results[i];
      cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                           markup(file), markup(full_name(result)), markup(result.at.file),
                           result.at.line);
      if (result.passed()) {
        cases += "/>\n";
        continue;
      }
      ++failed;
      cases += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                           markup(summary(result)), markup(differences_text(result)));
    }
    out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n{}",
                       markup(file), tests, failed, cases);
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

std::string to_tap(const test_run& run) {
  std::string out = fmt::format("TAP version 14\n1..{}\n", run.results.size());
  std::size_t number = 0;
  for (const test_result& result : run.results) {
    out += fmt::format("{} {} - {}: {}\n", result.passed() ? "ok" : "not ok", ++number,
                       tap_name(result.file), tap_name(full_name(result)));
    if (result.passed()) continue;
    out += fmt::format("  ---\n  message: {}\n  at: {}\n", json_text(summary(result)),
                       json_text(to_text(result.at)));
    if (!result.asked.empty()) out += fmt::format("  asked: {}\n", json_text(result.asked));
    out += "  differences:\n";
    for (const test_difference& d : result.differences) {
      out += fmt::format("    - what: {}\n", json_text(d.what));
      add_tap_list(out, "expected", d.expected);
      add_tap_list(out, "actual", d.actual);
      add_tap_list(out, "notes", d.notes);
    }
    out += "  ...\n";
  }
  return out;
}

}  // namespace parley::report
