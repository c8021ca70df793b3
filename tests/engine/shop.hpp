// A small shop for tests of the engine alone: a pack put together row by row, a cart, a question.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compile/graph_builder.hpp"
#include "parley/engine/validate.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/graph/expression_op.hpp"
#include "parley/money/currency.hpp"

namespace parley::test {

using graph::effect_kind;
using graph::target_kind;

inline constexpr std::int64_t percent = 1'000'000;

/// An effect with the fields that most tests set.
inline graph::effect_row effect(effect_kind kind, graph::unit unit, std::int64_t value,
                                target_kind target = target_kind::order,
                                graph::index which = no_index) {
  graph::effect_row row;
  row.kind = kind;
  row.unit = unit;
  row.minimum = row.maximum = value;
  row.target = target;
  row.target_index = which;
  return row;
}
inline graph::effect_row percent_off(std::int64_t share, target_kind target = target_kind::order,
                                     graph::index which = no_index) {
  return effect(effect_kind::percent_off, graph::unit::share, share * percent, target, which);
}
inline graph::effect_row amount_off(std::int64_t minor, target_kind target = target_kind::order,
                                    graph::index which = no_index) {
  return effect(effect_kind::amount_off, graph::unit::money, minor, target, which);
}

/// A pack under construction, then sealed; one cart; questions. Facts: `flag` (bool), `line.map`
/// (money).
class shop {
 public:
  shop() {
    auto& t = builder_.tables;
    t.header[0].name = builder_.intern("shop");
    t.header[0].currency = currency_named("USD");
    t.header[0].stacking_open = 1;
    t.header[0].intent_optional = 1;
    graph_fact("flag", type_kind::boolean);
    for (const line_attribute_info& info : built_in_line_attributes)
      line_fact(info.name, info.type, info.element);
    map_attribute_ = line_fact("map", type_kind::money, type_kind::null);
  }

  graph::header_row& header() { return builder_.tables.header[0]; }
  compile::graph_builder& builder() { return builder_; }
  text_ref text(std::string_view content) { return builder_.intern(content); }

  /// Adds an offer that applies after those added before.
  graph::offer_row& offer(std::string_view name, const graph::effect_row& what,
                          std::initializer_list<graph::index> classes = {}) {
    auto& t = builder_.tables;
    graph::offer_row row;
    row.name = text(name);
    row.effect = what;
    row.position = static_cast<std::uint32_t>(t.offers.size());
    row.classes = compile::graph_builder::append(t.class_refs, std::vector<graph::index>(classes));
    t.offers.push_back(row);
    return t.offers.back();
  }
  graph::offer_row& gift(std::string_view name, std::int64_t cost) {
    graph::offer_row& row =
        offer(name, effect(effect_kind::gift, graph::unit::none, 0, target_kind::none));
    row.has_cost = 1;
    row.cost = cost;
    return row;
  }
  graph::index offer_class(std::string_view name) {
    builder_.tables.classes.push_back({text(name), {}});
    return static_cast<graph::index>(builder_.tables.classes.size() - 1);
  }

  /// `line.sku == sku`
  graph::index selector(std::string_view name, std::string_view sku) {
    graph::expression_node node;
    node.op = static_cast<std::uint8_t>(graph::op::compare_line_fact);
    node.aux = graph::volatile_line;
    node.aux16 = static_cast<std::uint16_t>(graph::comparison_op::equal);
    node.a = line_sku;
    node.b = builder_.constant_of(value::string(sku));
    graph::selector_row row;
    row.name = text(name);
    row.when = expression(node, type_kind::boolean, graph::reads_line, {}, {line_sku});
    builder_.tables.selectors.push_back(row);
    return static_cast<graph::index>(builder_.tables.selectors.size() - 1);
  }
  /// The condition `flag`.
  graph::index flag() {
    graph::expression_node node;
    node.op = static_cast<std::uint8_t>(graph::op::fact);
    node.a = 0;
    return expression(node, type_kind::boolean, 0, {0}, {});
  }
  /// The amount `line.map`.
  graph::index line_map() { return line_amount(map_attribute_); }
  graph::index line_amount(std::uint32_t attribute) {
    graph::expression_node node;
    node.op = static_cast<std::uint8_t>(graph::op::line_fact);
    node.aux = graph::volatile_line;
    node.a = attribute;
    return expression(node, type_kind::money, graph::reads_line, {}, {attribute});
  }

