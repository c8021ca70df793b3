// The section `wording:`: sentences for customers, by language and key.
#include <fmt/format.h>

#include <algorithm>

#include "parley/base/limits.hpp"
#include "syntax/lexical.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/parse_pack.hpp"

namespace parley::syntax {
namespace {

/// A language tag such as `de` or `pt-BR`.
bool is_language(std::string_view text) {
  constexpr std::size_t longest = 35;  // what BCP 47 asks everybody to take
  return text.size() >= 2 && text.size() <= longest && lexemes::is_letter(text[0]) &&
         lexemes::is_letter(text[1]) && text.back() != '-' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (lexemes::is_word(c) && c != '_') || c == '-'; });
}

}  // namespace

void parse_wording(node_reader& in, const yaml::node& node) {
  const auto languages = in.entries(node, "`wording`");
  if (!languages) return;
  for (const entry& l : *languages) {
    if (!is_language(l.key->text)) {
      in.wrong(codes::wording_language, l.key->at,
               fmt::format("`{}` isn't a language", l.key->text),
               "write a tag such as `en`, `de` or `pt-BR`");
    }
    const auto texts = in.entries(*l.value, fmt::format("`{}`", l.key->text));
    if (!texts) continue;
    for (const entry& t : *texts) {
      if (const auto text = in.text(*t.value, fmt::format("`{}`", t.key->text))) {
        in.into.wording.push_back(
            {node_reader::name_of(*l.key), node_reader::name_of(*t.key), *text});
      }
    }
  }
  if (in.into.wording.size() > caps::wordings) {
    in.wrong(codes::too_many, node.at,
             fmt::format("{} sentences; at most {}", in.into.wording.size(), caps::wordings),
             "write one for a finding code instead of one for each rule");
  }
}

}  // namespace parley::syntax
