// One expression through parser, checker, emitter and evaluator.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cel/case.hpp"
#include "check/condition_checker.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"
#include "syntax/condition_ast.hpp"

namespace parley::cel {

/// How far an expression came and what it came to.
struct answer {
  enum class stage { not_parsed, not_checked, error, unknown, known } reached = stage::not_parsed;
  std::optional<syntax::condition> tree;
  std::string type;     ///< in full; empty when it wasn't checked
  value content;        ///< of `known`; lives until the pipeline runs again
  std::string message;  ///< the first diagnostic, where there is one
};

/// The message of a case whose declarations can't be expressed: a host declares no functions.
inline constexpr const char* no_counterpart = "a declaration that has no counterpart here";

/// Runs cases one after another. Not thread-safe.
class pipeline {
 public:
  [[nodiscard]] answer run(const test_case& c, check::dialect dialect);

 private:
  /// Declares what a case binds; false when the declarations can't be expressed.
  bool declare(const test_case& c);
  [[nodiscard]] std::optional<value> value_of(const json& written);

  check::condition_scope scope_;
  std::optional<parley::pack> pack_;
  std::unique_ptr<fact_set> facts_;
  parley::evaluator evaluator_;
  std::deque<std::string> texts_;
  std::deque<std::vector<value>> lists_;
};

/// Whether a value is the expected one, in type and content.
[[nodiscard]] bool equals(const value& made, const json& expected);

/// The type as the data writes it in `type`: "list(int)".
[[nodiscard]] std::string type_text(const json& type);

/// A value for people.
[[nodiscard]] std::string shown(const value& v);

/// The bytes of a base64 text; protobuf's JSON writes bytes so.
[[nodiscard]] std::string from_base64(std::string_view text);

}  // namespace parley::cel
