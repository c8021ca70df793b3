// Strings and bytes as written -> their content; reserved words.
#include <algorithm>
#include <array>

#include "syntax/condition_cst.hpp"

namespace parley::syntax::detail {
namespace {

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

void append_utf8(std::string& to, std::uint32_t point) {
  const auto byte = [&](std::uint32_t b) { to.push_back(static_cast<char>(b)); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | (point >> 6));
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | (point >> 12));
    byte(0x80 | ((point >> 6) & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | (point >> 18));
    byte(0x80 | ((point >> 12) & 0x3F));
    byte(0x80 | ((point >> 6) & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

/// Reads the escape at `i` (a backslash); returns the bytes it takes, 0 when there is no such
/// escape.
std::size_t read_escape(std::string_view body, std::size_t i, bool bytes, std::string& to) {
  if (i + 1 >= body.size()) return 0;
  constexpr std::string_view letters = "abfnrtv\\\"'`?";
  constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\\"'`?";
  const char c = body[i + 1];
  if (const std::size_t simple = letters.find(c); simple != std::string_view::npos) {
    to.push_back(meanings[simple]);
    return 2;
  }
  std::size_t skip = 2;
  std::size_t count = 0;
  int base = 16;
  if (c == 'x' || c == 'X') {
    count = 2;
  } else if (!bytes && c == 'u') {
    count = 4;
  } else if (!bytes && c == 'U') {
    count = 8;
  } else if (c >= '0' && c <= '3') {
    skip = 1, count = 3, base = 8;
  } else {
    return 0;
  }
  if (i + skip + count > body.size()) return 0;
  std::uint32_t point = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const int digit = digit_of(body[i + skip + k]);
    if (digit >= base) return 0;
    point = point * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit);
  }
  if (bytes) {
    to.push_back(static_cast<char>(point));
  } else {
    if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return 0;
    append_utf8(to, point);
  }
  return skip + count;
}

}  // namespace

decoded_text decode_literal(std::string_view written) {
  decoded_text made;
  bool raw = false;
  std::size_t from = 0;
  for (; written[from] != '"' && written[from] != '\''; ++from) {
    if (written[from] == 'r' || written[from] == 'R') raw = true;
    if (written[from] == 'b' || written[from] == 'B') made.bytes = true;
  }
  const char quote = written[from];
  const bool triple =
      written.size() >= from + 6 && written[from + 1] == quote && written[from + 2] == quote;
  from += triple ? 3 : 1;
  const std::string_view body = written.substr(from, written.size() - from - (triple ? 3 : 1));
  if (raw) {
    made.content = body;
    return made;
  }
  for (std::size_t i = 0; i < body.size();) {
    if (body[i] != '\\') {
      made.content.push_back(body[i++]);
      continue;
    }
    const std::size_t taken = read_escape(body, i, made.bytes, made.content);
    if (taken == 0) {
      made.ok = false;
      made.bad_from = from + i;
      made.bad_to = std::min(from + i + 2, written.size());
      while (made.bad_to < written.size() &&
             (static_cast<unsigned char>(written[made.bad_to]) & 0xC0U) == 0x80U) {
        ++made.bad_to;
      }
      return made;
    }
    i += taken;
  }
  return made;
}

bool is_reserved(std::string_view word) {
  static constexpr std::array<std::string_view, 21> words = {
      "as",       "break",   "const",  "continue", "else", "false", "for",
      "function", "if",      "import", "in",       "let",  "loop",  "namespace",
      "null",     "package", "return", "true",     "var",  "void",  "while"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace parley::syntax::detail
