// Operators of conditions: which types they take, and what was probably meant where they don't.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "check/condition_checking.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/facts/value_compare.hpp"
#include "syntax/condition_codes.hpp"

namespace parley::check::detail {
namespace {

using graph::comparison_op;
using graph::op;

bool scales(type_kind kind) {
  return is_number(kind) || kind == type_kind::percent;
}

/// `a && b && c` as its operands; chains are flat in the graph.
void flatten(const syntax::condition& c, const expression_node& n,
             std::vector<expression_index>& into) {
  std::vector<expression_index> reversed;
  const expression_node* at = &n;
  while (true) {
    reversed.push_back(c.operands[at->first + 1]);
    const expression_index left = c.operands[at->first];
    const expression_node& below = c.nodes[left];
    if (below.kind != expression_kind::call || below.text != n.text) {
      reversed.push_back(left);
      break;
    }
    at = &below;
  }
  into.assign(reversed.rbegin(), reversed.rend());
}

bool is_order(std::string_view function) {
  return function == "_<_" || function == "_<=_" || function == "_>_" || function == "_>=_";
}

std::string_view symbol(op which) {
  switch (which) {
    case op::add: return "+";
    case op::subtract: return "-";
    case op::multiply: return "*";
    case op::divide: return "/";
    default: return "%";
  }
}

}  // namespace

checked checker::operation(const expression_node& n) {
  const std::string& f = n.text;
  if (f == "_&&_") return junction(n, true);
  if (f == "_||_") return junction(n, false);
  if (f == "_?_:_") return conditional(n);
  if (f == "_==_") return comparison(n, comparison_op::equal);
  if (f == "_!=_") return comparison(n, comparison_op::not_equal);
  if (f == "_<_") return comparison(n, comparison_op::less);
  if (f == "_<=_") return comparison(n, comparison_op::at_most);
  if (f == "_>_") return comparison(n, comparison_op::greater);
  if (f == "_>=_") return comparison(n, comparison_op::at_least);
  if (f == "_+_") return arithmetic(n, op::add);
  if (f == "_-_") return arithmetic(n, op::subtract);
  if (f == "_*_") return arithmetic(n, op::multiply);
  if (f == "_/_") return arithmetic(n, op::divide);
  if (f == "_%_") return arithmetic(n, op::modulo);
  if (f == "@in") return membership(n);
  if (f == "-_") return negation(n);
  if (f == "!_") return opposite(n);
  return call(n, false);
}

checked checker::opposite(const expression_node& n) {
  const checked part = visit(operand(n, 0));
  if (part.bad) return part;
  if (part.type.kind != type_kind::boolean && !open(part.type)) {
    return error(codes::type_mismatch, operand(n, 0),
                 fmt::format("`!` needs true or false, this is {}", shown(part.type)));
  }
  return make(op::logical_not, simple(type_kind::boolean), {part});
}

/// What has() calls below a node guarantee when it comes to `truth`.
std::vector<guard> checker::guards_when(std::uint32_t i, bool truth) const {
  const typed_node& n = made_.nodes[i];
  const auto below = [&](std::uint32_t k) -> const typed_node& {
    return made_.nodes[made_.operands[n.first + k]];
  };
  switch (n.op) {
    case op::has_fact:
      return truth ? std::vector<guard>{{op::fact, n.reference, 0}} : std::vector<guard>{};
    case op::has_line_fact:
      return truth ? std::vector<guard>{{op::line_fact, n.reference, 0}} : std::vector<guard>{};
    case op::has_line_field:
      if (!truth || below(0).op != op::variable) return {};
      return {{op::line_field, n.reference, below(0).detail}};
    case op::logical_not: return guards_when(made_.operands[n.first], !truth);
    case op::logical_and:
    case op::logical_or: {
      if ((n.op == op::logical_and) != truth) return {};
      std::vector<guard> made;
      for (std::uint32_t k = 0; k < n.count; ++k) {
        for (const guard& g : guards_when(made_.operands[n.first + k], truth)) made.push_back(g);
      }
      return made;
    }
    default: return {};
  }
}

checked checker::junction(const expression_node& n, bool is_and) {
  std::vector<expression_index> parts;
  flatten(c_, n, parts);
  const std::size_t guards_before = guards_.size();
  std::vector<checked> operands;
  bool failed = false;
  bool mixed = false;
  for (const expression_index i : parts) {
    checked part = visit(i);
    mixed = mixed || part.type.kind != type_kind::boolean;
    if (!part.bad && part.type.kind != type_kind::boolean && !open(part.type)) {
      part = error(codes::type_mismatch, i,
                   fmt::format("`{}` needs true or false, this is {}", is_and ? "&&" : "||",
                               shown(part.type)));
    }
    failed = failed || part.bad;
    if (!part.bad) {
      for (const guard& g : guards_when(part.node, is_and)) guards_.push_back(g);
    }
    operands.push_back(std::move(part));
  }
  guards_.resize(guards_before);
  if (failed) return bad();
  return make(is_and ? op::logical_and : op::logical_or, simple(type_kind::boolean), operands,
              mixed ? mixed_operands : std::uint16_t{0});
}

void checker::expect_test(checked& test, expression_index at) {
  if (test.bad || test.type.kind == type_kind::boolean || open(test.type)) return;
  test = error(codes::type_mismatch, at,
               fmt::format("`?` needs true or false, this is {}", shown(test.type)));
}

checked checker::conditional(const expression_node& n) {
  checked test = visit(operand(n, 0));
  expect_test(test, operand(n, 0));
  const auto branch = [&](std::uint32_t k, bool truth) {
    const std::size_t before = guards_.size();
    if (!test.bad) {
      for (const guard& g : guards_when(test.node, truth)) guards_.push_back(g);
    }
    checked made = visit_any(operand(n, k));
    guards_.resize(before);
    return made;
  };
  checked yes = branch(1, true);
  checked no = branch(2, false);
  if (test.bad || yes.bad || no.bad) return bad();
  return chosen(n, test, yes, no);
}

checked checker::chosen(const expression_node& n, const checked& test, checked& yes, checked& no) {
  if (yes.type.kind == type_kind::money) read_as_money(no, yes.type);
  if (no.type.kind == type_kind::money) read_as_money(yes, no.type);
  static_type type = yes.type;
  if (!join_same(type, no.type)) {
    return error(codes::type_mismatch, n,
                 fmt::format("the branches of `?:` have one type, here {} and {}", shown(yes.type),
                             shown(no.type)));
  }
  return make(op::conditional, type, {test, yes, no});
}

/// Turns a number literal (or a list of them) into money of the other side's currency.
bool checker::read_as_money(checked& side, const static_type& money) {
  if (side.bad) return false;
  const currency_code currency = money.currency == no_currency ? currency_ : money.currency;
  typed_node& n = made_.nodes[side.node];
  if (n.op == op::constant && is_number(n.type)) {
    n.constant = value::money(number_of(n.constant), currency);
    n.type = type_kind::money;
    side.type = money;
    return true;
  }
  if (n.op == op::make_list && side.type.kind == type_kind::list &&
      is_number(pool_[side.type.element].kind)) {
    for (std::uint32_t k = 0; k < n.count; ++k) {
      if (made_.nodes[made_.operands[n.first + k]].op != op::constant) return false;
    }
    for (std::uint32_t k = 0; k < n.count; ++k) {
      typed_node& item = made_.nodes[made_.operands[n.first + k]];
      item.constant = value::money(number_of(item.constant), currency);
      item.type = type_kind::money;
    }
    side.type = list_of(money);
    return true;
  }
  return false;
}

bool checker::comparable(const static_type& a, const static_type& b) const {
  if (a.kind == type_kind::any || b.kind == type_kind::any) return true;
  if (standard() && (a.kind == type_kind::null || b.kind == type_kind::null)) return true;
  if (!standard() && is_number(a.kind) && is_number(b.kind)) return true;
  if (a.kind != b.kind) return false;
  if (a.kind == type_kind::list || a.kind == type_kind::optional)
    return comparable(pool_[a.element], pool_[b.element]);
  if (a.kind == type_kind::map) {
    return comparable(pool_[a.key], pool_[b.key]) && comparable(pool_[a.element], pool_[b.element]);
  }
  return a.kind != type_kind::object || a.table == b.table;
}

void checker::check_one_of(const checked& fact_side, const checked& text_side,
                           expression_index text_at) {
  if (fact_side.declared == nullptr || fact_side.declared->one_of.empty()) return;
  const typed_node& n = made_.nodes[text_side.node];
  const std::vector<std::string>& allowed = fact_side.declared->one_of;
  if (n.op != op::constant || n.type != type_kind::string) return;
  if (std::find(allowed.begin(), allowed.end(), n.text) != allowed.end()) return;
  std::string help = did_you_mean_help(n.text, allowed);
  if (help.empty()) {
    help = "one of";
    for (const std::string& word : allowed) help += (help.size() > 6 ? ", " : " ") + word;
  }
  error(codes::never_equal, text_at,
        fmt::format("`{}` is never `{}`", fact_side.declared->name, n.text), help);
}

checked checker::comparison(const expression_node& n, comparison_op how) {
  const bool equality = how == comparison_op::equal || how == comparison_op::not_equal;
  checked a = equality ? visit_any(operand(n, 0)) : visit(operand(n, 0));
  checked b = equality ? visit_any(operand(n, 1)) : visit(operand(n, 1));
  if (a.bad || b.bad) {
    if (equality && !b.bad) check_one_of(a, b, operand(n, 1));
    if (equality && !a.bad) check_one_of(b, a, operand(n, 0));
    return bad();
  }
  // Only beside another optional is one a value by itself.
  if (!open(a.type) && !open(b.type) && a.type.kind != b.type.kind) {
    if (a.type.kind == type_kind::optional) return visit(operand(n, 0));
    if (b.type.kind == type_kind::optional) return visit(operand(n, 1));
  }
  return compared(n, how, a, b);
}

checked checker::compared(const expression_node& n, comparison_op how, checked& a, checked& b) {
  const bool equality = how == comparison_op::equal || how == comparison_op::not_equal;
  if (a.type.kind == type_kind::money && is_number(b.type.kind)) read_as_money(b, a.type);
  if (b.type.kind == type_kind::money && is_number(a.type.kind)) read_as_money(a, b.type);
  const std::string a_shown = shown(a.type);
  const std::string b_shown = shown(b.type);
  const bool across =
      standard() && !equality && is_real_or_integer(a.type.kind) && is_real_or_integer(b.type.kind);
  if (!comparable(a.type, b.type) && !across) {
    const expression_node& left = node(operand(n, 0));
    if (!equality && is_order(left.text) && left.kind == expression_kind::call &&
        c_.text[left.offset] != '(') {
      return error(syntax::codes::condition_chain, n,
                   "the left side is a comparison already, and comes to true or false",
                   "write a < b && b < c");
    }
    const bool money = a.type.kind == type_kind::money || b.type.kind == type_kind::money;
    const bool percent = a.type.kind == type_kind::percent || b.type.kind == type_kind::percent;
    std::string help;
    if (money && percent) help = "write a share of something: cart.subtotal * 10%";
    if (!money && percent && (is_number(a.type.kind) || is_number(b.type.kind)))
      help = "10% is 0.1: compare percentages with percentages, numbers with numbers";
    if (money && (is_number(a.type.kind) || is_number(b.type.kind))) {
      help = fmt::format("make it money: money(x, \"{}\")", scope_.currency);
    }
    if (a.type.kind == type_kind::null || b.type.kind == type_kind::null)
      help = "write has(x) to ask whether x exists";
    if ((a.type.kind == type_kind::timestamp || b.type.kind == type_kind::timestamp) &&
        (a.type.kind == type_kind::string || b.type.kind == type_kind::string)) {
      help = "write timestamp(\"2026-11-22T10:00:00Z\")";
    }
    return error(codes::type_mismatch, n,
                 fmt::format("{} and {} can't be compared", a_shown, b_shown), help);
  }
  const auto unordered = [&](const static_type& t) {
    constexpr std::array kinds = {type_kind::list, type_kind::map,  type_kind::object,
                                  type_kind::null, type_kind::type, type_kind::any};
    return !open(t) && std::find(kinds.begin(), kinds.end(), t.kind) != kinds.end();
  };
  if (!equality && (unordered(a.type) || unordered(b.type))) {
    return error(codes::type_mismatch, n,
                 fmt::format("{} has no order", unordered(a.type) ? a_shown : b_shown));
  }
  if (a.type.kind == type_kind::money && a.type.currency != no_currency &&
      b.type.currency != no_currency && a.type.currency != b.type.currency) {
    return error(codes::currency_mismatch, n,
                 fmt::format("{} and {} can't be compared", name_of_currency(a.type.currency),
                             name_of_currency(b.type.currency)),
                 fmt::format("write both amounts in {}", scope_.currency));
  }
  if (equality) {
    check_one_of(a, b, operand(n, 1));
    check_one_of(b, a, operand(n, 0));
  }
  checked made =
      make(op::compare, simple(type_kind::boolean), {a, b}, static_cast<std::uint16_t>(how));
  made.size = 1;
  return made;
}

/// The same for each element of a list that is written out.
void checker::check_elements(const checked& fact_side, const checked& list,
                             const expression_node& written) {
  const typed_node made = made_.nodes[list.node];
  if (made.op != op::make_list) return;
  for (std::uint32_t k = 0; k < made.count && k < written.count; ++k) {
    checked element;
    element.node = made_.operands[made.first + k];
    check_one_of(fact_side, element, operand(written, k));
  }
}

checked checker::membership(const expression_node& n) {
  checked item = visit_any(operand(n, 0));
  checked where = visit(operand(n, 1));
  if (item.bad && !where.bad) check_elements(item, where, node(operand(n, 1)));
  if (item.bad || where.bad) return bad();
  if (open(where.type)) return make(op::contains, simple(type_kind::boolean), {item, where});
  const bool is_map = where.type.kind == type_kind::map;
  if (!is_map && where.type.kind != type_kind::list) {
    return error(codes::type_mismatch, operand(n, 1),
                 fmt::format("`in` needs a list or map, this is {}", shown(where.type)),
                 where.type.kind == type_kind::string ? "write text.contains(part)" : "");
  }
  if (item.type.kind == type_kind::money) read_as_money(where, item.type);
  const static_type inside = pool_[is_map ? where.type.key : where.type.element];
  if (inside.kind == type_kind::money) read_as_money(item, inside);
  if (!comparable(item.type, inside)) {
    return error(codes::type_mismatch, n,
                 fmt::format("{} is never in {}", shown(item.type), shown(where.type)));
  }
  check_elements(item, where, node(operand(n, 1)));
  const std::uint64_t size = where.size;
  checked made = make(op::contains, simple(type_kind::boolean), {item, where});
  made.cost += size;
  made.size = 1;
  return made;
}

checked checker::negation(const expression_node& n) {
  checked part = visit(operand(n, 0));
  if (part.bad) return part;
  const type_kind kind = part.type.kind;
  if (open(part.type) || kind == type_kind::real) return make(op::negate, part.type, {part});
  if (kind != type_kind::integer && kind != type_kind::decimal && kind != type_kind::money &&
      kind != type_kind::percent) {
    return error(codes::type_mismatch, n, fmt::format("{} has no negative", shown(part.type)),
                 kind == type_kind::boolean ? "write ! for not" : "");
  }
  return make(op::negate, part.type, {part});
}

checked checker::arithmetic(const expression_node& n, op which) {
  checked a = visit(operand(n, 0));
  checked b = visit(operand(n, 1));
  if (a.bad || b.bad) return bad();
  return computed(n, which, a, b);
}

checked checker::computed(const expression_node& n, op which, checked& a, checked& b) {
  const bool sum = which == op::add || which == op::subtract;
  if (sum && a.type.kind == type_kind::money && is_number(b.type.kind)) read_as_money(b, a.type);
  if (sum && b.type.kind == type_kind::money && is_number(a.type.kind)) read_as_money(a, b.type);
  const type_kind x = a.type.kind;
  const type_kind y = b.type.kind;
  const bool money = x == type_kind::money || y == type_kind::money;
  const bool both_money = x == type_kind::money && y == type_kind::money;
  const auto made = [&](const static_type& type) {
    graph::number_rule rule = graph::number_rule::as_they_are;
    if (standard()) rule = graph::number_rule::one_type;
    // An operand of the type decimal may be whole: a list of 1 and 2.5 holds an int.
    if (!standard() && is_number(x) && is_number(y) && type.kind == type_kind::decimal)
      rule = graph::number_rule::decimals;
    return make(which, type, {a, b}, static_cast<std::uint16_t>(rule));
  };
  if (open(a.type) || open(b.type)) return made(dynamic());
  if (x == type_kind::real && y == type_kind::real && which != op::modulo) return made(a.type);
  if (both_money && a.type.currency != no_currency && b.type.currency != no_currency &&
      a.type.currency != b.type.currency) {
    return error(codes::currency_mismatch, n,
                 fmt::format("`{}` can't join {} and {}", symbol(which),
                             name_of_currency(a.type.currency), name_of_currency(b.type.currency)));
  }
  if (which == op::modulo) {
    if (x == y && (x == type_kind::integer || x == type_kind::uinteger)) return made(a.type);
    const bool literal =
        is_constant(a) || (node(operand(n, 0)).kind == expression_kind::call &&
                           node(operand(node(operand(n, 0)), 1)).kind == expression_kind::literal);
    return error(
        codes::type_mismatch, n,
        fmt::format("`%` needs two int or two uint, not {} and {}", shown(a.type), shown(b.type)),
        literal ? "for a percentage before an operand write (10%)" : "");
  }
  if (is_number(x) && is_number(y)) {
    if (x == y) return made(a.type);
    if (x == type_kind::decimal || y == type_kind::decimal) return made(simple(type_kind::decimal));
    return error(codes::type_mismatch, n,
                 fmt::format("`{}` can't join {} and {}", symbol(which), name_of(x), name_of(y)),
                 "write int(x) or uint(x)");
  }
  if (sum) {
    if (both_money || (x == type_kind::percent && y == type_kind::percent)) return made(a.type);
    if (which == op::add && x == y && (x == type_kind::string || x == type_kind::bytes))
      return made(a.type);
    if (which == op::add && x == type_kind::list && y == type_kind::list) {
      static_type type = a.type;
      if (join(type, b.type)) {
        checked whole = made(type);
        whole.size = a.size + b.size;
        whole.cost += whole.size;
        return whole;
      }
    }
    if (x == type_kind::timestamp && y == type_kind::timestamp && which == op::subtract)
      return made(simple(type_kind::duration));
    if (x == type_kind::timestamp && y == type_kind::duration) return made(a.type);
    if (x == type_kind::duration && y == type_kind::duration) return made(a.type);
    if (x == type_kind::duration && y == type_kind::timestamp && which == op::add)
      return made(b.type);
  }
  if (which == op::multiply) {
    if (x == type_kind::money && scales(y)) return made(a.type);
    if (y == type_kind::money && scales(x)) return made(b.type);
    if (x == type_kind::percent && y == type_kind::percent) return made(a.type);
    if (scales(x) && scales(y)) return made(simple(type_kind::decimal));
  }
  if (which == op::divide) {
    if (both_money) return made(simple(type_kind::decimal));
    if (x == type_kind::money && scales(y)) return made(a.type);
    if (x == type_kind::percent && is_number(y)) return made(a.type);
    if (scales(x) && y == type_kind::percent) return made(simple(type_kind::decimal));
  }

  std::string help;
  if (both_money && which == op::multiply) {
    return error(codes::money_mistake, n, "money times money means nothing",
                 "multiply by a number or a percentage: cart.subtotal * 2, cart.subtotal * 10%");
  }
  if (money && sum && (x == type_kind::percent || y == type_kind::percent)) {
    const std::string whole = source(operand(n, x == type_kind::money ? 0 : 1));
    const std::string share = source(operand(n, x == type_kind::money ? 1 : 0));
    return error(codes::money_mistake, n,
                 fmt::format("money {} percent means nothing", which == op::add ? "plus" : "minus"),
                 fmt::format("did you mean `{} {} {} * {}`?", whole, symbol(which), whole, share));
  }
  if (money && sum && (is_number(x) || is_number(y))) {
    return error(
        codes::money_mistake, n,
        fmt::format("`{}` can't join {} and {}", symbol(which), shown(a.type), shown(b.type)),
        fmt::format("make it money: money(x, \"{}\")", scope_.currency));
  }
  if (which == op::divide && y == type_kind::money) {
    return error(codes::money_mistake, n, fmt::format("{} by money means nothing", shown(a.type)),
                 "money by money is a number");
  }
  if ((x == type_kind::string) != (y == type_kind::string) && which == op::add)
    help = "write string(x) to make text of it";
  return error(
      codes::type_mismatch, n,
      fmt::format("`{}` can't join {} and {}", symbol(which), shown(a.type), shown(b.type)), help);
}

}  // namespace parley::check::detail
