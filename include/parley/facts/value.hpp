// One value of any type, in 24 bytes, pointing into storage that somebody else keeps.
#pragma once

#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "parley/facts/time.hpp"
#include "parley/facts/type.hpp"
#include "parley/money/currency.hpp"
#include "parley/money/decimal.hpp"

namespace parley {

/// A trivially copyable value. Strings, lists and maps are views: whoever made the value says how
/// long they live (a `fact_set`, a pack, or the arena of one evaluation). A map is a list of
/// alternating keys and values, sorted by key.
class value {
 public:
  constexpr value() = default;

  [[nodiscard]] static value boolean(bool v) noexcept {
    return scalar(type_kind::boolean, v ? 1 : 0);
  }
  [[nodiscard]] static value integer(std::int64_t v) noexcept {
    return scalar(type_kind::integer, static_cast<std::uint64_t>(v));
  }
  [[nodiscard]] static value uinteger(std::uint64_t v) noexcept {
    return scalar(type_kind::uinteger, v);
  }
  [[nodiscard]] static value number(const decimal& v) noexcept { return of(type_kind::decimal, v); }
  [[nodiscard]] static value real(double v) noexcept {
    return scalar(type_kind::real, std::bit_cast<std::uint64_t>(v));
  }
  [[nodiscard]] static value percent(const decimal& share) noexcept {
    return of(type_kind::percent, share);
  }
  [[nodiscard]] static value money(const decimal& major, currency_code currency) noexcept {
    value made = of(type_kind::money, major);
    made.currency_ = currency;
    return made;
  }
  /// Money from integer minor units of a currency with `digits` decimals.
  [[nodiscard]] static value money_minor(std::int64_t minor, int digits,
                                         currency_code currency) noexcept {
    return money(parley::decimal(minor, -digits), currency);
  }
  [[nodiscard]] static value string(std::string_view v) noexcept {
    return view(type_kind::string, v.data(), v.size());
  }
  [[nodiscard]] static value bytes(std::string_view v) noexcept {
    return view(type_kind::bytes, v.data(), v.size());
  }
  [[nodiscard]] static value at(timestamp v) noexcept {
    value made = scalar(type_kind::timestamp, static_cast<std::uint64_t>(v.seconds));
    made.extra_ = v.nanos;
    return made;
  }
  [[nodiscard]] static value lasting(duration v) noexcept {
    value made = scalar(type_kind::duration, static_cast<std::uint64_t>(v.seconds));
    made.extra_ = v.nanos;
    return made;
  }
  [[nodiscard]] static value list(std::span<const value> v) noexcept {
    return view(type_kind::list, v.data(), v.size());
  }
  [[nodiscard]] static value map(std::span<const value> keys_and_values) noexcept {
    return view(type_kind::map, keys_and_values.data(), keys_and_values.size());
  }
  /// An optional with a value, or with none where `content` is null.
  [[nodiscard]] static value optional(const value* content) noexcept {
    return view(type_kind::optional, content, content == nullptr ? 0 : 1);
  }
  /// A record of the cart: `table` says which kind (lines, shipping), `row` which one.
  [[nodiscard]] static value object(std::uint32_t table, std::uint32_t row) noexcept {
    value made = scalar(type_kind::object, row);
    made.extra_ = static_cast<std::int32_t>(table);
    return made;
  }
  [[nodiscard]] static value type(type_kind kind) noexcept {
    return scalar(type_kind::type, static_cast<std::uint64_t>(kind));
  }

  [[nodiscard]] type_kind kind() const noexcept { return kind_; }
  [[nodiscard]] bool is(type_kind kind) const noexcept { return kind_ == kind; }

  [[nodiscard]] bool as_bool() const noexcept { return assert(is(type_kind::boolean)), low_ != 0; }
  [[nodiscard]] std::int64_t as_int() const noexcept {
    return assert(is(type_kind::integer)), static_cast<std::int64_t>(low_);
  }
  [[nodiscard]] std::uint64_t as_uint() const noexcept {
    return assert(is(type_kind::uinteger)), low_;
  }
  /// The word behind a bool or an int, whatever the value is: for reading first and asking whether
  /// it was one afterwards.
  [[nodiscard]] std::uint64_t low_word() const noexcept { return low_; }
  [[nodiscard]] double as_real() const noexcept {
    return assert(is(type_kind::real)), std::bit_cast<double>(low_);
  }
  /// The number of a decimal, money (major units) or percent (share) value.
  [[nodiscard]] decimal as_decimal() const noexcept {
    const auto bits = (static_cast<uint128>(high_) << 64) | low_;
    return {static_cast<int128>(bits), extra_};
  }
  [[nodiscard]] currency_code currency() const noexcept { return currency_; }
  [[nodiscard]] std::string_view as_text() const noexcept {
    assert(is(type_kind::string) || is(type_kind::bytes));
    return {std::bit_cast<const char*>(low_), static_cast<std::size_t>(high_)};
  }
  [[nodiscard]] timestamp as_timestamp() const noexcept {
    return {static_cast<std::int64_t>(low_), extra_};
  }
  [[nodiscard]] duration as_duration() const noexcept {
    return {static_cast<std::int64_t>(low_), extra_};
  }
  /// Elements of a list, alternating keys and values of a map, or what an optional holds.
  [[nodiscard]] std::span<const value> items() const noexcept {
    assert(is(type_kind::list) || is(type_kind::map) || is(type_kind::optional));
    return {std::bit_cast<const value*>(low_), static_cast<std::size_t>(high_)};
  }
  [[nodiscard]] std::uint32_t object_table() const noexcept {
    return static_cast<std::uint32_t>(extra_);
  }
  [[nodiscard]] std::uint32_t object_row() const noexcept {
    return static_cast<std::uint32_t>(low_);
  }
  [[nodiscard]] type_kind as_type() const noexcept { return static_cast<type_kind>(low_); }

 private:
  [[nodiscard]] static value scalar(type_kind kind, std::uint64_t low) noexcept {
    value made;
    made.kind_ = kind;
    made.low_ = low;
    return made;
  }
  [[nodiscard]] static value of(type_kind kind, const decimal& number) noexcept {
    value made;
    made.kind_ = kind;
    made.extra_ = number.exponent();
    made.low_ = static_cast<std::uint64_t>(number.coefficient());
    made.high_ = static_cast<std::uint64_t>(static_cast<uint128>(number.coefficient()) >> 64);
    return made;
  }
  [[nodiscard]] static value view(type_kind kind, const void* data, std::size_t size) noexcept {
    value made;
    made.kind_ = kind;
    made.low_ = std::bit_cast<std::uint64_t>(data);
    made.high_ = size;
    return made;
  }

  type_kind kind_ = type_kind::null;
  currency_code currency_ = no_currency;
  std::int32_t extra_ = 0;  // exponent, nanoseconds or object table
  std::uint64_t low_ = 0;   // number, low half of a coefficient, or address
  std::uint64_t high_ = 0;  // high half of a coefficient, or size
};

static_assert(sizeof(value) == 24);

}  // namespace parley
