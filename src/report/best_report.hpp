// Answers of `best` as text and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/engine/best.hpp"
#include "report/decision_json.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// {"status":"found","pack","offers","saving","worth","optimal","gap","decision"}
[[nodiscard]] nlohmann::ordered_json to_json(const best_answer& found, const answer_context& about);
[[nodiscard]] std::string to_text(const best_answer& found, const answer_context& about,
                                  text_style style);

}  // namespace parley::report
