// The parley command: runs one verb, tells how it went.
#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <new>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/run_command.hpp"

using namespace parley::cli;

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is a write failure like any other
  int exit = exit_use;
  try {
    exit = run_command(argc, argv);
  } catch (const std::bad_alloc&) {
    complain_aloud("not enough memory");
    return exit_use;
  } catch (const std::exception& failure) {
    complain(fmt::format("internal error: {}", failure.what()));
    return exit_use;
  }
  if (const auto failure = output_failure()) {
    complain_aloud(failure->message);
    return exit_file;
  }
  return exit;
}
