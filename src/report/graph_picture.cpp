#include "report/graph_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "report/decision_json.hpp"
#include "report/expression_text.hpp"
#include "report/format.hpp"

namespace parley::report {

namespace {

tone tone_of(truth t) noexcept {
  switch (t) {
    case truth::yes: return tone::yes;
    case truth::no: return tone::no;
    case truth::unknown: return tone::unknown;
    case truth::error: return tone::error;
  }
  return tone::error;
}

tone tone_of(verdict v) noexcept {
  switch (v) {
    case verdict::allow: return tone::yes;
    case verdict::escalate: return tone::escalate;
    case verdict::need: return tone::unknown;
    case verdict::deny: return tone::no;
  }
  return tone::error;
}

/// Names as ids: other bytes become `_`, so two names may share one; a number keeps them apart.
std::string id_of(std::string_view kind, std::string_view name, graph::index row) {
  std::string out(kind);
  out += fmt::format("_{}_", row);
  for (const char c : name) {
    const bool word =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    out += word ? c : '_';
  }
  return out;
}

class painter {
 public:
  painter(const pack& rules, graph::index only, const overlay& over)
      : rules_(rules), t_(rules.tables()), only_(only), over_(over) {}

  graph_picture run() {
    picture_.judged = over_.made != nullptr;
    picture_.title = fmt::format("{} version {}", rules_.name(), rules_.header().version);
    if (only_ != no_index) picture_.title += fmt::format(": {}", offer_name(rules_, only_));
    const std::uint32_t end = verdict_box();
    for (graph::index i = 0; i < t_.offers.size(); ++i) {
      if (only_ == no_index || i == only_) offer_box(i);
    }
    for (graph::index i = 0; i < t_.stacking.size(); ++i) {
      if (bears_on(t_.stacking[i])) stacking_box(i, end);
    }
    for (graph::index i = 0; i < t_.limits.size(); ++i) {
      if (bears_on(t_.limits[i])) limit_box(i, end);
    }
    for (const auto& [row, number] : offers_) {
      if (!leads_on_.contains(number)) link(number, end);
    }
    return settle();
  }

 private:
  std::uint32_t add(box made) {
    picture_.boxes.push_back(std::move(made));
    return static_cast<std::uint32_t>(picture_.boxes.size() - 1);
  }
  void link(std::uint32_t from, std::uint32_t to) {
    picture_.arrows.push_back({from, to});
    leads_on_.insert(from);
  }

  // --- scope --------------------------------------------------------------------------------

  [[nodiscard]] bool concerns(const graph::subject_row& s, graph::index offer) const {
    switch (s.what) {
      case graph::subject_row::kind::any: return true;
      case graph::subject_row::kind::offer: return s.which == offer;
      case graph::subject_row::kind::offer_class: break;
    }
    return in_class(offer, s.which);
  }
  [[nodiscard]] bool in_class(graph::index offer, graph::index which) const {
    const auto classes = pack::rows(t_.class_refs, t_.offers[offer].classes);
    return std::find(classes.begin(), classes.end(), which) != classes.end();
  }
  [[nodiscard]] bool bears_on(const graph::stacking_row& row) const {
    if (only_ == no_index || concerns(row.left, only_)) return true;
    const auto right = pack::rows(t_.subjects, row.right);
    return std::any_of(right.begin(), right.end(),
                       [&](const graph::subject_row& s) { return concerns(s, only_); });
  }
  [[nodiscard]] bool targets(const graph::limit_row& row, graph::index offer) const {
    if (row.target == graph::target_kind::offer) return row.target_index == offer;
    return row.target == graph::target_kind::offer_class && in_class(offer, row.target_index);
  }
  [[nodiscard]] bool names_offers(const graph::limit_row& row) const {
    return row.target == graph::target_kind::offer || row.target == graph::target_kind::offer_class;
  }
  [[nodiscard]] bool bears_on(const graph::limit_row& row) const {
    return only_ == no_index || !names_offers(row) || targets(row, only_);
  }

  // --- boxes --------------------------------------------------------------------------------

  std::uint32_t verdict_box() {
    box made{box_kind::verdict, "verdict", "verdict", {}, tone::none};
    if (over_.made != nullptr) {
      made.title = std::string(name_of(over_.made->verdict));
      made.what = tone_of(over_.made->verdict);
      if (over_.made->has_quote)
        made.note = fmt::format("total {}", money_text(rules_, over_.made->quote.total));
    }
    return add(std::move(made));
  }

