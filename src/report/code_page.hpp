// The page of a diagnostic code, and the page of all of them.
#pragma once

#include <span>
#include <string>

#include "parley/base/diagnostic.hpp"

namespace parley::report {

/// "PL2103: unknown fact" and what it means, for a terminal.
[[nodiscard]] std::string code_page(const code_info& info);

/// docs/errors.md: a list of all codes and the page of each, as Markdown.
[[nodiscard]] std::string codes_markdown(std::span<const code_info* const> codes);

}  // namespace parley::report
