// 10,000 decisions about generated packs, as one hash: the same on every machine, compiler,
// optimisation, locale, time zone, hash seed and number of threads.
#pragma once

#include <cstddef>
#include <string>

namespace parley::determinism {

inline constexpr std::size_t packs = 500;
inline constexpr std::size_t facts_a_pack = 4;
inline constexpr std::size_t proposals_a_facts = 5;

/// "10000 decisions: 4711 allow, ... <sha256>". Packs and facts are shared between the threads.
[[nodiscard]] std::string digest_of_decisions(std::size_t threads);

}  // namespace parley::determinism
