// Rows of operands and operators -> the tree: precedence, literals, names, caps.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "parley/base/limits.hpp"
#include "parley/money/decimal.hpp"
#include "syntax/condition_codes.hpp"
#include "syntax/condition_cst.hpp"
#include "syntax/condition_parser.hpp"

namespace parley::syntax {
namespace detail {
namespace {

std::string_view view(const slice& s) {
  return {s.begin(), static_cast<std::size_t>(s.size())};
}

/// Binding strength of a binary operator, 0 for `?` and `:`.
int strength(std::string_view op) {
  if (op == "||") return 1;
  if (op == "&&") return 2;
  if (op == "+" || op == "-") return 4;
  if (op == "*" || op == "/" || op == "%") return 5;
  return op == "?" || op == ":" ? 0 : 3;
}

bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The word, or the name in backticks, that a text ends with; blanks and comments may stand before.
std::string_view last_word(std::string_view text) {
  if (text.back() == '`') return text.substr(text.rfind('`', text.size() - 2));
  const auto in_word = [](char c) {
    return c == '_' || is_digit(c) || upper(c) || (c >= 'a' && c <= 'z');
  };
  const auto end = std::find_if_not(text.rbegin(), text.rend(), in_word);
  return text.substr(static_cast<std::size_t>(text.rend() - end));
}

}  // namespace

struct condition_builder::row_cursor {
  const std::vector<cst>& parts;
  std::size_t next = 0;
  std::size_t choices = 0;  // `?` so far

