// Characters by their numbers, and those that nobody sees.
#pragma once

#include <cstdint>
#include <span>

namespace parley {

/// The character that a sequence stands for. Precondition: what utf8_sequence() found, not more.
[[nodiscard]] constexpr std::uint32_t utf8_code(std::span<const char> sequence) noexcept {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  std::uint32_t code = sequence.size() == 1 ? lead : lead & (0x7FU >> sequence.size());
  for (const char c : sequence.subspan(1))
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

/// Characters that nobody sees, or that turn the text around them: fillers, marks of direction,
/// tags. Two texts that look alike may differ by them. Unicode's Default_Ignorable_Code_Point and
/// its line separators, apart from what scripts and emoji are written with: U+200C, U+200D, the
/// variation selectors of Mongolian and U+FE00 to U+FE0F.
[[nodiscard]] constexpr bool is_hidden(std::uint32_t code) noexcept {
  const auto within = [code](std::uint32_t first, std::uint32_t last) {
    return code >= first && code <= last;
  };
  if (code < 0x2000) {
    return code == 0x00AD || code == 0x034F || code == 0x061C || within(0x115F, 0x1160) ||
           within(0x17B4, 0x17B5) || code == 0x180E;
  }
  return code == 0x200B || within(0x200E, 0x200F) || within(0x2028, 0x202E) ||
         within(0x2060, 0x206F) || code == 0x3164 || code == 0xFEFF || code == 0xFFA0 ||
         within(0xFFF0, 0xFFFB) || (code & 0xFFFEU) == 0xFFFE || within(0x1BCA0, 0x1BCA3) ||
         within(0x1D173, 0x1D17A) || within(0xE0000, 0xE0FFF);
}

}  // namespace parley
