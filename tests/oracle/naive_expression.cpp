#include "oracle/naive_expression.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace parley::oracle {
namespace {

using syntax::condition;
using syntax::expression_kind;
using syntax::expression_node;
using kind = any_value::kind;

std::string name_of_state(any_fact::state s) {
  return s == any_fact::state::stale      ? "stale"
         : s == any_fact::state::withheld ? "withheld"
                                          : "missing";
}

any_outcome unknown(std::set<std::string> reasons) {
  return {any_outcome::kind::unknown, {}, std::move(reasons)};
}

bool is_number(const any_value& v) {
  return v.what == kind::integer || v.what == kind::uinteger || v.what == kind::decimal;
}

class walker {
 public:
  walker(const condition& c, const any_world& world) : c_(c), world_(world) {}

  any_outcome at(std::uint32_t i) {
    const expression_node& n = c_.nodes[i];
    switch (n.kind) {
      case expression_kind::literal: return known(literal(n));
      case expression_kind::name:
      case expression_kind::select:
      case expression_kind::has: return path(i);
      case expression_kind::index: return index(n);
      case expression_kind::list: return list(n);
      case expression_kind::map: {
        const any_outcome all = list(n);
        return all.known() ? map_value(all.value.items) : all;
      }
      case expression_kind::call: return call(n);
      case expression_kind::method: return method(n);
    }
    return failed();
  }

 private:
  std::uint32_t operand(const expression_node& n, std::uint32_t k) const {
    return c_.operands[n.first + k];
  }
  const expression_node& node(const expression_node& n, std::uint32_t k) const {
    return c_.nodes[operand(n, k)];
  }

  static any_value literal(const expression_node& n) {
    any_value v;
    std::string text = n.text;
    switch (n.literal_type) {
      case type_kind::boolean: return truth(text == "true");
      case type_kind::string: return text_value(text);
      case type_kind::bytes:
        v = text_value(text);
        v.what = kind::bytes;
        return v;
      case type_kind::integer:
      case type_kind::uinteger: {
        v.what = n.literal_type == type_kind::integer ? kind::integer : kind::uinteger;
        const bool minus = text.front() == '-';
        if (minus) text.erase(0, 1);
        if (text.starts_with("0x")) text = std::to_string(std::stoull(text.substr(2), nullptr, 16));
        v.number = naive_number::parse((minus ? "-" : "") + text);
        return v;
      }
      case type_kind::decimal:
        v.what = kind::decimal;
        v.number = naive_number::parse(text);
        return v;
      case type_kind::percent: {
        v.what = kind::percent;
        const bool points = text.ends_with("bp");
        v.number = naive_number::parse(text.substr(0, text.size() - (points ? 2 : 1)));
        v.number.exponent -= points ? 4 : 2;
        return v;
      }
      case type_kind::money:
        v.what = kind::money;
        v.number = naive_number::parse(text);
        v.text = n.currency;
        return v;
      default: return v;
    }
  }

  // --- names -----------------------------------------------------------------------------------

  any_outcome read(const any_fact& f, const std::string& reason, bool asks) const {
    if (f.what == any_fact::state::known) return known(asks ? truth(true) : f.value);
    if (f.what == any_fact::state::absent) return asks ? known(truth(false)) : failed();
    return unknown({reason + " " + name_of_state(f.what)});
  }

  any_outcome line_field(std::size_t row, const std::string& field, bool asks) const {
    const auto found = world_.lines[row].find(field);
    const any_fact f = found == world_.lines[row].end() ? any_fact{} : found->second;
    return read(f, "line " + field + " " + std::to_string(row), asks);
  }

  any_outcome cart(const std::string& field) const {
    if (!world_.has_cart) return unknown({"cart missing"});
    if (field == "lines") {
      std::vector<any_value> rows;
      for (std::size_t i = 0; i < world_.lines.size(); ++i) {
        any_value row;
        row.what = kind::line;
        row.row = i;
        rows.push_back(row);
      }
      return known(list_value(rows));
    }
    any_value sum = whole(0);
    for (const auto& line : world_.lines) {
      any_value part = line.at("qty").value;
      if (field == "subtotal") part = arithmetic('*', line.at("price").value, part).value;
      if (field == "subtotal" && sum.what != kind::money)
        sum = part;
      else
        sum = arithmetic('+', sum, part).value;
    }
    return known(sum);
  }

