// The canonical sentences of a pack: parsing one again gives an equal tree, printing that the same
// text.
#pragma once

#include <string>

#include "syntax/ast.hpp"

namespace parley::syntax {

[[nodiscard]] std::string print(const target& t);
[[nodiscard]] std::string print(const parameter& p);
[[nodiscard]] std::string print(const subject& s);
[[nodiscard]] std::string print(const effect& e);
[[nodiscard]] std::string print(const stacking_rule& rule);
/// With `else ...` unless it is `deny`.
[[nodiscard]] std::string print(const limit_rule& rule);
/// Without `else ...`: what the limit bounds, whatever happens beyond.
[[nodiscard]] std::string print_bound_of(const limit_rule& rule);
[[nodiscard]] std::string print(const ladder_step& step);

/// The word of a measure: "discount".
[[nodiscard]] std::string_view word_of(decltype(limit_rule::measure) measure);

}  // namespace parley::syntax
