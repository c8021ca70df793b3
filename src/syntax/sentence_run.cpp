#include "syntax/sentence_run.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "syntax/pack_codes.hpp"

namespace parley::syntax {
namespace {

/// The end of the word at `from`: a run of name characters or of bytes outside ASCII, or one mark.
std::size_t word_end(std::string_view text, std::size_t from) {
  const auto part_of_word = [](char c) {
    return lexemes::is_name_part(c) || static_cast<unsigned char>(c) >= 0x80;
  };
  std::size_t end = from;
  while (end < text.size() && part_of_word(text[end])) ++end;
  while (end > from + 1 && text[end - 1] == '.') --end;
  if (end > from && end < text.size() && text[end] == '%') return end + 1;
  if (end == from && end < text.size()) ++end;
  if (end == from + 1 && end < text.size() && text[end] == '=' && !part_of_word(text[from])) ++end;
  return end;
}

/// What the author probably meant: first among the words in backticks of what was expected, then
/// among all words of the family. A word that is right somewhere else (`of` for `off`) is still a
/// slip.
std::string_view meant(std::string_view word, const std::string& expected,
                       std::span<const std::string_view> vocabulary) {
  std::vector<std::string_view> words;
  std::string_view rest = expected;
  for (std::size_t open = rest.find('`'); open != std::string_view::npos; open = rest.find('`')) {
    rest.remove_prefix(open + 1);
    const std::size_t close = rest.find('`');
    if (close == std::string_view::npos) break;
    if (rest.substr(0, close) != word) words.push_back(rest.substr(0, close));
    rest.remove_prefix(close + 1);
  }
  if (const std::string_view near = did_you_mean(word, words); !near.empty()) return near;
  words.clear();
  for (const std::string_view w : vocabulary) {
    if (w == word) return {};
    words.push_back(w);
  }
  return did_you_mean(word, words);
}

}  // namespace

void report(const phrase& sentence, const sentence_fault& fault, const sentence_family& family,
            diagnostics& found) {
  const std::string_view text = sentence.text;
  std::size_t at = std::min(fault.at, text.size());
  while (at < text.size() && lexemes::is_blank(text[at])) ++at;
  if (at == text.size()) {
    std::size_t last = text.size();
    while (last > 0 && lexemes::is_blank(text[last - 1])) --last;
    const std::size_t from = last == 0 ? 0 : last - 1;
    found.error(family.code, sentence.place(from, last - from),
                text.empty() ? fmt::format("expected {}, found nothing", fault.expected)
                             : fmt::format("expected {} after this", fault.expected),
                std::string(family.help));
    return;
  }
  const std::size_t end = word_end(text, at);
  const std::string_view word = text.substr(at, end - at);
  std::string message = fault.expected == end_of_sentence
                            ? fmt::format("`{}` doesn't belong here", word)
                            : fmt::format("expected {}, found `{}`", fault.expected, word);
  const std::string_view near = meant(word, fault.expected, family.vocabulary);
  std::string help =
      near.empty() ? std::string(family.help) : fmt::format("did you mean `{}`?", near);
  found.error(family.code, sentence.place(at, word.size()), std::move(message), std::move(help));
}

bool check_length(const phrase& sentence, diagnostics& found) {
  if (sentence.text.size() <= caps::expression_bytes) return true;
  found.error(codes::sentence_length, sentence.at,
              fmt::format("this text is {} bytes long; a sentence may have {}",
                          sentence.text.size(), caps::expression_bytes),
              "split it into several rules, or name a part of it with a selector");
  return false;
}

}  // namespace parley::syntax
