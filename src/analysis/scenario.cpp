#include "analysis/scenario.hpp"

#include <algorithm>
#include <set>

#include "parley/engine/validate.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/facts/value_compare.hpp"

namespace parley::analysis {

namespace {

constexpr std::int64_t ordinary_moment = 1'767'605'400;  // 2026-01-05T09:30:00Z, a Monday

/// What a box asks of an axis.
const cell_set* asked(const box& b, const axis_table& axes, axis_kind what, std::uint32_t row) {
  for (const auto& [axis, cells] : b.sides) {
    if (axes[axis].what == what && axes[axis].row == row) return &cells;
  }
  return nullptr;
}

/// Of a truth value: the first of its two points.
bool only_false(const cell_set& cells) {
  return cells.ranges().size() == 1 && cells.ranges().front() == cell_range{1, 1};
}

}  // namespace

stage_hand::stage_hand(const check::checked_pack& checked, const pack& compiled, axis_table& axes,
                       const std::vector<std::optional<boxes>>& selector_boxes)
    : checked_(checked),
      compiled_(compiled),
      axes_(axes),
      selector_boxes_(selector_boxes),
      facts_(compiled.schema()) {
  for (int i = 0; i < checked.digits; ++i) unit_ *= 10;
  for (std::uint32_t i = 0; i < checked.facts.size(); ++i)
    fact_axes_.push_back(axes.fact_axis(false, i));
  for (std::uint32_t i = 0; i < checked.line_facts.size(); ++i)
    line_axes_.push_back(axes.fact_axis(true, i));
}

std::optional<value> stage_hand::pick(std::uint32_t which, const cell_set& cells) const {
  const axis& a = axes_[which];
  int tries = 0;
  for (const cell_range& r : cells.ranges()) {
    for (std::uint32_t cell = r.first; cell <= r.last && tries < 16; ++cell, ++tries) {
      if (const auto v = axes_.value_in(a, cell)) return v;
    }
  }
  return std::nullopt;
}

said stage_hand::ordinary(bool line, std::uint32_t row) const {
  const check::checked_fact& f = line ? checked_.line_facts[row] : checked_.facts[row];
  if (f.type == type_kind::list) return {fact_state::known, value::list({})};
  if (f.type == type_kind::map) return {fact_state::known, value::map({})};
  const std::uint32_t which = line ? line_axes_[row] : fact_axes_[row];
  const axis& a = axes_[which];
  if (f.type == type_kind::money && line && (!a.minimum || row == line_cost)) {
    return {fact_state::known, value::money_minor(0, checked_.digits, checked_.currency)};
  }
  if (f.type == type_kind::boolean) return {fact_state::known, value::boolean(true)};
  // What no rule names is the most ordinary.
  for (const bool gaps : {true, false}) {
    for (const cell_range& r : a.full.ranges()) {
      for (std::uint32_t cell = r.first; cell <= r.last && cell < r.first + 8; ++cell) {
        if ((cell % 2 == 0) != gaps) continue;
        if (const auto v = axes_.value_in(a, cell)) return {fact_state::known, *v};
      }
    }
  }
  return {};
}

scenario_line stage_hand::line_of(const box& attributes, std::size_t number) const {
  scenario_line made;
  made.id = "l" + std::to_string(number);
  made.price = 100 * unit_;
  made.attributes.resize(checked_.line_facts.size());
  for (std::uint32_t i = 0; i < made.attributes.size(); ++i) {
    if (i == line_tax_rate) {
      made.attributes[i] = {fact_state::known, value::percent(decimal(0, 0))};
    } else if (i == line_category) {
      made.attributes[i] = {fact_state::known, value::string("goods")};
    } else if (i > line_price) {
      made.attributes[i] = ordinary(true, i);
    }
  }
  made.sku = "ITEM";
  for (const auto& [which, cells] : attributes.sides) {
    const axis& a = axes_[which];
    if (a.what == axis_kind::line_present && only_false(cells)) {
      made.attributes[a.row].state = fact_state::absent;
    }
    if (a.what != axis_kind::line_fact) continue;
    const auto v = pick(which, cells);
    if (!v) continue;
    if (a.row == line_sku) {
      made.sku = v->as_text();
    } else if (a.row == line_qty) {
      made.quantity = v->as_int();
    } else if (a.row == line_price) {
      made.price = v->as_decimal().scaled_exactly(checked_.digits).value_or(unit_);
    } else if (a.row != line_id) {
      made.attributes[a.row] = {fact_state::known, *v};
    }
  }
  return made;
}

std::optional<std::int64_t> stage_hand::amount(const box& b, axis_kind what, std::uint32_t row,
                                               int digits) const {
  for (const auto& [which, cells] : b.sides) {
    if (axes_[which].what != what || axes_[which].row != row) continue;
    const auto v = pick(which, cells);
    return v ? number_of(*v).scaled_exactly(digits) : std::nullopt;
  }
  return std::nullopt;
}

// Lines for every selector that is asked for and for every target of an offer, and one more where
// the sum or the count of all wants it.
bool stage_hand::fill_cart(const box& wanted, scenario& s) const {
  std::set<std::uint32_t> selectors;
  const auto units_of = [](const check::checked_effect& e) {
    return std::max<std::int64_t>(1, e.row.buy + std::int64_t{e.row.get});
  };
  std::int64_t units = 1;
  for (const auto& [which, cells] : wanted.sides) {
    const axis& a = axes_[which];
    if (a.what != axis_kind::selector_subtotal && a.what != axis_kind::selector_quantity) continue;
    const auto v = pick(which, cells);
    if (!v) return false;
    if (!number_of(*v).zero()) selectors.insert(a.row);
  }
  for (const scenario_offer& o : s.offers) {
    const check::checked_effect& e = checked_.offers[o.offer].effect;
    units = std::max(units, units_of(e));
    if (e.row.target == graph::target_kind::selector && e.row.target_index != no_index &&
        e.row.kind != graph::effect_kind::bundle_price)
      selectors.insert(e.row.target_index);
    const auto add_sku = [&](const std::string& sku, std::int64_t count) {
      scenario_line line = line_of({}, s.lines.size() + 1);
      line.sku = sku;
      line.quantity = count;
      s.lines.push_back(std::move(line));
    };
    if (e.row.target == graph::target_kind::sku) add_sku(e.text, units_of(e));
    for (const check::checked_part& part : e.parts) {
      if (part.row.target == graph::target_kind::sku) {
        add_sku(part.sku, part.row.quantity);
      } else if (part.row.target_index != no_index) {
        selectors.insert(part.row.target_index);
        units = std::max<std::int64_t>(units, part.row.quantity);
      }
    }
  }
  for (const std::uint32_t selector : selectors) {
    const std::optional<boxes>& when = selector_boxes_[selector];
    if (!when || when->empty()) return false;
    scenario_line line = line_of(when->front(), s.lines.size() + 1);
    const bool set_quantity = when->front().sides.empty() || line.quantity == 1;
    if (set_quantity) line.quantity = units;
    if (const auto q = amount(wanted, axis_kind::selector_quantity, selector, 0))
      line.quantity = *q;
    if (line.quantity < 1) return false;
    if (const auto sum = amount(wanted, axis_kind::selector_subtotal, selector, checked_.digits)) {
      if (*sum % line.quantity != 0) line.quantity = 1;
      line.price = *sum / line.quantity;
    }
    s.lines.push_back(std::move(line));
  }
  std::int64_t sum = 0;
  std::int64_t count = 0;
  for (const scenario_line& l : s.lines) sum += l.price * l.quantity, count += l.quantity;
  const bool sum_asked = asked(wanted, axes_, axis_kind::subtotal, no_index) != nullptr ||
                         asked(wanted, axes_, axis_kind::subtotal, 0) != nullptr;
  const bool count_asked = asked(wanted, axes_, axis_kind::quantity, no_index) != nullptr ||
                           asked(wanted, axes_, axis_kind::quantity, 0) != nullptr;
  if (!sum_asked && !count_asked && !s.lines.empty()) return true;
  std::int64_t total = std::max(sum, 100 * unit_);
  std::int64_t pieces = std::max<std::int64_t>(count, 1);
  for (const auto& [which, cells] : wanted.sides) {
    const axis& a = axes_[which];
    if (a.what != axis_kind::subtotal && a.what != axis_kind::quantity) continue;
    const auto v = pick(which, cells);
    if (!v) return false;
    const auto n =
        number_of(*v).scaled_exactly(a.what == axis_kind::subtotal ? checked_.digits : 0);
    if (!n) return false;
    (a.what == axis_kind::subtotal ? total : pieces) = *n;
  }
  if (!s.lines.empty() && sum_asked && total < sum) {
    // Lines that only need to be there take less.
    for (scenario_line& l : s.lines) l.price = total / (count * 2);
    sum = 0;
    for (const scenario_line& l : s.lines) sum += l.price * l.quantity;
  }
  if (total < sum || pieces < count) return total == sum;
  if (total == sum && pieces == count) return true;
  if (pieces == count) {
    if (s.lines.empty()) return pieces == 0 && total == 0;
    if (!count_asked) {
      ++pieces;
    } else {
      return false;
    }
  }
  scenario_line rest = line_of({}, s.lines.size() + 1);
  rest.quantity = pieces - count;
  if ((total - sum) % rest.quantity != 0) {
    scenario_line odd = line_of({}, s.lines.size() + 2);
    odd.quantity = rest.quantity - 1;
    odd.price = 0;
    rest.quantity = 1;
    s.lines.push_back(std::move(odd));
  }
  rest.price = (total - sum) / rest.quantity;
  s.lines.push_back(std::move(rest));
  return true;
}

scenario_offer stage_hand::plain(check::index offer) const {
  const graph::effect_row& e = checked_.offers[offer].effect.row;
  return {offer, e.minimum != e.maximum, e.minimum};
}

std::optional<scenario> stage_hand::make(const box& wanted, std::vector<scenario_offer> offers) {
  scenario s;
  s.offers = std::move(offers);
  s.now = {ordinary_moment, 0};
  s.customer = "c-1";
  s.facts.resize(checked_.facts.size());
  for (std::uint32_t i = 0; i < s.facts.size(); ++i) s.facts[i] = ordinary(false, i);
  for (const auto& [which, cells] : wanted.sides) {
    const axis& a = axes_[which];
    const auto v = pick(which, cells);
    if (a.what == axis_kind::term) continue;
    if (!v) return std::nullopt;
    switch (a.what) {
      case axis_kind::fact: s.facts[a.row] = {fact_state::known, *v}; break;
      case axis_kind::customer_key: s.customer = v->as_text(); break;
      case axis_kind::intent: s.intent = v->as_text(); break;
      case axis_kind::now: s.now = v->as_timestamp(); break;
      default: break;
    }
  }
  for (const auto& [which, cells] : wanted.sides) {
    const axis& a = axes_[which];
    if (a.what == axis_kind::present && only_false(cells))
      s.facts[a.row].state = fact_state::absent;
  }
  s.methods = {"standard"};
  for (const scenario_offer& o : s.offers) {
    const check::checked_effect& e = checked_.offers[o.offer].effect;
    if (e.row.target != graph::target_kind::shipping || e.text.empty() ||
        e.row.kind == graph::effect_kind::shipping_upgrade)
      continue;
    s.methods = {std::string_view(e.text).substr(0, e.text.find('\n'))};
  }
  if (s.intent.empty() && !checked_.playbooks.empty() && !checked_.intent_optional) {
    s.intent = checked_.playbooks.front().name;
    for (const check::checked_playbook& p : checked_.playbooks) {
      const bool all = std::all_of(s.offers.begin(), s.offers.end(), [&](const auto& o) {
        const auto& classes = checked_.offers[o.offer].classes;
        return p.offers.empty() ||
               std::any_of(p.offers.begin(), p.offers.end(), [&](const graph::subject_row& r) {
                 using kind = graph::subject_row::kind;
                 return r.what == kind::any || (r.what == kind::offer && r.which == o.offer) ||
                        (r.what == kind::offer_class &&
                         std::binary_search(classes.begin(), classes.end(), r.which));
               });
      });
      if (!all) continue;
      s.intent = p.name;
      break;
    }
  }
  if (!fill_cart(wanted, s)) return std::nullopt;
  return s;
}

void stage_hand::fill(const scenario& s) {
  facts_.clear();
  facts_.set_now(s.now);
  facts_.set_customer_key(s.customer);
  for (std::uint32_t i = 0; i < s.facts.size(); ++i) {
    if (s.facts[i].state == fact_state::known) {
      facts_.set(i, s.facts[i].content);
      facts_.set_as_of(i, s.now);
    } else {
      facts_.set_state(i, s.facts[i].state);
    }
  }
  facts_.open_cart();
  for (const scenario_line& l : s.lines) {
    const std::uint32_t at = facts_.add_line({l.id, l.sku, l.quantity, l.price});
    for (std::uint32_t i = line_cost; i < l.attributes.size(); ++i) {
      if (l.attributes[i].state == fact_state::known) {
        facts_.set_line(at, i, l.attributes[i].content);
        facts_.set_line_as_of(at, i, s.now);
      } else {
        facts_.set_line_state(at, i, l.attributes[i].state);
      }
    }
  }
  for (const std::string_view method : s.methods) {
    shipping_entry entry;
    entry.method = method;
    entry.price = 5 * unit_;
    entry.has_cost = entry.has_tax_rate = true;
    facts_.add_shipping(entry);
  }
  for (std::uint32_t i = 0; i < compiled_.tables().counters.size(); ++i) facts_.set_counter(i, 0);
}

const decision& stage_hand::run(const scenario& s) {
  fill(s);
  proposal asked;
  for (const scenario_offer& o : s.offers) {
    proposed_offer item;
    item.name = checked_.offers[o.offer].name;
    item.parameter = o.parameter;
    item.has_parameter = o.has_parameter;
    asked.offers.push_back(item);
  }
  asked.intent = s.intent;
  validate(compiled_, facts_, asked, work_, answer_);
  return answer_;
}

truth stage_hand::test(const scenario& s, graph::index expression) {
  fill(s);
  answer_.findings.clear();
  work_.begin(compiled_, facts_, s.intent, answer_);
  return work_.evaluator.test(expression);
}

}  // namespace parley::analysis
