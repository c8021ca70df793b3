// The walk over a condition: literals, collections, and what the whole comes to.
#include "check/condition_checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/condition_checking.hpp"
#include "parley/base/limits.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/facts/real_text.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley::check {

std::vector<scope_fact> built_in_line_facts() {
  std::vector<scope_fact> made;
  for (const line_attribute_info& info : built_in_line_attributes) {
    scope_fact f;
    f.name = info.name;
    f.type = info.type;
    f.element = info.element;
    made.push_back(std::move(f));
  }
  return made;
}

namespace detail {

checker::checker(const syntax::condition& c, const condition_scope& scope, const condition_use& use,
                 diagnostics& out)
    : c_(c), scope_(scope), use_(use), out_(out), currency_(currency_named(scope.currency)) {
  pool_.push_back({});
  for (const std::uint32_t row : use.present_facts) guards_.push_back({graph::op::fact, row, 0});
  for (const std::uint32_t row : use.present_line_facts) {
    guards_.push_back({graph::op::line_fact, row, 0});
  }
}

std::optional<typed_condition> checker::run() {
  const std::size_t errors_before = out_.error_count();
  checked result =
      use_.expected == condition_use::expect::any ? visit_any(c_.root()) : visit(c_.root());
  if (!result.bad) expect_result(result);
  if (result.bad || out_.error_count() != errors_before) return std::nullopt;
  if (open(result.type)) result.type = dynamic();
  if (result.cost > caps::expression_cost) {
    error(codes::too_costly, c_.root(),
          fmt::format("the condition may take {} steps, more than {}, because of `{}`", result.cost,
                      caps::expression_cost, result.longest),
          "declare a smaller `max_size`, or don't loop inside a loop");
    return std::nullopt;
  }
  // A constant that was rewritten in place may leave the root before the end; the root is the last.
  if (result.node != made_.root()) {
    typed_node copy = made_.nodes[result.node];
    made_.nodes.push_back(std::move(copy));
  }
  made_.source = c_.text;
  made_.at = c_.at;
  made_.exact = c_.exact;
  made_.type = result.type.kind;
  made_.cost = result.cost;
  made_.type_text = shown(result.type);
  return std::move(made_);
}

void checker::expect_result(checked& result) {
  const type_kind kind = result.type.kind;
  using expect = condition_use::expect;
  static_type money = simple(type_kind::money);
  switch (use_.expected) {
    case expect::any: return;
    case expect::boolean:
      if (kind == type_kind::boolean || open(result.type)) return;
      result =
          error(codes::wrong_result, c_.root(),
                fmt::format("a condition must be true or false, this is {}", shown(result.type)),
                kind == type_kind::list || kind == type_kind::map
                    ? "ask it something, such as `size(x) > 0` or `x.exists(e, ...)`"
                    : "compare it with something");
      return;
    case expect::money:
      if (is_constant(result) && is_number(kind) && read_as_money(result, money)) return;
      if (kind != type_kind::money) {
        result = error(codes::wrong_result, c_.root(),
                       fmt::format("money is expected, this is {}", shown(result.type)));
      }
      break;
    case expect::money_or_number:
      if (is_number(kind)) return;
      if (kind != type_kind::money) {
        result =
            error(codes::wrong_result, c_.root(),
                  fmt::format("money or a number is expected, this is {}", shown(result.type)));
      }
      break;
  }
  if (!result.bad && result.type.currency != no_currency && result.type.currency != currency_) {
    result = error(codes::currency_mismatch, c_.root(),
                   fmt::format("the pack's currency is {}, this is {}", scope_.currency,
                               name_of_currency(result.type.currency)));
  }
}

checked checker::visit(expression_index i) {
  checked made = visit_any(i);
  if (made.bad || made.type.kind != type_kind::optional) return made;
  return error(codes::type_mismatch, i,
               fmt::format("`{}` is optional: it may have no value", source(i)),
               "write .orValue(other) after it, or ask .hasValue()");
}

checked checker::visit_any(expression_index i) {
  checked made = visit_kind(i);
  if (scope_.unchecked) made.type = dynamic();
  if (!made.bad && made.node < made_.nodes.size() && made_.nodes[made.node].length == 0) {
    made_.nodes[made.node].offset = node(i).offset;
    made_.nodes[made.node].length = node(i).length;
  }
  return made;
}

checked checker::visit_kind(expression_index i) {
  const expression_node& n = node(i);
  switch (n.kind) {
    case expression_kind::literal: return literal(n);
    case expression_kind::name:
    case expression_kind::select: return n.optional ? optional_select(i) : path(i, false);
    case expression_kind::has: return path(i, true);
    case expression_kind::index: return index(n);
    case expression_kind::list: return list(n);
    case expression_kind::map: return map(n);
    case expression_kind::call:
      if (n.text == "!_" || n.text == "-_" || n.text == "@in" ||
          (n.text.starts_with('_') && n.text.size() > 2 && n.text.ends_with('_'))) {
        return operation(n);
      }
      return call(n, false);
    case expression_kind::method:
      if (std::optional<checked> made = macro(n)) return *std::move(made);
      if (std::optional<checked> made = optional_method(n)) return *std::move(made);
      return call(n, true);
  }
  return bad();
}

checked checker::literal(const expression_node& n) {
  switch (n.literal_type) {
    case type_kind::null: return constant(value());
    case type_kind::boolean: return constant(value::boolean(n.text == "true"));
    case type_kind::string: return constant_text(n.text);
    case type_kind::bytes: return constant_text(n.text, true);
    case type_kind::decimal: {
      if (!standard()) return constant(value::number(*decimal::parse(n.text)));
      const std::optional<double> nearest = parse_real(n.text);
      if (nearest) return constant(value::real(*nearest));
      return error(codes::bad_constant, n, fmt::format("`{}` is no double", n.text));
    }
    case type_kind::integer:
    case type_kind::uinteger: {
      const bool negative = n.text.starts_with('-');
      std::string_view digits = std::string_view(n.text).substr(negative ? 1 : 0);
      const bool hex = digits.starts_with("0x");
      if (hex) digits.remove_prefix(2);
      std::uint64_t magnitude = 0;
      for (const char c : digits) {
        const int d = c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
        magnitude = magnitude * (hex ? 16 : 10) + static_cast<std::uint64_t>(d);
      }
      if (n.literal_type == type_kind::uinteger) return constant(value::uinteger(magnitude));
      return constant(
          value::integer(static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude)));
    }
    case type_kind::percent: {
      if (standard()) return error(codes::not_in_profile, n, "CEL has no percentages");
      const bool basis_points = n.text.ends_with("bp");
      const std::string digits = n.text.substr(0, n.text.size() - (basis_points ? 2 : 1));
      const std::optional<decimal> share =
          multiply(*decimal::parse(digits), decimal(1, basis_points ? -4 : -2));
      if (!share) return error(codes::bad_constant, n, fmt::format("`{}` is out of range", n.text));
      return constant(value::percent(*share));
    }
    case type_kind::money: {
      if (standard()) return error(codes::not_in_profile, n, "CEL has no money");
      const currency_code currency = currency_named(n.currency);
      if (currency == no_currency) {
        return error(codes::currency_mismatch, n,
                     fmt::format("`{}` is no ISO 4217 currency", n.currency));
      }
      return constant(value::money(*decimal::parse(n.text), currency));
    }
    default: return bad();
  }
}

