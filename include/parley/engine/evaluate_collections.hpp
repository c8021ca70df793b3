// Lists, maps, macros. Part of evaluator.hpp.
#pragma once

#include <algorithm>
#include <optional>

#include "parley/engine/element_lookup.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley {

inline outcome evaluator::contains(const node& n) {
  const outcome wanted = eval(n.a);
  const outcome where = eval(n.b);
  if (!wanted.known() || !where.known()) return detail::neither(wanted, where);
  const bool is_map = where.content.is(type_kind::map);
  if (!is_map && !where.content.is(type_kind::list)) return outcome::failure();
  bool failed = false;
  const std::span<const value> items = where.content.items();
  if (!spend(items.size())) return outcome::failure();
  for (std::size_t i = 0; i < items.size(); i += is_map ? 2 : 1) {
    const std::optional<bool> same = equal_values(wanted.content, items[i]);
    if (same && *same) return outcome::of(value::boolean(true));
    failed = failed || !same;
  }
  return failed ? outcome::failure() : outcome::of(value::boolean(false));
}

namespace detail {

[[nodiscard]] constexpr bool can_be_key(type_kind kind) noexcept {
  return kind == type_kind::string || kind == type_kind::boolean || is_number(kind);
}

}  // namespace detail

inline outcome evaluator::element(const node& n) {
  const outcome where = eval(n.a);
  const outcome key = eval(n.b);
  if (!where.known() || !key.known()) return detail::neither(where, key);
  if (where.content.is(type_kind::optional)) return optional_at(where.content, key.content);
  const std::optional<const value*> found = detail::look_up(where.content, key.content);
  return found && *found != nullptr ? outcome::of(**found) : outcome::failure();
}

/// Whether a map has a key, also one that an optional holds.
inline outcome evaluator::has_key(const node& n) {
  const outcome where = eval(n.a);
  const outcome key = eval(n.b);
  if (!where.known() || !key.known()) return detail::neither(where, key);
  const value* target = &where.content;
  if (target->is(type_kind::optional)) {
    if (target->items().empty()) return outcome::of(value::boolean(false));
    target = target->items().data();
  }
  if (!target->is(type_kind::map)) return outcome::failure();
  const std::optional<const value*> found = detail::look_up(*target, key.content);
  return outcome::of(value::boolean(found && *found != nullptr));
}

inline outcome evaluator::make_list(const node& n) {
  const std::span<const graph::index> operands = operands_of(n);
  if (operands.empty()) return outcome::of(value::list({}));
  const std::span<value> made = arena_.values(operands.size());
  if (made.empty()) return outcome::failure();
  bool unknown = false;
  bool failed = false;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const outcome part = eval(operands[i]);
    unknown = unknown || part.unknown();
    failed = failed || part.failed();
    made[i] = part.content;
  }
  if (unknown) return outcome::nothing();
  return failed ? outcome::failure() : outcome::of(value::list(made));
}

inline outcome evaluator::make_map(const node& n) {
  const outcome made = make_list(n);
  return made.known() ? map_of(made.content.items()) : made;
}

/// Sorts entries by key: by insertion, for literals are short and the rest mostly comes in order.
/// Equal keys and keys that CEL doesn't have are errors.
inline outcome evaluator::map_of(std::span<const value> given) {
  if (given.empty()) return outcome::of(value::map({}));
  const std::span<value> sorted = arena_.values(given.size());
  if (sorted.empty()) return outcome::failure();
  for (std::size_t i = 0; i + 1 < given.size(); i += 2) {
    if (!detail::can_be_key(given[i].kind())) return outcome::failure();
    std::size_t at = i;
    while (at > 0) {
      const std::optional<std::partial_ordering> order = order_of(given[i], sorted[at - 2]);
      if (order && *order == 0) return outcome::failure();
      if (order ? *order > 0 : given[i].kind() > sorted[at - 2].kind()) break;
      sorted[at] = sorted[at - 2];
      sorted[at + 1] = sorted[at - 1];
      at -= 2;
    }
    sorted[at] = given[i];
    sorted[at + 1] = given[i + 1];
  }
  return outcome::of(value::map(sorted));
}

