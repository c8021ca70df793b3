#include "check/condition_signatures.hpp"

#include <algorithm>
#include <array>

#include "parley/facts/value_compare.hpp"

namespace parley::check::detail {
namespace {

using graph::function;

constexpr signature table[] = {
    {"size", function::size, form::both, "c", type_kind::integer},
    // conversions
    {"int", function::to_int, form::free, "*", type_kind::integer},
    {"uint", function::to_uint, form::free, "*", type_kind::uinteger},
    {"decimal", function::to_decimal, form::free, "*", type_kind::decimal, gives::what_is_said,
     true},
    {"double", function::to_decimal, form::free, "*", type_kind::decimal},
    {"string", function::to_string, form::free, "*", type_kind::string},
    {"bytes", function::to_bytes, form::free, "*", type_kind::bytes},
    {"bool", function::to_bool, form::free, "*", type_kind::boolean},
    {"timestamp", function::to_timestamp, form::free, "*", type_kind::timestamp},
    {"duration", function::to_duration, form::free, "*", type_kind::duration},
    {"money", function::to_money, form::free, "*s", type_kind::money, gives::what_is_said, true},
    {"percent", function::to_percent, form::free, "*", type_kind::percent, gives::what_is_said,
     true},
    {"type", function::type_of, form::free, "*", type_kind::type},
    {"amount", function::amount_of, form::method, "m", type_kind::decimal, gives::what_is_said,
     true},
    {"currency", function::currency_of, form::method, "m", type_kind::string, gives::what_is_said,
     true},
    // text
    {"contains", function::text_contains, form::method, "ss", type_kind::boolean},
    {"startsWith", function::starts_with, form::method, "ss", type_kind::boolean},
    {"endsWith", function::ends_with, form::method, "ss", type_kind::boolean},
    {"matches", function::matches, form::both, "ss", type_kind::boolean},
    {"lowerAscii", function::lower_ascii, form::method, "s", type_kind::string},
    {"upperAscii", function::upper_ascii, form::method, "s", type_kind::string},
    {"trim", function::trim, form::method, "s", type_kind::string},
    {"substring", function::substring, form::method, "si|i", type_kind::string},
    {"replace", function::replace, form::method, "sss|i", type_kind::string},
    {"split", function::split, form::method, "ss|i", type_kind::list, gives::texts},
    {"join", function::join, form::method, "L|s", type_kind::string},
    {"indexOf", function::index_of, form::method, "ss|i", type_kind::integer},
    {"lastIndexOf", function::last_index_of, form::method, "ss|i", type_kind::integer},
    {"charAt", function::char_at, form::method, "si", type_kind::string},
    {"reverse", function::reverse, form::method, "r", type_kind::any, gives::same},
    {"format", function::format, form::method, "sl", type_kind::string},
    {"strings.quote", function::quote, form::free, "s", type_kind::string},
    {"base64.encode", function::base64_encode, form::free, "y", type_kind::string},
    {"base64.decode", function::base64_decode, form::free, "s", type_kind::bytes},
    // time
    {"getFullYear", function::get_full_year, form::method, "t|s", type_kind::integer},
    {"getMonth", function::get_month, form::method, "t|s", type_kind::integer},
    {"getDate", function::get_date, form::method, "t|s", type_kind::integer},
    {"getDayOfMonth", function::get_day_of_month, form::method, "t|s", type_kind::integer},
    {"getDayOfWeek", function::get_day_of_week, form::method, "t|s", type_kind::integer},
    {"getDayOfYear", function::get_day_of_year, form::method, "t|s", type_kind::integer},
    {"getHours", function::get_hours, form::method, "T|s", type_kind::integer},
    {"getMinutes", function::get_minutes, form::method, "T|s", type_kind::integer},
    {"getSeconds", function::get_seconds, form::method, "T|s", type_kind::integer},
    {"getMilliseconds", function::get_milliseconds, form::method, "T|s", type_kind::integer},
    // numbers
    {"math.least", function::least, form::free, "q+", type_kind::any, gives::common},
    {"math.greatest", function::greatest, form::free, "q+", type_kind::any, gives::common},
    {"math.abs", function::absolute, form::free, "q", type_kind::any, gives::same},
    {"math.ceil", function::ceil, form::free, "Q", type_kind::any, gives::same},
    {"math.floor", function::floor, form::free, "Q", type_kind::any, gives::same},
    {"math.round", function::round, form::free, "Q", type_kind::any, gives::same},
    {"math.trunc", function::trunc, form::free, "Q", type_kind::any, gives::same},
    {"math.sign", function::sign, form::free, "q", type_kind::any, gives::number},
    {"math.sqrt", function::square_root, form::free, "n", type_kind::decimal},
    {"math.isNaN", function::is_nan, form::free, "f", type_kind::boolean},
    {"math.isInf", function::is_inf, form::free, "f", type_kind::boolean},
    {"math.isFinite", function::is_finite, form::free, "f", type_kind::boolean},
    {"math.bitOr", function::bit_or, form::free, "ww", type_kind::any, gives::common},
    {"math.bitAnd", function::bit_and, form::free, "ww", type_kind::any, gives::common},
    {"math.bitXor", function::bit_xor, form::free, "ww", type_kind::any, gives::common},
    {"math.bitNot", function::bit_not, form::free, "w", type_kind::any, gives::same},
    {"math.bitShiftLeft", function::bit_shift_left, form::free, "wi", type_kind::any, gives::same},
    {"math.bitShiftRight", function::bit_shift_right, form::free, "wi", type_kind::any,
     gives::same},
    // lists
    {"slice", function::slice, form::method, "lii", type_kind::list, gives::same},
    {"flatten", function::flatten, form::method, "l|i", type_kind::list, gives::opened},
    {"distinct", function::distinct, form::method, "l", type_kind::list, gives::same},
    {"sort", function::sort, form::method, "l", type_kind::list, gives::same},
    {"first", function::first, form::method, "l", type_kind::optional, gives::optional},
    {"last", function::last, form::method, "l", type_kind::optional, gives::optional},
    {"lists.range", function::range, form::free, "i", type_kind::list, gives::whole},
    {"sets.contains", function::set_contains, form::free, "ll", type_kind::boolean},
    {"sets.equivalent", function::set_equivalent, form::free, "ll", type_kind::boolean},
    {"sets.intersects", function::set_intersects, form::free, "ll", type_kind::boolean},
};

/// What a conversion reads besides its own type.
bool converts(function f, type_kind from) {
  const bool number = is_number(from) || from == type_kind::real;
  const bool text = from == type_kind::string;
  switch (f) {
    case function::to_int: return number || text || from == type_kind::timestamp;
    case function::to_uint: return number || text;
    case function::to_real: return number || text;
    case function::to_decimal: return number || text || from == type_kind::percent;
    case function::to_percent: return number || text || from == type_kind::percent;
    case function::to_money: return number || text;
    case function::to_bytes: return text || from == type_kind::bytes;
    case function::to_bool: return text || from == type_kind::boolean;
    case function::to_timestamp:
      return text || from == type_kind::timestamp || from == type_kind::integer;
    case function::type_of: return true;
    case function::to_duration: return text || from == type_kind::duration;
    default:
      return from != type_kind::list && from != type_kind::map && from != type_kind::object &&
             from != type_kind::null && from != type_kind::type && from != type_kind::optional;
  }
}

}  // namespace

std::span<const signature> signatures() {
  return table;
}

bool is_library(std::string_view name) {
  static constexpr std::array<std::string_view, 5> names = {"math", "strings", "base64", "lists",
                                                            "sets"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

arity arity_of(std::string_view takes) {
  if (takes == "q+") return {1, 16};
  const std::size_t bar = takes.find('|');
  if (bar == std::string_view::npos) return {takes.size(), takes.size()};
  return {bar, takes.size() - 1};
}

char letter_of(std::string_view takes, std::size_t k) {
  if (takes == "q+") return 'q';
  const std::size_t bar = takes.find('|');
  return takes[k < bar ? k : k + 1];
}

bool fits(function f, char letter, type_kind kind, type_kind element) {
  const bool whole = kind == type_kind::integer || kind == type_kind::uinteger;
  const bool fraction = kind == type_kind::decimal || kind == type_kind::real;
  const bool amount = kind == type_kind::money || kind == type_kind::percent;
  switch (letter) {
    case 's': return kind == type_kind::string;
    case 'y': return kind == type_kind::bytes;
    case 'i': return kind == type_kind::integer;
    case 'w': return whole;
    case 'f': return fraction;
    case 'n': return whole || fraction;
    case 'q': return whole || fraction || amount;
    case 'Q': return fraction || amount;
    case 'm': return kind == type_kind::money;
    case 'l': return kind == type_kind::list;
    case 'L':
      return kind == type_kind::list && (element == type_kind::string || element == type_kind::any);
    case 'r': return kind == type_kind::string || kind == type_kind::list;
    case 't': return kind == type_kind::timestamp;
    case 'T': return kind == type_kind::timestamp || kind == type_kind::duration;
    case 'c':
      return kind == type_kind::string || kind == type_kind::bytes || kind == type_kind::list ||
             kind == type_kind::map;
    default: return converts(f, kind);
  }
}

}  // namespace parley::check::detail
