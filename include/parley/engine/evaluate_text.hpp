// Functions of text. Positions count code points, as in CEL. Part of evaluator.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "parley/engine/evaluator.hpp"

namespace parley {

namespace detail {

/// Bytes of the code point at the start of `text`; a byte that starts none counts as one.
[[nodiscard]] inline std::size_t code_point_bytes(std::string_view text) noexcept {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t wanted = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(wanted, text.size());
}

[[nodiscard]] inline std::int64_t code_points(std::string_view text) noexcept {
  std::int64_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(code_point_bytes(text));
    ++count;
  }
  return count;
}

/// The byte where the code point number `position` starts; npos when there are fewer.
[[nodiscard]] inline std::size_t byte_at(std::string_view text, std::int64_t position) noexcept {
  std::size_t at = 0;
  for (; position > 0; --position) {
    if (at == text.size()) return std::string_view::npos;
    at += code_point_bytes(text.substr(at));
  }
  return position < 0 ? std::string_view::npos : at;
}

/// Whether a code point is white space, as Unicode has it.
[[nodiscard]] inline bool is_blank(std::string_view point) noexcept {
  if (point.size() == 1) return point[0] == ' ' || (point[0] >= '\t' && point[0] <= '\r');
  if (point.size() == 2) return point == "\u0085" || point == "\u00a0";
  if (point == "\u1680" || point == "\u202f" || point == "\u205f" || point == "\u3000") return true;
  // U+2000 to U+200A, U+2028, U+2029.
  if (point.size() != 3 || !point.starts_with("\xe2\x80")) return false;
  const auto last = static_cast<unsigned char>(point[2]);
  return last <= 0x8A || last == 0xA8 || last == 0xA9;
}

/// The code point at the end of `text`.
[[nodiscard]] inline std::string_view last_code_point(std::string_view text) noexcept {
  std::size_t bytes = 1;
  while (bytes < 4 && bytes < text.size() &&
         (static_cast<unsigned char>(text[text.size() - bytes]) & 0xC0) == 0x80) {
    ++bytes;
  }
  return text.substr(text.size() - bytes);
}

}  // namespace detail

namespace detail {

/// What the arguments behind the first are: s text, i int; those that may be left out come last.
[[nodiscard]] constexpr std::string_view text_arguments(graph::function f) noexcept {
  using graph::function;
  switch (f) {
    case function::text_contains:
    case function::starts_with:
    case function::ends_with:
    case function::matches:
    case function::join: return "s";
    case function::substring: return "ii";
    case function::char_at: return "i";
    case function::replace: return "ssi";
    case function::split:
    case function::index_of:
    case function::last_index_of: return "si";
    default: return {};
  }
}

[[nodiscard]] inline bool takes_text(graph::function f, std::span<const value> arguments) noexcept {
  const std::string_view takes = text_arguments(f);
  if (arguments.size() > takes.size() + 1) return false;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (!arguments[i].is(takes[i - 1] == 's' ? type_kind::string : type_kind::integer))
      return false;
  }
  return true;
}

}  // namespace detail

