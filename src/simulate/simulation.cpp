#include "simulate/simulation.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace parley::simulate {

namespace {

/// The most patient shopper there is.
constexpr std::uint32_t plan_depth = 24;

void count(report::negotiation_measures& to, const game& g) {
  ++to.played;
  to.agreed += g.agreed ? 1 : 0;
  to.violations += g.violations;
  to.violating += g.violations != 0 ? 1 : 0;
  to.retractions += g.retractions;
  to.merchant.add(g.reached.merchant);
  to.customer.add(g.reached.customer);
  to.rounds.add(g.rounds);
  to.rounds_most = std::max(to.rounds_most, g.rounds);
  if (!g.possible) return;
  ++to.possible;
  to.agreed_possible += g.agreed ? 1 : 0;
  to.off_frontier.add(g.off_frontier);
  to.off_nash.add(g.off_nash);
}

}  // namespace

simulation::simulation(const pack& p, const fact_set& facts, const simulation_options& options)
    : options_(options), scene_{p, {}, {}, {}} {
  question_workspace w;
  scene_.carts = changed_markets(p, facts, options.intent, w);
  scene_.carts.insert(scene_.carts.begin(), open_market(p, facts, options.intent, w));
  scene_.told = brief_for(p, scene_.carts[0]);
  family_ = family_of(p, scene_.carts[0], w);
  for (std::size_t s = 0; s < seller_kinds; ++s) {
    const auto kind = static_cast<seller_kind>(s);
    best_responses best = respond(p, scene_.carts[0], kind, scene_.told, plan_depth, w);
    extractions_.push_back(best.ends.back());
    scene_.plans[s] = std::move(best.plans);
    leaks_.push_back(probe(p, scene_.carts[0], kind, family_, w));
  }
}

game simulation::play(std::size_t number, player& by) const {
  const std::size_t shopper = number / seller_kinds;
  return by.play(static_cast<seller_kind>(number % seller_kinds),
                 options_.buyers[shopper % options_.buyers.size()],
                 draw_secrets(options_.seed, shopper));
}

report::simulation_results simulation::results(std::span<const game> played) const {
  const market& opening = scene_.carts[0];
  report::simulation_results out;
  out.negotiations = options_.negotiations;
  out.seed = options_.seed;
  out.intent = options_.intent;
  out.list_total = opening.list_total;
  out.kept = opening.kept;
  out.costs_known = opening.costs_known;
  out.carts = static_cast<std::uint32_t>(scene_.carts.size());
  out.lowest = opening.lowest;
  for (const market& m : scene_.carts) out.complete = out.complete && m.complete;
  for (const outcome& o : opening.outcomes)
    out.outcomes.push_back(
        {opening.list_total - o.net(), opening.kept - o.concession, o.permitted, false});
  for (const std::size_t i : opening.frontier) out.outcomes[i].frontier = true;

  for (std::size_t s = 0; s < seller_kinds; ++s) {
    const auto kind = static_cast<seller_kind>(s);
    report::seller_results& made = out.sellers.emplace_back();
    made.name = name_of(kind);
    made.about = about(kind);
    made.ours = kind == seller_kind::parley;
    const leak& l = leaks_[s];
    made.leak = {l.prior, l.width, l.guessed, static_cast<std::uint32_t>(family_.floors.size()),
                 l.same_until_bound};
    const extraction& e = extractions_[s];
    made.extraction = {e.any, e.exact, e.total, e.net, e.concession, e.rounds};
  }
  for (const buyer_kind kind : options_.buyers) {
    out.buyers.push_back({std::string(name_of(kind)), std::string(about(kind)), {}});
  }

  std::vector<std::map<std::pair<std::int64_t, std::int64_t>, std::uint64_t>> agreed(seller_kinds);
  for (std::size_t i = 0; i < played.size(); ++i) {
    const game& g = played[i];
    const auto s = static_cast<std::size_t>(g.seller);
    report::seller_results& to = out.sellers[s];
    count(to.all, g);
    if (g.seller == seller_kind::parley)
      count(out.buyers[(i / seller_kinds) % out.buyers.size()].all, g);
    if (g.violations != 0 && to.broken_by.empty()) {
      to.broken_by = name_of(g.buyer);
      to.broken_total = g.broken_total;
      to.permitted_total = g.permitted_total;
      to.broken_cart = scene_.carts[g.broken_cart].change;
    }
    if (g.agreed && g.cart == 0)
      ++agreed[s][{opening.list_total - g.total + g.worth, g.reached.merchant}];
  }
  for (std::size_t s = 0; s < seller_kinds; ++s) {
    for (const auto& [where, count_there] : agreed[s])
      out.sellers[s].agreements.push_back({where.first, where.second, count_there});
  }
  return out;
}

}  // namespace parley::simulate
