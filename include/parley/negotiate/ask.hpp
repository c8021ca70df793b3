// What the shopper asks for, one message at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/money/rounding.hpp"

namespace parley {

/// One ask; several parts may stand together. Amounts are minor units of the pack's currency and
/// all-in (with shipping). The views must live as long as the call.
struct ask {
  std::vector<proposed_offer> want;  ///< offers by name, with parameters where they have ranges
  std::optional<std::int64_t> target_total;  ///< "I'd pay 60"
  std::optional<ratio> target_percent;       ///< "25% off": off merchandise, shipping as it stands
  std::optional<std::int64_t> budget;        ///< "I have 60"
  std::optional<std::int64_t> competitor_price;  ///< "they ask 60": a number, no evidence
  std::vector<std::string_view> give;  ///< triggers the shopper says they meet; the facts decide
  bool more = false;                   ///< "can you do better?"
  bool accept = false;                 ///< takes the standing offer
  bool reject = false;                 ///< turns it down
  std::string_view offer;              ///< id of the offer meant by accept; empty: the standing one
  std::string_view intent;
  bool foreign_currency = false;  ///< some amount was in another currency
  bool accept_partial = false;

  [[nodiscard]] bool empty() const noexcept {
    return want.empty() && !target_total && !target_percent && !budget && !competitor_price &&
           give.empty() && !more && !accept && !reject;
  }
};

}  // namespace parley
