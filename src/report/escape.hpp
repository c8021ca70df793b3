// Text inside XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace parley::report {

/// Text as content or as a quoted attribute: markup is escaped, control bytes that XML forbids
/// become `?`. Precondition: UTF-8.
[[nodiscard]] inline std::string markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '\n':
      case '\t': out += c; break;
      default: out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    }
  }
  return out;
}

}  // namespace parley::report
