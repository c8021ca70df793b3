// Packs and carts of any size, the same for the same size.
#pragma once

#include <cstdint>
#include <string>

#include "parley/compiler/compile.hpp"
#include "parley/parley.hpp"

namespace parley::bench {

/// YAML of a pack with this many offers in ten classes, a third of them with conditions, one
/// stacking rule for every ten offers and twelve limits.
[[nodiscard]] std::string pack_text(int offers);
/// The pack compiled; ends the program when it has faults.
[[nodiscard]] pack compiled(int offers);
/// A cart of six lines with shipping, and every fact the pack reads.
[[nodiscard]] fact_set facts_for(const pack& rules);
/// Three offers that the pack permits together.
[[nodiscard]] proposal three_offers();

}  // namespace parley::bench
