// Verifying selectors, offers, effects and classes of an image. Internal to verify.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "parley/base/limits.hpp"
#include "parley/graph/verify_primitives.hpp"

namespace parley::graph::detail {

inline bool verify_selectors(inspection& in) {
  for (std::size_t i = 0; i < in.t.selectors.size(); ++i) {
    const selector_row& s = in.t.selectors[i];
    if (!in.named(s.name) || !in.required_condition(s.when, true) || !in.place(s.at)) {
      return in.fail("selectors", i);
    }
  }
  return in.t.selectors.size() <= caps::selectors || in.fail("selectors", caps::selectors);
}

/// Whether `target` is something that an effect can act on and `which` and `text` lead to it.
inline bool verify_target(const inspection& in, target_kind target, index which, text_ref text) {
  switch (target) {
    case target_kind::selector: return in.row(which, in.t.selectors) && in.text(text);
    case target_kind::sku: return which == no_index && in.named(text);
    case target_kind::none:
    case target_kind::order:
    case target_kind::shipping: return which == no_index && in.text(text);
    default: return false;
  }
}

/// Whether a value of an effect is inside what its unit allows.
inline bool verify_amount(graph::unit unit, std::int64_t amount) {
  switch (unit) {
    case graph::unit::none: return amount == 0;
    case graph::unit::share: return amount >= 0 && amount <= ratio_one;
    case graph::unit::money: return amount >= 0 && amount <= caps::cart_total;
    case graph::unit::count: return amount >= 0 && amount <= caps::cart_total;
  }
  return false;
}

/// What the kinds of effects need beyond what all of them share.
inline bool verify_kind(const inspection& in, const effect_row& e) {
  const bool goods = e.target == target_kind::order || e.target == target_kind::selector ||
                     e.target == target_kind::sku;
  const bool shares = e.unit == unit::share;
  const bool money = e.unit == unit::money;
  const auto most = static_cast<std::uint32_t>(caps::quantity);
  const bool counts = e.buy >= 1 && e.buy <= most;
  switch (e.kind) {
    case effect_kind::percent_off: return goods && shares;
    case effect_kind::amount_off:
    case effect_kind::amount_off_each:
    case effect_kind::unit_price: return goods && money;
    case effect_kind::set_price: return goods && money && counts;
    case effect_kind::bundle_price:
      return money && e.parts.count > 0 && e.parts.count <= caps::bundle_parts;
    case effect_kind::buy_get:
      return goods && counts && e.get >= 1 && e.get <= most && (shares || money) &&
             (e.parts.count == 0 || e.parts.count == 2);
    case effect_kind::nth_off:
    case effect_kind::pick_off: return goods && counts && (shares || money);
    case effect_kind::tiers:
      return goods && e.tiers.count > 0 && (e.unit == unit::none || shares || money);
    case effect_kind::per_spend: return goods && money && e.threshold > 0;
    case effect_kind::shipping_percent: return e.target == target_kind::shipping && shares;
    case effect_kind::shipping_amount:
    case effect_kind::shipping_price: return e.target == target_kind::shipping && money;
    case effect_kind::shipping_upgrade:
      return e.target == target_kind::shipping && in.named(e.text);
    case effect_kind::gift: return e.target == target_kind::none && in.named(e.text);
    case effect_kind::match_price:
      return goods && in.number(e.expression) && (e.unit == unit::none || shares || money);
    case effect_kind::perk: return e.target == target_kind::none && in.named(e.text);
  }
  return false;
}

inline bool verify_effect(inspection& in, const effect_row& e) {
  if (!in.one_of(e.kind, effect_kind::perk) || !in.one_of(e.target, target_kind::offer_class) ||
      !in.one_of(e.pick, picker::dearest) || !in.one_of(e.unit, unit::count) ||
      !in.flag(e.per_group) || e.tiers_by > 2 || !in.flag(e.consume_shared) ||
      !in.flag(e.favour_merchant) || !in.flag(e.graduated) || !in.flag(e.from_cart) ||
      !in.blank(e.unused)) {
    return false;
  }
  if (!verify_target(in, e.target, e.target_index, e.text) || !verify_kind(in, e)) return false;
  if (!verify_amount(e.unit, e.minimum) || !verify_amount(e.unit, e.maximum)) return false;
  if (e.minimum > e.maximum || e.step < 0 || (e.minimum != e.maximum && e.step == 0)) return false;
  if (e.step > 0 && (e.maximum - e.minimum) % e.step != 0) return false;
  if (e.cap_each < -1 || e.cap_each > caps::cart_total) return false;
  if (e.cap < -1 || e.cap > caps::cart_total || e.threshold < 0 || e.threshold > caps::cart_total) {
    return false;
  }
  if (e.expression != no_index && !in.number(e.expression)) return false;
  if (!in.rows(e.parts, in.t.bundle_parts) || !in.visit(e.parts.count)) return false;
  for (const bundle_part_row& part : in.t.bundle_parts.subspan(e.parts.first, e.parts.count)) {
    if (!in.one_of(part.target, target_kind::offer_class) || !in.blank(part.unused) ||
        !verify_target(in, part.target, part.target_index, part.sku) ||
        part.target == target_kind::none || part.target == target_kind::shipping ||
        part.quantity == 0 || part.quantity > caps::quantity) {
      return false;
    }
  }
  if (!in.rows(e.tiers, in.t.tiers) || e.tiers.count > caps::tiers) return false;
  std::int64_t from = -1;
  const tier_row* const first = e.tiers.count > 0 ? &in.t.tiers[e.tiers.first] : nullptr;
  if (first != nullptr && e.graduated != 0) {
    const bool shares = first->unit == unit::share;
    if (e.tiers_by == 2 || (!shares && (e.tiers_by == 1 || first->gives == tier_gives::off))) {
      return false;
    }
  }
  std::uint32_t chosen = 0;
  for (const tier_row& step : in.t.tiers.subspan(e.tiers.first, e.tiers.count)) {
    chosen += step.chosen;
    if (step.from <= from || step.from > caps::cart_total || !in.blank(step.unused) ||
        !in.flag(step.chosen) || (step.unit != unit::share && step.unit != unit::money) ||
        !in.one_of(step.gives, tier_gives::price) ||
        (e.unit != unit::none && e.unit != step.unit) ||
        (step.gives != tier_gives::off && step.unit != unit::money) || step.unit != first->unit ||
        step.gives != first->gives || !verify_amount(step.unit, step.value)) {
      return false;
    }
    from = step.from;
  }
  // A range is the value of one tier; the only one needs no mark.
  const bool ranged = e.kind == effect_kind::tiers && e.unit != unit::none;
  if (chosen != (ranged ? 1U : 0U) && !(ranged && e.tiers.count == 1)) return false;
  return true;
}

inline bool verify_links(inspection& in, const offer_links& links) {
  return in.refs(links.classes, in.t.class_refs, in.t.classes, true) &&
         in.refs(links.stacking, in.t.rule_refs, in.t.stacking, true) &&
         in.refs(links.limits, in.t.rule_refs, in.t.limits, true);
}

/// An offer without its effect and its links.
inline bool verify_offer(const inspection& in, const offer_row& o) {
  return in.named(o.name) && in.text(o.because) && in.place(o.at) &&
         in.one_of(o.stage, stage::shipping) && in.one_of(o.basis, basis::stage) &&
         in.flag(o.has_cost) && o.unused == 0 && o.cost_per <= caps::quantity && o.repeat >= 1 &&
         o.repeat <= caps::proposal_offers && o.position < in.t.offers.size() &&
         in.condition(o.when) && o.cost >= 0 && o.cost <= caps::cart_total && o.worth >= 0 &&
         o.worth <= caps::cart_total && in.rows(o.obligations, in.t.obligations);
}

inline bool verify_offers(inspection& in) {
  const offers_view& offers = in.t.offers;
  std::vector<bool> taken(offers.size());
  // What offers share is looked at once, and told of the first of them.
  std::vector<bool> effect_seen(offers.effects.size());
  std::vector<bool> links_seen(offers.links.size());
  for (std::size_t i = 0; i < offers.size(); ++i) {
    const packed_offer& p = offers.rows[i];
    bool good = verify_offer(in, offers[i]) && !taken[p.position];
    if (good && !effect_seen[p.effect]) good = verify_effect(in, offers.effect(p.effect));
    if (good && !links_seen[p.links]) good = verify_links(in, offers.links[p.links]);
    if (!good) return in.fail("offers", i);
    taken[p.position] = effect_seen[p.effect] = links_seen[p.links] = true;
  }
  for (std::size_t i = 0; i < effect_seen.size(); ++i) {
    if (!effect_seen[i]) return in.fail("effects", i);
  }
  for (std::size_t i = 0; i < links_seen.size(); ++i) {
    if (!links_seen[i]) return in.fail("links", i);
  }
  if (in.t.offers_by_name.size() != offers.size() || offers.size() > caps::offers) {
    return in.fail("offers_by_name", in.t.offers_by_name.size());
  }
  for (std::size_t i = 0; i < offers.size(); ++i) {
    const index which = in.t.offers_by_name[i];
    // Strictly rising names over as many rows as there are offers: each offer stands here once.
    if (which >= offers.size() || (i > 0 && in.view(offers[in.t.offers_by_name[i - 1]].name) >=
                                                in.view(offers[which].name))) {
      return in.fail("offers_by_name", i);
    }
  }
  for (std::size_t i = 0; i < in.t.obligations.size(); ++i) {
    const obligation_row& o = in.t.obligations[i];
    if (!in.named(o.kind) || !in.text(o.text) || !in.condition(o.when) || !in.place(o.at)) {
      return in.fail("obligations", i);
    }
  }
  return true;
}

inline bool verify_classes(inspection& in) {
  if (in.t.classes.size() > caps::classes) return in.fail("classes", caps::classes);
  for (std::size_t i = 0; i < in.t.classes.size(); ++i) {
    const class_row& c = in.t.classes[i];
    if (!in.named(c.name) || !in.refs(c.members, in.t.offer_refs, in.t.offers, true)) {
      return in.fail("classes", i);
    }
  }
  return true;
}

}  // namespace parley::graph::detail
