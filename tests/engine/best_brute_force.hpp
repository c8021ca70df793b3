// `best` beside trying every set of offers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "parley/engine/best.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {

inline best_answer ask(campaign& c, const best_request& request = {}) {
  best_answer out;
  best(c.rules, *c.facts, request, c.memory, out);
  return out;
}

/// The objectives that a request means.
inline std::vector<objective> objectives_of(const best_request& request) {
  if (!request.objectives.empty()) return request.objectives;
  return {objective::saving, objective::worth};
}
/// Tries every set and every value: slow and obviously right.
struct brute_force {
  campaign& c;
  const best_request& request;
  /// Offers of a set at most: what a rule of the pack says anyway, where there are too many sets.
  std::size_t largest = caps::proposal_offers;
  bool found = false;
  std::vector<std::int64_t> values;

  void run() {
    proposal made;
    made.intent = request.intent;
    made.accept_partial = request.accept_partial;
    extend(0, made);
  }
  void extend(graph::index offer, proposal& made) {
    if (offer == c.rules.tables().offers.size() || made.offers.size() == largest) {
      look(made);
      return;
    }
    const parameter_grid grid = grid_of(c.rules, offer);
    name(offer, c.rules.tables().offers[offer].repeat, grid.points(), made);
  }
  /// Names an offer up to `times` times, each at a point below `end` and none above the last.
  void name(graph::index offer, std::uint32_t times, std::uint64_t end, proposal& made) {
    extend(offer + 1, made);
    if (times == 0 || made.offers.size() == largest) return;
    const parameter_grid grid = grid_of(c.rules, offer);
    for (std::uint64_t point = 0; point < end; ++point) {
      made.offers.push_back(propose(c.rules, offer, grid, point));
      name(offer, times - 1, point + 1, made);
      made.offers.pop_back();
    }
  }
  /// Whether each offer to include is named by one of its own. Those with a value choose first.
  [[nodiscard]] bool includes_all(const proposal& made) const {
    std::vector<bool> taken(made.offers.size());
    for (const bool valued : {true, false}) {
      for (const proposed_offer& forced : request.include) {
        if (forced.has_parameter != valued) continue;
        bool named = false;
        for (std::size_t i = 0; i < made.offers.size() && !named; ++i) {
          const proposed_offer& o = made.offers[i];
          named = !taken[i] && o.name == forced.name &&
                  (!forced.has_parameter || o.parameter == forced.parameter);
          if (named) taken[i] = true;
        }
        if (!named) return false;
      }
    }
    return true;
  }
  void look(const proposal& made) {
    if (!includes_all(made)) return;
    const decision& d = c.judge(made);
    if (d.verdict != verdict::allow) return;
    const std::int64_t saving = d.quote.discount + d.quote.shipping_discount;
    if (request.saving_to_reach && saving < *request.saving_to_reach) return;
    std::int64_t worth = 0;
    for (const proposed_offer& o : made.offers) {
      const graph::offer_row& row = c.rules.tables().offers[c.offer(o.name)];
      const bool counted = row.effect.unit == graph::unit::count && row.cost_per != 0;
      worth += counted ? row.worth * o.parameter / row.cost_per : row.worth;
    }
    std::vector<std::int64_t> now;
    for (const objective o : objectives_of(request)) {
      now.push_back(o == objective::saving   ? saving
                    : o == objective::worth  ? worth
                    : o == objective::margin ? -d.quote.concession
                                             : -static_cast<std::int64_t>(made.offers.size()));
    }
    if (!found || now > values) values = now;
    found = true;
  }
};

/// What an answer reaches of an objective; greater is better.
inline std::int64_t value_of(const best_answer& found, objective o) {
  switch (o) {
    case objective::saving: return found.saving;
    case objective::worth: return found.worth;
    case objective::margin: return -found.concession;
    case objective::fewest: return -static_cast<std::int64_t>(found.proposal.offers.size());
  }
  return 0;
}

/// Whatever the budget: what is found is allowed and no better than the best, the bound is no
/// worse, the gap is between them, and what is called optimal is.
inline void sound_beside_brute_force(campaign& c, const best_request& request,
                                     const brute_force& slow) {
  const best_answer found = ask(c, request);
  const std::vector<objective> list = objectives_of(request);
  CHECK(found.nodes <= request.nodes);
  if (found.status != best_status::found) {
    CHECK(found.status == best_status::none);
    if (found.optimal) CHECK_FALSE(slow.found);
    return;
  }
  REQUIRE(slow.found);
  CHECK(c.judge(found.proposal).verdict == verdict::allow);
  const std::int64_t reached = value_of(found, list.front());
  const bool negated = list.front() == objective::margin || list.front() == objective::fewest;
  CHECK(reached <= slow.values.front());
  const std::int64_t bound = negated ? -found.bound : found.bound;
  CHECK(slow.values.front() <= bound);
  CHECK(found.gap == bound - reached);
  CHECK(found.gap >= 0);
  if (found.optimal) CHECK(reached == slow.values.front());
}

inline void same_as_brute_force(campaign& c, const best_request& request,
                                std::size_t largest = caps::proposal_offers) {
  const best_answer found = ask(c, request);
  brute_force slow{c, request, largest, false, {}};
  slow.run();
  REQUIRE((found.status == best_status::found) == slow.found);
  if (!slow.found) return;
  CHECK(found.optimal);
  CHECK(found.gap == 0);
  CHECK(c.judge(found.proposal).verdict == verdict::allow);
  const std::vector<objective> list = objectives_of(request);
  for (std::size_t i = 0; i < list.size(); ++i) CHECK(value_of(found, list[i]) == slow.values[i]);
}

}  // namespace parley::test
