// Sellers of a simulation: parley itself, and the strategies people write instead. A baseline
// bargains about the all-in price alone; what it knows of the rules is one number, the least total
// they permitted on the opening cart, kept as a share of the list price.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/negotiate/negotiate.hpp"
#include "simulate/market.hpp"

namespace parley::simulate {

enum class seller_kind : std::uint8_t {
  parley,          ///< the pack as it is, through `negotiate`
  boulware,        ///< gives late
  linear,          ///< gives evenly
  conceder,        ///< gives early
  tit_for_tat,     ///< gives what the shopper gave
  fixed_discount,  ///< 10% off, to everybody, at once
  nine_tenths,     ///< accepts anything above 90% of its quote
};
inline constexpr std::size_t seller_kinds = 7;

[[nodiscard]] std::string_view name_of(seller_kind kind) noexcept;
/// One line that says what it does.
[[nodiscard]] std::string_view about(seller_kind kind) noexcept;

/// What both sides have before them in one call. Everything outlives it.
struct table {
  const pack& rules;
  const market& cart;
  const fact_set& facts;  ///< of the cart, with what other conversations have reserved
  question_workspace& memory;
};

/// What a seller said. Two that are equal look the same to a shopper, `id` and `cost` aside.
struct said {
  negotiation_outcome outcome = negotiation_outcome::decline;
  std::string_view reason;       ///< the one that customers may hear; static text
  bool offers = false;           ///< there are terms on the table
  std::int64_t total = 0;        ///< all-in
  std::int64_t worth = 0;        ///< of gifts and perks
  std::vector<term_item> items;  ///< empty for a bare price
  std::int64_t concession = 0;   ///< internal
  std::string id;                ///< of the terms; a new promise has a new one
  bool promises_items = false;   ///< `items` say how the total comes about

  [[nodiscard]] std::int64_t net() const noexcept { return total - worth; }
  /// What a shopper sees of it, as text.
  [[nodiscard]] std::string seen() const;
};

/// A seller in one conversation. Not thread-safe.
class seller {
 public:
  virtual ~seller() = default;
  [[nodiscard]] virtual said answer(const table& now, const ask& asked) = 0;
  [[nodiscard]] virtual std::unique_ptr<seller> copy() const = 0;
  /// Sellers with equal marks answer alike from here on.
  [[nodiscard]] virtual std::string mark() const = 0;
  /// The conversation that a new chat of the same customer resumes; nothing where a seller keeps no
  /// history.
  [[nodiscard]] virtual std::unique_ptr<seller> resumed() const { return nullptr; }
};

/// What a baseline was told when it was set up.
struct briefing {
  std::int64_t reserve = 0;    ///< least total it is to sell for
  std::int64_t list = 0;       ///< of the cart that number was found for
  std::uint32_t deadline = 0;  ///< rounds it plans for
};
[[nodiscard]] briefing brief_for(const pack& p, const market& opening) noexcept;

/// A new conversation. `id` tells it from others.
[[nodiscard]] std::unique_ptr<seller> open_seller(seller_kind kind, const table& opening,
                                                  const briefing& told, std::string_view id);

}  // namespace parley::simulate
