// One negotiation: a shopper, a seller, and a host between them who reserves what is promised.
// Every promise is judged by `validate`.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "simulate/buyer.hpp"
#include "simulate/market.hpp"
#include "simulate/seller.hpp"

namespace parley::simulate {

/// What all negotiations of a simulation share. Const use is thread-safe.
struct scene {
  const pack& rules;
  std::vector<market> carts;  ///< the opening one first
  briefing told;
  /// By seller, then by patience: what a best response says.
  std::array<std::vector<plan>, seller_kinds> plans;
};

/// What became of one negotiation. Amounts are minor units.
struct game {
  seller_kind seller = seller_kind::parley;
  buyer_kind buyer = buyer_kind::random;
  bool possible = false;  ///< something permitted would have been a gain for both
  bool agreed = false;
  std::uint32_t rounds = 0;       ///< what the shopper said
  std::uint32_t violations = 0;   ///< promises that `validate` doesn't allow
  std::uint32_t retractions = 0;  ///< promises taken back, or made worse
  std::uint32_t cart = 0;         ///< of the agreement
  std::uint32_t broken_cart = 0;  ///< of the first promise that broke the rules
  std::int64_t total = 0;
  std::int64_t worth = 0;
  std::int64_t concession = 0;
  gains reached;
  gains most;                     ///< at the Nash point, where `possible`
  std::int64_t off_frontier = 0;  ///< where `possible`
  std::int64_t off_nash = 0;
  std::int64_t broken_total = 0;     ///< of that promise
  std::int64_t permitted_total = 0;  ///< the least the rules allowed there
};

/// Plays one negotiation after the other. Not thread-safe; the result depends on nothing but the
/// arguments.
class player {
 public:
  explicit player(const scene& with) : scene_(with) {}
  [[nodiscard]] game play(seller_kind seller, buyer_kind buyer, const secrets& hidden);

 private:
  struct chat {
    std::unique_ptr<simulate::seller> with;
    std::vector<std::string> judged;     ///< ids of terms already looked at
    std::vector<std::int64_t> reserved;  ///< by counter
    std::optional<said> promised;        ///< terms that stand on this cart
    std::size_t promised_on = 0;
  };

  void say(const deed& what);
  void judge(chat& in, const said& heard, const fact_set& facts);
  [[nodiscard]] bool allowed(const said& promise, const fact_set& facts, chat& in);
  void open_chat(bool known);
  [[nodiscard]] const fact_set& facts_for(std::size_t chat);

  const scene& scene_;
  question_workspace memory_;
  question_workspace judge_;
  std::optional<fact_set> reserved_facts_;
  // Of the negotiation that is being played:
  game made_;
  std::size_t cart_ = 0;
  std::vector<chat> chats_;
  std::vector<chat_view> views_;
};

}  // namespace parley::simulate
