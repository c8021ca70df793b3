// Why something is unknown, and what was missing whether it mattered or not. Part of evaluator.hpp.
#pragma once

#include <vector>

#include "parley/engine/evaluator.hpp"

namespace parley {

inline void evaluator::reasons(graph::index expression, std::uint32_t line,
                               std::vector<missing_fact>& out) {
  if (expression == no_index || !compute(expression, line).unknown()) return;
  const std::size_t before = out.size();
  budget_ = reasons_cost;
  collect(pack_->tables().expressions[expression].root, out);
  steps_ += reasons_cost - budget_;
  if (budget_ != 0) return;
  out.resize(before);
  all_missing(expression, out);
}

inline void evaluator::note_line(std::uint32_t line, std::uint32_t attribute,
                                 std::vector<missing_fact>& out) const {
  if (line >= facts_->lines().size()) {
    if (!facts_->has_cart())
      out.push_back({missing_fact::kind::cart, no_index, no_index, fact_state::missing});
    return;
  }
  const fact_state state = facts_->line_state(line, attribute);
  if (state == fact_state::known || state == fact_state::absent) return;
  out.push_back({missing_fact::kind::line, attribute, line, state});
}

/// Precondition: the node is unknown, and its variables are set.
inline void evaluator::collect(graph::index i, std::vector<missing_fact>& out) {
  using graph::op;
  using graph::operand_kind;
  if (depth_ == depth_most) return;
  const node& n = nodes_[i];
  const auto note = [&](missing_fact::kind what) {
    out.push_back({what, no_index, no_index, fact_state::missing});
  };
  const auto below = [&](graph::index operand) {
    ++depth_;
    if (eval(operand).unknown()) collect(operand, out);
    --depth_;
  };
  switch (static_cast<op>(n.op)) {
    case op::fact:
    case op::has_fact:
    case op::compare_fact:
      out.push_back({missing_fact::kind::fact, n.a, no_index, facts_->state(n.a)});
      return;
    case op::line_fact:
    case op::has_line_fact:
    case op::compare_line_fact: note_line(line_, n.a, out); return;
    case op::cart_subtotal:
    case op::cart_quantity:
    case op::cart_lines:
    case op::cart_shipping:
    case op::cart_currency:
    case op::so_far: note(missing_fact::kind::cart); return;
    case op::now: note(missing_fact::kind::now); return;
    case op::customer_key:
    case op::has_customer_key:
      out.push_back(
          {missing_fact::kind::customer_key, no_index, no_index, facts_->customer_key().state});
      return;
    case op::intent: note(missing_fact::kind::intent); return;
    case op::selector_sum: collect_selector(n, out); return;
    case op::line_field:
    case op::has_line_field: {
      const outcome record = eval(n.a);
      if (record.unknown()) return below(n.a);
      if (record.known()) note_line(record.content.object_row(), n.b, out);
      return;
    }
    case op::shipping_field:
    case op::has_shipping_field:
      if (eval(n.a).unknown()) return below(n.a);
      note(missing_fact::kind::cart);
      return;
    case op::conditional: {
      const outcome asked = eval(n.a);
      if (!asked.known()) below(n.a);
      if (!asked.known() || asked.content.as_bool()) below(n.b);
      if (!asked.known() || !asked.content.as_bool()) below(n.c);
      return;
    }
    case op::all:
    case op::exists:
    case op::exists_one:
    case op::map:
    case op::filter: collect_comprehension(n, out); return;
    case op::bind: {
      const outcome bound = eval(n.a);
      if (!bound.known()) return below(n.a);
      const detail::variables_kept keep(variables_ + (n.aux16 & slot_mask));
      variables_[n.aux16 & slot_mask] = bound.content;
      below(n.b);
      return;
    }
    default: break;
  }
  const graph::operand_shape shape = graph::shape_of(static_cast<op>(n.op));
  if (shape.a == operand_kind::node) below(n.a);
  if (shape.b == operand_kind::node) below(n.b);
  if (shape.a == operand_kind::first_operand) {
    for (const graph::index operand : operands_of(n)) below(operand);
  }
}

inline void evaluator::collect_comprehension(const node& n, std::vector<missing_fact>& out) {
  const outcome range = eval(n.a);
  if (!range.known()) {
    collect(n.a, out);
    return;
  }
  const detail::variables_kept keep(variables_ + (n.aux16 & slot_mask));
  const std::size_t rounds = rounds_of(range.content);
  const bool maps = static_cast<graph::op>(n.op) == graph::op::map;
  ++depth_;
  for (std::size_t round = 0; round < rounds; ++round) {
    set_variables(n, range.content, round);
    if (maps && n.c != no_index) {
      const outcome passes = eval(n.c);
      if (passes.unknown()) collect(n.c, out);
      if (passes.known() && passes.content.is(type_kind::boolean) && !passes.content.as_bool())
        continue;
    }
    if (eval(n.b).unknown()) collect(n.b, out);
  }
  --depth_;
}

inline void evaluator::collect_selector(const node& n, std::vector<missing_fact>& out) {
  if (!facts_->has_cart()) {
    out.push_back({missing_fact::kind::cart, no_index, no_index, fact_state::missing});
    return;
  }
  const graph::index when = pack_->tables().expressions[pack_->tables().selectors[n.a].when].root;
  const std::uint32_t before = line_;
  ++depth_;
  for (std::uint32_t i = 0; i < facts_->lines().size(); ++i) {
    go_to_line(i);
    if (eval(when).unknown()) collect(when, out);
  }
  --depth_;
  go_to_line(before);
}

inline void evaluator::all_missing(graph::index expression, std::vector<missing_fact>& out) {
  if (expression == no_index) return;
  const graph::expression_row& row = pack_->tables().expressions[expression];
  const auto note = [&](missing_fact::kind what, fact_state state) {
    out.push_back({what, no_index, no_index, state});
  };
  for (const graph::index fact : pack::rows(pack_->tables().fact_refs, row.facts)) {
    const fact_state state = facts_->state(fact);
    if (state != fact_state::known && state != fact_state::absent) {
      out.push_back({missing_fact::kind::fact, fact, no_index, state});
    }
  }
  const bool cart =
      (row.reads & (graph::reads_line | graph::reads_cart | graph::reads_so_far)) != 0;
  if (cart && !facts_->has_cart()) note(missing_fact::kind::cart, fact_state::missing);
  for (const graph::index attribute : pack::rows(pack_->tables().fact_refs, row.line_facts)) {
    for (std::uint32_t line = 0; line < facts_->lines().size(); ++line)
      note_line(line, attribute, out);
  }
  if ((row.reads & graph::reads_now) != 0 && !facts_->now())
    note(missing_fact::kind::now, fact_state::missing);
  const fact_state key = facts_->customer_key().state;
  if ((row.reads & graph::reads_customer_key) != 0 && key != fact_state::known &&
      key != fact_state::absent) {
    note(missing_fact::kind::customer_key, key);
  }
  if ((row.reads & graph::reads_intent) != 0 && intent_.empty()) {
    note(missing_fact::kind::intent, fact_state::missing);
  }
}

}  // namespace parley
