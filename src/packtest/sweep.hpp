// Ranges and lists of values that a test runs through.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/scalar.hpp"

namespace parley::packtest {

/// The values of `1%..20% step 1%`, `0..5` or `10.00..60.00 step 5.00`, written as the ends are.
/// Without `step` it is 1. At most `most` of them.
[[nodiscard]] yaml::scalar_result<std::vector<std::string>> read_range(std::string_view text,
                                                                       std::size_t most);

/// Whether two values are the same number or the same text: `12%` and `12.0%` are.
[[nodiscard]] bool same_value(std::string_view a, std::string_view b) noexcept;

}  // namespace parley::packtest