inline outcome evaluator::text_function(graph::function f, std::span<const value> arguments) {
  using graph::function;
  const std::size_t count = arguments.size();
  if (!detail::takes_text(f, arguments)) return outcome::failure();
  const auto text = [&](std::size_t i) {
    return i < count && arguments[i].is(type_kind::string) ? arguments[i].as_text()
                                                           : std::string_view();
  };
  const auto whole = [&](std::size_t i, std::int64_t otherwise) {
    return i < count && arguments[i].is(type_kind::integer) ? arguments[i].as_int() : otherwise;
  };
  const auto yes = [](bool b) { return outcome::of(value::boolean(b)); };
  const auto position = [&](std::size_t byte) {
    return outcome::of(value::integer(
        byte == std::string_view::npos ? -1 : detail::code_points(text(0).substr(0, byte))));
  };
  constexpr std::size_t none = std::string_view::npos;
  const std::string_view s = text(0);

  if (f == function::join) {
    if (!arguments[0].is(type_kind::list)) return outcome::failure();
    std::size_t size = 0;
    const std::span<const value> items = arguments[0].items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!items[i].is(type_kind::string)) return outcome::failure();
      size += items[i].as_text().size() + (i > 0 ? text(1).size() : 0);
    }
    if (size == 0) return outcome::of(value::string({}));
    const std::span<char> made = arena_.characters(size);
    if (made.empty()) return outcome::failure();
    auto to = made.begin();
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) to = std::copy(text(1).begin(), text(1).end(), to);
      to = std::copy(items[i].as_text().begin(), items[i].as_text().end(), to);
    }
    return outcome::of(value::string({made.data(), made.size()}));
  }
  if (!arguments[0].is(type_kind::string)) return outcome::failure();

  switch (f) {
    case function::size: return outcome::of(value::integer(detail::code_points(s)));
    case function::text_contains: return yes(s.find(text(1)) != none);
    case function::starts_with: return yes(s.starts_with(text(1)));
    case function::ends_with: return yes(s.ends_with(text(1)));
    case function::matches: {
      if (text(1).size() > caps::pattern_bytes) return outcome::failure();
      const pattern_matcher matcher = matcher_ != nullptr ? matcher_ : installed_matcher();
      const int found = matcher == nullptr ? -1 : matcher(s, text(1));
      return found < 0 ? outcome::failure() : yes(found == 1);
    }
    case function::lower_ascii:
    case function::upper_ascii: {
      const outcome made = text_of(s);
      if (!made.known() || s.empty()) return made;
      // The copy is ours.
      auto* const letters = const_cast<char*>(made.content.as_text().data());
      const bool lower = f == function::lower_ascii;
      for (std::size_t i = 0; i < s.size(); ++i) {
        const char c = letters[i];
        if (lower && c >= 'A' && c <= 'Z') letters[i] = static_cast<char>(c + 32);
        if (!lower && c >= 'a' && c <= 'z') letters[i] = static_cast<char>(c - 32);
      }
      return made;
    }
    case function::trim: {
      std::string_view rest = s;
      while (!rest.empty()) {
        const std::size_t bytes = detail::code_point_bytes(rest);
        if (!detail::is_blank(rest.substr(0, bytes))) break;
        rest.remove_prefix(bytes);
      }
      while (!rest.empty()) {
        const std::string_view point = detail::last_code_point(rest);
        if (!detail::is_blank(point)) break;
        rest.remove_suffix(point.size());
      }
      return outcome::of(value::string(rest));
    }
    case function::substring: {
      const std::size_t from = detail::byte_at(s, whole(1, -1));
      const std::size_t to = count > 2 ? detail::byte_at(s, whole(2, -1)) : s.size();
      if (from == none || to == none || to < from) return outcome::failure();
      return outcome::of(value::string(s.substr(from, to - from)));
    }
    case function::char_at: {
      const std::size_t from = detail::byte_at(s, whole(1, -1));
      if (from == none) return outcome::failure();
      const std::string_view rest = s.substr(from);
      return outcome::of(
          value::string(rest.empty() ? rest : rest.substr(0, detail::code_point_bytes(rest))));
    }
    case function::index_of: {
      const std::size_t from = detail::byte_at(s, whole(2, 0));
      return from == none ? outcome::failure() : position(s.find(text(1), from));
    }
    case function::last_index_of: {
      const std::size_t from = count > 2 ? detail::byte_at(s, whole(2, 0)) : s.size();
      return from == none ? outcome::failure() : position(s.rfind(text(1), from));
    }
    case function::replace: return replaced(s, text(1), text(2), whole(3, -1));
    case function::quote: return quoted(s);
    case function::split: {
      const std::int64_t most = whole(2, -1);
      const std::string_view mark = text(1);
      if (most == 0) return outcome::of(value::list({}));
      std::size_t parts = 1;
      const auto next = [&](std::string_view rest) {
        if (!mark.empty()) return rest.find(mark);
        if (rest.empty()) return none;
        const std::size_t bytes = detail::code_point_bytes(rest);
        return bytes < rest.size() ? bytes : none;
      };
      std::string_view rest = s;
      for (std::size_t at = next(rest);
           at != none && (most < 0 || parts < static_cast<std::size_t>(most)); at = next(rest)) {
        rest.remove_prefix(at + mark.size());
        ++parts;
      }
      if (mark.empty() && s.empty()) return outcome::of(value::list({}));
      const std::span<value> made = arena_.values(parts);
      if (made.empty()) return outcome::failure();
      rest = s;
      for (std::size_t i = 0; i + 1 < parts; ++i) {
        const std::size_t at = next(rest);
        made[i] = value::string(rest.substr(0, at));
        rest.remove_prefix(at + mark.size());
      }
      made[parts - 1] = value::string(rest);
      return outcome::of(value::list(made));
    }
    case function::reverse: {
      if (s.empty()) return outcome::of(arguments[0]);
      const std::span<char> made = arena_.characters(s.size());
      if (made.empty()) return outcome::failure();
      std::string_view rest = s;
      std::size_t to = s.size();
      while (!rest.empty()) {
        const std::size_t bytes = detail::code_point_bytes(rest);
        to -= bytes;
        std::copy_n(rest.begin(), bytes, made.begin() + static_cast<std::ptrdiff_t>(to));
        rest.remove_prefix(bytes);
      }
      return outcome::of(value::string({made.data(), made.size()}));
    }
    default: return outcome::failure();
  }
}

