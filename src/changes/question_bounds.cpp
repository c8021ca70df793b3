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

using graph::op;

question_space::question_space(const pack& before, const pack& after)
    : before_(before), after_(after) {
  collect(after);
  collect(before);
}

/// Notes what a pack's conditions compare with what.
void question_space::collect(const pack& rules) {
  const auto& t = rules.tables();
  const fact_schema schema = rules.schema();
  const auto note = [&](std::string name, const value& v) {
    compared_.emplace_back(std::move(name), v);
  };
  /// The fact, or attribute of the current line, that a node is.
  const auto fact_of = [&](graph::index node) -> std::string {
    const graph::expression_node& n = t.expression_nodes[node];
    if (static_cast<op>(n.op) == op::fact) return std::string(rules.text(t.facts[n.a].name));
    if (static_cast<op>(n.op) == op::line_fact) {
      return fmt::format("line.{}", rules.text(t.line_facts[n.a].name));
    }
    return {};
  };
  const auto subject = [&](graph::index node, const value& bound) {
    const graph::expression_node& n = t.expression_nodes[node];
    if (static_cast<op>(n.op) == op::at) {
      if (const std::string name = fact_of(n.a); !name.empty()) note(name + "[]", bound);
      return;
    }
    switch (static_cast<op>(n.op)) {
      case op::fact: return note(std::string(rules.text(t.facts[n.a].name)), bound);
      case op::line_fact:
        return note(fmt::format("line.{}", rules.text(t.line_facts[n.a].name)), bound);
      case op::line_field:
        return note(fmt::format("line.{}", rules.text(t.line_facts[n.b].name)), bound);
      case op::now:
        if (bound.is(type_kind::timestamp)) add_once(moments_, bound.as_timestamp());
        return;
      case op::cart_subtotal:
      case op::selector_sum:
      case op::so_far:
      case op::cart_quantity:
        if (const auto minor = number_of(bound).scaled(
                bound.is(type_kind::integer) ? 0 : rules.header().currency_digits,
                rounding_mode::down)) {
          if (bound.is(type_kind::integer)) {
            add_once(quantities_, *minor);
            if (const auto money =
                    number_of(bound).scaled(rules.header().currency_digits, rounding_mode::down)) {
              add_once(subtotals_, *money);
            }
          } else {
            add_once(subtotals_, *minor);
          }
        }
        return;
      default: return;
    }
  };
  const auto is_number_like = [](const value& v) {
    return is_number(v.kind()) || v.is(type_kind::money) || v.is(type_kind::percent);
  };
  for (const graph::expression_node& n : t.expression_nodes) {
    const auto constant_at = [&](graph::index node) -> std::optional<value> {
      const graph::expression_node& c = t.expression_nodes[node];
      if (static_cast<op>(c.op) != op::constant) return std::nullopt;
      const constant& row = t.constants[c.a];
      if (row.kind == type_kind::list || row.kind == type_kind::map) return std::nullopt;
      return schema.scalar(row);
    };
    switch (static_cast<op>(n.op)) {
      case op::compare_fact:
        note(std::string(rules.text(t.facts[n.a].name)), schema.scalar(n.b));
        break;
      case op::compare_line_fact:
        note(fmt::format("line.{}", rules.text(t.line_facts[n.a].name)), schema.scalar(n.b));
        break;
      case op::compare:
        for (const auto& [here, there] : {std::pair(n.a, n.b), std::pair(n.b, n.a)}) {
          const auto bound = constant_at(there);
          if (!bound) continue;
          const auto which = static_cast<op>(t.expression_nodes[here].op);
          const bool sums = which == op::cart_subtotal || which == op::cart_quantity ||
                            which == op::selector_sum || which == op::so_far;
          if (!sums || is_number_like(*bound)) subject(here, *bound);
        }
        break;
      case op::contains: {
        const graph::expression_node& range = t.expression_nodes[n.b];
        if (static_cast<op>(range.op) == op::constant &&
            t.constants[range.a].kind == type_kind::list) {
          const constant& list = t.constants[range.a];
          for (std::uint64_t i = 0; i < list.high; ++i) {
            const constant& item = t.constants[list.low + i];
            if (item.kind == type_kind::list || item.kind == type_kind::map) continue;
            subject(n.a, schema.scalar(item));
          }
        } else if (const auto item = constant_at(n.a)) {
          subject(n.b, *item);  // what may stand in a list
        }
        break;
      }
      case op::at:
      case op::has_key:
        if (const auto key = constant_at(n.b); key && key->is(type_kind::string)) {
          if (std::string name = fact_of(n.a); !name.empty()) note(std::move(name), *key);
        }
        break;
      case op::call: {
        const auto operands = t.expression_operands.subspan(n.a, n.b);
        if (operands.size() == 2) {
          if (const auto text = constant_at(operands[1]); text && text->is(type_kind::string)) {
            subject(operands[0], *text);
          }
        }
        break;
      }
      default: break;
    }
  }
  const auto sku = [&](text_ref text) {
    if (text.size != 0) add_once(skus_, rules.text(text));
  };
  for (const graph::offer_row& o : t.offers) {
    if (o.effect.target == graph::target_kind::sku) sku(o.effect.text);
    for (const graph::bundle_part_row& part : pack::rows(t.bundle_parts, o.effect.parts)) {
      sku(part.sku);
    }
    for (const std::uint32_t count : {o.effect.buy, o.effect.buy + o.effect.get}) {
      if (count > 0 && count < 1'000) add_once(quantities_, std::int64_t{count});
    }
    if (o.effect.threshold > 0) add_once(subtotals_, o.effect.threshold);
    for (const graph::tier_row& tier : pack::rows(t.tiers, o.effect.tiers)) {
      if (tier.from > 0) add_once(o.effect.tiers_by == 1 ? subtotals_ : quantities_, tier.from);
    }
    // Where an absolute cap starts to bite.
    if (o.effect.cap > 0 && o.effect.unit == graph::unit::share && o.effect.maximum > 0) {
      const int128 cart = static_cast<int128>(o.effect.cap) * ratio_one / o.effect.maximum;
      if (cart < caps::unit_price) add_once(subtotals_, static_cast<std::int64_t>(cart));
    }
  }
  for (const graph::limit_row& l : t.limits) {
    if (l.amount_kind != graph::amount_kind::money || l.amount <= 0) continue;
    for (const std::int64_t times : {1, 2, 10, 20}) {
      if (l.amount < caps::unit_price / 20) add_once(subtotals_, l.amount * times);
    }
  }
}

}  // namespace parley::changes
