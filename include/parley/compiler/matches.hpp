// Regular expressions for programs that run packs without compiling them.
#pragma once

#include "parley/compiler/export.hpp"

namespace parley {

/// Installs RE2 as the engine behind `matches` unless the program has installed one already
/// (parley/graph/pattern_matcher.hpp). Compiling a pack does this by itself; a program that only
/// loads images calls it. False when parley was built without RE2. Thread-safe.
PARLEY_API bool install_matches() noexcept;

}  // namespace parley
