#include "report/quote_words.hpp"

#include <fmt/format.h>

#include "parley/engine/price_caps.hpp"

namespace parley::report {

namespace {

using graph::effect_kind;

constexpr std::string_view remainder_names[] = {"largest", "spread", "first", "last", "carry"};

std::string ordinal(std::uint32_t n) {
  const std::uint32_t tens = n % 100;
  const bool teen = tens >= 11 && tens <= 13;
  const std::uint32_t last = teen ? 0 : n % 10;
  return fmt::format("{}{}", n, last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

/// One allocation on its way into words.
class explainer {
 public:
  explainer(const quote& priced, const quoted_line& line, const allocation& part,
            const answer_context& about)
      : line_(line),
        part_(part),
        about_(about),
        rules_(about.rules),
        applied_(priced.applied[part.applied]),
        offer_(rules_.tables().offers[applied_.offer]),
        value_(applied_.has_parameter ? applied_.parameter : effect_.minimum) {}

  std::string text() {
    std::string out = source();
    if (shared_) {
      if (part_.base != applied_.base) out += fmt::format(", {} of it here", money(part_.base));
      out += rest(int128{wanted()} * part_.base, applied_.base);
    } else if (share_ != 0) {
      out += rest(int128{part_.base} * share_, ratio_one);
    }
    if (line_.floor != no_index) {
      out += about_.who == audience::internal
                 ? fmt::format("; held by {}", rules_.text(rules_.tables().limits[line_.floor].id))
                 : "; held";
    }
    return out;
  }

 private:
  std::string money(std::int64_t minor) const { return amount_text(rules_, minor); }
  std::string parameter() const {
    return effect_.unit == graph::unit::share ? share_text(value_) : money(value_);
  }
  /// What came to be split, before floors and caps.
  std::int64_t wanted() const { return applied_.wanted - engine::declared_cost(offer_, value_); }
  std::string units() const { return fmt::format("{} x {}", part_.units, money(value_)); }

  /// Where the amount comes from; notes how it reaches the line.
  std::string source() {
    switch (effect_.kind) {
      case effect_kind::percent_off: return percent(value_);
      case effect_kind::amount_off:
        shared_ = true;
        return fmt::format("{} over {}", money(value_), money(applied_.base));
      case effect_kind::amount_off_each: return units() + " off";
      case effect_kind::unit_price: return fmt::format("{} at {}", part_.units, money(value_));
      case effect_kind::set_price:
        shared_ = true;
        return fmt::format("{} x {} for {}", applied_.sets, effect_.buy, money(value_));
      case effect_kind::bundle_price:
        shared_ = true;
        return fmt::format("{} x the bundle for {}", applied_.sets, money(value_));
      case effect_kind::buy_get:
        shared_ = true;
        return fmt::format("{} x buy {} get {} at {} off", applied_.sets, effect_.buy, effect_.get,
                           parameter());
      case effect_kind::nth_off:
        shared_ = true;
        return fmt::format("{} x the {} at {} off", applied_.sets, ordinal(effect_.buy),
                           parameter());
      case effect_kind::pick_off:
        shared_ = true;
        if (effect_.from_cart != 0) return "the gift is in the cart";
        return fmt::format(
            "the {}{} at {} off", effect_.buy == 1 ? "" : fmt::format("{} ", effect_.buy),
            effect_.pick == graph::picker::dearest ? "dearest" : "cheapest", parameter());
      case effect_kind::tiers: return tier();
      case effect_kind::per_spend:
        shared_ = true;
        return fmt::format("{} x {} per {}", applied_.sets, money(value_),
                           money(effect_.threshold));
      case effect_kind::match_price: return fmt::format("{} at the matched price", part_.units);
      default: return std::string(rules_.text(offer_.name));
    }
  }

  std::string percent(std::int64_t share) {
    share_ = share;
    return fmt::format("{} of {}", share_text(share), money(part_.base));
  }

  std::string tier() {
    if (effect_.graduated != 0) return "tier by tier";
    const auto tiers = pack::rows(rules_.tables().tiers, effect_.tiers);
    if (applied_.tier >= tiers.size()) return "tiers";
    const graph::tier_row& row = tiers[applied_.tier];
    const bool chosen = effect_.unit != graph::unit::none && (row.chosen != 0 || tiers.size() == 1);
    const std::int64_t value = chosen ? value_ : row.value;
    const std::string from = effect_.tiers_by == 1 ? money(row.from) : fmt::format("{}", row.from);
    switch (row.gives) {
      case graph::tier_gives::each:
        return fmt::format("{} x {} off from {}", part_.units, money(value), from);
      case graph::tier_gives::price:
        return fmt::format("{} at {} from {}", part_.units, money(value), from);
      case graph::tier_gives::off: break;
    }
    if (row.unit == graph::unit::share) return percent(value) + " from " + from;
    shared_ = true;
    return fmt::format("{} from {}, over {}", money(value), from, money(applied_.base));
  }

  /// What rounding, the remainder policy, caps or floors made of `exact / one`.
  std::string rest(int128 exact, int128 one) const {
    if (one <= 0) return {};
    const int128 down = exact / one;
    if (exact % one == 0 && down == part_.amount) return {};
    const bool by_line =
        rules_.header().rounding_level[static_cast<std::size_t>(offer_.stage)] != 0 && !shared_;
    if (part_.amount == down) return by_line ? "; rounded" : "; rounded down";
    if (part_.amount == down + 1) {
      return by_line ? "; rounded"
                     : fmt::format("; {} remainder +{}", remainder_names[rules_.header().remainder],
                                   money(1));
    }
    if (part_.amount > down) return "; with what others could not take";
    return effect_.cap >= 0 && wanted() == effect_.cap
               ? fmt::format("; capped at {} in all", money(effect_.cap))
               : "; cut";
  }

  const quoted_line& line_;
  const allocation& part_;
  const answer_context& about_;
  const pack& rules_;
  const applied_offer& applied_;
  const graph::offer_row offer_;
  const graph::effect_row& effect_ = offer_.effect;
  std::int64_t value_ = 0;
  bool shared_ = false;     ///< a whole is spread by price
  std::int64_t share_ = 0;  ///< the line's own share
};

}  // namespace

std::string why(const quote& priced, const quoted_line& line, const allocation& part,
                const answer_context& about) {
  return explainer(priced, line, part, about).text();
}

std::optional<earnings> margin_of(const quote& priced, const tax_view& tax,
                                  const answer_context& about) {
  const fact_set& facts = about.facts;
  const int digits = about.rules.header().currency_digits;
  decimal costs(priced.gifts_cost, -digits);
  for (std::uint32_t i = 0; i < priced.lines.size(); ++i) {
    if (facts.line_state(i, line_cost) != fact_state::known) return std::nullopt;
    const auto cost = multiply(facts.line_value(i, line_cost).as_decimal(),
                               decimal(facts.lines()[i].quantity, 0));
    const auto sum = cost ? add(costs, *cost) : cost;
    if (!sum) return std::nullopt;
    costs = *sum;
  }
  earnings made{priced.total, 0};
  for (const shipping_entry& entry : facts.shipping()) {
    if (!entry.has_cost) return std::nullopt;
    made.costs += entry.cost;
  }
  const auto of_goods = costs.scaled(digits, rounding_mode::ceiling);
  if (!of_goods) return std::nullopt;
  made.costs += *of_goods;
  if (about.rules.header().tax_inclusive != 0) {
    if (!tax.total) return std::nullopt;
    made.net = tax.total->net;
  }
  return made;
}

}  // namespace parley::report
