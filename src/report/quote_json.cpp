#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <span>

#include "parley/engine/offer_worth.hpp"
#include "parley/engine/quote_tax.hpp"
#include "report/decision_json.hpp"
#include "report/quote_words.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

ordered_json tax_json(const taxed_amount& part) {
  return {{"net", part.net}, {"tax", part.tax}, {"gross", part.gross}};
}

ordered_json tax_json(const tax_view& tax) {
  ordered_json out = tax_json(*tax.total);
  ordered_json rates = ordered_json::array();
  for (const taxed_rate& r : tax.rates) {
    ordered_json rate{{"rate", share_text(r.rate)}};
    rate.update(tax_json(r.sum));
    rates.push_back(std::move(rate));
  }
  out["rates"] = std::move(rates);
  return out;
}

ordered_json applied_json(const applied_offer& item, const answer_context& about) {
  const pack& rules = about.rules;
  ordered_json out{{"offer", offer_name(rules, item.offer)}};
  if (item.has_parameter) out["parameter"] = parameter_text(rules, item.offer, item.parameter);
  out["amount"] = item.amount;
  if (item.shipping_amount != 0) out["shipping_amount"] = item.shipping_amount;
  if (about.who == audience::internal) {
    if (item.cost != 0) out["cost"] = item.cost;
    if (item.bound_by != no_index) {
      out["wanted"] = item.wanted;
      out["bound_by"] = rules.text(rules.tables().limits[item.bound_by].id);
    }
  }
  return out;
}

ordered_json line_json(const quote& priced, std::uint32_t i, const answer_context& about) {
  const quoted_line& line = priced.lines[i];
  ordered_json allocations = ordered_json::array();
  for (const allocation& part : rows_of(priced.allocations, line.allocations)) {
    allocations.push_back({{"offer", offer_name(about.rules, priced.applied[part.applied].offer)},
                           {"amount", part.amount},
                           {"why", why(priced, line, part, about)}});
  }
  ordered_json item{{"id", line_id(about, i)},
                    {"list", line.list},
                    {"discount", line.discount},
                    {"price", line.price},
                    {"allocations", std::move(allocations)}};
  if (line.floor != no_index && about.who == audience::internal) {
    item["floor"] = about.rules.text(about.rules.tables().limits[line.floor].id);
  }
  if (line.runs.count > 1) {
    ordered_json units = ordered_json::array();
    for (const unit_run& run : rows_of(priced.runs, line.runs)) {
      units.push_back({{"count", run.count}, {"price", run.price}});
    }
    item["units"] = std::move(units);
  }
  return item;
}

ordered_json ways_json(const quote& priced, const tax_view& tax, const answer_context& about) {
  ordered_json out = ordered_json::array();
  for (std::size_t i = 0; i < priced.shipping_entries.size(); ++i) {
    const quoted_shipping& way = priced.shipping_entries[i];
    ordered_json item{{"method", about.facts.shipping()[i].method},
                      {"list", way.list},
                      {"discount", way.discount},
                      {"price", way.list - way.discount}};
    if (tax.shipping[i]) item["tax"] = tax_json(*tax.shipping[i]);
    out.push_back(std::move(item));
  }
  return out;
}

/// Gifts, upgrades and other things without a price that the quote promises.
ordered_json extras_json(const quote& priced, const answer_context& about) {
  using graph::effect_kind;
  const pack& rules = about.rules;
  ordered_json out = ordered_json::array();
  for (const applied_offer& item : priced.applied) {
    const graph::offer_row& row = rules.tables().offers[item.offer];
    const graph::effect_row& effect = row.effect;
    const std::string_view kind = effect.kind == effect_kind::gift || effect.from_cart != 0 ? "gift"
                                  : effect.kind == effect_kind::shipping_upgrade ? "shipping"
                                  : effect.kind == effect_kind::perk             ? "concession"
                                                                                 : "";
    if (kind.empty()) continue;
    ordered_json extra{{"offer", offer_name(rules, item.offer)},
                       {"kind", kind},
                       {"what", rules.text(effect.text)}};
    if (effect.from_cart != 0) extra["from"] = "cart";
    if (effect.unit == graph::unit::count) {
      extra["count"] = item.has_parameter ? item.parameter : effect.minimum;
    }
    if (row.worth != 0) extra["worth"] = worth_of(row, item.parameter);
    if (about.who == audience::internal) extra["cost"] = item.cost;
    out.push_back(std::move(extra));
  }
  return out;
}

}  // namespace

ordered_json to_json(const quote& priced, const answer_context& about) {
  ordered_json out{{"currency", currency_of(about.rules)},
                   {"subtotal", priced.subtotal},
                   {"discount", priced.discount},
                   {"shipping", priced.shipping},
                   {"shipping_discount", priced.shipping_discount},
                   {"total", priced.total}};
  const bool same_cart = priced.lines.size() == about.facts.lines().size() &&
                         priced.shipping_entries.size() == about.facts.shipping().size();
  const tax_view tax = same_cart ? tax_of(about.rules, about.facts, priced) : tax_view{};
  if (about.who == audience::internal) {
    out["concession"] = priced.concession;
    out["gifts_cost"] = priced.gifts_cost;
    if (same_cart) {
      if (const auto earned = margin_of(priced, tax, about)) {
        out["margin"] = {{"net", earned->net},
                         {"costs", earned->costs},
                         {"amount", earned->net - earned->costs}};
      }
    }
  }
  ordered_json applied = ordered_json::array();
  for (const applied_offer& item : priced.applied) applied.push_back(applied_json(item, about));
  out["applied"] = std::move(applied);
  ordered_json lines = ordered_json::array();
  for (std::uint32_t i = 0; i < priced.lines.size(); ++i) {
    lines.push_back(line_json(priced, i, about));
    if (same_cart && tax.lines[i]) lines.back()["tax"] = tax_json(*tax.lines[i]);
  }
  out["lines"] = std::move(lines);
  if (same_cart && !priced.shipping_entries.empty()) {
    out["shipping_entries"] = ways_json(priced, tax, about);
  }
  if (ordered_json extras = extras_json(priced, about); !extras.empty()) {
    out["extras"] = std::move(extras);
  }
  if (tax.total) out["tax"] = tax_json(tax);
  return out;
}

}  // namespace parley::report
