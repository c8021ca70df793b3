// What earlier offers left, for conditions and effects that read `so_far.*`.
#pragma once

#include "parley/engine/workspace.hpp"

namespace parley::engine {

[[nodiscard]] inline bool reads_so_far(const workspace& w, graph::index expression) noexcept {
  return expression != no_index &&
         (w.tables().expressions[expression].reads & graph::reads_so_far) != 0;
}

/// Tells the evaluator where pricing stands.
inline void tell_so_far(workspace& w) {
  const price_state& s = w.price;
  w.evaluator.set_so_far({s.merchandise, w.facts->subtotal() - s.merchandise, s.shipping_total,
                          s.merchandise + s.shipping_total});
}

}  // namespace parley::engine
