// Answers of `explain` as text and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/engine/explain.hpp"
#include "report/decision_json.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// "lower HAGGLE to 8%", "drop TOTE", "supply customer.tier (missing), such as gold".
[[nodiscard]] std::string change_text(const change& step, const proposal& asked,
                                      const answer_context& about);

/// {"decision","conflict":["A","B"],"repairs":[{"changes":[{"kind","text",...}],"offers","total"}]}
/// `asked` is the proposal that was explained.
[[nodiscard]] nlohmann::ordered_json to_json(const explanation& why, const proposal& asked,
                                             const answer_context& about);
[[nodiscard]] std::string to_text(const explanation& why, const proposal& asked,
                                  const answer_context& about, text_style style);

}  // namespace parley::report
