#include "yaml/prescan.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "parley/base/limits.hpp"
#include "parley/base/utf8.hpp"
#include "parley/base/utf8_code.hpp"
#include "yaml/codes.hpp"

namespace parley::yaml {

namespace {

constexpr std::string_view bom = "\xEF\xBB\xBF";

/// More faults of this kind than a person reads; a binary file would give millions.
constexpr int most_faults = 20;

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
      const std::size_t size = utf8_sequence(text.substr(i));
      if (size == 0) {
        report(codes::not_utf8, i, 1, fmt::format("byte 0x{:02x} is no valid UTF-8", byte),
               "save the file as UTF-8");
        ++i;
        // The rest of the same broken character would only repeat this.
        while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) ++i;
        continue;
      }
      const std::uint32_t code = utf8_code(text.substr(i, size));
      if (code < 0xA0) {
        report(codes::control_character, i, size, fmt::format("control character U+{:04X}", code),
               "remove it");
      } else if (is_hidden(code)) {
        report(codes::hidden_character, i, size, fmt::format("hidden character U+{:04X}", code),
               "remove it");
      }
      i += size;
    }
  }
  return faults == 0;
}

}  // namespace parley::yaml
