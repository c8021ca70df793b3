#include "yaml/surrogates.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace parley::yaml {

namespace {

constexpr std::size_t escape_bytes = 6;  // \ud83d
constexpr std::size_t pair_bytes = 2 * escape_bytes;
constexpr std::string_view closing = "\xF4\x8F\xBF\xBD";  // U+10FFFD, private use

/// The number of a \uXXXX escape at `at`, or 0.
std::uint32_t escape_at(std::string_view text, std::size_t at) noexcept {
  if (text.size() < at + escape_bytes || text[at] != '\\' || text[at + 1] != 'u') return 0;
  std::uint32_t code = 0;
  const char* const end = text.data() + at + escape_bytes;
  const auto read = std::from_chars(text.data() + at + 2, end, code, 16);
  return read.ec == std::errc{} && read.ptr == end ? code : 0;
}

void append_utf8(std::string& out, std::uint32_t code) {
  out += static_cast<char>(0xF0U | (code >> 18));
  out += static_cast<char>(0x80U | ((code >> 12) & 0x3FU));
  out += static_cast<char>(0x80U | ((code >> 6) & 0x3FU));
  out += static_cast<char>(0x80U | (code & 0x3FU));
}

/// The code of a four-byte character at `at`. Precondition: valid UTF-8 of that length.
std::uint32_t code_at(std::string_view text, std::size_t at) noexcept {
  std::uint32_t code = static_cast<unsigned char>(text[at]) & 0x07U;
  for (std::size_t i = 1; i < 4; ++i) {
    code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  return code;
}

}  // namespace

std::optional<std::string> hide_surrogates(std::string_view text) {
  std::optional<std::string> made;
  std::size_t taken = 0;
  for (std::size_t at = text.find("\\u"); at != std::string_view::npos;
       at = text.find("\\u", at + 2)) {
    std::size_t slashes = 0;
    while (slashes < at && text[at - 1 - slashes] == '\\') ++slashes;
    const std::uint32_t high = escape_at(text, at);
    const std::uint32_t low = escape_at(text, at + escape_bytes);
    const bool pair = high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000;
    if (!pair || slashes % 2 != 0 || at < taken) continue;
    if (!made) made.emplace().reserve(text.size());
    made->append(text.substr(taken, at - taken));
    append_utf8(*made, 0xF0000 + (high - 0xD800));
    append_utf8(*made, 0x100000 + (low - 0xDC00));
    *made += closing;
    taken = at + pair_bytes;
  }
  if (made) made->append(text.substr(taken));
  return made;
}

bool restore_surrogates(std::string& text, bool decode) {
  bool found = false;
  for (std::size_t at = text.find(closing); at != std::string::npos;
       at = text.find(closing, at + 1)) {
    if (at < 8) continue;
    const std::string_view lead = std::string_view(text).substr(at - 8, 8);
    if (static_cast<unsigned char>(lead[0]) < 0xF0 || static_cast<unsigned char>(lead[4]) < 0xF0) {
      continue;
    }
    const std::uint32_t high = code_at(lead, 0) - 0xF0000;
    const std::uint32_t low = code_at(lead, 4) - 0x100000;
    if (high > 0x3FF || low > 0x3FF) continue;
    std::string meant;
    if (decode) {
      append_utf8(meant, 0x10000 + (high << 10 | low));
    } else {
      meant = fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + high, 0xDC00 + low);
    }
    text.replace(at - 8, pair_bytes, meant);
    at = at - 8 + meant.size() - 1;
    found = true;
  }
  return found;
}

}  // namespace parley::yaml
