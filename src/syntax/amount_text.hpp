// Amounts from their exact text, without a grammar: `10%`, `250bp`, `5.00`, `5.00USD`, `15m`,
// `1h30m`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "syntax/ast.hpp"

namespace parley::syntax {

/// Nothing when the text isn't an amount; 250bp becomes 2.5 percent.
[[nodiscard]] std::optional<amount> read_amount(std::string_view text, span at);

/// Digits only, below 2^32; leading zeros mean nothing.
[[nodiscard]] std::optional<std::uint32_t> read_count(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> read_whole(std::string_view text);

/// `90s`, `15m`, `1h30m`, `30d`, `2w`: seconds, at most a hundred years.
[[nodiscard]] std::optional<std::int64_t> read_seconds(std::string_view text);

/// The amount as a sentence writes it.
[[nodiscard]] std::string print(const amount& value);

}  // namespace parley::syntax
