// From YAML documents to the pack AST, one file at a time. load.hpp puts files together.
#pragma once

#include <cstdint>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "syntax/ast.hpp"
#include "syntax/node_reader.hpp"
#include "yaml/document.hpp"

namespace parley::syntax {

/// What the first keys of a document say it is.
enum class file_kind : std::uint8_t { pack, overlay, sections, other };

[[nodiscard]] file_kind kind_of(const yaml::document& document);

/// Says that a document isn't what is wanted, and what it looks like.
void report_other(const yaml::document& document, diagnostics& found);

/// Reads a whole pack file (`pack: NAME`, header and sections) into `into`. `include:` is left to
/// load.
void parse_pack_file(const yaml::document& document, pack& into, diagnostics& found);

/// Reads a file that holds sections only.
void parse_included_file(const yaml::document& document, pack& into, diagnostics& found);

/// One text under `include:`.
[[nodiscard]] std::vector<const yaml::node*> includes_of(const yaml::document& document,
                                                         diagnostics& found);

// --- one function a section; `node` is the value of its key ------------------------------------

void parse_facts(node_reader& in, const yaml::node& node);
void parse_classes(node_reader& in, const yaml::node& node);
void parse_selectors(node_reader& in, const yaml::node& node);
void parse_offers(node_reader& in, const yaml::node& node);
void parse_stacking_section(node_reader& in, const yaml::node& node);
void parse_limits_section(node_reader& in, const yaml::node& node);
void parse_playbooks(node_reader& in, const yaml::node& node);
void parse_negotiation(node_reader& in, const yaml::node& node);
void parse_wording(node_reader& in, const yaml::node& node);

/// The name of the pack, in its own file or in an overlay.
void parse_pack_name(node_reader& in, const yaml::node& node);
/// `currency`, `timezone`, `rounding`, `tax`, `defaults`: false when the key is none of them.
bool parse_setting(node_reader& in, const yaml::node& key, const yaml::node& value);
/// A section by its key: false when the key is none.
bool parse_section(node_reader& in, const yaml::node& key, const yaml::node& value);

// --- parts of several sections -----------------------------------------------------------------

[[nodiscard]] std::vector<limit_rule> parse_limit_list(node_reader& in, const yaml::node& node);
[[nodiscard]] std::vector<obligation> parse_obligations(node_reader& in, const yaml::node& node);
[[nodiscard]] std::vector<handoff_rule> parse_handoffs(node_reader& in, const yaml::node& node);
/// `tiers: {by: quantity, of: tea, steps: {3: 5%, 10: 10%}}`, the long form of one effect.
[[nodiscard]] std::optional<effect> parse_long_effect(node_reader& in, const yaml::node& node);

}  // namespace parley::syntax
