// Calls: resolving a function, its arguments, and the type it gives.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/condition_checking.hpp"
#include "check/condition_signatures.hpp"
#include "check/patterns.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley::check::detail {

using graph::function;

namespace {

/// Whether values of this kind can be sorted.
bool has_order(type_kind kind) {
  return kind != type_kind::list && kind != type_kind::map && kind != type_kind::object &&
         kind != type_kind::null && kind != type_kind::type && kind != type_kind::optional;
}

bool fits_form(const signature& s, bool method) {
  return s.how == form::both || (s.how == form::method) == method;
}

/// What is written with a name in front, like `math.abs`; the checker knows the first four itself.
std::vector<std::string_view> library_functions() {
  std::vector<std::string_view> names = {"cel.bind", "optional.of", "optional.none",
                                         "optional.ofNonZeroValue"};
  for (const signature& s : signatures()) {
    if (s.name.find('.') != std::string_view::npos) names.push_back(s.name);
  }
  return names;
}

/// What other languages call it, and how it is written here.
constexpr std::pair<std::string_view, std::string_view> elsewhere_called[] = {
    {"any", "list.exists(x, ...)"},
    {"some", "list.exists(x, ...)"},
    {"every", "list.all(x, ...)"},
    {"len", "size(x)"},
    {"length", "size(x)"},
    {"count", "size(x)"},
    {"includes", "text.contains(x)"},
    {"lower", "text.lowerAscii()"},
    {"upper", "text.upperAscii()"},
    {"toLowerCase", "text.lowerAscii()"},
    {"toUpperCase", "text.upperAscii()"},
    {"min", "math.least(x, y)"},
    {"max", "math.greatest(x, y)"},
};

}  // namespace

checked checker::call(const expression_node& n, bool method) {
  std::string name = n.text;
  std::uint32_t first = 0;
  // `math.abs(x)` looks like a method of a name called math.
  if (method && node(operand(n, 0)).kind == expression_kind::name &&
      is_library(node(operand(n, 0)).text)) {
    name = node(operand(n, 0)).text + "." + name;
    first = 1;
    method = false;
  }
  if (name == "dyn" && standard() && n.count == 1 && !method) {
    checked given = visit_any(operand(n, 0));
    given.type = dynamic();
    return given;
  }
  if (name == "dyn") {
    return error(codes::not_in_profile, n, "`dyn` isn't supported",
                 "the types of facts are declared");
  }
  if (name == "matches" && !has_patterns()) {
    return error(codes::not_in_profile, n, "this build of parley has no `matches`",
                 "write contains, startsWith or endsWith, or build with "
                 "PARLEY_WITH_RE2");
  }
  const std::span<const signature> known = signatures();
  const auto found = std::find_if(known.begin(), known.end(), [&](const signature& s) {
    return s.name == name && fits_form(s, method) && !(s.packs_only && standard());
  });
  if (found == known.end()) {
    if (const std::string full = library_call(n); !full.empty())
      return unknown_function(full, n, false);
    // A plain name in front is one that a macro would have given: what it stands for is open.
    const bool like_macro = method && n.count > 2 && !variable_name(operand(n, 1)).empty();
    const std::uint32_t known_ones = like_macro ? 1 : n.count;
    for (std::uint32_t k = first; k < known_ones; ++k) visit_any(operand(n, k));
    return scope_.unchecked ? failing() : unknown_function(name, n, method);
  }

  std::vector<checked> arguments;
  bool failed = false;
  for (std::uint32_t k = first; k < n.count; ++k) {
    const expression_index at = operand(n, k);
    const bool listed = found->f == function::format && !arguments.empty();
    arguments.push_back(found->f == function::type_of ? visit_any(at)
                        : listed                      ? format_arguments(at)
                                                      : visit(at));
    failed = failed || arguments.back().bad;
  }
  return called(n, {name, first, method}, *found, arguments, failed);
}

