// Limits: what is measured, of what, in which scope, against which bound, and what happens beyond.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "syntax/amount_text.hpp"
#include "syntax/rule_ids.hpp"

namespace parley::check {

namespace {

using graph::measure;
using bound_kind = decltype(syntax::limit_rule::bound)::kind;

static_assert(static_cast<int>(syntax::limit_rule::measure::rounds) ==
                      static_cast<int>(measure::rounds) &&
                  static_cast<int>(syntax::limit_rule::otherwise::escalate) ==
                      static_cast<int>(graph::otherwise::escalate),
              "measures and consequences go by the same numbers in syntax tree and graph");

constexpr std::array<std::string_view, 9> measure_names = {
    "discount", "concession", "margin", "price", "offers", "gifts", "uses", "spend", "rounds"};

std::string_view name_of(measure m) {
  return measure_names[static_cast<std::size_t>(m)];
}

bool counts_pieces(measure m) {
  return m == measure::offers || m == measure::gifts || m == measure::uses || m == measure::rounds;
}
bool may_use_counter(measure m) {
  return m == measure::uses || m == measure::spend || m == measure::rounds;
}

bool is_plain_number(type_kind type) {
  return type == type_kind::integer || type == type_kind::uinteger || type == type_kind::decimal;
}

}  // namespace

void pack_checker::limits() {
  for (const syntax::limit_rule& l : written_.limits) limit(l, no_index);
}

void pack_checker::limit(const syntax::limit_rule& l, index playbook) {
  checked_limit made;
  made.id = rule_id(l.id, syntax::derived_id(l), l.sentence.at);
  made.text = l.sentence.text;
  made.because = l.because.text;
  made.role = l.role.text;
  made.at = l.sentence.at;
  made.row.measure = static_cast<measure>(l.measure);
  made.row.comparison = l.at_least ? graph::comparison::at_least : graph::comparison::at_most;
  made.row.otherwise = static_cast<graph::otherwise>(l.otherwise);
  made.row.playbook = playbook;

  made.when = condition(l.when, {});
  // Each question relies on the answers before it; after a wrong one the rest would only echo it.
  // A plain bound doesn't depend on the target, so it is looked at even when that is nothing.
  if (limit_scopes(l, made)) {
    const bool placed = limit_target(l, made);
    const bool plain = l.bound.what == bound_kind::literal;
    if ((placed || plain) && limit_amount(l, made) && placed) limit_otherwise(l, made);
  }
  made.obligations = obligations(l.obligations);
  pack_.limits.push_back(std::move(made));
}

bool pack_checker::limit_scopes(const syntax::limit_rule& l, checked_limit& made) {
  const measure m = made.row.measure;
  const auto wrong = [&](const span& at, std::string message, std::string help) {
    found_.error(codes::limit_scope, at, std::move(message), std::move(help));
    return false;
  };
  std::string_view holder, window;
  for (const syntax::name& s : l.scopes) {
    const bool goods = s.text == "unit" || s.text == "line";
    if (goods) {
      if (m != measure::price && m != measure::discount && m != measure::margin) {
        return wrong(s.at, fmt::format("`{}` isn't measured per {}", name_of(m), s.text),
                     "`per unit` and `per line` go with `price`, `discount` and `margin`");
      }
      if (l.scopes.size() > 1) {
        return wrong(s.at, fmt::format("`per {}` beside another scope", s.text),
                     "write two limits");
      }
      made.row.scope = s.text == "unit" ? graph::scope::unit : graph::scope::line;
      continue;
    }
    if (s.text == "order") {
      if (l.scopes.size() > 1)
        return wrong(s.at, "`per order` beside another scope", "drop one of them");
      continue;
    }
    if (!may_use_counter(m)) {
      return wrong(s.at, fmt::format("`{}` isn't added up per {}", name_of(m), s.text),
                   m == measure::discount || m == measure::concession
                       ? "write `spend`, which is the concession drawn from a budget"
                       : "`uses`, `spend` and `rounds` are added up over many orders");
    }
    std::string_view& slot =
        s.text == "customer" || s.text == "conversation" || s.text == "campaign" ? holder : window;
    if (!slot.empty()) {
      return wrong(s.at, fmt::format("`per {}` beside `per {}`", s.text, slot),
                   "choose one, or write two limits");
    }
    slot = s.text;
  }
  if (m == measure::rounds) {
    if (!window.empty() || (!holder.empty() && holder != "conversation")) {
      return wrong(l.scopes.front().at, "rounds are counted per conversation",
                   "write `rounds per conversation`");
    }
    holder = "conversation";
  }
  if (m == measure::spend && holder.empty() && window.empty()) {
    return wrong(l.sentence.at, "`spend` has no scope that it is added up over",
                 "write `per campaign`, `per day` ..., or `concession` for a single order");
  }
  if (holder.empty() && window.empty()) return true;
  made.row.scope = graph::scope::counter;
  made.counter_per_customer = holder == "customer";
  if (!holder.empty()) made.counter += fmt::format(" per {}", holder);
  if (!window.empty()) made.counter += fmt::format(" per {}", window);
  return true;
}

bool pack_checker::limit_target(const syntax::limit_rule& l, checked_limit& made) {
  const measure m = made.row.measure;
  const syntax::target& t = l.target;
  const auto wrong = [&](std::string message, std::string help) {
    found_.error(codes::limit_target, t.at, std::move(message), std::move(help));
    return false;
  };
  std::string key(name_of(m));
  switch (t.what) {
    case syntax::target::kind::none: made.row.target = graph::target_kind::none; break;
    case syntax::target::kind::order:
      // The whole order is what a limit without a target measures.
      made.row.target = graph::target_kind::none;
      break;
    case syntax::target::kind::shipping: made.row.target = graph::target_kind::shipping; break;
    case syntax::target::kind::offer_class: {
      const auto which = class_of(t.which);
      if (!which) return false;
      made.row.target = graph::target_kind::offer_class;
      made.row.target_index = *which;
      key += " of class " + t.which.text;
      break;
    }
    case syntax::target::kind::sku: {
      const auto which = sku_selector(t.which);
      if (!which) return false;
      made.row.target = graph::target_kind::selector;
      made.row.target_index = *which;
      key += " of sku " + t.which.text;
      break;
    }
    case syntax::target::kind::named: {
      key += " of " + t.which.text;
      if (const auto offer = offers_.find(t.which.text)) {
        made.row.target = graph::target_kind::offer;
        made.row.target_index = *offer;
      } else if (const auto selector = selectors_.find(t.which.text)) {
        made.row.target = graph::target_kind::selector;
        made.row.target_index = *selector;
      } else {
        if (broken(t.which.text)) return false;
        std::string help = classes_.find(t.which.text)
                               ? fmt::format("`{0}` is a class: write `class {0}`", t.which.text)
                               : suggestion(found_, t.which.text, {&selectors_, &offers_},
                                            "declare it under `selectors:` or `offers:`");
        found_.error(codes::unknown_target, t.at,
                     fmt::format("`{}` is neither an offer nor a selector", t.which.text),
                     std::move(help));
        return false;
      }
      break;
    }
  }
  if (!made.counter.empty()) made.counter = key + made.counter;

  const auto target = made.row.target;
  const bool offers =
      target == graph::target_kind::offer || target == graph::target_kind::offer_class;
  const bool lines = target == graph::target_kind::selector;
  if (target == graph::target_kind::shipping && m != measure::discount &&
      m != measure::concession) {
    return wrong(fmt::format("`{}` isn't measured of shipping", name_of(m)),
                 "`concession of shipping` is what is waived of it");
  }
  if (target == graph::target_kind::shipping && m == measure::discount) {
    return wrong("`discount` is what is taken off goods", "write `concession of shipping`");
  }
  if ((m == measure::margin || m == measure::price) && offers) {
    return wrong(fmt::format("`{}` isn't measured of offers", name_of(m)),
                 "name a selector, or drop the target");
  }
  if ((counts_pieces(m) || m == measure::spend) && lines) {
    return wrong(fmt::format("`{}` isn't counted of lines of the cart", name_of(m)),
                 "name an offer or a class");
  }
  if (m == measure::rounds && target != graph::target_kind::none) {
    return wrong("rounds are those of the whole conversation", "drop the target");
  }
  return true;
}

std::optional<index> pack_checker::sku_selector(const syntax::name& sku) {
  if (const auto known = sku_selectors_.find(sku.text); known != sku_selectors_.end())
    return known->second;
  // `line.sku == "..."`, as if it had been declared.
  syntax::condition c;
  c.text = "line.sku == \"" + sku.text + "\"";
  c.at = sku.at;
  const auto node = [&](syntax::expression_kind kind, std::string text,
                        std::vector<index> operands) {
    syntax::expression_node made;
    made.kind = kind;
    made.text = std::move(text);
    made.first = static_cast<std::uint32_t>(c.operands.size());
    made.count = static_cast<std::uint32_t>(operands.size());
    c.operands.insert(c.operands.end(), operands.begin(), operands.end());
    c.nodes.push_back(std::move(made));
    return static_cast<index>(c.nodes.size() - 1);
  };
  const index line = node(syntax::expression_kind::name, "line", {});
  const index field = node(syntax::expression_kind::select, "sku", {line});
  const index text = node(syntax::expression_kind::literal, sku.text, {});
  c.nodes[text].literal_type = type_kind::string;
  node(syntax::expression_kind::call, "_==_", {field, text});

  condition_use use;
  use.line = true;
  use.selectors = false;
  auto when = condition(c, use);
  if (!when) return std::nullopt;
  const auto row = static_cast<index>(pack_.selectors.size());
  pack_.selectors.push_back({"sku " + sku.text, *std::move(when), sku.at});
  sku_selectors_.emplace(sku.text, row);
  return row;
}

bool pack_checker::limit_amount(const syntax::limit_rule& l, checked_limit& made) {
  const measure m = made.row.measure;
  if (l.at_least && (may_use_counter(m) || m == measure::gifts)) {
    found_.error(codes::limit_direction, l.sentence.at,
                 fmt::format("`{}` has an upper bound, not a lower one", name_of(m)), "write `<=`");
    return false;
  }
  const auto unit = [&](const span& at, std::string message, std::string help) {
    found_.error(codes::limit_unit, at, std::move(message), std::move(help));
    return false;
  };
  if (l.bound.what == bound_kind::literal) return limit_literal(l, made);

  if (l.bound.what != bound_kind::expression) {
    if (counts_pieces(m) || m == measure::margin || m == measure::spend) {
      return unit(l.bound.value.at,
                  fmt::format("`{}` isn't bounded by a share of money", name_of(m)),
                  counts_pieces(m)      ? "write a whole number"
                  : m == measure::spend ? "write an amount of money"
                                        : "write a percentage alone, such as `margin >= 18%`");
    }
    const auto amount = share(l.bound.value, true);
    if (!amount) return false;
    made.row.amount = *amount;
  }
  switch (l.bound.what) {
    case bound_kind::of_list: made.row.amount_kind = graph::amount_kind::share_of_list; return true;
    case bound_kind::of_subtotal:
      made.row.amount_kind = graph::amount_kind::share_of_subtotal;
      return true;
    case bound_kind::of_total:
      made.row.amount_kind = graph::amount_kind::share_of_total;
      return true;
    default: break;
  }
  made.row.amount_kind = l.bound.what == bound_kind::expression
                             ? graph::amount_kind::expression
                             : graph::amount_kind::share_of_expression;
  if (!l.bound.expression) return false;
  condition_use use;
  use.line = made.row.scope == graph::scope::unit || made.row.scope == graph::scope::line;
  use.expected = counts_pieces(m) || m == measure::margin ? condition_use::expect::money_or_number
                                                          : condition_use::expect::money;
  if (made.when) after(*made.when, use);
  if (use.line && made.row.target == graph::target_kind::selector) {
    const typed_condition& lines = pack_.selectors[made.row.target_index].when;
    if (!lines.nodes.empty()) after(lines, use);
  }
  if (l.bound.what == bound_kind::of_expression && misspelt_base(*l.bound.expression)) return false;
  made.amount = condition(*l.bound.expression, use);
  if (!made.amount) return false;
  if (counts_pieces(m) && !is_plain_number(made.amount->type)) {
    return unit(l.bound.expression->at,
                fmt::format("`{}` is bounded by a number, not by {}", name_of(m),
                            parley::name_of(made.amount->type)),
                "write a whole number, or an expression that computes one");
  }
  return true;
}

// `15% of subtotl` reads as a share of an expression; one lone unknown word was meant as a base.
bool pack_checker::misspelt_base(const syntax::condition& c) {
  if (c.nodes.size() != 1 || c.nodes[0].kind != syntax::expression_kind::name) return false;
  const std::string& word = c.nodes[0].text;
  if (facts_.find(word) || broken(word)) return false;
  static constexpr std::array<std::string_view, 3> bases = {"list", "subtotal", "total"};
  std::string help = did_you_mean_help(word, bases);
  if (help.empty()) return false;
  found_.error(codes::limit_base, c.at, fmt::format("unknown base `{}` of a share", word),
               std::move(help));
  return true;
}

bool pack_checker::limit_literal(const syntax::limit_rule& l, checked_limit& made) {
  const measure m = made.row.measure;
  const syntax::amount& a = l.bound.value;
  const auto unit = [&](std::string message, std::string help) {
    found_.error(codes::limit_unit, a.at, std::move(message), std::move(help));
    return false;
  };
  if (counts_pieces(m)) {
    if (a.what != syntax::amount::kind::number || !a.value.scaled_exactly(0)) {
      return unit(
          fmt::format("`{}` is bounded by a whole number, not by `{}`", name_of(m), print(a)),
          "write a number such as `1`");
    }
    made.row.amount_kind = graph::amount_kind::count;
    const auto amount = whole(a);
    made.row.amount = amount.value_or(0);
    return amount.has_value();
  }
  if (a.what == syntax::amount::kind::percent) {
    if (m != measure::margin) {
      return unit(
          fmt::format("`{}` of what?", print(a)),
          m == measure::price || m == measure::spend
              ? fmt::format("`{}` is bounded by money", name_of(m))
              : fmt::format("write `{0} of subtotal`, `{0} of list` or `{0} of total`", print(a)));
    }
    made.row.amount_kind = graph::amount_kind::share;
    const auto amount = share(a);
    made.row.amount = amount.value_or(0);
    return amount.has_value();
  }
  // Nobody's floor is a few cents, and sums of money are written with theirs.
  const auto whole_part = a.value.scaled(0, rounding_mode::down);
  const bool bare = a.what == syntax::amount::kind::number && whole_part && *whole_part <= 100 &&
                    (a.value.exponent() >= 0 || *whole_part == 0);
  if (m == measure::margin && bare) {
    found_.warning(codes::bare_margin, a.at,
                   fmt::format("`{}` is a sum of money here, not a share", print(a)),
                   "write a percentage, such as `18%`, or the sum with its currency, such as "
                   "`18.00USD`");
  }
  made.row.amount_kind = graph::amount_kind::money;
  const auto amount = money(a);
  made.row.amount = amount.value_or(0);
  return amount.has_value();
}

void pack_checker::limit_otherwise(const syntax::limit_rule& l, const checked_limit& made) {
  const auto otherwise = made.row.otherwise;
  if (otherwise != graph::otherwise::clamp && otherwise != graph::otherwise::redistribute) return;
  const measure m = made.row.measure;
  const std::string_view word = otherwise == graph::otherwise::clamp ? "clamp" : "redistribute";
  const bool able =
      ((m == measure::price || m == measure::margin) && l.at_least) ||
      ((m == measure::discount || m == measure::concession || m == measure::spend) && !l.at_least);
  if (!able) {
    found_.error(codes::limit_otherwise, l.sentence.at,
                 fmt::format("`else {}` can't make {} hold", word, name_of(m)),
                 "write `else deny`, or `else escalate to ROLE`");
    return;
  }
  const bool by_line = made.row.scope == graph::scope::unit || made.row.scope == graph::scope::line;
  const bool some_lines = by_line || made.row.target == graph::target_kind::selector;
  if (otherwise == graph::otherwise::redistribute && !some_lines) {
    found_.error(
        codes::limit_otherwise, l.sentence.at,
        "`else redistribute` moves a reduction to other lines, and this limit is of all of them",
        "write `else clamp`");
  }
}

}  // namespace parley::check
