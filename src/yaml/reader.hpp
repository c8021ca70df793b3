// The guarded YAML reader: the only door to yaml-cpp.
#pragma once

#include <optional>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "yaml/document.hpp"

namespace parley::yaml {

/// Reads file `file` of `sources` as one YAML document. On any fault adds diagnostics (codes
/// PL1xxx) with places and returns nothing: a document is whole or absent. The one exception is a
/// repeated key: it is an error too, but the document comes back without the repetition, so that
/// whoever reads on finds the other faults in the same run. So callers go by the errors in `found`.
/// JSON texts are YAML flow documents and read the same way.
[[nodiscard]] std::optional<document> read(const source_set& sources, std::uint32_t file,
                                           diagnostics& found);

}  // namespace parley::yaml
