#include "check/patterns.hpp"
#include "parley/compiler/matches.hpp"
#include "parley/graph/pattern_matcher.hpp"

namespace parley {

bool install_matches() noexcept {
  if (!check::has_patterns()) return false;
  pattern_matcher none = nullptr;
  detail::process_matcher.compare_exchange_strong(none, check::match_pattern,
                                                  std::memory_order_acq_rel);
  return true;
}

}  // namespace parley
