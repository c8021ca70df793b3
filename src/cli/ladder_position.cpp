#include "cli/ladder_position.hpp"

#include <fmt/format.h>

#include "parley/negotiate/walk.hpp"
#include "report/decision_text.hpp"
#include "report/format.hpp"
#include "simulate/market.hpp"

namespace parley::cli {

namespace {

/// Places ahead that are named; more would push the reply off the screen.
constexpr int shown_ahead = 6;

class position_text {
 public:
  position_text(const pack& rules, const fact_set& facts, const session& now,
                negotiation_workspace& w)
      : rules_(rules),
        facts_(facts),
        now_(now),
        w_(w),
        walk_(rules, facts, w, w.memory),
        rounds_(rules.header().rounds > 0 ? rules.header().rounds : caps::negotiation_rounds) {}

  std::string write() {
    walk_.begin(now_.intent, now_.round, rounds_);
    if (walk_.places() == 0 && !walk_.searches()) return {};
    place();
    if (!now_.closed && !now_.ended) walk_.searches() ? places_ahead() : steps_ahead();
    headroom();
    return std::move(out_);
  }

 private:
  void place() {
    const bool begun = now_.step != no_index && now_.step < walk_.places();
    if (walk_.searches()) {
      out_ += fmt::format("  strategy: {}, ", name_of(rules_.header().strategy));
      out_ += begun ? fmt::format("place {} of {}", now_.step + 1, walk_.places())
                    : fmt::format("before the first of {} places", walk_.places());
    } else if (begun) {
      const auto steps = pack::rows(rules_.tables().steps, rules_.header().ladder);
      out_ += fmt::format("  ladder: step {} of {} ({})", now_.step + 1, steps.size(),
                          report::printable(rules_.text(steps[now_.step].text)));
    } else {
      out_ += fmt::format("  ladder: before the first of {} steps", walk_.places());
    }
    if (rules_.header().rounds > 0) out_ += fmt::format(", round {} of {}", now_.round, rounds_);
    out_ += now_.closed ? ", closed\n" : now_.ended ? ", ended\n" : "\n";
    if (walk_.searches() && !w_.memory.space.exact)
      out_ += "  space: too large to look at every value of its issues; some are left out\n";
  }

  /// The judged proposal with its total and verdict.
  void ahead(std::string_view also) {
    const decision& d = w_.judged;
    out_ += fmt::format("  ahead: {}{}, {}{}\n", report::offers_text(w_.trial, rules_),
                        d.has_quote ? fmt::format(" for {}", money(d.quote.total)) : std::string(),
                        name_of(d.verdict), also);
  }

  void steps_ahead() {
    ladder_position at{now_.step, now_.granted, now_.tried, true};
    for (int shown = 0; shown < shown_ahead; ++shown) {
      const std::uint64_t granted = at.granted;
      if (!walk_.next(at)) return;
      if (walk_.judge(at).verdict == verdict::allow) {
        ahead({});
      } else if (!at.price_step && !walk_.forms(at)) {
        walk_.judge(at);
        ahead(", passed over");
        at.granted = granted;
      } else {
        walk_.judge(at);
        return ahead({});
      }
    }
  }

  /// Places of the path, and where the clock brings them, the round.
  void places_ahead() {
    const graph::strategy shape = rules_.header().strategy;
    std::uint32_t round = now_.round + 1;
    ladder_position at;
    at.step = now_.step == no_index ? 0 : now_.step + 1;
    for (int shown = 0; shown < shown_ahead && at.step < walk_.places(); ++shown, ++at.step) {
      const bool allowed = walk_.judge(at).verdict == verdict::allow;
      if (shape == graph::strategy::micro) {
        ahead({});
      } else {
        const auto reached = [&] {
          const std::uint32_t by = curve_place(shape, round, rounds_, w_.memory.path);
          return by != no_index && by >= at.step;
        };
        while (round < rounds_ && !reached()) ++round;
        ahead(fmt::format(", in round {}", round));
      }
      if (!allowed) return;
    }
  }

  void headroom() {
    const simulate::market space = simulate::open_market(rules_, facts_, now_.intent, w_);
    if (!space.lowest) {
      out_ += "  headroom: none, nothing is permitted on this cart\n";
      return;
    }
    out_ += fmt::format("  headroom: the rules would permit {}", money(*space.lowest));
    if (now_.standing && now_.standing->total > *space.lowest) {
      out_ +=
          fmt::format(", {} below the standing offer", money(now_.standing->total - *space.lowest));
    }
    out_ += space.complete ? "\n" : ", of the outcomes that were looked at\n";
  }

  [[nodiscard]] std::string money(std::int64_t minor) const {
    return report::money_text(rules_, minor);
  }

  const pack& rules_;
  const fact_set& facts_;
  const session& now_;
  negotiation_workspace& w_;
  detail::concession_walk walk_;
  std::uint32_t rounds_;
  std::string out_;
};

}  // namespace

std::string ladder_position_text(const pack& rules, const fact_set& facts, const session& now,
                                 negotiation_workspace& memory) {
  return position_text(rules, facts, now, memory).write();
}

}  // namespace parley::cli
