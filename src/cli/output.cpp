#include "cli/output.hpp"

#include <fmt/format.h>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"

namespace parley::cli {

bool refuse_own_source(const std::string& output, const std::string& pack) {
  if (output.empty() || output == "-" || !is_same_file(output, pack)) return false;
  complain(fmt::format("`{}` is the pack itself", output), "name another file with -o");
  return true;
}

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
