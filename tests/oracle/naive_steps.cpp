// Tiers, the long way: units are looked at one by one, slices of money cent by cent.
#include <algorithm>
#include <set>

#include "oracle/naive_pricer.hpp"

namespace parley::oracle {
namespace {

using level = syntax::pack::level;
using tiers_by = decltype(syntax::effect::tiers_by);
using tiers_give = decltype(syntax::effect::tiers_give);

/// What a tier gives: its own value, or the one that the proposal chose.
fraction given(const naive_instance& what, const syntax::tier& tier) {
  return tier.chosen ? what.parameter : value_of(tier.value);
}

fraction start_of(const syntax::effect& effect, const syntax::tier& tier) {
  const bool spend = effect.tiers_by == tiers_by::spend;
  return spend ? fraction(tier.from.value) * fraction(100) : fraction(tier.from.value);
}

}  // namespace

std::int64_t pricer::take_tiers(const naive_instance& what, const std::vector<portion>& portions) {
  const syntax::effect& effect = what.offer->effect;
  std::int64_t spent = 0;
  std::int64_t units = 0;
  std::set<std::size_t> lines;
  for (const portion& p : portions) {
    spent += p.base;
    units += run_of(p).count;
    lines.insert(p.line);
  }
  if (effect.graduated && effect.tiers_by == tiers_by::spend) {
    // Each tier takes what is above its start, less what is above the next one's.
    fraction sum;
    for (std::size_t i = 0; i < effect.tiers.size(); ++i) {
      const auto above = [&](std::size_t tier) {
        if (tier == effect.tiers.size()) return fraction(0);
        const fraction rest = fraction(spent) - start_of(effect, effect.tiers[tier]);
        return rest > fraction(0) ? rest : fraction(0);
      };
      sum = sum + (above(i) - above(i + 1)) * given(what, effect.tiers[i]);
    }
    return land(portions, cap_of(effect, sum.rounded(pack_.rounding)));
  }
  if (effect.graduated) return take_unit_steps(what);
  const fraction reached = effect.tiers_by == tiers_by::spend ? fraction(spent)
                           : effect.tiers_by == tiers_by::lines
                               ? fraction(static_cast<std::int64_t>(lines.size()))
                               : fraction(units);
  const syntax::tier* best = nullptr;
  for (const syntax::tier& t : effect.tiers) {
    if (start_of(effect, t) <= reached) best = &t;
  }
  if (best == nullptr) return 0;
  const fraction value = given(what, *best);
  const std::int64_t money = value.rounded(rounding_mode::down);
  if (effect.tiers_give != tiers_give::off)
    return take_fixed(effect, portions, money, effect.tiers_give == tiers_give::price);
  return best->value.what == syntax::amount::kind::percent
             ? take_share(*what.offer, portions, value)
             : land(portions, cap_of(effect, money));
}

std::vector<portion> pricer::slices_of(const naive_instance& what,
                                       std::vector<std::size_t>& tiers) {
  const syntax::effect& effect = what.offer->effect;
  std::vector<unit> units;
  for (const portion& p : portions_of(*what.offer)) {
    for (std::int64_t i = 0; i < run_of(p).count; ++i)
      units.push_back({p.line, p.run, fraction(p.base, run_of(p).count)});
  }
  // The customer's dearest units stand in the last tier.
  sort(units, what.offer->favour_merchant);
  std::vector<std::vector<std::vector<std::size_t>>> tier_of(quote_.lines.size());
  for (std::size_t line = 0; line < quote_.lines.size(); ++line)
    tier_of[line].resize(quote_.lines[line].size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    const fraction place(static_cast<std::int64_t>(i) + 1);
    std::size_t tier = 0;
    while (tier < effect.tiers.size() && start_of(effect, effect.tiers[tier]) <= place) ++tier;
    tier_of[units[i].line][units[i].run].push_back(tier);
  }
  std::vector<portion> made;
  for (std::size_t line = 0; line < quote_.lines.size(); ++line) {
    for (std::size_t run = 0; run < tier_of[line].size(); ++run) {
      const std::vector<std::size_t> in = tier_of[line][run];
      std::size_t at = run;
      for (std::size_t first = 0; first < in.size();) {
        std::size_t end = first;
        while (end < in.size() && in[end] == in[first]) ++end;
        if (end < in.size()) cut(line, at, static_cast<std::int64_t>(end - first));
        if (in[first] != 0) {
          made.push_back({line, at, base_of(*what.offer, line, at), 0});
          tiers.push_back(in[first]);
        }
        at = quote_.lines[line].size() - 1;
        first = end;
      }
    }
  }
  return made;
}

std::int64_t pricer::take_unit_steps(const naive_instance& what) {
  const syntax::effect& effect = what.offer->effect;
  std::vector<std::size_t> tiers;
  std::vector<portion> portions = slices_of(what, tiers);
  const auto value = [&](std::size_t i) { return given(what, effect.tiers[tiers[i] - 1]); };
  if (effect.tiers_give != tiers_give::off) {
    for (std::size_t i = 0; i < portions.size(); ++i) {
      portion& p = portions[i];
      const std::int64_t money = value(i).rounded(rounding_mode::down) * run_of(p).count;
      p.part = effect.tiers_give == tiers_give::price ? p.base - money : money;
    }
    return land_parts(portions, effect);
  }
  fraction sum;
  std::vector<fraction> by_line(quote_.lines.size());
  std::vector<std::int64_t> left(quote_.lines.size());
  for (std::size_t i = 0; i < portions.size(); ++i) {
    portion& p = portions[i];
    const fraction part = fraction(p.base) * value(i);
    const std::int64_t count = run_of(p).count;
    p.part = (part / fraction(count)).rounded(pack_.rounding) * count;
    sum = sum + part;
    by_line[p.line] = by_line[p.line] + part;
    left[p.line] += run_of(p).total;
  }
  if (level_of(*what.offer) == level::unit) return land_parts(portions, effect);
  // Slices weigh what they give.
  for (std::size_t i = 0; i < portions.size(); ++i) {
    portions[i].base =
        (fraction(portions[i].base) * value(i) * fraction(1'000'000)).rounded(rounding_mode::down);
  }
  if (level_of(*what.offer) == level::order)
    return land(portions, cap_of(effect, sum.rounded(pack_.rounding)));
  for (std::size_t line = 0; line < by_line.size(); ++line)
    split_line(portions, line, std::min(left[line], by_line[line].rounded(pack_.rounding)));
  return land_parts(portions, effect);
}

}  // namespace parley::oracle