  graph::limit_row& limit(std::string_view id, graph::measure what, graph::comparison side,
                          graph::amount_kind kind, std::int64_t amount) {
    graph::limit_row row;
    row.id = text(id);
    row.measure = what;
    row.comparison = side;
    row.amount_kind = kind;
    row.amount = amount;
    builder_.tables.limits.push_back(row);
    return builder_.tables.limits.back();
  }
  graph::limit_row& floor_price(std::string_view id, graph::otherwise otherwise) {
    graph::limit_row& row = limit(id, graph::measure::price, graph::comparison::at_least,
                                  graph::amount_kind::expression, 0);
    row.scope = graph::scope::unit;
    row.expression = line_map();
    row.otherwise = otherwise;
    return row;
  }
  graph::stacking_row& rule(std::string_view id, graph::stacking_kind kind, graph::subject_row left,
                            std::vector<graph::subject_row> right = {}) {
    graph::stacking_row row;
    row.id = text(id);
    row.kind = kind;
    row.left = left;
    row.right = compile::graph_builder::append(builder_.tables.subjects, right);
    builder_.tables.stacking.push_back(row);
    return builder_.tables.stacking.back();
  }
  graph::index counter(std::string_view key, bool money) {
    graph::counter_row row;
    row.key = text(key);
    row.is_money = money ? 1 : 0;
    builder_.tables.counters.push_back(row);
    return static_cast<graph::index>(builder_.tables.counters.size() - 1);
  }

  static graph::subject_row named(graph::index offer) {
    return {graph::subject_row::kind::offer, {}, offer};
  }
  static graph::subject_row of_class(graph::index which) {
    return {graph::subject_row::kind::offer_class, {}, which};
  }
  static graph::subject_row any() { return {}; }

  /// Seals the pack: every stacking rule and limit is looked at for every offer.
  void open() {
    auto& t = builder_.tables;
    for (graph::index i = 0; i < t.offers.size(); ++i) t.offers_by_name.push_back(i);
    const auto& texts = t.texts;
    const auto name = [&](graph::index i) {
      return std::string_view(texts.data() + t.offers[i].name.offset, t.offers[i].name.size);
    };
    std::sort(t.offers_by_name.begin(), t.offers_by_name.end(),
              [&](auto a, auto b) { return name(a) < name(b); });
    std::vector<graph::index> rules;
    for (graph::index i = 0; i < t.stacking.size(); ++i) rules.push_back(i);
    t.header[0].any_stacking = compile::graph_builder::append(t.rule_refs, rules);
    std::vector<graph::index> limits;
    for (graph::index i = 0; i < t.limits.size(); ++i) {
      if (t.limits[i].playbook == no_index) limits.push_back(i);
    }
    t.header[0].global_limits = compile::graph_builder::append(t.rule_refs, limits);
    pack_.emplace(builder_.seal());
    facts_.emplace(pack_->schema());
    facts_->open_cart();
  }

  /// Adds a line; `map` < 0 leaves `line.map` unknown.
  std::uint32_t line(std::string_view sku, std::int64_t quantity, std::int64_t price,
                     std::int64_t map = -1, std::int64_t cost = -1) {
    const std::string_view id =
        facts_->keep(std::string(sku) + "#" + std::to_string(facts_->lines().size()));
    const std::uint32_t at =
        facts_->add_line({id, facts_->keep(std::string(sku)), quantity, price});
    if (map >= 0) facts_->set_line(at, map_attribute_, money(map));
    if (cost >= 0) facts_->set_line(at, line_cost, money(cost));
    return at;
  }
  void shipping(std::string_view method, std::int64_t price, std::int64_t cost = 0) {
    facts_->add_shipping({facts_->keep(std::string(method)), price, cost, true, 0, false});
  }
  [[nodiscard]] value money(std::int64_t minor) const {
    return value::money_minor(minor, 2, pack_->header().currency);
  }

