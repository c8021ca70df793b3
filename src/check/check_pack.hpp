// Checks a whole pack: names, units, conditions, and whether its rules make sense together.
#pragma once

#include <optional>

#include "check/checked_pack.hpp"
#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "syntax/ast.hpp"

namespace parley::check {

/// Returns the checked pack, or nothing when there was an error. `found` gets all errors of the
/// pack in one run, and warnings (PL5xxx); what depends on something broken is passed over in
/// silence.
[[nodiscard]] std::optional<checked_pack> check_pack(const syntax::pack& written,
                                                     diagnostics& found);

}  // namespace parley::check
