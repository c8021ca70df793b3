// What a simulation of negotiations found, as plain data for the formats beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parley/money/rounding.hpp"

namespace parley::report {

/// A sum with its count; the mean is rounded half away from zero.
struct mean_of {
  int128 sum = 0;
  std::uint64_t count = 0;

  void add(std::int64_t amount) noexcept {
    sum += amount;
    ++count;
  }
  [[nodiscard]] std::int64_t value(std::int64_t times = 1) const noexcept {
    if (count == 0) return 0;
    return static_cast<std::int64_t>(
        divide_rounded(sum * times, static_cast<int128>(count), rounding_mode::half_away));
  }
};

/// The measures of a set of negotiations. Amounts are minor units; nobody gains anything without an
/// agreement, and such negotiations count in the means of gains.
struct negotiation_measures {
  std::uint64_t played = 0;
  std::uint64_t agreed = 0;
  std::uint64_t possible = 0;         ///< something permitted would have been a gain for both
  std::uint64_t agreed_possible = 0;  ///< of those
  std::uint64_t violations = 0;       ///< promises that the rules don't allow
  std::uint64_t violating = 0;        ///< negotiations with one
  std::uint64_t retractions = 0;
  mean_of merchant, customer;
  mean_of off_frontier, off_nash;  ///< over `possible`
  mean_of rounds;
  std::uint32_t rounds_most = 0;
};

/// What was learnt of the floor. Bits are thousandths.
struct leak_measures {
  std::int64_t prior = 0;
  std::vector<std::int64_t> left;      ///< after 1, 2, ... replies
  std::vector<std::uint32_t> guessed;  ///< floors told to within 5% after as many
  std::uint32_t floors = 0;
  bool same_until_bound = true;
};

/// What a best response gets: amounts in minor units.
struct extraction_measures {
  bool any = false;
  bool exact = true;
  std::int64_t total = 0;
  std::int64_t net = 0;         ///< less the worth of what comes on top
  std::int64_t concession = 0;  ///< what it costs the merchant
  std::uint32_t rounds = 0;
};

/// Agreements on the same terms, for pictures.
struct agreed_point {
  std::int64_t saving = 0;    ///< the customer's gain against the list price
  std::int64_t merchant = 0;  ///< the merchant's gain
  std::uint64_t count = 0;
};

struct seller_results {
  std::string name;
  std::string about;
  bool ours = false;
  negotiation_measures all;
  leak_measures leak;
  extraction_measures extraction;
  std::vector<agreed_point> agreements;  ///< on the opening cart, by saving
  std::int64_t broken_total = 0;         ///< the first promise that broke the rules
  std::int64_t permitted_total = 0;      ///< the least they allowed there
  std::string broken_by;                 ///< the shopper who got it
  std::string broken_cart;               ///< how the cart had been changed; empty: it hadn't
};

struct buyer_results {
  std::string name;
  std::string about;
  negotiation_measures all;  ///< with our seller
};

struct outcome_point {
  std::int64_t saving = 0;
  std::int64_t merchant = 0;
  bool permitted = false;
  bool frontier = false;
};

struct simulation_results {
  std::uint64_t negotiations = 0;
  std::uint64_t seed = 0;
  std::string intent;
  std::int64_t list_total = 0;
  std::int64_t kept = 0;     ///< what the merchant has of it
  bool costs_known = false;  ///< `kept` and the merchant's gains are margins, else receipts
  bool complete = true;      ///< every outcome was looked at
  std::uint32_t carts = 1;
  std::optional<std::int64_t> lowest;   ///< the least total that is permitted
  std::vector<outcome_point> outcomes;  ///< of the opening cart
  std::vector<seller_results> sellers;  ///< ours first
  std::vector<buyer_results> buyers;

  [[nodiscard]] bool sound() const noexcept {
    return sellers.empty() || (sellers[0].all.violations == 0 && sellers[0].all.retractions == 0);
  }
};

}  // namespace parley::report
