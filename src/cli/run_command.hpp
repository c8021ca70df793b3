// The whole command but for the process around it.
#pragma once

namespace parley::cli {

/// Reads the command line, runs one verb and gives the exit code. Throws only what a fault of our
/// own or lack of memory throws. Once a process: how it speaks is kept for all of it.
[[nodiscard]] int run_command(int argc, const char* const* argv);

}  // namespace parley::cli
