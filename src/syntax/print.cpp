#include "syntax/print.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "syntax/amount_text.hpp"
#include "syntax/condition_parser.hpp"
#include "syntax/lexical.hpp"

namespace parley::syntax {
namespace {

/// A SKU or shipping method, quoted where it isn't a plain code.
std::string code(const std::string& text) {
  const bool plain = !text.empty() && lexemes::is_word(text.front()) &&
                     lexemes::is_word(text.back()) &&
                     std::all_of(text.begin(), text.end(),
                                 [](char c) { return lexemes::is_name_part(c) || c == '/'; });
  if (plain) return text;
  return text.find('"') == std::string::npos ? '"' + text + '"' : '\'' + text + '\'';
}

/// ` by standard or express`; the methods stand one a line.
std::string method(const effect& e) {
  std::string text;
  std::string_view rest = e.text.text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    text += (text.empty() ? " by " : " or ") + code(std::string(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return text;
}

std::string ordinal(std::uint32_t n) {
  const std::uint32_t tens = n % 100;
  const std::uint32_t ones = n % 10;
  if (tens < 11 || tens > 13) {
    if (ones == 1) return fmt::format("{}st", n);
    if (ones == 2) return fmt::format("{}nd", n);
    if (ones == 3) return fmt::format("{}rd", n);
  }
  return fmt::format("{}th", n);
}

bool is_everything(const parameter& p) {
  return !p.to && p.from.what == amount::kind::percent &&
         compare(p.from.value, decimal(100, 0)) == 0;
}

std::string print_tiers(const effect& e) {
  using give = decltype(effect::tiers_give);
  std::string text;
  for (const tier& t : e.tiers) {
    const std::string value = t.chosen ? print(*e.value) : print(t.value);
    text += fmt::format("{}{}{} from {}", text.empty() ? "" : ", ", value,
                        e.tiers_give == give::off ? "" : " each", print(t.from));
  }
  constexpr std::string_view by[] = {"", " by spend", " by lines"};
  std::string_view measure = by[static_cast<std::size_t>(e.tiers_by)];
  if (e.graduated) measure = measure.empty() ? " by step" : " by spend step";
  return e.tiers_give == give::price ? fmt::format("{} at {}{}", print(e.target), text, measure)
                                     : fmt::format("{} off {}{}", text, print(e.target), measure);
}

std::string print_bundle(const effect& e) {
  std::string text;
  for (const bundle_part& part : e.parts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : " + ", part.quantity, print(part.target));
  }
  return fmt::format("bundle {} for {}", text, print(*e.value));
}

std::string print_pick(const effect& e, const std::string& value) {
  const std::string count = e.buy == 1 ? "" : fmt::format("{} ", e.buy);
  return fmt::format("{} off the {}{} {}", value, count, e.dearest ? "dearest" : "cheapest",
                     print(e.target));
}

std::string print_core(const effect& e) {
  using kind = effect::kind;
  const std::string value = e.value ? print(*e.value) : "";
  switch (e.what) {
    case kind::percent_off:
    case kind::amount_off: return fmt::format("{} off {}", value, print(e.target));
    case kind::amount_off_each: return fmt::format("{} off each {}", value, print(e.target));
    case kind::unit_price: return fmt::format("{} at {} each", print(e.target), value);
    case kind::set_price: return fmt::format("{} {} for {}", e.buy, print(e.target), value);
    case kind::bundle_price: return print_bundle(e);
    case kind::buy_get:
      if (!e.parts.empty()) {
        return fmt::format("buy {} {} get {} {} {}", e.buy, print(e.parts[0].target), e.get,
                           print(e.parts[1].target),
                           is_everything(*e.value) ? "free" : value + " off");
      }
      return is_everything(*e.value)
                 ? fmt::format("buy {} get {} free of {}", e.buy, e.get, print(e.target))
                 : fmt::format("buy {} get {} {} off of {}", e.buy, e.get, value, print(e.target));
    case kind::nth_off:
      return fmt::format("{} off every {} {}", value, ordinal(e.buy), print(e.target));
    case kind::pick_off: return print_pick(e, value);
    case kind::tiers: return print_tiers(e);
    case kind::per_spend:
      return fmt::format("{} off per {} of {}", value, print(*e.threshold), print(e.target));
    case kind::shipping_percent:
      return is_everything(*e.value) ? "free shipping" + method(e)
                                     : value + " off shipping" + method(e);
    case kind::shipping_amount: return value + " off shipping" + method(e);
    case kind::shipping_price: return fmt::format("shipping for {}{}", value, method(e));
    case kind::shipping_upgrade: return "shipping upgrade to " + code(e.text.text);
    case kind::gift: return "gift " + code(e.text.text) + (e.from_cart ? " from cart" : "");
    case kind::match_price:
      return fmt::format("match {} on {}{}", print(*e.match), print(e.target),
                         e.value ? ", less " + value : "");
    case kind::perk: return "concession " + code(e.text.text) + (e.value ? " " + value : "");
  }
  return {};
}

std::string list(const std::vector<subject>& subjects) {
  std::string text;
  for (const subject& s : subjects) text += (text.empty() ? "" : ", ") + print(s);
  return text;
}

std::string print_bound(const limit_rule& rule) {
  using kind = decltype(limit_rule::bound)::kind;
  switch (rule.bound.what) {
    case kind::literal: return print(rule.bound.value);
    case kind::of_list: return print(rule.bound.value) + " of list";
    case kind::of_subtotal: return print(rule.bound.value) + " of subtotal";
    case kind::of_total: return print(rule.bound.value) + " of total";
    case kind::expression: return print(*rule.bound.expression);
    case kind::of_expression:
      return print(rule.bound.value) + " of " + print(*rule.bound.expression);
  }
  return {};
}

}  // namespace

std::string print(const target& t) {
  switch (t.what) {
    case target::kind::none: return {};
    case target::kind::order: return "order";
    case target::kind::shipping: return "shipping";
    case target::kind::sku: return "sku " + code(t.which.text);
    case target::kind::offer_class: return "class " + t.which.text;
    case target::kind::named: return t.which.text;
  }
  return {};
}

std::string print(const parameter& p) {
  if (!p.to) return print(p.from);
  return fmt::format("{}..{} step {}", print(p.from), print(*p.to), print(*p.step));
}

std::string print(const subject& s) {
  switch (s.what) {
    case subject::kind::offer: return s.which.text;
    case subject::kind::offer_class: return "class " + s.which.text;
    case subject::kind::any: return "any";
  }
  return {};
}

std::string print(const effect& e) {
  std::string text = print_core(e);
  if (e.what == effect::kind::buy_get) {
    if (e.dearest) text += " dearest";
    if (e.per_group) text += " per group";
  }
  if (e.times > 0) text += fmt::format(" at most {} times", e.times);
  if (e.cap) text += " up to " + print(*e.cap);
  if (e.cap_each) text += " up to " + print(*e.cap_each) + " each";
  if (e.least) text += ", at least " + print(*e.least);
  return text;
}

std::string print(const stacking_rule& rule) {
  using kind = stacking_rule::kind;
  switch (rule.what) {
    case kind::with: return print(rule.left) + " with " + list(rule.right);
    case kind::excludes: return print(rule.left) + " excludes " + list(rule.right);
    case kind::alone: return print(rule.left) + " alone";
    case kind::at_most: return fmt::format("at most {} of {}", rule.count, print(rule.left));
    case kind::requires_all: return print(rule.left) + " requires " + list(rule.right);
    case kind::requires_any: return print(rule.left) + " requires one of " + list(rule.right);
    case kind::before: return print(rule.left) + " before " + list(rule.right);
    case kind::lanes: return "lanes of " + print(rule.left) + ", " + list(rule.right);
  }
  return {};
}

std::string_view word_of(decltype(limit_rule::measure) measure) {
  constexpr std::string_view measures[] = {"discount", "concession", "margin", "price", "offers",
                                           "gifts",    "uses",       "spend",  "rounds"};
  return measures[static_cast<std::size_t>(measure)];
}

std::string print_bound_of(const limit_rule& rule) {
  std::string text(word_of(rule.measure));
  // `price per unit of tea` reads better than `price of tea per unit`.
  std::string scopes;
  for (const name& scope : rule.scopes) scopes += " per " + scope.text;
  const std::string of = rule.target.what == target::kind::none ? "" : " of " + print(rule.target);
  text += rule.measure == decltype(limit_rule::measure)::price ? scopes + of : of + scopes;
  return text + (rule.at_least ? " >= " : " <= ") + print_bound(rule);
}

std::string print(const limit_rule& rule) {
  using otherwise = decltype(limit_rule::otherwise);
  std::string text = print_bound_of(rule);
  switch (rule.otherwise) {
    case otherwise::deny: break;
    case otherwise::clamp: text += " else clamp"; break;
    case otherwise::redistribute: text += " else redistribute"; break;
    case otherwise::escalate: text += " else escalate to " + rule.role.text; break;
  }
  return text;
}

std::string print(const ladder_step& step) {
  std::string text;
  for (const step_item& item : step.items) {
    text += (text.empty() ? "" : " + ") + item.offer.text;
    if (item.parameter) text += " " + print(*item.parameter);
  }
  return text;
}

}  // namespace parley::syntax