checked checker::called(const expression_node& n, const written_call& how, const signature& known,
                        std::vector<checked>& arguments, bool failed) {
  const auto& [name, first, method] = how;
  const arity wanted = arity_of(known.takes);
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
    const static_type& given = arguments[k].type;
    if (open(given)) continue;
    const char letter = letter_of(known.takes, k);
    // One whole number is what rounding gives; CEL has it for doubles only.
    const bool whole = given.kind == type_kind::integer || given.kind == type_kind::uinteger;
    if (letter == 'Q' && whole && !standard()) return arguments[k];
    const bool list = given.kind == type_kind::list;
    const type_kind element = list ? pool_[given.element].kind : type_kind::any;
    const bool numbers = known.takes == "q+" && list && arguments.size() == 1 &&
                         (element == type_kind::any || fits(known.f, 'q', element, element));
    if (known.f == function::sort && list && !has_order(element)) {
      return error(codes::wrong_arguments, operand(n, first),
                   fmt::format("`sort` can't take {}, whose elements have no order", shown(given)),
                   "write list.sortBy(x, ... x ...)");
    }
    if (!numbers && !fits(known.f, letter, given.kind, element)) {
      return error(codes::wrong_arguments, operand(n, first + static_cast<std::uint32_t>(k)),
                   fmt::format("`{}` can't take {}", name, shown(given)));
    }
  }
  static_type type = simple(known.result);
  if (known.f == function::type_of) type = type_of_type(arguments[0].type);
  if (!result_type(known, arguments, n, type)) return bad();
  function f = known.f;
  if (standard() && type.kind == type_kind::decimal) {
    if (f == function::to_decimal) f = function::to_real;
    type = simple(type_kind::real);
  }
  if (!check_constants(f, arguments, n, first, type)) return bad();
  return costed(make(graph::op::call, type, arguments, static_cast<std::uint16_t>(f)), f, arguments,
                operand(n, first), n);
}

/// The whole name of an unknown call like `maths.least(x)`, where the name in front is no value but
/// that of a library, or close to it.
std::string checker::library_call(const expression_node& n) const {
  if (standard() || n.kind != expression_kind::method) return {};
  const std::string front = variable_name(operand(n, 0));
  const auto called_so = [&](const auto& row) { return row.name == front; };
  if (front.empty() || std::any_of(variables_.begin(), variables_.end(), called_so) ||
      std::any_of(scope_.facts.begin(), scope_.facts.end(), called_so)) {
    return {};
  }
  const std::string full = front + "." + n.text;
  const std::vector<std::string_view> names = library_functions();
  const bool library = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return name.substr(0, name.find('.')) == front;
  });
  return library || !did_you_mean(full, names).empty() ? full : std::string();
}

checked checker::unknown_function(const std::string& name, const expression_node& n, bool method) {
  std::vector<std::string_view> names = library_functions();
  names.emplace_back("has");
  if (method) names = {"all", "exists", "exists_one", "map", "filter", "sortBy"};
  bool elsewhere = false;
  for (const signature& s : signatures()) {
    if (fits_form(s, method)) names.push_back(s.name);
    elsewhere = elsewhere || s.name == name;
  }
  std::string help = did_you_mean_help(name, names);
  if (elsewhere) {
    help = method ? fmt::format("write {}(x)", name) : fmt::format("write x.{}(...)", name);
  }
  for (const auto& [word, ours] : elsewhere_called) {
    if (name == word) help = fmt::format("write {}", ours);
  }
  return error(codes::unknown_function, n, fmt::format("unknown function `{}`", name),
               std::move(help));
}

/// What the call gives; false, with an error, when the arguments don't go
/// together.
bool checker::result_type(const signature& s, std::vector<checked>& arguments,
                          const expression_node& n, static_type& type) {
  const static_type given = arguments[0].type;
  const bool dyn = open(given);
  switch (s.giving) {
    case gives::what_is_said: return true;
    case gives::same:
      type = given;
      // Rounding has one type in CEL, whatever comes.
      if (dyn && s.takes == "Q") type = simple(type_kind::real);
      return true;
    case gives::texts: type = list_of(simple(type_kind::string)); return true;
    case gives::whole: type = list_of(simple(type_kind::integer)); return true;
    case gives::optional: type = optional_of(dyn ? dynamic() : pool_[given.element]); return true;
    case gives::number:
      type = is_real_or_integer(given.kind) || dyn ? given : simple(type_kind::decimal);
      return true;
    case gives::opened: {
      type = dyn ? list_of(dynamic()) : given;
      std::int64_t depth = 1;
      if (arguments.size() > 1) {
        const typed_node& said = made_.nodes[arguments[1].node];
        if (said.op != graph::op::constant) {
          if (!standard()) {
            error(codes::wrong_arguments, n, "the depth of `flatten` has to be written out",
                  "write list.flatten(2)");
            return false;
          }
          type = list_of(dynamic());
          return true;
        }
        depth = said.constant.as_int();
        if (depth < 0 && !standard()) {
          error(codes::bad_constant, n, "the depth of `flatten` is below 0");
          return false;
        }
      }
      while (depth-- > 0 && pool_[type.element].kind == type_kind::list) type = pool_[type.element];
      return true;
    }
    case gives::common: break;
  }
  type = given;
  if (s.takes == "q+" && given.kind == type_kind::list) {
    type = pool_[given.element];
    return true;
  }
  const bool bits = s.takes == "ww";
  for (checked& other : arguments) {
    if (type.kind != type_kind::money && other.type.kind == type_kind::money) type = other.type;
    if (bits && open(type)) type = other.type;
  }
  for (checked& other : arguments) {
    if (bits && open(other.type)) continue;
    if (type.kind == type_kind::money) read_as_money(other, type);
    if (bits ? type.kind != other.type.kind : !join(type, other.type)) {
      error(codes::wrong_arguments, n,
            fmt::format("`{}` can't take {} beside {}", s.name, shown(other.type), shown(type)));
      return false;
    }
  }
  return true;
}

