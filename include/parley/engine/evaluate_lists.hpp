// Functions of lists. Part of evaluator.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "parley/engine/evaluator.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley {

inline bool evaluator::spend(std::uint64_t steps) noexcept {
  // Nothing is remembered of an evaluation that ran out.
  budget_ = steps < budget_ ? budget_ - steps : 0;
  return budget_ != 0;
}

inline outcome evaluator::list_function(graph::function f, std::span<const value> arguments) {
  using graph::function;
  if (f >= function::set_contains && f <= function::set_intersects)
    return set_function(f, arguments);
  const auto whole = [&](std::size_t i) {
    return i < arguments.size() && arguments[i].is(type_kind::integer)
               ? std::optional(arguments[i].as_int())
               : std::nullopt;
  };
  if (f == function::range) {
    const std::optional<std::int64_t> count = whole(0);
    if (!count || *count > static_cast<std::int64_t>(caps::collection_most))
      return outcome::failure();
    if (*count <= 0) return outcome::of(value::list({}));
    const std::span<value> made = arena_.values(static_cast<std::size_t>(*count));
    if (made.empty()) return outcome::failure();
    for (std::size_t i = 0; i < made.size(); ++i)
      made[i] = value::integer(static_cast<std::int64_t>(i));
    return outcome::of(value::list(made));
  }
  if (!arguments[0].is(type_kind::list)) return outcome::failure();
  const std::span<const value> items = arguments[0].items();
  switch (f) {
    case function::first:
    case function::last: {
      if (items.empty()) return outcome::of(value::optional(nullptr));
      return optional_of(f == function::first ? items.front() : items.back());
    }
    case function::slice: {
      const std::optional<std::int64_t> from = whole(1);
      const std::optional<std::int64_t> to = whole(2);
      if (!from || !to || *from < 0 || *to < *from ||
          *to > static_cast<std::int64_t>(items.size())) {
        return outcome::failure();
      }
      return outcome::of(value::list(
          items.subspan(static_cast<std::size_t>(*from), static_cast<std::size_t>(*to - *from))));
    }
    case function::flatten: {
      const std::optional<std::int64_t> depth =
          arguments.size() > 1 ? whole(1) : std::optional<std::int64_t>(1);
      return depth && *depth >= 0 ? flattened(items, *depth) : outcome::failure();
    }
    case function::reverse: {
      if (items.empty()) return outcome::of(arguments[0]);
      const std::span<value> made = arena_.values(items.size());
      if (made.empty()) return outcome::failure();
      std::reverse_copy(items.begin(), items.end(), made.begin());
      return outcome::of(value::list(made));
    }
    case function::sort: return sorted(items, false);
    case function::sort_pairs: return sorted(items, true);
    case function::distinct: {
      if (items.empty()) return outcome::of(arguments[0]);
      const std::span<value> made = arena_.values(items.size());
      if (made.empty()) return outcome::failure();
      std::size_t count = 0;
      for (const value& item : items) {
        if (!spend(count)) return outcome::failure();
        const auto seen = made.first(count);
        if (std::any_of(seen.begin(), seen.end(),
                        [&](const value& v) { return equal_values(v, item).value_or(false); })) {
          continue;
        }
        made[count++] = item;
      }
      return outcome::of(value::list(made.first(count)));
    }
    case function::map_of_pairs: {
      const std::span<value> made = arena_.values(2 * items.size());
      if (made.empty()) return items.empty() ? outcome::of(value::map({})) : outcome::failure();
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (!items[i].is(type_kind::list) || items[i].items().size() != 2)
          return outcome::failure();
        made[2 * i] = items[i].items()[0];
        made[2 * i + 1] = items[i].items()[1];
      }
      return map_of(made);
    }
    case function::map_of_maps: {
      std::size_t size = 0;
      for (const value& item : items) {
        if (!item.is(type_kind::map)) return outcome::failure();
        size += item.items().size();
      }
      const std::span<value> made = arena_.values(size);
      if (made.empty()) return size == 0 ? outcome::of(value::map({})) : outcome::failure();
      auto to = made.begin();
      for (const value& item : items) to = std::copy(item.items().begin(), item.items().end(), to);
      return map_of(made);
    }
    default: return outcome::failure();
  }
}

