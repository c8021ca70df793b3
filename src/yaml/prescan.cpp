#include "yaml/prescan.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "parley/base/limits.hpp"
#include "yaml/codes.hpp"

namespace parley::yaml {

namespace {

constexpr std::string_view bom = "\xEF\xBB\xBF";

/// More faults of this kind than a person reads; a binary file would give millions.
constexpr int most_faults = 20;

/// A decoded character: its length in bytes, 0 when the bytes are no valid UTF-8.
struct character {
  std::uint32_t code = 0;
  std::size_t size = 0;
};

character decode(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first < 0xE0 && tail(1)) {
    return {(first & 0x1FU) << 6 | (byte(1) & 0x3FU), 2};
  }
  if (first >= 0xE0 && first < 0xF0 && tail(1) && tail(2)) {
    const std::uint32_t code = (first & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) return {code, 3};
  }
  if (first >= 0xF0 && first < 0xF5 && tail(1) && tail(2) && tail(3)) {
    const std::uint32_t code = (first & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 |
                               (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    if (code >= 0x10000 && code <= 0x10FFFF) return {code, 4};
  }
  return {};
}

bool hidden(std::uint32_t code) noexcept {
  return code == 0x061C || code == 0x200B || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
         code == 0xFEFF || (code & 0xFFFEU) == 0xFFFE || (code >= 0xE0000 && code <= 0xE007F);
}

/// Bytes that need no look: printable ASCII and tabs.
constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t i = 0x20; i < 0x7F; ++i) plain[i] = true;
  plain['\t'] = true;
  return plain;
}();

}  // namespace

std::size_t byte_order_mark(std::string_view text) noexcept {
  return text.starts_with(bom) ? bom.size() : 0;
}

bool prescan(std::string_view text, std::uint32_t file, diagnostics& found) {
  if (text.size() > caps::file_bytes) {
    found.error(
        codes::too_large, {file, 0, 0},
        fmt::format("the file has {} bytes, at most {} are read", text.size(), caps::file_bytes),
        "split it, or check that it is the right file");
    return false;
  }
  int faults = 0;
  const auto report = [&](const code_info& code, std::size_t at, std::size_t size,
                          std::string message, std::string help) {
    found.error(code, {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(size)},
                std::move(message), std::move(help));
    ++faults;
  };
  const std::size_t begin = byte_order_mark(text);
  std::size_t line = begin;
  for (std::size_t i = begin; i < text.size() && faults < most_faults;) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (i == line && byte == '%') {
      report(codes::directive, i, 1, "a line may not start with `%`",
             "indent the line, or put the text in quotes");
    }
    if (plain_bytes[byte]) {
      ++i;
    } else if (byte == '\n') {
      line = ++i;
    } else if (byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      ++i;
    } else if (byte < 0x80) {
      report(codes::control_character, i, 1, fmt::format("control character 0x{:02x}", byte),
             byte == '\r' ? "end lines with LF or CRLF" : "remove it");
      ++i;
    } else {
      const character c = decode(text, i);
      if (c.size == 0) {
        report(codes::not_utf8, i, 1, fmt::format("byte 0x{:02x} is no valid UTF-8", byte),
               "save the file as UTF-8");
        ++i;
        // The rest of the same broken character would only repeat this.
        while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) ++i;
        continue;
      }
      if (c.code < 0xA0) {
        report(codes::control_character, i, c.size,
               fmt::format("control character U+{:04X}", c.code), "remove it");
      } else if (hidden(c.code)) {
        report(codes::hidden_character, i, c.size, fmt::format("hidden character U+{:04X}", c.code),
               "remove it");
      }
      i += c.size;
    }
  }
  return faults == 0;
}

}  // namespace parley::yaml
