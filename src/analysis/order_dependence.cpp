#include "analysis/order_dependence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/codes.hpp"
#include "analysis/disjoint.hpp"
#include "parley/base/limits.hpp"
#include "parley/engine/price.hpp"
#include "parley/graph/pack_rows.hpp"
#include "parley/money/currency.hpp"

namespace parley::analysis {
namespace {

using check::checked_offer;
using check::checked_pack;
using check::checked_stacking;
using check::index;
using graph::stacking_kind;

bool moves_prices(graph::effect_kind kind) {
  return kind != graph::effect_kind::gift && kind != graph::effect_kind::perk &&
         kind != graph::effect_kind::shipping_upgrade;
}

/// Pairs whose order can't matter beyond rounding: shares multiply, amounts add up.
bool commute(const checked_offer& a, const checked_offer& b) {
  const graph::effect_row& x = a.effect.row;
  const graph::effect_row& y = b.effect.row;
  if (x.kind == graph::effect_kind::percent_off && y.kind == graph::effect_kind::percent_off) {
    const bool running = a.basis == graph::basis::running;
    return x.cap < 0 && y.cap < 0 && running == (b.basis == graph::basis::running);
  }
  return x.kind == graph::effect_kind::amount_off && y.kind == graph::effect_kind::amount_off;
}

/// What the stacking rules say of two offers, whatever the facts are.
class stacking_view {
 public:
  explicit stacking_view(const checked_pack& p) : p_(p) {}

  [[nodiscard]] bool may_stand_together(index a, index b) const {
    bool permitted = p_.stacking_open;
    for (const checked_stacking& r : p_.stacking) {
      if (!permitted && r.kind == stacking_kind::with && relates(r, a, b)) permitted = true;
      if (!r.when && forbids(r, a, b) && !lifted(r, a, b)) return false;
    }
    return permitted;
  }

  /// Whether rules with `before` put one in front of the other, perhaps by way of others.
  [[nodiscard]] bool ordered(index a, index b) const { return reaches(a, b) || reaches(b, a); }

 private:
  [[nodiscard]] bool covers(const graph::subject_row& s, index offer) const {
    using kind = graph::subject_row::kind;
    if (s.what == kind::offer) return s.which == offer;
    if (s.what == kind::any) return true;
    const auto& members = p_.classes[s.which].members;
    return std::binary_search(members.begin(), members.end(), offer);
  }
  [[nodiscard]] bool right_covers(const checked_stacking& r, index offer) const {
    return std::any_of(r.right.begin(), r.right.end(),
                       [&](const graph::subject_row& s) { return covers(s, offer); });
  }
  [[nodiscard]] bool relates(const checked_stacking& r, index a, index b) const {
    return (covers(r.left, a) && right_covers(r, b)) || (covers(r.left, b) && right_covers(r, a));
  }
  [[nodiscard]] bool forbids(const checked_stacking& r, index a, index b) const {
    switch (r.kind) {
      case stacking_kind::excludes: return relates(r, a, b);
      case stacking_kind::alone: return covers(r.left, a) || covers(r.left, b);
      case stacking_kind::at_most: return r.count == 1 && covers(r.left, a) && covers(r.left, b);
      default: return false;
    }
  }
  [[nodiscard]] bool lifted(const checked_stacking& prohibition, index a, index b) const {
    const auto row = static_cast<index>(&prohibition - p_.stacking.data());
    return std::any_of(p_.stacking.begin(), p_.stacking.end(), [&](const checked_stacking& r) {
      return r.kind == stacking_kind::with && relates(r, a, b) &&
             std::find(r.overrides.begin(), r.overrides.end(), row) != r.overrides.end();
    });
  }
  [[nodiscard]] bool reaches(index from, index to) const {
    std::vector<bool> seen(p_.offers.size(), false);
    std::vector<index> open{from};
    while (!open.empty()) {
      const index at = open.back();
      open.pop_back();
      for (const checked_stacking& r : p_.stacking) {
        if (r.kind != stacking_kind::before || !covers(r.left, at)) continue;
        for (index next = 0; next < p_.offers.size(); ++next) {
          if (seen[next] || !right_covers(r, next)) continue;
          if (next == to) return true;
          seen[next] = true;
          open.push_back(next);
        }
      }
    }
    return false;
  }

