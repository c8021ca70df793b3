// One round of a negotiation: an ask and the facts in, an answer and the next session out.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "parley/base/result.hpp"
#include "parley/engine/question_workspace.hpp"
#include "parley/negotiate/ask.hpp"
#include "parley/negotiate/ask_check.hpp"
#include "parley/negotiate/ladder.hpp"
#include "parley/negotiate/reply.hpp"
#include "parley/negotiate/session.hpp"
#include "parley/negotiate/standing.hpp"

namespace parley {

namespace detail {

/// One call of `negotiate`.
class negotiation_round {
 public:
  negotiation_round(const pack& p, const fact_set& facts, const session& given, const ask& asked,
                    session_trust trust, question_workspace& w)
      : p_(p),
        facts_(facts),
        given_(given),
        asked_(asked),
        trust_(trust),
        w_(w),
        cart_(cart_hash(facts)) {
    reply_.next = given;
  }

  negotiation_reply run() {
    if (given_.closed) return closed();
    if (const auto bad = refuse_ask(p_, given_, asked_)) return decline(*bad);
    if (asked_.accept) return take();
    session& s = reply_.next;
    ++s.revision;
    if (!asked_.intent.empty()) s.intent = asked_.intent;
    if (only_rejects()) {
      ++s.round;
      return decline(reply_reason::rejected);
    }
    if (p_.header().ladder.count == 0) {
      reply_.next = given_;
      return decline(reply_reason::no_ladder);
    }
    ++s.round;
    rebind();
    if (hands_off()) return std::move(reply_);
    settle_base();
    if (reply_.outcome == negotiation_outcome::handoff || stuck_) return std::move(reply_);
    measure();
    return answer();
  }

 private:
  [[nodiscard]] bool only_rejects() const noexcept {
    ask rest = asked_;
    rest.reject = false;
    return asked_.reject && rest.empty();
  }

  /// Shows terms in the reply, priced again where the facts allow it.
  void show(const terms& t) {
    reply_.has_terms = true;
    reply_.terms = t;
    price_terms(p_, facts_, reply_.terms, w_, reply_.priced);
  }

  negotiation_reply decline(reply_reason why) {
    reply_.outcome = negotiation_outcome::decline;
    reply_.reason = why;
    if (given_.standing) {
      const lapse over = lapse_of(p_, facts_, *given_.standing, cart_, trust_, w_);
      if (over == lapse::none) show(*given_.standing);
    }
    reply_.step = given_.step;
    return std::move(reply_);
  }

  negotiation_reply closed() {
    if (trust_ == session_trust::open &&
        lapse_of(p_, facts_, *given_.standing, cart_, trust_, w_) != lapse::none) {
      reply_.reason = reply_reason::offer_unproved;
      return std::move(reply_);
    }
    if (asked_.accept && (asked_.offer.empty() || asked_.offer == given_.standing->id)) {
      reply_.outcome = negotiation_outcome::accept;
      reply_.reason = reply_reason::offer_taken;
      reply_.step = given_.step;
      show(*given_.standing);
      return std::move(reply_);
    }
    reply_.outcome = negotiation_outcome::decline;
    reply_.reason = reply_reason::already_closed;
    show(*given_.standing);
    return std::move(reply_);
  }

  /// The customer takes the standing offer: exactly what was shown, whatever the facts say by now.
  negotiation_reply take() {
    if (!given_.standing) return decline(reply_reason::no_offer);
    if (!asked_.offer.empty() && asked_.offer != given_.standing->id)
      return decline(reply_reason::other_offer);
    switch (lapse_of(p_, facts_, *given_.standing, cart_, trust_, w_)) {
      case lapse::cart: return decline(reply_reason::cart_changed);
      case lapse::expired: return decline(reply_reason::offer_expired);
      case lapse::voided: return decline(reply_reason::offer_voided);
      case lapse::unproved: return decline(reply_reason::offer_unproved);
      case lapse::none: break;
    }
    ++reply_.next.revision;
    reply_.next.closed = true;
    reply_.outcome = negotiation_outcome::accept;
    reply_.reason = reply_reason::offer_taken;
    reply_.step = given_.step;
    show(*given_.standing);
    return std::move(reply_);
  }

  /// A changed cart ends the standing offer and makes old numbers incomparable; the place on the
  /// ladder and the rounds stay, so that changing the cart back and forth gains nothing.
  void rebind() {
    session& s = reply_.next;
    if (s.cart_hash == cart_) return;
    cart_changed_ = true;
    s.cart_hash = cart_;
    s.standing.reset();
    s.has_best_ask = false;
    s.best_ask = 0;
    s.ended = false;
  }

