// What offers give: targets, units, ranges.
#include <fmt/format.h>

#include <utility>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "syntax/amount_text.hpp"

namespace parley::check {

namespace {

using graph::effect_kind;
using written_kind = syntax::effect::kind;

static_assert(static_cast<int>(written_kind::perk) == static_cast<int>(effect_kind::perk) &&
                  static_cast<int>(written_kind::tiers) == static_cast<int>(effect_kind::tiers) &&
                  static_cast<int>(written_kind::gift) == static_cast<int>(effect_kind::gift),
              "the kinds of the syntax tree and of the graph go by the same numbers");

graph::unit unit_of(const syntax::effect& e) {
  switch (static_cast<effect_kind>(e.what)) {
    case effect_kind::buy_get:
    case effect_kind::nth_off:
    case effect_kind::pick_off:
    case effect_kind::tiers:
      if (!e.value) return e.what == written_kind::tiers ? graph::unit::none : graph::unit::share;
      return e.value->from.what == syntax::amount::kind::percent ? graph::unit::share
                                                                 : graph::unit::money;
    case effect_kind::percent_off:
    case effect_kind::shipping_percent: return graph::unit::share;
    case effect_kind::amount_off:
    case effect_kind::amount_off_each:
    case effect_kind::unit_price:
    case effect_kind::set_price:
    case effect_kind::bundle_price:
    case effect_kind::per_spend:
    case effect_kind::shipping_amount:
    case effect_kind::shipping_price: return graph::unit::money;
    case effect_kind::perk: return e.value ? graph::unit::count : graph::unit::none;
    case effect_kind::shipping_upgrade:
    case effect_kind::gift: return graph::unit::none;
    case effect_kind::match_price:
      if (!e.value) return graph::unit::none;
      return e.value->from.what == syntax::amount::kind::percent ? graph::unit::share
                                                                 : graph::unit::money;
  }
  return graph::unit::none;
}

bool acts_on_shipping(effect_kind kind) {
  return kind == effect_kind::shipping_percent || kind == effect_kind::shipping_amount ||
         kind == effect_kind::shipping_price || kind == effect_kind::shipping_upgrade;
}

bool has_no_target(effect_kind kind) {
  return kind == effect_kind::gift || kind == effect_kind::perk ||
         kind == effect_kind::bundle_price;
}

}  // namespace

checked_effect pack_checker::effect(const syntax::effect& e) {
  checked_effect made;
  graph::effect_row& row = made.row;
  row.kind = static_cast<effect_kind>(e.what);
  row.unit = unit_of(e);
  row.pick = e.dearest ? graph::picker::dearest : graph::picker::cheapest;
  row.per_group = e.per_group ? 1 : 0;
  row.tiers_by = static_cast<std::uint8_t>(e.tiers_by);
  row.buy = e.buy;
  row.get = e.get;
  row.times = e.times;
  made.text = e.text.text;

  effect_value(e, made);
  if (acts_on_shipping(row.kind)) {
    row.target = graph::target_kind::shipping;
  } else if (has_no_target(row.kind)) {
    row.target = graph::target_kind::none;
  } else {
    effect_target(e.target, row.target, row.target_index, made.text);
  }
  for (const syntax::bundle_part& part : e.parts) {
    checked_part checked;
    checked.row.quantity = part.quantity;
    effect_target(part.target, checked.row.target, checked.row.target_index, checked.sku);
    made.parts.push_back(std::move(checked));
  }
  if (e.from_cart) take_from_cart(e, made);
  row.graduated = e.graduated ? 1 : 0;
  if (e.cap) row.cap = money(*e.cap).value_or(0);
  if (e.cap_each) row.cap_each = money(*e.cap_each).value_or(0);
  if (e.least) row.threshold = money(*e.least).value_or(0);
  if (e.threshold) row.threshold = money(*e.threshold).value_or(1);
  effect_tiers(e, made);
  return made;
}

// A gift that is in the cart already is the cheapest unit of its sku at nothing.
void pack_checker::take_from_cart(const syntax::effect& e, checked_effect& made) {
  graph::effect_row& row = made.row;
  row.kind = effect_kind::pick_off;
  row.from_cart = 1;
  row.unit = graph::unit::share;
  row.minimum = row.maximum = ratio_one;
  row.buy = 1;
  row.target = graph::target_kind::sku;
  made.text = e.text.text;
}

void pack_checker::effect_value(const syntax::effect& e, checked_effect& made) {
  graph::effect_row& row = made.row;
  if (!e.value) {
    // "free" without a number takes all of it.
    if (row.unit == graph::unit::share) row.minimum = row.maximum = ratio_one;
    return;
  }
  const syntax::parameter& p = *e.value;
  const auto from = in_unit(p.from, row.unit);
  if (!p.to) {
    if (from) row.minimum = row.maximum = *from;
    return;
  }
  // One complaint about the unit is enough for the three of them.
  const auto to = from ? in_unit(*p.to, row.unit) : std::nullopt;
  const auto step = to && p.step ? in_unit(*p.step, row.unit) : std::nullopt;
  if (!to || (p.step && !step)) return;
  if (*from >= *to || !step || *step == 0) {
    found_.error(codes::wrong_range, p.at, "the range is empty or has no step",
                 "write it from the lesser to the greater value, as in `1%..12% step 1%`");
    return;
  }
  if ((*to - *from) % *step != 0) {
    found_.error(codes::wrong_range, p.at,
                 fmt::format("steps of {} from {} don't reach {}", print(*p.step), print(p.from),
                             print(*p.to)),
                 "choose an end that the steps reach");
    return;
  }
  row.minimum = *from;
  row.maximum = *to;
  row.step = *step;
}

bool pack_checker::effect_target(const syntax::target& t, graph::target_kind& kind, index& which,
                                 std::string& text) {
  const auto wrong = [&](const std::string& message, std::string help) {
    found_.error(codes::wrong_target, t.at, message, std::move(help));
    return false;
  };
  switch (t.what) {
    case syntax::target::kind::none:
    case syntax::target::kind::order: kind = graph::target_kind::order; return true;
    case syntax::target::kind::shipping:
      return wrong("this effect acts on goods, not on shipping",
                   "write `free shipping` or `N% off shipping`");
    case syntax::target::kind::sku:
      kind = graph::target_kind::sku;
      text = t.which.text;
      return true;
    case syntax::target::kind::offer_class:
      return wrong(fmt::format("an effect can't act on the class `{}`", t.which.text),
                   "classes hold offers; declare a selector for lines of the cart");
    case syntax::target::kind::named: break;
  }
  kind = graph::target_kind::selector;
  const std::string& name = t.which.text;
  if (const auto row = selectors_.find(name)) {
    which = *row;
    return true;
  }
  if (broken(name)) return false;
  if (offers_.find(name)) {
    return wrong(fmt::format("an effect can't act on the offer `{}`", name),
                 "write `order`, `sku X` or the name of a selector");
  }
  static const std::vector<std::string_view> fixed = {"order", "shipping"};
  std::string help = suggestion(found_, name, {&selectors_});
  if (help.empty()) help = did_you_mean_help(name, fixed);
  if (help.empty()) help = "declare it under `selectors:`, or write `order` or `sku X`";
  found_.error(codes::unknown_target, t.at, fmt::format("unknown selector `{}`", name),
               std::move(help));
  return false;
}

void pack_checker::effect_tiers(const syntax::effect& e, checked_effect& made) {
  for (const syntax::tier& t : e.tiers) {
    graph::tier_row row;
    const bool by_spend = e.tiers_by == syntax::effect::tiers_by::spend;
    const auto from = by_spend ? money(t.from) : whole(t.from);
    const bool percent = t.value.what == syntax::amount::kind::percent;
    row.unit = percent ? graph::unit::share : graph::unit::money;
    row.gives = static_cast<graph::tier_gives>(e.tiers_give);
    row.chosen = t.chosen ? 1 : 0;
    const auto given = percent ? share(t.value) : money(t.value);
    if (!from || !given) continue;
    row.from = *from;
    row.value = *given;
    if (!made.tiers.empty() && made.tiers.back().from >= row.from) {
      found_.error(
          codes::wrong_tiers, t.from.at,
          fmt::format("the tier from {} follows one that starts at as much or more", print(t.from)),
          "put the tiers in rising order, each start once");
      continue;
    }
    made.tiers.push_back(row);
  }
  if (made.tiers.size() > caps::tiers) {
    found_.error(codes::wrong_tiers, e.sentence.at,
                 fmt::format("{} tiers are too many", made.tiers.size()),
                 fmt::format("an offer has at most {} tiers", caps::tiers));
  }
}

}  // namespace parley::check
