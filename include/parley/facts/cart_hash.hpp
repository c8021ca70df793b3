// One text for one cart, whatever the order of its lines, and the hash that approvals and offers
// carry.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/sha256.hpp"
#include "parley/facts/fact_set.hpp"

namespace parley {

namespace detail {

/// Texts are written with their size in front, so that no content can imitate the structure.
inline void append_text(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

inline void append_scalar(std::string& out, const value& v) {
  switch (v.kind()) {
    case type_kind::boolean: out += v.as_bool() ? "true" : "false"; break;
    case type_kind::integer: out += std::to_string(v.as_int()); break;
    case type_kind::uinteger: out += std::to_string(v.as_uint()) + 'u'; break;
    case type_kind::decimal: out += v.as_decimal().reduced().text(); break;
    case type_kind::percent: out += v.as_decimal().reduced().text() + '%'; break;
    case type_kind::money:
      out += v.as_decimal().reduced().text();
      out += name_of_currency(v.currency());
      break;
    case type_kind::string: append_text(out += 's', v.as_text()); break;
    case type_kind::bytes: append_text(out += 'b', v.as_text()); break;
    case type_kind::timestamp:
      out += 't' + std::to_string(v.as_timestamp().seconds) + '.' +
             std::to_string(v.as_timestamp().nanos);
      break;
    case type_kind::duration:
      out += 'd' + std::to_string(v.as_duration().seconds) + '.' +
             std::to_string(v.as_duration().nanos);
      break;
    default: out += '?'; break;
  }
}

/// Facts have collections of scalars only, so one level of nesting is all there is.
inline void append_value(std::string& out, const value& v) {
  if (!v.is(type_kind::list) && !v.is(type_kind::map)) return append_scalar(out, v);
  out += v.is(type_kind::list) ? '[' : '{';
  for (const value& item : v.items()) {
    append_scalar(out, item);
    out += ',';
  }
  out += v.is(type_kind::list) ? ']' : '}';
}

inline std::string line_text(const fact_set& facts, std::uint32_t line) {
  const fact_schema& schema = facts.schema();
  std::string out = "line";
  for (std::uint32_t i = 0; i < schema.line_attributes(); ++i) {
    const fact_slot& slot = facts.line_slot(line, i);
    if (slot.state == fact_state::missing) continue;
    out += ' ';
    out += schema.text(schema.line_fact(i).name);
    out += '=';
    if (slot.state == fact_state::known) {
      append_value(out, slot.content);
    } else {
      out += slot.state == fact_state::absent ? "absent" : "unknown";
    }
  }
  return out;
}

inline std::string shipping_text(const shipping_entry& entry) {
  std::string out = "shipping ";
  append_text(out, entry.method);
  out += ' ' + std::to_string(entry.price);
  if (entry.has_cost) out += " cost " + std::to_string(entry.cost);
  if (entry.has_tax_rate) out += " tax " + std::to_string(entry.tax_rate);
  return out;
}

}  // namespace detail

/// The cart as text: currency, sorted lines with every supplied attribute, sorted shipping entries.
/// Times of knowledge (`as_of`) are left out: looking again at the same cart changes nothing.
[[nodiscard]] inline std::string cart_text(const fact_set& facts) {
  std::vector<std::string> rows;
  for (std::uint32_t i = 0; i < facts.lines().size(); ++i)
    rows.push_back(detail::line_text(facts, i));
  for (const shipping_entry& entry : facts.shipping()) rows.push_back(detail::shipping_text(entry));
  std::sort(rows.begin(), rows.end());
  std::string out = facts.has_cart() ? "cart " : "no cart ";
  out += name_of_currency(facts.schema().currency());
  for (const std::string& row : rows) {
    out += '\n';
    out += row;
  }
  return out;
}

/// SHA-256 of `cart_text` in lower-case hex: equal for carts that differ in the order of lines
/// only.
[[nodiscard]] inline std::string cart_hash(const fact_set& facts) {
  return sha256_hex(cart_text(facts));
}

}  // namespace parley
