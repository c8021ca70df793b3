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

/// Characters that nobody sees, or that turn the text around them: joiners, marks of direction,
/// tags. Two texts that look alike may differ by them.
[[nodiscard]] constexpr bool is_hidden(std::uint32_t code) noexcept {
  return code == 0x061C || code == 0x200B || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
         code == 0xFEFF || (code & 0xFFFEU) == 0xFFFE || (code >= 0xE0000 && code <= 0xE007F);
}

}  // namespace parley
