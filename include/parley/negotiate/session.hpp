// The state of one negotiation.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "parley/base/limits.hpp"
#include "parley/base/result.hpp"
#include "parley/facts/cart_hash.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"
#include "parley/negotiate/terms.hpp"

namespace parley {

/// Everything a negotiation remembers: a plain value that the host stores and hands back. Nothing
/// else is kept anywhere, so a new chat that brings the same session goes on where the old one
/// stood.
struct session {
  static constexpr std::uint32_t current_version = 2;

  std::uint32_t version = current_version;
  std::string id;
  hash_text pack_digest;
  hash_text cart_hash;
  std::string customer;           ///< customer key; may be empty
  std::string intent;             ///< of the last ask that named one
  std::uint64_t revision = 0;     ///< asks answered, bad ones aside
  std::uint32_t round = 0;        ///< asks that count against the pack's rounds
  timestamp answered;             ///< when it was last answered; 1970 before that
  std::uint32_t step = no_index;  ///< ladder step, or place of the strategy; no_index before any
  std::uint64_t granted = 0;      ///< sweeteners given, bit by bit
  std::uint64_t tried = 0;        ///< sweeteners looked at since the last price step
  bool ended = false;             ///< the ladder is over for this cart
  bool closed = false;            ///< agreed: the standing offer is the deal
  bool has_best_ask = false;
  std::int64_t best_ask = 0;  ///< the most the customer has said they would pay, all-in
  std::uint32_t silent = 0;   ///< rounds since the last concession without a number or a trigger
  std::uint64_t fired = 0;    ///< triggers that have counted, bit by bit
  std::uint32_t offers_made = 0;
  std::optional<terms> standing;

  friend bool operator==(const session&, const session&) = default;
};

/// Where a session has been between two calls.
enum class session_trust : std::uint8_t {
  kept,  ///< with the host, or sealed with its key: a standing offer is honoured as it stands there
  open,  ///< in other hands, without a seal: it counts only as far as today's facts bear it out
};

/// A new session for the facts' cart and customer. `id` is the host's and must be new.
/// Precondition: the facts have a cart.
[[nodiscard]] inline session open_session(const pack& p, const fact_set& facts, std::string_view id,
                                          std::string_view intent = {}) {
  session made;
  made.id = id;
  made.pack_digest = p.digest();
  made.cart_hash = cart_hash(facts);
  if (facts.customer_key().state == fact_state::known) {
    made.customer = facts.customer_key().content.as_text();
  }
  made.intent = intent;
  return made;
}

/// Whether a session belongs to this pack and customer, may still go on, and is consistent in
/// itself. The codes are session.version, session.pack, session.customer, session.expired and
/// session.malformed.
/// `scratch` and `id` are texts to work in.
[[nodiscard]] inline std::optional<error> refuse_session(const pack& p, const fact_set& facts,
                                                         const session& s, std::string& scratch,
                                                         std::string& id) {
  if (s.version != session::current_version) {
    return error{"session.version", "the session has another version than this library reads"};
  }
  if (s.pack_digest != p.digest()) {
    return error{"session.pack", "the session belongs to another pack, or another version of it"};
  }
  const std::string_view key = facts.customer_key().state == fact_state::known
                                   ? facts.customer_key().content.as_text()
                                   : std::string_view();
  if (s.customer != key) {
    return error{"session.customer", "the session belongs to another customer"};
  }
  const std::int64_t resume = p.header().resume_seconds;
  if (resume > 0 && s.revision > 0 && facts.now() &&
      facts.now()->seconds - s.answered.seconds > resume) {
    return error{"session.expired", "the session is too old to go on; open a new one"};
  }
  const auto bits = [](std::uint64_t mask, std::uint32_t count) {
    return count >= 64 || (mask >> count) == 0;
  };
  const graph::header_row& header = p.header();
  const bool offered = s.step != no_index;
  const auto amount = [](std::int64_t n) { return n >= 0 && n <= 2 * caps::cart_total; };
  const auto sound = [&](const terms& t) {
    const std::int64_t all[] = {t.subtotal, t.discount,   t.shipping, t.shipping_discount,
                                t.total,    t.concession, t.worth};
    return t.pack_digest == s.pack_digest && t.items.size() <= caps::proposal_offers &&
           std::all_of(std::begin(all), std::end(all), amount) &&
           t.total == t.subtotal - t.discount + t.shipping - t.shipping_discount &&
           std::all_of(t.obligations.begin(), t.obligations.end(),
                       [&](graph::index row) { return row < p.tables().obligations.size(); }) &&
           (detail::write_id(t, s.id, scratch, id), t.id == id);
  };
  const std::size_t places =
      header.strategy == graph::strategy::ladder ? header.ladder.count : caps::outcome_sums;
  if ((offered && s.step >= places) || !bits(s.granted, header.sweeteners.count) ||
      !bits(s.tried, header.sweeteners.count) || !bits(s.fired, header.triggers.count) ||
      (s.closed && !s.standing) || s.round > s.revision || !amount(s.best_ask) ||
      (s.standing && !sound(*s.standing))) {
    return error{"session.malformed", "the session contradicts itself; it was damaged or altered"};
  }
  return std::nullopt;
}

/// The same with texts of its own.
[[nodiscard]] inline std::optional<error> refuse_session(const pack& p, const fact_set& facts,
                                                         const session& s) {
  std::string scratch, id;
  return refuse_session(p, facts, s, scratch, id);
}

/// The session that a new conversation of a customer goes on with, out of those the host has kept
/// for the same customer key: the one answered last, as far along as the furthest of them. Deals
/// that were made and sessions that may not go on any more don't count; without any other it is a
/// new one, with this id. A session of another customer or pack, or one that was damaged, is an
/// error, as in `refuse_session`.
[[nodiscard]] inline result<session> resume_session(const pack& p, const fact_set& facts,
                                                    std::span<const session> history,
                                                    std::string_view id,
                                                    std::string_view intent = {}) {
  const session* latest = nullptr;
  for (const session& s : history) {
    if (auto refused = refuse_session(p, facts, s)) {
      if (refused->code == "session.expired") continue;
      return std::move(*refused);
    }
    if (s.closed) continue;
    const bool later = latest == nullptr || latest->answered < s.answered ||
                       (latest->answered == s.answered && latest->revision < s.revision);
    if (later) latest = &s;
  }
  if (latest == nullptr) return open_session(p, facts, id, intent);
  session made = *latest;
  for (const session& s : history) {
    if (s.closed || &s == latest || refuse_session(p, facts, s)) continue;
    made.round = std::max(made.round, s.round);
    made.revision = std::max(made.revision, s.revision);
    made.fired |= s.fired;
    const bool further = s.step != no_index && (made.step == no_index || s.step > made.step);
    if (!further) continue;
    // The place counts, not the promise: that stands in its own session.
    made.step = s.step;
    made.granted |= s.granted;
    made.tried = s.tried;
  }
  return made;
}

}  // namespace parley
