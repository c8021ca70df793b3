#include "oracle/naive_pricing.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "oracle/naive_pricer.hpp"

namespace parley::oracle {

using kind = syntax::effect::kind;
using level = syntax::pack::level;

std::int64_t naive_quote::cost() const {
  std::int64_t sum = 0;
  for (const naive_applied& a : applied) sum += a.cost;
  return sum;
}

pricer::pricer(const syntax::pack& pack, const naive_facts& facts) : pack_(pack), facts_(facts) {
  for (const naive_line& line : facts.lines) {
    quote_.lines.push_back(
        {{line.quantity, line.quantity * line.price, line.quantity * line.price}});
    quote_.subtotal += line.quantity * line.price;
  }
  for (const naive_shipping& entry : facts.shipping) {
    quote_.shipping += entry.price;
    shipping_.push_back(entry.price);
  }
  staged_shipping_ = shipping_;
}

naive_quote pricer::run(const std::vector<naive_instance>& instances) {
  for (const naive_instance& instance : instances) {
    apply(instance);
    if (quote_.what != naive_quote::status::priced) return quote_;
  }
  std::int64_t left = 0;
  for (std::size_t i = 0; i < quote_.lines.size(); ++i) {
    const std::int64_t price = total_of(i);
    left += price;
    quote_.line_discounts.push_back(facts_.lines[i].price * facts_.lines[i].quantity - price);
  }
  quote_.discount = quote_.subtotal - left;
  quote_.shipping_discount =
      quote_.shipping - std::accumulate(shipping_.begin(), shipping_.end(), std::int64_t{0});
  quote_.total = quote_.subtotal - quote_.discount + quote_.shipping - quote_.shipping_discount;
  return quote_;
}

std::int64_t pricer::total_of(std::size_t line) const {
  std::int64_t sum = 0;
  for (const naive_run& r : quote_.lines[line]) sum += r.total;
  return sum;
}

naive_so_far pricer::so_far() const {
  naive_so_far made;
  for (std::size_t i = 0; i < quote_.lines.size(); ++i) made.subtotal += total_of(i);
  for (const std::int64_t left : shipping_) made.shipping += left;
  made.discount = quote_.subtotal - made.subtotal;
  made.total = made.subtotal + made.shipping;
  return made;
}

pricer::basis pricer::basis_of(const syntax::offer_decl& offer) const {
  using own = decltype(syntax::offer_decl::basis);
  switch (offer.basis) {
    case own::running: return basis::running;
    case own::list: return basis::list;
    case own::stage: return basis::stage;
    case own::inherit: break;
  }
  return pack_.basis;
}

level pricer::level_of(const syntax::offer_decl& offer) const {
  return pack_.rounding_level[stage_of(offer)];
}

void pricer::enter_stage(int stage) {
  if (stage == stage_) return;
  stage_ = stage;
  for (std::vector<naive_run>& line : quote_.lines) {
    for (naive_run& run : line) run.staged = run.total;
  }
  staged_shipping_ = shipping_;
}

std::int64_t pricer::base_of(const syntax::offer_decl& offer, std::size_t line,
                             std::size_t run) const {
  const naive_run& r = quote_.lines[line][run];
  switch (basis_of(offer)) {
    case basis::list: return facts_.lines[line].price * r.count;
    case basis::stage: return r.staged;
    case basis::running: break;
  }
  return r.total;
}

bool pricer::holds(const syntax::target& target, std::size_t line) {
  const naive_scope scope{&pack_, &facts_, nullptr, nullptr};
  const naive_outcome in = in_target(target, facts_.lines[line], scope);
  if (in.what == naive_outcome::kind::unknown) quote_.what = naive_quote::status::unknown;
  if (in.what == naive_outcome::kind::error && quote_.what == naive_quote::status::priced) {
    quote_.what = naive_quote::status::error;
  }
  return in.is(true);
}

bool pricer::may_serve(const syntax::offer_decl& offer, const naive_run& run) {
  return offer.consume_shared ? run.used != naive_run::use::once : run.used == naive_run::use::free;
}

std::vector<portion> pricer::portions_of(const syntax::offer_decl& offer, bool for_sets) {
  std::vector<portion> made;
  for (std::size_t line = 0; line < facts_.lines.size(); ++line) {
    if (!holds(offer.effect.target, line)) continue;
    for (std::size_t run = 0; run < quote_.lines[line].size(); ++run) {
      if (for_sets && !may_serve(offer, quote_.lines[line][run])) continue;
      made.push_back({line, run, base_of(offer, line, run), 0});
    }
  }
  return made;
}

std::int64_t pricer::take(const std::vector<portion>& portions) {
  std::int64_t sum = 0;
  for (const portion& p : portions) {
    quote_.lines[p.line][p.run].total -= p.part;
    sum += p.part;
  }
  return sum;
}

std::int64_t pricer::land(std::vector<portion> portions, std::int64_t amount) {
  std::vector<std::int64_t> weights(facts_.lines.size(), 0);
  std::vector<std::int64_t> room(facts_.lines.size(), 0);
  for (const portion& p : portions) {
    weights[p.line] += p.base;
    room[p.line] += quote_.lines[p.line][p.run].total;
  }
  std::int64_t all = 0;
  for (std::size_t i = 0; i < room.size(); ++i) all += weights[i] > 0 ? room[i] : 0;
  const std::vector<std::int64_t> lines =
      split(std::min(amount, all), weights, room, pack_.remainder);
  for (std::size_t line = 0; line < lines.size(); ++line) split_line(portions, line, lines[line]);
  return take(portions);
}

void pricer::split_line(std::vector<portion>& portions, std::size_t line,
                        std::int64_t amount) const {
  std::vector<std::int64_t> weights;
  std::vector<std::int64_t> room;
  for (const portion& p : portions) {
    if (p.line != line) continue;
    weights.push_back(p.base);
    room.push_back(quote_.lines[p.line][p.run].total);
  }
  const std::vector<std::int64_t> parts = split(amount, weights, room, pack_.remainder);
  std::size_t next = 0;
  for (portion& p : portions) {
    if (p.line == line) p.part = parts[next++];
  }
}

std::int64_t pricer::land_parts(std::vector<portion> portions, const syntax::effect& effect) {
  std::int64_t sum = 0;
  for (portion& p : portions) {
    p.part = std::clamp<std::int64_t>(p.part, 0, quote_.lines[p.line][p.run].total);
    sum += p.part;
  }
  const std::int64_t cap = cap_of(effect, sum);
  if (sum <= cap) return take(portions);
  for (portion& p : portions) p.base = p.part;
  return land(portions, cap);
}

std::int64_t pricer::cap_of(const syntax::effect& effect, std::int64_t amount) {
  if (!effect.cap) return amount;
  return std::min(amount, value_of(*effect.cap).rounded(rounding_mode::down));
}

std::int64_t pricer::take_capped_share(const syntax::offer_decl& offer,
                                       std::vector<portion> portions, fraction share) {
  const fraction cap = value_of(*offer.effect.cap_each);
  const auto held = [&](const portion& p) {
    return fraction(p.base, run_of(p).count) * share >= cap;
  };
  const auto most = [&](const portion& p) {
    return cap.rounded(rounding_mode::down) * run_of(p).count;
  };
  if (level_of(offer) == level::unit) {
    for (portion& p : portions) {
      const std::int64_t count = run_of(p).count;
      p.part = std::min(most(p), (fraction(p.base, count) * share).rounded(pack_.rounding) * count);
    }
    return land_parts(portions, offer.effect);
  }
  // What the cap doesn't hold is one target, or one a line.
  for (std::size_t line = 0; line < facts_.lines.size(); ++line) {
    const bool whole = level_of(offer) == level::order;
    if (whole && line != 0) break;
    std::vector<portion*> members;
    for (portion& p : portions) {
      if (whole || p.line == line) members.push_back(&p);
    }
    std::vector<std::int64_t> weights, room;
    std::int64_t base = 0;
    std::int64_t left = 0;
    for (const portion* p : members) {
      weights.push_back(held(*p) ? 0 : p->base);
      room.push_back(run_of(*p).total);
      base += weights.back();
      left += weights.back() > 0 ? room.back() : 0;
    }
    const std::int64_t amount = std::min(left, (fraction(base) * share).rounded(pack_.rounding));
    const std::vector<std::int64_t> parts = split(amount, weights, room, pack_.remainder);
    for (std::size_t i = 0; i < members.size(); ++i)
      members[i]->part = held(*members[i]) ? most(*members[i]) : parts[i];
  }
  return land_parts(portions, offer.effect);
}

std::int64_t pricer::take_fixed(const syntax::effect& effect, std::vector<portion> portions,
                                std::int64_t each, bool is_price) {
  for (portion& p : portions) {
    const std::int64_t units = each * run_of(p).count;
    p.part = is_price ? p.base - units : units;
  }
  return land_parts(portions, effect);
}

std::int64_t pricer::take_share(const syntax::offer_decl& offer, std::vector<portion> portions,
                                fraction share) {
  if (offer.effect.cap_each) return take_capped_share(offer, std::move(portions), share);
  fraction sum;
  for (const portion& p : portions) sum = sum + fraction(p.base);
  switch (level_of(offer)) {
    case level::order: break;
    case level::line:
      for (std::size_t line = 0; line < facts_.lines.size(); ++line) {
        std::int64_t base = 0;
        std::int64_t left = 0;
        for (const portion& p : portions) {
          if (p.line != line) continue;
          base += p.base;
          left += quote_.lines[p.line][p.run].total;
        }
        split_line(portions, line,
                   std::min(left, (fraction(base) * share).rounded(pack_.rounding)));
      }
      return land_parts(portions, offer.effect);
    case level::unit:
      for (portion& p : portions) {
        const std::int64_t count = quote_.lines[p.line][p.run].count;
        p.part = (fraction(p.base, count) * share).rounded(pack_.rounding) * count;
      }
      return land_parts(portions, offer.effect);
  }
  return land(portions, cap_of(offer.effect, (sum * share).rounded(pack_.rounding)));
}

std::int64_t pricer::take_match(const naive_instance& what, std::vector<portion> portions) {
  for (portion& p : portions) {
    const naive_so_far now = so_far();
    const naive_scope scope{&pack_, &facts_, &facts_.lines[p.line], &now};
    const naive_outcome price = evaluate(*what.offer->effect.match, scope);
    // One line that fails is enough, whatever is unknown of the others.
    if (price.what == naive_outcome::kind::error) quote_.what = naive_quote::status::error;
    if (price.what == naive_outcome::kind::unknown && quote_.what == naive_quote::status::priced) {
      quote_.what = naive_quote::status::unknown;
    }
    if (!price.known()) continue;
    fraction wanted = price.value.number * fraction(100);
    if (const auto& less = what.offer->effect.value) {
      wanted = less->from.what == syntax::amount::kind::percent
                   ? wanted * (fraction(1) - what.parameter)
                   : wanted - what.parameter;
    }
    std::int64_t unit_price = wanted < fraction(0) ? 0 : wanted.rounded(pack_.rounding);
    if (const auto& least = what.offer->effect.least)
      unit_price = std::max(unit_price, value_of(*least).rounded(rounding_mode::down));
    p.part = p.base - unit_price * quote_.lines[p.line][p.run].count;
  }
  if (quote_.what != naive_quote::status::priced) return 0;
  return land_parts(portions, what.offer->effect);
}

std::int64_t pricer::take_merchandise(const naive_instance& what) {
  const syntax::effect& effect = what.offer->effect;
  if (effect.what == kind::gift) return take_gift(what);
  if (effect.what == kind::buy_get && !effect.parts.empty()) return take_cross(what);
  if (effect.what == kind::buy_get)
    return take_sets(what, effect.buy, effect.get, effect.per_group);
  if (effect.what == kind::nth_off)
    return take_sets(what, std::int64_t{effect.buy} - 1, 1, !what.offer->favour_merchant);
  if (effect.what == kind::bundle_price) return take_bundle(what);
  if (effect.what == kind::pick_off) return take_picked(what);
  if (effect.what == kind::set_price) return take_set_price(what);
  std::vector<portion> portions = portions_of(*what.offer);
  if (quote_.what != naive_quote::status::priced) return 0;
  std::int64_t base = 0;
  for (const portion& p : portions) base += p.base;
  switch (effect.what) {
    case kind::match_price: return take_match(what, portions);
    case kind::percent_off: return take_share(*what.offer, portions, what.parameter);
    case kind::amount_off:
      return land(portions, cap_of(effect, what.parameter.rounded(rounding_mode::down)));
    case kind::amount_off_each:
    case kind::unit_price:
      return take_fixed(effect, portions, what.parameter.rounded(rounding_mode::down),
                        effect.what == kind::unit_price);
    case kind::per_spend: {
      const std::int64_t threshold = value_of(*effect.threshold).rounded(rounding_mode::down);
      std::int64_t steps = base / threshold;
      if (effect.times != 0) steps = std::min<std::int64_t>(steps, effect.times);
      return land(portions, cap_of(effect, what.parameter.rounded(rounding_mode::down) * steps));
    }
    case kind::tiers: return take_tiers(what, portions);
    default: return 0;
  }
}

std::int64_t pricer::take_shipping(const naive_instance& what) {
  const syntax::effect& effect = what.offer->effect;
  std::vector<std::int64_t> weights;
  std::vector<std::int64_t> parts;
  std::int64_t base = 0;
  for (std::size_t i = 0; i < shipping_.size(); ++i) {
    // Methods stand one a line.
    const bool selected =
        effect.text.text.empty() ||
        ("\n" + effect.text.text + "\n").find("\n" + facts_.shipping[i].method + "\n") !=
            std::string::npos;
    const basis on = basis_of(*what.offer);
    const std::int64_t of = on == basis::list    ? facts_.shipping[i].price
                            : on == basis::stage ? staged_shipping_[i]
                                                 : shipping_[i];
    weights.push_back(selected ? of : 0);
    base += weights.back();
    const std::int64_t value = what.parameter.rounded(rounding_mode::down);
    std::int64_t part = (fraction(of) * what.parameter).rounded(pack_.rounding);
    if (effect.what == kind::shipping_amount) part = value;
    if (effect.what == kind::shipping_price) part = of - value;
    parts.push_back(selected ? std::clamp<std::int64_t>(part, 0, shipping_[i]) : 0);
  }
  if (effect.what == kind::shipping_percent && level_of(*what.offer) == level::order) {
    std::int64_t room = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) room += weights[i] > 0 ? shipping_[i] : 0;
    const std::int64_t amount = (fraction(base) * what.parameter).rounded(pack_.rounding);
    parts = split(std::min(amount, room), weights, shipping_, pack_.remainder);
  }
  std::int64_t sum = std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
  const std::int64_t cap = cap_of(effect, sum);
  if (cap < sum) parts = split(cap, parts, parts, pack_.remainder);
  for (std::size_t i = 0; i < parts.size(); ++i) shipping_[i] -= parts[i];
  return std::min(sum, cap);
}

