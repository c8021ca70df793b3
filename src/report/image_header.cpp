#include "report/image_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace parley::report {

namespace {

constexpr std::size_t words_a_line = 4;

/// Words that no namespace may have as its name.
constexpr std::array<std::string_view, 97> keywords = {"alignas",
                                                       "alignof",
                                                       "and",
                                                       "and_eq",
                                                       "asm",
                                                       "auto",
                                                       "bitand",
                                                       "bitor",
                                                       "bool",
                                                       "break",
                                                       "case",
                                                       "catch",
                                                       "char",
                                                       "char16_t",
                                                       "char32_t",
                                                       "char8_t",
                                                       "class",
                                                       "co_await",
                                                       "co_return",
                                                       "co_yield",
                                                       "compl",
                                                       "concept",
                                                       "const",
                                                       "const_cast",
                                                       "consteval",
                                                       "constexpr",
                                                       "constinit",
                                                       "continue",
                                                       "decltype",
                                                       "default",
                                                       "delete",
                                                       "do",
                                                       "double",
                                                       "dynamic_cast",
                                                       "else",
                                                       "enum",
                                                       "explicit",
                                                       "export",
                                                       "extern",
                                                       "false",
                                                       "float",
                                                       "for",
                                                       "friend",
                                                       "goto",
                                                       "if",
                                                       "inline",
                                                       "int",
                                                       "long",
                                                       "mutable",
                                                       "namespace",
                                                       "new",
                                                       "noexcept",
                                                       "not",
                                                       "not_eq",
                                                       "nullptr",
                                                       "operator",
                                                       "or",
                                                       "or_eq",
                                                       "private",
                                                       "protected",
                                                       "public",
                                                       "register",
                                                       "reinterpret_cast",
                                                       "requires",
                                                       "return",
                                                       "short",
                                                       "signed",
                                                       "sizeof",
                                                       "static",
                                                       "static_assert",
                                                       "static_cast",
                                                       "struct",
                                                       "switch",
                                                       "template",
                                                       "this",
                                                       "thread_local",
                                                       "throw",
                                                       "true",
                                                       "try",
                                                       "typedef",
                                                       "typeid",
                                                       "typename",
                                                       "union",
                                                       "unsigned",
                                                       "using",
                                                       "virtual",
                                                       "void",
                                                       "volatile",
                                                       "wchar_t",
                                                       "while",
                                                       "xor",
                                                       "xor_eq",
                                                       "std",
                                                       "errno",
                                                       "assert",
                                                       "NULL",
                                                       "EOF"};

/// Text that may stand in a `//` comment: one line, plain characters.
std::string commented(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c < ' ' || c == '\\' || c == 0x7F) c = '?';
  }
  return out;
}

}  // namespace

std::string identifier_of(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    const char next = letter || digit ? c : '_';
    if (next == '_' && (out.empty() || out.back() == '_')) continue;  // `__` is reserved
    if (digit && out.empty()) out = "pack_";
    out += next;
  }
  if (out.empty()) return "pack";
  if (std::find(keywords.begin(), keywords.end(), out) != keywords.end()) return "pack_" + out;
  return out;
}

std::string image_header(const pack& rules, std::span<const std::byte> image,
                         std::string_view scope) {
  std::string out = fmt::format(
      "// Pack {} version {}, digest {}, as `parley build --header` wrote it.\n"
      "#pragma once\n\n"
      "#include <cstdint>\n#include <span>\n\n"
      "#include \"parley/graph/image.hpp\"\n\n"
      "namespace {} {{\n\n"
      "inline constexpr const char* digest =\n    \"{}\";\n\n"
      "/// The image, in words because compilers read those faster than bytes.\n"
      "alignas(16) inline constexpr std::uint64_t image[{}] = {{",
      commented(rules.name()), rules.header().version, rules.digest(), scope, rules.digest(),
      image.size() / sizeof(std::uint64_t));
  out.reserve(out.size() + image.size() * 3);
  for (std::size_t at = 0; at < image.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, image.data() + at, sizeof word);
    const bool first = at % (words_a_line * sizeof word) == 0;
    fmt::format_to(std::back_inserter(out), "{}{:#x},", first ? "\n    " : " ", word);
  }
  out += fmt::format(
      "\n}};\n\n"
      "/// The pack over these bytes, which are checked and not copied. Load it once and keep it.\n"
      "[[nodiscard]] inline parley::result<parley::pack> load() {{\n"
      "  return parley::pack_over_image(nullptr, std::as_bytes(std::span(image)));\n"
      "}}\n\n"
      "}}  // namespace {}\n",
      scope);
  return out;
}

}  // namespace parley::report
