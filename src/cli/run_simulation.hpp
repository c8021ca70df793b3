// Plays the negotiations of `parley negotiate --simulate`.
#pragma once

#include <cstdint>
#include <string>

#include "cli/request.hpp"

namespace parley::cli {

struct simulate_options {
  std::size_t negotiations = 0;  ///< 0: no simulation is asked for
  std::string buyers = "all";
  std::uint64_t seed = 1;
  unsigned jobs = 0;  ///< 0: as many as there are processors
  std::string svg;
};

/// Prints the report and gives the exit code: 0 when our seller kept every limit and promise, 1
/// when it didn't. The bytes don't depend on the number of threads.
[[nodiscard]] int run_simulation(const pack& rules, const fact_set& facts,
                                 const request_options& request, const simulate_options& options);

}  // namespace parley::cli
