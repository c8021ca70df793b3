// Facts, proposals and catalogs from YAML or JSON text. Money is read exactly from its text.
//
//   parley::source_set files;
//   const auto at = files.add("facts.yaml", text);
//   parley::diagnostics found;
//   const auto facts = parley::read_facts(pack, files, at, {}, found);
//   if (!facts) ... found.items() lists every fault with its place
//
// All functions are thread-safe as long as each call has its own `diagnostics`. None throws for
// what is in a text.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "parley/compiler/export.hpp"
#include "parley/engine/decision.hpp"
#include "parley/facts/catalog.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

struct read_options {
  bool minor_units = false;     ///< money is written as integers of minor units (1200 is 12.00)
  bool ignore_unknown = false;  ///< facts and line attributes the pack doesn't declare are left out
};

/// A proposal together with the texts its views point into. Movable, not copyable: a copy's views
/// would point into the original.
struct owned_proposal {
  parley::proposal content;
  std::deque<std::string> texts;

  owned_proposal() = default;
  owned_proposal(owned_proposal&&) = default;
  owned_proposal& operator=(owned_proposal&&) = default;
  owned_proposal(const owned_proposal&) = delete;
  owned_proposal& operator=(const owned_proposal&) = delete;

  std::string_view keep(std::string_view text) { return texts.emplace_back(text); }
};

/// Reads a facts file. Every fault is reported in one run; then nothing is returned. The set owns
/// its texts; `p` must outlive it.
[[nodiscard]] PARLEY_API std::optional<fact_set> read_facts(const pack& p,
                                                            const source_set& sources,
                                                            std::uint32_t file,
                                                            const read_options& options,
                                                            diagnostics& found);

/// Reads a proposal file. Offers and parameters the pack doesn't know are kept as they are:
/// deciding about them is the engine's.
[[nodiscard]] PARLEY_API std::optional<owned_proposal> read_proposal(const pack& p,
                                                                     const source_set& sources,
                                                                     std::uint32_t file,
                                                                     const read_options& options,
                                                                     diagnostics& found);

/// Adds one offer written as `WELCOME10`, `HAGGLE=8%` or `HAGGLE 8%` to a proposal. False, with a
/// diagnostic without place, when the text isn't of that form.
[[nodiscard]] PARLEY_API bool parse_offer_argument(const pack& p, std::string_view argument,
                                                   const read_options& options, owned_proposal& to,
                                                   diagnostics& found);

/// Reads a catalog file: a list of items as cart lines have them, without `id` and `qty`.
[[nodiscard]] PARLEY_API std::optional<catalog> read_catalog(const pack& p,
                                                             const source_set& sources,
                                                             std::uint32_t file,
                                                             const read_options& options,
                                                             diagnostics& found);

}  // namespace parley
