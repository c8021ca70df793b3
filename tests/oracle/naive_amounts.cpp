// What pricing asks before any money moves: stages, the order of offers, targets, and splitting.
#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "oracle/naive_pricing.hpp"

namespace parley::oracle {

using kind = syntax::effect::kind;

bool is_shipping(const syntax::effect& effect) {
  return effect.what == kind::shipping_percent || effect.what == kind::shipping_amount ||
         effect.what == kind::shipping_price || effect.what == kind::shipping_upgrade;
}

int stage_of(const syntax::offer_decl& offer) {
  using stage = decltype(syntax::offer_decl::stage);
  if (offer.stage != stage::inherit)
    return static_cast<int>(offer.stage) - static_cast<int>(stage::item);
  const syntax::effect& effect = offer.effect;
  if (is_shipping(effect)) return 2;
  const bool whole = effect.target.what == syntax::target::kind::order && effect.parts.empty();
  const bool gift = effect.what == kind::gift && !effect.from_cart;
  return whole || gift || effect.what == kind::perk ? 1 : 0;
}

fraction value_of(const syntax::amount& amount) {
  return amount.what == syntax::amount::kind::percent ? fraction(amount.value) / fraction(100)
                                                      : fraction(amount.value) * fraction(100);
}

namespace {

/// Where the pack's `ties` puts an offer among others of its stage and rank.
std::pair<int, fraction> tie_of(const syntax::pack& pack, const syntax::offer_decl& offer) {
  using ties = decltype(syntax::pack::ties);
  const syntax::effect& effect = offer.effect;
  const syntax::amount* value = nullptr;
  if (effect.value) value = effect.value->to ? &*effect.value->to : &effect.value->from;
  if (effect.what == kind::tiers) value = &effect.tiers.back().value;
  const bool percent = value != nullptr && value->what == syntax::amount::kind::percent;
  const bool nothing = effect.what == kind::gift || effect.what == kind::perk ||
                       effect.what == kind::shipping_upgrade;
  const bool price = effect.what == kind::unit_price || effect.what == kind::set_price ||
                     effect.what == kind::bundle_price || effect.what == kind::match_price ||
                     effect.what == kind::shipping_price;
  // Whole percentages such as `free` have no number in the sentence's text, but a value of 100.
  const fraction number = value == nullptr ? fraction(0) : fraction(0) - fraction(value->value);
  switch (pack.ties) {
    case ties::pack: break;
    case ties::percent: return {percent ? 0 : price ? 1 : nothing ? 3 : 2, number};
    case ties::amount: return {price ? 0 : nothing ? 3 : percent ? 2 : 1, number};
    case ties::greatest: return {nothing ? 1 : 0, number};
  }
  return {0, fraction(0)};
}

}  // namespace

std::vector<naive_instance> in_order(const syntax::pack& pack,
                                     std::vector<naive_instance> instances) {
  const auto key = [&](const naive_instance& i) {
    return std::tuple(stage_of(*i.offer), i.offer->rank.value_or(0), tie_of(pack, *i.offer),
                      i.offer - pack.offers.data());
  };
  std::stable_sort(instances.begin(), instances.end(),
                   [&](const naive_instance& a, const naive_instance& b) {
                     if (key(a) != key(b)) return key(a) < key(b);
                     return a.parameter < b.parameter;
                   });
  return instances;
}

naive_outcome in_target(const syntax::target& target, const naive_line& line,
                        const naive_scope& scope) {
  naive_outcome made{naive_outcome::kind::known, naive_value::of(true)};
  if (target.what == syntax::target::kind::sku) made.value.yes = line.sku == target.which.text;
  if (target.what == syntax::target::kind::named)
    return in_selector(target.which.text, line, scope);
  return made;
}

std::vector<std::int64_t> split(std::int64_t total, const std::vector<std::int64_t>& weights,
                                const std::vector<std::int64_t>& capacities, remainder policy) {
  const std::size_t n = weights.size();
  std::vector<std::int64_t> parts(n, 0);
  std::vector<bool> open(n);
  for (std::size_t i = 0; i < n; ++i) open[i] = weights[i] > 0;
  std::int64_t left = total;
  std::int64_t weight = 0;
  for (bool again = true; again;) {
    again = false;
    weight = 0;
    for (std::size_t i = 0; i < n; ++i) weight += open[i] ? weights[i] : 0;
    std::vector<std::size_t> full;
    for (std::size_t i = 0; i < n; ++i) {
      if (open[i] && fraction(int128{left} * weights[i], weight) >= fraction(capacities[i]))
        full.push_back(i);
    }
    for (const std::size_t i : full) {
      parts[i] = capacities[i];
      left -= capacities[i];
      open[i] = false;
      again = true;
    }
  }
  if (policy == remainder::carry) {
    fraction sum;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (!open[i]) continue;
      sum = sum + fraction(int128{left} * weights[i], weight);
      parts[i] = sum.rounded(rounding_mode::half_away) - given;
      given += parts[i];
    }
    return parts;
  }
  std::vector<fraction> lost(n);
  std::int64_t rest = left;
  bool any_open = false;
  for (std::size_t i = 0; i < n; ++i) {
    if (!open[i]) continue;
    any_open = true;
    const fraction share(int128{left} * weights[i], weight);
    parts[i] =
        share.rounded(policy == remainder::spread ? rounding_mode::half_down : rounding_mode::down);
    lost[i] = share - fraction(parts[i]);
    rest -= parts[i];
  }
  if (!any_open) return parts;
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (policy == remainder::largest) {
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return lost[a] > lost[b]; });
  }
  if (policy == remainder::last) std::reverse(order.begin(), order.end());
  for (const std::size_t i : order) {
    if (rest == 0) break;
    if (weights[i] == 0 || (policy == remainder::largest && !open[i])) continue;
    const bool whole = policy == remainder::first || policy == remainder::last;
    if (rest > 0) {
      const std::int64_t moved = std::min(whole ? rest : 1, capacities[i] - parts[i]);
      parts[i] += moved;
      rest -= moved;
    } else if (parts[i] > 0) {
      --parts[i];
      ++rest;
    }
  }
  return parts;
}

}  // namespace parley::oracle
