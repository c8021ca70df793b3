// What evaluating a node gives, and the small pieces that every operator family shares.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "parley/base/text_bytes.hpp"
#include "parley/facts/value.hpp"
#include "parley/facts/value_compare.hpp"
#include "parley/graph/expression_op.hpp"

namespace parley {

/// What an expression came to: `content` is meaningful for `known` only.
struct outcome {
  enum class kind : std::uint8_t { known, unknown, error } what = kind::unknown;
  value content;

  [[nodiscard]] static outcome of(const value& v) noexcept { return {kind::known, v}; }
  [[nodiscard]] static outcome failure() noexcept { return {kind::error, {}}; }
  [[nodiscard]] static outcome nothing() noexcept { return {kind::unknown, {}}; }
  [[nodiscard]] bool known() const noexcept { return what == kind::known; }
  [[nodiscard]] bool unknown() const noexcept { return what == kind::unknown; }
  [[nodiscard]] bool failed() const noexcept { return what == kind::error; }
};

namespace detail {

/// A comparison of known operands of any type.
[[nodiscard]] inline outcome compared_in_general(graph::comparison_op how, const value& a,
                                                 const value& b) noexcept {
  using graph::comparison_op;
  if (how == comparison_op::equal || how == comparison_op::not_equal) {
    const std::optional<bool> same = parley::equal_values(a, b);
    if (!same) return outcome::failure();
    return outcome::of(value::boolean(*same == (how == comparison_op::equal)));
  }
  const std::optional<std::partial_ordering> order = parley::order_of(a, b);
  if (!order) return outcome::failure();
  switch (how) {
    case comparison_op::less: return outcome::of(value::boolean(*order < 0));
    case comparison_op::at_most: return outcome::of(value::boolean(*order <= 0));
    case comparison_op::greater: return outcome::of(value::boolean(*order > 0));
    default: return outcome::of(value::boolean(*order >= 0));
  }
}

/// The answer of a comparison whose operands are known.
[[nodiscard]] inline outcome compared(graph::comparison_op how, const value& a,
                                      const value& b) noexcept {
  using graph::comparison_op;
  // What most comparisons are, without the machinery for all types.
  if (a.is(type_kind::integer) && b.is(type_kind::integer)) {
    const std::int64_t x = a.as_int();
    const std::int64_t y = b.as_int();
    switch (how) {
      case comparison_op::equal: return outcome::of(value::boolean(x == y));
      case comparison_op::not_equal: return outcome::of(value::boolean(x != y));
      case comparison_op::less: return outcome::of(value::boolean(x < y));
      case comparison_op::at_most: return outcome::of(value::boolean(x <= y));
      case comparison_op::greater: return outcome::of(value::boolean(x > y));
      default: return outcome::of(value::boolean(x >= y));
    }
  }
  if (a.is(type_kind::string) && b.is(type_kind::string) &&
      (how == comparison_op::equal || how == comparison_op::not_equal)) {
    const bool same = equal_texts(a.as_text(), b.as_text());
    return outcome::of(value::boolean(same == (how == comparison_op::equal)));
  }
  return compared_in_general(how, a, b);
}

/// What two strict operands that aren't both known come to: unknown beats error.
[[nodiscard]] inline outcome neither(const outcome& a, const outcome& b) noexcept {
  return a.unknown() || b.unknown() ? outcome::nothing() : outcome::failure();
}

/// Puts a comprehension's variables back, which another expression may be using: a selector that is
/// summed in the middle of one has comprehensions of its own.
class variables_kept {
 public:
  explicit variables_kept(value* slots) noexcept
      : slots_(slots), first_(slots[0]), second_(slots[1]) {}
  ~variables_kept() { slots_[0] = first_, slots_[1] = second_; }
  variables_kept(const variables_kept&) = delete;
  variables_kept& operator=(const variables_kept&) = delete;

 private:
  value* slots_;
  value first_, second_;
};

}  // namespace detail

}  // namespace parley
