// Conditions of a compiled pack as their authors would write them, for pictures.
#pragma once

#include <string>

#include "parley/graph/pack.hpp"

namespace parley::report {

/// The text of an expression: `customer.orders == 0 && cart.subtotal >= 50`. Folding and sharing
/// may have changed how it was written, not what it says; parts deeper than a picture shows are
/// "...".
[[nodiscard]] std::string expression_text(const pack& rules, graph::index expression);

}  // namespace parley::report
