#include "cel/debug_tree.hpp"

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace parley::cel {
namespace {

using syntax::condition;
using syntax::expression_index;
using syntax::expression_kind;
using syntax::expression_node;

constexpr std::string_view double_kind = "^#*expr.Constant_DoubleValue#";

std::string hexadecimal(std::string_view content) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made = "\"";
  for (const char c : content) {
    made.push_back(digits[static_cast<unsigned char>(c) >> 4]);
    made.push_back(digits[static_cast<unsigned char>(c) & 15]);
  }
  return made + '"';
}

/// The shortest text of the double that `written` stands for.
std::string canonical_double(const std::string& written) {
  char room[64];
  const double v = std::strtod(written.c_str(), nullptr);
  const auto end = std::to_chars(room, room + sizeof room, v).ptr;
  return {room, end};
}

class writer {
 public:
  explicit writer(const condition& c) : c_(c) {}

  void write(expression_index i) {
    const expression_node& n = c_.nodes[i];
    switch (n.kind) {
      case expression_kind::literal: literal(n); break;
      case expression_kind::name:
        text += n.text;
        text += ident;
        break;
      case expression_kind::select:
        if (n.optional) {
          // a.?b is a call with the field as a text.
          text += "_?._(";
          write(operand(n, 0));
          text += "," + hexadecimal(n.text) + "^#*expr.Constant_StringValue#)" + call;
          break;
        }
        write(operand(n, 0));
        text += "." + n.text + "^#*expr.Expr_SelectExpr#";
        break;
      case expression_kind::has:
        if (n.count == 0) {
          text += "has(" + n.text + ")";
          break;
        }
        write(operand(n, 0));
        text += "." + n.text + "~test-only~^#*expr.Expr_SelectExpr#";
        break;
      case expression_kind::index:
        text += n.optional ? "_[?_](" : "_[_](";
        sequence(n, 0);
        text += std::string(")") + call;
        break;
      case expression_kind::list:
        text.push_back('[');
        sequence(n, 0);
        text += "]^#*expr.Expr_ListExpr#";
        break;
      case expression_kind::map:
        text.push_back('{');
        for (std::uint32_t k = 0; k < n.count; k += 2) {
          if (k > 0) text.push_back(',');
          write(operand(n, k));
          text.push_back(':');
          write(operand(n, k + 1));
          text += "^#*expr.Expr_CreateStruct_Entry#";
        }
        text += "}^#*expr.Expr_StructExpr#";
        break;
      case expression_kind::call:
        if (n.text == "_&&_" || n.text == "_||_") {
          std::vector<expression_index> terms;
          spine(i, n.text, terms);
          balanced(terms, n.text, 0, terms.size() - 1);
          break;
        }
        text += n.text + "(";
        sequence(n, 0);
        text += std::string(")") + call;
        break;
      case expression_kind::method:
        if (macro(n)) break;
        write(operand(n, 0));
        text += "." + n.text + "(";
        sequence(n, 1);
        text += std::string(")") + call;
        break;
    }
  }

  std::string text;

 private:
  static constexpr const char* ident = "^#*expr.Expr_IdentExpr#";
  static constexpr const char* call = "^#*expr.Expr_CallExpr#";
  static constexpr const char* result = "@result^#*expr.Expr_IdentExpr#";

  [[nodiscard]] expression_index operand(const expression_node& n, std::uint32_t k) const {
    return c_.operands[n.first + k];
  }

  void sequence(const expression_node& n, std::uint32_t from) {
    for (std::uint32_t k = from; k < n.count; ++k) {
      if (k > from) text.push_back(',');
      write(operand(n, k));
    }
  }

  void literal(const expression_node& n) {
    switch (n.literal_type) {
      case type_kind::null: text += "null^#*expr.Constant_NullValue#"; return;
      case type_kind::boolean: text += n.text + "^#*expr.Constant_BoolValue#"; return;
      case type_kind::integer: text += whole(n.text) + "^#*expr.Constant_Int64Value#"; return;
      case type_kind::uinteger: text += whole(n.text) + "u^#*expr.Constant_Uint64Value#"; return;
      case type_kind::string: text += hexadecimal(n.text) + "^#*expr.Constant_StringValue#"; return;
      case type_kind::bytes:
        text += "b" + hexadecimal(n.text) + "^#*expr.Constant_BytesValue#";
        return;
      default: text += canonical_double(n.text) + std::string(double_kind); return;
    }
  }

  /// Decimal digits of an integer literal that may be hexadecimal.
  static std::string whole(std::string_view written) {
    const bool negative = written.starts_with('-');
    if (negative) written.remove_prefix(1);
    const bool hex = written.starts_with("0x");
    if (hex) written.remove_prefix(2);
    std::uint64_t magnitude = 0;
    std::from_chars(written.data(), written.data() + written.size(), magnitude, hex ? 16 : 10);
    return (negative ? "-" : "") + std::to_string(magnitude);
  }

  /// Whether a node is written in parentheses of its own.
  [[nodiscard]] bool parenthesised(const expression_node& n) const {
    if (c_.text[n.offset] != '(') return false;
    int depth = 0;
    for (std::size_t i = n.offset; i < n.offset + n.length; ++i) {
      if (c_.text[i] == '(') ++depth;
      if (c_.text[i] == ')' && --depth == 0) return i + 1 == n.offset + n.length;
    }
    return false;
  }

  void spine(expression_index i, const std::string& function, std::vector<expression_index>& to) {
    const expression_node& n = c_.nodes[i];
    const expression_node& left = c_.nodes[operand(n, 0)];
    if (left.kind == expression_kind::call && left.text == function && !parenthesised(left)) {
      spine(operand(n, 0), function, to);
    } else {
      to.push_back(operand(n, 0));
    }
    to.push_back(operand(n, 1));
  }

  /// The terms as a tree whose middle operator is the root; `lo` and `hi` are terms.
  void balanced(const std::vector<expression_index>& terms, const std::string& function,
                std::size_t lo, std::size_t hi) {
    if (lo == hi) return write(terms[lo]);
    // Operator k stands between the terms k and k + 1.
    const std::size_t mid = (lo + hi) / 2;
    text += function + "(";
    balanced(terms, function, lo, mid);
    text.push_back(',');
    balanced(terms, function, mid + 1, hi);
    text += std::string(")") + call;
  }

  bool macro(const expression_node& n) {
    const bool quantifies = n.text == "all" || n.text == "exists" || n.text == "exists_one" ||
                            n.text == "existsOne" || n.text == "filter";
    const bool maps = n.text == "map";
    if (!(quantifies && n.count == 3) && !(maps && (n.count == 3 || n.count == 4))) return false;
    const expression_node& name = c_.nodes[operand(n, 1)];
    if (name.kind != expression_kind::name) return false;
    text += "__comprehension__(" + name.text + ",";
    write(operand(n, 0));
    text += ",@result,";
    const std::string yes = "true^#*expr.Constant_BoolValue#";
    if (n.text == "all") {
      text += yes + ",@not_strictly_false(" + result + ")" + call + ",_&&_(" + result + ",";
      write(operand(n, 2));
      text += std::string(")") + call;
    } else if (n.text == "exists") {
      text += std::string("false^#*expr.Constant_BoolValue#,@not_strictly_false(!_(") + result +
              ")" + call + ")" + call + ",_||_(" + result + ",";
      write(operand(n, 2));
      text += std::string(")") + call;
    } else if (n.text == "filter") {
      text += "[]^#*expr.Expr_ListExpr#," + yes + ",_?_:_(";
      write(operand(n, 2));
      text += ",";
      grown([&] { text += name.text + ident; });
      text += std::string(",") + result + ")" + call;
    } else if (maps) {
      text += "[]^#*expr.Expr_ListExpr#," + yes + ",";
      const bool filtered = n.count == 4;
      if (filtered) {
        text += "_?_:_(";
        write(operand(n, 2));
        text += ",";
      }
      grown([&] { write(operand(n, n.count - 1)); });
      if (filtered) text += std::string(",") + result + ")" + call;
    } else {
      text += "0^#*expr.Constant_Int64Value#," + yes + ",_?_:_(";
      write(operand(n, 2));
      text += std::string(",_+_(") + result + ",1^#*expr.Constant_Int64Value#)" + call + "," +
              result + ")" + call + ",_==_(" + result + ",1^#*expr.Constant_Int64Value#)" + call +
              ")^#*expr.Expr_ComprehensionExpr#";
      return true;
    }
    text += std::string(",") + result + ")^#*expr.Expr_ComprehensionExpr#";
    return true;
  }

  /// The result with one more element.
  template <typename Element>
  void grown(Element element) {
    text += std::string("_+_(") + result + ",[";
    element();
    text += std::string("]^#*expr.Expr_ListExpr#)") + call;
  }

  const condition& c_;
};

void append_utf8(std::string& to, std::uint32_t point) {
  const auto byte = [&](std::uint32_t b) { to.push_back(static_cast<char>(b)); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | (point >> 6));
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | (point >> 12));
    byte(0x80 | ((point >> 6) & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | (point >> 18));
    byte(0x80 | ((point >> 12) & 0x3F));
    byte(0x80 | ((point >> 6) & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

/// The content of a quoted text of the data whose quote stands at `i`; `i` moves behind it.
std::string quoted(std::string_view written, std::size_t& i) {
  std::string made;
  for (++i; i < written.size() && written[i] != '"'; ++i) {
    if (written[i] != '\\') {
      made.push_back(written[i]);
      continue;
    }
    ++i;
    constexpr std::string_view letters = "abfnrtv\\\"";
    constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\\"";
    const std::size_t simple = letters.find(written[i]);
    if (simple != std::string_view::npos) {
      made.push_back(meanings[simple]);
      continue;
    }
    const std::size_t digits = written[i] == 'x' ? 2 : written[i] == 'u' ? 4 : 8;
    std::uint32_t point = 0;
    std::from_chars(written.data() + i + 1, written.data() + i + 1 + digits, point, 16);
    if (digits == 2) {
      made.push_back(static_cast<char>(point));
    } else {
      append_utf8(made, point);
    }
    i += digits;
  }
  ++i;
  return made;
}

}  // namespace

std::string debug_tree(const condition& c) {
  writer w(c);
  w.write(c.root());
  return std::move(w.text);
}

std::string normal_tree(std::string_view written) {
  std::string made;
  for (std::size_t i = 0; i < written.size();) {
    const char c = written[i];
    if (c == '"') {
      made += hexadecimal(quoted(written, i));
    } else if (c == ' ' || c == '\n') {
      ++i;
    } else if (c == '/' && written.substr(i, 2) == "//") {
      i = written.find('\n', i);
    } else if (written.substr(i).starts_with(double_kind)) {
      std::size_t from = made.size();
      while (from > 0 && std::string_view("0123456789.+-einfNa").find(made[from - 1]) !=
                             std::string_view::npos) {
        --from;
      }
      made = made.substr(0, from) + canonical_double(made.substr(from));
      made += double_kind;
      i += double_kind.size();
    } else {
      made.push_back(c);
      ++i;
    }
  }
  return made;
}

}  // namespace parley::cel
