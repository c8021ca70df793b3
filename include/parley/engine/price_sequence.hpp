// In which order effects go along the lines of the cart. It decides where cents land that shares
// leave over, and which of several equally dear units a set uses.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>

#include "parley/base/text_bytes.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// Whether what an effect takes depends on single lines, not only on the sum of the order.
[[nodiscard]] inline bool looks_at_single_lines(const workspace& w,
                                                const graph::effect_row& effect) noexcept {
  const auto& levels = w.pack->header().rounding_level;
  const bool rounds_lines = levels[0] != 0 || levels[1] != 0;
  switch (effect.kind) {
    case graph::effect_kind::tiers:
      return effect.target != graph::target_kind::order || rounds_lines || effect.graduated != 0 ||
             w.tables().tiers[effect.tiers.first].gives != graph::tier_gives::off;
    case graph::effect_kind::percent_off:
      return effect.target != graph::target_kind::order || rounds_lines || effect.cap_each >= 0;
    case graph::effect_kind::amount_off:
    case graph::effect_kind::per_spend: return effect.target != graph::target_kind::order;
    case graph::effect_kind::shipping_percent:
    case graph::effect_kind::shipping_amount:
    case graph::effect_kind::shipping_price:
    case graph::effect_kind::shipping_upgrade:
    case graph::effect_kind::perk: return false;
    default: return true;
  }
}

/// Whether it could matter on which line a cent lands: to a later offer, to a limit, or to the tax.
[[nodiscard]] inline bool cents_matter(const workspace& w) noexcept {
  for (const graph::index which : w.limits) {
    const graph::limit_row& limit = w.tables().limits[which];
    if (limit.scope == graph::scope::unit || limit.scope == graph::scope::line ||
        limit.target == graph::target_kind::selector) {
      return true;
    }
  }
  for (std::size_t i = 1; i < w.instances.size(); ++i) {
    if (looks_at_single_lines(w, w.offer(w.instances[i].offer).effect)) return true;
  }
  const auto lines = static_cast<std::uint32_t>(w.facts->lines().size());
  for (std::uint32_t line = 0; line < lines; ++line) {
    if (w.facts->line_state(line, line_tax_rate) == fact_state::known) return true;
  }
  return false;
}

/// Whether a line comes before another by what they hold: sku, price, quantity, then id.
[[nodiscard]] inline bool sorts_before(const fact_set& facts, std::uint32_t a, std::uint32_t b,
                                       bool same_sku = false) {
  const cart_line& x = facts.lines()[a];
  const cart_line& y = facts.lines()[b];
  if (!same_sku) {
    if (const int order = x.sku.compare(y.sku); order != 0) return order < 0;
  }
  if (x.price != y.price) return x.price < y.price;
  if (x.quantity != y.quantity) return x.quantity < y.quantity;
  if (const int order = x.id.compare(y.id); order != 0) return order < 0;
  return a < b;
}

/// Puts the lines in the order of what they hold. The order of the request before is tried first:
/// mostly it is of the same cart, and then one pass shows that it still holds. As no two lines are
/// equal in this order, what came before can't show in it.
inline void sort_lines(workspace& w) {
  price_state& s = w.price;
  const std::span<const cart_line> all = w.facts->lines();
  const auto lines = static_cast<std::uint32_t>(all.size());
  const auto before = [&](const line_key& a, const line_key& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const std::size_t size = all[a.line].sku.size();
    const bool whole = size <= 8 && size == all[b.line].sku.size();  // the prefix is all of both
    return sorts_before(*w.facts, a.line, b.line, whole);
  };
  bool sorted = s.sorted.size() == lines;
  for (std::uint32_t at = 0; at < lines && sorted; ++at) {
    line_key& key = s.sorted[at];
    key.prefix = leading_bytes(all[key.line].sku);
    sorted = at == 0 || before(s.sorted[at - 1], key);
  }
  if (!sorted) {
    s.sorted.resize(lines);
    for (std::uint32_t line = 0; line < lines; ++line)
      s.sorted[line] = {leading_bytes(all[line].sku), line};
    std::sort(s.sorted.begin(), s.sorted.end(), before);
  }
  s.sequence.resize(lines);
  s.rank.resize(lines);
  for (std::uint32_t at = 0; at < lines; ++at) {
    s.sequence[at] = s.sorted[at].line;
    s.rank[s.sorted[at].line] = at;
  }
}

/// Writes the sequence of the lines: as given, or sorted where the order of the cart could
/// otherwise change a total. Precondition: the limits in force are gathered.
inline void settle_sequence(workspace& w) {
  price_state& s = w.price;
  const auto lines = static_cast<std::uint32_t>(w.facts->lines().size());
  const std::uint8_t order = w.pack->header().line_order;
  if (order == graph::lines_sorted || (order == graph::lines_auto && cents_matter(w))) {
    sort_lines(w);
    return;
  }
  s.sequence.resize(lines);
  s.rank.resize(lines);
  std::iota(s.sequence.begin(), s.sequence.end(), 0U);
  std::iota(s.rank.begin(), s.rank.end(), 0U);
}

}  // namespace parley::engine