  const checked_pack& p_;
};

/// A cart of one line, or of one delivery, and what it costs in either order.
struct witness {
  std::int64_t price = 0;
  std::int64_t quantity = 0;  ///< 0: a delivery
  std::int64_t in_order = 0;
  std::int64_t turned = 0;
};

/// Prices pairs of offers on carts where both find their lines.
class trial {
 public:
  trial(const checked_pack& checked, const pack& compiled)
      : checked_(checked), compiled_(compiled), facts_(compiled.schema()) {
    for (int i = 0; i < checked.digits; ++i) unit_ *= 10;
  }

  [[nodiscard]] std::optional<witness> differ(index a, index b) {
    rows_[0] = on_everything(a);
    rows_[1] = on_everything(b);
    graph::table_views views = compiled_.tables();
    const graph::packed_rows packed = graph::pack_rows({}, {}, {}, rows_);
    views.offers = packed.offers_seen();
    const pack both(nullptr, views, std::string());
    const bool shipping = rows_[0].stage == graph::stage::shipping;
    for (const std::int64_t quantity : {1, 2, 3, 5, 10, 20}) {
      for (const std::int64_t price : prices(a, b)) {
        witness w{price, shipping ? 0 : quantity, 0, 0};
        fill(w, shipping);
        w.in_order = total(both, {0, 1});
        w.turned = total(both, {1, 0});
        // Rounding alone may move a minor unit here and there.
        if (std::abs(w.in_order - w.turned) > 2 + 2 * w.quantity) return w;
      }
      if (shipping) break;
    }
    return std::nullopt;
  }

 private:
  /// The offer's row with the whole cart as its target: the cart is in both targets anyway. What an
  /// expression would say, or several parts would cost, is stood in for by a plain price.
  [[nodiscard]] graph::offer_row on_everything(index offer) const {
    graph::offer_row row = compiled_.tables().offers[offer];
    graph::effect_row& e = row.effect;
    if (e.target != graph::target_kind::shipping) e.target = graph::target_kind::order;
    if (e.kind == graph::effect_kind::bundle_price) {
      e.kind = graph::effect_kind::set_price;
      e.buy = 0;
      for (const auto& part : pack::rows(compiled_.tables().bundle_parts, e.parts))
        e.buy += part.quantity;
    }
    if (e.kind == graph::effect_kind::match_price) {
      e.kind = graph::effect_kind::unit_price;
      e.minimum = e.maximum = 80 * unit_;
      e.step = 0;
      e.unit = graph::unit::money;
    }
    return row;
  }

  [[nodiscard]] std::vector<std::int64_t> prices(index a, index b) const {
    std::vector<std::int64_t> made{100 * unit_, 30 * unit_, 250 * unit_};
    for (const index offer : {a, b}) {
      const check::checked_effect& e = checked_.offers[offer].effect;
      if (e.row.threshold > 0) made.push_back(e.row.threshold);
      if (e.row.unit == graph::unit::money && e.row.maximum > 0) made.push_back(2 * e.row.maximum);
      if (e.row.tiers_by == 1) {
        for (const graph::tier_row& tier : e.tiers) made.push_back(tier.from);
      }
    }
    std::erase_if(made, [](std::int64_t p) { return p <= 0 || p > caps::cart_total / 100; });
    return made;
  }

  void fill(const witness& w, bool shipping) {
    facts_.clear();
    facts_.open_cart();
    cart_line line;
    line.id = "line";
    line.sku = "sku";
    line.quantity = shipping ? 1 : w.quantity;
    line.price = w.price;
    facts_.add_line(line);
    if (!shipping) return;
    shipping_entry entry;
    entry.method = compiled_.text(rows_[0].effect.text);
    if (entry.method.empty()) entry.method = compiled_.text(rows_[1].effect.text);
    entry.price = w.price;
    facts_.add_shipping(entry);
  }

