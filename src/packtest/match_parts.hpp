// Small comparisons that every kind of answer needs. Internal to this room.
#pragma once

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

}  // namespace parley::packtest
