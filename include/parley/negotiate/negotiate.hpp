// Negotiating: an ask and the facts in, an answer and the next session out.
#pragma once

#include <cassert>
#include <optional>
#include <utility>

#include "parley/base/result.hpp"
#include "parley/negotiate/ask.hpp"
#include "parley/negotiate/concession_path.hpp"
#include "parley/negotiate/outcome_space.hpp"
#include "parley/negotiate/reply.hpp"
#include "parley/negotiate/round.hpp"
#include "parley/negotiate/session.hpp"

namespace parley {

/// Answers one ask. Counters come from the pack's strategy, never from a limit; every new promise
/// is one that `validate` allows on these facts, and a standing one is kept until its expiry, a
/// changed cart or a changed fact declared `voids: true`. A bad ask is declined with the session
/// unchanged. Errors: facts.now, facts.cart, and those of `refuse_session`; there is no answer
/// then. A pure function of its inputs. The session is read, never kept.
///
/// This form writes into a reply that is used again and again, and remembers in `m` what it worked
/// out for the same facts: a warm call allocates nothing. `given` must not be part of `out`.
[[nodiscard]] inline std::optional<error> negotiate(const pack& p, const fact_set& facts,
                                                    const session& given, const ask& asked,
                                                    question_workspace& w, negotiation_memory& m,
                                                    negotiation_reply& out,
                                                    session_trust trust = session_trust::kept) {
  assert(&given != &out.next);
  if (!facts.now()) return error{"facts.now", "a negotiation needs `now`, since offers expire"};
  if (!facts.has_cart() || facts.lines().empty()) {
    return error{"facts.cart", "a negotiation needs a cart with at least one line"};
  }
  if (auto refused = refuse_session(p, facts, given, m.text, m.mark)) return refused;
  detail::negotiation_round(p, facts, given, asked, trust, w, m, out).run();
  return std::nullopt;
}

/// The same with a new reply each time, and with what was worked out for the same facts.
[[nodiscard]] inline result<negotiation_reply> negotiate(
    const pack& p, const fact_set& facts, const session& given, const ask& asked,
    negotiation_workspace& w, session_trust trust = session_trust::kept) {
  negotiation_reply made;
  if (auto failed = negotiate(p, facts, given, asked, w, w.memory, made, trust))
    return std::move(*failed);
  return made;
}

/// The same with a workspace that remembers nothing.
[[nodiscard]] inline result<negotiation_reply> negotiate(
    const pack& p, const fact_set& facts, const session& given, const ask& asked,
    question_workspace& w, session_trust trust = session_trust::kept) {
  negotiation_memory m;
  negotiation_reply made;
  if (auto failed = negotiate(p, facts, given, asked, w, m, made, trust)) return std::move(*failed);
  return made;
}

}  // namespace parley
