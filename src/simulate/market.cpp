#include "simulate/market.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "parley/base/limits.hpp"
#include "parley/engine/cart_edits.hpp"
#include "parley/negotiate/ladder.hpp"
#include "parley/negotiate/outcome_space.hpp"
#include "simulate/exact.hpp"

namespace parley::simulate {

namespace {

constexpr std::uint32_t changed_lines = 4;

/// Makes a space small enough: every other value of the widest issue goes, the most generous stays;
/// then whole issues. True when nothing was lost.
bool thin(outcome_space& space) {
  const bool complete = space.size <= caps::simulated_outcomes;
  while (space.size > caps::simulated_outcomes) {
    const auto widest = std::max_element(
        space.issues.begin(), space.issues.end(),
        [](const outcome_issue& a, const outcome_issue& b) { return a.count() < b.count(); });
    if (widest->count() <= 2) {
      space.issues.pop_back();
    } else {
      widest->stride *= 2;
    }
    detail::measure_space(space);
  }
  return complete;
}

void judge(const pack& p, market& m, question_workspace& w) {
  w.trial.intent = m.intent;
  w.trial.accept_partial = false;
  if (w.trial.offers.size() > caps::proposal_offers) return;
  if (!detail::form(p, m.facts, w.trial, w.work, w.judged)) return;
  const negotiation_result r = detail::result_of(p, w.trial, w.judged.quote);
  const decision& d = w.judge(p, m.facts);
  const bool permitted = d.verdict == verdict::allow && d.has_quote;
  m.outcomes.push_back({w.trial, permitted, r.total, r.extras, r.cost});
  m.outcomes.back().offers.intent = {};  // it would view a market that may move
}

void enumerate(const pack& p, market& m, question_workspace& w) {
  outcome_space space;
  issues_of(p, space);
  m.complete = thin(space);
  for (std::uint64_t i = 0; i < space.size; ++i) {
    propose_combination(p, space, i, w.trial);
    judge(p, m, w);
  }
  if (m.complete) return;
  // What the ladder itself says is never thinned out.
  for (ladder_position at; advance(p, at);) {
    propose_step(p, at, w.trial);
    judge(p, m, w);
  }
}

void find_frontier(market& m) {
  std::stable_sort(m.outcomes.begin(), m.outcomes.end(), [](const outcome& a, const outcome& b) {
    return std::pair(a.concession, a.net()) < std::pair(b.concession, b.net());
  });
  for (std::size_t i = 0; i < m.outcomes.size(); ++i) {
    const outcome& o = m.outcomes[i];
    if (!o.permitted) continue;
    if (!m.lowest || o.total < *m.lowest) m.lowest = o.total;
    if (m.lowest_net && o.net() >= *m.lowest_net) continue;
    m.lowest_net = o.net();
    m.frontier.push_back(i);
  }
}

/// What the cart costs the merchant before gifts; nothing where a cost isn't known.
std::optional<std::int64_t> costs_of(const pack& p, const fact_set& facts) {
  std::int64_t sum = 0;
  for (std::uint32_t line = 0; line < facts.lines().size(); ++line) {
    if (facts.line_state(line, line_cost) != fact_state::known) return std::nullopt;
    const auto cost = facts.line_value(line, line_cost)
                          .as_decimal()
                          .scaled(p.header().currency_digits, rounding_mode::ceiling);
    std::int64_t all = 0;
    if (!cost || __builtin_mul_overflow(*cost, facts.lines()[line].quantity, &all) ||
        __builtin_add_overflow(sum, all, &sum)) {
      return std::nullopt;
    }
  }
  for (const shipping_entry& entry : facts.shipping()) {
    if (!entry.has_cost || __builtin_add_overflow(sum, entry.cost, &sum)) return std::nullopt;
  }
  return sum > 2 * caps::cart_total ? std::nullopt : std::optional(sum);
}

/// The same facts around another cart.
fact_set with_quantity(const pack& p, const fact_set& from, std::uint32_t changed,
                       std::int64_t quantity) {
  fact_set made(p.schema());
  if (from.now()) made.set_now(*from.now());
  if (from.customer_key().state == fact_state::known)
    made.set_customer_key(from.customer_key().content.as_text());
  made.set_session_id(from.session_id());
  for (std::uint32_t fact = 0; fact < p.schema().facts(); ++fact) {
    const fact_slot& slot = from.slot(fact);
    if (slot.state == fact_state::known) made.set(fact, slot.content);
    made.set_state(fact, slot.state);
    if (slot.dated) made.set_as_of(fact, slot.as_of);
  }
  made.open_cart();
  for (std::uint32_t line = 0; line < from.lines().size(); ++line) {
    const std::int64_t wanted = line == changed ? quantity : from.lines()[line].quantity;
    if (wanted > 0) engine::add_line_like(made, from, line, wanted);
  }
  for (const shipping_entry& entry : from.shipping()) made.add_shipping(entry);
  for (std::uint32_t i = 0; i < p.tables().counters.size(); ++i) {
    if (from.counter(i).state == fact_state::known) made.set_counter(i, from.counter(i).value);
    made.set_counter_state(i, from.counter(i).state);
  }
  for (const approval& a : from.approvals()) made.add_approval(a);
  return made;
}

}  // namespace

market open_market(const pack& p, const fact_set& facts, std::string_view intent,
                   question_workspace& w) {
  market m(facts);
  m.intent = intent;
  m.list_total = facts.subtotal();
  for (const shipping_entry& entry : facts.shipping()) m.list_total += entry.price;
  const std::optional<std::int64_t> costs = costs_of(p, facts);
  m.costs_known = costs.has_value();
  m.kept = m.list_total - costs.value_or(0);
  enumerate(p, m, w);
  find_frontier(m);
  return m;
}

std::vector<market> changed_markets(const pack& p, const fact_set& facts, std::string_view intent,
                                    question_workspace& w) {
  std::vector<market> out;
  const auto lines =
      std::min<std::uint32_t>(changed_lines, static_cast<std::uint32_t>(facts.lines().size()));
  const auto add = [&](std::uint32_t line, std::int64_t quantity, std::string_view how) {
    out.push_back(open_market(p, with_quantity(p, facts, line, quantity), intent, w));
    const cart_line& of = facts.lines()[line];
    out.back().change = std::string(how) + " " + std::string(of.id.empty() ? of.sku : of.id);
  };
  for (std::uint32_t line = 0; line < lines; ++line) {
    const cart_line& now = facts.lines()[line];
    const bool room = now.price == 0 || (caps::cart_total - facts.subtotal()) / now.price > 0;
    if (now.quantity < caps::quantity && room) add(line, now.quantity + 1, "one more of");
    if (now.quantity > 1) {
      add(line, now.quantity - 1, "one less of");
    } else if (facts.lines().size() > 1) {
      add(line, 0, "without");
    }
  }
  return out;
}

std::optional<gains> nash_point(const market& m, std::int64_t reserve) {
  std::optional<gains> best;
  int128 product = -1;
  for (const std::size_t i : m.frontier) {
    const gains g = m.of(m.outcomes[i], reserve);
    if (g.merchant < 0 || g.customer < 0) continue;
    const int128 made = int128{g.merchant} * g.customer;
    if (made <= product) continue;
    product = made;
    best = g;
  }
  return best;
}

std::int64_t distance(const gains& a, const gains& b) noexcept {
  const int128 x = int128{a.merchant} - b.merchant;
  const int128 y = int128{a.customer} - b.customer;
  return static_cast<std::int64_t>(square_root(static_cast<uint128>(x * x + y * y)));
}

std::optional<std::int64_t> frontier_distance(const market& m, std::int64_t reserve,
                                              const gains& reached) {
  std::optional<std::int64_t> nearest;
  for (const std::size_t i : m.frontier) {
    const gains g = m.of(m.outcomes[i], reserve);
    if (g.merchant < 0 || g.customer < 0) continue;
    const std::int64_t apart = distance(reached, g);
    if (!nearest || apart < *nearest) nearest = apart;
  }
  return nearest;
}

}  // namespace parley::simulate
