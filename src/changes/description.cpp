#include "changes/description.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <utility>

#include "changes/words.hpp"
#include "parley/base/limits.hpp"
#include "parley/base/sha256.hpp"
#include "parley/money/currency.hpp"
#include "report/expression_text.hpp"
#include "report/format.hpp"

namespace parley::changes {

namespace {

using namespace graph;
using report::change_kind;

constexpr std::int64_t no_cap = std::numeric_limits<std::int64_t>::max();

/// Takes one pack apart.
class describer {
 public:
  describer(const pack& rules, const expression_keys& keys)
      : p_(rules), t_(rules.tables()), keys_(keys), words_(rules) {}

  std::vector<thing> run() {
    settings();
    facts();
    selectors();
    classes();
    offers();
    stacking();
    limits();
    playbooks();
    handoffs(p_.header().handoffs, "");
    obligations(p_.header().obligations, "");
    negotiation();
    wording();
    return std::move(out_);
  }

 private:
  thing& add(change_kind kind, std::string name, const place_row& at, tendency presence) {
    thing made;
    made.kind = kind;
    made.name = std::move(name);
    made.at = at;
    made.presence = presence;
    out_.push_back(std::move(made));
    return out_.back();
  }

  static void text(thing& to, std::string name, std::string shown, std::string key = {}) {
    property made;
    made.name = std::move(name);
    made.key = key.empty() ? shown : std::move(key);
    made.shown = std::move(shown);
    to.properties.push_back(std::move(made));
  }
  static void words(thing& to, std::string name, std::string_view shown) {
    text(to, std::move(name), std::string(shown));
    to.properties.back().more = tendency::words;
  }
  static void number(thing& to, std::string name, std::string shown, std::int64_t value,
                     tendency more, std::string scale = {}) {
    property made;
    made.name = std::move(name);
    made.shown = std::move(shown);
    made.key = fmt::format("{}", value);
    made.as = measure_of::number;
    made.number = value;
    made.scale = std::move(scale);
    made.more = more;
    to.properties.push_back(std::move(made));
  }
  std::string currency() const { return std::string(name_of_currency(p_.header().currency)); }
  /// The same amount however many decimals the currency is counted with.
  std::string money_key(std::int64_t minor) const {
    return decimal(minor, -p_.header().currency_digits).reduced().text();
  }
  void money(thing& to, std::string name, std::int64_t minor, tendency more) const {
    number(to, std::move(name), report::money_text(p_, minor), minor, more, currency());
    to.properties.back().exponent = -p_.header().currency_digits;
    to.properties.back().key = money_key(minor);
  }
  static void set(thing& to, std::string name, std::vector<std::string> items,
                  std::string_view empty, tendency more) {
    property made;
    made.name = std::move(name);
    made.shown = items.empty() ? std::string(empty) : fmt::format("{}", fmt::join(items, ", "));
    made.key = made.shown;
    made.as = measure_of::set;
    made.items = std::move(items);
    made.more = more;
    to.properties.push_back(std::move(made));
  }
  void condition(thing& to, std::string name, index expression, tendency more) const {
    property made;
    made.name = std::move(name);
    made.shown = expression == no_index ? "always" : report::expression_text(p_, expression);
    made.key = keys_.of(expression);
    made.as = measure_of::condition;
    made.condition = expression;
    made.more = more;
    to.properties.push_back(std::move(made));
  }

  std::string name(text_ref ref) const { return std::string(p_.text(ref)); }

  void settings() {
    const header_row& h = p_.header();
    thing& to = add(change_kind::pack, "settings", {}, tendency::none);
    to.headline = "the pack's settings";
    text(to, "currency", std::string(name_of_currency(h.currency)));
    text(to, "decimals of the currency", fmt::format("{}", h.currency_digits));
    text(to, "timezone", name(h.timezone));
    text(to, "rounding", std::string(rounding_name(h.rounding)));
    text(to, "rounding by stage",
         fmt::format("{} {} {}", level_name(h.rounding_level[0]), level_name(h.rounding_level[1]),
                     level_name(h.rounding_level[2])));
    text(to, "remainder", std::string(remainder_name(h.remainder)));
    number(to, "stacking",
           h.stacking_open != 0     ? "open"
           : h.stacking_mutual != 0 ? "mutual"
                                    : "closed",
           h.stacking_open != 0     ? 2
           : h.stacking_mutual != 0 ? 0
                                    : 1,
           tendency::loosens);
    number(to, "intent", h.intent_optional != 0 ? "optional" : "required", h.intent_optional,
           tendency::loosens);
    text(to, "prices", h.tax_inclusive != 0 ? "with tax" : "without tax");
    text(to, "tax of", h.tax_on_list != 0 ? "list prices" : "discounted prices");
    text(to, "tax rounded per", std::string(tax_level_name(h.tax_rounding)));
    text(to, "order of lines", std::string(line_order_name(h.line_order)));
  }

