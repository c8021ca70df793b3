// What a shopper says, as one line of text.
#include <fmt/format.h>

#include "facts_io/input.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "parley/money/currency.hpp"
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

/// One thing that is said.
bool add_part(const pack& rules, std::string_view text, const read_options& options, owned_ask& out,
              std::string& why) {
  ask& made = out.content;
  if (text == "more" || text == "accept" || text == "reject") {
    (text == "more" ? made.more : text == "accept" ? made.accept : made.reject) = true;
    return true;
  }
  if (text == "give" || text == "budget" || text == "competitor") {
    why = fmt::format("`{}` what?", text);
    return false;
  }
  if (const std::string_view trigger = after_word(text, "give"); !trigger.empty()) {
    made.give.push_back(out.keep(trigger));
    return true;
  }
  const std::string_view budget = after_word(text, "budget");
  const std::string_view competitor = after_word(text, "competitor");
  const std::string_view number = !budget.empty()       ? budget
                                  : !competitor.empty() ? competitor
                                                        : text;
  if (number == text && text.ends_with('%')) {
    const std::optional<decimal> percent = decimal::parse(trimmed(text.substr(0, text.size() - 1)));
    if (percent) {
      made.target_percent = percent->scaled_exactly(percent_digits);
      if (!made.target_percent) why = fmt::format("`{}` has too many digits", text);
      return made.target_percent.has_value();
    }
  }
  if (!number.empty() &&
      (number.front() == '-' || (number.front() >= '0' && number.front() <= '9'))) {
    const facts_io::split_money parts = facts_io::split_currency(number);
    const auto money = amount_of(rules, trimmed(parts.number), options.minor_units);
    if (!money) {
      why = fmt::format("`{}` is no amount of money", number);
      return false;
    }
    if (!parts.currency.empty() && parts.currency != name_of_currency(rules.header().currency)) {
      made.foreign_currency = true;
      return true;
    }
    (!budget.empty()       ? made.budget
     : !competitor.empty() ? made.competitor_price
                           : made.target_total) = money;
    return true;
  }
  return add_offers(rules, text, options, out, why);
}

}  // namespace

std::optional<owned_ask> parse_ask_line(const pack& rules, std::string_view line,
                                        const read_options& options, std::string& why) {
  owned_ask out;
  while (true) {
    const std::size_t end = line.find(';');
    const std::string_view part = trimmed(line.substr(0, end));
    if (part.empty()) {
      why = "nothing is said";
      return std::nullopt;
    }
    if (!add_part(rules, part, options, out, why)) return std::nullopt;
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + 1);
  }
  if (out.content.accept && out.content.reject) {
    why = "an ask can't accept and reject at once";
    return std::nullopt;
  }
  return out;
}

}  // namespace parley
