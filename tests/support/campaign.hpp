// A pack and facts from text, and short ways to ask about them.
#pragma once

#include <deque>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "parley/compiler/compile.hpp"
#include "parley/compiler/read.hpp"
#include "parley/engine/question_workspace.hpp"

namespace parley::test {

/// Texts that don't compile or read are a broken test: it throws what the diagnostics say.
[[nodiscard]] inline pack pack_of(std::string text) {
  compilation made = compile_text("pack.yaml", std::move(text));
  if (!made.compiled) {
    std::string all = "the pack doesn't compile:";
    for (const diagnostic& d : made.found.items()) all += "\n  " + d.message;
    throw std::runtime_error(all);
  }
  return *made.compiled;
}

/// One pack with the facts of one request.
class campaign {
 public:
  campaign(pack p, const std::string& facts_text) : rules(std::move(p)) { learn(facts_text); }
  campaign(std::string rules_text, const std::string& facts_text)
      : campaign(pack_of(std::move(rules_text)), facts_text) {}

  void learn(const std::string& text) {
    source_set files;
    diagnostics found;
    std::optional<fact_set> read =
        read_facts(rules, files, files.add("facts.yaml", text), {}, found);
    if (!read) {
      std::string all = "the facts don't fit:";
      for (const diagnostic& d : found.items()) all += "\n  " + d.message;
      throw std::runtime_error(all);
    }
    facts = std::make_unique<fact_set>(std::move(*read));
  }

  /// `{"WELCOME10", "HAGGLE=8%"}` as a proposal; texts live as long as this object.
  proposal of(std::initializer_list<std::string_view> offers, std::string_view intent = {}) {
    owned_proposal& made = kept_.emplace_back();
    diagnostics found;
    for (const std::string_view offer : offers) {
      if (!parse_offer_argument(rules, offer, {}, made, found)) {
        throw std::runtime_error("no offer: " + std::string(offer));
      }
    }
    made.content.intent = intent;
    return made.content;
  }
  const decision& judge(std::initializer_list<std::string_view> offers,
                        std::string_view intent = {}) {
    return memory.judge(rules, *facts, of(offers, intent));
  }
  const decision& judge(const proposal& asked) { return memory.judge(rules, *facts, asked); }

  [[nodiscard]] graph::index offer(std::string_view name) const { return rules.offer_named(name); }
  [[nodiscard]] std::string name(graph::index which) const {
    return std::string(rules.text(rules.tables().offers[which].name));
  }
  /// "HAGGLE=80000 + TOTE": names with raw parameters.
  [[nodiscard]] static std::string text(const proposal& made) {
    std::string out;
    for (const proposed_offer& o : made.offers) {
      if (!out.empty()) out += " + ";
      out += o.name;
      if (o.has_parameter) out += "=" + std::to_string(o.parameter);
    }
    return out;
  }

  pack rules;
  std::unique_ptr<fact_set> facts;
  question_workspace memory;

 private:
  std::deque<owned_proposal> kept_;
};

inline constexpr std::int64_t one_percent = 1'000'000;

/// The winter campaign in short: what most questions need.
inline const char* winter_pack() {
  return R"(
pack: winter
version: 3
currency: USD
defaults: {basis: running, stacking: closed, intent: optional}
facts:
  customer.verified: {type: bool}
  customer.orders: {type: int, min: 0}
  channel: {type: string, one_of: [email, web]}
  conversation.sentiment: {type: decimal, min: -1, max: 1}
  inventory.eta_days: {type: int, min: 0, max_age: 15m}
  stock.sold_out: {type: bool, default: false, voids: true}
  customer.prepays: {type: bool, default: false}
  line.map: {type: money}
selectors:
  tea: line.category == "tea"
offers:
  WELCOME10: {give: 10% off order, class: [order, coupon], when: customer.orders == 0}
  FREESHIP: {give: free shipping, class: shipping, when: cart.subtotal >= 50}
  TEA3: {give: buy 2 get 1 free of tea, class: item}
  TOTE: {give: gift SKU-TOTE, class: gift, cost: 4.00, worth: 9.00}
  COASTER: {give: gift SKU-COASTER, class: gift, cost: 1.50, worth: 5.00, when: cart.subtotal >= 75}
  EXPRESS: {give: shipping upgrade to express, class: shipping, cost: 7.00, when: inventory.eta_days <= 2}
  HAGGLE: {give: 1%..12% step 1% off order, class: [order, negotiated], when: customer.verified || channel == "web"}
stacking:
  - WELCOME10 with FREESHIP, EXPRESS
  - HAGGLE with FREESHIP
  - class item with any
  - class gift with any
  - class coupon excludes class negotiated
  - at most 1 of class order
  - at most 1 of class shipping
  - at most 1 of class gift
  - TOTE requires one of WELCOME10, HAGGLE
limits:
  - discount <= 15% of subtotal
  - concession <= 30% of subtotal
  - limit: discount <= 8% of subtotal
    id: unverified-cap
    when: '!customer.verified'
    else: escalate to supervisor
  - margin >= 18%
  - price per unit of tea >= line.map
  - uses of WELCOME10 per customer <= 1
playbooks:
  price_match:
    offers: [class negotiated]
    limits: [discount <= 5% of subtotal]
    handoff: {when: conversation.sentiment < -0.5, to: human}
negotiation:
  ladder: [HAGGLE 3%, HAGGLE 5%, HAGGLE 5% + TOTE, HAGGLE 8% + TOTE]
  sweeteners: [FREESHIP]
  rounds: 8
  expires: 30m
  triggers:
    prepay: customer.prepays
)";
}

inline const char* winter_facts() {
  return R"(
now: 2026-11-22T10:00:00Z
cart:
  currency: USD
  lines:
    - {id: l1, sku: TEA-GREEN, qty: 2, price: 12.00, cost: 5.00, category: tea, map: 7.50}
    - {id: l2, sku: MUG, qty: 2, price: 20.00, cost: 9.00, category: kitchen, map: 0.00}
  shipping: [{method: standard, price: 5.99, cost: 4.10}]
customer: {key: c-1001, verified: true, orders: 0}
channel: email
inventory: {eta_days: 2, as_of: 2026-11-22T09:58:00Z}
conversation: {sentiment: 0.2}
stock: {sold_out: false}
customer.prepays: false
counters: {"uses of WELCOME10 per customer": 0}
)";
}

/// A text with one piece replaced; a piece that isn't there is a broken test.
[[nodiscard]] inline std::string with(std::string text, std::string_view from,
                                      std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("not found: " + std::string(from));
  return text.replace(at, from.size(), to);
}

}  // namespace parley::test
