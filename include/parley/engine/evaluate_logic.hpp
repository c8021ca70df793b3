// Kleene logic and comparisons. Part of evaluator.hpp.
#pragma once

#include "parley/engine/evaluator.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley {

/// `&&` (decisive: false) and `||` (decisive: true) over any number of operands.
inline outcome evaluator::junction(const node& n, bool decisive) {
  bool unknown = false;
  bool failed = false;
  for (const graph::index i : operands_of(n)) {
    const outcome part = eval(i);
    if (part.known() && part.content.is(type_kind::boolean)) {
      if (part.content.as_bool() == decisive) return part;
    } else if (part.unknown()) {
      unknown = true;
    } else {
      failed = true;
    }
  }
  if (unknown) return outcome::nothing();
  if (failed) return outcome::failure();
  return outcome::of(value::boolean(!decisive));
}

inline outcome evaluator::opposite(const node& n) {
  const outcome part = eval(n.a);
  if (!part.known()) return part;
  if (!part.content.is(type_kind::boolean)) return outcome::failure();
  return outcome::of(value::boolean(!part.content.as_bool()));
}

/// An unknown condition leaves the whole unknown even where both branches agree: it may yet turn
/// out to be an error, and then so is the whole.
inline outcome evaluator::choose(const node& n) {
  const outcome asked = eval(n.a);
  if (!asked.known()) return asked;
  if (!asked.content.is(type_kind::boolean)) return outcome::failure();
  return eval(asked.content.as_bool() ? n.b : n.c);
}

inline outcome evaluator::compare_nodes(const node& n) {
  const outcome a = eval(n.a);
  const outcome b = eval(n.b);
  if (!a.known() || !b.known()) return detail::neither(a, b);
  if (!spend(size_in_steps(a.content))) return outcome::failure();
  return detail::compared(static_cast<graph::comparison_op>(n.aux16), a.content, b.content);
}

inline outcome evaluator::compare_atom(const node& n, const outcome& left) const {
  if (!left.known()) return left;
  return detail::compared(static_cast<graph::comparison_op>(n.aux16), left.content,
                          facts_->schema().scalar(n.b));
}

}  // namespace parley
