// The compiler's door: YAML in, a compiled pack or diagnostics out.
//
//   const parley::compilation made = parley::compile_file("winter.yaml");
//   for (const parley::diagnostic& d : made.found.items()) ...   // errors and warnings, with
//   places if (made.compiled) ... parley::validate(*made.compiled, facts, proposal, workspace,
//   decision);
//
// Needs nothing of Boost, yaml-cpp or fmt in the including program.
#pragma once

#include <optional>
#include <string>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "parley/compiler/export.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

struct compile_options {
  /// Also says what the pack can and can never do (docs/analysis.md). For whoever writes a pack;
  /// whoever runs one needn't wait for it.
  bool analyse = false;
};

/// What compiling came to. A plain value; `compiled` doesn't depend on the rest and may outlive it.
struct compilation {
  source_set sources;            ///< the files that places in `found` point into
  diagnostics found;             ///< sorted by file and place; may hold warnings on success too
  std::optional<pack> compiled;  ///< there exactly if `found` has no errors
};

/// Compiles the pack in a file, with what it includes from its folder. Never throws for what is in
/// the files, nor when one can't be read: that is a diagnostic too (PL7xxx). Thread-safe.
[[nodiscard]] PARLEY_API compilation compile_file(const std::string& path,
                                                  const compile_options& options = {});

/// Compiles a pack given as text; `name` is what places are shown with. Such a pack can't include
/// files.
[[nodiscard]] PARLEY_API compilation compile_text(const std::string& name, std::string text,
                                                  const compile_options& options = {});

}  // namespace parley
