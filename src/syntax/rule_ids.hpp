// The stable ids of rules: as given, or derived from what the rule says.
#pragma once

#include <string>

#include "syntax/ast.hpp"

namespace parley::syntax {

/// `A-with-B`, `coupon-x-negotiated`, `at-most-1-of-order`, `TOTE-requires-one-of-WELCOME10-HAGGLE`
/// ...
[[nodiscard]] std::string derived_id(const stacking_rule& rule);
/// The canonical sentence in letters: `discount-max-15pct-of-subtotal`.
[[nodiscard]] std::string derived_id(const limit_rule& rule);

/// Gives every rule that has none its derived id; one that is taken gets the suffix -2, -3 ... in
/// the order stacking, limits, limits of playbooks. Given ids are never changed.
void assign_ids(pack& p);

}  // namespace parley::syntax
