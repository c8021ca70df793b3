// Recorded requests from a file, asked of two packs by several threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "parley/base/result.hpp"
#include "parley/graph/pack.hpp"
#include "report/replay_report.hpp"

namespace parley::cli {

struct replay_file_options {
  std::string path;   ///< `-` is standard input
  unsigned jobs = 0;  ///< 0: as many as there are processors
  std::uint64_t max_errors = 100;
  bool ignore_unknown = false;
};

struct replayed_file {
  report::replay_summary summary;
  std::optional<error> failure;  ///< the file can't be read
};

/// Reads the file in blocks of whole lines, so its size doesn't matter, and shows on a terminal how
/// far it got. The answer doesn't depend on the number of threads: what the blocks come to is added
/// up in their order, and stops with the block whose bad lines are too many.
[[nodiscard]] replayed_file replay_file(const pack& before, const pack& after,
                                        const replay_file_options& options);

}  // namespace parley::cli
