// Macros: comprehensions over lists and maps, and cel.bind.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "check/condition_checking.hpp"
#include "parley/base/limits.hpp"

namespace parley::check::detail {

using graph::op;

std::optional<std::uint16_t> checker::enter(const expression_node& n, std::size_t count) {
  if (variables_.size() + count < graph::variable_slots)
    return static_cast<std::uint16_t>(variables_.size());
  error(codes::too_deep, n, "macros are nested too deep");
  return std::nullopt;
}

std::string checker::variable_name(expression_index i) const {
  const expression_node& n = node(i);
  if (std::string numbered = numbered_name(n); !numbered.empty()) return numbered;
  if (n.kind != expression_kind::name || n.text.starts_with('.')) return {};
  return n.text;
}

std::optional<checked> checker::macro(const expression_node& n) {
  if (n.text == "bind" && node(operand(n, 0)).kind == expression_kind::name &&
      node(operand(n, 0)).text == "cel") {
    return binding(n);
  }
  if (n.text == "all") return comprehension(n, op::all);
  if (n.text == "exists") return comprehension(n, op::exists);
  if (n.text == "exists_one" || n.text == "existsOne") return comprehension(n, op::exists_one);
  if (n.text == "map") return comprehension(n, op::map);
  if (n.text == "filter") return comprehension(n, op::filter);
  if (n.text == "transformList" || n.text == "transformMap" || n.text == "transformMapEntry")
    return comprehension(n, op::map);
  if (n.text == "sortBy") return sorting(n);
  return block(n);
}

checked checker::comprehension(const expression_node& n, op which) {
  const bool quantifies = which == op::all || which == op::exists || which == op::exists_one;
  const bool into_map = n.text == "transformMap";
  const bool of_maps = n.text == "transformMapEntry";
  const bool transforms = into_map || of_maps || n.text == "transformList";
  const bool three = n.count == 4 && (quantifies || which == op::map);
  if (transforms ? n.count != 4 && n.count != 5 : n.count != 3 && !three) {
    return error(
        codes::wrong_arguments, n,
        fmt::format("`{}` takes {} and an expression", n.text, transforms ? "two names" : "a name"),
        fmt::format("write list.{}({}x, ... x ...)", n.text, transforms ? "i, " : ""));
  }
  const bool two = transforms || (quantifies && n.count == 4);
  checked range = visit(operand(n, 0));
  const std::uint32_t names = two ? 2 : 1;
  for (std::uint32_t k = 1; k <= names; ++k) {
    if (variable_name(operand(n, k)).empty()) {
      return error(codes::macro_misuse, operand(n, k),
                   fmt::format("`{}` needs a plain name for the element", n.text),
                   fmt::format("write list.{}({}x, ... x ...)", n.text, two ? "i, " : ""));
    }
  }
  if (two && variable_name(operand(n, 1)) == variable_name(operand(n, 2))) {
    return error(codes::macro_misuse, operand(n, 2), "the two names are the same");
  }
  if (range.bad) return range;
  const bool is_map = range.type.kind == type_kind::map;
  const bool dyn = open(range.type);
  if (!is_map && range.type.kind != type_kind::list && !dyn) {
    return error(codes::type_mismatch, operand(n, 0),
                 fmt::format("`{}` needs a list or map, this is {}", n.text, shown(range.type)));
  }
  const std::optional<std::uint16_t> entered = enter(n, names);
  if (!entered) return bad();
  const std::uint16_t slot = *entered;
  const static_type element = dyn ? dynamic() : pool_[range.type.element];
  static_type first = is_map ? pool_[range.type.key] : element;
  if (two && !is_map && !dyn) first = simple(type_kind::integer);
  const std::size_t before = variables_.size();
  variables_.push_back({variable_name(operand(n, 1)), first, slot, 1});
  if (two) {
    variables_.push_back(
        {variable_name(operand(n, 2)), element, static_cast<std::uint16_t>(slot + 1), 1});
  }

  checked condition;
  const std::size_t guards_before = guards_.size();
  const bool filtered_map = which == op::map && n.count == (two ? 5U : 4U);
  const std::uint32_t filter_at = n.count - 2;
  if (filtered_map) {
    condition = visit(operand(n, filter_at));
    if (!condition.bad && condition.type.kind != type_kind::boolean && !open(condition.type)) {
      condition = error(
          codes::type_mismatch, operand(n, filter_at),
          fmt::format("`{}` filters by true or false, this is {}", n.text, shown(condition.type)));
    }
    if (!condition.bad) {
      for (const guard& g : guards_when(condition.node, true)) guards_.push_back(g);
    }
  }
  checked body =
      which == op::map ? visit_any(operand(n, n.count - 1)) : visit(operand(n, n.count - 1));
  const static_type of_body = body.type;
  // The entries of a map are computed as pairs, which become a map when all are there.
  if (into_map && !body.bad) {
    const checked key = make(op::variable, first, {}, slot);
    body = make(op::make_list, list_of(of_body), {key, body});
  }
  if (of_maps && !body.bad && body.type.kind != type_kind::map && !open(body.type)) {
    body = error(codes::type_mismatch, operand(n, n.count - 1),
                 fmt::format("`{}` needs a map, this is {}", n.text, shown(body.type)),
                 "write {key: value}");
  }
  guards_.resize(guards_before);
  variables_.resize(before);
  if (body.bad || condition.bad) return bad();
  if (which != op::map && body.type.kind != type_kind::boolean && !open(body.type)) {
    return error(codes::type_mismatch, operand(n, n.count - 1),
                 fmt::format("`{}` needs true or false, this is {}", n.text, shown(body.type)));
  }

  static_type type = simple(type_kind::boolean);
  if (which == op::map) type = list_of(body.type);
  if (which == op::filter) type = list_of(first);
  std::vector<checked> operands = {range, body};
  if (filtered_map) operands.push_back(condition);
  checked made = make(which, type, operands,
                      static_cast<std::uint16_t>(slot | (two ? graph::two_variables : 0)));
  const std::uint64_t round = body.cost + (filtered_map ? condition.cost : 0) + 1;
  made.cost = std::min<std::uint64_t>(range.cost + range.size * round, UINT64_MAX / 1'000'000);
  if (range.size * round >= range.cost && !range.longest.empty()) {
    const bool told = body.longest.find(range.longest) != std::string::npos;
    made.longest = told ? body.longest
                   : body.longest.empty() || body.cost <= range.size
                       ? range.longest
                       : fmt::format("{}` and `{}", range.longest, body.longest);
  }
  made.size = which == op::map || which == op::filter ? range.size : 1;
  if (!into_map && !of_maps) return made;
  static_type entries = of_body;
  if (into_map || open(of_body)) {
    entries = simple(type_kind::map);
    entries.key = pooled(into_map ? first : dynamic());
    entries.element = pooled(of_body);
  }
  const std::uint64_t size = made.size;
  made = make(op::call, entries, {made},
              static_cast<std::uint16_t>(into_map ? graph::function::map_of_pairs
                                                  : graph::function::map_of_maps));
  // Keys of entries come in any order.
  made.cost += into_map ? size : size * size;
  return made;
}

/// cel.bind(name, value, expression)
checked checker::binding(const expression_node& n) {
  if (n.count != 4 || variable_name(operand(n, 1)).empty()) {
    return error(codes::macro_misuse, n, "`cel.bind` takes a name, its value and an expression");
  }
  const checked bound = visit_any(operand(n, 2));
  if (bound.bad) return bound;
  const std::optional<std::uint16_t> slot = enter(n, 1);
  if (!slot) return bad();
  variables_.push_back({variable_name(operand(n, 1)), bound.type, *slot, bound.size});
  const checked body = visit_any(operand(n, 3));
  variables_.pop_back();
  if (body.bad) return body;
  checked made = make(op::bind, body.type, {bound, body}, *slot);
  made.size = body.size;
  return made;
}

}  // namespace parley::check::detail
