// Characters, words and names of the sentences.
#pragma once

namespace parley::syntax::lexemes {

using iterator = const char*;

// ASCII by hand: the classes of <cctype> depend on the locale.
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || is_upper(c) || c == '_';
}
constexpr bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}
constexpr bool is_name_part(char c) {
  return is_word(c) || c == '-' || c == '.';
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The end of the name that starts at `first`; `first` when none does. A name doesn't end with a
/// dot.
constexpr iterator end_of_name(iterator first, iterator last) {
  if (first == last || !is_letter(*first)) return first;
  iterator end = first;
  while (end != last && is_name_part(*end)) ++end;
  while (end[-1] == '.') --end;
  return end;
}

/// Whether a keyword or number that ends at `end` ends there as a word.
constexpr bool at_boundary(iterator end, iterator last) {
  if (end == last) return true;
  if (is_word(*end)) return false;
  return *end != '-' || end + 1 == last || !is_word(end[1]);
}

}  // namespace parley::syntax::lexemes
