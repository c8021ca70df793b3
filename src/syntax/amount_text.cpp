#include "syntax/amount_text.hpp"

#include <charconv>

#include "syntax/lexical.hpp"

namespace parley::syntax {
namespace {

/// Digits with an optional fraction: narrower than decimal::parse, which also reads exponents and
/// signs.
std::optional<decimal> plain_decimal(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && lexemes::is_digit(text[i])) ++i;
  if (i == 0) return std::nullopt;
  if (i < text.size() && text[i] == '.') {
    const std::size_t fraction = ++i;
    while (i < text.size() && lexemes::is_digit(text[i])) ++i;
    if (i == fraction) return std::nullopt;
  }
  return i == text.size() ? decimal::parse(text) : std::nullopt;
}

}  // namespace

std::optional<amount> read_amount(std::string_view text, span at) {
  amount result;
  result.at = at;
  std::string_view digits = text;
  if (text.ends_with('%')) {
    digits.remove_suffix(1);
    result.what = amount::kind::percent;
  } else if (text.ends_with("bp")) {
    digits.remove_suffix(2);
    result.what = amount::kind::percent;
  } else if (text.size() > 3 && lexemes::is_upper(text[text.size() - 1]) &&
             lexemes::is_upper(text[text.size() - 2]) && lexemes::is_upper(text[text.size() - 3])) {
    digits.remove_suffix(3);
    result.what = amount::kind::money;
    result.currency = std::string(text.substr(text.size() - 3));
  }
  const std::optional<decimal> value = plain_decimal(digits);
  if (!value) return std::nullopt;
  result.value = *value;
  if (text.ends_with("bp")) result.value = decimal(value->coefficient(), value->exponent() - 2);
  return result;
}

std::optional<std::uint64_t> read_whole(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::uint32_t> read_count(std::string_view text) {
  const std::optional<std::uint64_t> value = read_whole(text);
  if (!value || *value > 0xFFFFFFFFU) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

std::optional<std::int64_t> read_seconds(std::string_view text) {
  constexpr std::uint64_t most = 100ULL * 366 * 86400;
  std::uint64_t total = 0;
  std::uint64_t last_unit = most;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t from = i;
    while (i < text.size() && lexemes::is_digit(text[i])) ++i;
    const std::optional<std::uint64_t> count = read_whole(text.substr(from, i - from));
    if (!count || *count > most || i == text.size()) return std::nullopt;
    std::uint64_t unit = 0;
    switch (text[i++]) {
      case 's': unit = 1; break;
      case 'm': unit = 60; break;
      case 'h': unit = 3600; break;
      case 'd': unit = 86400; break;
      case 'w': unit = 7 * 86400; break;
      default: return std::nullopt;
    }
    if (unit >= last_unit || *count > most / unit) return std::nullopt;
    last_unit = unit;
    total += *count * unit;
    if (total > most) return std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  return static_cast<std::int64_t>(total);
}

std::string print(const amount& value) {
  std::string text = value.value.text();
  if (value.what == amount::kind::percent) text += '%';
  return text + value.currency;
}

}  // namespace parley::syntax