  std::string bound(std::uint32_t row) const {
    return row == no_index ? "none" : constant_text(p_, row);
  }
  std::string bound_key(std::uint32_t row) const {
    return row == no_index ? "none" : constant_key(p_, row);
  }

  void fact(const fact_row& row, std::string_view prefix) {
    thing& to = add(change_kind::fact, fmt::format("{}{}", prefix, p_.text(row.name)), row.at,
                    tendency::none);
    to.headline = fmt::format("fact {}", to.name);
    text(to, "type", type_text(row));
    text(to, "min", bound(row.minimum), bound_key(row.minimum));
    text(to, "max", bound(row.maximum), bound_key(row.maximum));
    text(to, "default", bound(row.default_value), bound_key(row.default_value));
    std::vector<std::string> choices, choice_keys;
    for (std::uint32_t i = 0; i < row.one_of.count; ++i) {
      choices.push_back(constant_text(p_, row.one_of.first + i));
      choice_keys.push_back(constant_key(p_, row.one_of.first + i));
    }
    std::sort(choices.begin(), choices.end());
    std::sort(choice_keys.begin(), choice_keys.end());
    text(to, "one of", choices.empty() ? "any" : fmt::format("{}", fmt::join(choices, ", ")),
         fmt::format("one of {}", fmt::join(choice_keys, ",")));
    text(to, "most elements", row.max_size == 0 ? "none" : fmt::format("{}", row.max_size));
    number(to, "max_age", row.max_age_seconds < 0 ? "none" : seconds_text(row.max_age_seconds),
           row.max_age_seconds < 0 ? no_cap : row.max_age_seconds, tendency::loosens);
    text(to, "may be absent", (row.flags & fact_optional) != 0 ? "yes" : "no");
    text(to, "voids standing offers", (row.flags & fact_voids) != 0 ? "yes" : "no");
  }

  static std::string type_text(const fact_row& row) {
    std::string out(parley::name_of(row.type));
    if (row.type == type_kind::list || row.type == type_kind::map) {
      out += fmt::format(" of {}", parley::name_of(row.element));
    }
    return out;
  }

  void facts() {
    for (const fact_row& row : t_.facts) fact(row, "");
    for (std::size_t i = line_built_in_count; i < t_.line_facts.size(); ++i) {
      fact(t_.line_facts[i], "line.");
    }
  }

  void selectors() {
    for (const selector_row& row : t_.selectors) {
      // Limits of a SKU bring selectors that nobody declared, and say so themselves.
      if (p_.text(row.name).starts_with("sku ")) continue;
      thing& to = add(change_kind::selector, name(row.name), row.at, tendency::none);
      to.headline = fmt::format("selector {}", to.name);
      condition(to, "lines", row.when, tendency::none);
    }
  }

  void classes() {
    for (const class_row& row : t_.classes) {
      thing& to = add(change_kind::offer_class, name(row.name), {}, tendency::none);
      to.headline = fmt::format("class {}", to.name);
      std::vector<std::string> members;
      for (const index o : pack::rows(t_.offer_refs, row.members)) {
        members.push_back(name(t_.offers[o].name));
      }
      std::sort(members.begin(), members.end());
      text(to, "members", fmt::format("{}", fmt::join(members, ", ")));
    }
  }

  std::string effect_frame(const effect_row& e) const {
    return fmt::format("{}/{}/{}/{}/{}/{}/{}/{}/{}/{}/{}", static_cast<int>(e.kind),
                       static_cast<int>(e.target), words_.target(e.target, e.target_index, e.text),
                       static_cast<int>(e.pick), e.per_group, static_cast<int>(e.unit), e.tiers_by,
                       e.graduated, e.from_cart, keys_.of(e.expression), p_.text(e.text));
  }

