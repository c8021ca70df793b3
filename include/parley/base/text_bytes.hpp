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

}  // namespace parley
