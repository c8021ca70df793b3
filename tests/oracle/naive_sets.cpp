// Sets of units: the naive pricer expands every unit and looks at them one by one.
#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "oracle/naive_pricer.hpp"

namespace parley::oracle {

using level = syntax::pack::level;

std::vector<unit> pricer::units_of(const syntax::offer_decl& offer, bool falling) {
  std::vector<unit> made;
  for (const portion& p : portions_of(offer, true)) {
    const std::int64_t count = quote_.lines[p.line][p.run].count;
    for (std::int64_t i = 0; i < count; ++i)
      made.push_back({p.line, p.run, fraction(p.base, count), false, false});
  }
  sort(made, falling);
  return made;
}

void pricer::sort(std::vector<unit>& made, bool falling) const {
  const auto tie = [&](const unit& u) {
    const naive_line& line = facts_.lines[u.line];
    return std::tuple(line.sku, line.price, line.quantity, line.id, u.run);
  };
  std::stable_sort(made.begin(), made.end(), [&](const unit& a, const unit& b) {
    if (a.price != b.price) return falling ? a.price > b.price : a.price < b.price;
    return tie(a) < tie(b);
  });
}

// Of each `buy + get` units `get` are chosen, either of consecutive units in the order of price
// (the customer's groups start from the dearest unit, the merchant's from the cheapest) or anywhere
// in the cart; what else the sets use up is cheap for the customer, dear for the merchant.
std::int64_t pricer::take_sets(const naive_instance& what, std::int64_t buy, std::int64_t get,
                               bool per_group) {
  const syntax::effect& effect = what.offer->effect;
  const bool merchant = what.offer->favour_merchant;
  const bool falling = per_group && !merchant;
  std::vector<unit> units = units_of(*what.offer, falling);
  if (quote_.what != naive_quote::status::priced) return 0;
  std::int64_t sets = static_cast<std::int64_t>(units.size()) / (buy + get);
  if (effect.times != 0) sets = std::min<std::int64_t>(sets, effect.times);
  if (per_group) {
    for (std::int64_t set = 0; set < sets; ++set) {
      for (std::int64_t i = 0; i < buy + get; ++i) {
        unit& u = units[static_cast<std::size_t>(set * (buy + get) + i)];
        u.consumed = true;
        u.chosen = effect.dearest == falling ? i < get : i >= buy;
      }
    }
  } else {
    choose(units, sets * get, effect.dearest, true);
    choose(units, sets * buy, merchant, false);
  }
  return land(consume(*what.offer, units),
              cap_of(effect, share_of_chosen(*what.offer, units, what.parameter)));
}

std::int64_t pricer::share_of_chosen(const syntax::offer_decl& offer,
                                     const std::vector<unit>& units, fraction parameter) const {
  // Rounded once on the whole, once a line, or once a unit; units that the cap holds give just
  // that.
  const auto& value = offer.effect.value;
  const bool money = value && value->from.what != syntax::amount::kind::percent;
  const bool capped = money || offer.effect.cap_each.has_value();
  const fraction cap = money ? parameter : capped ? value_of(*offer.effect.cap_each) : fraction(0);
  const fraction share = money ? fraction(1) : parameter;
  fraction sum;
  std::vector<fraction> by_line(quote_.lines.size());
  std::int64_t by_unit = 0;
  std::int64_t held = 0;
  for (const unit& u : units) {
    if (!u.chosen) continue;
    const std::int64_t most = cap.rounded(rounding_mode::down);
    const std::int64_t rounded = (u.price * share).rounded(pack_.rounding);
    by_unit += capped ? std::min(rounded, most) : rounded;
    if (capped && u.price * share > cap) {
      held += most;
      continue;
    }
    sum = sum + u.price;
    by_line[u.line] = by_line[u.line] + u.price;
  }
  std::int64_t amount = held + (sum * share).rounded(pack_.rounding);
  if (level_of(offer) == level::unit) amount = by_unit;
  if (level_of(offer) == level::line) {
    amount = held;
    for (const fraction& line : by_line) amount += (line * share).rounded(pack_.rounding);
  }
  return amount;
}

std::int64_t pricer::take_picked(const naive_instance& what) {
  const syntax::effect& effect = what.offer->effect;
  std::vector<unit> units = units_of(*what.offer, false);
  if (quote_.what != naive_quote::status::priced) return 0;
  choose(units, effect.buy, effect.dearest, true);
  return land(consume(*what.offer, units),
              cap_of(effect, share_of_chosen(*what.offer, units, what.parameter)));
}

// N units for a price: the customer's sets from the dearest unit on, as long as a set saves
// something; the merchant's all there are, from the cheapest on, of which some may save nothing.
std::int64_t pricer::take_set_price(const naive_instance& what) {
  const syntax::effect& effect = what.offer->effect;
  const bool merchant = what.offer->favour_merchant;
  std::vector<unit> units = units_of(*what.offer, !merchant);
  if (quote_.what != naive_quote::status::priced) return 0;
  std::int64_t sets = static_cast<std::int64_t>(units.size()) / effect.buy;
  if (effect.times != 0) sets = std::min<std::int64_t>(sets, effect.times);
  fraction saved;
  for (std::int64_t set = 0; set < sets; ++set) {
    fraction price;
    const auto first = units.begin() + static_cast<std::ptrdiff_t>(set * effect.buy);
    for (auto u = first; u != first + effect.buy; ++u) price = price + u->price;
    if (price <= what.parameter && !merchant) break;
    if (price > what.parameter) saved = saved + price - what.parameter;
    for (auto u = first; u != first + effect.buy; ++u) u->consumed = true;
  }
  return land(consume(*what.offer, units), cap_of(effect, saved.rounded(pack_.rounding)));
}

namespace {
constexpr std::size_t none = static_cast<std::size_t>(-1);
}

// Gives unit `u` a place in a bundle, moving others to other places if that helps; `places` holds
// which unit has each.
bool pricer::find_place(std::size_t u, const std::vector<std::vector<bool>>& fits,
                        std::vector<std::size_t>& places, std::vector<bool>& tried) const {
  for (std::size_t place = 0; place < places.size(); ++place) {
    if (tried[place] || !fits[u][place]) continue;
    tried[place] = true;
    if (places[place] == none || find_place(places[place], fits, places, tried)) {
      places[place] = u;
      return true;
    }
  }
  return false;
}

// The units of so many bundles, best first for whom it favours; nothing when there are too few.
std::optional<std::vector<std::size_t>> pricer::bundled(
    const syntax::effect& effect, const std::vector<unit>& units,
    const std::vector<std::vector<bool>>& in_part, std::int64_t sets) const {
  std::vector<std::size_t> part_of;  // by place
  for (std::size_t part = 0; part < effect.parts.size(); ++part) {
    part_of.insert(part_of.end(), static_cast<std::size_t>(sets * effect.parts[part].quantity),
                   part);
  }
  std::vector<std::vector<bool>> fits(units.size(), std::vector<bool>(part_of.size()));
  for (std::size_t u = 0; u < units.size(); ++u) {
    for (std::size_t place = 0; place < part_of.size(); ++place)
      fits[u][place] = in_part[units[u].line][part_of[place]];
  }
  std::vector<std::size_t> places(part_of.size(), none);
  for (std::size_t u = 0; u < units.size(); ++u) {
    std::vector<bool> tried(places.size(), false);
    find_place(u, fits, places, tried);
  }
  if (std::find(places.begin(), places.end(), none) != places.end()) return std::nullopt;
  return places;
}

std::vector<unit> pricer::units_of_parts(const syntax::offer_decl& offer, bool falling,
                                         std::vector<std::vector<bool>>& in_part) {
  in_part.assign(facts_.lines.size(), {});
  std::vector<unit> units;
  for (std::size_t line = 0; line < facts_.lines.size(); ++line) {
    bool any = false;
    for (const syntax::bundle_part& part : offer.effect.parts) {
      in_part[line].push_back(holds(part.target, line));
      any = any || in_part[line].back();
    }
    for (std::size_t run = 0; any && run < quote_.lines[line].size(); ++run) {
      const naive_run& r = quote_.lines[line][run];
      if (!may_serve(offer, r)) continue;
      const fraction price(base_of(offer, line, run), r.count);
      for (std::int64_t i = 0; i < r.count; ++i) units.push_back({line, run, price});
    }
  }
  sort(units, falling);
  return units;
}

// One of each part for a price. Every unit of the choice that can still find a place is taken in
// the order of price; the customer gets sets as long as one more saves something, the merchant all
// there are.
std::int64_t pricer::take_bundle(const naive_instance& what) {
  const syntax::effect& effect = what.offer->effect;
  const bool merchant = what.offer->favour_merchant;
  std::vector<std::vector<bool>> in_part;
  std::vector<unit> units = units_of_parts(*what.offer, !merchant, in_part);
  if (quote_.what != naive_quote::status::priced) return 0;
  const auto price_of = [&](const std::vector<std::size_t>& places) {
    fraction sum;
    for (const std::size_t u : places) sum = sum + units[u].price;
    return sum;
  };
  std::vector<std::size_t> best;
  fraction price;
  std::int64_t sets = 0;
  while (effect.times == 0 || sets < effect.times) {
    const auto more = bundled(effect, units, in_part, sets + 1);
    if (!more) break;
    const fraction with = price_of(*more);
    if (!merchant && with - price <= what.parameter) break;
    best = *more;
    price = with;
    ++sets;
  }
  if (sets == 0) return 0;
  for (const std::size_t u : best) units[u].consumed = true;
  const std::int64_t saved = (price - what.parameter * fraction(sets)).rounded(pack_.rounding);
  return land(consume(*what.offer, units), cap_of(effect, std::max<std::int64_t>(0, saved)));
}

// Units of one target pay for units of another. There are as many sets as can be matched; of the
// second target the cheapest (or dearest) are reduced, passing over those that the first can't
// spare.
std::int64_t pricer::take_cross(const naive_instance& what) {
  const syntax::effect& effect = what.offer->effect;
  std::vector<std::vector<bool>> in_part;
  std::vector<unit> units = units_of_parts(*what.offer, false, in_part);
  if (quote_.what != naive_quote::status::priced) return 0;
  std::int64_t sets = 0;
  while ((effect.times == 0 || sets < effect.times) && bundled(effect, units, in_part, sets + 1))
    ++sets;
  const auto may_pay = [&](const unit& u) { return in_part[u.line][0] && !u.consumed; };
  std::int64_t wanted = sets * effect.get;
  for (std::size_t n = 0; n < units.size() && wanted > 0; ++n) {
    unit& u = units[effect.dearest ? units.size() - 1 - n : n];
    if (!in_part[u.line][1]) continue;
    u.consumed = true;
    const auto payers = std::count_if(units.begin(), units.end(), may_pay);
    if (payers < sets * effect.buy) {
      u.consumed = false;
      continue;
    }
    u.chosen = true;
    --wanted;
  }
  std::int64_t paying = sets * effect.buy;
  for (std::size_t n = 0; n < units.size() && paying > 0; ++n) {
    unit& u = units[what.offer->favour_merchant ? units.size() - 1 - n : n];
    if (!may_pay(u)) continue;
    u.consumed = true;
    --paying;
  }
  return land(consume(*what.offer, units),
              cap_of(effect, share_of_chosen(*what.offer, units, what.parameter)));
}

// The cheapest unit of the sku, at nothing.
std::int64_t pricer::take_gift(const naive_instance& what) {
  std::vector<unit> units;
  for (std::size_t line = 0; line < facts_.lines.size(); ++line) {
    if (facts_.lines[line].sku != what.offer->effect.text.text) continue;
    for (std::size_t run = 0; run < quote_.lines[line].size(); ++run) {
      const naive_run& r = quote_.lines[line][run];
      if (!may_serve(*what.offer, r)) continue;
      const fraction price(base_of(*what.offer, line, run), r.count);
      for (std::int64_t i = 0; i < r.count; ++i) units.push_back({line, run, price});
    }
  }
  sort(units, false);
  choose(units, 1, false, true);
  return land(consume(*what.offer, units), share_of_chosen(*what.offer, units, fraction(1)));
}

void pricer::choose(std::vector<unit>& units, std::int64_t count, bool from_back, bool chosen) {
  for (std::size_t n = 0; n < units.size() && count > 0; ++n) {
    unit& u = units[from_back ? units.size() - 1 - n : n];
    if (u.consumed) continue;
    u.consumed = true;
    u.chosen = chosen;
    --count;
  }
}

void pricer::cut(std::size_t line, std::size_t run, std::int64_t count) {
  const std::int64_t others = quote_.lines[line][run].count - count;
  const auto share = [&](std::int64_t of) {
    return of == 0 ? 0 : split(of, {count, others}, {of, of}, pack_.remainder).front();
  };
  naive_run& whole = quote_.lines[line][run];
  naive_run rest = whole;
  whole.total = share(rest.total);
  whole.staged = share(rest.staged);
  whole.count = count;
  rest.count -= whole.count;
  rest.total -= whole.total;
  rest.staged -= whole.staged;
  quote_.lines[line].push_back(rest);
}

std::vector<portion> pricer::consume(const syntax::offer_decl& offer,
                                     const std::vector<unit>& units) {
  std::vector<portion> made;
  for (std::size_t line = 0; line < quote_.lines.size(); ++line) {
    const std::size_t runs = quote_.lines[line].size();
    for (std::size_t run = 0; run < runs; ++run) {
      const auto used = std::count_if(units.begin(), units.end(), [&](const unit& u) {
        return u.line == line && u.run == run && u.consumed;
      });
      if (used == 0) continue;
      if (used < quote_.lines[line][run].count) cut(line, run, used);
      naive_run& served = quote_.lines[line][run];
      served.used = offer.consume_shared ? std::max(served.used, naive_run::use::shared)
                                         : naive_run::use::once;
      made.push_back({line, run, base_of(offer, line, run), 0});
    }
  }
  return made;
}

}  // namespace parley::oracle
