// Leave given by a person to exceed one limit: whether it covers what is asked, and what to ask
// for.
#pragma once

#include <string>
#include <string_view>

#include "parley/engine/limit_amount.hpp"
#include "parley/engine/workspace.hpp"
#include "parley/facts/cart_hash.hpp"

namespace parley::engine {

/// Whether `actual` is within what was approved. A share is meant as a share of what the limit's
/// own percentage is of.
[[nodiscard]] inline bool within_approval(const graph::limit_row& limit, const approval& a,
                                          const rational& actual, const rational& bound) noexcept {
  rational most{a.up_to, 1};
  const bool limit_is_share = limit.amount_kind == graph::amount_kind::share;
  if (a.up_to_is_share != limit_is_share) {
    if (!a.up_to_is_share || limit.amount <= 0) return false;
    switch (limit.amount_kind) {
      case graph::amount_kind::share_of_list:
      case graph::amount_kind::share_of_subtotal:
      case graph::amount_kind::share_of_total:
      case graph::amount_kind::share_of_expression: break;
      default: return false;
    }
    // bound = share * base, so up_to * base = up_to * bound / share.
    if (__builtin_mul_overflow(bound.numerator, int128{a.up_to}, &most.numerator) ||
        __builtin_mul_overflow(bound.denominator, int128{limit.amount}, &most.denominator)) {
      return false;
    }
  } else if (limit_is_share) {
    most.denominator = ratio_one;
  }
  const std::optional<int> order = compare(actual, most);
  if (!order) return false;
  return limit.comparison == graph::comparison::at_most ? *order <= 0 : *order >= 0;
}

/// Whether an approval covers this excess: yes, no, or unknown when a fact that would tell is
/// missing (its reason is added to `w.reasons`).
[[nodiscard]] inline truth covers(workspace& w, const graph::limit_row& limit, const approval& a,
                                  const rational& actual, const rational& bound) {
  if (a.limit != w.pack->text(limit.id) || a.role != w.pack->text(limit.role)) return truth::no;
  if (a.pack_digest != w.pack->digest() || a.cart_hash.empty() || !a.has_until) return truth::no;
  if (a.customer.empty() && a.session.empty()) return truth::no;
  if (!within_approval(limit, a, actual, bound)) return truth::no;
  truth result = truth::yes;
  const auto unknown = [&](enum missing_fact::kind what) {
    w.reasons.push_back({what, no_index, no_index, fact_state::missing});
    result = truth::unknown;
  };
  const std::size_t reasons = w.reasons.size();
  const auto refused = [&] {
    w.reasons.resize(reasons);
    return truth::no;
  };
  if (!a.customer.empty()) {
    const fact_slot& customer = w.facts->customer_key();
    if (customer.state != fact_state::known) {
      unknown(missing_fact::kind::customer_key);
    } else if (customer.content.as_text() != a.customer) {
      return refused();
    }
  }
  if (!a.session.empty()) {
    if (w.facts->session_id().empty()) {
      unknown(missing_fact::kind::session);
    } else if (w.facts->session_id() != a.session) {
      return refused();
    }
  }
  if (!w.facts->now()) {
    unknown(missing_fact::kind::now);
  } else if (*w.facts->now() > a.until) {
    return refused();
  }
  if (!w.facts->has_cart()) {
    unknown(missing_fact::kind::cart);
  } else if (cart_hash(*w.facts) != a.cart_hash) {
    return refused();
  }
  return result;
}

/// The best answer that any of the approvals gives.
[[nodiscard]] inline truth approved(workspace& w, const graph::limit_row& limit,
                                    const rational& actual, const rational& bound) {
  truth best = truth::no;
  for (const approval& a : w.facts->approvals()) {
    const truth one = covers(w, limit, a, actual, bound);
    if (one == truth::yes) return one;
    if (one == truth::unknown) best = one;
  }
  return best;
}

}  // namespace parley::engine
