#include "compile/dump.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "parley/facts/line_attributes.hpp"
#include "parley/money/currency.hpp"

namespace parley::compile {

namespace {

using namespace graph;

constexpr std::array<std::string_view, 8> rounding_names = {
    "half_away", "half_even", "half_down", "down", "up", "floor", "ceiling", "05up"};
constexpr std::array<std::string_view, 3> level_names = {"order", "line", "unit"};
constexpr std::array<std::string_view, 5> remainder_names = {"largest", "spread", "first", "last",
                                                             "carry"};
constexpr std::array<std::string_view, 3> basis_names = {"running", "list", "stage"};
constexpr std::array<std::string_view, 3> stage_names = {"item", "order", "shipping"};
constexpr std::array<std::string_view, 18> effect_names = {"percent_off",      "amount_off",
                                                           "amount_off_each",  "unit_price",
                                                           "set_price",        "bundle_price",
                                                           "buy_get",          "nth_off",
                                                           "pick_off",         "tiers",
                                                           "per_spend",        "shipping_percent",
                                                           "shipping_amount",  "shipping_price",
                                                           "shipping_upgrade", "gift",
                                                           "match_price",      "perk"};
constexpr std::array<std::string_view, 3> tiers_by_names = {"quantity", "spend", "lines"};
constexpr std::array<std::string_view, 7> stacking_names = {
    "with", "excludes", "alone", "at_most", "requires_all", "requires_any", "before"};
constexpr std::array<std::string_view, 9> measure_names = {
    "discount", "concession", "margin", "price", "offers", "gifts", "uses", "spend", "rounds"};
constexpr std::array<std::string_view, 4> otherwise_names = {"deny", "clamp", "redistribute",
                                                             "escalate"};
constexpr std::array<std::string_view, 4> scope_names = {"order", "unit", "line", "counter"};

template <typename Enum, std::size_t N>
std::string_view named(const std::array<std::string_view, N>& names, Enum which) {
  return names[static_cast<std::size_t>(which)];
}

/// Writes one pack. Lives as long as one call of dump.
class dumper {
 public:
  explicit dumper(const pack& p) : p_(p), t_(p.tables()) {}

  std::string run() {
    header();
    facts();
    line("expressions");
    out_ += dump_expressions(p_);
    selectors();
    offers();
    stacking();
    limits();
    playbooks();
    negotiation();
    wording();
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }
  template <typename... Args>
  void add(std::string& to, fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(to), format, std::forward<Args>(args)...);
  }

  std::string money(std::int64_t minor) const {
    return money_text(minor, p_.header().currency_digits);
  }
  static std::string share(std::int64_t ratio) { return decimal(ratio, -6).reduced().text() + "%"; }
  std::string amount(unit u, std::int64_t v) const {
    return u == unit::share ? share(v) : u == unit::money ? money(v) : fmt::format("{}", v);
  }
  static std::string refs(std::span<const index> list) {
    std::string text;
    for (const index i : list) text += fmt::format(" {}", i);
    return text.empty() ? " none" : text;
  }
  static std::string when(index e) {
    return e == no_index ? std::string() : fmt::format(" when e{}", e);
  }
  std::string because(text_ref text) const {
    return text.size == 0 ? std::string() : fmt::format(" because {}", p_.text(text));
  }
  std::string subject(const subject_row& s) const {
    switch (s.what) {
      case subject_row::kind::any: return "any";
      case subject_row::kind::offer: return std::string(p_.text(t_.offers[s.which].name));
      case subject_row::kind::offer_class:
        return fmt::format("class {}", p_.text(t_.classes[s.which].name));
    }
    return "?";
  }
  /// Methods are stored one a line.
  static std::string shipping(std::string methods) {
    for (std::size_t at = methods.find('\n'); at != std::string::npos; at = methods.find('\n'))
      methods.replace(at, 1, " or ");
    return methods.empty() ? "shipping" : "shipping by " + methods;
  }
  std::string target(target_kind kind, index which, text_ref text) const {
    switch (kind) {
      case target_kind::none: return "-";
      case target_kind::order: return "order";
      case target_kind::shipping: return shipping(std::string(p_.text(text)));
      case target_kind::selector: return std::string(p_.text(t_.selectors[which].name));
      case target_kind::sku: return fmt::format("sku {}", p_.text(text));
      case target_kind::offer: return std::string(p_.text(t_.offers[which].name));
      case target_kind::offer_class:
        return fmt::format("class {}", p_.text(t_.classes[which].name));
    }
    return "?";
  }

