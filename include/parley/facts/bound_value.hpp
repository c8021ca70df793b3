// How C++ types become values of facts; binding.hpp uses it.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "parley/facts/fact_set.hpp"

namespace parley {

/// Money of the pack's currency in minor units: `minor_units{1250}` is 12.50.
struct minor_units {
  std::int64_t amount = 0;
};

/// A share: `share_of_one{decimal(15, -2)}` is 15%.
struct share_of_one {
  decimal share;
};

/// What `bound_value` turns a C++ value into: whether a fact's type fits, and the value itself.
/// Specialise it for your own types:
///   template <> struct parley::bound_value<my_tier> {
///     static bool fits(const fact_row& row) { return row.type == type_kind::string; }
///     static std::optional<value> make(const my_tier& v, const fact_row&, fact_set&) { ... }
///   };
/// `make` may return nothing when the number doesn't fit the fact's type.
template <typename T>
struct bound_value;

template <>
struct bound_value<bool> {
  static bool fits(const fact_row& row) { return row.type == type_kind::boolean; }
  static std::optional<value> make(bool v, const fact_row&, fact_set&) { return value::boolean(v); }
};

/// Integers serve int, uint and decimal facts; never money.
template <std::integral T>
requires(!std::same_as<T, bool> && sizeof(T) <= 8) struct bound_value<T> {
  static bool fits(const fact_row& row) {
    return row.type == type_kind::integer || row.type == type_kind::uinteger ||
           row.type == type_kind::decimal;
  }
  static std::optional<value> make(T v, const fact_row& row, fact_set&) {
    if (row.type == type_kind::decimal) return value::number(decimal(static_cast<int128>(v), 0));
    if (row.type == type_kind::uinteger) {
      if (!std::in_range<std::uint64_t>(v)) return std::nullopt;
      return value::uinteger(static_cast<std::uint64_t>(v));
    }
    if (!std::in_range<std::int64_t>(v)) return std::nullopt;
    return value::integer(static_cast<std::int64_t>(v));
  }
};

template <>
struct bound_value<decimal> {
  static bool fits(const fact_row& row) { return row.type == type_kind::decimal; }
  static std::optional<value> make(const decimal& v, const fact_row&, fact_set&) {
    return value::number(v);
  }
};

template <>
struct bound_value<share_of_one> {
  static bool fits(const fact_row& row) { return row.type == type_kind::percent; }
  static std::optional<value> make(const share_of_one& v, const fact_row&, fact_set&) {
    return value::percent(v.share);
  }
};

template <>
struct bound_value<minor_units> {
  static bool fits(const fact_row& row) { return row.type == type_kind::money; }
  static std::optional<value> make(minor_units v, const fact_row&, fact_set& facts) {
    const fact_schema& schema = facts.schema();
    return value::money_minor(v.amount, schema.currency_digits(), schema.currency());
  }
};

/// A view: what it shows must outlive the request.
template <>
struct bound_value<std::string_view> {
  static bool fits(const fact_row& row) {
    return row.type == type_kind::string || row.type == type_kind::bytes;
  }
  static std::optional<value> make(std::string_view v, const fact_row& row, fact_set&) {
    return row.type == type_kind::bytes ? value::bytes(v) : value::string(v);
  }
};

template <>
struct bound_value<timestamp> {
  static bool fits(const fact_row& row) { return row.type == type_kind::timestamp; }
  static std::optional<value> make(timestamp v, const fact_row&, fact_set&) { return value::at(v); }
};

template <>
struct bound_value<duration> {
  static bool fits(const fact_row& row) { return row.type == type_kind::duration; }
  static std::optional<value> make(duration v, const fact_row&, fact_set&) {
    return value::lasting(v);
  }
};

/// Moment of a system clock, as `now` and `as_of` take it.
template <typename Length>
[[nodiscard]] constexpr timestamp timestamp_of(
    std::chrono::time_point<std::chrono::system_clock, Length> moment) noexcept {
  const auto since = moment.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const auto nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds);
  return {static_cast<std::int64_t>(seconds.count()), static_cast<std::int32_t>(nanos.count())};
}

template <typename Length>
struct bound_value<std::chrono::time_point<std::chrono::system_clock, Length>> {
  static bool fits(const fact_row& row) { return row.type == type_kind::timestamp; }
  static std::optional<value> make(std::chrono::time_point<std::chrono::system_clock, Length> v,
                                   const fact_row&, fact_set&) {
    return value::at(timestamp_of(v));
  }
};

template <typename Count, typename Period>
struct bound_value<std::chrono::duration<Count, Period>> {
  static bool fits(const fact_row& row) { return row.type == type_kind::duration; }
  static std::optional<value> make(std::chrono::duration<Count, Period> v, const fact_row&,
                                   fact_set&) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(v);
    const auto nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(v - seconds);
    return value::lasting(
        {static_cast<std::int64_t>(seconds.count()), static_cast<std::int32_t>(nanos.count())});
  }
};

namespace detail {

template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// Texts of any kind are handled as one type; a text made on the fly is copied into the fact set.
template <typename T>
inline constexpr bool is_text = std::convertible_to<const T&, std::string_view>;

template <typename T>
concept list_like = !is_text<T> && std::ranges::sized_range<const T>;

template <typename T>
struct bound_type {
  using type = std::conditional_t<is_text<T>, std::string_view, T>;
};

/// `owned` says that the text dies with the expression that made it.
template <typename T>
[[nodiscard]] std::optional<value> make_value(const T& v, bool owned, const fact_row& row,
                                              fact_set& facts) {
  if constexpr (is_text<T>) {
    const std::string_view text(v);
    return bound_value<std::string_view>::make(owned ? facts.keep(text) : text, row, facts);
  } else {
    return bound_value<T>::make(v, row, facts);
  }
}

}  // namespace detail

/// Lists of anything that can be bound; strings in a list are views unless the list itself is a
/// temporary.
template <detail::list_like T>
struct bound_value<T> {
  using element = std::ranges::range_value_t<const T>;

  static fact_row element_row(const fact_row& row) {
    fact_row made = row;
    made.type = row.element;
    return made;
  }
  static bool fits(const fact_row& row) {
    return row.type == type_kind::list &&
           bound_value<typename detail::bound_type<element>::type>::fits(element_row(row));
  }
  static std::optional<value> make(const T& v, const fact_row& row, fact_set& facts,
                                   bool owned = false) {
    const fact_row of = element_row(row);
    const std::span<value> items = facts.keep_room(static_cast<std::size_t>(std::ranges::size(v)));
    std::size_t at = 0;
    for (const element& item : v) {
      const std::optional<value> made = detail::make_value(item, owned, of, facts);
      if (!made) return std::nullopt;
      items[at++] = *made;
    }
    return value::list(items);
  }
};

}  // namespace parley
