// One cart as both sides see it: what could be agreed, what of it the rules permit, what it is
// worth to whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/engine/question_workspace.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley::simulate {

/// Something that could be agreed. Amounts are minor units, all-in.
struct outcome {
  proposal offers;
  bool permitted = false;  ///< `validate` says allow
  std::int64_t total = 0;
  std::int64_t worth = 0;       ///< declared worth of gifts and perks
  std::int64_t concession = 0;  ///< what it costs the merchant against the list price

  /// What the customer gives up: lower is better for them.
  [[nodiscard]] std::int64_t net() const noexcept { return total - worth; }
};

/// Both sides' gain from an agreement; nobody gains anything without one.
struct gains {
  std::int64_t merchant = 0;
  std::int64_t customer = 0;
  friend bool operator==(const gains&, const gains&) = default;
};

/// A cart with everything that could be agreed on it. Const use is thread-safe.
struct market {
  explicit market(fact_set with) : facts(std::move(with)) {}

  fact_set facts;
  std::string intent;             ///< what every conversation about it is about; may be empty
  std::string change;             ///< how it differs from the opening cart; empty: it doesn't
  std::int64_t list_total = 0;    ///< all-in, before offers
  std::int64_t kept = 0;          ///< what the merchant has of the list price: margin, or all of it
  bool costs_known = false;       ///< `kept` is a margin
  std::vector<outcome> outcomes;  ///< by concession, then by what the customer pays
  std::vector<std::size_t> frontier;   ///< the permitted outcomes that no permitted one dominates
  bool complete = true;                ///< false: grids were thinned to stay within the cap
  std::optional<std::int64_t> lowest;  ///< least total that is permitted
  std::optional<std::int64_t> lowest_net;  ///< least net of worth that is permitted

  /// The gains of an agreement with a customer who would pay `reserve` at most.
  [[nodiscard]] gains of(std::int64_t total, std::int64_t worth, std::int64_t concession,
                         std::int64_t reserve) const noexcept {
    return {kept - concession, reserve + worth - total};
  }
  [[nodiscard]] gains of(const outcome& o, std::int64_t reserve) const noexcept {
    return of(o.total, o.worth, o.concession, reserve);
  }
};

/// Enumerates and judges. The facts are copied; what they view must outlive the market.
/// Precondition: the facts have a cart with lines.
[[nodiscard]] market open_market(const pack& p, const fact_set& facts, std::string_view intent,
                                 question_workspace& w);

/// The carts a shopper may change to: one unit more or less of each of the first lines, or without
/// the line where it has one unit. At most eight.
[[nodiscard]] std::vector<market> changed_markets(const pack& p, const fact_set& facts,
                                                  std::string_view intent, question_workspace& w);

/// The permitted outcome with the greatest product of gains among those where both gain; nothing
/// where there is none. Ties go to the one that costs the merchant least.
[[nodiscard]] std::optional<gains> nash_point(const market& m, std::int64_t reserve);

/// How far gains are from the nearest point of the frontier where neither side loses, in minor
/// units; nothing where there is no such point.
[[nodiscard]] std::optional<std::int64_t> frontier_distance(const market& m, std::int64_t reserve,
                                                            const gains& reached);
[[nodiscard]] std::int64_t distance(const gains& a, const gains& b) noexcept;

}  // namespace parley::simulate
