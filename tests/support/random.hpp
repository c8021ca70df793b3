// Random numbers that are the same everywhere, for tests that print their seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley::test {

/// SplitMix64.
class random {
 public:
  explicit random(std::uint64_t seed) noexcept : state_(seed) {}
  /// Numbers that a fuzzer chooses: a byte each as long as there are bytes, which are to outlive
  /// this; then as from seed 0.
  explicit random(std::string_view bytes) noexcept : state_(0), bytes_(bytes) {}

  std::uint64_t next() noexcept {
    if (!bytes_.empty()) {
      const auto value = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      return value;
    }
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  /// From `least` to `most`, both included.
  std::int64_t between(std::int64_t least, std::int64_t most) noexcept {
    const auto span = static_cast<std::uint64_t>(most - least) + 1;
    return least + static_cast<std::int64_t>(span == 0 ? next() : next() % span);
  }
  /// An index below `size`.
  std::size_t below(std::size_t size) noexcept { return static_cast<std::size_t>(next() % size); }
  bool chance(int percent) noexcept { return between(1, 100) <= percent; }
  template <typename Container>
  const auto& pick(const Container& from) noexcept {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
  std::string_view bytes_;
};

}  // namespace parley::test
