// The guarded YAML reader: the only door to yaml-cpp.
#pragma once

#include <cstdint>
#include <optional>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "yaml/document.hpp"

namespace parley::yaml {

/// What a document may come back with although something in it is wrong.
enum class mending : std::uint8_t {
  keys,    ///< repeated keys are left out
  values,  ///< and refused values (empty ones, tags, anchors, aliases, texts over several lines)
           ///< are `nothing`
};

/// Reads file `file` of `sources` as one YAML document. On any fault adds diagnostics (codes
/// PL1xxx) with places and returns nothing: a document is whole or absent. The one exception is a
/// repeated key, and on request a refused value: they are errors too, but the document comes back
/// mended, so that whoever reads on finds the other faults in the same run. So callers go by the
/// errors in `found`.
/// JSON texts are YAML flow documents and read the same way.
[[nodiscard]] std::optional<document> read(const source_set& sources, std::uint32_t file,
                                           diagnostics& found, mending wanted = mending::keys);

}  // namespace parley::yaml
