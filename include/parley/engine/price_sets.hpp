// Effects that form sets of units: buy N get M, every n-th, the cheapest, N for a price. Units are
// counted in runs and never expanded.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "parley/engine/price_effects.hpp"
#include "parley/engine/price_sequence.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// Whether a run's units may serve (another) set of this offer.
[[nodiscard]] inline bool available(const price_run& run, const application& a) noexcept {
  return a.effect.consume_shared != 0 ? run.use != run_use::once : run.use == run_use::free;
}

/// The units of a run that are free for sets, as a candidate.
[[nodiscard]] inline candidate candidate_of(const price_state& s, const application& a,
                                            std::uint32_t run) {
  return {run, s.runs[run].count, base_of(s, a, run), 0, 0};
}

/// Orders by unit price; equal prices by what the lines hold, so that the order of cart lines never
/// decides.
inline void sort_candidates(workspace& w, bool descending) {
  price_state& s = w.price;
  const auto less = [&](const candidate& a, const candidate& b) {
    const int128 left = int128{a.total} * b.count;
    const int128 right = int128{b.total} * a.count;
    if (left != right) return descending ? left > right : left < right;
    const std::uint32_t x = s.runs[a.run].line;
    const std::uint32_t y = s.runs[b.run].line;
    return x != y ? sorts_before(*w.facts, x, y) : a.run < b.run;
  };
  std::sort(s.candidates.begin(), s.candidates.end(), less);
}

/// Collects the available units of an effect's target, sorted by price.
inline std::int64_t collect_candidates(workspace& w, const application& a, bool descending) {
  price_state& s = w.price;
  s.candidates.clear();
  std::int64_t units = 0;
  for (std::uint32_t line = 0; line < s.lines.size(); ++line) {
    if (in_target(w, a.effect.target, a.effect.target_index, a.effect.text, line) != truth::yes)
      continue;
    for (std::uint32_t run = s.lines[line].head; run != no_index; run = s.runs[run].next) {
      if (!available(s.runs[run], a)) continue;
      s.candidates.push_back(candidate_of(s, a, run));
      units += s.runs[run].count;
    }
  }
  sort_candidates(w, descending);
  return units;
}

/// What the first `count` of `of` units have of an amount, by the pack's remainder policy.
[[nodiscard]] inline std::int64_t first_share(workspace& w, std::int64_t amount, std::int64_t count,
                                              std::int64_t of) {
  if (amount % of == 0) return amount / of * count;
  const std::int64_t weights[] = {count, of - count};
  const std::int64_t capacities[] = {amount, amount};
  std::int64_t parts[2];
  allocate(amount, weights, capacities, parts, remainder_of(w), w.price.split);
  return parts[0];
}

/// Cuts a run so that its first `count` units stand alone. They keep the run's number, the rest
/// goes behind the line's runs, so that these stand in the order of their numbers.
inline void split_run(workspace& w, std::uint32_t run, std::int64_t count) {
  price_state& s = w.price;
  price_run& whole = s.runs[run];
  if (count == whole.count) return;
  price_run rest = whole;
  rest.next = no_index;
  rest.count = whole.count - count;
  const std::int64_t kept = first_share(w, whole.total, count, whole.count);
  rest.total = whole.total - kept;
  const std::int64_t staged = first_share(w, whole.staged, count, whole.count);
  rest.staged = whole.staged - staged;
  whole.count = count;
  whole.total = kept;
  whole.staged = staged;
  std::uint32_t last = run;
  while (s.runs[last].next != no_index) last = s.runs[last].next;
  s.runs[last].next = static_cast<std::uint32_t>(s.runs.size());
  s.runs.push_back(rest);
}

/// Turns the consumed units into portions, line by line, and marks them as used.
inline void consume(workspace& w, const application& a) {
  price_state& s = w.price;
  s.order.clear();
  for (std::uint32_t i = 0; i < s.candidates.size(); ++i) {
    if (s.candidates[i].consumed > 0) s.order.push_back(i);
  }
  std::sort(s.order.begin(), s.order.end(), [&](std::uint32_t x, std::uint32_t y) {
    const std::uint32_t left = s.candidates[x].run;
    const std::uint32_t right = s.candidates[y].run;
    if (s.runs[left].line != s.runs[right].line) {
      return s.rank[s.runs[left].line] < s.rank[s.runs[right].line];
    }
    return left < right;
  });
  clear_portions(s);
  for (const std::uint32_t i : s.order) {
    const candidate& c = s.candidates[i];
    split_run(w, c.run, c.consumed);
    price_run& run = s.runs[c.run];
    run.use = a.effect.consume_shared != 0 ? std::max(run.use, run_use::shared) : run_use::once;
    add_portion(s, c.run, base_of(s, a, c.run));
  }
}

