// Small readings of what a person typed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "parley/graph/pack.hpp"
#include "parley/money/decimal_arithmetic.hpp"

namespace parley::cli {

/// The text without blanks and line ends around it.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

/// Minor units of an amount of money in the pack's currency; `minor` reads them as they stand.
[[nodiscard]] inline std::optional<std::int64_t> amount_of(const pack& rules, std::string_view text,
                                                           bool minor) noexcept {
  const std::optional<decimal> read = decimal::parse(text);
  if (!read) return std::nullopt;
  return read->scaled_exactly(minor ? 0 : rules.header().currency_digits);
}

}  // namespace parley::cli
