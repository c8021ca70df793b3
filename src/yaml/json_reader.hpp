// JSON texts without the detour over a YAML parser.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "yaml/document.hpp"

namespace parley::yaml {

/// What to do with `null`, which is no value in a pack or a facts file.
enum class json_nulls : std::uint8_t {
  refused,
  kept,  ///< as a node that is `nothing`; the caller sees to it that nobody takes it for a value
};

/// The document of a JSON object, exactly as the YAML reader would give it; nothing where there is
/// anything to complain about or to think about (`null`, repeated keys, surrogates, tabs between
/// values, caps): the YAML reader then says what. Precondition: `prescan` found no fault in `text`.
[[nodiscard]] std::optional<document> read_json(std::string_view text, std::uint32_t file,
                                                json_nulls nulls = json_nulls::refused);

}  // namespace parley::yaml
