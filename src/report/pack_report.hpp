// What a compiled pack holds, as text and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/graph/pack.hpp"

namespace parley::report {

[[nodiscard]] nlohmann::ordered_json to_json(const pack& rules);
[[nodiscard]] std::string to_text(const pack& rules);
/// What its tables take in an image.
[[nodiscard]] std::string sizes_text(const pack& rules);

}  // namespace parley::report
