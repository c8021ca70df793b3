// The evaluator's frame and what it reads: facts, cart, request. Part of evaluator.hpp.
#pragma once

#include <algorithm>

#include "parley/engine/evaluator.hpp"
#include "parley/money/currency.hpp"

namespace parley {

inline void evaluator::begin(const pack& p, const fact_set& facts, std::string_view intent) {
  pack_ = &p;
  facts_ = &facts;
  intent_ = intent;
  nodes_ = p.tables().expression_nodes;
  so_far_ = {};
  line_ = no_index;
  depth_ = 0;
  steps_ = 0;
  request_epoch_ = line_epoch_ = so_far_epoch_ = ++clock_;
  if (memory_.size() < nodes_.size()) memory_.resize(nodes_.size());
  while (line_records_.size() < facts.lines().size()) {
    line_records_.push_back(
        value::object(graph::line_records, static_cast<std::uint32_t>(line_records_.size())));
  }
  while (shipping_records_.size() < facts.shipping().size()) {
    shipping_records_.push_back(value::object(
        graph::shipping_records, static_cast<std::uint32_t>(shipping_records_.size())));
  }
  arena_.reset();
}

inline void evaluator::set_so_far(const so_far_values& values) {
  so_far_ = values;
  so_far_epoch_ = ++clock_;
}

inline truth evaluator::test(graph::index expression) {
  return test(expression, no_index);
}

inline truth evaluator::test(graph::index expression, std::uint32_t line) {
  if (expression == no_index) return truth::yes;
  const outcome made = compute(expression, line);
  if (made.unknown()) return truth::unknown;
  if (made.failed() || !made.content.is(type_kind::boolean)) return truth::error;
  return made.content.as_bool() ? truth::yes : truth::no;
}

inline outcome evaluator::compute(graph::index expression) {
  return compute(expression, no_index);
}

inline outcome evaluator::compute(graph::index expression, std::uint32_t line) {
  if (line != line_) go_to_line(line);
  budget_ = caps::expression_cost;
  const outcome made = eval(pack_->tables().expressions[expression].root);
  steps_ += caps::expression_cost - budget_;
  return made;
}

/// What looking at all of a value takes.
inline std::uint64_t evaluator::size_in_steps(const value& v) noexcept {
  switch (v.kind()) {
    case type_kind::list:
    case type_kind::map: return v.items().size();
    case type_kind::string:
    case type_kind::bytes: return v.as_text().size() / text_step;
    default: return 0;
  }
}

inline outcome evaluator::compute_node(graph::index node_row, std::uint32_t line) {
  if (line != line_) go_to_line(line);
  budget_ = caps::expression_cost;
  return eval(node_row);
}

inline void evaluator::go_to_line(std::uint32_t line) noexcept {
  line_ = line;
  line_epoch_ = ++clock_;
}

inline std::uint64_t evaluator::epoch_of(std::uint8_t volatility) const noexcept {
  std::uint64_t epoch = request_epoch_;
  if ((volatility & graph::volatile_line) != 0) epoch = std::max(epoch, line_epoch_);
  if ((volatility & graph::volatile_so_far) != 0) epoch = std::max(epoch, so_far_epoch_);
  return epoch;
}

inline std::span<const graph::index> evaluator::operands_of(const node& n) const noexcept {
  return pack_->tables().expression_operands.subspan(n.a, n.b);
}

inline outcome evaluator::eval(graph::index i) {
  const node& n = nodes_[i];
  if (static_cast<graph::op>(n.op) == graph::op::constant) {
    return outcome::of(facts_->schema().scalar(n.a));
  }
  const bool keep = (n.aux & graph::volatile_variable) == 0;
  if (keep && memory_[i].stamp >= epoch_of(n.aux)) return memory_[i].result;
  if (budget_ == 0 || depth_ == depth_most) return outcome::failure();
  --budget_;
  ++depth_;
  const outcome made = dispatch(n);
  --depth_;
  if (keep && budget_ != 0) memory_[i] = {clock_, made};
  return made;
}

inline outcome evaluator::dispatch(const node& n) {
  using graph::op;
  switch (static_cast<op>(n.op)) {
    case op::fact: return read_fact(n.a);
    case op::has_fact: return has_fact(n.a);
    case op::line_fact: return read_line(line_, n.a);
    case op::has_line_fact: return has_line(line_, n.a);
    case op::variable: return outcome::of(variables_[n.aux16]);
    case op::cart_subtotal:
    case op::cart_quantity:
    case op::cart_lines:
    case op::cart_shipping:
    case op::cart_currency: return read_cart(n);
    case op::so_far:
    case op::now:
    case op::customer_key:
    case op::has_customer_key:
    case op::intent: return read_request(n);
    case op::selector_sum: return sum_selector(n);
    case op::line_field:
    case op::has_line_field: return line_field(n);
    case op::shipping_field:
    case op::has_shipping_field: return shipping_field(n);
    case op::compare_fact: return compare_atom(n, read_fact(n.a));
    case op::compare_line_fact: return compare_atom(n, read_line(line_, n.a));
    case op::compare: return compare_nodes(n);
    case op::logical_and: return junction(n, false);
    case op::logical_or: return junction(n, true);
    case op::logical_not: return opposite(n);
    case op::conditional: return choose(n);
    case op::add:
    case op::subtract:
    case op::multiply:
    case op::divide:
    case op::modulo:
    case op::negate: return calculate(n);
    case op::contains: return contains(n);
    case op::at: return element(n);
    case op::has_key: return has_key(n);
    case op::make_list: return make_list(n);
    case op::make_map: return make_map(n);
    case op::all:
    case op::exists:
    case op::exists_one: return quantify(n);
    case op::map:
    case op::filter: return transform(n);
    case op::bind: return bind(n);
    case op::call: return call(n);
    case op::or_value:
    case op::or_other: return otherwise(n);
    case op::constant:
    case op::count_of_ops: break;
  }
  return outcome::failure();
}

inline outcome evaluator::read_fact(std::uint32_t fact) const {
  switch (facts_->state(fact)) {
    case fact_state::known: return outcome::of(facts_->get(fact));
    case fact_state::absent: return outcome::failure();
    default: return outcome::nothing();
  }
}

inline outcome evaluator::has_fact(std::uint32_t fact) const {
  if (facts_->is_absent(fact)) return outcome::of(value::boolean(false));
  return facts_->state(fact) == fact_state::known ? outcome::of(value::boolean(true))
                                                  : outcome::nothing();
}

inline outcome evaluator::read_line(std::uint32_t line, std::uint32_t attribute) const {
  if (line >= facts_->lines().size())
    return facts_->has_cart() ? outcome::failure() : outcome::nothing();
  switch (facts_->line_state(line, attribute)) {
    case fact_state::known: return outcome::of(facts_->line_value(line, attribute));
    case fact_state::absent: return outcome::failure();
    default: return outcome::nothing();
  }
}

inline outcome evaluator::has_line(std::uint32_t line, std::uint32_t attribute) const {
  if (line >= facts_->lines().size())
    return facts_->has_cart() ? outcome::failure() : outcome::nothing();
  if (facts_->line_is_absent(line, attribute)) return outcome::of(value::boolean(false));
  return facts_->line_state(line, attribute) == fact_state::known
             ? outcome::of(value::boolean(true))
             : outcome::nothing();
}

inline outcome evaluator::money_minor(std::int64_t minor) const {
  const graph::header_row& header = pack_->header();
  return outcome::of(value::money_minor(minor, header.currency_digits, header.currency));
}

inline outcome evaluator::read_cart(const node& n) {
  if (!facts_->has_cart()) return outcome::nothing();
  switch (static_cast<graph::op>(n.op)) {
    case graph::op::cart_subtotal: return money_minor(facts_->subtotal());
    case graph::op::cart_quantity: return outcome::of(value::integer(facts_->quantity()));
    case graph::op::cart_lines:
      return outcome::of(value::list(std::span(line_records_).first(facts_->lines().size())));
    case graph::op::cart_shipping:
      return outcome::of(
          value::list(std::span(shipping_records_).first(facts_->shipping().size())));
    default: return outcome::of(value::string(name_of_currency(pack_->header().currency)));
  }
}

inline outcome evaluator::read_request(const node& n) const {
  switch (static_cast<graph::op>(n.op)) {
    case graph::op::so_far:
      if (!facts_->has_cart()) return outcome::nothing();
      switch (static_cast<graph::so_far_field>(n.aux16)) {
        case graph::so_far_field::subtotal: return money_minor(so_far_.subtotal);
        case graph::so_far_field::discount: return money_minor(so_far_.discount);
        case graph::so_far_field::shipping: return money_minor(so_far_.shipping);
        case graph::so_far_field::total: return money_minor(so_far_.total);
      }
      return outcome::failure();
    case graph::op::now:
      return facts_->now() ? outcome::of(value::at(*facts_->now())) : outcome::nothing();
    case graph::op::customer_key:
    case graph::op::has_customer_key: {
      const fact_slot& slot = facts_->customer_key();
      const bool asks = static_cast<graph::op>(n.op) == graph::op::has_customer_key;
      if (slot.state == fact_state::known)
        return outcome::of(asks ? value::boolean(true) : slot.content);
      if (slot.state != fact_state::absent) return outcome::nothing();
      return asks ? outcome::of(value::boolean(false)) : outcome::failure();
    }
    default: return intent_.empty() ? outcome::nothing() : outcome::of(value::string(intent_));
  }
}

inline outcome evaluator::sum_selector(const node& n) {
  if (!facts_->has_cart()) return outcome::nothing();
  const graph::index when = pack_->tables().expressions[pack_->tables().selectors[n.a].when].root;
  const auto field = static_cast<graph::selector_field>(n.aux16);
  const auto count = static_cast<std::uint32_t>(facts_->lines().size());
  std::span<value> members;
  if (field == graph::selector_field::lines && count > 0) {
    members = arena_.values(count);
    if (members.empty()) return outcome::failure();
  }
  const std::uint32_t before = line_;
  bool unknown = false;
  bool failed = false;
  std::int64_t sum = 0;
  std::size_t found = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    go_to_line(i);
    const outcome member = eval(when);
    unknown = unknown || member.unknown();
    failed = failed || member.failed();
    if (!member.known() || !member.content.is(type_kind::boolean) || !member.content.as_bool())
      continue;
    const cart_line& line = facts_->lines()[i];
    sum += field == graph::selector_field::subtotal ? line.price * line.quantity : line.quantity;
    if (!members.empty()) members[found++] = line_records_[i];
  }
  go_to_line(before);
  if (unknown) return outcome::nothing();
  if (failed) return outcome::failure();
  switch (field) {
    case graph::selector_field::subtotal: return money_minor(sum);
    case graph::selector_field::quantity: return outcome::of(value::integer(sum));
    default: return outcome::of(value::list(members.first(found)));
  }
}

