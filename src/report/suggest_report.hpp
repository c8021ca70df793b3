// Answers of `suggest` as text and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "parley/engine/suggest.hpp"
#include "parley/facts/catalog.hpp"
#include "report/decision_json.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// {"pack","suggestions":[{"item","quantity","spend","unlocks":[{"offer","offers","saving","total"}]}]}
/// `items` is what the suggestions were made from; nullptr: plain spend only.
[[nodiscard]] nlohmann::ordered_json to_json(std::span<const suggestion> found,
                                             const catalog* items, const answer_context& about);
[[nodiscard]] std::string to_text(std::span<const suggestion> found, const catalog* items,
                                  const answer_context& about);

}  // namespace parley::report