checked checker::list(const expression_node& n) {
  std::vector<checked> items;
  static_type element;
  bool failed = false;
  bool optional = false;
  for (std::uint32_t k = 0; k < n.count; ++k) {
    const bool marked = is_marked(operand(n, k));
    checked item = visit_any(marked ? operand(node(operand(n, k)), 0) : operand(n, k));
    static_type type = item.type;
    if (!item.bad && marked) {
      optional = true;
      item = entry(std::move(item), operand(n, k));
      if (item.bad) return bad();
      type = pool_[item.type.element];
    }
    if (!item.bad && !join(element, type)) {
      item = error(codes::type_mismatch, operand(n, k),
                   fmt::format("the elements of a list have one type, here {} and {}",
                               shown(element), shown(type)));
    }
    failed = failed || item.bad;
    items.push_back(std::move(item));
  }
  if (failed) return bad();
  for (std::uint32_t k = 0; optional && k < n.count; ++k) {
    if (!is_marked(operand(n, k))) items[k] = wrapped(items[k]);
  }
  checked made = optional ? make(graph::op::call, list_of(element), items,
                                 static_cast<std::uint16_t>(graph::function::list_of_optionals))
                          : make(graph::op::make_list, list_of(element), items);
  made.size = n.count;
  return made;
}

/// An element or value after `?`: an optional.
checked checker::entry(checked item, expression_index at) {
  if (open(item.type)) item.type = optional_of(dynamic());
  if (item.type.kind == type_kind::optional) return item;
  return error(codes::type_mismatch, at,
               fmt::format("`?` is for optional values, this is {}", shown(item.type)),
               "drop the `?`");
}

