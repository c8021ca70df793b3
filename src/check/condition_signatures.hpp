// The functions of conditions: names, what they take and what they give. A
// table and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "parley/facts/type.hpp"
#include "parley/graph/expression_op.hpp"

namespace parley::check::detail {

/// Whether a function is written `f(x)`, `x.f()` or either way.
enum class form : std::uint8_t { method, free, both };

/// How the type of the result follows from those of the arguments.
enum class gives : std::uint8_t {
  what_is_said,
  same,      ///< that of the first argument
  common,    ///< the common type of all; of a single list, that of its elements
  number,    ///< that of the first where it is a number, else decimal
  texts,     ///< a list of texts
  whole,     ///< a list of ints
  optional,  ///< an optional of the first argument's elements
  opened,    ///< the first without the lists inside it
};

/// One function. `takes` has a letter for each argument, those from `|` on may
/// be left out: s text, y bytes, i int, w int or uint, f a number with a
/// fraction, n number, q number, money or percent, Q the same but not a whole
/// number, m money, l list, L list of texts, r text or list, t timestamp, T
/// timestamp or duration, c what has a size, * what the conversion reads; q+ is
/// one list of numbers, or up to 16 numbers.
struct signature {
  std::string_view name;
  graph::function f;
  form how;
  std::string_view takes;
  type_kind result;
  gives giving = gives::what_is_said;
  bool packs_only = false;  ///< not CEL's: money, percent, decimals
};

[[nodiscard]] std::span<const signature> signatures();

/// The libraries whose functions are written with a name in front: math,
/// strings ...
[[nodiscard]] bool is_library(std::string_view name);

struct arity {
  std::size_t least = 0;
  std::size_t most = 0;
};
[[nodiscard]] arity arity_of(std::string_view takes);

/// The letter of argument `k`.
[[nodiscard]] char letter_of(std::string_view takes, std::size_t k);

/// Whether an argument of this kind fits a letter other than `L`; `element` is
/// the kind inside a list.
[[nodiscard]] bool fits(graph::function f, char letter, type_kind kind, type_kind element);

}  // namespace parley::check::detail