/// In ascending order, equal elements as they stood. Of pairs, the second parts by the first.
inline outcome evaluator::sorted(std::span<const value> items, bool pairs) {
  if (items.empty()) return outcome::of(value::list({}));
  const std::span<value> made = arena_.values(items.size());
  const std::span<value> spare = arena_.values(items.size());
  if (made.empty() || spare.empty()) return outcome::failure();
  const auto key = [&](const value& v) -> const value& { return pairs ? v.items()[0] : v; };
  std::copy(items.begin(), items.end(), made.begin());
  for (const value& item : items) {
    if (pairs && (!item.is(type_kind::list) || item.items().size() != 2)) return outcome::failure();
    // One type throughout, so that any two have an order; a single one needs it, too.
    const std::optional<std::partial_ordering> order = order_of(key(item), key(items[0]));
    if (!order || *order == std::partial_ordering::unordered) return outcome::failure();
  }
  // Merging runs of doubling length: the steps are known beforehand.
  const std::size_t size = items.size();
  for (std::size_t run = 1; run < size; run *= 2) {
    if (!spend(size)) return outcome::failure();
    for (std::size_t low = 0; low < size; low += 2 * run) {
      const std::size_t middle = std::min(low + run, size);
      const std::size_t high = std::min(low + 2 * run, size);
      std::size_t left = low;
      std::size_t right = middle;
      for (std::size_t to = low; to < high; ++to) {
        bool take_right = left == middle;
        if (!take_right && right < high) {
          const std::optional<std::partial_ordering> order =
              order_of(key(made[right]), key(made[left]));
          if (!order) return outcome::failure();
          take_right = *order < 0;
        }
        spare[to] = take_right ? made[right++] : made[left++];
      }
    }
    std::copy(spare.begin(), spare.end(), made.begin());
  }
  if (pairs) {
    for (value& v : made) v = v.items()[1];
  }
  return outcome::of(value::list(made));
}

/// Lists inside `items` opened `depth` deep.
inline outcome evaluator::flattened(std::span<const value> items, std::int64_t depth) {
  for (; depth > 0; --depth) {
    std::size_t size = 0;
    bool nested = false;
    for (const value& item : items) {
      const bool list = item.is(type_kind::list);
      size += list ? item.items().size() : 1;
      nested = nested || list;
    }
    if (!nested) break;
    if (size > caps::collection_most || !spend(size)) return outcome::failure();
    if (size == 0) return outcome::of(value::list({}));
    const std::span<value> made = arena_.values(size);
    if (made.empty()) return outcome::failure();
    auto to = made.begin();
    for (const value& item : items) {
      if (item.is(type_kind::list)) {
        to = std::copy(item.items().begin(), item.items().end(), to);
      } else {
        *to++ = item;
      }
    }
    items = made;
  }
  return outcome::of(value::list(items));
}

inline outcome evaluator::set_function(graph::function f, std::span<const value> arguments) {
  using graph::function;
  if (arguments.size() != 2 || !arguments[0].is(type_kind::list) ||
      !arguments[1].is(type_kind::list)) {
    return outcome::failure();
  }
  const std::span<const value> left = arguments[0].items();
  const std::span<const value> right = arguments[1].items();
  if (!spend(left.size() * right.size())) return outcome::failure();
  const auto holds = [](std::span<const value> in, const value& wanted) {
    return std::any_of(in.begin(), in.end(),
                       [&](const value& v) { return equal_values(v, wanted).value_or(false); });
  };
  const auto covers = [&](std::span<const value> in, std::span<const value> wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const value& v) { return holds(in, v); });
  };
  bool answer = false;
  if (f == function::set_intersects) {
    answer = std::any_of(left.begin(), left.end(), [&](const value& v) { return holds(right, v); });
  } else {
    answer = covers(left, right) && (f == function::set_contains || covers(right, left));
  }
  return outcome::of(value::boolean(answer));
}

}  // namespace parley
