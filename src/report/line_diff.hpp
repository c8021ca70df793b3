// What changed between two texts, as a unified diff.
#pragma once

#include <string>
#include <string_view>

#include "report/diagnostic_text.hpp"

namespace parley::report {

/// The diff with three lines of context, `before` and `after` named in its head; empty when the
/// texts are equal. Very different texts are shown as one change. Control bytes are made visible.
[[nodiscard]] std::string unified_diff(std::string_view before, std::string_view after,
                                       std::string_view name_before, std::string_view name_after,
                                       text_style style = {});

}  // namespace parley::report
