// One round of a negotiation: how an ask is answered. Internal to negotiate.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "parley/negotiate/ask_check.hpp"
#include "parley/negotiate/standing.hpp"
#include "parley/negotiate/walk.hpp"

namespace parley::detail {

/// One call of `negotiate`. Writes every field of `reply`, keeping its memory.
class negotiation_round {
 public:
  negotiation_round(const pack& p, const fact_set& facts, const session& given, const ask& asked,
                    session_trust trust, question_workspace& w, negotiation_memory& m,
                    negotiation_reply& reply)
      : p_(p),
        facts_(facts),
        given_(given),
        asked_(asked),
        trust_(trust),
        w_(w),
        m_(m),
        reply_(reply),
        walk_(p, facts, w, m) {}

  void run() {
    start();
    answer_ask();
    if (!reply_.has_terms) reply_.terms = {};
  }

 private:
  void start() {
    m_.text.clear();
    write_cart(m_.text, facts_);
    if (m_.cart_key != m_.text) {  // a cart's text is never empty
      m_.cart = cart_hash(facts_);
      m_.cart_key = m_.text;
    }
    reply_.outcome = negotiation_outcome::decline;
    reply_.reason = reply_reason::ask_empty;
    reply_.has_terms = false;
    reply_.missing.clear();
    reply_.role = {};
    reply_.handoff_rule = no_index;
    reply_.step = no_index;
    reply_.moved = reply_.has_ask_total = reply_.evidence_unproved = false;
    reply_.ask_total = 0;
    reply_.newly_fired = reply_.unproved = 0;
    reply_.detail.clear();
    reply_.blocked.clear();
    engine::clear(reply_.priced);
    // The memory of standing terms is kept through rounds that have none.
    if (!given_.standing) {
      drop_standing();
    } else if (!reply_.next.standing) {
      reply_.next.standing.emplace(std::move(m_.spare));
    }
    reply_.next = given_;
  }

  void answer_ask() {
    if (given_.closed) return closed();
    if (const auto bad = refuse_ask(p_, given_, asked_, reply_.detail)) return decline(*bad);
    if (asked_.accept) return take();
    if (p_.header().ladder.count == 0 && !walk_.searches()) return decline(reply_reason::no_ladder);
    session& s = reply_.next;
    ++s.revision;
    ++s.round;
    s.answered = *facts_.now();
    if (!asked_.intent.empty()) s.intent = asked_.intent;
    if (only_rejects()) return decline(reply_reason::rejected);
    rebind();
    if (hands_off()) return;
    walk_.begin(s.intent, s.round, rounds());
    settle_base();
    if (stuck_) return;
    measure();
    answer();
  }

  [[nodiscard]] std::uint32_t rounds() const noexcept {
    return p_.header().rounds != 0 ? p_.header().rounds : caps::negotiation_rounds;
  }
  /// Of an ask that says something (`refuse_ask`) and takes nothing.
  [[nodiscard]] bool only_rejects() const noexcept {
    return asked_.want.empty() && asked_.give.empty() && !asked_.more && !asked_.target_total &&
           !asked_.target_percent && !asked_.budget && !asked_.competitor_price;
  }

  void drop_standing() {
    if (!reply_.next.standing) return;
    m_.spare = std::move(*reply_.next.standing);
    reply_.next.standing.reset();
  }
  void stand_on(const terms& t) {
    if (!reply_.next.standing) reply_.next.standing.emplace(std::move(m_.spare));
    *reply_.next.standing = t;
  }
  /// Terms of the judged proposal in the workspace become the standing ones.
  void stand_on_judged() {
    make_terms(p_, facts_, reply_.next, w_.trial, w_.judged, m_, m_.offered);
    stand_on(m_.offered);
  }

  [[nodiscard]] lapse lapse_now(const terms& t) {
    return lapse_of(p_, facts_, t, given_.closed, m_.cart, trust_, w_, m_);
  }

  /// Shows terms in the reply, priced again where the facts allow it.
  void show(const terms& t) {
    reply_.has_terms = true;
    reply_.terms = t;
    price_terms(p_, facts_, reply_.terms, w_, reply_.priced);
  }
  void show_standing() {
    reply_.has_terms = false;
    if (reply_.next.standing) show(*reply_.next.standing);
  }
  void set(negotiation_outcome outcome, reply_reason why) {
    reply_.outcome = outcome;
    reply_.reason = why;
    reply_.step = reply_.next.step;
  }

  void decline(reply_reason why) {
    set(negotiation_outcome::decline, why);
    if (given_.standing && lapse_now(*given_.standing) == lapse::none) show(*given_.standing);
  }

