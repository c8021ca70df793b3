// From the path of a pack to its AST: reads the file, what it includes, and the base of an overlay.
#pragma once

#include <optional>
#include <string>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "syntax/ast.hpp"
#include "syntax/file_source.hpp"

namespace parley::syntax {

/// The files that were read, for diagnostics to point into, and the pack. `parsed` may be there
/// although `found` has errors: it then lacks what was wrong, so that later phases find the rest.
struct loaded {
  source_set sources;
  std::optional<pack> parsed;
};

/// Reads a pack or an overlay. Included files and bases must lie in the folder of `path` or below,
/// and no part of their path may be a symbolic link.
[[nodiscard]] loaded load_pack(const std::string& path, file_source& files, diagnostics& found);

/// The same from a text at hand; `name` is what diagnostics call it. It can't include files.
[[nodiscard]] loaded load_pack_text(const std::string& name, std::string text, diagnostics& found);

}  // namespace parley::syntax