  void effect(thing& to, index offer, const offer_row& o) const {
    const effect_row& e = o.effect;
    text(to, "gives", effect_text(p_, o), effect_frame(e));
    const bool falling = e.kind == effect_kind::unit_price || e.kind == effect_kind::set_price ||
                         e.kind == effect_kind::bundle_price ||
                         e.kind == effect_kind::shipping_price;
    const auto shown = [&](std::int64_t v) {
      return e.unit == unit::none ? fmt::format("{}", v) : report::parameter_text(p_, offer, v);
    };
    const auto value = [&](std::string name, std::int64_t v, tendency more) {
      if (e.unit == unit::money) return money(to, std::move(name), v, more);
      number(to, std::move(name), shown(v), v, more,
             fmt::format("unit {}", static_cast<int>(e.unit)));
    };
    const bool ranged = e.minimum != e.maximum;
    if (e.unit != unit::none && e.maximum != 0) {
      value(ranged ? "most" : "value", e.maximum,
            falling && !ranged ? tendency::tightens : tendency::loosens);
    }
    if (ranged) {
      value("least", e.minimum, tendency::tightens);
      text(to, "step", shown(e.step), fmt::format("{}", e.step));
    }
    const auto cap = [&](std::string name, std::int64_t most) {
      if (most >= 0) return money(to, std::move(name), most, tendency::loosens);
      number(to, std::move(name), "none", no_cap, tendency::loosens, currency());
    };
    cap("cap", e.cap);
    cap("cap on each unit", e.cap_each);
    if (e.threshold != 0) {
      money(to, e.kind == effect_kind::match_price ? "least price" : "threshold", e.threshold,
            tendency::tightens);
    }
    const bool picks = e.kind == effect_kind::pick_off;
    const bool buys = e.kind == effect_kind::buy_get || e.kind == effect_kind::nth_off;
    if (e.buy != 0) {
      number(to, picks ? "units" : "buy", fmt::format("{}", e.buy), e.buy,
             picks  ? tendency::loosens
             : buys ? tendency::tightens
                    : tendency::none);
    }
    if (e.get != 0) number(to, "get", fmt::format("{}", e.get), e.get, tendency::loosens);
    number(to, "at most times", e.times == 0 ? "any number" : fmt::format("{}", e.times),
           e.times == 0 ? no_cap : e.times, tendency::loosens);
    std::string parts;
    for (const bundle_part_row& part : pack::rows(t_.bundle_parts, e.parts)) {
      parts += fmt::format("{}{} {}", parts.empty() ? "" : " + ", part.quantity,
                           words_.target(part.target, part.target_index, part.sku));
    }
    text(to, "parts", parts);
    std::string tiers;
    for (const tier_row& tier : pack::rows(t_.tiers, e.tiers)) {
      tiers += fmt::format(
          "{}from {} {}{}{}", tiers.empty() ? "" : ", ",
          e.tiers_by == 1 ? report::money_text(p_, tier.from) : fmt::format("{}", tier.from),
          words_.amount(tier.unit, tier.value),
          tier.gives == tier_gives::each    ? " each"
          : tier.gives == tier_gives::price ? " as price"
                                            : "",
          tier.chosen != 0 ? " or more" : "");
    }
    text(to, "tiers", tiers);
    text(to, "units serve", e.consume_shared != 0 ? "several sets" : "one set");
    text(to, "in doubt for", e.favour_merchant != 0 ? "the merchant" : "the customer");
  }