  void offer_box(graph::index row) {
    const graph::offer_row& o = t_.offers[row];
    box made{box_kind::offer,
             id_of("offer", rules_.text(o.name), row),
             std::string(rules_.text(o.name)),
             {},
             tone::none};
    judge_offer(row, made);
    const std::uint32_t number = add(std::move(made));
    offers_.emplace(row, number);
    condition(o.when, number);
    condition(o.effect.expression, number);
    if (o.effect.target == graph::target_kind::selector) selector(o.effect.target_index, number);
    for (const graph::bundle_part_row& part : pack::rows(t_.bundle_parts, o.effect.parts)) {
      if (part.target == graph::target_kind::selector) selector(part.target_index, number);
    }
  }

  void judge_offer(graph::index row, box& made) const {
    if (over_.made == nullptr) return;
    for (const applied_offer& a : over_.made->quote.applied) {
      if (!over_.made->has_quote || a.offer != row) continue;
      made.what = tone::yes;
      made.note = fmt::format("gives {}", money_text(rules_, given(a)));
    }
    for (const finding& f : over_.made->findings) {
      if (f.rule_kind == finding::rule_kind::offer && f.rule == row) blame(f, made);
    }
  }

  void blame(const finding& f, box& made) const {
    made.what = f.code == finding_code::rule_error ? tone::error : tone_of(f.verdict);
    made.note = std::string(name_of(f.code));
    if (f.actual.what != quantity::kind::nothing)
      made.note += fmt::format(": {}", quantity_text(rules_, f.actual));
    if (f.bound.what != quantity::kind::nothing)
      made.note += fmt::format(", bound {}", quantity_text(rules_, f.bound));
  }

  template <typename Row>
  std::uint32_t rule_box(box_kind kind, std::string_view prefix, enum finding::rule_kind blamed,
                         const Row& r, graph::index row, std::uint32_t end) {
    box made{kind,
             id_of(prefix, rules_.text(r.id), row),
             std::string(rules_.text(r.text)),
             {},
             tone::none};
    if (over_.made != nullptr) {
      for (const finding& f : over_.made->findings) {
        if (f.rule_kind == blamed && f.rule == row && made.note.empty()) blame(f, made);
      }
    }
    const std::uint32_t number = add(std::move(made));
    condition(r.when, number);
    link(number, end);
    return number;
  }

  void stacking_box(graph::index row, std::uint32_t end) {
    const graph::stacking_row& r = t_.stacking[row];
    const std::uint32_t number =
        rule_box(box_kind::stacking, "rule", finding::rule_kind::stacking, r, row, end);
    const auto right = pack::rows(t_.subjects, r.right);
    for (const auto& [offer, from] : offers_) {
      const auto named = [&, which = offer](const graph::subject_row& s) {
        return s.what != graph::subject_row::kind::any && concerns(s, which);
      };
      if (named(r.left) || std::any_of(right.begin(), right.end(), named)) link(from, number);
    }
  }

  void limit_box(graph::index row, std::uint32_t end) {
    const graph::limit_row& r = t_.limits[row];
    const std::uint32_t number =
        rule_box(box_kind::limit, "limit", finding::rule_kind::limit, r, row, end);
    if (std::string& note = picture_.boxes[number].note; note.empty() && r.playbook != no_index)
      note = fmt::format("in the playbook {}", rules_.text(t_.playbooks[r.playbook].name));
    condition(r.expression, number);
    if (r.target == graph::target_kind::selector) selector(r.target_index, number);
    for (const auto& [offer, from] : offers_) {
      if (targets(r, offer) || (!names_offers(r) && only_ != no_index)) link(from, number);
    }
  }

  void selector(graph::index row, std::uint32_t user) {
    const auto [found, fresh] = selectors_.try_emplace(row, 0);
    if (fresh) {
      const graph::selector_row& s = t_.selectors[row];
      box made{box_kind::selector,
               id_of("selector", rules_.text(s.name), row),
               fmt::format("{}: {}", rules_.text(s.name), expression_text(rules_, s.when)),
               {},
               tone::none};
      if (over_.conditions != nullptr && over_.facts->has_cart()) count_lines(s, made);
      found->second = add(std::move(made));
      reads(s.when, found->second);
    }
    link(found->second, user);
  }

  void count_lines(const graph::selector_row& s, box& made) const {
    std::size_t yes = 0;
    std::size_t open = 0;
    const auto lines = static_cast<std::uint32_t>(over_.facts->lines().size());
    for (std::uint32_t line = 0; line < lines; ++line) {
      const truth t = over_.conditions->test(s.when, line);
      yes += t == truth::yes;
      open += t == truth::unknown || t == truth::error;
    }
    made.note = fmt::format("{} of {} lines", yes, lines);
    made.what = open != 0 ? tone::unknown : yes != 0 ? tone::yes : tone::no;
  }

