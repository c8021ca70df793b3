#include "report/literal_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "parley/base/utf8.hpp"
#include "parley/base/utf8_code.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/money/currency.hpp"

namespace parley::report {

namespace {

/// A text as a literal: what would not be seen, or would turn what stands beside it, is escaped.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t size = std::max<std::size_t>(utf8_sequence(text), 1);
    const std::string_view character = text.substr(0, size);
    text.remove_prefix(size);
    const std::uint32_t code = utf8_code(character);
    if (code == '"' || code == '\\') {
      out += '\\';
      out += character;
    } else if (code == '\n') {
      out += "\\n";
    } else if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
      out += fmt::format("\\x{:02x}", code);
    } else if (is_hidden(code)) {
      out += code < 0x10000 ? fmt::format("\\u{:04x}", code) : fmt::format("\\U{:08x}", code);
    } else {
      out += character;
    }
  }
  return out + '"';
}

std::string quoted_bytes(std::string_view bytes) {
  std::string out = "b\"";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// Digits that are read as the same decimal, zeros and all.
std::string digits_of(const decimal& number) {
  if (number.exponent() <= 0) return number.text();
  return fmt::format("{}e{}", decimal(number.coefficient(), 0).text(), number.exponent());
}

/// `48h` rather than `172800s`, where it comes out even.
std::string length_text(duration length) {
  if (length.nanos == 0 && length.seconds != 0 && length.seconds % 3'600 == 0)
    return fmt::format("{}h", length.seconds / 3'600);
  if (length.nanos == 0 && length.seconds != 0 && length.seconds % 60 == 0)
    return fmt::format("{}m", length.seconds / 60);
  return print(length);
}

/// Without a point it would be an int.
std::string decimal_text(const decimal& number) {
  const std::string digits = digits_of(number);
  if (digits.find_first_of(".e") != std::string::npos) return digits;
  return fmt::format("decimal(\"{}\")", digits);
}

std::string type_text(type_kind kind) {
  const bool named = kind == type_kind::null || kind == type_kind::optional;
  return std::string(named ? cel_name_of(kind) : parley::name_of(kind));
}

}  // namespace

std::string literal_text(const pack& rules, const constant& c, bool beside_money) {
  const auto scalar = [&] { return rules.schema().scalar(c); };
  switch (c.kind) {
    case type_kind::null: return "null";
    case type_kind::boolean: return c.low != 0 ? "true" : "false";
    case type_kind::integer: return fmt::format("{}", static_cast<std::int64_t>(c.low));
    case type_kind::uinteger: return fmt::format("{}u", c.low);
    case type_kind::decimal: return decimal_text(scalar().as_decimal());
    case type_kind::money: {
      std::string amount = digits_of(scalar().as_decimal());
      if (!beside_money || c.currency != rules.header().currency)
        amount += name_of_currency(c.currency);
      return amount;
    }
    case type_kind::percent: {
      const decimal share = scalar().as_decimal();
      return digits_of(decimal(share.coefficient(), share.exponent() + 2)) + "%";
    }
    case type_kind::string: return quoted(scalar().as_text());
    case type_kind::bytes: return quoted_bytes(scalar().as_text());
    case type_kind::timestamp:
      return fmt::format("timestamp(\"{}\")", print(scalar().as_timestamp()));
    case type_kind::duration:
      return fmt::format("duration(\"{}\")", length_text(scalar().as_duration()));
    case type_kind::type: return type_text(static_cast<type_kind>(c.low));
    case type_kind::optional: return "optional.none()";
    default: return "...";
  }
}

}  // namespace parley::report
