// From the labelled leaves of an effect sentence to the effect.
#include <fmt/format.h>

#include "parley/base/limits.hpp"
#include "syntax/amount_text.hpp"
#include "syntax/condition_parser.hpp"
#include "syntax/effect_grammar.hpp"
#include "syntax/lexical.hpp"
#include "syntax/pack_codes.hpp"

namespace parley::syntax {
namespace {

using kind = effect::kind;
using role = effect_role;

/// Fills an effect leaf by leaf, then checks what the grammar can't say. One use.
class lowering {
 public:
  lowering(const phrase& sentence, diagnostics& found) : sentence_(sentence), found_(found) {
    effect_.sentence = {std::string(sentence.text), sentence.at};
  }

  std::optional<effect> run(const std::vector<effect_leaf>& leaves) {
    for (const effect_leaf& leaf : leaves) take(leaf);
    settle();
    if (sound_) check_values();
    if (sound_) check_options();
    if (!sound_) return std::nullopt;
    return std::move(effect_);
  }

 private:
  void take(const effect_leaf& leaf) {
    switch (leaf.role) {
      case role::value:
        parameter().from = amount_of(leaf);
        parameter().at = leaf.at;
        break;
      case role::value_to: parameter().to = amount_of(leaf); break;
      case role::step:
        parameter().step = amount_of(leaf);
        step_at_ = leaf.at;
        break;
      case role::cap: effect_.cap = amount_of(leaf); break;
      case role::cap_each:
        effect_.cap_each = effect_.cap;
        effect_.cap.reset();
        break;
      case role::least: effect_.least = amount_of(leaf); break;
      case role::less: less_ = leaf.at; break;
      case role::threshold: effect_.threshold = amount_of(leaf); break;
      case role::count:
        count_ = count_of(leaf);
        count_at_ = leaf.at;
        break;
      case role::paid: paid_ = count_of(leaf); break;
      case role::ordinal:
        count_ = ordinal_of(leaf);
        count_at_ = leaf.at;
        break;
      case role::buy: effect_.buy = count_of(leaf); break;
      case role::get: effect_.get = count_of(leaf); break;
      case role::tier_value: tier_values_.push_back({amount_of(leaf), {}, {}, leaf.at}); break;
      case role::tier_value_to: tier_values_.back().to = amount_of(leaf); break;
      case role::tier_step:
        tier_values_.back().step = amount_of(leaf);
        step_at_ = leaf.at;
        break;
      case role::tier_from: tier_starts_.push_back(amount_of(leaf)); break;
      case role::by_quantity: effect_.tiers_by = effect::tiers_by::quantity; break;
      case role::by_spend: effect_.tiers_by = effect::tiers_by::spend; break;
      case role::by_lines: effect_.tiers_by = effect::tiers_by::lines; break;
      case role::by_step:
        effect_.graduated = true;
        step_tiers_ = leaf.at;
        break;
      case role::got_target: got_ = target_of(leaf, target::kind::named); break;
      case role::got_sku: got_ = target_of(leaf, target::kind::sku); break;
      case role::method:
        effect_.text.text += (effect_.text.text.empty() ? "" : "\n") + unquoted(leaf.text);
        effect_.text.at = leaf.at;
        break;
      case role::from_cart: effect_.from_cart = true; break;
      case role::target: take_target(leaf, target::kind::named); break;
      case role::target_sku: take_target(leaf, target::kind::sku); break;
      case role::target_class: take_target(leaf, target::kind::offer_class); break;
      case role::part_count: part_count_ = count_of(leaf); break;
      case role::text: effect_.text = {unquoted(leaf.text), leaf.at}; break;
      case role::expression: take_expression(leaf); break;
      case role::times: take_times(leaf); break;
      case role::cheapest: picked_ = leaf.at; break;
      case role::dearest:
        picked_ = leaf.at;
        effect_.dearest = true;
        break;
      case role::per_group:
        effect_.per_group = true;
        grouped_ = leaf.at;
        break;
      case role::across: across_ = leaf.at; break;
      default: sentence_role(leaf.role); break;
    }
  }