/// Rounds of a comprehension: elements of a list, entries of a map.
inline std::size_t evaluator::rounds_of(const value& range) noexcept {
  return range.is(type_kind::map) ? range.items().size() / 2 : range.items().size();
}

/// One variable: the element or key. Two: index and element, or key and value.
inline void evaluator::set_variables(const node& n, const value& range,
                                     std::size_t round) noexcept {
  const int slot = n.aux16 & slot_mask;
  const bool two = (n.aux16 & graph::two_variables) != 0;
  if (range.is(type_kind::map)) {
    variables_[slot] = range.items()[2 * round];
    if (two) variables_[slot + 1] = range.items()[2 * round + 1];
  } else if (two) {
    variables_[slot] = value::integer(static_cast<std::int64_t>(round));
    variables_[slot + 1] = range.items()[round];
  } else {
    variables_[slot] = range.items()[round];
  }
}

inline outcome evaluator::quantify(const node& n) {
  const outcome range = eval(n.a);
  if (!range.known()) return range;
  if (!range.content.is(type_kind::list) && !range.content.is(type_kind::map))
    return outcome::failure();
  const auto which = static_cast<graph::op>(n.op);
  const std::size_t rounds = rounds_of(range.content);
  const detail::variables_kept keep(variables_ + (n.aux16 & slot_mask));
  bool unknown = false;
  bool failed = false;
  std::size_t hits = 0;
  for (std::size_t i = 0; i < rounds; ++i) {
    set_variables(n, range.content, i);
    const outcome part = eval(n.b);
    if (!part.known() || !part.content.is(type_kind::boolean)) {
      unknown = unknown || part.unknown();
      failed = failed || !part.unknown();
      continue;
    }
    const bool hit = part.content.as_bool();
    if (which == graph::op::all && !hit) return part;
    if (which == graph::op::exists && hit) return part;
    hits += hit ? 1 : 0;
  }
  if (unknown) return outcome::nothing();
  if (failed) return outcome::failure();
  if (which == graph::op::exists_one) return outcome::of(value::boolean(hits == 1));
  return outcome::of(value::boolean(which == graph::op::all));
}

/// `map` and `filter`: any element that can't be decided leaves the whole undecided.
inline outcome evaluator::transform(const node& n) {
  const outcome range = eval(n.a);
  if (!range.known()) return range;
  if (!range.content.is(type_kind::list) && !range.content.is(type_kind::map))
    return outcome::failure();
  const bool filters = static_cast<graph::op>(n.op) == graph::op::filter;
  const std::size_t rounds = rounds_of(range.content);
  const detail::variables_kept keep(variables_ + (n.aux16 & slot_mask));
  if (rounds == 0) return outcome::of(value::list({}));
  const std::span<value> made = arena_.values(rounds);
  if (made.empty()) return outcome::failure();
  const graph::index condition = filters ? n.b : n.c;
  const int slot = n.aux16 & slot_mask;
  bool unknown = false;
  bool failed = false;
  std::size_t count = 0;
  for (std::size_t i = 0; i < rounds; ++i) {
    set_variables(n, range.content, i);
    if (condition != no_index) {
      const outcome passes = eval(condition);
      unknown = unknown || passes.unknown();
      failed =
          failed || passes.failed() || (passes.known() && !passes.content.is(type_kind::boolean));
      if (!passes.known() || !passes.content.is(type_kind::boolean) || !passes.content.as_bool())
        continue;
    }
    const outcome part = filters ? outcome::of(variables_[slot]) : eval(n.b);
    unknown = unknown || part.unknown();
    failed = failed || part.failed();
    made[count++] = part.content;
  }
  if (unknown) return outcome::nothing();
  return failed ? outcome::failure() : outcome::of(value::list(made.first(count)));
}

inline outcome evaluator::bind(const node& n) {
  const outcome bound = eval(n.a);
  if (!bound.known()) return bound;
  const detail::variables_kept keep(variables_ + (n.aux16 & slot_mask));
  variables_[n.aux16 & slot_mask] = bound.content;
  return eval(n.b);
}

}  // namespace parley