  bool hands_off() {
    w_.trial.offers.clear();
    w_.trial.intent = reply_.next.intent;
    w_.trial.accept_partial = false;
    w_.judge(p_, facts_);
    if (w_.judged.handoffs.empty()) return false;
    const graph::index rule = w_.judged.handoffs.front();
    reply_.outcome = negotiation_outcome::handoff;
    reply_.reason = reply_reason::handoff_rule;
    reply_.handoff_rule = rule;
    reply_.role = p_.text(p_.tables().handoffs[rule].to);
    reply_.missing = w_.judged.missing;
    reply_.step = reply_.next.step;
    if (reply_.next.standing &&
        lapse_of(p_, facts_, *reply_.next.standing, cart_, trust_, w_) == lapse::none) {
      show(*reply_.next.standing);
    }
    return true;
  }

  /// Settles what is on the table before this ask: the standing terms, or, when they have lapsed,
  /// the same step under today's facts.
  void settle_base() {
    session& s = reply_.next;
    if (s.standing && lapse_of(p_, facts_, *s.standing, cart_, trust_, w_) != lapse::none)
      s.standing.reset();
    at_ = {s.step, s.granted, s.tried, true};
    if (s.standing || s.step == no_index) return;
    judge_step(at_);
    switch (w_.judged.verdict) {
      case verdict::allow:
        if (!w_.judged.has_quote) break;
        s.standing = make_terms(p_, facts_, s, w_.trial, w_.judged);
        return;
      case verdict::need: hold_for_facts(); return;
      case verdict::escalate: hand_to_role(); return;
      case verdict::deny: break;
    }
    keep_findings();
    s.ended = true;
    limit_ended_ = true;
  }

  void judge_step(const ladder_position& at) {
    propose_step(p_, at, w_.trial);
    w_.trial.intent = reply_.next.intent;
    w_.trial.accept_partial = false;
    w_.judge(p_, facts_);
  }

  void keep_findings() {
    reply_.blocked.clear();
    for (const finding& f : w_.judged.findings) reply_.blocked.add(w_.judged, f);
  }

  void hold_for_facts() {
    keep_findings();
    reply_.missing.clear();
    for (const finding& f : w_.judged.findings) {
      if (f.verdict != verdict::need) continue;
      for (std::uint32_t i = 0; i < f.missing.count; ++i) {
        const missing_fact& m = w_.judged.finding_missing[f.missing.first + i];
        if (std::find(reply_.missing.begin(), reply_.missing.end(), m) == reply_.missing.end()) {
          reply_.missing.push_back(m);
        }
      }
    }
    stop(negotiation_outcome::hold, reply_reason::missing_facts);
  }

  void hand_to_role() {
    keep_findings();
    if (!w_.judged.approvals.empty()) {
      reply_.role = p_.text(p_.tables().limits[w_.judged.approvals.front().limit].role);
    }
    stop(negotiation_outcome::handoff, reply_reason::approval_required);
  }

  /// Stops without a concession and without using up the customer's move.
  void stop(negotiation_outcome outcome, reply_reason why) {
    stuck_ = true;
    reply_.outcome = outcome;
    reply_.reason = why;
    reply_.step = reply_.next.step;
    if (reply_.next.standing) show(*reply_.next.standing);
  }

  /// What the ask says in money, and whether it is a move.
  void measure() {
    session& s = reply_.next;
    ask_total_ = named_total(p_, facts_, asked_);
    if (!asked_.want.empty()) {
      proposal& wanted = w_.trial;
      wanted.offers = asked_.want;
      wanted.intent = s.intent;
      wanted.accept_partial = asked_.accept_partial;
      w_.judge(p_, facts_);
      if (w_.judged.has_quote && !ask_total_) ask_total_ = w_.judged.quote.total;
      want_allowed_ = w_.judged.verdict == verdict::allow && w_.judged.has_quote &&
                      (!ask_total_ || w_.judged.quote.total <= *ask_total_);
      if (want_allowed_) {
        want_decision_ = w_.judged;
        want_proposal_ = w_.trial;
      }
    }
    reply_.has_ask_total = ask_total_.has_value();
    reply_.ask_total = ask_total_.value_or(0);

    w_.conditions.begin(p_, facts_, s.intent);
    const auto triggers = pack::rows(p_.tables().triggers, p_.header().triggers);
    std::uint64_t holding = 0;
    for (std::uint32_t i = 0; i < triggers.size() && i < 64; ++i) {
      if (w_.conditions.test(triggers[i].when) == truth::yes) holding |= std::uint64_t{1} << i;
    }
    reply_.newly_fired = holding & ~s.fired;

    moved_ = s.step == no_index || reply_.newly_fired != 0;
    if (ask_total_ && s.has_best_ask) {
      const std::int64_t gain = *ask_total_ - s.best_ask;
      if (gain > 0) {
        const std::int64_t enough =
            p_.header().min_move > 0 ? p_.header().min_move : one_step(p_, facts_, s.intent, w_);
        improved_ = gain >= enough;
      }
    } else if (ask_total_) {
      improved_ = !cart_changed_;
      first_number_ = true;
    }
    moved_ = moved_ || improved_;
    if (!ask_total_ && !s.has_best_ask) {
      ++s.silent;
      if (p_.header().patience > 0 && s.silent >= p_.header().patience) moved_ = true;
    }
    reply_.moved = moved_;
    holding_ = holding;
  }

