#include "oracle/naive_pricing.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

namespace parley::oracle {

using kind = syntax::effect::kind;
using level = syntax::pack::level;
using tiers_by = decltype(syntax::effect::tiers_by);

std::int64_t naive_quote::cost() const {
  std::int64_t sum = 0;
  for (const naive_applied& a : applied) sum += a.cost;
  return sum;
}

namespace {

/// A run that an effect takes from, and what it is worth by the offer's basis.
struct portion {
  std::size_t line = 0;
  std::size_t run = 0;
  std::int64_t base = 0;
  std::int64_t part = 0;
};

class pricer {
 public:
  pricer(const syntax::pack& pack, const naive_facts& facts) : pack_(pack), facts_(facts) {
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

  naive_quote run(const std::vector<naive_instance>& instances) {
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

 private:
  [[nodiscard]] std::int64_t total_of(std::size_t line) const {
    std::int64_t sum = 0;
    for (const naive_run& r : quote_.lines[line]) sum += r.total;
    return sum;
  }

  [[nodiscard]] naive_so_far so_far() const {
    naive_so_far made;
    for (std::size_t i = 0; i < quote_.lines.size(); ++i) made.subtotal += total_of(i);
    for (const std::int64_t left : shipping_) made.shipping += left;
    made.discount = quote_.subtotal - made.subtotal;
    made.total = made.subtotal + made.shipping;
    return made;
  }

  using basis = decltype(syntax::pack::basis);
  [[nodiscard]] basis basis_of(const syntax::offer_decl& offer) const {
    using own = decltype(syntax::offer_decl::basis);
    switch (offer.basis) {
      case own::running: return basis::running;
      case own::list: return basis::list;
      case own::stage: return basis::stage;
      case own::inherit: break;
    }
    return pack_.basis;
  }
  [[nodiscard]] level level_of(const syntax::offer_decl& offer) const {
    return pack_.rounding_level[stage_of(offer)];
  }

  /// What stands when a stage begins is what its offers may be computed on.
  void enter_stage(int stage) {
    if (stage == stage_) return;
    stage_ = stage;
    for (std::vector<naive_run>& line : quote_.lines) {
      for (naive_run& run : line) run.staged = run.total;
    }
    staged_shipping_ = shipping_;
  }

  [[nodiscard]] std::int64_t base_of(const syntax::offer_decl& offer, std::size_t line,
                                     std::size_t run) const {
    const naive_run& r = quote_.lines[line][run];
    switch (basis_of(offer)) {
      case basis::list: return facts_.lines[line].price * r.count;
      case basis::stage: return r.staged;
      case basis::running: break;
    }
    return r.total;
  }

  /// Whether a run's units may serve a set of the offer.
  static bool may_serve(const syntax::offer_decl& offer, const naive_run& run) {
    return offer.consume_shared ? run.used != naive_run::use::once
                                : run.used == naive_run::use::free;
  }

  /// Whether a target has a line; notes what isn't known.
  bool holds(const syntax::target& target, std::size_t line) {
    const naive_scope scope{&pack_, &facts_, nullptr, nullptr};
    const naive_outcome in = in_target(target, facts_.lines[line], scope);
    if (in.what == naive_outcome::kind::unknown) quote_.what = naive_quote::status::unknown;
    if (in.what == naive_outcome::kind::error && quote_.what == naive_quote::status::priced) {
      quote_.what = naive_quote::status::error;
    }
    return in.is(true);
  }

  std::vector<portion> portions_of(const syntax::offer_decl& offer, bool for_sets = false) {
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

  [[nodiscard]] fraction share_of(fraction base, fraction share) const { return base * share; }

  /// Takes each portion's part off and returns the sum.
  std::int64_t take(const std::vector<portion>& portions) {
    std::int64_t sum = 0;
    for (const portion& p : portions) {
      quote_.lines[p.line][p.run].total -= p.part;
      sum += p.part;
    }
    return sum;
  }

  /// Splits an amount over lines by their bases, then within each line over its runs.
  std::int64_t land(std::vector<portion> portions, std::int64_t amount) {
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

  void split_line(std::vector<portion>& portions, std::size_t line, std::int64_t amount) const {
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

  /// Lands parts that were rounded one by one, within the effect's cap.
  std::int64_t land_parts(std::vector<portion> portions, const syntax::effect& effect) {
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

  static std::int64_t cap_of(const syntax::effect& effect, std::int64_t amount) {
    if (!effect.cap) return amount;
    return std::min(amount, value_of(*effect.cap).rounded(rounding_mode::down));
  }

  std::int64_t take_share(const syntax::offer_decl& offer, std::vector<portion> portions,
                          fraction share) {
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

  /// One unit of the target: which run it is in and what it costs.
  struct unit {
    std::size_t line = 0;
    std::size_t run = 0;
    fraction price;
    bool chosen = false;
    bool consumed = false;
  };

  std::vector<unit> units_of(const syntax::offer_decl& offer, bool falling) {
    std::vector<unit> made;
    for (const portion& p : portions_of(offer, true)) {
      const std::int64_t count = quote_.lines[p.line][p.run].count;
      for (std::int64_t i = 0; i < count; ++i)
        made.push_back({p.line, p.run, fraction(p.base, count), false, false});
    }
    sort(made, falling);
    return made;
  }

  /// By price; units of one price by sku and id, so that the order of lines never decides.
  void sort(std::vector<unit>& made, bool falling) const {
    const auto tie = [&](const unit& u) {
      const naive_line& line = facts_.lines[u.line];
      return std::tuple(line.sku, line.price, line.quantity, line.id, u.run);
    };
    std::stable_sort(made.begin(), made.end(), [&](const unit& a, const unit& b) {
      if (a.price != b.price) return falling ? a.price > b.price : a.price < b.price;
      return tie(a) < tie(b);
    });
  }

  /// Buy and get: of each `buy + get` units `get` are chosen, either of consecutive units in the
  /// order of price (the customer's groups start from the dearest unit, the merchant's from the
  /// cheapest) or anywhere in the cart; what else the sets use up is cheap for the customer, dear
  /// for the merchant.
  std::int64_t take_sets(const naive_instance& what, std::int64_t buy, std::int64_t get,
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

  [[nodiscard]] std::int64_t share_of_chosen(const syntax::offer_decl& offer,
                                             const std::vector<unit>& units, fraction share) const {
    // Rounded once on the whole, once a line, or once a unit.
    fraction sum;
    std::vector<fraction> by_line(quote_.lines.size());
    std::int64_t by_unit = 0;
    for (const unit& u : units) {
      if (!u.chosen) continue;
      sum = sum + u.price;
      by_line[u.line] = by_line[u.line] + u.price;
      by_unit += (u.price * share).rounded(pack_.rounding);
    }
    std::int64_t amount = (sum * share).rounded(pack_.rounding);
    if (level_of(offer) == level::unit) amount = by_unit;
    if (level_of(offer) == level::line) {
      amount = 0;
      for (const fraction& line : by_line) amount += (line * share).rounded(pack_.rounding);
    }
    return amount;
  }

  /// The cheapest or dearest units.
  std::int64_t take_picked(const naive_instance& what) {
    const syntax::effect& effect = what.offer->effect;
    std::vector<unit> units = units_of(*what.offer, false);
    if (quote_.what != naive_quote::status::priced) return 0;
    choose(units, effect.buy, effect.dearest, true);
    return land(consume(*what.offer, units),
                cap_of(effect, share_of_chosen(*what.offer, units, what.parameter)));
  }

  /// N units for a price: the customer's sets from the dearest unit on, as long as a set saves
  /// something; the merchant's all there are, from the cheapest on, of which some may save nothing.
  std::int64_t take_set_price(const naive_instance& what) {
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

  /// Gives unit `u` a place in a bundle, moving others to other places if that helps; `places`
  /// holds which unit has each.
  bool find_place(std::size_t u, const std::vector<std::vector<bool>>& fits,
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
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  /// The units of so many bundles, best first for whom it favours; nothing when there are too few.
  std::optional<std::vector<std::size_t>> bundled(const syntax::effect& effect,
                                                  const std::vector<unit>& units,
                                                  const std::vector<std::vector<bool>>& in_part,
                                                  std::int64_t sets) const {
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

  /// One of each part for a price. Every unit of the choice that can still find a place is taken in
  /// the order of price; the customer gets sets as long as one more saves something, the merchant
  /// all there are.
  std::int64_t take_bundle(const naive_instance& what) {
    const syntax::effect& effect = what.offer->effect;
    const bool merchant = what.offer->favour_merchant;
    std::vector<std::vector<bool>> in_part(facts_.lines.size());
    std::vector<unit> units;
    for (std::size_t line = 0; line < facts_.lines.size(); ++line) {
      bool any = false;
      for (const syntax::bundle_part& part : effect.parts) {
        in_part[line].push_back(holds(part.target, line));
        any = any || in_part[line].back();
      }
      for (std::size_t run = 0; any && run < quote_.lines[line].size(); ++run) {
        const naive_run& r = quote_.lines[line][run];
        if (!may_serve(*what.offer, r)) continue;
        const fraction price(base_of(*what.offer, line, run), r.count);
        for (std::int64_t i = 0; i < r.count; ++i) units.push_back({line, run, price});
      }
    }
    if (quote_.what != naive_quote::status::priced) return 0;
    sort(units, !merchant);
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

  /// Unit prices as an expression says, line by line, where that is lower.
  std::int64_t take_match(const naive_instance& what, std::vector<portion> portions) {
    for (portion& p : portions) {
      const naive_so_far now = so_far();
      const naive_scope scope{&pack_, &facts_, &facts_.lines[p.line], &now};
      const naive_outcome price = evaluate(*what.offer->effect.match, scope);
      // One line that fails is enough, whatever is unknown of the others.
      if (price.what == naive_outcome::kind::error) quote_.what = naive_quote::status::error;
      if (price.what == naive_outcome::kind::unknown &&
          quote_.what == naive_quote::status::priced) {
        quote_.what = naive_quote::status::unknown;
      }
      if (!price.known()) continue;
      const std::int64_t unit_price = (price.value.number * fraction(100)).rounded(pack_.rounding);
      p.part = p.base - unit_price * quote_.lines[p.line][p.run].count;
    }
    if (quote_.what != naive_quote::status::priced) return 0;
    return land_parts(portions, what.offer->effect);
  }

  static void choose(std::vector<unit>& units, std::int64_t count, bool from_back, bool chosen) {
    for (std::size_t n = 0; n < units.size() && count > 0; ++n) {
      unit& u = units[from_back ? units.size() - 1 - n : n];
      if (u.consumed) continue;
      u.consumed = true;
      u.chosen = chosen;
      --count;
    }
  }

  /// Cuts the runs so that consumed units stand alone, marks them, and gives them as portions.
  std::vector<portion> consume(const syntax::offer_decl& offer, const std::vector<unit>& units) {
    std::vector<portion> made;
    for (std::size_t line = 0; line < quote_.lines.size(); ++line) {
      const std::size_t runs = quote_.lines[line].size();
      for (std::size_t run = 0; run < runs; ++run) {
        const auto used = std::count_if(units.begin(), units.end(), [&](const unit& u) {
          return u.line == line && u.run == run && u.consumed;
        });
        if (used == 0) continue;
        naive_run& whole = quote_.lines[line][run];
        if (used < whole.count) {
          const std::int64_t kept =
              fraction(int128{whole.total} * used, whole.count).rounded(rounding_mode::half_even);
          const std::int64_t staged =
              fraction(int128{whole.staged} * used, whole.count).rounded(rounding_mode::half_even);
          naive_run rest = whole;
          rest.count -= used;
          rest.total -= kept;
          rest.staged -= staged;
          whole.staged = staged;
          whole.count = used;
          whole.total = kept;
          quote_.lines[line].push_back(rest);
        }
        naive_run& served = quote_.lines[line][run];
        served.used = offer.consume_shared ? std::max(served.used, naive_run::use::shared)
                                           : naive_run::use::once;
        made.push_back({line, run, base_of(offer, line, run), 0});
      }
    }
    return made;
  }

  std::int64_t take_merchandise(const naive_instance& what) {
    const syntax::effect& effect = what.offer->effect;
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
    std::int64_t units = 0;
    std::set<std::size_t> lines;
    for (const portion& p : portions) {
      base += p.base;
      units += quote_.lines[p.line][p.run].count;
      lines.insert(p.line);
    }
    switch (effect.what) {
      case kind::match_price: return take_match(what, portions);
      case kind::percent_off: return take_share(*what.offer, portions, what.parameter);
      case kind::amount_off:
        return land(portions, cap_of(effect, what.parameter.rounded(rounding_mode::down)));
      case kind::amount_off_each:
      case kind::unit_price:
        for (portion& p : portions) {
          const std::int64_t count = quote_.lines[p.line][p.run].count;
          const std::int64_t each = what.parameter.rounded(rounding_mode::down) * count;
          p.part = effect.what == kind::unit_price ? p.base - each : each;
        }
        return land_parts(portions, effect);
      case kind::per_spend: {
        const std::int64_t threshold = value_of(*effect.threshold).rounded(rounding_mode::down);
        std::int64_t steps = base / threshold;
        if (effect.times != 0) steps = std::min<std::int64_t>(steps, effect.times);
        return land(portions, cap_of(effect, what.parameter.rounded(rounding_mode::down) * steps));
      }
      case kind::tiers: {
        fraction reached = effect.tiers_by == tiers_by::spend ? fraction(base)
                           : effect.tiers_by == tiers_by::lines
                               ? fraction(static_cast<std::int64_t>(lines.size()))
                               : fraction(units);
        const syntax::tier* best = nullptr;
        for (const syntax::tier& t : effect.tiers) {
          const fraction from = effect.tiers_by == tiers_by::spend
                                    ? fraction(t.from.value) * fraction(100)
                                    : fraction(t.from.value);
          if (from <= reached) best = &t;
        }
        if (best == nullptr) return 0;
        if (best->value.what == syntax::amount::kind::percent) {
          return take_share(*what.offer, portions, value_of(best->value));
        }
        return land(portions, cap_of(effect, value_of(best->value).rounded(rounding_mode::down)));
      }
      default: return 0;
    }
  }

  std::int64_t take_shipping(const naive_instance& what) {
    const syntax::effect& effect = what.offer->effect;
    std::vector<std::int64_t> weights;
    std::vector<std::int64_t> parts;
    std::int64_t base = 0;
    for (std::size_t i = 0; i < shipping_.size(); ++i) {
      const bool selected =
          effect.text.text.empty() || facts_.shipping[i].method == effect.text.text;
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

  void apply(const naive_instance& what) {
    naive_applied made{what.offer, 0, 0, 0, so_far()};
    const syntax::effect& effect = what.offer->effect;
    enter_stage(stage_of(*what.offer));
    if (effect.what == kind::shipping_percent || effect.what == kind::shipping_amount ||
        effect.what == kind::shipping_price) {
      made.shipping = take_shipping(what);
    } else if (effect.what != kind::gift && effect.what != kind::perk &&
               effect.what != kind::shipping_upgrade) {
      made.amount = take_merchandise(what);
    }
    if (what.offer->cost) {
      made.cost = value_of(*what.offer->cost).rounded(rounding_mode::down);
      if (effect.what == kind::perk && effect.value)
        made.cost *= what.parameter.rounded(rounding_mode::down);
    }
    quote_.applied.push_back(made);
  }

  const syntax::pack& pack_;
  const naive_facts& facts_;
  naive_quote quote_;
  std::vector<std::int64_t> shipping_, staged_shipping_;
  int stage_ = 0;
};

}  // namespace

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
