// Arithmetic and concatenation. Part of evaluator.hpp.
#pragma once

#include <algorithm>

#include "parley/engine/evaluator.hpp"
#include "parley/facts/value_arithmetic.hpp"

namespace parley {

inline outcome evaluator::calculate(const node& n) {
  using graph::op;
  const auto which = static_cast<op>(n.op);
  outcome a = eval(n.a);
  if (which == op::negate) {
    if (!a.known()) return a;
    const std::optional<value> made = negate_value(a.content);
    return made ? outcome::of(*made) : outcome::failure();
  }
  outcome b = eval(n.b);
  if (!a.known() || !b.known()) return detail::neither(a, b);
  switch (static_cast<graph::number_rule>(n.aux16)) {
    case graph::number_rule::as_they_are: break;
    case graph::number_rule::one_type:
      if (detail::mixes_numbers(a.content, b.content)) return outcome::failure();
      break;
    case graph::number_rule::decimals:
      a.content = detail::with_decimal(a.content);
      b.content = detail::with_decimal(b.content);
      break;
  }
  std::optional<value> made;
  switch (which) {
    case op::add:
      if (a.content.is(type_kind::string) || a.content.is(type_kind::bytes) ||
          a.content.is(type_kind::list)) {
        return concatenate(a.content, b.content);
      }
      made = add_values(a.content, b.content);
      break;
    case op::subtract: made = subtract_values(a.content, b.content); break;
    case op::multiply: made = multiply_values(a.content, b.content); break;
    case op::divide: made = divide_values(a.content, b.content); break;
    default: made = modulo_values(a.content, b.content); break;
  }
  return made ? outcome::of(*made) : outcome::failure();
}

inline outcome evaluator::concatenate(const value& a, const value& b) {
  if (a.kind() != b.kind()) return outcome::failure();
  if (!spend(size_in_steps(a) + size_in_steps(b))) return outcome::failure();
  if (a.is(type_kind::list)) {
    const std::size_t size = a.items().size() + b.items().size();
    if (size == 0) return outcome::of(a);
    const std::span<value> made = arena_.values(size);
    if (made.empty()) return outcome::failure();
    std::copy(b.items().begin(), b.items().end(),
              std::copy(a.items().begin(), a.items().end(), made.begin()));
    return outcome::of(value::list(made));
  }
  const std::size_t size = a.as_text().size() + b.as_text().size();
  if (size == 0) return outcome::of(a);
  const std::span<char> made = arena_.characters(size);
  if (made.empty()) return outcome::failure();
  std::copy(b.as_text().begin(), b.as_text().end(),
            std::copy(a.as_text().begin(), a.as_text().end(), made.begin()));
  const std::string_view text(made.data(), made.size());
  return outcome::of(a.is(type_kind::string) ? value::string(text) : value::bytes(text));
}

}  // namespace parley