  void header() {
    const header_row& h = p_.header();
    line("pack {} version {}", p_.name(), h.version);
    line("  currency {} with {} decimals, zone {}", name_of_currency(h.currency),
         static_cast<int>(h.currency_digits), p_.text(h.timezone));
    std::string levels(named(level_names, h.rounding_level[0]));
    if (h.rounding_level[1] != h.rounding_level[0] || h.rounding_level[2] != h.rounding_level[0]) {
      add(levels, "/{}/{}", named(level_names, h.rounding_level[1]),
          named(level_names, h.rounding_level[2]));
    }
    line("  rounding {} at {}, remainder {}", named(rounding_names, h.rounding), levels,
         named(remainder_names, h.remainder));
    line("  stacking {}, intent {}, prices {} tax",
         h.stacking_open != 0     ? "open"
         : h.stacking_mutual != 0 ? "mutual"
                                  : "closed",
         h.intent_optional != 0 ? "optional" : "required",
         h.tax_inclusive != 0 ? "with" : "without");
    // What most packs leave as it is stands here only where they don't.
    if (h.tax_on_list != 0) line("  discounts come off after tax");
    if (h.tax_rounding == tax_per_unit) line("  tax rounded per unit");
    if (h.tax_rounding == tax_per_group) line("  tax rounded per rate");
    if (h.line_order == lines_as_given) line("  lines as given");
    if (h.line_order == lines_sorted) line("  lines sorted");
  }

  void fact(const fact_row& f, std::string_view prefix) {
    std::string text = fmt::format("  {}{}: {}", prefix, p_.text(f.name), name_of(f.type));
    if (f.element != type_kind::null) add(text, "({}) up to {}", name_of(f.element), f.max_size);
    for (std::uint32_t i = 0; i < f.one_of.count; ++i) {
      add(text, "{} {}", i == 0 ? " one of" : ",", dump_constant(p_, f.one_of.first + i));
    }
    if (f.minimum != no_index) add(text, " min {}", dump_constant(p_, f.minimum));
    if (f.maximum != no_index) add(text, " max {}", dump_constant(p_, f.maximum));
    if (f.default_value != no_index) add(text, " default {}", dump_constant(p_, f.default_value));
    if (f.max_age_seconds >= 0) add(text, " max_age {}s", f.max_age_seconds);
    if ((f.flags & fact_optional) != 0) text += " optional";
    if ((f.flags & fact_voids) != 0) text += " voids";
    line("{}", text);
  }

  void facts() {
    line("facts");
    for (const fact_row& f : t_.facts) fact(f, "");
    for (const fact_row& f : t_.line_facts.subspan(line_built_in_count)) fact(f, "line.");
  }

  void selectors() {
    line("selectors");
    for (const selector_row& s : t_.selectors) line("  {}{}", p_.text(s.name), when(s.when));
  }

  std::string effect(const effect_row& e) const {
    std::string text =
        fmt::format("{} {}", named(effect_names, e.kind), target(e.target, e.target_index, e.text));
    if (e.target == target_kind::none && e.text.size != 0)
      text += fmt::format(" {}", p_.text(e.text));
    if (e.unit != unit::none) text += " " + amount(e.unit, e.minimum);
    if (e.step != 0) text += ".." + amount(e.unit, e.maximum) + " step " + amount(e.unit, e.step);
    if (e.buy != 0) text += fmt::format(" buy {}", e.buy);
    if (e.get != 0) text += fmt::format(" get {}", e.get);
    if (e.pick == picker::dearest) text += " dearest";
    if (e.per_group != 0) text += " per group";
    if (e.times != 0) text += fmt::format(" at most {} times", e.times);
    const bool matches = e.kind == effect_kind::match_price;
    if (e.threshold != 0) text += (matches ? " at least " : " per ") + money(e.threshold);
    if (e.cap >= 0) text += " up to " + money(e.cap);
    if (e.cap_each >= 0) text += " up to " + money(e.cap_each) + " each";
    if (e.from_cart != 0) text += " as a gift";
    if (e.expression != no_index) text += fmt::format(" e{}", e.expression);
    for (const bundle_part_row& part : pack::rows(t_.bundle_parts, e.parts)) {
      text +=
          fmt::format(" + {} {}", part.quantity, target(part.target, part.target_index, part.sku));
    }
    if (e.tiers.count != 0) text += fmt::format(" by {}", tiers_by_names[e.tiers_by]);
    if (e.graduated != 0) text += " step";
    for (const tier_row& tier : pack::rows(t_.tiers, e.tiers)) {
      constexpr std::string_view gives[] = {"", " each", " as price"};
      text += fmt::format(" from {}: {}{}{}", tier.from, amount(tier.unit, tier.value),
                          gives[static_cast<std::size_t>(tier.gives)],
                          tier.chosen != 0 ? " and up, as proposed" : "");
    }
    if (e.consume_shared != 0) text += " shared";
    if (e.favour_merchant != 0) text += " favours the merchant";
    return text;
  }

