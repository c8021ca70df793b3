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

[[nodiscard]] inline bool is_blank(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

}  // namespace detail

inline outcome evaluator::text_function(graph::function f, std::span<const value> arguments) {
  using graph::function;
  const std::size_t count = arguments.size();
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
      while (!rest.empty() && detail::is_blank(rest.front())) rest.remove_prefix(1);
      while (!rest.empty() && detail::is_blank(rest.back())) rest.remove_suffix(1);
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
    case function::replace: {
      std::int64_t left = whole(3, -1);
      const std::string_view old = text(1);
      const std::string_view fresh = text(2);
      std::string_view rest = s;
      outcome made = outcome::of(value::string({}));
      while (left != 0) {
        std::size_t at = rest.find(old);
        if (at == none) break;
        if (old.empty()) {
          // Between all code points, as CEL's extension does.
          if (left > 0) --left;
          made = concatenate(made.content, value::string(fresh));
          if (!made.known() || rest.empty()) return made;
          at = detail::code_point_bytes(rest);
          made = concatenate(made.content, value::string(rest.substr(0, at)));
          rest.remove_prefix(at);
        } else {
          if (left > 0) --left;
          made = concatenate(made.content, value::string(rest.substr(0, at)));
          if (made.known()) made = concatenate(made.content, value::string(fresh));
          rest.remove_prefix(at + old.size());
        }
        if (!made.known()) return made;
      }
      return concatenate(made.content, value::string(rest));
    }
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

}  // namespace parley
