// Whether two effects can ever act on the same cart line.
#pragma once

#include "check/checked_pack.hpp"

namespace parley::analysis {

/// False only where no line can be in both: two SKUs, or selectors that want different values of
/// one attribute. Anything cleverer counts as sharing lines.
[[nodiscard]] bool may_share_lines(const check::checked_pack& pack, const check::checked_effect& a,
                                   const check::checked_effect& b);

}  // namespace parley::analysis
