// Random numbers that are the same on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::simulate {

/// SplitMix64. Not thread-safe; every negotiation has its own.
class dice {
 public:
  explicit dice(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
  }
  /// From `least` to `most`, both included. Precondition: `least <= most`, less than 2^63 apart.
  std::int64_t between(std::int64_t least, std::int64_t most) noexcept {
    const auto span = static_cast<std::uint64_t>(most - least) + 1;
    return least + static_cast<std::int64_t>(next() % span);
  }
  /// Precondition: `size > 0`.
  std::size_t below(std::size_t size) noexcept { return static_cast<std::size_t>(next() % size); }
  bool chance(int percent) noexcept { return between(1, 100) <= percent; }

 private:
  std::uint64_t state_;
};

}  // namespace parley::simulate
