// Optional values: `a.?b`, `a[?k]`, optional.of(x) and what is asked of them.
//
// An optional never reaches the graph. While checking it is a pair: a node that says whether there
// is a value, and a node that computes it. What takes it apart (`orValue`, `hasValue` ...) becomes
// plain operations, with the four outcomes that `has(a.b) ? a.b : other` has.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/condition_checking.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley::check::detail {

using graph::comparison_op;
using graph::function;
using graph::op;

namespace {

std::uint16_t detail_of(comparison_op how) {
  return static_cast<std::uint16_t>(how);
}
std::uint16_t detail_of(function f) {
  return static_cast<std::uint16_t>(f);
}

}  // namespace

checked checker::visit(expression_index i) {
  checked made = visit_any(i);
  if (made.bad || made.present == no_index) return made;
  return error(codes::type_mismatch, i,
               fmt::format("`{}` is optional: it may have no value", source(i)),
               "write .orValue(other) after it, or ask .hasValue()");
}

/// The optional that has `value` where `asked` is true.
checked checker::maybe(const checked& asked, checked value) {
  if (asked.bad || value.bad) return bad();
  value.present = asked.node;
  value.present_cost = asked.cost;
  value.declared = nullptr;
  return value;
}

/// Whether an optional has a value, as a condition.
checked checker::presence(const checked& optional) {
  checked made;
  made.node = optional.present;
  made.type = simple(type_kind::boolean);
  made.cost = optional.present_cost;
  made.longest = optional.longest;
  return made;
}

/// The value alone, to be computed where it is there.
checked checker::content(checked optional) {
  optional.present = no_index;
  return optional;
}

checked checker::both(const checked& a, const checked& b) {
  if (a.bad || b.bad) return bad();
  return make(op::logical_and, simple(type_kind::boolean), {a, b});
}

/// A field that may be missing, of a value or of another optional.
checked checker::optional_field(checked target, const expression_node& n) {
  if (target.bad) return target;
  const bool chained = target.present != no_index;
  checked asked = chained ? presence(target) : checked();
  target = content(std::move(target));
  const checked has = field(target, n.text, n, true);
  if (has.bad) return bad();
  asked = chained ? both(asked, has) : has;
  const std::size_t before = guards_.size();
  for (const guard& g : guards_when(has.node, true)) guards_.push_back(g);
  checked value = field(std::move(target), n.text, n, false);
  guards_.resize(before);
  return maybe(asked, std::move(value));
}

/// `a.?b`
checked checker::optional_select(expression_index i) {
  const expression_node& n = node(i);
  if (!words_of(i, true)) return optional_field(visit_any(operand(n, 0)), n);
  const checked asked = path(i, true);
  if (asked.bad) return asked;
  const std::size_t before = guards_.size();
  for (const guard& g : guards_when(asked.node, true)) guards_.push_back(g);
  checked value = path(i, false);
  guards_.resize(before);
  return maybe(asked, std::move(value));
}

/// `a[?k]`, and `a[k]` of an optional `a`
checked checker::optional_index(checked target, const checked& key, const expression_node& n) {
  const bool chained = target.present != no_index;
  const checked given = chained ? presence(target) : checked();
  target = content(std::move(target));
  checked value = element(target, key, n);
  if (value.bad) return value;
  checked has;
  const static_type boolean = simple(type_kind::boolean);
  if (target.type.kind == type_kind::map) {
    has = make(op::has_key, boolean, {target, key});
  } else {
    const checked size =
        make(op::call, simple(type_kind::integer), {target}, detail_of(function::size));
    const checked zero = constant(value::integer(0));
    has = both(make(op::compare, boolean, {key, zero}, detail_of(comparison_op::at_least)),
               make(op::compare, boolean, {key, size}, detail_of(comparison_op::less)));
  }
  return maybe(chained ? both(given, has) : has, std::move(value));
}

