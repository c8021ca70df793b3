#include "report/pack_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "parley/graph/expression_counts.hpp"
#include "parley/graph/table_sizes.hpp"
#include "report/decision_json.hpp"
#include "report/decision_text.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

std::string_view stage_name(graph::stage s) {
  switch (s) {
    case graph::stage::item: return "item";
    case graph::stage::order: return "order";
    case graph::stage::shipping: return "shipping";
  }
  return "order";
}

std::string_view effect_name(graph::effect_kind kind) {
  using graph::effect_kind;
  switch (kind) {
    case effect_kind::percent_off: return "percent_off";
    case effect_kind::amount_off: return "amount_off";
    case effect_kind::amount_off_each: return "amount_off_each";
    case effect_kind::unit_price: return "unit_price";
    case effect_kind::set_price: return "set_price";
    case effect_kind::bundle_price: return "bundle_price";
    case effect_kind::buy_get: return "buy_get";
    case effect_kind::nth_off: return "nth_off";
    case effect_kind::pick_off: return "pick_off";
    case effect_kind::tiers: return "tiers";
    case effect_kind::per_spend: return "per_spend";
    case effect_kind::shipping_percent: return "shipping_percent";
    case effect_kind::shipping_amount: return "shipping_amount";
    case effect_kind::shipping_price: return "shipping_price";
    case effect_kind::shipping_upgrade: return "shipping_upgrade";
    case effect_kind::gift: return "gift";
    case effect_kind::match_price: return "match_price";
    case effect_kind::perk: return "perk";
  }
  return "perk";
}

/// "1% to 12% step 1%", "10%", or nothing for effects without a value.
std::string offer_value(const pack& rules, graph::index offer) {
  const graph::effect_row& effect = rules.tables().offers[offer].effect;
  if (effect.unit == graph::unit::none) return {};
  std::string least = parameter_text(rules, offer, effect.minimum);
  if (effect.minimum == effect.maximum) return least;
  return fmt::format("{} to {} step {}", least, parameter_text(rules, offer, effect.maximum),
                     parameter_text(rules, offer, effect.step));
}

std::string classes_text(const pack& rules, const graph::offer_row& row) {
  std::string out;
  for (const graph::index which : pack::rows(rules.tables().class_refs, row.classes)) {
    out += fmt::format("{}{}", out.empty() ? "" : ", ",
                       rules.text(rules.tables().classes[which].name));
  }
  return out;
}

/// Offers by stage in their order of application, a line each.
std::string order_text(const pack& rules) {
  const auto offers = rules.tables().offers;
  std::vector<graph::index> order(offers.size());
  for (graph::index i = 0; i < offers.size(); ++i) order[offers[i].position] = i;
  std::string out;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const graph::offer_row& row = offers[order[i]];
    const bool fresh = i == 0 || offers[order[i - 1]].stage != row.stage;
    if (fresh) {
      out += fmt::format("{}  {}: ", i == 0 ? "" : "\n", stage_name(row.stage));
    } else {
      out += ", ";
    }
    out += rules.text(row.name);
  }
  return out.empty() ? out : out + "\n";
}

template <typename Row>
ordered_json rule_json(const pack& rules, const Row& row) {
  return {{"id", rules.text(row.id)},
          {"text", rules.text(row.text)},
          {"because", text_or_null(rules.text(row.because))},
          {"at", place_json(rules, row.at)}};
}

/// Bytes of the image beside texts and the places of offers, for each offer and rule.
std::uint64_t bytes_a_rule(const pack& rules) {
  const graph::table_views& t = rules.tables();
  std::uint64_t bytes = 0;
  for (const graph::table_size& each : graph::table_sizes(rules)) {
    if (each.use == graph::table_use::rules) bytes += each.bytes;
  }
  const std::uint64_t count = t.offers.size() + t.stacking.size() + t.limits.size();
  return count == 0 ? 0 : bytes / count;
}

ordered_json sizes_json(const pack& rules) {
  ordered_json tables = ordered_json::array();
  for (const graph::table_size& each : graph::table_sizes(rules)) {
    if (each.rows == 0) continue;
    tables.push_back({{"table", each.table}, {"rows", each.rows}, {"bytes", each.bytes}});
  }
  return {{"bytes", graph::image_bytes(rules)},
          {"bytes_a_rule", bytes_a_rule(rules)},
          {"tables", std::move(tables)}};
}

}  // namespace

std::string sizes_text(const pack& rules) {
  std::string out = fmt::format("\n{} bytes as an image; {} a rule beside texts and places\n",
                                graph::image_bytes(rules), bytes_a_rule(rules));
  std::vector<std::vector<std::string>> rows = {{"table", "rows", "bytes"}};
  for (const graph::table_size& each : graph::table_sizes(rules)) {
    if (each.rows == 0) continue;
    rows.push_back(
        {std::string(each.table), std::to_string(each.rows), std::to_string(each.bytes)});
  }
  return out + table_text(rows, 3);
}

