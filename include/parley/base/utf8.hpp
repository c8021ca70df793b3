// UTF-8 as RFC 3629 has it: no surrogates, nothing overlong, nothing beyond U+10FFFF.
#pragma once

#include <cstddef>
#include <span>

namespace parley {

/// Bytes of the valid sequence at the start of `text`, 0 when there is none.
[[nodiscard]] constexpr std::size_t utf8_sequence(std::span<const char> text) noexcept {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (size > text.size()) return 0;
  for (std::size_t k = 1; k < size; ++k) {
    if ((byte(k) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool beyond = (lead == 0xED && byte(1) > 0x9F) || (lead == 0xF4 && byte(1) > 0x8F);
  return overlong || beyond ? 0 : size;
}

[[nodiscard]] constexpr bool is_utf8(std::span<const char> text) noexcept {
  while (!text.empty()) {
    const std::size_t size = utf8_sequence(text);
    if (size == 0) return false;
    text = text.subspan(size);
  }
  return true;
}

}  // namespace parley
