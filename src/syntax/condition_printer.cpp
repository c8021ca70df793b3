// Trees -> canonical text.
#include <fmt/format.h>

#include "syntax/condition_cst.hpp"
#include "syntax/condition_parser.hpp"

namespace parley::syntax {
namespace {

struct operator_shape {
  std::string_view function;
  std::string_view text;
  int strength;
};
constexpr operator_shape operators[] = {
    {"_||_", "||", 1}, {"_&&_", "&&", 2}, {"_==_", "==", 3}, {"_!=_", "!=", 3}, {"_<_", "<", 3},
    {"_<=_", "<=", 3}, {"_>_", ">", 3},   {"_>=_", ">=", 3}, {"@in", "in", 3},  {"_+_", "+", 4},
    {"_-_", "-", 4},   {"_*_", "*", 5},   {"_/_", "/", 5},   {"_%_", "%", 5}};
constexpr int unary_strength = 6;
constexpr int primary_strength = 7;

const operator_shape* binary_operator(const expression_node& n) {
  if (n.kind != expression_kind::call || n.count != 2) return nullptr;
  for (const operator_shape& o : operators) {
    if (o.function == n.text) return &o;
  }
  return nullptr;
}

bool plain_word(std::string_view word) {
  for (const char c : word) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
      return false;
  }
  return !word.empty() && !(word[0] >= '0' && word[0] <= '9') && word != "true" &&
         word != "false" && word != "null" && word != "in";
}

std::string quoted(std::string_view content, bool bytes) {
  std::string made = bytes ? "b\"" : "\"";
  for (const char c : content) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      made.push_back('\\');
      made.push_back(c);
    } else if (c == '\n') {
      made += "\\n";
    } else if (byte < 0x20 || byte == 0x7F || (bytes && byte >= 0x80)) {
      made += fmt::format("\\x{:02x}", byte);
    } else {
      made.push_back(c);
    }
  }
  made.push_back('"');
  return made;
}

class printer {
 public:
  explicit printer(const condition& c) : c_(c) {}
  std::string text;

  /// Writes a node so that it binds at least as strongly as `least`.
  void write(expression_index i, int least) {
    const expression_node& n = c_.nodes[i];
    const bool wrap = strength(n) < least;
    if (wrap) text.push_back('(');
    write_bare(n);
    if (wrap) text.push_back(')');
  }

 private:
  static int strength(const expression_node& n) {
    if (const operator_shape* o = binary_operator(n)) return o->strength;
    if (n.kind == expression_kind::call && n.text == "_?_:_") return 0;
    if (n.kind == expression_kind::call && (n.text == "!_" || n.text == "-_"))
      return unary_strength;
    // In front of an operand its `%` would read as modulo.
    if (n.kind == expression_kind::literal && n.text.ends_with('%') &&
        n.literal_type == type_kind::percent)
      return 0;
    return primary_strength;
  }

  [[nodiscard]] expression_index operand(const expression_node& n, std::uint32_t k) const {
    return c_.operands[n.first + k];
  }

  void write_bare(const expression_node& n) {
    switch (n.kind) {
      case expression_kind::literal: literal(n); break;
      case expression_kind::name: text += n.text; break;
      case expression_kind::has:
        text += "has(";
        if (n.count == 0) {
          text += n.text;
        } else {
          write(operand(n, 0), primary_strength);
          text.push_back('.');
          word(n.text);
        }
        text.push_back(')');
        break;
      case expression_kind::select:
        write(operand(n, 0), primary_strength);
        text += n.optional ? ".?" : ".";
        word(n.text);
        break;
      case expression_kind::index:
        write(operand(n, 0), primary_strength);
        text += n.optional ? "[?" : "[";
        write(operand(n, 1), 0);
        text.push_back(']');
        break;
      case expression_kind::method:
        write(operand(n, 0), primary_strength);
        text.push_back('.');
        word(n.text);
        sequence(n, 1, "(", ")");
        break;
      case expression_kind::list: sequence(n, 0, "[", "]"); break;
      case expression_kind::map:
        text.push_back('{');
        for (std::uint32_t k = 0; k < n.count; k += 2) {
          if (k > 0) text += ", ";
          write(operand(n, k), 0);
          text += ": ";
          write(operand(n, k + 1), 0);
        }
        text.push_back('}');
        break;
      case expression_kind::call: call(n); break;
    }
  }

