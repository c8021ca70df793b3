// Trees in the notation of the conformance data, to compare them.
#pragma once

#include <string>
#include <string_view>

#include "syntax/condition_ast.hpp"

namespace parley::cel {

/// A parsed condition in the notation of the data: every node with its kind, the standard macros
/// expanded, chains of `&&` and `||` balanced, blanks left out, texts in hexadecimal.
[[nodiscard]] std::string debug_tree(const syntax::condition& c);

/// The data's own text in the same form: without blanks and comments, its texts decoded.
[[nodiscard]] std::string normal_tree(std::string_view written);

}  // namespace parley::cel
