// Random well-typed expressions of the exact dialect, and random facts for them.
#pragma once

#include <string>
#include <vector>

#include "oracle/naive_expression.hpp"
#include "support/random.hpp"

namespace parley::oracle {

/// The types that expressions are made of.
enum class made_of {
  boolean,
  integer,
  uinteger,
  decimal,
  money,
  percent,
  text,
  bytes,
  timestamp,
  duration,
  integers,  ///< list
  texts,     ///< list
  numbers,   ///< list of decimals
  map,       ///< string -> int
  count,
};

/// A fact that every pack of the expression oracle declares.
struct declared_fact {
  std::string name;
  made_of type;
  bool optional = false;
};
[[nodiscard]] const std::vector<declared_fact>& declared_facts();
/// Attributes of lines: qty and price are always known.
[[nodiscard]] const std::vector<declared_fact>& declared_line_facts();

/// Which part of the language to write in.
enum class dialect {
  whole,   ///< all of it
  shared,  ///< what every CEL evaluator has: no decimals, money, percentages, unknowns
};

class expression_generator {
 public:
  explicit expression_generator(std::uint64_t seed, dialect which = dialect::whole)
      : dice_(seed), which_(which) {}

  /// An expression of a random type, about `depth` operators high.
  std::string any(int depth);
  std::string of(made_of type, int depth);
  /// Facts of a random request; `complete` leaves none unknown.
  any_world world(bool complete);
  /// One more random state for a fact of this type.
  any_fact fact(made_of type, bool optional, bool complete);
  test::random& dice() { return dice_; }

 private:
  struct variable {
    std::string name;
    made_of type;
    bool line = false;
  };

  bool roll(int percent) { return dice_.chance(percent); }
  std::string leaf(made_of type);
  std::string literal(made_of type);
  std::string boolean(int depth);
  std::string integer(int depth);
  std::string uinteger(int depth);
  std::string decimal(int depth);
  std::string money(int depth);
  std::string percent(int depth);
  std::string text(int depth);
  std::string timestamp(int depth);
  std::string duration(int depth);
  std::string list(made_of type, int depth);
  std::string map(int depth);
  std::string optional(made_of type, int depth);
  std::string macro(int depth);
  // expression_generator_libraries.cpp
  /// A call of a less common function; empty where none gives this type.
  std::string library(made_of type, int depth);
  std::string bits(made_of type, int depth);
  std::string formatted(int depth);
  std::string library_list(made_of type, int depth);
  std::string fresh(made_of type, bool line = false);
  [[nodiscard]] bool shared() const { return which_ == dialect::shared; }
  made_of some_type();

  test::random dice_;
  dialect which_;
  std::vector<variable> variables_;
  int names_ = 0;
};

}  // namespace parley::oracle
