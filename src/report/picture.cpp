#include "report/picture.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/format.hpp"

namespace parley::report {

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      default: out += c;
    }
  }
  return out;
}

const tone_style& style_of(tone what) noexcept {
  // Tints and borders of a palette made for colour blindness; text on them is nearly black.
  static constexpr tone_style styles[] = {
      {"not judged", "", "#ffffff", "#7a828c"}, {"true", "+", "#d6f0e6", "#00795a"},
      {"false", "x", "#fbdccb", "#b84300"},     {"unknown", "?", "#fdedc4", "#946800"},
      {"error", "!", "#f3d3e3", "#9c2f6b"},     {"escalate", "^", "#d5e8f6", "#005f99"},
  };
  return styles[static_cast<std::size_t>(what)];
}

std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t most) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    // The byte after `width` characters.
    std::size_t end = 0;
    std::size_t last_blank = 0;
    for (std::size_t count = 0; end < text.size(); ++end) {
      if ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) continue;
      if (count++ == width) break;
      if (text[end] == ' ') last_blank = end;
    }
    if (end < text.size() && text[end] == ' ') last_blank = end;
    const std::size_t cut = end == text.size() ? end : last_blank != 0 ? last_blank : end;
    if (lines.size() + 1 == most && cut < text.size()) {
      lines.emplace_back(std::string(text.substr(0, cut)) + "...");
      return lines;
    }
    lines.emplace_back(text.substr(0, cut));
    text.remove_prefix(cut);
    while (text.starts_with(' ')) text.remove_prefix(1);
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace parley::report