  void sentence_role(role r) {
    switch (r) {
      case role::off: break;
      case role::off_each: each_ = true; break;
      case role::unit_price:
        effect_.what = kind::unit_price;
        fixed_ = true;
        break;
      case role::set_price:
        effect_.what = kind::set_price;
        fixed_ = true;
        break;
      case role::bundle:
        effect_.what = kind::bundle_price;
        fixed_ = true;
        break;
      case role::buy_get:
        effect_.what = kind::buy_get;
        fixed_ = true;
        break;
      case role::free_units: free_units_ = true; break;
      case role::price_of:
        effect_.what = kind::buy_get;
        fixed_ = price_of_ = free_units_ = true;
        break;
      case role::per_spend:
        effect_.what = kind::per_spend;
        fixed_ = true;
        break;
      case role::tiers:
        effect_.what = kind::tiers;
        fixed_ = true;
        break;
      case role::tier_each:
        effect_.what = kind::tiers;
        effect_.tiers_give = effect::tiers_give::each;
        fixed_ = true;
        break;
      case role::tier_price:
        effect_.what = kind::tiers;
        effect_.tiers_give = effect::tiers_give::price;
        fixed_ = true;
        break;
      case role::free_shipping:
        effect_.what = kind::shipping_percent;
        fixed_ = free_units_ = true;
        break;
      case role::shipping_off:
        effect_.what = kind::shipping_amount;
        shipping_ = true;
        break;
      case role::shipping_price:
        effect_.what = kind::shipping_price;
        fixed_ = shipping_ = true;
        break;
      case role::upgrade:
        effect_.what = kind::shipping_upgrade;
        fixed_ = shipping_ = true;
        break;
      case role::gift:
        effect_.what = kind::gift;
        fixed_ = true;
        break;
      case role::match:
        effect_.what = kind::match_price;
        fixed_ = true;
        break;
      case role::perk:
        effect_.what = kind::perk;
        fixed_ = true;
        break;
      default: break;
    }
  }

  /// Chooses between the kinds that differ by the unit of the value only.
  void settle() {
    if (free_units_) {
      effect_.value.emplace();
      effect_.value->from.what = amount::kind::percent;
      effect_.value->from.value = decimal(100, 0);
      effect_.value->at = effect_.value->from.at = sentence_.at;
    }
    const bool share = effect_.value && effect_.value->from.what == amount::kind::percent;
    if (shipping_ && !fixed_) effect_.what = share ? kind::shipping_percent : kind::shipping_amount;
    if (effect_.what == kind::shipping_percent || shipping_)
      effect_.target.what = target::kind::shipping;
    if (!fixed_ && !shipping_) {
      if (ordinal_) {
        effect_.what = kind::nth_off;
      } else if (picked_ && !grouped_) {
        effect_.what = kind::pick_off;
        if (!count_at_) count_ = 1;
      } else {
        effect_.what = share ? kind::percent_off : each_ ? kind::amount_off_each : kind::amount_off;
      }
    }
    settle_counts();
    settle_tiers();
  }

  void settle_counts() {
    if (price_of_) {
      if (paid_ == 0 || paid_ >= count_) {
        return wrong(sentence_.at,
                     fmt::format("{} for the price of {} gives nothing away", count_, paid_),
                     "write the greater number first: `3 for the price of 2`");
      }
      effect_.buy = paid_;
      effect_.get = count_ - paid_;
    } else if (effect_.what == kind::set_price || effect_.what == kind::nth_off ||
               effect_.what == kind::pick_off) {
      effect_.buy = count_;
    }
    if (got_) {
      effect_.parts.push_back({effect_.buy, effect_.target});
      effect_.parts.push_back({effect_.get, std::move(*got_)});
      effect_.target = {};
    }
    if (effect_.what == kind::buy_get && effect_.target.what == target::kind::none) {
      effect_.target.what = target::kind::order;
      effect_.target.at = sentence_.at;
    }
  }

