// Verifying the parts of offers and expressions, so that their rows can be put together. Internal
// to verify.hpp; what the rows then say is looked at by their own verifiers.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "parley/graph/verify_primitives.hpp"

namespace parley::graph::detail {

/// Whether a mask has bits for fields alone and their values stand in `extras`.
template <typename Field>
[[nodiscard]] bool extras_fit(const inspection& in, std::uint32_t mask, index first) noexcept {
  return mask >> static_cast<unsigned>(Field::count_of_fields) == 0 &&
         in.rows({first, static_cast<std::uint32_t>(std::popcount(mask))}, in.t.offers.extras);
}

inline bool verify_packing(inspection& in) {
  const offers_view& o = in.t.offers;
  if (o.places.size() != o.rows.size()) return in.fail("offer_places", o.places.size());
  for (std::size_t i = 0; i < o.effects.size(); ++i) {
    const packed_effect& e = o.effects[i];
    if (e.unused != 0 || !extras_fit<effect_field>(in, e.mask, e.first)) {
      return in.fail("effects", i);
    }
  }
  for (std::size_t i = 0; i < o.rows.size(); ++i) {
    const packed_offer& p = o.rows[i];
    if (p.effect >= o.effects.size() || p.links >= o.links.size() ||
        !extras_fit<offer_field>(in, p.mask, p.first)) {
      return in.fail("offers", i);
    }
  }
  const nodes_view& n = in.t.expression_nodes;
  for (std::size_t i = 0; i < n.rows.size(); ++i) {
    if (has_third(n.rows[i].op) && n.rows[i].b >= n.pairs.size()) {
      return in.fail("expression_nodes", i);
    }
  }
  const expressions_view& e = in.t.expressions;
  for (std::size_t i = 0; i < e.rows.size(); ++i) {
    if (e.rows[i].profile >= e.profiles.size()) return in.fail("expressions", i);
  }
  return true;
}

}  // namespace parley::graph::detail
