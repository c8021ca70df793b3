// Regular expressions of conditions: the one place that sees RE2.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::check {

/// Whether this build has regular expressions (PARLEY_WITH_RE2).
[[nodiscard]] bool has_patterns() noexcept;

/// What is wrong with a pattern, or nothing. Precondition: has_patterns().
[[nodiscard]] std::optional<std::string> pattern_fault(std::string_view pattern);

/// A parley::pattern_matcher. Remembers the last patterns of each thread. -1 without
/// has_patterns().
[[nodiscard]] int match_pattern(std::string_view text, std::string_view pattern);

}  // namespace parley::check
