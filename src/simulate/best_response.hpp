// What a shopper who knows the seller gets out of it: a dynamic programme over the seller's states.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "simulate/play.hpp"

namespace parley::simulate {

/// The best end that can be reached within so many rounds.
struct extraction {
  bool any = false;             ///< something is offered at all
  std::int64_t total = 0;       ///< all-in
  std::int64_t net = 0;         ///< less the worth of what comes on top: what is minimised
  std::int64_t concession = 0;  ///< what it costs the merchant
  std::uint32_t rounds = 0;     ///< the fewest it takes, the accept included
  bool exact = true;            ///< false: more states than the cap; a lower bound of the gain
};

/// For 1 to `depth` rounds: the best end, and the asks that lead there, of a single conversation on
/// the opening cart. Asks that are tried in every state: `more`; the least price that counts as a
/// first one; raises by what counts as a move; for baselines prices from 50% to 100% of the list by
/// 5%, and the least price they accept at once; wanted offers that cost the merchant no more than
/// the next terms and give the customer more. Where several plans end alike the shortest is taken,
/// then the one found first.
struct best_responses {
  std::vector<extraction> ends;  ///< by rounds
  std::vector<plan> plans;       ///< likewise
};
[[nodiscard]] best_responses respond(const pack& p, const market& opening, seller_kind seller,
                                     const briefing& told, std::uint32_t depth,
                                     question_workspace& w);
/// The same for any seller that bargains about the price alone.
[[nodiscard]] best_responses respond(const pack& p, const market& opening,
                                     std::unique_ptr<seller> first, std::uint32_t depth,
                                     question_workspace& w);

}  // namespace parley::simulate
