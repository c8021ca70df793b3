// A decision for people at a terminal.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/decision_json.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// Verdict, reasons, what is missing, what to do, and the priced cart. Ends with a newline.
[[nodiscard]] std::string to_text(const decision& made, const answer_context& about,
                                  text_style style);
/// The priced cart as a small table.
[[nodiscard]] std::string to_text(const quote& priced, const answer_context& about);
/// One reason, without its verdict: code, offers, why, where.
[[nodiscard]] std::string finding_text(const finding& found, const finding_parts& parts,
                                       const answer_context& about);
/// "cart.subtotal (stale)", "line.cost of l2 (missing)".
[[nodiscard]] std::string missing_text(const missing_fact& missing, const answer_context& about);
/// Rows as a table whose first `left` columns are aligned left, the others right. Ends with a
/// newline.
[[nodiscard]] std::string table_text(const std::vector<std::vector<std::string>>& rows,
                                     std::size_t left);
/// "A, B".
[[nodiscard]] std::string names_text(std::span<const graph::index> offers, const pack& rules,
                                     std::string_view between = ", ");
/// "HAGGLE=8% + TOTE"; "nothing" for an empty proposal.
[[nodiscard]] std::string offers_text(const proposal& proposed, const pack& rules);
/// A verdict or reply word, coloured where the style says so.
[[nodiscard]] std::string painted(std::string_view word, bool good, bool bad, text_style style);

}  // namespace parley::report
