// Offers with parameters as proposals and asks name them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "facts_io/input.hpp"
#include "parley/engine/decision.hpp"

namespace parley::facts_io {

/// Copies a text to where the proposal keeps its texts.
class text_keeper {
 public:
  virtual ~text_keeper() = default;
  virtual std::string_view keep(std::string_view text) = 0;
};

/// Why a text names no offer; empty when it does.
struct offer_text {
  proposed_offer offer;
  std::string_view fault;
};

/// Reads `WELCOME10`, `HAGGLE=8%`, `HAGGLE 8%`. Names and parameters the pack doesn't know are
/// kept; `offer.name` points into `text`.
[[nodiscard]] offer_text read_offer_text(const pack& p, bool minor_units, std::string_view text);

/// Gives an offer the parameter written in `text`. False when that is no amount at all.
[[nodiscard]] bool read_parameter(const pack& p, bool minor_units, std::string_view text,
                                  proposed_offer& to);

/// Reads a list of offers: texts, `{offer: X, parameter: 8%}`, `{X: 8%}`; or a mapping `{X: 8%}`.
void read_offers(input& in, const input::node& n, std::string_view what, text_keeper& texts,
                 std::vector<proposed_offer>& to);

}  // namespace parley::facts_io