  void closed() {
    if (trust_ == session_trust::open && lapse_now(*given_.standing) != lapse::none)
      return set(negotiation_outcome::decline, reply_reason::offer_unproved);
    const bool same = asked_.offer.empty() || asked_.offer == given_.standing->id;
    if (asked_.accept && same) {
      set(negotiation_outcome::accept, reply_reason::offer_taken);
    } else {
      set(negotiation_outcome::decline, reply_reason::already_closed);
    }
    show(*given_.standing);
  }

  /// The customer takes the standing offer: exactly what was shown, whatever the facts say by now.
  void take() {
    if (!given_.standing) return decline(reply_reason::no_offer);
    if (!asked_.offer.empty() && asked_.offer != given_.standing->id)
      return decline(reply_reason::other_offer);
    switch (lapse_now(*given_.standing)) {
      case lapse::cart: return decline(reply_reason::cart_changed);
      case lapse::expired: return decline(reply_reason::offer_expired);
      case lapse::voided: return decline(reply_reason::offer_voided);
      case lapse::unproved: return decline(reply_reason::offer_unproved);
      case lapse::none: break;
    }
    session& s = reply_.next;
    ++s.revision;
    s.answered = *facts_.now();
    s.closed = true;
    set(negotiation_outcome::accept, reply_reason::offer_taken);
    show(*given_.standing);
  }

  /// A changed cart ends the standing offer and makes old numbers incomparable; the place and the
  /// rounds stay, so that changing the cart back and forth gains nothing.
  void rebind() {
    session& s = reply_.next;
    if (s.cart_hash == m_.cart) return;
    cart_changed_ = true;
    s.cart_hash = m_.cart;
    drop_standing();
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
    set(negotiation_outcome::handoff, reply_reason::handoff_rule);
    reply_.handoff_rule = rule;
    reply_.role = p_.text(p_.tables().handoffs[rule].to);
    reply_.missing = w_.judged.missing;
    if (reply_.next.standing && lapse_now(*reply_.next.standing) == lapse::none) show_standing();
    return true;
  }

  /// Settles what is on the table before this ask: the standing terms, or, when they have lapsed,
  /// the same place under today's facts, or the nearest before it that is still allowed.
  void settle_base() {
    session& s = reply_.next;
    if (s.standing && lapse_now(*s.standing) != lapse::none) drop_standing();
    at_ = {s.step, s.granted, s.tried, true};
    if (s.standing || s.step == no_index) return;
    if (walk_.places() == 0) {
      s.ended = true;
      return;
    }
    // What forms on this cart may be fewer places.
    at_.step = std::min(at_.step, walk_.places() - 1);
    bool first = true;
    for (ladder_position place = at_;;) {
      walk_.judge(place);
      switch (w_.judged.verdict) {
        case verdict::allow: return stand_on_judged();
        case verdict::need: return hold_for_facts();
        case verdict::escalate: return hand_to_role();
        case verdict::deny: break;
      }
      if (std::exchange(first, false)) keep_findings();
      s.ended = true;
      limit_ended_ = true;
      if (!retreat(place)) return;
    }
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
    set(outcome, why);
    show_standing();
  }

