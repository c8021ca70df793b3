// What pictures are made of: escaped text, colours that people who see few of them can tell apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::report {

/// Text for XML and HTML, in elements and attributes; bytes that XML can't hold are made visible.
[[nodiscard]] std::string xml_text(std::string_view text);

/// What became of a thing in a picture. Each has a mark of its own beside the colour.
enum class tone : std::uint8_t { none, yes, no, unknown, error, escalate };

struct tone_style {
  std::string_view name;    ///< "true"; for legends and classes
  std::string_view mark;    ///< one character
  std::string_view fill;    ///< background
  std::string_view stroke;  ///< border
};
[[nodiscard]] const tone_style& style_of(tone what) noexcept;

/// A text in lines of at most `width` characters, cut at blanks where there are any; a text longer
/// than `most` lines ends in "...".
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width,
                                               std::size_t most);
/// Characters of a text, for widths.
[[nodiscard]] std::size_t characters(std::string_view text) noexcept;

/// Pixels of one character of the pictures' type, which is monospaced.
inline constexpr double character_width = 7.3;
inline constexpr std::string_view typeface =
    "ui-monospace,SFMono-Regular,Menlo,Consolas,&apos;DejaVu Sans Mono&apos;,monospace";

}  // namespace parley::report
