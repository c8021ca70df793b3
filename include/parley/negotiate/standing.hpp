// Making terms, and telling whether standing terms still bind.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "parley/base/sha256.hpp"
#include "parley/engine/question_workspace.hpp"
#include "parley/negotiate/reply.hpp"

namespace parley::detail {

/// How long terms stand where the pack doesn't say.
inline constexpr std::int64_t default_expiry_seconds = 30 * 60;

inline void write_value(std::string& out, const value& v) {
  const auto number = [&](auto n) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
    out += ' ';
  };
  number(static_cast<int>(v.kind()));
  switch (v.kind()) {
    case type_kind::boolean: number(v.as_bool() ? 1 : 0); break;
    case type_kind::integer: number(v.as_int()); break;
    case type_kind::uinteger: number(v.as_uint()); break;
    case type_kind::decimal:
    case type_kind::money:
    case type_kind::percent: {
      const decimal d = v.as_decimal().reduced();
      const auto bits = static_cast<uint128>(d.coefficient());
      number(static_cast<std::uint64_t>(bits >> 64)), number(static_cast<std::uint64_t>(bits));
      number(d.exponent());
      break;
    }
    case type_kind::string:
    case type_kind::bytes: number(v.as_text().size()), out += v.as_text(); break;
    case type_kind::timestamp:
      number(v.as_timestamp().seconds), number(v.as_timestamp().nanos);
      break;
    case type_kind::duration: number(v.as_duration().seconds), number(v.as_duration().nanos); break;
    case type_kind::list:
    case type_kind::map:
      number(v.items().size());
      for (const value& item : v.items()) write_value(out, item);
      break;
    default: break;
  }
}

/// A digest of the facts that may end a standing offer; empty when the pack has none.
[[nodiscard]] inline std::string voids_mark_of(const fact_set& facts) {
  const fact_schema& schema = facts.schema();
  std::string text;
  for (std::uint32_t fact = 0; fact < schema.facts(); ++fact) {
    if ((schema.fact(fact).flags & fact_voids) == 0) continue;
    const fact_state state = facts.state(fact);
    text += static_cast<char>('0' + static_cast<int>(state));
    if (state == fact_state::known) write_value(text, facts.get(fact));
    text += '\n';
  }
  return text.empty() ? text : sha256_hex(text).substr(0, 32);
}

/// Whether the promise takes from a counter, so that the host has to reserve it.
[[nodiscard]] inline bool draws_on_counters(const pack& p, const proposal& made) noexcept {
  const auto draws = [&](row_range limits) {
    for (const graph::index rule : pack::rows(p.tables().rule_refs, limits)) {
      const graph::limit_row& limit = p.tables().limits[rule];
      if (limit.counter != no_index &&
          (limit.measure == graph::measure::uses || limit.measure == graph::measure::spend)) {
        return true;
      }
    }
    return false;
  };
  if (made.offers.empty()) return false;
  if (draws(p.header().global_limits)) return true;
  for (const proposed_offer& o : made.offers) {
    const graph::index offer = p.offer_named(o.name);
    if (offer != no_index && draws(p.tables().offers[offer].limits)) return true;
  }
  const graph::index book = made.intent.empty() ? no_index : p.playbook_named(made.intent);
  return book != no_index && draws(p.tables().playbooks[book].limits);
}

/// Terms from a proposal that was judged `allow` with a quote. Counts one more offer in `s`.
[[nodiscard]] inline terms make_terms(const pack& p, const fact_set& facts, session& s,
                                      const proposal& made, const decision& judged) {
  terms t;
  t.revision = ++s.offers_made;
  t.intent = made.intent;
  for (const proposed_offer& o : made.offers) {
    t.items.push_back({std::string(o.name), o.has_parameter, o.parameter});
    t.worth += p.tables().offers[p.offer_named(o.name)].worth;
  }
  t.subtotal = judged.quote.subtotal;
  t.discount = judged.quote.discount;
  t.shipping = judged.quote.shipping;
  t.shipping_discount = judged.quote.shipping_discount;
  t.total = judged.quote.total;
  t.concession = judged.quote.concession;
  t.made = *facts.now();
  t.expires = t.made;
  t.expires.seconds +=
      p.header().expires_seconds > 0 ? p.header().expires_seconds : default_expiry_seconds;
  t.cart_hash = s.cart_hash;
  t.pack_digest = p.digest();
  t.voids_mark = voids_mark_of(facts);
  t.may_be_voided = !t.voids_mark.empty();
  t.obligations = judged.obligations;
  t.reserve = draws_on_counters(p, made);
  t.id = id_of(t, s.id);
  return t;
}

/// The proposal behind terms. Its texts live as long as the terms.
inline void proposal_of(const terms& t, proposal& out) {
  out.offers.clear();
  for (const term_item& item : t.items) {
    proposed_offer o;
    o.name = item.offer;
    o.has_parameter = item.has_parameter;
    o.parameter = item.parameter;
    out.offers.push_back(o);
  }
  out.intent = t.intent;
  out.accept_partial = false;
}

[[nodiscard]] inline bool same_price(const decision& d, const terms& t) noexcept {
  const quote& q = d.quote;
  return d.has_quote && q.subtotal == t.subtotal && q.discount == t.discount &&
         q.shipping == t.shipping && q.shipping_discount == t.shipping_discount &&
         q.total == t.total;
}

/// Why standing terms bind no longer. Facts that aren't declared `voids: true` never matter.
enum class lapse : std::uint8_t { none, cart, expired, voided, unproved };

[[nodiscard]] inline lapse lapse_of(const pack& p, const fact_set& facts, const terms& t,
                                    std::string_view cart, session_trust trust,
                                    question_workspace& w) {
  if (t.cart_hash != cart) return lapse::cart;
  if (*facts.now() > t.expires) return lapse::expired;
  const bool voids = t.voids_mark != voids_mark_of(facts);
  if (!voids && trust == session_trust::kept) return lapse::none;
  proposal_of(t, w.trial);
  const decision& d = w.judge(p, facts);
  if (trust == session_trust::open && (d.verdict != verdict::allow || !same_price(d, t))) {
    return lapse::unproved;
  }
  return voids && d.verdict != verdict::allow ? lapse::voided : lapse::none;
}

/// Prices the proposal behind terms for display; no quote where today's facts price it differently.
inline void price_terms(const pack& p, const fact_set& facts, const terms& t, question_workspace& w,
                        decision& out) {
  proposal_of(t, w.trial);
  validate(p, facts, w.trial, w.work, out);
  if (!same_price(out, t)) out.has_quote = false;
}

}  // namespace parley::detail
