#include "cli/output.hpp"

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"

namespace parley::cli {

int write_answer(const std::string& path, std::string_view text) {
  if (path.empty() || path == "-") {
    print(text);
    return exit_yes;
  }
  if (const auto failure = write_whole(path, text)) {
    complain(failure->message, "look at the path and its permissions", failure->code);
    return exit_file;
  }
  return exit_yes;
}

}  // namespace parley::cli
