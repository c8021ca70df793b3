// What a quote's numbers come from, in few words, and what it earns.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "parley/engine/quote_tax.hpp"
#include "report/decision_json.hpp"

namespace parley::report {

/// Why an offer takes this much off a line: "10% of 24.00", "2 x 1.50", "5.00 over 64.00, by price;
/// largest remainder +0.01". Names limits to the house only.
[[nodiscard]] std::string why(const quote& priced, const quoted_line& line, const allocation& part,
                              const answer_context& about);

struct earnings {
  std::int64_t net = 0;    ///< paid with shipping, without tax
  std::int64_t costs = 0;  ///< of lines, shipping and what is given away; rounded up
};

/// What the quote earns; nothing where a cost or a contained tax isn't known. The quote belongs to
/// the cart of `about`.
[[nodiscard]] std::optional<earnings> margin_of(const quote& priced, const tax_view& tax,
                                                const answer_context& about);

}  // namespace parley::report
