// Steps of a ladder that give the customer less than the same cost could.
#pragma once

#include "check/checked_pack.hpp"
#include "parley/base/diagnostic.hpp"
#include "parley/graph/pack.hpp"

namespace parley::analysis {

/// Warns (PL5120) of each declared step that is dominated whatever the cart: it gives a gift, an
/// upgrade or a concession that costs more than it is worth, so that money off would be worth more,
/// or one for which another unconditional offer, which the stacking rules surely let stand in its
/// place, costs no more and is worth no less. What depends on the cart isn't told.
void warn_of_dominated_steps(const check::checked_pack& checked, const pack& compiled,
                             diagnostics& found);

}  // namespace parley::analysis
