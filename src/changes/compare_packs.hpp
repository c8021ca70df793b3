// What changed between two packs: rule by rule, pair by pair, and with questions that show it.
#pragma once

#include <cstdint>

#include "parley/graph/pack.hpp"
#include "report/pack_diff.hpp"

namespace parley::changes {

struct compare_options {
  bool witnesses = true;
  /// Questions asked of both packs in search of one witness.
  std::uint64_t effort = 4'000;
  /// Questions asked in all.
  std::uint64_t effort_in_all = 200'000;
};

/// A pure function of its inputs: the same packs give the same answer, witnesses included.
[[nodiscard]] report::pack_diff compare_packs(const pack& before, const pack& after,
                                              const compare_options& options);

}  // namespace parley::changes
