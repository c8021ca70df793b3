#include "check/pack_checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/check_pack.hpp"
#include "check/codes.hpp"
#include "check/condition_codes.hpp"
#include "parley/base/limits.hpp"
#include "parley/money/currency.hpp"
#include "syntax/amount_text.hpp"

namespace parley::check {

std::optional<checked_pack> check_pack(const syntax::pack& written, diagnostics& found) {
  const std::size_t errors_before = found.error_count();
  pack_checker checker(written, found);
  checker.header();
  checker.facts();
  checker.declare_names();
  checker.selectors();
  checker.offers();
  checker.stacking();
  checker.order_offers();
  checker.limits();
  checker.playbooks();
  checker.negotiation();
  checker.wording();
  checker.orphans();
  if (found.error_count() != errors_before) return std::nullopt;
  // What was left out while reading may be what a warning misses.
  if (errors_before == 0) checker.overview();
  return std::move(checker.pack());
}

// --- the pack as a whole -------------------------------------------------------------------------

namespace {

bool zone_like(std::string_view text) {
  const auto word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '+' || c == '/';
  };
  return !text.empty() && text.size() <= 64 && text.front() != '/' && text.back() != '/' &&
         text.find("//") == std::string_view::npos && std::all_of(text.begin(), text.end(), word);
}

}  // namespace

void pack_checker::header() {
  for (const syntax::broken_name& n : written_.broken) {
    broken_.insert(n.name.text);
    using kind = syntax::broken_name::kind;
    switch (n.what) {
      case kind::fact:
        facts_.mention(n.name.text);
        scope_.mentioned.push_back(n.name.text);
        break;
      case kind::selector: selectors_.mention(n.name.text); break;
      case kind::offer: offers_.mention(n.name.text); break;
      case kind::offer_class: classes_.mention(n.name.text); break;
      case kind::playbook: playbooks_.mention(n.name.text); break;
      case kind::rule: break;
    }
  }
  pack_.name = written_.name.text;
  pack_.version = written_.version.value_or(0);
  pack_.currency = currency_named(written_.currency.text);
  currency_known_ = pack_.currency != no_currency;
  if (currency_known_) {
    pack_.digits = written_.currency_digits.value_or(minor_digits(pack_.currency));
  } else if (!written_.currency.text.empty()) {
    found_.error(codes::unknown_currency, written_.currency.at,
                 fmt::format("`{}` is no currency", written_.currency.text),
                 "write an ISO 4217 code in capitals, such as `USD`");
  }
  pack_.timezone = written_.timezone.text;
  if (!pack_.timezone.empty() && !zone_like(pack_.timezone)) {
    found_.error(codes::unknown_zone, written_.timezone.at,
                 fmt::format("`{}` is no time zone", pack_.timezone),
                 "write a name such as `America/New_York`, or `UTC`");
  } else if (!pack_.timezone.empty()) {
    pack_.zones.push_back({pack_.timezone, written_.timezone.at, {}});
  }
  pack_.rounding = written_.rounding;
  for (std::size_t i = 0; i < 3; ++i)
    pack_.rounding_level[i] = static_cast<std::uint8_t>(written_.rounding_level[i]);
  pack_.remainder = static_cast<std::uint8_t>(written_.remainder);
  pack_.stacking_open = written_.stacking_open;
  pack_.stacking_mutual = written_.stacking_mutual;
  // Without playbooks there is no intent to ask for.
  pack_.intent_optional = written_.intent_optional || written_.playbooks.empty();
  pack_.tax_inclusive = written_.tax_inclusive;
  pack_.tax_on_list = written_.tax_on_list;
  pack_.tax_rounding = static_cast<std::uint8_t>(written_.tax_rounding);
  pack_.line_order = static_cast<std::uint8_t>(written_.line_order);
  scope_.currency = written_.currency.text;
}