  /// Uses up the move that this ask made.
  void spend_move() {
    session& s = reply_.next;
    s.fired |= holding_;
    s.silent = 0;
  }

  enum class next_kind : std::uint8_t { offered, over, denied, stopped };

  /// Walks to the next step worth making. On `offered` the judged step is in the workspace.
  next_kind walk() {
    const std::optional<terms>& base = reply_.next.standing;
    while (true) {
      ladder_position to = at_;
      if (!advance(p_, to)) return next_kind::over;
      judge_step(to);
      const decision& d = w_.judged;
      const bool good = d.verdict == verdict::allow && d.has_quote;
      if (!to.price_step) {
        if (!good || (base && worse(*base))) {
          at_.tried = to.tried;
          continue;
        }
        at_ = to;
        if (base && same_items(*base)) continue;
        return next_kind::offered;
      }
      if (d.verdict == verdict::need) return hold_for_facts(), next_kind::stopped;
      if (d.verdict == verdict::escalate) return hand_to_role(), next_kind::stopped;
      if (!good) return keep_findings(), next_kind::denied;
      at_ = to;
      if (base && (worse(*base) || same_items(*base))) continue;
      return next_kind::offered;
    }
  }

  /// Whether the judged step is worse for the customer than `base`.
  [[nodiscard]] bool worse(const terms& base) const {
    std::int64_t worth = 0;
    for (const proposed_offer& o : w_.trial.offers) {
      worth += p_.tables().offers[p_.offer_named(o.name)].worth;
    }
    const std::int64_t total = w_.judged.quote.total;
    return total > base.total || (total == base.total && worth < base.worth);
  }
  [[nodiscard]] bool same_items(const terms& base) const {
    if (base.items.size() != w_.trial.offers.size()) return false;
    for (std::size_t i = 0; i < base.items.size(); ++i) {
      const proposed_offer& o = w_.trial.offers[i];
      if (base.items[i].offer != o.name || base.items[i].has_parameter != o.has_parameter ||
          base.items[i].parameter != o.parameter) {
        return false;
      }
    }
    return true;
  }

  negotiation_reply answer() {
    session& s = reply_.next;
    const std::uint32_t rounds = p_.header().rounds;
    const bool past = rounds != 0 && s.round > rounds;
    const bool last = rounds != 0 && s.round >= rounds;

    negotiation_outcome outcome = negotiation_outcome::hold;
    reply_reason why = reply_reason::no_move;
    bool fresh = false;
    terms offered;
    if (s.ended || past) {
      outcome = negotiation_outcome::final;
      why = past           ? reply_reason::last_round
            : limit_ended_ ? reply_reason::limit_reached
                           : reply_reason::ladder_over;
    } else if (moved_) {
      const bool first = s.step == no_index;
      if (first && meets_list_price()) return close(reply_reason::ask_met);
      switch (walk()) {
        case next_kind::stopped: {
          if (auto accepted = grant(s.standing ? &*s.standing : nullptr))
            return std::move(*accepted);
          reply_.has_terms = false;
          if (s.standing) show(*s.standing);
          return std::move(reply_);
        }
        case next_kind::offered:
          offered = make_terms(p_, facts_, s, w_.trial, w_.judged);
          fresh = true;
          outcome = negotiation_outcome::counter;
          why = first            ? reply_reason::first_step
                : at_.price_step ? reply_reason::next_step
                                 : reply_reason::sweetener;
          break;
        case next_kind::over:
          outcome = negotiation_outcome::final;
          why = reply_reason::ladder_over;
          s.ended = true;
          break;
        case next_kind::denied:
          outcome = negotiation_outcome::final;
          why = reply_reason::limit_reached;
          s.ended = true;
          break;
      }
    }
    if (last && outcome != negotiation_outcome::final) {
      outcome = negotiation_outcome::final;
      why = reply_reason::last_round;
    }
    if (!fresh && !s.standing && !list_price()) {
      reply_.outcome = negotiation_outcome::decline;
      reply_.reason = why;
      return std::move(reply_);
    }
    const terms& shown = fresh ? offered : *s.standing;
    if (auto accepted = grant(&shown, fresh)) return std::move(*accepted);

    if (ask_total_ && (first_number_ || improved_)) {
      s.has_best_ask = true;
      s.best_ask = *ask_total_;
    }
    if (moved_) spend_move();
    if (fresh) {
      s.standing = std::move(offered);
      place(at_);
    }
    reply_.outcome = outcome;
    reply_.reason = why;
    reply_.step = s.step;
    show(*s.standing);
    return std::move(reply_);
  }