checked checker::map(const expression_node& n) {
  std::vector<checked> items;
  static_type key, element;
  bool failed = false;
  bool optional = false;
  for (std::uint32_t k = 0; k < n.count; ++k) {
    const bool marked = is_marked(operand(n, k / 2 * 2));
    const bool is_key = k % 2 == 0;
    checked item = visit_any(marked && is_key ? operand(node(operand(n, k)), 0) : operand(n, k));
    static_type type = item.type;
    static_type& side = is_key ? key : element;
    const bool key_fits = !is_key || type.kind == type_kind::string ||
                          type.kind == type_kind::integer || type.kind == type_kind::uinteger ||
                          type.kind == type_kind::boolean || open(type);
    if (!item.bad && marked && !is_key) {
      optional = true;
      item = entry(std::move(item), operand(n, k));
      if (item.bad) return bad();
      type = pool_[item.type.element];
    }
    if (!item.bad && !key_fits) {
      item =
          error(codes::type_mismatch, operand(n, k), fmt::format("{} can't be a key", shown(type)));
    } else if (!item.bad && !join(side, type)) {
      item = error(codes::type_mismatch, operand(n, k),
                   fmt::format("the {} of a map have one type, here {} and {}",
                               is_key ? "keys" : "values", shown(side), shown(type)));
    }
    failed = failed || item.bad;
    items.push_back(std::move(item));
  }
  if (failed) return bad();
  for (std::uint32_t k = 1; optional && k < n.count; k += 2) {
    if (!is_marked(operand(n, k - 1))) items[k] = wrapped(items[k]);
  }
  static_type type = simple(type_kind::map);
  type.key = pooled(key);
  type.element = pooled(element);
  checked made = optional ? make(graph::op::call, type, items,
                                 static_cast<std::uint16_t>(graph::function::map_of_optionals))
                          : make(graph::op::make_map, type, items);
  made.size = n.count / 2;
  return made;
}

checked checker::index(const expression_node& n) {
  const checked target = visit_any(operand(n, 0));
  const checked key = visit(operand(n, 1));
  if (target.bad || key.bad) return bad();
  if (n.optional || target.type.kind == type_kind::optional) return optional_index(target, key, n);
  if (!indexable(target.type, key, n)) return bad();
  const static_type element = open(target.type) ? dynamic() : pool_[target.type.element];
  return make(graph::op::at, element, {target, key});
}

/// Whether a type has elements, and by such a key.
bool checker::indexable(const static_type& target, const checked& key, const expression_node& n) {
  if (open(target)) return true;
  if (target.kind == type_kind::list) {
    if (key.type.kind == type_kind::integer || key.type.kind == type_kind::uinteger ||
        open(key.type)) {
      return true;
    }
    error(codes::type_mismatch, operand(n, 1),
          fmt::format("a list is indexed by int, this is {}", shown(key.type)));
    return false;
  }
  if (target.kind == type_kind::map) {
    if (comparable(pool_[target.key], key.type)) return true;
    error(codes::type_mismatch, operand(n, 1),
          fmt::format("the keys are {}, this is {}", shown(pool_[target.key]), shown(key.type)));
    return false;
  }
  error(codes::type_mismatch, operand(n, 0), fmt::format("{} can't be indexed", shown(target)));
  return false;
}

checked checker::make(graph::op op, const static_type& type, const std::vector<checked>& operands,
                      std::uint16_t detail, std::uint32_t reference) {
  typed_node n;
  n.op = op;
  n.type = type.kind;
  n.detail = detail;
  n.reference = reference;
  n.first = static_cast<std::uint32_t>(made_.operands.size());
  n.count = static_cast<std::uint32_t>(operands.size());
  checked made;
  made.type = type;
  std::uint64_t most = 0;
  for (const checked& o : operands) {
    made_.operands.push_back(o.node);
    made.cost = std::min(made.cost + o.cost, UINT64_MAX / 4);
    if (o.cost > most && !o.longest.empty()) {
      made.longest = o.longest;
      most = o.cost;
    }
    made.size = std::max(made.size, o.size);
  }
  made_.nodes.push_back(std::move(n));
  made.node = made_.root();
  return made;
}

checked checker::constant(const value& v) {
  static_type type = simple(v.kind());
  if (v.is(type_kind::money)) type.currency = v.currency();
  checked made = make(graph::op::constant, type, {});
  made_.nodes.back().constant = v;
  return made;
}

checked checker::constant_text(std::string text, bool bytes) {
  checked made =
      make(graph::op::constant, simple(bytes ? type_kind::bytes : type_kind::string), {});
  made_.nodes.back().text = std::move(text);
  return made;
}

checked checker::error(const code_info& code, expression_index at, std::string message,
                       std::string help) {
  return error(code, node(at), std::move(message), std::move(help));
}

checked checker::error(const code_info& code, const expression_node& at, std::string message,
                       std::string help) {
  out_.error(code, c_.place_of(at), std::move(message), std::move(help));
  return bad();
}

