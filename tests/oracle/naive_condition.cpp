#include "oracle/naive_condition.hpp"

#include <algorithm>
#include <vector>

namespace parley::oracle {
namespace {

using syntax::condition;
using syntax::expression_kind;
using syntax::expression_node;

const naive_outcome unknown{naive_outcome::kind::unknown, {}};
const naive_outcome failed{naive_outcome::kind::error, {}};

naive_outcome known(naive_value v) {
  return {naive_outcome::kind::known, std::move(v)};
}
naive_outcome known(bool v) {
  return known(naive_value::of(v));
}

naive_value parse_literal(type_kind type, const std::string& text) {
  if (type == type_kind::boolean) return naive_value::of(text == "true");
  if (type == type_kind::string) return naive_value::of(text);
  const fraction number(*decimal::parse(text));
  if (type == type_kind::percent) return naive_value::of(number / fraction(100));
  return type == type_kind::money ? naive_value::money(number) : naive_value::of(number);
}

const syntax::fact_decl* declared(const syntax::pack& pack, const std::string& name) {
  for (const syntax::fact_decl& fact : pack.facts) {
    if (fact.name.text == name) return &fact;
  }
  return nullptr;
}

naive_outcome read(const naive_fact& fact, const syntax::fact_decl* decl) {
  if (fact.what == naive_fact::state::known) return known(fact.value);
  if (fact.what != naive_fact::state::absent) return unknown;
  if (decl == nullptr || !decl->default_value) return failed;
  return known(parse_literal(decl->type, decl->default_value->text));
}

class walker {
 public:
  walker(const condition& c, const naive_scope& scope) : c_(c), scope_(scope) {}

  naive_outcome at(std::uint32_t index) const {
    const expression_node& n = c_.nodes[index];
    switch (n.kind) {
      case expression_kind::literal: return literal(n);
      case expression_kind::name:
      case expression_kind::select: return path(path_of(index));
      case expression_kind::has:
        return has(n.count == 0 ? n.text : path_of(operand(n, 0)) + "." + n.text);
      case expression_kind::call: return call(n);
      case expression_kind::method: return method(n);
      default: return failed;
    }
  }

 private:
  std::uint32_t operand(const expression_node& n, std::uint32_t i) const {
    return c_.operands[n.first + i];
  }

  std::string path_of(std::uint32_t index) const {
    const expression_node& n = c_.nodes[index];
    return n.kind == expression_kind::name ? n.text : path_of(operand(n, 0)) + "." + n.text;
  }

