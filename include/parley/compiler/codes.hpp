// Every diagnostic code there is, for `parley explain CODE`, SARIF rules and the documentation.
#pragma once

#include <span>
#include <string_view>

#include "parley/base/diagnostic.hpp"
#include "parley/compiler/export.hpp"

namespace parley {

/// All codes, sorted, each once. Lives as long as the program.
[[nodiscard]] PARLEY_API std::span<const code_info* const> all_codes();

/// The entry of a code such as "PL2103", or nullptr.
[[nodiscard]] PARLEY_API const code_info* code_named(std::string_view code);

}  // namespace parley
