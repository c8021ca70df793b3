// The leaves of the sentence grammars. A grammar is an X3 expression over these parsers; each of
// them records what it matched, under a role, in a flat list that the parse carries in its context.
// So the concrete syntax tree is that list, and lowering it is a loop over labelled leaves.
//
// Private to src/syntax: the only other includers are the sentence_*.cpp grammars.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/spirit/home/x3.hpp>

#include "syntax/lexical.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax::lexemes {

namespace x3 = boost::spirit::x3;

/// One labelled piece of a sentence. `Role` is the family's enumeration.
template <typename Role>
struct leaf {
  Role role;
  iterator begin;
  iterator end;
  [[nodiscard]] std::string_view text() const {
    return {begin, static_cast<std::size_t>(end - begin)};
  }
};

template <typename Role>
using leaves = std::vector<leaf<Role>>;

struct leaves_tag;

/// Adds a leaf. Those that stand at or after its place were left by an alternative that failed
/// later on.
template <typename Role, typename Context>
void record(const Context& context, Role role, iterator begin, iterator end) {
  leaves<Role>& list = x3::get<leaves_tag>(context).get();
  while (!list.empty() && list.back().begin >= begin) list.pop_back();
  list.push_back({role, begin, end});
}

/// The common part of the leaves: skip blanks, let `Derived::match` find the end, record, advance.
template <typename Derived, typename Role>
struct leaf_parser : x3::parser<Derived> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  Role role;
  bool silent = false;  ///< matched but not recorded

  constexpr leaf_parser(Role r, bool s) : role(r), silent(s) {}

  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator& first, const iterator& last, const Context& context, const RContext&,
             Attribute&) const {
    x3::skip_over(first, last, context);
    const iterator end = static_cast<const Derived&>(*this).match(first, last);
    if (end == nullptr) return false;
    if (!silent) record<Role>(context, role, first, end);
    first = end;
    return true;
  }
};

/// A word of the language, whole and in lower case as written.
template <typename Role>
struct keyword : leaf_parser<keyword<Role>, Role> {
  std::string_view word;
  constexpr explicit keyword(std::string_view w) : keyword::leaf_parser(Role{}, true), word(w) {}
  constexpr keyword(Role r, std::string_view w) : keyword::leaf_parser(r, false), word(w) {}

  [[nodiscard]] iterator match(iterator first, iterator last) const {
    const std::string_view rest(first, static_cast<std::size_t>(last - first));
    if (!rest.starts_with(word)) return nullptr;
    const iterator end = first + word.size();
    return at_boundary(end, last) ? end : nullptr;
  }
  [[nodiscard]] std::string describe() const { return "`" + std::string(word) + "`"; }
};

/// A mark such as `+` or `<=`.
template <typename Role>
struct mark : leaf_parser<mark<Role>, Role> {
  std::string_view text;
  constexpr explicit mark(std::string_view t) : mark::leaf_parser(Role{}, true), text(t) {}
  constexpr mark(Role r, std::string_view t) : mark::leaf_parser(r, false), text(t) {}

  [[nodiscard]] iterator match(iterator first, iterator last) const {
    const std::string_view rest(first, static_cast<std::size_t>(last - first));
    return rest.starts_with(text) ? first + text.size() : nullptr;
  }
  [[nodiscard]] std::string describe() const { return "`" + std::string(text) + "`"; }
};

/// The shapes of words and numbers.
enum class shape : std::uint8_t {
  name,     ///< `WELCOME10`, `returns-60-days`, but no word of the sentences other than a target
  label,    ///< any name: a class, a role
  code,     ///< a name that may start with a digit, or quoted text: SKUs, shipping methods
  number,   ///< an amount: digits, fraction, unit or currency
  whole,    ///< digits standing alone
  ordinal,  ///< `2nd`, `3rd`
  scope,    ///< a word or a window such as `30d`
};

/// A word or number of one shape.
template <typename Role>
struct piece : leaf_parser<piece<Role>, Role> {
  shape form;
  std::string_view what;  ///< for "expected ..."
  constexpr piece(Role r, shape f, std::string_view w)
      : piece::leaf_parser(r, false), form(f), what(w) {}

