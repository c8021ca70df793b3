// The world as it would be after some changes: what `explain` judges repairs in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/engine/cart_edits.hpp"
#include "parley/engine/explain_change.hpp"
#include "parley/engine/findings.hpp"
#include "parley/facts/cart_hash.hpp"

namespace parley::detail {

[[nodiscard]] inline bool change_before(const change& a, const change& b) {
  if (a.what != b.what) return a.what < b.what;
  if (a.place != b.place) return a.place < b.place;
  if (a.offer != b.offer) return a.offer < b.offer;
  if (a.request.limit != b.request.limit) return a.request.limit < b.request.limit;
  return engine::before(a.fact, b.fact);
}

/// Facts of one request under changes. Views both arguments.
class pretence {
 public:
  pretence(const pack& p, const fact_set& facts) : p_(p), facts_(facts) {}

  /// The facts with what the changes pretend. Views into the facts as given stay valid: they
  /// outlive the copy.
  [[nodiscard]] fact_set facts_of(std::span<const change> changes) const {
    fact_set made = facts_;
    for (const change& c : changes) {
      switch (c.what) {
        case change::kind::refresh:
        case change::kind::supply: pretend(made, c); break;
        case change::kind::spend:
          if (made.lines().size() < caps::cart_lines) {
            engine::add_line_like(made, facts_, c.place, 1, c.amount);
          }
          break;
        default: break;
      }
    }
    // Last, since approvals are bound to what the other changes leave.
    for (const change& c : changes) {
      if (c.what == change::kind::approve) approve(made, c.request);
    }
    return made;
  }

  /// What else has to be known for the changes to count: an approval is somebody's, and both it and
  /// a fact's age need the time.
  void add_preconditions(std::vector<change>& changes) const {
    const auto any = [&](auto&& holds) {
      return std::any_of(changes.begin(), changes.end(), holds);
    };
    const auto supply = [&](enum missing_fact::kind what) {
      if (any([&](const change& c) { return c.fact.what == what && is_fact(c); })) return;
      change c;
      c.what = change::kind::supply;
      c.fact = {what, no_index, no_index, fact_state::missing};
      changes.push_back(c);
    };
    const bool approved = any([](const change& c) { return c.what == change::kind::approve; });
    const bool dated = any([&](const change& c) {
      return is_fact(c) && ((c.fact.what == missing_fact::kind::fact &&
                             p_.tables().facts[c.fact.which].max_age_seconds >= 0) ||
                            (c.fact.what == missing_fact::kind::line &&
                             p_.tables().line_facts[c.fact.which].max_age_seconds >= 0));
    });
    if (approved && facts_.session_id().empty() &&
        facts_.customer_key().state != fact_state::known) {
      supply(missing_fact::kind::customer_key);
    }
    if ((approved || dated) && !facts_.now()) supply(missing_fact::kind::now);
  }

 private:
  void approve(fact_set& made, const approval_request& request) const {
    const graph::limit_row& limit = p_.tables().limits[request.limit];
    approval leave;
    leave.role = p_.text(limit.role);
    leave.limit = p_.text(limit.id);
    leave.up_to_is_share = request.up_to.what == quantity::kind::share;
    leave.up_to = request.up_to.numerator;
    leave.pack_digest = p_.digest();
    leave.cart_hash = made.keep(cart_hash(made));
    if (made.session_id().empty()) {
      if (made.customer_key().state != fact_state::known) made.set_customer_key("-");
      leave.customer = made.customer_key().content.as_text();
    } else {
      leave.session = made.session_id();
    }
    if (!made.now()) made.set_now({});
    leave.until = *made.now();
    leave.has_until = true;
    made.add_approval(leave);
  }

  [[nodiscard]] static bool is_fact(const change& c) noexcept {
    return c.what == change::kind::supply || c.what == change::kind::refresh;
  }

  void pretend(fact_set& made, const change& c) const {
    const timestamp now = made.now().value_or(timestamp{});
    if (!made.now()) made.set_now(now);
    const bool refresh = c.what == change::kind::refresh;
    switch (c.fact.what) {
      case missing_fact::kind::fact:
        if (!refresh) {
          c.example.is(type_kind::null) ? made.set_state(c.fact.which, fact_state::absent)
                                        : made.set(c.fact.which, c.example);
        }
        made.set_as_of(c.fact.which, now);
        break;
      case missing_fact::kind::line:
        if (!refresh) {
          c.example.is(type_kind::null)
              ? made.set_line_state(c.fact.line, c.fact.which, fact_state::absent)
              : made.set_line(c.fact.line, c.fact.which, c.example);
        }
        made.set_line_as_of(c.fact.line, c.fact.which, now);
        break;
      case missing_fact::kind::counter: made.set_counter(c.fact.which, 0); break;
      case missing_fact::kind::customer_key: made.set_customer_key("-"); break;
      default: break;
    }
  }

  const pack& p_;
  const fact_set& facts_;
};

}  // namespace parley::detail
