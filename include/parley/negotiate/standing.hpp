// Making terms, and telling whether standing terms still bind.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "parley/base/sha256.hpp"
#include "parley/engine/question_workspace.hpp"
#include "parley/negotiate/concession_path.hpp"
#include "parley/negotiate/reply.hpp"

namespace parley::detail {

/// How long terms stand where the pack doesn't say.
inline constexpr std::int64_t default_expiry_seconds = 30 * 60;

/// Writes a digest of the facts that may end a standing offer; empty when the pack has none.
/// `text` is scratch.
inline void write_voids_mark(const fact_set& facts, std::string& text, std::string& mark) {
  const fact_schema& schema = facts.schema();
  text.clear();
  for (std::uint32_t fact = 0; fact < schema.facts(); ++fact) {
    if ((schema.fact(fact).flags & fact_voids) == 0) continue;
    const fact_state state = facts.state(fact);
    text += static_cast<char>('0' + static_cast<int>(state));
    if (state == fact_state::known) write_value(text, facts.get(fact));
    text += '\n';
  }
  mark.clear();
  if (text.empty()) return;
  static constexpr std::string_view digits = "0123456789abcdef";
  const sha256_digest hash = sha256(text);
  for (std::size_t i = 0; i < 16; ++i) {
    mark += digits[hash[i] >> 4];
    mark += digits[hash[i] & 15];
  }
}

/// Whether the promise takes from a counter, so that the host has to reserve it. Precondition: the
/// pack has the offers.
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
    if (draws(p.tables().offers[p.offer_named(o.name)].limits)) return true;
  }
  const graph::index book = made.intent.empty() ? no_index : p.playbook_named(made.intent);
  return book != no_index && draws(p.tables().playbooks[book].limits);
}

/// Terms from a proposal that was judged `allow` with a quote. Counts one more offer in `s`.
inline void make_terms(const pack& p, const fact_set& facts, session& s, const proposal& made,
                       const decision& judged, negotiation_memory& m, terms& t) {
  t.revision = ++s.offers_made;
  t.intent = made.intent;
  t.items.resize(made.offers.size());
  t.worth = 0;
  for (std::size_t i = 0; i < made.offers.size(); ++i) {
    const proposed_offer& o = made.offers[i];
    t.items[i].offer = o.name;
    t.items[i].has_parameter = o.has_parameter;
    t.items[i].parameter = o.parameter;
    t.worth += worth_of(p.tables().offers[p.offer_named(o.name)], o.parameter);
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
  t.pack_digest = s.pack_digest;
  write_voids_mark(facts, m.text, t.voids_mark);
  t.may_be_voided = !t.voids_mark.empty();
  t.obligations = judged.obligations;
  t.reserve = draws_on_counters(p, made);
  write_id(t, s.id, m.text, t.id);
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

/// Whether a quote says what the terms say. Both add up, so their totals agree as well.
[[nodiscard]] inline bool same_price(const decision& d, const terms& t) noexcept {
  const quote& q = d.quote;
  return d.has_quote && q.subtotal == t.subtotal && q.discount == t.discount &&
         q.shipping == t.shipping && q.shipping_discount == t.shipping_discount;
}

/// Why standing terms bind no longer. A deal was made in time and doesn't expire. Facts that aren't
/// declared `voids: true` never matter.
enum class lapse : std::uint8_t { none, cart, expired, voided, unproved };

[[nodiscard]] inline lapse lapse_of(const pack& p, const fact_set& facts, const terms& t, bool deal,
                                    const hash_text& cart, session_trust trust,
                                    question_workspace& w, negotiation_memory& m) {
  if (t.cart_hash != cart) return lapse::cart;
  if (!deal && *facts.now() > t.expires) return lapse::expired;
  write_voids_mark(facts, m.text, m.mark);
  const bool voids = t.voids_mark != m.mark;
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
