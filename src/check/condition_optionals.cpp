// Optional values: `a.?b`, `a[?k]`, optional.of(x) and what is asked of them.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "check/condition_checking.hpp"

namespace parley::check::detail {

using graph::function;
using graph::op;

namespace {

std::uint16_t detail_of(function f) {
  return static_cast<std::uint16_t>(f);
}

}  // namespace

static_type checker::optional_of(const static_type& content) {
  static_type made = simple(type_kind::optional);
  made.element = pooled(content);
  return made;
}

/// The optional that has this value.
checked checker::wrapped(const checked& value) {
  return make(op::call, optional_of(value.type), {value}, detail_of(function::optional_of));
}

/// The optional without one.
checked checker::none() {
  checked made = constant(value::optional(nullptr));
  made.type = optional_of({});
  return made;
}

/// The optional that has `value` where `asked` is true.
checked checker::maybe(const checked& asked, const checked& value) {
  if (asked.bad || value.bad) return bad();
  const static_type type = optional_of(value.type);
  return make(op::conditional, type, {asked, wrapped(value), none()});
}

/// An error value.
checked checker::failing() {
  const checked nothing = make(op::make_list, list_of({}), {});
  return make(op::at, dynamic(), {nothing, constant(value::integer(0))});
}

/// A field of a cart line or shipping entry, which may be missing. Precondition: a record that is
/// cheap to compute twice.
checked checker::record_field(const checked& record, std::string_view name,
                              const expression_node& n) {
  const checked asked = field(record, name, n, true);
  if (asked.bad) return bad();
  const std::size_t before = guards_.size();
  const typed_node& asks = made_.nodes[asked.node];
  if (asks.op == op::has_line_field)
    guards_.push_back({op::line_field, asks.reference, record_of(record)});
  const checked value = field(record, name, n, false);
  guards_.resize(before);
  return maybe(asked, value);
}

/// A field that may be missing, of a value or of another optional.
checked checker::optional_field(const checked& target, std::string_view name,
                                const expression_node& n) {
  if (target.bad) return target;
  const bool chained = target.type.kind == type_kind::optional;
  const static_type inside = chained ? pool_[target.type.element] : target.type;
  const bool nothing = chained && inside.kind == type_kind::any;
  if (inside.kind == type_kind::map || open(inside) || nothing) {
    const static_type element =
        inside.kind == type_kind::map ? pool_[inside.element] : static_type{inside};
    const checked key = constant_text(std::string(name));
    return make(op::call, optional_of(element), {target, key}, detail_of(function::optional_at));
  }
  if (inside.kind != type_kind::object) {
    checked plain = target;
    plain.type = inside;
    return field(plain, name, n, true);
  }
  if (!chained) return record_field(target, name, n);
  const std::optional<std::uint16_t> slot = enter(n, 2);
  if (!slot) return bad();
  variables_.push_back({{}, target.type, *slot, 1});
  const auto value_slot = static_cast<std::uint16_t>(*slot + 1);
  variables_.push_back({{}, inside, value_slot, 1});
  const checked held = make(op::variable, target.type, {}, *slot);
  const checked record = make(op::variable, inside, {}, value_slot);
  const checked read = record_field(record, name, n);
  variables_.resize(variables_.size() - 2);
  if (read.bad) return bad();
  const checked content = make(op::call, inside, {held}, detail_of(function::value_of));
  const checked given =
      make(op::call, simple(type_kind::boolean), {held}, detail_of(function::has_value));
  const checked found = make(op::bind, read.type, {content, read}, value_slot);
  const checked choice = make(op::conditional, read.type, {given, found, none()});
  return make(op::bind, read.type, {target, choice}, *slot);
}

/// `a.?b`
checked checker::optional_select(expression_index i) {
  const expression_node& n = node(i);
  const std::optional<std::vector<std::string>> words = words_of(i, true);
  if (!words) return optional_field(visit_any(operand(n, 0)), n.text, n);
  // A name may hold an optional value: then this goes on from it, as from `a.?b`.
  if (std::any_of(variables_.begin(), variables_.end(),
                  [&](const variable& v) { return v.name == words->front(); })) {
    const checked target = visit_any(operand(n, 0));
    if (target.bad || target.type.kind == type_kind::optional)
      return optional_field(target, n.text, n);
  }
  const checked asked = path(i, true);
  if (asked.bad) return asked;
  const std::size_t before = guards_.size();
  for (const guard& g : guards_when(asked.node, true)) guards_.push_back(g);
  const checked value = path(i, false);
  guards_.resize(before);
  return maybe(asked, value);
}

/// `a[?k]`, and `a[k]` of an optional `a`
checked checker::optional_index(const checked& target, const checked& key,
                                const expression_node& n) {
  const bool chained = target.type.kind == type_kind::optional;
  const static_type inside = chained ? pool_[target.type.element] : target.type;
  const bool nothing = chained && inside.kind == type_kind::any;
  if (!nothing && !indexable(inside, key, n)) return bad();
  const bool known = inside.kind == type_kind::list || inside.kind == type_kind::map;
  const static_type element = known ? pool_[inside.element] : inside;
  return make(op::call, optional_of(element), {target, key}, detail_of(function::optional_at));
}

/// optional.of(x), optional.ofNonZeroValue(x), optional.none()
checked checker::optional_made(const expression_node& n) {
  const std::uint32_t wanted = n.text == "none" ? 1 : 2;
  if (n.count != wanted) {
    return error(codes::wrong_arguments, n,
                 fmt::format("`optional.{}` takes {} argument{}, not {}", n.text, wanted - 1,
                             wanted == 2 ? "" : "s", n.count - 1));
  }
  if (n.text == "none") return none();
  const checked given = visit_any(operand(n, 1));
  if (given.bad) return given;
  if (n.text == "of") return wrapped(given);
  return make(op::call, optional_of(given.type), {given},
              detail_of(function::optional_of_non_zero));
}

/// optMap(x, e), optFlatMap(x, e)
checked checker::optional_mapped(const checked& target, const expression_node& n) {
  const std::string name = variable_name(operand(n, 1));
  if (name.empty()) {
    return error(codes::macro_misuse, operand(n, 1),
                 fmt::format("`{}` needs a plain name for the value", n.text),
                 fmt::format("write a.?b.{}(x, ... x ...)", n.text));
  }
  const std::optional<std::uint16_t> slot = enter(n, 2);
  if (!slot) return bad();
  const static_type inside =
      target.type.kind == type_kind::optional ? pool_[target.type.element] : dynamic();
  const auto value_slot = static_cast<std::uint16_t>(*slot + 1);
  variables_.push_back({{}, target.type, *slot, target.size});
  variables_.push_back({name, inside, value_slot, target.size});
  const bool flat = n.text == "optFlatMap";
  checked body = visit_any(operand(n, 2));
  variables_.resize(variables_.size() - 2);
  if (body.bad) return body;
  if (flat && body.type.kind != type_kind::optional && !open(body.type)) {
    return error(codes::type_mismatch, operand(n, 2), "`optFlatMap` gives an optional value",
                 "write optMap");
  }
  const std::uint64_t size = body.size;
  // What is optional only at run time has to be so there.
  if (flat && open(body.type)) body = make(op::or_other, body.type, {body, none()});
  const checked held = make(op::variable, target.type, {}, *slot);
  const checked content = make(op::call, inside, {held}, detail_of(function::value_of));
  const checked given =
      make(op::call, simple(type_kind::boolean), {held}, detail_of(function::has_value));
  checked found = make(op::bind, body.type, {content, body}, value_slot);
  if (!flat) found = wrapped(found);
  const checked choice = make(op::conditional, found.type, {given, found, none()});
  checked made = make(op::bind, found.type, {target, choice}, *slot);
  made.size = size;
  return made;
}

/// `or` and `orValue`
checked checker::optional_or(const checked& target, const expression_node& n) {
  const bool whole = n.text == "or";
  checked other = whole ? visit_any(operand(n, 1)) : visit(operand(n, 1));
  if (other.bad) return other;
  if (whole && other.type.kind != type_kind::optional && !open(other.type)) {
    return error(codes::type_mismatch, operand(n, 1), "`or` takes another optional value",
                 "write orValue for a plain one");
  }
  static_type type = whole || open(target.type) ? target.type : pool_[target.type.element];
  if (!whole && type.kind == type_kind::money) read_as_money(other, type);
  const std::string before = shown(type);
  if (!join(type, other.type)) {
    return error(
        codes::type_mismatch, n,
        fmt::format("`{}` gives one type, here {} and {}", n.text, before, shown(other.type)));
  }
  return make(whole ? op::or_other : op::or_value, type, {target, other});
}

std::optional<checked> checker::optional_method(const expression_node& n) {
  const expression_node& target_node = node(operand(n, 0));
  if (target_node.kind == expression_kind::name && target_node.text == "optional" &&
      (n.text == "of" || n.text == "none" || n.text == "ofNonZeroValue")) {
    return optional_made(n);
  }
  struct shape {
    std::string_view name;
    std::uint32_t arguments;
  };
  constexpr shape shapes[] = {{"orValue", 1},  {"or", 1},     {"value", 0},
                              {"hasValue", 0}, {"optMap", 2}, {"optFlatMap", 2}};
  const auto found = std::find_if(std::begin(shapes), std::end(shapes),
                                  [&](const shape& s) { return s.name == n.text; });
  if (found == std::end(shapes)) return std::nullopt;
  const checked target = visit_any(operand(n, 0));
  if (target.bad) return target;
  if (target.type.kind != type_kind::optional && !open(target.type)) {
    return error(codes::wrong_arguments, n,
                 fmt::format("`{}` is for optional values, this is {}", n.text, shown(target.type)),
                 "write a.?b for a field that may be missing");
  }
  if (n.count != found->arguments + 1) {
    return error(codes::wrong_arguments, n,
                 fmt::format("`{}` takes {} argument{}, not {}", n.text, found->arguments,
                             found->arguments == 1 ? "" : "s", n.count - 1));
  }
  if (n.text == "optMap" || n.text == "optFlatMap") return optional_mapped(target, n);
  if (n.text == "orValue" || n.text == "or") return optional_or(target, n);
  if (n.text == "hasValue")
    return make(op::call, simple(type_kind::boolean), {target}, detail_of(function::has_value));
  const static_type inside = open(target.type) ? dynamic() : pool_[target.type.element];
  if (inside.kind == type_kind::any && !standard())
    return error(codes::type_mismatch, n, "this optional never has a value");
  return make(op::call, inside, {target}, detail_of(function::value_of));
}

}  // namespace parley::check::detail