/// optional.of(x), optional.ofNonZeroValue(x), optional.none()
checked checker::optional_made(const expression_node& n) {
  const std::uint32_t wanted = n.text == "none" ? 1 : 2;
  if (n.count != wanted) {
    return error(codes::wrong_arguments, n,
                 fmt::format("`optional.{}` takes {} argument{}, not {}", n.text, wanted - 1,
                             wanted == 2 ? "" : "s", n.count - 1));
  }
  if (n.text == "none") {
    checked nothing = constant(value());
    nothing.type = simple(type_kind::any);
    return maybe(constant(value::boolean(false)), nothing);
  }
  checked given = visit(operand(n, 1));
  if (given.bad) return given;
  if (n.text == "of") return maybe(constant(value::boolean(true)), given);
  const type_kind kind = given.type.kind;
  const static_type boolean = simple(type_kind::boolean);
  if (kind == type_kind::boolean) return maybe(given, given);
  const bool sized = kind == type_kind::string || kind == type_kind::bytes ||
                     kind == type_kind::list || kind == type_kind::map;
  if (!sized && !is_number(kind) && kind != type_kind::money && kind != type_kind::percent) {
    return error(codes::wrong_arguments, operand(n, 1),
                 fmt::format("`optional.ofNonZeroValue` can't take {}", shown(given.type)));
  }
  const static_type number =
      simple(sized || is_number(kind) ? type_kind::integer : type_kind::decimal);
  const checked measured =
      make(op::call, number, {given}, detail_of(sized ? function::size : function::sign));
  const checked zero = constant(value::integer(0));
  return maybe(make(op::compare, boolean, {measured, zero}, detail_of(comparison_op::not_equal)),
               given);
}

/// What `yes` where `test` is true and else `no` comes to; the types must go together.
checked checker::either(const checked& test, checked yes, checked no, const expression_node& n) {
  if (test.bad || yes.bad || no.bad) return bad();
  if (yes.type.kind == type_kind::money) read_as_money(no, yes.type);
  if (no.type.kind == type_kind::money) read_as_money(yes, no.type);
  static_type type = yes.type;
  if (!join(type, no.type)) {
    return error(codes::type_mismatch, n,
                 fmt::format("`{}` gives one type, here {} and {}", n.text, shown(yes.type),
                             shown(no.type)));
  }
  return make(op::conditional, type, {test, yes, no});
}

/// A value that can't be computed: an error when it is reached.
checked checker::failing(const static_type& type) {
  const checked none = make(op::make_list, list_of(type), {});
  return make(op::at, type, {none, constant(value::integer(0))});
}

/// optMap(x, e), optFlatMap(x, e)
checked checker::optional_mapped(const checked& target, const expression_node& n) {
  if (node(operand(n, 1)).kind != expression_kind::name) {
    return error(codes::macro_misuse, operand(n, 1),
                 fmt::format("`{}` needs a plain name for the value", n.text),
                 fmt::format("write a.?b.{}(x, ... x ...)", n.text));
  }
  const auto slot = static_cast<std::uint16_t>(2 * variables_.size());
  if (slot + 2 >= graph::variable_slots)
    return error(codes::too_deep, n, "macros are nested too deep");
  variables_.push_back({node(operand(n, 1)).text, target.type, slot, target.size});
  const checked body = n.text == "optMap" ? visit(operand(n, 2)) : visit_any(operand(n, 2));
  variables_.pop_back();
  if (body.bad) return body;
  const checked given = presence(target);
  const checked named = content(target);
  checked value = make(op::bind, body.type, {named, content(body)}, slot);
  value.size = body.size;
  if (n.text == "optMap") return maybe(given, std::move(value));
  if (body.present == no_index) {
    return error(codes::type_mismatch, operand(n, 2), "`optFlatMap` gives an optional value",
                 "write optMap");
  }
  const checked inner = make(op::bind, simple(type_kind::boolean), {named, presence(body)}, slot);
  return maybe(both(given, inner), std::move(value));
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
  if (target.present == no_index) {
    return error(codes::wrong_arguments, n,
                 fmt::format("`{}` is for optional values, this is {}", n.text, shown(target.type)),
                 "write a.?b for a field that may be missing");
  }
  if (n.count != found->arguments + 1) {
    return error(codes::wrong_arguments, n,
                 fmt::format("`{}` takes {} argument{}, not {}", n.text, found->arguments,
                             found->arguments == 1 ? "" : "s", n.count - 1));
  }
  if (n.text == "hasValue") return presence(target);
  if (n.text == "optMap" || n.text == "optFlatMap") return optional_mapped(target, n);
  if (n.text == "orValue")
    return either(presence(target), content(target), visit(operand(n, 1)), n);
  if (n.text == "value") {
    if (target.type.kind == type_kind::any)
      return error(codes::type_mismatch, n, "this optional never has a value");
    return either(presence(target), content(target), failing(target.type), n);
  }
  const checked other = visit_any(operand(n, 1));
  if (other.bad) return other;
  if (other.present == no_index) {
    return error(codes::type_mismatch, operand(n, 1), "`or` takes another optional value",
                 "write orValue for a plain one");
  }
  checked value = either(presence(target), content(target), content(other), n);
  if (value.bad) return value;
  return maybe(
      make(op::logical_or, simple(type_kind::boolean), {presence(target), presence(other)}),
      std::move(value));
}

}  // namespace parley::check::detail