  void place(const ladder_position& at) {
    reply_.next.step = at.step;
    reply_.next.granted = at.granted;
    reply_.next.tried = at.tried;
  }

  /// The cart as it stands becomes the offer; false when not even that is permitted.
  bool list_price() {
    judge_step({});
    if (w_.judged.verdict != verdict::allow || !w_.judged.has_quote) return false;
    reply_.next.standing = make_terms(p_, facts_, reply_.next, w_.trial, w_.judged);
    return true;
  }

  /// Whether the customer would pay the cart as it stands; it is the offer then.
  bool meets_list_price() {
    if (!ask_total_ || !asked_.want.empty() || reply_.next.standing) return false;
    judge_step({});
    if (!w_.judged.has_quote || w_.judged.quote.total > *ask_total_) return false;
    return list_price();
  }

  /// Accepts an ask that costs no more than what would be answered: a wanted proposal that is
  /// allowed, or a price that the standing or the new terms meet.
  std::optional<negotiation_reply> grant(const terms* shown, bool fresh = false) {
    if (shown == nullptr) return std::nullopt;
    session& s = reply_.next;
    if (!asked_.want.empty()) {
      if (!want_allowed_ || want_decision_.quote.concession > shown->concession)
        return std::nullopt;
      // The step that would have been offered was never said; its number is free again.
      if (fresh) --s.offers_made;
      terms agreed = make_terms(p_, facts_, s, want_proposal_, want_decision_);
      s.standing = std::move(agreed);
      return close(reply_reason::ask_granted);
    }
    if (!ask_total_) return std::nullopt;
    if (s.standing && s.standing->total <= *ask_total_) return close(reply_reason::ask_met);
    if (shown->total > *ask_total_) return std::nullopt;
    if (fresh) {
      terms agreed = *shown;
      s.standing = std::move(agreed);
      place(at_);
    }
    return close(reply_reason::ask_met);
  }

  negotiation_reply close(reply_reason why) {
    session& s = reply_.next;
    s.closed = true;
    reply_.outcome = negotiation_outcome::accept;
    reply_.reason = why;
    reply_.step = s.step;
    reply_.missing.clear();
    reply_.blocked.clear();
    reply_.role = {};
    show(*s.standing);
    return std::move(reply_);
  }

  const pack& p_;
  const fact_set& facts_;
  const session& given_;
  const ask& asked_;
  session_trust trust_;
  question_workspace& w_;
  std::string cart_;
  negotiation_reply reply_;
  ladder_position at_;
  std::optional<std::int64_t> ask_total_;
  bool want_allowed_ = false;
  decision want_decision_;
  proposal want_proposal_;
  std::uint64_t holding_ = 0;
  bool moved_ = false;
  bool improved_ = false;
  bool first_number_ = false;
  bool cart_changed_ = false;
  bool limit_ended_ = false;
  bool stuck_ = false;
};

}  // namespace detail

/// Answers one ask. Counters come from the pack's ladder, never from a limit; every new promise is
/// one that `validate` allows on these facts, and a standing one is kept until its expiry, a
/// changed cart or a changed fact declared `voids: true`. A bad ask is declined with the session
/// unchanged. Errors: facts.now, facts.cart, and those of `refuse_session`; there is no answer
/// then. A pure function of its inputs. The session is read, never kept.
[[nodiscard]] inline result<negotiation_reply> negotiate(
    const pack& p, const fact_set& facts, const session& given, const ask& asked,
    question_workspace& w, session_trust trust = session_trust::kept) {
  if (!facts.now()) return error{"facts.now", "a negotiation needs `now`, since offers expire"};
  if (!facts.has_cart() || facts.lines().empty()) {
    return error{"facts.cart", "a negotiation needs a cart with at least one line"};
  }
  if (auto refused = refuse_session(p, facts, given)) return std::move(*refused);
  return detail::negotiation_round(p, facts, given, asked, trust, w).run();
}

}  // namespace parley
