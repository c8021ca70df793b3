// An effect as the sentence that gives it.
#include <fmt/format.h>

#include <string>

#include "changes/description.hpp"
#include "changes/words.hpp"
#include "report/expression_text.hpp"
#include "report/format.hpp"

namespace parley::changes {

using namespace graph;

namespace {

std::string_view ordinal_mark(std::uint32_t n) {
  if (n % 100 / 10 == 1) return "th";
  return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

/// Writes one effect.
class effect_writer {
 public:
  effect_writer(const pack& rules, const effect_row& e) : p_(rules), e_(e), words_(rules) {}

  [[nodiscard]] std::string run() const { return sentence() + options(); }

 private:
  [[nodiscard]] std::string amount(unit u, std::int64_t v) const {
    return u == unit::money ? money(v) : words_.amount(u, v);
  }
  [[nodiscard]] std::string money(std::int64_t minor) const {
    return report::amount_text(minor, p_.header().currency_digits);
  }
  [[nodiscard]] std::string value() const {
    if (e_.minimum == e_.maximum) return amount(e_.unit, e_.maximum);
    return fmt::format("{}..{} step {}", amount(e_.unit, e_.minimum), amount(e_.unit, e_.maximum),
                       amount(e_.unit, e_.step));
  }
  /// `free`, `50% off`, `3.00 off`.
  [[nodiscard]] std::string off() const {
    const bool all = e_.unit == unit::share && e_.minimum == ratio_one && e_.maximum == ratio_one;
    return all ? std::string("free") : value() + " off";
  }
  [[nodiscard]] std::string target() const {
    return words_.target(e_.target, e_.target_index, e_.text);
  }

  [[nodiscard]] std::string sentence() const {
    if (e_.from_cart != 0) return fmt::format("gift {} from cart", code_text(p_.text(e_.text)));
    switch (e_.kind) {
      case effect_kind::percent_off:
      case effect_kind::amount_off:
      case effect_kind::shipping_amount: return fmt::format("{} off {}", value(), target());
      case effect_kind::amount_off_each: return fmt::format("{} off each {}", value(), target());
      case effect_kind::unit_price: return fmt::format("{} at {} each", target(), value());
      case effect_kind::set_price: return fmt::format("{} {} for {}", e_.buy, target(), value());
      case effect_kind::bundle_price: return bundle();
      case effect_kind::buy_get: return buy_get();
      case effect_kind::nth_off:
        return fmt::format("{} off every {}{} {}", value(), e_.buy, ordinal_mark(e_.buy), target());
      case effect_kind::pick_off:
        return fmt::format("{} off the {}{} {}", value(),
                           e_.buy == 1 ? std::string() : fmt::format("{} ", e_.buy),
                           e_.pick == picker::cheapest ? "cheapest" : "dearest", target());
      case effect_kind::tiers: return tiers();
      case effect_kind::per_spend:
        return fmt::format("{} off per {} of {}", value(), money(e_.threshold), target());
      case effect_kind::shipping_percent:
        return off() == "free" ? "free " + target() : fmt::format("{} {}", off(), target());
      case effect_kind::shipping_price: {
        constexpr std::size_t word = std::string_view("shipping").size();
        return fmt::format("shipping for {}{}", value(), target().substr(word));
      }
      case effect_kind::shipping_upgrade:
        return "shipping upgrade to " + code_text(p_.text(e_.text));
      case effect_kind::gift: return "gift " + code_text(p_.text(e_.text));
      case effect_kind::match_price:
        return fmt::format("match {} on {}{}", report::expression_text(p_, e_.expression), target(),
                           e_.unit == unit::none ? std::string() : ", less " + value());
      case effect_kind::perk:
        return fmt::format("concession {}{}", code_text(p_.text(e_.text)),
                           e_.unit == unit::none ? std::string() : " " + value());
    }
    return "?";
  }

  [[nodiscard]] std::string part(const bundle_part_row& row, bool one) const {
    const std::string what = words_.target(row.target, row.target_index, row.sku);
    return row.quantity == 1 && !one ? what : fmt::format("{} {}", row.quantity, what);
  }

  [[nodiscard]] std::string bundle() const {
    std::string parts;
    for (const bundle_part_row& row : pack::rows(p_.tables().bundle_parts, e_.parts)) {
      parts += (parts.empty() ? "" : " + ") + part(row, false);
    }
    return fmt::format("bundle {} for {}", parts, value());
  }

  [[nodiscard]] std::string buy_get() const {
    const auto parts = pack::rows(p_.tables().bundle_parts, e_.parts);
    if (parts.size() == 2) {
      return fmt::format("buy {} get {} {}", part(parts[0], true), part(parts[1], true), off());
    }
    return fmt::format("buy {} get {} {} of {}", e_.buy, e_.get, off(), target());
  }

  [[nodiscard]] std::string tiers() const {
    const auto rows = pack::rows(p_.tables().tiers, e_.tiers);
    std::string list;
    for (const tier_row& row : rows) {
      const bool first = list.empty();
      list += fmt::format("{}{}{} from {}", first ? "" : ", ",
                          row.chosen != 0 ? value() : amount(row.unit, row.value),
                          first && row.gives != tier_gives::off ? " each" : "",
                          e_.tiers_by == 1 ? money(row.from) : fmt::format("{}", row.from));
    }
    const bool price = !rows.empty() && rows.front().gives == tier_gives::price;
    std::string out =
        price ? fmt::format("{} at {}", target(), list) : fmt::format("{} off {}", list, target());
    if (e_.tiers_by == 1) out += " by spend";
    if (e_.tiers_by == 2) out += " by lines";
    if (e_.graduated != 0) out += e_.tiers_by == 0 ? " by step" : " step";
    return out;
  }

  [[nodiscard]] std::string options() const {
    std::string out;
    if (e_.kind == effect_kind::buy_get && e_.pick == picker::dearest) out += ", dearest";
    if (e_.per_group != 0) out += " per group";
    if (e_.kind == effect_kind::match_price && e_.threshold != 0) {
      out += ", at least " + money(e_.threshold);
    }
    if (e_.cap >= 0) out += ", at most " + money(e_.cap);
    if (e_.cap_each >= 0) out += fmt::format(", at most {} each", money(e_.cap_each));
    if (e_.times != 0) out += fmt::format(", at most {} times", e_.times);
    return out;
  }

  const pack& p_;
  const effect_row& e_;
  pack_words words_;
};

}  // namespace

std::string effect_text(const pack& rules, const offer_row& o) {
  return effect_writer(rules, o.effect).run();
}

}  // namespace parley::changes
