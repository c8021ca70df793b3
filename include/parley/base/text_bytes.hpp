// Short texts as numbers, so that most comparisons are of numbers.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace parley {

namespace detail {

template <typename Number>
[[nodiscard]] inline Number big_endian_at(const char* from) noexcept {
  Number made;
  std::memcpy(&made, from, sizeof(Number));
  if constexpr (std::endian::native == std::endian::little) {
    if constexpr (sizeof(Number) == 8) made = __builtin_bswap64(made);
    if constexpr (sizeof(Number) == 4) made = __builtin_bswap32(made);
  }
  return made;
}

}  // namespace detail

/// The first eight bytes of a text as one number; numbers that differ are ordered like the texts.
/// A shorter text counts as filled up with zeros.
[[nodiscard]] inline std::uint64_t leading_bytes(std::string_view text) noexcept {
  const std::size_t size = text.size();
  if (size >= 8) return detail::big_endian_at<std::uint64_t>(text.data());
  if (size >= 4) {
    const std::uint64_t first = detail::big_endian_at<std::uint32_t>(text.data());
    const std::uint64_t last = detail::big_endian_at<std::uint32_t>(text.data() + size - 4);
    return first << 32 | last << (8 * (8 - size));
  }
  if (size == 0) return 0;
  const auto at = [&](std::size_t i) {
    return std::uint64_t{static_cast<unsigned char>(text[i])} << (56 - 8 * i);
  };
  return at(0) | at(size / 2) | at(size - 1);
}

/// Whether two texts are the same, without a call for those of up to sixteen bytes.
[[nodiscard]] inline bool equal_texts(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  if (leading_bytes(a) != leading_bytes(b)) return false;
  if (a.size() <= 8) return true;
  if (a.size() <= 16)
    return leading_bytes(a.substr(a.size() - 8)) == leading_bytes(b.substr(a.size() - 8));
  return std::memcmp(a.data(), b.data(), a.size()) == 0;
}

/// A hash of a text: the same in every build and run. No defence against names chosen to collide.
[[nodiscard]] inline std::uint64_t hash_of_text(std::string_view text) noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = text.size() * odd;
  while (text.size() > 8) {
    hash = (hash ^ leading_bytes(text)) * odd;
    hash ^= hash >> 32;
    text.remove_prefix(8);
  }
  hash = (hash ^ leading_bytes(text)) * odd;
  return hash ^ hash >> 32;
}

}  // namespace parley