  [[nodiscard]] iterator match(iterator first, iterator last) const {
    iterator end = first;
    switch (form) {
      case shape::name: {
        end = end_of_name(first, last);
        const std::string_view text(first, static_cast<std::size_t>(end - first));
        if (is_reserved_word(text) && text != "order" && text != "shipping") return nullptr;
        break;
      }
      case shape::label: end = end_of_name(first, last); break;
      case shape::code: return match_code(first, last);
      case shape::number: return match_number(first, last);
      case shape::whole:
        while (end != last && is_digit(*end)) ++end;
        if (end != last && (*end == '%' || *end == '.' || !at_boundary(end, last))) return nullptr;
        break;
      case shape::ordinal: {
        while (end != last && is_digit(*end)) ++end;
        if (end == first || last - end < 2) return nullptr;
        const std::string_view tail(end, 2);
        if (tail != "st" && tail != "nd" && tail != "rd" && tail != "th") return nullptr;
        end += 2;
        if (!at_boundary(end, last)) return nullptr;
        break;
      }
      case shape::scope:
        while (end != last && is_word(*end)) ++end;
        break;
    }
    return end == first ? nullptr : end;
  }
  [[nodiscard]] std::string describe() const { return std::string(what); }

 private:
  static iterator match_code(iterator first, iterator last) {
    if (first == last) return nullptr;
    if (*first == '"' || *first == '\'') {
      iterator end = first + 1;
      while (end != last && *end != *first) ++end;
      return end == last || end == first + 1 ? nullptr : end + 1;
    }
    iterator end = first;
    while (end != last && (is_name_part(*end) || *end == '/')) ++end;
    while (end != first && !is_word(end[-1])) --end;
    return end == first ? nullptr : end;
  }

  static iterator match_number(iterator first, iterator last) {
    iterator end = first;
    while (end != last && is_digit(*end)) ++end;
    if (end == first) return nullptr;
    if (last - end >= 2 && *end == '.' && is_digit(end[1])) {
      ++end;
      while (end != last && is_digit(*end)) ++end;
    }
    if (end != last && *end == '%') return end + 1;
    const iterator digits = end;
    while (end != last && is_letter(*end)) ++end;
    const std::string_view unit(digits, static_cast<std::size_t>(end - digits));
    const bool currency =
        unit.size() == 3 && is_upper(unit[0]) && is_upper(unit[1]) && is_upper(unit[2]);
    if (!unit.empty() && unit != "bp" && !currency) return nullptr;
    return at_boundary(end, last) ? end : nullptr;
  }
};

/// Everything up to a stop word outside quotes and brackets, or to the end: an expression, parsed
/// later.
template <typename Role>
struct extent : leaf_parser<extent<Role>, Role> {
  std::string_view stop;
  std::string_view what;
  constexpr extent(Role r, std::string_view s, std::string_view w)
      : extent::leaf_parser(r, false), stop(s), what(w) {}

  [[nodiscard]] iterator match(iterator first, iterator last) const {
    int depth = 0;
    iterator end = first;
    while (end != last) {
      const char c = *end;
      if (c == '"' || c == '\'') {
        iterator close = end + 1;
        while (close != last && *close != c) close += (*close == '\\' && close + 1 != last) ? 2 : 1;
        end = close == last ? last : close + 1;
        continue;
      }
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      if (depth <= 0 && (end == first || is_blank(end[-1])) && stops_at(end, last)) break;
      ++end;
    }
    while (end != first && is_blank(end[-1])) --end;
    return end == first ? nullptr : end;
  }
  [[nodiscard]] std::string describe() const { return std::string(what); }

 private:
  [[nodiscard]] bool stops_at(iterator at, iterator last) const {
    const std::string_view rest(at, static_cast<std::size_t>(last - at));
    return rest.starts_with(stop) && at_boundary(at + stop.size(), last);
  }
};

/// Gives a composed parser the words that stand in "expected ...".
template <typename Subject>
struct described : x3::parser<described<Subject>> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  Subject parser;
  std::string_view what;
  constexpr described(const Subject& p, std::string_view w) : parser(p), what(w) {}

  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator& first, const iterator& last, const Context& context,
             const RContext& rcontext, Attribute&) const {
    return parser.parse(first, last, context, rcontext, x3::unused);
  }
  [[nodiscard]] std::string describe() const { return std::string(what); }
};

template <typename Parser>
described<typename x3::extension::as_parser<Parser>::value_type> expected(std::string_view what,
                                                                          const Parser& parser) {
  return {x3::as_parser(parser), what};
}

}  // namespace parley::syntax::lexemes

namespace boost::spirit::x3 {

template <typename Parser>
concept describes_itself = requires(const Parser& parser) {
  { parser.describe() } -> std::same_as<std::string>;
};

template <typename Parser>
requires describes_itself<Parser>
struct get_info<Parser> {
  using result_type = std::string;
  std::string operator()(const Parser& parser) const { return parser.describe(); }
};

}  // namespace boost::spirit::x3
