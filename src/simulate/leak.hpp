// What a transcript tells about the floor: the same seller over a family of floors, and an attacker
// who knows everything about it but which of the family it has.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulate/seller.hpp"

namespace parley::simulate {

/// Floors of the family: 6 bits.
inline constexpr std::size_t family_floors = 64;

/// The floor as the most that may be conceded, all-in, spread evenly from nothing to half as much
/// again as the deepest step of the ladder costs the merchant.
struct floor_family {
  std::vector<std::int64_t> floors;  ///< ascending, no duplicates
};
[[nodiscard]] floor_family family_of(const pack& p, const market& opening, question_workspace& w);

/// The pack with one more limit: `concession <= most`. Everything else is as it was, digest
/// included. Keeps `p`'s memory alive.
[[nodiscard]] pack with_floor(const pack& p, std::int64_t most);

/// What an attacker has learnt. Bits are thousandths.
struct leak {
  std::int64_t prior = 0;              ///< log2 of the size of the family
  std::vector<std::int64_t> width;     ///< left after 1, 2, ... replies, on average over the family
  std::vector<std::uint32_t> guessed;  ///< floors guessed to within 5% after as many replies
  bool same_until_bound =
      true;  ///< no floor shows before it binds, and there it looks like a last step

  [[nodiscard]] std::int64_t told() const noexcept {
    return width.empty() ? 0 : prior - width.back();
  }
};

/// Judges transcripts: `seen[f]` is what was heard under floor `f`, reply by reply, with the total
/// that stood after it. All transcripts have the same length.
struct heard_reply {
  std::string seen;
  bool last_form = false;  ///< a `final`
  std::int64_t total = 0;
  std::string terms;  ///< what stands on the table, as the shopper sees it
};
[[nodiscard]] leak measure_leak(const floor_family& family,
                                const std::vector<std::vector<heard_reply>>& seen);

/// Probes a seller under each floor with prices that rise by what counts as a move, from zero.
[[nodiscard]] leak probe(const pack& p, const market& opening, seller_kind seller,
                         const floor_family& family, question_workspace& w);

}  // namespace parley::simulate
