// Optional values: `a.?b`, `optional.of(x)`, `orValue`. Part of evaluator.hpp.
#pragma once

#include <algorithm>
#include <optional>

#include "parley/engine/element_lookup.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley {

namespace detail {

/// What `optional.ofNonZeroValue` takes for nothing: null, false, 0, and what is empty.
[[nodiscard]] inline bool is_zero(const value& v) noexcept {
  switch (v.kind()) {
    case type_kind::null: return true;
    case type_kind::boolean: return !v.as_bool();
    case type_kind::integer: return v.as_int() == 0;
    case type_kind::uinteger: return v.as_uint() == 0;
    case type_kind::real: return v.as_real() == 0;
    case type_kind::decimal:
    case type_kind::money:
    case type_kind::percent: return v.as_decimal().zero();
    case type_kind::string:
    case type_kind::bytes: return v.as_text().empty();
    case type_kind::duration: return v.as_duration() == duration{};
    case type_kind::list:
    case type_kind::map: return v.items().empty();
    default: return false;
  }
}

}  // namespace detail

/// `orValue` and `or`: the right side is computed only where there is no value.
inline outcome evaluator::otherwise(const node& n) {
  const outcome given = eval(n.a);
  if (!given.known()) return given;
  if (!given.content.is(type_kind::optional)) return outcome::failure();
  const bool whole = static_cast<graph::op>(n.op) == graph::op::or_other;
  if (!given.content.items().empty())
    return whole ? given : outcome::of(given.content.items().front());
  const outcome other = eval(n.b);
  if (whole && other.known() && !other.content.is(type_kind::optional)) return outcome::failure();
  return other;
}

inline outcome evaluator::optional_of(const value& content) {
  const std::span<value> made = arena_.values(1);
  if (made.empty()) return outcome::failure();
  made.front() = content;
  return outcome::of(value::optional(made.data()));
}

/// `a.?b` and `a[?k]`; through an optional, of what it holds.
inline outcome evaluator::optional_at(const value& where, const value& key) {
  const value* target = &where;
  if (where.is(type_kind::optional)) {
    if (where.items().empty()) return outcome::of(where);
    target = where.items().data();
  }
  const std::optional<const value*> found = detail::look_up(*target, key);
  if (!found) return outcome::failure();
  // Elements outlive the request's values, so an optional may point at them.
  return outcome::of(value::optional(*found));
}

inline outcome evaluator::optional_function(graph::function f, std::span<const value> arguments) {
  using graph::function;
  const value& first = arguments[0];
  const bool has = first.is(type_kind::optional) && !first.items().empty();
  switch (f) {
    case function::optional_of: return optional_of(first);
    case function::optional_of_non_zero:
      return detail::is_zero(first) ? outcome::of(value::optional(nullptr)) : optional_of(first);
    case function::has_value:
      return first.is(type_kind::optional) ? outcome::of(value::boolean(has)) : outcome::failure();
    case function::value_of: return has ? outcome::of(first.items().front()) : outcome::failure();
    case function::optional_at:
      return arguments.size() == 2 ? optional_at(first, arguments[1]) : outcome::failure();
    case function::list_of_optionals:
    case function::map_of_optionals: {
      const bool maps = f == function::map_of_optionals;
      const std::span<value> made = arena_.values(arguments.size());
      if (made.empty() || (maps && arguments.size() % 2 != 0)) return outcome::failure();
      std::size_t count = 0;
      for (std::size_t i = maps ? 1 : 0; i < arguments.size(); i += maps ? 2 : 1) {
        if (!arguments[i].is(type_kind::optional)) return outcome::failure();
        if (arguments[i].items().empty()) continue;
        if (maps) made[count++] = arguments[i - 1];
        made[count++] = arguments[i].items().front();
      }
      return maps ? map_of(made.first(count)) : outcome::of(value::list(made.first(count)));
    }
    default: return outcome::failure();
  }
}

}  // namespace parley
