// Applying an overlay file to the pack it is laid over.
#pragma once

#include "parley/base/diagnostic.hpp"
#include "syntax/ast.hpp"
#include "yaml/document.hpp"

namespace parley::syntax {

/// Where an overlay's base is; nothing after a diagnostic. `node` is the text under `base:`.
struct overlay_head {
  name of;                           ///< the pack's name
  const yaml::node* base = nullptr;  ///< its file
};

[[nodiscard]] std::optional<overlay_head> parse_overlay_head(const yaml::document& document,
                                                             diagnostics& found);

/// Changes `into`, the base pack, as the document says.
void apply_overlay(const yaml::document& document, pack& into, diagnostics& found);

}  // namespace parley::syntax
