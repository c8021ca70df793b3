#include "report/expression_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include "parley/base/limits.hpp"
#include "parley/graph/expression_op.hpp"
#include "parley/graph/expression_words.hpp"
#include "report/format.hpp"
#include "report/literal_text.hpp"

namespace parley::report {

namespace {

using graph::function;
using graph::op;

/// What an author could have written at most; behind that stands "...". An image that nobody
/// compiled can hold more, and equal parts that are stored once could be written out without end.
constexpr int deepest = 2 * int{caps::expression_height};
constexpr std::size_t longest = 4 * caps::expression_bytes;

/// How tightly a text holds together, from a choice to a name.
enum strength : int { choice, either, both, comparison, sum, product, sign, primary };

bool digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// A word that may stand behind a dot as it is.
bool plain_word(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 4> reserved = {"true", "false", "null", "in"};
  if (std::find(reserved.begin(), reserved.end(), text) != reserved.end()) return false;
  const auto word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || digit(c);
  };
  return !text.empty() && !digit(text.front()) && std::all_of(text.begin(), text.end(), word);
}

class printer {
 public:
  explicit printer(const pack& rules) : rules_(rules), t_(rules.tables()) {}

  /// Writes a node so that it holds together at least as tightly as `least`.
  void write(graph::index node, strength least, int depth) {
    if (depth > deepest || out_.size() > longest) {
      out_ += "...";
      return;
    }
    const std::size_t from = out_.size();
    if (bare(node, depth + 1) < least) enclose(from);
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  /// Writes a node; returns how tightly its text holds together.
  strength bare(graph::index node, int depth) {
    const graph::expression_node n = node_at(node);
    const auto which = static_cast<op>(n.op);
    switch (which) {
      case op::constant: return constant_text(n.a, false);
      case op::fact: return add(fact_name(n.a));
      case op::line_fact: return add("line.", attribute(n.a));
      case op::has_fact: return add("has(", fact_name(n.a), ")");
      case op::has_line_fact: return add("has(line.", attribute(n.a), ")");
      case op::variable: return add(variable(n.aux16));
      case op::cart_subtotal: return add("cart.subtotal");
      case op::cart_quantity: return add("cart.quantity");
      case op::cart_lines: return add("cart.lines");
      case op::cart_shipping: return add("cart.shipping");
      case op::cart_currency: return add("cart.currency");
      case op::so_far: return add("so_far.", graph::so_far_words[n.aux16]);
      case op::selector_sum:
        return add(rules_.text(t_.selectors[n.a].name), ".", graph::selector_words[n.aux16]);
      case op::now: return add("now");
      case op::customer_key: return add("customer.key");
      case op::has_customer_key: return add("has(customer.key)");
      case op::intent: return add("intent");
      case op::line_field: return field(n.a, attribute(n.b), depth);
      case op::has_line_field: return has_field(n.a, attribute(n.b), depth);
      case op::shipping_field: return field(n.a, graph::shipping_words[n.aux16], depth);
      case op::has_shipping_field: return has_field(n.a, graph::shipping_words[n.aux16], depth);
      case op::has_key: return has_field(n.a, key_word(n.b), depth);
      case op::compare_fact: return atom("", fact_name(n.a), n);
      case op::compare_line_fact: return atom("line.", attribute(n.a), n);
      case op::compare: return binary(n, graph::comparison_words[n.aux16], sum, comparison, depth);
      case op::contains: return binary(n, "in", sum, comparison, depth);
      case op::add: return binary(n, "+", sum, sum, depth);
      case op::subtract: return binary(n, "-", sum, sum, depth);
      case op::multiply: return binary(n, "*", product, product, depth);
      case op::divide: return binary(n, "/", product, product, depth);
      case op::modulo: return binary(n, "%", product, product, depth);
      case op::logical_and: listed(operands(n), " && ", comparison, depth); return both;
      case op::logical_or: return either_of(operands(n), depth);
      case op::logical_not: return prefix('!', n.a, depth);
      case op::negate: return prefix('-', n.a, depth);
      case op::conditional: return conditional(n, depth);
      case op::at: return indexed(n.a, "[", n.b, depth);
      case op::make_list:
        add("[");
        listed(operands(n), ", ", choice, depth);
        return add("]");
      case op::make_map: return entries(operands(n), false, depth);
      case op::all: return macro(n, "all", n.b, depth);
      case op::exists: return macro(n, "exists", n.b, depth);
      case op::exists_one: return macro(n, "exists_one", n.b, depth);
      case op::filter: return macro(n, "filter", n.b, depth);
      case op::map: return macro(n, two_names(n) ? "transformList" : "map", n.b, depth);
      case op::bind:
        add("cel.bind(", variable(n.aux16), ", ");
        write(n.a, choice, depth);
        add(", ");
        write(n.b, choice, depth);
        return add(")");
      case op::or_value: return method(n.a, "orValue", {&n.b, 1}, depth);
      case op::or_other: return method(n.a, "or", {&n.b, 1}, depth);
      case op::call: return call(n, depth);
      case op::count_of_ops: break;
    }
    return add("...");
  }

  template <typename... Parts>
  strength add(const Parts&... parts) {
    ((out_ += parts), ...);
    return primary;
  }
  void enclose(std::size_t from) {
    out_.insert(from, 1, '(');
    out_ += ')';
  }

  [[nodiscard]] graph::expression_node node_at(graph::index node) const {
    return t_.expression_nodes[node];
  }
  [[nodiscard]] op op_of(graph::index node) const { return static_cast<op>(node_at(node).op); }
  [[nodiscard]] std::span<const graph::index> operands(const graph::expression_node& n) const {
    return t_.expression_operands.subspan(n.a, n.b);
  }
  [[nodiscard]] bool calls(graph::index node, function f) const {
    const graph::expression_node n = node_at(node);
    return static_cast<op>(n.op) == op::call && static_cast<function>(n.aux16) == f && n.b > 0;
  }
  [[nodiscard]] bool is_variable(graph::index node, unsigned slot) const {
    return op_of(node) == op::variable && node_at(node).aux16 == slot;
  }
  static bool two_names(const graph::expression_node& n) {
    return (n.aux16 & graph::two_variables) != 0;
  }
  static unsigned slot_of(const graph::expression_node& n) {
    return n.aux16 & ~unsigned{graph::two_variables};
  }
  [[nodiscard]] std::string_view fact_name(graph::index row) const {
    return rules_.text(t_.facts[row].name);
  }
  [[nodiscard]] std::string_view attribute(graph::index row) const {
    return rules_.text(t_.line_facts[row].name);
  }

  /// Whether a fact or selector begins with this word: a variable of that name would hide it.
  [[nodiscard]] bool taken(std::string_view word) const {
    const auto begins = [&](text_ref name) {
      const std::string_view text = rules_.text(name);
      return text.substr(0, text.find('.')) == word;
    };
    return std::any_of(t_.facts.begin(), t_.facts.end(),
                       [&](const fact_row& f) { return begins(f.name); }) ||
           std::any_of(t_.selectors.begin(), t_.selectors.end(),
                       [&](const graph::selector_row& s) { return begins(s.name); });
  }

  [[nodiscard]] std::string variable(unsigned slot) const {
    constexpr std::string_view letters = "xyzuvw";
    std::string name =
        slot < letters.size() ? std::string(1, letters[slot]) : fmt::format("x{}", slot);
    while (taken(name)) name += '_';
    return name;
  }

  void listed(std::span<const graph::index> nodes, std::string_view mark, strength least,
              int depth) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (i > 0) add(mark);
      write(nodes[i], least, depth);
    }
  }