  void offers() {
    std::vector<index> order;
    for (index i = 0; i < t_.offers.size(); ++i) {
      order.push_back(i);
      const offer_row& o = t_.offers[i];
      thing& to = add(change_kind::offer, name(o.name), o.at, tendency::loosens);
      to.row = i;
      to.headline = fmt::format("{}: {}", to.name, effect_text(p_, o));
      effect(to, i, o);
      condition(to, "when", o.when, tendency::loosens);
      std::vector<std::string> classes;
      for (const index c : pack::rows(t_.class_refs, o.classes)) {
        classes.push_back(name(t_.classes[c].name));
      }
      std::sort(classes.begin(), classes.end());
      text(to, "class", fmt::format("{}", fmt::join(classes, ", ")));
      text(to, "stage", std::string(stage_name(o.stage)));
      text(to, "basis", std::string(basis_name(o.basis)));
      text(to, "rank", fmt::format("{}", o.rank));
      number(to, "repeat", fmt::format("{}", o.repeat), o.repeat, tendency::loosens);
      if (o.has_cost != 0) {
        money(to, "cost", o.cost, tendency::tightens);
        to.properties.back().scale += fmt::format(" for {}", o.cost_per);
      } else {
        number(to, "cost", "not declared", -1, tendency::tightens, currency() + " for 1");
      }
      text(to, "cost for",
           o.cost_per == 0   ? std::string("all")
           : o.cost_per == 1 ? std::string("each")
                             : fmt::format("{}", o.cost_per));
      text(to, "worth", report::money_text(p_, o.worth), money_key(o.worth));
      text(to, "obligations", duties(o.obligations), duty_keys(o.obligations));
      words(to, "because", p_.text(o.because));
    }
    std::stable_sort(order.begin(), order.end(), [&](index a, index b) {
      return t_.offers[a].position < t_.offers[b].position;
    });
    thing& applied = add(change_kind::pack, "order of application", {}, tendency::none);
    applied.headline = "the order in which offers apply";
    std::string names;
    for (const index i : order) names += name(t_.offers[i].name) + '\n';
    text(applied, "order", std::move(names));
  }

  std::string duties(row_range range) const {
    std::string out;
    for (const obligation_row& o : pack::rows(t_.obligations, range)) {
      if (!out.empty()) out += ", ";
      out += p_.text(o.kind);
      if (o.text.size != 0) out += fmt::format(" ({})", p_.text(o.text));
      if (o.when != no_index) out += " when " + report::expression_text(p_, o.when);
    }
    return out;
  }
  std::string duty_keys(row_range range) const {
    std::vector<std::string> keys;
    for (const obligation_row& o : pack::rows(t_.obligations, range)) {
      keys.push_back(fmt::format("{}|{}|{}", p_.text(o.kind), p_.text(o.text), keys_.of(o.when)));
    }
    std::sort(keys.begin(), keys.end());
    return fmt::format("duties {}", fmt::join(keys, "\n"));
  }

  void stacking() {
    for (index i = 0; i < t_.stacking.size(); ++i) {
      const stacking_row& r = t_.stacking[i];
      const bool permits = r.kind == stacking_kind::with;
      const tendency presence = permits                           ? tendency::loosens
                                : r.kind == stacking_kind::before ? tendency::none
                                                                  : tendency::tightens;
      thing& to = add(change_kind::stacking, name(r.id), r.at, presence);
      to.row = i;
      to.headline = words_.rule(r);
      std::vector<std::string> right;
      for (const subject_row& s : pack::rows(t_.subjects, r.right)) {
        right.push_back(words_.subject(s));
      }
      std::sort(right.begin(), right.end());
      const std::string left =
          fmt::format("{}|{}", static_cast<int>(r.kind), words_.subject(r.left));
      to.subject = fmt::format("{}|{}", left, fmt::join(right, ","));
      to.wider_subject = left;
      text(to, "of", words_.subject(r.left), left);
      const bool any = permits || r.kind == stacking_kind::requires_any;
      set(to, "relates it to", right, "", any ? tendency::loosens : presence);
      number(to, "at most", fmt::format("{}", r.count), r.count, tendency::loosens);
      condition(to, "when", r.when, presence);
      std::vector<std::string> lifted;
      for (const index o : pack::rows(t_.rule_refs, r.overrides)) {
        lifted.push_back(words_.rule(t_.stacking[o]));
      }
      std::sort(lifted.begin(), lifted.end());
      text(to, "overrides", fmt::format("{}", fmt::join(lifted, "; ")));
      words(to, "because", p_.text(r.because));
    }
  }

  std::string measured(const limit_row& l) const {
    std::string out(measure_name(l.measure));
    if (l.scope == scope::unit) out += " per unit";
    if (l.scope == scope::line) out += " per line";
    if (l.target != target_kind::none && l.target != target_kind::order) {
      out += " of " + words_.target(l.target, l.target_index, {});
    }
    if (l.counter != no_index) {
      const std::string key = name(t_.counters[l.counter].key);
      out = key;
    }
    return out;
  }

