// Random small packs, facts and proposals. The same seed gives the same case everywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oracle/naive_decision.hpp"
#include "oracle/naive_facts.hpp"
#include "support/random.hpp"

namespace parley::oracle {

/// A pack in parts, so that tests can put them together in another order.
struct pack_text {
  std::string head;
  std::vector<std::string> facts;
  std::vector<std::string> selectors;
  std::vector<std::string> classes;
  std::vector<std::string> offers;  ///< ranks are distinct, so their order doesn't matter
  std::vector<std::string> stacking;
  std::vector<std::string> limits;
  std::vector<std::string> playbooks;

  [[nodiscard]] std::string yaml() const;
};

/// How offers may be asked for.
struct offer_form {
  std::string name;
  bool ranged = false;
  std::int64_t from = 0, to = 0, step = 1;  ///< share (1e-8) or minor units
  bool is_price = false;                    ///< a greater parameter gives less
};

struct generated {
  pack_text pack;
  std::vector<offer_form> offers;
  naive_facts facts;
  naive_proposal proposal;
};

/// With `clamps` some limits cut what offers give; the naive evaluator doesn't know these.
[[nodiscard]] generated generate(std::uint64_t seed, bool clamps = false);

/// The case that a fuzzer's bytes choose; no clamps.
[[nodiscard]] generated generate_from(std::string_view bytes);

/// Gives leave for some of the limits that escalate; not all of it fits.
void add_approvals(generated& to, std::uint64_t seed);

}  // namespace parley::oracle