ordered_json to_json(const pack& rules) {
  const graph::table_views& t = rules.tables();
  ordered_json facts = ordered_json::array();
  for (const fact_row& row : t.facts) {
    facts.push_back({{"fact", rules.text(row.name)}, {"type", name_of(row.type)}});
  }
  for (const fact_row& row : t.line_facts) {
    facts.push_back(
        {{"fact", fmt::format("line.{}", rules.text(row.name))}, {"type", name_of(row.type)}});
  }
  ordered_json offers = ordered_json::array();
  for (graph::index i = 0; i < t.offers.size(); ++i) {
    const graph::offer_row& row = t.offers[i];
    ordered_json classes = ordered_json::array();
    for (const graph::index which : pack::rows(t.class_refs, row.classes)) {
      classes.push_back(rules.text(t.classes[which].name));
    }
    offers.push_back({{"offer", rules.text(row.name)},
                      {"effect", effect_name(row.effect.kind)},
                      {"value", offer_value(rules, i)},
                      {"stage", stage_name(row.stage)},
                      {"rank", row.rank},
                      {"position", row.position},
                      {"classes", std::move(classes)},
                      {"conditional", row.when != no_index},
                      {"at", place_json(rules, row.at)}});
  }
  ordered_json stacking = ordered_json::array();
  for (const graph::stacking_row& row : t.stacking) stacking.push_back(rule_json(rules, row));
  ordered_json limits = ordered_json::array();
  for (const graph::limit_row& row : t.limits) limits.push_back(rule_json(rules, row));
  ordered_json counters = ordered_json::array();
  for (const graph::counter_row& row : t.counters) counters.push_back(rules.text(row.key));
  ordered_json playbooks = ordered_json::array();
  for (const graph::playbook_row& row : t.playbooks) playbooks.push_back(rules.text(row.name));
  ordered_json ladder = ordered_json::array();
  for (const graph::step_row& row : pack::rows(t.steps, rules.header().ladder))
    ladder.push_back(rules.text(row.text));
  ordered_json out = pack_json(rules);
  out["currency"] = currency_of(rules);
  out["timezone"] = rules.text(rules.header().timezone);
  out["facts"] = std::move(facts);
  out["offers"] = std::move(offers);
  out["stacking"] = std::move(stacking);
  out["limits"] = std::move(limits);
  out["counters"] = std::move(counters);
  out["playbooks"] = std::move(playbooks);
  out["ladder"] = std::move(ladder);
  const graph::expression_counts counts = graph::count_expressions(t);
  out["conditions"] = {{"expressions", counts.expressions},
                       {"operations", counts.operations},
                       {"unshared", counts.unshared},
                       {"atoms", counts.atoms}};
  out["image"] = sizes_json(rules);
  return out;
}

std::string to_text(const pack& rules) {
  const graph::table_views& t = rules.tables();
  std::string out = fmt::format("{} version {}, {}\ndigest {}\n", rules.name(),
                                rules.header().version, currency_of(rules), rules.digest());
  std::vector<std::vector<std::string>> rows;
  for (graph::index i = 0; i < t.offers.size(); ++i) {
    const graph::offer_row& row = t.offers[i];
    rows.push_back({std::string(rules.text(row.name)), std::string(effect_name(row.effect.kind)),
                    offer_value(rules, i), classes_text(rules, row)});
  }
  out += fmt::format("\n{} offers\n", t.offers.size()) + table_text(rows, 4);
  if (!t.offers.empty()) out += "\norder of application\n" + order_text(rules);
  out += fmt::format("\n{} stacking rules\n", t.stacking.size());
  for (const graph::stacking_row& row : t.stacking)
    out += fmt::format("  {}\n", printable(rules.text(row.text)));
  out += fmt::format("\n{} limits\n", t.limits.size());
  for (const graph::limit_row& row : t.limits)
    out += fmt::format("  {}\n", printable(rules.text(row.text)));
  const graph::expression_counts counts = graph::count_expressions(t);
  if (counts.expressions > 0) {
    out += fmt::format("\n{} expressions in {} operations ({} without sharing), {} atoms\n",
                       counts.expressions, counts.operations, counts.unshared, counts.atoms);
  }
  if (!t.counters.empty()) {
    out += "\ncounters the host keeps\n";
    for (const graph::counter_row& row : t.counters)
      out += fmt::format("  {}\n", printable(rules.text(row.key)));
  }
  if (rules.header().ladder.count > 0) {
    out += "\nladder\n";
    for (const graph::step_row& row : pack::rows(t.steps, rules.header().ladder)) {
      out += fmt::format("  {}\n", printable(rules.text(row.text)));
    }
  }
  return out;
}

}  // namespace parley::report
