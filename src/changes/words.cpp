#include "changes/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "changes/description.hpp"
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
      std::string methods(p_.text(text));
      std::replace(methods.begin(), methods.end(), '\n', ',');
      return methods.empty() ? "shipping" : "shipping by " + methods;
    }
    case target_kind::selector: return std::string(p_.text(t_.selectors[which].name));
    case target_kind::sku: return fmt::format("sku {}", p_.text(text));
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

std::string effect_text(const pack& rules, const offer_row& o) {
  const pack_words words(rules);
  const effect_row& e = o.effect;
  const std::string value =
      e.minimum == e.maximum
          ? words.amount(e.unit, e.maximum)
          : fmt::format("{}..{} step {}", words.amount(e.unit, e.minimum),
                        words.amount(e.unit, e.maximum), words.amount(e.unit, e.step));
  const std::string target = words.target(e.target, e.target_index, e.text);
  const std::string off =
      e.minimum == ratio_one && e.maximum == ratio_one ? std::string("free") : value + " off";
  switch (e.kind) {
    case effect_kind::percent_off: return fmt::format("{} off {}", value, target);
    case effect_kind::amount_off: return fmt::format("{} off {}", value, target);
    case effect_kind::amount_off_each: return fmt::format("{} off each {}", value, target);
    case effect_kind::unit_price: return fmt::format("{} at {} each", target, value);
    case effect_kind::set_price: return fmt::format("{} {} for {}", e.buy, target, value);
    case effect_kind::bundle_price: return fmt::format("bundle for {}", value);
    case effect_kind::buy_get:
      return fmt::format("buy {} get {} {} of {}", e.buy, e.get, off, target);
    case effect_kind::nth_off: return fmt::format("every {}. {} {}", e.buy, target, off);
    case effect_kind::pick_off:
      return fmt::format("{} {} {} {}", e.pick == picker::cheapest ? "cheapest" : "dearest", e.buy,
                         target, off);
    case effect_kind::tiers: return fmt::format("tiers off {}", target);
    case effect_kind::per_spend:
      return fmt::format("{} off {} per {}", value, target, words.amount(unit::money, e.threshold));
    case effect_kind::shipping_percent:
      return e.minimum == ratio_one && e.maximum == ratio_one
                 ? fmt::format("free {}", target)
                 : fmt::format("{} off {}", value, target);
    case effect_kind::shipping_amount: return fmt::format("{} off {}", value, target);
    case effect_kind::shipping_price: return fmt::format("{} at {}", target, value);
    case effect_kind::shipping_upgrade:
      return fmt::format("shipping upgrade to {}", rules.text(e.text));
    case effect_kind::gift:
      return fmt::format("gift {}",
                         e.text.size != 0 ? rules.text(e.text) : std::string_view(target));
    case effect_kind::match_price:
      return fmt::format("{} at {}{}", target, report::expression_text(rules, e.expression),
                         e.unit == unit::none ? "" : " less " + value);
    case effect_kind::perk:
      return e.unit == unit::none ? std::string(rules.text(e.text))
                                  : fmt::format("{} {}", value, rules.text(e.text));
  }
  return "?";
}

}  // namespace parley::changes
