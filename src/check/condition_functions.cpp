// Calls: which functions there are, and what they take and give.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "check/condition_checking.hpp"
#include "check/patterns.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley::check::detail {
namespace {

using graph::function;

enum class gives : std::uint8_t { what_is_said, same, texts, element, number };
enum class form : std::uint8_t { method, free, both };

/// One function: `takes` has a letter for each argument, those from `|` on may be left out:
/// s text, i int, l list, L list of text, t timestamp, T timestamp or duration, n number,
/// q number, money or percent, m money, c size of anything, * anything.
struct signature {
  std::string_view name;
  function f;
  form how;
  std::string_view takes;
  type_kind result;
  gives giving = gives::what_is_said;
};

constexpr signature signatures[] = {
    {"size", function::size, form::both, "c", type_kind::integer},
    {"int", function::to_int, form::free, "*", type_kind::integer},
    {"uint", function::to_uint, form::free, "*", type_kind::uinteger},
    {"decimal", function::to_decimal, form::free, "*", type_kind::decimal},
    {"double", function::to_decimal, form::free, "*", type_kind::decimal},
    {"string", function::to_string, form::free, "*", type_kind::string},
    {"bytes", function::to_bytes, form::free, "*", type_kind::bytes},
    {"bool", function::to_bool, form::free, "*", type_kind::boolean},
    {"timestamp", function::to_timestamp, form::free, "*", type_kind::timestamp},
    {"duration", function::to_duration, form::free, "*", type_kind::duration},
    {"money", function::to_money, form::free, "*s", type_kind::money},
    {"percent", function::to_percent, form::free, "*", type_kind::percent},
    {"type", function::type_of, form::free, "*", type_kind::type},
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
    {"reverse", function::reverse, form::method, "s", type_kind::string},
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
    {"math.least", function::least, form::free, "q+", type_kind::any, gives::same},
    {"math.greatest", function::greatest, form::free, "q+", type_kind::any, gives::same},
    {"math.abs", function::absolute, form::free, "q", type_kind::any, gives::same},
    {"math.ceil", function::ceil, form::free, "q", type_kind::any, gives::same},
    {"math.floor", function::floor, form::free, "q", type_kind::any, gives::same},
    {"math.round", function::round, form::free, "q", type_kind::any, gives::same},
    {"math.trunc", function::trunc, form::free, "q", type_kind::any, gives::same},
    {"math.sign", function::sign, form::free, "q", type_kind::any, gives::number},
    {"slice", function::slice, form::method, "lii", type_kind::list, gives::same},
    {"distinct", function::distinct, form::method, "l", type_kind::list, gives::same},
    {"sort", function::sort, form::method, "l", type_kind::list, gives::same},
    {"first", function::first, form::method, "l", type_kind::any, gives::element},
    {"last", function::last, form::method, "l", type_kind::any, gives::element},
    {"amount", function::amount_of, form::method, "m", type_kind::decimal},
    {"currency", function::currency_of, form::method, "m", type_kind::string},
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
             from != type_kind::null && from != type_kind::type;
  }
}

struct arity {
  std::size_t least = 0;
  std::size_t most = 0;
};

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

}  // namespace

