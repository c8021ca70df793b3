#include "cli/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "cli/files.hpp"
#include "report/decision_json.hpp"
#include "report/format.hpp"

namespace parley::cli {

namespace {

bool json_complaints = false;  // the command has one thread

bool coloured(int file) {
  const char* const no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* const terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
  return ::isatty(file) != 0;
}

}  // namespace

console make_console(bool json) {
  return {json, {coloured(STDOUT_FILENO)}, {coloured(STDERR_FILENO)}};
}

void complain_in_json() noexcept {
  json_complaints = true;
}

void complain(std::string_view message, std::string_view help, std::string_view code) {
  if (json_complaints) {
    diagnostics found;
    found.add(
        {std::string(code), severity::error, {}, std::string(message), std::string(help), {}});
    print(report::dump(report::to_json(found, {})) + "\n");
    return;
  }
  std::string text = fmt::format("parley: {}\n", report::printable(message));
  if (!help.empty()) text += fmt::format("   help: {}\n", report::printable(help));
  print_error(text);
}

void complain_aloud(std::string_view message) {
  print_error(fmt::format("parley: {}\n", report::printable(message)));
}

void tell(const console& to, const error& file) {
  diagnostics found;
  const std::string_view help = file.code == "PL7001"   ? "look at the path"
                                : file.code == "PL7004" ? "name a file in it"
                                : file.code == "PL7005" ? "send less at once"
                                                        : "look at its permissions";
  found.add({file.code, severity::error, {}, file.message, std::string(help), {}});
  tell(to, found, {});
}

void tell(const console& to, const diagnostics& found, const source_set& sources) {
  if (found.empty()) return;
  if (to.json) {
    print(report::dump(report::to_json(found, sources)) + "\n");
  } else {
    print_error(report::to_text(found, sources, to.error_style));
  }
}

}  // namespace parley::cli
