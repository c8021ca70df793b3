// A small pack made by hand, with a row in every table that a fault could hide in.
#pragma once

#include "compile/graph_builder.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/graph/expression_op.hpp"
#include "parley/money/currency.hpp"

namespace parley::testing {

/// One selector, two offers of one class, a rule, a limit with a counter, a playbook, a ladder.
inline compile::graph_builder small_tables() {
  using namespace graph;
  compile::graph_builder b;
  auto& t = b.tables;
  const auto place = [&](std::uint32_t line) { return place_row{b.intern("small.yaml"), line, 3}; };

  header_row& h = t.header[0];
  h.name = b.intern("small");
  h.timezone = b.intern("UTC");
  h.version = 1;
  h.currency = currency_named("USD");

  fact_row tier;
  tier.name = b.intern("customer.tier");
  tier.type = type_kind::string;
  const value tiers[] = {value::string("bronze"), value::string("gold")};
  tier.one_of = b.constants_of(tiers);
  t.facts.push_back(tier);
  for (const line_attribute_info& a : built_in_line_attributes) {
    fact_row row;
    row.name = b.intern(a.name);
    row.type = a.type;
    row.element = a.element;
    if (a.type == type_kind::list) row.max_size = 100;
    t.line_facts.push_back(row);
  }

  const index gold = b.constant_of(value::string("gold"));
  t.expression_nodes.push_back(
      {static_cast<std::uint8_t>(op::compare_fact), 0, 0, 0, gold, no_index});
  t.expression_nodes.push_back({static_cast<std::uint8_t>(op::compare_line_fact), volatile_line, 0,
                                line_sku, gold, no_index});
  t.fact_refs = {0, line_sku, 0};
  expression_row is_gold;
  is_gold.root = 0;
  is_gold.type = type_kind::boolean;
  is_gold.facts = {0, 1};
  t.expressions.push_back(is_gold);
  expression_row of_sku;
  of_sku.root = 1;
  of_sku.type = type_kind::boolean;
  of_sku.line_facts = {1, 1};
  of_sku.reads = reads_line;
  t.expressions.push_back(of_sku);
  t.selectors.push_back({b.intern("tea"), 1, place(4)});

  t.class_refs = {0, 0};
  t.rule_refs = {0, 0, 0, 0, 0};
  for (index i = 0; i < 2; ++i) {
    offer_row o;
    o.name = b.intern(i == 0 ? "TEN" : "SOME");
    o.at = place(6 + i);
    o.position = 1 - i;
    o.when = i == 0 ? 0 : no_index;
    o.effect.target = target_kind::selector;
    o.effect.target_index = 0;
    o.effect.unit = unit::share;
    o.effect.minimum = 1'000'000;
    o.effect.maximum = i == 0 ? 1'000'000 : 12'000'000;
    o.effect.step = i == 0 ? 0 : 1'000'000;
    o.classes = {i, 1};
    o.stacking = {i, 1};
    o.limits = {2 + i, 1};
    t.offers.push_back(o);
  }
  t.offers_by_name = {1, 0};
  t.offer_refs = {0, 1, 0};
  t.classes.push_back({b.intern("item"), {0, 2}});

  t.subjects = {{subject_row::kind::offer, {}, 1}, {subject_row::kind::offer_class, {}, 0}};
  stacking_row rule;
  rule.id = b.intern("TEN-with-SOME");
  rule.left = {subject_row::kind::offer, {}, 0};
  rule.right = {0, 1};
  rule.at = place(9);
  t.stacking.push_back(rule);

  t.counters.push_back({b.intern("uses of class item per customer"), measure::uses, 0, 1, 0});
  limit_row limit;
  limit.id = b.intern("once");
  limit.measure = measure::uses;
  limit.scope = scope::counter;
  limit.target = target_kind::offer_class;
  limit.target_index = 0;
  limit.amount_kind = amount_kind::count;
  limit.amount = 1;
  limit.counter = 0;
  limit.at = place(11);
  t.limits.push_back(limit);

  playbook_row playbook;
  playbook.name = b.intern("match");
  playbook.offers = {1, 1};
  playbook.needs = {2, 1};
  t.handoffs.push_back({0, b.intern("human"), {}, place(14)});
  playbook.handoffs = {0, 1};
  t.playbooks.push_back(playbook);
  t.obligations.push_back({b.intern("disclosure"), b.intern("terms apply"), no_index, place(16)});
  h.obligations = {0, 1};

  t.step_items = {{1, 1, {}, 2'000'000}};
  t.steps.push_back({{0, 1}, b.intern("SOME 2%"), place(18)});
  t.triggers.push_back({b.intern("review"), 0, place(19)});
  h.has_negotiation = 1;
  h.ladder = {0, 1};
  h.triggers = {0, 1};
  h.rounds = 4;
  return b;
}

inline pack small_pack() {
  return small_tables().seal();
}

}  // namespace parley::testing
