#include "changes/question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "parley/base/limits.hpp"
#include "parley/facts/fact_check.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/graph/expression_op.hpp"
#include "parley/money/currency.hpp"
#include "report/format.hpp"

namespace parley::changes {

namespace {

constexpr std::string_view customer = "c-1";

/// A double-quoted text that YAML and JSON read alike.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string value_yaml(const value& v) {
  switch (v.kind()) {
    case type_kind::boolean:
    case type_kind::integer:
    case type_kind::uinteger:
    case type_kind::decimal:
    case type_kind::money: return report::value_text(v);
    case type_kind::string: return quoted(v.as_text());
    case type_kind::list: {
      std::string out = "[";
      for (const value& item : v.items()) {
        if (out.size() > 1) out += ", ";
        out += value_yaml(item);
      }
      return out + ']';
    }
    case type_kind::map: {
      std::string out = "{";
      const auto entries = v.items();
      for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
        out += fmt::format("{}{}: {}", i == 0 ? "" : ", ", quoted(entries[i].as_text()),
                           value_yaml(entries[i + 1]));
      }
      return out + '}';
    }
    default: return quoted(report::value_text(v));
  }
}

}  // namespace

std::optional<std::uint16_t> question_space::left_out(std::size_t which) const {
  const knob& k = knobs_[which];
  switch (k.what) {
    case knob::kind::fact:
    case knob::kind::line_attribute:
    case knob::kind::now: return static_cast<std::uint16_t>(k.options - 1);
    case knob::kind::line_present:
    case knob::kind::shipping:
    case knob::kind::counter:
    case knob::kind::offer:
    case knob::kind::intent:
    case knob::kind::customer: return std::uint16_t{0};
    default: return std::nullopt;
  }
}

std::optional<value> question_space::line_value(const fact_choice& c, std::int64_t price,
                                                const pack& rules) const {
  if (c.state != fact_state::known) return std::nullopt;
  if (c.share_of_price < 0) return c.content;
  const auto& h = rules.header();
  const auto minor =
      static_cast<std::int64_t>(static_cast<int128>(price) * c.share_of_price / ratio_one);
  return value::money_minor(minor, h.currency_digits, h.currency);
}

void question_space::fill(const question& q, bool for_after, fact_set& facts,
                          proposal& asked) const {
  facts.clear();
  facts.open_cart();
  asked.offers.clear();
  asked.intent = {};
  asked.accept_partial = false;
  std::optional<timestamp> now;
  for (std::size_t i = 0; i < knobs_.size(); ++i) {
    if (knobs_[i].what == knob::kind::now && q[i] < nows_.size()) now = nows_[q[i]];
  }
  if (now) facts.set_now(*now);
  const pack& rules = for_after ? after_ : before_;
  constexpr std::string_view ids[] = {"l1", "l2", "l3"};
  cart_line line;
  bool present = true;
  std::uint32_t number = no_index;
  const auto set = [&](const fact_slot_of& f, const fact_choice& c, std::uint32_t of_line) {
    const graph::index at = for_after ? f.after : f.before;
    if (at == no_index || c.state == fact_state::missing) return;
    if (of_line != no_index) {
      if (const auto v = line_value(c, line.price, rules)) {
        facts.set_line(of_line, at, *v);
        if (now) facts.set_line_as_of(of_line, at, *now);
      } else {
        facts.set_line_state(of_line, at, c.state);
      }
    } else if (c.state == fact_state::known) {
      facts.set(at, c.content);
      if (now) facts.set_as_of(at, *now);
    } else {
      facts.set_state(at, c.state);
    }
  };
  for (std::size_t i = 0; i < knobs_.size(); ++i) {
    const knob& k = knobs_[i];
    const std::uint16_t option = q[i];
    switch (k.what) {
      case knob::kind::offer: {
        if (option == 0) break;
        const offer_of& o = offers_[k.which];
        proposed_offer made;
        made.name = o.name;
        if (const auto parameter = o.choices[option - 1U]) {
          made.has_parameter = true;
          made.parameter = *parameter;
          const graph::index at = for_after ? o.after : o.before;
          made.unit_mismatch = at != no_index && rules.tables().offers[at].effect.unit != o.unit;
        }
        asked.offers.push_back(made);
        break;
      }
      case knob::kind::intent: asked.intent = intents_[option]; break;
      case knob::kind::line_present: present = option == 1; break;
      case knob::kind::line_sku:
        if (k.line == 0) present = true;
        line = {};
        line.id = ids[k.line];
        line.sku = skus_[option];
        break;
      case knob::kind::line_quantity: line.quantity = counts_[option]; break;
      case knob::kind::line_price:
        line.price = prices_[option];
        if (present) number = facts.add_line(line);
        break;
      case knob::kind::line_attribute:
        if (present) set(attributes_[k.which], attributes_[k.which].choices[option], number);
        break;
      case knob::kind::shipping: {
        if (option == 0) break;
        shipping_entry entry;
        entry.method = shippings_[option - 1U].method;
        entry.price = shippings_[option - 1U].price;
        entry.cost = entry.price * 2 / 3;
        entry.has_cost = true;
        facts.add_shipping(entry);
        break;
      }
      case knob::kind::fact: set(facts_[k.which], facts_[k.which].choices[option], no_index); break;
      case knob::kind::counter: {
        const counter_of& c = counters_[k.which];
        const graph::index at = for_after ? c.after : c.before;
        if (option > 0 && at != no_index) facts.set_counter(at, c.choices[option - 1U]);
        break;
      }
      case knob::kind::now: break;
      case knob::kind::customer:
        if (option == 1) facts.set_customer_key(customer);
        break;
    }
  }
}

