#include "analysis/dominated_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "analysis/codes.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/validate.hpp"
#include "parley/money/currency.hpp"

namespace parley::analysis {
namespace {

using graph::index;

/// Something of a declared cost and worth, whatever the cart and the parameter.
bool has_fixed_worth(const graph::offer_row& o) {
  const bool kind = (o.effect.kind == graph::effect_kind::gift && o.effect.from_cart == 0) ||
                    o.effect.kind == graph::effect_kind::perk ||
                    o.effect.kind == graph::effect_kind::shipping_upgrade;
  return kind && o.has_cost != 0 && o.worth > 0 && o.effect.unit != graph::unit::count;
}

class step_review {
 public:
  step_review(const check::checked_pack& checked, const pack& compiled, diagnostics& found)
      : checked_(checked), p_(compiled), found_(found), nothing_known_(compiled.schema()) {}

  void run() {
    for (const check::checked_step& step : checked_.negotiation->ladder) {
      for (const graph::step_item_row& item : step.items) {
        if (review(step, item.offer)) break;
      }
    }
  }

 private:
  [[nodiscard]] std::string money(std::int64_t minor) const {
    return money_text(minor, p_.header().currency_digits);
  }

  /// Whether something was said about what this step gives.
  bool review(const check::checked_step& step, index given) {
    const auto& offers = p_.tables().offers;
    const graph::offer_row& x = offers[given];
    if (!has_fixed_worth(x)) return false;
    const std::string name(p_.text(x.name));
    for (index other = 0; other < offers.size(); ++other) {
      const graph::offer_row& y = offers[other];
      if (other == given || !has_fixed_worth(y) || y.when != no_index || y.cost > x.cost ||
          y.worth < x.worth || (y.cost == x.cost && y.worth == x.worth) || names(step, other) ||
          !may_replace(step, given, other)) {
        continue;
      }
      const std::string better(p_.text(y.name));
      found_.warning(
          codes::step_dominated, step.at,
          fmt::format("this step gives `{}` (cost {}, worth {}), and `{}` costs {} and is worth {}",
                      name, money(x.cost), money(x.worth), better, money(y.cost), money(y.worth)),
          fmt::format("give `{}` instead", better));
      return true;
    }
    if (x.cost <= x.worth) return false;
    found_.warning(codes::step_dominated, step.at,
                   fmt::format("this step gives `{}`, which costs {} and is worth {}", name,
                               money(x.cost), money(x.worth)),
                   "as much money off would be worth more to the customer, at the same cost");
    return true;
  }

  static bool names(const check::checked_step& step, index offer) {
    return std::any_of(step.items.begin(), step.items.end(),
                       [&](const graph::step_item_row& item) { return item.offer == offer; });
  }

  /// Whether the stacking rules let `by` stand in the place of `what`, whatever the facts are.
  bool may_replace(const check::checked_step& step, index what, index by) {
    proposal swapped;
    for (const graph::step_item_row& item : step.items) {
      proposed_offer o = propose(p_, item.offer == what ? by : item.offer);
      if (item.offer != what) {
        o.has_parameter = item.has_parameter != 0;
        o.parameter = item.parameter;
      }
      swapped.offers.push_back(o);
    }
    validate(p_, nothing_known_, swapped, work_, answer_);
    return std::none_of(answer_.findings.begin(), answer_.findings.end(), [](const finding& f) {
      return f.code == finding_code::proposal_duplicate ||
             (f.code >= finding_code::stacking_excluded &&
              f.code <= finding_code::stacking_requires);
    });
  }

  const check::checked_pack& checked_;
  const pack& p_;
  diagnostics& found_;
  fact_set nothing_known_;
  workspace work_;
  decision answer_;
};

}  // namespace

void warn_of_dominated_steps(const check::checked_pack& checked, const pack& compiled,
                             diagnostics& found) {
  if (checked.negotiation) step_review(checked, compiled, found).run();
}

}  // namespace parley::analysis
