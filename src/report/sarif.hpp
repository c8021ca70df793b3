// Diagnostics as SARIF 2.1.0, the format code-review tools read.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "parley/compiler/suppress.hpp"

namespace parley::report {

/// What one run found in one pack. All three outlive the call.
struct findings_of_pack {
  const source_set* sources = nullptr;
  const diagnostics* found = nullptr;
  std::span<const suppressed_diagnostic> suppressed;
};

/// One log with one run. Columns are counted in code points; paths are shown as they were given.
[[nodiscard]] nlohmann::ordered_json sarif(std::span<const findings_of_pack> packs,
                                           std::string_view version);

}  // namespace parley::report
