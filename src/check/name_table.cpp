#include "check/name_table.hpp"

#include <fmt/format.h>

#include "check/codes.hpp"
#include "parley/base/did_you_mean.hpp"

namespace parley::check {

bool name_table::declare(const syntax::name& n, std::uint32_t row, diagnostics& found) {
  const auto [where, added] = entries_.try_emplace(n.text, entry{row, n.at});
  if (added) {
    all_.push_back(n.text);
    return true;
  }
  diagnostic& item = found.error(codes::duplicate_name, n.at,
                                 fmt::format("{} `{}` is declared twice", kind_, n.text),
                                 "give one of them another name, or drop it");
  item.related.push_back({where->second.at, "declared here first"});
  return false;
}

std::uint32_t name_table::declare_once(const syntax::name& n, std::uint32_t row) {
  const auto [where, added] = entries_.try_emplace(n.text, entry{row, n.at});
  if (added) all_.push_back(n.text);
  return where->second.row;
}

std::optional<std::uint32_t> name_table::find(std::string_view text) const {
  const auto where = entries_.find(text);
  if (where == entries_.end()) return std::nullopt;
  return where->second.row;
}

std::string suggestion(const diagnostics& found, std::string_view word,
                       const std::vector<const name_table*>& tables, std::string fallback) {
  if (!found.may_search()) return fallback;
  std::vector<std::string_view> candidates;
  for (const name_table* table : tables) {
    const auto& names = table->all();
    candidates.insert(candidates.end(), names.begin(), names.end());
    const auto& mentioned = table->mentioned();
    candidates.insert(candidates.end(), mentioned.begin(), mentioned.end());
  }
  std::string help = did_you_mean_help(word, candidates);
  return help.empty() ? fallback : help;
}

}  // namespace parley::check
