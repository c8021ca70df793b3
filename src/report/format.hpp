// Numbers and names of a pack as people write them. Never depends on a locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parley/engine/decision.hpp"
#include "parley/graph/pack.hpp"

namespace parley::report {

/// Who reads the answer. Only `internal` shows bounds, actuals, headroom and costs.
enum class audience : std::uint8_t { internal, agent, customer };

/// "62.44"; `digits` are the currency's decimals.
[[nodiscard]] std::string amount_text(std::int64_t minor, int digits);
/// "62.44", with the pack's decimals.
[[nodiscard]] std::string amount_text(const pack& rules, std::int64_t minor);
/// "62.44 USD".
[[nodiscard]] std::string money_text(const pack& rules, std::int64_t minor);
/// "USD".
[[nodiscard]] std::string currency_of(const pack& rules);
/// A share in 1e-8 as "7.5%".
[[nodiscard]] std::string share_text(std::int64_t share);
/// A parameter in the unit of the offer's effect: "7.5%", "5.00", "300".
[[nodiscard]] std::string parameter_text(const pack& rules, graph::index offer,
                                         std::int64_t parameter);
/// What a finding measured: "9.60 USD", "17.647058%", "3"; cut, not rounded, where it isn't whole.
[[nodiscard]] std::string quantity_text(const pack& rules, const quantity& measured);

/// "HAGGLE=8%" or "WELCOME10".
[[nodiscard]] std::string offer_text(const pack& rules, graph::index offer, bool has_parameter,
                                     std::int64_t parameter);
[[nodiscard]] std::string_view offer_name(const pack& rules, graph::index offer);

[[nodiscard]] std::string_view state_name(fact_state state) noexcept;
/// "customer.tier", "line.cost", "now", "cart", a counter's key.
[[nodiscard]] std::string missing_name(const pack& rules, const missing_fact& missing);

/// A value as a facts file would have it.
[[nodiscard]] std::string value_text(const value& v);

/// User text made safe for a terminal: control characters become "\xNN", hidden ones "\uNNNN".
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace parley::report