void pricer::apply(const naive_instance& what) {
  naive_applied made{what.offer, 0, 0, 0, so_far()};
  const syntax::effect& effect = what.offer->effect;
  enter_stage(stage_of(*what.offer));
  if (effect.what == kind::shipping_percent || effect.what == kind::shipping_amount ||
      effect.what == kind::shipping_price) {
    made.shipping = take_shipping(what);
  } else if ((effect.what != kind::gift || effect.from_cart) && effect.what != kind::perk &&
             effect.what != kind::shipping_upgrade) {
    made.amount = take_merchandise(what);
  }
  made.cost = cost_of(what);
  quote_.applied.push_back(made);
}

std::int64_t pricer::cost_of(const naive_instance& what) const {
  if (!what.offer->cost) return 0;
  const std::int64_t cost = value_of(*what.offer->cost).rounded(rounding_mode::down);
  const bool counted = what.offer->effect.what == kind::perk && what.offer->effect.value;
  if (!counted || what.offer->cost_per == 0) return cost;
  return (fraction(cost) * what.parameter / fraction(std::int64_t{what.offer->cost_per}))
      .rounded(rounding_mode::ceiling);
}

naive_quote price(const syntax::pack& pack, const naive_facts& facts,
                  const std::vector<naive_instance>& instances) {
  if (pack.line_order != decltype(pack.line_order)::sorted)
    return pricer(pack, facts).run(instances);
  // Priced as if the cart had its lines in their sorted order, then told in the cart's own.
  std::vector<std::size_t> order(facts.lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t i) {
    const naive_line& line = facts.lines[i];
    return std::tuple(line.sku, line.price, line.quantity, line.id);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  naive_facts sorted = facts;
  for (std::size_t i = 0; i < order.size(); ++i) sorted.lines[i] = facts.lines[order[i]];
  const naive_quote made = pricer(pack, sorted).run(instances);
  naive_quote told = made;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i < made.lines.size()) told.lines[order[i]] = made.lines[i];
    if (i < made.line_discounts.size()) told.line_discounts[order[i]] = made.line_discounts[i];
  }
  return told;
}

}  // namespace parley::oracle