  void settle_tiers() {
    if (effect_.what != kind::tiers || !effect_.value) return;
    tier_values_.insert(tier_values_.begin(), *effect_.value);
    effect_.value.reset();
    for (const syntax::parameter& given : tier_values_) {
      if (!given.to && !given.step) continue;
      if (effect_.value) {
        return wrong(given.at, "a second range in one offer",
                     "a proposal chooses one number: give the other tiers one value each");
      }
      effect_.value = given;
    }
    if (tier_starts_.size() > caps::tiers) {
      return wrong(sentence_.at,
                   fmt::format("{} tiers; at most {}", tier_starts_.size(), caps::tiers),
                   "join some of them");
    }
    for (std::size_t i = 0; i < tier_starts_.size() && i < tier_values_.size(); ++i) {
      const bool chosen = tier_values_[i].to.has_value();
      effect_.tiers.push_back({tier_starts_[i], tier_values_[i].from, chosen});
    }
  }

  void check_values() {
    const bool money_only = effect_.what == kind::unit_price || effect_.what == kind::set_price ||
                            effect_.what == kind::bundle_price || effect_.what == kind::per_spend ||
                            effect_.what == kind::shipping_price;
    if (effect_.value) check_range(*effect_.value);
    if (money_only) want_money(effect_.value->from, "a price or an amount of money stands here");
    if (each_ && effect_.what == kind::amount_off_each) {
      want_money(effect_.value->from, "write `10% off TARGET` for a percentage of each");
    }
    for (const std::optional<amount>* cap : {&effect_.cap, &effect_.cap_each}) {
      if (!*cap) continue;
      want_money(**cap, "a cap is an amount of money");
      if ((*cap)->value.zero()) wrong((*cap)->at, "a cap of 0 gives nothing", "drop the offer");
    }
    if (effect_.least) want_money(*effect_.least, "the least price is an amount of money");
    const bool reduces = effect_.what == kind::percent_off || effect_.what == kind::amount_off ||
                         effect_.what == kind::amount_off_each || effect_.what == kind::buy_get ||
                         effect_.what == kind::nth_off || effect_.what == kind::pick_off ||
                         effect_.what == kind::per_spend ||
                         effect_.what == kind::shipping_percent ||
                         effect_.what == kind::shipping_amount;
    if (reduces && effect_.value && !effect_.value->to && effect_.value->from.value.zero()) {
      wrong(effect_.value->from.at,
            fmt::format("`{}` off gives nothing", print(effect_.value->from)),
            "give an amount above 0");
    }
    for (const bundle_part& part : effect_.parts) {
      if (part.quantity == 0) wrong(part.target.at, "a part of 0 units", "count from 1");
    }
    if (effect_.parts.size() > caps::bundle_parts) {
      wrong(sentence_.at, fmt::format("a bundle of {} parts", effect_.parts.size()),
            fmt::format("a bundle has at most {} parts; join some in a selector",
                        caps::bundle_parts));
    }
    if (effect_.what == kind::nth_off && count_ == 1) {
      wrong(*count_at_, "every 1st unit is every unit", "write `50% off tea`");
    }
    if (effect_.threshold) {
      want_money(*effect_.threshold, "`per` is followed by an amount of money");
      if (effect_.threshold->value.zero())
        wrong(effect_.threshold->at, "`per` nothing", "give an amount above 0");
    }
    if (count_at_ && count_ == 0) wrong(*count_at_, "a count of 0 gives nothing", "count from 1");
    if (effect_.what == kind::buy_get && (effect_.buy == 0 || effect_.get == 0)) {
      wrong(sentence_.at, "buy 0 or get 0 gives nothing", "count from 1");
    }
    check_tiers();
  }

