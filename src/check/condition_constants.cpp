// What the checker can say about arguments that are written out: currencies,
// patterns, formats.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/condition_checking.hpp"
#include "check/patterns.hpp"
#include "parley/base/limits.hpp"
#include "parley/facts/format_clause.hpp"
#include "parley/facts/value_compare.hpp"
#include "parley/graph/value_conversion.hpp"

namespace parley::check::detail {

using graph::function;

namespace {

/// Whether a clause of a format text can show a value of this kind.
bool clause_fits(char verb, type_kind kind) {
  const bool whole = kind == type_kind::integer || kind == type_kind::uinteger;
  switch (verb) {
    case 's': return kind != type_kind::object && kind != type_kind::optional;
    case 'f':
    case 'e': return whole || kind == type_kind::decimal || kind == type_kind::real;
    case 'b': return whole || kind == type_kind::boolean;
    case 'x':
    case 'X': return whole || kind == type_kind::string || kind == type_kind::bytes;
    default: return whole;
  }
}

/// What stands where a clause should: up to the first character that isn't of a precision.
std::string_view clause_like(std::string_view text) {
  std::size_t end = std::min(text.find_first_not_of(".0123456789", 1), text.size() - 1) + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return text.substr(0, end);
}

}  // namespace

/// What can be said now about arguments that are written out: currencies,
/// patterns, zones, formats.
bool checker::check_constants(function f, const std::vector<checked>& arguments,
                              const expression_node& n, std::uint32_t first, static_type& type) {
  const auto said = [&](std::size_t k) -> const typed_node& {
    return made_.nodes[arguments[k].node];
  };
  if (f == function::to_money) {
    type.currency = no_currency;
    if (said(1).op == graph::op::constant) {
      type.currency = currency_named(said(1).text);
      if (type.currency == no_currency) {
        error(codes::currency_mismatch, operand(n, first + 1),
              fmt::format("`{}` is no ISO 4217 currency", said(1).text));
        return false;
      }
    }
  }
  if (f == function::matches && !standard() && !check_patterns(arguments[1], operand(n, first + 1)))
    return false;
  if (f >= function::get_full_year && f <= function::get_milliseconds && arguments.size() > 1) {
    if (arguments[0].type.kind == type_kind::duration) {
      error(codes::wrong_arguments, n, fmt::format("a duration's `{}` has no time zone", n.text));
      return false;
    }
    note_zones(arguments[1], operand(n, first + 1));
  }
  if (f == function::format && !standard()) return check_format(said(0), said(1), n);
  return true;
}

/// The list behind a format text: written out, its elements may have any types.
checked checker::format_arguments(expression_index at) {
  const expression_node& list_node = node(at);
  if (standard() || list_node.kind != expression_kind::list) return visit(at);
  std::vector<checked> items;
  bool failed = false;
  for (std::uint32_t k = 0; k < list_node.count; ++k) {
    if (is_marked(operand(list_node, k))) return visit(at);
    items.push_back(visit(operand(list_node, k)));
    failed = failed || items.back().bad;
  }
  if (failed) return bad();
  checked made = make(graph::op::make_list, list_of(static_type{}), items);
  made.size = list_node.count;
  return made;
}

/// A format text that is written out must have a fitting clause for each
/// argument.
bool checker::check_format(const typed_node& text, const typed_node& list,
                           const expression_node& n) {
  if (text.op != graph::op::constant || list.op != graph::op::make_list) return true;
  std::string_view rest = text.text;
  std::uint32_t next = 0;
  const auto refuse = [&](std::string message, std::string help = {}) {
    error(codes::bad_constant, n, std::move(message), std::move(help));
    return false;
  };
  for (std::size_t at = rest.find('%'); at != std::string_view::npos; at = rest.find('%')) {
    rest.remove_prefix(at);
    const std::optional<format_clause> clause = read_format_clause(rest);
    if (!clause) {
      return refuse(fmt::format("`{}` is no clause of `format`", clause_like(rest)),
                    fmt::format("clauses are %s %d %f %e %x %X %o %b, %.2f and %.2e with up to {} "
                                "digits, and %% for the sign",
                                caps::format_precision));
    }
    const std::string_view written = rest.substr(0, clause->bytes);
    rest.remove_prefix(clause->bytes);
    if (clause->verb == '%') continue;
    if (next == list.count) return refuse(fmt::format("nothing stands for `{}`", written));
    const type_kind kind = made_.nodes[made_.operands[list.first + next++]].type;
    if (!clause_fits(clause->verb, kind)) {
      return refuse(fmt::format("`{}` can't show {}", written, name_of(kind)), "write %s");
    }
  }
  if (next == list.count) return true;
  return refuse(fmt::format("{} clause{} for {} argument{}", next, next == 1 ? "" : "s", list.count,
                            list.count == 1 ? "" : "s"));
}

/// The nodes that an expression's value may come from: itself, or the branches of a choice.
std::vector<std::uint32_t> checker::choices_of(std::uint32_t which) const {
  std::vector<std::uint32_t> left{which};
  std::vector<std::uint32_t> found;
  while (!left.empty()) {
    const std::uint32_t i = left.back();
    left.pop_back();
    const typed_node& n = made_.nodes[i];
    if (n.op != graph::op::conditional) {
      found.push_back(i);
      continue;
    }
    left.push_back(made_.operands[n.first + 2]);
    left.push_back(made_.operands[n.first + 1]);
  }
  return found;
}

/// The fact or attribute that a node reads, or null.
const scope_fact* checker::fact_read(const typed_node& n) const {
  switch (n.op) {
    case graph::op::fact: return &scope_.facts[n.reference];
    case graph::op::line_fact:
    case graph::op::line_field: return &scope_.line_facts[n.reference];
    default: return nullptr;
  }
}

/// Enters the zones that an argument can be: the compiler embeds their rules.
void checker::note_zones(const checked& zone, expression_index at) {
  for (const std::uint32_t i : choices_of(zone.node)) {
    const typed_node& n = made_.nodes[i];
    if (n.op == graph::op::constant) {
      made_.zones.push_back({n.text, c_.place_of(node(at)), {}});
      continue;
    }
    const scope_fact* fact = fact_read(n);
    if (fact == nullptr || fact->one_of.empty()) {
      made_.open_zones.push_back(c_.place_of(node(at)));
      continue;
    }
    for (const std::string& name : fact->one_of)
      made_.zones.push_back({name, c_.place_of(node(at)), fact->name});
  }
}

/// Patterns that are written out, or that a `one_of` fact can be, must be patterns. Others are
/// read when the expression runs, where a bad one is an error value.
bool checker::check_patterns(const checked& pattern, expression_index at) {
  bool good = true;
  const auto check = [&](const std::string& text, std::string_view of) {
    const std::optional<std::string> fault =
        text.size() > caps::pattern_bytes
            ? fmt::format("it has {} bytes, more than {}", text.size(), caps::pattern_bytes)
            : pattern_fault(text);
    if (!fault) return;
    good = false;
    const std::string who =
        of.empty() ? fmt::format("`{}`", text) : fmt::format("`{}`, which `{}` may be,", text, of);
    error(codes::bad_constant, at, fmt::format("{} is no regular expression: {}", who, *fault),
          "the syntax is that of RE2; a raw text r\"...\" keeps backslashes");
  };
  for (const std::uint32_t i : choices_of(pattern.node)) {
    const typed_node& n = made_.nodes[i];
    if (n.op == graph::op::constant) check(std::string(n.text), {});
    const scope_fact* fact = fact_read(n);
    if (fact == nullptr) continue;
    for (const std::string& text : fact->one_of) check(text, fact->name);
  }
  return good;
}

/// A text that is written in the pack must be what the conversion reads: say so now, not at run
/// time. What it reads stands in the tree as a constant.
checked checker::conversion_of_constant(const expression_node& n, const checked& made,
                                        expression_index argument) {
  const typed_node& call_node = made_.nodes[made.node];
  const typed_node& given = made_.nodes[made_.operands[call_node.first]];
  if (given.op != graph::op::constant || standard()) return made;
  const bool text = given.type == type_kind::string;
  const value content = text ? value::string(given.text) : given.constant;
  const auto f = static_cast<function>(call_node.detail);
  const bool open_money = f == function::to_money && made.type.currency == no_currency;
  const std::optional<value> read =
      graph::convert_value(open_money ? function::to_decimal : f, content, made.type.currency);
  std::string_view help = "write digits, such as 12.50";
  switch (f) {
    case function::to_timestamp: help = "write 2026-11-22T10:00:00Z"; break;
    case function::to_duration: help = "write 90s, 15m or 1h30m"; break;
    case function::to_int:
    case function::to_uint: help = "write digits, such as 12"; break;
    case function::to_bool: help = "write true or false"; break;
    case function::to_decimal:
    case function::to_percent:
    case function::to_money: break;
    default: return made;
  }
  if (text && !read) {
    return error(codes::bad_constant, argument,
                 fmt::format("`{}` can't be read by {}()", given.text, n.text), std::string(help));
  }
  return read && !open_money ? constant(*read) : made;
}

}  // namespace parley::check::detail
