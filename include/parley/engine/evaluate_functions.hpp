// Calls: strict in all arguments; conversions. Part of evaluator.hpp.
#pragma once

#include <algorithm>
#include <string>

#include "parley/base/utf8.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/facts/real_text.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/graph/value_conversion.hpp"

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
  switch (f) {
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
      return v.is(type_kind::string) || v.is(type_kind::bytes)
                 ? outcome::of(value::bytes(v.as_text()))
                 : outcome::failure();
    case function::type_of: return outcome::of(value::type(v.kind()));
    default: break;
  }
  currency_code currency = no_currency;
  if (f == function::to_money) {
    if (arguments.size() != 2 || !arguments[1].is(type_kind::string)) return outcome::failure();
    currency = currency_named(arguments[1].as_text());
  }
  const std::optional<value> made = graph::convert_value(f, v, currency);
  return made ? outcome::of(*made) : outcome::failure();
}

}  // namespace parley
