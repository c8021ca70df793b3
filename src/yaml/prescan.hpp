// What is checked byte by byte before yaml-cpp sees a text. Internal to this room.
#pragma once

#include <cstdint>
#include <string_view>

#include "parley/base/diagnostic.hpp"

namespace parley::yaml {

/// Bytes of the mark at the start of a text that some editors write; 3 or 0.
[[nodiscard]] std::size_t byte_order_mark(std::string_view text) noexcept;

/// Checks size, UTF-8, control and hidden characters and directives; adds at most a few dozen
/// diagnostics. True when the text may be parsed.
[[nodiscard]] bool prescan(std::string_view text, std::uint32_t file, diagnostics& found);

}  // namespace parley::yaml