  void limits() {
    for (index i = 0; i < t_.limits.size(); ++i) {
      const limit_row& l = t_.limits[i];
      thing& to = add(change_kind::limit, name(l.id), l.at, tendency::tightens);
      to.row = i;
      const bool most = l.comparison == comparison::at_most;
      const std::string book =
          l.playbook == no_index ? std::string() : name(t_.playbooks[l.playbook].name);
      to.headline = fmt::format("{} {} {}{}", measured(l), most ? "<=" : ">=", words_.bound(l),
                                book.empty() ? "" : " in playbook " + book);
      const std::string base =
          fmt::format("{}/{}", static_cast<int>(l.amount_kind), keys_.of(l.expression));
      to.subject = fmt::format("{}|{}|{}", measured(l), most, book);
      text(to, "measures", measured(l), to.subject);
      text(to, "bound in terms of", words_.bound_of(l), base);
      const tendency more = most ? tendency::loosens : tendency::tightens;
      if (l.amount_kind == amount_kind::money) {
        money(to, "bound", l.amount, more);
      } else {
        number(to, "bound", words_.bound(l), l.amount, more, base);
      }
      const bool escalates = l.otherwise == otherwise::escalate;
      number(to, "else",
             escalates ? fmt::format("escalate to {}", p_.text(l.role))
                       : std::string(otherwise_name(l.otherwise)),
             escalates                        ? 2
             : l.otherwise == otherwise::deny ? 0
                                              : 1,
             tendency::loosens);
      to.properties.back().key = to.properties.back().shown;
      condition(to, "when", l.when, tendency::tightens);
      text(to, "obligations", duties(l.obligations), duty_keys(l.obligations));
      words(to, "because", p_.text(l.because));
    }
  }

  void handoffs(row_range range, const std::string& playbook) {
    std::uint32_t place = 0;
    for (const handoff_row& h : pack::rows(t_.handoffs, range)) {
      const std::string where = playbook.empty() ? std::string() : " in playbook " + playbook;
      thing& to = add(change_kind::handoff, fmt::format("to {}{}", p_.text(h.to), where), h.at,
                      tendency::tightens);
      to.headline = fmt::format("handoff {}", to.name);
      to.row = static_cast<index>(&h - t_.handoffs.data());
      condition(to, "when", h.when, tendency::tightens);
      text(to, "place among handoffs", fmt::format("{}", ++place));
      words(to, "because", p_.text(h.because));
    }
  }

  void obligations(row_range range, const std::string& playbook) {
    for (const obligation_row& o : pack::rows(t_.obligations, range)) {
      thing& to = add(change_kind::obligation,
                      fmt::format("{}{}", p_.text(o.kind),
                                  playbook.empty() ? std::string() : " in playbook " + playbook),
                      o.at, tendency::none);
      to.headline = fmt::format("obligation {}", to.name);
      text(to, "text", name(o.text));
      condition(to, "when", o.when, tendency::none);
    }
  }

  void playbooks() {
    for (index i = 0; i < t_.playbooks.size(); ++i) {
      const playbook_row& b = t_.playbooks[i];
      const std::string called = name(b.name);
      thing& to = add(change_kind::playbook, called, b.at, tendency::loosens);
      to.row = i;
      to.headline = fmt::format("playbook {}", called);
      std::vector<std::string> subjects;
      for (const subject_row& s : pack::rows(t_.subjects, b.offers)) {
        subjects.push_back(words_.subject(s));
      }
      std::sort(subjects.begin(), subjects.end());
      set(to, "offers", subjects, subjects.empty() ? "all" : "",
          subjects.empty() ? tendency::none : tendency::loosens);
      std::vector<std::string> needs;
      for (const index f : pack::rows(t_.fact_refs, b.needs)) {
        needs.push_back(name(t_.facts[f].name));
      }
      std::sort(needs.begin(), needs.end());
      set(to, "needs", needs, needs.empty() ? "nothing" : "", tendency::tightens);
      handoffs(b.handoffs, called);
      obligations(b.obligations, called);
    }
  }

  std::string step_text(const step_row& s) const {
    std::string out;
    for (const step_item_row& item : pack::rows(t_.step_items, s.items)) {
      if (!out.empty()) out += " + ";
      out += report::offer_text(p_, item.offer, item.has_parameter != 0, item.parameter);
    }
    return out;
  }