  void check_tiers() {
    if (effect_.graduated) {
      const bool share =
          !effect_.tiers.empty() && effect_.tiers.front().value.what == amount::kind::percent;
      if (effect_.tiers_by == effect::tiers_by::lines) {
        wrong(*step_tiers_, "lines have no steps", "write `by step` or `by spend step`");
      } else if (effect_.tiers_by == effect::tiers_by::spend && !share) {
        wrong(*step_tiers_, "slices of money are reduced by percentages", "write `by step`");
      } else if (effect_.tiers_give == effect::tiers_give::off && !share) {
        wrong(*step_tiers_, "an amount off the whole has no steps",
              "write `1.00 each from 3, 2.00 each from 10 off tea by step`");
      }
    }
    for (std::size_t i = 0; i < effect_.tiers.size(); ++i) {
      const tier& t = effect_.tiers[i];
      if (effect_.tiers_by == effect::tiers_by::spend) {
        want_money(t.from, "tiers by spend start at amounts of money");
      } else if (t.from.what != amount::kind::number || !t.from.value.scaled_exactly(0)) {
        wrong(t.from.at, "tiers by quantity or lines start at whole numbers", "write `from 3`");
      }
      if (i > 0 && compare(effect_.tiers[i - 1].from.value, t.from.value) >= 0) {
        wrong(t.from.at, "tiers stand in growing order", "put the smallest first, each once");
      }
      if (effect_.tiers_give != effect::tiers_give::off) {
        want_money(t.value, "a price or an amount of each unit is money");
      } else if (i > 0 && (t.value.what == amount::kind::percent) !=
                              (effect_.tiers[0].value.what == amount::kind::percent)) {
        wrong(t.value.at, "all tiers give percentages or all give money", "use one kind");
      }
    }
  }

  void check_range(const syntax::parameter& p) {
    if (!p.to) {
      if (p.step) wrong(*step_at_, "`step` without a range", "write `1%..12% step 1%`");
      return;
    }
    if (!p.step) {
      return wrong(p.at, "a range needs a step", "write `1%..12% step 1%`");
    }
    for (const amount* other : {&*p.to, &*p.step}) {
      if (other->what != p.from.what || other->currency != p.from.currency) {
        return wrong(other->at,
                     fmt::format("`{}` and `{}` aren't the same kind of amount", print(p.from),
                                 print(*other)),
                     "write all three of a range with the same unit");
      }
    }
    if (p.step->value.zero()) return wrong(p.step->at, "a step of 0", "give a step above 0");
    if (compare(p.from.value, p.to->value) >= 0) {
      wrong(p.at,
            fmt::format("the range {}..{} is empty or a single value", print(p.from), print(*p.to)),
            "put the smaller amount first");
    }
  }

  void check_options() {
    const bool counts = effect_.what == kind::buy_get || effect_.what == kind::set_price ||
                        effect_.what == kind::bundle_price || effect_.what == kind::nth_off ||
                        effect_.what == kind::per_spend;
    if (times_ && !counts) {
      wrong(*times_, "`times` belongs to sentences that count sets, units or amounts", "drop it");
    }
    if (picked_ && effect_.what != kind::buy_get && effect_.what != kind::pick_off) {
      wrong(*picked_, "`cheapest` and `dearest` don't belong to this sentence", "drop the word");
    }
    if (grouped_ && (effect_.what != kind::buy_get || got_)) {
      wrong(*grouped_, "`per group` belongs to `buy ... get ...` of one target", "drop it");
    }
    const bool single = effect_.what == kind::buy_get || effect_.what == kind::nth_off ||
                        effect_.what == kind::pick_off || effect_.what == kind::percent_off;
    const bool share = effect_.value && effect_.value->from.what == amount::kind::percent;
    if (effect_.cap_each && (!single || !share)) {
      wrong(effect_.cap_each->at, "a cap of each unit belongs to a percentage off goods",
            "drop `each`");
    }
    if (effect_.least && effect_.what != kind::match_price) {
      wrong(effect_.least->at, "`at least` belongs to `match ... on ...`",
            "write a limit such as `price per unit >= 5.00 else clamp`");
    }
    if (less_ && effect_.what != kind::match_price) {
      wrong(*less_, "`less` belongs to `match ... on ...`",
            "write `match competitor.price on tea, less 2%`");
    } else if (less_ && !effect_.value->to && effect_.value->from.value.zero()) {
      wrong(*less_, "`less` nothing", "give an amount above 0, or drop it");
    }
    if (across_ && effect_.what != kind::amount_off) {
      wrong(*across_, "`across` belongs to an amount of money off a target", "drop the word");
    }
    if (effect_.cap && (effect_.what == kind::gift || effect_.what == kind::perk ||
                        effect_.what == kind::shipping_upgrade)) {
      wrong(effect_.cap->at, "a cap belongs to a reduction of a price",
            "drop it; `cost:` says what it costs");
    }
  }

