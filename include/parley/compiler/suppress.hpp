// Warnings that somebody has looked at and decided to live with, each with the reason.
//
// In a pack, beside a line or above the entry it is about:
//
//   - HAGGLE with FREESHIP    # parley: allow PL5001 because the fact arrives in May
//
// or for a whole file, `# parley: allow-file CODE because ...`; or in a list beside the packs, one
// a line: `CODE [FILE] because ...`. Errors can't be suppressed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "parley/compiler/export.hpp"

namespace parley {

/// One decision: this code, there, for that reason.
struct suppression {
  std::string code;
  std::string file;  ///< of a list: the end of a path; empty: any
  std::string because;
  span at;                       ///< where it is written
  std::uint32_t first_line = 0;  ///< of a comment: the lines it is about; 0: the whole file
  std::uint32_t last_line = 0;
  bool used = false;
};

/// A warning that was taken out, and why.
struct suppressed_diagnostic {
  diagnostic item;
  std::string because;
  bool in_source = false;  ///< by a comment in the pack, not by a list
};

/// Reads a list of suppressions. Lines that don't fit are told in `found`.
[[nodiscard]] PARLEY_API std::vector<suppression> read_suppressions(const source_set& sources,
                                                                    std::uint32_t file,
                                                                    diagnostics& found);

/// Takes out of `found` the warnings and notes that comments in `sources` or entries of `list`
/// allow, and gives them back. Comments that allow nothing that was found, and faults in comments,
/// are added to `found` as warnings; entries of the list are marked as used.
[[nodiscard]] PARLEY_API std::vector<suppressed_diagnostic> suppress(const source_set& sources,
                                                                     diagnostics& found,
                                                                     std::span<suppression> list);

/// Warns about entries of a list that suppressed nothing.
PARLEY_API void report_unused(std::span<const suppression> list, diagnostics& found);

}  // namespace parley