  strength indexed(graph::index target, std::string_view open, graph::index at, int depth) {
    write(target, primary, depth);
    add(open);
    write(at, choice, depth);
    return add("]");
  }

  strength prefix(char mark, graph::index node, int depth) {
    add(mark);
    const std::size_t from = out_.size();
    write(node, primary, depth);
    // `-2` is a number, and `-x` of it would be another.
    if (mark == '-' && digit(out_[from])) enclose(from);
    return sign;
  }

  /// Whether the first operand is a constant and either order means the same.
  [[nodiscard]] bool goes_behind(const graph::expression_node& n) const {
    const auto which = static_cast<op>(n.op);
    if ((which != op::add && which != op::multiply) || op_of(n.a) != op::constant) return false;
    const type_kind kind = t_.constants[node_at(n.a).a].kind;
    return op_of(n.b) != op::constant && kind != type_kind::string && kind != type_kind::bytes;
  }

  strength binary(const graph::expression_node& n, std::string_view mark, strength left,
                  strength made, int depth) {
    const auto right = static_cast<strength>(made + 1);
    const std::size_t from = out_.size();
    // The order of sums and products is the pack's; numbers are read behind what they go with.
    const bool turned = goes_behind(n);
    const graph::index first = turned ? n.b : n.a;
    const graph::index second = turned ? n.a : n.b;
    side(n, first, second, left, depth);
    // Behind `10%` a minus or a word would be the operand of a modulo.
    if (out_.back() == '%' && (mark == "-" || mark == "in")) enclose(from);
    add(" ", mark, " ");
    side(n, second, first, right, depth);
    return made;
  }

