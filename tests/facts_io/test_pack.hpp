// A small pack, built by hand: the readers need its facts, counters, limits and offers, no rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compile/graph_builder.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/money/currency.hpp"

namespace parley::test {

/// The facts of the winter campaign and some of every other type.
inline pack reading_pack(std::string_view currency = "USD") {
  compile::graph_builder b;
  const currency_code code = currency_named(currency);
  const int digits = minor_digits(code);
  graph::header_row& header = b.tables.header[0];
  header.name = b.intern("reading");
  header.timezone = b.intern("UTC");
  header.version = 1;
  header.currency = code;
  header.currency_digits = static_cast<std::uint8_t>(digits);

  const auto fact = [&](std::string_view name, type_kind type) {
    fact_row row;
    row.name = b.intern(name);
    row.type = type;
    return row;
  };
  const auto choices = [&](std::initializer_list<std::string_view> names) {
    std::vector<value> values;
    for (const std::string_view name : names) values.push_back(value::string(name));
    return b.constants_of(values);
  };
  std::vector<fact_row> facts;
  facts.push_back(fact("channel", type_kind::string));
  facts.back().one_of = choices({"email", "sms", "whatsapp", "web"});
  facts.push_back(fact("competitor.price", type_kind::money));
  facts.back().max_age_seconds = 3'600;
  facts.push_back(fact("conversation.sentiment", type_kind::decimal));
  facts.back().minimum = b.constant_of(value::number(decimal(-1, 0)));
  facts.back().maximum = b.constant_of(value::number(decimal(1, 0)));
  facts.push_back(fact("customer.limits", type_kind::map));
  facts.back().element = type_kind::money;
  facts.back().max_size = 2;
  facts.push_back(fact("customer.note", type_kind::string));
  facts.push_back(fact("customer.orders", type_kind::integer));
  facts.back().minimum = b.constant_of(value::integer(0));
  facts.push_back(fact("customer.since", type_kind::timestamp));
  facts.push_back(fact("customer.tags", type_kind::list));
  facts.back().element = type_kind::string;
  facts.back().max_size = 3;
  facts.push_back(fact("customer.tier", type_kind::string));
  facts.back().one_of = choices({"bronze", "silver", "gold"});
  facts.push_back(fact("customer.verified", type_kind::boolean));
  facts.push_back(fact("inventory.eta_days", type_kind::integer));
  facts.back().minimum = b.constant_of(value::integer(0));
  facts.back().max_age_seconds = 900;
  facts.push_back(fact("points", type_kind::uinteger));
  facts.push_back(fact("share", type_kind::percent));
  facts.push_back(fact("wait", type_kind::duration));
  b.tables.facts = facts;

  for (const line_attribute_info& info : built_in_line_attributes) {
    fact_row row = fact(info.name, info.type);
    row.element = info.element;
    b.tables.line_facts.push_back(row);
  }
  b.tables.line_facts.push_back(fact("clearance", type_kind::boolean));
  b.tables.line_facts.back().default_value = b.constant_of(value::boolean(false));
  b.tables.line_facts.push_back(fact("map", type_kind::money));
  b.tables.line_facts.push_back(fact("stock.level", type_kind::integer));
  b.tables.line_facts.back().max_age_seconds = 60;

  const auto offer = [&](std::string_view name, graph::unit unit, std::int64_t least,
                         std::int64_t most) {
    graph::offer_row row;
    row.name = b.intern(name);
    row.effect.unit = unit;
    row.effect.minimum = least;
    row.effect.maximum = most;
    row.effect.step = least == most ? 0 : least;
    row.position = static_cast<std::uint32_t>(b.tables.offers.size());
    b.tables.offers_by_name.push_back(row.position);
    b.tables.offers.push_back(row);
  };
  offer("FIVE", graph::unit::money, 100, 500);
  offer("HAGGLE", graph::unit::share, 1'000'000, 12'000'000);
  offer("POINTS", graph::unit::count, 100, 500);
  offer("WELCOME10", graph::unit::share, 10'000'000, 10'000'000);

  const auto counter = [&](std::string_view key, graph::measure measure, bool money) {
    graph::counter_row row;
    row.key = b.intern(key);
    row.measure = measure;
    row.is_money = money ? 1 : 0;
    b.tables.counters.push_back(row);
  };
  counter("spend of class negotiated per day", graph::measure::spend, true);
  counter("uses of WELCOME10 per customer", graph::measure::uses, false);

  const auto limit = [&](std::string_view id, graph::measure measure) {
    graph::limit_row row;
    row.id = b.intern(id);
    row.measure = measure;
    b.tables.limits.push_back(row);
  };
  limit("unverified-cap", graph::measure::discount);
  limit("few-offers", graph::measure::offers);
  return b.seal();
}

}  // namespace parley::test