/// At most `most` replacements, all for a negative number. An empty `old` stands before every code
/// point and at the end.
inline outcome evaluator::replaced(std::string_view text, std::string_view old,
                                   std::string_view fresh, std::int64_t most) {
  // The part of `rest` before the next place, or npos.
  const auto next = [&](std::string_view rest, bool first) {
    if (!old.empty()) return rest.find(old);
    if (first) return std::size_t{0};
    return rest.empty() ? std::string_view::npos : detail::code_point_bytes(rest);
  };
  const auto walk = [&](auto&& keep) {
    std::string_view rest = text;
    for (std::int64_t done = 0; most < 0 || done < most; ++done) {
      const std::size_t at = next(rest, done == 0);
      if (at == std::string_view::npos) break;
      keep(rest.substr(0, at));
      keep(fresh);
      rest.remove_prefix(at + old.size());
    }
    keep(rest);
  };
  std::size_t size = 0;
  walk([&](std::string_view part) { size += part.size(); });
  if (size == 0) return outcome::of(value::string({}));
  const std::span<char> made = arena_.characters(size);
  if (made.empty()) return outcome::failure();
  auto to = made.begin();
  walk([&](std::string_view part) { to = std::copy(part.begin(), part.end(), to); });
  return outcome::of(value::string({made.data(), made.size()}));
}

/// In double quotes, with escapes for what can't stand in a literal as it is.
inline outcome evaluator::quoted(std::string_view text) {
  constexpr std::string_view special = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view letters = "abfnrtv\\\"";
  std::size_t size = text.size() + 2;
  for (const char c : text) size += special.find(c) != std::string_view::npos ? 1 : 0;
  const std::span<char> made = arena_.characters(size);
  if (made.empty()) return outcome::failure();
  std::size_t to = 0;
  made[to++] = '"';
  for (const char c : text) {
    const std::size_t which = special.find(c);
    if (which != std::string_view::npos) made[to++] = '\\';
    made[to++] = which != std::string_view::npos ? letters[which] : c;
  }
  made[to] = '"';
  return outcome::of(value::string({made.data(), made.size()}));
}

}  // namespace parley
