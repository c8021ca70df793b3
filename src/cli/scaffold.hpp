// The files of a new pack.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace parley::cli {

/// Paths below the folder, and their texts. The pack has no warnings and its tests pass.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> scaffold(
    const std::string& name, const std::string& currency);

}  // namespace parley::cli
