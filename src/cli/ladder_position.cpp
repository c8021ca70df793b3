#include "cli/ladder_position.hpp"

#include <fmt/format.h>

#include "parley/negotiate/ladder.hpp"
#include "report/decision_text.hpp"
#include "report/format.hpp"
#include "simulate/market.hpp"

namespace parley::cli {

namespace {

/// Steps ahead that are named; more would push the reply off the screen.
constexpr int shown_ahead = 6;

}  // namespace

std::string ladder_position_text(const pack& rules, const fact_set& facts, const session& now,
                                 question_workspace& memory) {
  const auto steps = pack::rows(rules.tables().steps, rules.header().ladder);
  const bool searches = rules.header().strategy != graph::strategy::ladder;
  if (!searches && (steps.empty() || (now.step != no_index && now.step >= steps.size()))) return {};
  std::string out;
  if (searches) {
    out = fmt::format("  strategy: {}, place {}", name_of(rules.header().strategy),
                      now.step == no_index ? 0 : now.step + 1);
  } else if (now.step == no_index) {
    out = fmt::format("  ladder: before the first of {} steps", steps.size());
  } else {
    out = fmt::format("  ladder: step {} of {} ({})", now.step + 1, steps.size(),
                      report::printable(rules.text(steps[now.step].text)));
  }
  if (rules.header().rounds > 0)
    out += fmt::format(", round {} of {}", now.round, rules.header().rounds);
  out += now.closed ? ", closed\n" : now.ended ? ", ended\n" : "\n";

  if (!now.closed && !now.ended && !searches) {
    ladder_position at{now.step, now.granted, now.tried, true};
    for (int shown = 0; shown < shown_ahead && advance(rules, at); ++shown) {
      propose_step(rules, at, memory.trial);
      memory.trial.intent = now.intent;
      memory.trial.accept_partial = false;
      const decision& d = memory.judge(rules, facts);
      out +=
          fmt::format("  ahead: {}{}, {}\n", report::offers_text(memory.trial, rules),
                      d.has_quote ? fmt::format(" for {}", report::money_text(rules, d.quote.total))
                                  : std::string(),
                      name_of(d.verdict));
      if (at.price_step && d.verdict != verdict::allow) break;
    }
  }
  const simulate::market space = simulate::open_market(rules, facts, now.intent, memory);
  if (!space.lowest) return out + "  headroom: none, nothing is permitted on this cart\n";
  out += fmt::format("  headroom: the rules would permit {}",
                     report::money_text(rules, *space.lowest));
  if (now.standing && now.standing->total > *space.lowest) {
    out += fmt::format(", {} below the standing offer",
                       report::money_text(rules, now.standing->total - *space.lowest));
  }
  return out + "\n";
}

}  // namespace parley::cli
