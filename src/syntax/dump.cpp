#include "syntax/dump.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "syntax/amount_text.hpp"
#include "syntax/condition_parser.hpp"
#include "syntax/print.hpp"

namespace parley::syntax {
namespace {

std::string field(std::string_view key, std::string_view value) {
  return value.empty() ? std::string() : fmt::format(" {}={}", key, value);
}

std::string field(std::string_view key, const std::optional<condition>& value) {
  return value ? fmt::format(" {}=[{}]", key, print(*value)) : std::string();
}

std::string field(std::string_view key, const std::optional<amount>& value) {
  return value ? field(key, print(*value)) : std::string();
}

std::string quoted(std::string_view key, const words& value) {
  return value.text.empty() ? std::string() : fmt::format(" {}=\"{}\"", key, value.text);
}

std::string_view word_of(effect::kind kind) {
  constexpr std::string_view kinds[] = {"percent_off",      "amount_off",
                                        "amount_off_each",  "unit_price",
                                        "set_price",        "bundle_price",
                                        "buy_get",          "nth_off",
                                        "pick_off",         "tiers",
                                        "per_spend",        "shipping_percent",
                                        "shipping_amount",  "shipping_price",
                                        "shipping_upgrade", "gift",
                                        "match_price",      "perk"};
  return kinds[static_cast<std::size_t>(kind)];
}

std::string_view word_of(stacking_rule::kind kind) {
  constexpr std::string_view kinds[] = {"with",         "excludes",     "alone",  "at_most",
                                        "requires_all", "requires_any", "before", "lanes"};
  return kinds[static_cast<std::size_t>(kind)];
}

std::string list(const std::vector<subject>& subjects) {
  std::string text;
  for (const subject& s : subjects) text += (text.empty() ? "" : "|") + print(s);
  return text;
}

std::string list(const std::vector<name>& names) {
  std::string text;
  for (const name& n : names) text += (text.empty() ? "" : "|") + n.text;
  return text;
}

std::string dump(const fact_decl& f) {
  std::string text = fmt::format("fact {} {}", f.name.text, name_of(f.type));
  if (f.element != type_kind::null) text += fmt::format("({})", name_of(f.element));
  std::string values;
  for (const literal& l : f.one_of) values += (values.empty() ? "" : "|") + l.text;
  text += field("one_of", values);
  if (f.minimum) text += field("min", f.minimum->text);
  if (f.maximum) text += field("max", f.maximum->text);
  if (f.default_value) text += fmt::format(" default={}", f.default_value->text);
  if (f.max_age_seconds) text += fmt::format(" max_age={}s", *f.max_age_seconds);
  if (f.max_size) text += fmt::format(" max_size={}", *f.max_size);
  if (f.optional) text += " optional";
  if (f.voids) text += " voids";
  return text;
}

std::string dump(const obligation& o) {
  return fmt::format("obligation {}{}{}", o.kind.text, quoted("text", o.text),
                     field("when", o.when));
}

std::string dump(const handoff_rule& h) {
  return fmt::format("handoff to={}{}{}", h.to.text, field("when", h.when),
                     quoted("because", h.because));
}

std::string dump(const offer_decl& o) {
  std::string text = fmt::format("offer {} {{{}}}", o.name.text, dump(o.effect));
  text += field("class", list(o.classes)) + field("when", o.when) + field("cost", o.cost) +
          field("worth", o.worth);
  if (o.rank) text += fmt::format(" rank={}", *o.rank);
  constexpr std::string_view bases[] = {"", "running", "list"};
  constexpr std::string_view stages[] = {"", "item", "order", "shipping"};
  if (o.cost_per == 0) text += " cost_in_all";
  if (o.cost_per > 1) text += fmt::format(" cost_per={}", o.cost_per);
  text += field("basis", bases[static_cast<std::size_t>(o.basis)]);
  text += field("stage", stages[static_cast<std::size_t>(o.stage)]);
  if (o.repeat != 1) text += fmt::format(" repeat={}", o.repeat);
  if (o.consume_shared) text += " consume=shared";
  if (o.favour_merchant) text += " favour=merchant";
  text += quoted("because", o.because);
  for (const obligation& each : o.obligations) text += " {" + dump(each) + "}";
  return text;
}

std::string dump(const playbook_decl& p) {
  std::string text = fmt::format("playbook {}{}{}", p.name.text, field("offers", list(p.offers)),
                                 field("needs", list(p.needs)));
  for (const limit_rule& l : p.limits) text += " {" + dump(l) + "}";
  for (const handoff_rule& h : p.handoffs) text += " {" + dump(h) + "}";
  for (const obligation& o : p.obligations) text += " {" + dump(o) + "}";
  return text;
}

std::string dump(const negotiation_decl& n) {
  std::string steps;
  for (const ladder_step& s : n.ladder) steps += (steps.empty() ? "" : "|") + print(s);
  std::string text =
      "negotiation" + field("ladder", steps) + field("sweeteners", list(n.sweeteners));
  if (n.rounds) text += fmt::format(" rounds={}", *n.rounds);
  if (n.patience) text += fmt::format(" patience={}", *n.patience);
  if (n.expires_seconds) text += fmt::format(" expires={}s", *n.expires_seconds);
  text += field("min_move", n.min_move);
  if (n.strategy) text += " strategy=" + n.strategy->text;
  text += field("issues", list(n.issues));
  if (n.evidence) text += " evidence=" + n.evidence->text;
  if (n.resume_seconds) text += fmt::format(" resume={}s", *n.resume_seconds);
  for (const trigger_decl& t : n.triggers) {
    text +=
        fmt::format(" {{trigger {} [{}]{}}}", t.name.text, print(t.when), field("worth", t.worth));
  }
  return text;
}

}  // namespace

std::string dump(const effect& e) {
  std::string text(word_of(e.what));
  if (e.value) text += field("value", print(*e.value));
  text += field("of", print(e.target)) + field("cap", e.cap) + field("per", e.threshold) +
          field("cap_each", e.cap_each) + field("least", e.least);
  if (e.buy > 0) text += fmt::format(" buy={}", e.buy);
  if (e.get > 0) text += fmt::format(" get={}", e.get);
  if (e.times > 0) text += fmt::format(" times={}", e.times);
  if (e.dearest) text += " dearest";
  if (e.per_group) text += " per_group";
  if (e.from_cart) text += " from_cart";
  std::string named = e.text.text;
  std::replace(named.begin(), named.end(), '\n', '|');
  text += field("text", named);
  if (e.graduated) text += " graduated";
  if (e.tiers_give == effect::tiers_give::each) text += " gives=each";
  if (e.tiers_give == effect::tiers_give::price) text += " gives=price";
  if (e.what == effect::kind::tiers) {
    constexpr std::string_view by[] = {"quantity", "spend", "lines"};
    text += field("by", by[static_cast<std::size_t>(e.tiers_by)]);
  }
  for (const tier& t : e.tiers)
    text += fmt::format(" {}:{}{}", print(t.from), print(t.value), t.chosen ? ".." : "");
  for (const bundle_part& p : e.parts) text += fmt::format(" {}x[{}]", p.quantity, print(p.target));
  return text + field("match", e.match);
}

std::string dump(const stacking_rule& r) {
  std::string text = fmt::format("{} {}", word_of(r.what), print(r.left));
  if (r.count > 0) text += fmt::format(" count={}", r.count);
  return text + field("right", list(r.right)) + field("id", r.id.text) + field("when", r.when) +
         field("overrides", list(r.overrides)) + quoted("because", r.because);
}

std::string dump(const limit_rule& r) {
  constexpr std::string_view bounds[] = {"literal",  "of_list",    "of_subtotal",
                                         "of_total", "expression", "of_expression"};
  constexpr std::string_view elses[] = {"deny", "clamp", "redistribute", "escalate"};
  using kind = decltype(limit_rule::bound)::kind;
  std::string text(word_of(r.measure));
  text +=
      field("of", print(r.target)) + field("per", list(r.scopes)) + (r.at_least ? " >=" : " <=");
  if (r.bound.what != kind::expression) text += " " + print(r.bound.value);
  if (r.bound.what != kind::literal)
    text += fmt::format(" {}", bounds[static_cast<std::size_t>(r.bound.what)]);
  if (r.bound.expression) text += fmt::format(" [{}]", print(*r.bound.expression));
  if (r.otherwise != decltype(r.otherwise)::deny) {
    text += fmt::format(" else={}", elses[static_cast<std::size_t>(r.otherwise)]);
  }
  text += field("role", r.role.text) + field("id", r.id.text) + field("when", r.when) +
          quoted("because", r.because);
  for (const obligation& o : r.obligations) text += " {" + dump(o) + "}";
  if (r.loosens) text += " loosens";
  return text;
}

std::string dump(const pack& p) {
  constexpr std::string_view remainders[] = {"largest", "spread", "first", "last", "carry"};
  constexpr std::string_view bases[] = {"running", "list", "stage"};
  constexpr std::string_view ties[] = {"pack", "percent", "amount", "greatest"};
  constexpr std::string_view levels[] = {"order", "line", "unit"};
  std::string text = fmt::format("pack {}", p.name.text);
  if (p.version) text += fmt::format(" version={}", *p.version);
  text += field("currency", p.currency.text) + field("timezone", p.timezone.text);
  const auto level = [&](std::size_t stage) {
    return levels[static_cast<std::size_t>(p.rounding_level[stage])];
  };
  text += fmt::format(" rounding={}/{}/{}", static_cast<int>(p.rounding),
                      remainders[static_cast<std::size_t>(p.remainder)], level(0));
  if (level(1) != level(0) || level(2) != level(0)) {
    text += fmt::format(",{},{}", level(1), level(2));
  }
  if (p.ties != pack::ties::pack)
    text += fmt::format(" ties={}", ties[static_cast<std::size_t>(p.ties)]);
  text += fmt::format(
      " basis={} stacking={} intent={} tax={}\n", bases[static_cast<std::size_t>(p.basis)],
      p.stacking_open     ? "open"
      : p.stacking_mutual ? "mutual"
                          : "closed",
      p.intent_optional ? "optional" : "required", p.tax_inclusive ? "inclusive" : "exclusive");
  // What most packs leave as it is stands here only where they don't.
  using tax_rounding = decltype(p.tax_rounding);
  if (p.tax_on_list) text += "tax on list\n";
  if (p.tax_rounding != tax_rounding::line) {
    text += p.tax_rounding == tax_rounding::unit ? "tax rounds units\n" : "tax rounds groups\n";
  }
  using line_order = decltype(p.line_order);
  if (p.line_order != line_order::automatic) {
    text += p.line_order == line_order::as_given ? "lines as given\n" : "lines sorted\n";
  }
  if (p.currency_digits) text += fmt::format("digits {}\n", *p.currency_digits);
  for (const fact_decl& f : p.facts) text += dump(f) + "\n";
  for (const name& c : p.classes) text += fmt::format("class {}\n", c.text);
  for (const selector_decl& s : p.selectors)
    text += fmt::format("selector {} [{}]\n", s.name.text, print(s.when));
  for (const offer_decl& o : p.offers) text += dump(o) + "\n";
  for (const stacking_rule& r : p.stacking) text += fmt::format("stacking {}\n", dump(r));
  for (const limit_rule& l : p.limits) text += fmt::format("limit {}\n", dump(l));
  for (const playbook_decl& b : p.playbooks) text += dump(b) + "\n";
  for (const handoff_rule& h : p.handoffs) text += dump(h) + "\n";
  for (const obligation& o : p.obligations) text += dump(o) + "\n";
  if (p.negotiation) text += dump(*p.negotiation) + "\n";
  for (const wording_decl& w : p.wording)
    text += fmt::format("wording {} {} \"{}\"\n", w.language.text, w.key.text, w.text.text);
  return text;
}

}  // namespace parley::syntax
