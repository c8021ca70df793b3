// Small comparisons that every kind of answer needs. Internal to this room.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "packtest/match.hpp"

namespace parley::packtest {

/// Adds a difference; an empty side is nothing.
void differ(differences& out, std::string what, std::string wanted, std::string made);
/// Two sets of texts; order says nothing.
void match_set(std::string what, lines wanted, lines made, differences& out);
/// Facts are named with or without why they are unknown.
void match_missing(const std::vector<std::string>& wanted, std::span<const missing_fact> made,
                   const report::answer_context& about, std::string what, differences& out);
/// What isn't wanted isn't compared.
void match_amounts(const std::string& what, const std::vector<named_amount>& wanted,
                   const std::vector<named_amount>& made, const pack& rules, differences& out);
/// Likewise, but each of `made` has to be wanted.
void match_all_amounts(const std::string& what, const std::vector<named_amount>& wanted,
                       const std::vector<named_amount>& made, const pack& rules, differences& out);
void match_quote_of(const expectation& wanted, const decision& made,
                    const report::answer_context& about, differences& out);

inline constexpr std::size_t unpaired = static_cast<std::size_t>(-1);

/// Gives each check an item of its own that fits it, for as many checks as can have one: a check
/// that many items fit leaves to others what only fits them. The check of each item, or `unpaired`.
template <typename Fits>
[[nodiscard]] std::vector<std::size_t> paired(std::size_t checks, std::size_t items, Fits&& fits) {
  std::vector<std::size_t> owner(items, unpaired);
  for (std::size_t start = 0; start < checks; ++start) {
    std::vector<std::size_t> from(items, unpaired);  // the check that could take an item
    std::vector<std::size_t> open{start};
    std::size_t free = unpaired;
    while (!open.empty() && free == unpaired) {
      const std::size_t check = open.back();
      open.pop_back();
      for (std::size_t i = 0; i < items && free == unpaired; ++i) {
        if (from[i] != unpaired || !fits(check, i)) continue;
        from[i] = check;
        if (owner[i] == unpaired) {
          free = i;
        } else {
          open.push_back(owner[i]);
        }
      }
    }
    // Each check on the way gives up its item for the next one.
    while (free != unpaired) {
      const std::size_t check = from[free];
      const auto before = std::find(owner.begin(), owner.end(), check);
      const std::size_t given_up =
          before == owner.end() ? unpaired : static_cast<std::size_t>(before - owner.begin());
      owner[free] = check;
      free = given_up;
    }
  }
  return owner;
}

}  // namespace parley::packtest
