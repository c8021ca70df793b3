// Expressions through parser, checker, emitter and evaluator, with facts and answers in the naive
// evaluator's terms.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oracle/expression_generator.hpp"
#include "support/conditions.hpp"

namespace parley::oracle {

[[nodiscard]] check::scope_fact scope_fact_of(const declared_fact& f);

/// Many expressions in one pack. Add them, seal, then put worlds and ask.
class expression_pack {
 public:
  expression_pack();

  /// The number of the expression; nothing when it is refused, and then `refusal` says why.
  std::optional<std::size_t> add(const std::string& text);
  void seal() { bench_.seal(); }
  void put(const any_world& world);

  /// "unknown", "error" or the value as `shown()` writes it.
  [[nodiscard]] std::string answer(std::size_t which);
  [[nodiscard]] std::set<std::string> reasons(std::size_t which);
  [[nodiscard]] const syntax::condition& parsed(std::size_t which) const { return parsed_[which]; }
  [[nodiscard]] const parley::pack& pack() const { return bench_.pack(); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::uint32_t row(std::size_t which) const { return rows_[which]; }
  [[nodiscard]] const fact_set& facts() { return bench_.facts(); }

  std::string refusal;  ///< the message
  std::string refusal_code;

 private:
  value real(const any_value& v);

  test::condition_bench bench_;
  std::vector<syntax::condition> parsed_;
  std::vector<std::uint32_t> rows_;
};

/// The naive evaluator's answer in the same words.
[[nodiscard]] std::string answer_of(const any_outcome& o);

/// A world as text, for messages about a failure.
[[nodiscard]] std::string shown(const any_world& world);

}  // namespace parley::oracle
