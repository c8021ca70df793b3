// From a checked pack to the graph the engine runs on.
#pragma once

#include "check/checked_pack.hpp"
#include "parley/base/source.hpp"
#include "parley/graph/pack.hpp"

namespace parley::compile {

/// Compiles. Nothing can go wrong any more: whatever could has been checked. `sources` turns places
/// into lines and columns. A pure function: equal packs give equal images, byte for byte.
[[nodiscard]] pack compile_pack(const check::checked_pack& checked, const source_set& sources);

}  // namespace parley::compile
