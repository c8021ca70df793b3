// Judges the `when` of every offer at the moment it applies, and prices what can be priced.
#pragma once

#include "parley/engine/findings.hpp"
#include "parley/engine/price.hpp"
#include "parley/engine/so_far.hpp"
#include "parley/engine/workspace.hpp"

namespace parley::engine {

/// Adds why pricing stopped: no cart, or the facts that an earlier effect needs.
inline void add_pricing_reasons(workspace& w) {
  if (!w.facts->has_cart()) {
    w.reasons.push_back({missing_fact::kind::cart, no_index, no_index, fact_state::missing});
  }
  for (const finding& f : w.out->findings) {
    if (f.code != finding_code::effect_unknown) continue;
    const auto from = w.out->finding_missing.begin() + f.missing.first;
    w.reasons.insert(w.reasons.end(), from, from + f.missing.count);
  }
}

/// Judges an offer's condition and reports it unless it holds. Returns whether it holds.
inline bool judge_condition(workspace& w, const offer_instance& what, bool priced) {
  const graph::index when = w.offer(what.offer).when;
  if (when == no_index) return true;
  const bool staged = reads_so_far(w, when);
  truth held = truth::unknown;
  w.reasons.clear();
  if (staged && !priced) {
    add_pricing_reasons(w);
  } else {
    if (staged) tell_so_far(w);
    held = w.evaluator.test(when);
    if (held == truth::unknown) w.evaluator.reasons(when, no_index, w.reasons);
  }
  switch (held) {
    case truth::yes: return true;
    case truth::no:
      report(w, finding_code::offer_condition, verdict::deny, finding::rule_kind::offer, what.offer,
             {what.offer});
      return false;
    case truth::error:
      report(w, finding_code::rule_error, verdict::deny, finding::rule_kind::offer, what.offer,
             {what.offer});
      return false;
    case truth::unknown: break;
  }
  explain_need(w, report(w, finding_code::offer_condition, verdict::need, finding::rule_kind::offer,
                         what.offer, {what.offer}));
  return false;
}

/// Applies one offer; reports an effect that can't be computed.
inline void apply_or_report(workspace& w, const offer_instance& what) {
  if (reads_so_far(w, w.offer(what.offer).effect.expression)) tell_so_far(w);
  const effect_status status = apply(w, what);
  if (status == effect_status::done) return;
  w.effects_unknown = true;
  if (status == effect_status::error) {
    report(w, finding_code::rule_error, verdict::deny, finding::rule_kind::offer, what.offer,
           {what.offer});
    return;
  }
  explain_need(w, report(w, finding_code::effect_unknown, verdict::need, finding::rule_kind::offer,
                         what.offer, {what.offer}));
}

/// Applies the offers one after the other, judging each one's condition when its turn comes.
inline void judge_and_apply(workspace& w, bool laid_out) {
  graph::index last = no_index;
  bool held = true;
  for (const offer_instance& what : w.instances) {
    const bool priced = laid_out && w.facts->has_cart() && !w.effects_unknown;
    // What an offer left may rule out its own repetition; a reason is given once.
    const bool again = held && reads_so_far(w, w.offer(what.offer).when);
    if (what.offer != last || again) held = judge_condition(w, what, priced);
    last = what.offer;
    if (what.valid && priced) apply_or_report(w, what);
  }
}

/// Whether later offers have lowered the total so far that a cap which is a share of it no longer
/// holds. Then that total is what the cap is to be taken of.
[[nodiscard]] inline bool total_has_sunk(workspace& w) {
  price_state& s = w.price;
  const std::int64_t total = s.merchandise + s.shipping_total;
  for (const graph::index which : s.caps) {
    const graph::limit_row& limit = w.tables().limits[which];
    if (limit.amount_kind != graph::amount_kind::share_of_total ||
        limit.comparison != graph::comparison::at_most) {
      continue;
    }
    std::int64_t taken = 0;
    if (limit.target == graph::target_kind::selector) {
      for (std::uint32_t line = 0; line < s.lines.size(); ++line) {
        if (w.holds(limit.target_index, line) == truth::yes) {
          taken += s.lines[line].list - s.lines[line].total;
        }
      }
    } else {
      taken = taken_so_far(w, limit);
    }
    if (int128{taken} * ratio_one <= int128{limit.amount} * total) continue;
    if (s.final_total >= 0 && s.final_total <= total) continue;
    s.final_total = total;
    return true;
  }
  return false;
}

/// Prices the whole proposal, judging each offer's condition when its turn comes. Where a cap is a
/// share of what is paid in the end, that is only known afterwards: then once more, with less.
inline void judge_and_price(workspace& w) {
  decision& out = *w.out;
  const std::size_t findings = out.findings.size();
  const std::size_t offers = out.finding_offers.size();
  const std::size_t missing = out.finding_missing.size();
  w.price.final_total = -1;
  constexpr int rounds_most = 8;
  for (int round = 0; round < rounds_most; ++round) {
    const bool laid_out = lay_out_cart(w);
    if (!laid_out) {
      report(w, finding_code::price_overflow, verdict::deny, finding::rule_kind::none, no_index,
             {});
    } else if (round == 0) {
      gather_caps(w);
    }
    judge_and_apply(w, laid_out);
    w.priced = laid_out && w.facts->has_cart() && !w.effects_unknown;
    if (!w.priced || w.price.overflow || w.price.caps.empty() || !total_has_sunk(w)) break;
    if (round + 1 == rounds_most) break;
    out.findings.erase(out.findings.begin() + static_cast<std::ptrdiff_t>(findings),
                       out.findings.end());
    out.finding_offers.resize(offers);
    out.finding_missing.erase(out.finding_missing.begin() + static_cast<std::ptrdiff_t>(missing),
                              out.finding_missing.end());
    out.quote.applied.clear();
  }
  if (!w.priced) return;
  if (w.price.overflow) {
    report(w, finding_code::price_overflow, verdict::deny, finding::rule_kind::none, no_index, {});
    w.priced = false;
    return;
  }
  write_quote(w);
}

/// Reports every offer that floors, caps or budgets cut, unless the proposal takes less.
inline void judge_grants(workspace& w, bool accept_partial) {
  if (!w.priced || accept_partial) return;
  for (const applied_offer& a : w.out->quote.applied) {
    const std::int64_t given = a.amount + a.shipping_amount + a.cost;
    if (a.bound_by == no_index || given >= a.wanted) continue;
    finding& f = report(w, finding_code::grant_partial, verdict::deny, finding::rule_kind::limit,
                        a.bound_by, {a.offer});
    f.actual = {quantity::kind::money, a.wanted, 1};
    f.bound = {quantity::kind::money, given, 1};
  }
}

}  // namespace parley::engine
