// Conditions of a compiled pack as their authors would write them, to be read and pasted.
#pragma once

#include <string>

#include "parley/graph/pack.hpp"

namespace parley::report {

/// The text of an expression: `customer.orders == 0 && cart.subtotal >= 50`. Written into the same
/// pack it compiles to the same operations; folding and sharing may have changed how it was written
/// first, and variables have names of ours. What is longer or deeper than an author could have
/// written is cut with "...".
[[nodiscard]] std::string expression_text(const pack& rules, graph::index expression);

}  // namespace parley::report
