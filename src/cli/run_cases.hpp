// Runs the cases of a batch on several threads.
#pragma once

#include <memory>
#include <vector>

#include "packtest/batch.hpp"
#include "packtest/rule_coverage.hpp"

namespace parley::cli {

inline constexpr unsigned most_jobs = 256;

struct run_options {
  unsigned jobs = 0;  ///< 0: as many as there are processors
  bool coverage = false;
};

/// What all the workers together found, in the order of the cases whoever ran them.
struct gathered_cases {
  std::vector<packtest::case_outcome> outcomes;
  std::vector<std::unique_ptr<packtest::rule_coverage>> counts;  ///< by pack; empty: none taken
};

/// Shows on a terminal how far it got. The answer doesn't depend on the number of threads.
[[nodiscard]] gathered_cases run_cases(const packtest::batch& loaded,
                                       const packtest::surroundings& around,
                                       const run_options& options);

}  // namespace parley::cli