void pack_checker::declare_names() {
  for (const syntax::selector_decl& s : written_.selectors) {
    if (!selectors_.declare(s.name, static_cast<index>(selector_decls_.size()), found_)) continue;
    selector_decls_.push_back(&s);
    scope_.selectors.push_back(s.name.text);
  }
  for (const syntax::name& c : written_.classes) {
    if (classes_.declare(c, static_cast<index>(pack_.classes.size()), found_)) {
      pack_.classes.push_back({c.text, {}});
    }
  }
  for (const syntax::offer_decl& o : written_.offers) {
    if (!offers_.declare(o.name, static_cast<index>(offer_decls_.size()), found_)) continue;
    offer_decls_.push_back(&o);
  }
  for (const syntax::playbook_decl& p : written_.playbooks) {
    playbooks_.declare(p.name, static_cast<index>(playbooks_.all().size()), found_);
  }

  for (const syntax::selector_decl* s : selector_decls_) {
    if (!offers_.find(s->name.text)) continue;
    found_
        .error(codes::ambiguous_name, s->name.at,
               fmt::format("`{}` is a selector and an offer", s->name.text), "rename one of them")
        .related.push_back({offers_.declared_at(s->name.text), "the offer is declared here"});
  }
  for (const syntax::fact_decl& f : written_.facts) {
    const std::string_view first = std::string_view(f.name.text).substr(0, f.name.text.find('.'));
    if (!selectors_.find(first)) continue;
    found_
        .error(codes::ambiguous_name, selectors_.declared_at(first),
               fmt::format("`{}` is a selector and the first word of the fact `{}`", first,
                           f.name.text),
               "rename the selector")
        .related.push_back({f.name.at, "the fact is declared here"});
    broken_.insert(first);
  }
  reserve_rule_ids();
}

void pack_checker::selectors() {
  condition_use use;
  use.line = true;
  use.selectors = false;
  use.intent = false;
  for (const syntax::selector_decl* s : selector_decls_) {
    checked_selector made;
    made.name = s->name.text;
    made.at = s->name.at;
    if (auto when = condition(s->when, use)) made.when = *std::move(when);
    pack_.selectors.push_back(std::move(made));
  }
}

void pack_checker::orphans() {
  for (const syntax::orphan_condition& o : written_.orphans) {
    condition_use use;
    if (o.where == syntax::orphan_condition::place::line) {
      use.line = true;
      use.selectors = false;
      use.intent = false;
    }
    use.so_far = o.where == syntax::orphan_condition::place::offer;
    condition(o.when, use);
  }
}

// --- amounts -------------------------------------------------------------------------------------

std::string pack_checker::written_money(std::int64_t minor) const {
  return money_text(minor, pack_.digits);
}

std::optional<std::int64_t> pack_checker::money(const syntax::amount& a) {
  if (a.what == syntax::amount::kind::percent) {
    found_.error(codes::wrong_unit, a.at,
                 fmt::format("`{}` is a percentage where money is meant", print(a)),
                 "write an amount such as `5.00`");
    return std::nullopt;
  }
  if (!currency_known_) return std::nullopt;
  const std::string_view currency = written_.currency.text;
  if (!a.currency.empty() && a.currency != currency) {
    found_.error(codes::other_currency, a.at,
                 fmt::format("`{}` isn't in the pack's currency", print(a)),
                 fmt::format("the pack is in {}; parley converts no currencies", currency));
    return std::nullopt;
  }
  const std::optional<std::int64_t> minor = a.value.scaled_exactly(pack_.digits);
  if (!minor && a.value.scaled(pack_.digits, rounding_mode::down)) {
    found_.error(codes::too_precise, a.at,
                 fmt::format("`{}` has more decimals than {} has", print(a), currency),
                 fmt::format("amounts in {} have {} decimals at most", currency, pack_.digits));
    return std::nullopt;
  }
  if (!minor || *minor > caps::cart_total || *minor < -caps::cart_total) {
    found_.error(codes::out_of_range, a.at, fmt::format("`{}` is too large an amount", print(a)),
                 fmt::format("amounts go up to {}", written_money(caps::cart_total)));
    return std::nullopt;
  }
  return minor;
}

