// A pack with something laid over it that stands in no file: what would it do then?
#pragma once

#include <string>

#include "parley/compiler/compile.hpp"

namespace parley {

/// Compiles the pack in a file with an overlay (docs/packs.md) from a text. The overlay is taken to
/// lie beside the pack, so its `base:` is the file's name; `name` is what places in it are shown
/// with. Errors as for compile_file. Thread-safe.
[[nodiscard]] PARLEY_API compilation compile_overlaid(const std::string& path,
                                                      const std::string& name, std::string overlay);

}  // namespace parley