  [[nodiscard]] std::int64_t total(const pack& both, std::initializer_list<std::uint32_t> order) {
    answer_.quote = {};
    work_.begin(both, facts_, {}, answer_);
    if (!engine::lay_out_cart(work_)) return 0;
    work_.price.floors.clear();
    work_.price.caps.clear();
    for (const std::uint32_t offer : order) {
      engine::offer_instance what;
      what.offer = offer;
      what.parameter = rows_[offer].effect.maximum;
      if (engine::apply(work_, what) != engine::effect_status::done) return 0;
    }
    return work_.price.stage == graph::stage::shipping ? work_.price.shipping_total
                                                       : work_.price.merchandise;
  }

  const checked_pack& checked_;
  const pack& compiled_;
  std::int64_t unit_ = 1;
  std::array<graph::offer_row, 2> rows_{};
  fact_set facts_;
  workspace work_;
  decision answer_;
};

std::string text_of(const checked_pack& p, const witness& w, const std::string& first,
                    const std::string& second) {
  const auto money = [&](std::int64_t minor) { return money_text(minor, p.digits); };
  const std::string cart = w.quantity == 0 ? "on shipping of " + money(w.price)
                           : w.quantity == 1
                               ? "on " + money(w.price)
                               : fmt::format("on {} of {} each", w.quantity, money(w.price));
  return fmt::format(
      "{}: {} with `{}` first, {} with `{}` first; give one a higher `rank:`, or write `{} before "
      "{}` under `stacking:`",
      cart, money(w.in_order), first, money(w.turned), second, first, second);
}

}  // namespace

void warn_of_order(const checked_pack& checked, const pack& compiled, diagnostics& found,
                   std::vector<order_pair>* pairs, const std::function<bool(index, index)>& apart) {
  // Offers that only their place in the pack puts in order.
  std::map<std::pair<std::uint32_t, graph::stage>, std::vector<index>> peers;
  for (index i = 0; i < checked.offers.size(); ++i) {
    const checked_offer& o = checked.offers[i];
    if (moves_prices(o.effect.row.kind)) peers[{o.order_group, o.stage}].push_back(i);
  }
  const stacking_view stacking(checked);
  trial price(checked, compiled);
  std::size_t priced = 0;
  std::size_t seen = 0;
  for (const auto& [group, offers] : peers) {
    for (std::size_t i = 0; i < offers.size(); ++i) {
      for (std::size_t k = i + 1; k < offers.size(); ++k) {
        // Most pairs of a large pack are settled without pricing, but even these are bounded.
        if (priced == caps::order_pairs || ++seen > 8 * caps::order_pairs) return;
        const checked_offer& a = checked.offers[offers[i]];
        const checked_offer& b = checked.offers[offers[k]];
        const bool methods_meet = a.stage != graph::stage::shipping || a.effect.text.empty() ||
                                  b.effect.text.empty() || a.effect.text == b.effect.text;
        if (!methods_meet || commute(a, b) || !stacking.may_stand_together(offers[i], offers[k]) ||
            !may_share_lines(checked, a.effect, b.effect)) {
          continue;
        }
        ++priced;
        const std::optional<witness> w = price.differ(offers[i], offers[k]);
        if (!w || stacking.ordered(offers[i], offers[k])) continue;
        if (apart && apart(offers[i], offers[k])) continue;
        found
            .warning(codes::order_matters, b.at,
                     fmt::format("`{}` and `{}` have one rank, and the total depends on which of "
                                 "them applies first",
                                 a.name, b.name),
                     text_of(checked, *w, a.name, b.name))
            .related.push_back({a.at, "applies first, as it stands first"});
        if (pairs != nullptr) {
          pairs->push_back({offers[i], offers[k], w->price, w->quantity, found.items().size() - 1});
        }
      }
    }
  }
}

}  // namespace parley::analysis