  /// A field of a value that is known.
  any_outcome field(const any_value& of, const std::string& name, bool asks) const {
    if (of.what == kind::line) return line_field(of.row, name, asks);
    const any_value key = text_value(name);
    for (std::size_t i = 0; i + 1 < of.items.size(); i += 2) {
      if (same(of.items[i], key)) return known(asks ? truth(true) : of.items[i + 1]);
    }
    return asks ? known(truth(false)) : failed();
  }

  std::optional<std::string> words(std::uint32_t i) const {
    const expression_node& n = c_.nodes[i];
    if (n.kind == expression_kind::name || (n.kind == expression_kind::has && n.count == 0))
      return n.text;
    if ((n.kind != expression_kind::select && n.kind != expression_kind::has)) return std::nullopt;
    const auto before = words(operand(n, 0));
    return before ? std::optional(*before + "." + n.text) : std::nullopt;
  }

  any_outcome path(std::uint32_t i) {
    const expression_node& n = c_.nodes[i];
    const bool asks = n.kind == expression_kind::has;
    if (const auto name = words(i)) {
      for (auto v = variables_.rbegin(); v != variables_.rend(); ++v) {
        if (v->first == *name) return known(v->second);
      }
      if (!shadowed(*name)) {
        if (name->starts_with("cart.") && name->find('.', 5) == std::string::npos)
          return cart(name->substr(5));
        if (const auto f = world_.facts.find(*name); f != world_.facts.end()) {
          const any_outcome made = read(f->second, "fact " + *name, asks);
          return n.optional ? maybe(made) : made;
        }
        if (*name == "now") return read(world_.now, "now", false);
        if (const auto type = type_named(*name)) return known(*type);
      }
    }
    any_outcome target = at(operand(n, 0));
    if (!target.known()) return target;
    if (target.value.what == kind::optional) {
      if (!target.value.yes) return asks ? known(truth(false)) : target;
      const any_value inside = target.value.items.front();
      return asks ? field(inside, n.text, true) : optional_field(inside, n.text);
    }
    return n.optional ? optional_field(target.value, n.text) : field(target.value, n.text, asks);
  }

  bool shadowed(const std::string& name) const {
    return std::any_of(variables_.begin(), variables_.end(),
                       [&](const auto& v) { return name.substr(0, name.find('.')) == v.first; });
  }

  static std::optional<any_value> type_named(const std::string& name) {
    for (const char* known_name : {"bool", "int", "uint", "decimal", "string", "bytes", "money",
                                   "percent", "list", "map", "type"}) {
      if (name != known_name) continue;
      any_value v = text_value(name);
      v.what = kind::type;
      return v;
    }
    return std::nullopt;
  }

  // --- optionals -------------------------------------------------------------------------------

  static any_value some(any_value v) {
    any_value made;
    made.what = kind::optional;
    made.yes = true;
    made.items = {std::move(v)};
    return made;
  }
  static any_value none() {
    any_value made;
    made.what = kind::optional;
    return made;
  }
  /// A fact or field as an optional: absent is nothing.
  static any_outcome maybe(const any_outcome& read) {
    if (read.what == any_outcome::kind::unknown) return read;
    return known(read.known() ? some(read.value) : none());
  }
  any_outcome optional_field(const any_value& of, const std::string& name) const {
    return maybe(field(of, name, false));
  }

  // --- collections -----------------------------------------------------------------------------

  any_outcome index(const expression_node& n) {
    const any_outcome target = at(operand(n, 0));
    const any_outcome key = at(operand(n, 1));
    if (auto bad = worst({target, key})) return *bad;
    if (target.value.what == kind::optional) {
      if (!target.value.yes) return target;
      return maybe(element(target.value.items.front(), key.value));
    }
    const any_outcome made = element(target.value, key.value);
    return n.optional ? maybe(made) : made;
  }

  static any_outcome element(const any_value& of, const any_value& key) {
    if (of.what == kind::list) {
      for (std::size_t i = 0; i < of.items.size(); ++i) {
        if (same(key, whole(static_cast<std::int64_t>(i)))) return known(of.items[i]);
      }
      return failed();
    }
    for (std::size_t i = 0; i + 1 < of.items.size(); i += 2) {
      if (same(of.items[i], key)) return known(of.items[i + 1]);
    }
    return failed();
  }