  // --- leaves ----------------------------------------------------------------------------------

  syntax::parameter& parameter() {
    if (!effect_.value) effect_.value.emplace();
    return *effect_.value;
  }

  amount amount_of(const effect_leaf& leaf) {
    if (std::optional<amount> value = read_amount(leaf.text, leaf.at)) return *value;
    sound_ = false;
    found_.error(codes::amount_text, leaf.at, fmt::format("`{}` isn't an amount", leaf.text),
                 "write `10%`, `250bp`, `5.00` or `5.00USD`");
    return {};
  }

  std::uint32_t count_of(const effect_leaf& leaf) {
    const std::optional<std::uint32_t> value = read_count(leaf.text);
    if (!value || *value > caps::quantity) {
      wrong(leaf.at, fmt::format("`{}` is too large a count", leaf.text),
            "counts go up to 1,000,000");
      return 1;
    }
    return *value;
  }

  std::uint32_t ordinal_of(const effect_leaf& leaf) {
    ordinal_ = true;
    effect_leaf digits = leaf;
    digits.text.remove_suffix(2);
    return count_of(digits);
  }

  static target target_of(const effect_leaf& leaf, target::kind what) {
    target t;
    t.what = what;
    t.at = leaf.at;
    if (what == target::kind::named && leaf.text == "order") {
      t.what = target::kind::order;
    } else if (what == target::kind::named && leaf.text == "shipping") {
      t.what = target::kind::shipping;
    } else {
      t.which = {what == target::kind::sku ? unquoted(leaf.text) : std::string(leaf.text), leaf.at};
    }
    return t;
  }

  void take_target(const effect_leaf& leaf, target::kind what) {
    target t = target_of(leaf, what);
    if (effect_.what == kind::bundle_price) {
      effect_.parts.push_back({part_count_, std::move(t)});
      part_count_ = 1;
    } else {
      effect_.target = std::move(t);
    }
  }

  void take_expression(const effect_leaf& leaf) {
    effect_.match = parse_condition(leaf.text, leaf.at, sentence_.exact, found_);
    if (!effect_.match) sound_ = false;
  }

  /// `at most 3 times`: the amount before the word was a count after all.
  void take_times(const effect_leaf& leaf) {
    times_ = leaf.at;
    const std::optional<std::int64_t> count =
        effect_.cap ? effect_.cap->value.scaled_exactly(0) : std::nullopt;
    if (!count || effect_.cap->what != amount::kind::number || *count < 1 ||
        *count > caps::quantity) {
      return wrong(leaf.at, "`times` counts with a whole number", "write `at most 3 times`");
    }
    effect_.times = static_cast<std::uint32_t>(*count);
    effect_.cap.reset();
  }

  static std::string unquoted(std::string_view text) {
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'')) {
      text = text.substr(1, text.size() - 2);
    }
    return std::string(text);
  }

  void want_money(const amount& value, std::string_view help) {
    if (value.what == amount::kind::percent) {
      wrong(value.at, fmt::format("`{}` is a percentage where money is wanted", print(value)),
            help);
    }
  }

  void wrong(span at, std::string message, std::string_view help) {
    sound_ = false;
    found_.error(codes::effect_value, at, std::move(message), std::string(help));
  }

  const phrase& sentence_;
  diagnostics& found_;
  effect effect_;
  bool sound_ = true;
  bool fixed_ = false;  ///< `what` is settled by the words alone
  bool each_ = false;
  bool shipping_ = false;
  bool free_units_ = false;
  bool price_of_ = false;
  bool ordinal_ = false;
  std::uint32_t count_ = 0;
  std::uint32_t paid_ = 0;
  std::uint32_t part_count_ = 1;
  std::optional<target> got_;
  std::optional<span> step_tiers_;
  std::optional<span> count_at_, step_at_, times_, picked_, grouped_, across_, less_;
  std::vector<syntax::parameter> tier_values_;
  std::vector<amount> tier_starts_;
};

}  // namespace

std::optional<effect> lower_effect(const phrase& sentence, const std::vector<effect_leaf>& leaves,
                                   diagnostics& found) {
  return lowering(sentence, found).run(leaves);
}

}  // namespace parley::syntax
