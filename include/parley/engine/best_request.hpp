// What is asked of `best`, and what it answers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "parley/base/limits.hpp"
#include "parley/engine/decision.hpp"
#include "parley/engine/question_workspace.hpp"

namespace parley {

/// What "best" means.
enum class objective : std::uint8_t {
  saving,  ///< the customer pays least: off merchandise and shipping
  worth,   ///< declared worth of gifts and perks to the customer
  margin,  ///< the merchant gives up least, all-in
  fewest,  ///< fewest offers
};

struct best_request {
  /// The first counts first. Empty: saving, then worth.
  std::vector<objective> objectives;
  /// Offers that have to be part of it; one with a range and without a parameter may take any
  /// value.
  std::vector<proposed_offer> include;
  std::optional<std::int64_t> saving_to_reach;  ///< minor units
  std::string_view intent;
  /// Whether offers that clamping limits or budgets cut count, too.
  bool accept_partial = false;
  std::uint64_t nodes = caps::best_nodes;  ///< proposals to look at, at most
};

enum class best_status : std::uint8_t {
  found,
  none,       ///< nothing permitted includes these offers or reaches this saving
  objective,  ///< margin or fewest first, with nothing to include and no saving to reach: the
              ///< answer would always be no offer at all
  proposal,   ///< an offer to include is unknown, has a bad parameter, or is named too often
};

/// Values of one combination in the order of the objectives; greater is better.
using best_value = std::array<std::int64_t, 4>;

struct best_answer {
  best_status status = best_status::none;
  parley::proposal
      proposal;  ///< offers in pack order; texts live as long as the pack and the request
  parley::decision decision;  ///< what `validate` says of it: always `allow`
  std::int64_t saving = 0;    ///< minor units
  std::int64_t worth = 0;
  std::int64_t concession = 0;
  bool optimal = false;  ///< proved: nothing permitted is better
  /// No permitted combination has a better first objective than this (saving or worth: at most;
  /// margin, as a concession, or fewest: at least).
  std::int64_t bound = 0;
  std::int64_t gap = 0;     ///< distance of the answer from `bound`; 0 when optimal
  std::uint64_t nodes = 0;  ///< proposals looked at
};

/// Namings of one offer that are tried at most.
inline constexpr std::uint32_t most_repeats = 4;

}  // namespace parley