  void call(const expression_node& n) {
    if (const operator_shape* o = binary_operator(n)) {
      // A comparison of a comparison is refused without parentheses.
      write(operand(n, 0), o->strength == 3 ? 4 : o->strength);
      text.push_back(' ');
      text += o->text;
      text.push_back(' ');
      write(operand(n, 1), o->strength + 1);
    } else if (n.text == "_?_:_") {
      write(operand(n, 0), 1);
      text += " ? ";
      write(operand(n, 1), 1);
      text += " : ";
      write(operand(n, 2), 0);
    } else if (n.text == optional_entry) {
      text.push_back('?');
      write(operand(n, 0), 0);
    } else if (n.text == "!_" || n.text == "-_") {
      text.push_back(n.text[0]);
      const expression_node& below = c_.nodes[operand(n, 0)];
      const bool number =
          below.kind == expression_kind::literal && below.literal_type != type_kind::string;
      const bool numeric_head = starts_with_number(operand(n, 0));
      if (n.text == "-_" && !number && numeric_head) {
        text.push_back('(');
        write(operand(n, 0), 0);
        text.push_back(')');
      } else {
        write(operand(n, 0), number ? primary_strength + 1 : primary_strength);
      }
    } else {
      text += n.text;
      sequence(n, 0, "(", ")");
    }
  }

  /// Whether the text of a postfix chain begins with a number, which would swallow a minus.
  [[nodiscard]] bool starts_with_number(expression_index i) const {
    while (true) {
      const expression_node& n = c_.nodes[i];
      if (n.kind == expression_kind::literal) {
        return n.literal_type != type_kind::string && n.literal_type != type_kind::bytes;
      }
      if (n.kind != expression_kind::select && n.kind != expression_kind::index &&
          n.kind != expression_kind::method) {
        return false;
      }
      i = operand(n, 0);
    }
  }

  void sequence(const expression_node& n, std::uint32_t from, std::string_view open,
                std::string_view close) {
    text += open;
    for (std::uint32_t k = from; k < n.count; ++k) {
      if (k > from) text += ", ";
      write(operand(n, k), 0);
    }
    text += close;
  }

  void word(std::string_view name) {
    if (plain_word(name)) {
      text += name;
    } else {
      text += fmt::format("`{}`", name);
    }
  }

  void literal(const expression_node& n) {
    switch (n.literal_type) {
      case type_kind::string: text += quoted(n.text, false); break;
      case type_kind::bytes: text += quoted(n.text, true); break;
      case type_kind::uinteger: text += n.text + "u"; break;
      case type_kind::money: text += n.text + n.currency; break;
      default: text += n.text; break;
    }
  }

  const condition& c_;
};

void dump_node(const condition& c, expression_index i, std::string& to) {
  const expression_node& n = c.nodes[i];
  const auto operands = [&](std::uint32_t from, char open, char close) {
    to.push_back(open);
    for (std::uint32_t k = from; k < n.count; ++k) {
      if (k > from) to += ", ";
      dump_node(c, c.operands[n.first + k], to);
    }
    to.push_back(close);
  };
  switch (n.kind) {
    case expression_kind::call:
      to += n.text;
      operands(0, '(', ')');
      break;
    case expression_kind::method:
      dump_node(c, c.operands[n.first], to);
      to += "." + n.text;
      operands(1, '(', ')');
      break;
    case expression_kind::select:
    case expression_kind::has:
      if (n.count == 0) {
        to += print(c, i);
        break;
      }
      to += n.kind == expression_kind::has ? "has(" : "";
      dump_node(c, c.operands[n.first], to);
      to += (n.optional ? ".?" : ".") + n.text;
      to += n.kind == expression_kind::has ? ")" : "";
      break;
    case expression_kind::index:
      to += n.optional ? "_[?_]" : "_[_]";
      operands(0, '(', ')');
      break;
    case expression_kind::list: operands(0, '[', ']'); break;
    case expression_kind::map: operands(0, '{', '}'); break;
    default: to += print(c, i); break;
  }
}

}  // namespace

std::string print(const condition& c, expression_index node) {
  printer p(c);
  p.write(node, 0);
  return std::move(p.text);
}

std::string print(const condition& c) {
  return print(c, c.root());
}

std::string dump(const condition& c) {
  std::string made;
  dump_node(c, c.root(), made);
  return made;
}

}  // namespace parley::syntax