std::optional<std::int64_t> pack_checker::share(const syntax::amount& a, bool unbounded) {
  if (a.what != syntax::amount::kind::percent) {
    found_.error(codes::wrong_unit, a.at,
                 fmt::format("`{}` stands where a percentage is meant", print(a)),
                 "write a percentage such as `10%`");
    return std::nullopt;
  }
  constexpr int percent_digits = 6;  // 1% is 10^6 hundred-millionths
  const std::optional<std::int64_t> exact = a.value.scaled_exactly(percent_digits);
  if (!exact && a.value.scaled(percent_digits, rounding_mode::down)) {
    found_.error(codes::too_precise, a.at, fmt::format("`{}` has more than six decimals", print(a)),
                 "write at most six decimals of a percentage");
    return std::nullopt;
  }
  constexpr std::int64_t unbounded_most = 1'000 * ratio_one;
  if (!exact || *exact < 0 || *exact > (unbounded ? unbounded_most : ratio_one)) {
    found_.error(codes::out_of_range, a.at,
                 fmt::format("`{}` is more than {}%", print(a), unbounded ? 100'000 : 100),
                 "nothing can be reduced by more than all of it");
    return std::nullopt;
  }
  return exact;
}

std::optional<std::int64_t> pack_checker::whole(const syntax::amount& a) {
  const std::optional<std::int64_t> exact =
      a.what == syntax::amount::kind::number ? a.value.scaled_exactly(0) : std::nullopt;
  if (!exact) {
    found_.error(codes::wrong_unit, a.at,
                 fmt::format("`{}` stands where a whole number is meant", print(a)),
                 "write a whole number such as `3`");
    return std::nullopt;
  }
  if (*exact < 0 || *exact > caps::cart_total) {
    found_.error(codes::out_of_range, a.at, fmt::format("`{}` is too large a number", print(a)),
                 "write a smaller one");
    return std::nullopt;
  }
  return exact;
}

std::optional<std::int64_t> pack_checker::in_unit(const syntax::amount& a, graph::unit unit) {
  switch (unit) {
    case graph::unit::share: return share(a);
    case graph::unit::money: return money(a);
    case graph::unit::count: return whole(a);
    case graph::unit::none: return 0;
  }
  return std::nullopt;
}

// --- names ---------------------------------------------------------------------------------------

std::optional<index> pack_checker::offer_of(const syntax::name& n) {
  if (const auto row = offers_.find(n.text)) return row;
  if (broken(n.text)) return std::nullopt;
  std::string help = classes_.find(n.text)
                         ? fmt::format("`{0}` is a class: write `class {0}`", n.text)
                         : suggestion(found_, n.text, {&offers_}, "declare it under `offers:`");
  found_.error(codes::unknown_offer, n.at, fmt::format("unknown offer `{}`", n.text),
               std::move(help));
  return std::nullopt;
}

std::optional<index> pack_checker::class_of(const syntax::name& n) {
  if (const auto row = classes_.find(n.text)) return row;
  if (broken(n.text)) return std::nullopt;
  found_.error(codes::unknown_class, n.at, fmt::format("no offer is of class `{}`", n.text),
               suggestion(found_, n.text, {&classes_},
                          "list it under `classes:` if its offers are still to come"));
  return std::nullopt;
}

std::optional<graph::subject_row> pack_checker::subject_of(const syntax::subject& s) {
  graph::subject_row row;
  switch (s.what) {
    case syntax::subject::kind::any: return row;
    case syntax::subject::kind::offer: {
      const auto which = offer_of(s.which);
      if (!which) return std::nullopt;
      row.what = graph::subject_row::kind::offer;
      row.which = *which;
      return row;
    }
    case syntax::subject::kind::offer_class: {
      const auto which = class_of(s.which);
      if (!which) return std::nullopt;
      row.what = graph::subject_row::kind::offer_class;
      row.which = *which;
      return row;
    }
  }
  return std::nullopt;
}

void pack_checker::reserve_rule_ids() {
  const auto reserve = [&](const syntax::name& id) {
    if (id.text.empty()) return;
    const auto [where, added] = rule_ids_.try_emplace(id.text, id.at);
    if (added) return;
    found_
        .error(codes::duplicate_name, id.at, fmt::format("rule `{}` is declared twice", id.text),
               "give one of them another id")
        .related.push_back({where->second, "declared here first"});
  };
  for (const auto& r : written_.stacking) reserve(r.id);
  for (const auto& l : written_.limits) reserve(l.id);
  for (const auto& p : written_.playbooks) {
    for (const auto& l : p.limits) reserve(l.id);
  }
}

std::string pack_checker::rule_id(const syntax::name& given, std::string derived, span at) {
  if (!given.text.empty()) return given.text;
  if (rule_ids_.try_emplace(derived, at).second) return derived;
  std::uint32_t& next = derived_ids_.try_emplace(derived, 2).first->second;
  for (;; ++next) {
    std::string numbered = fmt::format("{}-{}", derived, next);
    if (rule_ids_.try_emplace(numbered, at).second) return numbered;
  }
}

// --- parts ---------------------------------------------------------------------------------------

namespace {

/// Whether a condition reads a name (or something inside it) that is broken already.
bool reads_broken(const syntax::condition& c, const std::unordered_set<std::string_view>& broken) {
  if (broken.empty()) return false;
  std::vector<std::string> paths(c.nodes.size());
  for (std::size_t i = 0; i < c.nodes.size(); ++i) {
    const syntax::expression_node& n = c.nodes[i];
    if (n.kind == syntax::expression_kind::name ||
        (n.kind == syntax::expression_kind::has && n.count == 0)) {
      paths[i] = n.text;
    } else if ((n.kind == syntax::expression_kind::select ||
                n.kind == syntax::expression_kind::has) &&
               n.count > 0 && !paths[c.operands[n.first]].empty()) {
      paths[i] = paths[c.operands[n.first]] + "." + n.text;
    }
    if (!paths[i].empty() && broken.count(paths[i]) != 0) return true;
  }
  return false;
}

bool divides_by_zero(const typed_condition& c, const typed_node& n) {
  const typed_node& by = c.nodes[c.operands[n.first + 1]];
  if (by.op != graph::op::constant) return false;
  switch (by.type) {
    case type_kind::integer: return by.constant.as_int() == 0;
    case type_kind::uinteger: return by.constant.as_uint() == 0;
    case type_kind::decimal:
    case type_kind::money:
    case type_kind::percent: return by.constant.as_decimal().zero();
    default: return false;
  }
}

}  // namespace

std::optional<typed_condition> pack_checker::condition(const syntax::condition& c,
                                                       const condition_use& use) {
  if (c.nodes.empty() || reads_broken(c, broken_)) return std::nullopt;
  std::optional<typed_condition> made = check_condition(c, scope_, use, found_);
  if (!made) return made;
  pack_.zones.insert(pack_.zones.end(), made->zones.begin(), made->zones.end());
  if (!made->open_zones.empty()) {
    found_.warning(
        codes::open_zone, made->open_zones.front(),
        "nobody knows yet which time zones this names, so the pack holds none of them",
        "declare the fact with `one_of: [America/New_York, Europe/Berlin]` and the like; "
        "as it is, only `UTC` and offsets such as `+05:30` can be read");
  }
  for (const typed_node& n : made->nodes) {
    switch (n.op) {
      case graph::op::fact:
      case graph::op::has_fact:
      case graph::op::compare_fact: used_facts_[n.reference] = true; break;
      case graph::op::line_fact:
      case graph::op::has_line_fact:
      case graph::op::compare_line_fact:
      case graph::op::line_field:
      case graph::op::has_line_field: used_line_facts_[n.reference] = true; break;
      case graph::op::divide:
      case graph::op::modulo:
        if (divides_by_zero(*made, n)) {
          found_.error(codes::divided_by_zero, made->place_of(n),
                       "this divides by 0, which is always an error",
                       "divide by another number, or drop this");
        }
        break;
      default: break;
    }
  }
  return made;
}

std::optional<typed_condition> pack_checker::condition(const std::optional<syntax::condition>& c,
                                                       const condition_use& use) {
  if (!c) return std::nullopt;
  return condition(*c, use);
}

void pack_checker::after(const typed_condition& first, condition_use& use) {
  std::vector<std::uint32_t> open{first.root()};
  while (!open.empty()) {
    const typed_node& n = first.nodes[open.back()];
    open.pop_back();
    if (n.op == graph::op::has_fact) use.present_facts.push_back(n.reference);
    if (n.op == graph::op::has_line_fact) use.present_line_facts.push_back(n.reference);
    if (n.op != graph::op::logical_and) continue;
    for (std::uint32_t k = 0; k < n.count; ++k) open.push_back(first.operands[n.first + k]);
  }
}

std::vector<checked_obligation> pack_checker::obligations(
    const std::vector<syntax::obligation>& list) {
  std::vector<checked_obligation> made;
  made.reserve(list.size());
  for (const syntax::obligation& o : list) {
    made.push_back({o.kind.text, o.text.text, condition(o.when, {}), o.kind.at});
  }
  return made;
}

std::vector<checked_handoff> pack_checker::handoffs(const std::vector<syntax::handoff_rule>& list) {
  std::vector<checked_handoff> made;
  made.reserve(list.size());
  for (const syntax::handoff_rule& h : list) {
    made.push_back({condition(h.when, {}), h.to.text, h.because.text, h.at});
  }
  return made;
}

}  // namespace parley::check