  any_outcome list(const expression_node& n) {
    std::vector<any_outcome> parts;
    for (std::uint32_t k = 0; k < n.count; ++k) parts.push_back(at(operand(n, k)));
    if (auto bad = worst(parts)) return *bad;
    std::vector<any_value> items;
    for (any_outcome& part : parts) items.push_back(std::move(part.value));
    return known(list_value(std::move(items)));
  }

  /// Strict: unknown beats error, and all the unknown parts are reasons.
  static std::optional<any_outcome> worst(const std::vector<any_outcome>& parts) {
    std::set<std::string> reasons;
    bool any_unknown = false;
    bool any_error = false;
    for (const any_outcome& part : parts) {
      any_unknown |= part.what == any_outcome::kind::unknown;
      any_error |= part.what == any_outcome::kind::error;
      reasons.insert(part.reasons.begin(), part.reasons.end());
    }
    if (any_unknown) return unknown(std::move(reasons));
    if (any_error) return failed();
    return std::nullopt;
  }

  // --- operators -------------------------------------------------------------------------------

  static any_outcome settle(const std::vector<any_outcome>& parts, bool deciding) {
    for (const any_outcome& part : parts) {
      if (part.known() && part.value.yes == deciding) return known(truth(deciding));
    }
    if (auto bad = worst(parts)) return *bad;
    return known(truth(!deciding));
  }

  any_outcome junction(const expression_node& n, bool deciding) {
    return settle({at(operand(n, 0)), at(operand(n, 1))}, deciding);
  }

  any_outcome conditional(const expression_node& n) {
    any_outcome asked = at(operand(n, 0));
    if (asked.known()) return at(operand(n, asked.value.yes ? 1 : 2));
    if (asked.what == any_outcome::kind::error) return asked;
    for (std::uint32_t k = 1; k <= 2; ++k) {
      const any_outcome branch = at(operand(n, k));
      asked.reasons.insert(branch.reasons.begin(), branch.reasons.end());
    }
    return asked;
  }

  /// A number literal beside money reads as money, also in a list of literals.
  static void as_money(any_value& v, const expression_node& written, const any_value& beside,
                       const condition& c) {
    if (beside.what != kind::money) return;
    if (written.kind == expression_kind::literal && is_number(v)) {
      v.what = kind::money;
      v.text = beside.text;
    }
    if (written.kind != expression_kind::list) return;
    for (std::uint32_t k = 0; k < written.count; ++k)
      as_money(v.items[k], c.nodes[c.operands[written.first + k]], beside, c);
  }

  any_outcome call(const expression_node& n) {
    if (n.text == "_&&_") return junction(n, false);
    if (n.text == "_||_") return junction(n, true);
    if (n.text == "_?_:_") return conditional(n);
    std::vector<any_outcome> parts;
    for (std::uint32_t k = 0; k < n.count; ++k) parts.push_back(at(operand(n, k)));
    if (auto bad = worst(parts)) return *bad;
    if (n.text == "!_") return known(truth(!parts[0].value.yes));
    if (n.text == "-_") {
      any_value v = parts[0].value;
      v.number = v.number.negated();
      const bool too_big = v.what == kind::integer && shown(v) == "9223372036854775808";
      return too_big ? failed() : known(v);
    }
    const bool is_operator = n.count == 2 && (n.text.front() == '_' || n.text == "@in");
    if (!is_operator) return function(n.text, n, 0, std::move(parts));
    any_value a = parts[0].value;
    any_value b = parts[1].value;
    const std::string mark = n.text == "@in" ? "in" : n.text.substr(1, n.text.size() - 2);
    if (mark != "*" && mark != "/" && mark != "%") {
      as_money(a, node(n, 0), b, c_);
      as_money(b, node(n, 1), a, c_);
      if (mark == "in" && a.what != kind::money && b.what == kind::list && !b.items.empty())
        as_money(a, node(n, 0), b.items.front(), c_);
    }
    if (mark == "in") {
      const std::size_t step = b.what == kind::map ? 2 : 1;
      for (std::size_t i = 0; i < b.items.size(); i += step) {
        if (same(a, b.items[i])) return known(truth(true));
      }
      return known(truth(false));
    }
    if (mark == "==") return known(truth(same(a, b)));
    if (mark == "!=") return known(truth(!same(a, b)));
    if (mark == "<") return known(truth(order(a, b) < 0));
    if (mark == "<=") return known(truth(order(a, b) <= 0));
    if (mark == ">") return known(truth(order(a, b) > 0));
    if (mark == ">=") return known(truth(order(a, b) >= 0));
    return arithmetic(mark.front(), a, b);
  }

