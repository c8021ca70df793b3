// Answers of `negotiate` as text and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/negotiate/reply.hpp"
#include "report/decision_json.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// {"outcome","reason","pack","terms","missing","handoff","obligations","quote"}, and for the house
/// what lies behind them. Nothing but the `internal` form tells why a final is final.
[[nodiscard]] nlohmann::ordered_json to_json(const negotiation_reply& reply,
                                             const answer_context& about);
[[nodiscard]] std::string to_text(const negotiation_reply& reply, const answer_context& about,
                                  text_style style);

}  // namespace parley::report
