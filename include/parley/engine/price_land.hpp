// Landing an amount: from the whole effect to lines, from lines to runs of units, under floors and
// caps.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "parley/engine/price_caps.hpp"
#include "parley/engine/workspace.hpp"
#include "parley/money/allocation.hpp"

namespace parley::engine {

/// How an amount finds its lines.
enum class landing : std::uint8_t {
  spread,   ///< in proportion to the portions' base
  rounded,  ///< as the parts say, which were rounded one by one; a floor may move it elsewhere
  fixed,    ///< as the parts say and nowhere else
};

/// What an application came to.
struct granted {
  std::int64_t wanted = 0;  ///< within what there is, but before floors and caps
  std::int64_t amount = 0;
  graph::index bound_by = no_index;
};

/// Portions of the runs that an effect acts on, grouped by line, are being collected.
inline void clear_portions(price_state& s) {
  s.portions.clear();
  s.groups.clear();
}

/// Adds a run; the runs of one line must be added one after the other.
inline void add_portion(price_state& s, std::uint32_t run, std::int64_t base,
                        std::int64_t part = 0) {
  const std::uint32_t line = s.runs[run].line;
  if (s.groups.empty() || s.groups.back().line != line) {
    s.groups.push_back({line, static_cast<std::uint32_t>(s.portions.size()), 0});
  }
  ++s.groups.back().count;
  s.portions.push_back({run, base, part});
}

[[nodiscard]] inline std::span<portion> portions_of(price_state& s, const portion_group& g) {
  return std::span(s.portions).subspan(g.first, g.count);
}

/// What is left of the collected runs.
[[nodiscard]] inline std::int64_t left_of_portions(const price_state& s) noexcept {
  std::int64_t sum = 0;
  for (const portion& p : s.portions) sum += s.runs[p.run].total;
  return sum;
}

[[nodiscard]] inline remainder_policy remainder_of(const workspace& w) noexcept {
  return static_cast<remainder_policy>(w.pack->header().remainder);
}

inline void fit_scratch(price_state& s, std::size_t size) {
  s.weights.resize(size);
  s.capacities.resize(size);
  s.parts.resize(size);
}

/// Splits what a line gets over its runs.
inline void split_line(workspace& w, const portion_group& g, std::int64_t amount, bool by_parts,
                       bool floors) {
  price_state& s = w.price;
  const std::span<portion> members = portions_of(s, g);
  if (members.size() == 1) {
    members[0].part = amount;
    return;
  }
  fit_scratch(s, members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    const price_run& run = s.runs[members[i].run];
    s.weights[i] = by_parts ? members[i].part : members[i].base;
    s.capacities[i] =
        floors ? std::min(run.total, run_room(s, members[i].run, floor_use::any)) : run.total;
  }
  allocate(amount, s.weights, s.capacities, s.parts, remainder_of(w), s.split);
  for (std::size_t i = 0; i < members.size(); ++i) members[i].part = s.parts[i];
}

/// The most a line's runs may still give.
[[nodiscard]] inline std::int64_t group_room(price_state& s, const portion_group& g,
                                             floor_use use) {
  std::int64_t room = 0;
  for (const portion& p : portions_of(s, g)) {
    room += std::min(s.runs[p.run].total, run_room(s, p.run, use));
  }
  return std::min(room, line_room(s, g.line, use));
}

/// Splits an amount over portions that each are a whole line, without floors: what most carts are.
inline void distribute_lines(workspace& w, std::int64_t amount, bool by_parts) {
  price_state& s = w.price;
  const std::size_t lines = s.portions.size();
  fit_scratch(s, lines);
  bool own = true;  // every line may take as much as it weighs
  for (std::size_t i = 0; i < lines; ++i) {
    const portion& p = s.portions[i];
    s.weights[i] = by_parts ? p.part : p.base;
    s.capacities[i] = s.runs[p.run].total;
    own = own && s.weights[i] == s.capacities[i];
  }
  allocate(amount, s.weights, own ? s.weights : s.capacities, s.parts, remainder_of(w), s.split);
  for (std::size_t i = 0; i < lines; ++i) s.portions[i].part = s.parts[i];
}

/// Splits an amount over the collected lines and runs. Without floors the whole amount lands
/// wherever the runs have so much left.
inline void distribute(workspace& w, std::int64_t amount, bool by_parts) {
  price_state& s = w.price;
  const bool floors = !s.floors.empty();
  const std::size_t lines = s.groups.size();
  if (!floors && lines == s.portions.size()) return distribute_lines(w, amount, by_parts);
  fit_scratch(s, lines);
  for (std::size_t i = 0; i < lines; ++i) {
    std::int64_t weight = 0;
    std::int64_t left = 0;
    for (const portion& p : portions_of(s, s.groups[i])) {
      weight += by_parts ? p.part : p.base;
      left += s.runs[p.run].total;
    }
    s.weights[i] = weight;
    s.capacities[i] =
        floors ? std::min(left, group_room(s, s.groups[i], floor_use::redistribute)) : left;
  }
  allocate(amount, s.weights, s.capacities, s.parts, remainder_of(w), s.split);
  for (std::size_t i = 0; i < lines; ++i) s.groups[i].amount = s.parts[i];
  for (const portion_group& g : s.groups) {
    const std::int64_t room = floors ? group_room(s, g, floor_use::any) : g.amount;
    split_line(w, g, std::min(g.amount, room), by_parts, floors);
  }
}

/// Holds fixed parts to the floors of their runs and lines.
inline void clamp_parts(workspace& w) {
  price_state& s = w.price;
  for (const portion_group& g : s.groups) {
    std::int64_t sum = 0;
    for (portion& p : portions_of(s, g)) {
      p.part = std::min(p.part, run_room(s, p.run, floor_use::any));
      sum += p.part;
    }
    const std::int64_t room = line_room(s, g.line, floor_use::any);
    if (sum > room) split_line(w, g, room, true, true);
  }
}

[[nodiscard]] inline std::int64_t sum_of_parts(const price_state& s) noexcept {
  std::int64_t sum = 0;
  for (const portion& p : s.portions) sum += p.part;
  return sum;
}

/// Takes the parts off their runs and lines, and writes them down for the quote. Returns what the
/// units they are of cost, by the offer's basis.
inline std::int64_t take_parts(price_state& s, std::uint32_t applied, graph::basis basis) {
  std::int64_t base_of_all = 0;
  const auto base = [&](const price_run& run) {
    switch (basis) {
      case graph::basis::list: return s.lines[run.line].unit * run.count;
      case graph::basis::stage: return run.staged;
      case graph::basis::running: break;
    }
    return run.total;
  };
  for (const portion_group& g : s.groups) {
    landed_amount landed{g.line, applied};
    for (const portion& p : portions_of(s, g)) {
      price_run& run = s.runs[p.run];
      landed.base += base(run);
      landed.units += run.count;
      landed.amount += p.part;
      run.total -= p.part;
    }
    base_of_all += landed.base;
    if (landed.amount == 0) continue;
    s.lines[g.line].total -= landed.amount;
    ++s.lines[g.line].landed;
    s.merchandise -= landed.amount;
    s.landed.push_back(landed);
  }
  return base_of_all;
}

/// The limit to name when the collected lines could not take the amount.
[[nodiscard]] inline graph::index first_floor(const workspace& w) noexcept {
  const price_state& s = w.price;
  // By id, so that the order of the rules doesn't decide which of two floors is named.
  const auto id = [&](graph::index limit) { return w.pack->text(w.tables().limits[limit].id); };
  graph::index found = no_index;
  for (const portion_group& g : s.groups) {
    for (const floor_entry& f : s.floors) {
      if (f.line == g.line && (found == no_index || id(f.limit) < id(found))) found = f.limit;
    }
  }
  return found;
}

/// Holds the parts to caps on selectors. What redistributing caps cut goes to the lines they don't
/// hold, by their bases and within every floor and cap, until no line has room.
inline void apply_selector_caps(workspace& w, std::int64_t allowed, bool moves,
                                graph::index& bound_by) {
  price_state& s = w.price;
  s.closed.assign(s.groups.size(), 0);
  // Each round closes the lines of a further cap or places everything.
  for (std::size_t round = 0; round <= s.caps.size(); ++round) {
    if (cut_to_selector_caps(w, bound_by) == 0 || !moves) return;
    const std::size_t lines = s.groups.size();
    fit_scratch(s, lines);
    std::int64_t placed = 0;
    for (std::size_t i = 0; i < lines; ++i) {
      const portion_group& g = s.groups[i];
      std::int64_t base = 0;
      std::int64_t part = 0;
      for (const portion& p : portions_of(s, g)) {
        base += p.base;
        part += p.part;
      }
      placed += part;
      s.groups[i].amount = part;
      s.weights[i] = s.closed[i] != 0 ? 0 : base;
      s.capacities[i] = std::max<std::int64_t>(0, group_room(s, g, floor_use::any) - part);
    }
    allocate(allowed - placed, s.weights, s.capacities, s.parts, remainder_of(w), s.split);
    bool any = false;
    for (std::size_t i = 0; i < lines; ++i) {
      any = any || s.parts[i] != 0;
      s.groups[i].amount += s.parts[i];
    }
    if (!any) return;
    for (const portion_group& g : s.groups) split_line(w, g, g.amount, false, true);
  }
  cut_to_selector_caps(w, bound_by);
}

/// Lands `amount` on the collected portions. Nothing goes below zero or a floor; what a cap or
/// floor keeps back is not granted.
inline granted land(workspace& w, const offer_instance& what, std::uint32_t applied,
                    std::int64_t amount, landing how) {
  price_state& s = w.price;
  granted result;
  result.wanted = std::min(amount, left_of_portions(s));
  std::int64_t allowed = result.wanted;
  apply_caps(w, what, taking::merchandise, allowed, result.bound_by);
  if (how == landing::spread || allowed < result.wanted ||
      (how == landing::rounded && !s.floors.empty())) {
    distribute(w, allowed, how != landing::spread);
  } else if (!s.floors.empty()) {
    clamp_parts(w);
  }
  if (!s.caps.empty()) {
    apply_selector_caps(w, allowed, how != landing::fixed, result.bound_by);
  }
  result.amount = sum_of_parts(s);
  if (result.amount < allowed && result.bound_by == no_index) result.bound_by = first_floor(w);
  w.out->quote.applied[applied].base = take_parts(s, applied, w.offer(what.offer).basis);
  return result;
}

}  // namespace parley::engine
