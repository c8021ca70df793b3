// The pack AST as text, one declaration a line, for tests and for people who wonder what was
// understood.
#pragma once

#include <string>

#include "syntax/ast.hpp"

namespace parley::syntax {

[[nodiscard]] std::string dump(const effect& e);
[[nodiscard]] std::string dump(const stacking_rule& rule);
[[nodiscard]] std::string dump(const limit_rule& rule);
[[nodiscard]] std::string dump(const pack& p);

}  // namespace parley::syntax
