// Answers of `eligible` and `stackable` as text and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/engine/eligible.hpp"
#include "parley/engine/stackable.hpp"
#include "report/decision_json.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// {"eligible":[...],"pack":{...},"offers":[...],"missing":[...]}
[[nodiscard]] nlohmann::ordered_json to_json(const eligibility& found, const answer_context& about);
[[nodiscard]] std::string to_text(const eligibility& found, const answer_context& about,
                                  text_style style);

/// {"answer":"yes","pack":{...},"conflicts":[...],"requirements":[...],"depends":[...]}
[[nodiscard]] nlohmann::ordered_json to_json(const stackability& found,
                                             const answer_context& about);
[[nodiscard]] std::string to_text(const stackability& found, const answer_context& about,
                                  text_style style);

/// "yes", "depends", "no".
[[nodiscard]] std::string_view name_of(stack_answer answer) noexcept;

}  // namespace parley::report
