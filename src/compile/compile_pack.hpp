// From a checked pack to the graph the engine runs on.
#pragma once

#include "check/checked_pack.hpp"
#include "compile/write_zones.hpp"
#include "parley/base/source.hpp"
#include "parley/graph/pack.hpp"

namespace parley::compile {

/// Compiles. Nothing can go wrong any more: whatever could has been checked. `zones` are the
/// rules of the zones it names, `sources` turns places into lines and columns. A pure function:
/// equal packs give equal images, byte for byte.
[[nodiscard]] pack compile_pack(const check::checked_pack& checked, const zone_map& zones,
                                const source_set& sources);

}  // namespace parley::compile
