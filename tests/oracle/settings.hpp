// How many random cases to run: PARLEY_ORACLE_RUNS and PARLEY_ORACLE_SEED, for soaks and for
// repeating one.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace parley::oracle {

[[nodiscard]] inline std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

[[nodiscard]] inline std::uint64_t first_seed() {
  return setting("PARLEY_ORACLE_SEED", 1);
}
[[nodiscard]] inline std::uint64_t runs(std::uint64_t quick) {
  return setting("PARLEY_ORACLE_RUNS", quick);
}

}  // namespace parley::oracle
