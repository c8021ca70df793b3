// Calls: strict in all arguments; conversions. Part of evaluator.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>

#include "parley/base/utf8.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/facts/real_text.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/facts/value_arithmetic.hpp"

namespace parley {

inline outcome evaluator::call(const node& n) {
  const outcome arguments = make_list(n);
  if (!arguments.known()) return arguments;
  std::uint64_t work = 0;
  for (const value& v : arguments.content.items()) work += size_in_steps(v);
  if (!spend(work)) return outcome::failure();
  return apply(static_cast<graph::function>(n.aux16), arguments.content.items());
}

inline outcome evaluator::apply(graph::function f, std::span<const value> arguments) {
  using graph::function;
  if (arguments.empty()) return outcome::failure();
  if (f >= function::optional_of && f <= function::map_of_optionals)
    return optional_function(f, arguments);
  if ((f >= function::to_int && f <= function::type_of) || f == function::to_real)
    return convert(f, arguments);
  if (f == function::reverse && arguments[0].is(type_kind::list))
    return list_function(f, arguments);
  if (f >= function::text_contains && f <= function::quote) return text_function(f, arguments);
  if (f >= function::get_full_year && f <= function::get_milliseconds)
    return time_function(f, arguments);
  if (f >= function::least && f <= function::sign) return number_function(f, arguments);
  if (f >= function::is_nan && f <= function::square_root) return number_function(f, arguments);
  if (f >= function::bit_or && f <= function::bit_shift_right) return bit_function(f, arguments);
  const value& first = arguments[0];
  switch (f) {
    case function::format: return format(arguments);
    case function::base64_encode:
    case function::base64_decode: return base64(f, first);
    case function::size:
      if (first.is(type_kind::string)) return text_function(f, arguments);
      if (first.is(type_kind::bytes)) {
        return outcome::of(value::integer(static_cast<std::int64_t>(first.as_text().size())));
      }
      if (!first.is(type_kind::list) && !first.is(type_kind::map)) return outcome::failure();
      return outcome::of(value::integer(static_cast<std::int64_t>(rounds_of(first))));
    case function::amount_of:
      return first.is(type_kind::money) ? outcome::of(value::number(first.as_decimal()))
                                        : outcome::failure();
    case function::currency_of:
      return first.is(type_kind::money)
                 ? outcome::of(value::string(name_of_currency(first.currency())))
                 : outcome::failure();
    default: return list_function(f, arguments);
  }
}

inline outcome evaluator::text_of(std::string_view text) {
  if (text.empty()) return outcome::of(value::string({}));
  const std::span<char> made = arena_.characters(text.size());
  if (made.empty()) return outcome::failure();
  std::copy(text.begin(), text.end(), made.begin());
  return outcome::of(value::string({made.data(), made.size()}));
}

inline outcome evaluator::convert(graph::function f, std::span<const value> arguments) {
  using graph::function;
  const value& v = arguments[0];
  const bool numeric = is_number(v.kind());
  const bool text = v.is(type_kind::string);
  const bool real = v.is(type_kind::real);
  switch (f) {
    case function::to_real: {
      std::optional<double> made;
      if (is_real_or_integer(v.kind())) made = real_of(v);
      if (text) made = parse_real(v.as_text());
      return made ? outcome::of(value::real(*made)) : outcome::failure();
    }
    case function::to_int: {
      if (real) {
        const std::optional<std::int64_t> whole = integer_of(v.as_real());
        return whole ? outcome::of(value::integer(*whole)) : outcome::failure();
      }
      if (v.is(type_kind::timestamp)) return outcome::of(value::integer(v.as_timestamp().seconds));
      if (numeric) {
        // Towards zero, as CEL converts doubles.
        const std::optional<std::int64_t> whole = number_of(v).scaled(0, rounding_mode::down);
        return whole ? outcome::of(value::integer(*whole)) : outcome::failure();
      }
      if (!text) return outcome::failure();
      std::int64_t made = 0;
      const std::string_view s = v.as_text();
      const auto [end, fault] = std::from_chars(s.data(), s.data() + s.size(), made);
      return fault == std::errc() && end == s.data() + s.size() ? outcome::of(value::integer(made))
                                                                : outcome::failure();
    }
    case function::to_uint: {
      if (real) {
        const std::optional<std::uint64_t> whole = uinteger_of(v.as_real());
        return whole ? outcome::of(value::uinteger(*whole)) : outcome::failure();
      }
      if (numeric) {
        const decimal d = number_of(v);
        if (v.is(type_kind::uinteger)) return outcome::of(v);
        const std::optional<std::int64_t> whole = d.scaled(0, rounding_mode::down);
        return whole && *whole >= 0
                   ? outcome::of(value::uinteger(static_cast<std::uint64_t>(*whole)))
                   : outcome::failure();
      }
      if (!text) return outcome::failure();
      std::uint64_t made = 0;
      const std::string_view s = v.as_text();
      const auto [end, fault] = std::from_chars(s.data(), s.data() + s.size(), made);
      return fault == std::errc() && end == s.data() + s.size() ? outcome::of(value::uinteger(made))
                                                                : outcome::failure();
    }
    case function::to_decimal:
    case function::to_percent: {
      std::optional<decimal> made;
      if (numeric || v.is(type_kind::percent)) made = number_of(v);
      if (text) made = decimal::parse(v.as_text());
      if (!made) return outcome::failure();
      if (f == function::to_decimal) return outcome::of(value::number(*made));
      if (v.is(type_kind::percent)) return outcome::of(v);
      made = multiply(*made, decimal(1, -2));
      return made ? outcome::of(value::percent(*made)) : outcome::failure();
    }
    case function::to_money: {
      if (arguments.size() != 2 || !arguments[1].is(type_kind::string)) return outcome::failure();
      const currency_code currency = currency_named(arguments[1].as_text());
      std::optional<decimal> made;
      if (numeric) made = number_of(v);
      if (text) made = decimal::parse(v.as_text());
      return made && currency != no_currency ? outcome::of(value::money(*made, currency))
                                             : outcome::failure();
    }
    case function::to_string:
      switch (v.kind()) {
        case type_kind::string: return outcome::of(v);
        case type_kind::bytes:
          return is_utf8(v.as_text()) ? outcome::of(value::string(v.as_text()))
                                      : outcome::failure();
        case type_kind::real: return text_of(print_real(v.as_real()));
        case type_kind::boolean: return outcome::of(value::string(v.as_bool() ? "true" : "false"));
        case type_kind::integer:
        case type_kind::uinteger:
        case type_kind::decimal: return text_of(number_of(v).text());
        case type_kind::percent: {
          const std::optional<decimal> hundred = multiply(v.as_decimal(), decimal(100, 0));
          return hundred ? text_of(hundred->reduced().text() + "%") : outcome::failure();
        }
        case type_kind::money:
          return text_of(v.as_decimal().text() + std::string(name_of_currency(v.currency())));
        case type_kind::timestamp: return text_of(print(v.as_timestamp()));
        case type_kind::duration: return text_of(print(v.as_duration()));
        default: return outcome::failure();
      }
    case function::to_bytes:
      return text || v.is(type_kind::bytes) ? outcome::of(value::bytes(v.as_text()))
                                            : outcome::failure();
    case function::to_bool:
      if (v.is(type_kind::boolean)) return outcome::of(v);
      if (!text) return outcome::failure();
      for (const std::string_view yes : {"true", "TRUE", "True", "t", "1"}) {
        if (v.as_text() == yes) return outcome::of(value::boolean(true));
      }
      for (const std::string_view no : {"false", "FALSE", "False", "f", "0"}) {
        if (v.as_text() == no) return outcome::of(value::boolean(false));
      }
      return outcome::failure();
    case function::to_timestamp: {
      if (v.is(type_kind::timestamp)) return outcome::of(v);
      if (v.is(type_kind::integer)) {
        const std::optional<value> made = detail::moment({v.as_int(), 0});
        return made ? outcome::of(*made) : outcome::failure();
      }
      if (!text) return outcome::failure();
      const std::optional<timestamp> made = parse_timestamp(v.as_text());
      return made ? outcome::of(value::at(*made)) : outcome::failure();
    }
    case function::to_duration: {
      if (v.is(type_kind::duration)) return outcome::of(v);
      if (!text) return outcome::failure();
      const std::optional<duration> made = parse_duration(v.as_text());
      return made ? outcome::of(value::lasting(*made)) : outcome::failure();
    }
    case function::type_of: return outcome::of(value::type(v.kind()));
    default: return outcome::failure();
  }
}

}  // namespace parley
