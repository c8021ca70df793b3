// JSON texts without the detour over a YAML parser.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "yaml/document.hpp"

namespace parley::yaml {

/// The document of a JSON object, exactly as the YAML reader would give it; nothing where there is
/// anything to complain about or to think about (`null`, repeated keys, surrogates, tabs between
/// values, caps): the YAML reader then says what. Precondition: `prescan` found no fault in `text`.
[[nodiscard]] std::optional<document> read_json(std::string_view text, std::uint32_t file);

}  // namespace parley::yaml
