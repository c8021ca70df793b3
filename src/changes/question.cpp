#include "changes/question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "parley/base/limits.hpp"
#include "parley/facts/fact_check.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/graph/expression_op.hpp"
#include "parley/money/currency.hpp"
#include "report/format.hpp"

namespace parley::changes {

namespace {

constexpr std::size_t most_choices = 24;  // of one fact
constexpr std::size_t most_prices = 40;
constexpr std::uint32_t cart_lines_tried = 3;
constexpr std::string_view other_text = "other";

/// A constant of a comparison as a value of the fact's own type; nothing where it can't be one.
std::optional<value> as_type(const value& v, type_kind type, const pack& rules) {
  if (v.kind() == type) return v;
  const bool number = is_number(v.kind()) || v.is(type_kind::money) || v.is(type_kind::percent);
  if (!number) return std::nullopt;
  const decimal d = number_of(v);
  switch (type) {
    case type_kind::integer: {
      const auto whole = d.scaled(0, rounding_mode::down);
      return whole ? std::optional(value::integer(*whole)) : std::nullopt;
    }
    case type_kind::decimal: return value::number(d);
    case type_kind::percent: return value::percent(d);
    case type_kind::money: {
      const auto minor = d.scaled(rules.header().currency_digits, rounding_mode::down);
      if (!minor) return std::nullopt;
      return value::money_minor(*minor, rules.header().currency_digits, rules.header().currency);
    }
    default: return std::nullopt;
  }
}

/// The values one step beside a value.
std::vector<value> neighbours(const value& v, const pack& rules) {
  const auto moved = [&](int exponent) {
    std::vector<decimal> out;
    const decimal d = v.as_decimal();
    if (const auto scaled = d.scaled(-exponent, rounding_mode::down)) {
      out.push_back({*scaled - 1, exponent});
      out.push_back({*scaled + 1, exponent});
    }
    return out;
  };
  std::vector<value> out;
  switch (v.kind()) {
    case type_kind::integer:
      if (v.as_int() > -caps::cart_total && v.as_int() < caps::cart_total) {
        out = {value::integer(v.as_int() - 1), value::integer(v.as_int() + 1)};
      }
      break;
    case type_kind::decimal:
      for (const decimal& d : moved(-2)) out.push_back(value::number(d));
      break;
    case type_kind::percent:
      for (const decimal& d : moved(-4)) out.push_back(value::percent(d));
      break;
    case type_kind::money:
      for (const decimal& d : moved(-rules.header().currency_digits)) {
        out.push_back(value::money(d, rules.header().currency));
      }
      break;
    case type_kind::timestamp: {
      timestamp before = v.as_timestamp(), after = before;
      --before.seconds, ++after.seconds;
      out = {value::at(before), value::at(after)};
      break;
    }
    case type_kind::duration: {
      duration before = v.as_duration(), after = before;
      --before.seconds, ++after.seconds;
      out = {value::lasting(before), value::lasting(after)};
      break;
    }
    default: break;
  }
  return out;
}

}  // namespace

question_space::fact_slot_of question_space::fact_named(std::string_view name, bool of_line) {
  fact_slot_of out;
  const fact_schema b = before_.schema();
  const fact_schema a = after_.schema();
  out.before = of_line ? b.line_fact_named(name) : b.fact_named(name);
  out.after = of_line ? a.line_fact_named(name) : a.fact_named(name);
  if (out.after == no_index) return out;
  const fact_row& row = of_line ? a.line_fact(out.after) : a.fact(out.after);
  out.name = a.text(row.name);
  const auto fits = [&](const value& v) {
    if (check_fact(a, row, v) != fact_fault::none) return false;
    if (out.before == no_index) return true;
    const fact_row& old = of_line ? b.line_fact(out.before) : b.fact(out.before);
    return check_fact(b, old, v) == fact_fault::none;
  };
  std::vector<value> values;
  const auto take = [&](const value& v) {
    if (values.size() >= most_choices || !fits(v)) return;
    const bool known = std::any_of(values.begin(), values.end(), [&](const value& w) {
      return equal_values(v, w).value_or(false);
    });
    if (!known) values.push_back(v);
  };
  const std::string path = of_line ? fmt::format("line.{}", name) : std::string(name);
  const bool collection = row.type == type_kind::list || row.type == type_kind::map;
  const type_kind type = collection ? row.element : row.type;
  const bool map = row.type == type_kind::map;
  std::vector<value> bounds;
  std::vector<value> keys;  // that conditions ask a map for
  for (const auto& [who, bound] : compared_) {
    if (map && who == path && bound.is(type_kind::string)) keys.push_back(bound);
    if (map ? who != path + "[]" : who != path) continue;
    if (const auto v = as_type(bound, type, after_)) bounds.push_back(*v);
  }
  for (const fact_schema* schema : {&a, &b}) {
    const std::uint32_t at = schema == &a ? out.after : out.before;
    if (at == no_index) continue;
    const fact_row& declared = of_line ? schema->line_fact(at) : schema->fact(at);
    for (const constant& c : schema->constants(declared.one_of)) {
      bounds.push_back(schema->scalar(c));
    }
    for (const std::uint32_t bound : {declared.minimum, declared.maximum}) {
      if (bound == no_index) continue;
      if (const auto v = as_type(schema->scalar(bound), type, after_)) bounds.push_back(*v);
    }
  }
  switch (type) {
    case type_kind::boolean: bounds = {value::boolean(true), value::boolean(false)}; break;
    case type_kind::string: bounds.push_back(value::string(other_text)); break;
    case type_kind::integer: bounds.push_back(value::integer(1)); break;
    case type_kind::decimal: bounds.push_back(value::number({0, 0})); break;
    case type_kind::percent: bounds.push_back(value::percent({1, -1})); break;
    default: break;
  }
  if (type == type_kind::money && !collection) {
    const auto& h = after_.header();
    if (of_line) {
      for (const std::int64_t percent : {40, 90, 100, 70}) {
        out.choices.push_back({fact_state::known,
                               value::money_minor(0, h.currency_digits, h.currency),
                               percent * (ratio_one / 100)});
      }
    }
    for (const std::int64_t minor : {3'600, 900, 9'900}) {
      bounds.push_back(value::money_minor(minor, h.currency_digits, h.currency));
    }
  }
  if (row.type == type_kind::list) {
    const auto list = [&](std::vector<value> items) {
      if (items.size() > caps::collection_default) return;
      take(value::list(lists_.emplace_back(std::move(items))));
    };
    for (const value& v : bounds) list({v});
    list({});
    if (bounds.size() > 1) list(bounds);
  } else if (map) {
    const auto take_map = [&](std::vector<value> entries) {
      take(value::map(lists_.emplace_back(std::move(entries))));
    };
    // A facts file has no way to say how old a map is.
    const bool aged = row.max_age_seconds >= 0;
    if (keys.empty()) keys.push_back(value::string(other_text));
    for (std::size_t k = 0; k < keys.size() && !aged; ++k) {
      for (const value& v : bounds) take_map({keys[k], v});
      for (const value& v : bounds) {
        for (const value& near : neighbours(v, after_)) take_map({keys[k], near});
      }
    }
    if (!aged) take_map({});
  } else {
    for (const value& v : bounds) take(v);
    for (const value& v : bounds) {
      for (const value& near : neighbours(v, after_)) take(near);
    }
  }
  for (const value& v : values) out.choices.push_back({fact_state::known, v, -1});
  if ((row.flags & fact_optional) != 0 || (defaults_ && row.default_value != no_index))
    out.choices.push_back({fact_state::absent, {}, -1});
  out.choices.push_back({fact_state::missing, {}, -1});
  return out;
}

void question_space::offer_named(std::string_view name) {
  offer_of out;
  out.before = before_.offer_named(name);
  out.after = after_.offer_named(name);
  if (out.before == no_index && out.after == no_index) return;
  const pack& any = out.after != no_index ? after_ : before_;
  out.name = any.text(any.tables().offers[out.after != no_index ? out.after : out.before].name);
  bool constant = false;
  std::vector<std::int64_t> values;
  for (const bool after : {true, false}) {
    const graph::index at = after ? out.after : out.before;
    if (at == no_index) continue;
    const graph::effect_row& e = (after ? after_ : before_).tables().offers[at].effect;
    if (e.minimum == e.maximum) {
      constant = true;
      continue;
    }
    if (out.unit != graph::unit::none && out.unit != e.unit) continue;
    out.unit = e.unit;
    const std::int64_t step = std::max<std::int64_t>(e.step, 1);
    const auto take = [&](std::int64_t v) {
      if (v >= e.minimum && v <= e.maximum && (v - e.minimum) % step == 0) add_once(values, v);
    };
    const std::int64_t last = e.minimum + (e.maximum - e.minimum) / step * step;
    constexpr std::int64_t whole = 16;
    const std::int64_t stride = std::max<std::int64_t>(1, (last - e.minimum) / step / whole) * step;
    for (const std::int64_t v : {last, e.minimum, last - step, e.minimum + step}) take(v);
    for (std::int64_t v = e.minimum; v <= last - stride; v += stride) take(v);
    take(last);
  }
  if (constant) out.choices.push_back(std::nullopt);
  for (const std::int64_t v : values) out.choices.emplace_back(v);
  offers_.push_back(std::move(out));
}

void question_space::counter_named(std::string_view key) {
  counter_of out;
  out.before = before_.counter_named(key);
  out.after = after_.counter_named(key);
  if (out.after == no_index) return;
  const auto& row = after_.tables().counters[out.after];
  out.key = after_.text(row.key);
  out.is_money = row.is_money != 0;
  out.choices = {0};
  for (const pack* p : {&after_, &before_}) {
    const graph::index at = p == &after_ ? out.after : out.before;
    for (const graph::limit_row& l : p->tables().limits) {
      if (at == no_index || l.counter != at) continue;
      if (l.amount_kind != graph::amount_kind::money &&
          l.amount_kind != graph::amount_kind::count) {
        continue;
      }
      for (const std::int64_t v : {l.amount, l.amount - 1, l.amount + 1, l.amount - 500}) {
        if (v >= 0 && out.choices.size() < most_choices) add_once(out.choices, v);
      }
    }
  }
  counters_.push_back(std::move(out));
}

void question_space::add_knob(knob::kind what, std::size_t which, std::size_t options,
                              std::uint32_t line) {
  knobs_.push_back({what, static_cast<std::uint32_t>(which), line,
                    static_cast<std::uint16_t>(std::min<std::size_t>(options, 0xFFFF))});
}

void question_space::open(const question_scope& scope) {
  defaults_ = scope.defaults;
  knobs_.clear(), facts_.clear(), attributes_.clear(), counters_.clear(), offers_.clear();
  lists_.clear();
  for (const std::string& name : scope.offers) offer_named(name);
  for (const std::string& name : scope.facts) {
    if (fact_slot_of made = fact_named(name, false); made.after != no_index) {
      facts_.push_back(std::move(made));
    }
  }
  std::vector<std::string> attributes = {"cost"};
  for (const std::string& name : scope.attributes) {
    const bool fixed = name == "id" || name == "sku" || name == "qty" || name == "price";
    if (!fixed) add_once(attributes, name);
  }
  for (const std::string& name : attributes) {
    if (fact_slot_of made = fact_named(name, true); made.after != no_index) {
      attributes_.push_back(std::move(made));
    }
  }
  for (const std::string& key : scope.counters) counter_named(key);
  intents_ = {""};
  for (const std::string& name : scope.intents) {
    const graph::index at = after_.playbook_named(name);
    const graph::index old = before_.playbook_named(name);
    if (at != no_index)
      intents_.push_back(after_.text(after_.tables().playbooks[at].name));
    else if (old != no_index)
      intents_.push_back(before_.text(before_.tables().playbooks[old].name));
  }
  prices_ = {10'000, 4'000, 1'000, 100'000, 2'500, 33'333};
  for (const std::int64_t sum : subtotals_) {
    for (const std::int64_t v : {sum, sum - 1, sum + 1, sum / 2}) {
      if (v > 0 && v <= caps::unit_price / 10 && prices_.size() < most_prices) add_once(prices_, v);
    }
  }
  for (const auto& [who, bound] : compared_) {
    if (who != "line.price") continue;
    const auto v = number_of(bound).scaled(after_.header().currency_digits, rounding_mode::down);
    for (const std::int64_t step : {0, -1, 1}) {
      if (v && *v + step > 0 && prices_.size() < most_prices) add_once(prices_, *v + step);
    }
  }
  counts_ = {1, 2, 3};
  for (const std::int64_t n : quantities_) {
    for (const std::int64_t v : {n, n - 1, n + 1}) {
      if (v > 0 && v <= 1'000 && counts_.size() < most_choices) add_once(counts_, v);
    }
  }
  for (const auto& [who, bound] : compared_) {
    if (who == "line.sku" && bound.is(type_kind::string)) add_once(skus_, bound.as_text());
  }
  for (const std::string_view sku : {std::string_view("SKU-1"), std::string_view("SKU-2")}) {
    add_once(skus_, sku);
  }
  shippings_ = {{"standard", 599}};
  for (const pack* p : {&after_, &before_}) {
    for (const graph::offer_row& o : p->tables().offers) {
      if (o.effect.target != graph::target_kind::shipping || o.effect.text.size == 0) continue;
      const std::string_view methods = p->text(o.effect.text);
      const std::string_view method = methods.substr(0, methods.find('\n'));
      const bool known = std::any_of(shippings_.begin(), shippings_.end(),
                                     [&](const shipping_of& s) { return s.method == method; });
      if (!known && shippings_.size() < most_choices) shippings_.push_back({method, 1'299});
    }
  }
  constexpr std::int64_t sunday = 1'795'341'600;  // 2026-11-22T10:00:00Z
  constexpr std::int64_t day = 86'400;
  nows_ = {{sunday, 0}};
  for (const timestamp& t : moments_) {
    for (const std::int64_t step : {0, -1, 1}) {
      if (nows_.size() < most_choices) nows_.push_back({t.seconds + step, 0});
    }
  }
  for (const std::int64_t step : {day, 2 * day, -4 * day, -day, day / 2, -day / 3}) {
    nows_.push_back({sunday + step, 0});
  }

  for (std::size_t i = 0; i < offers_.size(); ++i) {
    add_knob(knob::kind::offer, i, offers_[i].choices.size() + 1);
  }
  if (intents_.size() > 1) add_knob(knob::kind::intent, 0, intents_.size());
  for (std::uint32_t line = 0; line < cart_lines_tried; ++line) {
    if (line > 0) add_knob(knob::kind::line_present, 0, 2, line);
    add_knob(knob::kind::line_sku, 0, skus_.size(), line);
    add_knob(knob::kind::line_quantity, 0, counts_.size(), line);
    add_knob(knob::kind::line_price, 0, prices_.size(), line);
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      add_knob(knob::kind::line_attribute, i, attributes_[i].choices.size(), line);
    }
  }
  add_knob(knob::kind::shipping, 0, shippings_.size() + 1);
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    add_knob(knob::kind::fact, i, facts_[i].choices.size());
  }
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    add_knob(knob::kind::counter, i, counters_[i].choices.size() + 1);
  }
  add_knob(knob::kind::now, 0, nows_.size() + 1);
  add_knob(knob::kind::customer, 0, 2);
}

}  // namespace parley::changes