std::uint32_t checker::pooled(const static_type& t) {
  pool_.push_back(t);
  return static_cast<std::uint32_t>(pool_.size() - 1);
}

static_type checker::list_of(const static_type& element) {
  static_type made = simple(type_kind::list);
  made.element = pooled(element);
  return made;
}

/// The type of a value that is a type.
static_type checker::type_of_type(const static_type& t) {
  static_type made = simple(type_kind::type);
  made.element = pooled(t);
  return made;
}

static_type checker::simple(type_kind kind) const {
  static_type made;
  made.kind = kind;
  if (kind == type_kind::money) made.currency = currency_;
  return made;
}

/// Reads a prefix of `shape` from `at` on.
static_type checker::type_in(const std::vector<type_kind>& shape, std::size_t& at) {
  const type_kind kind = at < shape.size() ? shape[at++] : type_kind::any;
  static_type made = kind == type_kind::any ? dynamic() : simple(kind);
  if (kind == type_kind::map) {
    const static_type key = type_in(shape, at);
    made.key = pooled(key);
  }
  if (kind == type_kind::map || kind == type_kind::list || kind == type_kind::optional) {
    const static_type element = type_in(shape, at);
    made.element = pooled(element);
  }
  return made;
}

static_type checker::type_of(const scope_fact& f) {
  if (!f.shape.empty()) {
    std::size_t at = 0;
    return type_in(f.shape, at);
  }
  if (f.type == type_kind::any) return dynamic();
  static_type made = simple(f.type);
  if (f.type == type_kind::list || f.type == type_kind::map) {
    made.key = pooled(simple(type_kind::string));
    made.element = pooled(simple(f.element));
  }
  return made;
}

std::string checker::shown(const static_type& t) const {
  if (t.kind == type_kind::list) return fmt::format("list({})", shown(pool_[t.element]));
  if (t.kind == type_kind::map)
    return fmt::format("map({}, {})", shown(pool_[t.key]), shown(pool_[t.element]));
  if (t.kind == type_kind::optional) {
    return fmt::format("{}({})", standard() ? "optional_type" : "optional",
                       shown(pool_[t.element]));
  }
  if (t.kind == type_kind::type && t.element != 0)
    return fmt::format("type({})", shown(pool_[t.element]));
  if (open(t)) return "dyn";
  if (t.kind == type_kind::object)
    return t.table == graph::line_records ? "a cart line" : "a shipping entry";
  return std::string(name_of(t.kind));
}

std::string checker::source(expression_index i) const {
  return c_.text.substr(node(i).offset, node(i).length);
}

bool checker::is_constant(const checked& c) const {
  return !c.bad && made_.nodes[c.node].op == graph::op::constant;
}

bool checker::join(static_type& into, const static_type& other) {
  static_type made = into;
  const bool joined = join_same(made, other);
  if (!joined && !standard()) return false;
  into = joined ? made : dynamic();
  return true;
}

bool checker::join_same(static_type& into, const static_type& other) {
  if (other.dynamic || into.dynamic) {
    into = dynamic();
    return true;
  }
  if (other.kind == type_kind::any) return true;
  if (into.kind == type_kind::any) {
    into = other;
    return true;
  }
  if (!standard() && is_number(into.kind) && is_number(other.kind)) {
    if (into.kind != other.kind) into = simple(type_kind::decimal);
    return true;
  }
  const auto nullable = [](type_kind kind) {
    return kind == type_kind::optional || kind == type_kind::timestamp ||
           kind == type_kind::duration;
  };
  if (standard() && other.kind == type_kind::null && nullable(into.kind)) return true;
  if (standard() && into.kind == type_kind::null && nullable(other.kind)) {
    into = other;
    return true;
  }
  if (into.kind != other.kind) return false;
  if (into.kind == type_kind::object) return into.table == other.table;
  if (into.kind == type_kind::money) {
    return into.currency == other.currency || into.currency == no_currency ||
           other.currency == no_currency;
  }
  if (into.kind != type_kind::list && into.kind != type_kind::map &&
      into.kind != type_kind::optional) {
    return true;
  }
  static_type key = pool_[into.key];
  static_type element = pool_[into.element];
  if (into.kind == type_kind::map && !join(key, pool_[other.key])) return false;
  if (!join(element, pool_[other.element])) return false;
  into.key = pooled(key);
  into.element = pooled(element);
  return true;
}

}  // namespace detail

std::optional<typed_condition> check_condition(const syntax::condition& c,
                                               const condition_scope& scope,
                                               const condition_use& use, diagnostics& out) {
  return detail::checker(c, scope, use, out).run();
}

}  // namespace parley::check