std::string question_space::facts_text(const question& q) const {
  const int digits = after_.header().currency_digits;
  const auto money = [&](std::int64_t minor) { return report::amount_text(minor, digits); };
  std::string now, lines, shipping, facts, counters;
  std::optional<timestamp> moment;
  for (std::size_t i = 0; i < knobs_.size(); ++i) {
    if (knobs_[i].what == knob::kind::now && q[i] < nows_.size()) moment = nows_[q[i]];
  }
  if (moment) now = fmt::format("\"now\": {}, ", quoted(print(*moment)));
  bool present = true;
  std::int64_t price = 0;
  std::string line;
  const auto close_line = [&] {
    if (line.empty()) return;
    lines += (lines.empty() ? "{" : ", {") + line + '}';
    line.clear();
  };
  // As old as the packs want to know; `of_line` facts and others are asked alike.
  const auto dated = [&](const fact_slot_of& f, bool of_line, const std::string& text) {
    const auto aged = [&](const pack& rules, graph::index row) {
      if (row == no_index) return false;
      const fact_schema schema = rules.schema();
      return (of_line ? schema.line_fact(row) : schema.fact(row)).max_age_seconds >= 0;
    };
    if (!moment || !(aged(after_, f.after) || aged(before_, f.before))) return text;
    return fmt::format("{{\"value\": {}, \"as_of\": {}}}", text, quoted(print(*moment)));
  };
  for (std::size_t i = 0; i < knobs_.size(); ++i) {
    const knob& k = knobs_[i];
    const std::uint16_t option = q[i];
    switch (k.what) {
      case knob::kind::line_present: present = option == 1; break;
      case knob::kind::line_sku:
        close_line();
        if (k.line == 0) present = true;
        if (present)
          line = fmt::format("\"id\": \"l{}\", \"sku\": {}", k.line + 1, quoted(skus_[option]));
        break;
      case knob::kind::line_quantity:
        if (present) line += fmt::format(", \"qty\": {}", counts_[option]);
        break;
      case knob::kind::line_price:
        price = prices_[option];
        if (present) line += fmt::format(", \"price\": {}", money(price));
        break;
      case knob::kind::line_attribute: {
        const fact_slot_of& f = attributes_[k.which];
        const fact_choice& c = f.choices[option];
        if (!present || c.state == fact_state::missing) break;
        const auto v = line_value(c, price, after_);
        line += fmt::format(", {}: {}", quoted(f.name),
                            v ? dated(f, true, value_yaml(*v)) : std::string("{\"absent\": true}"));
        break;
      }
      case knob::kind::shipping:
        close_line();
        if (option > 0) {
          const shipping_of& s = shippings_[option - 1U];
          shipping =
              fmt::format(", \"shipping\": [{{\"method\": {}, \"price\": {}, \"cost\": {}}}]",
                          quoted(s.method), money(s.price), money(s.price * 2 / 3));
        }
        break;
      case knob::kind::fact: {
        const fact_slot_of& f = facts_[k.which];
        const fact_choice& c = f.choices[option];
        if (c.state == fact_state::missing) break;
        facts +=
            fmt::format(", {}: {}", quoted(f.name),
                        c.state == fact_state::absent ? std::string("{\"absent\": true}")
                                                      : dated(f, false, value_yaml(c.content)));
        break;
      }
      case knob::kind::counter: {
        if (option == 0) break;
        const counter_of& c = counters_[k.which];
        const std::int64_t v = c.choices[option - 1U];
        counters += fmt::format("{}{}: {}", counters.empty() ? "" : ", ", quoted(c.key),
                                c.is_money ? money(v) : fmt::format("{}", v));
        break;
      }
      case knob::kind::customer:
        if (option == 1) facts += fmt::format(", \"customer.key\": {}", quoted(customer));
        break;
      default: break;
    }
  }
  close_line();
  std::string out =
      fmt::format("{{{}\"cart\": {{\"currency\": {}, \"lines\": [{}]{}}}{}", now,
                  quoted(name_of_currency(after_.header().currency)), lines, shipping, facts);
  if (!counters.empty()) out += fmt::format(", \"counters\": {{{}}}", counters);
  return out + '}';
}

std::vector<std::string> question_space::offers_text(const question& q) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < knobs_.size(); ++i) {
    if (knobs_[i].what != knob::kind::offer || q[i] == 0) continue;
    const offer_of& o = offers_[knobs_[i].which];
    const auto parameter = o.choices[q[i] - 1U];
    const auto unit_of = [&](const pack& p, graph::index at) {
      return at != no_index && p.tables().offers[at].effect.unit == o.unit;
    };
    if (!parameter) {
      out.emplace_back(o.name);
    } else if (unit_of(after_, o.after)) {
      out.push_back(report::offer_text(after_, o.after, true, *parameter));
    } else {
      out.push_back(report::offer_text(before_, o.before, true, *parameter));
    }
  }
  return out;
}

std::string_view question_space::intent_of(const question& q) const {
  for (std::size_t i = 0; i < knobs_.size(); ++i) {
    if (knobs_[i].what == knob::kind::intent) return intents_[q[i]];
  }
  return {};
}

}  // namespace parley::changes
