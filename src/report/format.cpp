#include "report/format.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "parley/base/utf8.hpp"
#include "parley/base/utf8_code.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/money/currency.hpp"
#include "parley/money/decimal_arithmetic.hpp"

namespace parley::report {

namespace {

constexpr std::uint64_t share_one_percent = 1'000'000;  // 1e-8 units in a percent

std::uint64_t magnitude(std::int64_t v) {
  return v < 0 ? ~static_cast<std::uint64_t>(v) + 1 : static_cast<std::uint64_t>(v);
}

}  // namespace

std::string amount_text(std::int64_t minor, int digits) {
  return parley::money_text(minor, digits);
}

std::string amount_text(const pack& rules, std::int64_t minor) {
  return parley::money_text(minor, rules.header().currency_digits);
}

std::string money_text(const pack& rules, std::int64_t minor) {
  return fmt::format("{} {}", amount_text(rules, minor), currency_of(rules));
}

std::string currency_of(const pack& rules) {
  return std::string(name_of_currency(rules.header().currency));
}

std::string share_text(std::int64_t share) {
  const std::uint64_t size = magnitude(share);
  std::string text = fmt::format("{}{}.{:06}", share < 0 ? "-" : "", size / share_one_percent,
                                 size % share_one_percent);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + "%";
}

std::string parameter_text(const pack& rules, graph::index offer, std::int64_t parameter) {
  switch (rules.tables().offers[offer].effect.unit) {
    case graph::unit::share: return share_text(parameter);
    case graph::unit::money: return amount_text(rules, parameter);
    case graph::unit::count:
    case graph::unit::none: break;
  }
  return fmt::format("{}", parameter);
}

std::string quantity_text(const pack& rules, const quantity& measured) {
  const std::int64_t divisor = measured.denominator > 0 ? measured.denominator : 1;
  const std::int64_t whole = measured.numerator / divisor;
  switch (measured.what) {
    case quantity::kind::money: return money_text(rules, whole);
    case quantity::kind::share: return share_text(whole);
    case quantity::kind::count: return fmt::format("{}", whole);
    case quantity::kind::nothing: break;
  }
  return {};
}

std::string_view offer_name(const pack& rules, graph::index offer) {
  return rules.text(rules.tables().offers[offer].name);
}

std::string offer_text(const pack& rules, graph::index offer, bool has_parameter,
                       std::int64_t parameter) {
  std::string text(offer_name(rules, offer));
  if (has_parameter) text += "=" + parameter_text(rules, offer, parameter);
  return text;
}

std::string_view state_name(fact_state state) noexcept {
  switch (state) {
    case fact_state::missing: return "missing";
    case fact_state::known: return "known";
    case fact_state::absent: return "absent";
    case fact_state::stale: return "stale";
    case fact_state::withheld: return "withheld";
  }
  return "missing";
}

std::string missing_name(const pack& rules, const missing_fact& missing) {
  const graph::table_views& t = rules.tables();
  switch (missing.what) {
    case missing_fact::kind::fact: return std::string(rules.text(t.facts[missing.which].name));
    case missing_fact::kind::line:
      return fmt::format("line.{}", rules.text(t.line_facts[missing.which].name));
    case missing_fact::kind::counter: return std::string(rules.text(t.counters[missing.which].key));
    case missing_fact::kind::now: return "now";
    case missing_fact::kind::customer_key: return "customer.key";
    case missing_fact::kind::cart: return "cart";
    case missing_fact::kind::intent: return "intent";
    case missing_fact::kind::session: return "session";
    case missing_fact::kind::shipping_cost:
      if (missing.which == no_index) return "cart.shipping.cost";
      return fmt::format("cart.shipping[{}].cost", missing.which);
    case missing_fact::kind::shipping_tax:
      return fmt::format("cart.shipping[{}].tax_rate", missing.which);
  }
  return {};
}

std::string value_text(const value& v) {
  switch (v.kind()) {
    case type_kind::boolean: return v.as_bool() ? "true" : "false";
    case type_kind::integer: return fmt::format("{}", v.as_int());
    case type_kind::uinteger: return fmt::format("{}", v.as_uint());
    case type_kind::decimal:
    case type_kind::money: return v.as_decimal().text();
    case type_kind::percent: {
      const decimal share = v.as_decimal();
      return decimal(share.coefficient(), share.exponent() + 2).text() + "%";
    }
    case type_kind::string: return printable(v.as_text());
    case type_kind::timestamp: return print(v.as_timestamp());
    case type_kind::duration: return print(v.as_duration());
    default: return std::string(parley::name_of(v.kind()));
  }
}

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = utf8_sequence(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(size, 1));
    text.remove_prefix(character.size());
    const std::uint32_t code = utf8_code(character);
    if (size == 0 || code < 0x20 || (code >= 0x7F && code < 0xA0)) {
      safe += fmt::format("\\x{:02X}", size == 0 ? code & 0xFFU : code);
    } else if (is_hidden(code)) {
      safe += fmt::format("\\u{:04X}", code);
    } else {
      safe += character;
    }
  }
  return safe;
}

}  // namespace parley::report
