// Packs whose offers are all eligible, so that choosing among them is the whole work.
#pragma once

#include <cstdint>
#include <string>

#include "parley/compiler/compile.hpp"
#include "parley/parley.hpp"

namespace parley::bench {

/// One instance: a pack and the facts of one request, the same for the same seed.
struct combination {
  enum class kind : std::uint8_t {
    compounding,  ///< six in ten are percentages of what is left, the others amounts
    additive,     ///< amounts only
  };
  enum class limit : std::uint8_t { none, clip, hard };

  combination(std::uint64_t seed, int offers, int conflict_percent, kind what, limit bound);

  [[nodiscard]] static std::string text(std::uint64_t seed, int offers, int conflict_percent,
                                        kind what, limit bound);
  [[nodiscard]] static const char* describe(kind what, limit bound);

  pack rules;
  fact_set facts;
};

}  // namespace parley::bench
