// The readers of this room over a document that was parsed before: parts of another file, or one
// put together from several. Places point wherever the nodes' do.
#pragma once

#include <optional>

#include "parley/compiler/read.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "yaml/document.hpp"

namespace parley::facts_io {

/// As `parley::read_facts` and its siblings. Nothing comes back when an error was added to `found`;
/// errors that stood there before don't count.
[[nodiscard]] std::optional<fact_set> read_facts(const pack& p, const yaml::document& document,
                                                 const read_options& options, diagnostics& found);
[[nodiscard]] std::optional<owned_proposal> read_proposal(const pack& p,
                                                          const yaml::document& document,
                                                          const read_options& options,
                                                          diagnostics& found);
[[nodiscard]] std::optional<owned_ask> read_ask(const pack& p, const yaml::document& document,
                                                const read_options& options, diagnostics& found);

}  // namespace parley::facts_io