  void offers() {
    line("offers");
    for (std::size_t i = 0; i < t_.offers.size(); ++i) {
      const offer_row& o = t_.offers[i];
      std::string text = fmt::format("  {} {} #{} {} {}", i, p_.text(o.name), o.position,
                                     named(stage_names, o.stage), named(basis_names, o.basis));
      if (o.rank != 0) add(text, " rank {}", o.rank);
      if (o.repeat != 1) add(text, " repeat {}", o.repeat);
      line("{}{}{}", text, when(o.when), because(o.because));
      line("    gives {}", effect(o.effect));
      if (o.has_cost != 0 || o.worth != 0)
        line("    cost {}{} worth {}", o.has_cost != 0 ? money(o.cost) : "-",
             o.cost_per == 1   ? ""
             : o.cost_per == 0 ? " in all"
                               : fmt::format(" per {}", o.cost_per),
             money(o.worth));
      std::string classes;
      for (const index c : pack::rows(t_.class_refs, o.classes)) {
        classes += fmt::format(" {}", p_.text(t_.classes[c].name));
      }
      line("    classes{}; rules{}; limits{}", classes.empty() ? " none" : classes,
           refs(pack::rows(t_.rule_refs, o.stacking)), refs(pack::rows(t_.rule_refs, o.limits)));
      obligations(o.obligations, "    ");
    }
    line("classes");
    for (const class_row& c : t_.classes) {
      line("  {}:{}", p_.text(c.name), refs(pack::rows(t_.offer_refs, c.members)));
    }
  }

  void obligations(row_range where, std::string_view indent) {
    for (const obligation_row& o : pack::rows(t_.obligations, where)) {
      line("{}must {}: {}{}", indent, p_.text(o.kind), p_.text(o.text), when(o.when));
    }
  }
  void handoffs(row_range where, std::string_view indent) {
    for (const handoff_row& h : pack::rows(t_.handoffs, where)) {
      line("{}hand off to {}{}{}", indent, p_.text(h.to), when(h.when), because(h.because));
    }
  }

  void stacking() {
    line("stacking");
    for (std::size_t i = 0; i < t_.stacking.size(); ++i) {
      const stacking_row& r = t_.stacking[i];
      std::string text =
          fmt::format("  {} {}: {}", i, p_.text(r.id), named(stacking_names, r.kind));
      if (r.count != 0) add(text, " {}", r.count);
      add(text, " {}", subject(r.left));
      for (const subject_row& s : pack::rows(t_.subjects, r.right)) add(text, " | {}", subject(s));
      if (r.overrides.count != 0)
        add(text, " overrides{}", refs(pack::rows(t_.rule_refs, r.overrides)));
      line("{}{}{}", text, when(r.when), because(r.because));
    }
    line("  any:{}", refs(pack::rows(t_.rule_refs, p_.header().any_stacking)));
  }

  std::string bound(const limit_row& l) const {
    switch (l.amount_kind) {
      case amount_kind::money: return money(l.amount);
      case amount_kind::count: return fmt::format("{}", l.amount);
      case amount_kind::share_of_list: return share(l.amount) + " of list";
      case amount_kind::share_of_subtotal: return share(l.amount) + " of subtotal";
      case amount_kind::share_of_total: return share(l.amount) + " of total";
      case amount_kind::share: return share(l.amount);
      case amount_kind::expression: return fmt::format("e{}", l.expression);
      case amount_kind::share_of_expression:
        return share(l.amount) + fmt::format(" of e{}", l.expression);
    }
    return "?";
  }

