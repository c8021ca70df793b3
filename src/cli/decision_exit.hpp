// The exit code of a decision.
#pragma once

#include "cli/exit_code.hpp"
#include "parley/engine/decision.hpp"

namespace parley::cli {

[[nodiscard]] inline int exit_of(verdict made) noexcept {
  switch (made) {
    case verdict::allow: return exit_yes;
    case verdict::escalate: return exit_escalate;
    case verdict::need: return exit_need;
    case verdict::deny: return exit_no;
  }
  return exit_no;
}

/// A handoff counts whatever the verdict: a person has to take over.
[[nodiscard]] inline int exit_of(const decision& made) noexcept {
  return made.handoffs.empty() ? exit_of(made.verdict) : exit_escalate;
}

}  // namespace parley::cli
