// A digest that takes 32 bytes and reads as 64 hex digits.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "parley/base/sha256.hpp"

namespace parley {

/// A SHA-256 as values hold it by the hundred thousand: no memory of its own. Equal to the hex text
/// it was made from; anything but 64 lower-case hex digits makes an empty one.
class hash_text {
 public:
  hash_text() = default;
  hash_text(std::string_view hex) noexcept {  // NOLINT: a text stands for its digest
    if (hex.size() != 64) return;
    std::array<std::uint8_t, 32> made{};
    for (std::size_t i = 0; i < hex.size(); ++i) {
      const char c = hex[i];
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) return;
      made[i / 2] = static_cast<std::uint8_t>(made[i / 2] << 4 | digit);
    }
    bytes_ = made;
  }
  hash_text(const std::string& hex) noexcept : hash_text(std::string_view(hex)) {}
  hash_text(const char* hex) noexcept : hash_text(std::string_view(hex)) {}

  [[nodiscard]] bool empty() const noexcept { return *this == hash_text(); }
  [[nodiscard]] std::string text() const { return empty() ? std::string() : hex_text(bytes_); }
  [[nodiscard]] const std::array<std::uint8_t, 32>& bytes() const noexcept { return bytes_; }

  friend bool operator==(const hash_text&, const hash_text&) = default;

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

}  // namespace parley
