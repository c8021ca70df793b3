// The canonical layout of a pack or a facts file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "parley/compiler/export.hpp"

namespace parley {

/// File `file` of `sources`, YAML or JSON, in its canonical layout: the same values, keys in the
/// same order, every comment, groups of lines still apart. Laying that out again gives the same
/// text. A text that isn't YAML as packs use it is told in `found` and gives nothing. Thread-safe.
[[nodiscard]] PARLEY_API std::optional<std::string> format_text(const source_set& sources,
                                                                std::uint32_t file,
                                                                diagnostics& found);

}  // namespace parley
