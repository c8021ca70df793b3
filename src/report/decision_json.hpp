// A decision as JSON: the contract of docs/cli.md. Amounts are integers in minor units.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/engine/finding_pool.hpp"
#include "parley/facts/fact_set.hpp"
#include "report/format.hpp"

namespace parley::report {

/// What an answer was about; everything in it must outlive the call.
struct answer_context {
  const pack& rules;
  const fact_set& facts;
  audience who = audience::internal;
  std::string_view cart_hash = {};   ///< for approval requests
  std::string_view language = "en";  ///< of what is said to customers
  const proposal* asked = nullptr;   ///< named in texts that have no quote to name it
  bool why = false;  ///< texts tell each line's allocations and where they come from
};

/// The rows of one owner in a table that all share.
template <typename T>
[[nodiscard]] std::span<const T> rows_of(const std::vector<T>& table, row_range r) {
  return std::span<const T>(table).subspan(r.first, r.count);
}

[[nodiscard]] nlohmann::ordered_json to_json(const decision& made, const answer_context& about);
[[nodiscard]] nlohmann::ordered_json to_json(const quote& priced, const answer_context& about);
[[nodiscard]] nlohmann::ordered_json pack_json(const pack& rules);
[[nodiscard]] nlohmann::ordered_json place_json(const pack& rules, const place_row& at);
[[nodiscard]] nlohmann::ordered_json approval_json(const approval_request& wanted,
                                                   const answer_context& about);
[[nodiscard]] nlohmann::ordered_json missing_json(const missing_fact& missing,
                                                  const answer_context& about);
/// A reason or an id; null where none was given.
[[nodiscard]] nlohmann::ordered_json text_or_null(std::string_view text);
/// A measured number: integer minor units or pieces, a share as "15%"; null for nothing.
[[nodiscard]] nlohmann::ordered_json quantity_json(const quantity& measured);
/// The offers and facts that a finding refers to, wherever they are kept.
struct finding_parts {
  std::span<const graph::index> offers;
  std::span<const missing_fact> missing;
};
[[nodiscard]] finding_parts parts_of(const decision& made, const finding& found);
[[nodiscard]] finding_parts parts_of(const finding_pool& pool, const finding& found);

/// The offer or intent that an unknown name is closest to; empty for other findings and where none
/// is close.
[[nodiscard]] std::string meant_name(const finding& found, const pack& rules);
/// The values that an offer with a refused parameter takes.
struct parameter_range {
  quantity from, to, step;
};
[[nodiscard]] std::optional<parameter_range> range_of(const finding& found, const pack& rules);

[[nodiscard]] nlohmann::ordered_json finding_json(const finding& found, const finding_parts& parts,
                                                  const answer_context& about);
/// The id of a cart line; empty when there is none of that number.
[[nodiscard]] std::string_view line_id(const answer_context& about, std::uint32_t line);
[[nodiscard]] nlohmann::ordered_json missing_list(std::span<const missing_fact> list,
                                                  const answer_context& about);
/// [{"offer","parameter"?}], for proposals that an answer makes.
[[nodiscard]] nlohmann::ordered_json offers_json(const proposal& proposed, const pack& rules);
/// ["A","B"].
[[nodiscard]] nlohmann::ordered_json names_json(std::span<const graph::index> offers,
                                                const pack& rules);

/// One line of JSON. Bytes that are no UTF-8 are replaced, so that writing never fails.
[[nodiscard]] std::string dump(const nlohmann::ordered_json& json);

/// A sentence that may be said to the shopper: no bounds, no headroom, no reasons of the house.
[[nodiscard]] std::string customer_sentence(const decision& made, const answer_context& about);

/// Whether this audience sees the quote: not one that a hidden bound has cut.
[[nodiscard]] bool shows_quote(const decision& made, audience who);

/// What an offer gives, all-in.
[[nodiscard]] inline std::int64_t given(const applied_offer& item) noexcept {
  return item.amount + item.shipping_amount + item.cost;
}
/// Offers of a decision that may be promised for less than they would give; for audiences that see
/// the quote.
[[nodiscard]] std::vector<applied_offer> partial_grants(const decision& made, audience who);
/// "promise 10.00 USD for A, not more".
[[nodiscard]] std::string partial_text(const applied_offer& item, const pack& rules);

/// Whether showing this searched-out proposal to that audience would tell how far the house would
/// go.
[[nodiscard]] bool tells_headroom(const proposal& searched, audience who);
/// The text, or nothing for whom its digits could tell a bound ("we need 25% to live").
[[nodiscard]] std::string_view discreet(std::string_view text, audience who);
/// The id of a rule, or nothing where the id itself would tell a bound ("discount-max-15pct").
[[nodiscard]] std::string_view shown_rule(const finding& found, std::string_view id, audience who);
[[nodiscard]] std::string_view shown_rule(const graph::stacking_row& rule, std::string_view id,
                                          audience who);
/// The same of the reason that its author gave.
[[nodiscard]] std::string_view shown_because(const finding& found, std::string_view because,
                                             audience who);

}  // namespace parley::report
