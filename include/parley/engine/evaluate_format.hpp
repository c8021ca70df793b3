// `format`, and base64. Part of evaluator.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "parley/engine/evaluator.hpp"
#include "parley/facts/format_clause.hpp"
#include "parley/facts/real_text.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/money/decimal_text.hpp"

namespace parley {

namespace detail {

/// Lists and maps inside each other that `%s` shows.
inline constexpr int shown_depth = 40;

[[nodiscard]] inline std::string in_base(std::uint64_t magnitude, bool negative, unsigned base,
                                         bool upper) {
  const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string made;
  do {
    made.push_back(digits[magnitude % base]);
    magnitude /= base;
  } while (magnitude != 0);
  if (negative) made.push_back('-');
  std::reverse(made.begin(), made.end());
  return made;
}

/// What `%s` makes of a value; false when it has no text, or the text would be too long.
[[nodiscard]] inline bool append_shown(std::string& to, const value& v, int depth = shown_depth) {
  switch (v.kind()) {
    case type_kind::null: to += "null"; break;
    case type_kind::boolean: to += v.as_bool() ? "true" : "false"; break;
    case type_kind::integer: to += std::to_string(v.as_int()); break;
    case type_kind::uinteger: to += std::to_string(v.as_uint()); break;
    case type_kind::decimal: to += v.as_decimal().text(); break;
    case type_kind::real: to += print_real(v.as_real()); break;
    case type_kind::percent: {
      const std::optional<decimal> hundred = multiply(v.as_decimal(), decimal(100, 0));
      if (!hundred) return false;
      to += hundred->reduced().text() + "%";
      break;
    }
    case type_kind::money:
      to += v.as_decimal().text();
      to += name_of_currency(v.currency());
      break;
    case type_kind::string:
    case type_kind::bytes: to += v.as_text(); break;
    case type_kind::timestamp: to += print(v.as_timestamp()); break;
    case type_kind::duration: to += print(v.as_duration()); break;
    case type_kind::type: to += cel_name_of(v.as_type()); break;
    case type_kind::list: {
      if (depth == 0) return false;
      to += '[';
      for (std::size_t i = 0; i < v.items().size(); ++i) {
        if (i > 0) to += ", ";
        if (!append_shown(to, v.items()[i], depth - 1)) return false;
      }
      to += ']';
      break;
    }
    case type_kind::map: {
      if (depth == 0) return false;
      // In the order of the keys' texts, whatever their types.
      std::vector<std::string> entries;
      for (std::size_t i = 0; i + 1 < v.items().size(); i += 2) {
        std::string entry;
        if (!append_shown(entry, v.items()[i], depth - 1)) return false;
        entry += ": ";
        if (!append_shown(entry, v.items()[i + 1], depth - 1)) return false;
        entries.push_back(std::move(entry));
      }
      std::sort(entries.begin(), entries.end());
      to += '{';
      for (std::size_t i = 0; i < entries.size(); ++i) to += (i > 0 ? ", " : "") + entries[i];
      to += '}';
      break;
    }
    default: return false;
  }
  return to.size() <= caps::arena_bytes;
}

/// What a clause other than `%s` makes of a value; false when it can't take it.
[[nodiscard]] inline bool append_clause(std::string& to, const format_clause& clause,
                                        const value& v) {
  const bool integral = v.is(type_kind::integer) || v.is(type_kind::uinteger);
  const bool negative = v.is(type_kind::integer) && v.as_int() < 0;
  const std::uint64_t magnitude = v.is(type_kind::uinteger) ? v.as_uint()
                                  : v.is(type_kind::integer)
                                      ? (negative ? 0 - static_cast<std::uint64_t>(v.as_int())
                                                  : static_cast<std::uint64_t>(v.as_int()))
                                      : 0;
  if (v.is(type_kind::real) && !std::isfinite(v.as_real()) &&
      std::string_view("dfe").find(clause.verb) != std::string_view::npos) {
    to += print_real(v.as_real());
    return true;
  }
  switch (clause.verb) {
    case 'd':
      if (!integral) return false;
      to += in_base(magnitude, negative, 10, false);
      return true;
    case 'f':
    case 'e':
      if (v.is(type_kind::real)) {
        // The longest double has 309 digits before the point.
        std::array<char, caps::format_precision + 320> room;
        const auto form =
            clause.verb == 'f' ? std::chars_format::fixed : std::chars_format::scientific;
        const auto [end, fault] = std::to_chars(room.data(), room.data() + room.size(), v.as_real(),
                                                form, clause.precision);
        to.append(room.data(), end);
        return fault == std::errc();
      }
      if (!integral && !v.is(type_kind::decimal)) return false;
      to += clause.verb == 'f' ? fixed_text(number_of(v), clause.precision)
                               : scientific_text(number_of(v), clause.precision);
      return true;
    case 'b':
      if (v.is(type_kind::boolean)) {
        to += v.as_bool() ? '1' : '0';
        return true;
      }
      if (!integral) return false;
      to += in_base(magnitude, negative, 2, false);
      return true;
    case 'o':
      if (!integral) return false;
      to += in_base(magnitude, negative, 8, false);
      return true;
    case 'x':
    case 'X': {
      const bool upper = clause.verb == 'X';
      if (v.is(type_kind::string) || v.is(type_kind::bytes)) {
        const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
        for (const char c : v.as_text()) {
          to += digits[static_cast<unsigned char>(c) >> 4];
          to += digits[static_cast<unsigned char>(c) & 15];
        }
        return true;
      }
      if (!integral) return false;
      to += in_base(magnitude, negative, 16, upper);
      return true;
    }
    default: return false;
  }
}

inline constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace detail

/// A text with clauses and the list of what stands for them; fewer arguments than clauses, or one
/// that a clause can't take, are an error.
inline outcome evaluator::format(std::span<const value> arguments) {
  if (arguments.size() != 2 || !arguments[0].is(type_kind::string) ||
      !arguments[1].is(type_kind::list)) {
    return outcome::failure();
  }
  std::string_view rest = arguments[0].as_text();
  const std::span<const value> given = arguments[1].items();
  std::string made;
  std::size_t next = 0;
  while (!rest.empty()) {
    const std::size_t plain = std::min(rest.find('%'), rest.size());
    made += rest.substr(0, plain);
    rest.remove_prefix(plain);
    if (rest.empty()) break;
    const std::optional<format_clause> clause = read_format_clause(rest);
    if (!clause) return outcome::failure();
    rest.remove_prefix(clause->bytes);
    if (clause->verb == '%') {
      made += '%';
      continue;
    }
    if (next == given.size()) return outcome::failure();
    const value& argument = given[next++];
    const bool fits = clause->verb == 's' ? detail::append_shown(made, argument)
                                          : detail::append_clause(made, *clause, argument);
    if (!fits || made.size() > caps::arena_bytes) return outcome::failure();
  }
  return text_of(made);
}

/// The standard alphabet; written with padding, read with or without.
inline outcome evaluator::base64(graph::function f, const value& given) {
  if (f == graph::function::base64_encode) {
    if (!given.is(type_kind::bytes)) return outcome::failure();
    const std::string_view bytes = given.as_text();
    if (bytes.empty()) return outcome::of(value::string({}));
    const std::span<char> made = arena_.characters((bytes.size() + 2) / 3 * 4);
    if (made.empty()) return outcome::failure();
    std::size_t to = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      std::uint32_t group = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        const bool there = i + k < bytes.size();
        group = group << 8 | (there ? static_cast<unsigned char>(bytes[i + k]) : 0U);
      }
      for (std::size_t k = 0; k < 4; ++k) {
        const bool padding = i + k > bytes.size();
        made[to++] = padding ? '=' : detail::base64_letters[group >> (18 - 6 * k) & 63];
      }
    }
    return outcome::of(value::string({made.data(), made.size()}));
  }
  if (!given.is(type_kind::string)) return outcome::failure();
  std::string_view text = given.as_text();
  if (text.size() % 4 == 0) {
    for (int k = 0; k < 2 && text.ends_with('='); ++k) text.remove_suffix(1);
  }
  if (text.empty()) return outcome::of(value::bytes({}));
  if (text.size() % 4 == 1) return outcome::failure();
  const std::span<char> made = arena_.characters(text.size() * 3 / 4);
  if (made.empty()) return outcome::failure();
  std::size_t to = 0;
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t letter = detail::base64_letters.find(text[i]);
    if (letter == std::string_view::npos) return outcome::failure();
    group = group << 6 | static_cast<std::uint32_t>(letter);
    if (i % 4 != 0) made[to++] = static_cast<char>(group >> (6 - 2 * (i % 4)) & 255);
  }
  return outcome::of(value::bytes({made.data(), made.size()}));
}

}  // namespace parley