/// The whole discount of the sets, spread over the units they used in proportion to price.
inline granted land_sets(workspace& w, const application& a, std::int64_t amount) {
  consume(w, a);
  return land_amount(w, a, amount);
}

/// A sum of parts of runs, whose prices are fractions when earlier offers left a run uneven. Kept
/// exact, so that an effect rounds once; a part that would need a denominator above 10^12 is
/// rounded to even.
class exact_price {
 public:
  void add(std::int64_t total, std::int64_t units, std::int64_t count) noexcept {
    const int128 product = int128{total} * units;
    whole_ += product / count;
    const int128 rest = product % count;
    const int128 common = greatest_common_divisor(count, denominator_);
    const int128 joint = denominator_ / common * count;
    if (joint > 1'000'000'000'000) {
      whole_ += divide_rounded(rest, count, rounding_mode::half_even);
      return;
    }
    numerator_ = numerator_ * (joint / denominator_) + rest * (joint / count);
    denominator_ = joint;
    whole_ += numerator_ / denominator_;
    numerator_ %= denominator_;
  }
  void subtract(std::int64_t amount) noexcept { whole_ -= amount; }
  /// Whether this is more than `other + amount`.
  [[nodiscard]] bool exceeds(const exact_price& other, std::int64_t amount) const noexcept {
    const int128 whole = whole_ - other.whole_ - amount;
    if (whole != 0) return whole > 0;
    return numerator_ * other.denominator_ > other.numerator_ * denominator_;
  }
  [[nodiscard]] bool positive() const noexcept { return whole_ * denominator_ + numerator_ > 0; }
  [[nodiscard]] std::int64_t rounded(rounding_mode mode) const noexcept {
    return static_cast<std::int64_t>(
        divide_rounded(whole_ * denominator_ + numerator_, denominator_, mode));
  }
  [[nodiscard]] std::int64_t share_of(std::int64_t share, rounding_mode mode) const noexcept {
    return static_cast<std::int64_t>(divide_rounded((whole_ * denominator_ + numerator_) * share,
                                                    denominator_ * ratio_one, mode));
  }

 private:
  int128 whole_ = 0;
  int128 numerator_ = 0;
  int128 denominator_ = 1;
};

/// What the chosen units are reduced by: a share of their price, rounded where the pack says, under
/// the effect's cap on each unit; or an amount off each, which is all of it under that cap.
[[nodiscard]] inline std::int64_t share_of_chosen(workspace& w, const application& a) {
  price_state& s = w.price;
  const bool money = a.effect.unit == graph::unit::money;
  const std::int64_t share = money ? ratio_one : a.what.parameter;
  const rounding_mode mode = w.pack->header().rounding;
  const std::uint8_t level = level_of(w, a);
  const std::int64_t cap = money ? a.what.parameter : a.effect.cap_each;
  std::int64_t sum = 0;
  if (level == 2) {
    for (const candidate& c : s.candidates) {
      int128 each = divide_rounded(int128{c.total} * share, int128{c.count} * ratio_one, mode);
      if (cap >= 0) each = std::min(each, int128{cap});
      sum += product(static_cast<std::int64_t>(each), c.chosen);
    }
    return sum;
  }
  s.order.clear();
  for (std::uint32_t i = 0; i < s.candidates.size(); ++i) {
    if (s.candidates[i].chosen > 0) s.order.push_back(i);
  }
  const auto line_of = [&](std::uint32_t i) { return s.runs[s.candidates[i].run].line; };
  std::sort(s.order.begin(), s.order.end(), [&](std::uint32_t x, std::uint32_t y) {
    return line_of(x) != line_of(y) ? line_of(x) < line_of(y) : x < y;
  });
  exact_price chosen;
  for (std::size_t n = 0; n < s.order.size(); ++n) {
    const candidate& c = s.candidates[s.order[n]];
    if (cap >= 0 && int128{c.total} * share > int128{cap} * ratio_one * c.count) {
      sum += product(cap, c.chosen);
    } else {
      chosen.add(c.total, c.chosen, c.count);
    }
    const bool last = n + 1 == s.order.size() || line_of(s.order[n + 1]) != line_of(s.order[n]);
    if (level == 0 || !last) continue;
    sum += chosen.share_of(share, mode);
    chosen = {};
  }
  return level == 0 ? sum + chosen.share_of(share, mode) : sum;
}

/// Chooses `units` from the front of the candidates (or the back), of those not yet consumed.
inline void take_units(std::span<candidate> from, std::int64_t units, bool back, bool chosen) {
  for (std::size_t n = 0; n < from.size() && units > 0; ++n) {
    candidate& c = back ? from[from.size() - 1 - n] : from[n];
    const std::int64_t taken = std::min(units, c.count - c.consumed);
    c.consumed += taken;
    if (chosen) c.chosen += taken;
    units -= taken;
  }
}

