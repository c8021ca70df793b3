// What a pack can and can never do, found without running a shop.
#pragma once

#include <cstdint>
#include <vector>

#include "check/checked_pack.hpp"
#include "parley/base/diagnostic.hpp"
#include "parley/base/limits.hpp"
#include "parley/base/source.hpp"
#include "parley/graph/pack.hpp"

namespace parley::analysis {

/// A finding for programs: which statement about which rows of the pack.
struct claim {
  enum class subject : std::uint8_t {
    fact,
    line_fact,
    selector,
    offer,
    stacking,
    limit,
    playbook,
    step,
    handoff,
    obligation,
    trigger
  } what = subject::offer;
  const code_info* code = nullptr;
  std::uint32_t row = no_index;
  std::uint32_t other =
      parley::no_index;   ///< the offer, rule or limit that the statement is also about
  std::int64_t from = 0;  ///< holds for prices from here on, minor units
};

/// Adds warnings PL5001, PL5004 and PL51xx, each with a witness where one could be run. They are
/// proved: by exhausting the cells that conditions cut facts into, never by sampling. Work is
/// bounded by `steps_most`. A pure function of its arguments. `claims` may be null.
void analyse(const check::checked_pack& checked, const pack& compiled, const source_set& sources,
             diagnostics& found, std::vector<claim>* claims = nullptr,
             std::uint64_t steps_most = caps::analysis_steps);

}  // namespace parley::analysis