  /// What the ask says in money, and whether it is a move.
  void measure() {
    session& s = reply_.next;
    const claimed_price competitor = competitor_price(p_, facts_, asked_);
    reply_.evidence_unproved = competitor.unproved;
    const graph::index evidence = p_.header().evidence;
    if (competitor.unproved && facts_.state(evidence) != fact_state::known &&
        facts_.state(evidence) != fact_state::absent) {
      reply_.missing.push_back(
          {missing_fact::kind::fact, evidence, no_index, facts_.state(evidence)});
    }
    ask_total_ = named_total(p_, facts_, asked_, competitor.amount);
    if (!asked_.want.empty()) measure_wanted();
    reply_.has_ask_total = ask_total_.has_value();
    reply_.ask_total = ask_total_.value_or(0);
    measure_triggers();

    moved_ = s.step == no_index || reply_.newly_fired != 0;
    if (ask_total_ && s.has_best_ask) {
      const std::int64_t gain = *ask_total_ - s.best_ask;
      improved_ =
          gain > 0 && gain >= (p_.header().min_move > 0 ? p_.header().min_move : walk_.one_step());
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
  }

  void measure_wanted() {
    proposal& wanted = w_.trial;
    wanted.offers = asked_.want;
    wanted.intent = reply_.next.intent;
    wanted.accept_partial = asked_.accept_partial;
    w_.judge(p_, facts_);
    if (w_.judged.has_quote && !ask_total_) ask_total_ = w_.judged.quote.total;
    want_allowed_ = offerable(w_.judged) && (!ask_total_ || w_.judged.quote.total <= *ask_total_);
    if (!want_allowed_) return;
    m_.wanted = w_.judged;
    m_.wanted_proposal = w_.trial;
  }

  void measure_triggers() {
    const session& s = reply_.next;
    w_.conditions.begin(p_, facts_, s.intent);
    const auto triggers = pack::rows(p_.tables().triggers, p_.header().triggers);
    for (std::uint32_t i = 0; i < triggers.size() && i < 64; ++i) {
      if (w_.conditions.test(triggers[i].when) != truth::yes) continue;
      const std::uint64_t bit = std::uint64_t{1} << i;
      holding_ |= bit;
      if ((s.fired & bit) == 0) credit_ += triggers[i].worth;
    }
    reply_.newly_fired = holding_ & ~s.fired;
    for (const std::string_view name : asked_.give) {
      const graph::index trigger = trigger_named(p_, name);
      const std::uint64_t bit = trigger < 64 ? std::uint64_t{1} << trigger : 0;
      reply_.unproved |= bit & ~holding_;
    }
  }

  /// Uses up the move that this ask made.
  void spend_move() {
    session& s = reply_.next;
    s.fired |= holding_;
    s.silent = 0;
  }

  enum class next_kind : std::uint8_t { offered, over, denied, waiting, stopped };

  /// Goes to the next place, and judges it; `over` or `waiting` where there is none. A sweetener
  /// that can't be formed on these facts is passed over: what rules it out is no limit. What a
  /// limit forbids, be it a sweetener or a step, ends the walk, so that it looks like a last step.
  next_kind step_to(ladder_position& to) {
    while (true) {
      if (walk_.waits(to)) return next_kind::waiting;
      if (!walk_.next(to)) return next_kind::over;
      const decision& d = walk_.judge(to);
      if (offerable(d)) return next_kind::offered;
      if (to.price_step || walk_.forms(to)) break;
      pass_over(to);
    }
    switch (walk_.judge(to).verdict) {
      case verdict::need: return next_kind::stopped;
      case verdict::escalate: return next_kind::stopped;
      default: return next_kind::denied;
    }
  }
  /// The place before, with a note of what was looked at: a sweetener that isn't given stays so.
  void pass_over(ladder_position& to) const {
    to.granted = at_.granted;
    to.price_step = at_.price_step;
  }

  /// Walks to the next place worth offering. On `offered` the judged one is in the workspace.
  next_kind walk() {
    const next_kind found = walk_once();
    if (found != next_kind::offered || credit_ == 0) return found;
    // What the shopper gave in return is worth further places, as far as it pays for them.
    const std::int64_t paid = reply_.next.standing ? reply_.next.standing->concession : 0;
    ladder_position to = at_;
    while (step_to(to) == next_kind::offered && w_.judged.quote.concession - paid <= credit_ &&
           !(reply_.next.standing && worse(*reply_.next.standing))) {
      at_ = to;
    }
    walk_.judge(at_);
    return next_kind::offered;
  }

  next_kind walk_once() {
    const std::optional<terms>& base = reply_.next.standing;
    while (true) {
      ladder_position to = at_;
      const next_kind found = step_to(to);
      if (found == next_kind::denied) keep_findings();
      if (found == next_kind::stopped) stop_for_judged();
      if (found != next_kind::offered) return found;
      const bool worse_than_base = base && worse(*base);
      if (worse_than_base) pass_over(to);
      at_ = to;
      if (worse_than_base || (base && same_items(*base))) continue;
      return next_kind::offered;
    }
  }
  void stop_for_judged() {
    if (w_.judged.verdict == verdict::need) return hold_for_facts();
    hand_to_role();
  }

  /// Whether the judged place is worse for the customer than `base`: dearer, or no cheaper with
  /// extras of less worth. Where outcomes are searched, fewer extras are worse at any price.
  [[nodiscard]] bool worse(const terms& base) const {
    std::int64_t worth = 0;
    for (const proposed_offer& o : w_.trial.offers)
      worth += worth_of(p_.tables().offers[p_.offer_named(o.name)], o.parameter);
    const std::int64_t total = w_.judged.quote.total;
    return total > base.total || ((total == base.total || walk_.searches()) && worth < base.worth);
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

  void answer() {
    session& s = reply_.next;
    const bool past = s.round > rounds();
    const bool last = s.round >= rounds();

    negotiation_outcome outcome = negotiation_outcome::hold;
    reply_reason why = reply_reason::no_move;
    bool fresh = false;
    const auto end = [&](reply_reason reason) {
      outcome = negotiation_outcome::final;
      why = reason;
    };
    if (s.ended || past) {
      end(past           ? reply_reason::last_round
          : limit_ended_ ? reply_reason::limit_reached
                         : reply_reason::ladder_over);
    } else if (moved_) {
      const bool first = s.step == no_index;
      if (first && meets_list_price()) return close(reply_reason::ask_met);
      switch (walk()) {
        case next_kind::stopped:
          if (s.standing && grant(*s.standing, false)) return;
          return show_standing();
        case next_kind::offered:
          make_terms(p_, facts_, s, w_.trial, w_.judged, m_, m_.offered);
          fresh = true;
          outcome = negotiation_outcome::counter;
          why = first            ? reply_reason::first_step
                : at_.price_step ? reply_reason::next_step
                                 : reply_reason::sweetener;
          break;
        case next_kind::waiting: why = reply_reason::not_yet; break;
        case next_kind::over:
          end(reply_reason::ladder_over);
          s.ended = true;
          break;
        case next_kind::denied:
          end(reply_reason::limit_reached);
          s.ended = true;
          break;
      }
    }
    if (last && outcome != negotiation_outcome::final) end(reply_reason::last_round);
    if (!fresh && !s.standing && !list_price()) return set(negotiation_outcome::decline, why);
    if (grant(fresh ? m_.offered : *s.standing, fresh)) return;

    if (ask_total_ && (first_number_ || improved_)) {
      s.has_best_ask = true;
      s.best_ask = *ask_total_;
    }
    if (moved_) spend_move();
    if (fresh) {
      stand_on(m_.offered);
      place(at_);
    }
    set(outcome, why);
    show_standing();
  }

  void place(const ladder_position& at) {
    reply_.next.step = at.step;
    reply_.next.granted = at.granted;
    reply_.next.tried = at.tried;
  }

  /// The cart as it stands becomes the offer; false when not even that is permitted.
  bool list_price() {
    walk_.judge({});
    if (!offerable(w_.judged)) return false;
    stand_on_judged();
    return true;
  }

  /// Whether the customer would pay the cart as it stands; it is the offer then.
  bool meets_list_price() {
    if (!ask_total_ || !asked_.want.empty() || reply_.next.standing) return false;
    walk_.judge({});
    return w_.judged.quote.total <= *ask_total_ && list_price();
  }

  /// Accepts an ask that costs no more than what would be answered: a wanted proposal that is
  /// allowed, or a price that the standing or the new terms meet. `shown` is what would be
  /// answered, and `fresh` when nobody has seen it yet.
  bool grant(const terms& shown, bool fresh) {
    session& s = reply_.next;
    if (!asked_.want.empty()) {
      if (!want_allowed_ || m_.wanted.quote.concession > shown.concession) return false;
      // The place that would have been offered was never said; its number is free again.
      if (fresh) --s.offers_made;
      make_terms(p_, facts_, s, m_.wanted_proposal, m_.wanted, m_, m_.offered);
      stand_on(m_.offered);
      close(reply_reason::ask_granted);
      return true;
    }
    if (!ask_total_) return false;
    if (s.standing && s.standing->total <= *ask_total_) return close(reply_reason::ask_met), true;
    if (shown.total > *ask_total_) return false;
    if (fresh) {
      stand_on(m_.offered);
      place(at_);
    }
    close(reply_reason::ask_met);
    return true;
  }

  void close(reply_reason why) {
    reply_.next.closed = true;
    set(negotiation_outcome::accept, why);
    reply_.missing.clear();
    reply_.blocked.clear();
    reply_.role = {};
    show_standing();
  }

  const pack& p_;
  const fact_set& facts_;
  const session& given_;
  const ask& asked_;
  session_trust trust_;
  question_workspace& w_;
  negotiation_memory& m_;
  negotiation_reply& reply_;
  concession_walk walk_;
  ladder_position at_;
  std::optional<std::int64_t> ask_total_;
  bool want_allowed_ = false;
  std::uint64_t holding_ = 0;
  std::int64_t credit_ = 0;  ///< worth of the triggers that fired now
  bool moved_ = false;
  bool improved_ = false;
  bool first_number_ = false;
  bool cart_changed_ = false;
  bool limit_ended_ = false;
  bool stuck_ = false;
};

}  // namespace parley::detail
