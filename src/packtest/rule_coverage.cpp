// What there is to try: every rule of a pack, its outcomes and its bounds.
#include "packtest/rule_coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "packtest/suite.hpp"
#include "report/format.hpp"

namespace parley::packtest {

namespace {

using graph::op;

std::string_view sign_of(graph::comparison_op how) {
  switch (how) {
    case graph::comparison_op::equal: return "==";
    case graph::comparison_op::not_equal: return "!=";
    case graph::comparison_op::less: return "<";
    case graph::comparison_op::at_most: return "<=";
    case graph::comparison_op::greater: return ">";
    case graph::comparison_op::at_least: return ">=";
  }
  return "?";
}

/// Values with an order that a boundary means something in.
bool has_bounds(const value& v) {
  switch (v.kind()) {
    case type_kind::integer:
    case type_kind::uinteger:
    case type_kind::decimal:
    case type_kind::percent:
    case type_kind::money:
    case type_kind::timestamp:
    case type_kind::duration: return true;
    default: return false;
  }
}

}  // namespace

rule_coverage::rule_coverage(const pack& rules) : rules_(rules) {
  add_offers();
  add_stacking();
  add_limits();
  add_needs();
  add_handoffs();
  add_selectors();
  add_obligations();
  work_.readings = &readings_;
}

report::test_place rule_coverage::place_of(const place_row& at) const {
  return {std::string(rules_.text(at.file)), at.line, at.column};
}

bool rule_coverage::may_be_unknown(graph::index expression) const {
  if (expression == no_index) return false;
  const graph::expression_row& row = rules_.tables().expressions[expression];
  return row.facts.count != 0 || row.line_facts.count != 0 ||
         (row.reads & ~static_cast<std::uint32_t>(graph::reads_intent)) != 0;
}

std::string rule_coverage::name_of_operand(graph::index node) const {
  const auto& t = rules_.tables();
  const graph::expression_node& n = t.expression_nodes[node];
  switch (static_cast<op>(n.op)) {
    case op::fact: return std::string(rules_.text(t.facts[n.a].name));
    case op::line_fact: return fmt::format("line.{}", rules_.text(t.line_facts[n.a].name));
    case op::cart_subtotal: return "cart.subtotal";
    case op::cart_quantity: return "cart.quantity";
    case op::now: return "now";
    case op::so_far: {
      constexpr std::string_view fields[] = {"subtotal", "discount", "shipping", "total"};
      return fmt::format("so_far.{}", fields[n.aux16]);
    }
    case op::selector_sum: {
      constexpr std::string_view fields[] = {"subtotal", "quantity", "lines"};
      return fmt::format("{}.{}", rules_.text(t.selectors[n.a].name), fields[n.aux16]);
    }
    default: return "(...)";
  }
}

void rule_coverage::add_comparisons(rule& to, graph::index expression) const {
  if (expression == no_index) return;
  const auto& t = rules_.tables();
  const fact_schema schema = rules_.schema();
  const auto add = [&](comparison made, std::string name, std::string_view sign) {
    if (!has_bounds(made.right)) return;
    report::covered_bound bound;
    bound.text = fmt::format("{} {} {}", name, sign, report::value_text(made.right));
    for (std::size_t i = 0; i < to.counts.bounds.size(); ++i) {
      if (to.counts.bounds[i].text == bound.text) return;
    }
    made.bound = to.counts.bounds.size();
    to.counts.bounds.push_back(std::move(bound));
    to.comparisons.push_back(made);
  };
  std::vector<graph::index> open{t.expressions[expression].root};
  std::vector<bool> seen(t.expression_nodes.size(), false);
  const auto visit = [&](graph::index node) {
    if (seen[node]) return;
    seen[node] = true;
    open.push_back(node);
  };
  while (!open.empty()) {
    const graph::index at = open.back();
    open.pop_back();
    const graph::expression_node& n = t.expression_nodes[at];
    const auto how = static_cast<graph::comparison_op>(n.aux16);
    const bool over_lines = (n.aux & graph::volatile_line) != 0;
    switch (static_cast<op>(n.op)) {
      case op::compare_fact:
        add({n.a, comparison::kind::fact, false, schema.scalar(n.b), 0},
            std::string(rules_.text(t.facts[n.a].name)), sign_of(how));
        continue;
      case op::compare_line_fact:
        add({n.a, comparison::kind::line_fact, true, schema.scalar(n.b), 0},
            fmt::format("line.{}", rules_.text(t.line_facts[n.a].name)), sign_of(how));
        continue;
      case op::compare: {
        const auto is_constant = [&](graph::index node) {
          return static_cast<op>(t.expression_nodes[node].op) == op::constant;
        };
        // What depends on a comprehension's variable or on the stage has no value of its own here.
        const auto bare = [&](graph::index node) {
          return (t.expression_nodes[node].aux &
                  (graph::volatile_variable | graph::volatile_so_far)) == 0;
        };
        const bool right = is_constant(n.b);
        const graph::index other = right ? n.a : n.b;
        const graph::index fixed = right ? n.b : n.a;
        if (is_constant(fixed) && !is_constant(other) && bare(other)) {
          add({other, comparison::kind::node, over_lines,
               schema.scalar(t.expression_nodes[fixed].a), 0},
              name_of_operand(other), sign_of(right ? how : graph::mirrored(how)));
        }
        break;
      }
      default: break;
    }
    const graph::operand_shape shape = graph::shape_of(static_cast<op>(n.op));
    const auto follow = [&](graph::operand_kind kind, graph::index node) {
      const bool there = kind == graph::operand_kind::node ||
                         (kind == graph::operand_kind::optional_node && node != no_index);
      if (there) visit(node);
    };
    follow(shape.a, n.a), follow(shape.b, n.b), follow(shape.c, n.c);
    if (shape.a == graph::operand_kind::first_operand) {
      for (const graph::index operand : t.expression_operands.subspan(n.a, n.b)) visit(operand);
    }
  }
}

void rule_coverage::add_condition(rule& to, graph::index expression) const {
  to.counts.can_be_unknown = to.counts.can_be_unknown || may_be_unknown(expression);
  add_comparisons(to, expression);
}

void rule_coverage::add_offers() {
  for (const graph::offer_row& row : rules_.tables().offers) {
    rule made;
    made.counts.kind = "offer";
    made.counts.id = rules_.text(row.name);
    made.counts.at = place_of(row.at);
    made.counts.can_hold = row.when != no_index;
    if (row.effect.minimum != row.effect.maximum) {
      const auto which = static_cast<graph::index>(offers_.size());
      made.own_bound = 0;
      made.counts.bounds.push_back(
          {fmt::format("its most, {}", report::parameter_text(rules_, which, row.effect.maximum)),
           0, 0, 0, false, false});
    }
    add_condition(made, row.when);
    offers_.push_back(std::move(made));
  }
}

void rule_coverage::add_stacking() {
  for (const graph::stacking_row& row : rules_.tables().stacking) {
    rule made;
    made.counts.kind = "stacking";
    made.counts.id = rules_.text(row.id);
    made.counts.text = rules_.text(row.text);
    made.counts.at = place_of(row.at);
    const bool permits = row.kind == graph::stacking_kind::with;
    made.counts.can_hold =
        row.kind != graph::stacking_kind::before && (!permits || row.when != no_index);
    if (row.kind == graph::stacking_kind::at_most) {
      made.own_bound = 0;
      made.counts.bounds.push_back({fmt::format("{} offers", row.count), 0, 0, 0, false, false});
    }
    if (row.kind != graph::stacking_kind::before) add_condition(made, row.when);
    stacking_.push_back(std::move(made));
  }
}

void rule_coverage::add_limits() {
  for (const graph::limit_row& row : rules_.tables().limits) {
    rule made;
    made.counts.kind = "limit";
    made.counts.id = rules_.text(row.id);
    made.counts.text = rules_.text(row.text);
    made.counts.at = place_of(row.at);
    const bool selects = row.target == graph::target_kind::selector;
    made.counts.can_be_unknown =
        row.counter != no_index || row.measure == graph::measure::margin ||
        may_be_unknown(row.expression) ||
        (selects && may_be_unknown(rules_.tables().selectors[row.target_index].when));
    made.own_bound = 0;
    made.counts.bounds.push_back({"its bound", 0, 0, 0, false, false});
    add_condition(made, row.when);
    limits_.push_back(std::move(made));
  }
}

void rule_coverage::add_needs() {
  const auto& t = rules_.tables();
  for (const graph::playbook_row& row : t.playbooks) {
    needs_from_.push_back(needs_.size());
    for (const graph::index fact : pack::rows(t.fact_refs, row.needs)) {
      rule made;
      made.counts.kind = "need";
      made.counts.id =
          fmt::format("{} needs {}", rules_.text(row.name), rules_.text(t.facts[fact].name));
      made.counts.at = place_of(row.at);
      made.counts.can_fire = (t.facts[fact].flags & fact_optional) != 0;
      made.counts.can_be_unknown = true;
      needs_.push_back(std::move(made));
    }
  }
}

void rule_coverage::add_handoffs() {
  for (const graph::handoff_row& row : rules_.tables().handoffs) {
    rule made;
    made.counts.kind = "handoff";
    made.counts.id = fmt::format("to {}", rules_.text(row.to));
    made.counts.at = place_of(row.at);
    made.counts.can_hold = row.when != no_index;
    add_condition(made, row.when);
    handoffs_.push_back(std::move(made));
  }
}

void rule_coverage::add_selectors() {
  for (const graph::selector_row& row : rules_.tables().selectors) {
    rule made;
    made.counts.kind = "selector";
    made.counts.id = rules_.text(row.name);
    made.counts.at = place_of(row.at);
    add_condition(made, row.when);
    selectors_.push_back(std::move(made));
  }
}

void rule_coverage::add_obligations() {
  for (const graph::obligation_row& row : rules_.tables().obligations) {
    rule made;
    made.counts.kind = "obligation";
    made.counts.id = rules_.text(row.kind);
    made.counts.text = rules_.text(row.text);
    made.counts.at = place_of(row.at);
    made.counts.can_hold = row.when != no_index;
    add_condition(made, row.when);
    obligations_.push_back(std::move(made));
  }
}

void rule_coverage::merge(const rule_coverage& other) {
  const auto add = [](std::vector<rule>& to, const std::vector<rule>& from) {
    for (std::size_t i = 0; i < to.size(); ++i) {
      report::covered_rule& a = to[i].counts;
      const report::covered_rule& b = from[i].counts;
      a.fired += b.fired, a.held += b.held, a.unknown += b.unknown;
      for (std::size_t k = 0; k < a.bounds.size(); ++k) {
        a.bounds[k].at += b.bounds[k].at;
        a.bounds[k].below += b.bounds[k].below;
        a.bounds[k].above += b.bounds[k].above;
        a.bounds[k].just_below |= b.bounds[k].just_below;
        a.bounds[k].just_above |= b.bounds[k].just_above;
      }
    }
  };
  add(offers_, other.offers_), add(stacking_, other.stacking_), add(limits_, other.limits_);
  add(needs_, other.needs_), add(handoffs_, other.handoffs_);
  add(selectors_, other.selectors_), add(obligations_, other.obligations_);
}

report::coverage rule_coverage::result(std::string file, std::string source) const {
  report::coverage out;
  out.pack = fmt::format("{} version {}", rules_.name(), rules_.header().version);
  out.file = std::move(file);
  out.source = std::move(source);
  for (const auto* list :
       {&offers_, &stacking_, &limits_, &needs_, &handoffs_, &obligations_, &selectors_}) {
    for (const rule& r : *list) {
      out.rules.push_back(r.counts);
      // A pack names its files from its own folder.
      report::test_place& at = out.rules.back().at;
      at.file = path_beside(out.file, at.file);
    }
  }
  return out;
}

}  // namespace parley::packtest