inline outcome evaluator::line_field(const node& n) {
  const outcome record = eval(n.a);
  if (!record.known()) return record;
  if (!record.content.is(type_kind::object) ||
      record.content.object_table() != graph::line_records) {
    return outcome::failure();
  }
  const std::uint32_t line = record.content.object_row();
  return static_cast<graph::op>(n.op) == graph::op::line_field ? read_line(line, n.b)
                                                               : has_line(line, n.b);
}

inline outcome evaluator::shipping_field(const node& n) {
  const outcome record = eval(n.a);
  if (!record.known()) return record;
  if (!record.content.is(type_kind::object) ||
      record.content.object_table() != graph::shipping_records ||
      record.content.object_row() >= facts_->shipping().size()) {
    return outcome::failure();
  }
  const shipping_entry& entry = facts_->shipping()[record.content.object_row()];
  const bool asks = static_cast<graph::op>(n.op) == graph::op::has_shipping_field;
  const auto answer = [&](const value& content) {
    return outcome::of(asks ? value::boolean(true) : content);
  };
  switch (static_cast<graph::shipping_attribute>(n.aux16)) {
    case graph::shipping_attribute::method: return answer(value::string(entry.method));
    case graph::shipping_attribute::price: return answer(money_minor(entry.price).content);
    case graph::shipping_attribute::cost:
      return entry.has_cost ? answer(money_minor(entry.cost).content) : outcome::nothing();
    case graph::shipping_attribute::tax_rate:
      return entry.has_tax_rate ? answer(value::percent(decimal(entry.tax_rate, -8)))
                                : outcome::nothing();
  }
  return outcome::failure();
}

}  // namespace parley
