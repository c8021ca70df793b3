// What to pay back when units of a quoted line come back.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "parley/engine/quote.hpp"
#include "parley/money/rounding.hpp"

namespace parley {

namespace engine {

/// What the first `units` units of a line were charged: run by run, within a run the even share
/// rounded to the nearest.
[[nodiscard]] inline std::int64_t charged_for(const quote& priced, std::uint32_t line,
                                              std::int64_t units) noexcept {
  const quoted_line& whole = priced.lines[line];
  std::int64_t sum = 0;
  for (std::uint32_t i = 0; i < whole.runs.count && units > 0; ++i) {
    const unit_run& run = priced.runs[whole.runs.first + i];
    const std::int64_t taken = std::min(units, run.count);
    sum += static_cast<std::int64_t>(
        divide_rounded(int128{run.price} * taken, run.count, rounding_mode::half_away));
    units -= taken;
  }
  return sum;
}

}  // namespace engine

/// What to pay back for `units` units of a line of which `returned` units came back before. However
/// the units come back, all refunds of a line sum to what was charged for it; shipping and tax are
/// the host's. Preconditions: `line` is one of the quote's; neither number is negative; together
/// they are no more than the line's quantity.
[[nodiscard]] inline std::int64_t refund_of(const quote& priced, std::uint32_t line,
                                            std::int64_t units,
                                            std::int64_t returned = 0) noexcept {
  assert(line < priced.lines.size() && units >= 0 && returned >= 0);
  return engine::charged_for(priced, line, returned + units) -
         engine::charged_for(priced, line, returned);
}

}  // namespace parley