/// The call with its cost, and the most elements its result has.
checked checker::costed(checked made, function f, const std::vector<checked>& arguments,
                        expression_index first, const expression_node& n) {
  std::uint64_t size = 1;
  for (const checked& a : arguments) size = std::max(size, a.size);
  made.size = size;
  std::uint64_t steps = size;
  switch (f) {
    // A pattern that isn't written out may have to be compiled each time.
    case function::matches:
      if (!is_constant(arguments[1])) steps += caps::pattern_bytes;
      break;
    case function::split: made.size = caps::collection_default; break;
    // Merging runs of doubling length.
    case function::sort:
    case function::sort_pairs: steps = size * 14; break;
    case function::distinct: steps = size * (size + 1) / 2; break;
    case function::set_contains:
    case function::set_equivalent:
    case function::set_intersects:
      steps = std::max<std::uint64_t>(arguments[0].size, 1) *
              std::max<std::uint64_t>(arguments[1].size, 1);
      break;
    case function::flatten:
      made.size = std::min<std::uint64_t>(size * caps::collection_default, caps::collection_most);
      steps = made.size;
      break;
    case function::range: {
      const typed_node& count = made_.nodes[arguments[0].node];
      const bool written = count.op == graph::op::constant && count.type == type_kind::integer;
      made.size = caps::collection_most;
      if (written) {
        made.size = static_cast<std::uint64_t>(std::clamp<std::int64_t>(
            count.constant.as_int(), 0, static_cast<std::int64_t>(caps::collection_most)));
      } else {
        made.longest = source(static_cast<expression_index>(&n - c_.nodes.data()));
      }
      steps = made.size;
      break;
    }
    default: break;
  }
  made.cost = std::min<std::uint64_t>(made.cost + steps, UINT64_MAX / 1'000'000);
  if (made.type.kind != type_kind::list && made.type.kind != type_kind::map) made.size = 1;
  if (f >= function::to_int && f <= function::to_percent)
    return conversion_of_constant(n, made, first);
  return made;
}

/// `list.sortBy(x, key)`: the elements in the order of a key, which is computed
/// once for each.
checked checker::sorting(const expression_node& n) {
  if (n.count != 3 || variable_name(operand(n, 1)).empty()) {
    return error(codes::macro_misuse, n, "`sortBy` takes a name and the key to sort by",
                 "write list.sortBy(x, x.price)");
  }
  const checked list = visit(operand(n, 0));
  if (list.bad) return list;
  const bool dyn = open(list.type);
  if (list.type.kind != type_kind::list && !dyn) {
    return error(codes::type_mismatch, operand(n, 0),
                 fmt::format("`sortBy` needs a list, this is {}", shown(list.type)));
  }
  const std::optional<std::uint16_t> slot = enter(n, 1);
  if (!slot) return bad();
  const static_type element = dyn ? dynamic() : pool_[list.type.element];
  variables_.push_back({variable_name(operand(n, 1)), element, *slot, 1});
  const checked key = visit(operand(n, 2));
  variables_.pop_back();
  if (key.bad) return key;
  if (!has_order(key.type.kind)) {
    return error(codes::type_mismatch, operand(n, 2),
                 fmt::format("{} has no order", shown(key.type)));
  }
  const checked item = make(graph::op::variable, element, {}, *slot);
  const checked pair = make(graph::op::make_list, list_of(static_type{}), {key, item});
  checked pairs = make(graph::op::map, list_of(pair.type), {list, pair}, *slot);
  pairs.cost =
      std::min<std::uint64_t>(list.cost + list.size * (pair.cost + 1), UINT64_MAX / 1'000'000);
  pairs.size = list.size;
  if (!list.longest.empty()) pairs.longest = list.longest;
  const auto f = function::sort_pairs;
  return costed(make(graph::op::call, dyn ? list_of(dynamic()) : list.type, {pairs},
                     static_cast<std::uint16_t>(f)),
                f, {pairs}, operand(n, 0), n);
}

}  // namespace parley::check::detail
