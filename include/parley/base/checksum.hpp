// A checksum of 64 bits against damage: as fast as memory, no protection against intent.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace parley {

/// Eight lanes take the words of 8 bytes (little-endian, the last block filled with zeros) in turn:
/// `lane = rotl(lane + word * p, 31) * q`. The lanes are folded into the size in the same manner.
/// Each step maps different words to different states and different states to different states, so
/// a change within one word always changes the checksum; other damage has about one chance in
/// 2^64 to go unseen.
[[nodiscard]] inline std::uint64_t checksum64(std::span<const std::byte> bytes,
                                              std::uint64_t seed = 0) noexcept {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::uint64_t p = 0x9E3779B185EBCA87;
  constexpr std::uint64_t q = 0xC2B2AE3D27D4EB4F;
  constexpr std::size_t lanes = 8;
  constexpr std::size_t block = lanes * sizeof(std::uint64_t);
  const auto mixed = [](std::uint64_t at, std::uint64_t word) {
    return std::rotl(at + word * p, 31) * q;
  };
  std::array<std::uint64_t, lanes> state{};
  for (std::size_t i = 0; i < lanes; ++i) state[i] = seed + (i + 1) * q;
  const auto take = [&](const std::byte* from) {
    std::array<std::uint64_t, lanes> words;
    std::memcpy(words.data(), from, block);
    for (std::size_t i = 0; i < lanes; ++i) state[i] = mixed(state[i], words[i]);
  };
  std::size_t at = 0;
  for (; bytes.size() - at >= block; at += block) take(bytes.data() + at);
  if (at < bytes.size()) {
    std::array<std::byte, block> last{};
    std::memcpy(last.data(), bytes.data() + at, bytes.size() - at);
    take(last.data());
  }
  std::uint64_t sum = bytes.size();
  for (const std::uint64_t lane : state) sum = mixed(sum, lane);
  sum = (sum ^ sum >> 33) * p;
  sum = (sum ^ sum >> 29) * q;
  return sum ^ sum >> 32;
}

}  // namespace parley