  /// One side of an operator; a number beside money reads as money.
  void side(const graph::expression_node& n, graph::index node, graph::index other, strength least,
            int depth) {
    const auto which = static_cast<op>(n.op);
    const bool reads = which == op::compare || which == op::add || which == op::subtract;
    if (reads && op_of(node) == op::constant && op_of(other) != op::constant) {
      constant_text(node_at(node).a, true);
    } else {
      write(node, least, depth);
    }
  }

  /// A fact beside a constant; the compiler turns `!x` into a comparison too.
  strength atom(std::string_view group, std::string_view name, const graph::expression_node& n) {
    const auto how = static_cast<graph::comparison_op>(n.aux16);
    const constant& with = t_.constants[n.b];
    if (with.kind == type_kind::boolean && how == graph::comparison_op::equal && with.low == 0) {
      add("!", group, name);
      return sign;
    }
    add(group, name, " ", graph::comparison_words[n.aux16], " ");
    constant_text(n.b, true);
    return comparison;
  }

  /// Whether all compare one fact with constants by `==`, so are what `in` is compiled to.
  [[nodiscard]] bool is_membership(std::span<const graph::index> given) const {
    if (given.size() < 2 || given.size() > graph::most_members) return false;
    const graph::expression_node first = node_at(given[0]);
    const auto which = static_cast<op>(first.op);
    return (which == op::compare_fact || which == op::compare_line_fact) &&
           static_cast<graph::comparison_op>(first.aux16) == graph::comparison_op::equal &&
           std::all_of(given.begin(), given.end(), [&](graph::index other) {
             const graph::expression_node n = node_at(other);
             return n.op == first.op && n.a == first.a && n.aux16 == first.aux16;
           });
  }

