#include "parley/base/utf8.hpp"

#include <string>

#include "support/catch.hpp"

using namespace parley;

namespace {

std::string encoded(char32_t point) {
  const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xC0 | point >> 6), byte(0x80 | (point & 63))};
  if (point < 0x10000)
    return {byte(0xE0 | point >> 12), byte(0x80 | (point >> 6 & 63)), byte(0x80 | (point & 63))};
  return {byte(0xF0 | point >> 18), byte(0x80 | (point >> 12 & 63)), byte(0x80 | (point >> 6 & 63)),
          byte(0x80 | (point & 63))};
}

}  // namespace

TEST_CASE("every code point but the surrogates is one sequence, and no part of it is") {
  std::size_t wrong = 0;
  for (char32_t point = 0; point <= 0x10FFFF; point += point < 0x20000 ? 1 : 61) {
    const std::string text = encoded(point);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    wrong += utf8_sequence(text) != (surrogate ? 0 : text.size()) ? 1 : 0;
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      wrong += utf8_sequence(std::string_view(text).substr(0, cut)) != 0 ? 1 : 0;
      wrong += utf8_sequence(std::string_view(text).substr(cut)) != 0 ? 1 : 0;
    }
  }
  CHECK(wrong == 0);
  CHECK(utf8_sequence(encoded(0x10FFFF)) == 4);
  CHECK(utf8_sequence(encoded(0x110000)) == 0);
  CHECK(utf8_sequence(std::string_view()) == 0);
}

TEST_CASE("there are as many sequences of two and three bytes as code points they stand for") {
  std::size_t two = 0;
  std::size_t three = 0;
  for (int a = 0x80; a < 0x100; ++a) {
    for (int b = 0; b < 0x100; ++b) {
      const char pair[] = {static_cast<char>(a), static_cast<char>(b), '\0'};
      two += utf8_sequence(std::span(pair, 2)) == 2 ? 1 : 0;
      for (const int c : {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF}) {
        const char all[] = {pair[0], pair[1], static_cast<char>(c)};
        three += utf8_sequence(all) == 3 ? 1 : 0;
      }
    }
  }
  CHECK(two == 0x800 - 0x80);
  // Of the ten third bytes six continue a sequence.
  CHECK(three == 6 * (0x10000 - 0x800 - 0x800) / 64);
  CHECK(is_utf8(std::string_view("caf\xC3\xA9 \xF0\x9F\x8D\xB5")));
  CHECK_FALSE(is_utf8(std::string_view("caf\xC3")));
  CHECK(is_utf8(std::string_view()));
}