  naive_outcome literal(const expression_node& n) const {
    if (n.literal_type == type_kind::percent && n.text.ends_with("bp")) {
      return known(naive_value::of(fraction(*decimal::parse(n.text.substr(0, n.text.size() - 2))) /
                                   fraction(10'000)));
    }
    std::string text = n.text;
    if (n.literal_type == type_kind::percent && text.ends_with("%")) text.pop_back();
    if (n.literal_type == type_kind::uinteger && text.ends_with("u")) text.pop_back();
    return known(parse_literal(n.literal_type, text));
  }

  naive_fact lookup(const std::string& name, const syntax::fact_decl*& decl) const {
    decl = declared(*scope_.pack, name);
    if (name.starts_with("line.")) {
      const auto found = scope_.line->attributes.find(name.substr(5));
      return found == scope_.line->attributes.end() ? naive_fact{} : found->second;
    }
    const auto found = scope_.facts->facts.find(name);
    return found == scope_.facts->facts.end() ? naive_fact{} : found->second;
  }

  naive_outcome has(const std::string& name) const {
    const syntax::fact_decl* decl = nullptr;
    const naive_fact fact = lookup(name, decl);
    if (fact.what == naive_fact::state::known) return known(true);
    if (fact.what == naive_fact::state::absent) return known(false);
    return unknown;
  }

  naive_outcome path(const std::string& name) const {
    const naive_facts& facts = *scope_.facts;
    if (name == "line.qty") return known(naive_value::of(fraction(scope_.line->quantity)));
    if (name == "line.price") return known(naive_value::money(fraction(scope_.line->price, 100)));
    if (name == "line.sku") return known(naive_value::of(scope_.line->sku));
    if (name == "line.cost") {
      return scope_.line->cost ? known(naive_value::money(fraction(*scope_.line->cost, 100)))
                               : unknown;
    }
    if (name == "cart.subtotal" || name == "cart.quantity") {
      if (!facts.has_cart) return unknown;
      std::int64_t sum = 0;
      std::int64_t count = 0;
      for (const naive_line& line : facts.lines)
        sum += line.price * line.quantity, count += line.quantity;
      return known(name == "cart.subtotal" ? naive_value::money(fraction(sum, 100))
                                           : naive_value::of(fraction(count)));
    }
    if (name.starts_with("so_far.")) {
      if (scope_.so_far == nullptr) return unknown;
      const naive_so_far& s = *scope_.so_far;
      const std::int64_t v = name == "so_far.subtotal"   ? s.subtotal
                             : name == "so_far.discount" ? s.discount
                             : name == "so_far.shipping" ? s.shipping
                                                         : s.total;
      return known(naive_value::money(fraction(v, 100)));
    }
    const std::size_t dot = name.find('.');
    for (const syntax::selector_decl& selector : scope_.pack->selectors) {
      if (selector.name.text == name.substr(0, dot))
        return sum_of(selector.name.text, name.substr(dot + 1));
    }
    const syntax::fact_decl* decl = nullptr;
    const naive_fact fact = lookup(name, decl);
    return read(fact, decl);
  }

  naive_outcome sum_of(const std::string& selector, const std::string& field) const {
    if (!scope_.facts->has_cart) return unknown;
    std::int64_t sum = 0;
    std::int64_t count = 0;
    naive_outcome worst = known(true);
    for (const naive_line& line : scope_.facts->lines) {
      const naive_outcome in = in_selector(selector, line, scope_);
      if (in.what == naive_outcome::kind::unknown) return unknown;
      if (in.what == naive_outcome::kind::error) worst = in;
      if (in.is(true)) sum += line.price * line.quantity, count += line.quantity;
    }
    if (!worst.known()) return worst;
    return known(field == "subtotal" ? naive_value::money(fraction(sum, 100))
                                     : naive_value::of(fraction(count)));
  }

  /// Kleene: the deciding value wins, then unknown, then error.
  naive_outcome junction(const expression_node& n, bool deciding) const {
    bool any_unknown = false;
    bool any_error = false;
    for (std::uint32_t i = 0; i < n.count; ++i) {
      const naive_outcome v = at(operand(n, i));
      if (v.is(deciding)) return known(deciding);
      any_unknown |= v.what == naive_outcome::kind::unknown;
      any_error |= v.what == naive_outcome::kind::error;
    }
    return any_unknown ? unknown : any_error ? failed : known(!deciding);
  }

  /// A choice that isn't known is unknown, whatever it chooses from.
  naive_outcome conditional(const expression_node& n) const {
    const naive_outcome test = at(operand(n, 0));
    return test.known() ? at(operand(n, test.value.yes ? 1 : 2)) : test;
  }

  static bool equal(const naive_value& a, const naive_value& b) {
    if (a.what == naive_value::kind::text || b.what == naive_value::kind::text) {
      return a.what == b.what && a.text == b.text;
    }
    if (a.what == naive_value::kind::boolean) return a.yes == b.yes;
    return a.number == b.number;
  }

  static std::strong_ordering order(const naive_value& a, const naive_value& b) {
    if (a.what == naive_value::kind::text) return a.text.compare(b.text) <=> 0;
    return a.number <=> b.number;
  }

  naive_outcome call(const expression_node& n) const {
    if (n.text == "_&&_") return junction(n, false);
    if (n.text == "_||_") return junction(n, true);
    if (n.text == "_?_:_") return conditional(n);
    std::vector<naive_outcome> v;
    if (n.text == "@in") {
      v.push_back(at(operand(n, 0)));
      const expression_node& list = c_.nodes[operand(n, 1)];
      for (std::uint32_t i = 0; i < list.count; ++i) v.push_back(at(operand(list, i)));
    } else {
      for (std::uint32_t i = 0; i < n.count; ++i) v.push_back(at(operand(n, i)));
    }
    for (const auto kind : {naive_outcome::kind::unknown, naive_outcome::kind::error}) {
      for (const naive_outcome& one : v) {
        if (one.what == kind) return {kind, {}};
      }
    }
    if (n.text == "@in") {
      for (std::size_t i = 1; i < v.size(); ++i) {
        if (equal(v[0].value, v[i].value)) return known(true);
      }
      return known(false);
    }
    const naive_value& a = v[0].value;
    if (n.text == "!_") return known(!a.yes);
    if (n.text == "-_") return known(with_number(a, fraction(0) - a.number));
    if (n.text == "size")
      return known(naive_value::of(fraction(static_cast<std::int64_t>(a.text.size()))));
    const naive_value& b = v[1].value;
    if (n.text == "_==_") return known(equal(a, b));
    if (n.text == "_!=_") return known(!equal(a, b));
    if (n.text == "_<_") return known(order(a, b) < 0);
    if (n.text == "_<=_") return known(order(a, b) <= 0);
    if (n.text == "_>_") return known(order(a, b) > 0);
    if (n.text == "_>=_") return known(order(a, b) >= 0);
    naive_value made = a.what == naive_value::kind::money ? a : b;
    if (n.text == "_+_" && a.what == naive_value::kind::text)
      return known(naive_value::of(a.text + b.text));
    if (n.text == "_+_") return known(with_number(made, a.number + b.number));
    if (n.text == "_-_") return known(with_number(made, a.number - b.number));
    if (n.text == "_*_") return known(with_number(made, a.number * b.number));
    return failed;
  }

  static naive_value with_number(naive_value like, fraction number) {
    like.number = number;
    return like;
  }

  naive_outcome method(const expression_node& n) const {
    const naive_outcome a = at(operand(n, 0));
    const naive_outcome b = n.count > 1 ? at(operand(n, 1)) : known(true);
    for (const auto kind : {naive_outcome::kind::unknown, naive_outcome::kind::error}) {
      if (a.what == kind || b.what == kind) return {kind, {}};
    }
    if (n.text == "startsWith") return known(a.value.text.starts_with(b.value.text));
    if (n.text == "endsWith") return known(a.value.text.ends_with(b.value.text));
    if (n.text == "contains") return known(a.value.text.find(b.value.text) != std::string::npos);
    if (n.text == "size")
      return known(naive_value::of(fraction(static_cast<std::int64_t>(a.value.text.size()))));
    return failed;
  }

  const condition& c_;
  const naive_scope& scope_;
};

}  // namespace

naive_outcome evaluate(const syntax::condition& what, const naive_scope& scope) {
  return walker(what, scope).at(what.root());
}

naive_outcome evaluate(const std::optional<syntax::condition>& what, const naive_scope& scope) {
  return what ? evaluate(*what, scope) : known(true);
}

naive_outcome in_selector(const std::string& selector, const naive_line& line,
                          const naive_scope& scope) {
  for (const syntax::selector_decl& s : scope.pack->selectors) {
    if (s.name.text != selector) continue;
    naive_scope inner = scope;
    inner.line = &line;
    return evaluate(s.when, inner);
  }
  return failed;
}

}  // namespace parley::oracle
