// Sentences in, dumps or faults out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "syntax/dump.hpp"
#include "syntax/print.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax::test {

struct row {
  std::string_view sentence;
  std::string_view wanted;
};

/// "8+2 PL4001 message | help" a line, the column counted from 1.
inline std::string faults(const diagnostics& found) {
  std::string text;
  for (const diagnostic& d : found.items()) {
    if (!text.empty()) text += "\n";
    text += std::to_string(d.at.offset + 1) + "+" + std::to_string(d.at.length) + " " + d.code +
            " " + d.message;
  }
  return text;
}

template <typename Parse>
auto parsed(Parse parse, std::string_view sentence, diagnostics& found) {
  return parse(phrase{sentence, span{0, 0, static_cast<std::uint32_t>(sentence.size())}, true},
               found);
}

/// The dump of what the sentence means, or its faults. A sentence that parses must also survive
/// printing: print, parse and print again give the same text and the same dump.
template <typename Parse>
std::string outcome(Parse parse, std::string_view sentence) {
  diagnostics found;
  const auto first = parsed(parse, sentence, found);
  if (!first) return found.empty() ? "nothing, and no word about it" : faults(found);
  if (!found.empty()) return "a value and faults: " + faults(found);
  const std::string canonical = print(*first);
  const auto second = parsed(parse, canonical, found);
  if (!second) return "canonical `" + canonical + "` doesn't parse: " + faults(found);
  if (print(*second) != canonical)
    return "canonical `" + canonical + "` prints as `" + print(*second) + "`";
  if (dump(*second) != dump(*first)) return "canonical `" + canonical + "` means " + dump(*second);
  return dump(*first);
}

}  // namespace parley::syntax::test
