// The one door to the condition grammar: text in, tree or diagnostics out. Spirit X3 stays behind
// it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parley/base/diagnostic.hpp"
#include "syntax/condition_ast.hpp"

namespace parley::syntax {

/// Parses a whole expression. `at` is the text's place in its file; `exact` says that byte i of the
/// text stands at byte `at.offset + i` there. Nothing when it isn't an expression; then `out` says
/// why. Caps: caps::expression_bytes, expression_depth, expression_nodes. Thread-safe.
[[nodiscard]] std::optional<condition> parse_condition(std::string_view text, span at, bool exact,
                                                       diagnostics& out);

/// The canonical text of a tree: one blank around binary operators, parentheses only where needed,
/// strings in double quotes. Parsing it gives the same tree.
[[nodiscard]] std::string print(const condition& c);

/// The canonical text of one node and everything below it.
[[nodiscard]] std::string print(const condition& c, expression_index node);

/// The tree as one line with every call spelled out, for tests: `_+_(a, 1)`.
[[nodiscard]] std::string dump(const condition& c);

}  // namespace parley::syntax
