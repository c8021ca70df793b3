// The shoppers of a simulation. Each has a hidden reservation value (the most it would pay for the
// cart, all-in) and a patience (rounds it takes part in), drawn from a seeded generator; all
// numbers are whole minor units or millionths. A shopper gains reservation + worth of what comes on
// top - what it pays, and never agrees to a loss.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "simulate/dice.hpp"
#include "simulate/seller.hpp"

namespace parley::simulate {

enum class buyer_kind : std::uint8_t {
  random,         ///< says anything
  greedy,         ///< starts at half the price, raises by a hundredth, takes only a last offer
  patient,        ///< asks for more, and names no price
  splitter,       ///< asks for one small thing after the other
  repeater,       ///< says the same every time
  returner,       ///< opens a new chat when refused; the host knows the customer
  stranger,       ///< opens a new chat when refused; nobody knows the customer
  liar,           ///< claims triggers, prices of others, and offers that don't exist
  cart_changer,   ///< changes the cart mid-way, and may change it back
  racer,          ///< asks on two channels at once and tries to take both
  accepter,       ///< takes the first offer it can afford
  boulware,       ///< raises late
  linear,         ///< raises evenly
  conceder,       ///< raises early
  tit_for_tat,    ///< raises by what the seller gave
  best_response,  ///< knows the seller and follows the best plan against it
};
inline constexpr std::size_t buyer_kinds = 16;

[[nodiscard]] std::string_view name_of(buyer_kind kind) noexcept;
[[nodiscard]] std::string_view about(buyer_kind kind) noexcept;
[[nodiscard]] std::optional<buyer_kind> buyer_named(std::string_view name) noexcept;

/// What nobody else knows of a shopper.
struct secrets {
  std::int64_t reserve = 0;  ///< millionths of the list price, all-in
  std::int64_t opening = 0;  ///< the first price it would name, likewise
  std::uint32_t patience = 0;
  std::uint64_t seed = 0;
};

/// Reservation 60% to 115% of the list price, an opening of 50% to 95% of that, and 2 to 24 rounds.
[[nodiscard]] secrets draw_secrets(std::uint64_t seed, std::uint64_t number) noexcept;

/// A plan against one seller: what a best response says, round after round.
struct plan {
  std::vector<ask> asks;  ///< the last one closes the deal
  std::int64_t net = 0;   ///< what it comes to, less the worth of what comes on top
};

/// A conversation as a shopper sees it.
struct chat_view {
  bool heard = false;  ///< the seller has said something since the cart was last changed
  said last;
};
struct buyer_view {
  const pack& rules;
  const market& cart;
  std::size_t carts = 1;  ///< the opening one included
  std::span<const chat_view> chats;
  const plan* best = nullptr;  ///< for best_response
};

/// What a shopper does next.
struct deed {
  enum class kind : std::uint8_t { say, change_cart, open_chat, leave } what = kind::leave;
  std::size_t chat = 0;  ///< say
  ask words;             ///< say; its texts are the pack's or static
  std::size_t cart = 0;  ///< change_cart: 0 is the opening one
  bool known = false;    ///< open_chat: the host brings the history
};

/// Not thread-safe.
class buyer {
 public:
  virtual ~buyer() = default;
  [[nodiscard]] virtual deed next(const buyer_view& now) = 0;
};
[[nodiscard]] std::unique_ptr<buyer> make_buyer(buyer_kind kind, const secrets& hidden);

/// The most the shopper would pay for a cart, all-in.
[[nodiscard]] std::int64_t reserve_on(const market& cart, const secrets& hidden) noexcept;

}  // namespace parley::simulate
