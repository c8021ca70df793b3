// Offers: classes, stage, costs, conditions.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"
#include "parley/base/limits.hpp"

namespace parley::check {

namespace {

bool is_shipping(graph::effect_kind kind) {
  return kind == graph::effect_kind::shipping_percent ||
         kind == graph::effect_kind::shipping_amount ||
         kind == graph::effect_kind::shipping_price || kind == graph::effect_kind::shipping_upgrade;
}

graph::stage natural_stage(const checked_effect& effect) {
  const graph::effect_row& row = effect.row;
  if (!effect.parts.empty()) return graph::stage::item;
  if (is_shipping(row.kind)) return graph::stage::shipping;
  if (row.kind == graph::effect_kind::gift || row.kind == graph::effect_kind::perk) {
    return graph::stage::order;
  }
  return row.target == graph::target_kind::order ? graph::stage::order : graph::stage::item;
}

graph::stage stage_of(decltype(syntax::offer_decl::stage) written, const checked_effect& effect) {
  switch (written) {
    case syntax::offer_decl::stage::item: return graph::stage::item;
    case syntax::offer_decl::stage::order: return graph::stage::order;
    case syntax::offer_decl::stage::shipping: return graph::stage::shipping;
    case syntax::offer_decl::stage::inherit: break;
  }
  return natural_stage(effect);
}

graph::basis basis_of(decltype(syntax::offer_decl::basis) written,
                      decltype(syntax::pack::basis) of_pack) {
  switch (written) {
    case syntax::offer_decl::basis::running: return graph::basis::running;
    case syntax::offer_decl::basis::list: return graph::basis::list;
    case syntax::offer_decl::basis::stage: return graph::basis::stage;
    case syntax::offer_decl::basis::inherit: break;
  }
  return static_cast<graph::basis>(of_pack);  // named alike, in the same order
}

}  // namespace

void pack_checker::offers() {
  for (const syntax::offer_decl* o : offer_decls_) {
    const auto row = static_cast<index>(pack_.offers.size());
    checked_offer made;
    made.name = o->name.text;
    made.because = o->because.text;
    made.at = o->name.at;
    made.effect = effect(o->effect);
    made.effect.row.consume_shared = o->consume_shared ? 1 : 0;
    made.effect.row.favour_merchant = o->favour_merchant ? 1 : 0;

    made.stage = stage_of(o->stage, made.effect);
    if (is_shipping(made.effect.row.kind) && made.stage != graph::stage::shipping) {
      found_.error(codes::wrong_stage, o->name.at,
                   fmt::format("`{}` acts on shipping before the stage `shipping`", made.name),
                   "drop `stage:`");
    }
    made.basis = basis_of(o->basis, written_.basis);
    made.rank = o->rank.value_or(0);
    made.repeat = o->repeat;
    if (o->repeat < 1 || o->repeat > caps::proposal_offers) {
      found_.error(codes::wrong_repeat, o->name.at,
                   fmt::format("`{}` repeats {} times", made.name, o->repeat),
                   fmt::format("`repeat:` is 1 to {}", caps::proposal_offers));
      made.repeat = 1;
    }
    if (o->cost) {
      made.has_cost = true;
      made.cost = money(*o->cost).value_or(0);
      made.cost_per = o->cost_per;
      if (o->cost_per != 1 && made.effect.row.unit != graph::unit::count) {
        found_.error(codes::wrong_cost, o->cost->at,
                     fmt::format("`{}` counts nothing that a cost could be of", made.name),
                     "write an amount of money alone");
      }
      if (made.effect.row.from_cart != 0) {
        found_.error(codes::wrong_cost, o->cost->at,
                     fmt::format("`{}` costs what the unit in the cart costs", made.name),
                     "drop `cost:`; what it takes off the price is its concession");
      }
    }
    if (o->worth) made.worth = money(*o->worth).value_or(0);

    condition_use use;
    use.so_far = made.stage != graph::stage::item;
    made.when = condition(o->when, use);
    if (o->effect.match) {
      use.expected = condition_use::expect::money;
      use.line = true;
      if (made.when) after(*made.when, use);
      if (made.effect.row.target == graph::target_kind::selector &&
          made.effect.row.target_index != no_index) {
        const typed_condition& lines = pack_.selectors[made.effect.row.target_index].when;
        if (!lines.nodes.empty()) after(lines, use);
      }
      made.effect.match = condition(o->effect.match, use);
    }
    made.obligations = obligations(o->obligations);

    for (const syntax::name& c : o->classes) {
      const index which = classes_.declare_once(c, static_cast<index>(pack_.classes.size()));
      if (which == pack_.classes.size()) pack_.classes.push_back({c.text, {}});
      if (std::find(made.classes.begin(), made.classes.end(), which) != made.classes.end())
        continue;
      made.classes.push_back(which);
      pack_.classes[which].members.push_back(row);
    }
    std::sort(made.classes.begin(), made.classes.end());
    pack_.offers.push_back(std::move(made));
  }
}

}  // namespace parley::check