  any_outcome function(const std::string& name, const expression_node& n, std::uint32_t first,
                       std::vector<any_outcome> parts) {
    std::vector<any_value> arguments;
    for (any_outcome& part : parts) arguments.push_back(std::move(part.value));
    if (name == "math.least" || name == "math.greatest") {
      any_value money;
      for (const any_value& v : arguments) money = v.what == kind::money ? v : money;
      for (std::uint32_t k = 0; k < arguments.size(); ++k)
        as_money(arguments[k], node(n, first + k), money, c_);
    }
    return call_function(name, arguments);
  }

  // --- methods and macros ----------------------------------------------------------------------

  any_outcome method(const expression_node& n) {
    const expression_node& receiver = node(n, 0);
    const bool is_space =
        receiver.kind == expression_kind::name &&
        (receiver.text == "math" || receiver.text == "cel" || receiver.text == "optional" ||
         receiver.text == "lists" || receiver.text == "strings" || receiver.text == "sets" ||
         receiver.text == "base64");
    if (is_space && receiver.text == "cel") return bind(n);
    for (const char* macro :
         {"all", "exists", "exists_one", "map", "filter", "transformList", "transformMap"}) {
      if (n.text == macro) return comprehension(n);
    }
    if (n.text == "sortBy") return sorting(n);
    if (n.text == "optMap" || n.text == "optFlatMap") return optional_map(n);
    if (n.text == "orValue" || n.text == "or") return fallback(n);
    std::vector<any_outcome> parts;
    for (std::uint32_t k = is_space ? 1 : 0; k < n.count; ++k) parts.push_back(at(operand(n, k)));
    if (auto bad = worst(parts)) return *bad;
    if (is_space && receiver.text == "optional") {
      if (n.text == "none") return known(none());
      if (n.text == "of") return known(some(parts[0].value));
      const any_value& v = parts[0].value;
      const bool zero = v.what == kind::boolean                         ? !v.yes
                        : v.what == kind::list || v.what == kind::map   ? v.items.empty()
                        : v.what == kind::text || v.what == kind::bytes ? v.text.empty()
                                                                        : v.number.zero();
      return known(zero ? none() : some(v));
    }
    if (!is_space && parts[0].value.what == kind::optional) {
      if (n.text == "hasValue") return known(truth(parts[0].value.yes));
      if (n.text == "value" && parts[0].value.yes) return known(parts[0].value.items.front());
      return failed();
    }
    return function(is_space ? receiver.text + "." + n.text : n.text, n, is_space ? 1 : 0,
                    std::move(parts));
  }

  /// a.orValue(b), a.or(b): what is asked for otherwise matters only where there is nothing.
  any_outcome fallback(const expression_node& n) {
    any_outcome given = at(operand(n, 0));
    if (given.what == any_outcome::kind::error) return given;
    if (given.known() && given.value.yes)
      return n.text == "or" ? given : known(given.value.items.front());
    const any_outcome other = at(operand(n, 1));
    if (given.known()) return other;
    given.reasons.insert(other.reasons.begin(), other.reasons.end());
    return given;
  }

  any_outcome optional_map(const expression_node& n) {
    const any_outcome given = at(operand(n, 0));
    if (!given.known() || !given.value.yes) return given;
    variables_.emplace_back(node(n, 1).text, given.value.items.front());
    any_outcome made = at(operand(n, 2));
    variables_.pop_back();
    if (made.known() && n.text == "optMap") made.value = some(made.value);
    return made;
  }

  any_outcome bind(const expression_node& n) {
    const any_outcome bound = at(operand(n, 2));
    if (!bound.known()) return bound;
    variables_.emplace_back(node(n, 1).text, bound.value);
    any_outcome made = at(operand(n, 3));
    variables_.pop_back();
    return made;
  }

