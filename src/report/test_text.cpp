// Test results for people.
#include <fmt/format.h>

#include <algorithm>

#include "report/decision_text.hpp"
#include "report/format.hpp"
#include "report/test_results.hpp"

namespace parley::report {

std::size_t test_run::failures() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [](const auto& r) { return !r.passed(); }));
}

std::string full_name(const test_result& result) {
  return result.label.empty() ? result.name : fmt::format("{} [{}]", result.name, result.label);
}

std::string to_text(const test_place& at) {
  return at.line == 0 ? at.file : fmt::format("{}:{}:{}", at.file, at.line, at.column);
}

namespace {

void add_side(std::string& out, const std::vector<std::string>& lines, char mark, bool bad,
              text_style style) {
  for (const std::string& line : lines) {
    out += fmt::format("    {}\n",
                       painted(fmt::format("{} {}", mark, printable(line)), !bad, bad, style));
  }
}

std::string failure_text(const test_result& result, text_style style) {
  std::string out = fmt::format("{} {}: {}\n", painted("FAIL", false, true, style),
                                printable(to_text(result.at)), printable(full_name(result)));
  if (!result.asked.empty()) out += fmt::format("  asked {}\n", printable(result.asked));
  for (const test_difference& d : result.differences) {
    out += fmt::format("  {}\n", printable(d.what));
    add_side(out, d.expected, '-', true, style);
    add_side(out, d.actual, '+', false, style);
    for (const std::string& note : d.notes) out += fmt::format("      {}\n", printable(note));
  }
  return out + "\n";
}

}  // namespace

std::string to_text(const test_run& run, text_style style, bool every) {
  std::string out;
  bool any = false;
  for (const test_result& result : run.results) {
    if (!result.passed()) {
      out += failure_text(result, style);
      any = true;
    } else if (every) {
      out += fmt::format("{} {}: {}\n", painted("ok", true, false, style), printable(result.file),
                         printable(full_name(result)));
      any = true;
    }
  }
  if (any && every) out += "\n";
  for (std::size_t i = 0; i < run.results.size();) {
    const std::string& file = run.results[i].file;
    std::size_t passed = 0;
    std::size_t failed = 0;
    for (; i < run.results.size() && run.results[i].file == file; ++i) {
      ++(run.results[i].passed() ? passed : failed);
    }
    const std::string word =
        painted(failed == 0 ? "ok  " : "FAIL", failed == 0, failed != 0, style);
    out += fmt::format("{} {}: {} passed", word, printable(file), passed);
    if (failed != 0) out += fmt::format(", {} failed", failed);
    out += "\n";
  }
  const std::size_t failed = run.failures();
  out += fmt::format("{} passed, {} failed", run.results.size() - failed, failed);
  if (run.left_out != 0) out += fmt::format(", {} left out by the filter", run.left_out);
  return out + "\n";
}

}  // namespace parley::report
