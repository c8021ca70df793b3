// A pack with a row of every kind, and a way to change its rows before it is sealed again.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compile/graph_builder.hpp"
#include "parley/graph/verify.hpp"
#include "support/campaign.hpp"

namespace parley::testing {

using wide_tables = decltype(compile::graph_builder::tables);

inline const char* pack_of_every_row() {
  return R"(
pack: every-row
version: 1
currency: USD
timezone: America/New_York
defaults: {stacking: closed, intent: optional}
facts:
  customer.tier: {type: string, one_of: [bronze, gold]}
  customer.verified: {type: bool, default: false}
  customer.orders: {type: int, min: 0, max: 90}
  customer.tags: {type: list, of: string, one_of: [a, b], max_size: 5}
  customer.points: {type: map, of: int}
  customer.since: {type: timestamp, optional: true}
  conversation.pause: {type: duration, max_age: 15m, voids: true}
  conversation.sentiment: {type: decimal, min: -1, max: 1}
  competitor.price: {type: money}
  vat: {type: percent, default: 20%}
  line.map: {type: money}
  line.organic: {type: bool, default: false}
selectors:
  tea: line.category == "tea"
  mug: line.sku == "MUG"
offers:
  TEN: {give: 10% off order, class: [order, coupon], when: customer.orders == 0 && customer.verified,
        because: a welcome}
  HAGGLE: {give: 1%..12% step 1% off order, class: [order, negotiated], repeat: 2}
  TIERS: {give: "5% from 3, 10% from 10 off tea", class: item}
  RANGED: {give: "5% from 3, 8%..12% step 1% from 10 off tea", class: item}
  PER_PIECE: {give: "1.00 each from 3, 2.00 each from 10 off tea", class: item}
  BUNDLE: {give: bundle 2 tea + mug + sku SPOON for 30.00, class: item}
  CROSS: {give: buy 2 tea get 1 mug free, class: item}
  MATCH: {give: match competitor.price on tea, class: item, when: 'customer.tags.map(t, t + "x").exists(t, t == "ax")'}
  FREE: {give: free shipping by standard, class: shipping, when: cart.subtotal >= 50}
  TOTE: {give: gift SKU-TOTE, class: gift, cost: 4.00, worth: 9.00,
         obligations: [{kind: log, text: a tote, when: customer.verified}]}
  POINTS: {give: concession points 100..500 step 100, cost: 1.25 per 100, worth: 2.00 per 100, class: gift}
stacking:
  - class order with class shipping
  - {rule: TEN with HAGGLE, id: both, overrides: coupon-x-negotiated, when: customer.verified}
  - {rule: class coupon excludes class negotiated, id: coupon-x-negotiated, because: the best price}
  - at most 1 of class shipping
  - CROSS alone
  - TOTE requires one of TEN, HAGGLE
  - POINTS requires TEN
  - TEN before HAGGLE
  - class gift with any
limits:
  - discount <= 15% of subtotal
  - {limit: discount <= 8% of subtotal, id: unverified-cap, when: '!customer.verified', else: escalate to supervisor}
  - price per unit of tea >= line.map
  - price per unit of tea >= 110% of line.cost
  - uses of TEN per customer <= 1
  - spend of class negotiated per day <= 5000.00
  - {limit: concession <= 30% of subtotal, obligations: [{kind: log, text: generous}]}
playbooks:
  match:
    offers: [class negotiated, TEN]
    needs: [customer.verified, competitor.price]
    limits: [discount <= 5% of subtotal]
    handoff: {when: conversation.sentiment < -0.5, to: human, because: upset}
    obligations: [{kind: disclosure, text: in stock only}]
handoff: [{when: customer.orders > 50, to: legal}]
obligations: [{kind: disclosure, text: prices include VAT, when: 'vat > percent("10")'}]
wording:
  de: {allow: Gerne., deny: Nein.}
  en: {deny: No.}
negotiation:
  ladder: [HAGGLE 3%, HAGGLE 5% + TOTE]
  sweeteners: [FREE]
  rounds: 5
  expires: 30m
  evidence: competitor.price
  triggers: {review: customer.verified, older: 'customer.orders > 3'}
)";
}

/// The rows of a pack as they were before it was sealed.
inline compile::graph_builder unsealed(const pack& p) {
  compile::graph_builder made;
  const graph::table_views& from = p.tables();
  auto& to = made.tables;
  const auto copy = [](auto& rows, const auto& views) {
    rows.clear();
    for (const auto& row : views) rows.push_back(row);
  };
  copy(to.header, from.header), copy(to.texts, from.texts), copy(to.constants, from.constants);
  copy(to.facts, from.facts), copy(to.line_facts, from.line_facts);
  for (const graph::packed_fact f : from.fact_refs) to.fact_refs.emplace_back(f);
  copy(to.expression_nodes, from.expression_nodes);
  copy(to.expression_operands, from.expression_operands);
  copy(to.expressions, from.expressions), copy(to.selectors, from.selectors);
  copy(to.offers, from.offers), copy(to.offers_by_name, from.offers_by_name);
  copy(to.classes, from.classes), copy(to.class_refs, from.class_refs);
  copy(to.offer_refs, from.offer_refs), copy(to.rule_refs, from.rule_refs);
  copy(to.bundle_parts, from.bundle_parts), copy(to.tiers, from.tiers);
  copy(to.obligations, from.obligations), copy(to.subjects, from.subjects);
  copy(to.stacking, from.stacking), copy(to.limits, from.limits), copy(to.counters, from.counters);
  copy(to.playbooks, from.playbooks), copy(to.handoffs, from.handoffs), copy(to.steps, from.steps);
  copy(to.step_items, from.step_items), copy(to.triggers, from.triggers);
  copy(to.zone_data, from.zone_data), copy(to.wording, from.wording);
  return made;
}

inline const pack& every_row() {
  static const pack made = test::pack_of(pack_of_every_row());
  return made;
}

/// What the verifier says of that pack after one change; "sound" when nothing.
inline std::string verdict_after(const std::function<void(wide_tables&)>& change) {
  compile::graph_builder builder = unsealed(every_row());
  change(builder.tables);
  const std::optional<error> failure = graph::verify(builder.seal().tables());
  if (!failure) return "sound";
  return failure->code == "image.content" ? failure->message : "another code: " + failure->code;
}

inline std::string row_of(std::string_view table, std::size_t row) {
  return "row " + std::to_string(row) + " of table " + std::string(table) + " is not sound";
}

/// The row of an offer of that pack.
inline graph::index offer(std::string_view name) {
  return every_row().offer_named(name);
}

}  // namespace parley::testing
