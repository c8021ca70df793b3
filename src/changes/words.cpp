#include "changes/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "report/expression_text.hpp"
#include "report/format.hpp"

namespace parley::changes {

using namespace graph;

namespace {

template <std::size_t N>
std::string_view at(const std::array<std::string_view, N>& names, std::size_t which) noexcept {
  return which < N ? names[which] : std::string_view("?");
}

}  // namespace

std::string_view rounding_name(rounding_mode mode) noexcept {
  constexpr std::array<std::string_view, 8> names = {"half_up", "half_even", "half_down", "down",
                                                     "up",      "floor",     "ceiling",   "05up"};
  return at(names, static_cast<std::size_t>(mode));
}
std::string_view level_name(std::uint8_t level) noexcept {
  constexpr std::array<std::string_view, 3> names = {"order", "line", "unit"};
  return at(names, level);
}
std::string_view remainder_name(std::uint8_t policy) noexcept {
  constexpr std::array<std::string_view, 5> names = {"largest", "spread", "first", "last", "carry"};
  return at(names, policy);
}
std::string_view tax_level_name(std::uint8_t level) noexcept {
  constexpr std::array<std::string_view, 3> names = {"line", "unit", "group"};
  return at(names, level);
}
std::string_view line_order_name(std::uint8_t order) noexcept {
  constexpr std::array<std::string_view, 3> names = {"auto", "as_given", "sorted"};
  return at(names, order);
}
std::string_view stage_name(stage s) noexcept {
  constexpr std::array<std::string_view, 3> names = {"item", "order", "shipping"};
  return at(names, static_cast<std::size_t>(s));
}
std::string_view basis_name(basis b) noexcept {
  constexpr std::array<std::string_view, 3> names = {"running", "list", "stage"};
  return at(names, static_cast<std::size_t>(b));
}
std::string_view measure_name(measure m) noexcept {
  constexpr std::array<std::string_view, 9> names = {
      "discount", "concession", "margin", "price", "offers", "gifts", "uses", "spend", "rounds"};
  return at(names, static_cast<std::size_t>(m));
}
std::string_view otherwise_name(otherwise o) noexcept {
  constexpr std::array<std::string_view, 4> names = {"deny", "clamp", "redistribute", "escalate"};
  return at(names, static_cast<std::size_t>(o));
}

std::string seconds_text(std::int64_t seconds) {
  struct {
    std::int64_t size;
    char mark;
  } constexpr units[] = {{86'400, 'd'}, {3'600, 'h'}, {60, 'm'}};
  for (const auto& u : units) {
    if (seconds != 0 && seconds % u.size == 0) return fmt::format("{}{}", seconds / u.size, u.mark);
  }
  return fmt::format("{}s", seconds);
}

std::string constant_text(const pack& rules, index row) {
  const constant& c = rules.tables().constants[row];
  if (c.kind == type_kind::list || c.kind == type_kind::map) {
    std::string out = "[";
    for (std::uint64_t i = 0; i < c.high; ++i) {
      if (i > 0) out += ", ";
      out += constant_text(rules, static_cast<index>(c.low + i));
    }
    return out + ']';
  }
  return report::value_text(rules.schema().scalar(c));
}

std::string code_text(std::string_view code) {
  return code.find(' ') == std::string_view::npos ? std::string(code) : fmt::format("\"{}\"", code);
}

std::string pack_words::subject(const subject_row& s) const {
  switch (s.what) {
    case subject_row::kind::any: return "any";
    case subject_row::kind::offer: return std::string(p_.text(t_.offers[s.which].name));
    case subject_row::kind::offer_class:
      return fmt::format("class {}", p_.text(t_.classes[s.which].name));
  }
  return "?";
}

std::string pack_words::target(target_kind kind, index which, text_ref text) const {
  switch (kind) {
    case target_kind::none: return "";
    case target_kind::order: return "order";
    case target_kind::shipping: {
      std::string out = "shipping";
      std::string_view methods = p_.text(text);
      while (!methods.empty()) {
        const std::size_t end = std::min(methods.find('\n'), methods.size());
        out += fmt::format(" {} {}", out == "shipping" ? "by" : "or",
                           code_text(methods.substr(0, end)));
        methods.remove_prefix(std::min(end + 1, methods.size()));
      }
      return out;
    }
    case target_kind::selector: return std::string(p_.text(t_.selectors[which].name));
    case target_kind::sku: return "sku " + code_text(p_.text(text));
    case target_kind::offer: return std::string(p_.text(t_.offers[which].name));
    case target_kind::offer_class: return fmt::format("class {}", p_.text(t_.classes[which].name));
  }
  return "?";
}

std::string pack_words::amount(unit u, std::int64_t v) const {
  switch (u) {
    case unit::share: return report::share_text(v);
    case unit::money: return report::money_text(p_, v);
    default: return fmt::format("{}", v);
  }
}

std::string pack_words::rule(const stacking_row& r, bool condition) const {
  constexpr std::array<std::string_view, 7> verbs = {
      "with", "excludes", "alone", "at most", "requires", "requires one of", "before"};
  const std::string left = subject(r.left);
  std::string out;
  if (r.kind == stacking_kind::at_most) {
    out = condition ? fmt::format("at most {} of {}", r.count, left)
                    : fmt::format("number of {}", left);
  } else {
    out = fmt::format("{} {}", left, at(verbs, static_cast<std::size_t>(r.kind)));
    std::vector<std::string> right;
    for (const subject_row& s : pack::rows(t_.subjects, r.right)) right.push_back(subject(s));
    if (!right.empty()) out += fmt::format(" {}", fmt::join(right, ", "));
  }
  if (condition && r.when != no_index) out += " when " + report::expression_text(p_, r.when);
  return out;
}

std::string pack_words::bound(const limit_row& l) const {
  switch (l.amount_kind) {
    case amount_kind::money: return report::money_text(p_, l.amount);
    case amount_kind::count: return fmt::format("{}", l.amount);
    case amount_kind::expression: return report::expression_text(p_, l.expression);
    case amount_kind::share: return report::share_text(l.amount);
    default: return fmt::format("{} of {}", report::share_text(l.amount), bound_of(l).substr(9));
  }
}

std::string pack_words::bound_of(const limit_row& l) const {
  switch (l.amount_kind) {
    case amount_kind::money: return "money";
    case amount_kind::count: return "pieces";
    case amount_kind::share: return "share";
    case amount_kind::expression: return report::expression_text(p_, l.expression);
    case amount_kind::share_of_list: return "share of list";
    case amount_kind::share_of_subtotal: return "share of subtotal";
    case amount_kind::share_of_total: return "share of total";
    case amount_kind::share_of_expression:
      return "share of " + report::expression_text(p_, l.expression);
  }
  return "?";
}

}  // namespace parley::changes
