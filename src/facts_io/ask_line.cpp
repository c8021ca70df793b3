// What a shopper says, as one line of text.
#include <fmt/format.h>

#include "parley/compiler/read_negotiation.hpp"
#include "parley/money/decimal_arithmetic.hpp"

namespace parley {

namespace {

constexpr int percent_digits = 6;  // a share is a multiple of 1e-8, so of 1e-6 percent

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

/// Minor units of an amount in the pack's currency.
std::optional<std::int64_t> amount_of(const pack& rules, std::string_view text, bool minor) {
  const std::optional<decimal> read = decimal::parse(text);
  if (!read) return std::nullopt;
  return read->scaled_exactly(minor ? 0 : rules.header().currency_digits);
}

std::string_view after_word(std::string_view text, std::string_view word) {
  if (!text.starts_with(word) || text.size() == word.size() || text[word.size()] != ' ') return {};
  return trimmed(text.substr(word.size()));
}

bool add_offers(const pack& rules, std::string_view text, const read_options& options,
                owned_ask& out, std::string& why) {
  owned_proposal wanted;
  while (!text.empty()) {
    const std::size_t plus = text.find('+');
    const std::string_view part = trimmed(text.substr(0, plus));
    diagnostics found;
    if (!parse_offer_argument(rules, out.keep(part), options, wanted, found)) {
      why = found.empty() ? "not understood" : found.items().front().message;
      return false;
    }
    if (plus == std::string_view::npos) break;
    text = trimmed(text.substr(plus + 1));
    if (text.empty()) {
      why = "an offer is missing after `+`";
      return false;
    }
  }
  for (proposed_offer offer : wanted.content.offers) {
    offer.name = out.keep(offer.name);
    out.content.want.push_back(offer);
  }
  return true;
}

}  // namespace

std::optional<owned_ask> parse_ask_line(const pack& rules, std::string_view line,
                                        const read_options& options, std::string& why) {
  owned_ask out;
  const std::string_view text = trimmed(line);
  if (text == "more") {
    out.content.more = true;
    return out;
  }
  if (text == "accept") {
    out.content.accept = true;
    return out;
  }
  if (text == "reject") {
    out.content.reject = true;
    return out;
  }
  if (const std::string_view trigger = after_word(text, "give"); !trigger.empty()) {
    out.content.give.push_back(out.keep(trigger));
    return out;
  }
  const std::string_view budget = after_word(text, "budget");
  const std::string_view number = budget.empty() ? text : budget;
  if (budget.empty() && text.ends_with('%')) {
    const std::optional<decimal> percent = decimal::parse(trimmed(text.substr(0, text.size() - 1)));
    if (percent) {
      out.content.target_percent = percent->scaled_exactly(percent_digits);
      if (out.content.target_percent) return out;
      why = fmt::format("`{}` has too many digits", text);
      return std::nullopt;
    }
  }
  if (!number.empty() &&
      (number.front() == '-' || (number.front() >= '0' && number.front() <= '9'))) {
    const auto money = amount_of(rules, number, options.minor_units);
    if (!money) {
      why = fmt::format("`{}` is no amount of money", number);
      return std::nullopt;
    }
    (budget.empty() ? out.content.target_total : out.content.budget) = money;
    return out;
  }
  if (!add_offers(rules, text, options, out, why)) return std::nullopt;
  return out;
}

}  // namespace parley