  /// Adds an offer to the question.
  shop& ask(std::string_view name) {
    asked_.offers.push_back({name, 0, false, false});
    return *this;
  }
  shop& ask(std::string_view name, std::int64_t parameter) {
    asked_.offers.push_back({name, parameter, true, false});
    return *this;
  }
  const decision& answer() {
    validate(*pack_, *facts_, asked_, work_, answer_);
    return answer_;
  }
  const decision& answer(std::initializer_list<std::string_view> offers) {
    asked_.offers.clear();
    for (const std::string_view name : offers) ask(name);
    return answer();
  }

  [[nodiscard]] const parley::pack& pack() const { return *pack_; }
  fact_set& facts() { return *facts_; }
  parley::proposal& asked() { return asked_; }
  workspace& work() { return work_; }

 private:
  void graph_fact(std::string_view name, type_kind type) {
    fact_row row;
    row.name = text(name);
    row.type = type;
    builder_.tables.facts.push_back(row);
  }
  std::uint32_t line_fact(std::string_view name, type_kind type, type_kind element) {
    fact_row row;
    row.name = text(name);
    row.type = type;
    row.element = element;
    builder_.tables.line_facts.push_back(row);
    return static_cast<std::uint32_t>(builder_.tables.line_facts.size() - 1);
  }
  graph::index expression(const graph::expression_node& node, type_kind type, std::uint32_t reads,
                          std::vector<graph::index> facts, std::vector<graph::index> line_facts) {
    auto& t = builder_.tables;
    graph::expression_row row;
    row.root = static_cast<graph::index>(t.expression_nodes.size());
    row.type = type;
    row.reads = reads;
    row.facts = compile::graph_builder::append(t.fact_refs, facts);
    row.line_facts = compile::graph_builder::append(t.fact_refs, line_facts);
    t.expression_nodes.push_back(node);
    t.expressions.push_back(row);
    return static_cast<graph::index>(t.expressions.size() - 1);
  }

  compile::graph_builder builder_;
  std::uint32_t map_attribute_ = 0;
  std::optional<parley::pack> pack_;
  std::optional<fact_set> facts_;
  parley::proposal asked_;
  workspace work_;
  decision answer_;
};

/// What came off each line.
inline std::vector<std::int64_t> discounts(const decision& d) {
  std::vector<std::int64_t> out;
  for (const quoted_line& line : d.quote.lines) out.push_back(line.discount);
  return out;
}

/// Whether a decision has a finding of this code and verdict.
inline const finding* find(const decision& d, finding_code code, verdict v = verdict::deny) {
  for (const finding& f : d.findings) {
    if (f.code == code && f.verdict == v) return &f;
  }
  return nullptr;
}

/// Whether a quote keeps every promise of quote.hpp.
inline bool sums_up(const quote& q) {
  std::int64_t lines = 0;
  std::int64_t applied = 0;
  for (const quoted_line& line : q.lines) {
    std::int64_t allocated = 0;
    for (std::uint32_t i = 0; i < line.allocations.count; ++i) {
      const allocation& a = q.allocations[line.allocations.first + i];
      if (a.amount < 0) return false;
      allocated += a.amount;
    }
    std::int64_t runs = 0;
    for (std::uint32_t i = 0; i < line.runs.count; ++i) {
      if (q.runs[line.runs.first + i].price < 0) return false;
      runs += q.runs[line.runs.first + i].price;
    }
    if (allocated != line.discount || runs != line.price || line.price != line.list - line.discount)
      return false;
    lines += line.price;
  }
  for (const applied_offer& a : q.applied) applied += a.amount;
  return lines == q.subtotal - q.discount && applied == q.discount &&
         q.total == q.subtotal - q.discount + q.shipping - q.shipping_discount;
}

}  // namespace parley::test
