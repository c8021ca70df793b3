// JSON Schemas (draft-07, which editors' YAML servers read) of the files parley reads and writes.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>

#include "parley/graph/pack.hpp"

namespace parley::report {

/// What there is a schema of: "pack", "facts", "proposal", "ask", "catalog", "test", "decision" ...
[[nodiscard]] std::span<const std::string_view> schema_names() noexcept;

/// The schema of that name, null for any other. With `rules` a schema of facts knows the facts,
/// counters and limits of that pack, one of proposals its offers and playbooks.
[[nodiscard]] nlohmann::ordered_json schema_of(std::string_view name, const pack* rules);

}  // namespace parley::report
