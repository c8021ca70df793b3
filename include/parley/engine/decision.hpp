// The answer to "may I promise this?": verdict, findings, quote. Plain data over a pack and facts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parley/engine/quote.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/finding_code.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

/// In order of strength: a later one is never overruled by an earlier one, except that `need` beats
/// `escalate` and `deny` beats both.
enum class verdict : std::uint8_t { allow, escalate, need, deny };

/// One offer somebody wants to promise.
struct proposed_offer {
  std::string_view name;       ///< as asked; may be unknown to the pack
  std::int64_t parameter = 0;  ///< share (1e-8), minor units or count, as the offer's unit says
  bool has_parameter = false;
  bool unit_mismatch = false;    ///< a percent was given where money is meant, or the like
  std::uint32_t row = no_index;  ///< where the pack has it, if the asker knows; looked up otherwise
};

/// What somebody wants to promise. The views must live as long as the question is being answered.
struct proposal {
  std::vector<proposed_offer> offers;
  std::string_view intent;  ///< empty: none given
  bool accept_partial = false;
};

/// The stable name of a verdict in every output.
[[nodiscard]] constexpr std::string_view name_of(verdict v) noexcept {
  switch (v) {
    case verdict::allow: return "allow";
    case verdict::escalate: return "escalate";
    case verdict::need: return "need";
    case verdict::deny: return "deny";
  }
  return "?";
}

/// A number in a finding: what was measured or what it was compared with. Exact: numerator /
/// denominator.
struct quantity {
  enum class kind : std::uint8_t { nothing, money, share, count } what = kind::nothing;
  std::int64_t numerator = 0;    ///< minor units; 1e-8 for a share; pieces
  std::int64_t denominator = 1;  ///< > 1 where the exact value is no whole number
};

/// Why something is unknown.
struct missing_fact {
  enum class kind : std::uint8_t {
    fact,
    line,
    counter,
    now,
    customer_key,
    cart,
    intent,
    shipping_cost,
    session,
    shipping_tax
  } what = kind::fact;
  std::uint32_t which = no_index;  ///< fact, line attribute, counter or shipping entry
  std::uint32_t line = no_index;   ///< line number for `line`
  fact_state reason = fact_state::missing;

  friend bool operator==(const missing_fact&, const missing_fact&) = default;
};

/// One reason for the verdict. Offers are indices into the pack; names the pack doesn't know are in
/// `text`.
struct finding {
  finding_code code = finding_code::offer_condition;
  parley::verdict verdict = parley::verdict::deny;  ///< what this finding alone asks for
  enum class rule_kind : std::uint8_t {
    none,
    offer,
    stacking,
    limit,
    playbook
  } rule_kind = rule_kind::none;
  graph::index rule = no_index;   ///< row in the table of `rule_kind`
  row_range offers;               ///< in decision::finding_offers, by name
  row_range missing;              ///< in decision::finding_missing, sorted
  std::string_view text;          ///< the unknown offer or intent as it was asked
  std::uint32_t line = no_index;  ///< cart line of a `per unit` or `per line` limit
  quantity actual;
  quantity bound;
};

/// The approval that would turn an `escalate` into an `allow`, to be granted by the host's people.
struct approval_request {
  graph::index limit = no_index;
  quantity up_to;  ///< in whole units, rounded to where it covers the measured value
};

struct handoff {
  graph::index rule =
      no_index;  ///< in handoffs; no_index: caused by an unknown condition of `rule`
  bool unknown = false;
};

/// A complete answer. Reuse one object for many questions: its vectors keep their memory.
struct decision {
  parley::verdict verdict = parley::verdict::allow;
  std::vector<finding> findings;  ///< sorted by verdict (deny first), code, rule, offers
  std::vector<finding> notes;     ///< limits the bare cart already breaks
  std::vector<graph::index> finding_offers;
  std::vector<missing_fact> finding_missing;
  std::vector<missing_fact> missing;   ///< every unknown fact the involved rules could read, sorted
  std::vector<graph::index> handoffs;  ///< rows of handoffs that fire, first is the answer
  std::vector<graph::index>
      obligations;  ///< rows of obligations, ascending; only with allow or escalate
  std::vector<approval_request> approvals;
  bool has_quote = false;
  parley::quote quote;
};

}  // namespace parley