  void limits() {
    line("limits");
    for (std::size_t i = 0; i < t_.limits.size(); ++i) {
      const limit_row& l = t_.limits[i];
      std::string text = fmt::format(
          "  {} {}: {} of {} per {} {} {} else {}", i, p_.text(l.id),
          named(measure_names, l.measure), target(l.target, l.target_index, {}),
          named(scope_names, l.scope), l.comparison == comparison::at_most ? "<=" : ">=", bound(l),
          named(otherwise_names, l.otherwise));
      if (l.role.size != 0) add(text, " to {}", p_.text(l.role));
      if (l.playbook != no_index) add(text, " in {}", p_.text(t_.playbooks[l.playbook].name));
      if (l.counter != no_index) add(text, " counter `{}`", p_.text(t_.counters[l.counter].key));
      line("{}{}{}", text, when(l.when), because(l.because));
      obligations(l.obligations, "    ");
    }
    line("  everywhere:{}", refs(pack::rows(t_.rule_refs, p_.header().global_limits)));
    line("counters");
    for (const counter_row& c : t_.counters) {
      line("  {}{}{}", p_.text(c.key), c.is_money != 0 ? " in money" : "",
           c.per_customer != 0 ? ", needs customer.key" : "");
    }
  }

  void playbooks() {
    line("playbooks");
    for (const playbook_row& b : t_.playbooks) {
      std::string text;
      for (const subject_row& s : pack::rows(t_.subjects, b.offers)) add(text, " {}", subject(s));
      std::string needs;
      for (const index f : pack::rows(t_.fact_refs, b.needs))
        add(needs, " {}", p_.text(t_.facts[f].name));
      line("  {}: offers{}; needs{}; limits{}", p_.text(b.name), text.empty() ? " all" : text,
           needs.empty() ? " none" : needs, refs(pack::rows(t_.rule_refs, b.limits)));
      handoffs(b.handoffs, "    ");
      obligations(b.obligations, "    ");
    }
    handoffs(p_.header().handoffs, "  ");
    obligations(p_.header().obligations, "  ");
  }

  void wording() {
    if (!t_.wording.empty()) line("wording");
    for (const wording_row& w : t_.wording) {
      line("  {} {}: {}", p_.text(w.language), p_.text(w.key), p_.text(w.text));
    }
  }

  void negotiation() {
    const header_row& h = p_.header();
    if (h.has_negotiation == 0) return;
    line("negotiation: rounds {}, patience {}, expires {}s, min_move {}", h.rounds, h.patience,
         h.expires_seconds, money(h.min_move));
    if (h.strategy != strategy::ladder) line("  strategy {}", name_of(h.strategy));
    for (const subject_row& s : pack::rows(t_.subjects, h.issues)) line("  issue {}", subject(s));
    if (h.evidence != no_index) line("  evidence {}", p_.text(t_.facts[h.evidence].name));
    if (h.resume_seconds > 0) line("  resume {}s", h.resume_seconds);
    for (const step_row& s : pack::rows(t_.steps, h.ladder)) {
      std::string text;
      for (const step_item_row& item : pack::rows(t_.step_items, s.items)) {
        const offer_row& o = t_.offers[item.offer];
        if (!text.empty()) text += " + ";
        text += p_.text(o.name);
        if (item.has_parameter != 0) text += " " + amount(o.effect.unit, item.parameter);
      }
      line("  step {}", text);
    }
    for (const index o : pack::rows(t_.offer_refs, h.sweeteners)) {
      line("  sweetener {}", p_.text(t_.offers[o].name));
    }
    for (const trigger_row& trigger : pack::rows(t_.triggers, h.triggers)) {
      line("  trigger {}{}{}", p_.text(trigger.name), when(trigger.when),
           trigger.worth > 0 ? " worth " + money(trigger.worth) : std::string());
    }
  }

  const pack& p_;
  const table_views& t_;
  std::string out_;
};

}  // namespace

std::string dump(const pack& p) {
  return dumper(p).run();
}

}  // namespace parley::compile
