// A constant of a pack, as an author would write it in a condition.
#pragma once

#include <string>

#include "parley/graph/pack.hpp"

namespace parley::report {

/// A literal, or a call that makes such a value; `...` for what nobody can write. Of `rules`.
/// `beside_money`: it stands beside another amount, so that the pack's own currency needn't be
/// said.
[[nodiscard]] std::string literal_text(const pack& rules, const constant& c, bool beside_money);

}  // namespace parley::report
