#include "syntax/amount_text.hpp"

#include <charconv>

#include "syntax/lexical.hpp"
#include "yaml/scalar.hpp"

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
  constexpr std::int64_t most = 100LL * 366 * 86400;
  const auto seconds = yaml::read_seconds(text);
  if (!seconds.ok() || seconds.value() > most) return std::nullopt;
  return seconds.value();
}

std::string print(const amount& value) {
  std::string text = value.value.text();
  if (value.what == amount::kind::percent) text += '%';
  return text + value.currency;
}

}  // namespace parley::syntax