/// How many of the positions [0, end) lie at `low <= position % group < high`.
[[nodiscard]] constexpr std::int64_t positions_in(std::int64_t end, std::int64_t group,
                                                  std::int64_t low, std::int64_t high) noexcept {
  return end / group * (high - low) + std::clamp<std::int64_t>(end % group - low, 0, high - low);
}

/// Groups of `group` units in the order of the candidates, `get` of each chosen.
inline void choose_by_group(std::span<candidate> from, std::int64_t units, std::int64_t group,
                            std::int64_t get, bool last_of_group) {
  const std::int64_t low = last_of_group ? group - get : 0;
  std::int64_t position = 0;
  for (candidate& c : from) {
    const std::int64_t end = std::min(units, position + c.count);
    if (end <= position) break;
    c.consumed = end - position;
    c.chosen =
        positions_in(end, group, low, low + get) - positions_in(position, group, low, low + get);
    position = end;
  }
}

/// Buy N, get M at a share off. Whole cart: the cheapest (or dearest) M of every N + M units,
/// wherever they are. Per group: units by falling price (rising, in the merchant's favour), group
/// by group.
inline granted take_buy_get(workspace& w, const application& a, std::int64_t buy, std::int64_t get,
                            bool per_group) {
  const std::int64_t group = buy + get;
  if (group <= 0 || get <= 0) return {};
  const bool merchant = a.effect.favour_merchant != 0;
  const bool descending = per_group && !merchant;
  std::int64_t sets = collect_candidates(w, a, descending) / group;
  if (a.effect.times != 0) sets = std::min<std::int64_t>(sets, a.effect.times);
  w.out->quote.applied.back().sets = sets;
  const std::span<candidate> from(w.price.candidates);
  const bool cheapest = a.effect.pick == graph::picker::cheapest;
  if (per_group) {
    choose_by_group(from, sets * group, group, get, cheapest == descending);
  } else {
    take_units(from, sets * get, !cheapest, true);
    take_units(from, sets * buy, merchant, false);
  }
  return land_sets(w, a, share_of_chosen(w, a));
}

/// Every n-th unit: of each n units by falling price the cheapest; in the merchant's favour as many
/// of the cheapest units of all.
inline granted take_nth(workspace& w, const application& a) {
  return take_buy_get(w, a, std::int64_t{a.effect.buy} - 1, 1, a.effect.favour_merchant == 0);
}

inline granted take_picked(workspace& w, const application& a) {
  collect_candidates(w, a, false);
  take_units(w.price.candidates, a.effect.buy, a.effect.pick == graph::picker::dearest, true);
  return land_sets(w, a, share_of_chosen(w, a));
}

/// N units for a price. The customer's sets start from the dearest units and are formed while they
/// save something; the merchant's start from the cheapest.
inline granted take_set_price(workspace& w, const application& a) {
  const std::int64_t size = a.effect.buy;
  if (size <= 0) return {};
  std::int64_t sets = collect_candidates(w, a, a.effect.favour_merchant == 0) / size;
  if (a.effect.times != 0) sets = std::min<std::int64_t>(sets, a.effect.times);
  exact_price saved_in_all;
  std::int64_t formed = 0;
  std::size_t at = 0;     // candidate the next unit comes from
  std::int64_t used = 0;  // units of it that are used
  std::span<candidate> from(w.price.candidates);
  while (formed < sets) {
    // As many sets as fit into one run are alike.
    const std::int64_t here = from[at].count - used;
    std::int64_t alike = here >= size ? std::min(here / size, sets - formed) : 1;
    exact_price saved;
    exact_price with = saved_in_all;
    std::size_t next = at;
    std::int64_t next_used = used;
    for (std::int64_t wanted = size * alike; wanted > 0;) {
      const std::int64_t taken = std::min(wanted, from[next].count - next_used);
      saved.add(from[next].total, taken, from[next].count);
      with.add(from[next].total, taken, from[next].count);
      wanted -= taken;
      next_used += taken;
      if (next_used == from[next].count && wanted > 0) {
        ++next;
        next_used = 0;
      }
    }
    saved.subtract(product(a.what.parameter, alike));
    with.subtract(product(a.what.parameter, alike));
    if (!saved.positive() && a.effect.favour_merchant == 0) break;
    if (saved.positive()) saved_in_all = with;
    formed += alike;
    at = next;
    used = next_used;
    if (used == from[at].count && formed < sets) {
      ++at;
      used = 0;
    }
  }
  w.out->quote.applied.back().sets = formed;
  std::int64_t units = formed * size;
  take_units(from, units, false, true);
  return land_sets(w, a, saved_in_all.rounded(w.pack->header().rounding));
}

}  // namespace parley::engine
