// A decision for people at a terminal.
#pragma once

#include <string>

#include "report/decision_json.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// Verdict, reasons, what is missing, what to do, and the priced cart. Ends with a newline.
[[nodiscard]] std::string to_text(const decision& made, const answer_context& about,
                                  text_style style);
/// The priced cart as a small table.
[[nodiscard]] std::string to_text(const quote& priced, const answer_context& about);
/// One reason, without its verdict: code, offers, why, where.
[[nodiscard]] std::string finding_text(const decision& made, const finding& found,
                                       const answer_context& about);
/// "cart.subtotal (stale)", "line.cost of l2 (missing)".
[[nodiscard]] std::string missing_text(const missing_fact& missing, const answer_context& about);
/// A verdict or reply word, coloured where the style says so.
[[nodiscard]] std::string painted(std::string_view word, bool good, bool bad, text_style style);

}  // namespace parley::report