  strength either_of(std::span<const graph::index> given, int depth) {
    if (!is_membership(given)) {
      // `a && b || c` is right without parentheses; with them nobody has to know that.
      listed(given, " || ", comparison, depth);
      return either;
    }
    const graph::expression_node first = node_at(given[0]);
    if (static_cast<op>(first.op) == op::compare_fact) {
      add(fact_name(first.a), " in [");
    } else {
      add("line.", attribute(first.a), " in [");
    }
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (i > 0) add(", ");
      constant_text(node_at(given[i]).b, true);
    }
    add("]");
    return comparison;
  }

  strength field(graph::index record, std::string_view name, int depth) {
    write(record, primary, depth);
    return add(".", name);
  }
  strength has_field(graph::index record, std::string_view name, int depth) {
    add("has(");
    field(record, name, depth);
    return add(")");
  }

  /// A key as a field's name; in a compiled pack it is a text.
  [[nodiscard]] std::string key_word(graph::index node) const {
    const graph::expression_node n = node_at(node);
    if (static_cast<op>(n.op) != op::constant || t_.constants[n.a].kind != type_kind::string)
      return "...";
    const std::string_view word = rules_.schema().scalar(t_.constants[n.a]).as_text();
    return plain_word(word) ? std::string(word) : fmt::format("`{}`", printable(word));
  }

  strength method(graph::index target, std::string_view name,
                  std::span<const graph::index> arguments, int depth) {
    write(target, primary, depth);
    add(".", name, "(");
    listed(arguments, ", ", choice, depth);
    return add(")");
  }

  /// `range.name(x, body)`, `range.name(i, x, filter, body)`
  strength macro(const graph::expression_node& n, std::string_view name, graph::index body,
                 int depth) {
    write(n.a, primary, depth);
    add(".", name, "(", variable(slot_of(n)), ", ");
    if (two_names(n)) add(variable(slot_of(n) + 1), ", ");
    if (static_cast<op>(n.op) == op::map && n.c != no_index) {
      write(n.c, choice, depth);
      add(", ");
    }
    write(body, choice, depth);
    return add(")");
  }

  /// Whether a text is words and dots, as a field of it can be asked for by `.?`.
  [[nodiscard]] bool is_path(graph::index node) const {
    const op which = op_of(node);
    return which == op::fact || which == op::line_fact || which == op::variable;
  }

  /// Whether `n` is `has(f) ? optional.of(f) : optional.none()`, which `.?` stands for.
  [[nodiscard]] bool asks_and_reads(const graph::expression_node& n) const {
    if (!calls(n.b, function::optional_of) || op_of(n.c) != op::constant ||
        t_.constants[node_at(n.c).a].kind != type_kind::optional) {
      return false;
    }
    const graph::expression_node asked = node_at(n.a);
    const graph::expression_node read = node_at(operands(node_at(n.b))[0]);
    const op reads = static_cast<op>(read.op);
    if (asked.a != read.a || asked.aux16 != read.aux16) return false;
    switch (static_cast<op>(asked.op)) {
      case op::has_fact:
        return reads == op::fact && fact_name(read.a).find('.') != std::string_view::npos;
      case op::has_line_fact: return reads == op::line_fact;
      case op::has_line_field: return reads == op::line_field && asked.b == read.b;
      case op::has_shipping_field: return reads == op::shipping_field;
      case op::has_key: return reads == op::at && asked.b == read.b && is_path(asked.a);
      default: return false;
    }
  }

  strength conditional(const graph::expression_node& n, int depth) {
    if (asks_and_reads(n)) {
      const graph::expression_node asked = node_at(n.a);
      if (static_cast<op>(asked.op) == op::has_key) {
        write(asked.a, primary, depth);
        return add(".?", key_word(asked.b));
      }
      write(operands(node_at(n.b))[0], primary, depth);
      if (const std::size_t dot = out_.rfind('.'); dot != std::string::npos)
        out_.insert(dot + 1, 1, '?');
      return primary;
    }
    write(n.a, either, depth);
    add(" ? ");
    write(n.b, either, depth);
    add(" : ");
    write(n.c, choice, depth);
    return choice;
  }

  strength call(const graph::expression_node& n, int depth) {
    const auto f = static_cast<function>(n.aux16);
    const std::span<const graph::index> given = operands(n);
    switch (f) {
      case function::optional_at:
        if (given.size() == 2) return indexed(given[0], "[?", given[1], depth);
        break;
      case function::list_of_optionals: return elements(given, depth);
      case function::map_of_optionals: return entries(given, true, depth);
      case function::map_of_pairs:
      case function::map_of_maps:
      case function::sort_pairs:
        if (given.size() == 1 && op_of(given[0]) == op::map)
          return collected(f, node_at(given[0]), depth);
        break;
      default: {
        const graph::function_words& words = graph::words_of(f);
        if (words.method && !given.empty())
          return method(given[0], words.name, given.subspan(1), depth);
        add(words.name, "(");
        listed(given, ", ", choice, depth);
        return add(")");
      }
    }
    return add("...");
  }

  /// The macros that compute pairs first: what is written is only one side of these.
  strength collected(function f, const graph::expression_node& pairs, int depth) {
    if (f == function::map_of_maps) return macro(pairs, "transformMapEntry", pairs.b, depth);
    const graph::expression_node pair = node_at(pairs.b);
    if (static_cast<op>(pair.op) != op::make_list || pair.b != 2) return add("...");
    const std::span<const graph::index> sides = operands(pair);
    if (f == function::sort_pairs && is_variable(sides[1], slot_of(pairs)))
      return macro(pairs, "sortBy", sides[0], depth);
    if (f == function::map_of_pairs && is_variable(sides[0], slot_of(pairs)))
      return macro(pairs, "transformMap", sides[1], depth);
    return add("...");
  }

  /// Whether an element that may be there is written with a `?`: one that surely is isn't, but in
  /// every list and map one has to be.
  [[nodiscard]] bool marked(graph::index item, bool is_last, bool& any) const {
    const bool mark = !calls(item, function::optional_of) || (is_last && !any);
    any = any || mark;
    return mark;
  }
  void item(graph::index node, bool as_it_is, int depth) {
    write(as_it_is ? node : operands(node_at(node))[0], choice, depth);
  }

  strength elements(std::span<const graph::index> nodes, int depth) {
    add("[");
    bool any = false;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (i > 0) add(", ");
      const bool mark = marked(nodes[i], i + 1 == nodes.size(), any);
      if (mark) add("?");
      item(nodes[i], mark, depth);
    }
    return add("]");
  }

  /// Keys and values in turn.
  strength entries(std::span<const graph::index> nodes, bool optional, int depth) {
    add("{");
    bool any = false;
    for (std::size_t i = 0; i + 1 < nodes.size(); i += 2) {
      if (i > 0) add(", ");
      const bool mark = optional && marked(nodes[i + 1], i + 2 == nodes.size(), any);
      if (mark) add("?");
      write(nodes[i], choice, depth);
      add(": ");
      item(nodes[i + 1], mark || !optional, depth);
    }
    return add("}");
  }

  /// A literal, or what makes such a value. `beside_money`: the pack's currency needn't be said.
  strength constant_text(graph::index row, bool beside_money) {
    const constant& c = t_.constants[row];
    const std::size_t from = out_.size();
    add(literal_text(rules_, c, beside_money));
    return out_[from] == '-' || c.kind == type_kind::percent ? sign : primary;
  }

  const pack& rules_;
  const graph::table_views& t_;
  std::string out_;
};

}  // namespace

std::string expression_text(const pack& rules, graph::index expression) {
  if (expression == no_index) return {};
  printer text(rules);
  text.write(rules.tables().expressions[expression].root, choice, 0);
  return text.take();
}

}  // namespace parley::report