  /// Links a condition or an amount to what uses it; equal ones are one box.
  void condition(graph::index expression, std::uint32_t user) {
    if (expression == no_index) return;
    const auto [found, fresh] = conditions_.try_emplace(expression, 0);
    if (fresh) {
      box made{box_kind::condition,
               fmt::format("condition_{}", expression),
               expression_text(rules_, expression),
               {},
               tone::none};
      judge(expression, made);
      found->second = add(std::move(made));
      reads(expression, found->second);
    }
    link(found->second, user);
  }

  void judge(graph::index expression, box& made) const {
    const graph::expression_row& row = t_.expressions[expression];
    // What depends on the line or on earlier offers has no one value.
    const bool varies = (row.reads & (graph::reads_line | graph::reads_so_far)) != 0;
    if (over_.conditions == nullptr || varies) return;
    if (row.type == type_kind::boolean) {
      made.what = tone_of(over_.conditions->test(expression));
      return;
    }
    const outcome found = over_.conditions->compute(expression);
    if (!found.known()) made.what = found.unknown() ? tone::unknown : tone::error;
    if (found.known()) made.note = value_text(found.content);
  }

  // --- facts --------------------------------------------------------------------------------

  void reads(graph::index expression, std::uint32_t user) {
    const graph::expression_row& row = t_.expressions[expression];
    for (const graph::index fact : pack::rows(t_.fact_refs, row.facts)) this->fact(fact, user);
    for (const graph::index attribute : pack::rows(t_.fact_refs, row.line_facts)) {
      source_box(fmt::format("line.{}", rules_.text(t_.line_facts[attribute].name)), tone::none,
                 user);
    }
    const auto built_in = [&](graph::expression_reads bit, std::string_view name, bool known) {
      if ((row.reads & bit) == 0) return;
      const tone what = over_.facts == nullptr || known ? tone::none : tone::unknown;
      source_box(name, what, user);
    };
    const fact_set* const facts = over_.facts;
    built_in(graph::reads_cart, "cart", facts != nullptr && facts->has_cart());
    built_in(graph::reads_now, "now", facts != nullptr && facts->now().has_value());
    built_in(graph::reads_customer_key, "customer.key",
             facts != nullptr && facts->customer_key().state == fact_state::known);
    built_in(graph::reads_intent, "intent", !over_.intent.empty());
    if ((row.reads & graph::reads_so_far) != 0) source_box("so_far", tone::none, user);
  }

  void fact(graph::index row, std::uint32_t user) {
    const std::string name(rules_.text(t_.facts[row].name));
    tone what = tone::none;
    std::string note;
    if (over_.facts != nullptr) {
      const fact_state state = over_.facts->state(row);
      const bool known = state == fact_state::known || state == fact_state::absent;
      what = known ? tone::none : tone::unknown;
      if (state == fact_state::known) {
        const value content = over_.facts->get(row);
        note = value_text(content);
        if (content.kind() == type_kind::boolean) what = content.as_bool() ? tone::yes : tone::no;
      } else {
        note = std::string(state_name(state));
      }
    }
    source_box(name, what, user, std::move(note));
  }

  void source_box(std::string_view name, tone what, std::uint32_t user, std::string note = {}) {
    const auto [found, fresh] = facts_.try_emplace(std::string(name), 0);
    if (fresh) {
      found->second =
          add({box_kind::fact, id_of("fact", name, static_cast<graph::index>(facts_.size() - 1)),
               std::string(name), std::move(note), what});
    }
    link(found->second, user);
  }

  /// Boxes by layer, in the order they were met; arrows sorted, each once.
  graph_picture settle() {
    std::vector<std::uint32_t> order(picture_.boxes.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return picture_.boxes[a].kind < picture_.boxes[b].kind;
    });
    std::vector<std::uint32_t> place(order.size());
    std::vector<box> boxes;
    for (std::size_t i = 0; i < order.size(); ++i) {
      place[order[i]] = static_cast<std::uint32_t>(i);
      boxes.push_back(std::move(picture_.boxes[order[i]]));
    }
    picture_.boxes = std::move(boxes);
    std::set<std::pair<std::uint32_t, std::uint32_t>> unique;
    for (const arrow& a : picture_.arrows) unique.emplace(place[a.from], place[a.to]);
    picture_.arrows.clear();
    for (const auto& [from, to] : unique) picture_.arrows.push_back({from, to});
    return std::move(picture_);
  }

  const pack& rules_;
  const graph::table_views& t_;
  graph::index only_;
  const overlay& over_;
  graph_picture picture_;
  std::map<graph::index, std::uint32_t> offers_, selectors_, conditions_;
  std::map<std::string, std::uint32_t, std::less<>> facts_;
  std::set<std::uint32_t> leads_on_;  // boxes with an arrow to somewhere
};

}  // namespace

graph_picture graph_of(const pack& rules, graph::index offer, const overlay& over) {
  return painter(rules, offer, over).run();
}

}  // namespace parley::report