  void negotiation() {
    const header_row& h = p_.header();
    if (h.has_negotiation == 0) return;
    const auto steps = pack::rows(t_.steps, h.ladder);
    thing& to = add(change_kind::negotiation, "negotiation",
                    steps.empty() ? place_row{} : steps[0].at, tendency::none);
    to.headline = "the negotiation";
    std::string ladder;
    for (const step_row& s : steps) ladder += (ladder.empty() ? "" : ", ") + step_text(s);
    text(to, "ladder", std::move(ladder));
    std::string sweeteners;
    for (const index o : pack::rows(t_.offer_refs, h.sweeteners)) {
      sweeteners += fmt::format("{}{}", sweeteners.empty() ? "" : ", ", p_.text(t_.offers[o].name));
    }
    text(to, "sweeteners", std::move(sweeteners));
    std::string triggers, trigger_keys;
    for (const trigger_row& g : pack::rows(t_.triggers, h.triggers)) {
      triggers += fmt::format("{}{} when {}", triggers.empty() ? "" : ", ", p_.text(g.name),
                              report::expression_text(p_, g.when));
      if (g.worth > 0) triggers += fmt::format(" worth {}", report::money_text(p_, g.worth));
      trigger_keys += fmt::format("{}|{}|{}\n", p_.text(g.name), keys_.of(g.when), g.worth);
    }
    text(to, "triggers", std::move(triggers), "triggers " + trigger_keys);
    text(to, "strategy", std::string(graph::name_of(h.strategy)));
    std::string issues;
    for (const subject_row& s : pack::rows(t_.subjects, h.issues)) {
      issues += (issues.empty() ? "" : ", ") + words_.subject(s);
    }
    text(to, "issues", std::move(issues));
    text(to, "evidence",
         h.evidence == no_index ? std::string("none") : name(t_.facts[h.evidence].name));
    number(to, "resume", h.resume_seconds == 0 ? "ever" : seconds_text(h.resume_seconds),
           h.resume_seconds == 0 ? no_cap : h.resume_seconds, tendency::loosens);
    number(to, "rounds", h.rounds == 0 ? "any number" : fmt::format("{}", h.rounds),
           h.rounds == 0 ? caps::negotiation_rounds : h.rounds, tendency::loosens);
    number(to, "patience", h.patience == 0 ? "none" : fmt::format("{} rounds", h.patience),
           h.patience == 0 ? no_cap : h.patience, tendency::tightens);
    if (h.expires_seconds != 0) {
      number(to, "expires", seconds_text(h.expires_seconds), h.expires_seconds, tendency::loosens);
    } else {
      number(to, "expires", "by default", 0, tendency::loosens, "default");
    }
    if (h.min_move != 0) {
      money(to, "min_move", h.min_move, tendency::tightens);
    } else {
      number(to, "min_move", "one step", 0, tendency::tightens, "steps");
    }
  }

  void wording() {
    for (const wording_row& w : t_.wording) {
      thing& to =
          add(change_kind::wording, fmt::format("{} {}", p_.text(w.language), p_.text(w.key)), w.at,
              tendency::words);
      to.headline = fmt::format("wording {}", to.name);
      words(to, "text", p_.text(w.text));
    }
  }

  const pack& p_;
  const table_views& t_;
  const expression_keys& keys_;
  pack_words words_;
  std::vector<thing> out_;
};

}  // namespace

std::vector<thing> describe(const pack& rules, const expression_keys& keys) {
  return describer(rules, keys).run();
}

std::string meaning_of(const pack& rules, const std::vector<thing>& things) {
  std::vector<std::string> lines;
  for (const thing& one : things) {
    if (one.presence == tendency::words) continue;
    // Names of rules without an approval bound to them decide nothing, so only subjects count.
    const bool named = one.kind != report::change_kind::stacking;
    std::string line = fmt::format("{}|{}", static_cast<int>(one.kind),
                                   named ? std::string_view(one.name) : std::string_view());
    for (const property& p : one.properties) {
      if (p.more != tendency::words) line += fmt::format("\x1F{}\x1E{}", p.name, p.key);
    }
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line + '\n';
  // The embedded zone rules decide calendar arithmetic.
  for (const std::int64_t word : rules.tables().zone_data) all += fmt::format("{},", word);
  const auto digest = sha256(std::as_bytes(std::span(all)));
  std::string out;
  for (const std::uint8_t byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

}  // namespace parley::changes
