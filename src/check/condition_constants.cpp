// What the checker can say about arguments that are written out: currencies,
// patterns, formats.
#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "check/condition_checking.hpp"
#include "check/patterns.hpp"
#include "parley/facts/format_clause.hpp"
#include "parley/facts/time_text.hpp"

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
  if (f == function::matches && !standard()) {
    const expression_index at = operand(n, first + 1);
    if (said(1).op != graph::op::constant) {
      error(codes::wrong_arguments, at, "the pattern of `matches` has to be written out",
            "write text.matches(\"^[a-z]+$\")");
      return false;
    }
    if (const std::optional<std::string> fault = pattern_fault(said(1).text)) {
      error(codes::bad_constant, at,
            fmt::format("`{}` is no regular expression: {}", said(1).text, *fault),
            "the syntax is that of RE2; a raw text r\"...\" keeps backslashes");
      return false;
    }
  }
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
      return refuse(fmt::format("`{}` begins no clause of `format`", rest.substr(0, 4)),
                    "clauses are %s %d %f %e %x %X %o %b, and %% for the sign");
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
  return refuse(fmt::format("{} clauses for {} arguments", next, list.count));
}

/// Enters the zones that an argument can be: the compiler embeds their rules.
void checker::note_zones(const checked& zone, expression_index at) {
  std::vector<std::uint32_t> open{zone.node};
  while (!open.empty()) {
    const typed_node& n = made_.nodes[open.back()];
    open.pop_back();
    const scope_fact* fact = nullptr;
    switch (n.op) {
      case graph::op::constant: made_.zones.push_back({n.text, c_.place_of(node(at)), {}}); break;
      case graph::op::conditional:
        open.push_back(made_.operands[n.first + 2]);
        open.push_back(made_.operands[n.first + 1]);
        break;
      case graph::op::fact: fact = &scope_.facts[n.reference]; break;
      case graph::op::line_fact:
      case graph::op::line_field: fact = &scope_.line_facts[n.reference]; break;
      default: break;
    }
    if (fact == nullptr) continue;
    for (const std::string& name : fact->one_of)
      made_.zones.push_back({name, c_.place_of(node(at)), fact->name});
  }
}

/// A text that is written in the pack must be what the conversion reads: say so
/// now, not at run time.
checked checker::conversion_of_constant(const expression_node& n, const checked& made,
                                        expression_index argument) {
  const typed_node& call_node = made_.nodes[made.node];
  const typed_node& given = made_.nodes[made_.operands[call_node.first]];
  if (given.op != graph::op::constant || given.type != type_kind::string || standard()) return made;
  bool reads = true;
  std::string help;
  switch (static_cast<function>(call_node.detail)) {
    case function::to_timestamp:
      reads = parse_timestamp(given.text).has_value();
      help = "write 2026-11-22T10:00:00Z";
      break;
    case function::to_duration:
      reads = parse_duration(given.text).has_value();
      help = "write 90s, 15m or 1h30m";
      break;
    case function::to_decimal:
    case function::to_money:
    case function::to_percent:
      reads = decimal::parse(given.text).has_value();
      help = "write digits, such as 12.50";
      break;
    default: break;
  }
  if (reads) return made;
  return error(codes::bad_constant, argument,
               fmt::format("`{}` can't be read by {}()", given.text, n.text), help);
}

}  // namespace parley::check::detail
