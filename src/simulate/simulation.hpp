// Many negotiations on one cart: shoppers against sellers, the same shoppers for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "report/simulation_results.hpp"
#include "simulate/best_response.hpp"
#include "simulate/leak.hpp"
#include "simulate/play.hpp"

namespace parley::simulate {

struct simulation_options {
  std::size_t negotiations = 0;
  std::uint64_t seed = 1;
  std::vector<buyer_kind> buyers;  ///< they take turns; not empty
  std::string_view intent;         ///< outlives the simulation
};

/// Number `i` is played by the shopper `i % buyers` with secrets drawn from the seed and `i`,
/// whoever the seller is. Const use is thread-safe, so that any number of players may share one.
class simulation {
 public:
  /// Prices the outcome space, works out the best responses, and probes the sellers for leaks. The
  /// pack and what the facts view must outlive it. Precondition: a ladder, `now`, and a cart with
  /// lines.
  simulation(const pack& p, const fact_set& facts, const simulation_options& options);

  /// Negotiations in all, over all sellers.
  [[nodiscard]] std::size_t games() const noexcept { return options_.negotiations * seller_kinds; }
  [[nodiscard]] const scene& surroundings() const noexcept { return scene_; }
  /// Precondition: `number < games()`; `by` belongs to this simulation's scene.
  [[nodiscard]] game play(std::size_t number, player& by) const;

  /// Adds up. Precondition: `played[i]` is what `play(i)` gave.
  [[nodiscard]] report::simulation_results results(std::span<const game> played) const;

 private:
  simulation_options options_;
  scene scene_;
  floor_family family_;
  std::vector<leak> leaks_;              ///< by seller
  std::vector<extraction> extractions_;  ///< likewise
};

}  // namespace parley::simulate