  /// range.sortBy(name, key): all keys count, and equal ones keep their places.
  any_outcome sorting(const expression_node& n) {
    const any_outcome range = at(operand(n, 0));
    if (!range.known()) return range;
    std::vector<any_outcome> keys;
    for (const any_value& item : range.value.items) {
      variables_.emplace_back(node(n, 1).text, item);
      keys.push_back(at(operand(n, 2)));
      variables_.pop_back();
    }
    if (auto bad = worst(keys)) return *bad;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < keys.size(); ++i) places.push_back(i);
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
      return order(keys[a].value, keys[b].value) < 0;
    });
    std::vector<any_value> sorted;
    for (const std::size_t place : places) sorted.push_back(range.value.items[place]);
    return known(list_value(sorted));
  }

  any_outcome comprehension(const expression_node& n) {
    const bool quantifies = n.text == "all" || n.text == "exists" || n.text == "exists_one";
    const bool transforms = n.text == "transformList" || n.text == "transformMap";
    const bool two = transforms || (quantifies && n.count == 4);
    const bool filters = n.text == "filter";
    const bool has_filter = n.count == (two ? 5U : 4U) && !quantifies;
    const any_outcome range = at(operand(n, 0));
    if (!range.known()) return range;
    const bool is_map = range.value.what == kind::map;
    std::vector<any_outcome> parts;
    std::vector<any_value> kept;
    const std::size_t step = is_map ? 2 : 1;
    for (std::size_t i = 0; i < range.value.items.size(); i += step) {
      const any_value& item = range.value.items[i];
      const any_value first = two && !is_map ? whole(static_cast<std::int64_t>(i)) : item;
      variables_.emplace_back(node(n, 1).text, first);
      if (two) variables_.emplace_back(node(n, 2).text, is_map ? range.value.items[i + 1] : item);
      any_outcome passes = known(truth(true));
      if (has_filter) passes = at(operand(n, n.count - 2));
      if (!passes.known()) parts.push_back(passes);
      // Where it is unknown whether an element counts, what it would give may be missing, too.
      const bool looks = !has_filter || passes.what == any_outcome::kind::unknown ||
                         (passes.known() && passes.value.yes);
      if (looks) {
        any_outcome body = at(operand(n, n.count - 1));
        if (filters && body.known() && body.value.yes) kept.push_back(first);
        if (passes.known()) {
          if (n.text == "transformMap") kept.push_back(first);
          if (!filters && body.known()) kept.push_back(body.value);
          parts.push_back(std::move(body));
        } else {
          parts.back().reasons.insert(body.reasons.begin(), body.reasons.end());
        }
      }
      variables_.resize(variables_.size() - (two ? 2 : 1));
    }
    if (n.text == "all") return settle(parts, false);
    if (n.text == "exists") return settle(parts, true);
    if (auto bad = worst(parts)) return *bad;
    if (n.text == "exists_one") {
      const auto hits =
          std::count_if(kept.begin(), kept.end(), [](const any_value& v) { return v.yes; });
      return known(truth(hits == 1));
    }
    return n.text == "transformMap" ? map_value(kept) : known(list_value(kept));
  }

  const condition& c_;
  const any_world& world_;
  std::vector<std::pair<std::string, any_value>> variables_;
};

}  // namespace

any_outcome evaluate(const syntax::condition& what, const any_world& world) {
  return walker(what, world).at(what.root());
}

std::string shown(const any_value& v) {
  switch (v.what) {
    case kind::null: return "null";
    case kind::boolean: return v.yes ? "true" : "false";
    case kind::integer: return v.number.plain();
    case kind::uinteger: return v.number.plain() + "u";
    case kind::decimal: return "decimal " + v.number.canonical();
    case kind::money: return "money " + v.number.canonical() + v.text;
    case kind::percent: return "percent " + v.number.canonical();
    case kind::text: return "\"" + v.text + "\"";
    case kind::bytes: return "b\"" + v.text + "\"";
    case kind::timestamp:
    case kind::duration: {
      const bool below = v.nanos % 1'000'000'000 < 0;
      const auto seconds = static_cast<std::int64_t>(v.nanos / 1'000'000'000) - (below ? 1 : 0);
      const auto rest =
          static_cast<std::int64_t>(v.nanos - static_cast<__int128>(seconds) * 1'000'000'000);
      return (v.what == kind::timestamp ? "at " : "lasting ") + std::to_string(seconds) + " " +
             std::to_string(rest);
    }
    case kind::list:
    case kind::map: {
      std::string made = v.what == kind::list ? "[" : "{";
      for (const any_value& item : v.items) made += shown(item) + ", ";
      return made + (v.what == kind::list ? "]" : "}");
    }
    case kind::type: return "type " + v.text;
    case kind::line: return "line " + std::to_string(v.row);
    case kind::optional: return v.yes ? "some " + shown(v.items.front()) : "none";
  }
  return "?";
}

}  // namespace parley::oracle