checked checker::call(const expression_node& n, bool method) {
  std::string name = n.text;
  std::uint32_t first = 0;
  // `math.abs(x)` looks like a method of a name called math.
  if (method && node(operand(n, 0)).kind == expression_kind::name &&
      node(operand(n, 0)).text == "math") {
    name = "math." + name;
    first = 1;
    method = false;
  }
  if (name == "dyn" && standard() && n.count == first + 1 && !method) {
    checked given = visit_any(operand(n, first));
    given.type = dynamic();
    return given;
  }
  if (name == "dyn") {
    return error(codes::not_in_profile, n, "`dyn` isn't supported",
                 "the types of facts are declared");
  }
  if (name == "matches" && !has_patterns()) {
    return error(codes::not_in_profile, n, "this build of parley has no `matches`",
                 "write contains, startsWith or endsWith, or build with PARLEY_WITH_RE2");
  }
  const auto found =
      std::find_if(std::begin(signatures), std::end(signatures), [&](const signature& s) {
        return s.name == name && (s.how == form::both || (s.how == form::method) == method);
      });
  if (found == std::end(signatures)) {
    for (std::uint32_t k = first; k < n.count; ++k) visit_any(operand(n, k));
    if (scope_.unchecked) return failing();
    std::vector<std::string_view> names = {"has"};
    if (method) names = {"all", "exists", "exists_one", "map", "filter"};
    for (const signature& s : signatures) {
      if (s.how == form::both || (s.how == form::method) == method) names.push_back(s.name);
    }
    std::string help = did_you_mean_help(name, names);
    const auto other = std::find_if(std::begin(signatures), std::end(signatures),
                                    [&](const signature& s) { return s.name == name; });
    if (other != std::end(signatures)) {
      help = method ? fmt::format("write {}(x)", name) : fmt::format("write x.{}(...)", name);
    }
    return error(codes::unknown_function, n, fmt::format("unknown function `{}`", name),
                 std::move(help));
  }

  std::vector<checked> arguments;
  bool failed = false;
  for (std::uint32_t k = first; k < n.count; ++k) {
    arguments.push_back(found->f == function::type_of ? visit_any(operand(n, k))
                                                      : visit(operand(n, k)));
    failed = failed || arguments.back().bad;
  }
  const arity wanted = arity_of(found->takes);
  if (arguments.size() < wanted.least || arguments.size() > wanted.most) {
    if (scope_.unchecked) return failing();
    const std::size_t receiver = method ? 1 : 0;
    return error(
        codes::wrong_arguments, n,
        wanted.least == wanted.most
            ? fmt::format("`{}` takes {} argument{}, not {}", name, wanted.least - receiver,
                          wanted.least - receiver == 1 ? "" : "s", arguments.size() - receiver)
            : fmt::format("`{}` takes {} to {} arguments, not {}", name, wanted.least - receiver,
                          wanted.most - receiver, arguments.size() - receiver));
  }
  if (failed) return bad();
  for (std::size_t k = 0; k < arguments.size(); ++k) {
    const type_kind kind = arguments[k].type.kind;
    if (open(arguments[k].type)) continue;
    const bool texts =
        kind == type_kind::list && (pool_[arguments[k].type.element].kind == type_kind::string ||
                                    pool_[arguments[k].type.element].kind == type_kind::any);
    bool fits = true;
    switch (letter_of(found->takes, k)) {
      case 's': fits = kind == type_kind::string; break;
      case 'i': fits = kind == type_kind::integer; break;
      case 'l': fits = kind == type_kind::list; break;
      case 'L': fits = texts; break;
      case 't': fits = kind == type_kind::timestamp; break;
      case 'T': fits = kind == type_kind::timestamp || kind == type_kind::duration; break;
      case 'q':
        fits = is_number(kind) || kind == type_kind::money || kind == type_kind::percent ||
               kind == type_kind::real;
        break;
      case 'm': fits = kind == type_kind::money; break;
      case 'c':
        fits = kind == type_kind::string || kind == type_kind::bytes || kind == type_kind::list ||
               kind == type_kind::map;
        break;
      default: fits = converts(found->f, kind); break;
    }
    if (!fits) {
      return error(codes::wrong_arguments, operand(n, first + static_cast<std::uint32_t>(k)),
                   fmt::format("`{}` can't take {}", name, shown(arguments[k].type)));
    }
  }
  static_type type = simple(found->result);
  switch (found->giving) {
    case gives::what_is_said: break;
    case gives::same: type = arguments[0].type; break;
    case gives::texts: type = list_of(simple(type_kind::string)); break;
    case gives::element:
      type = open(arguments[0].type) ? dynamic() : pool_[arguments[0].type.element];
      break;
    case gives::number:
      type = is_real_or_integer(arguments[0].type.kind) || open(arguments[0].type)
                 ? arguments[0].type
                 : simple(type_kind::decimal);
      break;
  }
  for (checked& other : arguments) {
    if (found->takes != "q+") break;
    if (type.kind != type_kind::money && other.type.kind == type_kind::money) type = other.type;
  }
  for (checked& other : arguments) {
    if (found->takes != "q+") break;
    if (type.kind == type_kind::money) read_as_money(other, type);
    if (!join(type, other.type)) {
      return error(
          codes::wrong_arguments, n,
          fmt::format("`{}` can't take {} beside {}", name, shown(other.type), shown(type)));
    }
  }
  function f = found->f;
  if (standard() && name == "double") {
    f = function::to_real;
    type = simple(type_kind::real);
  }
  if (found->f == function::to_money) {
    const typed_node& currency = made_.nodes[arguments[1].node];
    type.currency = no_currency;
    if (currency.op == graph::op::constant) {
      type.currency = currency_named(currency.text);
      if (type.currency == no_currency) {
        return error(codes::currency_mismatch, operand(n, first + 1),
                     fmt::format("`{}` is no ISO 4217 currency", currency.text));
      }
    }
  }
  if (found->f == function::matches) {
    const typed_node& pattern = made_.nodes[arguments[1].node];
    const expression_index at = operand(n, first + 1);
    if (pattern.op != graph::op::constant && !standard()) {
      return error(codes::wrong_arguments, at, "the pattern of `matches` has to be written out",
                   "write text.matches(\"^[a-z]+$\")");
    }
    const std::optional<std::string> fault =
        standard() ? std::nullopt : pattern_fault(pattern.text);
    if (fault) {
      return error(codes::bad_constant, at,
                   fmt::format("`{}` is no regular expression: {}", pattern.text, *fault),
                   "the syntax is that of RE2; a raw text r\"...\" keeps backslashes");
    }
  }
  if (found->f >= function::get_full_year && found->f <= function::get_milliseconds &&
      arguments.size() > 1) {
    if (arguments[0].type.kind == type_kind::duration) {
      return error(codes::wrong_arguments, n,
                   fmt::format("a duration's `{}` has no time zone", name));
    }
    note_zones(arguments[1], operand(n, first + 1));
  }
  std::uint64_t size = 1;
  for (const checked& a : arguments) size = std::max(size, a.size);
  checked made = make(graph::op::call, type, arguments, static_cast<std::uint16_t>(f));
  made.size = found->f == function::split ? caps::collection_default : size;
  made.cost += found->f == function::sort || found->f == function::distinct ? size * size : size;
  const bool collection = type.kind == type_kind::list || type.kind == type_kind::map;
  if (!collection) made.size = 1;
  if (found->f >= function::to_int && found->f <= function::to_percent)
    return conversion_of_constant(n, made, operand(n, first));
  return made;
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

/// A text that is written in the pack must be what the conversion reads: say so now, not at run
/// time.
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