  [[nodiscard]] std::string_view peek() const {
    return next > 0 && next < parts.size() ? view(parts[next].text) : std::string_view();
  }
  const cst& take() {
    const cst& part = parts[next++];
    return part.kind == cst_kind::tail ? part.parts.front() : part;
  }
};

bool condition_builder::build(const cst& root) {
  row(root);
  if (failed_) return false;
  const std::size_t most = caps::expression_nodes;
  if (c_.nodes.size() > most) {
    error(codes::condition_cap, 0, static_cast<std::uint32_t>(c_.text.size()),
          fmt::format("the expression has {} parts, more than {}", c_.nodes.size(), most),
          "split the expression");
    return false;
  }
  // Operands stand before their users, so one pass gives every height.
  std::vector<std::size_t> height(c_.nodes.size(), 1);
  for (std::size_t i = 0; i < c_.nodes.size(); ++i) {
    const expression_node& n = c_.nodes[i];
    const bool spine = n.kind == expression_kind::call && (n.text == "_&&_" || n.text == "_||_");
    for (std::uint32_t k = 0; k < n.count; ++k) {
      const expression_index below = c_.operands[n.first + k];
      const bool same =
          spine && k == 0 && c_.nodes[below].kind == n.kind && c_.nodes[below].text == n.text;
      height[i] = std::max(height[i], height[below] + (same ? 0 : 1));
    }
    if (height[i] > caps::expression_height) {
      error(codes::condition_cap, n.offset, n.offset + n.length,
            fmt::format("operators stand on each other more than {} deep", caps::expression_height),
            "split the expression");
      return false;
    }
  }
  return true;
}

void condition_builder::error(const code_info& code, std::uint32_t from, std::uint32_t to,
                              std::string message, std::string help) {
  failed_ = true;
  expression_node place;
  place.offset = from;
  place.length = to - from;
  out_.error(code, c_.place_of(place), std::move(message), std::move(help));
}

expression_index condition_builder::add(expression_node n,
                                        const std::vector<expression_index>& operands) {
  n.first = static_cast<std::uint32_t>(c_.operands.size());
  n.count = static_cast<std::uint32_t>(operands.size());
  c_.operands.insert(c_.operands.end(), operands.begin(), operands.end());
  c_.nodes.push_back(std::move(n));
  return static_cast<expression_index>(c_.nodes.size() - 1);
}

expression_index condition_builder::call(std::string_view name, std::uint32_t from,
                                         std::uint32_t to,
                                         const std::vector<expression_index>& operands) {
  expression_node n;
  n.kind = expression_kind::call;
  n.text = name;
  n.offset = from;
  n.length = to - from;
  return add(std::move(n), operands);
}

expression_index condition_builder::row(const cst& whole) {
  row_cursor in{whole.parts};
  const expression_index made = ternary(in);
  if (in.next < whole.parts.size()) {
    const cst& rest = whole.parts[in.next];
    error(codes::condition_syntax, offset(rest.text.begin()), offset(rest.text.end()),
          "`:` without a `?` before it");
  }
  return marked(whole, made);
}

/// An element or key as it is, or as `?_` of it.
expression_index condition_builder::marked(const cst& entry, expression_index made) {
  if (view(entry.text).empty()) return made;
  return call(optional_entry, offset(entry.text.begin()),
              c_.nodes[made].offset + c_.nodes[made].length, {made});
}

expression_index condition_builder::ternary(row_cursor& in) {
  const expression_index condition_part = binary(in, 1);
  if (in.peek() != "?") return condition_part;
  const cst& mark = in.parts[in.next];
  const std::uint32_t from = c_.nodes[condition_part].offset;
  if (++in.choices > caps::expression_choices) {
    error(codes::condition_cap, offset(mark.text.begin()), offset(mark.text.end()),
          fmt::format("more than {} `?` in a row", caps::expression_choices),
          "split the expression");
    in.next = in.parts.size();
    return condition_part;
  }
  const expression_index yes = binary(in, 1);
  if (in.peek() != ":") {
    const bool inner = in.peek() == "?";
    error(codes::condition_syntax, offset(mark.text.begin()), offset(mark.text.end()),
          inner ? "a `?` right inside another needs parentheses" : "`?` without its `:`",
          inner ? "write a ? (b ? c : d) : e" : "write condition ? value : other");
    in.next = in.parts.size();
    return condition_part;
  }
  const expression_index no = ternary(in);
  return call("_?_:_", from, c_.nodes[no].offset + c_.nodes[no].length, {condition_part, yes, no});
}

expression_index condition_builder::binary(row_cursor& in, int least) {
  expression_index left = operand(in.take());
  while (true) {
    const std::string_view op = in.peek();
    if (op.empty() || strength(op) < least || strength(op) == 0) return left;
    const std::string function = op == "in" ? "@in" : fmt::format("_{}_", op);
    const expression_index right = binary(in, strength(op) + 1);
    const std::uint32_t from = c_.nodes[left].offset;
    left = call(function, from, c_.nodes[right].offset + c_.nodes[right].length, {left, right});
  }
}

expression_index condition_builder::operand(const cst& item) {
  // Runs of one unary operator from the left, as CEL reads them: an even run is nothing.
  std::vector<std::pair<char, std::uint32_t>> signs;
  for (const char* p = item.text.begin(); p != item.text.end(); ++p) {
    if (*p == '/') {
      p = std::find(p, item.text.end(), '\n');
      if (p == item.text.end()) break;
    }
    if (*p == '!' || *p == '-') signs.emplace_back(*p, offset(p));
  }
  const auto from_of = [&](std::size_t i) { return signs[i].second; };
  const bool minus = !signs.empty() && signs.back().first == '-' &&
                     (signs.size() == 1 || signs[signs.size() - 2].first != '-');
  const bool merged = minus && item.parts.front().kind == cst_kind::number;
  const std::uint32_t start = merged ? from_of(signs.size() - 1) : offset(item.parts.front().begin);
  if (merged) signs.pop_back();

  expression_index made = primary(item.parts.front(), merged, start);
  for (std::size_t i = 1; i < item.parts.size(); ++i) made = suffix(made, item.parts[i], start);
  const std::uint32_t end = offset(item.end);

  for (std::size_t i = signs.size(); i > 0;) {
    std::size_t run = i;
    while (run > 0 && signs[run - 1].first == signs[i - 1].first) --run;
    if ((i - run) % 2 == 1)
      made = call(signs[run].first == '!' ? "!_" : "-_", from_of(run), end, {made});
    i = run;
  }
  return made;
}

expression_index condition_builder::primary(const cst& item, bool negative, std::uint32_t from) {
  switch (item.kind) {
    case cst_kind::number: return number(item, negative, from);
    case cst_kind::string: return string(item);
    case cst_kind::name: return named(item);
    case cst_kind::map: return map(item);
    case cst_kind::list: {
      expression_node n;
      n.kind = expression_kind::list;
      n.offset = offset(item.begin);
      n.length = static_cast<std::uint32_t>(item.end - item.begin);
      return add(std::move(n), rows(item.parts));
    }
    default: {
      const expression_index inner = row(item.parts.front());
      // The parentheses belong to the place, so that a caret covers them.
      if (!failed_) {
        c_.nodes[inner].offset = offset(item.begin);
        c_.nodes[inner].length = static_cast<std::uint32_t>(item.end - item.begin);
      }
      return inner;
    }
  }
}

expression_index condition_builder::number(const cst& item, bool negative, std::uint32_t from) {
  const std::string_view written = view(item.text);
  const std::uint32_t to = offset(item.text.end());
  expression_node n;
  n.offset = from;
  n.length = to - from;
  const std::string sign = negative ? "-" : "";
  const auto refuse = [&](std::string message, std::string help = {}) {
    error(codes::condition_number, from, to, std::move(message), std::move(help));
    return add(std::move(n));
  };
  const auto integer = [&](std::string_view digits, int base, bool is_unsigned) {
    std::uint64_t magnitude = 0;
    const auto [end, fault] =
        std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
    const std::uint64_t most =
        is_unsigned ? UINT64_MAX : static_cast<std::uint64_t>(INT64_MAX) + (negative ? 1 : 0);
    if (digits.empty() || fault != std::errc() || end != digits.data() + digits.size() ||
        magnitude > most || (is_unsigned && negative)) {
      return refuse(fmt::format("`{}{}` isn't a 64-bit {}integer", sign, written,
                                is_unsigned ? "unsigned " : ""),
                    "write a decimal: 1.0");
    }
    n.literal_type = is_unsigned ? type_kind::uinteger : type_kind::integer;
    n.text = sign + std::string(base == 16 ? "0x" : "") + std::string(digits);
    return add(std::move(n));
  };

  if (written.size() > 2 && written[0] == '0' && (written[1] == 'x' || written[1] == 'X')) {
    std::string_view digits = written.substr(2);
    const bool is_unsigned = digits.back() == 'u' || digits.back() == 'U';
    if (is_unsigned) digits.remove_suffix(1);
    return integer(digits, 16, is_unsigned);
  }
  std::size_t i = 0;
  const auto skip_digits = [&] {
    while (i < written.size() && is_digit(written[i])) ++i;
  };
  skip_digits();
  bool whole = true;
  if (i < written.size() && written[i] == '.') {
    whole = false;
    ++i;
    skip_digits();
  }
  if (i < written.size() && (written[i] == 'e' || written[i] == 'E')) {
    std::size_t digits = i + 1;
    if (digits < written.size() && (written[digits] == '+' || written[digits] == '-')) ++digits;
    if (digits < written.size() && is_digit(written[digits])) {
      whole = false;
      i = digits;
      skip_digits();
    }
  }
  std::string body(written.substr(0, i));
  const std::string_view suffix_text = written.substr(i);
  if (whole && suffix_text.empty()) return integer(body, 10, false);
  if (whole && (suffix_text == "u" || suffix_text == "U")) return integer(body, 10, true);
  if (body.front() == '.') body.insert(0, 1, '0');
  if (!decimal::parse(body)) {
    return refuse(fmt::format("`{}` has more than {} digits", body, decimal::max_digits));
  }
  n.text = sign + body;
  if (suffix_text.empty()) {
    n.literal_type = type_kind::decimal;
  } else if (suffix_text == "%" || suffix_text == "bp") {
    n.literal_type = type_kind::percent;
    n.text += suffix_text;
  } else if (suffix_text.size() == 3 &&
             std::all_of(suffix_text.begin(), suffix_text.end(), upper)) {
    n.literal_type = type_kind::money;
    n.currency = suffix_text;
  } else {
    const bool time = suffix_text == "h" || suffix_text == "m" || suffix_text == "s";
    return refuse(fmt::format("`{}` can't follow a number", suffix_text),
                  time ? fmt::format("write duration(\"{}{}\")", body, suffix_text)
                  : suffix_text == "d"
                      ? "a day is duration(\"24h\"), a week duration(\"168h\")"
                      : "after a number may stand u, bp, % or a currency such as USD");
  }
  return add(std::move(n));
}

expression_index condition_builder::string(const cst& item) {
  decoded_text decoded = decode_literal(view(item.text));
  expression_node n;
  n.literal_type = decoded.bytes ? type_kind::bytes : type_kind::string;
  n.offset = offset(item.text.begin());
  n.length = static_cast<std::uint32_t>(item.text.size());
  if (!decoded.ok) {
    const std::uint32_t from = n.offset + static_cast<std::uint32_t>(decoded.bad_from);
    const std::uint32_t to = n.offset + static_cast<std::uint32_t>(decoded.bad_to);
    const std::string_view written = std::string_view(c_.text).substr(from, to - from);
    const bool number = written.find_first_of("xXuU", 1) != std::string_view::npos;
    error(codes::condition_string, from, to, fmt::format("`{}` is no escape", written),
          number ? "\\x takes 2 hex digits, \\u 4 and \\U 8, of a character that there is"
                 : "write \\\\ for a backslash, or a raw string: r\"...\"");
  }
  n.text = std::move(decoded.content);
  return add(std::move(n));
}

expression_index condition_builder::named(const cst& item) {
  std::string text(last_word(view(item.text)));
  if (*item.text.begin() == '.') text.insert(0, 1, '.');
  const std::uint32_t from = offset(item.text.begin());
  const std::uint32_t name_end = offset(item.text.end());
  expression_node n;
  n.offset = from;
  n.length = static_cast<std::uint32_t>(item.end - item.begin);
  const bool called = !item.parts.empty();
  if (!called && (text == "true" || text == "false" || text == "null")) {
    n.literal_type = text == "null" ? type_kind::null : type_kind::boolean;
    n.text = text;
    return add(std::move(n));
  }
  if (is_reserved(text)) {
    error(codes::condition_reserved, from, name_end, fmt::format("`{}` is a reserved word", text));
  }
  n.text = text;
  if (!called) {
    n.kind = expression_kind::name;
    return add(std::move(n));
  }
  const std::vector<expression_index> operands = rows(item.parts.front().parts);
  if (text == "has") {
    if (failed_) return add(std::move(n));
    const auto refuse = [&] {
      error(codes::condition_has, from, from + n.length, "has() takes one fact or field",
            "write has(customer.tier), or has(channel) where `channel` is a fact");
      return add(std::move(n));
    };
    if (operands.size() != 1) return refuse();
    expression_node& asked = c_.nodes[operands.front()];
    const bool named_thing =
        asked.kind == expression_kind::select || asked.kind == expression_kind::name;
    if (!named_thing || asked.optional) return refuse();
    asked.kind = expression_kind::has;
    asked.offset = from;
    asked.length = n.length;
    return operands.front();
  }
  n.kind = expression_kind::call;
  return add(std::move(n), operands);
}

expression_index condition_builder::suffix(expression_index target, const cst& item,
                                           std::uint32_t from) {
  expression_node n;
  n.offset = from;
  n.length = offset(item.end) - from;
  std::string_view text = view(item.text);
  n.optional = !text.empty() && text.front() == '?';
  if (item.kind == cst_kind::index) {
    n.kind = expression_kind::index;
    const expression_index key = row(item.parts.front());
    return add(std::move(n), {target, key});
  }
  text = last_word(text);
  if (text.front() == '`') {
    text = text.substr(1, text.size() - 2);
  } else if (text == "true" || text == "false" || text == "null" || text == "in") {
    error(codes::condition_reserved, offset(item.text.begin()), offset(item.text.end()),
          fmt::format("`{}` is a reserved word", text), "put it in backticks");
  }
  n.text = text;
  if (item.parts.empty()) {
    n.kind = expression_kind::select;
    return add(std::move(n), {target});
  }
  if (n.optional) {
    error(codes::condition_syntax, offset(item.text.begin()), offset(item.text.end()),
          "`.?` selects a field, it can't call a function");
  }
  n.kind = expression_kind::method;
  std::vector<expression_index> operands = rows(item.parts.front().parts);
  operands.insert(operands.begin(), target);
  return add(std::move(n), operands);
}

expression_index condition_builder::map(const cst& item) {
  std::vector<expression_index> operands;
  for (const cst& entry : item.parts) {
    row_cursor in{entry.parts};
    operands.push_back(marked(entry, ternary(in)));
    if (in.peek() == ":") operands.push_back(ternary(in));
    if (operands.size() % 2 != 0 || in.next < entry.parts.size()) {
      error(codes::condition_syntax, offset(entry.begin), offset(entry.end),
            "an entry of a map is `key: value`");
      break;
    }
  }
  expression_node n;
  n.kind = expression_kind::map;
  n.offset = offset(item.begin);
  n.length = static_cast<std::uint32_t>(item.end - item.begin);
  return add(std::move(n), operands);
}

std::vector<expression_index> condition_builder::rows(const std::vector<cst>& items) {
  std::vector<expression_index> made;
  made.reserve(items.size());
  for (const cst& item : items) made.push_back(row(item));
  return made;
}

}  // namespace detail

namespace {

constexpr std::string_view capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What people of other languages write, and what they mean.
std::string help_for(std::string_view rest, std::string_view before) {
  const auto starts = [&](std::string_view word) {
    return rest.starts_with(word) &&
           (rest.size() == word.size() || rest[word.size()] == ' ' || rest[word.size()] == '(');
  };
  if (starts("and") || starts("AND")) return "write && for and";
  if (starts("or") || starts("OR")) return "write || for or";
  if (starts("is")) return "write == for is";
  if (starts("not in")) return "write !(x in list)";
  if (before.ends_with("not")) return "write ! for not";
  if (rest.starts_with("&")) return "write && for and";
  if (rest.starts_with("|")) return "write || for or";
  if (rest.starts_with("=<")) return "write <=";
  if (rest.starts_with("=>")) return "write >=";
  if (rest.starts_with("=")) return "write == to compare";
  if (rest.starts_with(">") && before.ends_with('<')) return "write !=";
  if (rest.starts_with("{")) return "messages can't be built in conditions";
  if (rest.starts_with("$")) return "write 5.00USD for money";
  if (before.ends_with('%')) return "write (10%) for a percentage";
  const std::string_view unit = rest.substr(0, rest.find_first_not_of(capitals));
  if (!before.empty() && before.back() >= '0' && before.back() <= '9' && unit.size() == 3)
    return fmt::format("write the currency right behind the number: 5.00{}", unit);
  return {};
}

void report(const condition& c, const detail::grammar_failure& failure, diagnostics& out) {
  const std::string_view text = c.text;
  auto from = static_cast<std::size_t>(failure.at - text.data());
  while (from < text.size() &&
         (text[from] == ' ' || text[from] == '\n' || text[from] == '\t' || text[from] == '\r')) {
    ++from;
  }
  std::string wanted = failure.wanted;
  if (wanted.size() == 3 && wanted.front() == '\'')
    wanted = fmt::format("an operator or `{}`", wanted[1]);
  if (wanted.starts_with('"') && wanted.size() > 2) {
    wanted = fmt::format("an operator or `{}`", wanted.substr(1, wanted.size() - 2));
  }
  expression_node place;
  place.offset = static_cast<std::uint32_t>(from);
  std::size_t to = from;
  while (to < text.size() &&
         ((text[to] >= '0' && text[to] <= '9') || text[to] == '_' ||
          (text[to] >= 'a' && text[to] <= 'z') || (text[to] >= 'A' && text[to] <= 'Z'))) {
    ++to;
  }
  if (to == from && from < text.size()) ++to;
  place.length = static_cast<std::uint32_t>(to - from);
  std::size_t before = from;
  while (before > 0 && text[before - 1] == ' ') --before;
  const std::string message =
      text.find_first_not_of(" \n\t\r") == std::string_view::npos
          ? std::string("the expression is empty")
      : from >= text.size()
          ? fmt::format("the expression ends where {} is expected", wanted)
          : fmt::format("expected {} before `{}`", wanted, text.substr(from, to - from));
  out.error(codes::condition_syntax, c.place_of(place), message,
            help_for(text.substr(from), text.substr(0, before)));
}

}  // namespace

std::optional<condition> parse_condition(std::string_view text, span at, bool exact,
                                         diagnostics& out) {
  condition made;
  made.text = text;
  made.at = at;
  made.exact = exact;
  if (!detail::scan_condition(made, out)) return std::nullopt;
  detail::grammar_failure failure;
  const std::optional<detail::cst> rows = detail::parse_rows(made.text, failure);
  if (!rows) {
    report(made, failure, out);
    return std::nullopt;
  }
  if (!detail::condition_builder(made, out).build(*rows)) return std::nullopt;
  return made;
}

}  // namespace parley::syntax
